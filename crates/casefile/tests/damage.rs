//! A damaged case, or one made to do harm, gives an error in words: never a panic or a hang.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use common::{new_case, nth};
use proptest::prelude::*;
use std::path::Path;
use unravel_casefile::{Addition, Case, CaseError, Edit, Review, StatementFilter};

/// Does with the case all that reads or writes, and returns the first refusal.
fn use_all(path: &Path) -> Result<(), CaseError> {
    let mut case = Case::open(path)?;
    let first = |result: Result<(), CaseError>, kept: &mut Option<CaseError>| {
        if let Err(error) = result {
            kept.get_or_insert(error);
        }
    };
    let mut kept = None;
    first(case.check().map(|_| ()), &mut kept);
    first(case.stats().map(|_| ()), &mut kept);
    first(case.actors().map(|_| ()), &mut kept);
    first(case.ties().map(|_| ()), &mut kept);
    first(case.sources().map(|_| ()), &mut kept);
    first(case.roles().map(|_| ()), &mut kept);
    first(case.audit(100).map(|_| ()), &mut kept);
    first(case.search("shelter front*", 5).map(|_| ()), &mut kept);
    for document in case.documents().unwrap_or_default() {
        first(case.document(&document.document.id).map(|_| ()), &mut kept);
        first(case.coded(&document.document.id).map(|_| ()), &mut kept);
    }
    let statements = case.statements(&StatementFilter::default());
    if let Some(one) = statements.as_ref().ok().and_then(|all| all.first()) {
        let edit = Edit::by("Ann").because("x");
        let id = one.statement.id.clone();
        first(
            case.review_statement(&id, Review::Accepted, &edit)
                .map(|_| ()),
            &mut kept,
        );
        first(case.undo("Ann").map(|_| ()), &mut kept);
    }
    first(statements.map(|_| ()), &mut kept);
    let (document, coded) = nth(99);
    first(
        case.add_document(&Addition::new(&document, &coded), "Ann")
            .map(|_| ()),
        &mut kept,
    );
    kept.map_or(Ok(()), Err)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn flipped_bytes_give_an_error_in_words_or_do_no_harm(
        flips in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..40),
        cut in proptest::option::of(any::<prop::sample::Index>()),
    ) {
        thread_local! {
            static BYTES: Vec<u8> = {
                let (_folder, path, mut case) = new_case();
                for n in 0..12 {
                    let (document, coded) = nth(n);
                    case.add_document(&Addition::new(&document, &coded), "Ann").unwrap();
                }
                case.close().unwrap();
                std::fs::read(path).unwrap()
            };
        }
        let mut bytes = BYTES.with(Clone::clone);
        for (at, byte) in flips {
            // the first 100 bytes have their own test
            let at = 100 + at.index(bytes.len() - 100);
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("damaged.case");
        std::fs::write(&path, bytes).unwrap();
        if let Err(error) = use_all(&path) {
            prop_assert!(!error.to_string().is_empty());
        }
    }
}

/// A colleague's case whose JSON this program would never write.
#[test]
fn a_row_that_does_not_read_back_is_named() {
    let (_folder, path, mut case) = new_case();
    let (document, coded) = nth(1);
    case.add_document(&Addition::new(&document, &coded), "Ann")
        .unwrap();
    let conn = rusqlite::Connection::open(&path).unwrap();
    conn.execute(
        "UPDATE statement SET json = json_set(json, '$.kind', 'friendship')",
        [],
    )
    .unwrap();
    let error = case.statements(&StatementFilter::default()).unwrap_err();
    assert!(
        matches!(&error, CaseError::Damaged { what, .. } if what.contains("friendship")),
        "{error}"
    );
    assert_eq!(error.to_string().lines().count(), 1);
}

/// The file and its folder may not be written: another user, a CD, a mounted share.
#[cfg(unix)]
#[test]
fn a_case_on_a_medium_that_can_not_be_written_is_read() {
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::process::CommandExt;
    const CHILD: &str = "UNRAVEL_TEST_READ_ONLY";
    if let Some(path) = std::env::var_os(CHILD) {
        let mut case = Case::open(&path).unwrap();
        assert!(case.is_read_only());
        assert_eq!(case.stats().unwrap().statements, 3);
        assert_eq!(case.search("shelter", 5).unwrap().documents.len(), 1);
        let (document, coded) = nth(2);
        let refused = case.add_document(&Addition::new(&document, &coded), "Ann");
        assert!(
            matches!(refused, Err(CaseError::ReadOnly(_))),
            "{refused:?}"
        );
        return;
    }
    let (folder, path, mut case) = new_case();
    let (document, coded) = nth(1);
    case.add_document(&Addition::new(&document, &coded), "Ann")
        .unwrap();
    case.close().unwrap();
    let mode = |path: &Path, mode| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    mode(&path, 0o444);
    mode(folder.path(), 0o555);
    let exe = std::env::current_exe().unwrap();
    let run = |nobody: bool| {
        let mut child = std::process::Command::new(&exe);
        child
            .args([
                "--exact",
                "a_case_on_a_medium_that_can_not_be_written_is_read",
            ])
            .env(CHILD, &path);
        if nobody {
            // root may write anywhere; as the user "nobody" it may not
            child.uid(65534);
        }
        child.output()
    };
    let probe = folder.path().join("probe");
    let root = std::fs::write(&probe, "x").is_ok() && std::fs::remove_file(&probe).is_ok();
    let output = run(root);
    mode(folder.path(), 0o755);
    match output {
        Ok(output) => assert!(
            output.status.success(),
            "{}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        ),
        Err(error) => println!("skipped: no other user to read as ({error})"),
    }
}
