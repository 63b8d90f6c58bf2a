//! Analytic confidence: a stated rule, apart from the probability.
//!
//! One point each for: at least three independent origins; at least six from at least three
//! publishers; three fifths of the weight graded B2 or better; three quarters of the weight on
//! one side; a weighing item of the last twelve months; counted base rates. One point off if a
//! single publisher carries more than half of the weight of two or more. 0-2 low, 3-4
//! moderate, 5-6 high; without evidence always low.

use super::Context;
use crate::weigh::Origin;
use unravel_evidence::{Confidence, ConfidenceLevel, Credibility, EvidenceItem, Reliability};

pub(crate) fn confidence(context: &Context, table: &[EvidenceItem]) -> Confidence {
    let weighing: Vec<&EvidenceItem> = table.iter().filter(|i| i.weight != 0.0).collect();
    if weighing.is_empty() {
        return Confidence {
            level: ConfidenceLevel::Low,
            reasons: vec!["no evidence weighs: the base rate alone answers".to_owned()],
        };
    }
    let total: f64 = weighing.iter().map(|i| i.weight.abs()).sum();
    let by_publisher = context.sources_by_weight();
    let (origins, publishers) = (weighing.len(), by_publisher.len());
    let well_graded: f64 = weighing
        .iter()
        .filter(|i| {
            i.grade.reliability <= Reliability::B && i.grade.credibility <= Credibility::Two
        })
        .map(|i| i.weight.abs())
        .sum::<f64>()
        / total;
    let net: f64 = weighing.iter().map(|i| i.weight).sum();
    let one_side = (1.0 + net.abs() / total) / 2.0;
    let recent = context.newest_years().is_some_and(|years| years <= 1.0);
    let counted = context
        .model
        .base
        .table(context.question.tie.class, context.question.ends)
        .counted;

    let percent = |share: f64| format!("{:.0} %", 100.0 * share);
    let plural = |n: usize, what: &str| format!("{n} {what}{}", if n == 1 { "" } else { "s" });
    let mut reasons = vec![format!(
        "{} from {}",
        plural(origins, "independent item"),
        plural(publishers, "publisher")
    )];
    reasons.push(format!(
        "{} of the weight is graded B2 or better",
        percent(well_graded)
    ));
    reasons.push(format!(
        "{} of the weight is on one side",
        percent(one_side)
    ));
    reasons.push(match context.newest_years() {
        Some(years) if recent => format!("the newest item is {:.0} months old", years * 12.0),
        Some(years) => format!("the newest item is {years:.1} years old"),
        None => "no item that weighs is dated".to_owned(),
    });
    reasons.push(
        if counted {
            "the base rate is counted"
        } else {
            "the base rate is chosen, not counted"
        }
        .to_owned(),
    );
    let mut points = [
        origins >= 3,
        origins >= 6 && publishers >= 3,
        well_graded >= 0.6,
        one_side >= 0.75,
        recent,
        counted,
    ]
    .iter()
    .filter(|yes| **yes)
    .count();
    let heaviest = by_publisher.first();
    if let Some((source, weight)) = heaviest.filter(|(_, w)| publishers > 1 && *w > total / 2.0) {
        let name = &context.prepared.sources[*source];
        points = points.saturating_sub(1);
        reasons.push(format!(
            "{name} alone carries {} of the weight",
            percent(weight / total)
        ));
    }
    let joined = context
        .prepared
        .clusters
        .iter()
        .filter(|c| **c == Origin::Joined)
        .count();
    if joined > 0 {
        reasons.push(format!("{} set by hand", plural(joined, "cluster")));
    }
    let level = match points {
        0..=2 => ConfidenceLevel::Low,
        3 | 4 => ConfidenceLevel::Moderate,
        _ => ConfidenceLevel::High,
    };
    Confidence { level, reasons }
}

impl Context<'_> {
    /// Years since the newest item that weighs, where one is dated.
    pub(super) fn newest_years(&self) -> Option<f64> {
        let newest = self
            .totals
            .lead
            .iter()
            .flatten()
            .filter_map(|&i| self.prepared.items[i].date)
            .max()?;
        let days = newest.until(self.question.as_of).ok()?.get_days();
        Some(f64::from(days.max(0)) / 365.25)
    }
}
