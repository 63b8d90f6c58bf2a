//! Analysis of competing hypotheses: holds, holds but weakens, breaks.
//!
//! "Breaks" has one minus the probability. What holds is split by the share of weight against
//! the tie: P(weakens | holds) = (A + 0.5) / (F + A + 2), with F and A the weights for and
//! against. Without evidence that is one in four. The split is a rule, not an estimate.

use super::Context;
use unravel_evidence::{AchCell, AchRow, Alternative, Bearing, EvidenceItem};

/// Rows shown at most; the sums count every item.
const ROWS: usize = 100;
/// From this weight in log-odds an item is very (in)consistent.
const STRONG: f64 = 0.25;

const NAMES: [&str; 3] = ["holds", "holds but weakens", "breaks"];

fn cells(item: &EvidenceItem) -> [AchCell; 3] {
    use AchCell::{Consistent, Inconsistent, Neutral, VeryConsistent, VeryInconsistent};
    let strong = item.weight.abs() >= STRONG;
    match item.statement.bearing {
        Bearing::Neutral => [Neutral; 3],
        Bearing::For if strong => [VeryConsistent, Consistent, VeryInconsistent],
        Bearing::For => [Consistent, Neutral, Inconsistent],
        Bearing::Against if strong => [VeryInconsistent, Consistent, VeryConsistent],
        Bearing::Against => [Inconsistent, Consistent, Consistent],
    }
}

/// How much a cell counts against its hypothesis.
fn penalty(cell: AchCell) -> f64 {
    match cell {
        AchCell::VeryInconsistent => 2.0,
        AchCell::Inconsistent => 1.0,
        _ => 0.0,
    }
}

/// The items that weigh, most diagnostic first. An item shifts the log-odds of holding
/// against breaking by its weight: that is the spread of its likelihood.
pub(crate) fn ach(table: &[EvidenceItem]) -> Vec<AchRow> {
    table
        .iter()
        .filter(|item| item.weight != 0.0)
        .take(ROWS)
        .map(|item| AchRow {
            statement: item.statement.id.clone(),
            cells: cells(item).to_vec(),
            diagnosticity: item.weight.abs(),
        })
        .collect()
}

/// The alternatives with their probabilities, inconsistency and most diagnostic item.
pub(crate) fn alternatives(context: &Context, table: &[EvidenceItem]) -> Vec<Alternative> {
    let sum = |sign: f64| -> f64 { table.iter().map(|i| (i.weight * sign).max(0.0)).sum() };
    let (favour, against) = (sum(1.0), sum(-1.0));
    let weakens = (against + 0.5) / (favour + against + 2.0);
    let p = context.probability;
    let probabilities = [p * (1.0 - weakens), p * weakens, 1.0 - p];
    NAMES
        .iter()
        .enumerate()
        .map(|(h, name)| {
            let inconsistency = table
                .iter()
                .map(|item| item.weight.abs() * penalty(cells(item)[h]))
                .sum();
            // The heaviest item whose cell differs from that of at least one other hypothesis
            // in this one's disfavour or favour; the table is heaviest first.
            let most_diagnostic = table
                .iter()
                .filter(|item| item.weight != 0.0)
                .find(|item| {
                    let cells = cells(item);
                    cells
                        .iter()
                        .enumerate()
                        .any(|(k, c)| k != h && *c != cells[h])
                })
                .map(|item| item.statement.id.clone());
            Alternative {
                name: (*name).to_owned(),
                probability: probabilities[h],
                inconsistency,
                most_diagnostic,
            }
        })
        .collect()
}
