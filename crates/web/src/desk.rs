//! What the workbench needs done and does not do itself: reading, coding and judging.
//!
//! The binary implements [`Desk`] with the functions behind its own commands, so that a number
//! in a browser is the number on the command line.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use unravel_casefile::{Case, CaseError};
use unravel_evidence::{
    Actor, ActorId, ActorRef, Bearing, DateRange, End, Indicator, Judgement, Kind, QuestionId,
    Role, TieClass,
};
use unravel_judge::score::ScoreReport;

/// Why something could not be done.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// The case refuses.
    #[error(transparent)]
    Case(#[from] CaseError),
    /// What was asked for can't be done, in one line that says why.
    #[error("{0}")]
    Refused(String),
}

/// A question as a person asks it; names are resolved as on the command line.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewQuestion {
    /// First actor by name: supporter or host where there is one.
    pub a: String,
    /// Second actor by name.
    pub b: String,
    /// The horizon.
    pub until: Date,
    /// What would count as the end.
    pub ends: End,
    /// Class of the tie; none = by the kinds of the two.
    #[serde(default)]
    pub class: Option<TieClass>,
    /// When the tie began; none = the first dated evidence for it.
    #[serde(default)]
    pub began: Option<DateRange>,
}

/// A judgement made again.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// The answer as it stands now.
    pub judgement: Judgement,
    /// Whether it says anything that the one before does not; only then it was appended.
    pub changed: bool,
}

/// A question that was judged again after documents were added.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Moved {
    /// Which.
    pub question: QuestionId,
    /// In words.
    pub question_text: String,
    /// Probability before; none = judged for the first time.
    pub before: Option<f64>,
    /// Probability now; none = it can't be judged, see `why`.
    pub after: Option<f64>,
    /// The shift in percentage points.
    pub points: Option<f64>,
    /// Why it could not be judged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// A judgement with things added that nobody has reported yet.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WhatIf {
    /// Probability with them, 0 to 1.
    pub probability: f64,
    /// Probability without them, from the case as it stands, as of the same day.
    pub without: f64,
    /// The difference in percentage points.
    pub points: f64,
    /// 90 % interval with them.
    pub interval90: [f64; 2],
}

/// Bytes that a browser sent, under a name that is a label and never a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// Its name for people, without folders.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// How far an upload has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FileStatus {
    /// Its turn has not come.
    #[default]
    Waiting,
    /// It is being read and coded.
    Reading,
    /// Its documents are in the case.
    Added,
    /// The case held it, or all its documents, already.
    Known,
    /// Nothing came of it.
    Skipped,
}

/// An upload with what came of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct FileReport {
    /// Its name.
    pub name: String,
    /// How far it has come.
    pub status: FileStatus,
    /// Documents added.
    pub documents: u64,
    /// Statements coded in them.
    pub statements: u64,
    /// Why nothing, or not all, came of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// What the registry knows about an actor.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Known {
    /// Names, kind, codes, memberships; none for an actor that only documents name.
    pub actor: Option<Actor>,
    /// Those it belongs to, whenever it did.
    pub parents: Vec<ActorRef>,
    /// Dated roles of it or in it.
    pub roles: Vec<Role>,
}

/// Dated evidence for the time chart.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EventMark {
    /// When the act or state was, else when it was published; the first day of it.
    pub date: Date,
    /// In a few words.
    pub label: String,
    /// For or against the tie.
    pub bearing: Bearing,
    /// Kind of the statement.
    pub kind: Kind,
    /// The statement.
    pub statement: unravel_evidence::StatementId,
}

/// The rest of the house, as far as the workbench calls on it. Every call may take seconds
/// and is made from a thread that may block.
pub trait Desk: Send + Sync + 'static {
    /// Stores a question and judges it; its id.
    ///
    /// # Errors
    /// An actor that can't be told, a horizon that has passed, a case that refuses.
    fn ask(
        &self,
        case: &mut Case,
        question: &NewQuestion,
        who: &str,
    ) -> Result<QuestionId, DeskError>;

    /// Judges a stored question as of today; appended where something changed.
    ///
    /// # Errors
    /// A question that has no answer (its date has come), a case that refuses.
    fn judge(&self, case: &mut Case, question: &QuestionId, who: &str)
    -> Result<Judged, DeskError>;

    /// Judges every open question whose date has not come.
    ///
    /// # Errors
    /// A case that refuses; a question that can't be judged is told in its row.
    fn judge_open(&self, case: &mut Case, who: &str) -> Result<Vec<Moved>, DeskError>;

    /// What the judgement would be if these of its indicators were seen. Stores nothing.
    ///
    /// # Errors
    /// A case that can't be read.
    fn what_if(
        &self,
        case: &Case,
        judgement: &Judgement,
        seen: &[Indicator],
    ) -> Result<WhatIf, DeskError>;

    /// Reads, codes and adds uploads; `told` hears how each (by its place) fares.
    ///
    /// # Errors
    /// A case that refuses; a file that can't be read is told and the rest goes on.
    fn add(
        &self,
        case: &mut Case,
        uploads: Vec<Upload>,
        who: &str,
        told: &mut dyn FnMut(usize, FileReport),
    ) -> Result<(), DeskError>;

    /// The judgements of the case against what came of them, as of today.
    ///
    /// # Errors
    /// A case that can't be read, resolutions that contradict each other.
    fn score(&self, case: &Case) -> Result<ScoreReport, DeskError>;

    /// What the registry knows about an actor.
    fn known(&self, id: &ActorId) -> Known;
}
