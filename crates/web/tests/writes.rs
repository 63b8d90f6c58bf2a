//! Changes: asking, judging, correcting, undoing, adding, and two hands on one case.

#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use common::{Answer, Bench, HOST, QUESTION, send};
use serde_json::{Value, json};
use std::time::Duration;
use unravel_web::Options;

async fn patch(bench: &Bench, id: &str, edit: Value) -> Answer {
    let path = format!("/api/statements/{id}");
    bench.send(Method::PATCH, &path, edit).await
}

async fn probability(bench: &Bench) -> f64 {
    let page = bench
        .get(&format!("/api/questions/{QUESTION}"))
        .await
        .json();
    page["judgement"]["probability"].as_f64().unwrap()
}

#[tokio::test]
async fn a_correction_moves_the_number_and_undo_moves_it_back() {
    let bench = Bench::new();
    let before = probability(&bench).await;
    let id = bench.statements()[0].clone();
    let edit = json!({"version": 1, "reason": "the text denies it", "patch": {"stance": "denied"}});
    let done = patch(&bench, &id, edit).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.text());
    let record = done.json();
    assert_eq!(record["version"], 2);
    assert_eq!(record["statement"]["bearing"], "against");
    assert_eq!(record["coded"]["bearing"], "for");
    let judge = format!("/api/questions/{QUESTION}/judge");
    let judged = bench.post(&judge, json!({})).await.json();
    assert_eq!(judged["changed"], true);
    let after = probability(&bench).await;
    assert!(after < before, "{before} {after}");
    assert_eq!(judged["judgement"]["probability"], after);
    // the evidence says what was done to it
    let rows = bench
        .get(&format!("/api/questions/{QUESTION}/evidence"))
        .await
        .json();
    let row = rows["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|i| i["statement"]["id"] == id.as_str());
    assert_eq!(row.unwrap()["review"], "corrected");
    assert_eq!(row.unwrap()["version"], 2);
    // judged again, nothing is new
    let judged = bench.post(&judge, json!({})).await.json();
    assert_eq!(judged["changed"], false);
    let undone = bench.post("/api/undo", json!({})).await;
    assert_eq!(undone.status, StatusCode::OK);
    assert_eq!(undone.json()["entries"][0]["action"], "correct statement");
    bench.post(&judge, json!({})).await;
    assert!((probability(&bench).await - before).abs() < 1e-3);
    let log = bench.get("/api/audit?limit=50").await.json();
    let actions: Vec<&str> = log
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|e| e["action"].as_str())
        .collect();
    assert!(actions.contains(&"undo") && actions.contains(&"correct statement"));
    assert!(
        log.as_array()
            .unwrap()
            .iter()
            .all(|e| e["who"] == "Ann" || e["who"] == "unravel")
    );
    let again = bench.post("/api/undo", json!({})).await;
    assert_eq!(again.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_stale_edit_is_refused_with_both_versions() {
    let bench = Bench::new();
    let id = bench.statements()[0].clone();
    let mine = json!({"version": 1, "reason": "off topic", "review": "rejected"});
    assert_eq!(patch(&bench, &id, mine).await.status, StatusCode::OK);
    let late =
        json!({"version": 1, "reason": "it is an agreement", "patch": {"kind": "agreement"}});
    let refused = patch(&bench, &id, late.clone()).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    let both = refused.json();
    assert_eq!(both["yours"], late);
    assert_eq!(both["theirs"]["review"], "rejected");
    assert_eq!(both["theirs"]["version"], 2);
    assert_eq!(both["theirs"]["statement"]["kind"], "support");
    // nothing was changed by it
    let now = bench.get(&format!("/api/statements/{id}")).await.json();
    assert_eq!(now, both["theirs"]);
    // a rejected statement is still on its document's page
    let document = now["document"]["id"].as_str().unwrap();
    let page = bench
        .get(&format!("/api/documents/{document}"))
        .await
        .json();
    assert!(page["statements"].as_array().unwrap().contains(&now));
}

#[tokio::test]
async fn two_hands_at_once_lose_nothing() {
    let bench = Bench::new();
    let id = bench.statements()[0].clone();
    let edits = ["agreement", "contact", "alliance", "affinity"]
        .map(|kind| json!({"version": 1, "reason": "read again", "patch": {"kind": kind}}));
    let [a, b, c, d] = &edits;
    let all = tokio::join!(
        patch(&bench, &id, a.clone()),
        patch(&bench, &id, b.clone()),
        patch(&bench, &id, c.clone()),
        patch(&bench, &id, d.clone())
    );
    let answers = [all.0, all.1, all.2, all.3];
    let won: Vec<&Answer> = answers
        .iter()
        .filter(|a| a.status == StatusCode::OK)
        .collect();
    assert_eq!(won.len(), 1);
    let kept = won[0].json();
    for lost in answers.iter().filter(|a| a.status != StatusCode::OK) {
        assert_eq!(lost.status, StatusCode::CONFLICT);
        assert_eq!(lost.json()["theirs"], kept);
    }
}

#[tokio::test]
async fn a_hand_accepts_rejects_grades_and_joins() {
    let bench = Bench::new();
    let ids = bench.statements();
    let id = &ids[0];
    let no_reason = patch(&bench, id, json!({"version": 1, "review": "rejected"})).await;
    assert_eq!(no_reason.status, StatusCode::BAD_REQUEST);
    assert!(
        no_reason.json()["error"]
            .as_str()
            .unwrap()
            .contains("reason")
    );
    let accepted = patch(&bench, id, json!({"version": 1, "review": "accepted"}))
        .await
        .json();
    assert_eq!(accepted["review"], "accepted");
    let graded = patch(
        &bench,
        id,
        json!({"version": 2, "grade": "2", "reason": "seen"}),
    )
    .await
    .json();
    assert_eq!(graded["grade"], "B2");
    let bare = patch(&bench, id, json!({"version": 3, "grade": null}))
        .await
        .json();
    assert_eq!(bare["grade"], "B6");
    let joined = patch(
        &bench,
        id,
        json!({"version": 4, "cluster": "the May report"}),
    )
    .await
    .json();
    assert_eq!(joined["cluster"], "the May report");
    let reopened = patch(&bench, id, json!({"version": 5, "review": "open"}))
        .await
        .json();
    assert_eq!(reopened["review"], "open");
    let gone = patch(&bench, "0000", json!({"version": 1, "review": "accepted"})).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
    let graded = bench
        .send(
            Method::PATCH,
            "/api/sources/Publisher%200",
            json!({"grade": "D", "reason": "errs"}),
        )
        .await;
    assert_eq!(graded.status, StatusCode::OK, "{}", graded.text());
    assert_eq!(graded.json()["reliability"], "D");
    let stale = json!({"grade": "A", "version": 1});
    let stale = bench
        .send(Method::PATCH, "/api/sources/Publisher%200", stale)
        .await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert_eq!(stale.json()["theirs"]["reliability"], "D");
}

#[tokio::test]
async fn a_question_is_asked_resolved_and_not_twice_otherwise() {
    let bench = Bench::new();
    let asked = json!({"a": "Northern Front", "b": "River Brigade", "until": "2030-12-31", "ends": "support"});
    let done = bench.post("/api/questions", asked).await;
    assert_eq!(done.status, StatusCode::CREATED);
    let id = done.json()["id"].as_str().unwrap().to_owned();
    let page = bench.get(&format!("/api/questions/{id}")).await.json();
    assert!(page["judgement"]["probability"].is_f64());
    let unknown =
        json!({"a": "nobody", "b": "River Brigade", "until": "2030-12-31", "ends": "break"});
    let unknown = bench.post("/api/questions", unknown).await;
    assert_eq!(unknown.status, StatusCode::BAD_REQUEST);
    assert_eq!(unknown.json()["mend"], "write another name");
    let path = format!("/api/questions/{id}/resolve");
    let held = json!({"outcome": "held", "date": "2030-12-31", "source": " Gazette "});
    let resolved = bench.post(&path, held).await.json();
    assert_eq!(resolved["source"], "Gazette");
    let broke = json!({"outcome": "broke", "date": "2030-12-31", "source": "Gazette"});
    assert_eq!(bench.post(&path, broke).await.status, StatusCode::CONFLICT);
    let nobody = json!({"outcome": "held", "date": "2030-12-31", "source": " "});
    assert_eq!(
        bench.post(&path, nobody).await.status,
        StatusCode::BAD_REQUEST
    );
    let none = json!({"outcome": "held", "date": "2030-12-31", "source": "x"});
    let none = bench.post("/api/questions/none/resolve", none).await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_indicator_moves_the_number_as_far_as_it_says() {
    let bench = Bench::new();
    let page = bench
        .get(&format!("/api/questions/{QUESTION}"))
        .await
        .json();
    let revision = bench.case().revision().unwrap();
    let path = format!("/api/questions/{QUESTION}/what-if");
    let p = page["judgement"]["probability"].as_f64().unwrap();
    for at in [0, 3] {
        let said = page["judgement"]["indicators"][at]["points"]
            .as_f64()
            .unwrap();
        let seen = bench.post(&path, json!({"indicators": [at]})).await.json();
        assert!((seen["points"].as_f64().unwrap() - said).abs() < 1e-9);
        assert!((seen["without"].as_f64().unwrap() - p).abs() < 1e-12);
        let [lo, hi] = [0, 1].map(|i| seen["interval90"][i].as_f64().unwrap());
        let with = seen["probability"].as_f64().unwrap();
        assert!(lo < with && with < hi, "{lo} {with} {hi}");
    }
    let none = bench.post(&path, json!({"indicators": []})).await.json();
    assert_eq!(none["points"], 0.0);
    let wrong = bench.post(&path, json!({"indicators": [99]})).await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
    // nothing was stored
    assert_eq!(bench.case().revision().unwrap(), revision);
}

async fn finished(bench: &Bench, job: &Value) -> Value {
    loop {
        let state = bench.get(&format!("/api/jobs/{job}")).await.json();
        if state["done"] == true {
            return state;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test]
async fn files_and_pasted_texts_are_added_and_ties_judged_again() {
    let bench = Bench::new();
    let body = [
        ("one.txt", b"some text".to_vec()),
        ("two.bin", vec![0xff, 0xfe, 0x00]),
    ]
    .iter()
    .flat_map(|(name, bytes)| {
        let head = format!(
            "--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\n\r\n"
        );
        [head.into_bytes(), bytes.clone(), b"\r\n".to_vec()].concat()
    })
    .chain(b"--b--\r\n".iter().copied())
    .collect::<Vec<u8>>();
    let request = Request::post("/api/documents")
        .header("host", HOST)
        .header("x-unravel", "1")
        .header("content-type", "multipart/form-data; boundary=b")
        .body(Body::from(body))
        .unwrap();
    let answer = send(&bench.bench, request).await;
    assert_eq!(answer.status, StatusCode::ACCEPTED, "{}", answer.text());
    let state = finished(&bench, &answer.json()["job"]).await;
    assert_eq!(state["files"][0]["status"], "added");
    assert_eq!(state["files"][0]["statements"], 2);
    assert_eq!(state["files"][1]["status"], "skipped");
    assert_eq!(state["files"][1]["why"], "no text");
    assert_eq!(state["moved"][0]["question"], QUESTION);
    assert!(state["moved"][0]["points"].as_f64().unwrap() != 0.0);
    assert_eq!(bench.get("/api/documents").await.json()["total"], 3);
    let pasted = json!({"text": "more", "title": "A title", "published": "2026-05"});
    let answer = bench.post("/api/documents", pasted).await;
    let state = finished(&bench, &answer.json()["job"]).await;
    assert_eq!(state["files"][0]["status"], "added");
    for wrong in [
        json!({"text": " "}),
        json!({"text": "x", "published": "yesterday"}),
        json!({"title": "x"}),
        json!({"text": "x", "path": "/etc/passwd"}),
    ] {
        let answer = bench.post("/api/documents", wrong.clone()).await;
        assert!(answer.status.is_client_error(), "{wrong}");
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a_case_that_may_only_be_read_says_so() {
    use std::os::unix::fs::PermissionsExt;
    let bench = Bench::with(1, Options::default());
    let path = bench.path.with_file_name("fixed.case");
    std::fs::copy(&bench.path, &path).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o444)).unwrap();
    if std::fs::OpenOptions::new().write(true).open(&path).is_ok() {
        println!("skipped: this user may write everything");
        return;
    }
    let desk = std::sync::Arc::new(common::TestDesk);
    let fixed = unravel_web::Workbench::new(&path, desk, Options::default()).unwrap();
    let request = Request::post(format!("/api/questions/{QUESTION}/judge"))
        .header("host", HOST)
        .header("x-unravel", "1")
        .body(Body::empty())
        .unwrap();
    let answer = send(&fixed, request).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(answer.json()["mend"].is_string());
}
