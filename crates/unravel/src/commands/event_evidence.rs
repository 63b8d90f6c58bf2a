//! Event data as evidence: `unravel events evidence`, and the examples that `unravel fit` learns
//! its weights from.

use std::path::{Path, PathBuf};

use anyhow::bail;
use clap::{Args, ValueHint};
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;
use unravel_casefile::{Edit, HandEvidence, Reference};
use unravel_events::{Benchmark, History, LATELY, Trend};
use unravel_evidence::{ActorRef, Bearing, DateRange, Direction, Kind, Stance};
use unravel_judge::{Changes, EventExample, Model, Weights};

use super::{find, today, user};
use crate::cli::Cli;
use crate::intake::{self, read_text};
use crate::output::{Talk, print, print_json};

/// Into which case, from which history, about whom.
#[derive(Debug, Args)]
pub struct EventEvidence {
    /// The case that the evidence goes into
    #[arg(value_hint = ValueHint::FilePath)]
    pub case: PathBuf,
    /// The history, made by `unravel events import`
    #[arg(value_hint = ValueHint::FilePath)]
    pub history: PathBuf,
    /// First actor
    pub a: String,
    /// Second actor
    pub b: String,
    /// Count events up to and with this day [default: today, or the last day of the history]
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<Date>,
    /// Weights of evidence, made by `unravel fit --events` [default: built in]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub weights: Option<PathBuf>,
}

/// What was added, in JSON.
#[derive(Debug, Serialize)]
struct Added {
    statement: String,
    kind: Kind,
    bearing: Bearing,
    score: f64,
    quote: String,
}

/// Adds what the history says of the pair to the case, as evidence with its figures.
pub fn add(cli: &Cli, args: &EventEvidence, talk: Talk) -> anyhow::Result<()> {
    let history = History::read_parquet(&args.history)?;
    let registry = intake::registry(cli)?;
    let mut case = find::writable(&args.case)?;
    let (a, b) = (
        find::actor(cli, &case, &args.a)?,
        find::actor(cli, &case, &args.b)?,
    );
    let last = history
        .span()
        .and_then(|(_, last)| unravel_events::date(last));
    let as_of = match (args.as_of, last) {
        (Some(day), _) => day,
        (None, Some(last)) => last.min(today()),
        (None, None) => bail!("{}: no event in it", args.history.display()),
    };
    let sides = (
        history.find_actor(&args.a, registry)?,
        history.find_actor(&args.b, registry)?,
    );
    let Some(trend) = history.trend(&sides.0, &sides.1, as_of) else {
        bail!(
            "{}: counts steps, not days; event evidence needs dates",
            args.history.display()
        );
    };
    if trend.days_before == 0 {
        bail!(
            "{}: begins less than {LATELY} days before {as_of}: nothing to compare with; give a longer history or a later --as-of",
            args.history.display()
        );
    }
    let weights = match &args.weights {
        Some(file) => Weights::from_toml(&read_text(file)?, &file.display().to_string())?,
        None => Model::builtin().weights.clone(),
    };
    let who = user();
    let mut added = Vec::new();
    for sign in changes(&trend).signs(&weights.events) {
        let quote = in_words(&trend, sign.kind, &a, &b, as_of);
        let evidence = HandEvidence {
            a: a.clone(),
            b: b.clone(),
            kind: sign.kind,
            direction: Direction::Mutual,
            stance: Stance::Asserted,
            bearing: Some(sign.bearing),
            said_by: None,
            when: Some(lately(as_of)?),
            place: None,
            costly: false,
            score: Some(sign.score),
            credibility: None,
            reference: Reference::Quote {
                quote: quote.clone(),
                publisher: Some(format!("event data {}", file_name(&args.history))),
                title: Some(format!("counted to {as_of}")),
                url: None,
                published: Some(DateRange::day(as_of)),
            },
        };
        let id = case.add_evidence(
            &evidence,
            &Edit::by(&who).because("counted from event data"),
        )?;
        added.push(Added {
            statement: id.0,
            kind: sign.kind,
            bearing: sign.bearing,
            score: sign.score,
            quote,
        });
    }
    if talk.json {
        return print_json(&added);
    }
    if added.is_empty() {
        return print("No change: nothing added.");
    }
    let lines: Vec<String> = added
        .iter()
        .map(|a| {
            format!(
                "{} {} {} (counts as {:.2} of an item): {}",
                a.statement, a.kind, a.bearing, a.score, a.quote
            )
        })
        .collect();
    print(&lines.join("\n"))
}

fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(
        || path.display().to_string(),
        |n| n.to_string_lossy().into_owned(),
    )
}

fn changes(trend: &Trend) -> Changes {
    Changes {
        cooperation: trend.cooperation(),
        conflict: trend.conflict(),
    }
}

/// The days that the figures are about.
fn lately(as_of: Date) -> anyhow::Result<DateRange> {
    let first = as_of.saturating_sub((LATELY - 1).days());
    Ok(DateRange::new(first, as_of)?)
}

/// The figures as a sentence: what the reader of a judgement sees quoted.
fn in_words(trend: &Trend, kind: Kind, a: &ActorRef, b: &ActorRef, as_of: Date) -> String {
    let (what, now, before) = match kind {
        Kind::Hostility => (
            "conflictual",
            trend.lately.conflict(),
            trend.before.conflict(),
        ),
        _ => (
            "cooperative",
            trend.lately.cooperation(),
            trend.before.cooperation(),
        ),
    };
    format!(
        "{now} {what} events between {} and {} in the {LATELY} days to {as_of}, where the {before} of the {} days before would lead one to expect {:.1}.",
        a.name,
        b.name,
        trend.days_before,
        trend.expected(before)
    )
}

/// The pairs of a history (or of a folder of benchmark quadruples) whose later dealings are known.
pub fn examples(path: &Path) -> anyhow::Result<Vec<EventExample>> {
    let history = if path.join("entity2id.txt").exists() {
        Benchmark::read(path)?.joined()?
    } else {
        History::read_parquet(path)?
    };
    Ok(history
        .outcomes()
        .into_iter()
        .map(|o| EventExample {
            changes: changes(&o.trend),
            held: o.went_on,
        })
        .collect())
}
