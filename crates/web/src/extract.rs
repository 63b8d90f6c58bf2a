//! What a request brings, with refusals in our own form, and the one way in which reads answer.

use crate::error::{ApiError, ApiResult};
use crate::state::{App, State};
use axum::body::{Body, Bytes};
use axum::extract::rejection::{JsonRejection, PathRejection, QueryRejection};
use axum::extract::{FromRequest, FromRequestParts, Json, Path, Query};
use axum::http::{HeaderValue, StatusCode, header, request::Parts};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use std::convert::Infallible;
use unravel_casefile::Case;

/// A part of the path.
#[derive(FromRequestParts)]
#[from_request(via(Path), rejection(ApiError))]
pub(crate) struct At<T>(pub(crate) T);

/// What stands after the question mark.
#[derive(FromRequestParts)]
#[from_request(via(Query), rejection(ApiError))]
pub(crate) struct With<T>(pub(crate) T);

/// A JSON body.
#[derive(FromRequest)]
#[from_request(via(Json), rejection(ApiError))]
pub(crate) struct Sent<T>(pub(crate) T);

impl From<PathRejection> for ApiError {
    fn from(rejection: PathRejection) -> Self {
        Self::new(rejection.status(), rejection.body_text())
    }
}

impl From<QueryRejection> for ApiError {
    fn from(rejection: QueryRejection) -> Self {
        Self::new(rejection.status(), rejection.body_text())
    }
}

impl From<JsonRejection> for ApiError {
    fn from(rejection: JsonRejection) -> Self {
        Self::new(rejection.status(), rejection.body_text())
    }
}

/// Which answer is asked for, and which one the browser has.
pub(crate) struct Asked {
    path: String,
    held: Option<HeaderValue>,
}

impl<S: Sync> FromRequestParts<S> for Asked {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self {
            path: parts
                .uri
                .path_and_query()
                .map_or_else(String::new, ToString::to_string),
            held: parts.headers.get(header::IF_NONE_MATCH).cloned(),
        })
    }
}

impl Asked {
    /// Whether the browser's answer bears this mark.
    fn holds(&self, etag: &str) -> bool {
        let held = self.held.as_ref().and_then(|v| v.to_str().ok());
        held.is_some_and(|list| {
            let mark = |m: &str| m.trim().trim_start_matches("W/") == etag;
            list.split(',').any(mark)
        })
    }

    /// Answers a read as JSON: 304 where the browser has it, from memory where nothing has
    /// changed, else made anew.
    pub(crate) async fn answer<T: Serialize>(
        self,
        app: &App,
        make: impl FnOnce(&State, &Case) -> ApiResult<T> + Send + 'static,
    ) -> ApiResult<Response> {
        app.read(move |state, case| {
            let revision = case.revision()?;
            let etag = state.etag(revision);
            if self.holds(&etag) {
                return Ok(marked(StatusCode::NOT_MODIFIED, &etag, Body::empty()));
            }
            let answer = match state.answers.get(revision, &self.path) {
                Some(answer) => answer,
                None => {
                    let value = make(state, case)?;
                    let json = serde_json::to_vec(&value).map_err(ApiError::internal)?;
                    let answer = Bytes::from(json);
                    state.answers.put(revision, &self.path, &answer);
                    answer
                }
            };
            Ok(marked(StatusCode::OK, &etag, Body::from(answer)))
        })
        .await
    }
}

fn marked(status: StatusCode, etag: &str, body: Body) -> Response {
    let mut response = (status, body).into_response();
    let headers = response.headers_mut();
    if status == StatusCode::OK {
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/json"),
        );
    }
    if let Ok(etag) = HeaderValue::from_str(etag) {
        headers.insert(header::ETAG, etag);
    }
    response
}

/// Whose hand it is, for the log: the name given at login, else the user who serves.
pub(crate) struct Hand(pub(crate) String);

impl FromRequestParts<App> for Hand {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let named = app.gate.session(&parts.headers).flatten();
        Ok(Self(named.unwrap_or_else(|| app.who.clone())))
    }
}
