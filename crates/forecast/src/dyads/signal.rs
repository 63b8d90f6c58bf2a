//! From forecasts over time to a sign that dealings are rising or collapsing.

use serde::{Deserialize, Serialize};

use super::Act;
use super::counts::Event;
use super::fit::{DyadModel, Fitted, fit_horizon, root, visit};
use super::predict::logistic;
use crate::ForecastError;
use rustc_hash::{FxHashMap, FxHashSet};

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

/// The change of outlook of a pair and what came of it: an example to fit a weight to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SignalOutcome {
    /// Change of the outlook of cooperation, in log-odds.
    pub cooperation: f64,
    /// Change of the outlook of conflict, in log-odds.
    pub conflict: f64,
    /// Whether the two cooperated in the 90 days that followed.
    pub went_on: bool,
}

/// Days in which a pair of [`DyadModel::signal_outcomes`] cooperates again or not, and between
/// two of its origins.
const AFTER: u32 = 90;
/// Cooperative events that a pair needs to count as one that deals with each other.
const DEALINGS: u32 = 6;

impl DyadModel {
    /// Compares the outlook at `time` with that of two to five months before, by the longest
    /// horizon; each outlook knows only what lay before it.
    ///
    /// # Errors
    /// [`ForecastError::Unknown`] for an actor that the events do not name.
    pub fn signals(&self, a: &str, b: &str, time: i64) -> Result<Vec<Signal>, ForecastError> {
        let pair = (self.words.entity(a)?, self.words.entity(b)?);
        let step = self.clock.step_of(time).unwrap_or(0);
        let Some(horizon) = self.longest() else {
            return Ok(Vec::new());
        };
        let changes = self.changes(&self.models, &[pair], step, horizon);
        let Some(change) = changes.first() else {
            return Ok(Vec::new());
        };
        Ok(Act::ALL
            .into_iter()
            .zip(change)
            .map(|(act, &[now, before])| {
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

    /// The signals of all pairs that had at least six cooperative events, at origins 90 days
    /// apart, each with whether the pair cooperated in the 90 days after. At every origin the
    /// models are fitted anew, to what lay before it; this takes as long as so many fits.
    ///
    /// # Errors
    /// Too short a time for a single fit.
    pub fn signal_outcomes(&self) -> Result<Vec<SignalOutcome>, ForecastError> {
        let mut out = Vec::new();
        let Some(horizon) = self.longest() else {
            return Ok(out);
        };
        let end = self.events.last().map_or(0, |e| e.step + 1);
        // counted back from the end, so that the latest dealings are among them
        let first = self.options.window + BACK[BACK.len() - 1];
        let mut origins: Vec<u32> = (first..=end.saturating_sub(AFTER))
            .rev()
            .step_by(AFTER as usize)
            .collect();
        origins.reverse();
        for origin in origins {
            let (before, later) = self
                .events
                .split_at(self.events.partition_point(|e| e.step < origin));
            let options = &self.options;
            let models = fit_horizon(before, &self.roots, &self.names, origin, horizon, options)?;
            let mut dealings: FxHashMap<(u32, u32), u32> = FxHashMap::default();
            for pair in before.iter().filter_map(|e| self.cooperating(e)) {
                *dealings.entry(pair).or_default() += 1;
            }
            dealings.retain(|_, n| *n >= DEALINGS);
            let mut pairs: Vec<(u32, u32)> = dealings.into_keys().collect();
            pairs.sort_unstable();
            let after: FxHashSet<(u32, u32)> = later
                .iter()
                .take_while(|e| e.step < origin + AFTER)
                .filter_map(|e| self.cooperating(e))
                .collect();
            let changes = self.changes(&models, &pairs, origin, horizon);
            out.extend(pairs.iter().zip(changes).map(|(pair, change)| {
                let of = |act: Act| {
                    let [now, before] = change[act as usize];
                    now - before
                };
                SignalOutcome {
                    cooperation: of(Act::Cooperation),
                    conflict: of(Act::Conflict),
                    went_on: after.contains(pair),
                }
            }));
        }
        Ok(out)
    }

    fn longest(&self) -> Option<u32> {
        self.models.iter().map(|m| m.horizon).max()
    }

    /// The two of a cooperative event, in order of number.
    fn cooperating(&self, e: &Event) -> Option<(u32, u32)> {
        let is_such = root(&self.roots, e.relation).is_some_and(|r| Act::Cooperation.holds(r));
        (is_such && e.source != e.target)
            .then_some((e.source.min(e.target), e.source.max(e.target)))
    }

    /// For each pair and act the outlook now and before, in log-odds; none where there is no
    /// time before.
    fn changes(
        &self,
        models: &[Fitted],
        pairs: &[(u32, u32)],
        step: u32,
        horizon: u32,
    ) -> Vec<[[f64; 2]; Act::ALL.len()]> {
        let mut steps: Vec<u32> = BACK
            .iter()
            .filter_map(|back| step.checked_sub(*back).filter(|&s| s > 0))
            .collect();
        steps.reverse();
        let earlier = steps.len();
        if earlier == 0 {
            return Vec::new();
        }
        steps.push(step);
        let mut changes = vec![[[0.0; 2]; Act::ALL.len()]; pairs.len()];
        let ways = [pairs.to_vec(), pairs.iter().map(|&(a, b)| (b, a)).collect()];
        visit(
            &self.events,
            &self.roots,
            &self.names,
            horizon,
            &steps,
            |o| {
                let rows = ways.each_ref().map(|pairs| o.rows(pairs, &self.names));
                for m in models.iter().filter(|m| m.horizon == horizon) {
                    let [there, back] = [0, 1].map(|way| {
                        let rates = o.rates(&ways[way], m.act).full;
                        m.log_odds(&rows[way], &rates, o.counts.level(o.now))
                    });
                    // the level, known of the last windows alone, is left out of now and before
                    let [there, back] = [there, back].map(|way| way.into_iter().map(logistic));
                    for ((change, there), back) in changes.iter_mut().zip(there).zip(back) {
                        let odds = logit(1.0 - (1.0 - there) * (1.0 - back));
                        let [now, before] = &mut change[m.act as usize];
                        if o.now == step {
                            *now = odds;
                        } else {
                            *before += odds / earlier as f64;
                        }
                    }
                }
            },
        );
        changes
    }
}

fn logit(p: f64) -> f64 {
    let p = p.clamp(1e-6, 1.0 - 1e-6);
    (p / (1.0 - p)).ln()
}
