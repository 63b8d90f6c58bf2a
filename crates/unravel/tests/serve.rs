//! `unravel serve` as a whole: the program is started, asked over HTTP, and told to stop.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

fn unravel(folder: &Path) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("unravel"));
    command
        .current_dir(folder)
        .env("UNRAVEL_USER", "Ann")
        .env_remove("UNRAVEL_PASSWORD");
    command
}

/// A running workbench; it ends with the test, however that ends.
struct Served {
    program: Child,
    address: String,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

impl Served {
    fn start(folder: &Path) -> Self {
        let mut program = unravel(folder)
            .args(["serve", "x.case", "--port", "0", "--quiet"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let out = program.stdout.take().unwrap();
        BufReader::new(out).read_line(&mut line).unwrap();
        let address = line
            .trim()
            .trim_start_matches("http://")
            .trim_end_matches('/');
        assert!(address.starts_with("127.0.0.1:"), "{line}");
        Self {
            address: address.to_owned(),
            program,
        }
    }

    fn ask(&self, method: &str, path: &str, body: &Value) -> (u16, Value) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(60)))
            .unwrap();
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nX-Unravel: 1\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
            self.address,
            body.len()
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        (status, serde_json::from_str(body).unwrap_or_default())
    }

    fn get(&self, path: &str) -> Value {
        let (status, value) = self.ask("GET", path, &Value::Null);
        assert_eq!(status, 200, "{path}: {value}");
        value
    }

    fn post(&self, path: &str, body: Value) -> Value {
        let (status, value) = self.ask("POST", path, &body);
        assert!((200..300).contains(&status), "{path}: {status} {value}");
        value
    }

    fn added(&self, text: Value) -> Value {
        let job = self.post("/api/documents", text)["job"].clone();
        let begun = Instant::now();
        loop {
            let state = self.get(&format!("/api/jobs/{job}"));
            if state["done"] == true {
                return state;
            }
            assert!(begun.elapsed() < Duration::from_secs(120), "{state}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Asks it to end, as Ctrl-C does, and waits until it has.
    fn stop(mut self) {
        let pid = self.program.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-INT", &pid])
                .status()
                .unwrap()
                .success()
        );
        assert!(self.program.wait().unwrap().success());
    }
}

/// A folder that holds an empty case.
fn with_case() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    assert!(
        unravel(folder.path())
            .args(["-q", "new", "x.case"])
            .status()
            .unwrap()
            .success()
    );
    folder
}

#[test]
fn from_a_pasted_text_to_a_number_that_moves() {
    let folder = with_case();
    let bench = Served::start(folder.path());
    let text = json!({
        "text": "The Taliban gave al-Qaeda sanctuary in Afghanistan in March 2019.",
        "title": "A pact", "publisher": "Example Wire", "published": "2019-05-01",
    });
    let state = bench.added(text.clone());
    assert_eq!(state["files"][0]["status"], "added", "{state}");
    assert_eq!(state["files"][0]["documents"], 1);
    assert!(
        state["files"][0]["statements"].as_u64().unwrap() >= 1,
        "{state}"
    );
    assert_eq!(bench.added(text)["files"][0]["status"], "known");

    let asked = json!({"a": "Taliban", "b": "AQ", "until": "2040-12-31", "ends": "break"});
    let id = bench.post("/api/questions", asked)["id"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(id, "taliban--al-qaeda--break--2040-12-31");
    let page = bench.get(&format!("/api/questions/{id}"));
    let before = page["judgement"]["probability"].as_f64().unwrap();
    let item = &page["judgement"]["evidence"][0];
    assert!(item["weight"].as_f64().unwrap() > 0.0);

    // what an indicator says it would do is what it does
    let said = page["judgement"]["indicators"][0]["points"]
        .as_f64()
        .unwrap();
    let what_if = bench.post(
        &format!("/api/questions/{id}/what-if"),
        json!({"indicators": [0]}),
    );
    assert!((what_if["points"].as_f64().unwrap() - said).abs() < 1e-9);

    let statement = item["statement"]["id"].as_str().unwrap();
    let edit = json!({"version": 1, "reason": "the text is not about this", "review": "rejected"});
    let (status, record) = bench.ask("PATCH", &format!("/api/statements/{statement}"), &edit);
    assert_eq!((status, &record["review"]), (200, &json!("rejected")));
    let judged = bench.post(&format!("/api/questions/{id}/judge"), json!({}));
    assert_eq!(judged["changed"], true);
    assert!(judged["judgement"]["probability"].as_f64().unwrap() < before);
    assert_eq!(
        bench.post("/api/undo", json!({}))["entries"][0]["who"],
        "Ann"
    );
    let judged = bench.post(&format!("/api/questions/{id}/judge"), json!({}));
    assert!((judged["judgement"]["probability"].as_f64().unwrap() - before).abs() < 1e-3);

    let actor = bench.get("/api/actors/al-qaeda");
    assert_eq!(actor["actor"]["listed"], true);
    assert_eq!(actor["ties"][0]["other"]["id"], "taliban");
    bench.get("/api/track-record");
    let unknown =
        json!({"a": "Taliban", "b": "Nobody at all", "until": "2040-12-31", "ends": "break"});
    let (status, problem) = bench.ask("POST", "/api/questions", &unknown);
    assert_eq!(status, 400);
    assert!(
        problem["error"].as_str().unwrap().contains("Nobody at all"),
        "{problem}"
    );
    let past = json!({"a": "Taliban", "b": "AQ", "until": "2020-12-31", "ends": "break"});
    assert_eq!(bench.ask("POST", "/api/questions", &past).0, 400);

    bench.stop();
    // one file is left, to be mailed
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(left.len(), 1, "{left:?}");
}

#[test]
fn beyond_this_machine_a_password_is_asked_for() {
    let folder = with_case();
    let fails = |args: &[&str], words: &str| {
        let out = unravel(folder.path()).args(args).output().unwrap();
        assert_eq!(out.status.code(), Some(2), "{args:?}");
        let line = String::from_utf8(out.stderr).unwrap();
        assert_eq!(line.lines().count(), 1, "{line}");
        assert!(line.contains(words), "{line}");
    };
    let beyond = ["serve", "x.case", "--port", "0", "--listen", "0.0.0.0"];
    fails(&beyond, "needs a password");
    std::fs::write(folder.path().join("short.txt"), "short\n").unwrap();
    fails(
        &[&beyond[..], &["--password-file", "short.txt"]].concat(),
        "8 characters",
    );
    fails(
        &[&beyond[..], &["--password-file", "none.txt"]].concat(),
        "none.txt",
    );
    fails(&["serve", "none.case"], "no such case");
}
