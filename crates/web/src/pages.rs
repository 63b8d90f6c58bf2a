//! The pages: what `make pages` built, embedded in the binary.

use axum::body::Body;
use axum::http::{HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Response};
use rust_embed::RustEmbed;

use crate::error::ApiError;

#[derive(RustEmbed)]
#[folder = "../../web/dist"]
#[allow_missing = true]
struct Pages;

const WITHOUT: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">\
<title>unravel</title><h1>The pages are not built in</h1>\
<p>This binary was built without its pages. In the source folder, with Node installed, run\
<pre>make pages\ncargo build --release --package unravel</pre>\
<p>and start <code>unravel serve</code> again. The API is here all the same: \
<a href=\"/api/openapi.json\">/api/openapi.json</a>.</html>";

/// A built file, else the application, which knows its own addresses.
pub(crate) async fn page(method: Method, uri: Uri) -> Response {
    if !matches!(method, Method::GET | Method::HEAD) {
        return ApiError::new(StatusCode::METHOD_NOT_ALLOWED, "pages are only read")
            .into_response();
    }
    let path = uri.path().trim_start_matches('/');
    if path == "api" || path.starts_with("api/") {
        return ApiError::new(StatusCode::NOT_FOUND, "there is no such address")
            .mend("GET /api/openapi.json lists them")
            .into_response();
    }
    if let Some(response) = file(path) {
        return response;
    }
    // a missing script must not be answered with a page
    if path.starts_with("assets/") {
        return ApiError::new(StatusCode::NOT_FOUND, "there is no such file").into_response();
    }
    file("index.html").unwrap_or_else(|| Html(WITHOUT).into_response())
}

fn file(path: &str) -> Option<Response> {
    // Names are looked up among the built files; nothing that climbs is even looked up.
    if path.is_empty()
        || path.contains('\\')
        || path.split('/').any(|part| matches!(part, "" | "." | ".."))
    {
        return None;
    }
    let file = Pages::get(path)?;
    let kind = file.metadata.mimetype();
    let mut response = Body::from(file.data.into_owned()).into_response();
    let headers = response.headers_mut();
    let kind = match kind {
        text if text.starts_with("text/") => format!("{text}; charset=utf-8"),
        other => other.to_owned(),
    };
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_str(&kind).ok()?);
    // The names of assets hold a hash of their content.
    let keep = if path.starts_with("assets/") {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    Some(response)
}
