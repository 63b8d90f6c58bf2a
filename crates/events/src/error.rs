//! What can go wrong, one line each.

use std::path::PathBuf;

/// Why events cannot be read, joined or written.
#[derive(Debug, thiserror::Error)]
pub enum EventsError {
    /// A file or folder cannot be opened, read or written.
    #[error("{}: {action}: {reason}", .path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What was tried, with what to check.
        action: &'static str,
        /// What the system says.
        reason: std::io::Error,
    },
    /// A line that is not as its format wants it.
    #[error("{file}: line {line}: {reason}")]
    Row {
        /// The file, with the member's name inside an archive.
        file: String,
        /// Line from 1.
        line: u64,
        /// What is wrong and how to mend it.
        reason: String,
    },
    /// A file as a whole is not usable.
    #[error("{file}: {reason}")]
    File {
        /// The file.
        file: String,
        /// What is wrong and how to mend it.
        reason: String,
    },
    /// Columns that do not make a history.
    #[error("{0}")]
    Columns(String),
}
