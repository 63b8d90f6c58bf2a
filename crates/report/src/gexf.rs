//! The evidence of a judgement as a GEXF 1.3 network over time.

use crate::ReportData;
use crate::text::{line, rejected};
use jiff::ToSpan;
use jiff::civil::Date;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use unravel_evidence::{ActorId, ActorRef, Bearing};

/// A network for Gephi and others: a node for each actor, an edge for each pair and bearing,
/// alive while its dated statements say so. An edge without a dated statement has no spells
/// and is always there. An edge's weight is the number of its statements, and `log_odds` the sum
/// of what they weigh in the judgement. What a person rejected is left out.
pub fn gexf(data: &ReportData) -> String {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 1);
    // Writing to memory does not fail.
    let _ = write(&mut writer, &Network::of(data), data);
    String::from_utf8(writer.into_inner()).unwrap_or_default()
}

struct Network<'a> {
    nodes: BTreeMap<&'a ActorId, &'a ActorRef>,
    edges: BTreeMap<(&'a ActorId, &'a ActorId, Bearing), Edge>,
}

#[derive(Default)]
struct Edge {
    statements: usize,
    log_odds: f64,
    kinds: BTreeSet<&'static str>,
    spells: Vec<(Date, Date)>,
}

impl<'a> Network<'a> {
    fn of(data: &'a ReportData) -> Self {
        let tie = &data.judgement.question.tie;
        let mut network = Self {
            nodes: [&tie.a, &tie.b].into_iter().map(|a| (&a.id, a)).collect(),
            edges: BTreeMap::new(),
        };
        for item in data.judgement.evidence.iter().filter(|e| !rejected(e)) {
            let s = &item.statement;
            for actor in [&s.a, &s.b] {
                network.nodes.entry(&actor.id).or_insert(actor);
            }
            let (first, second) = if s.a.id <= s.b.id {
                (&s.a.id, &s.b.id)
            } else {
                (&s.b.id, &s.a.id)
            };
            let edge = network.edges.entry((first, second, s.bearing)).or_default();
            edge.statements += 1;
            edge.log_odds += if item.weight.is_finite() {
                item.weight
            } else {
                0.0
            };
            edge.kinds.insert(s.kind.as_str());
            edge.spells.extend(s.when.map(|w| (w.start(), w.end())));
        }
        for edge in network.edges.values_mut() {
            edge.spells = merged(std::mem::take(&mut edge.spells));
        }
        network
    }
}

/// Spells in order, those that meet joined: Gephi refuses intervals that overlap.
fn merged(mut spells: Vec<(Date, Date)>) -> Vec<(Date, Date)> {
    spells.sort_unstable();
    let mut out: Vec<(Date, Date)> = Vec::with_capacity(spells.len());
    for (start, end) in spells {
        match out.last_mut() {
            Some(last) if start <= last.1.saturating_add(1.day()) => last.1 = last.1.max(end),
            _ => out.push((start, end)),
        }
    }
    out
}

/// Text for XML 1.0: one safe line without the two characters that no document may hold.
fn xml(text: &str) -> String {
    line(text).replace(['\u{fffe}', '\u{ffff}'], "")
}

type Out = Writer<Vec<u8>>;

fn write(w: &mut Out, network: &Network<'_>, data: &ReportData) -> io::Result<()> {
    let j = &data.judgement;
    w.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    w.create_element("gexf")
        .with_attribute(("xmlns", "http://gexf.net/1.3"))
        .with_attribute(("xmlns:viz", "http://gexf.net/1.3/viz"))
        .with_attribute(("version", "1.3"))
        .write_inner_content(|w| {
            let made = j.made_at.to_zoned(jiff::tz::TimeZone::UTC).date();
            w.create_element("meta")
                .with_attribute(("lastmodifieddate", made.to_string().as_str()))
                .write_inner_content(|w| {
                    text(w, "creator", "unravel")?;
                    text(w, "description", &xml(&j.question_text))
                })?;
            w.create_element("graph")
                .with_attribute(("mode", "dynamic"))
                .with_attribute(("defaultedgetype", "undirected"))
                .with_attribute(("timeformat", "date"))
                .with_attribute(("timerepresentation", "interval"))
                .write_inner_content(|w| {
                    attributes(w, "node", &[("kind", "string"), ("in_question", "boolean")])?;
                    attributes(
                        w,
                        "edge",
                        &[
                            ("bearing", "string"),
                            ("statements", "integer"),
                            ("log_odds", "double"),
                            ("kinds", "string"),
                        ],
                    )?;
                    w.create_element("nodes").write_inner_content(|w| {
                        network.nodes.values().try_for_each(|a| node(w, a, data))
                    })?;
                    w.create_element("edges").write_inner_content(|w| {
                        network
                            .edges
                            .iter()
                            .try_for_each(|(key, edge)| write_edge(w, *key, edge))
                    })?;
                    Ok(())
                })?;
            Ok(())
        })?;
    Ok(())
}

fn text(w: &mut Out, element: &str, content: &str) -> io::Result<()> {
    w.create_element(element)
        .write_text_content(BytesText::new(content))?;
    Ok(())
}

fn attributes(w: &mut Out, class: &str, titles: &[(&str, &str)]) -> io::Result<()> {
    w.create_element("attributes")
        .with_attribute(("class", class))
        .write_inner_content(|w| {
            for (title, kind) in titles {
                w.create_element("attribute")
                    .with_attribute(("id", *title))
                    .with_attribute(("title", *title))
                    .with_attribute(("type", *kind))
                    .write_empty()?;
            }
            Ok(())
        })?;
    Ok(())
}

fn values(w: &mut Out, pairs: &[(&str, String)]) -> io::Result<()> {
    w.create_element("attvalues").write_inner_content(|w| {
        for (key, value) in pairs {
            w.create_element("attvalue")
                .with_attribute(("for", *key))
                .with_attribute(("value", value.as_str()))
                .write_empty()?;
        }
        Ok(())
    })?;
    Ok(())
}

fn node(w: &mut Out, actor: &ActorRef, data: &ReportData) -> io::Result<()> {
    let tie = &data.judgement.question.tie;
    let kind = data.kinds.get(&actor.id);
    let asked = actor.id == tie.a.id || actor.id == tie.b.id;
    w.create_element("node")
        .with_attribute(("id", xml(actor.id.as_str()).as_str()))
        .with_attribute(("label", xml(&actor.name).as_str()))
        .write_inner_content(|w| {
            values(
                w,
                &[
                    ("kind", kind.map_or("unknown", |k| k.as_str()).to_owned()),
                    ("in_question", asked.to_string()),
                ],
            )
        })?;
    Ok(())
}

fn write_edge(w: &mut Out, key: (&ActorId, &ActorId, Bearing), edge: &Edge) -> io::Result<()> {
    let (a, b, bearing) = key;
    let (a, b) = (xml(a.as_str()), xml(b.as_str()));
    // The colours of the report: told apart by people with any colour vision.
    let (red, green, blue) = match bearing {
        Bearing::For => ("0", "114", "178"),
        Bearing::Against => ("213", "94", "0"),
        Bearing::Neutral => ("128", "128", "128"),
    };
    w.create_element("edge")
        .with_attribute(("id", format!("{a} {b} {bearing}").as_str()))
        .with_attribute(("source", a.as_str()))
        .with_attribute(("target", b.as_str()))
        // Gephi keeps parallel edges only where their kinds differ.
        .with_attribute(("kind", bearing.as_str()))
        .with_attribute(("label", bearing.as_str()))
        .with_attribute(("weight", edge.statements.to_string().as_str()))
        .write_inner_content(|w| {
            let kinds: Vec<&str> = edge.kinds.iter().copied().collect();
            values(
                w,
                &[
                    ("bearing", bearing.to_string()),
                    ("statements", edge.statements.to_string()),
                    ("log_odds", format!("{:.4}", edge.log_odds)),
                    ("kinds", kinds.join(", ")),
                ],
            )?;
            if !edge.spells.is_empty() {
                w.create_element("spells").write_inner_content(|w| {
                    for (start, end) in &edge.spells {
                        w.create_element("spell")
                            .with_attribute(("start", start.to_string().as_str()))
                            .with_attribute(("end", end.to_string().as_str()))
                            .write_empty()?;
                    }
                    Ok(())
                })?;
            }
            w.create_element("viz:color")
                .with_attribute(("r", red))
                .with_attribute(("g", green))
                .with_attribute(("b", blue))
                .write_empty()?;
            Ok(())
        })?;
    Ok(())
}
