//! Questions, judgements, resolutions.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use common::new_case;
use jiff::civil::Date;
use unravel_casefile::{Case, CaseError, QuestionFilter};
use unravel_evidence::{
    ActorRef, BaseRate, Confidence, ConfidenceLevel, End, Judgement, JudgementId, ModelNote,
    Outcome, Question, Resolution, Tie, TieClass, TrackRecord, Yardstick,
};

fn question(a: &str, b: &str, as_of: &str) -> Question {
    let tie = Tie {
        a: ActorRef::unlisted(a),
        b: ActorRef::unlisted(b),
        class: TieClass::GroupGroup,
        began: Some("1996".parse().unwrap()),
    };
    let date = |text: &str| text.parse::<Date>().unwrap();
    Question::new(tie, End::Break, date(as_of), date("2027-12-31"))
}

fn judgement(id: &str, question: &Question, probability: f64) -> Judgement {
    Judgement {
        id: JudgementId(id.to_owned()),
        made_at: "2026-01-02T03:04:05.678Z".parse().unwrap(),
        question: question.clone(),
        question_text: question.text(),
        probability,
        term: Yardstick::Icd203.term(probability).to_owned(),
        yardstick: Yardstick::Icd203,
        interval50: [0.1 + 0.2, 0.9],
        interval90: [0.123_456_789_012_345_67, 0.97],
        confidence: Confidence {
            level: ConfidenceLevel::Moderate,
            reasons: vec![],
        },
        base_rate: BaseRate {
            probability: 0.81,
            interval90: [0.7, 0.9],
            row: "group-group".to_owned(),
            hazard: 0.1,
            ends: 3.0,
            exposure: 30.0,
            source: "counted".to_owned(),
        },
        changes: vec![],
        previous: None,
        drivers: vec![],
        evidence: vec![],
        leave_one_out: vec![],
        alternatives: vec![],
        ach: vec![],
        dissent: vec![],
        commitments: vec![],
        assumptions: vec![],
        indicators: vec![],
        gaps: vec![],
        track_record: TrackRecord {
            resolved: 0,
            brier: None,
            base_rate_brier: None,
            this_question: None,
        },
        model: ModelNote {
            weights: "default".to_owned(),
            draws: 0,
            seed: 1,
            notes: vec![],
        },
    }
}

fn resolution(question: &Question, outcome: Outcome) -> Resolution {
    Resolution {
        question: question.id.clone(),
        outcome,
        date: "2027-12-31".parse().unwrap(),
        source: "Daily Gazette".to_owned(),
    }
}

#[test]
fn judgements_are_appended_never_overwritten() {
    let (_folder, path, mut case) = new_case();
    let q = question("Front", "Group", "2026-01-01");
    let first = judgement("0001", &q, 0.93);
    case.add_judgement(&first, "Ann").unwrap();
    let later = question("Front", "Group", "2026-06-01");
    let second = judgement("0002", &later, 0.1 + 0.2);
    case.add_judgement(&second, "Ann").unwrap();

    let history = case.history(&q.id).unwrap();
    let told: Vec<_> = history
        .iter()
        .map(|j| (j.id.as_str(), j.probability))
        .collect();
    assert_eq!(told, [("0001", 0.93), ("0002", 0.1 + 0.2)]);
    assert_eq!(history[0].interval90, first.interval90);
    assert_eq!(history[0].made_at, first.made_at);
    assert_eq!(
        (history[0].base_rate, history[0].term.as_str()),
        (0.81, "very likely")
    );
    let (a, b) = (&q.tie.b.id, &q.tie.a.id);
    assert_eq!(case.history_for_pair(a, b).unwrap(), history);
    assert_eq!(case.judgement(&first.id).unwrap().unwrap(), first);
    assert_eq!(case.last_judgement(&q.id).unwrap().unwrap(), second);
    assert_eq!(case.judgement(&"none".into()).unwrap(), None);

    let same_id = case.add_judgement(&judgement("0001", &q, 0.5), "Ann");
    assert!(matches!(same_id, Err(CaseError::Unstorable { .. })));
    for p in [f64::NAN, 1.5, -0.1, f64::INFINITY] {
        let error = case.add_judgement(&judgement("0003", &q, p), "Ann");
        assert!(matches!(error, Err(CaseError::Unstorable { .. })), "{p}");
    }
    assert_eq!(case.judgement(&first.id).unwrap().unwrap(), first);
    let conn = rusqlite::Connection::open(path).unwrap();
    for sql in [
        "UPDATE judgement SET json = json_set(json, '$.probability', 0.1)",
        "DELETE FROM judgement",
        "INSERT OR REPLACE INTO judgement (key, question, json) SELECT key, question, json_set(json, '$.probability', 0.1) FROM judgement",
    ] {
        assert!(conn.execute(sql, []).is_err(), "{sql}");
    }
}

#[test]
fn questions_are_listed_by_state() {
    let (_folder, _, mut case) = new_case();
    let open = question("Front", "Group", "2026-01-01");
    let done = question("Front", "Band", "2026-01-01");
    assert!(case.save_question(&open, "Ann").unwrap());
    assert!(!case.save_question(&open, "Ann").unwrap());
    case.add_judgement(&judgement("0001", &done, 0.4), "Ann")
        .unwrap();
    assert!(
        case.resolve(&resolution(&done, Outcome::Broke), "Ann")
            .unwrap()
    );
    let ids = |case: &Case, filter| {
        let records = case.questions(filter).unwrap();
        records
            .iter()
            .map(|r| r.question.id.0.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(ids(&case, QuestionFilter::Open), [open.id.as_str()]);
    assert_eq!(ids(&case, QuestionFilter::Resolved), [done.id.as_str()]);
    assert_eq!(ids(&case, QuestionFilter::All).len(), 2);
    let record = case.question(&done.id).unwrap().unwrap();
    assert_eq!(record.last.unwrap().probability, 0.4);
    assert_eq!(record.resolution, Some(resolution(&done, Outcome::Broke)));
    assert_eq!(case.question(&"none".into()).unwrap(), None);

    // the same question of another class is brought up to date, and that is logged
    let mut other = open.clone();
    other.tie.class = TieClass::StateGroupShelter;
    assert!(!case.save_question(&other, "Ben").unwrap());
    assert_eq!(case.question(&open.id).unwrap().unwrap().question, other);
    let log = &case.audit_of("question", open.id.as_str()).unwrap()[0];
    assert_eq!(
        (log.who.as_str(), log.action.as_str()),
        ("Ben", "ask again")
    );

    let itself = question("Front", "Front", "2026-01-01");
    assert!(matches!(
        case.save_question(&itself, "Ann"),
        Err(CaseError::SelfTie(_))
    ));
}

#[test]
fn a_contradictory_resolution_is_refused_until_the_first_is_undone() {
    let (_folder, _, mut case) = new_case();
    let q = question("Front", "Group", "2026-01-01");
    let unknown = case.resolve(&resolution(&q, Outcome::Held), "Ann");
    assert!(matches!(unknown, Err(CaseError::Unknown { .. })));
    case.save_question(&q, "Ann").unwrap();
    assert!(case.resolve(&resolution(&q, Outcome::Held), "Ann").unwrap());
    assert!(!case.resolve(&resolution(&q, Outcome::Held), "Ben").unwrap());
    let error = case
        .resolve(&resolution(&q, Outcome::Broke), "Ben")
        .unwrap_err();
    assert!(matches!(error, CaseError::Contradiction { .. }), "{error}");
    assert_eq!(error.to_string().lines().count(), 1);
    assert_eq!(case.resolutions().unwrap(), [resolution(&q, Outcome::Held)]);
    case.undo("Ann").unwrap().unwrap();
    assert_eq!(case.resolutions().unwrap(), []);
    case.resolve(&resolution(&q, Outcome::Broke), "Ben")
        .unwrap();
    assert_eq!(
        case.resolutions().unwrap(),
        [resolution(&q, Outcome::Broke)]
    );
}

#[test]
fn probabilities_and_the_last_evidence_of_judgements() {
    let (_folder, _, mut case) = new_case();
    let (first, second) = (
        question("Front", "Group", "2026-01-01"),
        question("Front", "Guard", "2026-01-01"),
    );
    case.add_judgement(&judgement("a", &first, 0.5), "Ann")
        .unwrap();
    case.add_judgement(&judgement("b", &second, 0.7), "Ann")
        .unwrap();
    case.add_judgement(&judgement("c", &first, 0.25), "Ann")
        .unwrap();
    let sparks = case.probabilities().unwrap();
    assert_eq!(sparks[&first.id], [0.5, 0.25]);
    assert_eq!(sparks[&second.id], [0.7]);
    assert_eq!(case.last_evidence(&JudgementId("a".into())).unwrap(), None);
    let interval = |id: &str| case.interval50(&JudgementId(id.into())).unwrap();
    let [low, high] = interval("a").unwrap();
    assert!((low - 0.3).abs() < 1e-12 && (high - 0.9).abs() < 1e-12);
    assert_eq!(interval("z"), None);
    let item = |published: &str, n: usize| {
        let page = common::document("Page", "Gazette", published, &format!("they met {n}"));
        unravel_evidence::EvidenceItem {
            statement: common::statement(
                &page,
                "Front",
                "Group",
                unravel_evidence::Kind::Contact,
                "met",
            ),
            document: page.to_ref(),
            grade: unravel_evidence::Grade::UNGRADED,
            cluster: n,
            weight: 0.0,
            note: None,
        }
    };
    let mut dated = judgement("d", &first, 0.3);
    dated.evidence = vec![
        item("2024", 1),
        item("2024-11-30", 2),
        item("2023-12", 3),
        item("", 4),
    ];
    case.add_judgement(&dated, "Ann").unwrap();
    let last = case.last_evidence(&JudgementId("d".into())).unwrap();
    assert_eq!(last.unwrap().to_string(), "2024");
}
