//! `unravel ask` and `unravel watch`.

use std::collections::BTreeMap;

use anyhow::bail;
use rayon::prelude::*;
use serde::Serialize;
use unravel_casefile::{Case, QuestionFilter};
use unravel_evidence::{
    Change, ConfidenceLevel, EvidenceItem, Judgement, JudgementId, Question, QuestionId,
};
use unravel_judge::{JudgeError, Model, Options, base_rate_text, judge};

use super::judging::{self, Asked, Desk, Gathered};
use super::wording::{arrow, count, interval, percent, plain, points};
use super::{find, today, user};
use crate::cli::{Ask, Cli, Watch};
use crate::output::{Talk, print, print_json};
use crate::select::Party;

pub fn ask(cli: &Cli, args: &Ask, talk: Talk) -> anyhow::Result<()> {
    let mut case = find::writable(&args.case)?;
    let as_of = args.as_of.unwrap_or_else(today);
    let desk = Desk::new(cli, &case, as_of)?;
    let (a, b) = (desk.party(&args.a)?, desk.party(&args.b)?);
    let asked = Asked {
        a: &a,
        b: &b,
        ends: args.ends,
        until: args.until,
        class: args.class,
        began: args.began,
    };
    let gathered = desk.gather(&case, &asked)?;
    // without evidence the judge gives the base rate, and refuses what has no answer
    let bare = judge(
        &gathered.question,
        &[],
        Model::builtin(),
        &Options::default(),
    )?;
    let mut stored = gathered.question.clone();
    stored.tie.began = gathered.began;
    let new = case.save_question(&stored, &user())?;
    if talk.json {
        return print_json(&serde_json::json!({
            "id": stored.id, "new": new, "text": stored.text(), "question": gathered.question,
            "base_rate": bare.base_rate,
        }));
    }
    if !new {
        talk.say("the case held this question; its class, beginning and as-of date are now these");
    }
    let began = gathered.question.tie.began;
    print(&format!(
        "{}\n{}\nrule: {}\nclass {}, {}\n\nbase rate: {}",
        stored.id,
        plain(&stored.text()),
        stored.rule,
        stored.tie.class,
        began.map_or("beginning unknown".to_owned(), |d| format!("began {d}")),
        base_rate_text(&bare.base_rate, stored.years()),
    ))?;
    talk.say(format_args!(
        "`unravel watch {}` judges it from the documents of the case",
        args.case.display()
    ));
    Ok(())
}

/// Questions gathered together, so that every core judges and memory stays bounded.
const CHUNK: usize = 64;

/// A judgement is kept where the probability moved by this much (0.05 points) though its
/// evidence is the same: days pass, and each day is not news.
const NEWS: f64 = 0.0005;

/// How a question fared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Status {
    /// Judged for the first time.
    First,
    /// Judged again, and kept because something changed.
    Changed,
    /// Judged again with the same result; not kept.
    Unchanged,
    /// Its date has come: it is to be resolved.
    Due,
    /// It can't be judged.
    Failed,
}

#[derive(Serialize)]
struct Watched {
    question: QuestionId,
    text: String,
    status: Status,
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<String>,
    #[serde(flatten)]
    result: Option<Moved>,
}

#[derive(Serialize)]
struct Moved {
    judgement: JudgementId,
    probability: f64,
    interval90: [f64; 2],
    term: String,
    confidence: ConfidenceLevel,
    previous: Option<f64>,
    since: Option<jiff::civil::Date>,
    points: Option<f64>,
    changes: Vec<Mover>,
}

/// An item that moved a question.
#[derive(Serialize)]
struct Mover {
    #[serde(flatten)]
    change: Change,
    #[serde(skip_serializing_if = "Option::is_none")]
    quote: Option<String>,
}

pub fn watch(cli: &Cli, args: &Watch, talk: Talk) -> anyhow::Result<()> {
    let mut case = find::writable(&args.case)?;
    let model = judging::model(args.weights.as_deref())?;
    let as_of = args.as_of.unwrap_or_else(today);
    let open: Vec<Question> = case
        .questions(QuestionFilter::Open)?
        .into_iter()
        .map(|record| record.question)
        .collect();
    let bar = talk.progress(open.len(), "judging");
    let who = user();
    let mut rows: Vec<Watched> = Vec::new();
    let mut desk = Desk::new(cli, &case, as_of)?;
    let parties: Vec<[Party; 2]> = open
        .iter()
        .map(|q| [desk.party_of(&q.tie.a), desk.party_of(&q.tie.b)])
        .collect();
    let both: Vec<&Party> = parties.iter().flatten().collect();
    desk.read_remarks(&case, &both)?;
    let ready: Vec<(&Question, &[Party; 2])> = open.iter().zip(&parties).collect();
    for chunk in ready.chunks(CHUNK) {
        let mut gathered: Vec<Option<Gathered>> = Vec::new();
        for (question, [a, b]) in chunk {
            if question.until <= as_of {
                gathered.push(None);
                continue;
            }
            let asked = Asked {
                a,
                b,
                ends: question.ends,
                until: question.until,
                class: Some(question.tie.class),
                began: None,
            };
            gathered.push(Some(desk.gather(&case, &asked)?));
        }
        let judged: Vec<Option<Result<Judgement, JudgeError>>> = gathered
            .par_iter()
            .map(|ready| Some(ready.as_ref()?.judge(&model, args.yardstick)))
            .collect();
        for (((question, _), ready), result) in chunk.iter().zip(&gathered).zip(judged) {
            let previous = ready.as_ref().and_then(|g| g.previous.as_ref());
            rows.push(match result {
                None => Watched::none(question, Status::Due, None),
                Some(Err(problem)) => {
                    Watched::none(question, Status::Failed, Some(problem.to_string()))
                }
                Some(Ok(judgement)) => {
                    let status = status(&judgement, previous);
                    if status != Status::Unchanged {
                        case.add_judgement(&judgement, &who)?;
                    }
                    Watched::of(judgement, previous, status)
                }
            });
        }
        bar.inc(chunk.len() as u64);
    }
    bar.finish_and_clear();
    // the largest moves first, then the order in which questions fall due
    rows.sort_by(|x, y| y.size().total_cmp(&x.size()));
    if talk.json {
        return print_json(&rows);
    }
    let mut out = String::new();
    for row in &rows {
        row.write(&mut out, args.full);
    }
    let of = |status| rows.iter().filter(|r| r.status == status).count();
    out.push_str(&format!(
        "{} as of {as_of}: {} changed, {} judged for the first time, {} unchanged, {} due, {} failed\n",
        count(rows.len(), "open question", "open questions"),
        of(Status::Changed),
        of(Status::First),
        of(Status::Unchanged),
        of(Status::Due),
        of(Status::Failed),
    ));
    print(&out)?;
    if !rows.is_empty() && of(Status::Failed) == rows.len() {
        bail!("no question could be judged; the lines above say why");
    }
    Ok(())
}

/// Whether a new judgement says anything that the last one does not.
fn status(now: &Judgement, before: Option<&Judgement>) -> Status {
    let Some(before) = before else {
        return Status::First;
    };
    // cluster numbers follow the weights, which move from day to day
    fn items(j: &Judgement) -> BTreeMap<&str, (&EvidenceItem, Option<&str>)> {
        let one = |i| {
            let item: &EvidenceItem = i;
            (item.statement.id.as_str(), (item, item.note.as_deref()))
        };
        j.evidence.iter().map(one).collect()
    }
    let (was, is) = (items(before), items(now));
    let same_items = was.len() == is.len()
        && is.iter().all(|(id, (item, note))| {
            was.get(id).is_some_and(|(old, old_note)| {
                item.statement == old.statement && item.grade == old.grade && note == old_note
            })
        });
    let same_question = now.question.tie == before.question.tie
        && now.model.weights == before.model.weights
        && now.yardstick == before.yardstick;
    let still = (now.probability - before.probability).abs() < NEWS;
    if same_items && same_question && still {
        Status::Unchanged
    } else {
        Status::Changed
    }
}

impl Watched {
    fn none(question: &Question, status: Status, problem: Option<String>) -> Self {
        Self {
            question: question.id.clone(),
            text: question.text(),
            status,
            problem,
            result: None,
        }
    }

    fn of(judgement: Judgement, before: Option<&Judgement>, status: Status) -> Self {
        let quote = |change: &Change| {
            let id = change.statement.as_ref()?;
            let item = judgement.item(id).or_else(|| before?.item(id))?;
            Some(item.statement.passage.exact.clone())
        };
        let changes = judgement
            .changes
            .iter()
            .map(|change| Mover {
                quote: quote(change),
                change: change.clone(),
            })
            .collect();
        Self {
            question: judgement.question.id.clone(),
            text: judgement.question_text.clone(),
            status,
            problem: None,
            result: Some(Moved {
                changes,
                probability: judgement.probability,
                interval90: judgement.interval90,
                confidence: judgement.confidence.level,
                previous: judgement.previous,
                since: before.map(|b| b.question.as_of),
                points: before.map(|b| 100.0 * (judgement.probability - b.probability)),
                judgement: judgement.id,
                term: judgement.term,
            }),
        }
    }

    fn size(&self) -> f64 {
        let moved = self.result.as_ref().and_then(|r| r.points);
        moved.map_or(0.0, f64::abs)
    }

    fn write(&self, out: &mut String, full: bool) {
        out.push_str(&format!("{}\n", plain(&self.text)));
        let Some(result) = &self.result else {
            let why = match (&self.problem, self.status) {
                (Some(problem), _) => problem.clone(),
                _ => format!(
                    "its date has come: unravel resolve CASE {} held|broke|void --date DATE --source WHO",
                    self.question
                ),
            };
            out.push_str(&format!("  {why}\n\n"));
            return;
        };
        let (term, p, range) = (
            &result.term,
            percent(result.probability),
            interval(result.interval90),
        );
        let news = match (result.points, result.since) {
            (Some(moved), Some(_)) if self.status == Status::Unchanged => {
                format!(
                    "{} unchanged ({} points), nothing kept",
                    arrow(0.0),
                    points(moved)
                )
            }
            (Some(moved), Some(since)) => {
                format!("{} {} points since {since}", arrow(moved), points(moved))
            }
            _ => "first judgement".to_owned(),
        };
        out.push_str(&format!(
            "  {term}, {p} (90 % interval {range}), {} confidence   {news}\n",
            result.confidence
        ));
        if self.status != Status::Unchanged {
            let most = if full { usize::MAX } else { 5 };
            for mover in result.changes.iter().take(most) {
                mover.write(out);
            }
            let more = result.changes.len().saturating_sub(most);
            if more > 0 {
                out.push_str(&format!("           and {more} more: --full\n"));
            }
        }
        out.push('\n');
    }
}

impl Mover {
    fn write(&self, out: &mut String) {
        let id = self.change.statement.as_ref();
        let id = id.map_or(String::new(), |id| format!("  [{id}]"));
        out.push_str(&format!(
            "  {:>7}  {}{id}\n",
            points(self.change.points),
            plain(&self.change.what)
        ));
        if let Some(quote) = &self.quote {
            out.push_str(&format!("           “{}”\n", plain(quote)));
        }
    }
}

/// Only what the case holds is read here.
pub fn questions(
    path: &std::path::Path,
    open: bool,
    resolved: bool,
    talk: Talk,
) -> anyhow::Result<()> {
    let case = Case::open_read_only(path)?;
    let filter = match (open, resolved) {
        (true, _) => QuestionFilter::Open,
        (_, true) => QuestionFilter::Resolved,
        _ => QuestionFilter::All,
    };
    let records = case.questions(filter)?;
    if talk.json {
        return print_json(&records);
    }
    if records.is_empty() {
        return print("No questions.");
    }
    let day = today();
    let mut out = String::new();
    for record in records {
        let q = &record.question;
        let judged = record.last.map_or("never judged".to_owned(), |last| {
            format!(
                "{}, {} (90 % interval {}), as of {}",
                last.term,
                percent(last.probability),
                interval(last.interval90),
                last.as_of
            )
        });
        let state = match record.resolution {
            Some(r) => format!("resolved: {}, {} ({})", r.outcome, r.date, plain(&r.source)),
            None if q.until <= day => "open, its date has come".to_owned(),
            None => "open".to_owned(),
        };
        out.push_str(&format!(
            "{}\n  {}\n  {judged}\n  {state}\n\n",
            q.id,
            plain(&q.text())
        ));
    }
    print(out.trim_end())
}
