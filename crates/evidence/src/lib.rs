//! The words of unravel as types.
//!
//! Everything that crosses from one crate to the next is defined here: what was read
//! ([`Document`], [`Passage`]), what it says ([`Statement`], [`Event`]), who is meant
//! ([`Actor`], [`ActorRef`]), what is asked ([`Question`]) and what is answered
//! ([`Judgement`]). The types hold rules (the bearing table, Admiralty grades, date
//! ranges) and their serde forms; they do no input or output.
//!
//! ```
//! use unravel_evidence::{Bearing, Kind, Stance};
//!
//! // "no sign of a break" counts for the tie
//! assert_eq!(Bearing::by_default(Kind::Break, Stance::Denied), Bearing::For);
//! ```

mod actor;
mod cameo;
mod date;
mod document;
mod event;
mod grade;
mod ids;
mod judgement;
mod question;
mod statement;
mod words;

pub use actor::{Actor, ActorKind, ActorRef, Codes, Membership, Role};
pub use cameo::{CameoCode, QuadClass};
pub use date::{DateError, DateRange, Granularity};
pub use document::{CharIndex, Document, DocumentRef, Passage, Source};
pub use event::{Event, PloverType};
pub use grade::{Credibility, Grade, GradeError, Reliability};
pub use ids::{ActorId, DocumentId, JudgementId, QuestionId, StatementId, slug};
pub use judgement::{
    AchCell, AchRow, Alternative, Assumption, BaseRate, Change, CitedRemark, Commitment,
    CommitmentStatus, Confidence, ConfidenceLevel, Dissent, DissentSide, Driver, EvidenceItem,
    Indicator, Judgement, LeaveOneOut, ModelNote, Side, TrackRecord, Yardstick,
};
pub use question::{End, Outcome, Question, Resolution, Tie, TieClass};
pub use statement::{
    Attribution, Bearing, Coded, Direction, Kind, Mention, MentionedActor, Remark, Stance,
    StatedMembership, Statement,
};
pub use words::ParseWordError;
