//! `unravel ask` and `unravel watch`.

use anyhow::bail;
use jiff::civil::Date;
use serde::Serialize;
use unravel_actors::Registry;
use unravel_casefile::{Case, QuestionFilter};
use unravel_evidence::{
    BaseRate, Change, ConfidenceLevel, DateRange, End, Judgement, JudgementId, Question,
    QuestionId, TieClass,
};
use unravel_judge::{Model, Options, base_rate_text, judge};

use super::judging::{self, Asked, Desk};
use super::rejudge::{Fared, Rejudging, Status, rejudge};
use super::wording::{arrow, count, interval, percent, plain, points};
use super::{find, today, user};
use crate::cli::{Ask, Cli, Watch};
use crate::intake;
use crate::output::{Talk, print, print_json};

/// A question in the words of whoever asks it.
pub struct Typed<'t> {
    pub a: &'t str,
    pub b: &'t str,
    pub ends: End,
    pub until: Date,
    pub class: Option<TieClass>,
    pub began: Option<DateRange>,
    pub as_of: Date,
}

/// A question in the case.
pub struct Stored {
    /// With the beginning that its evidence gives, where nobody gave one.
    pub question: Question,
    /// As it was stored.
    pub stored: Question,
    pub base_rate: BaseRate,
    /// Whether the case did not hold it.
    pub new: bool,
}

/// Stores a question that has an answer.
pub fn store(
    registry: &'static Registry,
    case: &mut Case,
    typed: &Typed<'_>,
    who: &str,
) -> anyhow::Result<Stored> {
    let desk = Desk::new(registry, case, typed.as_of)?;
    let (a, b) = (desk.party(typed.a)?, desk.party(typed.b)?);
    let asked = Asked {
        a: &a,
        b: &b,
        ends: typed.ends,
        until: typed.until,
        class: typed.class,
        began: typed.began,
    };
    let gathered = desk.gather(case, &asked)?;
    // without evidence the judge gives the base rate, and refuses what has no answer
    let bare = judge(
        &gathered.question,
        &[],
        Model::builtin(),
        &Options::default(),
    )?;
    let mut stored = gathered.question.clone();
    stored.tie.began = gathered.began;
    let new = case.save_question(&stored, who)?;
    Ok(Stored {
        question: gathered.question,
        stored,
        base_rate: bare.base_rate,
        new,
    })
}

pub fn ask(cli: &Cli, args: &Ask, talk: Talk) -> anyhow::Result<()> {
    let mut case = find::writable(&args.case)?;
    let typed = Typed {
        a: &args.a,
        b: &args.b,
        ends: args.ends,
        until: args.until,
        class: args.class,
        began: args.began,
        as_of: args.as_of.unwrap_or_else(today),
    };
    let Stored {
        question,
        stored,
        base_rate,
        new,
    } = store(intake::registry(cli)?, &mut case, &typed, &user())?;
    if talk.json {
        return print_json(&serde_json::json!({
            "id": stored.id, "new": new, "text": stored.text(), "question": question,
            "base_rate": base_rate,
        }));
    }
    if !new {
        talk.say("the case held this question; its class, beginning and as-of date are now these");
    }
    let began = question.tie.began;
    print(&format!(
        "{}\n{}\nrule: {}\nclass {}, {}\n\nbase rate: {}",
        stored.id,
        plain(&stored.text()),
        stored.rule,
        stored.tie.class,
        began.map_or("beginning unknown".to_owned(), |d| format!("began {d}")),
        base_rate_text(&base_rate, stored.years()),
    ))?;
    talk.say(format_args!(
        "`unravel watch {}` judges it from the documents of the case",
        args.case.display()
    ));
    Ok(())
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
    let mut rows: Vec<Watched> = Vec::new();
    rejudge(
        &mut case,
        &open,
        &Rejudging {
            registry: intake::registry(cli)?,
            model: &model,
            yardstick: args.yardstick,
            as_of,
            who: &user(),
        },
        &mut |question, fared| {
            rows.push(match fared {
                Fared::Due => Watched::none(question, Status::Due, None),
                Fared::Failed(problem) => {
                    Watched::none(question, Status::Failed, Some(problem.to_string()))
                }
                Fared::Judged {
                    judgement,
                    previous,
                    status,
                } => Watched::of(*judgement, previous.as_deref(), status),
            });
            bar.inc(1);
        },
    )?;
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
