//! The answer to a question, in the order in which it is shown.

use crate::ids::hash16;
use crate::words::vocabulary;
use crate::{
    ActorRef, Bearing, DateRange, DocumentRef, Grade, JudgementId, Kind, Outcome, Question,
    QuestionId, Remark, Stance, Statement, StatementId,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

vocabulary! {
    /// A scale of estimative terms.
    Yardstick, "yardstick" {
        /// US Intelligence Community Directive 203 (2015).
        Icd203 = "icd203",
        /// UK Professional Head of Intelligence Assessment.
        Phia = "phia",
    }
}

impl Yardstick {
    /// The term for a probability (0 to 1).
    ///
    /// ICD 203: almost no chance 1-5 %, very unlikely 5-20, unlikely 20-45, roughly even
    /// chance 45-55, likely 55-80, very likely 80-95, almost certain 95-99. Values beyond 1
    /// and 99 % take the outermost term.
    /// PHIA leaves gaps between its terms (remote chance 0-5, highly unlikely 10-20, unlikely
    /// 25-35, realistic possibility 40-50, likely 55-75, highly likely 80-90, almost certain
    /// 95-100); a value in a gap takes the nearer term.
    ///
    /// ```
    /// use unravel_evidence::Yardstick;
    /// assert_eq!(Yardstick::Icd203.term(0.93), "very likely");
    /// assert_eq!(Yardstick::Phia.term(0.93), "almost certain");
    /// ```
    pub fn term(self, probability: f64) -> &'static str {
        const ICD203: [(f64, &str); 6] = [
            (0.05, "almost no chance"),
            (0.20, "very unlikely"),
            (0.45, "unlikely"),
            (0.55, "roughly even chance"),
            (0.80, "likely"),
            (0.95, "very likely"),
        ];
        const PHIA: [(f64, &str); 6] = [
            (0.075, "remote chance"),
            (0.225, "highly unlikely"),
            (0.375, "unlikely"),
            (0.525, "realistic possibility"),
            (0.775, "likely or probable"),
            (0.925, "highly likely"),
        ];
        let (steps, last) = match self {
            Yardstick::Icd203 => (ICD203, "almost certain"),
            Yardstick::Phia => (PHIA, "almost certain"),
        };
        steps
            .iter()
            .find(|(below, _)| probability < *below)
            .map_or(last, |(_, term)| term)
    }
}

vocabulary! {
    /// Analytic confidence: how good the ground is, apart from the probability.
    ConfidenceLevel, "confidence level" {
        /// Thin, one-sided, poorly graded or stale evidence.
        Low = "low",
        /// In between.
        Moderate = "moderate",
        /// Several independent, well graded, recent and agreeing sources.
        High = "high",
    }
}

vocabulary! {
    /// What became of a commitment.
    CommitmentStatus, "commitment status" {
        /// Later evidence shows it kept.
        Kept = "kept",
        /// Later evidence shows it broken.
        Violated = "violated",
        /// Later evidence points both ways.
        Mixed = "mixed",
        /// No later evidence.
        Unknown = "unknown",
    }
}

/// Analytic confidence and the reasons its rule gave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confidence {
    /// Low, moderate or high.
    pub level: ConfidenceLevel,
    /// One clause for each thing the rule counted.
    pub reasons: Vec<String>,
}

/// Where the judgement starts: how often such ties hold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BaseRate {
    /// Probability of holding over the horizon, 0 to 1 (posterior mean of exp(−∫h)).
    pub probability: f64,
    /// 90 % interval of it from the hazard's posterior.
    pub interval90: [f64; 2],
    /// Which table and row, in words: "group-group, age 11 years and more".
    pub row: String,
    /// Yearly hazard in the row the horizon starts in.
    pub hazard: f64,
    /// Ends counted in that row.
    pub ends: f64,
    /// Tie-years counted in that row.
    pub exposure: f64,
    /// Where the counts come from.
    pub source: String,
}

/// What moved a judgement since the one before, in percentage points.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// What it is: an added or withdrawn item, a new grade, time passed.
    pub what: String,
    /// Shift of the probability in percentage points.
    pub points: f64,
    /// The evidence concerned, if it is evidence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statement: Option<StatementId>,
}

/// A group of evidence with its exact contribution.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Driver {
    /// In words: "sanctuary given or confirmed".
    pub label: String,
    /// Kind of the statements.
    pub kind: Kind,
    /// Their bearing.
    pub bearing: Bearing,
    /// Exact contribution in log-odds; base rate plus all drivers is the result.
    pub log_odds: f64,
    /// The same in percentage points: result minus the result without this driver.
    pub points: f64,
    /// The statements, heaviest first.
    pub statements: Vec<StatementId>,
}

/// One row of the evidence table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EvidenceItem {
    /// What is said, with its quote.
    pub statement: Statement,
    /// Where it is said.
    pub document: DocumentRef,
    /// Admiralty grade used.
    pub grade: Grade,
    /// Number of the independence cluster, from 1; members share one weight.
    pub cluster: usize,
    /// Contribution in log-odds (0 for neutral and for the non-leading members of a cluster).
    pub weight: f64,
    /// Why it weighs what it weighs, or why nothing: "same report as …", "rejected: …".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// One competing hypothesis.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Alternative {
    /// "holds", "holds but weakens", "breaks".
    pub name: String,
    /// Its probability; the alternatives sum to 1.
    pub probability: f64,
    /// Sum of the weights of the evidence inconsistent with it (ACH inconsistency score).
    pub inconsistency: f64,
    /// The evidence that most sets it apart from the others.
    pub most_diagnostic: Option<StatementId>,
}

/// How a row of evidence fits one alternative, as analysts write it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum AchCell {
    /// Very consistent.
    #[serde(rename = "CC")]
    VeryConsistent,
    /// Consistent.
    #[serde(rename = "C")]
    Consistent,
    /// Neither.
    #[serde(rename = "N")]
    Neutral,
    /// Inconsistent.
    #[serde(rename = "I")]
    Inconsistent,
    /// Very inconsistent.
    #[serde(rename = "II")]
    VeryInconsistent,
}

impl AchCell {
    /// The letters of the cell.
    pub fn as_str(self) -> &'static str {
        match self {
            AchCell::VeryConsistent => "CC",
            AchCell::Consistent => "C",
            AchCell::Neutral => "N",
            AchCell::Inconsistent => "I",
            AchCell::VeryInconsistent => "II",
        }
    }
}

/// A row of the ACH matrix: one item of evidence against every alternative.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AchRow {
    /// The evidence.
    pub statement: StatementId,
    /// One cell per alternative, in the order of [`Judgement::alternatives`].
    pub cells: Vec<AchCell>,
    /// Spread of its likelihood over the alternatives; rows are sorted by it.
    pub diagnosticity: f64,
}

/// One side of a disagreement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DissentSide {
    /// Which way this side points.
    pub bearing: Bearing,
    /// Speakers' affiliation ("United Nations") with the speakers as the texts name them.
    pub speakers: Vec<Side>,
    /// Its statements, latest first.
    pub statements: Vec<StatementId>,
    /// What it says about the strength of one of the two, where that is the proposition.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<CitedRemark>,
}

/// A remark with the document it stands in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CitedRemark {
    /// Where it is said.
    pub document: DocumentRef,
    /// What is said.
    pub remark: Remark,
}

/// Speakers of one affiliation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Side {
    /// The organisation they belong to, or their own name.
    pub affiliation: String,
    /// Names as in the texts.
    pub names: Vec<String>,
}

/// Who disagrees with whom about what.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Dissent {
    /// The proposition in dispute: "closeness of the tie", "sanctuary", "strength of al-Qaeda".
    pub proposition: String,
    /// The sides.
    pub sides: Vec<DissentSide>,
    /// What to make of it: same or different propositions, who has the better grade.
    pub note: String,
}

/// A promise about one's own conduct and what became of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Commitment {
    /// Who promised.
    pub by: ActorRef,
    /// To whom or about whom.
    pub to: ActorRef,
    /// When, where known.
    pub when: Option<DateRange>,
    /// The statement of the promise.
    pub statement: StatementId,
    /// What became of it.
    pub status: CommitmentStatus,
    /// Later evidence of keeping it.
    pub complied: Vec<StatementId>,
    /// Later evidence of breaking it.
    pub violated: Vec<StatementId>,
}

/// What the judgement takes as given, and the effect if it is false.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Assumption {
    /// In words.
    pub text: String,
    /// The probability if it were false; none where that can't be computed.
    pub if_false: Option<f64>,
}

/// Something observable that would move the judgement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Indicator {
    /// What to watch for.
    pub text: String,
    /// Kind of statement it would be.
    pub kind: Kind,
    /// Its stance.
    pub stance: Stance,
    /// Which way it would move the probability.
    pub direction: Bearing,
    /// By how many percentage points, computed by adding it with the grade B2.
    pub points: f64,
    /// By when it is worth watching for.
    pub deadline: Date,
}

/// What the answer rests on: the result without one source.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LeaveOneOut {
    /// The source left out.
    pub source: String,
    /// The probability without it.
    pub probability: f64,
    /// Result minus that, in percentage points.
    pub points: f64,
}

/// How earlier judgements of the case turned out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TrackRecord {
    /// Resolved questions counted.
    pub resolved: usize,
    /// Mean Brier score of the last judgement before each resolution.
    pub brier: Option<f64>,
    /// Mean Brier score of their base rates.
    pub base_rate_brier: Option<f64>,
    /// The outcome of this very question, once known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub this_question: Option<Outcome>,
}

/// What made the number, so that it can be made again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ModelNote {
    /// Name and version of the weights.
    pub weights: String,
    /// Posterior draws behind the interval.
    pub draws: usize,
    /// Seed of the draws.
    pub seed: u64,
    /// Anything a reader must know: fitted or default weights, prior correction.
    pub notes: Vec<String>,
}

/// The answer to a question. Never overwritten: each new one is appended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Judgement {
    /// Unique in a case.
    pub id: JudgementId,
    /// When it was made (RFC 3339, UTC).
    pub made_at: jiff::Timestamp,
    /// The question with its horizon, rule and as-of date.
    pub question: Question,
    /// The question as a sentence.
    pub question_text: String,
    /// Probability that the tie holds, 0 to 1.
    pub probability: f64,
    /// The estimative term for it.
    pub term: String,
    /// The scale of the term.
    pub yardstick: Yardstick,
    /// 50 % interval.
    pub interval50: [f64; 2],
    /// 90 % interval.
    pub interval90: [f64; 2],
    /// Analytic confidence and why.
    pub confidence: Confidence,
    /// Where it starts.
    pub base_rate: BaseRate,
    /// What moved since the last judgement of this question; empty for the first.
    pub changes: Vec<Change>,
    /// Probability of the judgement before, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<f64>,
    /// What moves it from the base rate, strongest first.
    pub drivers: Vec<Driver>,
    /// The evidence, heaviest first.
    pub evidence: Vec<EvidenceItem>,
    /// The result without each source, largest effect first.
    pub leave_one_out: Vec<LeaveOneOut>,
    /// Competing hypotheses.
    pub alternatives: Vec<Alternative>,
    /// Evidence against hypotheses, most diagnostic first.
    pub ach: Vec<AchRow>,
    /// Who disagrees.
    pub dissent: Vec<Dissent>,
    /// Promises and what became of them.
    pub commitments: Vec<Commitment>,
    /// What is taken as given.
    pub assumptions: Vec<Assumption>,
    /// What would change it.
    pub indicators: Vec<Indicator>,
    /// What is not known.
    pub gaps: Vec<String>,
    /// How earlier judgements did.
    pub track_record: TrackRecord,
    /// What made the number.
    pub model: ModelNote,
}

impl Judgement {
    /// The id of a judgement of `question` made at this time with this probability.
    pub fn id_for(
        question: &QuestionId,
        made_at: jiff::Timestamp,
        probability: f64,
    ) -> JudgementId {
        JudgementId(hash16(&[
            question.as_str(),
            &made_at.to_string(),
            &probability.to_bits().to_string(),
        ]))
    }

    /// The evidence with this id.
    pub fn item(&self, id: &StatementId) -> Option<&EvidenceItem> {
        self.evidence.iter().find(|item| item.statement.id == *id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn icd_203_terms_at_their_limits() {
        let term = |p| Yardstick::Icd203.term(p);
        assert_eq!(term(0.0), "almost no chance");
        assert_eq!(term(0.05), "very unlikely");
        assert_eq!(term(0.2), "unlikely");
        assert_eq!(term(0.5), "roughly even chance");
        assert_eq!(term(0.55), "likely");
        assert_eq!(term(0.8), "very likely");
        assert_eq!(term(0.95), "almost certain");
        assert_eq!(term(1.0), "almost certain");
    }
}
