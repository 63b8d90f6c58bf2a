//! A history as a Parquet file that other programs can read too.
//!
//! One row an event: `time` (a date; steps of a benchmark as plain numbers), `source`, `target`,
//! `code`, `scheme`, `root` and `quad` (1 to 4) where known; `goldstein`, `count`, `fatalities` and
//! `place` where the history has them. What the registry knows of the actors stands in the
//! metadata of the file.

mod load;
mod pages;
mod save;

use crate::dictionary::ActorEntry;
use crate::error::EventsError;
use crate::history::{History, TimeUnit};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;
use unravel_evidence::ActorId;

/// Key of our entry in the metadata of the file.
const METADATA: &str = "unravel.history";
/// Version of the layout.
const VERSION: u32 = 1;

/// Our entry in the metadata of the file.
#[derive(Debug, Serialize, Deserialize)]
struct Metadata {
    version: u32,
    unit: Unit,
    /// Names of actors that the registry knows, with their ids.
    actors: BTreeMap<String, ActorId>,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Unit {
    Days,
    Steps,
}

impl Metadata {
    fn of(history: &History) -> Self {
        let known = |actor: &ActorEntry| Some((actor.name.clone(), actor.id.clone()?));
        Self {
            version: VERSION,
            unit: match history.unit() {
                TimeUnit::Days => Unit::Days,
                TimeUnit::Steps => Unit::Steps,
            },
            actors: history.actors().iter().filter_map(known).collect(),
        }
    }
}

fn io(path: &Path, action: &'static str) -> impl Fn(std::io::Error) -> EventsError {
    move |reason| EventsError::Io {
        path: path.to_owned(),
        action,
        reason,
    }
}

impl History {
    /// Writes the history as Parquet, compressed with zstd. An existing file is replaced once the
    /// new one is whole.
    ///
    /// # Errors
    /// A file that cannot be written.
    pub fn write_parquet(&self, path: &Path) -> Result<(), EventsError> {
        save::save(self, path)
    }

    /// Reads a history from Parquet. `time`, `source`, `target` and `code` must be there; other
    /// columns may be missing, unknown ones are passed over.
    ///
    /// # Errors
    /// A file that cannot be read, is no Parquet, lacks a column or holds one of another type.
    pub fn read_parquet(path: &Path) -> Result<Self, EventsError> {
        let bytes = std::fs::read(path).map_err(io(path, "cannot be read; check the path"))?;
        load::load(&path.display().to_string(), bytes)
    }

    /// [`History::read_parquet`] for bytes in memory; `name` stands in messages.
    ///
    /// # Errors
    /// As for [`History::read_parquet`].
    pub fn from_parquet(name: &str, bytes: Vec<u8>) -> Result<Self, EventsError> {
        load::load(name, bytes)
    }
}

#[cfg(test)]
mod tests;
