//! Bytes to documents: HTML, PDF, text, Markdown, DOCX, e-mail, feeds, WARC, JSON Lines.
//!
//! [`read_file`] and [`read_bytes`] give every [`Document`] of one file, one result each, so that
//! a bad part never stops the rest. The format is told by the content first and by the extension
//! second. What is not the article (menus, teasers, cookie lines, repeated titles) is left out,
//! see [`strip_boilerplate`]; what cannot be read gives a [`ReadError`] whose message is one line
//! naming the file, the place and the mend. Parsers of other crates run behind a guard: a panic
//! or an endless loop in one of them is an error of that document.
//!
//! ```
//! use unravel_read::{ReadOptions, read_bytes};
//!
//! let page = b"---\ntitle: A pledge renewed\nsource: Example Wire\ndate: 2021-03-12\n---\n\
//!              The group renewed its pledge on Friday.\n";
//! let documents = read_bytes(page, "pledge.md", &ReadOptions::default());
//! let document = documents[0].as_ref().unwrap();
//! assert_eq!(document.publisher.as_deref(), Some("Example Wire"));
//! assert_eq!(document.text, "The group renewed its pledge on Friday.");
//! ```

mod boilerplate;
mod chrome;
mod dates;
mod docx;
mod draft;
mod duplicates;
mod email;
mod encoding;
mod error;
mod feed;
mod format;
mod front_matter;
mod guard;
mod html;
mod jsonl;
mod language;
mod layout;
mod markdown;
mod options;
mod pdf;
mod pdf_layout;
mod plain;
mod read;
mod score;
mod unpack;
mod walk;
mod warc_file;

pub use boilerplate::strip_boilerplate;
pub use dates::parse_date;
pub use duplicates::{DuplicateIndex, near_duplicates};
pub use error::ReadError;
pub use format::Format;
pub use options::ReadOptions;
pub use read::{read_bytes, read_file};
pub use score::{TokenScore, token_score, visible_text};
pub use unravel_evidence::Document;
pub use walk::walk;
