//! Tests of the model against itself and of base rates against later years.

use crate::JudgeError;
use crate::base::{BaseRates, Posterior};
use crate::fit::{Example, Row, rows, solve};
use crate::priors::Priors;
use crate::spells::{self, Spell};
use crate::stats::{interval, logistic, quantile};
use crate::weights::PARAMETERS;
use nalgebra::{Cholesky, DMatrix};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use rand_distr::{Binomial, Distribution, Gamma, StandardNormal, StandardUniform};
use serde::Serialize;
use std::fmt;

/// How often 90 % intervals hold the truth.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Coverage {
    /// Intervals made.
    pub intervals: usize,
    /// Share that held the truth.
    pub covered: f64,
}

/// Draws around a mean with a covariance's lower factor.
fn around(mean: &[f64], factor: &DMatrix<f64>, rng: &mut ChaCha8Rng) -> Vec<f64> {
    let z: [f64; PARAMETERS] = std::array::from_fn(|_| StandardNormal.sample(rng));
    (0..PARAMETERS)
        .map(|i| mean[i] + (0..=i).map(|j| factor[(i, j)] * z[j]).sum::<f64>())
        .collect()
}

/// Simulates the whole procedure from the model's own prior: weights and rates of ending are
/// drawn, outcomes of the examples simulated at the library's share, the weights fitted to
/// them, and each example's 90 % interval compared with the probability that its draw gave.
///
/// # Errors
/// No example; a fit that does not settle.
pub fn coverage(
    examples: &[Example],
    priors: &Priors,
    base: &BaseRates,
    repetitions: usize,
    draws: usize,
    seed: u64,
) -> Result<Coverage, JudgeError> {
    if examples.is_empty() {
        return Err(JudgeError::NoCases);
    }
    let limit = priors.centre.limit;
    let centre = priors.centre.log_parameters();
    let prior = Cholesky::new(priors.covariance())
        .ok_or(JudgeError::NotSettled(0))?
        .l();
    let designs = rows(examples, &priors.centre);
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let (mut covered, mut intervals) = (0_usize, 0_usize);
    for _ in 0..repetitions {
        let truth = around(&centre, &prior, &mut rng);
        let simulated: Vec<Row> = designs
            .iter()
            .map(|row| {
                let p = logistic(row.totals.log_odds(&truth, limit).total);
                let u: f64 = StandardUniform.sample(&mut rng);
                Row {
                    totals: row.totals.clone(),
                    held: u < p,
                }
            })
            .collect();
        let solution = solve(&simulated.iter().collect::<Vec<_>>(), priors)?;
        let factor = Cholesky::new(solution.covariance.clone())
            .ok_or(JudgeError::NotSettled(0))?
            .l();
        let fitted: Vec<Vec<f64>> = (0..draws)
            .map(|_| around(&solution.theta, &factor, &mut rng))
            .collect();
        for (example, row) in examples.iter().zip(&designs) {
            let q = &example.question;
            let survival = base.survival(q.tie.class, q.ends, q.age(), q.years());
            let log_odds = |theta: &[f64], rng: &mut ChaCha8Rng| {
                crate::score::finite_logit(survival.draw(rng))
                    + row.totals.log_odds(theta, limit).total
            };
            let true_value = log_odds(&truth, &mut rng);
            let mut drawn: Vec<f64> = fitted.iter().map(|t| log_odds(t, &mut rng)).collect();
            drawn.sort_by(f64::total_cmp);
            let [low, high] = interval(&drawn, 0.9);
            covered += usize::from(low <= true_value && true_value <= high);
            intervals += 1;
        }
    }
    Ok(Coverage {
        intervals,
        covered: covered as f64 / intervals as f64,
    })
}

/// One age band: what the years before said and what the years after brought.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CalibrationRow {
    /// Age in years at which the band begins.
    pub from: f64,
    /// Probability of ending within a year, from the years before.
    pub hazard: f64,
    /// Tie-years after.
    pub exposure: f64,
    /// Ends after.
    pub ends: f64,
    /// 90 % of the ends that the years before predict for that exposure.
    pub predicted90: [f64; 2],
    /// Whether the ends fall within.
    pub inside: bool,
}

/// Base rates fitted before a year, tested from it on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Calibration {
    /// First calendar year of the test.
    pub split: i16,
    /// Each age band.
    pub rows: Vec<CalibrationRow>,
}

/// Counts spells before `split`, predicts the ends from `split` on (posterior predictive:
/// Gamma rate, binomial ends), and compares.
pub fn calibration(spells: &[Spell], split: i16, draws: usize, seed: u64) -> Calibration {
    let before = spells::count(spells, "before", "", i16::MIN..split);
    let after = spells::count(spells, "after", "", split..i16::MAX);
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let rows = before
        .posteriors()
        .into_iter()
        .zip(&after.bands)
        .map(|(posterior, band)| {
            let mut ends: Vec<f64> = (0..draws)
                .filter_map(|_| predict(posterior, band.exposure, &mut rng))
                .collect();
            ends.sort_by(f64::total_cmp);
            // Whole ends: the interval's limits are observed draws.
            let predicted90 = [quantile(&ends, 0.05).floor(), quantile(&ends, 0.95).ceil()];
            CalibrationRow {
                from: band.from,
                hazard: posterior.hazard(),
                exposure: band.exposure,
                ends: band.ends,
                predicted90,
                inside: predicted90[0] <= band.ends && band.ends <= predicted90[1],
            }
        })
        .collect();
    Calibration { split, rows }
}

fn predict(posterior: Posterior, exposure: f64, rng: &mut ChaCha8Rng) -> Option<f64> {
    let rate = Gamma::new(posterior.shape, 1.0 / posterior.years)
        .ok()?
        .sample(rng);
    let ends = Binomial::new(exposure as u64, 1.0 - (-rate).exp()).ok()?;
    Some(ends.sample(rng) as f64)
}

impl fmt::Display for Calibration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "age from  hazard before {}  tie-years after  ends  90 % predicted",
            self.split
        )?;
        for r in &self.rows {
            writeln!(
                f,
                "{:>8}  {:>17.1} %  {:>15}  {:>4}  {:.0}-{:.0}{}",
                r.from,
                100.0 * r.hazard,
                r.exposure,
                r.ends,
                r.predicted90[0],
                r.predicted90[1],
                if r.inside { "" } else { "  outside" }
            )?;
        }
        Ok(())
    }
}
