//! Fitting the weights: maximum a posteriori with a Laplace posterior.
//!
//! The library of cases is half held, half broken by design; this is taken to be so within each
//! class of tie. Given that sampling, the log-odds of holding are those of the population less the log-odds of the
//! base rate (King & Zeng 2001: the intercept absorbs the sampling, the slopes stay), so at the
//! library's share logit P = Σ w, without an intercept to fit, and in the population
//! logit P = logit S₀ + Σ w.

use crate::events::{EventExample, EventFit, fit_events};
use crate::priors::Priors;
use crate::stats::logistic;
use crate::weigh::{CELLS, Prepared, Totals, sign};
use crate::weights::{CONTEXT, COSTLY, Covariance, PARAMETERS, Weights, parameters};
use crate::{Evidence, JudgeError};
use nalgebra::{Cholesky, DMatrix, DVector};
use serde::Serialize;
use std::collections::BTreeSet;
use unravel_evidence::Question;

/// A question whose answer is known, with what was known when it was asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    /// Name of the pair; examples of one pair are never split.
    pub pair: String,
    /// The question.
    pub question: Question,
    /// The evidence; what was published after the as-of date is left out.
    pub evidence: Vec<Evidence>,
    /// Whether the tie held.
    pub held: bool,
}

/// One fitted parameter beside its prior.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Estimate {
    /// Its name: "shelter for", "costly".
    pub name: String,
    /// Centre of the prior.
    pub prior: f64,
    /// Fitted value.
    pub value: f64,
    /// Central 90 % of the posterior.
    pub interval90: [f64; 2],
    /// Share of the prior's variance that the cases took away, 0 to 1.
    pub learnt: f64,
}

/// Fitted weights and what to know about the fit.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Fit {
    /// The weights, with their posterior covariance.
    #[serde(skip)]
    pub weights: Weights,
    /// Examples used.
    pub cases: usize,
    /// Pairs among them.
    pub pairs: usize,
    /// Newton steps taken.
    pub steps: usize,
    /// Largest component of the gradient at the end; near 0 when settled.
    pub gradient: f64,
    /// Mean log score of the examples under the fitted weights (in sample: flattering).
    pub log_score: f64,
    /// Parameters' worth of information that the cases gave: Σ `learnt`.
    pub effective_parameters: f64,
    /// Each parameter.
    pub estimates: Vec<Estimate>,
    /// The weights of event data, where they were fitted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub events: Option<EventFit>,
}

/// One example made ready: its sums and its outcome.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub totals: Totals,
    pub held: bool,
}

pub(crate) fn rows(examples: &[Example], weights: &Weights) -> Vec<Row> {
    examples
        .iter()
        .map(|e| Row {
            totals: Prepared::new(&e.question, &e.evidence, weights).all(weights),
            held: e.held,
        })
        .collect()
}

/// Fits the weights to examples.
///
/// # Errors
/// No example; a fit that does not settle.
pub fn fit(examples: &[Example], priors: &Priors) -> Result<Fit, JudgeError> {
    if examples.is_empty() {
        return Err(JudgeError::NoCases);
    }
    let pairs: BTreeSet<&str> = examples.iter().map(|e| e.pair.as_str()).collect();
    let rows: Vec<Row> = rows(examples, &priors.centre);
    let solution = solve(&rows.iter().collect::<Vec<_>>(), priors)?;
    let weights = Weights {
        version: format!("fitted-{}", examples.len()),
        description: format!(
            "fitted to {} cases of {} pairs",
            examples.len(),
            pairs.len()
        ),
        ..solution.weights(priors)
    };
    let centre = priors.centre.log_parameters();
    let prior = priors.covariance();
    let estimates: Vec<Estimate> = parameters()
        .into_iter()
        .enumerate()
        .map(|(i, name)| {
            let reach = 1.6449 * solution.covariance[(i, i)].sqrt();
            Estimate {
                name,
                prior: centre[i].exp(),
                value: solution.theta[i].exp(),
                interval90: [solution.theta[i] - reach, solution.theta[i] + reach].map(f64::exp),
                learnt: 1.0 - solution.covariance[(i, i)] / prior[(i, i)],
            }
        })
        .collect();
    let log_score = rows
        .iter()
        .map(|r| log_loss(&r.totals, &solution.theta, priors.centre.limit, r.held))
        .sum::<f64>()
        / rows.len() as f64;
    // trace(I − posterior · prior⁻¹): how many parameters the data rather than the prior set.
    let effective_parameters = Cholesky::new(prior).map_or(0.0, |p| {
        PARAMETERS as f64 - p.solve(&solution.covariance).trace()
    });
    Ok(Fit {
        weights,
        cases: examples.len(),
        pairs: pairs.len(),
        steps: solution.steps,
        gradient: solution.gradient,
        log_score,
        effective_parameters,
        estimates,
        events: None,
    })
}

/// The mode of the posterior and its curvature.
#[derive(Debug, Clone)]
pub(crate) struct Solution {
    pub theta: Vec<f64>,
    pub covariance: DMatrix<f64>,
    steps: usize,
    gradient: f64,
}

impl Solution {
    pub(crate) fn weights(&self, priors: &Priors) -> Weights {
        Weights {
            posterior: Some(Covariance::from_matrix(&self.covariance)),
            ..priors.centre.with_log_parameters(&self.theta)
        }
    }
}

fn log_loss(totals: &Totals, theta: &[f64], limit: f64, held: bool) -> f64 {
    let log_odds = totals.log_odds(theta, limit).total;
    let signed = if held { -log_odds } else { log_odds };
    // ln(1 + e^x) without overflow
    signed.max(0.0) + (-signed.abs()).exp().ln_1p()
}

/// Fisher scoring closes in slowly where the bound on all evidence is near.
const STEPS: usize = 1000;

/// Newton steps with the expected curvature (Fisher scoring) and halving.
pub(crate) fn solve(rows: &[&Row], priors: &Priors) -> Result<Solution, JudgeError> {
    let limit = priors.centre.limit;
    let centre = DVector::from_vec(priors.centre.log_parameters());
    let precision = Cholesky::new(priors.covariance())
        .ok_or(JudgeError::NotSettled(0))?
        .inverse();
    let objective = |theta: &DVector<f64>| -> f64 {
        let away = theta - &centre;
        let prior = 0.5 * away.dot(&(&precision * &away));
        let data: f64 = rows
            .iter()
            .map(|r| log_loss(&r.totals, theta.as_slice(), limit, r.held))
            .sum();
        prior + data
    };
    let mut theta = centre.clone();
    for step in 1..=STEPS {
        let mut gradient = &precision * (&theta - &centre);
        let mut curvature = precision.clone();
        for row in rows {
            let (log_odds, slope) = jacobian(&row.totals, theta.as_slice(), limit);
            let p = logistic(log_odds);
            gradient += &slope * (p - f64::from(u8::from(row.held)));
            curvature += &slope * slope.transpose() * (p * (1.0 - p));
        }
        let factor = Cholesky::new(curvature).ok_or(JudgeError::NotSettled(step))?;
        if gradient.amax() < 1e-8 {
            return Ok(Solution {
                theta: theta.as_slice().to_vec(),
                covariance: factor.inverse(),
                steps: step,
                gradient: gradient.amax(),
            });
        }
        let direction = factor.solve(&gradient);
        let now = objective(&theta);
        let mut length = 1.0;
        while length > 1e-6 && objective(&(&theta - &direction * length)) > now {
            length /= 2.0;
        }
        theta -= direction * length;
    }
    Err(JudgeError::NotSettled(STEPS))
}

/// The log-odds and their derivatives by the logarithm of each parameter.
fn jacobian(totals: &Totals, theta: &[f64], limit: f64) -> (f64, DVector<f64>) {
    let (costly, context) = (theta[COSTLY].exp(), theta[CONTEXT].exp());
    let mut slope = DVector::zeros(PARAMETERS);
    let mut net = 0.0;
    for (cell, [plain, third, acts, third_acts]) in totals.cells.iter().enumerate().take(CELLS) {
        let x = plain + context * third + costly * (acts + context * third_acts);
        if x <= 0.0 {
            continue;
        }
        let beta = sign(cell) * theta[cell].exp();
        let value = beta * x.ln_1p() / std::f64::consts::LN_2;
        let by_x = beta / (std::f64::consts::LN_2 * (1.0 + x));
        net += value;
        slope[cell] = value;
        slope[COSTLY] += by_x * costly * (acts + context * third_acts);
        slope[CONTEXT] += by_x * context * (third + costly * third_acts);
    }
    let bounded = (net / limit).tanh();
    (limit * bounded, slope * (1.0 - bounded * bounded))
}

impl Fit {
    /// Fits also how much changes in event data count, with the other weights as they are now.
    ///
    /// # Errors
    /// No example, or examples of one outcome only.
    pub fn add_events(
        &mut self,
        examples: &[EventExample],
        priors: &Priors,
    ) -> Result<(), JudgeError> {
        let fit = fit_events(examples, &self.weights, priors)?;
        self.weights.events = fit.weights;
        self.weights.description.push_str(&format!(
            "; event data to {} pairs that went on and {} that stopped",
            fit.held, fit.ended
        ));
        self.events = Some(fit);
        Ok(())
    }

    /// The weights file: a header that says how it was made (`command`), then the weights.
    ///
    /// # Errors
    /// None in practice: every field can be written.
    pub fn to_toml(&self, command: &str) -> Result<String, toml::ser::Error> {
        let mut plain = self.weights.clone();
        let posterior = plain.posterior.take();
        for value in plain
            .beta
            .values_mut()
            .flat_map(|b| [&mut b.favour, &mut b.against])
        {
            *value = round(*value);
        }
        plain.costly = round(plain.costly);
        plain.context = round(plain.context);
        plain.events.cooperation = round(plain.events.cooperation);
        plain.events.conflict = round(plain.events.conflict);
        let mut out = format!(
            "# Weights of evidence, {}. Made by:\n#   {command}\n# beta, costly and context are fitted (priors and meaning: priors.toml); the rest is copied\n# from the priors. [posterior] is the covariance of the logarithms of the fitted values.\n\n",
            self.weights.description
        );
        out.push_str(&toml::to_string(&plain)?);
        if let Some(posterior) = posterior {
            let names: Vec<String> = posterior
                .parameters
                .iter()
                .map(|p| format!("  \"{p}\",\n"))
                .collect();
            let rows: Vec<String> = posterior
                .rows
                .iter()
                .map(|row| format!("  {row:?},\n"))
                .collect();
            out.push_str(&format!(
                "\n[posterior]\nparameters = [\n{}]\nrows = [\n{}]\n",
                names.concat(),
                rows.concat()
            ));
        }
        Ok(out)
    }
}

/// Four decimals: far below what a few cases can tell.
fn round(value: f64) -> f64 {
    (value * 1e4).round() / 1e4
}

impl std::fmt::Display for Fit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(
            f,
            "{} cases of {} pairs; settled after {} steps (gradient {:.0e}); log score in sample {:.3}; {:.1} parameters' worth learnt from the cases",
            self.cases,
            self.pairs,
            self.steps,
            self.gradient,
            self.log_score,
            self.effective_parameters
        )?;
        writeln!(
            f,
            "{:<20} {:>6} {:>7}  {:<13} {:>6}",
            "parameter", "prior", "fitted", "90 %", "learnt"
        )?;
        for e in &self.estimates {
            writeln!(
                f,
                "{:<20} {:>6.2} {:>7.2}  {:<13} {:>5.0} %",
                e.name,
                e.prior,
                e.value,
                format!("{:.2}-{:.2}", e.interval90[0], e.interval90[1]),
                100.0 * e.learnt
            )?;
        }
        if let Some(events) = &self.events {
            let [cooperation, conflict] = events.interval90;
            writeln!(
                f,
                "event data: {} pairs went on, {} stopped; cooperation {:.2} ({:.2}-{:.2}), conflict {:.2} ({:.2}-{:.2}); log score in sample {:.3}",
                events.held,
                events.ended,
                events.weights.cooperation,
                cooperation[0],
                cooperation[1],
                events.weights.conflict,
                conflict[0],
                conflict[1],
                events.log_score
            )?;
        }
        Ok(())
    }
}
