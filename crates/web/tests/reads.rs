//! Every read of the API over a small case.

#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use common::{Bench, HOST, QUESTION, send};
use serde_json::{Value, json};
use unravel_web::Options;

#[tokio::test]
async fn the_case_says_what_it_holds() {
    let bench = Bench::new();
    let answer = bench.get("/api/case").await;
    assert_eq!(answer.status, StatusCode::OK);
    let case = answer.json();
    assert_eq!(case["name"], "first.case");
    assert_eq!(case["read_only"], false);
    assert_eq!(case["login"], false);
    assert_eq!(case["stats"]["documents"], 2);
    assert_eq!(case["stats"]["statements"], 3);
    assert_eq!(case["stats"]["judgements"], 1);
    assert_eq!(answer.header("content-type"), "application/json");
}

#[tokio::test]
async fn an_answer_is_marked_and_not_sent_twice() {
    let bench = Bench::new();
    let first = bench.get("/api/ties").await;
    let mark = first.header("etag").to_owned();
    assert!(mark.starts_with('"'), "{mark}");
    let again = |mark: String| async {
        let request = Request::get("/api/ties")
            .header("host", HOST)
            .header("if-none-match", mark);
        send(&bench.bench, request.body(Body::empty()).unwrap()).await
    };
    let second = again(mark.clone()).await;
    assert_eq!(second.status, StatusCode::NOT_MODIFIED);
    assert!(second.bytes.is_empty());
    // from memory, the same to the last byte
    assert_eq!(bench.get("/api/ties").await.bytes, first.bytes);
    // any change makes it new
    let id = &bench.statements()[0];
    let edit = json!({"version": 1, "review": "accepted"});
    let path = format!("/api/statements/{id}");
    let done = bench.send(axum::http::Method::PATCH, &path, edit).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.text());
    let third = again(mark.clone()).await;
    assert_eq!(third.status, StatusCode::OK);
    assert_ne!(third.header("etag"), mark);
}

#[tokio::test]
async fn ties_list_open_questions_first() {
    let bench = Bench::new();
    let asked =
        json!({"a": "Hill Guard", "b": "River Brigade", "until": "2030-06-30", "ends": "break"});
    let done = bench.post("/api/questions", asked).await;
    assert_eq!(done.status, StatusCode::CREATED, "{}", done.text());
    let id = done.json()["id"].as_str().unwrap().to_owned();
    let outcome = json!({"outcome": "void", "date": "2029-01-01", "source": "Gazette"});
    let done = bench
        .post(&format!("/api/questions/{id}/resolve"), outcome)
        .await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.text());
    let ties = bench.get("/api/ties").await.json();
    let rows = ties.as_array().unwrap();
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0]["question"]["id"], QUESTION);
    assert_eq!(rows[0]["due"], "2031-12-31");
    assert_eq!(rows[0]["sparkline"].as_array().unwrap().len(), 1);
    assert_eq!(rows[0]["previous"], Value::Null);
    assert_eq!(rows[0]["last_evidence"], "2021-02-11");
    assert_eq!(rows[1]["resolution"]["outcome"], "void");
}

#[tokio::test]
async fn a_question_shows_its_judgement_and_what_its_page_draws() {
    let bench = Bench::new();
    let page = bench
        .get(&format!("/api/questions/{QUESTION}"))
        .await
        .json();
    assert_eq!(page["question"]["id"], QUESTION);
    assert_eq!(page["evidence_total"], 3);
    assert_eq!(page["judgement"]["evidence"].as_array().unwrap().len(), 3);
    assert_eq!(page["history"].as_array().unwrap().len(), 1);
    let past = &page["history"][0];
    for (interval, end) in [("interval50", 0), ("interval50", 1), ("interval90", 0)] {
        let [a, b] = [past, &page["judgement"]].map(|j| j[interval][end].as_f64().unwrap());
        assert!((a - b).abs() < 1e-12, "{interval}");
    }
    let age = page["age_years"].as_f64().unwrap();
    assert!((10.0..12.0).contains(&age), "{age}");
    let curve = page["survival"].as_array().unwrap();
    assert_eq!(curve[0]["hold"], 1.0);
    let holds: Vec<f64> = curve.iter().map(|p| p["hold"].as_f64().unwrap()).collect();
    assert!(holds.windows(2).all(|w| w[1] < w[0]), "{holds:?}");
    assert!(curve.last().unwrap()["years"].as_f64().unwrap() >= age + 5.9);
    let events = page["events"].as_array().unwrap();
    assert!(!events.is_empty());
    let shown = page["judgement"]["evidence"].as_array().unwrap();
    for event in events {
        assert!(
            shown
                .iter()
                .any(|i| i["statement"]["id"] == event["statement"])
        );
    }
    let earlier = page["history"][0]["id"].as_str().unwrap();
    let path = format!("/api/questions/{QUESTION}?judgement={earlier}");
    assert_eq!(bench.get(&path).await.json()["judgement"]["id"], earlier);
    let path = format!("/api/questions/{QUESTION}?judgement=0000");
    assert_eq!(bench.get(&path).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn many_statements_come_page_by_page() {
    let bench = Bench::with(900, Options::default());
    let answer = bench.get(&format!("/api/questions/{QUESTION}")).await;
    assert!(answer.bytes.len() < 600_000, "{}", answer.bytes.len());
    let page = answer.json();
    assert_eq!(page["evidence_total"], 1200);
    assert_eq!(page["judgement"]["evidence"].as_array().unwrap().len(), 200);
    assert_eq!(page["events"].as_array().unwrap().len(), 40);
    let path = format!("/api/questions/{QUESTION}/evidence");
    let first = bench.get(&format!("{path}?limit=20")).await.json();
    assert_eq!(first["total"], 1200);
    assert_eq!(first["items"].as_array().unwrap().len(), 20);
    let weight = |item: &Value| item["weight"].as_f64().unwrap().abs();
    let items = first["items"].as_array().unwrap();
    assert!(items.windows(2).all(|w| weight(&w[0]) >= weight(&w[1])));
    let against = bench
        .get(&format!("{path}?bearing=against&limit=3"))
        .await
        .json();
    assert_eq!(against["total"], 300);
    let last = bench.get(&format!("{path}?offset=1199")).await.json();
    assert_eq!(last["items"].as_array().unwrap().len(), 1);
    let none = bench.get(&format!("{path}?offset=5000")).await.json();
    assert_eq!(none["items"], json!([]));
    let found = bench
        .get(&format!("{path}?q=LORRIES%20brigade%2077"))
        .await
        .json();
    assert!(found["total"].as_u64().unwrap() >= 1);
    let dated = bench
        .get(&format!("{path}?sort=date&limit=500"))
        .await
        .json();
    let when = |item: &Value| item["statement"]["when"].as_str().unwrap().to_owned();
    let items = dated["items"].as_array().unwrap();
    assert!(items.windows(2).all(|w| when(&w[0]) >= when(&w[1])));
}

#[tokio::test]
async fn documents_come_with_all_that_was_coded() {
    let bench = Bench::new();
    let list = bench.get("/api/documents?limit=1").await.json();
    assert_eq!(list["total"], 2);
    let id = list["items"][0]["id"].as_str().unwrap();
    let page = bench.get(&format!("/api/documents/{id}")).await.json();
    let text: Vec<char> = page["document"]["text"].as_str().unwrap().chars().collect();
    assert_eq!(page["coded"]["actors"].as_array().unwrap().len(), 2);
    assert_eq!(page["statements"].as_array().unwrap().len(), 2);
    for record in page["statements"].as_array().unwrap() {
        // offsets count characters: "É" stands before one of them
        let passage = &record["statement"]["passage"];
        let at = |field: &str| usize::try_from(passage[field].as_u64().unwrap()).unwrap();
        let exact: String = text[at("start")..at("end")].iter().collect();
        assert_eq!(passage["exact"], exact.as_str());
        let id = record["statement"]["id"].as_str().unwrap();
        let one = bench.get(&format!("/api/statements/{id}")).await.json();
        assert_eq!(&one, record);
    }
    assert_eq!(
        bench.get("/api/documents/none").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn an_actor_has_names_roles_parents_and_ties_by_year() {
    let bench = Bench::with(6, Options::default());
    let all = bench.get("/api/actors").await.json();
    assert_eq!(all.as_array().unwrap().len(), 3);
    let page = bench.get("/api/actors/northern-front").await.json();
    assert_eq!(page["actor"]["name"], "Northern Front");
    assert_eq!(page["actor"]["kind"], "armed group");
    assert_eq!(
        page["actor"]["aliases"],
        json!(["the Northern Front", "NF"])
    );
    assert_eq!(page["actor"]["parents"][0]["name"], "Coastal Alliance");
    assert_eq!(page["actor"]["parents"][0]["since"], "2018");
    assert_eq!(page["roles"][0]["role"], "spokeswoman");
    assert_eq!(page["statements_total"], 8);
    let ties = page["ties"].as_array().unwrap();
    assert!(ties.iter().all(|t| t["other"]["id"] == "river-brigade"));
    let sum = |side: &str| -> u64 { ties.iter().map(|t| t[side].as_u64().unwrap()).sum() };
    assert_eq!((sum("for"), sum("against"), sum("neutral")), (6, 2, 0));
    assert_eq!(ties[0]["year"], 2020);
    assert_eq!(
        bench.get("/api/actors/nobody").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_network_has_fixed_places() {
    let bench = Bench::new();
    let net = bench
        .get("/api/network?actor=northern-front&depth=2")
        .await
        .json();
    let nodes = net["nodes"].as_array().unwrap();
    assert_eq!(nodes.len(), 2);
    assert_eq!(nodes[0]["id"], "northern-front");
    assert_eq!((&nodes[0]["x"], &nodes[0]["y"]), (&json!(0.0), &json!(0.0)));
    assert_eq!(nodes[1]["depth"], 1);
    let edges = net["edges"].as_array().unwrap();
    assert_eq!(edges.len(), 1);
    assert_eq!(edges[0]["a"], "northern-front");
    assert_eq!(
        edges[0]["years"][0],
        json!({"year": 2020, "for": 1, "against": 1, "neutral": 0})
    );
    let none = bench.get("/api/network?actor=nobody").await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn search_log_and_sources() {
    let bench = Bench::new();
    let found = bench.get("/api/search?q=lorries").await.json();
    assert_eq!(found["documents"].as_array().unwrap().len(), 2);
    assert_eq!(found["statements"].as_array().unwrap().len(), 2);
    let empty = bench.get("/api/search?q=%20").await;
    assert_eq!(empty.status, StatusCode::BAD_REQUEST);
    assert!(
        empty.json()["mend"]
            .as_str()
            .unwrap()
            .contains("give a word")
    );
    let log = bench.get("/api/audit?limit=3").await.json();
    assert_eq!(log.as_array().unwrap().len(), 3);
    let sources = bench.get("/api/sources").await.json();
    assert_eq!(sources[0]["name"], "Publisher 0");
    assert_eq!(sources[0]["reliability"], "B");
}

#[tokio::test]
async fn the_track_record_adds_up_over_time() {
    let bench = Bench::new();
    let outcome = json!({"outcome": "held", "date": "2031-12-31", "source": "Gazette"});
    let path = format!("/api/questions/{QUESTION}/resolve");
    assert_eq!(bench.post(&path, outcome).await.status, StatusCode::OK);
    let record = bench.get("/api/track-record").await.json();
    assert_eq!(record["score"]["n"], 1);
    assert_eq!(record["questions"][0]["date"], "2031-12-31");
    let points = record["brier_over_time"].as_array().unwrap();
    assert_eq!(points.len(), 1);
    assert_eq!(points[0]["n"], 1);
    assert_eq!(points[0]["brier"], record["score"]["brier"]);
    assert_eq!(
        points[0]["base_rate_brier"],
        record["score"]["base_rate_brier"]
    );
}

#[tokio::test]
async fn every_format_is_a_file_to_save() {
    let bench = Bench::new();
    for format in unravel_report::Format::ALL {
        let path = format!("/api/questions/{QUESTION}/export?format={format}");
        let file = bench.get(&path).await;
        assert_eq!(file.status, StatusCode::OK, "{format}: {}", file.text());
        assert_eq!(file.header("content-type"), format.media_type());
        let saved = file.header("content-disposition");
        assert!(saved.starts_with("attachment; filename=\""), "{saved}");
        assert!(
            file.header("content-security-policy")
                .starts_with("sandbox")
        );
        assert!(!file.bytes.is_empty());
        // what a document holds is never markup
        if format == unravel_report::Format::Html {
            assert!(!file.text().contains("<script"), "{format}");
        }
    }
    let wrong = bench
        .get(&format!("/api/questions/{QUESTION}/export?format=exe"))
        .await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn errors_say_what_is_wrong_in_one_line() {
    let bench = Bench::new();
    for (path, status) in [
        ("/api/nothing", StatusCode::NOT_FOUND),
        ("/api", StatusCode::NOT_FOUND),
        ("/api/questions/none", StatusCode::NOT_FOUND),
        ("/api/questions/none/evidence", StatusCode::NOT_FOUND),
        ("/api/statements/none", StatusCode::NOT_FOUND),
        ("/api/jobs/7", StatusCode::NOT_FOUND),
        ("/api/jobs/x", StatusCode::BAD_REQUEST),
        ("/api/documents?limit=x", StatusCode::BAD_REQUEST),
        ("/api/search", StatusCode::BAD_REQUEST),
        ("/api/questions/%ff", StatusCode::BAD_REQUEST),
    ] {
        let answer = bench.get(path).await;
        assert_eq!(answer.status, status, "{path}");
        let error = answer.json()["error"].as_str().unwrap().to_owned();
        assert!(
            !error.is_empty() && !error.contains('\n'),
            "{path}: {error}"
        );
    }
}
