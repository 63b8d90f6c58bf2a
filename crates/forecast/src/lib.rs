//! Event history to what happens next between whom, with the past events that say so.
//!
//! [`fit`] learns from events in columns ([`Quads`]) in one pass over time: counts that fade,
//! rules from act to act, a small factorisation, a mixture of simple forecasters over all
//! entities ([`Evaluation::mixture`]), and boosted trees that order its likeliest candidates. A
//! [`Forecaster`] then predicts, explains and is measured; [`dyads`] forecasts whether one actor
//! acts towards another in the next days. Every contribution adds up exactly to the score.
//!
//! Nothing here reads files or the clock; the same events and seed give the same forecasts.
//!
//! ```
//! use unravel_forecast::{Ask, FitOptions, Quads, Vocabulary, fit};
//!
//! let words = Vocabulary {
//!     entities: ["Freedonia", "Sylvania", "Police (Freedonia)"].map(String::from).to_vec(),
//!     relations: vec!["Consult".into()],
//! };
//! // Freedonia consults Sylvania every day for a month
//! let time: Vec<i32> = (0..30).collect();
//! let quads = Quads { subject: &[0; 30], relation: &[0; 30], object: &[1; 30], time: &time };
//! let forecaster = fit(quads, &words, FitOptions::default())?;
//! let ask = Ask::Object { subject: "Freedonia", relation: "Consult" };
//! assert_eq!(forecaster.predict(ask, 1)?[0].entity, "Sylvania");
//! # Ok::<(), unravel_forecast::ForecastError>(())
//! ```

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
pub use evaluate::{Evaluation, Ranks, Reveal, TimeRanks};
pub use file::{Model, Provenance};
pub use fit::{FitOptions, Forecaster, fit};
pub use predict::{Answer, Ask, Explanation, Prospect, Share};
pub use quads::{Clock, MAX_RELATIONS, Quads, Vocabulary};
