//! The user's hand: grades, reviews, corrections, clusters, evidence, undo.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use common::{new_case, nth};
use serde_json::json;
use std::path::PathBuf;
use tempfile::TempDir;
use unravel_casefile::{
    Addition, Case, CaseError, Edit, HandEvidence, Reference, Review, StatementFilter,
    StatementPatch,
};
use unravel_evidence::{
    ActorRef, Bearing, Credibility, Direction, Kind, Reliability, Stance, StatementId,
};

/// A case with one document; the ids of its shelter, alliance and hostility statements.
fn with_statements() -> (TempDir, PathBuf, Case, Vec<StatementId>) {
    let (folder, path, mut case) = new_case();
    let (document, coded) = nth(0);
    case.add_document(&Addition::new(&document, &coded), "unravel")
        .unwrap();
    let ids = coded.statements.into_iter().map(|s| s.id).collect();
    (folder, path, case, ids)
}

fn correction() -> StatementPatch {
    serde_json::from_value(json!({
        "kind": "break", "stance": "denied", "when": "1999-05", "said_by": null,
        "b": {"id": "hill-band", "name": "Hill Band"},
    }))
    .unwrap()
}

#[test]
fn a_grade_counts_for_every_statement_of_the_source() {
    let (_folder, _, mut case, ids) = with_statements();
    let edit = Edit::by("Ann").because("corrects its errors");
    case.grade_source("daily gazette", Reliability::B, &edit)
        .unwrap();
    case.grade_statement(&ids[0], Some(Credibility::Two), &edit)
        .unwrap();
    let grade = |case: &Case, i: usize| case.statement(&ids[i]).unwrap().unwrap().grade.to_string();
    assert_eq!(
        (grade(&case, 0), grade(&case, 1)),
        ("B2".into(), "B6".into())
    );
    let source = &case.sources().unwrap()[0].source;
    assert_eq!(source.note.as_deref(), Some("corrects its errors"));
    let unknown = case.grade_source("Nobody's Paper", Reliability::A, &edit);
    assert!(matches!(unknown, Err(CaseError::Unknown { .. })));
    case.undo("Ann").unwrap();
    assert_eq!(grade(&case, 0), "B6");
    case.undo("Ann").unwrap();
    assert_eq!(grade(&case, 0), "F6");
}

#[test]
fn a_rejected_statement_counts_for_nothing_until_it_is_undone() {
    let (_folder, _, mut case, ids) = with_statements();
    let without = case.reject_statement(&ids[2], &Edit::by("Ann"));
    assert!(matches!(without, Err(CaseError::NoReason(_))));
    let edit = Edit::by("Ann").because("about another war");
    case.reject_statement(&ids[2], &edit).unwrap();
    assert_eq!(
        case.count_statements(&StatementFilter::default()).unwrap(),
        2
    );
    assert_eq!(case.ties().unwrap()[0].against_it, 0);
    let all = StatementFilter {
        with_rejected: true,
        ..StatementFilter::default()
    };
    let rejected = case.statements(&all).unwrap().pop().unwrap();
    assert_eq!(rejected.note().unwrap(), "rejected: about another war");
    assert!(
        case.search("accused", 5)
            .unwrap()
            .statements
            .iter()
            .any(|s| s.rejected)
    );
    case.undo("Ann").unwrap().unwrap();
    assert_eq!(case.ties().unwrap()[0].against_it, 1);
    case.review_statement(&ids[2], Review::Accepted, &Edit::by("Ann"))
        .unwrap();
    assert_eq!(
        case.statement(&ids[2]).unwrap().unwrap().review,
        Review::Accepted
    );
}

#[test]
fn a_correction_changes_what_counts_and_keeps_what_was_coded() {
    let (_folder, _, mut case, ids) = with_statements();
    let coded = case.statement(&ids[1]).unwrap().unwrap().statement;
    let edit = Edit::by("Ann").because("misread");
    assert_eq!(
        case.correct_statement(&ids[1], &correction(), &edit)
            .unwrap(),
        2
    );
    let record = case.statement(&ids[1]).unwrap().unwrap();
    let now = &record.statement;
    assert_eq!((now.kind, now.stance), (Kind::Break, Stance::Denied));
    assert_eq!(now.bearing, Bearing::For, "follows from kind and stance");
    assert_eq!(now.b.name, "Hill Band");
    assert_eq!(now.when.unwrap().to_string(), "1999-05");
    assert_eq!(now.said_by, None);
    assert_eq!(now.passage, coded.passage);
    assert_eq!(record.coded.as_ref(), Some(&coded));
    assert_eq!(record.note().unwrap(), "corrected: misread");
    assert_eq!(case.ties().unwrap().len(), 2);
    // a second correction keeps the coder's version
    let again = StatementPatch {
        bearing: Some(Bearing::Neutral),
        ..StatementPatch::default()
    };
    case.correct_statement(&ids[1], &again, &edit).unwrap();
    let record = case.statement(&ids[1]).unwrap().unwrap();
    assert_eq!((record.coded, record.version), (Some(coded.clone()), 3));
    // an actor and itself
    let patch = StatementPatch {
        a: Some(ActorRef::unlisted("Hill Band")),
        ..StatementPatch::default()
    };
    let error = case.correct_statement(&ids[1], &patch, &edit);
    assert!(matches!(error, Err(CaseError::SelfTie(_))));
    case.undo("Ann").unwrap();
    case.undo("Ann").unwrap();
    let record = case.statement(&ids[1]).unwrap().unwrap();
    assert_eq!((record.statement, record.coded), (coded, None));
    assert_eq!(case.undo("Ann").unwrap(), None);
    assert_eq!(case.check().unwrap(), Vec::<String>::new());
}

#[test]
fn a_stale_edit_is_refused_with_both_versions() {
    let (_folder, path, mut ann, ids) = with_statements();
    let mut ben = Case::open(&path).unwrap();
    let seen = ben.statement(&ids[0]).unwrap().unwrap().version;
    let edit = Edit::by("Ann").because("old news").of_version(seen);
    ann.grade_statement(&ids[0], Some(Credibility::Four), &edit)
        .unwrap();
    let edit = Edit::by("Ben").because("misread").of_version(seen);
    let Err(CaseError::Stale(stale)) = ben.correct_statement(&ids[0], &correction(), &edit) else {
        panic!("a stale edit was taken");
    };
    assert_eq!(
        (stale.expected, stale.found, stale.by.as_str()),
        (1, 2, "Ann")
    );
    assert_eq!(stale.current["credibility"], "4");
    assert_eq!(stale.current["statement"]["kind"], "shelter");
    assert_eq!(stale.wanted["statement"]["kind"], "break");
    assert!(stale.to_string().contains("by Ann"), "{stale}");
    assert_eq!(stale.to_string().lines().count(), 1);
    let record = ben.statement(&ids[0]).unwrap().unwrap();
    assert_eq!(record.statement.kind, Kind::Shelter);
    ben.correct_statement(&ids[0], &correction(), &edit.of_version(2))
        .unwrap();

    let edit = Edit::by("Ann").of_version(1);
    ann.grade_source("Daily Gazette", Reliability::B, &edit)
        .unwrap();
    let stale = ben.grade_source(
        "Daily Gazette",
        Reliability::C,
        &Edit::by("Ben").of_version(1),
    );
    assert!(matches!(stale, Err(CaseError::Stale(_))), "{stale:?}");
}

#[test]
fn undo_does_not_destroy_what_another_did_since() {
    let (_folder, _, mut case, ids) = with_statements();
    let why = |who| Edit::by(who).because("x");
    case.grade_statement(&ids[0], Some(Credibility::Two), &why("Ann"))
        .unwrap();
    case.reject_statement(&ids[0], &why("Ben")).unwrap();
    let error = case.undo("Ann").unwrap_err();
    assert!(
        matches!(&error, CaseError::UndoConflict { by, .. } if by == "Ben"),
        "{error}"
    );
    // each undoes their own; then Ann's is free
    assert_eq!(
        case.undo("Ben").unwrap().unwrap().entries[0].action,
        "reject statement"
    );
    assert!(case.undo("Ann").unwrap().is_some());
    let change = case.audit(1).unwrap()[0].change;
    assert!(matches!(
        case.undo_change(change, "Ann"),
        Err(CaseError::NotUndoable(_))
    ));
    assert!(matches!(
        case.undo_change(1, "Ann"),
        Err(CaseError::NotUndoable(_))
    ));
}

#[test]
fn clusters_are_joined_and_split_as_one_change() {
    let (_folder, _, mut case, ids) = with_statements();
    case.set_cluster(&ids, Some("one report"), &Edit::by("Ann"))
        .unwrap();
    let label = |case: &Case, i: usize| case.statement(&ids[i]).unwrap().unwrap().cluster;
    assert!((0..3).all(|i| label(&case, i).as_deref() == Some("one report")));
    case.set_cluster(&ids[..1], Some("apart"), &Edit::by("Ann"))
        .unwrap();
    assert_eq!(label(&case, 0).as_deref(), Some("apart"));
    case.undo("Ann").unwrap();
    assert_eq!(case.undo("Ann").unwrap().unwrap().entries.len(), 3);
    assert!((0..3).all(|i| label(&case, i).is_none()));
}

fn by_hand(reference: Reference) -> HandEvidence {
    HandEvidence {
        a: ActorRef::unlisted("Northern Front"),
        b: ActorRef::unlisted("River Group"),
        kind: Kind::Allegiance,
        direction: Direction::BToA,
        stance: Stance::Asserted,
        bearing: None,
        said_by: None,
        when: Some("2021-08".parse().unwrap()),
        place: None,
        costly: true,
        score: None,
        credibility: Some(Credibility::Two),
        reference,
    }
}

#[test]
fn evidence_by_hand_rests_on_a_quote_or_a_passage() {
    let (_folder, _, mut case, _) = with_statements();
    let before = case.stats().unwrap();
    let quote = Reference::Quote {
        quote: " The Group renewed its pledge to the Front. ".to_owned(),
        publisher: Some("Library of Treaties".to_owned()),
        title: Some("Volume 3, page 12".to_owned()),
        url: None,
        published: Some("2022".parse().unwrap()),
    };
    let edit = Edit::by("Ann").because("seen in the reading room");
    let id = case.add_evidence(&by_hand(quote.clone()), &edit).unwrap();
    let again = case.add_evidence(&by_hand(quote), &edit);
    assert!(matches!(again, Err(CaseError::Held(_))));
    let record = case.statement(&id).unwrap().unwrap();
    assert!(record.by_hand);
    assert_eq!(record.grade.to_string(), "F2");
    assert_eq!(
        record.document.publisher.as_deref(),
        Some("Library of Treaties")
    );
    assert_eq!(
        record.statement.passage.exact,
        "The Group renewed its pledge to the Front."
    );
    case.grade_source("Library of Treaties", Reliability::A, &edit)
        .unwrap();
    assert_eq!(
        case.statement(&id).unwrap().unwrap().grade.to_string(),
        "A2"
    );
    assert_eq!(case.search("pledge", 5).unwrap().statements.len(), 1);

    let document = case.documents().unwrap()[0].document.id.clone();
    let passage = |start, end| Reference::Passage {
        document: document.clone(),
        start,
        end,
    };
    let second = case.add_evidence(&by_hand(passage(10, 28)), &edit).unwrap();
    assert_eq!(
        case.statement(&second)
            .unwrap()
            .unwrap()
            .statement
            .passage
            .exact,
        "The Northern Front"
    );
    for (start, end) in [(5, 5), (9, 3), (0, 100_000), (usize::MAX, usize::MAX)] {
        let error = case.add_evidence(&by_hand(passage(start, end)), &edit);
        assert!(
            matches!(error, Err(CaseError::NoPassage { .. })),
            "{error:?}"
        );
    }
    // back to where it was, quoted document included; its source stays known
    for _ in 0..3 {
        case.undo("Ann").unwrap().unwrap();
    }
    let after = case.stats().unwrap();
    assert_eq!(
        (after.documents, after.statements),
        (before.documents, before.statements)
    );
    assert!(case.search("pledge", 5).unwrap().documents.is_empty());
    assert_eq!(case.check().unwrap(), Vec::<String>::new());
}

#[test]
fn the_log_tells_who_did_what_and_is_never_changed() {
    let (_folder, path, mut case, ids) = with_statements();
    let edit = Edit::by("Ann").because("misread");
    case.correct_statement(&ids[0], &correction(), &edit)
        .unwrap();
    case.undo("Ann").unwrap();
    let log = case.audit(100).unwrap();
    let told: Vec<_> = log
        .iter()
        .rev()
        .map(|e| (e.who.as_str(), e.action.as_str()))
        .collect();
    let expected = [
        ("unravel", "new case"),
        ("unravel", "add document"),
        ("Ann", "correct statement"),
        ("Ann", "undo"),
    ];
    assert_eq!(told, expected);
    let entry = &case.audit_of("statement", ids[0].as_str()).unwrap()[1];
    assert_eq!(
        entry.before.as_ref().unwrap()["statement"]["kind"],
        "shelter"
    );
    assert_eq!(entry.after.as_ref().unwrap()["statement"]["kind"], "break");
    assert!(!entry.undoable, "undone already");
    assert_eq!(case.revision().unwrap(), 4);
    let conn = rusqlite::Connection::open(path).unwrap();
    for sql in [
        "DELETE FROM audit",
        "UPDATE audit SET who = 'nobody'",
        "UPDATE document_text SET text = 'x'",
        "DELETE FROM document_text",
        "REPLACE INTO document_text VALUES (1, 'x')",
        "REPLACE INTO audit SELECT * FROM audit",
        "UPDATE statement SET json = json_set(json, '$.passage.exact', 'x')",
    ] {
        assert!(conn.execute(sql, []).is_err(), "{sql}");
    }
}
