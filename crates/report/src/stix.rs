//! A judgement as a STIX 2.1 bundle (OASIS Standard, 10 June 2021).
//!
//! What stands where:
//! - actors and publishers are `identity` objects;
//! - the tie is a `relationship` between the two actors, from its beginning to its end;
//! - the answer is a `note` on it, with its numbers in a property extension;
//! - each item of evidence is a `note` with its quote and an external reference;
//! - each side of a dissent about the tie is an `opinion`;
//! - a `report` holds all of them together.
//!
//! `confidence` is how sure the producer is of the correctness of an object. Of the report it
//! is the analytic confidence, of evidence the Admiralty credibility, both by the scales of
//! the specification's Appendix A; the probability never stands there.

use crate::ids::uuid;
use crate::markdown::target;
use crate::text::{claim, estimate, interval, line, name, percent, proposition, rejected, signed};
use crate::{Past, ReportData};
use jiff::civil::Date;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use unravel_evidence::{
    ActorKind, ActorRef, Bearing, ConfidenceLevel, Credibility, Dissent, EvidenceItem, Judgement,
    Outcome,
};

/// STIX wants the same `created` in every version of an object. Ids of actors and ties follow
/// from what they are, so this time must as well.
const CREATED: &str = "2000-01-01T00:00:00.000Z";

/// The judgement as a STIX 2.1 bundle. The same judgement always gives the same text; actors,
/// publishers, the tie and items of evidence keep their ids from one judgement to the next.
/// Evidence that a person rejected is left out.
pub fn stix(data: &ReportData) -> String {
    let bundle = Bundle::new(data).all();
    // A value holds no map with keys other than text, so this does not fail.
    serde_json::to_string_pretty(&bundle).unwrap_or_default()
}

fn id(kind: &str, key: &str) -> String {
    format!("{kind}--{}", uuid(kind, key))
}

struct Bundle<'a> {
    data: &'a ReportData,
    j: &'a Judgement,
    /// When this version of every object was made.
    modified: String,
    me: String,
    tie: String,
    extension: String,
    /// What a person rejected is left out.
    evidence: Vec<&'a EvidenceItem>,
    /// The ids of the actors that are in the bundle.
    known: BTreeSet<String>,
    objects: Vec<Value>,
}

impl<'a> Bundle<'a> {
    fn new(data: &'a ReportData) -> Self {
        let j = &data.judgement;
        let tie = &j.question.tie;
        let key = format!("{}\0{}\0{}", tie.a.id, tie.b.id, tie.class);
        Self {
            data,
            j,
            modified: instant(j.made_at),
            me: id("identity", "tool\0unravel"),
            tie: id("relationship", &key),
            extension: id("extension-definition", "judgement"),
            evidence: j.evidence.iter().filter(|e| !rejected(e)).collect(),
            known: BTreeSet::new(),
            objects: Vec::new(),
        }
    }

    fn all(mut self) -> Value {
        self.producer();
        self.actors();
        self.publishers();
        self.relationship();
        self.answer();
        for item in std::mem::take(&mut self.evidence) {
            self.note(item);
        }
        for dissent in &self.j.dissent {
            self.dissent(dissent);
        }
        self.report();
        json!({
            "type": "bundle",
            "id": id("bundle", self.j.id.as_str()),
            "objects": self.objects,
        })
    }

    /// Adds an object with the properties that all share; empty texts and lists are left out,
    /// as the specification wants.
    fn add(&mut self, kind: &str, id: &str, created: &str, rest: Value) {
        let mut object = Map::new();
        object.insert("type".into(), json!(kind));
        object.insert("spec_version".into(), json!("2.1"));
        object.insert("id".into(), json!(id));
        object.insert("created".into(), json!(created));
        object.insert("modified".into(), json!(self.modified));
        if id != self.me {
            object.insert("created_by_ref".into(), json!(self.me));
        }
        if let Value::Object(rest) = rest {
            object.extend(rest.into_iter().filter(|(_, value)| match value {
                Value::Null => false,
                Value::String(text) => !text.is_empty(),
                Value::Array(list) => !list.is_empty(),
                _ => true,
            }));
        }
        self.objects.push(Value::Object(object));
    }

    fn producer(&mut self) {
        let me = self.me.clone();
        self.add(
            "identity",
            &me,
            CREATED,
            json!({ "name": "unravel", "identity_class": "system" }),
        );
        let extension = self.extension.clone();
        self.add(
            "extension-definition",
            &extension,
            CREATED,
            json!({
                "name": "unravel judgement",
                "description": "A probability that the tie between two actors holds until a date, kept apart from STIX confidence.",
                "schema": "probability, interval50, interval90 and base_rate: 0 to 1, that the tie holds; term: estimative term on the scale named by yardstick; analytic_confidence: low, moderate or high; as_of and until: dates; rule: how the question will be resolved; history: earlier judgements of the question with made_at, as_of, probability, interval90",
                "version": "1.0.0",
                "extension_types": ["property-extension"],
            }),
        );
    }

    fn actors(&mut self) {
        let tie = &self.j.question.tie;
        let mut actors: BTreeMap<&str, &ActorRef> = BTreeMap::new();
        let named = self.evidence.iter().flat_map(|e| {
            let s = &e.statement;
            [Some(&s.a), Some(&s.b), s.said_by.as_ref()]
        });
        for actor in named.flatten().chain([&tie.a, &tie.b]) {
            actors.insert(actor.id.as_str(), actor);
        }
        for actor in actors.into_values() {
            let kind = self.data.kinds.get(&actor.id);
            let (class, sectors): (&str, &[&str]) = match kind {
                Some(ActorKind::Government) => ("organization", &["government"]),
                Some(ActorKind::Igo | ActorKind::Party) => ("organization", &[]),
                Some(ActorKind::ArmedGroup) => ("group", &[]),
                Some(ActorKind::Person) => ("individual", &[]),
                Some(ActorKind::Other) | None => ("unknown", &[]),
            };
            let id = actor_id(actor);
            self.add(
                "identity",
                &id,
                CREATED,
                json!({ "name": name(&actor.name), "identity_class": class, "sectors": sectors }),
            );
            self.known.insert(id);
        }
    }

    fn publishers(&mut self) {
        let names: BTreeSet<&str> = self
            .evidence
            .iter()
            .filter_map(|e| e.document.publisher.as_deref())
            .collect();
        for publisher in names {
            self.add(
                "identity",
                &id("identity", &format!("publisher\0{publisher}")),
                CREATED,
                json!({ "name": name(publisher), "identity_class": "organization", "roles": ["publisher"] }),
            );
        }
    }

    fn relationship(&mut self) {
        let tie = &self.j.question.tie;
        let start = tie.began.and_then(|began| day(began.start()));
        let ended = self.data.resolution.as_ref();
        let stop = ended
            .filter(|r| r.outcome == Outcome::Broke)
            .and_then(|r| day(r.date));
        // An end must lie after the beginning.
        let stop = stop.filter(|stop| start.as_ref().is_none_or(|start| stop > start));
        let id = self.tie.clone();
        self.add(
            "relationship",
            &id,
            CREATED,
            json!({
                "relationship_type": "related-to",
                "description": format!(
                    "Tie of the class {}. How long it is judged to hold stands in a note on it.",
                    tie.class
                ),
                "source_ref": actor_id(&tie.a),
                "target_ref": actor_id(&tie.b),
                "start_time": start,
                "stop_time": stop,
            }),
        );
    }

    fn answer(&mut self) {
        let j = self.j;
        let reasons: Vec<String> = j.confidence.reasons.iter().map(|r| line(r)).collect();
        let content = format!(
            "{} ({}, 90 % interval {}) that {}. Analytic confidence in this is {}: {}. Base rate: {}. \
             As of {}. Rule: {}.",
            estimate(&line(&j.term)),
            percent(j.probability),
            interval(j.interval90),
            proposition(j, line),
            j.confidence.level,
            reasons.join("; "),
            percent(j.base_rate.probability),
            j.question.as_of,
            line(&j.question.rule),
        );
        let past = |p: &Past| {
            json!({
                "made_at": instant(p.made_at), "as_of": p.as_of, "probability": p.probability,
                "interval90": p.interval90,
            })
        };
        let mut extensions = Map::new();
        extensions.insert(
            self.extension.clone(),
            json!({
                "extension_type": "property-extension",
                "probability": j.probability,
                "interval50": j.interval50,
                "interval90": j.interval90,
                "base_rate": j.base_rate.probability,
                "term": line(&j.term),
                "yardstick": j.yardstick,
                "analytic_confidence": j.confidence.level,
                "as_of": j.question.as_of,
                "until": j.question.until,
                "rule": line(&j.question.rule),
                "history": self.data.past().map(past).collect::<Vec<_>>(),
            }),
        );
        let (note, refs) = (id("note", j.id.as_str()), vec![self.tie.clone()]);
        let made = self.modified.clone();
        self.add(
            "note",
            &note,
            &made,
            json!({
                "abstract": format!("Judgement: {}", line(&j.question_text)),
                "content": content,
                "object_refs": refs,
                "extensions": extensions,
            }),
        );
    }

    fn note(&mut self, item: &EvidenceItem) {
        let (s, d) = (&item.statement, &item.document);
        let mut facts = vec![
            format!("Bearing: {} the tie", s.bearing),
            format!("weight: {} log-odds", signed(item.weight, 2)),
            format!("independence cluster {}", item.cluster),
            format!("Admiralty grade {}", item.grade),
        ];
        facts.extend(s.when.map(|when| format!("event: {when}")));
        facts.extend(item.note.as_deref().map(line));
        let url = d.url.as_deref().and_then(target);
        let title = d.title.as_deref().map(line).filter(|t| !t.is_empty());
        let published = d.published.map(|p| format!("published {p}"));
        let described: Vec<String> = title.into_iter().chain(published).collect();
        let reference = json!({
            "source_name": name(d.label()),
            "description": described.join(", "),
            "url": url,
            "external_id": name(d.id.as_str()),
        });
        let mut refs = vec![self.tie.clone(), actor_id(&s.a), actor_id(&s.b)];
        refs.extend(s.said_by.as_ref().map(actor_id));
        refs.extend(
            d.publisher
                .as_ref()
                .map(|p| id("identity", &format!("publisher\0{p}"))),
        );
        refs.sort();
        refs.dedup();
        self.add(
            "note",
            &id("note", &format!("evidence\0{}", s.id)),
            CREATED,
            json!({
                "abstract": claim(s, true, line),
                "content": format!("“{}”\n{}.", line(&s.passage.exact), facts.join("; ")),
                "authors": s.said_by.as_ref().map(|by| vec![name(&by.name)]),
                "object_refs": refs,
                "external_references": [present(reference)],
                "confidence": credibility(item.grade.credibility),
            }),
        );
    }

    /// A dispute about the tie as opinions on it; one about the strength of an actor, which is
    /// another proposition, as a note.
    fn dissent(&mut self, d: &Dissent) {
        let key = |i: usize| format!("dissent\0{}\0{}\0{i}", self.j.id, d.proposition);
        let keys: Vec<String> = (0..d.sides.len()).map(key).collect();
        for (side, key) in d.sides.iter().zip(keys) {
            let made = self.modified.clone();
            let authors: BTreeSet<String> =
                side.speakers.iter().map(|s| name(&s.affiliation)).collect();
            let said: Vec<String> = side
                .remarks
                .iter()
                .map(|r| format!("“{}”", line(&r.remark.passage.exact)))
                .collect();
            let text = format!("On {}: {}", line(&d.proposition), line(&d.note));
            let refs = vec![self.tie.clone()];
            if said.is_empty() {
                let opinion = match side.bearing {
                    Bearing::For => "agree",
                    Bearing::Against => "disagree",
                    Bearing::Neutral => "neutral",
                };
                self.add(
                    "opinion",
                    &id("opinion", &key),
                    &made,
                    json!({
                        "explanation": text,
                        "authors": authors,
                        "opinion": opinion,
                        "object_refs": refs,
                    }),
                );
            } else {
                let mut refs: Vec<String> = side
                    .remarks
                    .iter()
                    .map(|r| actor_id(&r.remark.actor))
                    .collect();
                // Only actors of the bundle can be pointed at.
                refs.retain(|id| self.known.contains(id));
                refs.push(self.tie.clone());
                refs.sort();
                refs.dedup();
                self.add(
                    "note",
                    &id("note", &key),
                    &made,
                    json!({
                        "abstract": text,
                        "content": said.join("\n"),
                        "authors": authors,
                        "object_refs": refs,
                    }),
                );
            }
        }
    }

    fn report(&mut self) {
        let j = self.j;
        let refs: Vec<Value> = self.objects.iter().map(|o| o["id"].clone()).collect();
        let made = self.modified.clone();
        let confidence = match j.confidence.level {
            ConfidenceLevel::Low => 15,
            ConfidenceLevel::Moderate => 50,
            ConfidenceLevel::High => 85,
        };
        self.add(
            "report",
            &id("report", j.id.as_str()),
            &made,
            json!({
                "name": name(&j.question_text),
                "description": format!(
                    "{} that {}. The number stands in a note; `confidence` is the analytic confidence.",
                    estimate(&line(&j.term)),
                    proposition(j, line)
                ),
                "published": made,
                "object_refs": refs,
                "confidence": confidence,
                "labels": ["tie-continuity"],
            }),
        );
    }
}

fn actor_id(actor: &ActorRef) -> String {
    id("identity", &format!("actor\0{}", actor.id))
}

/// An object without its empty properties.
fn present(value: Value) -> Value {
    match value {
        Value::Object(map) => map
            .into_iter()
            .filter(|(_, v)| !v.is_null() && v != "")
            .collect::<Map<_, _>>()
            .into(),
        other => other,
    }
}

/// A time as STIX writes it: UTC, to the millisecond.
fn instant(at: jiff::Timestamp) -> String {
    format!("{at:.3}")
}

/// The beginning of a day; none before the year 1, which the format cannot write.
fn day(date: Date) -> Option<String> {
    (date.year() > 0).then(|| format!("{date}T00:00:00.000Z"))
}

/// The Admiralty credibility scale of STIX 2.1, Appendix A; 6 has no value there.
fn credibility(grade: Credibility) -> Option<u8> {
    match grade {
        Credibility::One => Some(90),
        Credibility::Two => Some(70),
        Credibility::Three => Some(50),
        Credibility::Four => Some(30),
        Credibility::Five => Some(10),
        Credibility::Six => None,
    }
}
