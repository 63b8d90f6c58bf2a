//! A case with invented actors, a desk that judges it, and a way to send requests.

#![allow(dead_code, clippy::unwrap_used, clippy::panic)]

use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode};
use http_body_util::BodyExt;
use serde_json::Value;
use std::path::PathBuf;
use std::sync::Arc;
use tower::ServiceExt;
use unravel_casefile::{Addition, Case, QuestionFilter};
use unravel_evidence::{
    ActorId, ActorKind, ActorRef, Bearing, CharIndex, Coded, Credibility, Direction, Document, End,
    Indicator, Judgement, Kind, Mention, MentionedActor, Passage, Question, QuestionId,
    Reliability, Role, Stance, Statement, Tie, TieClass,
};
use unravel_judge::score::ScoreReport;
use unravel_judge::{Evidence, Model, judge, what_if};
use unravel_web::{
    Desk, DeskError, FileReport, FileStatus, Judged, Known, Moved, NewQuestion, Options, Password,
    Upload, WhatIf, Workbench,
};

pub const HOST: &str = "localhost:8300";
pub const QUESTION: &str = "northern-front--river-brigade--break--2031-12-31";

/// A bench over a case of its own in a folder of its own.
pub struct Bench {
    pub bench: Workbench,
    pub path: PathBuf,
    _folder: tempfile::TempDir,
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes)
            .unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&self.bytes)))
    }

    pub fn text(&self) -> String {
        String::from_utf8(self.bytes.clone()).unwrap()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |v| v.to_str().unwrap())
    }
}

pub async fn send(bench: &Workbench, request: Request<Body>) -> Answer {
    let response = bench.router().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    Answer {
        status: parts.status,
        headers: parts.headers,
        bytes: body.collect().await.unwrap().to_bytes().to_vec(),
    }
}

impl Bench {
    pub fn new() -> Self {
        Self::with(2, Options::default())
    }

    /// A bench over a case with this many documents, each with one statement for the tie and
    /// every third with one against it.
    pub fn with(documents: usize, options: Options) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("first.case");
        let mut case = Case::create(&path).unwrap();
        fill(&mut case, documents);
        let desk = TestDesk;
        desk.judge(&mut case, &QUESTION.into(), "Ann").unwrap();
        case.close().unwrap();
        let options = Options {
            who: "Ann".into(),
            ..options
        };
        let bench = Workbench::new(&path, Arc::new(desk), options).unwrap();
        Self {
            bench,
            path,
            _folder: folder,
        }
    }

    pub fn guarded() -> Self {
        let options = Options {
            hosts: vec!["bench.example.org".into()],
            beyond_loopback: true,
            password: Some(Password::new("correct horse").unwrap()),
            ..Options::default()
        };
        Self::with(2, options)
    }

    pub async fn get(&self, path: &str) -> Answer {
        let request = Request::get(path).header("host", HOST);
        send(&self.bench, request.body(Body::empty()).unwrap()).await
    }

    /// A change as a page of ours sends it.
    pub async fn send(&self, method: Method, path: &str, body: Value) -> Answer {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("host", HOST)
            .header("origin", format!("http://{HOST}"))
            .header("x-unravel", "1")
            .header("content-type", "application/json");
        send(
            &self.bench,
            request.body(Body::from(body.to_string())).unwrap(),
        )
        .await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(Method::POST, path, body).await
    }

    pub fn case(&self) -> Case {
        Case::open(&self.path).unwrap()
    }

    /// Ids of the statements, in the order of adding.
    pub fn statements(&self) -> Vec<String> {
        let all = self.case().statements(&Default::default()).unwrap();
        all.into_iter().map(|r| r.statement.id.0).collect()
    }
}

pub fn actor(name: &str) -> ActorRef {
    ActorRef::unlisted(name)
}

fn statement(document: &Document, sentence: &str, kind: Kind, n: usize) -> Statement {
    let start = document.text.find(sentence).unwrap();
    let chars = CharIndex::new(&document.text);
    let range = start..start + sentence.len();
    let passage = Passage::of(&document.id, &document.text, range, &chars).unwrap();
    let (a, b) = (actor("Northern Front"), actor("River Brigade"));
    Statement {
        id: Statement::id_for(&a, &b, kind, Stance::Asserted, None, &passage),
        a,
        b,
        kind,
        direction: Direction::Mutual,
        stance: Stance::Asserted,
        said_by: None,
        when: format!("20{:02}-0{}", 20 + n % 5, 1 + n % 9).parse().ok(),
        place: None,
        bearing: Bearing::by_default(kind, Stance::Asserted),
        costly: false,
        event: None,
        cue: passage.clone(),
        passage,
        score: 0.9,
    }
}

/// One document with its coding.
pub fn made_up(n: usize) -> (Document, Coded) {
    let help = format!("The Northern Front sent the River Brigade {n} lorries of grain.");
    let clash = format!("Men of the two clashed near Élan village on day {n}.");
    let text = format!("{help}\n\n{clash} <script>alert({n})</script>");
    let publisher = format!("Publisher {}", n % 7);
    let published = format!("20{:02}-0{}-11", 20 + n % 5, 1 + n % 9)
        .parse()
        .ok();
    let document = Document {
        id: Document::id_for(&text, Some(&publisher), None, published),
        title: Some(format!("Report {n}")),
        publisher: Some(publisher),
        authors: vec![],
        published,
        url: None,
        language: "en".into(),
        text,
        origin: None,
        duplicate_of: None,
        reliability: Some(Reliability::B),
    };
    let mut statements = vec![statement(&document, &help, Kind::Support, n)];
    if n.is_multiple_of(3) {
        statements.push(statement(&document, &clash, Kind::Hostility, n));
    }
    let met = |name: &str| {
        let start = document.text.find(name)?;
        Some(MentionedActor {
            actor: actor(name),
            aliases: vec![format!("the {name}")],
            kind: ActorKind::ArmedGroup,
            mentions: vec![Mention {
                start,
                end: start + name.len(),
                text: name.into(),
            }],
        })
    };
    let coded = Coded {
        document: Some(document.id.clone()),
        actors: ["Northern Front", "River Brigade"]
            .into_iter()
            .filter_map(met)
            .collect(),
        roles: vec![Role {
            person: actor("Ona Reve"),
            role: "spokeswoman".into(),
            organization: actor("Northern Front"),
            since: None,
            until: None,
        }],
        statements,
        ..Coded::default()
    };
    (document, coded)
}

fn fill(case: &mut Case, documents: usize) {
    let all: Vec<_> = (0..documents).map(made_up).collect();
    for chunk in all.chunks(200) {
        let batch: Vec<_> = chunk.iter().map(|(d, c)| Addition::new(d, c)).collect();
        case.add_batch(&batch, "Ann").unwrap();
    }
    case.save_question(&question("Northern Front", "River Brigade"), "Ann")
        .unwrap();
}

pub fn question(a: &str, b: &str) -> Question {
    let tie = Tie {
        a: actor(a),
        b: actor(b),
        class: TieClass::GroupGroup,
        began: "2015".parse().ok(),
    };
    let day = |text: &str| text.parse().unwrap();
    Question::new(tie, End::Break, day("2026-01-01"), day("2031-12-31"))
}

/// Judges with the built-in model; "reads" a file by taking its text for a document.
pub struct TestDesk;

fn gathered(case: &Case, question: &Question) -> Result<Vec<Evidence>, DeskError> {
    let (a, b) = (&question.tie.a.id, &question.tie.b.id);
    let records = case.statements(&unravel_casefile::StatementFilter {
        pair: Some((vec![a.clone()], vec![b.clone()])),
        with_rejected: true,
        ..Default::default()
    })?;
    Ok(records
        .into_iter()
        .map(|r| Evidence {
            rejected: (r.review == unravel_casefile::Review::Rejected).then(|| "rejected".into()),
            reliability: r.grade.reliability,
            credibility: Some(r.grade.credibility).filter(|c| *c != Credibility::Six),
            duplicate_of: r.duplicate_of,
            cluster: r.cluster,
            document: r.document,
            statement: r.statement,
        })
        .collect())
}

fn refused(error: impl std::fmt::Display) -> DeskError {
    DeskError::Refused(error.to_string())
}

impl Desk for TestDesk {
    fn ask(&self, case: &mut Case, new: &NewQuestion, who: &str) -> Result<QuestionId, DeskError> {
        if new.a == "nobody" {
            return Err(refused("no actor named \"nobody\"; write another name"));
        }
        let mut question = question(&new.a, &new.b);
        question = Question::new(question.tie, new.ends, question.as_of, new.until);
        case.save_question(&question, who)?;
        self.judge(case, &question.id, who)?;
        Ok(question.id)
    }

    fn judge(&self, case: &mut Case, id: &QuestionId, who: &str) -> Result<Judged, DeskError> {
        let question = case.question(id)?.map(|r| r.question).ok_or_else(|| {
            DeskError::Case(unravel_casefile::CaseError::Unknown {
                what: "question",
                name: id.0.clone(),
                list: "questions",
            })
        })?;
        let evidence = gathered(case, &question)?;
        let previous = case.last_judgement(id)?;
        let options = unravel_judge::Options {
            made_at: jiff::Timestamp::now(),
            previous: previous.as_ref(),
            ..Default::default()
        };
        let judgement = judge(&question, &evidence, Model::builtin(), &options).map_err(refused)?;
        let same = |p: &Judgement| (p.probability - judgement.probability).abs() < 1e-9;
        let changed = !previous.as_ref().is_some_and(same);
        if changed {
            case.add_judgement(&judgement, who)?;
        }
        Ok(Judged { judgement, changed })
    }

    fn judge_open(&self, case: &mut Case, who: &str) -> Result<Vec<Moved>, DeskError> {
        let mut moved = Vec::new();
        for record in case.questions(QuestionFilter::Open)? {
            let before = record.last.map(|l| l.probability);
            let after = self
                .judge(case, &record.question.id, who)?
                .judgement
                .probability;
            moved.push(Moved {
                question_text: record.question.text(),
                question: record.question.id,
                before,
                after: Some(after),
                points: before.map(|b| 100.0 * (after - b)),
                why: None,
            });
        }
        Ok(moved)
    }

    fn what_if(
        &self,
        case: &Case,
        judgement: &Judgement,
        seen: &[Indicator],
    ) -> Result<WhatIf, DeskError> {
        let question = &judgement.question;
        let evidence = gathered(case, question)?;
        let options = unravel_judge::Options::default();
        let answer =
            what_if(question, &evidence, Model::builtin(), &options, seen).map_err(refused)?;
        Ok(WhatIf {
            probability: answer.probability,
            without: answer.without,
            points: 100.0 * (answer.probability - answer.without),
            interval90: answer.interval90,
        })
    }

    fn add(
        &self,
        case: &mut Case,
        uploads: Vec<Upload>,
        who: &str,
        told: &mut dyn FnMut(usize, FileReport),
    ) -> Result<(), DeskError> {
        for (at, upload) in uploads.into_iter().enumerate() {
            let mut report = FileReport {
                name: upload.name.clone(),
                status: FileStatus::Reading,
                ..FileReport::default()
            };
            told(at, report.clone());
            if upload.bytes.starts_with(b"PANIC") {
                panic!("a fault in a parser");
            }
            match String::from_utf8(upload.bytes) {
                Err(_) => {
                    report.status = FileStatus::Skipped;
                    report.why = Some("no text".into());
                }
                Ok(text) => {
                    let (mut document, coded) = made_up(text.len() * 3);
                    document.origin = Some(upload.name);
                    case.add_document(&Addition::new(&document, &coded), who)?;
                    report.status = FileStatus::Added;
                    report.documents = 1;
                    report.statements = coded.statements.len() as u64;
                }
            }
            told(at, report);
        }
        Ok(())
    }

    fn score(&self, case: &Case) -> Result<ScoreReport, DeskError> {
        let mut records = Vec::new();
        for record in case.questions(QuestionFilter::All)? {
            let history = case.history(&record.question.id)?;
            records.push(unravel_judge::score::Record {
                forecasts: history
                    .iter()
                    .map(|j| unravel_judge::score::Forecast {
                        as_of: j.as_of,
                        probability: j.probability,
                        base_rate: j.base_rate,
                    })
                    .collect(),
                resolutions: record.resolution.into_iter().collect(),
                until: record.question.until,
                question: record.question.id,
            });
        }
        unravel_judge::score::score(&records, "2032-06-01".parse().unwrap()).map_err(refused)
    }

    fn known(&self, id: &ActorId) -> Known {
        if id.as_str() != "northern-front" {
            return Known::default();
        }
        let actor = unravel_evidence::Actor {
            id: id.clone(),
            name: "Northern Front".into(),
            kind: ActorKind::ArmedGroup,
            aliases: vec!["NF".into()],
            codes: Default::default(),
            memberships: vec![unravel_evidence::Membership {
                parent: "coastal-alliance".into(),
                since: "2018".parse().ok(),
                until: None,
            }],
        };
        Known {
            actor: Some(actor),
            parents: vec![actor_ref("Coastal Alliance")],
            roles: vec![],
        }
    }
}

fn actor_ref(name: &str) -> ActorRef {
    actor(name)
}
