//! Ties between actors, labelled in JSON Lines (`ties/dev.jsonl`).
//!
//! The rules: an actor matches where any of its names equals one of the labelled actor's after
//! folding; a person counts for the organisation it acts for; each labelled tie is matched by
//! one statement at most, the closest first.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use super::Prf;
use crate::contract::OutputLine;

/// A name without case, marks, punctuation, possessive and article.
pub fn fold(name: &str) -> String {
    let plain: String = name
        .nfkd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .collect();
    let mut out = String::with_capacity(plain.len());
    let mut chars = plain.chars().peekable();
    while let Some(c) = chars.next() {
        if matches!(c, '\'' | '’' | '`') && chars.peek() == Some(&'s') {
            let mut ahead = chars.clone();
            ahead.next();
            if !ahead
                .next()
                .is_some_and(|n| n.is_alphanumeric() || n == '_')
            {
                chars.next();
                continue;
            }
        }
        if c.is_ascii_alphanumeric() {
            out.push(c);
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
    }
    let trimmed = out.trim();
    ["the ", "a ", "an "]
        .iter()
        .find_map(|article| trimmed.strip_prefix(article))
        .unwrap_or(trimmed)
        .to_owned()
}

/// Every folded name an actor of a text is known by.
#[derive(Debug, Clone, Default)]
pub struct Names(BTreeMap<String, BTreeSet<String>>);

impl Names {
    fn new<'a>(
        actors: impl Iterator<Item = (&'a str, Vec<&'a str>)>,
        roles: impl Iterator<Item = (&'a str, &'a str)>,
    ) -> Self {
        let mut names: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (name, every) in actors {
            let own = names.entry(name.to_owned()).or_default();
            own.insert(fold(name));
            own.extend(every.into_iter().map(fold));
        }
        for (person, organisation) in roles {
            let of_person = names
                .get(person)
                .cloned()
                .unwrap_or_else(|| [fold(person)].into());
            names
                .entry(organisation.to_owned())
                .or_insert_with(|| [fold(organisation)].into())
                .extend(of_person);
        }
        Self(names)
    }

    /// The names in the coder's output.
    pub fn of_output(line: &OutputLine) -> Self {
        Self::new(
            line.actors.iter().map(|a| {
                let aliases = a.aliases.iter().map(String::as_str);
                let mentions = a.mentions.iter().map(|m| m.text.as_str());
                (a.name.as_str(), aliases.chain(mentions).collect())
            }),
            line.roles
                .iter()
                .map(|r| (r.person.as_str(), r.organization.as_str())),
        )
    }

    /// The names of one actor; its own folded name where the text does not list it.
    pub fn of(&self, actor: &str) -> BTreeSet<String> {
        self.0
            .get(actor)
            .cloned()
            .unwrap_or_else(|| [fold(actor)].into())
    }

    fn listed(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

fn same(a: &str, names_a: &Names, b: &str, names_b: &Names) -> bool {
    let mut left = names_a.of(a);
    left.insert(fold(a));
    let mut right = names_b.of(b);
    right.insert(fold(b));
    left.intersection(&right).any(|n| !n.is_empty())
}

#[derive(Debug, Clone, Deserialize)]
struct LabelledActor {
    name: String,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    mentions: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
struct LabelledRole {
    person: Option<String>,
    organization: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
struct LabelledTie {
    a: String,
    b: String,
    kind: String,
    #[serde(default)]
    direction: Option<String>,
    stance: String,
    bearing: String,
    #[serde(default)]
    said_by: Option<String>,
    #[serde(default)]
    when: Option<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
struct Source {
    #[serde(default)]
    published: Option<String>,
    #[serde(default)]
    publisher: Option<String>,
    #[serde(default)]
    url: Option<String>,
}

/// A labelled text.
#[derive(Debug, Clone, Deserialize)]
pub struct Row {
    /// Its id.
    pub id: String,
    /// The text.
    pub text: String,
    #[serde(default)]
    source: Source,
    #[serde(default)]
    actors: Vec<LabelledActor>,
    #[serde(default)]
    roles: Vec<LabelledRole>,
    #[serde(default)]
    ties: Vec<LabelledTie>,
}

impl Row {
    /// The line to be coded, in the form of `unravel code --jsonl`.
    pub fn request(&self) -> serde_json::Value {
        serde_json::json!({
            "id": self.id, "text": self.text, "published": self.source.published,
            "publisher": self.source.publisher, "url": self.source.url,
        })
    }

    fn names(&self) -> Names {
        Names::new(
            self.actors.iter().map(|a| {
                let every = a.aliases.iter().chain(&a.mentions);
                (a.name.as_str(), every.map(String::as_str).collect())
            }),
            self.roles
                .iter()
                .filter_map(|r| Some((r.person.as_deref()?, r.organization.as_deref()?))),
        )
    }
}

/// Reads labelled texts, one JSON object per line.
///
/// # Errors
/// Where a line is not in the form of the corpus.
pub fn read(jsonl: &str) -> Result<Vec<Row>, serde_json::Error> {
    jsonl
        .lines()
        .filter(|l| !l.trim().is_empty())
        .map(serde_json::from_str)
        .collect()
}

/// How much must agree.
#[derive(Debug, Clone, Copy)]
enum Level {
    Pair,
    Bearing,
    Kind,
    BearingAndStance,
}

const LEVELS: [Level; 4] = [
    Level::Pair,
    Level::Bearing,
    Level::Kind,
    Level::BearingAndStance,
];

/// A statement as strings, to be compared with labels.
struct Guess {
    a: String,
    b: String,
    kind: String,
    direction: String,
    stance: String,
    bearing: String,
    said_by: Option<String>,
    when: Option<String>,
    score: f64,
}

/// Counts over texts.
#[derive(Debug, Clone, Default)]
pub struct Counts {
    texts: usize,
    labelled: usize,
    predicted: usize,
    hits: [usize; 4],
    actors: [usize; 3],
    speaker: [usize; 2],
    direction: [usize; 2],
    year: [usize; 2],
    scored: Vec<(f64, bool)>,
}

/// A share with its counts.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Share {
    /// How many are right.
    pub right: usize,
    /// Of how many.
    pub of: usize,
    /// right / of; 0 of none.
    pub share: f64,
}

impl Share {
    fn new([right, of]: [usize; 2]) -> Self {
        Self {
            right,
            of,
            share: if of == 0 {
                0.0
            } else {
                right as f64 / of as f64
            },
        }
    }
}

/// The scores.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Scores {
    /// Texts.
    pub texts: usize,
    /// Labelled ties.
    pub gold_ties: usize,
    /// Statements coded.
    pub predicted: usize,
    /// Actors named.
    pub actors: Prf,
    /// The two actors agree.
    pub pair: Prf,
    /// … and the bearing.
    #[serde(rename = "pair+bearing")]
    pub pair_bearing: Prf,
    /// … or the kind.
    #[serde(rename = "pair+kind")]
    pub pair_kind: Prf,
    /// … bearing and stance.
    #[serde(rename = "pair+bearing+stance")]
    pub pair_bearing_stance: Prf,
    /// Speaker right, of the pairs that agree with their bearing.
    pub speaker_accuracy: Share,
    /// Direction right.
    pub direction_accuracy: Share,
    /// Year right, of those that have one.
    pub year_accuracy: Share,
    /// Expected calibration error of the statements' scores against whether pair and bearing
    /// match, over ten bins of equal width; 0 to 1.
    pub score_ece: f64,
}

/// 1 same order, −1 reversed, 0 no match.
fn order(tie: &LabelledTie, guess: &Guess, gold: &Names, coded: &Names) -> i8 {
    let both = |x: &str, y: &str| same(&tie.a, gold, x, coded) && same(&tie.b, gold, y, coded);
    if both(&guess.a, &guess.b) {
        1
    } else if both(&guess.b, &guess.a) {
        -1
    } else {
        0
    }
}

fn agrees(level: Level, tie: &LabelledTie, guess: &Guess) -> bool {
    match level {
        Level::Pair => true,
        Level::Bearing => tie.bearing == guess.bearing,
        Level::Kind => tie.kind == guess.kind,
        Level::BearingAndStance => tie.bearing == guess.bearing && tie.stance == guess.stance,
    }
}

/// Pairs of (tie, guess, order), each used once, the closest first.
fn matched(
    level: Level,
    ties: &[LabelledTie],
    guesses: &[Guess],
    orders: &[Vec<i8>],
) -> Vec<(usize, usize, i8)> {
    let mut candidates = Vec::new();
    for (i, tie) in ties.iter().enumerate() {
        for (j, guess) in guesses.iter().enumerate() {
            let order = orders[i][j];
            if order != 0 && agrees(level, tie, guess) {
                let close = usize::from(tie.kind == guess.kind)
                    + usize::from(tie.bearing == guess.bearing)
                    + usize::from(tie.stance == guess.stance);
                candidates.push((std::cmp::Reverse(close), i, j, order));
            }
        }
    }
    candidates.sort();
    let (mut taken, mut used) = (vec![false; ties.len()], vec![false; guesses.len()]);
    let mut out = Vec::new();
    for (_, i, j, order) in candidates {
        if !taken[i] && !used[j] {
            taken[i] = true;
            used[j] = true;
            out.push((i, j, order));
        }
    }
    out
}

impl Counts {
    /// Adds a text.
    pub fn add(&mut self, row: &Row, coded: &OutputLine) {
        self.texts += 1;
        let (gold, names) = (row.names(), Names::of_output(coded));
        let guesses: Vec<Guess> = coded
            .statements
            .iter()
            .map(|s| Guess {
                a: s.a.clone(),
                b: s.b.clone(),
                kind: s.kind.to_string(),
                direction: s.direction.to_string(),
                stance: s.stance.to_string(),
                bearing: s.bearing.to_string(),
                said_by: s.said_by.clone(),
                when: s.when.map(|w| w.to_string()),
                score: s.score,
            })
            .collect();
        self.labelled += row.ties.len();
        self.predicted += guesses.len();
        let orders: Vec<Vec<i8>> = row
            .ties
            .iter()
            .map(|t| guesses.iter().map(|g| order(t, g, &gold, &names)).collect())
            .collect();
        for (level, hits) in LEVELS.into_iter().zip(&mut self.hits) {
            *hits += matched(level, &row.ties, &guesses, &orders).len();
        }
        self.actors(row, coded, &gold, &names);
        let pairs = matched(Level::Bearing, &row.ties, &guesses, &orders);
        let mut right = vec![false; guesses.len()];
        for (i, j, order) in pairs {
            right[j] = true;
            let (tie, guess) = (&row.ties[i], &guesses[j]);
            let said = tie.said_by.as_deref().filter(|s| !s.is_empty());
            let told = guess.said_by.as_deref().filter(|s| !s.is_empty());
            self.speaker[1] += 1;
            self.speaker[0] += usize::from(match (said, told) {
                (None, None) => true,
                (Some(said), Some(told)) => same(said, &gold, told, &names),
                _ => false,
            });
            let flipped = match (guess.direction.as_str(), order < 0) {
                ("a->b", true) => "b->a",
                ("b->a", true) => "a->b",
                (other, _) => other,
            };
            self.direction[1] += 1;
            self.direction[0] +=
                usize::from(tie.direction.as_deref().unwrap_or("mutual") == flipped);
            if let Some(when) = tie.when.as_deref().filter(|w| !w.is_empty()) {
                let year = |text: &str| text.chars().take(4).collect::<String>();
                self.year[1] += 1;
                self.year[0] +=
                    usize::from(guess.when.as_deref().map(year).unwrap_or_default() == year(when));
            }
        }
        self.scored
            .extend(guesses.iter().zip(right).map(|(g, r)| (g.score, r)));
    }

    fn actors(&mut self, row: &Row, coded: &OutputLine, gold: &Names, names: &Names) {
        let labelled: BTreeSet<&str> = row.actors.iter().map(|a| a.name.as_str()).collect();
        let mut left: BTreeSet<&str> = coded.actors.iter().map(|a| a.name.as_str()).collect();
        self.actors[1] += left.len();
        self.actors[2] += labelled.len();
        debug_assert!(left.iter().all(|n| names.listed().any(|l| l == *n)));
        for name in labelled {
            let found = left.iter().copied().find(|g| same(name, gold, g, names));
            if let Some(found) = found {
                left.remove(found);
                self.actors[0] += 1;
            }
        }
    }

    /// Each statement's score, and whether it matched a labelled tie with its bearing.
    pub fn scored(&self) -> &[(f64, bool)] {
        &self.scored
    }

    /// The scores over all texts added.
    pub fn scores(&self) -> Scores {
        let level = |i: usize| Prf::of(self.hits[i], self.predicted, self.labelled);
        Scores {
            texts: self.texts,
            gold_ties: self.labelled,
            predicted: self.predicted,
            actors: Prf::of(self.actors[0], self.actors[1], self.actors[2]),
            pair: level(0),
            pair_bearing: level(1),
            pair_kind: level(2),
            pair_bearing_stance: level(3),
            speaker_accuracy: Share::new(self.speaker),
            direction_accuracy: Share::new(self.direction),
            year_accuracy: Share::new(self.year),
            score_ece: expected_calibration_error(&self.scored),
        }
    }
}

/// Naeini, Cooper and Hauskrecht (2015), with bins of equal width; 0 of none.
fn expected_calibration_error(scored: &[(f64, bool)]) -> f64 {
    let mut bins = [(0.0, 0.0); 10];
    for (score, right) in scored {
        let bin = &mut bins[((score * 10.0) as usize).min(9)];
        bin.0 += score;
        bin.1 += f64::from(u8::from(*right));
    }
    let gaps: f64 = bins.iter().map(|(said, was)| (said - was).abs()).sum();
    gaps / scored.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_that_hold_have_no_calibration_error() {
        let mut scored = vec![(0.75, true); 3];
        scored.push((0.75, false));
        assert!(expected_calibration_error(&scored) < 1e-9);
        assert!((expected_calibration_error(&[(0.95, false)]) - 0.95).abs() < 1e-9);
        assert_eq!(expected_calibration_error(&[]), 0.0);
    }

    #[test]
    fn folds_case_marks_articles_and_possessives() {
        assert_eq!(fold("The Ḥizballāh's"), "hizballah");
        assert_eq!(fold("U.S.-led coalition"), "u s led coalition");
        assert_eq!(fold("a"), "a");
    }
}
