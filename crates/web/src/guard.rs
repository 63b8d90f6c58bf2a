//! The door: which requests are let in, and what every answer tells the browser.

use crate::error::ApiError;
use crate::state::App;
use axum::extract::{Request, State};
use axum::http::header::{self, HeaderName};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::net::IpAddr;

/// A page of another origin can't send this header without asking first, and is never allowed.
const WRITES_SAY: &str = "x-unravel";

/// Everything from our own files, nothing inline, nobody's frame.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; \
    frame-ancestors 'none'";

/// The names under which the workbench is served.
///
/// A page elsewhere can point a name of its own at this machine (DNS rebinding); the browser
/// then takes our answers for that page's own. It can't make the browser send our name.
#[derive(Debug, Clone, Default)]
pub(crate) struct Hosts {
    /// Names beside the loopback ones, in lower case.
    names: Vec<String>,
    /// Any address in figures is ours too: no name was looked up.
    addresses: bool,
}

impl Hosts {
    pub(crate) fn new(names: &[String], addresses: bool) -> Self {
        let names = names.iter().map(|n| n.trim().to_lowercase()).collect();
        Self { names, addresses }
    }

    fn allow(&self, authority: &Authority) -> bool {
        let host = authority.host().to_lowercase();
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        match bare.parse::<IpAddr>() {
            Ok(address) => self.addresses || address.is_loopback(),
            Err(_) => host == "localhost" || self.names.contains(&host),
        }
    }
}

/// The one host that a request names.
fn host(headers: &HeaderMap) -> Option<Authority> {
    let mut values = headers.get_all(header::HOST).iter();
    let host = values.next()?.to_str().ok()?.parse::<Authority>().ok()?;
    // "user@host" is no host
    (values.next().is_none() && !host.as_str().contains('@')).then_some(host)
}

fn refused(why: &str, mend: &str) -> ApiError {
    ApiError::new(StatusCode::FORBIDDEN, why).mend(mend)
}

/// Whether a change may have been sent by a page of ours.
fn from_us(headers: &HeaderMap, host: &Authority) -> Result<(), ApiError> {
    if let Some(origin) = headers.get(header::ORIGIN) {
        let origin = origin.to_str().unwrap_or("null");
        let own = origin.split_once("://").is_some_and(|(scheme, authority)| {
            matches!(scheme, "http" | "https") && authority.eq_ignore_ascii_case(host.as_str())
        });
        if !own {
            return Err(refused(
                "a page of another origin may not change the case",
                "open the workbench itself",
            ));
        }
    }
    let site = headers.get("sec-fetch-site").map(HeaderValue::as_bytes);
    if !matches!(site, None | Some(b"same-origin" | b"none")) {
        return Err(refused(
            "a page of another site may not change the case",
            "open the workbench itself",
        ));
    }
    if headers.get(WRITES_SAY).map(HeaderValue::as_bytes) != Some(b"1") {
        return Err(refused(
            "a change needs the header \"X-Unravel: 1\"",
            "send it with every POST and PATCH",
        ));
    }
    Ok(())
}

/// Lets in what may come in.
fn check(app: &App, request: &Request) -> Result<(), ApiError> {
    let headers = request.headers();
    let Some(host) = host(headers).filter(|host| app.gate.hosts.allow(host)) else {
        return Err(refused(
            "this name is not served here",
            "use the address that `unravel serve` printed, or start it with --host NAME",
        ));
    };
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    if !reads {
        from_us(headers, &host)?;
    }
    let path = request.uri().path();
    let open = !path.starts_with("/api") || path == "/api/login";
    if !open && app.gate.needs_login() && app.gate.session(headers).is_none() {
        return Err(ApiError::new(StatusCode::UNAUTHORIZED, "not logged in")
            .mend("POST /api/login with the password"));
    }
    Ok(())
}

/// Checks a request and marks its answer.
pub(crate) async fn door(State(app): State<App>, request: Request, next: Next) -> Response {
    let api = request.uri().path().starts_with("/api");
    let mut response = match check(&app, &request) {
        Ok(()) => next.run(request).await,
        Err(error) => error.into_response(),
    };
    let headers = response.headers_mut();
    let fixed: [(HeaderName, &'static str); 6] = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
    ];
    for (name, value) in fixed {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    if api {
        // asked again each time; the mark says whether anything changed
        headers
            .entry(header::CACHE_CONTROL)
            .or_insert(HeaderValue::from_static("private, no-cache"));
    }
    response
}
