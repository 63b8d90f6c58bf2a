//! What is not known.

use super::Context;
use crate::weigh::Origin;
use std::collections::BTreeSet;
use unravel_evidence::{Bearing, EvidenceItem, Grade, Reliability};

/// Years back in which a year without any item is a gap.
const YEARS: i16 = 5;

pub(crate) fn gaps(context: &Context, table: &[EvidenceItem]) -> Vec<String> {
    let mut gaps = Vec::new();
    let question = context.question;
    let weighing: Vec<&EvidenceItem> = table.iter().filter(|i| i.weight != 0.0).collect();
    if weighing.is_empty() {
        gaps.push("no evidence weighs: the judgement is the base rate".to_owned());
    }
    if question.tie.began.is_none() {
        gaps.push("the tie's beginning is unknown: the base rate is averaged over ages".to_owned());
    }
    let table_used = context.model.base.table(question.tie.class, question.ends);
    if !table_used.counted {
        gaps.push(format!(
            "no counted base rate for this end: {}",
            table_used.source
        ));
    }
    let prepared = context.prepared;
    if prepared.unseen > 0 {
        gaps.push(format!(
            "{} published after {} left unseen",
            count(prepared.unseen, "item"),
            question.as_of
        ));
    }
    let unpublished = table
        .iter()
        .filter(|i| i.document.published.is_none())
        .count();
    if unpublished > 0 {
        gaps.push(format!(
            "{} from documents of unknown date, kept: they may be later than {}",
            count(unpublished, "item"),
            question.as_of
        ));
    }
    let loose = table
        .iter()
        .filter(|i| {
            i.document
                .published
                .is_some_and(|p| p.end() > question.as_of)
        })
        .count();
    if loose > 0 {
        gaps.push(format!(
            "{} dated too loosely to show publication by {}, kept",
            count(loose, "item"),
            question.as_of
        ));
    }
    if weighing.is_empty() {
        return gaps;
    }
    years_without(context, &mut gaps);
    one_sided(context, &weighing, &mut gaps);
    for actor in [&question.tie.a, &question.tie.b] {
        let speaks = weighing.iter().any(|i| {
            i.statement
                .said_by
                .as_ref()
                .is_some_and(|s| s.id == actor.id)
        });
        if !speaks {
            gaps.push(format!("nothing in {actor}'s own words"));
        }
    }
    let ungraded = weighing
        .iter()
        .filter(|i| i.grade == Grade::UNGRADED || i.grade.reliability == Reliability::F)
        .count();
    if ungraded > 0 {
        gaps.push(format!(
            "{} from ungraded sources",
            count(ungraded, "weighing item")
        ));
    }
    let by_hand = prepared
        .clusters
        .iter()
        .filter(|c| **c == Origin::Joined)
        .count();
    if by_hand > 0 {
        gaps.push(format!(
            "{} joined or split by hand",
            count(by_hand, "cluster")
        ));
    }
    gaps
}

fn count(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

fn years_without(context: &Context, gaps: &mut Vec<String>) {
    let prepared = context.prepared;
    let seen: BTreeSet<i16> = context
        .totals
        .lead
        .iter()
        .flatten()
        .filter_map(|&i| prepared.items[i].date)
        .map(|d| d.year())
        .collect();
    let last = context.question.as_of.year();
    let began = context
        .question
        .tie
        .began
        .map_or(i16::MIN, |d| d.start().year());
    let missing: Vec<String> = (last - YEARS + 1..=last)
        .filter(|y| *y >= began && !seen.contains(y))
        .map(|y| y.to_string())
        .collect();
    if !missing.is_empty() {
        gaps.push(format!("no source for {}", missing.join(", ")));
    }
}

fn one_sided(context: &Context, weighing: &[&EvidenceItem], gaps: &mut Vec<String>) {
    let bearings: BTreeSet<Bearing> = weighing.iter().map(|i| i.statement.bearing).collect();
    if bearings.len() == 1 {
        let side = if bearings.contains(&Bearing::For) {
            "for"
        } else {
            "against"
        };
        gaps.push(format!(
            "one-sided: every item that weighs is {side} the tie"
        ));
    }
    let sources = context.sources_by_weight();
    let total: f64 = sources.iter().map(|(_, w)| w).sum();
    if let Some((source, weight)) = sources.first().filter(|(_, w)| *w > 0.6 * total) {
        gaps.push(format!(
            "{:.0} % of the weight comes from {}",
            100.0 * weight / total,
            context.prepared.sources[*source]
        ));
    }
}
