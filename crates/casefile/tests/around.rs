//! What stands around one actor, and pages of documents.
#![allow(clippy::unwrap_used)]

mod common;

use common::{document, new_case, nth, statement};
use unravel_casefile::{Addition, Case, Edit, YearCount};
use unravel_evidence::{ActorId, Bearing, Coded, DocumentId, Kind};

/// Front-Group (from `nth`), Group-Guard twice, Guard-Town once, and Front with itself never.
fn told() -> (tempfile::TempDir, Case) {
    let (folder, _, mut case) = new_case();
    let (first, coded) = nth(1);
    case.add_document(&Addition::new(&first, &coded), "Ann")
        .unwrap();
    let text = "The River Group met the Hill Guard, which fed the Town Watch. They split.";
    let page = document("Page", "Gazette", "2021-03-04", text);
    let mut neutral = statement(&page, "River Group", "Hill Guard", Kind::Contact, "met");
    neutral.bearing = Bearing::Neutral;
    let coded = Coded {
        document: Some(page.id.clone()),
        statements: vec![
            neutral,
            statement(&page, "Hill Guard", "River Group", Kind::Break, "split"),
            statement(&page, "Hill Guard", "Town Watch", Kind::Support, "fed"),
        ],
        ..Coded::default()
    };
    case.add_document(&Addition::new(&page, &coded), "Ann")
        .unwrap();
    (folder, case)
}

fn id(text: &str) -> ActorId {
    text.into()
}

#[test]
fn one_actor_is_as_in_the_list() {
    let (_folder, case) = told();
    for listed in case.actors().unwrap() {
        let one = case.actor(&listed.actor.id).unwrap().unwrap();
        assert_eq!(one, listed);
    }
    assert_eq!(case.actor(&id("nobody")).unwrap(), None);
    let roles = case.roles_of(&id("northern-front")).unwrap();
    assert_eq!(roles, case.roles().unwrap());
    assert_eq!(case.roles_of(&id("an-official")).unwrap(), roles);
    assert!(case.roles_of(&id("river-group")).unwrap().is_empty());
}

#[test]
fn ties_are_counted_by_year() {
    let (_folder, mut case) = told();
    let ties = case.ties_of(&id("river-group")).unwrap();
    let rows: Vec<(&str, YearCount)> = ties
        .iter()
        .map(|t| (t.other.id.as_str(), t.count))
        .collect();
    let count = |year, for_it, against, neutral| YearCount {
        year: Some(year),
        for_it,
        against,
        neutral,
    };
    assert_eq!(
        rows,
        [
            ("hill-guard", count(2021, 0, 1, 1)),
            // of the year published, and of the year that one statement speaks of
            ("northern-front", count(2001, 1, 1, 0)),
            ("northern-front", count(2019, 1, 0, 0)),
        ]
    );
    let all = case.statements(&Default::default()).unwrap();
    let split = all
        .iter()
        .find(|r| r.statement.kind == Kind::Break)
        .unwrap();
    let edit = Edit::by("Ann").because("not so");
    case.reject_statement(&split.statement.id, &edit).unwrap();
    let ties = case.ties_of(&id("river-group")).unwrap();
    assert_eq!(ties[0].count, count(2021, 0, 0, 1));
}

#[test]
fn a_network_grows_by_steps_and_has_a_limit() {
    let (_folder, case) = told();
    let names = |depth, limit| -> Vec<(String, u8)> {
        let net = case.network(&id("northern-front"), depth, limit).unwrap();
        let nodes = net.nodes.into_iter();
        nodes.map(|n| (n.actor.id.0, n.depth)).collect()
    };
    let at = |id: &str, depth| (id.to_owned(), depth);
    let (front, group, guard) = (
        at("northern-front", 0),
        at("river-group", 1),
        at("hill-guard", 2),
    );
    assert_eq!(names(1, 9), [front.clone(), group.clone()]);
    assert_eq!(names(2, 9), [front.clone(), group.clone(), guard]);
    assert_eq!(names(2, 1), [front, group]);
    let net = case.network(&id("northern-front"), 2, 1).unwrap();
    assert_eq!(net.left_out, 1);
    let net = case.network(&id("northern-front"), 2, 9).unwrap();
    assert_eq!(net.edges.len(), 2);
    assert!(net.edges.iter().all(|e| e.a < e.b));
    assert_eq!(net.nodes[1].statements, 5);
    assert!(case.network(&id("nobody"), 2, 9).unwrap().nodes.is_empty());
}

#[test]
fn documents_come_page_by_page() {
    let (_folder, _, mut case) = new_case();
    for n in 0..7 {
        let (document, coded) = nth(n);
        case.add_document(&Addition::new(&document, &coded), "Ann")
            .unwrap();
    }
    let all = case.documents().unwrap();
    assert_eq!(all.len(), 7);
    assert_eq!(case.documents_page(2, 3).unwrap(), all[2..5]);
    assert_eq!(case.documents_page(6, 3).unwrap(), all[6..]);
    assert!(case.documents_page(7, 3).unwrap().is_empty());
    assert!(
        case.holds(&DocumentId(all[0].document.id.0.clone()))
            .unwrap()
    );
}
