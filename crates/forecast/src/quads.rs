//! Events as plain columns, checked and laid out by time.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::ForecastError;

/// The most relations that can be told apart: tables grow with their square.
pub const MAX_RELATIONS: usize = 2048;

/// Events as columns of equal length: who did what to whom, when.
///
/// Ids count from 0 into a [`Vocabulary`]. Times are in any steady unit (days, hours); the
/// smallest step between them is found by itself. Rows may stand in any order.
#[derive(Debug, Clone, Copy)]
pub struct Quads<'a> {
    /// Who acts.
    pub subject: &'a [u32],
    /// What is done.
    pub relation: &'a [u32],
    /// To whom.
    pub object: &'a [u32],
    /// When.
    pub time: &'a [i32],
}

impl Quads<'_> {
    /// Number of events.
    pub fn len(&self) -> usize {
        self.subject.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.subject.is_empty()
    }

    /// Checks lengths and ids.
    ///
    /// # Errors
    /// [`ForecastError::Columns`] or [`ForecastError::Id`], which names the first bad row.
    pub fn check(&self, words: &Vocabulary) -> Result<(), ForecastError> {
        let n = self.subject.len();
        if self.relation.len() != n || self.object.len() != n || self.time.len() != n {
            return Err(ForecastError::Columns {
                subject: n,
                relation: self.relation.len(),
                object: self.object.len(),
                time: self.time.len(),
            });
        }
        let columns = [
            (self.subject, "entity", words.entities.len()),
            (self.object, "entity", words.entities.len()),
            (self.relation, "relation", words.relations.len()),
        ];
        for (ids, what, size) in columns {
            if let Some((row, &id)) = ids.iter().enumerate().find(|&(_, &id)| id as usize >= size) {
                return Err(ForecastError::Id {
                    row,
                    what,
                    id,
                    size,
                });
            }
        }
        Ok(())
    }
}

/// The names behind the ids.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vocabulary {
    /// Name of each entity, by id.
    pub entities: Vec<String>,
    /// Name of each relation, by id.
    pub relations: Vec<String>,
}

impl Vocabulary {
    /// The id of an actor, by name; underscores stand for spaces and case does not matter.
    ///
    /// # Errors
    /// [`ForecastError::Unknown`] with the nearest names.
    pub fn entity(&self, name: &str) -> Result<u32, ForecastError> {
        find(&self.entities, "actor", name)
    }

    /// The id of a relation, in the same way.
    ///
    /// # Errors
    /// [`ForecastError::Unknown`] with the nearest names.
    pub fn relation(&self, name: &str) -> Result<u32, ForecastError> {
        find(&self.relations, "relation", name)
    }
}

fn find(names: &[String], what: &'static str, name: &str) -> Result<u32, ForecastError> {
    let plain = |n: &str| n.replace('_', " ").trim().to_lowercase();
    let wanted = plain(name);
    // the very spelling first: dictionaries may hold two that differ in case only
    let at = names
        .iter()
        .position(|n| n == name)
        .or_else(|| names.iter().position(|n| plain(n) == wanted));
    at.map(|at| at as u32).ok_or_else(|| {
        let like = names.iter().filter(|n| plain(n).contains(&wanted));
        ForecastError::Unknown {
            what,
            name: name.to_owned(),
            like: like.take(3).cloned().collect(),
        }
    })
}

/// One event in steps, seen from one of its two ends.
///
/// A relation id of `relations` or more is the same relation seen from the object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Fact {
    pub s: u32,
    pub r: u32,
    pub o: u32,
}

/// Time in whole steps from the first event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    /// Time of step 0.
    pub start: i64,
    /// Length of a step, in the unit of the events; at least 1.
    pub step: i64,
}

impl Clock {
    /// The clock of these times: it starts at the earliest and steps by their greatest common
    /// distance.
    pub fn of(times: &[i32]) -> Self {
        let start = times.iter().copied().min().unwrap_or(0);
        let step = times
            .iter()
            .fold(0_i64, |step, &t| gcd(step, i64::from(t) - i64::from(start)));
        Self {
            start: i64::from(start),
            step: step.max(1),
        }
    }

    /// The step in which a time lies; none before the start.
    pub fn step_of(&self, time: i64) -> Option<u32> {
        u32::try_from((time - self.start).div_euclid(self.step)).ok()
    }

    /// The time at which a step begins.
    pub fn time_of(&self, step: u32) -> i64 {
        self.start + i64::from(step) * self.step
    }
}

fn gcd(mut a: i64, mut b: i64) -> i64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a.abs()
}

/// Events grouped by step, in order of time.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Timeline {
    /// Steps that have events, rising.
    pub steps: Vec<u32>,
    /// Where each step's events begin in `facts`; one more than `steps`.
    pub starts: Vec<usize>,
    /// Events as they were given (not turned round), without repeats within a step.
    pub facts: Vec<Fact>,
}

impl Timeline {
    /// Sorts events by step and drops exact repeats within one.
    pub fn new(quads: Quads<'_>, clock: Clock) -> Self {
        let mut rows: Vec<(u32, Fact)> = (0..quads.len())
            .filter_map(|i| {
                let fact = Fact {
                    s: quads.subject[i],
                    r: quads.relation[i],
                    o: quads.object[i],
                };
                Some((clock.step_of(i64::from(quads.time[i]))?, fact))
            })
            .collect();
        rows.sort_unstable_by_key(|&(t, f)| (t, f.s, f.r, f.o));
        rows.dedup();
        let mut line = Self::default();
        for (t, fact) in rows {
            if line.steps.last() != Some(&t) {
                line.steps.push(t);
                line.starts.push(line.facts.len());
            }
            line.facts.push(fact);
        }
        line.starts.push(line.facts.len());
        line
    }

    /// The events of each step, in order of time.
    pub fn days(&self) -> impl Iterator<Item = &[Fact]> {
        (0..self.steps.len()).map(|i| self.day(i))
    }

    /// Every event with its step, in order of time.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &Fact)> {
        let days = self.steps.iter().zip(self.days());
        days.flat_map(|(&step, day)| day.iter().map(move |f| (step, f)))
    }

    /// Adds events that all lie later.
    pub fn extend(&mut self, later: Self) {
        let before = self.facts.len();
        self.starts.pop();
        self.starts.extend(later.starts.iter().map(|s| s + before));
        self.steps.extend(later.steps);
        self.facts.extend(later.facts);
    }

    /// Whether steps rise and every event is in its dictionary.
    pub fn is_sound(&self, entities: usize, relations: usize) -> bool {
        self.steps.is_sorted_by(|a, b| a < b)
            && self.steps.last().is_none_or(|&last| last < u32::MAX / 2)
            && self.starts.len() == self.steps.len() + 1
            && self.starts.is_sorted()
            && self.starts.first() == Some(&0)
            && self.starts.last() == Some(&self.facts.len())
            && self.facts.iter().all(|f| {
                (f.s as usize) < entities && (f.o as usize) < entities && (f.r as usize) < relations
            })
    }

    /// The events of the `i`th step that has any.
    pub fn day(&self, i: usize) -> &[Fact] {
        &self.facts[self.starts[i]..self.starts[i + 1]]
    }

    /// The first of the `steps` with which at least this share of all events has begun.
    pub fn at_share(&self, share: f64) -> usize {
        let wanted = (self.facts.len() as f64 * share) as usize;
        self.starts
            .partition_point(|&start| start < wanted)
            .min(self.steps.len())
    }
}

/// A question "(subject, relation, ?)" of one step with all its answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Asked {
    pub s: u32,
    pub r: u32,
    pub answers: Vec<u32>,
}

/// The questions of a step's events, in both directions, in order of (subject, relation).
pub(crate) fn asked(day: &[Fact], relations: u32) -> Vec<Asked> {
    let mut map: FxHashMap<(u32, u32), Vec<u32>> = FxHashMap::default();
    for f in day {
        map.entry((f.s, f.r)).or_default().push(f.o);
        map.entry((f.o, f.r + relations)).or_default().push(f.s);
    }
    let mut asked: Vec<Asked> = map
        .into_iter()
        .map(|((s, r), mut answers)| {
            answers.sort_unstable();
            answers.dedup();
            Asked { s, r, answers }
        })
        .collect();
    asked.sort_unstable_by_key(|q| (q.s, q.r));
    asked
}
