//! re3d: relations between entities in defence and security texts (documents, entities and
//! relations as JSON Lines, one folder per source).
//!
//! Scored are AlliesOf, FightingAgainst, BelongsTo and InChargeOf between organisations and
//! persons, of confidence 1. What the coder says of a pair that is labelled with less
//! confidence counts neither way. A mention matches where it overlaps the labelled one, or
//! where one's folded words hold the other's.
//!
//! The corpus explains its relations so: allies fight "alongside another entity on the same side
//! of a conflict"; those who fight against each other are "in armed conflict"; what belongs is
//! owned or "a member"; who is in charge controls "or [has] responsibility". So what the coder
//! says is read as: allies, who support each other in a sentence that tells of the fight of one
//! of them, and who there fight the same enemy; fighting, hostility that is an assault;
//! belonging and being in charge, memberships, and allegiance to a body. Titles in front of a
//! name are part of the labelled name, and no relation.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;
use std::path::Path;

use serde::{Deserialize, Serialize};
use unravel_evidence::{Kind, PloverType, Stance};

use super::Prf;
use super::ties::{Names, fold};
use crate::contract::{OutputLine, Statement};

/// The relations that are scored.
pub const RELATIONS: [&str; 4] = ["AlliesOf", "FightingAgainst", "BelongsTo", "InChargeOf"];

#[derive(Debug, Deserialize)]
struct Text {
    #[serde(rename = "_id")]
    id: String,
    text: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entity {
    document_id: String,
    begin: usize,
    end: usize,
    #[serde(rename = "type")]
    kind: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Relation {
    document_id: String,
    source_begin: usize,
    source_end: usize,
    source: String,
    target_begin: usize,
    target_end: usize,
    target: String,
    #[serde(rename = "type")]
    kind: String,
    confidence: f64,
}

/// A labelled mention.
#[derive(Debug, Clone, PartialEq)]
struct Place {
    chars: Range<usize>,
    words: String,
}

/// A labelled relation.
#[derive(Debug, Clone, PartialEq)]
pub struct Labelled {
    relation: &'static str,
    source: Place,
    target: Place,
    certain: bool,
}

/// A text with its relations.
#[derive(Debug, Clone)]
pub struct Document {
    /// The text.
    pub text: String,
    relations: Vec<Labelled>,
}

/// A corpus that cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file is missing or unreadable.
    #[error("{path}: {reason}; give the folder that holds one folder per source")]
    Read {
        /// The file.
        path: String,
        /// Why.
        reason: String,
    },
}

fn lines<T: for<'d> Deserialize<'d>>(path: &Path) -> Result<Vec<T>, Error> {
    let error = |reason: String| Error::Read {
        path: path.display().to_string(),
        reason,
    };
    let text = std::fs::read_to_string(path).map_err(|e| error(e.to_string()))?;
    text.lines()
        .filter(|l| !l.trim().is_empty())
        .map(|l| serde_json::from_str(l).map_err(|e| error(e.to_string())))
        .collect()
}

/// Reads every source's folder.
///
/// # Errors
/// [`Error::Read`] with the file that cannot be read.
pub fn read_folder(root: &Path) -> Result<Vec<Document>, Error> {
    let mut folders: Vec<_> = std::fs::read_dir(root)
        .map_err(|e| Error::Read {
            path: root.display().to_string(),
            reason: e.to_string(),
        })?
        .filter_map(|entry| entry.ok().map(|e| e.path()))
        .filter(|p| p.is_dir())
        .collect();
    folders.sort();
    let mut out = Vec::new();
    for folder in folders {
        let texts: Vec<Text> = lines(&folder.join("documents.json"))?;
        let entities: Vec<Entity> = lines(&folder.join("entities.json"))?;
        let relations: Vec<Relation> = lines(&folder.join("relations.json"))?;
        let actors: HashSet<(&str, usize, usize)> = entities
            .iter()
            .filter(|e| matches!(e.kind.as_str(), "Organisation" | "Person" | "Nationality"))
            .map(|e| (e.document_id.as_str(), e.begin, e.end))
            .collect();
        let mut of: HashMap<&str, Vec<Labelled>> = HashMap::new();
        for r in &relations {
            let Some(relation) = RELATIONS.into_iter().find(|k| *k == r.kind) else {
                continue;
            };
            let document = r.document_id.as_str();
            if actors.contains(&(document, r.source_begin, r.source_end))
                && actors.contains(&(document, r.target_begin, r.target_end))
            {
                of.entry(document).or_default().push(Labelled {
                    relation,
                    source: Place {
                        chars: r.source_begin..r.source_end,
                        words: fold(&r.source),
                    },
                    target: Place {
                        chars: r.target_begin..r.target_end,
                        words: fold(&r.target),
                    },
                    certain: r.confidence >= 1.0,
                });
            }
        }
        out.extend(texts.iter().map(|t| Document {
            text: t.text.clone(),
            relations: of.remove(t.id.as_str()).unwrap_or_default(),
        }));
    }
    Ok(out)
}

/// The relations that the coder's output says, as (relation, source, target).
fn said(coded: &OutputLine) -> BTreeSet<(&'static str, String, String)> {
    let mut out = BTreeSet::new();
    let mut either_way = |relation, a: &str, b: &str| {
        let (a, b) = if a < b { (a, b) } else { (b, a) };
        if a != b {
            out.insert((relation, a.to_owned(), b.to_owned()));
        }
    };
    let told: Vec<&Statement> = coded
        .statements
        .iter()
        .filter(|s| !matches!(s.stance, Stance::Denied | Stance::Hypothetical))
        .collect();
    let fights = |s: &&&Statement| {
        let act = s.event.as_ref().map(|e| e.plover);
        s.kind == Kind::Hostility && act == Some(PloverType::Assault)
    };
    for s in &told {
        let here: Vec<&&Statement> = told
            .iter()
            .filter(fights)
            .filter(|f| f.quote.start == s.quote.start)
            .collect();
        match s.kind {
            Kind::Alliance | Kind::Support if here.iter().any(|f| f.a == s.a || f.a == s.b) => {
                either_way("AlliesOf", &s.a, &s.b);
            }
            Kind::Hostility if here.iter().any(|f| std::ptr::eq(**f, *s)) => {
                either_way("FightingAgainst", &s.a, &s.b);
                for f in here.iter().filter(|f| f.b == s.b) {
                    either_way("AlliesOf", &s.a, &f.a);
                }
            }
            _ => {}
        }
    }
    for s in told.iter().filter(|s| s.kind == Kind::Allegiance) {
        out.insert(("BelongsTo", s.a.clone(), s.b.clone()));
    }
    for m in &coded.memberships {
        let relation = if m.leads { "InChargeOf" } else { "BelongsTo" };
        out.insert((relation, m.member.clone(), m.organization.clone()));
    }
    out
}

/// Where the output names an actor, in characters.
fn places(coded: &OutputLine) -> HashMap<&str, Vec<Range<usize>>> {
    let mut out: HashMap<&str, Vec<Range<usize>>> = HashMap::new();
    for actor in &coded.actors {
        let mentions = actor.mentions.iter().map(|m| m.start..m.end);
        out.entry(&actor.name).or_default().extend(mentions);
    }
    for m in &coded.memberships {
        for (name, at) in [
            (&m.member, &m.member_at),
            (&m.organization, &m.organization_at),
        ] {
            out.entry(name).or_default().push(at.start..at.end);
        }
    }
    out
}

/// Counts over documents.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    labelled: usize,
    found: usize,
    predicted: usize,
    right: usize,
}

/// The scores.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Scores {
    /// Labelled relations of confidence 1.
    pub labelled: usize,
    /// Relations said.
    pub predicted: usize,
    /// Precision of what is said, recall of the labels, F1.
    pub relation: Prf,
}

impl Counts {
    /// Adds a document.
    pub fn add(&mut self, document: &Document, coded: &OutputLine) {
        let names = Names::of_output(coded);
        let places = places(coded);
        let holds = |marked: &Place, actor: &str| {
            let overlaps =
                |at: &Range<usize>| at.start < marked.chars.end && marked.chars.start < at.end;
            let same_words = |n: &String| {
                !n.is_empty() && (has_words(&marked.words, n) || has_words(n, &marked.words))
            };
            places.get(actor).is_some_and(|p| p.iter().any(overlaps))
                || names.of(actor).iter().any(same_words)
        };
        let mut found = vec![false; document.relations.len()];
        for (relation, a, b) in said(coded) {
            let either_way = matches!(relation, "AlliesOf" | "FightingAgainst");
            let agreeing: Vec<usize> = (0..found.len())
                .filter(|i| {
                    let l = &document.relations[*i];
                    l.relation == relation
                        && (holds(&l.source, &a) && holds(&l.target, &b)
                            || either_way && holds(&l.source, &b) && holds(&l.target, &a))
                })
                .collect();
            let certain = agreeing
                .iter()
                .filter(|i| document.relations[**i].certain)
                .count();
            for i in &agreeing {
                found[*i] = true;
            }
            self.right += usize::from(certain > 0);
            self.predicted += usize::from(certain > 0 || agreeing.is_empty());
        }
        let labels = document.relations.iter().zip(found);
        for (_, found) in labels.filter(|(l, _)| l.certain) {
            self.labelled += 1;
            self.found += usize::from(found);
        }
    }

    /// The scores over all documents added.
    pub fn scores(&self) -> Scores {
        let precision = Prf::of(self.right, self.predicted, self.labelled).precision;
        let recall = Prf::of(self.found, self.predicted, self.labelled).recall;
        Scores {
            labelled: self.labelled,
            predicted: self.predicted,
            relation: Prf::of_shares(precision, recall),
        }
    }
}

/// Whether all words of `part` stand together in `whole`.
fn has_words(whole: &str, part: &str) -> bool {
    format!(" {whole} ").contains(&format!(" {part} "))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn words_match_whole() {
        assert!(has_words("syrian army units", "syrian army"));
        assert!(!has_words("hussein", "us"));
    }

    #[test]
    fn who_fights_the_same_enemy_is_an_ally_and_a_title_is_none() {
        let pipeline = unravel_language::Pipeline::english().unwrap();
        let coder = crate::Coder::new(
            &pipeline,
            unravel_actors::Registry::builtin(),
            crate::Lexicon::builtin().unwrap(),
        );
        let said_of = |text: &str| {
            let line = serde_json::json!({"id": 1, "text": text}).to_string();
            let (id, document) = crate::InputLine::parse(&line, 1).unwrap().into_document();
            said(&OutputLine::new(id, coder.code(&document)))
                .into_iter()
                .map(|(relation, a, b)| format!("{relation} {a} {b}"))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            said_of("Turkey and Iraq fought the Islamic State."),
            [
                "AlliesOf Iraq Turkey",
                "FightingAgainst Iraq Islamic State",
                "FightingAgainst Islamic State Turkey"
            ]
        );
        assert_eq!(
            said_of("Iraqi President Fuad Masum spoke in Paris."),
            [""; 0]
        );
    }
}
