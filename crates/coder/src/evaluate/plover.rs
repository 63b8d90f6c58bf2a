//! PLOVER event types of sentences with a marked source and target (`PLV_*.tsv`).

use serde::Serialize;

use super::ties::{Names, fold};
use crate::contract::OutputLine;

/// A labelled sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The sentence.
    pub sentence: String,
    /// The marked source.
    pub source: String,
    /// The marked target.
    pub target: String,
    /// The type, CONCEDE and RETREAT merged as YIELD.
    pub root: String,
    /// 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
    pub quad: u8,
}

/// Reads the table: tab-separated with a header, fields quoted where they hold a quotation mark.
pub fn read(tsv: &str) -> Vec<Row> {
    let mut records = records(tsv).into_iter();
    let Some(header) = records.next() else {
        return Vec::new();
    };
    let column = |name: &str| header.iter().position(|h| h == name);
    let (Some(sentence), Some(source), Some(target), Some(root), Some(quad)) = (
        column("sentence"),
        column("source"),
        column("target"),
        column("gold_root"),
        column("gold_penta"),
    ) else {
        return Vec::new();
    };
    records
        .filter_map(|r| {
            Some(Row {
                sentence: r.get(sentence)?.clone(),
                source: r.get(source)?.clone(),
                target: r.get(target)?.clone(),
                root: r.get(root)?.clone(),
                quad: r.get(quad)?.parse::<f64>().ok()? as u8,
            })
        })
        .collect()
}

/// Records of a tab-separated table with `"` quoting.
fn records(text: &str) -> Vec<Vec<String>> {
    let mut out = Vec::new();
    let mut record = Vec::new();
    let mut field = String::new();
    let mut quoted = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                field.push('"');
                chars.next();
            }
            '"' if quoted => quoted = false,
            '"' if field.is_empty() => quoted = true,
            '\t' if !quoted => record.push(std::mem::take(&mut field)),
            '\n' if !quoted => {
                record.push(std::mem::take(&mut field));
                out.push(std::mem::take(&mut record));
            }
            '\r' if !quoted => {}
            _ => field.push(c),
        }
    }
    if !field.is_empty() || !record.is_empty() {
        record.push(field);
        out.push(record);
    }
    out
}

/// Whether a marked phrase and any of the folded names hold one another.
pub fn overlaps<'n>(marked: &str, mut names: impl Iterator<Item = &'n str>) -> bool {
    let marked = fold(marked);
    names.any(|n| !n.is_empty() && (marked.contains(n) || n.contains(&marked)))
}

fn merged(plover: &str) -> &str {
    match plover {
        "CONCEDE" | "RETREAT" => "YIELD",
        other => other,
    }
}

fn quad(root: &str) -> u8 {
    match root {
        "AGREE" | "CONSULT" | "SUPPORT" => 1,
        "COOPERATE" | "AID" | "YIELD" => 2,
        "REQUEST" | "ACCUSE" | "REJECT" | "THREATEN" => 3,
        _ => 4,
    }
}

/// Counts over rows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    rows: usize,
    coded: usize,
    root: usize,
    quad: usize,
}

/// The scores.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Scores {
    /// Labelled sentences.
    pub rows: usize,
    /// Sentences with an event between the marked two.
    pub coded: usize,
    /// Share of the coded whose type is right.
    pub root_accuracy_coded: f64,
    /// Share of all whose type is right.
    pub root_accuracy_all: f64,
    /// Share of all whose quad class is right.
    pub quad_accuracy_all: f64,
}

impl Counts {
    /// Adds a sentence: its first event between the marked two counts.
    pub fn add(&mut self, row: &Row, coded: &OutputLine) {
        self.rows += 1;
        let names = Names::of_output(coded);
        let first = coded.statements.iter().find_map(|s| {
            let event = s.event.as_ref()?;
            let pair = |source: &str, target: &str| {
                overlaps(&row.source, names.of(source).iter().map(String::as_str))
                    && overlaps(&row.target, names.of(target).iter().map(String::as_str))
            };
            (pair(&s.a, &s.b) || pair(&s.b, &s.a)).then(|| merged(event.plover.as_str()))
        });
        if let Some(first) = first {
            self.coded += 1;
            self.root += usize::from(first == row.root);
            self.quad += usize::from(quad(first) == row.quad);
        }
    }

    /// The scores over all rows added.
    pub fn scores(&self) -> Scores {
        let share = |n: usize, of: usize| if of == 0 { 0.0 } else { n as f64 / of as f64 };
        Scores {
            rows: self.rows,
            coded: self.coded,
            root_accuracy_coded: share(self.root, self.coded),
            root_accuracy_all: share(self.root, self.rows),
            quad_accuracy_all: share(self.quad, self.rows),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_quoted_fields() {
        let rows = read(
            "sentence\tsource\ttarget\tgold_root\tgold_penta\n\"\"\"No\"\", said X\tto Y\"\tX\tY\tREJECT\t3.0\n",
        );
        assert_eq!(rows[0].sentence, "\"No\", said X\tto Y");
        assert_eq!((rows[0].root.as_str(), rows[0].quad), ("REJECT", 3));
    }

    #[test]
    fn phrases_overlap_either_way() {
        let names = ["iran", "islamic republic of iran"];
        assert!(overlaps("the Iranian navy", names.iter().copied()));
        assert!(!overlaps("Peru", names.iter().copied()));
    }
}
