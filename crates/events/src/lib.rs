//! Event datasets as one columnar history: who did what to whom, when.
//!
//! [`Importer`] reads ICEWS, POLECAT, GDELT 1.0 and 2.0, UCDP GED, ACLED and our own coded
//! statements; [`Benchmark`] reads folders of quadruples. Both give a [`History`]: columns of
//! times, actors and codes, sorted by time, with the actors resolved through the registry where
//! it knows them.

mod benchmark;
mod blocks;
mod builder;
mod chunk;
mod count;
mod dictionary;
mod draw;
mod error;
mod formats;
mod history;
mod import;
mod open;
mod parquet_file;
mod resolve;
mod summary;
mod text;
mod trend;

pub use benchmark::Benchmark;
pub use count::{By, Counts, Period};
pub use dictionary::{ActorEntry, CodeEntry, Scheme};
pub use error::EventsError;
pub use formats::Format;
#[doc(hidden)]
pub use formats::read_block;
pub use history::{Columns, Dictionaries, History, TimeUnit, date, days};
pub use import::{BadRow, Importer, Options, Report};
pub use summary::{Dyad, Ranked, Summary};
pub use trend::{LATELY, Outcome, Trend};
