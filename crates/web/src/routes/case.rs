//! The case as a whole: what it holds, search, sources, the log.

use crate::error::{ApiError, ApiResult, Problem};
use crate::extract::{Asked, With};
use crate::state::App;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use unravel_casefile::Stats;
use utoipa::{IntoParams, ToSchema};

/// What is open on this bench.
#[derive(Serialize, ToSchema)]
struct CaseInfo {
    /// File name.
    name: String,
    /// Grows with every change.
    revision: u64,
    /// Whether changes are refused.
    read_only: bool,
    /// Whether a password is needed.
    login: bool,
    /// Counts of what it holds.
    #[schema(value_type = Object)]
    stats: Stats,
    /// Version of the program.
    version: &'static str,
}

/// The case: its name, what it holds, whether it may be changed.
#[utoipa::path(get, path = "/api/case", tag = "case",
    responses((status = 200, body = CaseInfo), (status = 304, description = "unchanged")))]
pub(super) async fn case(State(app): State<App>, asked: Asked) -> ApiResult<Response> {
    asked
        .answer(&app, |state, case| {
            Ok(CaseInfo {
                name: state.name(),
                revision: case.revision()?,
                read_only: state.read_only,
                login: state.gate.needs_login(),
                stats: case.stats()?,
                version: env!("CARGO_PKG_VERSION"),
            })
        })
        .await
}

/// This description.
#[utoipa::path(get, path = "/api/openapi.json", tag = "case",
    responses((status = 200, body = Object)))]
pub(super) async fn openapi() -> Response {
    static TEXT: std::sync::OnceLock<String> = std::sync::OnceLock::new();
    let text = TEXT.get_or_init(|| super::all().1.to_json().unwrap_or_default());
    let kind = [(axum::http::header::CONTENT_TYPE, "application/json")];
    (kind, text.as_str()).into_response()
}

#[derive(Deserialize, IntoParams)]
pub(super) struct Search {
    /// Words; "a phrase"; a beginning*.
    q: String,
    /// At most so many documents and so many statements (20, at most 200).
    limit: Option<usize>,
}

/// Documents and statements that hold every word.
#[utoipa::path(get, path = "/api/search", tag = "case", params(Search),
    responses((status = 200, body = Object, description = "SearchResults"),
        (status = 400, body = Problem)))]
pub(super) async fn search(
    State(app): State<App>,
    With(search): With<Search>,
    asked: Asked,
) -> ApiResult<Response> {
    if search.q.len() > 1000 {
        return Err(ApiError::bad("the search is longer than 1000 letters"));
    }
    let limit = search.limit.unwrap_or(20).min(200);
    asked
        .answer(&app, move |_, case| Ok(case.search(&search.q, limit)?))
        .await
}

#[derive(Deserialize, IntoParams)]
pub(super) struct Limit {
    /// At most so many (100, at most 1000).
    limit: Option<usize>,
}

/// The log of changes, newest first.
#[utoipa::path(get, path = "/api/audit", tag = "case", params(Limit),
    responses((status = 200, body = Vec<Object>, description = "AuditEntry each")))]
pub(super) async fn audit(
    State(app): State<App>,
    With(limit): With<Limit>,
    asked: Asked,
) -> ApiResult<Response> {
    let limit = limit.limit.unwrap_or(100).min(1000);
    asked
        .answer(&app, move |_, case| Ok(case.audit(limit)?))
        .await
}

/// Every source with its grade.
#[utoipa::path(get, path = "/api/sources", tag = "case",
    responses((status = 200, body = Vec<Object>, description = "SourceSummary each")))]
pub(super) async fn sources(State(app): State<App>, asked: Asked) -> ApiResult<Response> {
    asked.answer(&app, |_, case| Ok(case.sources()?)).await
}
