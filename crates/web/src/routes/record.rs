//! How the judgements of the case turned out.

use crate::error::ApiResult;
use crate::extract::Asked;
use crate::state::App;
use axum::extract::State;
use axum::response::Response;
use jiff::civil::Date;
use serde::Serialize;
use std::collections::HashMap;
use unravel_casefile::QuestionFilter;
use unravel_evidence::Outcome;
use unravel_judge::score::ScoreReport;
use utoipa::ToSchema;

/// The track record of the case.
#[derive(Serialize, ToSchema)]
struct TrackRecord {
    /// ScoreReport, as `unravel score --json` prints it.
    #[schema(value_type = Object)]
    score: ScoreReport,
    /// Each counted question, the earliest resolved first.
    questions: Vec<Scored>,
    /// Mean Brier scores of everything resolved up to each date.
    brier_over_time: Vec<BrierPoint>,
}

/// A counted question.
#[derive(Serialize, ToSchema)]
struct Scored {
    question: String,
    question_text: String,
    /// The last judgement before the resolution.
    probability: f64,
    /// Its base rate.
    base_rate: f64,
    #[schema(value_type = String)]
    outcome: Outcome,
    /// When it was resolved.
    #[schema(value_type = String)]
    date: Date,
    brier: f64,
}

/// Means of the questions resolved so far.
#[derive(Serialize, ToSchema)]
struct BrierPoint {
    #[schema(value_type = String)]
    date: Date,
    brier: f64,
    base_rate_brier: f64,
    /// Questions counted.
    n: usize,
}

/// The judgements against what came of them.
#[utoipa::path(get, path = "/api/track-record", tag = "case",
    responses((status = 200, body = TrackRecord)))]
pub(super) async fn track_record(State(app): State<App>, asked: Asked) -> ApiResult<Response> {
    asked
        .answer(&app, |state, case| {
            let score = state.desk.score(case)?;
            let records: HashMap<_, _> = case
                .questions(QuestionFilter::Resolved)?
                .into_iter()
                .map(|record| (record.question.id.clone(), record))
                .collect();
            let mut questions: Vec<Scored> = score
                .questions
                .iter()
                .filter_map(|q| {
                    let record = records.get(&q.question)?;
                    Some(Scored {
                        question: q.question.0.clone(),
                        question_text: record.question.text(),
                        probability: q.probability,
                        base_rate: q.base_rate,
                        outcome: q.outcome,
                        date: record.resolution.as_ref()?.date,
                        brier: q.brier,
                    })
                })
                .collect();
            questions.sort_by(|a, b| (a.date, &a.question).cmp(&(b.date, &b.question)));
            Ok(TrackRecord {
                score,
                brier_over_time: over_time(&questions),
                questions,
            })
        })
        .await
}

/// One point a day on which something was resolved.
fn over_time(questions: &[Scored]) -> Vec<BrierPoint> {
    let mut points: Vec<BrierPoint> = Vec::new();
    let (mut brier, mut base) = (0.0, 0.0);
    for (i, q) in questions.iter().enumerate() {
        let held = f64::from(u8::from(q.outcome == Outcome::Held));
        brier += q.brier;
        base += (q.base_rate - held).powi(2);
        let n = (i + 1) as f64;
        let point = BrierPoint {
            date: q.date,
            brier: brier / n,
            base_rate_brier: base / n,
            n: i + 1,
        };
        match points.last_mut() {
            Some(last) if last.date == q.date => *last = point,
            _ => points.push(point),
        }
    }
    points
}
