//! From a file, or its bytes, to its documents.

use crate::draft::Draft;
use crate::format::{self, Detected, Format};
use crate::html::{self, Known};
use crate::{ReadError, ReadOptions, encoding, guard, unpack};
use crate::{docx, email, feed, jsonl, markdown, pdf, plain, warc_file};
use std::io::Read;
use std::path::Path;
use unravel_evidence::Document;

/// What reading one file gives: a result per document.
pub(crate) type Results = Vec<Result<Document, ReadError>>;

/// How deep files may lie in one another (an attached message with an attachment, a page in a
/// gzip file).
const NESTED: usize = 4;

/// Every document of one file; a feed, WARC or JSON Lines file holds many.
///
/// Results stand per document in the order of the file, so one bad part never stops the rest.
/// A PDF of which only some pages can be read gives its document and one error per such page.
/// `Document::origin` is the path as given, with "#" and a number (or the line's own id) for a
/// part. Never panics; memory is bounded by `options`.
pub fn read_file(path: &Path, options: &ReadOptions) -> Vec<Result<Document, ReadError>> {
    let name = path.display().to_string();
    let unreadable = |source| ReadError::Unreadable {
        name: name.clone(),
        source,
    };
    let load = || -> Result<Vec<u8>, ReadError> {
        let mut file = std::fs::File::open(path).map_err(unreadable)?;
        let meta = file.metadata().map_err(unreadable)?;
        if meta.is_dir() {
            return Err(unreadable(std::io::Error::other("a folder, not a file")));
        }
        let mut bytes = Vec::new();
        file.by_ref()
            .take(8192)
            .read_to_end(&mut bytes)
            .map_err(unreadable)?;
        let (limit, what, option) = if format::is_container(&bytes, &name) {
            (
                options.max_container_bytes,
                "a file of many documents",
                "max_container_bytes",
            )
        } else {
            (options.max_bytes, "one document", "max_bytes")
        };
        // a pipe has no size beforehand: read up to the limit and see
        let known = meta.len();
        if known <= limit {
            let left = limit.saturating_sub(bytes.len() as u64).saturating_add(1);
            file.take(left)
                .read_to_end(&mut bytes)
                .map_err(unreadable)?;
        }
        let size = known.max(bytes.len() as u64);
        if size > limit {
            return Err(ReadError::TooLarge {
                name: name.clone(),
                size,
                limit,
                what,
                option,
            });
        }
        Ok(bytes)
    };
    match load() {
        Ok(bytes) => read_bytes(&bytes, &name, options),
        Err(error) => vec![Err(error)],
    }
}

/// Every document in `bytes`, as [`read_file`]; `name` stands in messages and origins, and its
/// extension decides where the content does not tell the format.
pub fn read_bytes(
    bytes: &[u8],
    name: &str,
    options: &ReadOptions,
) -> Vec<Result<Document, ReadError>> {
    read_nested(bytes, name, Known::default(), options, 0)
}

/// Reads bytes that lie `depth` files deep.
pub(crate) fn read_nested(
    bytes: &[u8],
    name: &str,
    known: Known,
    options: &ReadOptions,
    depth: usize,
) -> Results {
    let blank = bytes.iter().all(|b| b.is_ascii_whitespace());
    if blank || bytes == b"\xef\xbb\xbf" {
        return vec![Err(ReadError::Empty {
            name: name.to_owned(),
        })];
    }
    if depth > NESTED {
        return vec![Err(ReadError::malformed(
            name,
            "file",
            "nested part",
            "files lie in one another too deep",
        ))];
    }
    let detected = match guard::catch(name, "file", || format::detect(bytes, name)) {
        Ok(Detected::Known(format)) => format,
        Ok(Detected::Encrypted) => {
            return vec![Err(ReadError::Password {
                name: name.to_owned(),
            })];
        }
        Ok(Detected::Foreign(kind)) => {
            return vec![Err(ReadError::Binary {
                name: name.to_owned(),
                kind,
            })];
        }
        Err(error) => return vec![Err(error)],
    };
    let many = |work: &mut dyn FnMut() -> Results, format: &'static str| {
        guard::catch(name, format, work).unwrap_or_else(|error| vec![Err(error)])
    };
    match detected {
        Format::Gzip => match unpack::gunzip(bytes, name, options) {
            Ok(inner) => read_nested(&inner, name, known, options, depth + 1),
            Err(error) => vec![Err(error)],
        },
        Format::Warc => many(&mut || warc_file::read(bytes, name, options, depth), "WARC"),
        Format::JsonLines => many(&mut || jsonl::read(bytes, name, options), "JSON Lines"),
        Format::Feed => timed("feed", bytes, name, options, move |bytes, name, options| {
            feed::read(bytes, name, &known, options)
        }),
        Format::Email => timed(
            "e-mail",
            bytes,
            name,
            options,
            move |bytes, name, options| email::read(bytes, name, options, depth),
        ),
        Format::Pdf => pdf::read(bytes, name, options),
        single => vec![
            read_single(single, bytes, name, known, options)
                .and_then(|draft| draft.finish(name, options)),
        ],
    }
}

/// Runs `work` with the time limit, on copies: a thread left behind may outlive the caller.
fn timed(
    format: &'static str,
    bytes: &[u8],
    name: &str,
    options: &ReadOptions,
    work: impl FnOnce(&[u8], &str, &ReadOptions) -> Results + Send + 'static,
) -> Results {
    if let Err(error) = check_size(bytes, name, options) {
        return vec![Err(error)];
    }
    let owned = (bytes.to_vec(), name.to_owned(), options.clone());
    guard::catch_timed(name, format, options, move || {
        work(&owned.0, &owned.1, &owned.2)
    })
    .unwrap_or_else(|error| vec![Err(error)])
}

/// Reads a format of which each file is one document.
fn read_single(
    format: Format,
    bytes: &[u8],
    name: &str,
    known: Known,
    options: &ReadOptions,
) -> Result<Draft, ReadError> {
    check_size(bytes, name, options)?;
    match format {
        Format::Html => html::read(bytes, name, known, options),
        Format::Docx => guard::catch(name, "DOCX", || docx::read(bytes, name, options))?,
        Format::Markdown => guard::catch(name, "Markdown", || {
            markdown::read(&encoding::decode(bytes, known.charset.as_deref()))
        }),
        _ => guard::catch(name, "text", || {
            let mut draft = plain::read(&encoding::decode(bytes, known.charset.as_deref()));
            draft.url = draft.url.or(known.url);
            draft
        }),
    }
}

/// Refuses a single document over `options.max_bytes`.
pub(crate) fn check_size(bytes: &[u8], name: &str, options: &ReadOptions) -> Result<(), ReadError> {
    if bytes.len() as u64 > options.max_bytes {
        return Err(ReadError::TooLarge {
            name: name.to_owned(),
            size: bytes.len() as u64,
            limit: options.max_bytes,
            what: "one document",
            option: "max_bytes",
        });
    }
    Ok(())
}
