//! Event data as evidence: `unravel events evidence`, and the examples that `unravel fit` learns
//! its weights from.

use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::{Args, ValueHint};
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;
use unravel_casefile::{Edit, HandEvidence, Reference};
use unravel_events::{Benchmark, History, LATELY, Trend};
use unravel_evidence::{ActorRef, Bearing, DateRange, Direction, Kind, Stance};
use unravel_forecast::dyads::{Act, Signal};
use unravel_judge::{Changes, EventExample, Model, Weights};

use super::forecast::read as read_model;
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
    /// Take the change of outlook from this model, made by `unravel forecast fit` from the same
    /// history, in place of the change of counts
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub model: Option<PathBuf>,
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
    let told = match &args.model {
        Some(file) => outlook(file, &history, &sides, as_of)?,
        None => counted(&args.history, &history, &sides, as_of)?,
    };
    let weights = match &args.weights {
        Some(file) => Weights::from_toml(&read_text(file)?, &file.display().to_string())?,
        None => Model::builtin().weights.clone(),
    };
    let who = user();
    let mut added = Vec::new();
    for sign in told.changes().signs(&weights.events) {
        let quote = told.in_words(sign.kind, &a, &b, as_of);
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

/// What event data say of a pair.
enum Told {
    /// Events lately against those before.
    Counts(Trend),
    /// The outlook now against that of before: of cooperation, of conflict.
    Outlook([Signal; 2]),
}

/// The actors of the history that stand for either side.
type Sides = (Vec<u32>, Vec<u32>);

fn counted(file: &Path, history: &History, sides: &Sides, as_of: Date) -> anyhow::Result<Told> {
    let Some(trend) = history.trend(&sides.0, &sides.1, as_of) else {
        bail!(
            "{}: counts steps, not days; event evidence needs dates",
            file.display()
        );
    };
    if trend.days_before == 0 {
        bail!(
            "{}: begins less than {LATELY} days before {as_of}: nothing to compare with; give a longer history or a later --as-of",
            file.display()
        );
    }
    Ok(Told::Counts(trend))
}

fn outlook(file: &Path, history: &History, sides: &Sides, as_of: Date) -> anyhow::Result<Told> {
    let place = file.display();
    let model = read_model(file)?;
    let Some(dyads) = model.dyads.filter(|_| model.provenance.days) else {
        bail!(
            "{place}: this model has no forecasts of pairs by date; fit it to a history with dates"
        );
    };
    // the day after, so that the day itself counts
    let from = i64::from(unravel_events::days(as_of)) + 1;
    if from > dyads.next_time() + i64::from(LATELY) {
        bail!("{place}: ends more than {LATELY} days before {as_of}; fit it to a later history");
    }
    let name = |side: &[u32]| {
        let names = side
            .iter()
            .filter_map(|&n| history.actors().get(n as usize));
        let mut names = names.map(|actor| actor.name.as_str());
        names
            .find(|name| dyads.knows(name))
            .with_context(|| format!("{place}: does not know the actor; fit it to this history"))
    };
    let signals = dyads.signals(name(&sides.0)?, name(&sides.1)?, from)?;
    let of = |act| signals.iter().find(|s| s.act == act).cloned();
    match (of(Act::Cooperation), of(Act::Conflict)) {
        (Some(cooperation), Some(conflict)) => Ok(Told::Outlook([cooperation, conflict])),
        _ => bail!("{place}: begins less than two months before {as_of}: nothing to compare with"),
    }
}

impl Told {
    fn changes(&self) -> Changes {
        match self {
            Told::Counts(trend) => changes(trend),
            Told::Outlook([cooperation, conflict]) => Changes {
                cooperation: cooperation.change,
                conflict: conflict.change,
            },
        }
    }

    fn in_words(&self, kind: Kind, a: &ActorRef, b: &ActorRef, as_of: Date) -> String {
        match self {
            Told::Counts(trend) => in_words(trend, kind, a, b, as_of),
            Told::Outlook([cooperation, conflict]) => {
                let (what, signal) = match kind {
                    Kind::Hostility => ("conflictual", conflict),
                    _ => ("cooperative", cooperation),
                };
                format!(
                    "At least one {what} event between {} and {} in the {} days after {as_of} is {:.1} % likely by past events, where two to five months before it was {:.1} %.",
                    a.name,
                    b.name,
                    signal.horizon,
                    100.0 * signal.now,
                    100.0 * signal.before
                )
            }
        }
    }
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

/// The pairs of a history (or of a folder of benchmark quadruples) whose later dealings are
/// known; of a model of forecasts, its own pairs with the change of their outlook.
pub fn examples(path: &Path) -> anyhow::Result<Vec<EventExample>> {
    let history = if path.join("entity2id.txt").exists() {
        Benchmark::read(path)?.joined()?
    } else if is_model(path) {
        let Some(dyads) = read_model(path)?.dyads else {
            bail!("{}: this model has no forecasts of pairs", path.display());
        };
        let outcomes = dyads.signal_outcomes()?.into_iter();
        return Ok(outcomes
            .map(|o| EventExample {
                changes: Changes {
                    cooperation: o.cooperation,
                    conflict: o.conflict,
                },
                held: o.went_on,
            })
            .collect());
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

/// Whether a file is a model of forecasts; a history is Parquet.
fn is_model(path: &Path) -> bool {
    let mut head = Vec::new();
    let file = std::fs::File::open(path);
    file.and_then(|f| f.take(64).read_to_end(&mut head))
        .is_ok_and(|_| unravel_forecast::Model::begins(&head))
}
