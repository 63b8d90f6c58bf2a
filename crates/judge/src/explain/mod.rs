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
pub(crate) use drivers::{drivers, evidence, shares};
pub(crate) use gaps::gaps;
pub(crate) use whatif::{assumptions, hypotheticals, indicators, leave_one_out};

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
    /// Each item's exact share of the log-odds.
    pub shares: &'a [f64],
    pub probability: f64,
}

impl Context<'_> {
    /// The log-odds if only the items that `keep` lets through had been read, and `extra` too.
    fn odds_with(&self, keep: impl Fn(usize) -> bool, extra: &[Hypothetical]) -> LogOdds {
        let weights = &self.model.weights;
        self.prepared
            .totals(weights, keep, extra)
            .log_odds(self.theta, weights.limit)
    }

    /// Sources with the sizes of the weights of their items, heaviest first.
    fn sources_by_weight(&self) -> Vec<(usize, f64)> {
        let mut weight = vec![0.0; self.prepared.sources.len()];
        for (item, share) in self.prepared.items.iter().zip(self.shares) {
            weight[item.source] += share.abs();
        }
        let mut sources: Vec<(usize, f64)> = weight
            .into_iter()
            .enumerate()
            .filter(|(_, w)| *w > 0.0)
            .collect();
        let name = |s: usize| &self.prepared.sources[s];
        sources.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| name(a.0).cmp(name(b.0))));
        sources
    }

    /// The probability that goes with it.
    fn probability_with(&self, keep: impl Fn(usize) -> bool, extra: &[Hypothetical]) -> f64 {
        logistic(self.start + self.odds_with(keep, extra).total)
    }
}
