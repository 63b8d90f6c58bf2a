//! Event datasets as one columnar history: who did what to whom, when.

mod benchmark;
mod dictionary;
mod error;
mod history;

pub use benchmark::Benchmark;
pub use dictionary::{ActorEntry, CodeEntry, Scheme};
pub use error::EventsError;
pub use history::{Columns, Dictionaries, History, TimeUnit, date, days};
