//! The words of events (`data/events.toml`, where the format is explained).

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use serde::Deserialize;
use unravel_evidence::PloverType;

/// What a verb does to the act under it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Effect {
    Light,
    End,
    Refuse,
    Promise,
    Threaten,
    Request,
    Begin,
    Say,
}

impl Effect {
    pub fn word(self) -> &'static str {
        match self {
            Effect::Light => "light",
            Effect::End => "end",
            Effect::Refuse => "refuse",
            Effect::Promise => "promise",
            Effect::Threaten => "threaten",
            Effect::Request => "request",
            Effect::Begin => "begin",
            Effect::Say => "say",
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    #[serde(rename = "type")]
    plover: PloverType,
    mode: Option<String>,
    verbs: Vec<String>,
    nouns: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct OperatorEntry {
    effect: Effect,
    verbs: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Agents {
    nouns: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    event: Vec<Entry>,
    operator: Vec<OperatorEntry>,
    agents: Agents,
}

/// A sense of a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sense {
    pub plover: PloverType,
    pub mode: Option<String>,
}

/// The words by lemma.
#[derive(Debug, Default)]
pub(crate) struct Words {
    verbs: HashMap<String, Vec<Sense>>,
    nouns: HashMap<String, Vec<Sense>>,
    operators: HashMap<String, Vec<Effect>>,
    agents: HashSet<String>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    // the file is part of the program; a test reads it
    Words::read(include_str!("../../data/events.toml")).unwrap_or_default()
});

impl Words {
    /// The built-in words.
    pub fn builtin() -> &'static Words {
        &WORDS
    }

    fn read(toml: &str) -> Result<Self, toml::de::Error> {
        let file: File = toml::from_str(toml)?;
        let mut words = Words::default();
        for entry in file.event {
            let sense = Sense {
                plover: entry.plover,
                mode: entry.mode,
            };
            for verb in entry.verbs {
                words.verbs.entry(verb).or_default().push(sense.clone());
            }
            for noun in entry.nouns {
                words.nouns.entry(noun).or_default().push(sense.clone());
            }
        }
        for entry in file.operator {
            for verb in entry.verbs {
                words.operators.entry(verb).or_default().push(entry.effect);
            }
        }
        words.agents = file.agents.nouns.into_iter().collect();
        Ok(words)
    }

    /// Whether a noun is for people or a body of people.
    pub fn is_agent(&self, noun: &str) -> bool {
        self.agents.contains(noun)
    }

    pub fn verb(&self, word: &str) -> &[Sense] {
        self.verbs.get(word).map_or(&[], Vec::as_slice)
    }

    pub fn noun(&self, word: &str) -> &[Sense] {
        self.nouns.get(word).map_or(&[], Vec::as_slice)
    }

    pub fn effects(&self, word: &str) -> &[Effect] {
        self.operators.get(word).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_words_read() {
        let words = Words::read(include_str!("../../data/events.toml")).unwrap();
        assert_eq!(words.verb("arrest")[0].plover, PloverType::Coerce);
        assert_eq!(words.noun("airstrike")[0].plover, PloverType::Assault);
        assert!(words.effects("lift").contains(&Effect::End));
        // every type has its words
        for plover in PloverType::ALL {
            let all = words.verbs.values().chain(words.nouns.values()).flatten();
            assert!(all.clone().any(|s| s.plover == *plover), "{plover}");
        }
    }
}
