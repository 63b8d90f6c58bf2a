//! How well dyad forecasts do on later events.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::Act;
use super::counts::Event;
use super::fit::{DyadModel, happened, in_order, visit};
use super::level::{Level, Told};
use super::predict::logistic;
use crate::ForecastError;
use crate::quads::Quads;

/// Scores of one set of probabilities against what happened.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct DyadScore {
    /// Pairs × origins.
    pub n: usize,
    /// Share with the act: the base rate.
    pub base_rate: f64,
    /// Brier score, mean squared error of the probability.
    pub brier: f64,
    /// Brier skill: 1 − Brier / Brier of the base rate.
    pub skill: f64,
    /// Expected calibration error over 15 bins of equal mass.
    pub ece: f64,
    /// What the calibration error would be by chance alone, on average, were every probability
    /// right and every case independent of the others (they are not, so in truth it is more): mean
    /// absolute value of a normal variable with each bin's variance Σ p·(1 − p).
    pub ece_by_chance: f64,
}

/// How one act and horizon came out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DyadEvaluation {
    /// The act.
    pub act: Act,
    /// The horizon, in days.
    pub horizon: u32,
    /// Number of origins.
    pub origins: usize,
    /// The model, all pairs.
    pub model: DyadScore,
    /// 90 % interval of the model's skill, from resampling acting actors as blocks.
    pub skill_interval: [f64; 2],
    /// Pairs with an event in the last 30 days.
    pub active: DyadScore,
    /// The other pairs.
    pub dormant: DyadScore,
    /// The fading Poisson rate, fitted to the same rows.
    pub poisson: DyadScore,
}

/// Bins of the calibration error.
const BINS: usize = 15;
/// Resamples of the interval.
const RESAMPLES: usize = 500;

struct Case {
    actor: u32,
    active: bool,
    happened: bool,
    model: f64,
    poisson: f64,
}

impl DyadModel {
    /// Forecasts at origins every N days from the first of the later events on, while the window
    /// fits, each from what lay before it; nothing is fitted again. `later` must lie after the
    /// events fitted to.
    ///
    /// # Errors
    /// Bad columns or ids, no events, events that lie before the end of those fitted to.
    pub fn evaluate(&self, later: Quads<'_>) -> Result<Vec<DyadEvaluation>, ForecastError> {
        self.scores(later, false)
    }

    /// As [`DyadModel::evaluate`], but the level of each act goes on being learnt from the windows
    /// that are already over: in log-odds, by what they lacked or had too much.
    ///
    /// # Errors
    /// As for [`DyadModel::evaluate`].
    pub fn evaluate_learning(
        &self,
        later: Quads<'_>,
    ) -> Result<Vec<DyadEvaluation>, ForecastError> {
        self.scores(later, true)
    }

    fn scores(&self, later: Quads<'_>, learn: bool) -> Result<Vec<DyadEvaluation>, ForecastError> {
        let later = self.later(later)?;
        let first = later.first().map_or(0, |e| e.step);
        let mut events = self.events.clone();
        events.extend(later);
        let end = events.last().map_or(0, |e| e.step + 1);
        self.models
            .iter()
            .map(|m| m.horizon)
            .collect::<std::collections::BTreeSet<u32>>()
            .into_iter()
            .flat_map(|horizon| {
                let origins: Vec<u32> = (first..end)
                    .step_by(horizon.max(1) as usize)
                    .filter(|&now| now + horizon <= end)
                    .collect();
                self.evaluate_horizon(&events, &origins, horizon, learn)
            })
            .map(Ok)
            .collect()
    }

    /// Takes in later events without fitting anything again.
    ///
    /// # Errors
    /// Bad columns or ids, no events, events that lie before the end of those seen.
    pub fn observe(&mut self, later: Quads<'_>) -> Result<(), ForecastError> {
        let later = self.later(later)?;
        self.events.extend(later);
        Ok(())
    }

    /// Checks that events lie after those seen.
    fn later(&self, later: Quads<'_>) -> Result<Vec<Event>, ForecastError> {
        later.check(&self.words)?;
        let Some(&begins) = later.time.iter().min() else {
            return Err(ForecastError::Empty {
                what: "the events to be forecast",
                least: 1,
            });
        };
        let seen = self.events.last().map_or(0, |e| e.step);
        let first = self.clock.step_of(i64::from(begins));
        if first.is_none_or(|first| first <= seen) {
            return Err(ForecastError::Past {
                begins: begins.into(),
                seen: self.clock.time_of(seen),
            });
        }
        Ok(in_order(later, self.clock))
    }

    fn evaluate_horizon(
        &self,
        events: &[Event],
        origins: &[u32],
        horizon: u32,
        learn: bool,
    ) -> Vec<DyadEvaluation> {
        let models: Vec<_> = self
            .models
            .iter()
            .filter(|m| m.horizon == horizon)
            .collect();
        let mut cases: Vec<Vec<Case>> = models.iter().map(|_| Vec::new()).collect();
        let mut revealed: Vec<Level> = models.iter().map(|m| m.level.clone()).collect();
        visit(events, &self.roots, &self.names, horizon, origins, |o| {
            let pairs = o.counts.recent(o.now, self.options.window);
            let rows = o.rows(&pairs, &self.names);
            let level = o.counts.level(o.now);
            let parts = models.iter().zip(&mut cases).zip(&mut revealed);
            for ((model, cases), revealed) in parts {
                let such = happened(&o, &self.roots, model.act, horizon);
                let rates = o.rates(&pairs, model.act);
                let mut odds = model.log_odds(&rows, &rates.full, level);
                let shift = revealed.shift(o.now, horizon);
                if learn {
                    let told = pairs.iter().zip(&odds).map(|(pair, &odds)| Told {
                        odds,
                        weight: 1.0,
                        happened: such.binary_search(pair).is_ok(),
                    });
                    let told: Vec<Told> = told.collect();
                    revealed.learn(o.now.saturating_add(horizon), &told);
                }
                odds.iter_mut().for_each(|x| *x += shift);
                let probabilities = odds.into_iter().map(logistic);
                for ((&(a, b), &rate), p) in pairs.iter().zip(&rates.seen).zip(probabilities) {
                    cases.push(Case {
                        actor: a,
                        active: !o.is_dormant((a, b)),
                        happened: such.binary_search(&(a, b)).is_ok(),
                        model: p,
                        poisson: model.poisson.probability(rate, level, horizon),
                    });
                }
            }
        });
        models
            .iter()
            .zip(cases)
            .map(|(model, cases)| {
                let some = |keep: &dyn Fn(&Case) -> bool| {
                    let kept = cases.iter().filter(|c| keep(c));
                    score(kept.map(|c| (c.model, c.happened)).collect())
                };
                DyadEvaluation {
                    act: model.act,
                    horizon,
                    origins: origins.len(),
                    model: some(&|_| true),
                    skill_interval: interval(&cases),
                    active: some(&|c| c.active),
                    dormant: some(&|c| !c.active),
                    poisson: score(cases.iter().map(|c| (c.poisson, c.happened)).collect()),
                }
            })
            .collect()
    }
}

fn score(mut cases: Vec<(f64, bool)>) -> DyadScore {
    let n = cases.len();
    if n == 0 {
        return DyadScore::default();
    }
    cases.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let count = n as f64;
    let base_rate = cases.iter().filter(|c| c.1).count() as f64 / count;
    let brier = cases
        .iter()
        .map(|&(p, y)| (p - f64::from(y)).powi(2))
        .sum::<f64>()
        / count;
    let even = base_rate * (1.0 - base_rate);
    let (mut ece, mut ece_by_chance) = (0.0, 0.0);
    for b in 0..BINS {
        let bin = &cases[b * n / BINS..(b + 1) * n / BINS];
        let gap: f64 = bin.iter().map(|&(p, y)| p - f64::from(y)).sum();
        let variance: f64 = bin.iter().map(|&(p, _)| p * (1.0 - p)).sum();
        ece += gap.abs() / count;
        ece_by_chance += (variance * std::f64::consts::FRAC_2_PI).sqrt() / count;
    }
    DyadScore {
        n,
        base_rate,
        brier,
        skill: if even > 0.0 { 1.0 - brier / even } else { 0.0 },
        ece,
        ece_by_chance,
    }
}

/// 90 % interval of the Brier skill: acting actors are drawn with replacement, each with all
/// its pairs and origins.
fn interval(cases: &[Case]) -> [f64; 2] {
    let mut blocks: FxHashMap<u32, [f64; 3]> = FxHashMap::default();
    for c in cases {
        let block = blocks.entry(c.actor).or_default();
        block[0] += 1.0;
        block[1] += f64::from(c.happened);
        block[2] += (c.model - f64::from(c.happened)).powi(2);
    }
    let mut blocks: Vec<(u32, [f64; 3])> = blocks.into_iter().collect();
    blocks.sort_unstable_by_key(|b| b.0);
    if blocks.is_empty() {
        return [0.0; 2];
    }
    let mut rng = fastrand::Rng::with_seed(1);
    let mut skills: Vec<f64> = (0..RESAMPLES)
        .map(|_| {
            let mut sum = [0.0; 3];
            for _ in 0..blocks.len() {
                for (s, x) in sum.iter_mut().zip(blocks[rng.usize(..blocks.len())].1) {
                    *s += x;
                }
            }
            let rate = sum[1] / sum[0];
            1.0 - sum[2] / sum[0] / (rate * (1.0 - rate)).max(1e-12)
        })
        .collect();
    skills.sort_unstable_by(f64::total_cmp);
    [
        skills[RESAMPLES / 20],
        skills[RESAMPLES - 1 - RESAMPLES / 20],
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn right_probabilities_are_off_by_what_chance_makes_them() {
        let mut rng = fastrand::Rng::with_seed(3);
        let draws: Vec<DyadScore> = (0..40)
            .map(|_| {
                let case = |_| {
                    let p = rng.f64().powi(4);
                    (p, rng.f64() < p)
                };
                score((0..3000).map(case).collect())
            })
            .collect();
        let mean = |of: fn(&DyadScore) -> f64| draws.iter().map(of).sum::<f64>() / 40.0;
        let (ece, by_chance) = (mean(|s| s.ece), mean(|s| s.ece_by_chance));
        assert!((ece / by_chance - 1.0).abs() < 0.1, "{ece} {by_chance}");
        // probabilities that are all too low are off by more
        let low = score((0..3000).map(|i| (0.1, i % 5 == 0)).collect());
        assert!((low.ece - 0.1).abs() < 1e-9 && low.ece_by_chance < 0.03);
    }
}
