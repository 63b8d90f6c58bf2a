//! Our own coded statements.

use crate::chunk::{Chunk, Fate, Passed, Row, Who};
use crate::dictionary::Scheme;
use crate::history::days;
use serde::Deserialize;
use unravel_evidence::{DateRange, Direction, Event, Kind, Stance};

/// A document as `unravel code --jsonl` writes it; what is not needed here is passed over.
#[derive(Deserialize)]
struct Coded {
    statements: Vec<Statement>,
}

#[derive(Deserialize)]
struct Statement {
    a: Name,
    b: Name,
    kind: Kind,
    direction: Direction,
    stance: Stance,
    when: Option<DateRange>,
    #[serde(default)]
    event: Option<Event>,
}

/// A name, or an actor with one.
#[derive(Deserialize)]
#[serde(untagged)]
enum Name {
    Plain(String),
    Actor { name: String },
}

impl Name {
    fn as_bytes(&self) -> &[u8] {
        match self {
            Name::Plain(name) | Name::Actor { name } => name.as_bytes(),
        }
    }
}

/// A line: a coded document, or one statement.
#[derive(Deserialize)]
#[serde(untagged)]
enum Line {
    Coded(Coded),
    Statement(Box<Statement>),
}

/// Reads lines of JSON.
pub(super) fn lines(block: &[u8]) -> Chunk {
    let mut chunk = Chunk::default();
    for line in block.split_inclusive(|&b| b == b'\n') {
        let number = chunk.lines;
        chunk.lines += 1;
        if line.trim_ascii().is_empty() {
            continue;
        }
        match serde_json::from_slice(line) {
            Ok(line) => take(&mut chunk, number, line),
            Err(error) => chunk.take(number, Err(wrong(&error))),
        }
    }
    chunk
}

/// Reads one array of documents or statements.
pub(super) fn array(block: &[u8]) -> Chunk {
    let mut chunk = Chunk::default();
    match serde_json::from_slice::<Vec<serde_json::Value>>(block) {
        Ok(items) => {
            for item in items {
                match serde_json::from_value(item) {
                    Ok(line) => take(&mut chunk, 0, line),
                    Err(error) => chunk.take(0, Err(wrong(&error))),
                }
            }
        }
        Err(error) => {
            let line = (error.line() as u64).saturating_sub(1);
            chunk.take(line, Err(wrong(&error)));
        }
    }
    chunk.lines = memchr::memchr_iter(b'\n', block).count() as u64;
    chunk
}

fn wrong(error: &serde_json::Error) -> String {
    format!(
        "not a coded document or statement ({error}); give the output of `unravel code --jsonl` or `unravel statements CASE --json`"
    )
}

fn take(chunk: &mut Chunk, line: u64, parsed: Line) {
    match parsed {
        Line::Coded(coded) => {
            for statement in &coded.statements {
                events(chunk, line, statement);
            }
        }
        Line::Statement(statement) => events(chunk, line, &statement),
    }
}

/// What is said to have been done is an event; what is denied, promised, predicted or supposed is
/// none. A mutual act is one in each direction.
fn events(chunk: &mut Chunk, line: u64, statement: &Statement) {
    if !matches!(statement.stance, Stance::Asserted | Stance::Hedged) {
        return chunk.take(line, Ok(Fate::Passed(Passed::NotDone)));
    }
    let Some(when) = statement.when else {
        return chunk.take(line, Ok(Fate::Passed(Passed::Undated)));
    };
    let (scheme, code, mode) = match &statement.event {
        Some(event) => match &event.cameo {
            Some(code) => (Scheme::Cameo, code.as_str(), ""),
            None => (
                Scheme::Plover,
                event.plover.as_str(),
                event.mode.as_deref().unwrap_or_default(),
            ),
        },
        None => (Scheme::Kind, statement.kind.as_str(), ""),
    };
    fn who(name: &Name) -> Who<'_> {
        Who {
            name: name.as_bytes(),
            ..Who::default()
        }
    }
    let row = Row {
        time: days(when.midpoint()),
        source: who(&statement.a),
        target: who(&statement.b),
        scheme,
        code: code.as_bytes(),
        mode: mode.as_bytes(),
        goldstein: None,
        count: None,
        fatalities: None,
        place: None,
    };
    let turned = Row {
        source: row.target,
        target: row.source,
        ..row
    };
    if row.source.is_nobody() || row.target.is_nobody() {
        return chunk.take(line, Ok(Fate::Passed(Passed::OneSided)));
    }
    if statement.direction != Direction::BToA {
        chunk.take(line, Ok(Fate::Event(row)));
    }
    if statement.direction != Direction::AToB {
        chunk.take(line, Ok(Fate::Event(turned)));
    }
}
