//! Making, opening, adding, finding.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use common::{document, new_case, nth, statement};
use unravel_casefile::{Added, Addition, Case, CaseError, StatementFilter, file_hash};
use unravel_evidence::{ActorId, Coded, Kind};

#[test]
fn what_is_added_comes_back_the_same() {
    let (_folder, path, mut case) = new_case();
    let (document, coded) = nth(7);
    let added = case
        .add_document(&Addition::new(&document, &coded), "Ann")
        .unwrap();
    assert_eq!(added, Added::New);
    assert_eq!(case.document(&document.id).unwrap().unwrap(), document);
    assert_eq!(case.coded(&document.id).unwrap().unwrap(), coded);
    // the same again, also after closing, changes nothing
    case.close().unwrap();
    let mut case = Case::open(&path).unwrap();
    let before = case.stats().unwrap();
    let added = case
        .add_document(&Addition::new(&document, &coded), "Ann")
        .unwrap();
    assert_eq!(added, Added::Held);
    assert_eq!(case.stats().unwrap(), before);
    assert_eq!((before.documents, before.statements), (1, 3));
    assert_eq!(case.check().unwrap(), Vec::<String>::new());
    assert_eq!(case.document(&"absent".into()).unwrap(), None);
    assert_eq!(case.coded(&"absent".into()).unwrap(), None);
}

#[test]
fn one_file_is_left_after_closing() {
    let (folder, _, mut case) = new_case();
    let (document, coded) = nth(1);
    case.add_document(&Addition::new(&document, &coded), "Ann")
        .unwrap();
    case.close().unwrap();
    let files: Vec<_> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|f| f.unwrap().file_name())
        .collect();
    assert_eq!(files, ["test.case"]);
}

#[test]
fn a_case_is_never_overwritten_and_a_stranger_never_opened() {
    let (folder, path, case) = new_case();
    drop(case);
    assert!(matches!(Case::create(&path), Err(CaseError::Exists(_))));
    let open = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        let error = Case::open(&path).unwrap_err().to_string();
        assert_eq!(std::fs::read(&path).unwrap(), bytes, "untouched");
        assert_eq!(error.lines().count(), 1, "{error}");
        assert!(error.contains(name), "{error}");
        error
    };
    assert!(open("empty.case", b"").contains("an empty file"));
    assert!(open("text.case", b"SQLite format 3\0 but short").contains("no SQLite file"));
    assert!(open("junk.case", &[0xfe; 5000]).contains("no SQLite file"));
    let other = rusqlite::Connection::open(folder.path().join("other.db")).unwrap();
    other.execute_batch("CREATE TABLE t (x)").unwrap();
    drop(other);
    let bytes = std::fs::read(folder.path().join("other.db")).unwrap();
    assert!(open("other.case", &bytes).contains("another program"));
    // a case cut off in the middle
    let mut bytes = std::fs::read(&path).unwrap();
    bytes.truncate(6000);
    let cut = folder.path().join("cut.case");
    std::fs::write(&cut, &bytes).unwrap();
    let error = Case::open(&cut)
        .and_then(|mut c| c.check().map(|_| ()))
        .unwrap_err();
    assert!(matches!(error, CaseError::Damaged { .. }), "{error}");
    let missing = Case::open(folder.path().join("no.case")).unwrap_err();
    assert!(matches!(missing, CaseError::Missing(_)), "{missing}");
    let folder = Case::open(folder.path()).unwrap_err().to_string();
    assert!(folder.contains("a folder"), "{folder}");
}

#[test]
fn files_are_skipped_once_they_were_read_to_the_end() {
    let (_folder, _, mut case) = new_case();
    let hash = file_hash(&b"the bytes"[..]).unwrap();
    assert!(case.begin_file("a.html", &hash, "Ann").unwrap());
    assert!(!case.is_file_done(&hash).unwrap());
    // a run that was cut short begins again
    assert!(case.begin_file("a.html", &hash, "Ann").unwrap());
    let (document, coded) = nth(1);
    let mut addition = Addition::new(&document, &coded);
    addition.file = Some(&hash);
    case.add_document(&addition, "Ann").unwrap();
    case.mark_file_done(&hash, Some("one part was not English"), "Ann")
        .unwrap();
    assert!(case.is_file_done(&hash).unwrap());
    assert!(!case.begin_file("copy.html", &hash, "Ann").unwrap());
    let files = case.files().unwrap();
    assert_eq!((files.len(), files[0].documents), (1, 1));
    assert_eq!(files[0].note.as_deref(), Some("one part was not English"));
    assert!(case.mark_file_done("unknown", None, "Ann").is_err());
    addition.file = Some("unknown");
    let (document, coded) = nth(2);
    addition.document = &document;
    addition.coded = &coded;
    assert!(case.add_document(&addition, "Ann").is_err());
}

#[test]
fn lists_count_what_is_there() {
    let (_folder, _, mut case) = new_case();
    let docs: Vec<_> = (0..30).map(nth).collect();
    let batch: Vec<_> = docs.iter().map(|(d, c)| Addition::new(d, c)).collect();
    assert_eq!(case.add_batch(&batch, "Ann").unwrap(), [Added::New; 30]);

    let documents = case.documents().unwrap();
    assert_eq!(documents.len(), 30);
    assert!(
        documents
            .iter()
            .all(|d| d.statements == 3 && d.characters > 200)
    );
    let sources = case.sources().unwrap();
    assert_eq!(sources.len(), 3);
    assert!(
        sources
            .iter()
            .all(|s| (s.documents, s.statements) == (10, 30))
    );
    let actors = case.actors().unwrap();
    let front = actors
        .iter()
        .find(|a| a.actor.name == "Northern Front")
        .unwrap();
    assert_eq!(
        (front.documents, front.mentions, front.statements),
        (30, 30, 90)
    );
    assert_eq!(front.aliases, ["the Northern Front"]);
    let ties = case.ties().unwrap();
    assert_eq!(ties.len(), 1, "both directions are one tie");
    assert_eq!(
        (ties[0].statements, ties[0].for_it, ties[0].against_it),
        (90, 60, 30)
    );
    assert_eq!(ties[0].documents, 30);
    assert_eq!(ties[0].first.unwrap().to_string(), "2000-01-01");
    let roles = case.roles().unwrap();
    assert_eq!((roles.len(), roles[0].documents), (1, 30));
}

#[test]
fn statements_are_filtered() {
    let (_folder, _, mut case) = new_case();
    let docs: Vec<_> = (0..30).map(nth).collect();
    let batch: Vec<_> = docs.iter().map(|(d, c)| Addition::new(d, c)).collect();
    case.add_batch(&batch, "Ann").unwrap();
    let (front, river) = (
        ActorId::from("northern-front"),
        ActorId::from("river-group"),
    );
    let all = StatementFilter::default();
    let count = |filter: StatementFilter| {
        let n = case.statements(&filter).unwrap().len();
        assert_eq!(case.count_statements(&filter).unwrap(), n as u64);
        n
    };
    assert_eq!(count(all.clone()), 90);
    let pair = |a: &[&ActorId], b: &[&ActorId]| {
        let ids = |ids: &[&ActorId]| ids.iter().map(|id| (*id).clone()).collect::<Vec<_>>();
        case.statements_for_pair(&ids(a), &ids(b)).unwrap().len()
    };
    assert_eq!(pair(&[&front], &[&river]), 90);
    assert_eq!(pair(&[&river], &[&front]), 90);
    assert_eq!(pair(&[&river, &ActorId::from("x")], &[&front]), 90);
    assert_eq!(pair(&[&front], &[&front]), 0);
    assert_eq!(pair(&[], &[&front]), 0);
    let of = |kind| StatementFilter {
        kind: Some(kind),
        ..all.clone()
    };
    assert_eq!(count(of(Kind::Shelter)), 30);
    assert_eq!(count(of(Kind::Break)), 0);
    let official = ActorId::from("an-official");
    assert_eq!(
        count(StatementFilter {
            said_by: Some(official),
            ..all.clone()
        }),
        30
    );
    assert_eq!(
        count(StatementFilter {
            actor: Some(river),
            ..all.clone()
        }),
        90
    );
    let id = docs[4].0.id.clone();
    assert_eq!(
        count(StatementFilter {
            document: Some(id),
            ..all.clone()
        }),
        3
    );
    let source = Some("Wire Agency".to_owned());
    assert_eq!(
        count(StatementFilter {
            source,
            ..all.clone()
        }),
        30
    );
    let as_of = Some("2009-12-31".parse().unwrap());
    assert_eq!(
        count(StatementFilter {
            as_of,
            ..all.clone()
        }),
        60
    );
    let page = StatementFilter {
        limit: Some(10),
        offset: 85,
        ..all
    };
    assert_eq!(case.statements(&page).unwrap().len(), 5);
}

#[test]
fn an_undated_document_was_known_when_it_was_added() {
    let (_folder, _, mut case) = new_case();
    let undated = document("Undated", "Gazette", "", "Alpha backs Beta.");
    let month = jiff::Zoned::now().strftime("%Y-%m").to_string();
    let this_month = document("New", "Gazette", &month, "Alpha backs Beta still.");
    for d in [&undated, &this_month] {
        let coded = Coded {
            statements: vec![statement(d, "Alpha", "Beta", Kind::Support, "backs")],
            ..Coded::default()
        };
        case.add_document(&Addition::new(d, &coded), "Ann").unwrap();
    }
    let seen = |as_of| {
        let as_of = Some(as_of);
        let filter = StatementFilter {
            as_of,
            ..StatementFilter::default()
        };
        case.statements(&filter).unwrap().len()
    };
    assert_eq!(seen(jiff::Zoned::now().date()), 2);
    assert_eq!(seen("2020-01-01".parse().unwrap()), 0);
}

#[test]
fn a_statement_of_another_document_or_without_a_score_is_refused_whole() {
    let (_folder, _, mut case) = new_case();
    let (document, mut coded) = nth(1);
    coded.statements[2].score = f64::NAN;
    let error = case.add_document(&Addition::new(&document, &coded), "Ann");
    assert!(
        matches!(error, Err(CaseError::Unstorable { .. })),
        "{error:?}"
    );
    let (_, other) = nth(2);
    let error = case.add_document(&Addition::new(&document, &other), "Ann");
    assert!(
        matches!(error, Err(CaseError::Unstorable { .. })),
        "{error:?}"
    );
    let stats = case.stats().unwrap();
    assert_eq!((stats.documents, stats.statements, stats.actors), (0, 0, 0));
    let nobody = case.add_document(&Addition::new(&document, &Coded::default()), " ");
    assert!(matches!(nobody, Err(CaseError::NoName)));
}

#[test]
fn near_duplicates_and_their_signatures_are_kept() {
    let (_folder, _, mut case) = new_case();
    let (first, coded) = nth(1);
    let (mut second, _) = nth(2);
    second.duplicate_of = Some(first.id.clone());
    let (mut third, _) = nth(3);
    third.duplicate_of = Some("of a document that never came in".into());
    let empty = Coded::default();
    for (document, coded, signature) in [
        (&first, &coded, Some(&b"\0one"[..])),
        (&second, &empty, Some(b"two")),
        (&third, &empty, None),
    ] {
        let mut addition = Addition::new(document, coded);
        addition.signature = signature;
        case.add_document(&addition, "Ann").unwrap();
    }
    assert_eq!(case.document(&second.id).unwrap().unwrap(), second);
    assert_eq!(
        case.document(&third.id).unwrap().unwrap().duplicate_of,
        None
    );
    let expected = [(first.id, b"\0one".to_vec()), (second.id, b"two".to_vec())];
    assert_eq!(case.signatures().unwrap(), expected);
    assert_eq!(case.stats().unwrap().near_duplicates, 1);
}
