//! A judgement about two invented actors, built by hand.
#![allow(dead_code, clippy::unwrap_used)]

use jiff::civil::{Date, date};
use unravel_evidence::*;

pub fn actor(name: &str) -> ActorRef {
    ActorRef::unlisted(name)
}

pub fn day(text: &str) -> Option<DateRange> {
    Some(text.parse().unwrap())
}

/// A statement whose passage is `sentence`, with the cue between "{" and "}".
#[allow(clippy::too_many_arguments)]
pub fn statement(
    document: &DocumentId,
    from: usize,
    a: &str,
    b: &str,
    kind: Kind,
    stance: Stance,
    said_by: Option<&str>,
    when: Option<&str>,
    sentence: &str,
) -> Statement {
    let text = sentence.replace(['{', '}'], "");
    let start = sentence.find('{').unwrap();
    let cue_text = &sentence[start + 1..sentence.find('}').unwrap()];
    let cue_start = from + sentence[..start].chars().count();
    let passage = |start: usize, exact: &str| Passage {
        document: document.clone(),
        start,
        end: start + exact.chars().count(),
        exact: exact.to_owned(),
        prefix: String::new(),
        suffix: String::new(),
    };
    let (a, b, said_by) = (actor(a), actor(b), said_by.map(actor));
    let cue = passage(cue_start, cue_text);
    Statement {
        id: Statement::id_for(&a, &b, kind, stance, said_by.as_ref(), &cue),
        a,
        b,
        kind,
        direction: if kind == Kind::Alliance {
            Direction::Mutual
        } else {
            Direction::AToB
        },
        stance,
        said_by,
        when: when.and_then(day),
        place: None,
        bearing: Bearing::by_default(kind, stance),
        costly: kind == Kind::Support,
        event: (kind == Kind::Support).then(|| Event {
            plover: PloverType::Aid,
            mode: Some("military".to_owned()),
            cameo: None,
        }),
        passage: passage(from, &text),
        cue,
        score: 0.83,
    }
}

pub fn document(id: &str, publisher: &str, title: &str, published: &str) -> DocumentRef {
    DocumentRef {
        id: DocumentId::from(id),
        title: Some(title.to_owned()),
        publisher: Some(publisher.to_owned()),
        published: day(published),
        url: Some(format!("https://example.org/{id}")),
        origin: Some(format!("{id}.md")),
    }
}

pub fn question() -> Question {
    let tie = Tie {
        a: actor("Ruria"),
        b: actor("Maland Front"),
        class: TieClass::StateGroupSupport,
        began: day("2011"),
    };
    Question::new(tie, End::Support, date(2026, 3, 1), date(2027, 12, 31))
}

fn items() -> Vec<EvidenceItem> {
    let agency = document("d1", "Highland Agency", "Arms for the front", "2025-11-04");
    let monitors = document(
        "d2",
        "Border Monitors",
        "Ninth report | annex",
        "2026-01-20",
    );
    let gazette = document("d3", "Ruria Gazette", "Ministry: no arms", "2026-02");
    let item =
        |document: &DocumentRef, statement, grade: &str, cluster, weight, note: Option<&str>| {
            EvidenceItem {
                statement,
                document: document.clone(),
                grade: grade.parse().unwrap(),
                cluster,
                weight,
                note: note.map(str::to_owned),
            }
        };
    let (r, m) = ("Ruria", "Maland Front");
    let mut items = vec![
        item(
            &monitors,
            statement(
                &monitors.id,
                212,
                r,
                m,
                Kind::Support,
                Stance::Asserted,
                Some("Border Monitors"),
                Some("2025-12"),
                "The monitors said that Ruria had {sent two shipments of rifles} to the Maland Front in December 2025 and that officers of its army had trained fighters of the front in three camps near the border.",
            ),
            "A2",
            1,
            0.84,
            Some("costly act, confirmed by another source"),
        ),
        item(
            &agency,
            statement(
                &agency.id,
                0,
                r,
                m,
                Kind::Shelter,
                Stance::Hedged,
                None,
                None,
                "Leaders of the Maland Front are believed to {live under the protection} of Ruria.",
            ),
            "B3",
            2,
            0.37,
            None,
        ),
        item(
            &gazette,
            statement(
                &gazette.id,
                90,
                r,
                m,
                Kind::Support,
                Stance::Promised,
                Some("Ministry of Defence of Ruria"),
                Some("2026-02-11"),
                "The ministry promised that Ruria would {no longer arm} the front.",
            ),
            "C4",
            3,
            -0.29,
            Some("cheap signal: words of the interested side"),
        ),
        item(
            &gazette,
            statement(
                &gazette.id,
                160,
                r,
                m,
                Kind::Alliance,
                Stance::Denied,
                Some("Ministry of Defence of Ruria"),
                None,
                "It {denied any alliance} with the front.",
            ),
            "C4",
            3,
            0.0,
            Some("same report as [3]"),
        ),
        item(
            &agency,
            statement(
                &agency.id,
                88,
                m,
                r,
                Kind::Hostility,
                Stance::Asserted,
                None,
                Some("2025-10-30"),
                "On 30 October a commander of the front {accused} Ruria of slow deliveries.",
            ),
            "B2",
            4,
            -0.12,
            None,
        ),
    ];
    // A promise of no more support: words against the tie.
    items[2].statement.bearing = Bearing::Against;
    items[2].statement.costly = false;
    items
}

/// A judgement with every section filled.
pub fn full() -> Judgement {
    let evidence = items();
    let id = |n: usize| evidence[n - 1].statement.id.clone();
    let driver = |label: &str, kind, bearing, log_odds, points, statements| Driver {
        label: label.to_owned(),
        kind,
        bearing,
        log_odds,
        points,
        statements,
    };
    let logit = (0.826f64 / 0.174).ln() + 0.844 + 0.373 - 0.288 - 0.124;
    let probability = 1.0 / (1.0 + (-logit).exp());
    let side = |affiliation: &str, names: &[&str]| Side {
        affiliation: affiliation.to_owned(),
        names: names.iter().map(|n| (*n).to_owned()).collect(),
    };
    let deadline: Date = date(2026, 9, 1);
    let question = question();
    Judgement {
        id: JudgementId::from("00c0ffee00c0ffee"),
        made_at: "2026-03-01T09:30:12.345Z".parse().unwrap(),
        question_text: question.text(),
        question,
        probability,
        term: Yardstick::Icd203.term(probability).to_owned(),
        yardstick: Yardstick::Icd203,
        interval50: [0.87, 0.94],
        interval90: [0.71, 0.974],
        confidence: Confidence {
            level: ConfidenceLevel::Moderate,
            reasons: vec![
                "three independent sources, one of them graded A".to_owned(),
                "the latest act is three months old".to_owned(),
                "no source from inside the front".to_owned(),
            ],
        },
        base_rate: BaseRate {
            probability: 0.826,
            interval90: [0.77, 0.87],
            row: "state-group support, age 11 years and more".to_owned(),
            hazard: 0.1,
            ends: 41.0,
            exposure: 410.0,
            source: "invented counts for this test".to_owned(),
        },
        changes: vec![
            Change {
                what: "added: shipments of rifles".to_owned(),
                points: 5.2,
                statement: Some(id(1)),
            },
            Change {
                what: "time passed: the horizon is 30 days nearer".to_owned(),
                points: 0.4,
                statement: None,
            },
            Change {
                what: "added: promise to end deliveries".to_owned(),
                points: -3.1,
                statement: Some(id(3)),
            },
        ],
        previous: Some(0.889),
        drivers: vec![
            driver(
                "arms, training or money given",
                Kind::Support,
                Bearing::For,
                0.844,
                8.9,
                vec![id(1)],
            ),
            driver(
                "sanctuary given or confirmed",
                Kind::Shelter,
                Bearing::For,
                0.373,
                3.3,
                vec![id(2)],
            ),
            driver(
                "end of support promised or announced by the supporter",
                Kind::Support,
                Bearing::Against,
                -0.288,
                -1.9,
                vec![id(3), id(4)],
            ),
            driver(
                "accusations between the two",
                Kind::Hostility,
                Bearing::Against,
                -0.124,
                -0.8,
                vec![id(5)],
            ),
        ],
        leave_one_out: vec![
            LeaveOneOut {
                source: "Border Monitors".to_owned(),
                probability: 0.826,
                points: 8.9,
            },
            LeaveOneOut {
                source: "Ruria Gazette".to_owned(),
                probability: 0.933,
                points: -1.9,
            },
        ],
        alternatives: vec![
            Alternative {
                name: "holds".to_owned(),
                probability: 0.62,
                inconsistency: 0.41,
                most_diagnostic: Some(id(1)),
            },
            Alternative {
                name: "holds but weakens".to_owned(),
                probability: 0.294,
                inconsistency: 0.5,
                most_diagnostic: Some(id(5)),
            },
            Alternative {
                name: "breaks".to_owned(),
                probability: 0.086,
                inconsistency: 1.21,
                most_diagnostic: Some(id(1)),
            },
        ],
        ach: vec![
            AchRow {
                statement: id(1),
                cells: vec![
                    AchCell::VeryConsistent,
                    AchCell::Neutral,
                    AchCell::VeryInconsistent,
                ],
                diagnosticity: 0.84,
            },
            AchRow {
                statement: id(3),
                cells: vec![
                    AchCell::Inconsistent,
                    AchCell::Consistent,
                    AchCell::Consistent,
                ],
                diagnosticity: 0.29,
            },
        ],
        dissent: vec![Dissent {
            proposition: "material support".to_owned(),
            sides: vec![
                DissentSide {
                    bearing: Bearing::For,
                    speakers: vec![side("Border Monitors", &["Border Monitors"])],
                    statements: vec![id(1)],
                    remarks: vec![],
                },
                DissentSide {
                    bearing: Bearing::Against,
                    speakers: vec![side("Ruria", &["Ministry of Defence of Ruria"])],
                    statements: vec![id(3), id(4)],
                    remarks: vec![],
                },
            ],
            note: "The two speak about different months; the monitors have the better grade."
                .to_owned(),
        }],
        commitments: vec![Commitment {
            by: actor("Ruria"),
            to: actor("Maland Front"),
            when: day("2026-02-11"),
            statement: id(3),
            status: CommitmentStatus::Unknown,
            complied: vec![],
            violated: vec![],
        }],
        assumptions: vec![
            Assumption {
                text: "the counted class of ties is the right one".to_owned(),
                if_false: Some(0.874),
            },
            Assumption {
                text: "the monitors work independently of both".to_owned(),
                if_false: None,
            },
        ],
        indicators: vec![
            Indicator {
                text: "Ruria closes the training camps".to_owned(),
                kind: Kind::Support,
                stance: Stance::Denied,
                direction: Bearing::Against,
                points: -11.4,
                deadline,
            },
            Indicator {
                text: "a new shipment is seen at the border".to_owned(),
                kind: Kind::Support,
                stance: Stance::Asserted,
                direction: Bearing::For,
                points: 3.0,
                deadline,
            },
        ],
        gaps: vec!["No evidence about money since 2023.".to_owned()],
        track_record: TrackRecord {
            resolved: 6,
            brier: Some(0.094),
            base_rate_brier: Some(0.151),
            this_question: None,
        },
        model: ModelNote {
            weights: "defaults 1".to_owned(),
            draws: 4000,
            seed: 7,
            notes: vec!["Weights are documented defaults, not fitted.".to_owned()],
        },
        evidence,
    }
}

/// The same question without any evidence: the base rate alone.
pub fn bare() -> Judgement {
    let mut j = full();
    j.probability = j.base_rate.probability;
    j.term = "very likely".to_owned();
    j.interval90 = j.base_rate.interval90;
    j.interval50 = [0.80, 0.85];
    j.previous = None;
    j.confidence = Confidence {
        level: ConfidenceLevel::Low,
        reasons: vec!["no evidence".to_owned()],
    };
    j.evidence.clear();
    j.changes.clear();
    j.drivers.clear();
    j.leave_one_out.clear();
    j.alternatives.clear();
    j.ach.clear();
    j.dissent.clear();
    j.commitments.clear();
    j.assumptions.clear();
    j.indicators.clear();
    j.gaps.clear();
    j.track_record = TrackRecord {
        resolved: 0,
        brier: None,
        base_rate_brier: None,
        this_question: None,
    };
    j.model.notes.clear();
    j
}
