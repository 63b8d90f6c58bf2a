//! Names that are known before a text is parsed.

use std::ops::Range;

use crate::labels::EntityLabel;
use crate::tokenizer::{NO_SPECIAL, RawToken};

/// A name known beforehand, e.g. from a registry of actors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownName {
    /// Byte offset of its first character.
    pub start: usize,
    /// Byte offset after its last character.
    pub end: usize,
    /// Its type.
    pub label: EntityLabel,
}

/// Cuts tokens at the edges of the names; returns the tokens of each name that fits.
pub fn place(
    text: &str,
    names: &[KnownName],
    tokens: &mut Vec<RawToken>,
) -> Vec<(Range<usize>, EntityLabel)> {
    let mut edges = Vec::new();
    let mut fitting = Vec::new();
    let mut done = 0;
    for name in names {
        let Some(content) = text.get(name.start..name.end) else {
            continue;
        };
        let trimmed = content.trim();
        if name.start < done || trimmed.is_empty() {
            continue;
        }
        let start = name.start + (content.len() - content.trim_start().len());
        let end = start + trimmed.len();
        edges.extend([start, end]);
        fitting.push((start, end, name.label));
        done = end;
    }
    if fitting.is_empty() {
        return Vec::new();
    }
    cut(&edges, tokens);
    let place = |&(start, end, label): &(usize, usize, EntityLabel)| {
        let first = tokens.partition_point(|token| token.end <= start);
        let last = tokens.partition_point(|token| token.start < end);
        (first < last).then_some((first..last, label))
    };
    fitting.iter().filter_map(place).collect()
}

/// Cuts every token that an edge falls into; `edges` are sorted.
fn cut(edges: &[usize], tokens: &mut Vec<RawToken>) {
    let inside = |token: &RawToken| {
        let next = edges.partition_point(|&edge| edge <= token.start);
        edges.get(next).copied().filter(|&edge| edge < token.end)
    };
    if !tokens.iter().any(|token| inside(token).is_some()) {
        return;
    }
    let old = std::mem::take(tokens);
    for mut token in old {
        while let Some(edge) = inside(&token) {
            tokens.push(RawToken {
                start: token.start,
                end: edge,
                blank: false,
                special: NO_SPECIAL,
            });
            token = RawToken {
                start: edge,
                special: NO_SPECIAL,
                ..token
            };
        }
        tokens.push(token);
    }
}
