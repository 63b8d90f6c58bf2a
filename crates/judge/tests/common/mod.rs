//! A made-up tie and its evidence.
#![allow(dead_code, clippy::unwrap_used)]

use unravel_evidence::{
    ActorRef, Bearing, DateRange, Direction, DocumentId, DocumentRef, End, Kind, Passage, Question,
    Reliability, Stance, Statement, Tie, TieClass,
};
use unravel_judge::Evidence;

pub fn actor(name: &str) -> ActorRef {
    ActorRef::unlisted(name)
}

/// Will Ruria keep hosting the Maland Front until the end of 2026?
pub fn question() -> Question {
    let tie = Tie {
        a: actor("Ruria"),
        b: actor("Maland Front"),
        class: TieClass::StateGroupShelter,
        began: Some("2014-03".parse().unwrap()),
    };
    Question::new(
        tie,
        End::Hosting,
        "2025-12-31".parse().unwrap(),
        "2026-12-31".parse().unwrap(),
    )
}

/// A statement of `publisher`, asserted, uncostly, about the pair; its document is of its own.
pub fn item(n: usize, publisher: &str, date: &str, kind: Kind, stance: Stance) -> Evidence {
    let document = DocumentId(format!("doc{n:04}"));
    let exact = format!("sentence {n}");
    let passage = Passage {
        document: document.clone(),
        start: 0,
        end: exact.chars().count(),
        exact,
        prefix: String::new(),
        suffix: String::new(),
    };
    let (a, b) = (actor("Ruria"), actor("Maland Front"));
    let published: DateRange = date.parse().unwrap();
    Evidence {
        statement: Statement {
            id: Statement::id_for(&a, &b, kind, stance, None, &passage),
            a,
            b,
            kind,
            direction: Direction::AToB,
            stance,
            said_by: None,
            when: None,
            place: None,
            bearing: Bearing::by_default(kind, stance),
            costly: false,
            event: None,
            cue: passage.clone(),
            passage,
            score: 1.0,
        },
        document: DocumentRef {
            id: document,
            title: Some(format!("Report {n}")),
            publisher: Some(publisher.to_owned()),
            published: Some(published),
            url: None,
            origin: None,
        },
        duplicate_of: None,
        reliability: Reliability::B,
        credibility: None,
        cluster: None,
        rejected: None,
    }
}

/// Evidence with every turn: a promise and what followed, a quote repeated, a copy, a dispute
/// of one proposition, a costly act, a third party, a rejected and an unseen item.
pub fn evidence() -> Vec<Evidence> {
    let mut e = vec![
        item(
            1,
            "Harbour Post",
            "2024-02-10",
            Kind::Shelter,
            Stance::Asserted,
        ),
        item(
            2,
            "Northern Wire",
            "2025-11-03",
            Kind::Shelter,
            Stance::Asserted,
        ),
        item(
            3,
            "Northern Wire",
            "2025-06-20",
            Kind::Agreement,
            Stance::Promised,
        ),
        item(
            4,
            "Council Monitors",
            "2025-10-01",
            Kind::Contact,
            Stance::Asserted,
        ),
        item(
            5,
            "Harbour Post",
            "2025-09-15",
            Kind::Shelter,
            Stance::Denied,
        ),
        item(6, "Daily Copy", "2025-09-16", Kind::Shelter, Stance::Denied),
        item(
            7,
            "Hill Radio",
            "2025-08-05",
            Kind::Hostility,
            Stance::Asserted,
        ),
        item(
            8,
            "Hill Radio",
            "2025-07-01",
            Kind::Affinity,
            Stance::Hedged,
        ),
        item(9, "Rumour Board", "2025-12-01", Kind::Break, Stance::Hedged),
        item(
            10,
            "Harbour Post",
            "2026-02-01",
            Kind::Break,
            Stance::Asserted,
        ),
        item(
            11,
            "Council Monitors",
            "2025-10-01",
            Kind::Support,
            Stance::Asserted,
        ),
    ];
    // A promise to a neighbour to restrain the guest.
    e[2].statement.b = actor("Eastmark");
    e[2].statement.bearing = Bearing::Against;
    e[2].statement.said_by = Some(actor("Ruria"));
    e[3].statement.said_by = Some(actor("Council monitoring team"));
    // The government's own denial, and a copy of the same page.
    e[4].statement.said_by = Some(actor("Ruria"));
    e[5].statement.said_by = Some(actor("Ruria"));
    e[5].duplicate_of = Some(DocumentId::from("doc0005"));
    // An arrest: costly.
    e[6].statement.costly = true;
    e[6].statement.when = Some("2025-08-04".parse().unwrap());
    e[8].rejected = Some("the author withdrew it".to_owned());
    e
}
