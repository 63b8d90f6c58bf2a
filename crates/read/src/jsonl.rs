//! JSON Lines: one document per line.

use crate::draft::Draft;
use crate::layout;
use crate::read::{Results, check_size};
use crate::{ReadError, ReadOptions, encoding, front_matter};
use serde_json::{Map, Value};
use unravel_evidence::Document;

/// Reads lines `{"text", "title"?, "published"?, "publisher"?, "url"?, "authors"?, "language"?,
/// "id"?}`, or one JSON array of such objects. A line's text is taken as it is, but for white
/// space and control characters. The origin of a line is "NAME#ID", or "NAME#LINE" without id.
pub(crate) fn read(bytes: &[u8], name: &str, options: &ReadOptions) -> Results {
    let text = encoding::decode(bytes, None);
    let body = text.trim_start_matches('\u{feff}').trim();
    if body.starts_with('[')
        && let Ok(all) = serde_json::from_str::<Vec<Value>>(body)
    {
        return all
            .into_iter()
            .enumerate()
            .map(|(i, value)| entry(value, name, &format!("entry {}", i + 1), i + 1, options))
            .collect();
    }
    // one object over several lines is a file of one document
    if let Ok(one @ Value::Object(_)) = serde_json::from_str::<Value>(body) {
        return vec![entry(one, name, "line 1", 1, options)];
    }
    text.lines()
        .enumerate()
        .map(|(i, line)| (i + 1, line.trim_start_matches('\u{feff}').trim()))
        .filter(|(_, line)| !line.is_empty())
        .map(|(number, line)| {
            let place = format!("line {number}");
            let value = serde_json::from_str::<Value>(line)
                .map_err(|e| ReadError::malformed(name, "JSON Lines", &place, e))?;
            entry(value, name, &place, number, options)
        })
        .collect()
}

fn entry(
    value: Value,
    name: &str,
    place: &str,
    number: usize,
    options: &ReadOptions,
) -> Result<Document, ReadError> {
    let wrong = |reason: &str| ReadError::malformed(name, "JSON Lines", place, reason);
    let Value::Object(fields) = value else {
        return Err(wrong("not an object"));
    };
    let Some(text) = fields.get("text").and_then(Value::as_str) else {
        return Err(wrong("no \"text\" that is a string"));
    };
    let origin = format!(
        "{name}#{}",
        id(&fields).unwrap_or_else(|| number.to_string())
    );
    check_size(text.as_bytes(), &origin, options)?;
    let draft = Draft {
        paragraphs: layout::paragraphs(text),
        ..front_matter::draft(&fields)
    };
    draft.finish(&origin, options)
}

fn id(fields: &Map<String, Value>) -> Option<String> {
    match fields.get("id")? {
        Value::String(id) if !id.trim().is_empty() => Some(layout::one_line(id)),
        Value::Number(id) => Some(id.to_string()),
        _ => None,
    }
}
