//! From forecasts over time to a sign that dealings are rising or collapsing.

use serde::{Deserialize, Serialize};

use super::Act;
use super::fit::DyadModel;
use super::predict::logistic;
use crate::ForecastError;

/// Which way dealings go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trend {
    /// Markedly more likely than before.
    Rising,
    /// No marked change.
    Steady,
    /// Markedly less likely than before.
    Collapsing,
}

/// How the outlook of one act between two actors changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Signal {
    /// The act, in either direction.
    pub act: Act,
    /// The horizon, in days.
    pub horizon: u32,
    /// Probability of such an act in either direction, now.
    pub now: f64,
    /// The same at earlier times: their mean in log-odds, as a probability.
    pub before: f64,
    /// Change in log-odds; the sign's size.
    pub change: f64,
    /// In a word.
    pub trend: Trend,
}

/// Days back at which the outlook is compared.
const BACK: [u32; 4] = [60, 90, 120, 150];
/// A change in log-odds from which on it is called one: odds halved or doubled.
const MARKED: f64 = std::f64::consts::LN_2;

impl DyadModel {
    /// Compares the outlook at `time` with that of two to five months before, by the longest
    /// horizon; each outlook knows only what lay before it.
    ///
    /// # Errors
    /// [`ForecastError::Unknown`] for an actor that the events do not name.
    pub fn signals(&self, a: &str, b: &str, time: i64) -> Result<Vec<Signal>, ForecastError> {
        let (a, b) = (self.words.entity(a)?, self.words.entity(b)?);
        let step = self.clock.step_of(time).unwrap_or(0);
        let Some(horizon) = self.models.iter().map(|m| m.horizon).max() else {
            return Ok(Vec::new());
        };
        let outlook = |step: u32| -> Vec<(Act, f64)> {
            let ways = [self.forecasts(a, b, step), self.forecasts(b, a, step)];
            Act::ALL
                .into_iter()
                .map(|act| {
                    let none: f64 = ways
                        .iter()
                        .flatten()
                        .filter(|f| f.act == act && f.horizon == horizon)
                        .map(|f| 1.0 - f.probability)
                        .product();
                    (act, logit(1.0 - none))
                })
                .collect()
        };
        let now = outlook(step);
        let earlier: Vec<_> = BACK
            .iter()
            .filter_map(|back| step.checked_sub(*back).filter(|&s| s > 0))
            .map(outlook)
            .collect();
        if earlier.is_empty() {
            return Ok(Vec::new());
        }
        Ok(now
            .into_iter()
            .enumerate()
            .map(|(i, (act, now))| {
                let before = earlier.iter().map(|e| e[i].1).sum::<f64>() / earlier.len() as f64;
                let change = now - before;
                Signal {
                    act,
                    horizon,
                    now: logistic(now),
                    before: logistic(before),
                    change,
                    trend: match change {
                        c if c >= MARKED => Trend::Rising,
                        c if c <= -MARKED => Trend::Collapsing,
                        _ => Trend::Steady,
                    },
                }
            })
            .collect())
    }
}

fn logit(p: f64) -> f64 {
    let p = p.clamp(1e-6, 1.0 - 1e-6);
    (p / (1.0 - p)).ln()
}
