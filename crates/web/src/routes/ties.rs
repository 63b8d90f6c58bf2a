//! The list of questions with where each stands.

use crate::error::ApiResult;
use crate::extract::Asked;
use crate::state::App;
use axum::extract::State;
use axum::response::Response;
use jiff::civil::Date;
use serde::Serialize;
use unravel_casefile::{JudgementSummary, QuestionFilter};
use unravel_evidence::{DateRange, Question, Resolution};
use utoipa::ToSchema;

/// Judgements drawn in a sparkline, the latest ones.
const SPARKS: usize = 60;

/// A question with where it stands.
#[derive(Serialize, ToSchema)]
struct TieRow {
    #[schema(value_type = Object)]
    question: Question,
    /// As a sentence.
    question_text: String,
    /// The latest judgement in short.
    #[schema(value_type = Option<Object>)]
    judgement: Option<JudgementSummary>,
    /// Probability of the judgement before.
    previous: Option<f64>,
    /// The shift since then in percentage points.
    points: Option<f64>,
    /// Probabilities, oldest first.
    sparkline: Vec<f64>,
    /// When the newest evidence was published.
    #[schema(value_type = Option<String>)]
    last_evidence: Option<DateRange>,
    /// The horizon.
    #[schema(value_type = String)]
    due: Date,
    #[schema(value_type = Option<Object>)]
    resolution: Option<Resolution>,
}

/// Every question, open ones first, then by due date.
#[utoipa::path(get, path = "/api/ties", tag = "questions",
    responses((status = 200, body = Vec<TieRow>), (status = 304, description = "unchanged")))]
pub(super) async fn ties(State(app): State<App>, asked: Asked) -> ApiResult<Response> {
    asked
        .answer(&app, |state, case| {
            let mut sparks = case.probabilities()?;
            let mut rows = Vec::new();
            for record in case.questions(QuestionFilter::All)? {
                let mut sparkline = sparks.remove(&record.question.id).unwrap_or_default();
                sparkline.drain(..sparkline.len().saturating_sub(SPARKS));
                let (now, previous) = match sparkline.as_slice() {
                    [.., before, now] => (Some(*now), Some(*before)),
                    [now] => (Some(*now), None),
                    [] => (None, None),
                };
                let last_evidence = match &record.last {
                    Some(last) => state.judgements.last_evidence(case, last)?,
                    None => None,
                };
                rows.push(TieRow {
                    question_text: record.question.text(),
                    judgement: record.last,
                    previous,
                    points: now.zip(previous).map(|(now, was)| 100.0 * (now - was)),
                    sparkline,
                    last_evidence,
                    due: record.question.until,
                    resolution: record.resolution,
                    question: record.question,
                });
            }
            // a stable sort: the case lists them by due date
            rows.sort_by_key(|row| row.resolution.is_some());
            Ok(rows)
        })
        .await
}
