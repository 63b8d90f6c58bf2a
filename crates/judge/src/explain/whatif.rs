//! What the answer rests on and what would move it: each computed by judging again.

use super::Context;
use crate::weigh::Hypothetical;
use std::collections::BTreeMap;
use unravel_evidence::{
    Assumption, Bearing, Credibility, EvidenceItem, Grade, Indicator, Kind, LeaveOneOut,
    Reliability, Stance,
};

/// Sources tried at most, heaviest first.
const SOURCES: usize = 20;
/// Single statements whose falsehood is tried.
const STATEMENTS: usize = 3;

/// The result without each of the heaviest sources and what others copied from it, largest
/// effect first.
pub(crate) fn leave_one_out(context: &Context) -> Vec<LeaveOneOut> {
    let prepared = context.prepared;
    let mut rows: Vec<LeaveOneOut> = context
        .sources_by_weight()
        .into_iter()
        .take(SOURCES)
        .map(|(source, _)| {
            let keep = |i: usize| {
                let item = &prepared.items[i];
                item.source != source && item.origin != source
            };
            let without = context.probability_with(keep, &[]);
            LeaveOneOut {
                source: prepared.sources[source].clone(),
                probability: without,
                points: 100.0 * (context.probability - without),
            }
        })
        .collect();
    rows.sort_by(|a, b| b.points.abs().total_cmp(&a.points.abs()));
    rows
}

/// That the items of the heaviest source are independent, where it has several of one kind
/// and bearing. Had they one origin, the best of each would count.
fn independence(context: &Context) -> Option<Assumption> {
    let prepared = context.prepared;
    let (source, _) = *context.sources_by_weight().first()?;
    let name = &prepared.sources[source];
    let mut items: Vec<usize> = context.totals.lead.iter().flatten().copied().collect();
    items.retain(|&i| prepared.items[i].source == source);
    let q = &context.totals.q;
    items.sort_by(|&i, &j| q[j].total_cmp(&q[i]).then(i.cmp(&j)));
    let mut best: BTreeMap<usize, usize> = BTreeMap::new();
    for &i in &items {
        if let Some(cell) = prepared.items[i].cell {
            best.entry(cell).or_insert(i);
        }
    }
    if items.len() == best.len() {
        return None;
    }
    let keep = |i: usize| {
        let item = &prepared.items[i];
        item.source != source || item.cell.is_none_or(|c| best.get(&c) == Some(&i))
    };
    Some(Assumption {
        text: format!(
            "the {} items of {name} are independent of each other",
            items.len()
        ),
        if_false: Some(context.probability_with(keep, &[])),
    })
}

/// What is taken as given, with the probability if it were false.
pub(crate) fn assumptions(context: &Context, table: &[EvidenceItem]) -> Vec<Assumption> {
    let prepared = context.prepared;
    let mut out: Vec<Assumption> = independence(context).into_iter().collect();
    let leading = table.iter().filter(|i| i.weight != 0.0).take(STATEMENTS);
    for item in leading {
        let id = &item.statement.id;
        let cluster = prepared
            .evidence
            .iter()
            .position(|e| e.statement.id == *id && e.document.id == item.document.id)
            .map(|i| prepared.items[i].cluster);
        let without = context.probability_with(|i| Some(prepared.items[i].cluster) != cluster, &[]);
        out.push(Assumption {
            text: format!(
                "true: {} {} between {} and {}, {}, reported by {}",
                item.statement.stance,
                item.statement.kind,
                item.statement.a,
                item.statement.b,
                item.statement.bearing,
                item.document.label()
            ),
            if_false: Some(without),
        });
    }
    out.push(Assumption {
        text: format!(
            "the tie ends as often as those counted under: {}",
            context.base.row
        ),
        if_false: None,
    });
    match context.question.tie.began {
        Some(began) => {
            let question = context.question;
            let unknown = crate::base::base_rate(
                &context.model.base,
                question.tie.class,
                question.ends,
                None,
                question.years(),
            );
            let start = crate::stats::logit(unknown.probability);
            out.push(Assumption {
                text: format!("the tie began in {began} (if false: age unknown)"),
                if_false: Some(crate::stats::logistic(start + context.odds.total)),
            });
        }
        None => out.push(Assumption {
            text: "the tie is as old as the ties in the table are on average".to_owned(),
            if_false: None,
        }),
    }
    out
}

/// Observables worth watching for: (kind, bearing, stance, costly, words).
const WATCH: [(Kind, Bearing, Stance, bool, &str); 8] = [
    (
        Kind::Break,
        Bearing::Against,
        Stance::Asserted,
        true,
        "one side publicly ends the tie, expels the other or hands its people over",
    ),
    (
        Kind::Hostility,
        Bearing::Against,
        Stance::Asserted,
        true,
        "the two fight, arrest or kill each other's people",
    ),
    (
        Kind::Shelter,
        Bearing::Against,
        Stance::Denied,
        false,
        "sanctuary is reported withdrawn",
    ),
    (
        Kind::Support,
        Bearing::Against,
        Stance::Denied,
        false,
        "money, arms or training are reported stopped",
    ),
    (
        Kind::Agreement,
        Bearing::Against,
        Stance::Promised,
        false,
        "one side promises a third party to restrain the other",
    ),
    (
        Kind::Allegiance,
        Bearing::For,
        Stance::Asserted,
        true,
        "a pledge is publicly made or renewed",
    ),
    (
        Kind::Support,
        Bearing::For,
        Stance::Asserted,
        true,
        "money, arms or fighters are given",
    ),
    (
        Kind::Shelter,
        Bearing::For,
        Stance::Asserted,
        false,
        "sanctuary is given or confirmed",
    ),
];

/// The grade that a sighting is given.
const WATCHED: Grade = Grade {
    reliability: Reliability::B,
    credibility: Credibility::Two,
};

/// The sightings that these indicators stand for. One that is no longer watched for counts as
/// words rather than as an act.
pub(crate) fn hypotheticals(seen: &[Indicator]) -> Vec<Hypothetical> {
    let acts = |i: &Indicator| {
        let same = |w: &&(Kind, Bearing, Stance, bool, &str)| {
            (w.0, w.1, w.2, w.4) == (i.kind, i.direction, i.stance, i.text.as_str())
        };
        WATCH.iter().find(same).is_some_and(|w| w.3)
    };
    seen.iter()
        .map(|indicator| Hypothetical {
            kind: indicator.kind,
            bearing: indicator.direction,
            stance: indicator.stance,
            costly: acts(indicator),
            grade: WATCHED,
        })
        .collect()
}

/// Each indicator's shift, computed by adding one statement graded B2; largest first.
pub(crate) fn indicators(context: &Context) -> Vec<Indicator> {
    let mut out: Vec<Indicator> = WATCH
        .iter()
        .map(|&(kind, bearing, stance, costly, text)| {
            let extra = Hypothetical {
                kind,
                bearing,
                stance,
                costly,
                grade: WATCHED,
            };
            let probability = context.probability_with(|_| true, &[extra]);
            Indicator {
                text: text.to_owned(),
                kind,
                stance,
                direction: bearing,
                points: 100.0 * (probability - context.probability),
                deadline: context.question.until,
            }
        })
        .collect();
    out.sort_by(|a, b| b.points.abs().total_cmp(&a.points.abs()));
    out
}
