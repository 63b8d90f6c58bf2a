//! Bad input through the whole program: one clear line each, exit code 2 where nothing could be
//! done, the rest of a batch goes on, the case is never damaged.

#![allow(clippy::unwrap_used)]

use std::io::Write;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use predicates::prelude::*;
use predicates::str::contains;
use tempfile::TempDir;

const GOOD: &str = "---\ntitle: A pact\npublisher: Example Wire\npublished: 2024-05-01\n---\n\
    The Taliban gave al-Qaeda sanctuary in Afghanistan. Officials said in May 2024 that the two were still close allies.\n";

fn unravel() -> Command {
    Command::cargo_bin("unravel").unwrap()
}

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

fn write(folder: &TempDir, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../read/tests/fixtures")
        .join(name)
}

/// Exactly one line on stderr.
fn one_line() -> impl Predicate<str> {
    predicate::function(|text: &str| text.trim_end().lines().count() == 1)
}

/// A bad file beside a good one: told in one line, and the good one is coded.
fn told_and_passed_over(bad: &Path, why: &str) {
    let folder = folder();
    let good = write(&folder, "good.md", GOOD.as_bytes());
    unravel()
        .args(["code", "--json"])
        .args([bad, &good])
        .assert()
        .success()
        .stderr(
            contains(bad.display().to_string())
                .and(contains(why))
                .and(one_line()),
        )
        .stdout(contains("sanctuary"));
    // alone, nothing could be done
    unravel()
        .arg("code")
        .arg(bad)
        .assert()
        .code(2)
        .stderr(contains(why))
        .stdout("");
}

#[test]
fn an_empty_file() {
    let folder = folder();
    told_and_passed_over(&write(&folder, "empty.txt", b""), "empty");
}

#[test]
fn binary_junk_named_txt() {
    let folder = folder();
    let junk: Vec<u8> = (0..4096_u32)
        .map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8)
        .collect();
    told_and_passed_over(&write(&folder, "junk.txt", &junk), "not a text");
}

#[test]
fn broken_utf8_is_read_with_marks_where_it_is_broken() {
    let folder = folder();
    let mut bytes = GOOD.as_bytes().to_vec();
    bytes.extend_from_slice(b"The Taliban hosted al-Qaeda in \xff\xfe 2023.\n");
    let path = write(&folder, "broken.md", &bytes);
    unravel()
        .args(["code", "--json"])
        .arg(path)
        .assert()
        .success()
        .stdout(contains("hosted"));
}

#[test]
fn a_page_of_50_mb() {
    let folder = folder();
    let path = folder.path().join("big.html");
    let mut file = std::io::BufWriter::new(std::fs::File::create(&path).unwrap());
    write!(file, "<html><body>").unwrap();
    for i in 0..600_000 {
        write!(
            file,
            "<p>The Taliban met a delegation of al-Qaeda for the {i}th time, they said.</p>"
        )
        .unwrap();
    }
    file.flush().unwrap();
    drop(file);
    told_and_passed_over(&path, "over the limit");
}

#[test]
fn a_pdf_without_text_and_one_with_a_password() {
    told_and_passed_over(&fixture("no-text.pdf"), "no text");
    told_and_passed_over(&fixture("password.pdf"), "password");
}

#[test]
fn a_zip_bomb_named_docx() {
    let folder = folder();
    let path = folder.path().join("bomb.docx");
    let mut zip = zip::ZipWriter::new(std::fs::File::create(&path).unwrap());
    let deflated = zip::write::SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Deflated);
    zip.start_file("word/document.xml", deflated).unwrap();
    let zeros = vec![b' '; 1 << 20];
    for _ in 0..600 {
        zip.write_all(&zeros).unwrap();
    }
    zip.finish().unwrap();
    told_and_passed_over(&path, "unpacks to more than");
}

#[test]
fn another_language() {
    let folder = folder();
    let text = "Die Regierung hat am Montag erklärt, dass die Gespräche zwischen den beiden Seiten fortgesetzt werden \
                sollen. Ein Sprecher sagte, man habe sich auf einen neuen Zeitplan geeinigt und wolle im Herbst \
                weitere Vorschläge machen. Beobachter halten einen Erfolg jedoch für unwahrscheinlich.";
    told_and_passed_over(
        &write(&folder, "deutsch.txt", text.as_bytes()),
        "only en is read",
    );
}

#[test]
#[cfg(unix)]
fn an_unreadable_folder() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder();
    let closed = folder.path().join("closed");
    std::fs::create_dir(&closed).unwrap();
    std::fs::set_permissions(&closed, std::fs::Permissions::from_mode(0o000)).unwrap();
    if std::fs::read_dir(&closed).is_ok() {
        println!("skipped: this user may read everything");
        return;
    }
    told_and_passed_over(&closed, "cannot be read");
    std::fs::set_permissions(&closed, std::fs::Permissions::from_mode(0o700)).unwrap();
}

#[test]
fn a_path_that_is_not_there() {
    told_and_passed_over(Path::new("/no/such/file.html"), "cannot be read");
}

#[test]
fn questions_without_an_answer() {
    let folder = folder();
    let good = write(&folder, "good.md", GOOD.as_bytes());
    let refused = |args: &[&str], why: &str| {
        unravel()
            .arg("assess")
            .args(args)
            .arg(&good)
            .assert()
            .code(2)
            .stdout("")
            .stderr(contains(why).and(one_line()));
    };
    refused(
        &["Taliban", "Afghan Taliban", "--until", "2099-01-01"],
        "itself",
    );
    refused(
        &[
            "Taliban",
            "AQ",
            "--until",
            "2024-01-01",
            "--as-of",
            "2024-06-01",
        ],
        "not after the as-of date",
    );
    refused(
        &[
            "Taliban",
            "AQ",
            "--until",
            "2099-01-01",
            "--as-of",
            "2024-06-01",
            "--began",
            "2030",
        ],
        "2030",
    );
    refused(
        &["Talban", "AQ", "--until", "2099-01-01"],
        "did you mean Taliban",
    );
    refused(
        &["Congo", "AQ", "--until", "2099-01-01"],
        "Democratic Republic of the Congo",
    );
}

#[test]
fn no_evidence_gives_the_base_rate_and_says_so() {
    let folder = folder();
    let good = write(&folder, "good.md", GOOD.as_bytes());
    let output = unravel()
        .args([
            "assess",
            "France",
            "Germany",
            "--until",
            "2099-01-01",
            "--json",
        ])
        .arg(&good)
        .assert()
        .success();
    let judgement: serde_json::Value = serde_json::from_slice(&output.get_output().stdout).unwrap();
    assert_eq!(
        judgement["probability"],
        judgement["base_rate"]["probability"]
    );
    assert_eq!(judgement["evidence"].as_array().unwrap().len(), 0);
    unravel()
        .args(["assess", "France", "Germany", "--until", "2099-01-01"])
        .arg(&good)
        .assert()
        .success()
        .stdout(contains("this is the base rate alone"));
}

#[test]
fn as_of_hides_what_was_published_later() {
    let folder = folder();
    let good = write(&folder, "good.md", GOOD.as_bytes());
    let evidence = |as_of: &str| {
        let output = unravel()
            .args([
                "assess",
                "Taliban",
                "AQ",
                "--until",
                "2099-01-01",
                "--json",
                "--as-of",
                as_of,
            ])
            .arg(&good)
            .assert()
            .success();
        let judgement: serde_json::Value =
            serde_json::from_slice(&output.get_output().stdout).unwrap();
        judgement["evidence"].as_array().unwrap().len()
    };
    assert_eq!(evidence("2024-04-30"), 0);
    assert!(evidence("2024-05-01") > 0);
}

#[test]
fn files_that_are_no_case() {
    let folder = folder();
    let text = write(&folder, "notes.case", b"just some words");
    unravel()
        .arg("documents")
        .arg(&text)
        .assert()
        .code(2)
        .stderr(contains("notes.case").and(one_line()));
    unravel()
        .arg("documents")
        .arg(folder.path().join("none.case"))
        .assert()
        .code(2)
        .stderr(one_line());
    unravel()
        .arg("new")
        .arg(&text)
        .assert()
        .code(2)
        .stderr(contains("notes.case").and(one_line()));
    assert_eq!(std::fs::read(&text).unwrap(), b"just some words");
}

#[test]
fn a_case_of_a_newer_version_is_refused() {
    let folder = folder();
    let case = folder.path().join("new.case");
    unravel().arg("new").arg(&case).assert().success();
    let connection = rusqlite::Connection::open(&case).unwrap();
    connection
        .pragma_update(None, "user_version", 9999)
        .unwrap();
    drop(connection);
    unravel()
        .arg("documents")
        .arg(&case)
        .assert()
        .code(2)
        .stderr(contains("newer").and(one_line()));
}

#[test]
fn json_lines_that_are_not_in_the_contract_name_their_line() {
    let folder = folder();
    let lines = write(
        &folder,
        "in.jsonl",
        b"{\"id\":1,\"text\":\"The Taliban met al-Qaeda.\"}\n{\"id\":2}\n",
    );
    unravel()
        .args(["code", "--jsonl"])
        .arg(&lines)
        .assert()
        .code(2)
        .stdout(contains("\"id\":1"))
        .stderr(
            contains("in.jsonl")
                .and(contains("line 2"))
                .and(contains("text"))
                .and(one_line()),
        );
}

#[test]
fn a_wrong_actors_file_and_a_wrong_lexicon_name_their_place() {
    let folder = folder();
    let actors = write(&folder, "actors.toml", b"[[actor]\nname = 1\n");
    unravel()
        .args(["actors", "check"])
        .arg(&actors)
        .assert()
        .code(2)
        .stderr(contains("actors.toml:1"));
    let good = write(&folder, "good.md", GOOD.as_bytes());
    let lexicon = write(
        &folder,
        "mine.toml",
        b"[[predicate]]\nwords = [\"love\"]\nkind = \"romance\"\n",
    );
    unravel()
        .arg("code")
        .arg("--lexicon")
        .arg(&lexicon)
        .arg(&good)
        .assert()
        .code(2)
        .stderr(
            contains("mine.toml")
                .and(contains("line 3"))
                .and(one_line()),
        );
}

#[test]
fn adding_goes_on_past_bad_files_and_skips_what_is_held() {
    let folder = folder();
    let case = folder.path().join("a.case");
    write(&folder, "good.md", GOOD.as_bytes());
    write(&folder, "empty.txt", b"");
    unravel().arg("new").arg(&case).assert().success();
    let pages = folder.path().join("pages");
    std::fs::create_dir(&pages).unwrap();
    for name in ["good.md", "empty.txt"] {
        std::fs::rename(folder.path().join(name), pages.join(name)).unwrap();
    }
    let add = || {
        unravel()
            .arg("add")
            .args([&case, &pages])
            .assert()
            .success()
    };
    add()
        .stdout(contains("1 documents added"))
        .stderr(contains("empty.txt"));
    add().stdout(contains("0 documents added, 2 held"));
    // the same page under another name is the same document
    std::fs::copy(pages.join("good.md"), pages.join("again.md")).unwrap();
    add().stdout(contains("0 documents added"));
    let output = unravel()
        .args(["documents", "--json"])
        .arg(&case)
        .assert()
        .success();
    let rows: serde_json::Value = serde_json::from_slice(&output.get_output().stdout).unwrap();
    assert_eq!(rows.as_array().unwrap().len(), 1);
}
