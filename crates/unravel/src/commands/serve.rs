//! `unravel serve`: the workbench, with this program's own hands behind it.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::{Arc, OnceLock};

use anyhow::{Context, bail};
use unravel_actors::Registry;
use unravel_casefile::{Case, CaseError, QuestionFilter, file_hash};
use unravel_coder::Lexicon;
use unravel_evidence::{ActorId, Indicator, Judgement, Question, QuestionId, Yardstick};
use unravel_judge::Model;
use unravel_judge::score::{ScoreReport, score};
use unravel_read::{DuplicateIndex, ReadOptions};
use unravel_web::{
    DeskError, FileReport, FileStatus, Judged, Known, Moved, NewQuestion, Options, Password,
    Upload, WhatIf, Workbench,
};

use super::ask::{self, Typed};
use super::judging::{self, Asked, Desk};
use super::rejudge::{Fared, Rejudging, Status, rejudge};
use super::{case as adding, today, user};
use crate::cli::{Cli, Serve};
use crate::intake::{self, Bytes, Reader};
use crate::output::{Talk, print};

/// Files of an upload that are coded together: enough for the cores, few enough to show progress.
const TOGETHER: usize = 4;

pub fn run(cli: &Cli, args: &Serve, talk: Talk) -> anyhow::Result<()> {
    let address = args.listen.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST));
    let beyond = !address.is_loopback();
    let password = password(args.password_file.as_deref())?;
    if beyond && password.is_none() {
        bail!(
            "listening on {address} needs a password; give --password-file FILE or set UNRAVEL_PASSWORD"
        );
    }
    let desk = Hands {
        registry: intake::registry(cli)?,
        lexicon: intake::lexicon(cli)?,
        model: judging::model(args.weights.as_deref())?,
        reader: OnceLock::new(),
    };
    let options = Options {
        who: user(),
        hosts: args.hosts.clone(),
        beyond_loopback: beyond,
        password,
    };
    let bench = Workbench::new(&args.case, Arc::new(desk), options)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("starting the server")?;
    runtime.block_on(async {
        let at = SocketAddr::new(address, args.port);
        let listener = tokio::net::TcpListener::bind(at).await.with_context(|| {
            format!("{at}: can't be listened on; give another --port, or 0 for any")
        })?;
        let at = listener.local_addr()?;
        let link = format!("http://{at}/");
        print(&link)?;
        talk.say("Ctrl-C ends it");
        if args.open {
            open(&link, talk);
        }
        bench.serve(listener, stop()).await;
        Ok(())
    })
}

/// The password from its file, else from the environment; never from the command line, which
/// others on the machine can read.
fn password(file: Option<&Path>) -> anyhow::Result<Option<Password>> {
    let text = match file {
        Some(file) => intake::read_text(file)?,
        None => match std::env::var("UNRAVEL_PASSWORD") {
            Ok(text) => text,
            Err(_) => return Ok(None),
        },
    };
    let line = text.lines().next().unwrap_or_default().trim();
    let password = Password::new(line).map_err(anyhow::Error::msg)?;
    Ok(Some(password))
}

/// Waits for Ctrl-C or a polite request to end.
async fn stop() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut end) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = interrupt => {}
                _ = end.recv() => {}
            }
            return;
        }
    }
    // without a signal to wait for, it is served until killed
    if interrupt.await.is_err() {
        std::future::pending::<()>().await;
    }
}

fn open(link: &str, talk: Talk) {
    let program = if cfg!(target_os = "macos") {
        "open"
    } else if cfg!(windows) {
        "explorer"
    } else {
        "xdg-open"
    };
    if let Err(error) = std::process::Command::new(program).arg(link).spawn() {
        talk.say(format_args!(
            "no browser could be opened ({error}); open {link}"
        ));
    }
}

/// What the workbench has done by this program.
struct Hands {
    registry: &'static Registry,
    lexicon: Lexicon,
    model: Model,
    /// Loaded when the first file comes.
    reader: OnceLock<Reader>,
}

/// A refusal of the case keeps its kind; anything else becomes its one line.
fn refused(error: anyhow::Error) -> DeskError {
    match error.downcast::<CaseError>() {
        Ok(error) => DeskError::Case(error),
        Err(error) => DeskError::Refused(crate::one_line(&error)),
    }
}

impl Hands {
    fn reader(&self) -> anyhow::Result<&Reader> {
        if let Some(reader) = self.reader.get() {
            return Ok(reader);
        }
        let reader = Reader::with(self.registry, self.lexicon.clone())?;
        Ok(self.reader.get_or_init(|| reader))
    }

    fn again(
        &self,
        case: &mut Case,
        questions: &[Question],
        who: &str,
        each: &mut dyn FnMut(&Question, Fared),
    ) -> Result<(), DeskError> {
        let how = Rejudging {
            registry: self.registry,
            model: &self.model,
            yardstick: Yardstick::Icd203,
            as_of: today(),
            who,
        };
        rejudge(case, questions, &how, each).map_err(refused)
    }
}

fn stored(case: &Case, id: &QuestionId) -> Result<Question, DeskError> {
    let record = case.question(id)?;
    record.map(|r| r.question).ok_or_else(|| {
        DeskError::Case(CaseError::Unknown {
            what: "question",
            name: id.0.clone(),
            list: "questions",
        })
    })
}

impl unravel_web::Desk for Hands {
    fn ask(
        &self,
        case: &mut Case,
        question: &NewQuestion,
        who: &str,
    ) -> Result<QuestionId, DeskError> {
        let typed = Typed {
            a: &question.a,
            b: &question.b,
            ends: question.ends,
            until: question.until,
            class: question.class,
            began: question.began,
            as_of: today(),
        };
        let stored = ask::store(self.registry, case, &typed, who).map_err(refused)?;
        let id = stored.stored.id.clone();
        self.judge(case, &id, who)?;
        Ok(id)
    }

    fn judge(
        &self,
        case: &mut Case,
        question: &QuestionId,
        who: &str,
    ) -> Result<Judged, DeskError> {
        let question = stored(case, question)?;
        let mut out = None;
        self.again(case, &[question], who, &mut |question, fared| {
            out = Some(match fared {
                Fared::Due => Err(DeskError::Refused(format!(
                    "the date of this question ({}) has come; say how it came out",
                    question.until
                ))),
                Fared::Failed(problem) => Err(DeskError::Refused(problem.to_string())),
                Fared::Judged {
                    judgement, status, ..
                } => Ok(Judged {
                    judgement: *judgement,
                    changed: status != Status::Unchanged,
                }),
            });
        })?;
        out.unwrap_or_else(|| Err(DeskError::Refused("the question was not judged".into())))
    }

    fn judge_open(&self, case: &mut Case, who: &str) -> Result<Vec<Moved>, DeskError> {
        let open: Vec<Question> = case
            .questions(QuestionFilter::Open)?
            .into_iter()
            .map(|record| record.question)
            .collect();
        let mut moved: Vec<Moved> = Vec::new();
        self.again(case, &open, who, &mut |question, fared| {
            let mut row = Moved {
                question: question.id.clone(),
                question_text: question.text(),
                before: None,
                after: None,
                points: None,
                why: None,
            };
            match fared {
                Fared::Due => return,
                Fared::Failed(problem) => row.why = Some(problem.to_string()),
                Fared::Judged {
                    judgement,
                    previous,
                    ..
                } => {
                    row.before = previous.map(|p| p.probability);
                    row.after = Some(judgement.probability);
                    row.points = row.before.map(|was| 100.0 * (judgement.probability - was));
                }
            }
            moved.push(row);
        })?;
        let size = |row: &Moved| row.points.map_or(0.0, f64::abs);
        moved.sort_by(|x, y| size(y).total_cmp(&size(x)));
        Ok(moved)
    }

    fn what_if(
        &self,
        case: &Case,
        judgement: &Judgement,
        seen: &[Indicator],
    ) -> Result<WhatIf, DeskError> {
        let question = &judgement.question;
        let answer = (|| {
            let mut desk = Desk::new(self.registry, case, question.as_of)?;
            let (a, b) = (
                desk.party_of(&question.tie.a),
                desk.party_of(&question.tie.b),
            );
            let asked = Asked {
                a: &a,
                b: &b,
                ends: question.ends,
                until: question.until,
                class: Some(question.tie.class),
                began: question.tie.began,
            };
            let gathered = desk.gather(case, &asked)?;
            anyhow::Ok(gathered.what_if(&self.model, seen)?)
        })()
        .map_err(refused)?;
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
        let mut index = DuplicateIndex::restore(case.signatures()?);
        let reader = self.reader().map_err(refused)?;
        let (coder, options) = (reader.coder(), ReadOptions::default());
        let mut waiting = uploads.into_iter().enumerate().peekable();
        while waiting.peek().is_some() {
            let mut fresh: Vec<Bytes> = Vec::new();
            let mut places: Vec<usize> = Vec::new();
            for (at, upload) in waiting.by_ref().take(TOGETHER) {
                let mut report = FileReport {
                    name: upload.name.clone(),
                    status: FileStatus::Reading,
                    ..FileReport::default()
                };
                let hash = file_hash(upload.bytes.as_slice())
                    .map_err(|e| DeskError::Refused(e.to_string()))?;
                if case.is_file_done(&hash)? {
                    report.status = FileStatus::Known;
                    told(at, report);
                    continue;
                }
                told(at, report);
                places.push(at);
                fresh.push(Bytes {
                    label: upload.name,
                    hash,
                    content: Ok(upload.bytes),
                });
            }
            let files = intake::code(fresh, &coder, &options, &mut index);
            for (at, file) in places.into_iter().zip(files) {
                let kept = adding::store(case, &file, &index, who).map_err(refused)?;
                let why = file.problems.first().map(ToString::to_string);
                told(
                    at,
                    FileReport {
                        status: match kept.new {
                            0 if kept.held > 0 => FileStatus::Known,
                            0 => FileStatus::Skipped,
                            _ => FileStatus::Added,
                        },
                        documents: kept.new as u64,
                        statements: kept.statements as u64,
                        why: why.or_else(|| {
                            let nothing = kept.new + kept.held == 0;
                            nothing.then(|| "nothing to read was found in it".to_owned())
                        }),
                        name: file.label,
                    },
                );
            }
        }
        Ok(())
    }

    fn score(&self, case: &Case) -> Result<ScoreReport, DeskError> {
        let as_of = today();
        let report = judging::records(case, as_of).and_then(|(records, _)| {
            let report = score(&records, as_of)?;
            Ok(report)
        });
        report.map_err(refused)
    }

    fn known(&self, id: &ActorId) -> Known {
        Known {
            actor: self.registry.get(id).cloned(),
            parents: self
                .registry
                .parents(id, None)
                .into_iter()
                .map(Into::into)
                .collect(),
            roles: self.registry.roles_of(id).to_vec(),
        }
    }
}
