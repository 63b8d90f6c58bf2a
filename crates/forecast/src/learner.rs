//! One pass over time: what is counted, learnt and asked at each step.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::embed::{Embedding, Example};
use crate::experts::{EXPERTS, Mixture, Opinions, Seen, Sources, Step};
use crate::features::{self, Habits, Row};
use crate::names::Names;
use crate::quads::{Asked, Fact};
use crate::rules::Rules;
use crate::state::State;

/// How many questions are scored by the factorisation at once; bounds memory.
const AT_ONCE: usize = 256;

/// Everything fitted but the trees.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Learnt {
    pub rules: Rules,
    pub habits: Habits,
    pub embedding: Embedding,
    pub mixture: Mixture,
}

/// The candidates of one question, likeliest first.
#[derive(Debug)]
pub(crate) struct Candidates {
    /// Entities, by falling mixture probability.
    pub ids: Vec<u32>,
    /// Their features.
    pub rows: Vec<Row>,
    /// Their mixture probabilities.
    pub mixture: Vec<f32>,
    /// What each expert gives them.
    pub experts: Vec<[f32; EXPERTS]>,
    /// The experts' weights in this question.
    pub weights: [f32; EXPERTS],
}

/// A thread's room for one question.
struct Scratch {
    dense: Vec<f32>,
    slot: Vec<u32>,
}

impl Learnt {
    /// Whether every table has the size these dictionaries need.
    pub fn is_sound(&self, entities: usize, relations: usize) -> bool {
        self.rules.is_sound(relations)
            && self.habits.is_sound(relations)
            && self.embedding.is_sound(entities, relations)
            && self.mixture.is_sound()
    }

    fn sources<'a>(&'a self, state: &'a State, names: &'a Names) -> Sources<'a> {
        Sources {
            state,
            rules: &self.rules,
            names,
        }
    }

    /// Learns from a step's questions what rules and relations are like, before it is counted.
    pub fn learn(&mut self, asked: &[Asked], state: &State, names: &Names, now: u32) {
        for q in asked {
            self.rules.learn(q, state, now);
            let from = Sources {
                state,
                rules: &self.rules,
                names,
            };
            self.habits.learn(q, from);
        }
    }

    /// The day's questions as examples for the factorisation.
    pub fn examples(day: &[Fact], state: &State) -> Vec<Example> {
        day.iter()
            .flat_map(|f| {
                let turned = f.r + state.relations;
                [
                    Example::new(f.s, f.r, f.o, state),
                    Example::new(f.o, turned, f.s, state),
                ]
            })
            .collect()
    }

    /// What the experts say of each answer.
    pub fn seen(&self, asked: &[Asked], state: &State, names: &Names, now: u32) -> Vec<Seen> {
        self.ask(asked, state, names, now, |q, opinions, scratch| {
            let context = Mixture::context(q.s, q.r, state);
            for (place, &o) in (0..).zip(&q.answers) {
                scratch.slot[o as usize] = place;
            }
            let table = opinions.table(&q.answers, &scratch.slot);
            for &o in &q.answers {
                scratch.slot[o as usize] = u32::MAX;
            }
            let speak = opinions.speak();
            table
                .into_iter()
                .map(|probability| Seen {
                    context,
                    speak,
                    probability,
                })
                .collect::<Vec<Seen>>()
        })
        .into_iter()
        .flatten()
        .collect()
    }

    /// For each question the `most` likeliest candidates with their features; `finish` gets
    /// them with the mixture over all entities.
    pub fn candidates<T: Send>(
        &self,
        asked: &[Asked],
        state: &State,
        names: &Names,
        now: u32,
        most: usize,
        finish: impl Fn(&Asked, Candidates, &[f32]) -> T + Sync,
    ) -> Vec<T> {
        let from = self.sources(state, names);
        self.ask(asked, state, names, now, |q, opinions, scratch| {
            let context = Mixture::context(q.s, q.r, state);
            let weights = self.mixture.weights(context, &opinions.speak());
            opinions.mix(&weights, &mut scratch.dense);
            let ids = top(&scratch.dense, most);
            for (place, &o) in (0..).zip(&ids) {
                scratch.slot[o as usize] = place;
            }
            let table: Vec<[f32; EXPERTS]> = opinions.table(&ids, &scratch.slot);
            for &o in &ids {
                scratch.slot[o as usize] = u32::MAX;
            }
            let mixture: Vec<f32> = ids.iter().map(|&o| scratch.dense[o as usize]).collect();
            let rows = features::rows((q.s, q.r), now, &ids, &table, &mixture, &self.habits, from);
            let candidates = Candidates {
                ids,
                rows,
                mixture,
                experts: table,
                weights,
            };
            finish(q, candidates, &scratch.dense)
        })
    }

    fn ask<T: Send>(
        &self,
        asked: &[Asked],
        state: &State,
        names: &Names,
        now: u32,
        each: impl Fn(&Asked, &Opinions<'_>, &mut Scratch) -> T + Sync,
    ) -> Vec<T> {
        let step = Step::new(asked, state, now);
        let from = self.sources(state, names);
        let entities = state.active.len();
        let mut out = Vec::with_capacity(asked.len());
        for some in asked.chunks(AT_ONCE) {
            let keys: Vec<(u32, u32)> = some.iter().map(|q| (q.s, q.r)).collect();
            let mut scores = self.embedding.scores(&keys, state);
            out.par_extend(
                some.par_iter()
                    .zip(scores.par_chunks_mut(entities.max(1)))
                    .map_init(
                        || Scratch {
                            dense: vec![0.0; entities],
                            slot: vec![u32::MAX; entities],
                        },
                        |scratch, (q, scores)| {
                            softmax(scores);
                            let opinions = Opinions::new(q.s, q.r, &step, from, scores);
                            each(q, &opinions, scratch)
                        },
                    ),
            );
        }
        out
    }
}

fn softmax(x: &mut [f32]) {
    let top = x.iter().copied().fold(f32::MIN, f32::max);
    let mut sum = 0.0;
    for v in x.iter_mut() {
        *v = (*v - top).exp();
        sum += *v;
    }
    x.iter_mut().for_each(|v| *v /= sum);
}

/// The entities with the highest values, highest first; equal ones in order of id.
fn top(values: &[f32], most: usize) -> Vec<u32> {
    let mut ids: Vec<u32> = (0..values.len() as u32).collect();
    let by_value = |a: &u32, b: &u32| {
        values[*b as usize]
            .total_cmp(&values[*a as usize])
            .then(a.cmp(b))
    };
    if most < ids.len() {
        ids.select_nth_unstable_by(most, by_value);
        ids.truncate(most);
    }
    ids.sort_unstable_by(by_value);
    ids
}
