//! What moved since the last judgement, in points that add up exactly.
//!
//! Two steps. First from the last result to the old evidence weighed today: time passed, items
//! withdrawn or graded anew. Then from there to all of today's evidence: items added. Within a
//! step the shift in log-odds is split by kind and bearing, then by item, and turned into
//! points with the step's own mean slope Δp/Δlog-odds, so order plays no part and the sum is
//! the whole change.

use super::Context;
use crate::stats::{logistic, logit};
use crate::weigh::{CELLS, LogOdds};
use std::collections::{HashMap, HashSet};
use unravel_evidence::{Change, EvidenceItem, StatementId};

/// Shifts below this many points are gathered under "time passed".
const SMALLEST: f64 = 1e-9;

pub(crate) fn changes(context: &Context, table: &[EvidenceItem]) -> Vec<Change> {
    let Some(previous) = context.options.previous else {
        return Vec::new();
    };
    let before: HashMap<&StatementId, &EvidenceItem> = previous
        .evidence
        .iter()
        .map(|i| (&i.statement.id, i))
        .collect();
    let now: HashMap<&StatementId, &EvidenceItem> =
        table.iter().map(|i| (&i.statement.id, i)).collect();
    let is_old = |i: usize| before.contains_key(&context.prepared.evidence[i].statement.id);
    let old_today = context.odds_with(is_old, &[]);

    let first = Step::between(logit(previous.probability), context.start + old_today.total);
    let mut changes = regraded_and_withdrawn(&before, &now, &first);
    let named: f64 = changes.iter().map(|c| c.points).sum();
    let passed = first.points - named;
    if passed.abs() > SMALLEST {
        changes.push(Change {
            what: time_passed(context, previous),
            points: passed,
            statement: None,
        });
    }
    let second = Step::between(context.start + old_today.total, logit(context.probability));
    changes.extend(added(context, table, &before, &old_today, &second));
    changes.sort_by(|a, b| b.points.abs().total_cmp(&a.points.abs()));
    changes
}

/// A move in log-odds and what it makes in points.
struct Step {
    log_odds: f64,
    points: f64,
    /// Points per unit of log-odds.
    slope: f64,
}

impl Step {
    fn between(from: f64, to: f64) -> Self {
        let log_odds = to - from;
        let points = 100.0 * (logistic(to) - logistic(from));
        let p = logistic(from);
        let slope = if log_odds.abs() < 1e-9 {
            100.0 * p * (1.0 - p)
        } else {
            points / log_odds
        };
        Self {
            log_odds,
            points,
            slope,
        }
    }
}

fn regraded_and_withdrawn(
    before: &HashMap<&StatementId, &EvidenceItem>,
    now: &HashMap<&StatementId, &EvidenceItem>,
    step: &Step,
) -> Vec<Change> {
    let mut old: Vec<&&EvidenceItem> = before.values().collect();
    old.sort_by(|a, b| a.statement.id.cmp(&b.statement.id));
    old.into_iter()
        .filter_map(|was| {
            let label = was.document.label();
            let rejected = |i: &EvidenceItem| {
                i.note
                    .as_deref()
                    .filter(|n| n.starts_with("rejected"))
                    .map(str::to_owned)
            };
            let (what, weight) = match now.get(&was.statement.id) {
                None => (format!("withdrawn: {label}"), 0.0),
                Some(is) => {
                    let what = match rejected(is) {
                        Some(note) if rejected(was).is_none() => format!("{label} {note}"),
                        None if rejected(was).is_some() => format!("{label} no longer rejected"),
                        _ if is.grade != was.grade => {
                            format!("{label} graded {} instead of {}", is.grade, was.grade)
                        }
                        _ if is.statement != was.statement => format!("{label} corrected"),
                        _ => return None,
                    };
                    (what, is.weight)
                }
            };
            let points = step.slope * (weight - was.weight);
            (points.abs() > SMALLEST).then(|| Change {
                what,
                points,
                statement: Some(was.statement.id.clone()),
            })
        })
        .collect()
}

fn time_passed(context: &Context, previous: &unravel_evidence::Judgement) -> String {
    let mut parts = Vec::new();
    if previous.question.as_of != context.question.as_of {
        parts.push(format!(
            "time passed ({} to {}): a shorter way to the horizon, older evidence",
            previous.question.as_of, context.question.as_of
        ));
    }
    if previous.model.weights != context.model.weights.version {
        parts.push(format!(
            "weights {} instead of {}",
            context.model.weights.version, previous.model.weights
        ));
    }
    if parts.is_empty() {
        parts.push("effect on the evidence that stayed".to_owned());
    }
    parts.join("; ")
}

fn added(
    context: &Context,
    table: &[EvidenceItem],
    before: &HashMap<&StatementId, &EvidenceItem>,
    old: &LogOdds,
    step: &Step,
) -> Vec<Change> {
    let moved: Vec<f64> = (0..CELLS)
        .map(|c| context.odds.cells[c] - old.cells[c])
        .collect();
    // The bound on the net touches every kind; what it takes is shared by the kinds that grew.
    let added: Vec<&EvidenceItem> = table
        .iter()
        .filter(|i| i.weight != 0.0 && !before.contains_key(&i.statement.id))
        .collect();
    let mut in_cell: HashMap<usize, f64> = HashMap::new();
    let cell = |i: &EvidenceItem| {
        crate::weights::beta_index(
            i.statement.kind,
            i.statement.bearing == unravel_evidence::Bearing::Against,
        )
    };
    for item in &added {
        *in_cell.entry(cell(item)).or_default() += item.weight;
    }
    let cells: HashSet<usize> = in_cell.keys().copied().collect();
    let direct: f64 = (0..CELLS)
        .filter(|c| cells.contains(c))
        .map(|c| moved[c])
        .sum();
    let rest = step.log_odds - direct;
    let size: f64 = cells.iter().map(|c| moved[*c].abs()).sum();
    let mut changes: Vec<Change> = added
        .into_iter()
        .map(|item| {
            let c = cell(item);
            let share = item.weight / in_cell[&c];
            let taken = if size > 0.0 {
                rest * moved[c].abs() / size
            } else {
                0.0
            };
            Change {
                what: format!("added: {}", item.document.label()),
                points: step.slope * share * (moved[c] + taken),
                statement: Some(item.statement.id.clone()),
            }
        })
        .collect();
    // An added item may only lead an old cluster anew, or be outweighed: what no item takes.
    let left = step.points - changes.iter().map(|c| c.points).sum::<f64>();
    if left.abs() > SMALLEST {
        changes.push(Change {
            what: "new reports of what was known".to_owned(),
            points: left,
            statement: None,
        });
    }
    changes
}
