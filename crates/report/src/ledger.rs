//! The additive account from base rate to result.

use unravel_evidence::{Bearing, Judgement, StatementId};

/// One step of the account. The log-odds are in hundredths.
pub(crate) struct Step<'a> {
    pub label: String,
    pub bearing: Option<Bearing>,
    /// What the step adds.
    pub adds: i64,
    /// Running total before it.
    pub before: i64,
    /// Running total after it.
    pub after: i64,
    /// The exact points of the driver, if the step is one.
    pub points: Option<f64>,
    pub statements: &'a [StatementId],
}

/// The steps from the base rate to the result.
///
/// Every running total is the rounded exact total and every step the difference of two of
/// them. So the printed column always adds up, and no step is off by more than a hundredth.
pub(crate) fn steps<'a>(j: &'a Judgement, clean: fn(&str) -> String) -> Vec<Step<'a>> {
    let mut exact = logit(j.base_rate.probability);
    let mut before = hundredths(exact);
    let mut steps = vec![Step {
        label: "base rate".to_owned(),
        bearing: None,
        adds: before,
        before: 0,
        after: before,
        points: None,
        statements: &[],
    }];
    for driver in &j.drivers {
        exact += finite(driver.log_odds);
        let after = hundredths(exact);
        steps.push(Step {
            label: clean(&driver.label),
            bearing: Some(driver.bearing),
            adds: after - before,
            before,
            after,
            points: Some(driver.points),
            statements: &driver.statements,
        });
        before = after;
    }
    let result = hundredths(logit(j.probability));
    // A hundredth can come from rounding alone; more is a real remainder and is shown.
    if (result - before).abs() > 1 {
        steps.push(Step {
            label: "not explained by the drivers".to_owned(),
            bearing: None,
            adds: result - before,
            before,
            after: result,
            points: None,
            statements: &[],
        });
    }
    steps
}

/// Log-odds, kept finite for a probability of 0 or 1.
fn logit(p: f64) -> f64 {
    if p.is_nan() {
        return 0.0;
    }
    let p = p.clamp(1e-9, 1.0 - 1e-9);
    (p / (1.0 - p)).ln()
}

/// Beyond 1000 a probability has long been 0 or 1; the limit keeps sums in their column.
fn finite(x: f64) -> f64 {
    if x.is_finite() {
        x.clamp(-1e3, 1e3)
    } else {
        0.0
    }
}

fn hundredths(x: f64) -> i64 {
    (x * 100.0).round() as i64
}

/// The probability at a running total.
pub(crate) fn probability(hundredths: i64) -> f64 {
    1.0 / (1.0 + (-(hundredths as f64) / 100.0).exp())
}
