//! Base rates and evidence to a judgement; fitting, backtests and scores.
//!
//! [`judge`] answers a [`Question`](unravel_evidence::Question) from [`Evidence`] with a
//! [`Model`]: log-odds of the base rate plus the weight of each independent item, an interval
//! from posterior draws, and everything that explains the number. It reads no files and knows
//! no clock; the same input gives the same judgement to the last bit.

pub mod backtest;
mod base;
mod case;
mod error;
mod events;
mod explain;
mod fit;
mod judge;
mod model;
mod priors;
pub mod score;
pub mod simulate;
pub mod spells;
mod stats;
mod weigh;
mod weights;

pub use base::{Band, BaseRates, Posterior, Table, base_rate, base_rate_text};
pub use case::Case;
pub use error::JudgeError;
pub use events::{Changes, EventExample, EventFit, EventWeights, Sign, fit_events};
pub use fit::{Estimate, Example, Fit, fit};
pub use judge::{Evidence, Options, WhatIf, judge, what_if};
pub use model::Model;
pub use priors::{Priors, Sd};
pub use weights::{Beta, Covariance, Weights, parameters};
