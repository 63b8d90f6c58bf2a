//! What other tools are given: whole, well formed, the same each time.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;
mod poison;

use jiff::civil::date;
use poison::{number, odd_text, poisoned};
use proptest::prelude::*;
use quick_xml::events::Event;
use serde_json::Value;
use std::collections::BTreeSet;
use unravel_evidence::{ActorId, ActorKind, Outcome, Resolution};
use unravel_report::{Format, ReportData, csv, file_name, ftm, gexf, stix};

fn data() -> ReportData {
    let mut data = ReportData::new(common::full());
    data.kinds = [
        (ActorId::from("ruria"), ActorKind::Government),
        (ActorId::from("maland-front"), ActorKind::ArmedGroup),
        (ActorId::from("border-monitors"), ActorKind::Igo),
    ]
    .into();
    data
}

fn broke_on(data: &mut ReportData, day: jiff::civil::Date) {
    data.resolution = Some(Resolution {
        question: data.judgement.question.id.clone(),
        outcome: Outcome::Broke,
        date: day,
        source: "Highland Agency".to_owned(),
    });
}

#[test]
fn csv_snapshot() {
    insta::assert_snapshot!(csv(&common::full()));
}

#[test]
fn ftm_snapshot() {
    insta::assert_snapshot!(ftm(&data()));
}

#[test]
fn gexf_snapshot() {
    insta::assert_snapshot!(gexf(&data()));
}

#[test]
fn stix_snapshot() {
    insta::assert_snapshot!(stix(&data()));
}

#[test]
fn every_format_gives_the_same_text_twice_and_something_without_evidence() {
    for format in Format::ALL {
        assert_eq!(format.render(&data()), format.render(&data()), "{format}");
        let bare = format.render(&ReportData::new(common::bare()));
        assert!(!bare.trim().is_empty(), "{format}");
        assert_eq!(format.as_str().parse::<Format>(), Ok(format));
        let name = file_name(&common::full(), format);
        assert_eq!(Format::of_file_name(&name), Some(format), "{name}");
    }
    let wrong = "pdf".parse::<Format>().unwrap_err().to_string();
    assert!(wrong.contains("pdf") && wrong.contains("gexf"), "{wrong}");
}

#[test]
fn file_names_are_safe_whatever_the_actors_are_called() {
    let mut j = common::full();
    j.question.tie.a.name = "../../etc/passwd\0:*?\"<>|".to_owned();
    j.question.tie.b.name = "…".repeat(300);
    let name = file_name(&j, Format::Html);
    assert!(
        !name.contains(['/', '\\', '\0', ':', '*', '?', '"', '<', '>', '|']),
        "{name}"
    );
    assert!(name.len() < 200 && !name.starts_with('.'), "{name}");
}

fn objects(text: &str) -> Vec<Value> {
    let bundle: Value = serde_json::from_str(text).unwrap();
    assert_eq!(bundle["type"], "bundle");
    bundle["objects"].as_array().unwrap().clone()
}

fn of<'o>(objects: &'o [Value], kind: &str) -> Vec<&'o Value> {
    objects.iter().filter(|o| o["type"] == kind).collect()
}

/// The rules of STIX 2.1 that every object here falls under.
fn well_formed(objects: &[Value]) {
    let mut ids = BTreeSet::new();
    for o in objects {
        let (kind, id) = (o["type"].as_str().unwrap(), o["id"].as_str().unwrap());
        let uuid = id.strip_prefix(&format!("{kind}--")).unwrap();
        assert_eq!(uuid::Uuid::parse_str(uuid).unwrap().get_version_num(), 5);
        assert!(ids.insert(id), "{id} stands twice");
        let required: &[&str] = match kind {
            "identity" => &["name", "identity_class"],
            "relationship" => &["relationship_type", "source_ref", "target_ref"],
            "note" => &["content", "object_refs"],
            "opinion" => &["opinion", "object_refs"],
            "report" => &["name", "published", "object_refs"],
            "extension-definition" => &["name", "schema", "version", "extension_types"],
            other => panic!("an object of type {other}"),
        };
        let common = ["spec_version", "created", "modified"];
        for key in required.iter().chain(&common) {
            assert!(!o[key].is_null() && o[key] != "", "{kind} without {key}");
        }
        assert_eq!(o["spec_version"], "2.1");
        assert!(o["created"].as_str() <= o["modified"].as_str());
        for key in [
            "created",
            "modified",
            "published",
            "start_time",
            "stop_time",
        ] {
            if let Some(at) = o[key].as_str() {
                assert!(at.len() == 24 && at.ends_with('Z'), "{key} {at}");
                at.parse::<jiff::Timestamp>().unwrap();
            }
        }
        for (key, value) in o.as_object().unwrap() {
            assert!(
                !value.is_null() && *value != Value::Array(vec![]),
                "{kind}.{key}"
            );
        }
    }
    for o in objects {
        let lists = o["object_refs"].as_array().into_iter().flatten();
        let singles = ["created_by_ref", "source_ref", "target_ref"].map(|k| &o[k]);
        for id in lists.chain(singles.into_iter().filter(|v| !v.is_null())) {
            assert!(ids.contains(id.as_str().unwrap()), "{id} points nowhere");
        }
    }
}

#[test]
fn stix_holds_what_the_standard_requires() {
    let objects = objects(&stix(&data()));
    well_formed(&objects);
    assert_eq!(of(&objects, "relationship").len(), 1);
    assert_eq!(of(&objects, "report").len(), 1);
    // one for the answer, one for each item of evidence, and those on the strength of an actor
    assert!(of(&objects, "note").len() > data().judgement.evidence.len());
    let report = of(&objects, "report")[0];
    assert_eq!(
        report["object_refs"].as_array().unwrap().len(),
        objects.len() - 1
    );
    let opinions = of(&objects, "opinion");
    assert!(opinions.iter().any(|o| o["opinion"] == "agree"));
    assert!(opinions.iter().any(|o| o["opinion"] == "disagree"));
}

#[test]
fn the_probability_never_stands_in_stix_confidence() {
    let mut data = data();
    for probability in [0.15, 0.37, 0.9] {
        data.judgement.probability = probability;
        let objects = objects(&stix(&data));
        let answered: Vec<f64> = objects
            .iter()
            .filter_map(|o| o["extensions"].as_object())
            .flat_map(|e| e.values())
            .filter_map(|e| e["probability"].as_f64())
            .collect();
        assert_eq!(answered, [probability]);
        for o in &objects {
            match o["type"].as_str().unwrap() {
                // moderate, whatever the probability
                "report" => assert_eq!(o["confidence"], 50),
                "note" if o["extensions"].is_null() => {
                    let scale = [10, 30, 50, 70, 90].map(Value::from);
                    assert!(o["confidence"].is_null() || scale.contains(&o["confidence"]));
                }
                _ => assert!(o["confidence"].is_null(), "{o}"),
            }
        }
    }
}

#[test]
fn the_stix_relationship_ends_when_the_tie_broke() {
    let mut data = data();
    let tie = |data: &ReportData| of(&objects(&stix(data)), "relationship")[0].clone();
    assert_eq!(tie(&data)["start_time"], "2011-01-01T00:00:00.000Z");
    assert!(tie(&data)["stop_time"].is_null());
    broke_on(&mut data, date(2026, 9, 1));
    assert_eq!(tie(&data)["stop_time"], "2026-09-01T00:00:00.000Z");
    // an end before the beginning is a contradiction that STIX forbids
    broke_on(&mut data, date(2010, 9, 1));
    assert!(tie(&data)["stop_time"].is_null());
}

#[test]
fn ids_stay_from_one_judgement_to_the_next_but_for_the_judgement() {
    let (first, mut second) = (data(), data());
    second.judgement.id = unravel_evidence::JudgementId::from("another");
    second.judgement.probability = 0.5;
    let ids = |d: &ReportData, kinds: &[&str]| -> BTreeSet<String> {
        objects(&stix(d))
            .iter()
            .filter(|o| kinds.contains(&o["type"].as_str().unwrap()))
            .map(|o| o["id"].as_str().unwrap().to_owned())
            .collect()
    };
    let lasting = ["identity", "relationship", "extension-definition"];
    assert_eq!(ids(&first, &lasting), ids(&second, &lasting));
    assert!(ids(&first, &["report"]).is_disjoint(&ids(&second, &["report"])));
}

fn reject(data: &mut ReportData, at: usize) -> String {
    let item = &mut data.judgement.evidence[at];
    item.note = Some("rejected: another group is meant".to_owned());
    item.statement.id.to_string()
}

#[test]
fn what_was_rejected_stays_in_the_table_but_is_told_to_no_other_tool() {
    let mut data = data();
    let quote = data.judgement.evidence[0].statement.passage.exact.clone();
    let id = reject(&mut data, 0);
    assert!(csv(&data.judgement).contains(&id));
    assert!(unravel_report::html(&data).contains("rejected: another group is meant"));
    assert!(!ftm(&data).contains(&quote) && !stix(&data).contains(&quote));
    let statements = |d: &ReportData| -> usize {
        let text = gexf(d);
        let counts = text.split("for=\"statements\" value=\"").skip(1);
        counts
            .map(|c| c.split('"').next().unwrap().parse::<usize>().unwrap())
            .sum()
    };
    assert_eq!(statements(&data) + 1, statements(&self::data()));
}

/// Element names in order; panics where the text is not XML.
fn elements(xml: &str) -> Vec<String> {
    let mut reader = quick_xml::Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let mut names = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Start(e) | Event::Empty(e) => {
                for attribute in e.attributes() {
                    attribute.unwrap();
                }
                names.push(e.name().as_ref().to_owned());
            }
            Event::Eof => return names,
            _ => {}
        }
    }
}

#[test]
fn spells_are_in_order_and_never_meet() {
    let mut data = data();
    let item = data.judgement.evidence[0].clone();
    for when in [
        "2014",
        "2014-06/2015-03",
        "2015-04-01",
        "2016-02",
        "2014-02-03",
    ] {
        let mut item = item.clone();
        item.statement.when = common::day(when);
        data.judgement.evidence.push(item);
    }
    let text = gexf(&data);
    let spells: Vec<&str> = text.lines().filter(|l| l.contains("<spell ")).collect();
    let joined = "<spell start=\"2014-01-01\" end=\"2015-04-01\"/>";
    assert!(spells.iter().any(|s| s.trim() == joined), "{spells:?}");
    assert!(spells.iter().any(|s| s.contains("2016-02-01")));
}

fn rows(text: &str) -> Vec<Vec<String>> {
    let mut reader = ::csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.as_bytes());
    let records = reader.records().map(|r| r.unwrap());
    records
        .map(|r| r.iter().map(str::to_owned).collect())
        .collect()
}

#[test]
fn numbers_in_csv_stay_numbers() {
    let rows = rows(&csv(&common::full()));
    let weight = rows[0].iter().position(|c| c == "weight").unwrap();
    let sum: f64 = rows[1..]
        .iter()
        .map(|r| r[weight].parse::<f64>().unwrap())
        .sum();
    let expected: f64 = common::full().evidence.iter().map(|e| e.weight).sum();
    assert!((sum - expected).abs() < 1e-12);
    assert!(rows[1..].iter().any(|r| r[weight].starts_with('-')));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn csv_holds_no_formula(text in odd_text(), x in number()) {
        let j = poisoned(&text, x);
        let rows = rows(&csv(&j));
        prop_assert_eq!(rows.len(), j.evidence.len() + 1);
        let numbers = ["weight"];
        for row in &rows[1..] {
            for (name, cell) in rows[0].iter().zip(row) {
                let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
                prop_assert!(!formula || numbers.contains(&name.as_str()), "{}: {}", name, cell);
            }
        }
    }

    #[test]
    fn gexf_is_xml_of_one_shape(text in odd_text(), x in number()) {
        let shape = elements(&gexf(&ReportData::new(poisoned("plain", x))));
        let out = gexf(&ReportData::new(poisoned(&text, x)));
        prop_assert_eq!(elements(&out), shape);
        let allowed = |c: char| matches!(c, '\n' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
        prop_assert!(out.chars().all(allowed));
    }

    #[test]
    fn stix_and_ftm_stand_any_text(text in odd_text(), x in number()) {
        let data = ReportData::new(poisoned(&text, x));
        well_formed(&objects(&stix(&data)));
        let entities: Vec<Value> = ftm(&data).lines().map(|l| serde_json::from_str(l).unwrap()).collect();
        let mut known = BTreeSet::new();
        for e in &entities {
            let id = e["id"].as_str().unwrap();
            prop_assert!(id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'));
            for (key, values) in e["properties"].as_object().unwrap() {
                for value in values.as_array().unwrap() {
                    prop_assert!(value.as_str().is_some_and(|v| !v.is_empty()));
                    if ["subject", "object", "proof", "document", "resolved", "entity"].contains(&key.as_str()) {
                        prop_assert!(known.contains(value.as_str().unwrap()), "{} {}", key, value);
                    }
                }
            }
            let required: &[&str] = match e["schema"].as_str().unwrap() {
                "UnknownLink" => &["subject", "object"],
                "Mention" => &["document", "name"],
                "Organization" | "PublicBody" | "Person" | "LegalEntity" | "Note" => &["name"],
                _ => &[],
            };
            for key in required {
                prop_assert!(e["properties"][key][0].is_string(), "{} without {}", e["schema"], key);
            }
            prop_assert!(known.insert(id), "{} stands twice", id);
        }
    }
}
