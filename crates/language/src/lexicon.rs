//! What the networks and rules know about a word by its spelling alone, remembered per word.

use std::collections::HashMap;

use crate::chars::{is_alpha, is_digit, is_space};
use crate::hash::murmur64a;
use crate::model::ModelData;
use crate::tokenizer::SpecialToken;

/// Words that a lexicon remembers before it starts anew; bounds its memory to about 30 MB.
const MOST_WORDS: usize = 1 << 14;

/// Number of [`Word::lower`] for a word that no attribute rule mentions.
pub const NOT_IN_RULES: u16 = u16::MAX;

/// Typographic variants with the form the networks were trained to see, as `variants → form`.
const VARIANTS: &[(&str, &[&str])] = &[
    ("'", &["’", "‘", "´", "`"]),
    (
        "\"",
        &["”", "“", "''", "``", "´´", "„", "»", "«", "‘‘", "’’"],
    ),
    ("'s", &["'S", "’s", "’S"]),
    ("?", &["？"]),
    ("!", &["！"]),
    (",", &["，"]),
    (";", &["；"]),
    (":", &["："]),
    (".", &["。", "।"]),
    ("...", &["…"]),
    ("-", &["—", "–", "--", "---", "——"]),
    (
        "$",
        &[
            "€", "£", "¥", "฿", "US$", "C$", "A$", "₺", "₹", "৳", "₩", "Mex$", "₣", "E£",
        ],
    ),
];

/// The features of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Features {
    /// Keys of normal form, first character, last three characters and shape.
    pub keys: [u64; 4],
    /// Whether it is white space.
    pub space: bool,
}

/// A known word.
#[derive(Debug, Clone, Copy)]
pub struct Word {
    pub features: Features,
    /// Number of its lower-cased form among the words of the attribute rules.
    pub lower: u16,
}

/// The tables behind the features; shared by all lexicons.
#[derive(Debug)]
pub struct WordTables {
    symbols: HashMap<String, u32>,
    norms: HashMap<u64, u64>,
    variants: HashMap<&'static str, &'static str>,
    /// Lower-cased words of the attribute rules.
    rule_words: HashMap<String, u16>,
    /// Key of the normal form of every exception token that sets one.
    special_norms: Vec<Option<u64>>,
}

impl WordTables {
    pub fn new(data: &ModelData, specials: &[SpecialToken], rule_words: &[String]) -> WordTables {
        let mut tables = WordTables {
            symbols: data.symbols.iter().cloned().collect(),
            norms: HashMap::new(),
            variants: HashMap::new(),
            rule_words: rule_words.iter().cloned().zip(0..).collect(),
            special_norms: Vec::new(),
        };
        for (form, variants) in VARIANTS {
            tables
                .variants
                .extend(variants.iter().map(|variant| (*variant, *form)));
        }
        tables.norms = data
            .norms
            .iter()
            .map(|(key, norm)| (*key, tables.key(norm)))
            .collect();
        tables.special_norms = specials
            .iter()
            .map(|token| token.norm.as_ref().map(|n| tables.key(n)))
            .collect();
        tables
    }

    /// The number of a string: that of a symbol, else its hash.
    fn key(&self, text: &str) -> u64 {
        match self.symbols.get(text) {
            Some(&number) => u64::from(number),
            None => murmur64a(text.as_bytes(), 1),
        }
    }

    /// Looks a word up by its spelling. `special` is the number of the exception's token or out
    /// of range.
    pub fn word(&self, text: &str, special: u32) -> Word {
        let lower = text.to_lowercase();
        let norm = self.special_norms.get(special as usize).copied().flatten();
        let norm = norm.unwrap_or_else(|| {
            let hash = murmur64a(text.as_bytes(), 1);
            match (self.norms.get(&hash), self.variants.get(text)) {
                (Some(&norm), _) => norm,
                (None, Some(form)) => self.key(form),
                (None, None) => self.key(&lower),
            }
        });
        let suffix = text
            .char_indices()
            .nth_back(2)
            .map_or(text, |(i, _)| &text[i..]);
        let prefix = text.char_indices().nth(1).map_or(text, |(i, _)| &text[..i]);
        let keys = [
            norm,
            self.key(prefix),
            self.key(suffix),
            self.key(&shape(text)),
        ];
        let features = Features {
            keys,
            space: !text.is_empty() && text.chars().all(is_space),
        };
        Word {
            features,
            lower: self.rule_words.get(&lower).copied().unwrap_or(NOT_IN_RULES),
        }
    }
}

/// Upper case to `X`, other letters to `x`, digits to `d`, the rest as it is; of a run of the
/// same character only four are kept. Long words have a shape of their own.
fn shape(text: &str) -> String {
    if text.chars().nth(99).is_some() {
        return "LONG".to_owned();
    }
    let mut shape = String::with_capacity(text.len());
    let (mut last, mut run) = (None, 0);
    for c in text.chars() {
        let class = match c {
            c if is_alpha(c) => {
                if c.is_uppercase() {
                    'X'
                } else {
                    'x'
                }
            }
            c if is_digit(c) => 'd',
            c => c,
        };
        run = if last == Some(class) { run + 1 } else { 0 };
        last = Some(class);
        if run < 4 {
            shape.push(class);
        }
    }
    shape
}

/// Words seen so far, numbered.
#[derive(Debug, Default)]
pub struct Lexicon {
    plain: HashMap<Box<str>, u32>,
    specials: HashMap<u32, u32>,
    words: Vec<Word>,
}

impl Lexicon {
    /// The number of a word.
    pub fn number(&mut self, tables: &WordTables, text: &str, special: u32) -> u32 {
        let known = if tables
            .special_norms
            .get(special as usize)
            .is_some_and(Option::is_some)
        {
            self.specials.get(&special)
        } else {
            self.plain.get(text)
        };
        if let Some(&number) = known {
            return number;
        }
        let number = self.words.len() as u32;
        self.words.push(tables.word(text, special));
        if tables
            .special_norms
            .get(special as usize)
            .is_some_and(Option::is_some)
        {
            self.specials.insert(special, number);
        } else {
            self.plain.insert(text.into(), number);
        }
        number
    }

    pub fn words(&self) -> &[Word] {
        &self.words
    }

    /// Whether it is time to forget.
    pub fn is_full(&self) -> bool {
        self.words.len() >= MOST_WORDS
    }

    pub fn clear(&mut self) {
        self.plain.clear();
        self.specials.clear();
        self.words.clear();
    }
}
