//! What the pipeline found in a text.

use std::ops::Range;
use std::sync::Arc;

use compact_str::CompactString;

use crate::labels::{Dep, EntityLabel, Pos, Tag};

/// A token: a word, a mark, or white space that is more than a single blank between words.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Token {
    /// Byte offset of its first character in the text.
    pub start: usize,
    /// Byte offset after its last character.
    pub end: usize,
    /// The same as `start`, counted in characters (Unicode scalar values).
    pub char_start: usize,
    /// The same as `end`, counted in characters.
    pub char_end: usize,
    /// Fine part-of-speech tag.
    pub tag: Tag,
    /// Coarse part of speech.
    pub pos: Pos,
    /// Lemma. Lower case except for proper nouns and "I".
    pub lemma: CompactString,
    /// Index of the head token; a root points at itself.
    pub head: usize,
    /// Label of the arc to the head.
    pub dep: Dep,
    /// Whether a sentence starts here.
    pub sent_start: bool,
    /// Type of the entity that the token is part of.
    pub ent: Option<EntityLabel>,
    /// Whether that entity begins here.
    pub ent_begin: bool,
    /// Whether a blank follows that is no token.
    pub blank_after: bool,
    /// Whether the token is part of a name that was known beforehand.
    pub known: bool,
    pub(crate) morph: u16,
}

impl Token {
    /// Whether the token is white space.
    pub fn is_space(&self) -> bool {
        self.pos == Pos::Space
    }

    /// The entity mark in IOB form: `O`, `B-ORG`, `I-ORG` and so on.
    pub fn iob(&self) -> String {
        match self.ent {
            None => "O".to_owned(),
            Some(label) => format!("{}-{label}", if self.ent_begin { "B" } else { "I" }),
        }
    }
}

/// A named entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entity {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// Its type.
    pub label: EntityLabel,
}

/// A parsed text.
#[derive(Debug, Clone)]
pub struct Parse {
    text: String,
    tokens: Vec<Token>,
    edges: Vec<(u32, u32)>,
    /// First tokens of the sentences.
    sentences: Vec<u32>,
    morphs: Arc<[String]>,
}

impl Parse {
    pub(crate) fn new(text: String, tokens: Vec<Token>, morphs: Arc<[String]>) -> Parse {
        let heads: Vec<u32> = tokens.iter().map(|token| token.head as u32).collect();
        let starts = tokens
            .iter()
            .enumerate()
            .filter(|(i, t)| *i == 0 || t.sent_start);
        let sentences = starts.map(|(i, _)| i as u32).collect();
        Parse {
            edges: crate::syntax::edges(&heads),
            text,
            tokens,
            sentences,
            morphs,
        }
    }

    /// The text, unchanged.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// All tokens in text order.
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// Number of tokens.
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Whether there are no tokens.
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// The text of a token.
    ///
    /// # Panics
    /// If `i` is not the index of a token, as for a slice; so do all functions that take one.
    pub fn token_text(&self, i: usize) -> &str {
        &self.text[self.tokens[i].start..self.tokens[i].end]
    }

    /// Morphological features of a token in the Universal Dependencies notation
    /// (`Number=Sing|Person=3`), empty for none.
    pub fn morph(&self, i: usize) -> &str {
        self.morphs
            .get(usize::from(self.tokens[i].morph))
            .map_or("", String::as_str)
    }

    /// The sentences as ranges of tokens, in text order. Every token is in exactly one.
    pub fn sentences(
        &self,
    ) -> impl ExactSizeIterator<Item = Range<usize>> + DoubleEndedIterator + '_ {
        (0..self.sentences.len()).map(|s| self.sentence(s))
    }

    fn sentence(&self, s: usize) -> Range<usize> {
        let end = self
            .sentences
            .get(s + 1)
            .map_or(self.tokens.len(), |&next| next as usize);
        self.sentences[s] as usize..end
    }

    /// The sentence that a token is in.
    pub fn sentence_of(&self, i: usize) -> Range<usize> {
        assert!(i < self.tokens.len(), "no token {i}");
        self.sentence(self.sentences.partition_point(|&start| start as usize <= i) - 1)
    }

    /// The root of a range of tokens: the first whose head lies outside or is itself.
    pub fn root_of(&self, tokens: Range<usize>) -> Option<usize> {
        tokens.clone().find(|&i| {
            let head = self.tokens[i].head;
            head == i || !tokens.contains(&head)
        })
    }

    /// The tokens whose head is `i`, in text order.
    pub fn children(&self, i: usize) -> impl DoubleEndedIterator<Item = usize> + '_ {
        self.subtree(i)
            .filter(move |&child| child != i && self.tokens[child].head == i)
    }

    /// The children before the token.
    pub fn lefts(&self, i: usize) -> impl DoubleEndedIterator<Item = usize> + '_ {
        (self.subtree(i).start..i).filter(move |&child| self.tokens[child].head == i)
    }

    /// The children after the token.
    pub fn rights(&self, i: usize) -> impl DoubleEndedIterator<Item = usize> + '_ {
        (i + 1..self.subtree(i).end).filter(move |&child| self.tokens[child].head == i)
    }

    /// From the leftmost to the rightmost token below `i`, itself included. Where arcs cross, the
    /// range also holds tokens that are not below.
    pub fn subtree(&self, i: usize) -> Range<usize> {
        let (low, high) = self.edges[i];
        low as usize..high as usize + 1
    }

    /// The heads of a token, nearest first, up to the root.
    pub fn ancestors(&self, i: usize) -> impl Iterator<Item = usize> + '_ {
        let up = |&at: &usize| Some(self.tokens[at].head).filter(|&head| head != at);
        std::iter::successors(up(&i), up)
    }

    /// Whether `above` is a proper ancestor of `below`.
    pub fn is_ancestor(&self, above: usize, below: usize) -> bool {
        above != below
            && self.subtree(above).contains(&below)
            && self.ancestors(below).any(|i| i == above)
    }

    /// The named entities in text order.
    pub fn entities(&self) -> impl Iterator<Item = Entity> + '_ {
        let mut next = 0;
        std::iter::from_fn(move || {
            let start = (next..self.tokens.len()).find(|&i| self.tokens[i].ent.is_some())?;
            let label = self.tokens[start].ent?;
            let rest = self.tokens[start + 1..].iter();
            let inside = rest
                .take_while(|t| t.ent == Some(label) && !t.ent_begin)
                .count();
            next = start + 1 + inside;
            Some(Entity {
                tokens: start..next,
                label,
            })
        })
    }

    /// The text from the first to the last token of a range.
    pub fn span_text(&self, tokens: Range<usize>) -> &str {
        &self.text[self.span_bytes(tokens)]
    }

    /// The byte offsets of a range of tokens.
    pub fn span_bytes(&self, tokens: Range<usize>) -> Range<usize> {
        match self.tokens.get(tokens) {
            Some([first, .., last]) => first.start..last.end,
            Some([only]) => only.start..only.end,
            _ => 0..0,
        }
    }

    /// The character offsets of a range of tokens.
    pub fn span_chars(&self, tokens: Range<usize>) -> Range<usize> {
        match self.tokens.get(tokens) {
            Some([first, .., last]) => first.char_start..last.char_end,
            Some([only]) => only.char_start..only.char_end,
            _ => 0..0,
        }
    }

    /// The tokens that overlap a range of byte offsets.
    pub fn tokens_at(&self, bytes: Range<usize>) -> Range<usize> {
        let start = self
            .tokens
            .partition_point(|token| token.end <= bytes.start);
        let end = self.tokens.partition_point(|token| token.start < bytes.end);
        start..end.max(start)
    }

    /// Base noun phrases: a noun, proper noun or pronoun that is a subject, object, attribute,
    /// apposition or root, or joined to one, with all before it that hangs on it. They do not
    /// nest; each ends with its head.
    pub fn noun_chunks(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        let mut end = 0;
        (0..self.tokens.len()).filter_map(move |i| {
            let start = self.subtree(i).start;
            let nominal = matches!(self.tokens[i].pos, Pos::Noun | Pos::Propn | Pos::Pron);
            if !nominal || start < end {
                return None;
            }
            let mut at = i;
            if self.tokens[i].dep == Dep::Conj {
                at = self.tokens[i].head;
                while self.tokens[at].dep == Dep::Conj && self.tokens[at].head < at {
                    at = self.tokens[at].head;
                }
            }
            if !is_phrase_head(self.tokens[at].dep) {
                return None;
            }
            end = i + 1;
            Some(start..end)
        })
    }
}

fn is_phrase_head(dep: Dep) -> bool {
    matches!(
        dep,
        Dep::Oprd
            | Dep::Nsubj
            | Dep::Dobj
            | Dep::Nsubjpass
            | Dep::Pcomp
            | Dep::Pobj
            | Dep::Dative
            | Dep::Appos
            | Dep::Attr
            | Dep::Root
    )
}
