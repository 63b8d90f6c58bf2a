//! `unravel report` through the whole program: every format, files and stdout, bad input.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::path::Path;

use assert_cmd::Command;
use predicates::prelude::*;
use predicates::str::{contains, starts_with};
use tempfile::TempDir;

/// A folder with a case in which a tie was judged twice.
fn judged() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let documents = [
        (
            "one.md",
            "---\ntitle: A pact\npublisher: Example Wire\npublished: 2019-05-01\nreliability: B\n---\n\
             The Taliban gave al-Qaeda sanctuary in Afghanistan in March 2019.\n",
        ),
        (
            "two.md",
            "---\ntitle: Relations <b>\npublisher: =Daily Gazette\npublished: 2020-05-01\nreliability: C\n---\n\
             Officials said in April 2020 that the Taliban and al-Qaeda were still close allies.\n",
        ),
    ];
    for (name, text) in documents {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    run(folder.path(), &["new", "x.case"]).success();
    run(folder.path(), &["add", "x.case", "one.md", "two.md"]).success();
    for as_of in ["2019-06-30", "2020-06-30"] {
        run(
            folder.path(),
            &[
                "assess",
                "x.case",
                "Taliban",
                "al-Qaeda",
                "--until",
                "2021-06-30",
                "--as-of",
                as_of,
            ],
        )
        .success();
    }
    folder
}

fn run(folder: &Path, args: &[&str]) -> assert_cmd::assert::Assert {
    Command::cargo_bin("unravel")
        .unwrap()
        .current_dir(folder)
        .env("UNRAVEL_USER", "Ann")
        .env("NO_COLOR", "1")
        .args(args)
        .assert()
}

fn report(folder: &Path, more: &[&str]) -> assert_cmd::assert::Assert {
    run(
        folder,
        &[&["report", "x.case", "Taliban", "al-Qaeda"], more].concat(),
    )
}

fn text(assert: assert_cmd::assert::Assert) -> String {
    String::from_utf8(assert.success().get_output().stdout.clone()).unwrap()
}

fn refused(assert: assert_cmd::assert::Assert, why: &str) {
    let one_line = predicate::function(|text: &str| text.trim_end().lines().count() == 1);
    assert
        .code(2)
        .stdout("")
        .stderr(contains(why).and(one_line));
}

#[test]
fn a_judgement_leaves_the_case_in_every_format() {
    let folder = judged();
    let folder = folder.path();

    // a page with the curve of both judgements and the survival of such ties
    let page = text(report(folder, &[]));
    assert!(page.starts_with("<!DOCTYPE html>"));
    for said in [
        "Probability over time",
        "How long such ties hold",
        "Relations &lt;b&gt;",
    ] {
        assert!(page.contains(said), "{said}");
    }
    assert!(!page.contains("<script") && !page.contains("Relations <b>"));

    // the same judgement as the case keeps it
    let kept: serde_json::Value = serde_json::from_str(&text(report(folder, &["--json"]))).unwrap();
    assert_eq!(kept["question"]["as_of"], "2020-06-30");

    // by the ending of the file, told on stderr, nothing on stdout
    for (name, begins) in [
        ("tie.html", "<!DOCTYPE html>"),
        ("tie.md", "# Will Taliban"),
        ("tie.json", "{\n  \"id\""),
        ("tie.csv", "number,statement,a,b"),
        ("tie.stix.json", "{\n  \"id\": \"bundle--"),
        ("tie.ftm.json", "{\"id\":\"unravel-actor-"),
        ("tie.gexf", "<?xml version=\"1.0\""),
    ] {
        report(folder, &["-o", name])
            .success()
            .stdout("")
            .stderr(contains(name));
        let written = std::fs::read_to_string(folder.join(name)).unwrap();
        assert!(written.starts_with(begins), "{name}: {}", &written[..60]);
    }
    let csv = std::fs::read_to_string(folder.join("tie.csv")).unwrap();
    assert!(csv.contains(",'=Daily Gazette,"), "{csv}");

    // --format wins over the ending, and "-" is stdout
    report(folder, &["--format", "gexf", "-o", "-"])
        .success()
        .stdout(starts_with("<?xml"));
    report(folder, &["--format", "csv", "-o", "table.txt", "--quiet"])
        .success()
        .stderr("");
}

#[test]
fn an_earlier_judgement_is_reported_by_its_id_as_it_was_known_then() {
    let folder = judged();
    let folder = folder.path();
    let history = text(run(
        folder,
        &["history", "x.case", "Taliban", "al-Qaeda", "--json"],
    ));
    let history: serde_json::Value = serde_json::from_str(&history).unwrap();
    let first = history[0]["id"].as_str().unwrap();
    let kept = text(report(folder, &["--json", "--judgement", &first[..8]]));
    let kept: serde_json::Value = serde_json::from_str(&kept).unwrap();
    assert_eq!(kept["id"], first);
    // the later judgement is not in its curve
    let page = text(report(folder, &["--judgement", first]));
    assert!(!page.contains("Probability over time"));
}

#[test]
fn bad_input_is_one_clear_line() {
    let folder = judged();
    let folder = folder.path();
    refused(report(folder, &["-o", "tie.pdf"]), "says no format");
    refused(
        report(folder, &["-o", "no/such/folder/tie.html"]),
        "cannot be written",
    );
    refused(report(folder, &["--judgement", "ffff"]), "unravel history");
    refused(
        run(folder, &["report", "x.case", "Mali", "Russia"]),
        "unravel assess",
    );
    refused(
        run(folder, &["report", "y.case", "Taliban", "al-Qaeda"]),
        "y.case",
    );
    report(folder, &["--format", "pdf"])
        .code(2)
        .stderr(contains("use one of: html"));
}
