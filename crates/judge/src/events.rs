//! Evidence from event data: a pair whose cooperation collapses, whose conflict rises.
//!
//! A dataset of events says of a pair how often the two cooperated and clashed lately, against
//! the time before. Each change counts as one item of the kind *contact* (for when cooperation
//! rises, against when it falls) and one of *hostility* (against when conflict rises, for when
//! it falls), with a score of 1 − exp(−w·|change|) in place of the coder's: a small change says
//! little, a large one as much as a careful reader's statement. The two w are fitted to pairs
//! of event data, with the β of the kinds as they are.

use serde::{Deserialize, Serialize};
use unravel_evidence::{Bearing, Kind};

use crate::stats::logistic;
use crate::weights::Weights;
use crate::{JudgeError, Priors};

/// How much a change counts: w in score = 1 − exp(−w·|change|), per unit of the log of the
/// ratio. Above 0.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventWeights {
    /// Of a change in cooperation.
    pub cooperation: f64,
    /// Of a change in conflict.
    pub conflict: f64,
}

/// A change in how often two actors cooperate and clash: logs of the ratio of the events lately
/// to those that the time before would lead one to expect.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Changes {
    /// Of cooperative events.
    pub cooperation: f64,
    /// Of conflictual events.
    pub conflict: f64,
}

/// What a change says of the tie.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sign {
    /// Contact or hostility.
    pub kind: Kind,
    /// Which way it points.
    pub bearing: Bearing,
    /// How far it counts as an item, 0 to 1.
    pub score: f64,
}

impl Changes {
    /// What the two changes say, cooperation first; a change of 0 says nothing.
    pub fn signs(&self, weights: &EventWeights) -> Vec<Sign> {
        let sign = |kind, change: f64, weight: f64, rise: Bearing, fall: Bearing| Sign {
            kind,
            bearing: if change > 0.0 { rise } else { fall },
            score: -(-weight * change.abs()).exp_m1(),
        };
        [
            sign(
                Kind::Contact,
                self.cooperation,
                weights.cooperation,
                Bearing::For,
                Bearing::Against,
            ),
            sign(
                Kind::Hostility,
                self.conflict,
                weights.conflict,
                Bearing::Against,
                Bearing::For,
            ),
        ]
        .into_iter()
        .filter(|sign| sign.score > 0.0)
        .collect()
    }
}

/// A pair of event data whose later dealings are known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EventExample {
    /// What was known.
    pub changes: Changes,
    /// Whether cooperation went on.
    pub held: bool,
}

/// The fitted weights of event data.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EventFit {
    /// The fitted values.
    pub weights: EventWeights,
    /// Central 90 % of their posterior: cooperation, conflict.
    pub interval90: [[f64; 2]; 2],
    /// Examples that held and that did not.
    pub held: usize,
    /// Examples that did not.
    pub ended: usize,
    /// Mean log score of the examples, both outcomes weighing alike (0.693 says nothing).
    pub log_score: f64,
}

/// Examples of a pair at several origins, and of pairs with a common actor, are not
/// independent: together they count as this many at most.
const EFFECTIVE: f64 = 200.0;

/// Fits how much changes in event data count, with everything else in `weights` as it is.
///
/// Held and ended examples weigh alike (as in a library that is half held, half broken), and
/// together as no more than 200 examples. The logarithms have the normal priors of
/// `priors.events`; maximum a posteriori by Newton steps on numeric derivatives, Laplace
/// posterior.
///
/// # Errors
/// No example, or examples of one outcome only.
pub fn fit_events(
    examples: &[EventExample],
    weights: &Weights,
    priors: &Priors,
) -> Result<EventFit, JudgeError> {
    let held = examples.iter().filter(|e| e.held).count();
    let ended = examples.len() - held;
    if held == 0 || ended == 0 {
        return Err(JudgeError::NoEventExamples { held, ended });
    }
    let total = (2.0 * held.min(ended) as f64).min(EFFECTIVE);
    let each = |e: &EventExample| total / (2.0 * if e.held { held } else { ended } as f64);
    let loss = |theta: [f64; 2]| -> f64 {
        let events = EventWeights {
            cooperation: theta[0].exp(),
            conflict: theta[1].exp(),
        };
        examples
            .iter()
            .map(|e| {
                let p = logistic(log_odds(&e.changes, &events, weights));
                let p = if e.held { p } else { 1.0 - p };
                -each(e) * p.max(1e-12).ln()
            })
            .sum()
    };
    let centre = [
        priors.centre.events.cooperation.ln(),
        priors.centre.events.conflict.ln(),
    ];
    let sd = priors.sd.events;
    let objective = |theta: [f64; 2]| -> f64 {
        let prior: f64 = (0..2)
            .map(|i| ((theta[i] - centre[i]) / sd).powi(2) / 2.0)
            .sum();
        loss(theta) + prior
    };
    let theta = minimum(&objective, centre);
    let curvature = curvature(&objective, theta);
    let reach = curvature.map(|c| 1.6449 / c.max(1e-9).sqrt());
    let interval = |i: usize| [(theta[i] - reach[i]).exp(), (theta[i] + reach[i]).exp()];
    Ok(EventFit {
        weights: EventWeights {
            cooperation: theta[0].exp(),
            conflict: theta[1].exp(),
        },
        interval90: [interval(0), interval(1)],
        held,
        ended,
        log_score: loss(theta) / total,
    })
}

/// Log-odds of going on that the changes give, as fresh items of a source graded B2.
fn log_odds(changes: &Changes, events: &EventWeights, weights: &Weights) -> f64 {
    let grade = weights.grade_factor();
    let net: f64 = changes
        .signs(events)
        .iter()
        .map(|s| {
            let against = s.bearing == Bearing::Against;
            let beta = weights
                .beta
                .get(&s.kind)
                .map_or(0.0, |b| if against { -b.against } else { b.favour });
            beta * (1.0 + grade * s.score).log2()
        })
        .sum();
    weights.limit * (net / weights.limit).tanh()
}

/// The minimum of a smooth function of two variables, by coordinate Newton steps that are
/// halved until they help.
fn minimum(f: &impl Fn([f64; 2]) -> f64, start: [f64; 2]) -> [f64; 2] {
    let mut at = start;
    let mut value = f(at);
    for _ in 0..60 {
        let before = value;
        for i in 0..2 {
            let (slope, bend) = derivatives(f, at, i);
            let mut step = (-slope / bend.abs().max(1e-6)).clamp(-1.0, 1.0);
            for _ in 0..30 {
                let mut next = at;
                next[i] += step;
                let there = f(next);
                if there < value {
                    at = next;
                    value = there;
                    break;
                }
                step /= 2.0;
            }
        }
        if before - value < 1e-10 {
            break;
        }
    }
    at
}

/// First and second derivative along one axis.
fn derivatives(f: &impl Fn([f64; 2]) -> f64, at: [f64; 2], i: usize) -> (f64, f64) {
    const H: f64 = 1e-3;
    let shifted = |by: f64| {
        let mut x = at;
        x[i] += by;
        f(x)
    };
    let (low, mid, high) = (shifted(-H), f(at), shifted(H));
    ((high - low) / (2.0 * H), (high - 2.0 * mid + low) / (H * H))
}

/// Curvature along each axis, given the best value of the other (the marginal precision of a
/// Gaussian).
fn curvature(f: &impl Fn([f64; 2]) -> f64, at: [f64; 2]) -> [f64; 2] {
    const H: f64 = 1e-3;
    let (_, a) = derivatives(f, at, 0);
    let (_, b) = derivatives(f, at, 1);
    let corner = |x: f64, y: f64| f([at[0] + x * H, at[1] + y * H]);
    let cross = (corner(1.0, 1.0) - corner(1.0, -1.0) - corner(-1.0, 1.0) + corner(-1.0, -1.0))
        / (4.0 * H * H);
    [
        a - cross * cross / b.max(1e-9),
        b - cross * cross / a.max(1e-9),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Model;

    fn example(cooperation: f64, conflict: f64, held: bool) -> EventExample {
        EventExample {
            changes: Changes {
                cooperation,
                conflict,
            },
            held,
        }
    }

    #[test]
    fn a_change_counts_more_the_larger_it_is_and_never_more_than_one_item() {
        let weights = Model::builtin().weights.events;
        let score = |change: f64| {
            Changes {
                cooperation: change,
                conflict: 0.0,
            }
            .signs(&weights)
        };
        assert!(score(0.0).is_empty());
        let (small, large) = (score(-0.2), score(-3.0));
        assert_eq!(small[0].bearing, Bearing::Against);
        assert!(small[0].score < large[0].score && large[0].score <= 1.0);
    }

    #[test]
    fn examples_that_follow_the_signs_raise_the_weight_and_others_lower_it() {
        let priors = &Priors::builtin();
        let weights = &Model::builtin().weights;
        let set = |right: usize| {
            (0..100)
                .map(|i| {
                    let held = i % 2 == 0;
                    let up = (i < 2 * right) == held;
                    example(if up { 1.0 } else { -1.0 }, 0.0, held)
                })
                .collect::<Vec<_>>()
        };
        let follows = fit_events(&set(45), weights, priors).unwrap();
        let random = fit_events(&set(25), weights, priors).unwrap();
        assert!(follows.weights.cooperation > random.weights.cooperation);
        assert!(follows.log_score < random.log_score);
        let [low, high] = follows.interval90[0];
        assert!(low < follows.weights.cooperation && follows.weights.cooperation < high);
        // nothing was said of conflict: its prior stays
        assert!((random.weights.conflict - priors.centre.events.conflict).abs() < 1e-3);
    }

    #[test]
    fn one_outcome_teaches_nothing() {
        let all_held = [example(1.0, 0.0, true)];
        let error = fit_events(&all_held, &Model::builtin().weights, &Priors::builtin());
        assert!(matches!(
            error,
            Err(JudgeError::NoEventExamples { held: 1, ended: 0 })
        ));
    }
}
