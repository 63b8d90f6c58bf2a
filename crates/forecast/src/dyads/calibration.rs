//! From the model's log-odds to log-odds that come true as often as they say.
//!
//! The pull of all weights towards zero bends a score: rare acts are told too often, likelier
//! ones not often enough. How much so is learnt from windows that a model fitted to earlier ones
//! alone did not see; the map has one slope below and one above a knot.

use serde::{Deserialize, Serialize};

use super::linear::Linear;
use crate::boost::Rows;

/// Where the slope may change, in log-odds: about 5 %.
const KNOT: f64 = -3.0;

/// Fewer acts than these can't tell the shape from chance: at rolling ends it helped cooperation,
/// the common act, and not the rarer ones.
const LEAST: usize = 1000;

/// A map of log-odds to log-odds.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Calibration {
    /// None: the log-odds stand as they are.
    map: Option<Linear>,
}

/// How far log-odds lie above the knot.
fn above(odds: f64) -> [f32; 1] {
    [(odds - KNOT).max(0.0) as f32]
}

impl Calibration {
    /// Learns the map from forecasts with their weights and what came of them.
    pub fn fit(told: &[(f64, f32, bool)]) -> Self {
        let mut rows = Rows {
            width: 1,
            ..Rows::default()
        };
        for &(odds, weight, happened) in told {
            rows.values.extend(above(odds));
            rows.base.push(odds as f32);
            rows.answer.push(happened);
            rows.weight.push(weight);
        }
        let happened = told.iter().filter(|t| t.2).count();
        let map = (happened >= LEAST).then(|| Linear::fit(&rows));
        Self {
            map: map.filter(|m| m.is_sound(1) && rises(m)),
        }
    }

    /// The calibrated log-odds.
    pub fn odds(&self, odds: f64) -> f64 {
        match &self.map {
            Some(map) => map.score(&above(odds), odds as f32).into(),
            None => odds,
        }
    }

    /// Whether every log-odds it gives is a number.
    pub fn is_sound(&self) -> bool {
        self.map.as_ref().is_none_or(|m| m.is_sound(1))
    }
}

/// Whether what is likelier stays so, on both sides of the knot.
fn rises(map: &Linear) -> bool {
    let at = |odds: f64| map.score(&above(odds), odds as f32);
    at(-8.0) < at(KNOT) && at(KNOT) < at(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(bend: impl Fn(f64) -> f64) -> Vec<(f64, f32, bool)> {
        let mut rng = fastrand::Rng::with_seed(9);
        (0..60_000)
            .map(|_| {
                let odds = -7.0 + 7.0 * rng.f64();
                let p = 1.0 / (1.0 + (-bend(odds)).exp());
                (odds, 1.0, rng.f64() < p)
            })
            .collect()
    }

    #[test]
    fn a_bent_score_is_straightened() {
        let bent = |x: f64| {
            if x < -3.0 {
                -2.8 + 1.3 * (x + 3.0)
            } else {
                -2.8 + 0.9 * (x + 3.0)
            }
        };
        let map = Calibration::fit(&told(bent));
        for odds in [-6.0, -4.0, -3.0, -1.0] {
            assert!(
                (map.odds(odds) - bent(odds)).abs() < 0.2,
                "{odds} {}",
                map.odds(odds)
            );
        }
    }

    #[test]
    fn a_straight_score_stays_and_few_acts_teach_nothing() {
        let map = Calibration::fit(&told(|x| x));
        for odds in [-6.0, -3.0, -1.0] {
            assert!((map.odds(odds) - odds).abs() < 0.15);
        }
        assert_eq!(Calibration::fit(&[(-3.0, 1.0, true)]).odds(-2.5), -2.5);
        assert_eq!(Calibration::fit(&[]).odds(-2.5), -2.5);
    }
}
