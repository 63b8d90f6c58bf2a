//! Joining blocks into one history.

use crate::chunk::{Chunk, Names, PART, number};
use crate::dictionary::{ActorEntry, CodeEntry, Scheme};
use crate::error::EventsError;
use crate::history::{Columns, Dictionaries, History, TimeUnit};
use crate::text::decoded;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// The columns read so far, numbered by dictionaries of keys.
#[derive(Debug)]
pub(crate) struct Builder {
    time: Vec<i32>,
    source: Vec<u32>,
    target: Vec<u32>,
    code: Vec<u32>,
    goldstein: Filled<f32>,
    count: Filled<u32>,
    fatalities: Filled<u32>,
    place: Filled<u32>,
    actors: Names,
    codes: Names,
    places: Names,
}

/// A column that some formats have: rows without it hold a value that says so.
#[derive(Debug)]
struct Filled<T> {
    values: Vec<T>,
    absent: T,
    present: bool,
}

impl<T: Copy> Filled<T> {
    fn new(absent: T) -> Self {
        Self {
            values: Vec::new(),
            absent,
            present: false,
        }
    }

    /// Appends a chunk of `rows` rows, which has the column or not; `before` rows stand already.
    fn append(&mut self, before: usize, rows: usize, values: impl ExactSizeIterator<Item = T>) {
        if values.len() == rows && rows > 0 {
            if !self.present {
                self.values.resize(before, self.absent);
                self.present = true;
            }
            self.values.extend(values);
        } else if self.present {
            self.values.resize(before + rows, self.absent);
        }
    }

    fn finish(self) -> Option<Vec<T>> {
        self.present.then_some(self.values)
    }
}

impl Builder {
    pub(crate) fn new() -> Self {
        let mut places = Names::default();
        // Number 0 is the unknown place.
        number(&mut places, b"");
        Self {
            time: Vec::new(),
            source: Vec::new(),
            target: Vec::new(),
            code: Vec::new(),
            goldstein: Filled::new(f32::NAN),
            count: Filled::new(1),
            fatalities: Filled::new(0),
            place: Filled::new(0),
            actors: Names::default(),
            codes: Names::default(),
            places,
        }
    }

    /// Appends the rows of a block; its numbers become those of the whole.
    pub(crate) fn append(&mut self, chunk: Chunk) {
        let before = self.time.len();
        let rows = chunk.time.len();
        let actors = renumber(chunk.actors, &mut self.actors);
        let codes = renumber(chunk.codes, &mut self.codes);
        let places = renumber(chunk.places, &mut self.places);
        self.time.extend(chunk.time);
        self.source.extend(mapped(&chunk.source, &actors));
        self.target.extend(mapped(&chunk.target, &actors));
        self.code.extend(mapped(&chunk.code, &codes));
        self.goldstein
            .append(before, rows, chunk.goldstein.into_iter());
        self.count.append(before, rows, chunk.count.into_iter());
        self.fatalities
            .append(before, rows, chunk.fatalities.into_iter());
        self.place
            .append(before, rows, mapped(&chunk.place, &places));
    }

    /// The history. `name` turns the key of an actor (code, name, country) into its entry; keys
    /// with one entry become one actor.
    ///
    /// # Errors
    /// More rows than a history holds.
    pub(crate) fn finish(
        mut self,
        unit: TimeUnit,
        name: impl Fn(&str, &str, &str) -> ActorEntry + Sync,
    ) -> Result<History, EventsError> {
        let keys: Vec<Box<[u8]>> = std::mem::take(&mut self.actors).into_iter().collect();
        let named: Vec<ActorEntry> = keys
            .par_iter()
            .map(|key| {
                let key = decoded(key);
                let mut parts = key.split(char::from(PART));
                let mut part = || parts.next().unwrap_or_default();
                let (code, actor, country) = (part(), part(), part());
                name(code, actor, country)
            })
            .collect();
        drop(keys);
        let (actors, actor_of) = distinct(named);
        let coded = self.codes.iter().map(|key| {
            let key = decoded(key);
            let (scheme, code) = key.split_once(char::from(PART)).unwrap_or(("", &key));
            CodeEntry::of(Scheme::from_name(scheme).unwrap_or(Scheme::Other), code)
        });
        let (codes, code_of) = distinct(coded.collect());
        for (column, map) in [
            (&mut self.source, &actor_of),
            (&mut self.target, &actor_of),
            (&mut self.code, &code_of),
        ] {
            column
                .par_iter_mut()
                .for_each(|n| *n = map.get(*n as usize).copied().unwrap_or(u32::MAX));
        }
        let places = self.places.iter().map(|p| decoded(p)).collect();
        let columns = Columns {
            time: self.time,
            source: self.source,
            target: self.target,
            code: self.code,
            goldstein: self.goldstein.finish(),
            count: self.count.finish(),
            fatalities: self.fatalities.finish(),
            place: self.place.finish(),
        };
        let dictionaries = Dictionaries {
            actors,
            codes,
            places,
        };
        History::new(unit, columns, Arc::new(dictionaries))
    }
}

/// What the numbers of a block are in the whole.
fn renumber(own: Names, whole: &mut Names) -> Vec<u32> {
    own.iter().map(|name| number(whole, name)).collect()
}

fn mapped(column: &[u32], map: &[u32]) -> impl ExactSizeIterator<Item = u32> {
    column
        .iter()
        .map(|&n| map.get(n as usize).copied().unwrap_or(u32::MAX))
}

/// Equal entries become one; the second list tells which.
fn distinct<T: Identity>(entries: Vec<T>) -> (Vec<T>, Vec<u32>) {
    let mut seen: FxHashMap<T::Key, u32> = FxHashMap::default();
    let mut out: Vec<T> = Vec::new();
    let mut map = Vec::with_capacity(entries.len());
    for entry in entries {
        let next = u32::try_from(out.len()).unwrap_or(u32::MAX);
        let at = *seen.entry(entry.key()).or_insert(next);
        if at == next {
            out.push(entry);
        }
        map.push(at);
    }
    (out, map)
}

/// What makes two entries one.
trait Identity {
    type Key: std::hash::Hash + Eq;
    fn key(&self) -> Self::Key;
}

impl Identity for ActorEntry {
    type Key = ActorEntry;
    fn key(&self) -> ActorEntry {
        self.clone()
    }
}

impl Identity for CodeEntry {
    type Key = (Scheme, String);
    fn key(&self) -> (Scheme, String) {
        (self.scheme, self.code.clone())
    }
}
