//! Expressions of time against a table of our own.
#![allow(clippy::unwrap_used)] // helpers of tests are tests

use std::sync::OnceLock;

use jiff::civil::Date;
use unravel_language::{Pipeline, dates};

fn pipeline() -> &'static Pipeline {
    static PIPELINE: OnceLock<Pipeline> = OnceLock::new();
    PIPELINE.get_or_init(|| Pipeline::english().unwrap())
}

/// The range found for the bracketed part of a text: `none` where there is no expression, `-`
/// where it has no range.
fn found(marked: &str, published: Option<Date>) -> String {
    let text = marked.replace(['[', ']'], "");
    let parse = pipeline().parse(&text);
    let span = match (marked.find('['), marked.find(']')) {
        (Some(start), Some(end)) => start..end - 1,
        _ => 0..text.len(),
    };
    let wanted = parse.tokens_at(span);
    let expressions = dates::resolve(&parse, published);
    let overlap = |tokens: &std::ops::Range<usize>| {
        tokens
            .end
            .min(wanted.end)
            .saturating_sub(tokens.start.max(wanted.start))
    };
    let best = expressions
        .iter()
        .filter(|e| overlap(&e.tokens) > 0 && e.range.is_some());
    let best = best.max_by_key(|e| overlap(&e.tokens));
    match best {
        Some(expression) => expression
            .range
            .map_or("-".to_owned(), |range| range.to_string()),
        None => "-".to_owned(),
    }
}

#[test]
fn the_table_is_resolved() {
    let mut published: Option<Date> = Some("2021-08-18".parse().unwrap());
    let (mut cases, mut wrong) = (0, Vec::new());
    for line in include_str!("data/dates.txt").lines() {
        if line.starts_with('#') || line.is_empty() {
            continue;
        }
        if let Some(date) = line.strip_prefix("@ ") {
            published = (date != "none").then(|| date.parse().unwrap());
            continue;
        }
        let (text, expected) = line.rsplit_once(" | ").unwrap();
        cases += 1;
        let found = found(text, published);
        if found != expected.replace("none", "-") {
            wrong.push(format!("{text}: {found}, expected {expected}"));
        }
    }
    assert!(cases >= 150, "only {cases} cases");
    assert!(
        wrong.is_empty(),
        "{} of {cases} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
