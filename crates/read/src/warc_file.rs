//! WARC files: each page that was fetched is a document.

use crate::html::Known;
use crate::read::{Results, read_nested};
use crate::{ReadError, ReadOptions, unpack};
use warc::{WarcHeader, WarcReader};

/// Reads a WARC file: every answer of a server that holds a page, text, PDF or feed, and every
/// `resource` record. Requests, redirects, failures and pictures are passed over.
pub(crate) fn read(bytes: &[u8], name: &str, options: &ReadOptions, depth: usize) -> Results {
    let mut out = Results::new();
    let mut count = 0;
    for (index, record) in WarcReader::new(bytes).iter_raw_records().enumerate() {
        let number = index + 1;
        count = if record.is_ok() { number } else { index };
        let (header, body) = match record {
            Ok(record) => record,
            Err(error) => {
                // the next record cannot be found without this one's length
                let place = format!("record {number}");
                out.push(Err(ReadError::malformed(name, "WARC", place, error)));
                break;
            }
        };
        let field = |key: &WarcHeader| {
            header
                .as_ref()
                .get(key)
                .map(|v| String::from_utf8_lossy(v).trim().to_owned())
        };
        let kind = field(&WarcHeader::WarcType).unwrap_or_default();
        let url = field(&WarcHeader::TargetURI)
            .map(|u| u.trim_matches(['<', '>']).to_owned())
            .filter(|u| u.starts_with("http"));
        let part = format!("{name}#{number}");
        let content = match kind.as_str() {
            "response" => response(&body, &part, options),
            "resource" => Ok(Some(Content {
                bytes: body,
                media_type: field(&WarcHeader::ContentType).unwrap_or_default(),
            })),
            _ => continue,
        };
        match content {
            Ok(Some(content)) if is_text(&content.media_type) => {
                let known = Known {
                    url,
                    charset: charset(&content.media_type),
                };
                out.extend(read_nested(
                    &content.bytes,
                    &part,
                    known,
                    options,
                    depth + 1,
                ));
            }
            Ok(_) => {}
            Err(error) => out.push(Err(error)),
        }
    }
    let broken = out
        .last()
        .is_some_and(|r| matches!(r, Err(ReadError::Malformed { .. })));
    // the reader ends without a word where the file breaks off within a record's header
    if !broken && !bytes.trim_ascii_end().is_empty() && !bytes.ends_with(b"\r\n\r\n") {
        let place = format!("record {}", count + 1);
        let reason = "the file breaks off";
        out.push(Err(ReadError::malformed(name, "WARC", place, reason)));
    }
    if out.is_empty() {
        out.push(Err(ReadError::no_text(
            name,
            "no record holds a page",
            "crawl the pages again",
        )));
    }
    out
}

struct Content {
    bytes: Vec<u8>,
    media_type: String,
}

/// The content of a successful HTTP answer; none for redirects and failures.
fn response(body: &[u8], name: &str, options: &ReadOptions) -> Result<Option<Content>, ReadError> {
    let wrong = |reason: String| ReadError::malformed(name, "HTTP", "header", reason);
    let mut headers = [httparse::EMPTY_HEADER; 256];
    let mut parsed = httparse::Response::new(&mut headers);
    let start = match parsed.parse(body) {
        Ok(httparse::Status::Complete(start)) => start,
        Ok(httparse::Status::Partial) => return Err(wrong("cut off".to_owned())),
        Err(error) => return Err(wrong(error.to_string())),
    };
    if !parsed.code.is_some_and(|c| (200..300).contains(&c)) {
        return Ok(None);
    }
    let field = |key: &str| {
        parsed
            .headers
            .iter()
            .find(|h| h.name.eq_ignore_ascii_case(key))
            .map(|h| String::from_utf8_lossy(h.value).trim().to_ascii_lowercase())
            .unwrap_or_default()
    };
    let media_type = field("content-type");
    if !is_text(&media_type) {
        return Ok(None);
    }
    let mut bytes = body[start..].to_vec();
    if field("transfer-encoding").contains("chunked") {
        // crawlers that join the chunks often leave the header standing
        bytes = joined_chunks(&bytes).unwrap_or(bytes);
    }
    let packed = bytes.len() as u64;
    match field("content-encoding").as_str() {
        "gzip" | "x-gzip" if bytes.starts_with(&[0x1f, 0x8b]) => {
            bytes = unpack::gunzip(&bytes, name, options)?;
        }
        "deflate" if bytes.first() == Some(&0x78) => {
            let reader = flate2::read::ZlibDecoder::new(bytes.as_slice());
            bytes = unpack::unpack(reader, packed, name, "deflate", options)?;
        }
        "br" | "zstd" => {
            return Err(wrong(format!(
                "content packed as {}, which is not read",
                field("content-encoding")
            )));
        }
        _ => {}
    }
    Ok((!bytes.trim_ascii().is_empty()).then_some(Content { bytes, media_type }))
}

fn is_text(media_type: &str) -> bool {
    let main = media_type.split(';').next().unwrap_or("").trim();
    main.is_empty()
        || main.starts_with("text/html")
        || matches!(
            main,
            "text/plain"
                | "text/markdown"
                | "text/xml"
                | "application/pdf"
                | "application/xhtml+xml"
                | "application/xml"
                | "application/rss+xml"
                | "application/atom+xml"
        )
}

fn charset(media_type: &str) -> Option<String> {
    let at = media_type.to_ascii_lowercase().find("charset=")?;
    let rest = media_type[at + "charset=".len()..].trim_start_matches(['"', '\'']);
    let label: String = rest
        .chars()
        .take_while(|c| !matches!(c, ';' | '"' | '\'' | ' '))
        .collect();
    Some(label).filter(|l| !l.is_empty())
}

/// Undoes HTTP chunking; none if the bytes are not chunked.
fn joined_chunks(mut bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(bytes.len());
    loop {
        let Ok(httparse::Status::Complete((start, size))) = httparse::parse_chunk_size(bytes)
        else {
            return None;
        };
        if size == 0 {
            return Some(out);
        }
        let end = start.checked_add(usize::try_from(size).ok()?)?;
        out.extend_from_slice(bytes.get(start..end)?);
        bytes = bytes.get(end..)?.strip_prefix(b"\r\n")?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joins_chunks_and_knows_what_is_not_chunked() {
        assert_eq!(
            joined_chunks(b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n").unwrap(),
            b"abcde"
        );
        assert_eq!(joined_chunks(b"<html>"), None);
        assert_eq!(joined_chunks(b"ffffffffffffffff\r\nx"), None);
    }
}
