//! Tables of a case's content and the coded form of a document.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use common::{actor, day, statement};
use jiff::civil::date;
use unravel_evidence::*;
use unravel_report::*;

#[test]
fn a_coded_document() {
    let id = DocumentId::from("00000000000000d1");
    let sentence = "Border monitors said that Ruria {shelters} the Maland Front.";
    let shelter = |stance| {
        let by = Some("Border Monitors");
        statement(
            &id,
            0,
            "Ruria",
            "Maland Front",
            Kind::Shelter,
            stance,
            by,
            Some("2025-12"),
            sentence,
        )
    };
    let later = statement(
        &id,
        62,
        "Ruria",
        "Maland Front",
        Kind::Alliance,
        Stance::Denied,
        None,
        None,
        "Ruria «denies» {any pact}.",
    );
    let document = Document {
        id: id.clone(),
        title: Some("A report".to_owned()),
        publisher: Some("Highland Agency".to_owned()),
        authors: vec![],
        published: day("2026-01-20"),
        url: None,
        language: "en".to_owned(),
        text: String::new(),
        origin: None,
        duplicate_of: None,
        reliability: None,
    };
    let found = Coded {
        document: Some(id.clone()),
        statements: vec![later, shelter(Stance::Asserted), shelter(Stance::Hedged)],
        actors: vec![MentionedActor {
            actor: actor("Ruria"),
            aliases: vec!["Republic of Ruria".to_owned()],
            kind: ActorKind::Government,
            mentions: vec![Mention {
                start: 26,
                end: 31,
                text: "Ruria".to_owned(),
            }],
        }],
        roles: vec![Role {
            person: actor("A. Example"),
            role: "spokesman".to_owned(),
            organization: actor("Maland Front"),
            since: day("2020"),
            until: None,
        }],
        attributions: vec![],
        remarks: vec![],
        memberships: vec![StatedMembership {
            member: actor("A. Example"),
            organization: actor("Maland Front"),
            leads: true,
            member_at: Mention {
                start: 0,
                end: 10,
                text: "A. Example".to_owned(),
            },
            organization_at: Mention {
                start: 26,
                end: 38,
                text: "Maland Front".to_owned(),
            },
        }],
    };
    insta::assert_snapshot!(coded(&document, &found, &Style::default()));
    let none = coded(&document, &Coded::default(), &Style::default());
    assert!(none.contains("No statement about two actors found."));
}

#[test]
fn tables() {
    let style = Style::default();
    let documents = [DocumentRow {
        id: "00000000000000d1".to_owned(),
        published: day("2026-01-20"),
        publisher: Some("Border Monitors".to_owned()),
        reliability: Some(Reliability::A),
        title: Some("Ninth report on arms\u{1b}[31m and fighters at the border".to_owned()),
        origin: None,
        statements: 12,
        duplicate_of: None,
    }];
    let actors = [ActorRow {
        id: "ruria".to_owned(),
        name: "Ruria".to_owned(),
        kind: ActorKind::Government,
        aliases: [
            "Republic of Ruria",
            "RU",
            "Rurija",
            "the Republic",
            "Ruria proper",
        ]
        .map(str::to_owned)
        .to_vec(),
        documents: 3,
        statements: 14,
    }];
    let statements = [StatementRow {
        id: "s".to_owned(),
        a: "Ruria".to_owned(),
        b: "Maland Front".to_owned(),
        kind: Kind::Shelter,
        direction: Direction::BToA,
        stance: Stance::Hedged,
        said_by: Some("Border Monitors".to_owned()),
        when: day("2025-12"),
        bearing: Bearing::For,
        score: 0.83,
        cue: "are believed to live".to_owned(),
        quote: "Its leaders are believed to live in Ruria.".to_owned(),
        document: "00000000000000d1".to_owned(),
        source: "Highland Agency".to_owned(),
    }];
    let ties = [TieRow {
        a: "Ruria".to_owned(),
        b: "Maland Front".to_owned(),
        supporting: 9,
        opposing: 3,
        neutral: 1,
        documents: 4,
        first: day("2011"),
        last: day("2026-02-11"),
    }];
    let history = [HistoryRow {
        id: "00c0ffee00c0ffee".to_owned(),
        made_at: "2026-03-01T09:30:12.345Z".parse().unwrap(),
        as_of: date(2026, 3, 1),
        until: date(2027, 12, 31),
        probability: 0.905,
        interval90: [0.71, 0.974],
        term: "very likely".to_owned(),
        confidence: ConfidenceLevel::Moderate,
        evidence: 5,
    }];
    let all = [
        documents_table(&documents, &style),
        actors_table(&actors, &style),
        statements_table(&statements, &style),
        ties_table(&ties, &style),
        history_table(&history, &style),
        documents_table(&[], &style),
    ];
    insta::assert_snapshot!(all.join("\n"));
}
