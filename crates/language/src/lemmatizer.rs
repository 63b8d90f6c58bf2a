//! Lemmas from endings, exceptions and lists of known base forms.

use std::collections::HashMap;

use compact_str::CompactString;

use crate::chars::is_alpha;
use crate::labels::Pos;
use crate::model::{LemmaTable, ModelError};

/// The tables of one part of speech.
#[derive(Debug)]
struct Table {
    index: Lines,
    exceptions: Lines,
    rules: Vec<(String, String)>,
}

/// Sorted lines of one text, searched without copying them.
#[derive(Debug)]
struct Lines {
    text: String,
    starts: Vec<u32>,
}

impl Lines {
    fn new(text: &str) -> Option<Lines> {
        let mut starts = Vec::new();
        if !text.is_empty() {
            starts.push(0);
            starts.extend(text.match_indices('\n').map(|(i, _)| i as u32 + 1));
        }
        let lines = Lines {
            text: text.to_owned(),
            starts,
        };
        let keys = (0..lines.starts.len()).map(|i| lines.key(i));
        (text.len() < u32::MAX as usize && keys.is_sorted()).then_some(lines)
    }

    fn line(&self, i: usize) -> &str {
        let start = self.starts[i] as usize;
        let end = self
            .starts
            .get(i + 1)
            .map_or(self.text.len(), |&end| end as usize - 1);
        &self.text[start..end]
    }

    /// A line up to its first tab.
    fn key(&self, i: usize) -> &str {
        let line = self.line(i);
        line.split_once('\t').map_or(line, |(key, _)| key)
    }

    fn find(&self, key: &str) -> Option<&str> {
        let mut range = 0..self.starts.len();
        while !range.is_empty() {
            let middle = range.start + range.len() / 2;
            match self.key(middle).cmp(key) {
                std::cmp::Ordering::Less => range.start = middle + 1,
                std::cmp::Ordering::Greater => range.end = middle,
                std::cmp::Ordering::Equal => return Some(self.line(middle)),
            }
        }
        None
    }
}

/// The lemmatizer.
#[derive(Debug)]
pub struct Lemmatizer {
    tables: HashMap<Pos, Table>,
}

/// Features that decide whether a form is its own lemma.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Inflection<'a> {
    number: Option<&'a str>,
    verb_form: Option<&'a str>,
    tense: Option<&'a str>,
    degree: Option<&'a str>,
}

impl Lemmatizer {
    pub fn new(tables: &[LemmaTable]) -> Result<Lemmatizer, ModelError> {
        let mut known = HashMap::new();
        for table in tables {
            let unfit = |what: &str| ModelError::Unfit(format!("lemmas of {}: {what}", table.pos));
            let pos = table.pos.to_uppercase().parse();
            let pos: Pos = pos.map_err(|_| unfit("no such part of speech"))?;
            let lines = |text| Lines::new(text).ok_or_else(|| unfit("the lines are not sorted"));
            let (index, exceptions) = (lines(&table.index)?, lines(&table.exceptions)?);
            known.insert(
                pos,
                Table {
                    index,
                    exceptions,
                    rules: table.rules.clone(),
                },
            );
        }
        Ok(Lemmatizer { tables: known })
    }

    /// The lemma of a word with its part of speech and features (`Name=Value|…`).
    pub fn lemma(&self, word: &str, pos: Pos, morph: &str) -> CompactString {
        let lower = word.to_lowercase();
        if pos == Pos::Space || is_base_form(pos, inflection(morph)) {
            return lower.into();
        }
        let Some(table) = self.tables.get(&pos) else {
            return if pos == Pos::Propn {
                word.into()
            } else {
                lower.into()
            };
        };
        if let Some(line) = table.exceptions.find(&lower) {
            // The exception that comes last is put in front last.
            if let Some(last) = table.with_rules(&lower, line) {
                return last.into();
            }
        }
        table
            .by_rules(&lower)
            .map_or_else(|| word.into(), CompactString::from)
    }
}

impl Table {
    /// The first lemma when exceptions are known: each that the rules did not find goes to the
    /// front, so the last such one wins, else the rules' own first.
    fn with_rules(&self, lower: &str, line: &str) -> Option<String> {
        let forms = self.known_forms(lower);
        let exceptions: Vec<&str> = line.split('\t').skip(1).collect();
        let mut seen: Vec<&str> = Vec::new();
        let mut front = None;
        for exception in exceptions {
            if !forms.iter().any(|form| form == exception) && !seen.contains(&exception) {
                front = Some(exception.to_owned());
                seen.push(exception);
            }
        }
        front.or_else(|| forms.into_iter().next())
    }

    /// Forms that the rules make and that are known, or are no plain words; the known ones in
    /// front, the last found first.
    fn known_forms(&self, lower: &str) -> Vec<String> {
        let mut forms: Vec<String> = Vec::new();
        for (old, new) in &self.rules {
            let Some(stem) = lower.strip_suffix(old.as_str()) else {
                continue;
            };
            let form = format!("{stem}{new}");
            if form.is_empty() {
                continue;
            }
            if self.index.find(&form).is_some() {
                forms.insert(0, form);
            } else if !form.chars().all(is_alpha) {
                forms.push(form);
            }
        }
        forms
    }

    /// The lemma by rules alone: a known form, else the first form a rule makes.
    fn by_rules(&self, lower: &str) -> Option<String> {
        if let Some(first) = self.known_forms(lower).into_iter().next() {
            return Some(first);
        }
        let made = self
            .rules
            .iter()
            .filter_map(|(old, new)| Some(format!("{}{new}", lower.strip_suffix(old.as_str())?)));
        made.into_iter().find(|form| !form.is_empty())
    }
}

fn inflection(morph: &str) -> Inflection<'_> {
    let mut found = Inflection::default();
    for (name, value) in morph
        .split('|')
        .filter_map(|feature| feature.split_once('='))
    {
        match name {
            "Number" => found.number = Some(value),
            "VerbForm" => found.verb_form = Some(value),
            "Tense" => found.tense = Some(value),
            "Degree" => found.degree = Some(value),
            _ => {}
        }
    }
    found
}

/// Whether a form needs no rule: a singular, an infinitive, a plain present, a positive.
fn is_base_form(pos: Pos, inflection: Inflection) -> bool {
    let Inflection {
        number,
        verb_form,
        tense,
        degree,
    } = inflection;
    (pos == Pos::Noun && number == Some("Sing"))
        || (pos == Pos::Verb
            && verb_form == Some("Fin")
            && tense == Some("Pres")
            && number.is_none())
        || verb_form == Some("Inf")
        || degree == Some("Pos")
}
