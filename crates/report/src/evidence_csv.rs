//! The evidence table as CSV.

use crate::text::line;
use unravel_evidence::{EvidenceItem, Judgement};

const COLUMNS: [&str; 27] = [
    "number",
    "statement",
    "a",
    "b",
    "direction",
    "kind",
    "stance",
    "said_by",
    "event_from",
    "event_to",
    "place",
    "act",
    "costly",
    "quote",
    "cue",
    "source",
    "title",
    "published_from",
    "published_to",
    "url",
    "document",
    "first_character",
    "grade",
    "bearing",
    "cluster",
    "weight",
    "note",
];

/// The evidence as CSV (RFC 4180, UTF-8 without a byte order mark): a header, then one row
/// for each item, heaviest first. Dates are first and last day; weights are log-odds.
///
/// A cell of text that a spreadsheet would take for a formula gets an apostrophe before it.
pub fn csv(j: &Judgement) -> String {
    let mut writer = ::csv::WriterBuilder::new()
        .terminator(::csv::Terminator::CRLF)
        .from_writer(Vec::new());
    // Writing to memory does not fail, and every row has the columns of the header.
    let _ = writer.write_record(COLUMNS);
    for (i, item) in j.evidence.iter().enumerate() {
        let _ = writer.write_record(row(i + 1, item));
    }
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}

fn row(number: usize, item: &EvidenceItem) -> [String; COLUMNS.len()] {
    let (s, d) = (&item.statement, &item.document);
    let optional = |text: Option<&String>| text.map_or(String::new(), |t| cell(t));
    let days = |range: Option<unravel_evidence::DateRange>| {
        range.map_or((String::new(), String::new()), |r| {
            (r.start().to_string(), r.end().to_string())
        })
    };
    let (event_from, event_to) = days(s.when);
    let (published_from, published_to) = days(d.published);
    [
        number.to_string(),
        cell(s.id.as_str()),
        cell(&s.a.name),
        cell(&s.b.name),
        s.direction.to_string(),
        s.kind.to_string(),
        s.stance.to_string(),
        optional(s.said_by.as_ref().map(|by| &by.name)),
        event_from,
        event_to,
        optional(s.place.as_ref()),
        s.event
            .as_ref()
            .map_or(String::new(), |e| e.plover.to_string()),
        s.costly.to_string(),
        cell(&s.passage.exact),
        cell(&s.cue.exact),
        optional(d.publisher.as_ref()),
        optional(d.title.as_ref()),
        published_from,
        published_to,
        optional(d.url.as_ref()),
        cell(d.id.as_str()),
        s.passage.start.to_string(),
        item.grade.to_string(),
        s.bearing.to_string(),
        item.cluster.to_string(),
        number_cell(item.weight),
        optional(item.note.as_ref()),
    ]
}

/// A number as it is; empty where it is none, which spreadsheets leave out of sums.
fn number_cell(value: f64) -> String {
    if value.is_finite() {
        value.to_string()
    } else {
        String::new()
    }
}

/// Text for one cell. Spreadsheets run what begins with `=`, `+`, `-` or `@`, in some scripts
/// in its full-width form (OWASP, "CSV Injection"; tab and line breaks are gone by then).
fn cell(text: &str) -> String {
    let text = line(text);
    if text.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) {
        format!("'{text}")
    } else {
        text
    }
}
