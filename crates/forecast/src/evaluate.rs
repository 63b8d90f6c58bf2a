//! How well a forecaster does on events that lie after those it was fitted to.

use serde::{Deserialize, Serialize};

use crate::ForecastError;
use crate::embed::Training;
use crate::features::MIXTURE;
use crate::fit::{Forecaster, RETRAIN};
use crate::learner::Learnt;
use crate::quads::{Asked, Quads, Timeline, asked};

/// What may be learnt while the events to be forecast go by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reveal {
    /// Nothing at all: history ends where fitting ended.
    Nothing,
    /// Past events are counted, as in the single-step protocol; nothing is fitted again.
    History,
    /// Past events are counted, and rules and vectors go on learning from them.
    Learning,
}

/// Ranks of the true answers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Ranks {
    /// Number of questions, both directions.
    pub questions: usize,
    /// Mean reciprocal rank, 0 to 1.
    pub mrr: f64,
    /// Share of answers in the first place.
    pub hits1: f64,
    /// Share of answers among the first three.
    pub hits3: f64,
    /// Share of answers among the first ten.
    pub hits10: f64,
}

impl Ranks {
    fn add(&mut self, rank: f64) {
        self.questions += 1;
        self.mrr += 1.0 / rank;
        self.hits1 += f64::from(rank <= 1.0);
        self.hits3 += f64::from(rank <= 3.0);
        self.hits10 += f64::from(rank <= 10.0);
    }

    fn done(mut self) -> Self {
        let n = self.questions.max(1) as f64;
        for x in [
            &mut self.mrr,
            &mut self.hits1,
            &mut self.hits3,
            &mut self.hits10,
        ] {
            *x /= n;
        }
        self
    }
}

/// How an evaluation came out.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Evaluation {
    /// By the default scorer: the mixture with the trees on top.
    pub ranks: Ranks,
    /// By the mixture of simple forecasters alone.
    pub mixture: Ranks,
    /// Share of answers among the candidates that the trees order.
    pub recall: f64,
    /// Ranks of answers that the subject had never met before.
    pub new: Ranks,
    /// By the default scorer, for each time that has events.
    pub by_time: Vec<TimeRanks>,
}

/// Ranks of one time's answers.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct TimeRanks {
    /// When, in the unit of the events.
    pub time: i64,
    /// How they came out.
    #[serde(flatten)]
    pub ranks: Ranks,
}

impl Forecaster {
    /// Ranks the answers of later events among all entities: single-step, both directions,
    /// other true answers of the same step left out, mean rank on ties.
    ///
    /// # Errors
    /// Bad columns or ids, no events, or events that do not lie after those seen.
    pub fn evaluate(&self, quads: Quads<'_>, reveal: Reveal) -> Result<Evaluation, ForecastError> {
        let line = self.later(quads)?;
        let mut going = self.clone();
        let mut out = Evaluation::default();
        let mut fresh = Vec::new();
        let mut rng = fastrand::Rng::with_seed(self.options.seed);
        for (i, (&now, day)) in line.steps.iter().zip(line.days()).enumerate() {
            let questions = asked(day, going.state.relations);
            let mut today = Ranks::default();
            for rank in going.ranks(&questions, now).iter().flatten() {
                out.ranks.add(rank.default);
                today.add(rank.default);
                out.mixture.add(rank.mixture);
                out.recall += f64::from(rank.found);
                if rank.new {
                    out.new.add(rank.default);
                }
            }
            out.by_time.push(TimeRanks {
                time: self.clock.time_of(now),
                ranks: today.done(),
            });
            if reveal == Reveal::Learning {
                going
                    .learnt
                    .learn(&questions, &going.state, &going.names, now);
                fresh.extend(Learnt::examples(day, &going.state));
                if i % RETRAIN == RETRAIN - 1 {
                    let how = Training::default();
                    going.learnt.embedding.train(&fresh, how, &mut rng);
                    fresh.clear();
                }
            }
            if reveal != Reveal::Nothing {
                going.state.add(now, day, &going.names);
            }
        }
        out.recall /= out.ranks.questions.max(1) as f64;
        out.ranks = out.ranks.done();
        out.mixture = out.mixture.done();
        out.new = out.new.done();
        Ok(out)
    }

    /// Counts later events without fitting anything again, so that what comes after them can be
    /// asked for.
    ///
    /// # Errors
    /// Bad columns or ids, no events, or events that do not lie after those seen.
    pub fn observe(&mut self, quads: Quads<'_>) -> Result<(), ForecastError> {
        let line = self.later(quads)?;
        for (&now, day) in line.steps.iter().zip(line.days()) {
            self.state.add(now, day, &self.names);
            self.last = now;
        }
        self.line.extend(line);
        Ok(())
    }

    /// Checks that events lie after those seen, and lays them out by time.
    fn later(&self, quads: Quads<'_>) -> Result<Timeline, ForecastError> {
        quads.check(&self.words)?;
        let Some(&begins) = quads.time.iter().min() else {
            return Err(ForecastError::Empty {
                what: "the events to be forecast",
                least: 1,
            });
        };
        let seen = self.clock.time_of(self.last);
        if i64::from(begins) <= seen {
            return Err(ForecastError::Past {
                begins: begins.into(),
                seen,
            });
        }
        Ok(Timeline::new(quads, self.clock))
    }

    fn ranks(&self, questions: &[Asked], now: u32) -> Vec<Vec<Rank>> {
        let most = self.options.candidates;
        self.learnt.candidates(
            questions,
            &self.state,
            &self.names,
            now,
            most,
            |q, c, dense| {
                let mut scores = self.forest.scores(&c.rows);
                for (score, row) in scores.iter_mut().zip(&c.rows) {
                    *score += row[MIXTURE];
                }
                let mut place = vec![u32::MAX; dense.len()];
                for (i, &o) in (0..).zip(&c.ids) {
                    place[o as usize] = i;
                }
                let is_answer = |o: u32| q.answers.binary_search(&o).is_ok();
                let answers_within = c.ids.iter().filter(|&&o| is_answer(o)).count();
                q.answers
                    .iter()
                    .map(|&o| {
                        let by_mixture = rank(dense, o, &q.answers);
                        let at = place[o as usize];
                        let found = at != u32::MAX;
                        let default = if found {
                            let own = scores[at as usize];
                            let (mut above, mut equal) = (0.0, 0.0);
                            for (&x, &score) in c.ids.iter().zip(&scores) {
                                if x != o && !is_answer(x) {
                                    above += f64::from(score > own);
                                    equal += f64::from(score == own);
                                }
                            }
                            1.0 + above + equal / 2.0
                        } else {
                            // below every candidate, in the mixture's order
                            let floor = (c.ids.len() - answers_within) as f64;
                            by_mixture.max(floor + 1.0)
                        };
                        Rank {
                            default,
                            mixture: by_mixture,
                            found,
                            new: self.state.links[q.s as usize].get(o).is_none(),
                        }
                    })
                    .collect()
            },
        )
    }
}

struct Rank {
    default: f64,
    mixture: f64,
    found: bool,
    new: bool,
}

/// Mean rank of an entity among all that are no other answers.
fn rank(scores: &[f32], o: u32, answers: &[u32]) -> f64 {
    let own = scores[o as usize];
    let (mut above, mut equal) = (0_i64, 0_i64);
    for &score in scores {
        above += i64::from(score > own);
        equal += i64::from(score == own);
    }
    for &other in answers {
        above -= i64::from(scores[other as usize] > own);
        equal -= i64::from(scores[other as usize] == own);
    }
    1.0 + above as f64 + equal as f64 / 2.0
}
