//! Retrospective cases: one JSON file a question, frozen at its as-of date, with its outcome.

use crate::{Evidence, Example, JudgeError};
use jiff::civil::Date;
use serde::Deserialize;
use unravel_evidence::{
    ActorKind, ActorRef, Bearing, DateRange, Direction, DocumentId, DocumentRef, End, Grade, Kind,
    Outcome, Passage, Question, Stance, Statement, Tie, TieClass,
};

/// A case and what names it.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// Short unique name.
    pub slug: String,
    /// Question, evidence, outcome.
    pub example: Example,
}

#[derive(Deserialize)]
struct File {
    slug: String,
    pair: String,
    a: String,
    b: String,
    a_kind: String,
    b_kind: String,
    tie: Kind,
    tie_began: Option<DateRange>,
    as_of: Date,
    horizon: Date,
    facts: Vec<Fact>,
    resolution: Resolution,
}

#[derive(Deserialize)]
struct Resolution {
    outcome: Outcome,
}

#[derive(Deserialize)]
struct Fact {
    date: DateRange,
    reported: Option<DateRange>,
    date_precision: Option<String>,
    fact: String,
    kind: Kind,
    actor: String,
    target: String,
    stance: Stance,
    said_by: Option<String>,
    bearing: Bearing,
    admiralty: Grade,
    #[serde(default)]
    costly: bool,
    source: Option<FactSource>,
}

#[derive(Deserialize)]
struct FactSource {
    publisher: Option<String>,
    title: Option<String>,
    url: Option<String>,
}

impl Case {
    /// Reads a case; `file` is named in errors. Fields beside those used are ignored.
    ///
    /// Facts are distinct by construction of such a library, so each is a cluster of its own.
    pub fn from_json(text: &str, file: &str) -> Result<Self, JudgeError> {
        let read: File = serde_json::from_str(text).map_err(|e| JudgeError::file(file, e))?;
        let held = match read.resolution.outcome {
            Outcome::Held => true,
            Outcome::Broke => false,
            Outcome::Void => {
                let what = "a void question can't be scored; leave the file out";
                return Err(JudgeError::file(file, what));
            }
        };
        let (class, ends) = class_and_end(&read);
        let tie = Tie {
            a: ActorRef::unlisted(&read.a),
            b: ActorRef::unlisted(&read.b),
            class,
            began: read.tie_began,
        };
        let question = Question::new(tie, ends, read.as_of, read.horizon);
        crate::judge::check(&question).map_err(|e| JudgeError::file(file, e))?;
        let evidence = read
            .facts
            .iter()
            .enumerate()
            .map(|(n, fact)| evidence(&read.slug, n, fact))
            .collect();
        Ok(Self {
            slug: read.slug,
            example: Example {
                pair: read.pair,
                question,
                evidence,
                held,
            },
        })
    }

    /// The same case with every bearing derived from kind and stance instead of read. What one
    /// of the two does together with a third counts as turning elsewhere: against.
    pub fn with_derived_bearings(&self) -> Self {
        let mut case = self.clone();
        let tie = &case.example.question.tie;
        let (a, b) = (tie.a.id.clone(), tie.b.id.clone());
        for e in &mut case.example.evidence {
            let s = &mut e.statement;
            let third = ![&s.a.id, &s.b.id].iter().all(|id| **id == a || **id == b);
            s.bearing = if third && s.kind.is_cooperative() {
                Bearing::Against
            } else {
                Bearing::by_default(s.kind, s.stance)
            };
        }
        case
    }

    /// Share of the seen facts that bear for the tie among those that bear either way; one
    /// half without any.
    pub(crate) fn share_for(&self) -> f64 {
        let as_of = self.example.question.as_of;
        let seen = self
            .example
            .evidence
            .iter()
            .filter(|e| !crate::weigh::is_unseen(e, as_of));
        let (mut favour, mut either) = (0.0, 0.0);
        for e in seen {
            favour += f64::from(u8::from(e.statement.bearing == Bearing::For));
            either += f64::from(u8::from(e.statement.bearing != Bearing::Neutral));
        }
        if either == 0.0 { 0.5 } else { favour / either }
    }
}

/// The kinds of the actors choose the class, the kind of tie what counts as its end.
fn class_and_end(read: &File) -> (TieClass, End) {
    let kind = |text: &str| match text {
        "government" => ActorKind::Government,
        t if t.contains("organisation") || t.contains("organization") => ActorKind::Igo,
        t => t.parse().unwrap_or(ActorKind::ArmedGroup),
    };
    let class = TieClass::of(kind(&read.a_kind), kind(&read.b_kind));
    match read.tie {
        Kind::Shelter if class != TieClass::StateState => {
            (TieClass::StateGroupShelter, End::Hosting)
        }
        Kind::Support => (class, End::Support),
        _ => (class, End::Break),
    }
}

fn evidence(slug: &str, n: usize, fact: &Fact) -> Evidence {
    let document = DocumentId(format!("{slug}/{n}"));
    let passage = Passage {
        document: document.clone(),
        start: 0,
        end: fact.fact.chars().count(),
        exact: fact.fact.clone(),
        prefix: String::new(),
        suffix: String::new(),
    };
    let a = ActorRef::unlisted(&fact.actor);
    let b = ActorRef::unlisted(&fact.target);
    let said_by = fact.said_by.as_deref().map(ActorRef::unlisted);
    let day = fact.date.start();
    let when = match fact.date_precision.as_deref() {
        Some("month") => DateRange::month(day.year(), day.month()),
        Some("year") => DateRange::year(day.year()),
        _ => Some(fact.date),
    };
    let source = fact.source.as_ref();
    Evidence {
        statement: Statement {
            id: Statement::id_for(&a, &b, fact.kind, fact.stance, said_by.as_ref(), &passage),
            a,
            b,
            kind: fact.kind,
            direction: Direction::AToB,
            stance: fact.stance,
            said_by,
            when,
            place: None,
            bearing: fact.bearing,
            costly: fact.costly,
            event: None,
            cue: passage.clone(),
            passage,
            score: 1.0,
        },
        document: DocumentRef {
            id: document,
            title: source.and_then(|s| s.title.clone()),
            publisher: source.and_then(|s| s.publisher.clone()),
            published: Some(fact.reported.unwrap_or(fact.date)),
            url: source.and_then(|s| s.url.clone()),
            origin: None,
        },
        duplicate_of: None,
        reliability: fact.admiralty.reliability,
        credibility: Some(fact.admiralty.credibility),
        cluster: Some(format!("{slug}/{n}")),
        rejected: None,
    }
}
