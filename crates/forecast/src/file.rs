//! A fitted model as bytes.

use serde::{Deserialize, Serialize};

use crate::boost::Forest;
use crate::dyads::{DyadModel, DyadOptions, Fitted, events_of};
use crate::features::FEATURES;
use crate::fit::{FitOptions, Forecaster};
use crate::learner::Learnt;
use crate::names::Names;
use crate::quads::{Clock, Timeline};
use crate::state::State;
use crate::{ForecastError, MAX_RELATIONS, Vocabulary};

/// First bytes of a file; the number rises with every change of what follows.
const MAGIC: &[u8] = b"unravel forecast 4\n";

/// Where a model comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    /// What the events were read from, in words.
    pub source: String,
    /// Version of the program that fitted it.
    pub program: String,
    /// Number of events, repeats within a step left out.
    pub events: u64,
    /// Time of the first and of the last event, in the unit of the events.
    pub span: (i64, i64),
    /// Whether times count days since 1970-01-01; otherwise they are steps of a benchmark.
    pub days: bool,
}

/// A forecaster, the models of dyads, and where they come from.
#[derive(Debug, Clone)]
pub struct Model {
    /// Ranks answers.
    pub forecaster: Forecaster,
    /// Forecasts pairs; none where the events were too few, or have no CAMEO roots.
    pub dyads: Option<DyadModel>,
    /// Where it comes from.
    pub provenance: Provenance,
}

#[derive(Serialize, Deserialize)]
struct Saved {
    provenance: Provenance,
    words: Vocabulary,
    clock: Clock,
    line: Timeline,
    options: FitOptions,
    learnt: Learnt,
    forest: Forest,
    dyads: Option<SavedDyads>,
}

#[derive(Serialize, Deserialize)]
struct SavedDyads {
    clock: Clock,
    options: DyadOptions,
    roots: Vec<Option<u8>>,
    models: Vec<Fitted>,
}

fn wrong(why: impl Into<String>) -> ForecastError {
    ForecastError::Model { why: why.into() }
}

impl Model {
    /// The model as bytes.
    ///
    /// # Errors
    /// [`ForecastError::Model`] where it cannot be written down.
    pub fn to_bytes(&self) -> Result<Vec<u8>, ForecastError> {
        let f = &self.forecaster;
        let saved = Saved {
            provenance: self.provenance.clone(),
            words: f.words.clone(),
            clock: f.clock,
            line: f.line.clone(),
            options: f.options,
            learnt: f.learnt.clone(),
            forest: f.forest.clone(),
            dyads: self.dyads.as_ref().map(|d| SavedDyads {
                clock: d.clock,
                options: d.options.clone(),
                roots: d.roots.clone(),
                models: d.models.clone(),
            }),
        };
        postcard::to_extend(&saved, MAGIC.to_vec())
            .map_err(|e| wrong(format!("the model cannot be written ({e})")))
    }

    /// The first line of a model's bytes.
    pub const FIRST_LINE: &'static [u8] = MAGIC;

    /// Whether a file that begins so is a model, of whatever version.
    pub fn begins(head: &[u8]) -> bool {
        head.starts_with(b"unravel forecast ")
    }

    /// Reads a model that [`Model::to_bytes`] wrote. Bytes of any other kind give an error.
    ///
    /// # Errors
    /// [`ForecastError::Model`] tells what is wrong.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ForecastError> {
        let rest = bytes
            .strip_prefix(MAGIC)
            .ok_or_else(|| wrong("this is no forecast model of this version"))?;
        let saved: Saved =
            postcard::from_bytes(rest).map_err(|e| wrong(format!("the model is damaged ({e})")))?;
        saved.check()?;
        let names = Names::new(&saved.words.entities);
        let mut state = State::new(saved.words.entities.len(), saved.words.relations.len());
        let line = saved.line;
        for i in 0..line.steps.len() {
            state.add(line.steps[i], line.day(i), &names);
        }
        let dyads = saved.dyads.map(|d| DyadModel {
            words: saved.words.clone(),
            names: names.clone(),
            clock: d.clock,
            options: d.options,
            events: events_of(&line, saved.clock, d.clock),
            roots: d.roots,
            models: d.models,
        });
        Ok(Self {
            forecaster: Forecaster {
                words: saved.words,
                names,
                clock: saved.clock,
                last: line.steps.last().copied().unwrap_or(0),
                state,
                line,
                learnt: saved.learnt,
                forest: saved.forest,
                options: saved.options,
            },
            dyads,
            provenance: saved.provenance,
        })
    }
}

impl Saved {
    /// Whether all parts fit together, so that nothing later reaches outside a table.
    fn check(&self) -> Result<(), ForecastError> {
        let (entities, relations) = (self.words.entities.len(), self.words.relations.len());
        let line = &self.line;
        let clock_is_sound =
            |c: &Clock| (1..=1 << 32).contains(&c.step) && i32::try_from(c.start).is_ok();
        let sound = entities <= u32::MAX as usize
            && relations <= MAX_RELATIONS
            && clock_is_sound(&self.clock)
            && line.is_sound(entities, relations)
            && self.learnt.is_sound(entities, relations)
            && self.forest.is_sound(FEATURES)
            && self
                .dyads
                .as_ref()
                .is_none_or(|d| clock_is_sound(&d.clock) && d.models.iter().all(Fitted::is_sound));
        if sound {
            Ok(())
        } else {
            Err(wrong("the parts of the model do not fit together"))
        }
    }
}
