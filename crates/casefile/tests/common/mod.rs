//! Cases and documents for the tests.
#![allow(dead_code)]

use std::path::PathBuf;
use tempfile::TempDir;
use unravel_casefile::Case;
use unravel_evidence::{
    ActorKind, ActorRef, Attribution, Bearing, CharIndex, Coded, Direction, Document, Kind,
    Mention, MentionedActor, Passage, Role, Stance, StatedMembership, Statement,
};

/// A new case in a folder of its own.
pub fn new_case() -> (TempDir, PathBuf, Case) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("test.case");
    let case = Case::create(&path).unwrap();
    (folder, path, case)
}

pub fn document(title: &str, publisher: &str, published: &str, text: &str) -> Document {
    let published = (!published.is_empty()).then(|| published.parse().unwrap());
    Document {
        id: Document::id_for(text, Some(publisher), None, published),
        title: Some(title.to_owned()),
        publisher: Some(publisher.to_owned()),
        authors: vec!["A. Writer".to_owned()],
        published,
        url: None,
        language: "en".to_owned(),
        text: text.to_owned(),
        origin: Some("folder/page.html".to_owned()),
        duplicate_of: None,
        reliability: None,
    }
}

/// A statement whose cue is the first place of `cue` and whose passage is the whole text.
pub fn statement(document: &Document, a: &str, b: &str, kind: Kind, cue: &str) -> Statement {
    let (text, chars) = (&document.text, CharIndex::new(&document.text));
    let at = text.find(cue).unwrap();
    let passage = Passage::of(&document.id, text, 0..text.len(), &chars).unwrap();
    let cue = Passage::of(&document.id, text, at..at + cue.len(), &chars).unwrap();
    let (a, b) = (ActorRef::unlisted(a), ActorRef::unlisted(b));
    Statement {
        id: Statement::id_for(&a, &b, kind, Stance::Asserted, None, &cue),
        a,
        b,
        kind,
        direction: Direction::AToB,
        stance: Stance::Asserted,
        said_by: None,
        when: None,
        place: None,
        bearing: Bearing::by_default(kind, Stance::Asserted),
        costly: false,
        event: None,
        passage,
        cue,
        score: 0.9,
    }
}

/// The `n`th document of a long row, with its coding: three statements, two actors, a role.
pub fn nth(n: usize) -> (Document, Coded) {
    let text = format!(
        "Report {n}. The Northern Front gave shelter to the River Group in valley {n}, and its \
         spokesman met envoys.\n\nThe River Group fights alongside the Northern Front, an \
         official said. They accused each other of nothing new in month {n}."
    );
    let day = format!("20{:02}-{:02}-{:02}", n % 20, n % 12 + 1, n % 28 + 1);
    let document = document(
        &format!("Report {n}"),
        ["Daily Gazette", "Wire Agency", "Border Observer"][n % 3],
        &day,
        &text,
    );
    let coded = code(&document);
    (document, coded)
}

fn code(document: &Document) -> Coded {
    let (a, b) = ("Northern Front", "River Group");
    let mut said = statement(document, b, a, Kind::Alliance, "fights alongside");
    said.said_by = Some(ActorRef::unlisted("an official"));
    said.when = Some("2019-05".parse().unwrap());
    let mention = |name: &str| MentionedActor {
        actor: ActorRef::unlisted(name),
        aliases: vec![format!("the {name}")],
        kind: ActorKind::ArmedGroup,
        mentions: vec![Mention {
            start: 15,
            end: 15 + name.len(),
            text: name.to_owned(),
        }],
    };
    Coded {
        document: Some(document.id.clone()),
        actors: vec![mention(a), mention(b)],
        roles: vec![Role {
            person: ActorRef::unlisted("an official"),
            role: "official".to_owned(),
            organization: ActorRef::unlisted(a),
            since: None,
            until: Some("2020".parse().unwrap()),
        }],
        statements: vec![
            statement(document, a, b, Kind::Shelter, "gave shelter"),
            said,
            statement(document, a, b, Kind::Hostility, "accused"),
        ],
        remarks: vec![],
        memberships: vec![StatedMembership {
            member: ActorRef::unlisted("members"),
            organization: ActorRef::unlisted(a),
            leads: false,
            member_at: Mention {
                start: 0,
                end: 7,
                text: "members".to_owned(),
            },
            organization_at: Mention {
                start: 15,
                end: 15 + a.len(),
                text: a.to_owned(),
            },
        }],
        attributions: vec![Attribution {
            source: 1..3,
            cue: 4..8,
            content: 9..20,
        }],
    }
}
