//! The case: one SQLite file with sources, documents, statements, questions, judgements and
//! an audit log.
//!
//! A [`Case`] keeps what was read and coded ([`Case::add_batch`]), finds it again
//! ([`Case::statements`], [`Case::search`], [`Case::ties`]), takes the user's hand on it
//! ([`Case::grade_source`], [`Case::correct_statement`], [`Case::undo`]) and stores what was
//! asked and answered ([`Case::add_judgement`], [`Case::resolve`]). Every change is one
//! transaction with its entry in the audit log.
//!
//! ```
//! use unravel_casefile::{Addition, Case, Edit};
//! use unravel_evidence::{Coded, Document, Reliability};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let folder = tempfile::tempdir()?;
//! let mut case = Case::create(folder.path().join("first.case"))?;
//! let text = "The movement gave the group sanctuary.".to_owned();
//! let document = Document {
//!     id: Document::id_for(&text, Some("Daily Gazette"), None, None),
//!     title: None, publisher: Some("Daily Gazette".into()), authors: vec![], published: None,
//!     url: None, language: "en".into(), text, origin: None, duplicate_of: None,
//!     reliability: None,
//! };
//! case.add_document(&Addition::new(&document, &Coded::default()), "Ann")?;
//! case.grade_source("Daily Gazette", Reliability::B, &Edit::by("Ann").because("checks its facts"))?;
//! assert_eq!(case.search("sanctu*", 10)?.documents.len(), 1);
//! # Ok(()) }
//! ```

mod add;
mod around;
mod audit;
mod browse;
mod case;
mod error;
mod evidence;
mod hand;
mod migrate;
mod questions;
mod search;
mod statements;
mod undo;

pub use add::{Added, Addition, FileRecord, file_hash};
pub use around::{Edge, Network, Node, YearCount, YearTie};
pub use audit::AuditEntry;
pub use browse::{ActorSummary, DocumentSummary, RoleRecord, SourceSummary, TieSummary};
pub use case::{Case, Stats};
pub use error::{CaseError, Stale};
pub use evidence::{HandEvidence, Reference};
pub use hand::{Edit, StatementPatch};
pub use migrate::{APPLICATION_ID, SCHEMA_VERSION};
pub use questions::{JudgementSummary, QuestionFilter, QuestionRecord};
pub use search::{DocumentHit, SearchResults, Snippet, StatementHit};
pub use statements::{Review, StatementFilter, StatementRecord};
pub use undo::Undone;
