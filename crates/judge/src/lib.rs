//! Base rates and evidence to a judgement; fitting, backtests and scores.
