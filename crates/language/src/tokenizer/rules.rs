//! Rules of characters: what is cut off the front, the end, and where a chunk is cut inside.

use crate::model::{Element, Rule};

/// A set of characters: a bit map for ASCII, ranges for the rest.
#[derive(Debug, Clone, Default)]
pub struct CharSet {
    ascii: u128,
    ranges: Vec<(char, char)>,
}

impl CharSet {
    pub fn new(ranges: &[(char, char)]) -> CharSet {
        let mut set = CharSet::default();
        for &(low, high) in ranges {
            let mut c = u32::from(low);
            while c <= u32::from(high).min(127) {
                set.ascii |= 1 << c;
                c += 1;
            }
            if u32::from(high) > 127 {
                set.ranges.push((low, high));
            }
        }
        set.ranges.sort_unstable();
        set
    }

    pub fn add(&mut self, other: &CharSet) {
        self.ascii |= other.ascii;
        self.ranges.extend_from_slice(&other.ranges);
        self.ranges.sort_unstable();
        let mut merged: Vec<(char, char)> = Vec::with_capacity(self.ranges.len());
        for &(low, high) in &self.ranges {
            match merged.last_mut() {
                Some(last) if low <= last.1 => last.1 = last.1.max(high),
                _ => merged.push((low, high)),
            }
        }
        self.ranges = merged;
    }

    pub fn contains(&self, c: char) -> bool {
        let code = u32::from(c);
        if code < 128 {
            return self.ascii >> code & 1 == 1;
        }
        let after = self.ranges.partition_point(|&(low, _)| low <= c);
        after > 0 && c <= self.ranges[after - 1].1
    }
}

/// An element of a compiled rule.
#[derive(Debug)]
enum Piece {
    One(CharSet),
    Many(CharSet),
    Literal(Vec<String>),
}

/// A compiled rule.
#[derive(Debug)]
struct Pattern {
    behind: Vec<CharSet>,
    body: Vec<Piece>,
    ahead: Option<(bool, CharSet)>,
}

fn first(text: &str) -> Option<char> {
    text.chars().next()
}

fn last(text: &str) -> Option<char> {
    text.chars().next_back()
}

impl Pattern {
    fn new(rule: &Rule) -> Pattern {
        let piece = |element: &Element| match element {
            Element::One(set) => Piece::One(CharSet::new(set)),
            Element::Many(set) => Piece::Many(CharSet::new(set)),
            Element::Literal(texts) => Piece::Literal(texts.clone()),
        };
        Pattern {
            behind: rule.behind.iter().map(|set| CharSet::new(set)).collect(),
            body: rule.body.iter().map(piece).collect(),
            ahead: rule
                .ahead
                .as_ref()
                .map(|(wanted, set)| (*wanted, CharSet::new(set))),
        }
    }

    /// The set of a rule that is nothing but one character.
    fn single(&self) -> Option<&CharSet> {
        match self.body.as_slice() {
            [Piece::One(set)] if self.behind.is_empty() && self.ahead.is_none() => Some(set),
            _ => None,
        }
    }

    /// Characters that a match can begin (or, from the end, finish) with.
    fn edge(&self, from_end: bool) -> CharSet {
        let piece = if from_end {
            self.body.last()
        } else {
            self.body.first()
        };
        match piece {
            Some(Piece::One(set) | Piece::Many(set)) => set.clone(),
            Some(Piece::Literal(texts)) => {
                let edge = texts
                    .iter()
                    .filter_map(|t| if from_end { last(t) } else { first(t) });
                CharSet::new(&edge.map(|c| (c, c)).collect::<Vec<_>>())
            }
            None => CharSet::default(),
        }
    }

    fn behind_fits(&self, before: &str) -> bool {
        let mut before = before.chars().rev();
        self.behind
            .iter()
            .rev()
            .all(|set| before.next().is_some_and(|c| set.contains(c)))
    }

    /// End of a match that starts at `at`.
    fn match_at(&self, text: &str, at: usize) -> Option<usize> {
        let end = self.forward(&self.body, text, at)?;
        self.behind_fits(&text[..at]).then_some(end)
    }

    fn forward(&self, body: &[Piece], text: &str, at: usize) -> Option<usize> {
        let rest = &text[at..];
        match body.split_first() {
            None => match &self.ahead {
                Some((wanted, set)) => {
                    (first(rest).is_some_and(|c| set.contains(c)) == *wanted).then_some(at)
                }
                None => Some(at),
            },
            Some((Piece::One(set), body)) => {
                let c = first(rest).filter(|&c| set.contains(c))?;
                self.forward(body, text, at + c.len_utf8())
            }
            Some((Piece::Many(set), body)) => {
                let run = rest.find(|c| !set.contains(c)).unwrap_or(rest.len());
                if run == 0 {
                    None
                } else {
                    self.forward(body, text, at + run)
                }
            }
            Some((Piece::Literal(texts), body)) => texts
                .iter()
                .filter(|t| rest.starts_with(t.as_str()))
                .find_map(|t| self.forward(body, text, at + t.len())),
        }
    }

    /// Start of the longest match that ends at the end of the text.
    fn match_end(&self, text: &str) -> Option<usize> {
        backward(&self.body, text, text.len(), &|start| {
            self.behind_fits(&text[..start])
        })
    }
}

fn backward(body: &[Piece], text: &str, end: usize, fits: &dyn Fn(usize) -> bool) -> Option<usize> {
    let head = &text[..end];
    match body.split_last() {
        None => fits(end).then_some(end),
        Some((Piece::One(set), body)) => {
            let c = last(head).filter(|&c| set.contains(c))?;
            backward(body, text, end - c.len_utf8(), fits)
        }
        Some((Piece::Many(set), body)) => {
            let run = head.trim_end_matches(|c| set.contains(c)).len();
            // The longest run first; the elements before it may need some of it back.
            let mut starts = head[run..].char_indices().map(|(i, _)| run + i);
            starts.find_map(|start| backward(body, text, start, fits))
        }
        Some((Piece::Literal(texts), body)) => texts
            .iter()
            .filter(|t| head.ends_with(t.as_str()))
            .filter_map(|t| backward(body, text, end - t.len(), fits))
            .min(),
    }
}

/// A compiled list of rules.
#[derive(Debug)]
pub struct RuleSet {
    patterns: Vec<Pattern>,
    /// Union of the rules that are a single character.
    singles: CharSet,
    /// Numbers of the other rules.
    others: Vec<usize>,
    /// Characters that a match of another rule can begin (or finish) with.
    edges: CharSet,
}

impl RuleSet {
    pub fn new(rules: &[Rule], from_end: bool) -> RuleSet {
        let patterns: Vec<Pattern> = rules.iter().map(Pattern::new).collect();
        let (mut singles, mut edges, mut others) = (CharSet::default(), CharSet::default(), vec![]);
        for (i, pattern) in patterns.iter().enumerate() {
            match pattern.single() {
                Some(set) => singles.add(set),
                None => {
                    edges.add(&pattern.edge(from_end));
                    others.push(i);
                }
            }
        }
        RuleSet {
            patterns,
            singles,
            others,
            edges,
        }
    }

    /// Length in bytes of what is cut off the front: the first rule that matches.
    pub fn prefix(&self, text: &str) -> usize {
        first(text).map_or(0, |c| self.match_at(text, 0, c).unwrap_or(0))
    }

    /// Length in bytes of what is cut off the end: the longest match.
    pub fn suffix(&self, text: &str) -> usize {
        let Some(c) = last(text) else { return 0 };
        let single = if self.singles.contains(c) {
            c.len_utf8()
        } else {
            0
        };
        if !self.edges.contains(c) {
            return single;
        }
        let starts = self
            .others
            .iter()
            .filter_map(|&i| self.patterns[i].match_end(text));
        starts
            .min()
            .map_or(single, |start| single.max(text.len() - start))
    }

    /// The next match at or after `at`.
    pub fn find(&self, text: &str, at: usize) -> Option<(usize, usize)> {
        text[at..].char_indices().find_map(|(i, c)| {
            let end = self.match_at(text, at + i, c)?;
            Some((at + i, end))
        })
    }

    fn match_at(&self, text: &str, at: usize, c: char) -> Option<usize> {
        let single = self.singles.contains(c).then(|| at + c.len_utf8());
        if !self.edges.contains(c) {
            return single;
        }
        let other = self
            .others
            .iter()
            .find_map(|&i| Some((i, self.patterns[i].match_at(text, at)?)));
        match (single, other) {
            (Some(single), Some((i, end))) => {
                // Both kinds match: the earlier rule wins.
                let earlier = &self.patterns[..i];
                let one = |p: &Pattern| p.single().is_some_and(|set| set.contains(c));
                Some(if earlier.iter().any(one) { single } else { end })
            }
            (single, other) => single.or(other.map(|(_, end)| end)),
        }
    }
}
