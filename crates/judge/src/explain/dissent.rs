//! Dissent: who disagrees with whom about which proposition.
//!
//! Sources that seem to contradict each other often answer different questions ("they meet" is
//! not "they are armed by them"), so statements are compared proposition by proposition, and
//! the note says whether the sides speak of the same one.

use super::Context;
use std::collections::{BTreeMap, BTreeSet};
use unravel_evidence::{
    ActorRef, Bearing, CitedRemark, Dissent, DissentSide, DocumentRef, EvidenceItem, Grade, Kind,
    Side,
};

/// Statements named per side at most.
const STATEMENTS: usize = 20;

/// The proposition that a kind of statement answers.
fn proposition(kind: Kind) -> &'static str {
    match kind {
        Kind::Alliance | Kind::Affinity | Kind::Contact => "closeness of the tie",
        Kind::Shelter => "sanctuary",
        Kind::Support => "material support",
        Kind::Allegiance => "allegiance",
        Kind::Agreement => "commitments",
        Kind::Hostility | Kind::Break => "rupture",
    }
}

pub(crate) fn dissent(context: &Context, table: &[EvidenceItem]) -> Vec<Dissent> {
    let mut by_proposition: BTreeMap<&str, [Vec<&EvidenceItem>; 2]> = BTreeMap::new();
    let mut all: [Vec<&EvidenceItem>; 2] = [Vec::new(), Vec::new()];
    // Repeats of one origin (weight 0) are no further voice.
    for item in table.iter().filter(|i| i.weight != 0.0) {
        let side = usize::from(item.statement.bearing == Bearing::Against);
        by_proposition
            .entry(proposition(item.statement.kind))
            .or_default()[side]
            .push(item);
        all[side].push(item);
    }
    let mut out: Vec<(f64, Dissent)> = Vec::new();
    for (name, sides) in by_proposition {
        if sides.iter().all(|s| !s.is_empty()) {
            let note = same_proposition(&sides);
            out.push((smaller_weight(&sides), build(context, name, &sides, note)));
        }
    }
    if out.is_empty() && all.iter().all(|s| !s.is_empty()) {
        let note = different_propositions(&all);
        out.push((0.0, build(context, "the tie as a whole", &all, note)));
    }
    out.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut out: Vec<Dissent> = out.into_iter().map(|(_, d)| d).collect();
    out.extend(strength(context));
    out
}

/// What is said about the strength of either actor, where anything is: another proposition than
/// the tie, so a reader sees that both observers may be right.
fn strength(context: &Context) -> Vec<Dissent> {
    let question = context.question;
    let as_of = question.as_of;
    let visible = |c: &&CitedRemark| c.document.published.is_none_or(|p| p.end() <= as_of);
    let mut by_actor: BTreeMap<&str, [Vec<&CitedRemark>; 2]> = BTreeMap::new();
    for cited in context.options.remarks.iter().filter(visible) {
        let sides = by_actor
            .entry(cited.remark.actor.name.as_str())
            .or_default();
        sides[usize::from(!cited.remark.strong)].push(cited);
    }
    by_actor
        .into_iter()
        .map(|(actor, mut sides)| {
            let (a, b) = (&question.tie.a.name, &question.tie.b.name);
            let differ = if sides.iter().all(|s| !s.is_empty()) { "observers differ on it" } else { "one view only" };
            let note = format!(
                "another proposition than the tie between {a} and {b}: {differ}; it weighs nothing here, and who \
                 doubts the strength may still hold that the tie is close"
            );
            let mut side = |bearing, i: usize| {
                sides[i].sort_by_key(|c| std::cmp::Reverse(c.document.published));
                let mut by_affiliation: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
                for cited in &sides[i] {
                    let (affiliation, name) = voice(context, cited.remark.said_by.as_ref(), &cited.document);
                    by_affiliation.entry(affiliation).or_default().insert(name);
                }
                DissentSide {
                    bearing,
                    speakers: grouped(by_affiliation),
                    statements: Vec::new(),
                    remarks: sides[i].iter().take(STATEMENTS).map(|c| (*c).clone()).collect(),
                }
            };
            let both = [side(Bearing::For, 0), side(Bearing::Against, 1)];
            Dissent {
                proposition: format!("strength of {actor}"),
                sides: both.into_iter().filter(|s| !s.remarks.is_empty()).collect(),
                note,
            }
        })
        .collect()
}

/// A dispute is as serious as its weaker side.
fn smaller_weight(sides: &[Vec<&EvidenceItem>; 2]) -> f64 {
    let sum = |s: &[&EvidenceItem]| s.iter().map(|i| i.weight.abs()).sum::<f64>();
    sum(&sides[0]).min(sum(&sides[1]))
}

fn build(context: &Context, name: &str, sides: &[Vec<&EvidenceItem>; 2], note: String) -> Dissent {
    let side = |bearing, items: &Vec<&EvidenceItem>| DissentSide {
        bearing,
        speakers: speakers(context, items),
        statements: latest_first(items)
            .into_iter()
            .take(STATEMENTS)
            .map(|i| i.statement.id.clone())
            .collect(),
        remarks: Vec::new(),
    };
    Dissent {
        proposition: name.to_owned(),
        sides: vec![
            side(Bearing::For, &sides[0]),
            side(Bearing::Against, &sides[1]),
        ],
        note,
    }
}

fn latest_first<'a>(items: &[&'a EvidenceItem]) -> Vec<&'a EvidenceItem> {
    let mut items = items.to_vec();
    let date = |i: &EvidenceItem| i.document.published.or(i.statement.when);
    items.sort_by(|a, b| {
        date(b)
            .cmp(&date(a))
            .then(a.statement.id.cmp(&b.statement.id))
    });
    items
}

/// Who speaks on a side: the speaker the text names, else the publisher in its own voice.
fn speakers(context: &Context, items: &[&EvidenceItem]) -> Vec<Side> {
    let mut by_affiliation: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for item in items {
        let (affiliation, name) = voice(context, item.statement.said_by.as_ref(), &item.document);
        by_affiliation.entry(affiliation).or_default().insert(name);
    }
    grouped(by_affiliation)
}

/// The speaker that the text names with its affiliation, else the publisher in its own voice.
fn voice(
    context: &Context,
    said_by: Option<&ActorRef>,
    document: &DocumentRef,
) -> (String, String) {
    match said_by {
        Some(speaker) => {
            let affiliation = context
                .options
                .affiliation
                .get(&speaker.id)
                .unwrap_or(&speaker.name);
            (affiliation.clone(), speaker.name.clone())
        }
        None => (document.label().to_owned(), document.label().to_owned()),
    }
}

fn grouped(by_affiliation: BTreeMap<String, BTreeSet<String>>) -> Vec<Side> {
    by_affiliation
        .into_iter()
        .map(|(affiliation, names)| Side {
            affiliation,
            names: names.into_iter().collect(),
        })
        .collect()
}

fn same_proposition(sides: &[Vec<&EvidenceItem>; 2]) -> String {
    let kinds =
        |s: &[&EvidenceItem]| -> BTreeSet<Kind> { s.iter().map(|i| i.statement.kind).collect() };
    let (favour, against) = (kinds(&sides[0]), kinds(&sides[1]));
    let shared: Vec<&str> = favour.intersection(&against).map(|k| k.as_str()).collect();
    let what = if shared.is_empty() {
        format!(
            "near but not the same: {} against {}; both may be right",
            words(&favour),
            words(&against)
        )
    } else {
        format!(
            "the same proposition ({}): not both can be right of one time",
            shared.join(", ")
        )
    };
    format!("{what}; {}", better_side(sides))
}

fn different_propositions(sides: &[Vec<&EvidenceItem>; 2]) -> String {
    let names = |s: &[&EvidenceItem]| -> BTreeSet<&str> {
        s.iter().map(|i| proposition(i.statement.kind)).collect()
    };
    format!(
        "the sides answer different propositions: {} (for), {} (against); both may be right; {}",
        names(&sides[0]).into_iter().collect::<Vec<_>>().join(", "),
        names(&sides[1]).into_iter().collect::<Vec<_>>().join(", "),
        better_side(sides)
    )
}

fn words(kinds: &BTreeSet<Kind>) -> String {
    kinds
        .iter()
        .map(|k| k.as_str())
        .collect::<Vec<_>>()
        .join(", ")
}

/// Which side has the better grade and which spoke last.
fn better_side(sides: &[Vec<&EvidenceItem>; 2]) -> String {
    let best = |s: &[&EvidenceItem]| -> Option<Grade> { s.iter().map(|i| i.grade).min() };
    let latest = |s: &[&EvidenceItem]| {
        s.iter()
            .filter_map(|i| i.statement.when.or(i.document.published))
            .map(|d| d.end())
            .max()
    };
    let grade = match best(&sides[0]).cmp(&best(&sides[1])) {
        std::cmp::Ordering::Less => "the side for has the better best grade",
        std::cmp::Ordering::Greater => "the side against has the better best grade",
        std::cmp::Ordering::Equal => "both sides have equally good grades",
    };
    let last = match latest(&sides[0]).cmp(&latest(&sides[1])) {
        std::cmp::Ordering::Less => "the side against speaks of the later time",
        std::cmp::Ordering::Greater => "the side for speaks of the later time",
        std::cmp::Ordering::Equal => "both speak of the same time",
    };
    format!("{grade}; {last}")
}
