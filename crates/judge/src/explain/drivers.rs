//! The evidence table and the drivers: who contributes how much, exactly.

use super::Context;
use crate::stats::logistic;
use crate::weigh::{CELLS, LogOdds, Origin, Prepared, Totals, cell_words};
use std::collections::BTreeMap;
use unravel_evidence::{Bearing, Driver, EvidenceItem, Grade, Kind};

/// Every piece of evidence with its grade, cluster and exact share, heaviest first.
pub(crate) fn evidence(context: &Context) -> Vec<EvidenceItem> {
    let (prepared, totals) = (context.prepared, context.totals);
    let weights = context.shares;
    let mut order: Vec<usize> = (0..prepared.items.len()).collect();
    order.sort_by(|&i, &j| {
        weights[j]
            .abs()
            .total_cmp(&weights[i].abs())
            .then(i.cmp(&j))
    });
    let mut numbers: BTreeMap<usize, usize> = BTreeMap::new();
    for &i in &order {
        let next = numbers.len() + 1;
        numbers.entry(prepared.items[i].cluster).or_insert(next);
    }
    order
        .into_iter()
        .map(|i| {
            let (item, e) = (&prepared.items[i], prepared.evidence[i]);
            let confirmed = totals.confirmed[i] && item.cell.is_some();
            EvidenceItem {
                statement: e.statement.clone(),
                document: e.document.clone(),
                grade: Grade {
                    reliability: e.reliability,
                    credibility: item.credibility[usize::from(confirmed)],
                },
                cluster: numbers[&item.cluster],
                weight: weights[i],
                note: note(context, i),
            }
        })
        .collect()
}

fn note(context: &Context, i: usize) -> Option<String> {
    let (item, e) = (&context.prepared.items[i], context.prepared.evidence[i]);
    if let Some(reason) = &e.rejected {
        return Some(format!("rejected: {reason}"));
    }
    item.cell?;
    let lead = context.totals.lead[item.cluster]?;
    if lead != i {
        let label = context.prepared.evidence[lead].document.label();
        let same = match context.prepared.clusters[item.cluster] {
            Origin::Joined => "joined by hand with",
            Origin::Event => "same event as in",
            Origin::Quote => "same quoted report as in",
            Origin::Document => "same origin as in",
        };
        return Some(format!("{same} {label}: counted there"));
    }
    let mut why = Vec::new();
    if item.costly {
        why.push("a costly act");
    }
    if item.context {
        why.push("about one of the two and a third");
    }
    if item.date.is_none() {
        why.push("undated: counts as one half-life old");
    }
    (!why.is_empty()).then(|| why.join("; "))
}

/// Each item's share of the log-odds: its part of its cell.
pub(crate) fn shares(prepared: &Prepared, totals: &Totals, odds: &LogOdds) -> Vec<f64> {
    let mut shares = vec![0.0; prepared.items.len()];
    for &i in totals.lead.iter().flatten() {
        if let Some(cell) = prepared.items[i].cell.filter(|c| odds.x[*c] > 0.0) {
            shares[i] = odds.cells[cell] * totals.q[i] / odds.x[cell];
        }
    }
    shares
}

/// The drivers, strongest first; base rate plus drivers is the result.
pub(crate) fn drivers(context: &Context, table: &[EvidenceItem]) -> Vec<Driver> {
    let mut statements: BTreeMap<(Kind, Bearing), Vec<_>> = BTreeMap::new();
    for item in table.iter().filter(|i| i.weight != 0.0) {
        let key = (item.statement.kind, item.statement.bearing);
        statements
            .entry(key)
            .or_default()
            .push(item.statement.id.clone());
    }
    let result = context.start + context.odds.total;
    let mut drivers: Vec<Driver> = (0..CELLS)
        .filter(|&cell| context.odds.cells[cell] != 0.0)
        .map(|cell| {
            let (kind, bearing) = cell_words(cell);
            let log_odds = context.odds.cells[cell];
            Driver {
                label: label(kind, bearing).to_owned(),
                kind,
                bearing,
                log_odds,
                points: 100.0 * (context.probability - logistic(result - log_odds)),
                statements: statements.remove(&(kind, bearing)).unwrap_or_default(),
            }
        })
        .collect();
    drivers.sort_by(|a, b| b.log_odds.abs().total_cmp(&a.log_odds.abs()));
    drivers
}

/// What the statements of a cell say, in words.
fn label(kind: Kind, bearing: Bearing) -> &'static str {
    match (kind, bearing == Bearing::Against) {
        (Kind::Alliance, false) => "alliance stated or confirmed",
        (Kind::Alliance, true) => "alliance denied or turned elsewhere",
        (Kind::Allegiance, false) => "allegiance pledged or confirmed",
        (Kind::Allegiance, true) => "allegiance denied or turned elsewhere",
        (Kind::Shelter, false) => "sanctuary given or confirmed",
        (Kind::Shelter, true) => "sanctuary denied or withdrawn",
        (Kind::Support, false) => "support given or confirmed",
        (Kind::Support, true) => "support denied, stopped or given to others",
        (Kind::Agreement, false) => "agreements that bind the two",
        (Kind::Agreement, true) => "agreements that restrain the tie",
        (Kind::Contact, false) => "contacts between the two",
        (Kind::Contact, true) => "contacts that weaken the tie",
        (Kind::Affinity, false) => "shared ideas and origins",
        (Kind::Affinity, true) => "ideas that divide the two",
        (Kind::Hostility, false) => "hostility denied or shared against others",
        (Kind::Hostility, true) => "hostility between the two",
        (Kind::Break, false) => "a break denied",
        (Kind::Break, true) => "a break stated or announced",
    }
}
