//! `unravel forecast`: what happens next between whom, and how well that is known.

use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, bail};
use clap::{Args, Subcommand, ValueEnum, ValueHint};
use jiff::civil::Date;
use serde::Serialize;
use unravel_events::{Benchmark, Columns, History, TimeUnit};
use unravel_forecast::dyads::{DyadForecast, DyadOptions, PastEvent, Signal, fit_dyads};
use unravel_forecast::{Ask, Explanation, FitOptions, Model, Provenance, Quads, Vocabulary, fit};

use crate::output::{Talk, print, print_json};

mod measure;

#[derive(Debug, Subcommand)]
pub enum ForecastCommand {
    /// Fit a model to a history of events and write it to a file
    #[command(after_help = "Examples:
  unravel forecast fit history.parquet --out model.forecast
  unravel forecast fit icews14/ --out icews14.forecast      a folder of benchmark quadruples, all its splits")]
    Fit {
        /// A history made by `unravel events import`, or a folder of benchmark quadruples
        #[arg(value_hint = ValueHint::AnyPath)]
        data: PathBuf,
        /// The file to write
        #[arg(short, long, alias = "output", value_name = "FILE", value_hint = ValueHint::FilePath)]
        out: PathBuf,
    },
    /// Say who will deal with whom, and how, after the last event
    #[command(after_help = "Examples:
  unravel forecast predict model.forecast --subject Japan --relation 'Make a visit'   whom does it visit?
  unravel forecast predict model.forecast --object Japan --relation 'Make a visit'    who visits it?
  unravel forecast predict model.forecast --subject Japan --days 7                    all it may do or meet")]
    Predict(Predict),
    /// Say why an answer is as likely as it is: exact contributions, and the past events behind them
    #[command(after_help = "Examples:
  unravel forecast explain model.forecast --subject Japan --relation Consult --object China
  unravel forecast explain model.forecast --subject Japan --relation Consult --object China --of subject")]
    Explain(Explain),
    /// Measure a model: fit to a folder's earlier splits, rank the answers of its last one
    #[command(after_help = "Examples:
  unravel forecast evaluate icews14/ --json
  unravel forecast evaluate icews14/ --on valid
  unravel forecast evaluate icews14/ --reveal nothing --reveal history --reveal learning

Single-step, time-aware filter, all entities ranked, both directions, mean rank on ties. Everything is
fitted on what lies before the split asked for and then left as it is; with `--reveal history`, the
default, events are counted once their day has passed; with `learning` vectors and rules learn from
them too; with `nothing` history ends where fitting ended.")]
    Evaluate {
        /// Folder with train.txt, valid.txt, test.txt, entity2id.txt, relation2id.txt
        #[arg(value_hint = ValueHint::DirPath)]
        folder: PathBuf,
        /// The split to forecast [default: test where there is one, else valid]
        #[arg(long)]
        on: Option<Split>,
        /// What is shown while its days go by; may be given several times
        #[arg(long, value_enum, default_values = ["history"])]
        reveal: Vec<RevealArg>,
    },
    /// Measure forecasts of pairs: P(at least one cooperative, conflictual, materially conflictual event)
    #[command(after_help = "Examples:
  unravel forecast dyads icews14/ --json
  unravel forecast dyads icews14/ --on valid
  unravel forecast dyads icews14/ --reveal history --reveal learning

Fitted on what lies before the split asked for, then left as it is; events are counted once their day has
passed. With `--reveal learning` the level of each act is corrected by the windows that are over.")]
    Dyads {
        /// Folder with train.txt, valid.txt, test.txt, entity2id.txt, relation2id.txt
        #[arg(value_hint = ValueHint::DirPath)]
        folder: PathBuf,
        /// The split to forecast [default: test where there is one, else valid]
        #[arg(long)]
        on: Option<Split>,
        /// What is shown while its days go by, `history` or `learning`; may be given twice
        #[arg(long, value_enum, default_values = ["history"])]
        reveal: Vec<RevealArg>,
    },
    /// Forecast what A does to B in the next days, with reasons, and whether dealings rise or collapse
    #[command(after_help = "Examples:
  unravel forecast dyad model.forecast Japan China
  unravel forecast dyad model.forecast Japan China --at 2014-10-01
  unravel forecast dyad model.forecast Japan China --at 270            times in steps, as in a benchmark")]
    Dyad {
        /// The model, made by `unravel forecast fit`
        #[arg(value_hint = ValueHint::FilePath)]
        model: PathBuf,
        /// Who acts
        a: String,
        /// Towards whom
        b: String,
        /// Forecast from this day on, from what lay before it [default: after the last event]
        #[arg(long, value_name = "DATE")]
        at: Option<String>,
    },
}

#[derive(Debug, Args)]
pub struct Predict {
    /// The model, made by `unravel forecast fit`
    #[arg(value_hint = ValueHint::FilePath)]
    pub model: PathBuf,
    /// Who acts
    #[arg(
        long,
        value_name = "ACTOR",
        conflicts_with = "object",
        required_unless_present = "object"
    )]
    pub subject: Option<String>,
    /// Towards whom
    #[arg(long, value_name = "ACTOR", requires = "relation")]
    pub object: Option<String>,
    /// What is done
    #[arg(long, value_name = "NAME")]
    pub relation: Option<String>,
    /// Without --relation: in so many days
    #[arg(long, default_value_t = 7)]
    pub days: u32,
    /// At most so many answers
    #[arg(long, default_value_t = 10)]
    pub top: usize,
}

#[derive(Debug, Args)]
pub struct Explain {
    /// The model, made by `unravel forecast fit`
    #[arg(value_hint = ValueHint::FilePath)]
    pub model: PathBuf,
    /// Who acts
    #[arg(long, value_name = "ACTOR")]
    pub subject: String,
    /// What is done
    #[arg(long, value_name = "NAME")]
    pub relation: String,
    /// Towards whom
    #[arg(long, value_name = "ACTOR")]
    pub object: String,
    /// Which of the two is taken as the answer
    #[arg(long, value_enum, default_value = "object")]
    pub of: Side,
    /// At most so many past events of each kind
    #[arg(long, default_value_t = 5)]
    pub events: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Side {
    /// Who acts
    Subject,
    /// Towards whom
    Object,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Split {
    /// valid.txt, after fitting to train.txt
    Valid,
    /// test.txt, after fitting to train.txt and valid.txt
    Test,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RevealArg {
    /// History ends where fitting ended
    Nothing,
    /// Past events are counted; nothing is fitted again
    History,
    /// Past events are counted and learnt from
    Learning,
}

pub fn run(command: &ForecastCommand, talk: Talk) -> anyhow::Result<()> {
    match command {
        ForecastCommand::Fit { data, out } => fit_model(data, out, talk),
        ForecastCommand::Predict(args) => predict(args, talk),
        ForecastCommand::Explain(args) => explain(args, talk),
        ForecastCommand::Evaluate { folder, on, reveal } => {
            measure::evaluate(folder, *on, reveal, talk)
        }
        ForecastCommand::Dyads { folder, on, reveal } => measure::dyads(folder, *on, reveal, talk),
        ForecastCommand::Dyad { model, a, b, at } => dyad(model, a, b, at.as_deref(), talk),
    }
}

/// The columns of a history as the forecaster takes them.
fn quads(columns: &Columns) -> Quads<'_> {
    Quads {
        subject: &columns.source,
        relation: &columns.code,
        object: &columns.target,
        time: &columns.time,
    }
}

fn words(history: &History) -> Vocabulary {
    let codes = history.codes();
    let relations = codes
        .iter()
        .map(|c| {
            // different codes may share a name
            if codes.iter().filter(|other| other.name == c.name).count() > 1 {
                format!("{} ({})", c.name, c.code)
            } else {
                c.name.clone()
            }
        })
        .collect();
    Vocabulary {
        entities: history.actors().iter().map(|a| a.name.clone()).collect(),
        relations,
    }
}

fn roots(history: &History) -> Vec<Option<u8>> {
    history.codes().iter().map(|c| c.root).collect()
}

/// The length of a day in the unit of the times, where that is known.
fn day(history: &History) -> Option<i64> {
    (history.unit() == TimeUnit::Days).then_some(1)
}

fn fit_model(data: &Path, out: &Path, talk: Talk) -> anyhow::Result<()> {
    let start = Instant::now();
    let history = if data.is_dir() {
        Benchmark::read(data)?.joined()?
    } else {
        History::read_parquet(data)?
    };
    let (words, roots) = (words(&history), roots(&history));
    let events = quads(history.columns());
    let forecaster = fit(events, &words, FitOptions::default())?;
    let dyads = if roots.iter().any(Option::is_some) {
        match fit_dyads(
            events,
            &words,
            &roots,
            day(&history),
            DyadOptions::default(),
        ) {
            Ok(model) => Some(model),
            Err(error) => {
                talk.say(format_args!("no forecasts of pairs: {error}"));
                None
            }
        }
    } else {
        talk.say("no forecasts of pairs: the relations have no CAMEO roots");
        None
    };
    let (first, last) = history.span().unwrap_or_default();
    let model = Model {
        forecaster,
        dyads,
        provenance: Provenance {
            source: data.display().to_string(),
            program: concat!("unravel ", env!("CARGO_PKG_VERSION")).into(),
            events: history.len() as u64,
            span: (first.into(), last.into()),
            days: history.unit() == TimeUnit::Days,
        },
    };
    let bytes = model.to_bytes()?;
    std::fs::write(out, &bytes)
        .with_context(|| format!("{}: cannot be written; check the path", out.display()))?;
    let seconds = start.elapsed().as_secs_f64();
    if talk.json {
        return print_json(&serde_json::json!({
            "out": out, "bytes": bytes.len(), "seconds": seconds, "provenance": model.provenance,
        }));
    }
    print(&format!(
        "fitted to {} events, {} to {}, in {seconds:.1} s; wrote {} ({:.1} MB)",
        history.len(),
        when(first.into(), &model.provenance),
        when(last.into(), &model.provenance),
        out.display(),
        bytes.len() as f64 / 1e6
    ))
}

/// Reads a fitted model.
pub fn read(path: &Path) -> anyhow::Result<Model> {
    let place = path.display();
    let bytes = std::fs::read(path)
        .with_context(|| format!("{place}: cannot be read; make it with `unravel forecast fit`"))?;
    Model::from_bytes(&bytes).with_context(|| place.to_string())
}

/// A time as a date, or as the step it is in a benchmark.
fn when(time: i64, from: &Provenance) -> String {
    let date = i32::try_from(time).ok().filter(|_| from.days);
    date.and_then(unravel_events::date)
        .map_or_else(|| format!("step {time}"), |d| d.to_string())
}

fn predict(args: &Predict, talk: Talk) -> anyhow::Result<()> {
    let model = read(&args.model)?;
    let forecaster = &model.forecaster;
    let on = when(forecaster.next_time(), &model.provenance);
    let ask = match (&args.subject, &args.object, &args.relation) {
        (Some(subject), _, Some(relation)) => Ask::Object { subject, relation },
        (_, Some(object), Some(relation)) => Ask::Subject { relation, object },
        (Some(actor), _, None) => {
            let prospects = forecaster.outlook(actor, args.days, args.top)?;
            if talk.json {
                return print_json(&serde_json::json!({
                    "actor": actor, "from": on, "days": args.days, "prospects": prospects,
                    "provenance": model.provenance,
                }));
            }
            let mut out = format!("{actor}, {} days from {on}\n", args.days);
            for p in &prospects {
                let (first, second) = if p.acts {
                    (actor.as_str(), p.other.as_str())
                } else {
                    (p.other.as_str(), actor.as_str())
                };
                out.push_str(&format!(
                    "{:>6.1} %  {first}: {} > {second}\n",
                    100.0 * p.probability,
                    p.relation
                ));
            }
            return print(&out);
        }
        _ => bail!("give --subject, or --object with --relation"),
    };
    let answers = forecaster.predict(ask, args.top)?;
    if talk.json {
        return print_json(&serde_json::json!({
            "at": on, "subject": args.subject, "relation": args.relation, "object": args.object,
            "answers": answers, "provenance": model.provenance,
        }));
    }
    let mut out = String::new();
    for a in &answers {
        out.push_str(&format!("{:>6.1} %  {}\n", 100.0 * a.probability, a.entity));
    }
    print(&out)
}

fn explain(args: &Explain, talk: Talk) -> anyhow::Result<()> {
    let model = read(&args.model)?;
    let (subject, relation, object) = (&args.subject, &args.relation, &args.object);
    let (ask, answer) = match args.of {
        Side::Object => (Ask::Object { subject, relation }, object),
        Side::Subject => (Ask::Subject { relation, object }, subject),
    };
    let why = model.forecaster.explain(ask, answer, args.events)?;
    if talk.json {
        return print_json(&serde_json::json!({
            "subject": subject, "relation": relation, "object": object, "of": answer,
            "explanation": why, "provenance": model.provenance,
        }));
    }
    print(&explanation_text(&why, &model.provenance))
}

/// Lines of the strongest contributions.
const SHOWN: usize = 10;

fn explanation_text(why: &Explanation, from: &Provenance) -> String {
    let rank = why
        .rank
        .map_or_else(|| "beyond the candidates".into(), |r| format!("place {r}"));
    let mut out = format!(
        "{}: {:.1} %, {rank}\n\nsimple forecasters: log-probability {:+.3}\n",
        why.entity,
        100.0 * why.probability,
        why.base
    );
    for s in why.shares.iter().filter(|s| s.share >= 0.005) {
        out.push_str(&format!("  {:>5.1} %  {}\n", 100.0 * s.share, s.forecaster));
    }
    out.push_str("trees, by feature\n");
    for p in why.parts.iter().take(SHOWN) {
        out.push_str(&format!("  {:+.3}  {}\n", p.contribution, p.feature));
    }
    let rest: f64 = why.parts.iter().skip(SHOWN).map(|p| p.contribution).sum();
    out.push_str(&format!(
        "  {rest:+.3}  all others\nscore {:+.3}\n",
        why.score
    ));
    for (title, events) in [
        ("between the two", &why.between),
        ("the same act by or towards the one asked about", &why.alike),
        ("the same act towards or by the answer", &why.towards),
    ] {
        out.push_str(&format!("\n{title}\n{}", events_text(events, from)));
    }
    out
}

fn events_text(events: &[PastEvent], from: &Provenance) -> String {
    if events.is_empty() {
        return "  none\n".into();
    }
    let lines = events.iter().map(|e| {
        format!(
            "  {}  {}: {} > {}\n",
            when(e.time, from),
            e.subject,
            e.relation,
            e.object
        )
    });
    lines.collect()
}

fn dyad(path: &Path, a: &str, b: &str, at: Option<&str>, talk: Talk) -> anyhow::Result<()> {
    let model = read(path)?;
    let from = &model.provenance;
    let Some(dyads) = &model.dyads else {
        bail!(
            "{}: this model has no forecasts of pairs; its events were too few or have no CAMEO roots",
            path.display()
        );
    };
    let time = match at {
        None => dyads.next_time(),
        Some(text) if from.days => {
            let date: Date = text
                .parse()
                .with_context(|| format!("--at {text}: not a date such as 2014-10-01"))?;
            unravel_events::days(date).into()
        }
        Some(text) => text
            .parse()
            .with_context(|| format!("--at {text}: not a step, a whole number"))?,
    };
    let forecasts = dyads.predict(a, b, time)?;
    let signals = dyads.signals(a, b, time)?;
    let past = dyads.past(a, b, time, 8)?;
    if talk.json {
        return print_json(&serde_json::json!({
            "a": a, "b": b, "from": when(time, from), "forecasts": forecasts,
            "signals": signals, "events": past, "provenance": from,
        }));
    }
    print(&dyad_text(
        a,
        b,
        &when(time, from),
        &forecasts,
        &signals,
        &events_text(&past, from),
    ))
}

fn dyad_text(
    a: &str,
    b: &str,
    on: &str,
    forecasts: &[DyadForecast],
    signals: &[Signal],
    events: &str,
) -> String {
    let mut out = format!("A = {a}, B = {b}, from {on}\n\nA acts towards B at least once\n");
    for f in forecasts {
        out.push_str(&format!(
            "  {:<18} {:>3} days  {:>5.1} %  (all pairs {:.1} %)\n",
            f.act,
            f.horizon,
            100.0 * f.probability,
            100.0 * f.base_rate
        ));
        for p in f.parts.iter().take(3) {
            out.push_str(&format!("      {:+.2}  {}\n", p.contribution, p.feature));
        }
    }
    out.push_str("\neither towards the other, against two to five months before\n");
    for s in signals {
        out.push_str(&format!(
            "  {:<18} {:>3} days  {:>5.1} % from {:>5.1} %, {:+.2} log-odds: {}\n",
            s.act,
            s.horizon,
            100.0 * s.now,
            100.0 * s.before,
            s.change,
            format!("{:?}", s.trend).to_lowercase()
        ));
    }
    out.push_str(&format!("\nlatest events between them\n{events}"));
    out
}
