//! What explains a judgement, one part a file.

mod ach;
mod changes;
mod commitments;
mod confidence;
mod dissent;
mod drivers;
mod gaps;
mod whatif;

pub(crate) use ach::{ach, alternatives};
pub(crate) use changes::changes;
pub(crate) use commitments::commitments;
pub(crate) use confidence::confidence;
pub(crate) use dissent::dissent;
pub(crate) use drivers::{drivers, evidence};
pub(crate) use gaps::gaps;
pub(crate) use whatif::{assumptions, indicators, leave_one_out};

use crate::stats::logistic;
use crate::weigh::{Hypothetical, LogOdds, Prepared, Totals};
use crate::{Model, Options};
use unravel_evidence::{BaseRate, Question};

/// What every part of the explanation reads.
pub(crate) struct Context<'a> {
    pub question: &'a Question,
    pub model: &'a Model,
    pub options: &'a Options<'a>,
    pub base: &'a BaseRate,
    /// Log-odds of the base rate.
    pub start: f64,
    /// Logarithms of the weights' fitted parameters.
    pub theta: &'a [f64],
    pub prepared: &'a Prepared<'a>,
    pub totals: &'a Totals,
    pub odds: &'a LogOdds,
    pub probability: f64,
}

impl Context<'_> {
    /// The log-odds if only the items that `keep` lets through had been read, and `extra` too.
    fn odds_with(&self, keep: impl Fn(usize) -> bool, extra: Option<Hypothetical>) -> LogOdds {
        let weights = &self.model.weights;
        self.prepared
            .totals(weights, keep, extra)
            .log_odds(self.theta, weights.limit)
    }

    /// The probability that goes with it.
    fn probability_with(&self, keep: impl Fn(usize) -> bool, extra: Option<Hypothetical>) -> f64 {
        logistic(self.start + self.odds_with(keep, extra).total)
    }
}
