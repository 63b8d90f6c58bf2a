//! The lexicon: which words carry a statement and which change how it is put.
//!
//! It is data (`data/lexicon.toml`, where the format is explained). A user's file in the same
//! format adds to it; an entry for a word and part of speech that is already there comes first.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;
use unravel_evidence::{Kind, PloverType, Stance};

use crate::nouns::Nouns;

const BUILTIN: &str = include_str!("../data/lexicon.toml");
const NOUNS: &str = include_str!("../data/nouns.toml");

/// A lexicon that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LexiconError {
    /// Not TOML, an unknown key, kind, slot or event type.
    #[error("{file}: {reason}; see crates/coder/data/lexicon.toml for the format")]
    Format {
        /// Name of the file.
        file: String,
        /// What is wrong and where.
        reason: String,
    },
}

/// The part of speech a lexicon entry is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Class {
    Verb,
    Noun,
    Adj,
}

/// Where an actor is looked for, relative to the predicate.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(from = "String")]
pub(crate) enum Slot {
    Subj,
    Obj,
    /// The object's "of" complement: "recognise the independence of X".
    /// The noun stands for the actor: "the insurgents against X".
    Noun,
    OfObj,
    Poss,
    Mod,
    Itself,
    Gov,
    Topic,
    /// The subject of the clause that an adjective's noun belongs to: "the dismissive stance of X".
    Governed,
    /// The one who says it.
    Speaker,
    /// Any other actor named nearby in the sentence.
    Nearby,
    /// The subject of a passive; empty for an active verb.
    Passive,
    Prep(String),
}

impl From<String> for Slot {
    fn from(word: String) -> Self {
        match word.as_str() {
            "subj" => Slot::Subj,
            "obj" => Slot::Obj,
            "ofobj" => Slot::OfObj,
            "poss" => Slot::Poss,
            "mod" => Slot::Mod,
            "self" => Slot::Itself,
            "noun" => Slot::Noun,
            "gov" => Slot::Gov,
            "topic" => Slot::Topic,
            "governed" => Slot::Governed,
            "speaker" => Slot::Speaker,
            "nearby" => Slot::Nearby,
            "passive" => Slot::Passive,
            _ => Slot::Prep(word),
        }
    }
}

/// A word that carries a statement.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Predicate {
    words: Vec<String>,
    pos: Class,
    pub kind: Kind,
    pub a: Vec<Slot>,
    pub b: Vec<Slot>,
    #[serde(default)]
    pub mutual: bool,
    #[serde(default)]
    pub negative: bool,
    #[serde(default)]
    pub neutral: bool,
    #[serde(default)]
    pub costly: bool,
    /// Two who share an object are tied: "X and Y share an ideology".
    #[serde(default)]
    pub joint: bool,
    /// Only where `b` is a body with members.
    #[serde(default)]
    pub body: bool,
    pub stance: Option<Stance>,
    pub event: Option<PloverType>,
    pub mode: Option<String>,
    pub prior: f64,
}

/// What an operator does to the statement under it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Effect {
    Pass,
    Deny,
    End,
    Promise,
    Demand,
    Hedge,
    Predict,
    Accuse,
}

/// Whose act the embedded one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Control {
    #[default]
    Subj,
    Obj,
    /// The subject gets what the embedded noun says: "received support".
    Receiver,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct OperatorEntry {
    words: Vec<String>,
    pos: Class,
    effect: Effect,
    #[serde(default)]
    control: Control,
}

/// A word that changes how an embedded statement is put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Operator {
    pub effect: Effect,
    pub control: Control,
}

/// A predicate after a hyphen: "Iran-backed".
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Hyphen {
    words: Vec<String>,
    pub kind: Kind,
    #[serde(default)]
    pub mutual: bool,
    #[serde(default)]
    pub neutral: bool,
    /// Whether the named actor does it to the noun, or the noun to the named actor.
    #[serde(default)]
    pub from_name: bool,
}

/// Words that say an actor grows stronger or weaker.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct StrengthEntry {
    words: Vec<String>,
    pos: Class,
    strong: bool,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Words {
    hedging: Vec<String>,
    negating: Vec<String>,
    uncertain: Vec<String>,
    strained: Vec<String>,
    speech: Vec<String>,
    denying: Vec<String>,
    movers: Vec<String>,
    endeavours: Vec<String>,
    viewing: Vec<String>,
    alleging: Vec<String>,
    adjuncts: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    predicate: Vec<Predicate>,
    #[serde(default)]
    operator: Vec<OperatorEntry>,
    #[serde(default)]
    hyphen: Vec<Hyphen>,
    #[serde(default)]
    strength: Vec<StrengthEntry>,
    #[serde(default)]
    words: Words,
    #[serde(default)]
    nouns: Nouns,
}

/// The loaded lexicon.
#[derive(Debug, Clone, Default)]
pub struct Lexicon {
    predicates: HashMap<(Class, String), Vec<Predicate>>,
    operators: HashMap<(Class, String), Operator>,
    hyphens: HashMap<String, Hyphen>,
    strengths: HashMap<(Class, String), bool>,
    pub(crate) hedging: HashSet<String>,
    pub(crate) negating: HashSet<String>,
    pub(crate) uncertain: HashSet<String>,
    pub(crate) strained: HashSet<String>,
    pub(crate) speech: HashSet<String>,
    pub(crate) denying: HashSet<String>,
    /// Verbs of promising and demanding aloud: their subject is the speaker.
    pub(crate) movers: HashSet<String>,
    /// "seek to", "efforts to": what is striven for.
    pub(crate) endeavours: HashSet<String>,
    /// Verbs that take one thing for another: "considers X a proxy".
    pub(crate) viewing: HashSet<String>,
    /// "alleges that": a hedge unless it is told who alleges.
    pub(crate) alleging: HashSet<String>,
    /// Prepositions that set a time or circumstance.
    pub(crate) adjuncts: HashSet<String>,
    pub(crate) nouns: Nouns,
}

impl Lexicon {
    /// The built-in lexicon.
    ///
    /// # Errors
    /// Only if the embedded file was broken at build time; a test reads it.
    pub fn builtin() -> Result<Self, LexiconError> {
        let mut lexicon = Self::default();
        lexicon.add(BUILTIN, "lexicon.toml")?;
        lexicon.add(NOUNS, "nouns.toml")?;
        Ok(lexicon)
    }

    /// Adds a user's entries; they are tried before those already there.
    ///
    /// # Errors
    /// [`LexiconError::Format`] with the file's name and the place in it.
    pub fn add(&mut self, toml: &str, file: &str) -> Result<(), LexiconError> {
        let parsed: File = toml::from_str(toml).map_err(|error| LexiconError::Format {
            file: file.to_owned(),
            reason: error.to_string().trim().replace('\n', " "),
        })?;
        let mut fresh: HashMap<(Class, String), Vec<Predicate>> = HashMap::new();
        for entry in parsed.predicate {
            for word in &entry.words {
                fresh
                    .entry((entry.pos, word.clone()))
                    .or_default()
                    .push(entry.clone());
            }
        }
        for (key, mut entries) in fresh {
            let old = self.predicates.entry(key).or_default();
            entries.append(old);
            *old = entries;
        }
        for entry in parsed.operator {
            let operator = Operator {
                effect: entry.effect,
                control: entry.control,
            };
            for word in entry.words {
                self.operators.insert((entry.pos, word), operator);
            }
        }
        for entry in parsed.hyphen {
            for word in &entry.words {
                self.hyphens.insert(word.clone(), entry.clone());
            }
        }
        for entry in parsed.strength {
            for word in entry.words {
                self.strengths.insert((entry.pos, word), entry.strong);
            }
        }
        self.hedging.extend(parsed.words.hedging);
        self.negating.extend(parsed.words.negating);
        self.uncertain.extend(parsed.words.uncertain);
        self.strained.extend(parsed.words.strained);
        self.speech.extend(parsed.words.speech);
        self.denying.extend(parsed.words.denying);
        self.movers.extend(parsed.words.movers);
        self.endeavours.extend(parsed.words.endeavours);
        self.viewing.extend(parsed.words.viewing);
        self.alleging.extend(parsed.words.alleging);
        self.adjuncts.extend(parsed.words.adjuncts);
        self.nouns.extend(parsed.nouns);
        Ok(())
    }

    pub(crate) fn predicates(&self, class: Class, word: &str) -> &[Predicate] {
        self.predicates
            .get(&(class, word.to_owned()))
            .map_or(&[], Vec::as_slice)
    }

    pub(crate) fn operator(&self, class: Class, word: &str) -> Option<Operator> {
        self.operators.get(&(class, word.to_owned())).copied()
    }

    /// Whether a word says that an actor grows stronger (true) or weaker (false).
    pub(crate) fn strength(&self, class: Class, word: &str) -> Option<bool> {
        self.strengths.get(&(class, word.to_owned())).copied()
    }

    pub(crate) fn hyphen(&self, word: &str) -> Option<&Hyphen> {
        self.hyphens.get(word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_lexicon_reads() {
        let lexicon = Lexicon::builtin().unwrap();
        assert!(lexicon.predicates(Class::Verb, "extradite")[0].negative);
        assert_eq!(
            lexicon.operator(Class::Verb, "refuse").unwrap().effect,
            Effect::Deny
        );
    }

    #[test]
    fn a_users_entry_comes_first_and_a_wrong_one_names_its_place() {
        let mut lexicon = Lexicon::builtin().unwrap();
        let entry = "[[predicate]]\nwords=[\"meet\"]\npos=\"verb\"\nkind=\"alliance\"\na=[\"subj\"]\nb=[\"with\"]\nprior=0.9\n";
        lexicon.add(entry, "mine.toml").unwrap();
        assert_eq!(
            lexicon.predicates(Class::Verb, "meet")[0].kind,
            Kind::Alliance
        );
        let error = lexicon
            .add("[[predicate]]\nwords=[\"x\"]\nkind=\"love\"", "mine.toml")
            .unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with("mine.toml: TOML parse error at line"),
            "{error}"
        );
    }
}
