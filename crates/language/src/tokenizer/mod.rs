//! Text to tokens: white space, exceptions, prefixes, suffixes, infixes, web addresses.

mod address;
mod rules;

use std::collections::HashMap;

use crate::chars::is_space;
use crate::model::{ModelError, TokenizerData};
use rules::{CharSet, RuleSet};

/// Number of [`RawToken::special`] for a token that comes from no exception.
pub const NO_SPECIAL: u32 = u32::MAX;

/// A token before anything is known about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RawToken {
    /// Byte offset of the first character.
    pub start: usize,
    /// Byte offset after the last character.
    pub end: usize,
    /// Whether a blank follows that is no token of its own.
    pub blank: bool,
    /// Number of the exception's token that this is, or [`NO_SPECIAL`].
    pub special: u32,
}

/// A token of an exception.
#[derive(Debug)]
pub struct SpecialToken {
    pub text: String,
    pub norm: Option<String>,
}

/// An exception found among the tokens by the pieces the rules cut it into.
#[derive(Debug)]
struct Phrase {
    pieces: Vec<String>,
    special: usize,
}

/// The tokenizer.
#[derive(Debug)]
pub struct Tokenizer {
    prefixes: RuleSet,
    suffixes: RuleSet,
    infixes: RuleSet,
    domain: CharSet,
    specials: HashMap<String, usize>,
    /// First token and number of tokens of each exception in `special_tokens`.
    special_ranges: Vec<(usize, usize)>,
    special_tokens: Vec<SpecialToken>,
    longest_special: usize,
    /// By their first piece.
    phrases: HashMap<String, Vec<Phrase>>,
}

impl Tokenizer {
    pub fn new(data: &TokenizerData) -> Result<Tokenizer, ModelError> {
        let mut tokenizer = Tokenizer {
            prefixes: RuleSet::new(&data.prefixes, false),
            suffixes: RuleSet::new(&data.suffixes, true),
            infixes: RuleSet::new(&data.infixes, false),
            domain: CharSet::new(&data.domain),
            specials: HashMap::new(),
            special_ranges: Vec::new(),
            special_tokens: Vec::new(),
            longest_special: 0,
            phrases: HashMap::new(),
        };
        for special in &data.specials {
            let whole: String = special
                .tokens
                .iter()
                .map(|(text, _)| text.as_str())
                .collect();
            if whole != special.text || special.tokens.iter().any(|(text, _)| text.is_empty()) {
                let what = format!("the exception `{}` is not made of its tokens", special.text);
                return Err(ModelError::Unfit(what));
            }
            let number = tokenizer.special_ranges.len();
            tokenizer
                .special_ranges
                .push((tokenizer.special_tokens.len(), special.tokens.len()));
            for (text, norm) in &special.tokens {
                let token = SpecialToken {
                    text: text.clone(),
                    norm: norm.clone(),
                };
                tokenizer.special_tokens.push(token);
            }
            tokenizer.specials.insert(special.text.clone(), number);
            tokenizer.longest_special = tokenizer.longest_special.max(special.text.len());
        }
        tokenizer.add_phrases(data);
        Ok(tokenizer)
    }

    /// An exception that the rules would cut is also found among cut tokens ("(a.m.)").
    fn add_phrases(&mut self, data: &TokenizerData) {
        let mut pieces = Vec::new();
        for (number, special) in data.specials.iter().enumerate() {
            let text = special.text.as_str();
            let touched = self.prefixes.prefix(text) > 0
                || self.suffixes.suffix(text) > 0
                || self.infixes.find(text, 0).is_some()
                || text.contains(' ');
            if !touched {
                continue;
            }
            pieces.clear();
            self.chunks(text, false, &mut pieces);
            let pieces: Vec<String> = pieces
                .iter()
                .map(|t| text[t.start..t.end].to_owned())
                .collect();
            if let Some(first) = pieces.first().cloned() {
                self.phrases.entry(first).or_default().push(Phrase {
                    pieces,
                    special: number,
                });
            }
        }
    }

    /// The tokens of all exceptions, in the order of [`RawToken::special`].
    pub fn special_tokens(&self) -> &[SpecialToken] {
        &self.special_tokens
    }

    /// Appends the tokens of `text`.
    pub fn tokenize(&self, text: &str, tokens: &mut Vec<RawToken>) {
        let first = tokens.len();
        self.chunks(text, true, tokens);
        self.apply_phrases(text, first, tokens);
    }

    /// Cuts at white space. A single blank between two chunks belongs to the first; other white
    /// space becomes a token.
    fn chunks(&self, text: &str, with_specials: bool, tokens: &mut Vec<RawToken>) {
        let Some(c) = text.chars().next() else { return };
        let first_token = tokens.len();
        let mut in_space = is_space(c);
        let mut start = 0;
        let bytes = text.as_bytes();
        let mut i = 0;
        while i < bytes.len() {
            let byte = bytes[i];
            let (space, length) = if byte < 128 {
                (
                    byte == b' ' || (9..=13).contains(&byte) || (0x1c..=0x1f).contains(&byte),
                    1,
                )
            } else {
                let Some(c) = text[i..].chars().next() else {
                    break;
                };
                (is_space(c), c.len_utf8())
            };
            if space != in_space {
                if start < i {
                    self.chunk(text, start, i, with_specials, in_space, tokens);
                }
                if byte == b' ' {
                    if tokens.len() > first_token
                        && let Some(token) = tokens.last_mut()
                    {
                        token.blank = true;
                    }
                    start = i + 1;
                } else {
                    start = i;
                }
                in_space = space;
            }
            i += length;
        }
        if start < text.len() {
            self.chunk(text, start, text.len(), with_specials, in_space, tokens);
        }
    }

    fn special(&self, text: &str) -> Option<usize> {
        // The bound keeps a huge chunk from being hashed once per character cut off.
        if text.is_empty() || text.len() > self.longest_special {
            return None;
        }
        self.specials.get(text).copied()
    }

    fn push_special(&self, number: usize, start: usize, tokens: &mut Vec<RawToken>) {
        let (first, count) = self.special_ranges[number];
        let mut at = start;
        for i in first..first + count {
            let end = at + self.special_tokens[i].text.len();
            tokens.push(RawToken {
                start: at,
                end,
                blank: false,
                special: i as u32,
            });
            at = end;
        }
    }

    /// Tokens of one chunk, `text[start..end]`.
    fn chunk(
        &self,
        text: &str,
        mut start: usize,
        mut end: usize,
        with_specials: bool,
        space: bool,
        tokens: &mut Vec<RawToken>,
    ) {
        let push = |start, end, tokens: &mut Vec<RawToken>| {
            tokens.push(RawToken {
                start,
                end,
                blank: false,
                special: NO_SPECIAL,
            });
        };
        let special = |start: usize, end: usize| {
            if with_specials {
                self.special(&text[start..end])
            } else {
                None
            }
        };
        if let Some(number) = special(start, end) {
            return self.push_special(number, start, tokens);
        }
        // Neither white space nor plain letters are ever cut.
        if space
            || text.as_bytes()[start..end]
                .iter()
                .all(u8::is_ascii_alphabetic)
        {
            return push(start, end, tokens);
        }
        let mut suffixes = Vec::new();
        let mut found = None;
        while start < end {
            found = special(start, end);
            if found.is_some() {
                break;
            }
            let rest = &text[start..end];
            let prefix = self.prefixes.prefix(rest);
            if prefix > 0 {
                found = special(start + prefix, end);
                if found.is_some() {
                    push(start, start + prefix, tokens);
                    start += prefix;
                    break;
                }
            }
            let suffix = self.suffixes.suffix(&rest[prefix..]);
            if suffix > 0 {
                found = special(start, end - suffix);
                if found.is_some() {
                    suffixes.push((end - suffix, end));
                    end -= suffix;
                    break;
                }
            }
            if prefix == 0 && suffix == 0 {
                break;
            }
            if prefix > 0 {
                push(start, start + prefix, tokens);
                start += prefix;
            }
            if suffix > 0 {
                suffixes.push((end - suffix, end));
                end -= suffix;
            }
        }
        if let Some(number) = found {
            self.push_special(number, start, tokens);
        } else if start < end {
            self.middle(text, start, end, tokens);
        }
        for &(start, end) in suffixes.iter().rev() {
            push(start, end, tokens);
        }
    }

    /// What is left when prefixes and suffixes are gone.
    fn middle(&self, text: &str, start: usize, end: usize, tokens: &mut Vec<RawToken>) {
        let rest = &text[start..end];
        let mut push = |from: usize, to: usize| {
            let (start, end) = (start + from, start + to);
            tokens.push(RawToken {
                start,
                end,
                blank: false,
                special: NO_SPECIAL,
            });
        };
        if address::is_address(rest, &self.domain) {
            return push(0, rest.len());
        }
        let (mut done, mut at) = (0, 0);
        while let Some((from, to)) = self.infixes.find(rest, at) {
            at = to.max(from + 1);
            // A match at the very start would leave an empty token.
            if from == 0 {
                continue;
            }
            if from > done {
                push(done, from);
            }
            push(from, to);
            done = to;
        }
        if done < rest.len() {
            push(done, rest.len());
        }
    }

    /// Puts exceptions in the place of the tokens that the rules cut them into.
    fn apply_phrases(&self, text: &str, first: usize, tokens: &mut Vec<RawToken>) {
        let mut matches = Vec::new();
        for i in first..tokens.len() {
            let piece = &text[tokens[i].start..tokens[i].end];
            // Words without any mark are never the first piece of an exception; most are words.
            if piece.len() > self.longest_special {
                continue;
            }
            let Some(phrases) = self.phrases.get(piece) else {
                continue;
            };
            for phrase in phrases {
                let count = phrase.pieces.len();
                let fits = i + count <= tokens.len()
                    && tokens[i..i + count]
                        .iter()
                        .zip(&phrase.pieces)
                        .all(|(token, piece)| text[token.start..token.end] == **piece);
                if fits {
                    matches.push((i, count, phrase.special));
                }
            }
        }
        if matches.is_empty() {
            return;
        }
        // Longest first, then leftmost; each token is used once.
        matches.sort_by_key(|&(start, count, _)| (std::cmp::Reverse(count), start));
        let mut used = vec![false; tokens.len() - first];
        matches.retain(|&(start, count, _)| {
            let range = start - first..start - first + count;
            let free = !used[range.start] && !used[range.end - 1];
            used[range].fill(true);
            free
        });
        matches.sort_by_key(|&(start, _, _)| start);
        let old = tokens.split_off(first);
        let mut next = first;
        for (start, count, special) in matches {
            tokens.extend_from_slice(&old[next - first..start - first]);
            next = start + count;
            let span = &old[start - first..next - first];
            let (from, to) = (span[0].start, span[count - 1].end);
            // White space between the pieces makes it another text.
            if self.specials.get(&text[from..to]) == Some(&special) {
                self.push_special(special, from, tokens);
                if let Some(token) = tokens.last_mut() {
                    token.blank = span[count - 1].blank;
                }
            } else {
                tokens.extend_from_slice(span);
            }
        }
        tokens.extend_from_slice(&old[next - first..]);
    }
}
