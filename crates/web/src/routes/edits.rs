//! The user's hand: statements, sources, resolutions, undo.

use crate::error::{ApiError, ApiResult, Problem};
use crate::extract::{Asked, At, Hand, Sent};
use crate::state::App;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::Value;
use unravel_casefile::{
    Case, CaseError, Edit, Review, SourceSummary, StatementPatch, StatementRecord, Undone,
};
use unravel_evidence::{Credibility, Outcome, QuestionId, Reliability, Resolution, StatementId};
use utoipa::ToSchema;

fn held(case: &Case, id: &StatementId) -> ApiResult<StatementRecord> {
    case.statement(id)?
        .ok_or_else(|| ApiError::missing("statement", id.as_str()))
}

/// One statement.
#[utoipa::path(get, path = "/api/statements/{id}", tag = "documents",
    params(("id" = String, Path)),
    responses((status = 200, body = Object, description = "StatementRecord"),
        (status = 404, body = Problem)))]
pub(super) async fn statement(
    State(app): State<App>,
    At(id): At<String>,
    asked: Asked,
) -> ApiResult<Response> {
    asked
        .answer(&app, move |_, case| held(case, &StatementId(id)))
        .await
}

/// One edit of a statement: exactly one of `review`, `patch`, `grade` and `cluster`.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct StatementEdit {
    /// The version that was seen.
    version: u64,
    /// Why; a rejection and a correction need it.
    #[serde(default)]
    reason: String,
    /// "accepted", "rejected" or "open".
    #[schema(value_type = Option<String>)]
    review: Option<Review>,
    /// Fields to change: kind, stance, direction, bearing, costly, a, b, said_by, when, place.
    #[schema(value_type = Option<Object>)]
    patch: Option<StatementPatch>,
    /// "1" to "6"; null takes the grade away.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    grade: Option<Option<Credibility>>,
    /// Label of the independence cluster; null leaves it to the judge.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    cluster: Option<Option<String>>,
}

/// Tells `null` from a field left out.
fn given<'de, T: Deserialize<'de>, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

/// Accepts, rejects, corrects or grades a statement; refused (409) where somebody else has
/// changed it since.
#[utoipa::path(patch, path = "/api/statements/{id}", tag = "documents",
    params(("id" = String, Path)), request_body = StatementEdit,
    responses((status = 200, body = Object, description = "StatementRecord"),
        (status = 400, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem, description = "stale: `yours` and `theirs`")))]
pub(super) async fn patch_statement(
    State(app): State<App>,
    At(id): At<String>,
    Hand(who): Hand,
    Sent(body): Sent<Value>,
) -> ApiResult<Json<StatementRecord>> {
    let sent: StatementEdit = serde_json::from_value(body.clone())
        .map_err(|e| ApiError::bad(format!("this is no edit: {e}")))?;
    app.write(move |_, case| {
        let id = StatementId(id);
        let edit = Edit::by(&who)
            .because(&sent.reason)
            .of_version(sent.version);
        let done = match (&sent.review, &sent.patch, &sent.grade, &sent.cluster) {
            (Some(review), None, None, None) => case.review_statement(&id, *review, &edit),
            (None, Some(patch), None, None) => case.correct_statement(&id, patch, &edit),
            (None, None, Some(grade), None) => case.grade_statement(&id, *grade, &edit),
            (None, None, None, Some(label)) => {
                let label = label.as_deref().map(str::trim);
                if label == Some("") {
                    return Err(ApiError::bad("the name of the cluster is empty"));
                }
                case.set_cluster(std::slice::from_ref(&id), label, &edit)
                    .map(|()| 0)
            }
            _ => {
                return Err(ApiError::bad("an edit changes one thing")
                    .mend("send one of \"review\", \"patch\", \"grade\" and \"cluster\""));
            }
        };
        match done {
            Ok(_) => Ok(Json(held(case, &id)?)),
            Err(error) => {
                let stale = matches!(error, CaseError::Stale(_));
                let mut problem = ApiError::from(error);
                if stale {
                    problem.body.yours = Some(body);
                    problem.body.theirs =
                        Some(serde_json::to_value(held(case, &id)?).map_err(ApiError::internal)?);
                }
                Err(problem)
            }
        }
    })
    .await
}

/// A new grade of a source.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SourceEdit {
    /// "A" to "F".
    #[schema(value_type = String)]
    grade: Reliability,
    /// Why.
    #[serde(default)]
    reason: String,
    /// The version that was seen; left out = whatever is there.
    version: Option<u64>,
}

/// Grades a source.
#[utoipa::path(patch, path = "/api/sources/{name}", tag = "case",
    params(("name" = String, Path)), request_body = SourceEdit,
    responses((status = 200, body = Object, description = "SourceSummary"),
        (status = 404, body = Problem), (status = 409, body = Problem)))]
pub(super) async fn patch_source(
    State(app): State<App>,
    At(name): At<String>,
    Hand(who): Hand,
    Sent(sent): Sent<SourceEdit>,
) -> ApiResult<Json<SourceSummary>> {
    app.write(move |_, case| {
        let edit = Edit {
            expected: sent.version,
            ..Edit::by(&who).because(&sent.reason)
        };
        let graded = case.grade_source(&name, sent.grade, &edit);
        let wanted = name.to_lowercase();
        let now = case
            .sources()?
            .into_iter()
            .find(|s| s.source.name == name || s.source.name.to_lowercase() == wanted);
        match graded {
            Ok(_) => now
                .map(Json)
                .ok_or_else(|| ApiError::missing("source", &name)),
            Err(error) => {
                let stale = matches!(error, CaseError::Stale(_));
                let mut problem = ApiError::from(error);
                if stale {
                    problem.body.yours = Some(serde_json::json!({
                        "grade": sent.grade, "reason": sent.reason, "version": sent.version,
                    }));
                    problem.body.theirs = serde_json::to_value(now).ok();
                }
                Err(problem)
            }
        }
    })
    .await
}

/// Which change to take back.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct UndoWhat {
    /// Its number in the log; left out = the last one of this hand.
    change: Option<i64>,
}

/// Takes back a change of the user's hand.
#[utoipa::path(post, path = "/api/undo", tag = "case", request_body = UndoWhat,
    responses((status = 200, body = Object, description = "what was undone"),
        (status = 404, body = Problem, description = "nothing to undo"),
        (status = 409, body = Problem)))]
pub(super) async fn undo(
    State(app): State<App>,
    Hand(who): Hand,
    Sent(what): Sent<UndoWhat>,
) -> ApiResult<Json<Undone>> {
    app.write(move |_, case| {
        let undone = match what.change {
            Some(change) => Some(case.undo_change(change, &who)?),
            None => case.undo(&who)?,
        };
        undone
            .map(Json)
            .ok_or_else(|| ApiError::new(StatusCode::NOT_FOUND, "there is nothing to undo"))
    })
    .await
}

/// How a question came out.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Outcomes {
    /// "held", "broke" or "void".
    #[schema(value_type = String)]
    outcome: Outcome,
    /// When that happened or was known.
    #[schema(value_type = String)]
    date: Date,
    /// Who says so.
    source: String,
}

/// Stores how a question came out.
#[utoipa::path(post, path = "/api/questions/{id}/resolve", tag = "questions",
    params(("id" = String, Path)), request_body = Outcomes,
    responses((status = 200, body = Object, description = "Resolution"),
        (status = 404, body = Problem), (status = 409, body = Problem)))]
pub(super) async fn resolve(
    State(app): State<App>,
    At(id): At<String>,
    Hand(who): Hand,
    Sent(sent): Sent<Outcomes>,
) -> ApiResult<Json<Resolution>> {
    if sent.source.trim().is_empty() {
        return Err(
            ApiError::bad("a resolution needs its source").mend("say who reports the outcome")
        );
    }
    app.write(move |_, case| {
        let id = QuestionId(id);
        case.resolve(
            &Resolution {
                question: id.clone(),
                outcome: sent.outcome,
                date: sent.date,
                source: sent.source.trim().to_owned(),
            },
            &who,
        )?;
        let held = case.question(&id)?.and_then(|record| record.resolution);
        held.map(Json)
            .ok_or_else(|| ApiError::missing("question", id.as_str()))
    })
    .await
}
