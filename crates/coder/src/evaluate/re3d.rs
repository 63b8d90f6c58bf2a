//! re3d: relations between entities in defence and security texts (documents, entities and
//! relations as JSON Lines, one folder per source).
//!
//! Scored are AlliesOf, FightingAgainst, BelongsTo and InChargeOf between organisations and
//! persons, of confidence 1. What the coder says of a pair that is labelled with less
//! confidence counts neither way. Mentions match where one's folded words hold the other's.
//! Who supports another is its ally there.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::Path;

use serde::{Deserialize, Serialize};
use unravel_evidence::{Kind, PloverType, Stance};

use super::Prf;
use super::ties::{Names, fold};
use crate::contract::OutputLine;

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

/// A labelled relation.
#[derive(Debug, Clone, PartialEq)]
pub struct Labelled {
    relation: &'static str,
    source: String,
    target: String,
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
                    source: fold(&r.source),
                    target: fold(&r.target),
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

/// Positions that are in charge of what they are held in.
fn commands(role: &str) -> bool {
    role.split(|c: char| !c.is_alphanumeric()).any(|word| {
        matches!(
            word,
            "leader"
                | "head"
                | "chief"
                | "commander"
                | "president"
                | "director"
                | "king"
                | "premier"
                | "chairman"
                | "emir"
                | "founder"
                | "minister"
                | "secretary"
                | "ruler"
        )
    })
}

/// The relations that the coder's output says, as (relation, source, target).
fn said(coded: &OutputLine) -> BTreeSet<(&'static str, String, String)> {
    let mut out = BTreeSet::new();
    for s in &coded.statements {
        if matches!(s.stance, Stance::Denied | Stance::Hypothetical) {
            continue;
        }
        let relation = match (s.kind, s.event.as_ref().map(|e| e.plover)) {
            (Kind::Alliance | Kind::Support, _) => "AlliesOf",
            (Kind::Allegiance, _) => "BelongsTo",
            (Kind::Hostility, Some(PloverType::Assault)) => "FightingAgainst",
            _ => continue,
        };
        out.insert((relation, s.a.clone(), s.b.clone()));
    }
    for r in &coded.roles {
        let role = r.role.to_lowercase();
        let relation = if commands(&role) {
            "InChargeOf"
        } else {
            "BelongsTo"
        };
        out.insert((relation, r.person.clone(), r.organization.clone()));
    }
    out
}

/// Counts over documents.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    labelled: usize,
    predicted: usize,
    hits: usize,
}

/// The scores.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Scores {
    /// Labelled relations of confidence 1.
    pub labelled: usize,
    /// Relations said.
    pub predicted: usize,
    /// Precision, recall, F1.
    pub relation: Prf,
}

impl Counts {
    /// Adds a document.
    pub fn add(&mut self, document: &Document, coded: &OutputLine) {
        let names = Names::of_output(coded);
        let mut taken = vec![false; document.relations.len()];
        for (relation, a, b) in said(coded) {
            let holds = |marked: &str, actor: &str| {
                names
                    .of(actor)
                    .iter()
                    .any(|n| !n.is_empty() && (has_words(marked, n) || has_words(n, marked)))
            };
            let either_way = matches!(relation, "AlliesOf" | "FightingAgainst");
            let agrees = |l: &Labelled| {
                l.relation == relation
                    && (holds(&l.source, &a) && holds(&l.target, &b)
                        || either_way && holds(&l.source, &b) && holds(&l.target, &a))
            };
            let certain = (0..taken.len()).find(|i| {
                !taken[*i] && document.relations[*i].certain && agrees(&document.relations[*i])
            });
            match certain {
                Some(i) => {
                    taken[i] = true;
                    self.hits += 1;
                    self.predicted += 1;
                }
                None if document.relations.iter().any(agrees) => {}
                None => self.predicted += 1,
            }
        }
        self.labelled += document.relations.iter().filter(|l| l.certain).count();
    }

    /// The scores over all documents added.
    pub fn scores(&self) -> Scores {
        Scores {
            labelled: self.labelled,
            predicted: self.predicted,
            relation: Prf::of(self.hits, self.predicted, self.labelled),
        }
    }
}

/// Whether all words of `part` stand together in `whole`.
fn has_words(whole: &str, part: &str) -> bool {
    format!(" {whole} ").contains(&format!(" {part} "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_match_whole() {
        assert!(has_words("syrian army units", "syrian army"));
        assert!(!has_words("hussein", "us"));
    }

    #[test]
    fn positions_are_in_charge_or_belong() {
        assert!(commands("deputy commander"));
        assert!(!commands("spokesman"));
    }
}
