//! Lists of what a case holds, as tables for a terminal.
//!
//! The rows are plain: the caller fills them and writes the same rows as JSON.

use crate::style::Style;
use crate::text::{count, interval, line, percent, short_id, signed};
use comfy_table::{CellAlignment, ContentArrangement, LineStyle, Table, TableStyle};
use serde::Serialize;
use unravel_evidence::{
    ActorKind, Bearing, ConfidenceLevel, DateRange, Direction, Kind, Reliability, Stance,
};

/// A document in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DocumentRow {
    /// Its id.
    pub id: String,
    /// When it was published.
    pub published: Option<DateRange>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Reliability of the publisher, where graded.
    pub reliability: Option<Reliability>,
    /// Headline.
    pub title: Option<String>,
    /// The file it was read from.
    pub origin: Option<String>,
    /// Statements coded from it.
    pub statements: usize,
    /// The document it repeats, if it does.
    pub duplicate_of: Option<String>,
}

/// An actor in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ActorRow {
    /// Its id.
    pub id: String,
    /// Preferred name.
    pub name: String,
    /// What it is.
    pub kind: ActorKind,
    /// Other names.
    pub aliases: Vec<String>,
    /// Documents that name it.
    pub documents: usize,
    /// Statements it stands in.
    pub statements: usize,
}

/// A statement in a list.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StatementRow {
    /// Its id.
    pub id: String,
    /// Name of the first actor.
    pub a: String,
    /// Name of the second actor.
    pub b: String,
    /// What binds or divides them.
    pub kind: Kind,
    /// From whom to whom.
    pub direction: Direction,
    /// How it is put.
    pub stance: Stance,
    /// Name of the speaker; none = the document's own voice.
    pub said_by: Option<String>,
    /// When the tie or act was.
    pub when: Option<DateRange>,
    /// For or against the tie.
    pub bearing: Bearing,
    /// Probability that a careful reader would agree, 0 to 1.
    pub score: f64,
    /// The words that carry it.
    pub cue: String,
    /// The sentence it stands in.
    pub quote: String,
    /// Id of the document.
    pub document: String,
    /// Publisher or title of the document.
    pub source: String,
}

/// A tie (a pair of actors with statements between them) in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TieRow {
    /// Name of the first actor.
    pub a: String,
    /// Name of the second actor.
    pub b: String,
    /// Statements for the tie.
    pub supporting: usize,
    /// Statements against it.
    pub opposing: usize,
    /// Neutral statements.
    pub neutral: usize,
    /// Documents they come from.
    pub documents: usize,
    /// Earliest date of an act or state.
    pub first: Option<DateRange>,
    /// Latest.
    pub last: Option<DateRange>,
}

/// A past judgement of a question in a list.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HistoryRow {
    /// Its id.
    pub id: String,
    /// When it was made (UTC).
    pub made_at: jiff::Timestamp,
    /// Evidence published later was unseen.
    pub as_of: jiff::civil::Date,
    /// The horizon.
    pub until: jiff::civil::Date,
    /// Probability that the tie holds, 0 to 1.
    pub probability: f64,
    /// 90 % interval.
    pub interval90: [f64; 2],
    /// The estimative term.
    pub term: String,
    /// Analytic confidence.
    pub confidence: ConfidenceLevel,
    /// Items of evidence it rests on.
    pub evidence: usize,
}

/// Columns that hold numbers stand to the right.
pub(crate) fn grid(
    head: &[&str],
    rows: Vec<Vec<String>>,
    numeric: &[usize],
    style: &Style,
    indent: usize,
) -> String {
    let mut table = Table::new();
    let rule = if style.unicode { '─' } else { '-' };
    table.load_style(TableStyle::new().header_separator(LineStyle::none().fill(rule)));
    table.set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(u16::try_from(style.columns().saturating_sub(indent)).unwrap_or(u16::MAX));
    table.set_header(head.iter().copied());
    table.add_rows(rows);
    for at in numeric {
        if let Some(column) = table.column_mut(*at) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    for column in table.column_iter_mut() {
        column.set_padding((0, 1));
    }
    let margin = " ".repeat(indent);
    let lines: Vec<String> = table
        .to_string()
        .lines()
        .map(|text| format!("{margin}{text}").trim_end().to_owned())
        .collect();
    lines.join("\n")
}

fn list(
    head: &[&str],
    rows: Vec<Vec<String>>,
    numeric: &[usize],
    none: &str,
    style: &Style,
) -> String {
    if rows.is_empty() {
        return format!("{none}\n");
    }
    grid(head, rows, numeric, style, 0) + "\n"
}

fn date(range: Option<DateRange>) -> String {
    range.map_or("-".to_owned(), |range| range.to_string())
}

fn text(value: Option<&String>) -> String {
    value.map_or("-".to_owned(), |value| line(value))
}

/// The documents of a case as a table.
pub fn documents_table(rows: &[DocumentRow], style: &Style) -> String {
    let cells = rows.iter().map(|d| {
        let mut title = text(d.title.as_ref().or(d.origin.as_ref()));
        if let Some(original) = &d.duplicate_of {
            title.push_str(&format!(" (repeats {})", line(original)));
        }
        vec![
            line(&d.id),
            date(d.published),
            text(d.publisher.as_ref()),
            d.reliability.map_or("-".to_owned(), |r| r.to_string()),
            title,
            d.statements.to_string(),
        ]
    });
    let head = [
        "document",
        "published",
        "publisher",
        "grade",
        "title",
        "statements",
    ];
    list(&head, cells.collect(), &[5], "No documents.", style)
}

/// The actors of a case as a table.
pub fn actors_table(rows: &[ActorRow], style: &Style) -> String {
    let shown = if style.full { usize::MAX } else { 4 };
    let cells = rows.iter().map(|a| {
        let mut aliases: Vec<String> = a.aliases.iter().take(shown).map(|x| line(x)).collect();
        let more = a.aliases.len().saturating_sub(shown);
        if more > 0 {
            aliases.push(format!("and {more} more"));
        }
        vec![
            line(&a.name),
            a.kind.to_string(),
            aliases.join(", "),
            a.documents.to_string(),
            a.statements.to_string(),
        ]
    });
    let head = ["actor", "kind", "also known as", "documents", "statements"];
    list(&head, cells.collect(), &[3, 4], "No actors.", style)
}

/// The statements of a case as a table.
pub fn statements_table(rows: &[StatementRow], style: &Style) -> String {
    let cells = rows.iter().map(|s| {
        let (from, to) = match s.direction {
            Direction::BToA => (&s.b, &s.a),
            _ => (&s.a, &s.b),
        };
        let arrow = match s.direction {
            Direction::Mutual => style.glyph("↔", "<->"),
            _ => style.glyph("→", "->"),
        };
        let by = s
            .said_by
            .as_ref()
            .map_or(String::new(), |by| format!(", by {}", line(by)));
        vec![
            short_id(&s.id),
            format!(
                "{} {arrow} {}: {}, {}{by}",
                line(from),
                line(to),
                s.kind,
                s.stance
            ),
            line(if style.full { &s.quote } else { &s.cue }),
            date(s.when),
            s.bearing.to_string(),
            signed(s.score, 2).replace('+', ""),
            line(&s.source),
        ]
    });
    let head = [
        "id",
        "statement",
        "words",
        "when",
        "bearing",
        "score",
        "source",
    ];
    list(&head, cells.collect(), &[5], "No statements.", style)
}

/// The ties of a case as a table.
pub fn ties_table(rows: &[TieRow], style: &Style) -> String {
    let cells = rows.iter().map(|t| {
        vec![
            format!("{} {} {}", line(&t.a), style.glyph("–", "-"), line(&t.b)),
            t.supporting.to_string(),
            t.opposing.to_string(),
            t.neutral.to_string(),
            t.documents.to_string(),
            date(t.first),
            date(t.last),
        ]
    });
    let head = [
        "tie",
        "for",
        "against",
        "neutral",
        "documents",
        "first",
        "last",
    ];
    list(&head, cells.collect(), &[1, 2, 3, 4], "No ties.", style)
}

/// The judgements of a question as a table, in the order given, with the number of rows.
pub fn history_table(rows: &[HistoryRow], style: &Style) -> String {
    let cells = rows.iter().map(|h| {
        vec![
            short_id(&h.id),
            h.made_at.strftime("%Y-%m-%d %H:%M").to_string(),
            h.as_of.to_string(),
            h.until.to_string(),
            percent(h.probability),
            interval(h.interval90),
            h.confidence.to_string(),
            h.evidence.to_string(),
        ]
    });
    let head = [
        "id",
        "made (UTC)",
        "as of",
        "until",
        "holds",
        "90 % interval",
        "confidence",
        "items",
    ];
    let mut out = list(&head, cells.collect(), &[4, 7], "No judgements.", style);
    if !rows.is_empty() {
        out.push_str(&count(rows.len(), "judgement", "judgements"));
        out.push('\n');
    }
    out
}
