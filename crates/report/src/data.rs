//! A judgement with what stands around it in its case.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use unravel_evidence::{ActorId, ActorKind, BaseRate, Judgement, Resolution};

/// What a report is made from. Only the judgement is needed; a report says less where the
/// rest is empty.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReportData {
    /// The judgement with all its evidence.
    pub judgement: Judgement,
    /// Judgements of the same question, oldest first. The one reported may be among them;
    /// those made after it are not shown.
    pub history: Vec<Past>,
    /// How often ties of this class hold, from their beginning on, by rising age.
    pub survival: Vec<SurvivalPoint>,
    /// How the question came out, once known.
    pub resolution: Option<Resolution>,
    /// What the actors are, where known.
    pub kinds: BTreeMap<ActorId, ActorKind>,
}

/// One judgement of a question, as far as a curve needs it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Past {
    /// When it was made.
    pub made_at: jiff::Timestamp,
    /// Evidence published later was unseen.
    pub as_of: Date,
    /// Probability that the tie holds, 0 to 1.
    pub probability: f64,
    /// 90 % interval of it.
    pub interval90: [f64; 2],
}

/// A point of a survival curve.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct SurvivalPoint {
    /// Age in years.
    pub years: f64,
    /// Share of ties that reach it, 0 to 1.
    pub hold: f64,
    /// Lower end of the 90 % interval.
    pub lo90: f64,
    /// Upper end of the 90 % interval.
    pub hi90: f64,
}

impl SurvivalPoint {
    /// The share of ties that reach an age (in years), by a base rate from their beginning to it.
    pub fn of(years: f64, base: &BaseRate) -> Self {
        Self {
            years,
            hold: base.probability,
            lo90: base.interval90[0],
            hi90: base.interval90[1],
        }
    }
}

impl ReportData {
    /// The judgement alone.
    pub fn new(judgement: Judgement) -> Self {
        Self {
            judgement,
            history: Vec::new(),
            survival: Vec::new(),
            resolution: None,
            kinds: BTreeMap::new(),
        }
    }

    /// The judgements known when this one was made.
    pub(crate) fn past(&self) -> impl Iterator<Item = &Past> {
        let made_at = self.judgement.made_at;
        self.history.iter().filter(move |p| p.made_at <= made_at)
    }
}
