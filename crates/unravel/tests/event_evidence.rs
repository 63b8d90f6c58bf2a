//! Event data as evidence: from a dataset's file to a moved judgement, and to a fitted weight.
#![allow(clippy::unwrap_used)]

use std::path::Path;

use assert_cmd::Command;
use predicates::prelude::*;
use serde_json::Value;

const HEADER: &str = "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\tIntensity\tTarget Name\tTarget Sectors\tTarget Country\tStory ID\tSentence Number\tPublisher\tCity\tDistrict\tProvince\tCountry\tLatitude\tLongitude";

fn unravel() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_unravel"));
    command.env("UNRAVEL_USER", "Ann");
    command
}

/// Two years in which Mali and Russia consult every week but for the last quarter, and Mali and
/// France all the time.
fn history(folder: &Path) {
    let mut file = format!("{HEADER}\n");
    let mut row = |date: jiff::civil::Date, other: &str| {
        file.push_str(&format!(
            "1\t{date}\tMali\t\tMali\tx\t040\t1.0\t{other}\t\t{other}\t2\t1\tGazette\t\t\t\t\t1\t2\n"
        ));
    };
    let mut day = jiff::civil::date(2019, 1, 1);
    while day < jiff::civil::date(2021, 1, 1) {
        if day < jiff::civil::date(2020, 9, 20) {
            row(day, "Russian Federation");
        }
        row(day, "France");
        day = day.checked_add(jiff::Span::new().days(7)).unwrap();
    }
    std::fs::write(folder.join("icews.tab"), file).unwrap();
    unravel()
        .args(["events", "import"])
        .arg(folder.join("icews.tab"))
        .arg("-o")
        .arg(folder.join("history.parquet"))
        .assert()
        .success();
}

fn probability(case: &Path) -> f64 {
    let output = unravel()
        .args(["--json", "assess"])
        .arg(case)
        .args([
            "Mali",
            "Russia",
            "--until",
            "2022-01-01",
            "--as-of",
            "2021-01-01",
            "--class",
            "state-state",
        ])
        .output()
        .unwrap();
    let judgement: Value = serde_json::from_slice(&output.stdout).unwrap();
    judgement["probability"].as_f64().unwrap()
}

/// `events evidence` on the two of the folder's history, as of a day.
fn evidence(folder: &Path, case: &Path, as_of: &str) -> Command {
    let mut command = unravel();
    command
        .args(["events", "evidence", "--json"])
        .arg(case)
        .arg(folder.join("history.parquet"))
        .args(["Mali", "Russia", "--as-of", as_of]);
    command
}

#[test]
fn cooperation_that_collapses_counts_against_the_tie_with_its_figures() {
    let folder = tempfile::tempdir().unwrap();
    history(folder.path());
    let case = folder.path().join("sahel.case");
    unravel().arg("new").arg(&case).assert().success();
    let before = probability(&case);
    let evidence = |as_of: &str| evidence(folder.path(), &case, as_of);
    let output = evidence("2020-12-31").output().unwrap();
    let added: Value = serde_json::from_slice(&output.stdout).unwrap();
    let added = added.as_array().unwrap();
    assert_eq!(added.len(), 1, "conflict did not change: {added:?}");
    assert_eq!(added[0]["kind"], "contact");
    assert_eq!(added[0]["bearing"], "against");
    let quote = added[0]["quote"].as_str().unwrap();
    assert!(
        quote.starts_with(
            "0 cooperative events between Mali and Russia in the 90 days to 2020-12-31"
        ),
        "{quote}"
    );
    let score = added[0]["score"].as_f64().unwrap();
    assert!(score > 0.3 && score < 1.0);
    assert!(probability(&case) < before);
    // the same count is not added twice
    evidence("2020-12-31")
        .assert()
        .code(2)
        .stderr(predicate::str::contains("already"));
    // too early to compare
    evidence("2019-02-01")
        .assert()
        .code(2)
        .stderr(predicate::str::contains("nothing to compare with"));
}

/// Fits a model of forecasts to the history.
fn model(folder: &Path) -> std::path::PathBuf {
    let file = folder.join("model.forecast");
    unravel()
        .args(["forecast", "fit"])
        .arg(folder.join("history.parquet"))
        .arg("-o")
        .arg(&file)
        .assert()
        .success();
    file
}

#[test]
fn an_outlook_that_collapses_counts_against_the_tie_with_its_figures() {
    let folder = tempfile::tempdir().unwrap();
    history(folder.path());
    let model = model(folder.path());
    let case = folder.path().join("sahel.case");
    unravel().arg("new").arg(&case).assert().success();
    let before = probability(&case);
    let evidence = |as_of: &str| {
        let mut command = evidence(folder.path(), &case, as_of);
        command.arg("--model").arg(&model);
        command
    };
    let output = evidence("2020-12-31").output().unwrap();
    let added: Value = serde_json::from_slice(&output.stdout).unwrap();
    let cooperation = &added[0];
    assert_eq!(cooperation["kind"], "contact", "{added}");
    assert_eq!(cooperation["bearing"], "against", "{added}");
    let quote = cooperation["quote"].as_str().unwrap();
    assert!(
        quote.starts_with(
            "At least one cooperative event between Mali and Russia in the 30 days after 2020-12-31 is"
        ),
        "{quote}"
    );
    assert!(probability(&case) < before);
    // too early to compare, and too late to know
    for (as_of, why) in [
        ("2019-01-15", "nothing to compare with"),
        ("2022-12-31", "ends more than 90 days before"),
    ] {
        evidence(as_of)
            .assert()
            .code(2)
            .stderr(predicate::str::contains(why));
    }
}

#[test]
fn the_weight_of_event_data_is_fitted() {
    let folder = tempfile::tempdir().unwrap();
    history(folder.path());
    let shared = std::env::var("UNRAVEL_SHARED").map_or_else(
        |_| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        Into::into,
    );
    let cases = shared.join("data/cases");
    if !cases.is_dir() {
        println!("skipped: {} is absent", cases.display());
        return;
    }
    // from counts, and from the outlook by a model
    for (events, least_held) in [
        (folder.path().join("history.parquet"), 5),
        (model(folder.path()), 3),
    ] {
        let output = unravel()
            .args(["fit", "--json"])
            .arg(&cases)
            .arg("--events")
            .arg(events)
            .output()
            .unwrap();
        let fit: Value = serde_json::from_slice(&output.stdout).unwrap();
        let events = &fit["fit"]["events"];
        assert_eq!(events["ended"], 1, "Mali and Russia stopped once");
        assert!(events["held"].as_u64().unwrap() > least_held);
        let fitted = events["weights"]["cooperation"].as_f64().unwrap();
        assert_eq!(
            fit["weights"]["events"]["cooperation"].as_f64(),
            Some(fitted)
        );
    }
}
