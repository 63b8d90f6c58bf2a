//! By how much forecasts were off lately, all pairs together.
//!
//! Some weeks see more of every act than the pairs' own pasts let expect, and such weeks come in
//! runs. Windows that are over tell by how much, in log-odds; the next is expected to be off by a
//! part of it.

use serde::{Deserialize, Serialize};

use super::predict::logistic;

/// Windows that were not off, as many as there are taken to be before the first.
const PRIOR: f64 = 0.5;
/// Half-life of a window that is over, in windows.
const HALF_LIFE: f64 = 1.0;
/// The most that one window tells, in log-odds.
const MOST: f64 = 1.0;

/// A forecast whose window is over: its log-odds, how many it stands for, whether it came true.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Told {
    pub odds: f64,
    pub weight: f64,
    pub happened: bool,
}

/// What windows that are over say of the level.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Level {
    /// When each window was over, and by how much it was off, in log-odds.
    windows: Vec<(u32, f64)>,
}

impl Level {
    /// Takes in a window that is over at `end`.
    pub fn learn(&mut self, end: u32, told: &[Told]) {
        let weigh = |of: &dyn Fn(&Told) -> f64| told.iter().map(|t| t.weight * of(t)).sum::<f64>();
        let happened = weigh(&|t| f64::from(t.happened));
        let mut shift = 0.0;
        for _ in 0..20 {
            let expected = weigh(&|t| logistic(t.odds + shift));
            let bend = weigh(&|t| {
                let p = logistic(t.odds + shift);
                p * (1.0 - p)
            });
            // bounded steps, for windows in which nothing happened
            shift += ((happened - expected) / (bend + 0.5)).clamp(-0.5, 0.5);
        }
        self.windows.push((end, shift.clamp(-MOST, MOST)));
    }

    /// The correction at a time, in log-odds: the mean over windows of `span` steps that are over
    /// by then, later ones counting more, pulled to none.
    pub fn shift(&self, now: u32, span: u32) -> f64 {
        let over = self.windows.iter().filter(|w| w.0 <= now);
        let (sum, weight) = over.fold((0.0, PRIOR), |(sum, weight), &(end, shift)| {
            let age = f64::from(now - end) / f64::from(span.max(1));
            let w = (-age / HALF_LIFE).exp2();
            (sum + w * shift, weight + w)
        });
        sum / weight
    }

    /// Whether every correction is a number within bounds.
    pub fn is_sound(&self) -> bool {
        self.windows.iter().all(|w| w.1.abs() <= MOST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// So many forecasts of 20 %, of which so many came true.
    fn told(n: u32, came_true: u32) -> Vec<Told> {
        let odds = (0.2_f64 / 0.8).ln();
        (0..n)
            .map(|i| Told {
                odds,
                weight: 2.0,
                happened: i < came_true,
            })
            .collect()
    }

    #[test]
    fn a_window_that_was_off_moves_the_next() {
        let mut level = Level::default();
        assert_eq!(level.shift(10, 7), 0.0);
        level.learn(10, &told(1000, 100));
        let off = (0.1_f64 / 0.9).ln() - (0.2_f64 / 0.8).ln();
        assert!((level.shift(10, 7) - off / 1.5).abs() < 1e-3);
        assert_eq!(level.shift(9, 7), 0.0, "it is not over yet");
        assert!(level.shift(17, 7) > level.shift(10, 7), "it fades");
        level.learn(17, &told(1000, 200));
        assert!(level.shift(17, 7).abs() < 0.5 * off.abs());
    }

    #[test]
    fn windows_without_any_act_or_pair_stay_in_bounds() {
        let mut level = Level::default();
        level.learn(10, &told(1000, 0));
        level.learn(10, &told(1000, 1000));
        level.learn(10, &[]);
        assert!(level.is_sound() && level.shift(10, 7).abs() <= MOST);
    }
}
