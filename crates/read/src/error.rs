//! Why a document could not be read.

use crate::layout::one_line;

/// Why a file, or one part of it, gave no document. Each message is one line that names the file,
/// the place where there is one, and the mend.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// No bytes, or white space only.
    #[error("{}: the file is empty; leave it out or save it again", one_line(.name))]
    Empty {
        /// File, and part of it.
        name: String,
    },
    /// Not text and none of the formats read.
    #[error("{}: this is {}, not a text; give HTML, PDF, DOCX, text, Markdown, .eml, RSS/Atom, WARC or JSON Lines", one_line(.name), one_line(.kind))]
    Binary {
        /// File, and part of it.
        name: String,
        /// What it seems to be, for example "image/png" or "binary data".
        kind: String,
    },
    /// Over a limit of [`crate::ReadOptions`].
    #[error("{}: {size} bytes are over the limit of {limit} bytes for {what}; split the file or raise {option}", one_line(.name))]
    TooLarge {
        /// File, and part of it.
        name: String,
        /// Its size in bytes.
        size: u64,
        /// The limit in bytes.
        limit: u64,
        /// What the limit is for.
        what: &'static str,
        /// The field of [`crate::ReadOptions`] that sets it.
        option: &'static str,
    },
    /// Read, but it holds no text.
    #[error("{}: no text in it ({}); {mend}", one_line(.name), one_line(.reason))]
    NoText {
        /// File, and part of it.
        name: String,
        /// What was found instead.
        reason: String,
        /// What the user can do.
        mend: &'static str,
    },
    /// Encrypted with a password.
    #[error("{}: protected by a password; save a copy without one", one_line(.name))]
    Password {
        /// File, and part of it.
        name: String,
    },
    /// In a language that is not let through.
    #[error("{}: the text is in {found}, only {allowed} is read; give a translation", one_line(.name))]
    Language {
        /// File, and part of it.
        name: String,
        /// English name of the language found.
        found: String,
        /// ISO 639-1 codes let through, joined by ", ".
        allowed: String,
    },
    /// Compressed data that unpacks to far more than a document holds.
    #[error("{}: unpacks to more than {limit} bytes from {packed} (a decompression bomb?); unpack it by hand if you trust it", one_line(.name))]
    Bomb {
        /// File, and part of it.
        name: String,
        /// Compressed size in bytes.
        packed: u64,
        /// Bytes after which unpacking stopped.
        limit: u64,
    },
    /// The system did not hand out the file or folder.
    #[error("{}: cannot be read ({source}); check the path and its permissions", one_line(.name))]
    Unreadable {
        /// File or folder.
        name: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// A hidden file or folder met while walking; left out.
    #[error("{}: hidden, left out; name it directly to read it", one_line(.name))]
    Hidden {
        /// File or folder.
        name: String,
    },
    /// Not well formed.
    #[error("{}: {place}: not well-formed {format} ({}); mend it there or save it again", one_line(.name), one_line(.reason))]
    Malformed {
        /// File, and part of it.
        name: String,
        /// The format it was read as.
        format: &'static str,
        /// Line, record, entry or page.
        place: String,
        /// What was wrong.
        reason: String,
    },
    /// The parser did not end in time.
    #[error("{}: reading took longer than {seconds} seconds; split the file or raise time_limit", one_line(.name))]
    Slow {
        /// File, and part of it.
        name: String,
        /// The limit in seconds.
        seconds: u64,
    },
    /// The parser broke down.
    #[error("{}: the {format} parser broke down ({}); save the file in another format", one_line(.name), one_line(.reason))]
    Crashed {
        /// File, and part of it.
        name: String,
        /// The format it was read as.
        format: &'static str,
        /// The panic's message.
        reason: String,
    },
}

impl ReadError {
    pub(crate) fn malformed(
        name: &str,
        format: &'static str,
        place: impl Into<String>,
        reason: impl std::fmt::Display,
    ) -> Self {
        Self::Malformed {
            name: name.to_owned(),
            format,
            place: place.into(),
            reason: reason.to_string(),
        }
    }

    pub(crate) fn no_text(name: &str, reason: &str, mend: &'static str) -> Self {
        Self::NoText {
            name: name.to_owned(),
            reason: reason.to_owned(),
            mend,
        }
    }
}
