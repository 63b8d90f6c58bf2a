//! E-mail messages with their attachments.

use crate::draft::Draft;
use crate::html::{self, Known};
use crate::read::{Results, read_nested};
use crate::{ReadError, ReadOptions, boilerplate, layout};
use mail_parser::{MessageParser, MimeHeaders, PartType};
use unravel_evidence::DateRange;

/// Reads a message: its text is a document, and so is each attachment in a format that is read
/// ("NAME#1" and on). The publisher is the domain that sent it.
pub(crate) fn read(bytes: &[u8], name: &str, options: &ReadOptions, depth: usize) -> Results {
    let Some(message) = MessageParser::default().parse(bytes) else {
        let reason = "no header of a message";
        return vec![Err(ReadError::malformed(name, "e-mail", "line 1", reason))];
    };
    let from = message.from().and_then(|f| f.first());
    let address = from.and_then(|a| a.address()).unwrap_or_default();
    let published = message.date().and_then(|d| {
        let year = i16::try_from(d.year).ok()?;
        let (month, day) = (i8::try_from(d.month).ok()?, i8::try_from(d.day).ok()?);
        jiff::civil::Date::new(year, month, day)
            .ok()
            .map(DateRange::day)
    });
    let mut paragraphs: Vec<String> = Vec::new();
    for part in message.text_bodies() {
        match &part.body {
            PartType::Html(markup) => paragraphs.extend(html::all_paragraphs(markup)),
            PartType::Text(text) => paragraphs.extend(layout::paragraphs(&unquoted(text))),
            _ => {}
        }
    }
    let title = message.subject().map(str::to_owned);
    let draft = Draft {
        publisher: address
            .rsplit_once('@')
            .map(|(_, domain)| domain.to_ascii_lowercase()),
        authors: from
            .and_then(|a| a.name())
            .map(str::to_owned)
            .into_iter()
            .collect(),
        published,
        paragraphs: boilerplate::clean(paragraphs, title.as_deref()).paragraphs,
        title,
        ..Draft::default()
    };
    let empty = draft.paragraphs.is_empty();
    let mut out = Results::new();
    let body = draft.finish(name, options);
    let mut number = 0;
    for part in message.attachments() {
        // pictures in the text and signatures are no documents
        let readable = match &part.body {
            PartType::Text(_) | PartType::Html(_) | PartType::Message(_) => true,
            PartType::Binary(bytes) => {
                bytes.starts_with(b"%PDF-") || bytes.starts_with(b"PK\x03\x04")
            }
            _ => false,
        };
        if !readable {
            continue;
        }
        number += 1;
        let part_name = format!("{name}#{number}");
        let content = match &part.body {
            PartType::Message(inner) => inner.raw_message(),
            _ => part.contents(),
        };
        // the extension of the attachment tells its format, the number its place
        let hint = part
            .attachment_name()
            .and_then(|n| n.rsplit_once('.'))
            .map_or_else(String::new, |(_, e)| format!(".{}", layout::one_line(e)));
        out.extend(read_nested(
            content,
            &format!("{part_name}{hint}"),
            Known::default(),
            options,
            depth + 1,
        ));
    }
    // a message that only carries attachments has nothing missing
    if !empty || out.is_empty() {
        out.insert(0, body);
    }
    out
}

/// The text without quotation marks of replies and without the sender's signature.
fn unquoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        if line == "-- " || line == "--" {
            break;
        }
        out.push_str(line.trim_start_matches(['>', ' ']));
        out.push('\n');
    }
    out
}
