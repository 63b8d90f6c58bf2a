//! Scores of probabilities against outcomes, and the track record of a case.

use crate::JudgeError;
use crate::stats::{logistic, logit};
use jiff::civil::Date;
use nalgebra::{Matrix2, Vector2};
use serde::{Deserialize, Serialize};
use std::fmt;
use unravel_evidence::{Outcome, QuestionId, Resolution, TrackRecord};

/// What "it stays as it is" forecasts: not 1, whose log score could be infinite.
pub const PERSISTENCE: f64 = 0.99;

/// One forecast with its outcome and its weight in the scores (1 unless reweighted).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scored {
    /// Probability of holding, 0 to 1.
    pub probability: f64,
    /// Whether it held.
    pub held: bool,
    /// Weight, above 0.
    pub weight: f64,
}

fn mean(scored: &[Scored], of: impl Fn(&Scored) -> f64) -> f64 {
    let total: f64 = scored.iter().map(|s| s.weight).sum();
    scored.iter().map(|s| s.weight * of(s)).sum::<f64>() / total
}

/// Mean Brier score (Brier 1950): squared distance from the outcome, 0 best; NaN for none.
pub fn brier(scored: &[Scored]) -> f64 {
    mean(scored, |s| {
        (s.probability - f64::from(u8::from(s.held))).powi(2)
    })
}

/// Mean log score (natural logarithm, 0 best): −ln of the probability given to the outcome.
pub fn log_score(scored: &[Scored]) -> f64 {
    mean(scored, |s| {
        -if s.held {
            s.probability
        } else {
            1.0 - s.probability
        }
        .ln()
    })
}

/// Area under the ROC curve: how often a tie that held has the higher probability than one
/// that broke, ties counting half; none unless both outcomes occur.
pub fn auc(scored: &[Scored]) -> Option<f64> {
    let (held, broke): (Vec<&Scored>, Vec<&Scored>) = scored.iter().partition(|s| s.held);
    if held.is_empty() || broke.is_empty() {
        return None;
    }
    let wins: f64 = held
        .iter()
        .flat_map(|h| broke.iter().map(move |b| (h.probability, b.probability)))
        .map(|(h, b)| match h.total_cmp(&b) {
            std::cmp::Ordering::Greater => 1.0,
            std::cmp::Ordering::Equal => 0.5,
            std::cmp::Ordering::Less => 0.0,
        })
        .sum();
    Some(wins / (held.len() * broke.len()) as f64)
}

/// Skill: 1 − score/reference; above 0 is better than the reference, none if that is perfect.
pub fn skill(score: f64, reference: f64) -> Option<f64> {
    (reference > 0.0).then(|| 1.0 - score / reference)
}

/// Wilson's 95 % interval for `successes` of `n` (Wilson 1927); [0, 1] for none.
pub fn wilson(successes: usize, n: usize) -> [f64; 2] {
    if n == 0 {
        return [0.0, 1.0];
    }
    let (n, share) = (n as f64, successes as f64 / n as f64);
    let z = 1.959_964_f64;
    let middle = share + z * z / (2.0 * n);
    let reach = z * (share * (1.0 - share) / n + z * z / (4.0 * n * n)).sqrt();
    let scale = 1.0 + z * z / n;
    [
        ((middle - reach) / scale).max(0.0),
        ((middle + reach) / scale).min(1.0),
    ]
}

/// One row of a reliability table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReliabilityBin {
    /// Lower end of the forecasts in the bin.
    pub from: f64,
    /// Upper end.
    pub to: f64,
    /// Forecasts in it.
    pub n: usize,
    /// Their mean.
    pub forecast: Option<f64>,
    /// Share that held.
    pub held: Option<f64>,
    /// Wilson's 95 % interval of that share.
    pub wilson95: [f64; 2],
}

/// Forecasts in five bins of 20 points beside what came of them.
pub fn reliability(scored: &[Scored]) -> Vec<ReliabilityBin> {
    const BINS: usize = 5;
    (0..BINS)
        .map(|k| {
            let bin = |p: f64| ((p * BINS as f64) as usize).min(BINS - 1);
            let inside: Vec<&Scored> = scored.iter().filter(|s| bin(s.probability) == k).collect();
            let n = inside.len();
            let held = inside.iter().filter(|s| s.held).count();
            let some = |sum: f64| (n > 0).then(|| sum / n as f64);
            ReliabilityBin {
                from: k as f64 / BINS as f64,
                to: (k + 1) as f64 / BINS as f64,
                n,
                forecast: some(inside.iter().map(|s| s.probability).sum()),
                held: some(held as f64),
                wilson95: wilson(held, n),
            }
        })
        .collect()
}

/// The table as text.
pub(crate) fn write_reliability(
    f: &mut fmt::Formatter<'_>,
    bins: &[ReliabilityBin],
) -> fmt::Result {
    writeln!(f, "forecast    n   mean   held   95 % of held (Wilson)")?;
    for b in bins {
        let share = |v: Option<f64>| v.map_or("  -".to_owned(), |v| format!("{:.0} %", 100.0 * v));
        writeln!(
            f,
            "{:>3.0}-{:>3.0} % {:>3} {:>6} {:>6}   {:.0}-{:.0} %",
            100.0 * b.from,
            100.0 * b.to,
            b.n,
            share(b.forecast),
            share(b.held),
            100.0 * b.wilson95[0],
            100.0 * b.wilson95[1]
        )?;
    }
    Ok(())
}

/// A logistic regression on one feature, (intercept, slope): the simple rival of a backtest.
pub(crate) fn logistic_on(points: &[(f64, bool)]) -> (f64, f64) {
    // A trace of ridge keeps separable samples finite.
    const RIDGE: f64 = 1e-4;
    let mut w = Vector2::zeros();
    for _ in 0..50 {
        let mut gradient = w * RIDGE;
        let mut curvature = Matrix2::identity() * RIDGE;
        for &(x, held) in points {
            let row = Vector2::new(1.0, x);
            let p = logistic(row.dot(&w));
            gradient += row * (p - f64::from(u8::from(held)));
            curvature += row * row.transpose() * (p * (1.0 - p));
        }
        match curvature.try_inverse() {
            Some(inverse) => w -= inverse * gradient,
            None => break,
        }
    }
    (w[0], w[1])
}

/// One judgement of a question, as far as scores need it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Forecast {
    /// The as-of date of the judgement.
    pub as_of: Date,
    /// Probability of holding.
    pub probability: f64,
    /// The base rate it started from.
    pub base_rate: f64,
}

/// A question with its judgements and resolutions.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Which question.
    pub question: QuestionId,
    /// Its horizon.
    pub until: Date,
    /// Its judgements in any order.
    pub forecasts: Vec<Forecast>,
    /// Its resolutions; several must agree.
    pub resolutions: Vec<Resolution>,
}

/// One counted question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScoredQuestion {
    /// Which question.
    pub question: QuestionId,
    /// Probability of the last judgement before it was resolved.
    pub probability: f64,
    /// Its base rate.
    pub base_rate: f64,
    /// How it came out.
    pub outcome: Outcome,
    /// Its Brier score.
    pub brier: f64,
}

/// How a case's judgements turned out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScoreReport {
    /// Questions counted.
    pub n: usize,
    /// Resolved void; not scored.
    pub void: usize,
    /// Resolved before their date, which has not passed; counted once it has.
    pub early: usize,
    /// Not resolved.
    pub open: usize,
    /// Resolved without a judgement before the resolution.
    pub unjudged: usize,
    /// Mean Brier score.
    pub brier: Option<f64>,
    /// Mean log score.
    pub log_score: Option<f64>,
    /// Mean Brier score of the base rates alone.
    pub base_rate_brier: Option<f64>,
    /// Mean log score of the base rates alone.
    pub base_rate_log_score: Option<f64>,
    /// Mean Brier score of the constant [`PERSISTENCE`].
    pub persistence_brier: Option<f64>,
    /// Mean log score of it.
    pub persistence_log_score: Option<f64>,
    /// Brier skill against the base rates.
    pub skill_base_rate: Option<f64>,
    /// Brier skill against persistence.
    pub skill_persistence: Option<f64>,
    /// Area under the ROC curve.
    pub auc: Option<f64>,
    /// Forecasts beside what came of them.
    pub reliability: Vec<ReliabilityBin>,
    /// Each counted question.
    pub questions: Vec<ScoredQuestion>,
}

/// The one outcome that the resolutions of a question give, with its earliest date.
///
/// # Errors
/// Two that contradict each other.
pub fn resolved(
    question: &QuestionId,
    resolutions: &[Resolution],
) -> Result<Option<(Outcome, Date)>, JudgeError> {
    let Some(first) = resolutions.iter().min_by_key(|r| r.date) else {
        return Ok(None);
    };
    match resolutions.iter().find(|r| r.outcome != first.outcome) {
        Some(other) => Err(JudgeError::Contradiction {
            question: question.to_string(),
            first: first.outcome.to_string(),
            second: other.outcome.to_string(),
        }),
        None => Ok(Some((first.outcome, first.date))),
    }
}

/// Scores the judgements of a case as of `today`.
///
/// Of each resolved question the last judgement as of a day before its resolution counts. A
/// question resolved before its horizon counts only once the horizon has passed: breaks are
/// known early and holds late, and counting at once would make ties look worse than they are.
///
/// # Errors
/// Resolutions of one question that contradict each other.
pub fn score(records: &[Record], today: Date) -> Result<ScoreReport, JudgeError> {
    let (mut void, mut early, mut open, mut unjudged) = (0, 0, 0, 0);
    let mut questions = Vec::new();
    for record in records {
        let Some((outcome, date)) = resolved(&record.question, &record.resolutions)? else {
            open += 1;
            continue;
        };
        if outcome == Outcome::Void {
            void += 1;
            continue;
        }
        if record.until > today {
            early += 1;
            continue;
        }
        let before = record.forecasts.iter().filter(|f| f.as_of < date);
        let Some(last) = before.max_by_key(|f| f.as_of) else {
            unjudged += 1;
            continue;
        };
        let held = outcome == Outcome::Held;
        questions.push(ScoredQuestion {
            question: record.question.clone(),
            probability: last.probability,
            base_rate: last.base_rate,
            outcome,
            brier: (last.probability - f64::from(u8::from(held))).powi(2),
        });
    }
    let with = |p: fn(&ScoredQuestion) -> f64| -> Vec<Scored> {
        questions
            .iter()
            .map(|q| Scored {
                probability: p(q),
                held: q.outcome == Outcome::Held,
                weight: 1.0,
            })
            .collect()
    };
    let (model, base, stays) = (
        with(|q| q.probability),
        with(|q| q.base_rate),
        with(|_| PERSISTENCE),
    );
    let some = |score: fn(&[Scored]) -> f64, of: &[Scored]| (!of.is_empty()).then(|| score(of));
    let briers = [&model, &base, &stays].map(|s| some(brier, s));
    let skill_against = |k: usize| briers[0].zip(briers[k]).and_then(|(b, r)| skill(b, r));
    Ok(ScoreReport {
        n: questions.len(),
        void,
        early,
        open,
        unjudged,
        brier: briers[0],
        log_score: some(log_score, &model),
        base_rate_brier: briers[1],
        base_rate_log_score: some(log_score, &base),
        persistence_brier: briers[2],
        persistence_log_score: some(log_score, &stays),
        skill_base_rate: skill_against(1),
        skill_persistence: skill_against(2),
        auc: auc(&model),
        reliability: reliability(&model),
        questions,
    })
}

impl ScoreReport {
    /// What a judgement shows of it.
    pub fn track_record(&self, this_question: Option<Outcome>) -> TrackRecord {
        TrackRecord {
            resolved: self.n,
            brier: self.brier,
            base_rate_brier: self.base_rate_brier,
            this_question,
        }
    }
}

impl fmt::Display for ScoreReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = |v: Option<f64>| v.map_or("-".to_owned(), |v| format!("{v:.3}"));
        writeln!(
            f,
            "{} counted, {} void, {} resolved before their date, {} open, {} never judged in time",
            self.n, self.void, self.early, self.open, self.unjudged
        )?;
        writeln!(f, "               judgements  base rate  persistence")?;
        let row = |f: &mut fmt::Formatter<'_>, name: &str, v: [Option<f64>; 3]| {
            let [a, b, c] = v.map(number);
            writeln!(f, "{name:<14} {a:>10} {b:>10} {c:>12}")
        };
        row(
            f,
            "Brier",
            [self.brier, self.base_rate_brier, self.persistence_brier],
        )?;
        row(
            f,
            "log score",
            [
                self.log_score,
                self.base_rate_log_score,
                self.persistence_log_score,
            ],
        )?;
        row(
            f,
            "skill against",
            [None, self.skill_base_rate, self.skill_persistence],
        )?;
        writeln!(f, "area under the ROC curve {}", number(self.auc))?;
        if self.n < 30 {
            writeln!(
                f,
                "{} questions are few: the shares below are uncertain by their intervals",
                self.n
            )?;
        }
        write_reliability(f, &self.reliability)
    }
}

/// ln(p/(1−p)) kept finite, for reweighting.
pub(crate) fn finite_logit(p: f64) -> f64 {
    logit(p.clamp(1e-9, 1.0 - 1e-9))
}
