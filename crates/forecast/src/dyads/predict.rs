//! The forecast for one pair, with what it rests on.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::Act;
use super::counts::{Counts, Event};
use super::fit::{DyadModel, Fitted, root};
use super::row::{self, WIDTH};
use crate::ForecastError;

/// What one feature adds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// What the feature tells, in words.
    pub feature: String,
    /// The feature's value, as the model sees it.
    pub value: f64,
    /// What it adds, in log-odds.
    pub contribution: f64,
}

/// An event behind a forecast.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastEvent {
    /// When, in the unit of the events.
    pub time: i64,
    /// Who acted.
    pub subject: String,
    /// What was done.
    pub relation: String,
    /// To whom.
    pub object: String,
}

/// The probability that A acts so towards B in the next days.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DyadForecast {
    /// The act.
    pub act: Act,
    /// The horizon, in days.
    pub horizon: u32,
    /// Probability of at least one such event, 0 to 1.
    pub probability: f64,
    /// Share of all known pairs with such an event, in fitting.
    pub base_rate: f64,
    /// Log-odds by the fading rate of such acts from A to B alone, and by how busy all pairs were
    /// lately, before any feature.
    pub base: f64,
    /// What each feature adds to `base`, in log-odds, strongest first; they add up to the
    /// log-odds of `probability`.
    pub parts: Vec<Part>,
}

impl Fitted {
    /// Log-odds of several pairs, from their features and full fading counts of such acts, before the
    /// correction of the level.
    pub fn log_odds(&self, rows: &[[f32; WIDTH]], rates: &[[f32; 3]], level: f64) -> Vec<f64> {
        let scores = self.forest.scores(rows).into_iter();
        scores
            .zip(rows)
            .zip(rates)
            .map(|((trees, row), &rate)| {
                let start = self.start.log_odds(rate, level, self.horizon);
                let linear = self.linear.score(row, start);
                self.mixed((start + trees).into(), linear.into())
            })
            .collect()
    }

    /// The mean of what the trees and the linear score say, each with its share.
    fn mixed(&self, trees: f64, linear: f64) -> f64 {
        trees + f64::from(self.share) * (linear - trees)
    }

    /// What holds for every pair with this start, and what each feature adds, in log-odds, before
    /// the correction of the level.
    fn shares(&self, row: &[f32; WIDTH], start: f32) -> (f64, Vec<f64>) {
        let mut trees = self.forest.contributions(row);
        let base = f64::from(start) + trees.pop().unwrap_or(0.0);
        let base = self.mixed(base, self.linear.base(start).into());
        let parts = trees.into_iter().zip(self.linear.parts(row));
        let parts = parts.map(|(trees, linear)| self.mixed(trees, linear.into()));
        (base, parts.collect())
    }
}

pub(crate) fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

impl DyadModel {
    /// What is known of a pair at a time: only events before it are looked at.
    fn known(&self, a: u32, b: u32, step: u32, horizon: u32) -> Counts {
        let mut counts = Counts::new(horizon);
        let touches = |e: &Event| [a, b].iter().any(|x| e.source == *x || e.target == *x);
        let before = self.events.partition_point(|e| e.step < step);
        for e in &self.events[..before] {
            let root = root(&self.roots, e.relation);
            if touches(e) {
                counts.add(*e, root, &self.names);
            } else {
                counts.pass(*e, root, &self.names);
            }
        }
        counts
    }

    /// Forecasts what `a` does to `b` in the days from `time` on, from what lay before it.
    ///
    /// # Errors
    /// [`ForecastError::Unknown`] for an actor that the events do not name.
    pub fn predict(&self, a: &str, b: &str, time: i64) -> Result<Vec<DyadForecast>, ForecastError> {
        let (a, b) = (self.words.entity(a)?, self.words.entity(b)?);
        let step = self.clock.step_of(time).unwrap_or(0);
        Ok(self.forecasts(a, b, step))
    }

    pub(crate) fn forecasts(&self, a: u32, b: u32, step: u32) -> Vec<DyadForecast> {
        let horizons: BTreeSet<u32> = self.models.iter().map(|m| m.horizon).collect();
        let known: BTreeMap<u32, (Counts, [f32; WIDTH])> = horizons
            .into_iter()
            .map(|horizon| {
                let known = self.known(a, b, step, horizon);
                let row = known.row(a, b, step, &self.names, &known.around(step));
                (horizon, (known, row))
            })
            .collect();
        self.models
            .iter()
            .filter_map(|m| {
                let (known, row) = known.get(&m.horizon)?;
                let rate = known.full_rate(a, b, m.act, step);
                let start = m.start.log_odds(rate, known.level(step), m.horizon);
                let (base, shares) = m.shares(row, start);
                let base = base + m.level.shift(step, m.horizon);
                let mut parts: Vec<Part> = row
                    .iter()
                    .zip(&shares)
                    .enumerate()
                    .filter(|(_, (_, share))| **share != 0.0)
                    .map(|(i, (&value, &contribution))| Part {
                        feature: row::text(i),
                        value: value.into(),
                        contribution,
                    })
                    .collect();
                parts.sort_by(|x, y| y.contribution.abs().total_cmp(&x.contribution.abs()));
                let odds = base + parts.iter().map(|p| p.contribution).sum::<f64>();
                Some(DyadForecast {
                    act: m.act,
                    horizon: m.horizon,
                    probability: logistic(odds),
                    base_rate: m.base_rate,
                    base,
                    parts,
                })
            })
            .collect()
    }

    /// The latest events between the two before a time, newest first.
    ///
    /// # Errors
    /// [`ForecastError::Unknown`] for an actor that the events do not name.
    pub fn past(
        &self,
        a: &str,
        b: &str,
        time: i64,
        most: usize,
    ) -> Result<Vec<PastEvent>, ForecastError> {
        let (a, b) = (self.words.entity(a)?, self.words.entity(b)?);
        let step = self.clock.step_of(time).unwrap_or(0);
        let before = self.events.partition_point(|e| e.step < step);
        Ok(self.events[..before]
            .iter()
            .rev()
            .filter(|e| (e.source, e.target) == (a, b) || (e.source, e.target) == (b, a))
            .take(most)
            .map(|e| PastEvent {
                time: self.clock.time_of(e.step),
                subject: self.words.entities[e.source as usize].clone(),
                relation: self.words.relations[e.relation as usize].clone(),
                object: self.words.entities[e.target as usize].clone(),
            })
            .collect())
    }

    /// Whether the events name this actor.
    pub fn knows(&self, actor: &str) -> bool {
        self.words.entity(actor).is_ok()
    }

    /// The time after the last event fitted to: the earliest from which the future is unknown.
    pub fn next_time(&self) -> i64 {
        let last = self.events.last().map_or(0, |e| e.step);
        self.clock.time_of(last.saturating_add(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dyads::fit::{in_order, visit};
    use crate::dyads::{DyadOptions, fit_dyads};
    use crate::{Quads, Vocabulary};

    #[test]
    fn a_pair_by_itself_is_known_as_among_all() {
        let names = [
            "North",
            "South",
            "Army (North)",
            "Army (South)",
            "Press (North)",
        ];
        let words = Vocabulary {
            entities: names.map(String::from).to_vec(),
            relations: ["Meet", "Fight", "Consent"].map(String::from).to_vec(),
        };
        let roots = [Some(4), Some(19), Some(3)];
        let mut rng = fastrand::Rng::with_seed(8);
        let mut draw = |most: u32| (0..400).map(|_| rng.u32(..most)).collect::<Vec<u32>>();
        let (subject, relation, object) = (draw(5), draw(3), draw(5));
        let time: Vec<i32> = (0..400).map(|i| i / 4).collect();
        let quads = Quads {
            subject: &subject,
            relation: &relation,
            object: &object,
            time: &time,
        };
        let options = DyadOptions {
            horizons: vec![7],
            window: 30,
            trees: 5,
            ..DyadOptions::default()
        };
        let Ok(model) = fit_dyads(quads, &words, &roots, None, options) else {
            unreachable!("these events are enough to fit to");
        };
        let events = in_order(quads, model.clock);
        let pairs: Vec<(u32, u32)> = (0..5).flat_map(|a| (0..5).map(move |b| (a, b))).collect();
        visit(&events, &roots, &model.names, 7, &[60, 100], |o| {
            let rows = o.rows(&pairs, &model.names);
            for (&(a, b), row) in pairs.iter().zip(&rows) {
                let known = model.known(a, b, o.now, 7);
                let own = known.row(a, b, o.now, &model.names, &known.around(o.now));
                assert_eq!(own, *row, "{a} {b} at {}", o.now);
                for (m, forecast) in model.models.iter().zip(model.forecasts(a, b, o.now)) {
                    let rate = o.counts.full_rate(a, b, m.act, o.now);
                    let odds = m.log_odds(&[*row], &[rate], o.counts.level(o.now))[0];
                    let p = logistic(odds + m.level.shift(o.now, 7));
                    assert!((p - forecast.probability).abs() < 1e-5, "{p} {forecast:?}");
                }
            }
        });
    }
}
