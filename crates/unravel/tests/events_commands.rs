//! `unravel events` from a dataset's file to a dyad.
#![allow(clippy::unwrap_used)]

use std::path::Path;

use assert_cmd::Command;
use predicates::prelude::*;

const HEADER: &str = "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\tIntensity\tTarget Name\tTarget Sectors\tTarget Country\tStory ID\tSentence Number\tPublisher\tCity\tDistrict\tProvince\tCountry\tLatitude\tLongitude";

fn icews(rows: &[(&str, &str, &str, &str)]) -> String {
    let mut out = format!("{HEADER}\n");
    for (date, source, code, target) in rows {
        out.push_str(&format!(
            "1\t{date}\t{source}\t\t{source}\tx\t{code}\t1.0\t{target}\t\t{target}\t2\t1\tGazette\t\t\t\t\t1\t2\n"
        ));
    }
    out
}

fn unravel() -> Command {
    Command::new(env!("CARGO_BIN_EXE_unravel"))
}

fn import(folder: &Path, rows: &[(&str, &str, &str, &str)]) -> Command {
    let file = folder.join("icews.tab");
    std::fs::write(&file, icews(rows)).unwrap();
    let mut command = unravel();
    command
        .args(["events", "import"])
        .arg(file)
        .arg("-o")
        .arg(folder.join("history.parquet"));
    command
}

#[test]
fn from_a_file_to_a_dyad() {
    let folder = tempfile::tempdir().unwrap();
    let rows = [
        ("2019-05-01", "Mali", "042", "Russian Federation"),
        ("2019-06-01", "Russian Federation", "072", "Mali"),
        ("2021-06-01", "Mali", "999", "Russian Federation"),
        ("2021-06-02", "Mali", "111", "Citizen (Mali)"),
        ("2021-06-03", "Mali", "190", "Russian Federation"),
    ];
    import(folder.path(), &rows)
        .assert()
        .success()
        .stdout(predicate::str::contains("4 events from 1 icews"))
        .stdout(predicate::str::contains("1 bad rows left out"))
        .stderr(predicate::str::contains(
            "icews.tab: line 4: CAMEO Code \"999\" is not in CAMEO",
        ));
    let history = folder.path().join("history.parquet");
    let output = unravel()
        .args(["events", "dyad", "--json"])
        .arg(&history)
        .args(["Mali", "Russia"])
        .output()
        .unwrap();
    let dyad: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(dyad["b"], "Russia");
    assert_eq!(dyad["a_to_b"]["events"], 2);
    assert_eq!(dyad["b_to_a"]["material_cooperation"], 1);
    let periods = dyad["periods"].as_array().unwrap();
    assert_eq!(periods.len(), 3);
    assert_eq!(
        (&periods[1]["period"], &periods[1]["events"]),
        (&"2020".into(), &0.into())
    );
    unravel()
        .args(["events", "summary"])
        .arg(&history)
        .assert()
        .success()
        .stdout(predicate::str::contains("2019-05-01 to 2021-06-03"));
    unravel()
        .args(["events", "dyad"])
        .arg(&history)
        .args(["Mali", "Atlantis"])
        .assert()
        .code(2)
        .stderr(predicate::str::contains("no event of \"Atlantis\""));
}

#[test]
fn strict_stops_with_exit_code_2_and_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    import(folder.path(), &[("2019-02-30", "Mali", "042", "France")])
        .arg("--strict")
        .assert()
        .code(2)
        .stderr(predicate::str::contains("line 2: Event Date"));
    assert!(!folder.path().join("history.parquet").exists());
}

#[test]
fn a_benchmark_folder_is_imported_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [
        ("entity2id.txt", "Freedonia\t0\nSylvania\t1\n"),
        ("relation2id.txt", "Make_a_visit\t0\n"),
        ("train.txt", "0\t0\t1\t3\n1\t0\t0\t9\n"),
    ] {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let out = folder.path().join("h.parquet");
    unravel()
        .args(["events", "import", "--json"])
        .arg(folder.path())
        .arg("-o")
        .arg(&out)
        .assert()
        .success()
        .stdout(predicate::str::contains("\"quadruples\": 1"));
    unravel()
        .args(["events", "dyad"])
        .arg(&out)
        .args(["Freedonia", "Sylvania"])
        .assert()
        .success()
        .stdout(predicate::str::contains("2 events"));
}
