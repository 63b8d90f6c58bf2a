//! The content of a model file.

use serde::{Deserialize, Serialize};

/// All that the pipeline needs: tables, rules and weights.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ModelData {
    /// Where the data came from.
    pub origin: Origin,
    /// Names whose number is fixed by the format instead of being their hash.
    pub symbols: Vec<(String, u32)>,
    /// Tokenizer rules and exceptions.
    pub tokenizer: TokenizerData,
    /// Normal forms by the 64-bit hash of the word, sorted by hash.
    pub norms: Vec<(u64, String)>,
    /// Fine tags in the order of the tagger's outputs.
    pub tags: Vec<String>,
    /// Moves of the parser in the order of its outputs; see [`Move`].
    pub parser_moves: Vec<Move>,
    /// Moves of the entity recogniser in the order of its outputs.
    pub entity_moves: Vec<Move>,
    /// Attribute rules in their order of application.
    pub ruler: Vec<RulerPattern>,
    /// Lemma tables, one per part of speech that has one.
    pub lemmas: Vec<LemmaTable>,
    /// Weights.
    pub tensors: Vec<Tensor>,
}

/// Where a model came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// Name of the package.
    pub name: String,
    /// Version of the package.
    pub version: String,
    /// SHA-256 of the wheel, in hexadecimal.
    pub sha256: String,
    /// The files of the wheel that were used, with the SHA-256 of each.
    pub parts: Vec<Part>,
}

/// One file of the wheel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Path within the model's folder.
    pub path: String,
    /// SHA-256 of its content, in hexadecimal.
    pub sha256: String,
}

/// What the tokenizer works with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenizerData {
    /// What is cut off the front of a chunk; the first rule that matches wins.
    pub prefixes: Vec<Rule>,
    /// What is cut off the end of a chunk; the longest match wins.
    pub suffixes: Vec<Rule>,
    /// Where a chunk is cut inside; the first position, there the first rule, wins.
    pub infixes: Vec<Rule>,
    /// The characters of a top-level domain.
    pub domain: Vec<(char, char)>,
    /// Chunks with a fixed tokenization.
    pub specials: Vec<Special>,
}

/// One tokenizer rule: elements in sequence, between what must stand before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// Sets of characters that must precede, in text order.
    pub behind: Vec<Vec<(char, char)>>,
    /// What is matched.
    pub body: Vec<Element>,
    /// What must follow (`true`) or must not (`false`).
    pub ahead: Option<(bool, Vec<(char, char)>)>,
}

/// Part of a tokenizer rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Element {
    /// One character out of inclusive ranges.
    One(Vec<(char, char)>),
    /// One or more characters out of inclusive ranges, as many as there are.
    Many(Vec<(char, char)>),
    /// One of several strings; the first that lets the rule match wins.
    Literal(Vec<String>),
}

/// A chunk with a fixed tokenization.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Special {
    /// The chunk.
    pub text: String,
    /// Its tokens with, where it differs from the usual one, their normal form.
    pub tokens: Vec<(String, Option<String>)>,
}

/// One move of a transition system.
///
/// Kinds of the parser: 0 shift, 1 reduce, 2 left arc, 3 right arc, 4 break. Kinds of the entity
/// recogniser: 1 begin, 2 in, 3 last, 4 unit, 5 out. A parser label `a||b` is label `a` of an arc
/// whose true head is found below by the label `b`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Move {
    /// Kind of the move.
    pub kind: u8,
    /// Label, or empty.
    pub label: String,
}

/// A rule that sets attributes of a token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RulerPattern {
    /// Tests of consecutive tokens.
    pub tokens: Vec<RulerToken>,
    /// Which of the tokens is changed.
    pub index: usize,
    /// New part of speech.
    pub pos: Option<String>,
    /// New fine tag.
    pub tag: Option<String>,
    /// New dependency label.
    pub dep: Option<String>,
    /// New lemma.
    pub lemma: Option<String>,
    /// New morphological features, `_` for none.
    pub morph: Option<String>,
}

/// Test of one token; what is not given is not tested.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RulerToken {
    /// Test of the fine tag.
    pub tag: Option<TextTest>,
    /// Test of the lower-cased text.
    pub lower: Option<TextTest>,
    /// Test of the dependency label.
    pub dep: Option<TextTest>,
    /// Whether the token must (not) be white space.
    pub space: Option<bool>,
}

/// Test of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum TextTest {
    /// It is one of these.
    In(Vec<String>),
    /// It is none of these.
    NotIn(Vec<String>),
}

/// Lemma tables of one part of speech.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LemmaTable {
    /// Part of speech, in lower case.
    pub pos: String,
    /// Known base forms, sorted, one a line.
    pub index: String,
    /// Exceptions, sorted, one a line: the form, then its lemmas, separated by tabs.
    pub exceptions: String,
    /// Endings and what replaces them, in order.
    pub rules: Vec<(String, String)>,
}

/// A matrix of 16-bit numbers with one scale per row.
///
/// Number `j` of row `i` is `scales[i] * values[i * columns + j]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Tensor {
    /// Name, e.g. `entity/conv1/W`.
    pub name: String,
    /// Number of rows.
    pub rows: usize,
    /// Numbers in a row.
    pub columns: usize,
    /// Scale of each row.
    pub scales: Vec<f32>,
    /// Rows one after the other: first all low bytes, then all high bytes (packs better).
    pub bytes: Vec<u8>,
}

impl Tensor {
    /// Rounds a matrix to 16 bits: the largest magnitude of a row becomes 32767.
    pub fn quantise(name: &str, rows: usize, columns: usize, numbers: &[f32]) -> Tensor {
        let mut scales = Vec::with_capacity(rows);
        let mut low = Vec::with_capacity(numbers.len() * 2);
        let mut high = Vec::with_capacity(numbers.len());
        for row in numbers.chunks(columns.max(1)) {
            let largest = row.iter().fold(0f32, |m, x| m.max(x.abs()));
            let scale = if largest > 0.0 {
                largest / 32767.0
            } else {
                1.0
            };
            scales.push(scale);
            for x in row {
                let bytes = ((x / scale).round() as i16).to_le_bytes();
                low.push(bytes[0]);
                high.push(bytes[1]);
            }
        }
        low.append(&mut high);
        Tensor {
            name: name.to_owned(),
            rows,
            columns,
            scales,
            bytes: low,
        }
    }

    /// The numbers, row after row; `None` where the parts do not fit each other.
    pub fn numbers(&self) -> Option<Vec<f32>> {
        let count = self.rows.checked_mul(self.columns)?;
        if self.columns == 0
            || self.scales.len() != self.rows
            || self.bytes.len() != count.checked_mul(2)?
        {
            return None;
        }
        let (low, high) = self.bytes.split_at(count);
        let mut numbers = Vec::with_capacity(count);
        for (i, scale) in self.scales.iter().enumerate() {
            let row = i * self.columns..(i + 1) * self.columns;
            let bytes = low[row.clone()].iter().zip(&high[row]);
            numbers.extend(bytes.map(|(&l, &h)| f32::from(i16::from_le_bytes([l, h])) * scale));
        }
        Some(numbers)
    }
}
