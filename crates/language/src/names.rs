//! Names that are known before a text is parsed.

//!
//! The networks see a name of several words as one word, spelt like its last capitalised part:
//! what surrounds it is then read as around any proper noun, and nothing can be attached into its
//! middle. Afterwards its words hang on its last one.

use std::ops::Range;

use crate::entities::{Preset, Span};
use crate::labels::{Dep, EntityLabel, Tag};
use crate::syntax::Tree;
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

/// The tokens as the networks see them: each name of several tokens is one.
#[derive(Debug, Default)]
pub struct Groups {
    /// First token of each group, and the number of all tokens.
    starts: Vec<u32>,
}

/// What was found for the groups, spread over their tokens.
pub struct Spread {
    pub tags: Vec<Tag>,
    pub tree: Tree,
    pub spans: Vec<Span>,
}

impl Groups {
    /// Groups tokens by what is known about them; `None` where every token stands for itself.
    pub fn new(presets: &[Preset]) -> Option<Groups> {
        let inside = |preset: &Preset| matches!(preset, Preset::Inside(_));
        if !presets.iter().any(inside) {
            return None;
        }
        let starts = presets
            .iter()
            .enumerate()
            .filter(|(i, preset)| *i == 0 || !inside(preset));
        let mut starts: Vec<u32> = starts.map(|(i, _)| i as u32).collect();
        starts.push(presets.len() as u32);
        Some(Groups { starts })
    }

    /// Number of groups.
    pub fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// The tokens of a group.
    pub fn tokens(&self, group: usize) -> Range<usize> {
        self.starts[group] as usize..self.starts[group + 1] as usize
    }

    /// The token whose spelling stands for a group.
    pub fn face(&self, group: usize, text: &str, raw: &[RawToken]) -> usize {
        let tokens = self.tokens(group);
        let capital = |i: &usize| text[raw[*i].start..].starts_with(char::is_uppercase);
        tokens.clone().rev().find(capital).unwrap_or(tokens.end - 1)
    }

    /// Spreads tags, tree and entities from the groups over their tokens.
    pub fn spread(
        &self,
        text: &str,
        raw: &[RawToken],
        tags: &[Tag],
        tree: &Tree,
        spans: &[Span],
    ) -> Spread {
        let last = |group: usize| self.tokens(group).end as u32 - 1;
        let n = raw.len();
        let mut spread = Spread {
            tags: vec![Tag::Nnp; n],
            tree: Tree {
                heads: vec![0; n],
                labels: vec![Dep::Compound; n],
                starts: vec![false; n],
            },
            spans: Vec::new(),
        };
        for (group, &tag) in tags.iter().enumerate().take(self.len()) {
            let (tokens, head) = (self.tokens(group), last(group));
            for i in tokens.clone() {
                let (tag, label) = part_of_name(&text[raw[i].start..raw[i].end]);
                spread.tags[i] = tag;
                spread.tree.labels[i] = label;
                spread.tree.heads[i] = head;
            }
            let head = head as usize;
            let nominal = matches!(tag, Tag::Nnp | Tag::Nnps | Tag::Nn | Tag::Nns | Tag::Jj);
            spread.tags[head] = if nominal || tokens.len() == 1 {
                tag
            } else {
                Tag::Nnp
            };
            spread.tree.labels[head] = tree.labels[group];
            spread.tree.heads[head] = last(tree.heads[group] as usize);
            spread.tree.starts[tokens.start] = tree.starts[group];
        }
        let tokens = |&(start, end, label): &Span| {
            (
                self.starts[start] as usize,
                self.starts[end] as usize,
                label,
            )
        };
        spread.spans = spans.iter().map(tokens).collect();
        spread
    }
}

/// Tag and label of a word within a name.
fn part_of_name(word: &str) -> (Tag, Dep) {
    match word.to_lowercase().as_str() {
        "-" | "–" => (Tag::Hyph, Dep::Punct),
        "of" | "for" | "in" | "on" | "against" => (Tag::In, Dep::Prep),
        "and" | "&" => (Tag::Cc, Dep::Cc),
        "the" => (Tag::Dt, Dep::Det),
        "'s" | "’s" => (Tag::Pos, Dep::Case),
        word if word.chars().all(|c| c.is_ascii_punctuation()) => (Tag::Comma, Dep::Punct),
        word if word.chars().all(|c| c.is_ascii_digit()) => (Tag::Cd, Dep::Nummod),
        _ => (Tag::Nnp, Dep::Compound),
    }
}
