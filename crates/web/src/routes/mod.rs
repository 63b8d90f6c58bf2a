//! The addresses under `/api`, by what they are about.

mod actors;
mod case;
mod documents;
mod edits;
mod questions;
mod record;
mod session;
mod ties;
mod writes;

use crate::state::App;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use std::time::Duration;
use tower_http::timeout::TimeoutLayer;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Most bytes of a JSON body.
const JSON_LIMIT: usize = 1 << 20;
/// Most bytes of an upload.
pub(crate) const UPLOAD_LIMIT: usize = 50 << 20;
/// Longest time for an answer, its request's body included.
const TIME: Duration = Duration::from_secs(30);
/// The same for an upload on a slow line, and for judging.
const LONG_TIME: Duration = Duration::from_secs(300);

#[derive(OpenApi)]
#[openapi(info(
    title = "unravel",
    description = "The workbench of one case. Types named after the house's words are the JSON \
        forms that the command line prints too. Answers carry an ETag that changes with the case. \
        POST and PATCH need the header `X-Unravel: 1`. A refusal is `{error, mend?}`; a stale edit \
        (409) adds `yours` and `theirs`.",
    license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0")
))]
struct Document;

/// Every address with its description.
pub(crate) fn all() -> (Router<App>, utoipa::openapi::OpenApi) {
    let timeout =
        |time| TimeoutLayer::with_status_code(axum::http::StatusCode::REQUEST_TIMEOUT, time);
    let quick = OpenApiRouter::new()
        .routes(routes!(case::case))
        .routes(routes!(case::openapi))
        .routes(routes!(case::search))
        .routes(routes!(case::audit))
        .routes(routes!(case::sources))
        .routes(routes!(ties::ties))
        .routes(routes!(questions::question))
        .routes(routes!(questions::evidence))
        .routes(routes!(questions::export))
        .routes(routes!(documents::documents))
        .routes(routes!(documents::document))
        .routes(routes!(edits::statement, edits::patch_statement))
        .routes(routes!(actors::actors))
        .routes(routes!(actors::actor))
        .routes(routes!(actors::network))
        .routes(routes!(record::track_record))
        .routes(routes!(edits::patch_source))
        .routes(routes!(edits::undo))
        .routes(routes!(edits::resolve))
        .routes(routes!(session::login))
        .routes(routes!(session::logout))
        .routes(routes!(writes::job))
        .layer(timeout(TIME));
    let slow = OpenApiRouter::new()
        .routes(routes!(writes::ask))
        .routes(routes!(writes::judge))
        .routes(routes!(writes::what_if))
        .layer(timeout(LONG_TIME));
    let upload = OpenApiRouter::new()
        .routes(routes!(writes::add))
        .layer(DefaultBodyLimit::max(UPLOAD_LIMIT))
        .layer(timeout(LONG_TIME));
    OpenApiRouter::with_openapi(Document::openapi())
        .merge(quick)
        .merge(slow)
        .layer(DefaultBodyLimit::max(JSON_LIMIT))
        .merge(upload)
        .split_for_parts()
}
