//! How likely is it that A acts towards B in the next days, and in which way?
//!
//! For an ordered pair of actors and a horizon of N days: the probability of at least one
//! cooperative (CAMEO roots 01 to 09), conflictual (10 to 20) or materially conflictual (15 to
//! 20) event from A to B. Boosted trees and a linear score over counts of the past of A and B,
//! averaged in log-odds, their level corrected by how far the last windows fitted to were off;
//! base and contributions of the features add up to the log-odds exactly.

mod around;
mod counts;
mod evaluate;
mod fit;
mod level;
mod linear;
mod predict;
mod row;
mod signal;

pub use evaluate::{DyadEvaluation, DyadScore};
pub use fit::{DyadModel, DyadOptions, fit_dyads};
pub use predict::{DyadForecast, Part, PastEvent};
pub use signal::{Signal, SignalOutcome, Trend};

pub(crate) use fit::{Fitted, events_of};

use serde::{Deserialize, Serialize};

/// A way of acting towards someone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// CAMEO roots 01 to 09.
    Cooperation,
    /// CAMEO roots 10 to 20.
    Conflict,
    /// CAMEO roots 15 to 20.
    MaterialConflict,
}

impl Act {
    /// All ways.
    pub const ALL: [Act; 3] = [Act::Cooperation, Act::Conflict, Act::MaterialConflict];

    /// Whether an event with this CAMEO root is such an act.
    pub fn holds(self, root: u8) -> bool {
        match self {
            Act::Cooperation => (1..=9).contains(&root),
            Act::Conflict => (10..=20).contains(&root),
            Act::MaterialConflict => (15..=20).contains(&root),
        }
    }

    /// In words.
    pub fn as_str(self) -> &'static str {
        match self {
            Act::Cooperation => "cooperation",
            Act::Conflict => "conflict",
            Act::MaterialConflict => "material conflict",
        }
    }
}

impl std::fmt::Display for Act {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}
