//! The judgement itself: one pass from evidence to a number and everything that explains it.

use crate::base::base_rate;
use crate::explain::{self, Context};
use crate::stats::{interval, logistic, logit};
use crate::weigh::{CELLS, LogOdds, Prepared, Totals};
use crate::weights::PARAMETERS;
use crate::{JudgeError, Model};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use rand_distr::{Distribution, StandardNormal};
use std::collections::BTreeMap;
use unravel_evidence::{
    ActorId, BaseRate, CitedRemark, Credibility, DocumentId, DocumentRef, Indicator, Judgement,
    ModelNote, Question, Reliability, Statement, TrackRecord, Yardstick,
};

/// A statement with what the case knows about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// What is said.
    pub statement: Statement,
    /// Where.
    pub document: DocumentRef,
    /// The document that this one nearly repeats, if it does.
    pub duplicate_of: Option<DocumentId>,
    /// Reliability of the source.
    pub reliability: Reliability,
    /// Credibility as the user set it; none = derived: 1 where another publisher's report of
    /// the same kind, bearing and year confirms it, else 4 for a denial by one of the two
    /// actors, 3 for what is hedged, promised, predicted or hypothetical, and 2 otherwise.
    pub credibility: Option<Credibility>,
    /// A cluster set by the user; statements with equal names count as one origin, a name of
    /// its own splits a statement off.
    pub cluster: Option<String>,
    /// Why the user rejected it; it is shown and weighs nothing.
    pub rejected: Option<String>,
}

/// How to judge.
#[derive(Debug, Clone)]
pub struct Options<'a> {
    /// Scale of the estimative term.
    pub yardstick: Yardstick,
    /// Posterior draws behind the intervals, 100 or more.
    pub draws: usize,
    /// Seed of the draws.
    pub seed: u64,
    /// The last judgement of the same question.
    pub previous: Option<&'a Judgement>,
    /// How earlier judgements of the case turned out.
    pub track_record: Option<TrackRecord>,
    /// When the judgement is made.
    pub made_at: jiff::Timestamp,
    /// Affiliation of speakers, by the speaker's id.
    pub affiliation: BTreeMap<ActorId, String>,
    /// What observers say about the strength of the two actors: no evidence about the tie, but
    /// shown where they differ.
    pub remarks: Vec<CitedRemark>,
}

impl Default for Options<'_> {
    fn default() -> Self {
        Self {
            yardstick: Yardstick::Icd203,
            draws: 2000,
            seed: 1,
            previous: None,
            track_record: None,
            made_at: jiff::Timestamp::UNIX_EPOCH,
            affiliation: BTreeMap::new(),
            remarks: Vec::new(),
        }
    }
}

/// Refuses questions that have no answer.
pub(crate) fn check(question: &Question) -> Result<(), JudgeError> {
    let (a, b) = (&question.tie.a, &question.tie.b);
    if a.id == b.id {
        return Err(JudgeError::SameActor(a.name.clone()));
    }
    let (as_of, until) = (question.as_of, question.until);
    if until <= as_of {
        return Err(JudgeError::HorizonPast { until, as_of });
    }
    match question.tie.began {
        Some(began) if began.start() > as_of => Err(JudgeError::NotBegun {
            began: began.to_string(),
            as_of,
        }),
        _ => Ok(()),
    }
}

/// A question with its base rate and its evidence in order: what every answer starts from.
struct Ready<'a> {
    question: &'a Question,
    model: &'a Model,
    options: &'a Options<'a>,
    base: BaseRate,
    theta: Vec<f64>,
    prepared: Prepared<'a>,
}

impl<'a> Ready<'a> {
    fn new(
        question: &'a Question,
        evidence: &'a [Evidence],
        model: &'a Model,
        options: &'a Options<'a>,
    ) -> Result<Self, JudgeError> {
        check(question)?;
        if options.draws < 100 {
            return Err(JudgeError::Draws(options.draws));
        }
        Ok(Self {
            question,
            model,
            options,
            base: base_rate(
                &model.base,
                question.tie.class,
                question.ends,
                question.age(),
                question.years(),
            ),
            theta: model.weights.log_parameters(),
            prepared: Prepared::new(question, evidence, &model.weights),
        })
    }

    fn log_odds(&self, totals: &Totals) -> LogOdds {
        totals.log_odds(&self.theta, self.model.weights.limit)
    }

    /// The probability of holding. Without evidence it is the base rate to the last bit.
    fn holds(&self, odds: &LogOdds) -> f64 {
        match odds.total {
            0.0 => self.base.probability,
            total => logistic(logit(self.base.probability) + total),
        }
    }

    fn context<'c>(
        &'c self,
        totals: &'c Totals,
        odds: &'c LogOdds,
        shares: &'c [f64],
    ) -> Context<'c> {
        Context {
            question: self.question,
            model: self.model,
            options: self.options,
            base: &self.base,
            start: logit(self.base.probability),
            theta: &self.theta,
            prepared: &self.prepared,
            totals,
            odds,
            shares,
            probability: self.holds(odds),
        }
    }
}

/// Answers a question from evidence.
///
/// `evidence` holds the statements about the pair and, where wanted, about one of the two and
/// a third actor; each weighs with its own bearing on the tie, and those with a third actor by
/// the factor `context`. What was published after the question's as-of date is left out.
///
/// # Errors
/// A question with no answer (horizon not after the as-of date, one actor twice, a tie that
/// has not begun) or too few draws.
pub fn judge(
    question: &Question,
    evidence: &[Evidence],
    model: &Model,
    options: &Options,
) -> Result<Judgement, JudgeError> {
    let ready = Ready::new(question, evidence, model, options)?;
    let totals = ready.prepared.all(&model.weights);
    let odds = ready.log_odds(&totals);
    let probability = ready.holds(&odds);
    let shares = explain::shares(&ready.prepared, &totals, &odds);
    let context = ready.context(&totals, &odds, &shares);
    let draws = posterior_draws(&context);
    let evidence_table = explain::evidence(&context);
    let alternatives = explain::alternatives(&context, &evidence_table);
    Ok(Judgement {
        id: Judgement::id_for(&question.id, options.made_at, probability),
        made_at: options.made_at,
        question: question.clone(),
        question_text: question.text(),
        probability,
        term: options.yardstick.term(probability).to_owned(),
        yardstick: options.yardstick,
        interval50: interval(&draws, 0.5),
        interval90: interval(&draws, 0.9),
        confidence: explain::confidence(&context, &evidence_table),
        changes: explain::changes(&context, &evidence_table),
        previous: options.previous.map(|p| p.probability),
        drivers: explain::drivers(&context, &evidence_table),
        leave_one_out: explain::leave_one_out(&context),
        ach: explain::ach(&evidence_table),
        alternatives,
        dissent: explain::dissent(&context, &evidence_table),
        commitments: explain::commitments(&context, &evidence_table),
        assumptions: explain::assumptions(&context, &evidence_table),
        indicators: explain::indicators(&context),
        gaps: explain::gaps(&context, &evidence_table),
        track_record: options.track_record.clone().unwrap_or(TrackRecord {
            resolved: 0,
            brier: None,
            base_rate_brier: None,
            this_question: None,
        }),
        model: model_note(&context),
        base_rate: ready.base.clone(),
        evidence: evidence_table,
    })
}

/// An answer with sightings that nobody has reported yet.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WhatIf {
    /// Probability with them, 0 to 1.
    pub probability: f64,
    /// Probability without them: that of [`judge`].
    pub without: f64,
    /// 90 % interval with them.
    pub interval90: [f64; 2],
}

/// What [`judge`] would answer if these of its indicators had been seen on the as-of date,
/// each reported once by a source graded B2. One alone shifts the probability by the points
/// that the judgement gives for it; several together add up in log-odds, under the same bound.
///
/// # Errors
/// Those of [`judge`].
pub fn what_if(
    question: &Question,
    evidence: &[Evidence],
    model: &Model,
    options: &Options,
    seen: &[Indicator],
) -> Result<WhatIf, JudgeError> {
    let ready = Ready::new(question, evidence, model, options)?;
    let without = ready.log_odds(&ready.prepared.all(&model.weights));
    let totals = ready
        .prepared
        .totals(&model.weights, |_| true, &explain::hypotheticals(seen));
    let odds = ready.log_odds(&totals);
    let draws = posterior_draws(&ready.context(&totals, &odds, &[]));
    Ok(WhatIf {
        probability: ready.holds(&odds),
        without: ready.holds(&without),
        interval90: interval(&draws, 0.9),
    })
}

/// Ascending draws of the probability over the rate of ending and the weights.
fn posterior_draws(context: &Context) -> Vec<f64> {
    let question = context.question;
    let weights = &context.model.weights;
    let mut rng = ChaCha8Rng::seed_from_u64(context.options.seed);
    let survival = context.model.base.survival(
        question.tie.class,
        question.ends,
        question.age(),
        question.years(),
    );
    let factor = weights.posterior.as_ref().and_then(|p| p.cholesky());
    // Only parameters that some evidence uses change the draw.
    let used: Vec<usize> = (0..PARAMETERS)
        .filter(|&i| i >= CELLS || context.odds.x[i] > 0.0)
        .collect();
    let mut theta = context.theta.to_vec();
    let mut normal = [0.0; PARAMETERS];
    let mut draws: Vec<f64> = (0..context.options.draws)
        .map(|_| {
            let hold = survival.draw(&mut rng).clamp(1e-9, 1.0 - 1e-9);
            if let Some(factor) = &factor {
                for z in &mut normal {
                    *z = StandardNormal.sample(&mut rng);
                }
                for &i in &used {
                    let shift: f64 = (0..=i).map(|j| factor[(i, j)] * normal[j]).sum();
                    theta[i] = context.theta[i] + shift;
                }
            }
            logistic(logit(hold) + context.totals.log_odds(&theta, weights.limit).total)
        })
        .collect();
    draws.sort_by(f64::total_cmp);
    draws
}

fn model_note(context: &Context) -> ModelNote {
    let weights = &context.model.weights;
    let mut notes = vec![format!("weights: {}", weights.description)];
    notes.push(match weights.posterior {
        Some(_) => "the interval covers the uncertainty of the base rate and of the weights".to_owned(),
        None => "the interval covers the uncertainty of the base rate only: these weights were not fitted".to_owned(),
    });
    if context.odds.total == 0.0 {
        notes.push("no evidence weighs: the probability is the base rate".to_owned());
    }
    ModelNote {
        weights: weights.version.clone(),
        draws: context.options.draws,
        seed: context.options.seed,
        notes,
    }
}
