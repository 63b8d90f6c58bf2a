//! One question: its judgement, its evidence page by page, and what can be taken away.

use crate::brief;
use crate::desk::EventMark;
use crate::error::{ApiError, ApiResult, Problem};
use crate::export;
use crate::extract::{Asked, At, With};
use crate::state::{App, State as Shared};
use axum::extract::State;
use axum::response::Response;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use unravel_casefile::{Case, QuestionRecord, Review, StatementRecord};
use unravel_evidence::{
    Bearing, EvidenceItem, Judgement, JudgementId, Question, QuestionId, Resolution,
};
use unravel_report::{Format, SurvivalPoint};
use utoipa::{IntoParams, ToSchema};

/// Items of evidence in one answer.
const PAGE: usize = 50;
const PAGE_LIMIT: usize = 500;

/// One point of the probability over time.
#[derive(Serialize, ToSchema)]
struct Past {
    #[schema(value_type = String)]
    id: JudgementId,
    #[schema(value_type = String)]
    made_at: jiff::Timestamp,
    #[schema(value_type = String)]
    as_of: Date,
    probability: f64,
    interval50: Option<[f64; 2]>,
    interval90: [f64; 2],
    base_rate: f64,
}

/// A question with its latest judgement.
#[derive(Serialize, ToSchema)]
struct QuestionPage {
    #[schema(value_type = Object)]
    question: Question,
    question_text: String,
    /// The judgement whole, but for its long lists: the 200 heaviest items of evidence, 200
    /// ids in any list of statements, 100 changes and commitments.
    #[schema(value_type = Option<Object>)]
    judgement: Option<Judgement>,
    /// Items of evidence in all.
    evidence_total: usize,
    /// Every judgement, oldest first.
    history: Vec<Past>,
    /// How many such ties reach each age, by the base rate.
    #[schema(value_type = Vec<Object>)]
    survival: Vec<SurvivalPoint>,
    /// Age of the tie at the as-of date.
    age_years: Option<f64>,
    /// The heaviest dated evidence, by date.
    #[schema(value_type = Vec<Object>)]
    events: Vec<EventMark>,
    #[schema(value_type = Option<Object>)]
    resolution: Option<Resolution>,
}

pub(super) fn record(case: &Case, id: &str) -> ApiResult<QuestionRecord> {
    case.question(&QuestionId(id.to_owned()))?
        .ok_or_else(|| ApiError::missing("question", id))
}

/// The judgement asked for, else the latest.
pub(super) fn judgement(
    state: &Shared,
    case: &Case,
    record: &QuestionRecord,
    wanted: Option<String>,
) -> ApiResult<Option<Arc<Judgement>>> {
    let latest = || record.last.as_ref().map(|last| last.id.clone());
    let Some(id) = wanted.clone().map(JudgementId).or_else(latest) else {
        return Ok(None);
    };
    let found = state.judgements.get(case, &id)?;
    let fits = |j: &Arc<Judgement>| j.question.id == record.question.id;
    match found.filter(fits) {
        None => Err(ApiError::missing("judgement of this question", id.as_str())),
        found => Ok(found),
    }
}

/// The page of a question.
fn page(
    state: &Shared,
    case: &Case,
    record: QuestionRecord,
    judgement: Option<&Judgement>,
) -> ApiResult<QuestionPage> {
    let history = case
        .history(&record.question.id)?
        .into_iter()
        .map(|past| {
            Ok(Past {
                interval50: state.judgements.interval50(case, &past.id)?,
                id: past.id,
                made_at: past.made_at,
                as_of: past.as_of,
                probability: past.probability,
                interval90: past.interval90,
                base_rate: past.base_rate,
            })
        })
        .collect::<ApiResult<_>>()?;
    // the judgement's own question holds the beginning that was derived from its evidence
    let asked = judgement.map_or(&record.question, |j| &j.question);
    Ok(QuestionPage {
        question_text: record.question.text(),
        evidence_total: judgement.map_or(0, |j| j.evidence.len()),
        survival: brief::survival(asked),
        age_years: asked.age(),
        events: judgement.map(brief::marks).unwrap_or_default(),
        judgement: judgement.map(brief::shortened),
        history,
        resolution: record.resolution,
        question: record.question,
    })
}

#[derive(Deserialize, IntoParams)]
pub(super) struct Which {
    /// An earlier judgement instead of the latest.
    judgement: Option<String>,
}

/// A question with its latest judgement and what its page draws.
#[utoipa::path(get, path = "/api/questions/{id}", tag = "questions",
    params(("id" = String, Path), Which),
    responses((status = 200, body = QuestionPage), (status = 404, body = Problem)))]
pub(super) async fn question(
    State(app): State<App>,
    At(id): At<String>,
    With(which): With<Which>,
    asked: Asked,
) -> ApiResult<Response> {
    asked
        .answer(&app, move |state, case| {
            let record = record(case, &id)?;
            let judgement = judgement(state, case, &record, which.judgement)?;
            page(state, case, record, judgement.as_deref())
        })
        .await
}

/// How evidence is sorted.
#[derive(Debug, Default, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum Sort {
    /// Heaviest first.
    #[default]
    Weight,
    /// Latest first.
    Date,
    /// By the name of the source.
    Source,
}

#[derive(Deserialize, IntoParams)]
pub(super) struct EvidenceQuery {
    /// Leave out so many (0).
    offset: Option<usize>,
    /// At most so many (50, at most 500).
    limit: Option<usize>,
    /// "weight", "date" or "source".
    #[serde(default)]
    #[param(inline)]
    sort: Sort,
    /// Only "for", "against" or "neutral".
    #[param(value_type = Option<String>)]
    bearing: Option<Bearing>,
    /// Only items whose quote, source or actors hold these words.
    q: Option<String>,
    /// An earlier judgement instead of the latest.
    judgement: Option<String>,
}

/// An item of evidence with what a person did to its statement.
#[derive(Serialize, ToSchema)]
struct EvidenceRow {
    /// EvidenceItem.
    #[serde(flatten)]
    #[schema(value_type = Object)]
    item: EvidenceItem,
    /// "accepted", "rejected", "corrected" or null.
    review: Option<&'static str>,
    /// Version of the statement, for an edit.
    version: Option<u64>,
}

/// A page of evidence.
#[derive(Serialize, ToSchema)]
struct EvidencePage {
    /// Items that pass the filter.
    total: usize,
    items: Vec<EvidenceRow>,
}

fn reviewed(record: &StatementRecord) -> Option<&'static str> {
    match record.review {
        Review::Rejected => Some("rejected"),
        _ if record.coded.is_some() => Some("corrected"),
        Review::Accepted => Some("accepted"),
        Review::Open => None,
    }
}

impl EvidenceQuery {
    fn takes(&self, item: &EvidenceItem, words: &[String]) -> bool {
        if self.bearing.is_some_and(|b| b != item.statement.bearing) {
            return false;
        }
        if words.is_empty() {
            return true;
        }
        let s = &item.statement;
        let speaker = s.said_by.as_ref().map_or("", |by| &by.name);
        let all = format!(
            "{} {} {} {} {speaker} {} {}",
            s.passage.exact,
            item.document.label(),
            s.a.name,
            s.b.name,
            s.kind,
            s.stance
        )
        .to_lowercase();
        words.iter().all(|word| all.contains(word))
    }
}

/// The evidence of a judgement, page by page.
#[utoipa::path(get, path = "/api/questions/{id}/evidence", tag = "questions",
    params(("id" = String, Path), EvidenceQuery),
    responses((status = 200, body = EvidencePage), (status = 404, body = Problem)))]
pub(super) async fn evidence(
    State(app): State<App>,
    At(id): At<String>,
    With(mut query): With<EvidenceQuery>,
    asked: Asked,
) -> ApiResult<Response> {
    asked
        .answer(&app, move |state, case| {
            let record = record(case, &id)?;
            let judgement = judgement(state, case, &record, query.judgement.take())?;
            let all = judgement.as_ref().map_or(&[][..], |j| &j.evidence);
            let words = query.q.take().unwrap_or_default().to_lowercase();
            let words: Vec<String> = words.split_whitespace().map(str::to_owned).collect();
            let mut found: Vec<&EvidenceItem> =
                all.iter().filter(|i| query.takes(i, &words)).collect();
            match query.sort {
                Sort::Weight => {}
                Sort::Date => found.sort_by_cached_key(|item| {
                    let when = item.statement.when.or(item.document.published);
                    std::cmp::Reverse(when.map(|range| (range.end(), range.start())))
                }),
                Sort::Source => found.sort_by_key(|item| item.document.label()),
            }
            let limit = query.limit.unwrap_or(PAGE).min(PAGE_LIMIT);
            let items = found
                .iter()
                .skip(query.offset.unwrap_or(0))
                .take(limit)
                .map(|&item| {
                    let record = case.statement(&item.statement.id)?;
                    Ok(EvidenceRow {
                        item: item.clone(),
                        review: record.as_ref().and_then(reviewed),
                        version: record.map(|r| r.version),
                    })
                })
                .collect::<ApiResult<_>>()?;
            Ok(EvidencePage {
                total: found.len(),
                items,
            })
        })
        .await
}

#[derive(Deserialize, IntoParams)]
pub(super) struct ExportQuery {
    /// "html", "markdown", "json", "csv", "stix", "ftm" or "gexf".
    format: String,
    /// An earlier judgement instead of the latest.
    judgement: Option<String>,
}

/// The judgement as a file.
#[utoipa::path(get, path = "/api/questions/{id}/export", tag = "questions",
    params(("id" = String, Path), ExportQuery),
    responses((status = 200, description = "a file"), (status = 404, body = Problem)))]
pub(super) async fn export(
    State(app): State<App>,
    At(id): At<String>,
    With(query): With<ExportQuery>,
) -> ApiResult<Response> {
    let format: Format = query
        .format
        .parse()
        .map_err(|e: unravel_report::FormatError| ApiError::bad(e.to_string()))?;
    app.read(move |state, case| {
        let record = record(case, &id)?;
        let judgement = judgement(state, case, &record, query.judgement)?.ok_or_else(|| {
            ApiError::bad("this question has no judgement yet").mend("judge it first")
        })?;
        export::file(format, case, record, &judgement)
    })
    .await
}
