//! A judgement to terminal text, Markdown, HTML, JSON, CSV, STIX, FollowTheMoney and GEXF.
//!
//! [`terminal`], [`markdown`], [`html`] and [`json`] give the same content in the same order;
//! [`one_line`] gives the answer alone. [`csv`], [`stix`], [`ftm`] and [`gexf`] are for other
//! tools. [`Format`] chooses among them. [`coded`] shows what coding a document found, and the
//! `*_table` functions list what a case holds. All are pure functions from the types of
//! `unravel-evidence` to text. What comes from documents is made safe for the place where it
//! is shown.

mod coded;
mod data;
mod evidence_csv;
mod format;
mod ftm;
mod gexf;
mod html;
mod ids;
mod ledger;
mod markdown;
mod page;
mod quote;
mod stix;
mod style;
mod tables;
mod terminal;
mod text;

pub use coded::coded;
pub use data::{Past, ReportData, SurvivalPoint};
pub use evidence_csv::csv;
pub use format::{Format, FormatError, file_name};
pub use ftm::ftm;
pub use gexf::gexf;
pub use html::html;
pub use markdown::markdown;
pub use stix::stix;
pub use style::Style;
pub use tables::{
    ActorRow, DocumentRow, HistoryRow, StatementRow, TieRow, actors_table, documents_table,
    history_table, statements_table, ties_table,
};
pub use terminal::terminal;

use text::{interval, line, percent};
use unravel_evidence::Judgement;

/// A judgement as indented JSON in the serde form of [`Judgement`]: fields in their declared
/// order, so the same judgement always gives the same text. Numbers that are not finite
/// become `null`.
pub fn json(j: &Judgement) -> String {
    // A judgement holds no map with keys other than text, so this does not fail.
    serde_json::to_string_pretty(j).unwrap_or_else(|error| format!("{{\"error\":\"{error}\"}}"))
}

/// The answer in one line: actors, horizon, term, probability, 90 % interval, confidence,
/// as-of date. Safe for a terminal.
pub fn one_line(j: &Judgement) -> String {
    let question = &j.question;
    format!(
        "{} and {} until {}: {}, {} (90 % interval {}), {} confidence, as of {}",
        line(&question.tie.a.name),
        line(&question.tie.b.name),
        question.until,
        line(&j.term),
        percent(j.probability),
        interval(j.interval90),
        j.confidence.level,
        question.as_of
    )
}
