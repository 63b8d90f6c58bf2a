//! Event history to what happens next between whom, with the past events that say so.

mod boost;
pub mod dyads;
mod embed;
mod error;
mod evaluate;
mod experts;
mod features;
mod file;
mod fit;
mod learner;
mod names;
mod predict;
mod quads;
mod rules;
mod state;
mod tally;

pub use error::ForecastError;
pub use evaluate::{Evaluation, Ranks, Reveal};
pub use file::{Model, Provenance};
pub use fit::{FitOptions, Forecaster, fit};
pub use predict::{Answer, Ask, Explanation, Prospect, Share};
pub use quads::{Clock, MAX_RELATIONS, Quads, Vocabulary};
