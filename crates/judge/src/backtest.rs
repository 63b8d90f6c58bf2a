//! Backtests on retrospective cases: fitted without the pair, scored beside simple rivals.

use crate::base::{BaseRates, base_rate};
use crate::case::Case;
use crate::fit::{Row, Solution, rows, solve};
use crate::priors::Priors;
use crate::score::{
    PERSISTENCE, ReliabilityBin, Scored, auc, brier, finite_logit, log_score, logistic_on,
    reliability, write_reliability,
};
use crate::stats::{interval, logistic};
use crate::weights::{PARAMETERS, Weights};
use crate::{JudgeError, Model};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use rand_distr::{Distribution, StandardNormal};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use unravel_evidence::Outcome;

/// One case as forecast without its pair.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BacktestCase {
    /// Name of the case.
    pub slug: String,
    /// When it was asked.
    pub as_of: jiff::civil::Date,
    /// Until when.
    pub horizon: jiff::civil::Date,
    /// Probability of holding at the population's base rate.
    pub probability: f64,
    /// Probability at the library's half-and-half share.
    pub probability_sample: f64,
    /// 90 % interval of `probability`.
    pub interval90: [f64; 2],
    /// The base rate alone.
    pub base_rate: f64,
    /// How it came out.
    pub outcome: Outcome,
}

/// Scores of one way to forecast.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Scores {
    /// Mean Brier score, 0 best.
    pub brier: f64,
    /// Mean log score, 0 best.
    pub log_score: f64,
    /// Area under the ROC curve.
    pub auc: Option<f64>,
}

impl Scores {
    fn of(scored: &[Scored]) -> Self {
        Self {
            brier: brier(scored),
            log_score: log_score(scored),
            auc: auc(scored),
        }
    }
}

/// All cases together. The flat fields are read at the library's share, `population` with
/// every case weighted to its base rate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// Cases.
    pub n: usize,
    /// Pairs.
    pub pairs: usize,
    /// Cases that held.
    pub held: usize,
    /// Brier score of `probability_sample`.
    pub brier: f64,
    /// Its standard error, cases of one pair taken together.
    pub brier_se: f64,
    /// Log score of `probability_sample`.
    pub log_score: f64,
    /// Area under the ROC curve.
    pub auc: Option<f64>,
    /// Least probability given to any outcome.
    pub least: f64,
    /// Brier score of the base rate at the library's share: the constant 0.5.
    pub base_rate_brier: f64,
    /// Log score of it.
    pub base_rate_log_score: f64,
    /// Brier score of [`PERSISTENCE`].
    pub persistence_brier: f64,
    /// Log score of it.
    pub persistence_log_score: f64,
    /// Logistic regression on the share of facts for, fitted without the pair.
    pub share_for: Scores,
    /// The model with bearings derived from kind and stance instead of read.
    pub derived_bearing: Scores,
    /// Weighted to the base rates.
    pub population: Population,
    /// Forecasts at the library's share beside what came of them.
    pub reliability: Vec<ReliabilityBin>,
    /// What a reader must know.
    pub notes: Vec<String>,
}

/// Scores of the corrected probabilities, each case weighted so that outcomes are as frequent
/// as its base rate says.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Population {
    /// Brier score of `probability`.
    pub brier: f64,
    /// Log score of it.
    pub log_score: f64,
    /// Brier score of the base rate alone.
    pub base_rate_brier: f64,
    /// Log score of it.
    pub base_rate_log_score: f64,
    /// Brier score of [`PERSISTENCE`].
    pub persistence_brier: f64,
    /// Log score of it.
    pub persistence_log_score: f64,
}

/// A backtest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Backtest {
    /// Every case.
    pub cases: Vec<BacktestCase>,
    /// All together.
    pub summary: Summary,
}

/// How the weights of a backtest come about.
#[derive(Debug, Clone, Copy)]
pub enum Fitting<'a> {
    /// For each pair, fitted to the cases of all other pairs.
    LeaveOnePairOut(&'a Priors),
    /// Given, for cases they were not fitted to.
    Given(&'a Weights),
}

/// Forecasts every case with weights that never saw its pair, and scores the forecasts.
///
/// `draws` (100 or more) and `seed` make the intervals.
///
/// # Errors
/// No case; two cases of one slug; a fit that does not settle.
pub fn backtest(
    cases: &[Case],
    base: &BaseRates,
    fitting: Fitting,
    draws: usize,
    seed: u64,
) -> Result<Backtest, JudgeError> {
    if cases.is_empty() {
        return Err(JudgeError::NoCases);
    }
    if draws < 100 {
        return Err(JudgeError::Draws(draws));
    }
    let mut slugs = BTreeSet::new();
    if let Some(twice) = cases.iter().find(|c| !slugs.insert(&c.slug)) {
        return Err(JudgeError::file(
            &twice.slug,
            "two cases have this slug; give each once",
        ));
    }
    let read = forecast(cases, base, fitting, draws, seed)?;
    let turned: Vec<Case> = cases.iter().map(Case::with_derived_bearings).collect();
    // Only its scores are wanted: the fewest draws will do.
    let derived = forecast(&turned, base, fitting, 100, seed)?;
    let summary = summarise(cases, &read, &derived, fitting);
    Ok(Backtest {
        cases: read,
        summary,
    })
}

fn forecast(
    cases: &[Case],
    base: &BaseRates,
    fitting: Fitting,
    draws: usize,
    seed: u64,
) -> Result<Vec<BacktestCase>, JudgeError> {
    let examples: Vec<_> = cases.iter().map(|c| c.example.clone()).collect();
    let centre = match fitting {
        Fitting::LeaveOnePairOut(priors) => &priors.centre,
        Fitting::Given(weights) => weights,
    };
    let rows = rows(&examples, centre);
    let mut fitted: BTreeMap<&str, Weights> = BTreeMap::new();
    for case in cases {
        let pair = case.example.pair.as_str();
        if fitted.contains_key(pair) {
            continue;
        }
        let weights = match fitting {
            Fitting::Given(weights) => weights.clone(),
            Fitting::LeaveOnePairOut(priors) => {
                let others: Vec<&Row> = rows
                    .iter()
                    .zip(cases)
                    .filter(|(_, c)| c.example.pair != pair)
                    .map(|(row, _)| row)
                    .collect();
                let solution: Solution = solve(&others, priors)?;
                solution.weights(priors)
            }
        };
        fitted.insert(pair, weights);
    }
    Ok(cases
        .iter()
        .zip(&rows)
        .map(|(case, row)| {
            let weights = &fitted[case.example.pair.as_str()];
            one(case, row, weights, base, draws, seed)
        })
        .collect())
}

fn one(
    case: &Case,
    row: &Row,
    weights: &Weights,
    base: &BaseRates,
    draws: usize,
    seed: u64,
) -> BacktestCase {
    let q = &case.example.question;
    let (class, age, years) = (q.tie.class, q.age(), q.years());
    let alone = base_rate(base, class, q.ends, age, years).probability;
    let theta = weights.log_parameters();
    let log_odds = row.totals.log_odds(&theta, weights.limit).total;
    let survival = base.survival(class, q.ends, age, years);
    let factor = weights.posterior.as_ref().and_then(|p| p.cholesky());
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut drawn = theta.clone();
    let mut sample: Vec<f64> = (0..draws)
        .map(|_| {
            let hold = survival.draw(&mut rng);
            if let Some(factor) = &factor {
                let z: [f64; PARAMETERS] = std::array::from_fn(|_| StandardNormal.sample(&mut rng));
                for (i, t) in drawn.iter_mut().enumerate() {
                    *t = theta[i] + (0..=i).map(|j| factor[(i, j)] * z[j]).sum::<f64>();
                }
            }
            finite_logit(hold) + row.totals.log_odds(&drawn, weights.limit).total
        })
        .collect();
    sample.sort_by(f64::total_cmp);
    BacktestCase {
        slug: case.slug.clone(),
        as_of: q.as_of,
        horizon: q.until,
        probability: logistic(finite_logit(alone) + log_odds),
        probability_sample: logistic(log_odds),
        interval90: interval(&sample, 0.9).map(logistic),
        base_rate: alone,
        outcome: if case.example.held {
            Outcome::Held
        } else {
            Outcome::Broke
        },
    }
}

fn summarise(
    cases: &[Case],
    read: &[BacktestCase],
    derived: &[BacktestCase],
    fitting: Fitting,
) -> Summary {
    let with = |of: &[BacktestCase], p: fn(&BacktestCase) -> f64| -> Vec<Scored> {
        of.iter()
            .map(|c| Scored {
                probability: p(c),
                held: c.outcome == Outcome::Held,
                weight: 1.0,
            })
            .collect()
    };
    // Outcomes as frequent as the base rate says: the sample has half of each by design.
    let weighted = |p: fn(&BacktestCase) -> f64| -> Vec<Scored> {
        let mut scored = with(read, p);
        for (s, c) in scored.iter_mut().zip(read) {
            s.weight = if s.held {
                c.base_rate
            } else {
                1.0 - c.base_rate
            };
        }
        scored
    };
    let sample = with(read, |c| c.probability_sample);
    let (half, stays) = (with(read, |_| 0.5), with(read, |_| PERSISTENCE));
    let at_rate = Scores::of(&weighted(|c| c.probability));
    let base_at_rate = Scores::of(&weighted(|c| c.base_rate));
    let stays_at_rate = Scores::of(&weighted(|_| PERSISTENCE));
    let scores = Scores::of(&sample);
    let pairs: BTreeSet<&str> = cases.iter().map(|c| c.example.pair.as_str()).collect();
    let n = cases.len();
    let held = sample.iter().filter(|s| s.held).count();
    let mut notes = vec![match fitting {
        Fitting::LeaveOnePairOut(_) => {
            "every case was forecast with weights fitted to the cases of all other pairs".to_owned()
        }
        Fitting::Given(weights) => {
            format!(
                "forecast with the given weights {} ({})",
                weights.version, weights.description
            )
        }
    }];
    notes.push("the library is half held, half broken by design: probability_sample is read at that share; probability adds the log-odds of the base rate of the tie's class, end and age (King & Zeng 2001)".to_owned());
    notes.push("bearings were set by people who knew the outcomes; derived_bearing has them from kind and stance".to_owned());
    notes.push(format!(
        "{n} cases of {} pairs are few: a 95 % range of the Brier score is about ±{:.2}",
        pairs.len(),
        1.96 * brier_se(cases, &sample)
    ));
    Summary {
        n,
        pairs: pairs.len(),
        held,
        brier: scores.brier,
        brier_se: brier_se(cases, &sample),
        log_score: scores.log_score,
        auc: scores.auc,
        least: sample
            .iter()
            .map(|s| {
                if s.held {
                    s.probability
                } else {
                    1.0 - s.probability
                }
            })
            .fold(1.0, f64::min),
        base_rate_brier: brier(&half),
        base_rate_log_score: log_score(&half),
        persistence_brier: brier(&stays),
        persistence_log_score: log_score(&stays),
        share_for: Scores::of(&share_for(cases)),
        derived_bearing: Scores::of(&with(derived, |c| c.probability_sample)),
        population: Population {
            brier: at_rate.brier,
            log_score: at_rate.log_score,
            base_rate_brier: base_at_rate.brier,
            base_rate_log_score: base_at_rate.log_score,
            persistence_brier: stays_at_rate.brier,
            persistence_log_score: stays_at_rate.log_score,
        },
        reliability: reliability(&sample),
        notes,
    }
}

/// Standard error of the mean Brier score with the cases of one pair as one cluster.
fn brier_se(cases: &[Case], scored: &[Scored]) -> f64 {
    let mean = brier(scored);
    let mut by_pair: BTreeMap<&str, f64> = BTreeMap::new();
    for (case, s) in cases.iter().zip(scored) {
        *by_pair.entry(case.example.pair.as_str()).or_default() += brier(&[*s]) - mean;
    }
    let clusters = by_pair.len() as f64;
    let squares: f64 = by_pair.values().map(|d| d * d).sum();
    // The usual correction for few clusters.
    (squares * clusters / (clusters - 1.0).max(1.0)).sqrt() / cases.len() as f64
}

/// The rival: a logistic regression on the share of facts for, without the pair.
fn share_for(cases: &[Case]) -> Vec<Scored> {
    cases
        .iter()
        .map(|case| {
            let others: Vec<(f64, bool)> = cases
                .iter()
                .filter(|c| c.example.pair != case.example.pair)
                .map(|c| (c.share_for(), c.example.held))
                .collect();
            let (intercept, slope) = logistic_on(&others);
            Scored {
                probability: logistic(intercept + slope * case.share_for()),
                held: case.example.held,
                weight: 1.0,
            }
        })
        .collect()
}

impl Backtest {
    /// JSON Lines: one line a case, then one line `{"summary": …}`.
    ///
    /// # Errors
    /// None in practice: every field can be written.
    pub fn to_jsonl(&self) -> serde_json::Result<String> {
        let mut out = String::new();
        for case in &self.cases {
            out.push_str(&serde_json::to_string(case)?);
            out.push('\n');
        }
        let line = serde_json::json!({ "summary": self.summary });
        out.push_str(&line.to_string());
        out.push('\n');
        Ok(out)
    }
}

impl fmt::Display for Backtest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "case                             outcome  at half  population  90 %          base rate"
        )?;
        for c in &self.cases {
            writeln!(
                f,
                "{:<32} {:<7} {:>7.1} % {:>9.1} %  {:>5.1}-{:<5.1} % {:>7.1} %",
                c.slug,
                c.outcome,
                100.0 * c.probability_sample,
                100.0 * c.probability,
                100.0 * c.interval90[0],
                100.0 * c.interval90[1],
                100.0 * c.base_rate
            )?;
        }
        let s = &self.summary;
        let number = |v: Option<f64>| v.map_or("-".to_owned(), |v| format!("{v:.3}"));
        writeln!(f, "\n{} cases of {} pairs, {} held", s.n, s.pairs, s.held)?;
        writeln!(f, "at the library's share            Brier    log   AUC")?;
        let row = |f: &mut fmt::Formatter<'_>, name: &str, b: f64, l: f64, a: Option<f64>| {
            writeln!(f, "{name:<32} {b:>7.4} {l:>6.3} {:>5}", number(a))
        };
        row(f, "judgement", s.brier, s.log_score, s.auc)?;
        row(
            f,
            "  bearings derived",
            s.derived_bearing.brier,
            s.derived_bearing.log_score,
            s.derived_bearing.auc,
        )?;
        row(
            f,
            "logistic on the share of facts for",
            s.share_for.brier,
            s.share_for.log_score,
            s.share_for.auc,
        )?;
        row(
            f,
            "base rate (0.5)",
            s.base_rate_brier,
            s.base_rate_log_score,
            None,
        )?;
        row(
            f,
            "persistence (0.99)",
            s.persistence_brier,
            s.persistence_log_score,
            None,
        )?;
        writeln!(
            f,
            "standard error of the Brier score {:.3} (by pair); least probability of an outcome {:.1} %",
            s.brier_se,
            100.0 * s.least
        )?;
        let p = &s.population;
        writeln!(f, "weighted to the base rates")?;
        row(f, "judgement", p.brier, p.log_score, None)?;
        row(
            f,
            "base rate",
            p.base_rate_brier,
            p.base_rate_log_score,
            None,
        )?;
        row(
            f,
            "persistence (0.99)",
            p.persistence_brier,
            p.persistence_log_score,
            None,
        )?;
        writeln!(f)?;
        write_reliability(f, &s.reliability)?;
        for note in &s.notes {
            writeln!(f, "- {note}")?;
        }
        Ok(())
    }
}

/// Forecasts with the built-in model's base rates and priors.
///
/// # Errors
/// Those of [`backtest`].
pub fn backtest_builtin(cases: &[Case]) -> Result<Backtest, JudgeError> {
    let priors = Priors::builtin();
    backtest(
        cases,
        &Model::builtin().base,
        Fitting::LeaveOnePairOut(&priors),
        2000,
        1,
    )
}
