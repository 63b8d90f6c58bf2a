//! The description of the API says what the API does.

#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use common::{Bench, HOST, send};
use serde_json::Value;
use std::collections::BTreeSet;

/// The contract with the pages.
const ROUTES: [&str; 27] = [
    "GET /api/actors",
    "GET /api/actors/{id}",
    "GET /api/audit",
    "GET /api/case",
    "GET /api/documents",
    "GET /api/documents/{id}",
    "GET /api/jobs/{id}",
    "GET /api/network",
    "GET /api/openapi.json",
    "GET /api/questions/{id}",
    "GET /api/questions/{id}/evidence",
    "GET /api/questions/{id}/export",
    "GET /api/search",
    "GET /api/sources",
    "GET /api/statements/{id}",
    "GET /api/ties",
    "GET /api/track-record",
    "PATCH /api/sources/{name}",
    "PATCH /api/statements/{id}",
    "POST /api/documents",
    "POST /api/login",
    "POST /api/logout",
    "POST /api/questions",
    "POST /api/questions/{id}/judge",
    "POST /api/questions/{id}/resolve",
    "POST /api/questions/{id}/what-if",
    "POST /api/undo",
];

fn described() -> Value {
    serde_json::from_str(&unravel_web::openapi()).unwrap()
}

#[test]
fn every_address_is_described_and_no_other() {
    let document = described();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    let mut found = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            assert!(
                operation["summary"].is_string() || operation["description"].is_string(),
                "{method} {path} has no words"
            );
            assert!(!operation["responses"].as_object().unwrap().is_empty());
            let parameters = operation["parameters"]
                .as_array()
                .cloned()
                .unwrap_or_default();
            for part in path.split('/').filter_map(|p| p.strip_prefix('{')) {
                let name = part.trim_end_matches('}');
                let known = parameters
                    .iter()
                    .any(|p| p["name"] == name && p["in"] == "path");
                assert!(known, "{method} {path} does not describe {name}");
            }
            found.insert(format!("{} {path}", method.to_uppercase()));
        }
    }
    let expected: BTreeSet<String> = ROUTES.iter().map(|r| (*r).to_owned()).collect();
    assert_eq!(found, expected);
}

#[test]
fn every_reference_points_at_something() {
    fn walk(value: &Value, document: &Value) {
        match value {
            Value::Object(fields) => {
                if let Some(Value::String(to)) = fields.get("$ref") {
                    let to = to.strip_prefix('#').unwrap();
                    assert!(document.pointer(to).is_some(), "{to}");
                }
                fields.values().for_each(|v| walk(v, document));
            }
            Value::Array(items) => items.iter().for_each(|v| walk(v, document)),
            _ => {}
        }
    }
    let document = described();
    walk(&document, &document);
}

#[tokio::test]
async fn every_described_address_is_served() {
    let bench = Bench::new();
    for route in ROUTES {
        let (method, path) = route.split_once(' ').unwrap();
        let path = path.replace("{id}", "1").replace("{name}", "x");
        let request = Request::builder()
            .method(Method::from_bytes(method.as_bytes()).unwrap())
            .uri(&path)
            .header("host", HOST)
            .header("x-unravel", "1")
            .header("content-type", "application/json")
            .body(Body::from("{}"))
            .unwrap();
        let answer = send(&bench.bench, request).await;
        assert_ne!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{route}");
        let unknown = answer.status == StatusCode::NOT_FOUND
            && answer.json()["error"] == "there is no such address";
        assert!(!unknown, "{route}");
        assert!(
            !answer.status.is_server_error(),
            "{route}: {}",
            answer.text()
        );
    }
    let served = bench.get("/api/openapi.json").await;
    assert_eq!(served.text(), unravel_web::openapi());
    // a method that is not described is refused in our own words
    let request = Request::delete("/api/case")
        .header("host", HOST)
        .header("x-unravel", "1")
        .body(Body::empty())
        .unwrap();
    let answer = send(&bench.bench, request).await;
    assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
}
