//! The written forms of an actor's names and the case each needs to count in running text.

use crate::draft::{Draft, Field};
use crate::find::Form;
use crate::fold::{Folded, fold};
use std::collections::HashSet;
use std::sync::LazyLock;
use unravel_evidence::ActorKind;

/// English words and other everyday meanings: a name made of these alone needs its capitals.
static COMMON: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    include_str!("../data/common-words.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .flat_map(str::split_whitespace)
        .collect()
});

/// How a form must be written to count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Case {
    /// In any case.
    Any,
    /// The words whose bit is set need a capital, unless the text has no capitals at all.
    Capitals(u64),
    /// As `Capitals`, whatever the text.
    Strict(u64),
    /// Letter by letter, dots and hyphens aside.
    Exact(String),
    /// Letter by letter or with the first letter alone in capitals ("NATO", "Nato").
    Acronym(String),
}

/// One way an actor is written.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct NameForm {
    /// Folded words joined by blanks.
    pub key: String,
    pub form: Form,
    pub case: Case,
    pub prior: f32,
    /// Counts only where another name of the actor stands in the same text.
    pub context: bool,
}

/// Chance that a capital named in political news stands for the government rather than the
/// place, where the data give no other: a round middle, not a measured rate.
const CAPITAL_PRIOR: f32 = 0.6;
/// Chance that a well-known surname without its first name means its best-known bearer: a round
/// figure below that of a full name.
const SURNAME_PRIOR: f32 = 0.8;

/// All forms of an entry.
pub(crate) fn forms(draft: &Draft) -> Vec<NameForm> {
    let person = draft.kind == ActorKind::Person;
    let own = if person { Form::Person } else { Form::Name };
    let mut out = Vec::new();
    // An alias that repeats the preferred name gives its prior ("Georgia ~0.7").
    let own_prior = draft
        .names
        .iter()
        .find(|n| n.field == Field::Alias && n.text == draft.name)
        .and_then(|n| n.prior);
    add(&mut out, &draft.name, own, own_prior.unwrap_or(1.0), false);
    for name in &draft.names {
        let (form, default, context) = match name.field {
            Field::Alias => (own, 1.0, false),
            Field::Context => (own, 1.0, true),
            Field::Capital => (Form::Capital, CAPITAL_PRIOR, false),
            Field::Demonym => (Form::Demonym, 1.0, false),
            Field::Organ => (Form::Organ, 1.0, false),
            Field::KnownAs => (Form::Surname, SURNAME_PRIOR, false),
        };
        add(
            &mut out,
            &name.text,
            form,
            name.prior.unwrap_or(default),
            context,
        );
    }
    if person {
        for surname in surnames(&draft.name, draft.surname.as_deref()) {
            add(&mut out, &surname, Form::Surname, SURNAME_PRIOR, true);
        }
    }
    let mut seen: HashSet<(String, bool)> = HashSet::new();
    out.retain(|f| !f.key.is_empty() && seen.insert((f.key.clone(), f.context)));
    out
}

fn add(out: &mut Vec<NameForm>, text: &str, form: Form, prior: f32, context: bool) {
    let folded = fold(text.strip_prefix("The ").unwrap_or(text));
    let written = text.strip_prefix("The ").unwrap_or(text);
    // Closing punctuation is no part of a name: "OPEC+" is found as "OPEC".
    let last = (0..folded.words.len()).rfind(|&i| !folded.is_break(i));
    let words: Vec<String> = (0..last.map_or(0, |i| i + 1))
        .map(|i| String::from_utf8_lossy(folded.word(i)).into_owned())
        .collect();
    let acronym = is_acronym(written);
    let form = match form {
        Form::Name if acronym => Form::Acronym,
        Form::Person if words.len() == 1 && !acronym => Form::Surname,
        form => form,
    };
    let mask = capitals(written, &folded);
    let case = if acronym {
        acronym_case(written)
    } else {
        name_case(form, &words, mask, context)
    };
    out.push(NameForm {
        key: words.join(" "),
        form,
        case: case.clone(),
        prior,
        context,
    });
    if acronym || matches!(form, Form::Demonym | Form::Capital | Form::Surname) {
        return;
    }
    for variant in variants(&words, form == Form::Person) {
        // Dropping or changing one particle moves the bits behind it; recompute by word.
        let mask = variant
            .iter()
            .enumerate()
            .filter(|(i, w)| {
                *i < 64
                    && words
                        .iter()
                        .position(|x| x == *w)
                        .is_some_and(|j| j < 64 && mask >> j & 1 == 1)
            })
            .fold(0, |m, (i, _)| m | 1 << i);
        out.push(NameForm {
            key: variant.join(" "),
            form,
            case: match &case {
                Case::Any => Case::Any,
                Case::Strict(_) => Case::Strict(mask),
                _ => Case::Capitals(mask),
            },
            prior,
            context,
        });
    }
}

/// One word of letters, digits, dots and hyphens without small letters ("TTP", "M23", "U.S."), or a
/// short mixed one ("LeT", "AfD").
pub(crate) fn is_acronym(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let capitals = text.chars().filter(|c| c.is_uppercase()).count();
    let digits = text.chars().any(|c| c.is_ascii_digit());
    let plain = capitals == letters && (letters >= 2 || letters == 1 && digits);
    let mixed = capitals >= 2 && letters <= 5 && text.chars().all(char::is_alphabetic);
    !text.contains(char::is_whitespace) && (plain || mixed)
}

fn acronym_case(text: &str) -> Case {
    let letters: String = text.chars().filter(|c| c.is_alphanumeric()).collect();
    let plain = letters.chars().all(char::is_alphabetic) && !text.contains('-');
    let plain = plain && letters.chars().all(char::is_uppercase);
    if plain && letters.chars().count() >= 4 && !COMMON.contains(letters.to_lowercase().as_str()) {
        Case::Acronym(letters)
    } else {
        Case::Exact(letters)
    }
}

fn name_case(form: Form, words: &[String], mask: u64, context: bool) -> Case {
    let common = words.iter().all(|w| {
        COMMON.contains(w.as_str()) || w.len() <= 2 || w.bytes().all(|b| b.is_ascii_digit())
    });
    match form {
        _ if context => Case::Strict(mask),
        Form::Demonym | Form::Capital | Form::Surname | Form::Organ => Case::Strict(mask),
        Form::Person => Case::Capitals(mask),
        _ if common && words.len() == 1 => Case::Strict(mask),
        _ if common => Case::Capitals(mask),
        _ => Case::Any,
    }
}

/// Bit i set: word i begins with a capital.
fn capitals(text: &str, folded: &Folded) -> u64 {
    folded
        .words
        .iter()
        .take(64)
        .enumerate()
        .filter(|(_, w)| starts_upper(text, w.start))
        .fold(0, |mask, (i, _)| mask | 1 << i)
}

fn starts_upper(text: &str, at: usize) -> bool {
    text.get(at..)
        .and_then(|rest| rest.chars().next())
        .is_some_and(char::is_uppercase)
}

impl Case {
    /// Whether words `first..past` of the text are written as the form needs.
    pub(crate) fn allows(
        &self,
        text: &str,
        folded: &Folded,
        (first, past): (usize, usize),
        caseless: bool,
    ) -> bool {
        let words = folded.words.get(first..past).unwrap_or(&[]);
        let capitals = |mask: u64| {
            words
                .iter()
                .take(64)
                .enumerate()
                .all(|(i, w)| mask >> i & 1 == 0 || starts_upper(text, w.start))
        };
        let letters = || {
            words
                .iter()
                .filter_map(|w| text.get(w.start..w.end))
                .flat_map(str::chars)
                .filter(|c| c.is_alphanumeric())
        };
        match self {
            Case::Any => true,
            Case::Capitals(mask) => caseless || capitals(*mask),
            Case::Strict(mask) => capitals(*mask),
            Case::Exact(form) => {
                letters().eq(form.chars()) && !shouted(text, folded, (first, past))
            }
            Case::Acronym(form) => {
                letters().eq(form.chars())
                    || letters().eq(form
                        .chars()
                        .take(1)
                        .chain(form.chars().skip(1).flat_map(char::to_lowercase)))
            }
        }
    }
}

/// A two-letter or everyday word between words in capitals ("TELL US MORE", "CAR BOMB") is no
/// acronym, unless dotted.
fn shouted(text: &str, folded: &Folded, (first, past): (usize, usize)) -> bool {
    let capital_word = |i: usize| {
        let original = folded.words.get(i).and_then(|w| text.get(w.start..w.end));
        original.is_some_and(|w| {
            w.len() > 1 && w.chars().all(|c| c.is_uppercase()) && !folded.is_break(i)
        })
    };
    let Some(word) = folded.words.get(first) else {
        return false;
    };
    let everyday = || {
        let key = String::from_utf8_lossy(folded.word(first)).into_owned();
        COMMON.contains(key.as_str())
    };
    let short = past == first + 1 && (word.end - word.start == 2 || everyday());
    let before = first.checked_sub(1);
    let edge_before = before.is_none_or(|i| folded.is_break(i));
    let edge_after = past >= folded.words.len() || folded.is_break(past);
    short
        && !(edge_before && edge_after)
        && (edge_before || before.is_some_and(capital_word))
        && (edge_after || capital_word(past))
}

/// Spellings of the same name that writers and agencies interchange.
fn variants(words: &[String], person: bool) -> Vec<Vec<String>> {
    let mut out: Vec<Vec<String>> = Vec::new();
    let swaps: [(&str, &str); 7] = [
        ("e", "i"),
        ("i", "e"),
        ("al", "el"),
        ("el", "al"),
        ("ul", "al"),
        ("organisation", "organization"),
        ("organization", "organisation"),
    ];
    for (from, to) in swaps {
        // A first "e" or "i" is no connecting vowel ("I Corps").
        let inside = from.len() == 1;
        let hit = |i: usize, w: &String| w == from && (!inside || (i > 0 && i + 1 < words.len()));
        if words.iter().enumerate().any(|(i, w)| hit(i, w)) && words.len() > 1 {
            let swapped = words
                .iter()
                .enumerate()
                .map(|(i, w)| if hit(i, w) { to.to_owned() } else { w.clone() })
                .collect();
            out.push(swapped);
        }
    }
    if person && words.len() > 2 {
        let bare: Vec<String> = words
            .iter()
            .enumerate()
            .filter(|(i, w)| *i == 0 || !matches!(w.as_str(), "al" | "el"))
            .map(|(_, w)| w.clone())
            .collect();
        if bare.len() < words.len() && bare.len() > 1 {
            out.push(bare);
        }
    }
    out
}

/// Surnames of a full name: as given, else the last word with its particle.
fn surnames(name: &str, given: Option<&str>) -> Vec<String> {
    if let Some(surname) = given {
        return Some(surname)
            .filter(|s| !s.is_empty())
            .map(str::to_owned)
            .into_iter()
            .collect();
    }
    let words: Vec<&str> = name.split_whitespace().collect();
    let [first @ .., before, last] = words.as_slice() else {
        return Vec::new();
    };
    let particle = matches!(
        before.to_lowercase().as_str(),
        "bin"
            | "ibn"
            | "ben"
            | "van"
            | "von"
            | "de"
            | "del"
            | "da"
            | "dos"
            | "der"
            | "di"
            | "du"
            | "le"
            | "la"
            | "abu"
            | "ould"
            | "al"
            | "el"
    );
    if particle && !first.is_empty() {
        return vec![format!("{before} {last}")];
    }
    if last.trim_end_matches('.').len() < 3 || matches!(*last, "Jr." | "Jr" | "Sr.") {
        return Vec::new();
    }
    let mut out = vec![(*last).to_owned()];
    for article in ["al-", "el-", "Al-", "El-"] {
        if let Some(bare) = last.strip_prefix(article) {
            out.push(bare.to_owned());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acronyms_are_told_from_names() {
        for text in [
            "US", "U.S.", "TTP", "ISIS-K", "M23", "FARC-EP", "G7", "LeT", "AfD",
        ] {
            assert!(is_acronym(text), "{text}");
        }
        for text in ["Us", "Taliban", "ISIL group", "I", "55"] {
            assert!(!is_acronym(text), "{text}");
        }
    }

    #[test]
    fn surnames_keep_their_particles() {
        assert_eq!(surnames("Osama bin Laden", None), ["bin Laden"]);
        assert_eq!(
            surnames("Ayman al-Zawahiri", None),
            ["al-Zawahiri", "Zawahiri"]
        );
        assert_eq!(surnames("Xi Jinping", Some("Xi")), ["Xi"]);
        assert_eq!(surnames("Theresa May", Some("")), Vec::<String>::new());
        assert_eq!(surnames("Hirohito", None), Vec::<String>::new());
    }
}
