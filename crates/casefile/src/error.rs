//! What can go wrong with a case, each in one line that says what to do.

use jiff::civil::Date;
use rusqlite::ErrorCode;
use serde_json::Value;
use std::path::{Path, PathBuf};
use unravel_evidence::Outcome;

/// Why something could not be done with a case. What failed left the case as it was.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CaseError {
    /// There is no such file.
    #[error("{}: there is no such case; make one with `unravel new`", .0.display())]
    Missing(PathBuf),
    /// A new case would overwrite a file.
    #[error("{}: the file exists; choose another name, a case is never overwritten", .0.display())]
    Exists(PathBuf),
    /// The file is something else.
    #[error("{}: this is no case ({why}); a case is a file made by `unravel new`", .path.display())]
    NotACase {
        /// The file.
        path: PathBuf,
        /// What it is or lacks.
        why: String,
    },
    /// The case was written by a newer version of this program.
    #[error("{}: the case has schema {found}, this program knows up to {known}; use a newer unravel", .path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its schema version.
        found: i64,
        /// The newest known here.
        known: i64,
    },
    /// The case has an older schema and can't be upgraded because it may only be read.
    #[error("{}: the case has schema {found} and this program needs {known}; open it once where it may be written", .path.display())]
    Older {
        /// The file.
        path: PathBuf,
        /// Its schema version.
        found: i64,
        /// The one needed.
        known: i64,
    },
    /// The case may only be read.
    #[error("{}: the case may only be read; nothing was changed; copy it to a place where you may write", .0.display())]
    ReadOnly(PathBuf),
    /// No room left.
    #[error("{}: the disk is full; this step was not stored, everything before it was; free some space and run the same again", .0.display())]
    DiskFull(PathBuf),
    /// Another program holds the case for longer than the waiting time.
    #[error("{}: another program is writing to the case; try again when it has finished", .0.display())]
    Busy(PathBuf),
    /// The file is damaged.
    #[error("{}: the case is damaged ({what}); go back to a copy, or save what can be read with `sqlite3 CASE .recover`", .path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What was found.
        what: String,
    },
    /// The file can't be read or made.
    #[error("{}: {source}", .path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// Any other answer of SQLite.
    #[error("{}: {source}", .path.display())]
    Sqlite {
        /// The file.
        path: PathBuf,
        /// What SQLite says.
        source: rusqlite::Error,
    },
    /// A change without a name.
    #[error("every change is logged with a name; say who makes it")]
    NoName,
    /// A rejection or correction without a reason.
    #[error("{0} needs a reason; say why in a few words")]
    NoReason(&'static str),
    /// Nothing in the case has this name or id.
    #[error("the case holds no {what} \"{name}\"; `unravel {list} CASE` lists what it holds")]
    Unknown {
        /// "statement", "source", "document", "question".
        what: &'static str,
        /// What was asked for.
        name: String,
        /// The command that lists them.
        list: &'static str,
    },
    /// Someone else changed it since it was read.
    #[error("{0}")]
    Stale(Box<Stale>),
    /// A change that a later one stands upon.
    #[error(
        "\"{action}\" on {what} can't be undone: {by} changed it later ({at}); change it by hand instead"
    )]
    UndoConflict {
        /// The action that was to be undone.
        action: String,
        /// What it changed: "statement 0f3c…", "source Daily Gazette".
        what: String,
        /// Who changed it since.
        by: String,
        /// When (RFC 3339, UTC).
        at: String,
    },
    /// No such change, or one that is no work of the user's hand, or undone already.
    #[error("change {0} can't be undone: it is no change of the user's hand, or undone already")]
    NotUndoable(i64),
    /// A statement about an actor and itself.
    #[error("a statement needs two actors; both are \"{0}\"")]
    SelfTie(String),
    /// The quote's place lies outside its document.
    #[error(
        "document {document} has {characters} characters; {start} to {end} is no passage of it"
    )]
    NoPassage {
        /// The document.
        document: String,
        /// Its length in characters.
        characters: usize,
        /// First character asked for.
        start: usize,
        /// One past the last character asked for.
        end: usize,
    },
    /// Evidence without words to rest on.
    #[error("evidence by hand needs the words it rests on; give a quote or a passage")]
    NoQuote,
    /// The same statement is in the case already.
    #[error("the case holds this statement already ({0})")]
    Held(String),
    /// A question was resolved otherwise before.
    #[error(
        "question {question} was resolved as {held} ({source_held}, {date}); it can't also be {given}; undo the first if it was wrong"
    )]
    Contradiction {
        /// The question.
        question: String,
        /// The outcome in the case.
        held: Outcome,
        /// Who said so.
        source_held: String,
        /// Its date.
        date: Date,
        /// The outcome given now.
        given: Outcome,
    },
    /// A value that could not be read back.
    #[error("{what} can't be stored: {why}")]
    Unstorable {
        /// Which thing.
        what: String,
        /// What is wrong with it.
        why: String,
    },
    /// A search without a word.
    #[error("nothing to search for; give a word, several, or \"an exact phrase\"")]
    EmptyQuery,
}

/// An edit of something that was changed since it was read; both versions, to choose from.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error(
    "{entity} {id} was changed by {by} ({at}) since you read it: you saw version {expected}, it is now version {found}; nothing was changed; look at both and try again"
)]
pub struct Stale {
    /// "statement" or "source".
    pub entity: &'static str,
    /// Which one.
    pub id: String,
    /// The version that was read.
    pub expected: u64,
    /// The version in the case.
    pub found: u64,
    /// Who made that version.
    pub by: String,
    /// When (RFC 3339, UTC).
    pub at: String,
    /// As it stands in the case.
    pub current: Value,
    /// As the refused edit would have made it.
    pub wanted: Value,
}

/// An error before the case's path is put to it.
#[derive(Debug)]
pub(crate) enum Fault {
    Case(CaseError),
    Sqlite(rusqlite::Error),
    /// A stored value that does not read back.
    Stored(String),
}

impl From<CaseError> for Fault {
    fn from(error: CaseError) -> Self {
        Fault::Case(error)
    }
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        Fault::Sqlite(error)
    }
}

impl Fault {
    /// Whether the system does not let the file, or the files beside it, be written.
    pub(crate) fn forbids_writing(&self) -> bool {
        matches!(self, Fault::Sqlite(error) if matches!(
            error.sqlite_error_code(),
            Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly | ErrorCode::PermissionDenied)
        ))
    }

    /// The error for the case at `path`.
    pub(crate) fn at(self, path: &Path) -> CaseError {
        let path = path.to_owned();
        match self {
            Fault::Case(error) => error,
            Fault::Stored(what) => CaseError::Damaged { path, what },
            Fault::Sqlite(error) => of_sqlite(error, path),
        }
    }
}

fn of_sqlite(error: rusqlite::Error, path: PathBuf) -> CaseError {
    // A full disk also shows when the shared-memory file beside a WAL cannot grow.
    const SHMSIZE: i32 = rusqlite::ffi::SQLITE_IOERR_SHMSIZE;
    let Some(failure) = error.sqlite_error() else {
        return match error {
            rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::InvalidColumnType(..)
            | rusqlite::Error::IntegralValueOutOfRange(..) => CaseError::Damaged {
                path,
                what: error.to_string(),
            },
            source => CaseError::Sqlite { path, source },
        };
    };
    match (failure.code, failure.extended_code) {
        (ErrorCode::DiskFull, _) | (_, SHMSIZE) => CaseError::DiskFull(path),
        (ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked, _) => CaseError::Busy(path),
        (ErrorCode::ReadOnly, _) => CaseError::ReadOnly(path),
        (ErrorCode::NotADatabase, _) => CaseError::NotACase {
            path,
            why: "no SQLite file".to_owned(),
        },
        (ErrorCode::DatabaseCorrupt, _) => CaseError::Damaged {
            path,
            what: error.to_string(),
        },
        _ => CaseError::Sqlite {
            path,
            source: error,
        },
    }
}
