//! Forecasts for one question, and what they rest on.

use serde::{Deserialize, Serialize};

use crate::dyads::{Part, PastEvent};
use crate::experts::{EXPERT_TEXT, EXPERTS};
use crate::features::{self, MIXTURE};
use crate::fit::Forecaster;
use crate::learner::Candidates;
use crate::quads::{Asked, Fact};
use crate::tally::HALF_LIVES;
use crate::{Clock, ForecastError, Vocabulary};

/// What is asked of the step after the last event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask<'a> {
    /// Towards whom does this subject act so?
    Object {
        /// Who acts, by name.
        subject: &'a str,
        /// What is done, by name.
        relation: &'a str,
    },
    /// Who acts so towards this object?
    Subject {
        /// What is done, by name.
        relation: &'a str,
        /// Towards whom, by name.
        object: &'a str,
    },
}

/// One possible answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// The entity.
    pub entity: String,
    /// Probability that an event as asked for has this answer, 0 to 1; over all entities they
    /// add up to 1.
    pub probability: f64,
}

/// Something that may happen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Prospect {
    /// What the actor does, or what is done to it.
    pub relation: String,
    /// Whether the actor is the one who acts.
    pub acts: bool,
    /// The other one.
    pub other: String,
    /// How many such events are to be expected in the given time: the rate at which the actor
    /// has done this, times the probability of this answer.
    pub expected: f64,
    /// Probability of at least one, if events come independently at that rate.
    pub probability: f64,
}

/// Why an answer is as likely as it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Explanation {
    /// The entity.
    pub entity: String,
    /// Its place among all, from 1; none where it is no candidate of the trees.
    pub rank: Option<usize>,
    /// Its probability.
    pub probability: f64,
    /// Its score: `base` plus all `parts`.
    pub score: f64,
    /// Log of the probability that the simple forecasters give it together.
    pub base: f64,
    /// Each simple forecaster's share of that probability; they add up to 1.
    pub shares: Vec<Share>,
    /// What the trees add, by feature, strongest first.
    pub parts: Vec<Part>,
    /// Latest events between the two, newest first.
    pub between: Vec<PastEvent>,
    /// Latest events of the subject with this relation, whoever the object.
    pub alike: Vec<PastEvent>,
    /// Latest events with this relation and object, whoever the subject.
    pub towards: Vec<PastEvent>,
}

/// What one simple forecaster contributes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Share {
    /// What it goes by, in words.
    pub forecaster: String,
    /// Its share, 0 to 1.
    pub share: f64,
}

/// Candidates with scores and probabilities, likeliest first.
struct Ordered {
    candidates: Candidates,
    /// Place in `candidates`, score, probability.
    order: Vec<(usize, f32, f64)>,
    /// The mixture over all entities.
    dense: Vec<f32>,
}

impl Forecaster {
    fn key(&self, ask: Ask<'_>) -> Result<(u32, u32), ForecastError> {
        Ok(match ask {
            Ask::Object { subject, relation } => {
                (self.words.entity(subject)?, self.words.relation(relation)?)
            }
            Ask::Subject { relation, object } => (
                self.words.entity(object)?,
                self.words.relation(relation)? + self.state.relations,
            ),
        })
    }

    /// Probabilities: within the candidates by softmax of the scores, outside by the mixture,
    /// which also says how much lies outside.
    fn ordered(&self, keys: &[(u32, u32)]) -> Vec<Ordered> {
        let asked: Vec<Asked> = keys
            .iter()
            .map(|&(s, r)| Asked {
                s,
                r,
                answers: Vec::new(),
            })
            .collect();
        let now = self.last.saturating_add(1);
        let most = self.options.candidates;
        let (state, names) = (&self.state, &self.names);
        self.learnt
            .candidates(&asked, state, names, now, most, |_, candidates, dense| {
                let inside: f64 = candidates.mixture.iter().map(|&p| f64::from(p)).sum();
                let mut scores = self.forest.scores(&candidates.rows);
                for (score, row) in scores.iter_mut().zip(&candidates.rows) {
                    *score += row[MIXTURE];
                }
                let top = scores.iter().copied().fold(f32::MIN, f32::max);
                let sum: f64 = scores.iter().map(|&x| f64::from(x - top).exp()).sum();
                let mut order: Vec<(usize, f32, f64)> = scores
                    .iter()
                    .enumerate()
                    .map(|(i, &x)| (i, x, inside.min(1.0) * f64::from(x - top).exp() / sum))
                    .collect();
                order.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
                Ordered {
                    candidates,
                    order,
                    dense: dense.to_vec(),
                }
            })
    }

    /// The likeliest answers to a question about the step after the last event.
    ///
    /// # Errors
    /// [`ForecastError::Unknown`] for a name that the events do not hold.
    pub fn predict(&self, ask: Ask<'_>, most: usize) -> Result<Vec<Answer>, ForecastError> {
        let ordered = self.ordered(&[self.key(ask)?]);
        let answers = ordered.iter().flat_map(|o| {
            o.order
                .iter()
                .take(most)
                .map(|&(i, _, probability)| Answer {
                    entity: self.words.entities[o.candidates.ids[i] as usize].clone(),
                    probability,
                })
        });
        Ok(answers.collect())
    }

    /// With whom an actor deals, and how, in the next `steps` steps: its usual rates of acting
    /// and being acted upon, with the likeliest other of each.
    ///
    /// # Errors
    /// [`ForecastError::Unknown`] for an actor that the events do not name.
    pub fn outlook(
        &self,
        actor: &str,
        steps: u32,
        most: usize,
    ) -> Result<Vec<Prospect>, ForecastError> {
        let s = self.words.entity(actor)?;
        let now = self.last.saturating_add(1);
        let mut rates: Vec<(u32, f64)> = (0..2 * self.state.relations)
            .filter_map(|r| {
                let tally = self.state.roles[self.state.turned(r) as usize].get(s)?;
                let slow = tally.at(now, &self.state.fading)[2];
                let rate = f64::from(slow) * std::f64::consts::LN_2 / f64::from(HALF_LIVES[2]);
                (rate > 0.0).then_some((r, rate))
            })
            .collect();
        rates.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        // what is rarer than the first dozens cannot reach the head of the list
        rates.truncate(most.clamp(16, 64));
        let keys: Vec<(u32, u32)> = rates.iter().map(|&(r, _)| (s, r)).collect();
        let mut prospects: Vec<Prospect> = Vec::new();
        for (&(r, rate), o) in rates.iter().zip(self.ordered(&keys)) {
            let acts = r < self.state.relations;
            let relation = r % self.state.relations;
            for &(i, _, p) in o.order.iter().take(most) {
                let expected = rate * f64::from(steps) * p;
                prospects.push(Prospect {
                    relation: self.words.relations[relation as usize].clone(),
                    acts,
                    other: self.words.entities[o.candidates.ids[i] as usize].clone(),
                    expected,
                    probability: 1.0 - (-expected).exp(),
                });
            }
        }
        prospects.sort_by(|a, b| b.expected.total_cmp(&a.expected));
        prospects.truncate(most);
        Ok(prospects)
    }

    /// Why an entity is as likely an answer as it is, with up to `most` past events of each kind.
    ///
    /// # Errors
    /// [`ForecastError::Unknown`] for a name that the events do not hold.
    pub fn explain(
        &self,
        ask: Ask<'_>,
        entity: &str,
        most: usize,
    ) -> Result<Explanation, ForecastError> {
        let (s, r) = self.key(ask)?;
        let o = self.words.entity(entity)?;
        let mut out = Explanation {
            entity: self.words.entities[o as usize].clone(),
            rank: None,
            probability: 0.0,
            score: 0.0,
            base: 0.0,
            shares: Vec::new(),
            parts: Vec::new(),
            between: self.past(most, |f| (f.s, f.o) == (s, o) || (f.s, f.o) == (o, s)),
            alike: self.past(most, |f| self.is_key(f, s, r)),
            towards: self.past(most, |f| self.is_key(f, o, self.state.turned(r))),
        };
        for ordered in self.ordered(&[(s, r)]) {
            let c = &ordered.candidates;
            let place = ordered.order.iter().position(|&(i, ..)| c.ids[i] == o);
            let Some(place) = place else {
                out.probability = f64::from(ordered.dense[o as usize]);
                out.base = out.probability.max(1e-9).ln();
                out.score = out.base;
                continue;
            };
            let (i, _, probability) = ordered.order[place];
            out.rank = Some(place + 1);
            out.probability = probability;
            let row = &c.rows[i];
            let shares = self.forest.contributions(row);
            out.base = f64::from(row[MIXTURE]);
            out.parts = parts(row, &shares);
            out.score = out.base + out.parts.iter().map(|p| p.contribution).sum::<f64>();
            let weighted: Vec<f64> = (0..EXPERTS)
                .map(|e| f64::from(c.weights[e] * c.experts[i][e]))
                .collect();
            let sum: f64 = weighted.iter().sum();
            out.shares = EXPERT_TEXT
                .iter()
                .zip(weighted)
                .map(|(text, w)| Share {
                    forecaster: (*text).to_owned(),
                    share: w / sum.max(1e-30),
                })
                .collect();
            out.shares.sort_by(|a, b| b.share.total_cmp(&a.share));
        }
        Ok(out)
    }

    fn is_key(&self, f: &Fact, s: u32, r: u32) -> bool {
        (f.s, f.r) == (s, r) || (f.o, f.r + self.state.relations) == (s, r)
    }

    fn past(&self, most: usize, keep: impl Fn(&Fact) -> bool) -> Vec<PastEvent> {
        let line = &self.line;
        (0..line.steps.len())
            .rev()
            .flat_map(|i| line.day(i).iter().map(move |f| (line.steps[i], f)))
            .filter(|(_, f)| keep(f))
            .take(most)
            .map(|(step, f)| event(&self.words, self.clock, step, f))
            .collect()
    }

    /// The names behind the ids.
    pub fn words(&self) -> &Vocabulary {
        &self.words
    }

    /// The time of the step that is forecast: the one after the last event.
    pub fn next_time(&self) -> i64 {
        self.clock.time_of(self.last.saturating_add(1))
    }
}

/// Contributions with a part in them, strongest first; what holds for every row goes with them.
fn parts(row: &[f32], shares: &[f64]) -> Vec<Part> {
    let constant = shares.last().map(|&contribution| Part {
        feature: "the same for every candidate".into(),
        value: 1.0,
        contribution,
    });
    let mut parts: Vec<Part> = row
        .iter()
        .zip(shares)
        .enumerate()
        .map(|(i, (&value, &contribution))| Part {
            feature: features::text(i).into(),
            value: value.into(),
            contribution,
        })
        .chain(constant)
        .filter(|p| p.contribution != 0.0)
        .collect();
    parts.sort_by(|a, b| b.contribution.abs().total_cmp(&a.contribution.abs()));
    parts
}

fn event(words: &Vocabulary, clock: Clock, step: u32, f: &Fact) -> PastEvent {
    PastEvent {
        time: clock.time_of(step),
        subject: words.entities[f.s as usize].clone(),
        relation: words.relations[f.r as usize].clone(),
        object: words.entities[f.o as usize].clone(),
    }
}
