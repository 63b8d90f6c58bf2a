//! Coming in and going out, where a password is needed.

use crate::error::{ApiError, ApiResult, Problem};
use crate::extract::Sent;
use crate::state::App;
use axum::extract::{ConnectInfo, Extension, State};
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use std::net::SocketAddr;
use utoipa::ToSchema;

/// What is typed at the door.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Login {
    password: String,
    /// Name for the log of changes.
    name: Option<String>,
}

/// Begins a session: sets a cookie.
#[utoipa::path(post, path = "/api/login", tag = "session", request_body = Login,
    responses((status = 204, description = "logged in"), (status = 401, body = Problem),
        (status = 429, body = Problem)))]
pub(super) async fn login(
    State(app): State<App>,
    from: Option<Extension<ConnectInfo<SocketAddr>>>,
    Sent(login): Sent<Login>,
) -> ApiResult<Response> {
    let from = from.map(|Extension(ConnectInfo(address))| address.ip());
    let name = login.name.as_deref().map(str::trim).unwrap_or_default();
    if name.chars().count() > 80 || name.chars().any(char::is_control) {
        return Err(ApiError::bad("this is no name; write at most 80 letters"));
    }
    let who = (!name.is_empty()).then(|| name.to_owned());
    let cookie = tokio::task::spawn_blocking(move || app.gate.login(&login.password, who, from))
        .await
        .map_err(ApiError::internal)??;
    Ok((StatusCode::NO_CONTENT, [(SET_COOKIE, cookie)]).into_response())
}

/// Ends the session.
#[utoipa::path(post, path = "/api/logout", tag = "session",
    responses((status = 204, description = "logged out")))]
pub(super) async fn logout(State(app): State<App>, headers: HeaderMap) -> Response {
    let cookie = app.gate.logout(&headers);
    (StatusCode::NO_CONTENT, [(SET_COOKIE, cookie)]).into_response()
}
