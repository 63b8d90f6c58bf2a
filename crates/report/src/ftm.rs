//! A judgement as FollowTheMoney entities, one JSON object a line.
//!
//! Actors become `PublicBody`, `Organization`, `Person` or `LegalEntity`; documents `Article`,
//! with a `Mention` of each actor; each item of evidence an `UnknownLink` between its two actors, with its document as proof;
//! the tie itself an `UnknownLink`, and the answer a `Note` on both actors.

use crate::ReportData;
use crate::ids::uuid;
use crate::markdown::target;
use crate::text::{claim, estimate, interval, line, name, percent, proposition, rejected, signed};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use unravel_evidence::{
    ActorKind, ActorRef, DateRange, Direction, DocumentRef, EvidenceItem, Granularity, Outcome,
};

/// Entities of the FollowTheMoney model as JSON Lines. Every entity stands after those it
/// points at, and keeps its id from one judgement to the next. What a person rejected is left
/// out.
pub fn ftm(data: &ReportData) -> String {
    let mut out = String::new();
    for entity in entities(data) {
        out.push_str(&entity.to_string());
        out.push('\n');
    }
    out
}

fn entities(data: &ReportData) -> Vec<Value> {
    let j = &data.judgement;
    let mut actors: BTreeMap<&str, &ActorRef> = BTreeMap::new();
    let mut documents: BTreeMap<&str, (&DocumentRef, BTreeSet<&ActorRef>)> = BTreeMap::new();
    let evidence: Vec<&EvidenceItem> = j.evidence.iter().filter(|e| !rejected(e)).collect();
    for item in &evidence {
        let s = &item.statement;
        let (_, mentions) = documents
            .entry(item.document.id.as_str())
            .or_insert_with(|| (&item.document, BTreeSet::new()));
        for actor in [Some(&s.a), Some(&s.b), s.said_by.as_ref()]
            .into_iter()
            .flatten()
        {
            actors.insert(actor.id.as_str(), actor);
            mentions.insert(actor);
        }
    }
    for actor in [&j.question.tie.a, &j.question.tie.b] {
        actors.insert(actor.id.as_str(), actor);
    }
    let mut out: Vec<Value> = Vec::new();
    for actor in actors.into_values() {
        out.push(entity(
            actor_id(actor),
            schema(data, actor),
            [("name", vec![name(&actor.name)])],
        ));
    }
    for (document, mentioned) in documents.into_values() {
        out.push(article(document));
        out.extend(mentioned.into_iter().map(|a| mention(data, document, a)));
    }
    for item in evidence {
        out.push(link(item));
    }
    out.push(tie(data));
    out.push(answer(data));
    out
}

/// An entity with its properties; empty texts and empty lists are left out.
fn entity<const N: usize>(id: String, schema: &str, properties: [(&str, Vec<String>); N]) -> Value {
    let properties: Map<String, Value> = properties
        .into_iter()
        .map(|(key, values)| (key, values.into_iter().filter(|v| !v.is_empty())))
        .map(|(key, values)| (key.to_owned(), values.collect::<Vec<_>>()))
        .filter(|(_, values)| !values.is_empty())
        .map(|(key, values)| (key, json!(values)))
        .collect();
    json!({ "id": id, "schema": schema, "properties": properties })
}

fn schema(data: &ReportData, actor: &ActorRef) -> &'static str {
    match data.kinds.get(&actor.id) {
        Some(ActorKind::Government) => "PublicBody",
        Some(ActorKind::Igo | ActorKind::Party | ActorKind::ArmedGroup) => "Organization",
        Some(ActorKind::Person) => "Person",
        Some(ActorKind::Other) | None => "LegalEntity",
    }
}

fn mention(data: &ReportData, d: &DocumentRef, actor: &ActorRef) -> Value {
    entity(
        id("mention", &format!("{}\0{}", d.id, actor.id)),
        "Mention",
        [
            ("document", vec![id("document", d.id.as_str())]),
            ("name", vec![name(&actor.name)]),
            ("resolved", vec![actor_id(actor)]),
            ("detectedSchema", vec![schema(data, actor).to_owned()]),
        ],
    )
}

fn article(d: &DocumentRef) -> Value {
    entity(
        id("document", d.id.as_str()),
        "Article",
        [
            ("title", d.title.iter().map(|t| line(t)).collect()),
            ("fileName", d.origin.iter().map(|o| line(o)).collect()),
            ("publisher", d.publisher.iter().map(|p| line(p)).collect()),
            (
                "publishedAt",
                d.published.iter().filter_map(prefix).collect(),
            ),
            (
                "sourceUrl",
                d.url.iter().filter_map(|u| target(u)).collect(),
            ),
        ],
    )
}

fn link(item: &EvidenceItem) -> Value {
    let (s, d) = (&item.statement, &item.document);
    let (from, to) = match s.direction {
        Direction::BToA => (&s.b, &s.a),
        _ => (&s.a, &s.b),
    };
    let (start, end) = days(s.when);
    entity(
        id("statement", s.id.as_str()),
        "UnknownLink",
        [
            ("subject", vec![actor_id(from)]),
            ("object", vec![actor_id(to)]),
            ("role", vec![format!("{}, {}", s.kind, s.stance)]),
            ("status", vec![format!("{} the tie", s.bearing)]),
            ("startDate", start),
            ("endDate", end),
            ("date", s.when.iter().filter_map(prefix).collect()),
            (
                "summary",
                vec![format!(
                    "{}; grade {}, weight {}, cluster {}",
                    claim(s, true, line),
                    item.grade,
                    signed(item.weight, 2),
                    item.cluster
                )],
            ),
            ("description", vec![line(&s.passage.exact)]),
            ("publisher", d.publisher.iter().map(|p| line(p)).collect()),
            (
                "sourceUrl",
                d.url.iter().filter_map(|u| target(u)).collect(),
            ),
            ("recordId", vec![line(s.id.as_str())]),
            ("proof", vec![id("document", d.id.as_str())]),
        ],
    )
}

fn tie(data: &ReportData) -> Value {
    let tie = &data.judgement.question.tie;
    let start = tie.began.map(|began| began.start().to_string());
    let broke = data
        .resolution
        .as_ref()
        .filter(|r| r.outcome == Outcome::Broke);
    entity(
        id("tie", &format!("{}\0{}\0{}", tie.a.id, tie.b.id, tie.class)),
        "UnknownLink",
        [
            ("subject", vec![actor_id(&tie.a)]),
            ("object", vec![actor_id(&tie.b)]),
            ("role", vec![format!("tie, {}", tie.class)]),
            ("startDate", start.into_iter().collect()),
            (
                "endDate",
                broke.iter().map(|r| r.date.to_string()).collect(),
            ),
        ],
    )
}

fn answer(data: &ReportData) -> Value {
    let j = &data.judgement;
    entity(
        id("judgement", j.id.as_str()),
        "Note",
        [
            ("name", vec![name(&j.question_text)]),
            (
                "description",
                vec![format!(
                    "{} ({}, 90 % interval {}) that {}. Analytic confidence {}. As of {}. Rule: {}.",
                    estimate(&line(&j.term)),
                    percent(j.probability),
                    interval(j.interval90),
                    proposition(j, line),
                    j.confidence.level,
                    j.question.as_of,
                    line(&j.question.rule)
                )],
            ),
            (
                "entity",
                vec![actor_id(&j.question.tie.a), actor_id(&j.question.tie.b)],
            ),
            (
                "createdAt",
                vec![j.made_at.strftime("%Y-%m-%dT%H:%M:%S").to_string()],
            ),
        ],
    )
}

fn id(kind: &str, key: &str) -> String {
    format!("unravel-{kind}-{}", uuid(kind, key))
}

fn actor_id(actor: &ActorRef) -> String {
    id("actor", actor.id.as_str())
}

/// A range as the model's date prefix (1999, 1999-05, 1999-05-12); none for other intervals.
fn prefix(range: &DateRange) -> Option<String> {
    (range.granularity() != Granularity::Interval).then(|| range.to_string())
}

fn days(range: Option<DateRange>) -> (Vec<String>, Vec<String>) {
    let day = |d: Option<jiff::civil::Date>| d.iter().map(ToString::to_string).collect();
    (day(range.map(|r| r.start())), day(range.map(|r| r.end())))
}
