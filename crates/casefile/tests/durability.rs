//! Kills, full disks, two hands at once, older and newer schemas, files that may not be written.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use common::{new_case, nth};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;
use unravel_casefile::{Addition, Case, CaseError, Edit, SCHEMA_VERSION, StatementFilter};
use unravel_evidence::{Coded, Reliability};

const CHILD: &str = "UNRAVEL_TEST_CASE";
const PER_FILE: usize = 20;
const FILES: usize = 60;

/// Reads file after file into the case as `unravel add` would: skip, begin, add, finish.
fn add_all(path: &Path) {
    let mut case = Case::open(path).unwrap();
    for file in 0..FILES {
        let hash = format!("hash of file {file}");
        if !case
            .begin_file(&format!("file {file}"), &hash, "Ann")
            .unwrap()
        {
            continue;
        }
        let docs: Vec<_> = (0..PER_FILE).map(|n| nth(file * PER_FILE + n)).collect();
        let additions: Vec<_> = docs
            .iter()
            .map(|(d, c)| Addition {
                file: Some(&hash),
                signature: Some(b"signature"),
                ..Addition::new(d, c)
            })
            .collect();
        // one by one and in batches
        if file % 2 == 0 {
            for addition in &additions {
                case.add_document(addition, "Ann").unwrap();
            }
        } else {
            for batch in additions.chunks(7) {
                case.add_batch(batch, "Ann").unwrap();
            }
        }
        case.mark_file_done(&hash, None, "Ann").unwrap();
    }
}

/// Not a test: what the test below starts as a program of its own, and kills.
#[test]
#[ignore = "started by the kill test"]
fn child() {
    if let Some(path) = std::env::var_os(CHILD) {
        add_all(Path::new(&path));
    }
}

#[test]
fn a_kill_at_any_moment_loses_and_doubles_nothing() {
    let (_folder, path, case) = new_case();
    drop(case);
    let (mut kills, mut last) = (0, 0);
    for round in 0..60_u64 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--ignored", "--exact", "child", "--quiet"])
            .env(CHILD, &path)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        // moments spread over starting, opening and adding
        std::thread::sleep(Duration::from_millis(5 + round * 37 % 113));
        let over = child.try_wait().unwrap();
        child.kill().unwrap();
        let status = child.wait().unwrap();
        kills += usize::from(!status.success());

        let mut case = Case::open(&path).unwrap();
        assert_eq!(case.check().unwrap(), Vec::<String>::new());
        let stats = case.stats().unwrap();
        assert!(stats.documents >= last, "a finished document was lost");
        last = stats.documents;
        assert_eq!(stats.statements, stats.documents * 3, "half a document");
        assert!(case.documents().unwrap().iter().all(|d| d.statements == 3));
        let done = case.files().unwrap();
        let whole = done.iter().filter(|f| f.done_at.is_some());
        assert!(whole.clone().all(|f| f.documents == PER_FILE as u64));
        if over.is_some() {
            break;
        }
    }
    assert!(kills > 3, "killed {kills} times only");
    add_all(&path);
    let mut case = Case::open(&path).unwrap();
    let stats = case.stats().unwrap();
    let all = (FILES * PER_FILE) as u64;
    assert_eq!((stats.documents, stats.statements), (all, all * 3));
    assert_eq!(case.signatures().unwrap().len() as u64, all);
    let last = nth(FILES * PER_FILE - 1);
    assert_eq!(case.coded(&last.0.id).unwrap().unwrap(), last.1);
    assert_eq!(case.check().unwrap(), Vec::<String>::new());
}

#[test]
fn a_full_disk_stops_with_one_line_and_keeps_what_was_stored() {
    let (_folder, path, mut case) = new_case();
    case.limit_size(600 << 10).unwrap();
    let mut stored = 0;
    let error = loop {
        let (document, coded) = nth(stored);
        match case.add_document(&Addition::new(&document, &coded), "Ann") {
            Ok(_) => stored += 1,
            Err(error) => break error,
        }
    };
    assert!(matches!(error, CaseError::DiskFull(_)), "{error}");
    assert_eq!(error.to_string().lines().count(), 1);
    assert!(stored > 10, "{stored}");
    // reading goes on; so does writing once there is room
    assert_eq!(case.stats().unwrap().documents, stored as u64);
    case.limit_size(u64::MAX).unwrap();
    assert_eq!(case.check().unwrap(), Vec::<String>::new());
    drop(case);
    let mut case = Case::open(&path).unwrap();
    assert_eq!(case.check().unwrap(), Vec::<String>::new());
    for n in 0..stored + 5 {
        let (document, coded) = nth(n);
        case.add_document(&Addition::new(&document, &coded), "Ann")
            .unwrap();
    }
    let stats = case.stats().unwrap();
    assert_eq!(stats.documents, stored as u64 + 5);
    assert_eq!(stats.statements, stats.documents * 3);
}

#[test]
fn a_reader_and_two_writers_at_once() {
    let (_folder, path, case) = new_case();
    drop(case);
    let write = |from: usize, who: &'static str| {
        let path = path.clone();
        std::thread::spawn(move || {
            let mut case = Case::open(path).unwrap();
            for n in from..from + 80 {
                let (document, coded) = nth(n);
                case.add_document(&Addition::new(&document, &coded), who)
                    .unwrap();
            }
        })
    };
    // the two overlap by forty documents
    let writers = [write(0, "Ann"), write(40, "Ben")];
    let reader = Case::open(&path).unwrap();
    let mut last = 0;
    while writers.iter().any(|w| !w.is_finished()) {
        let statements = reader
            .count_statements(&StatementFilter::default())
            .unwrap();
        assert_eq!(statements % 3, 0, "half a document was seen");
        assert!(statements >= last);
        last = statements;
        reader.search("shelter", 3).unwrap();
    }
    for writer in writers {
        writer.join().unwrap();
    }
    let mut case = Case::open(&path).unwrap();
    assert_eq!(case.stats().unwrap().documents, 120);
    assert_eq!(case.check().unwrap(), Vec::<String>::new());
}

#[test]
fn an_older_case_is_upgraded_and_a_newer_one_refused() {
    let (folder, path, case) = new_case();
    drop(case);
    // a case as the first schema wrote it: no search, no questions
    let old = folder.path().join("old.case");
    let conn = rusqlite::Connection::open(&old).unwrap();
    conn.execute_batch(include_str!("../migrations/0001_evidence.sql"))
        .unwrap();
    conn.pragma_update(None, "application_id", unravel_casefile::APPLICATION_ID)
        .unwrap();
    conn.pragma_update(None, "user_version", 1).unwrap();
    conn.execute_batch(
        "INSERT INTO source (name, reliability) VALUES ('Gazette', 'B');
         INSERT INTO document (id, title, source, authors, known_by, language, characters,
                               added_at, attributions)
         VALUES ('d1', 'Old title', 'Gazette', '[]', '2001-02-03', 'en', 16, '2001', '[]');
         INSERT INTO document_text VALUES (1, 'Sanctuary given.');",
    )
    .unwrap();
    drop(conn);
    let bytes = std::fs::read(&old).unwrap();
    assert!(matches!(
        Case::open_read_only(&old),
        Err(CaseError::Older { found: 1, .. })
    ));
    assert_eq!(std::fs::read(&old).unwrap(), bytes);
    let mut case = Case::open(&old).unwrap();
    let found = case.search("sanctuary", 5).unwrap().documents;
    assert_eq!(found[0].document.title.as_deref(), Some("Old title"));
    assert_eq!(
        case.sources().unwrap()[0].source.reliability,
        Reliability::B
    );
    assert_eq!(case.audit(1).unwrap()[0].action, "upgrade case");
    assert_eq!(case.check().unwrap(), Vec::<String>::new());
    let (document, coded) = nth(1);
    case.add_document(&Addition::new(&document, &coded), "Ann")
        .unwrap();

    let conn = rusqlite::Connection::open(&path).unwrap();
    conn.pragma_update(None, "user_version", SCHEMA_VERSION + 1)
        .unwrap();
    drop(conn);
    for error in [
        Case::open(&path).unwrap_err(),
        Case::open_read_only(&path).unwrap_err(),
    ] {
        assert!(matches!(error, CaseError::Newer { .. }), "{error}");
        assert!(error.to_string().contains("use a newer unravel"), "{error}");
    }
}

#[test]
fn a_case_opened_for_reading_refuses_every_change() {
    let (folder, path, mut case) = new_case();
    let (document, coded) = nth(1);
    case.add_document(&Addition::new(&document, &coded), "Ann")
        .unwrap();
    let mut reader = Case::open_read_only(&path).unwrap();
    assert!(reader.is_read_only() && !case.is_read_only());
    assert_eq!(
        reader
            .statements(&StatementFilter::default())
            .unwrap()
            .len(),
        3
    );
    let refused = reader.grade_source("Wire Agency", Reliability::B, &Edit::by("Ann"));
    assert!(
        matches!(refused, Err(CaseError::ReadOnly(_))),
        "{refused:?}"
    );
    let refused = reader.add_document(&Addition::new(&document, &Coded::default()), "Ann");
    assert!(
        matches!(refused, Err(CaseError::ReadOnly(_))),
        "{refused:?}"
    );
    assert_eq!(reader.check().unwrap(), Vec::<String>::new());
    drop((reader, case));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}
