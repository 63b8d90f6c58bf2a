//! What somebody who means ill can send, each tried.

#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use axum::body::Body;
use axum::http::request::Builder;
use axum::http::{Method, Request, StatusCode};
use common::{Answer, Bench, HOST, QUESTION, send};
use serde_json::json;

async fn sent(bench: &Bench, request: Builder, body: &str) -> Answer {
    let body = Body::from(body.to_owned());
    send(&bench.bench, request.body(body).unwrap()).await
}

fn change() -> Builder {
    Request::post("/api/undo").header("content-type", "application/json")
}

#[tokio::test]
async fn a_name_pointed_at_this_machine_is_not_served() {
    let bench = Bench::new();
    for host in [
        "evil.example",
        "evil.example:8300",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "localhost@evil.example",
        "192.168.1.7:8300",
        "169.254.169.254",
        "",
    ] {
        for path in ["/api/case", "/", "/api/openapi.json"] {
            let answer = sent(&bench, Request::get(path).header("host", host), "").await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{host} {path}");
        }
    }
    // none at all, and two
    let answer = sent(&bench, Request::get("/api/case"), "").await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    let two = Request::get("/api/case")
        .header("host", HOST)
        .header("host", "evil.example");
    assert_eq!(sent(&bench, two, "").await.status, StatusCode::FORBIDDEN);
    for host in [
        "localhost",
        "LOCALHOST:9",
        "127.0.0.1:8300",
        "127.0.0.9",
        "[::1]:8300",
    ] {
        let answer = sent(&bench, Request::get("/api/case").header("host", host), "").await;
        assert_eq!(answer.status, StatusCode::OK, "{host}");
    }
}

#[tokio::test]
async fn a_page_of_another_origin_changes_nothing() {
    let bench = Bench::new();
    let from = |origin: &str| {
        change()
            .header("host", HOST)
            .header("origin", origin)
            .header("x-unravel", "1")
    };
    for origin in [
        "https://evil.example",
        "http://localhost:3000",
        "http://localhost",
        "http://localhost:8300.evil.example",
        "null",
        "file://localhost:8300",
        "",
    ] {
        let answer = sent(&bench, from(origin), "{}").await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{origin}");
    }
    // a form needs no permission to send, but can't send the header
    let form = change().header("host", HOST);
    assert_eq!(sent(&bench, form, "{}").await.status, StatusCode::FORBIDDEN);
    let wrong = change().header("host", HOST).header("x-unravel", "0");
    assert_eq!(
        sent(&bench, wrong, "{}").await.status,
        StatusCode::FORBIDDEN
    );
    for site in ["cross-site", "same-site"] {
        let request = change()
            .header("host", HOST)
            .header("x-unravel", "1")
            .header("sec-fetch-site", site);
        assert_eq!(
            sent(&bench, request, "{}").await.status,
            StatusCode::FORBIDDEN
        );
    }
    // asking for permission gets none
    let preflight = Request::options("/api/undo")
        .header("host", HOST)
        .header("origin", "https://evil.example")
        .header("access-control-request-method", "POST")
        .header("access-control-request-headers", "x-unravel");
    let answer = sent(&bench, preflight, "").await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert_eq!(answer.header("access-control-allow-origin"), "");
    // our own page, and a program without an origin, may
    let answer = sent(&bench, from(&format!("http://{HOST}")), "{}").await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND, "nothing to undo");
    let program = change().header("host", HOST).header("x-unravel", "1");
    assert_eq!(
        sent(&bench, program, "{}").await.status,
        StatusCode::NOT_FOUND
    );
    // and as text, as a form may send JSON, nothing is taken
    let text = Request::post("/api/undo")
        .header("host", HOST)
        .header("x-unravel", "1")
        .header("content-type", "text/plain");
    let answer = sent(&bench, text, "{}").await;
    assert_eq!(answer.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
}

#[tokio::test]
async fn every_answer_ties_the_browser_down() {
    let bench = Bench::new();
    let evil = Request::get("/api/case").header("host", "evil.example");
    for answer in [
        bench.get("/api/case").await,
        bench.get("/").await,
        bench.get("/api/nothing").await,
        bench.get("/ties/some-question").await,
        sent(&bench, evil, "").await,
    ] {
        let policy = answer.header("content-security-policy");
        for part in [
            "default-src 'none'",
            "script-src 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "form-action 'self'",
        ] {
            assert!(policy.contains(part), "{policy}");
        }
        assert!(!policy.contains("unsafe"), "{policy}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("referrer-policy"), "no-referrer");
        assert_eq!(answer.header("x-frame-options"), "DENY");
        assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin");
        assert_eq!(answer.header("access-control-allow-origin"), "");
    }
}

#[tokio::test]
async fn no_path_leads_out_of_the_pages() {
    let bench = Bench::new();
    for path in [
        "/../Cargo.toml",
        "/../../Cargo.toml",
        "/assets/../../Cargo.toml",
        "/..%2f..%2fCargo.toml",
        "/%2e%2e/%2e%2e/Cargo.toml",
        "/..\\..\\Cargo.toml",
        "//etc/passwd",
        "/etc/passwd",
        "/assets//etc/passwd",
        "/assets/%00",
        "/./package.json",
    ] {
        let Ok(request) = Request::get(path).header("host", HOST).body(Body::empty()) else {
            continue; // no such address can even be sent
        };
        let answer = send(&bench.bench, request).await;
        let text = String::from_utf8_lossy(&answer.bytes).into_owned();
        assert!(!text.contains("[package]"), "{path}");
        assert!(!text.contains("[workspace]"), "{path}");
        assert!(!text.contains("root:"), "{path}");
        assert!(!text.contains("\"dependencies\""), "{path}");
    }
}

#[tokio::test]
async fn what_a_document_holds_stays_text() {
    let bench = Bench::new();
    let id = bench.get("/api/documents").await.json()["items"][0]["id"].clone();
    let answer = bench
        .get(&format!("/api/documents/{}", id.as_str().unwrap()))
        .await;
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert!(
        answer.json()["document"]["text"]
            .as_str()
            .unwrap()
            .contains("<script>")
    );
}

#[tokio::test]
async fn bodies_have_a_limit() {
    let bench = Bench::new();
    let long = "x".repeat((1 << 20) + 1);
    let path = format!("/api/questions/{QUESTION}/resolve");
    let body = json!({"outcome": "held", "date": "2031-12-31", "source": long});
    let answer = bench.post(&path, body).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(answer.json()["error"].is_string());
    // an upload may be larger, but not without end
    let part = |size: usize| {
        format!(
            "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a.txt\"\r\n\r\n{}\r\n--b--\r\n",
            "y".repeat(size)
        )
    };
    let upload = || {
        Request::post("/api/documents")
            .header("host", HOST)
            .header("x-unravel", "1")
            .header("content-type", "multipart/form-data; boundary=b")
    };
    let answer = sent(&bench, upload(), &part(2 << 20)).await;
    assert_eq!(answer.status, StatusCode::ACCEPTED, "{}", answer.text());
    let answer = sent(&bench, upload(), &part((50 << 20) + 1)).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn broken_bodies_are_refused() {
    let bench = Bench::new();
    let id = bench.statements()[0].clone();
    for body in [
        json!([]),
        json!({}),
        json!({"version": "1", "review": "accepted"}),
        json!({"version": 1}),
        json!({"version": 1, "review": "accepted", "grade": "2"}),
        json!({"version": 1, "review": "maybe"}),
        json!({"version": 1, "reason": "x", "patch": {"document": "other"}}),
        json!({"version": 1, "reason": "x", "patch": {"kind": "love"}}),
        json!({"version": -1, "review": "accepted"}),
        json!({"version": 1, "review": "accepted", "who": "somebody else"}),
    ] {
        let path = format!("/api/statements/{id}");
        let answer = bench.send(Method::PATCH, &path, body.clone()).await;
        assert!(answer.status.is_client_error(), "{body}: {}", answer.status);
        assert!(answer.json()["error"].is_string());
    }
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let request = change().header("host", HOST).header("x-unravel", "1");
    let answer = sent(&bench, request, &deep).await;
    assert!(answer.status.is_client_error(), "{}", answer.status);
}

#[tokio::test]
async fn beyond_this_machine_only_the_password_lets_in() {
    let bench = Bench::guarded();
    for path in ["/api/case", "/api/ties", "/api/openapi.json", "/api/audit"] {
        assert_eq!(
            bench.get(path).await.status,
            StatusCode::UNAUTHORIZED,
            "{path}"
        );
    }
    let judge = format!("/api/questions/{QUESTION}/judge");
    assert_eq!(
        bench.post(&judge, json!({})).await.status,
        StatusCode::UNAUTHORIZED
    );
    // the pages hold nothing of the case
    assert_eq!(bench.get("/").await.status, StatusCode::OK);
    let wrong = bench
        .post("/api/login", json!({"password": "wrong horse"}))
        .await;
    assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
    let right = json!({"password": "correct horse", "name": "Ben"});
    let login = bench.post("/api/login", right).await;
    assert_eq!(login.status, StatusCode::NO_CONTENT, "{}", login.text());
    let cookie = login.header("set-cookie").to_owned();
    for part in [
        "__Host-",
        "Path=/",
        "Secure",
        "HttpOnly",
        "SameSite=Strict",
        "Max-Age=",
    ] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let cookie = cookie.split(';').next().unwrap().to_owned();
    let with = |cookie: &str| {
        Request::get("/api/case")
            .header("host", "bench.example.org")
            .header("cookie", format!("theme=dark; {cookie}"))
    };
    assert_eq!(sent(&bench, with(&cookie), "").await.status, StatusCode::OK);
    let token = cookie.split_once('=').unwrap().1;
    for other in [
        format!("unravel={token}"),
        format!("__Host-unravel={}", &token[1..]),
        format!("__Host-unravel={}", "0".repeat(64)),
        "__Host-unravel=".to_owned(),
    ] {
        let answer = sent(&bench, with(&other), "").await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{other}");
    }
    // the name given goes into the log
    let id = bench.statements()[0].clone();
    let edit = Request::patch(format!("/api/statements/{id}"))
        .header("host", "bench.example.org")
        .header("origin", "https://bench.example.org")
        .header("x-unravel", "1")
        .header("content-type", "application/json")
        .header("cookie", &cookie);
    let answer = sent(&bench, edit, r#"{"version":1,"review":"accepted"}"#).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    assert_eq!(bench.case().audit(1).unwrap()[0].who, "Ben");
    // a session that was ended lets nobody in
    let out = Request::post("/api/logout")
        .header("host", HOST)
        .header("x-unravel", "1")
        .header("cookie", &cookie);
    let out = sent(&bench, out, "").await;
    assert_eq!(out.status, StatusCode::NO_CONTENT);
    assert!(out.header("set-cookie").contains("Max-Age=0"));
    assert_eq!(
        sent(&bench, with(&cookie), "").await.status,
        StatusCode::UNAUTHORIZED
    );
}

#[tokio::test]
async fn passwords_can_t_be_tried_out() {
    let bench = Bench::guarded();
    for n in 0..5 {
        let answer = bench
            .post("/api/login", json!({"password": format!("guess {n}")}))
            .await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    }
    // from now on not even the right one, for a minute
    let answer = bench
        .post("/api/login", json!({"password": "correct horse"}))
        .await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(unravel_web::Password::new("short").is_err());
}

#[tokio::test]
async fn a_fault_in_a_parser_ends_one_job_and_no_more() {
    let bench = Bench::new();
    let job = bench.post("/api/documents", json!({"text": "fine"})).await;
    assert_eq!(job.status, StatusCode::ACCEPTED);
    let upload = Request::post("/api/documents")
        .header("host", HOST)
        .header("x-unravel", "1")
        .header("content-type", "multipart/form-data; boundary=b");
    let body = "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"../../etc/passwd\"\r\n\r\nPANIC\r\n--b--\r\n";
    let answer = sent(&bench, upload, body).await;
    assert_eq!(answer.status, StatusCode::ACCEPTED, "{}", answer.text());
    let id = answer.json()["job"].as_u64().unwrap();
    let state = loop {
        let state = bench.get(&format!("/api/jobs/{id}")).await.json();
        if state["done"] == true {
            break state;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    };
    assert_eq!(state["files"][0]["status"], "skipped");
    // a label, without the folders that were sent
    assert_eq!(state["files"][0]["name"], "passwd");
    assert!(state["error"].is_string());
    assert_eq!(bench.get("/api/case").await.status, StatusCode::OK);
    let job = bench
        .post("/api/documents", json!({"text": "fine again"}))
        .await;
    assert_eq!(job.status, StatusCode::ACCEPTED);
}
