//! `unravel events`: datasets into a history, and what a history says of two actors.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use clap::{Args, Subcommand, ValueEnum, ValueHint};
use serde::Serialize;
use unravel_events::{Benchmark, By, Format, History, Importer, Options, Report};

use super::event_evidence::{self, EventEvidence};
use crate::cli::Cli;
use crate::intake;
use crate::output::{Talk, print, print_json};

/// Rows of the lists beside a timeline.
const TOP: usize = 10;

#[derive(Debug, Subcommand)]
pub enum EventsCommand {
    /// Read event datasets into one history, a Parquet file
    #[command(after_help = "Examples:
  unravel events import 20240101.export.CSV.zip -o gdelt.parquet
  unravel events import icews/*.tab.zip polecat.txt -o history.parquet
  unravel events import GEDEvent_v23_1.csv --format ucdp --strict -o ged.parquet
  unravel code --jsonl texts.jsonl > coded.jsonl && unravel events import coded.jsonl -o coded.parquet

Reads ICEWS, POLECAT, GDELT 1.0 and 2.0 event files, UCDP GED, ACLED exports, coded statements, and
folders of benchmark quadruples; plain, gzip, zstd or zip. The format shows in the content.")]
    Import(Import),
    /// Show a history at a glance: by year and class, who and what most
    #[command(after_help = "Examples:
  unravel events summary history.parquet
  unravel events summary history.parquet --json")]
    Summary {
        /// The history, made by `unravel events import`
        #[arg(value_hint = ValueHint::FilePath)]
        history: PathBuf,
    },
    /// Show what two actors did to each other: a timeline by class with the mean Goldstein score
    #[command(after_help = "Examples:
  unravel events dyad history.parquet Afghanistan Pakistan
  unravel events dyad history.parquet Mali 'Boko Haram' --by month")]
    Dyad {
        /// The history, made by `unravel events import`
        #[arg(value_hint = ValueHint::FilePath)]
        history: PathBuf,
        /// First actor
        a: String,
        /// Second actor
        b: String,
        /// Length of a period
        #[arg(long, value_enum, default_value = "year")]
        by: PeriodArg,
    },
    /// Add what a history says of two actors to a case, as evidence with its figures
    #[command(after_help = "Examples:
  unravel events evidence sahel.case history.parquet Mali Russia
  unravel events evidence sahel.case history.parquet Mali France --as-of 2022-06-30
  unravel forecast fit history.parquet --out model.forecast
  unravel events evidence sahel.case history.parquet Mali Russia --model model.forecast

Cooperation that rises counts as a contact for the tie, cooperation that falls against it; conflict
the other way round. How far, `unravel fit --events HISTORY` (or MODEL) learns from pairs of event data.")]
    Evidence(EventEvidence),
}

#[derive(Debug, Args)]
pub struct Import {
    /// Files, folders of them, or one folder of benchmark quadruples
    #[arg(required = true, value_hint = ValueHint::AnyPath)]
    pub files: Vec<PathBuf>,
    /// The history to write, for example history.parquet
    #[arg(short, long, alias = "output", value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub out: PathBuf,
    /// Format of all files: icews, polecat, gdelt1, gdelt2, ucdp, acled or statements [default: by content]
    #[arg(long)]
    pub format: Option<Format>,
    /// Stop at the first bad row
    #[arg(long)]
    pub strict: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum PeriodArg {
    /// A calendar year
    Year,
    /// A calendar month
    Month,
}

pub fn run(cli: &Cli, command: &EventsCommand, talk: Talk) -> anyhow::Result<()> {
    match command {
        EventsCommand::Import(args) => import(cli, args, talk),
        EventsCommand::Evidence(args) => event_evidence::add(cli, args, talk),
        EventsCommand::Summary { history } => {
            let summary = History::read_parquet(history)?.summary(TOP);
            if talk.json {
                return print_json(&summary);
            }
            print(&summary.text(talk.style(false).width))
        }
        EventsCommand::Dyad { history, a, b, by } => {
            let history = History::read_parquet(history)?;
            let registry = intake::registry(cli)?;
            let by = match by {
                PeriodArg::Year => By::Year,
                PeriodArg::Month => By::Month,
            };
            let a = history.find_actor(a, registry)?;
            let b = history.find_actor(b, registry)?;
            let dyad = history.dyad(&a, &b, by, TOP);
            if talk.json {
                return print_json(&dyad);
            }
            print(&dyad.text(talk.style(false).width))
        }
    }
}

/// What an import tells in JSON.
#[derive(Serialize)]
struct Told<'r> {
    out: &'r Path,
    seconds: f64,
    #[serde(flatten)]
    report: &'r Report,
}

fn import(cli: &Cli, args: &Import, talk: Talk) -> anyhow::Result<()> {
    let start = Instant::now();
    let (history, report) = match args.files.as_slice() {
        [folder] if folder.join("entity2id.txt").exists() => {
            let history = Benchmark::read(folder)?.joined()?;
            let report = Report::of_benchmark(&history);
            (history, report)
        }
        _ => read(cli, args, talk)?,
    };
    history.write_parquet(&args.out)?;
    let told = Told {
        out: &args.out,
        seconds: start.elapsed().as_secs_f64(),
        report: &report,
    };
    for bad in &report.bad_rows_shown {
        talk.say(bad);
    }
    if talk.json {
        return print_json(&told);
    }
    print(&format!("{report}wrote {}", args.out.display()))
}

fn read(cli: &Cli, args: &Import, talk: Talk) -> anyhow::Result<(History, Report)> {
    let files = files(&args.files)?;
    let mut importer = Importer::new(Options {
        format: args.format,
        strict: args.strict,
    });
    let bytes: u64 = files
        .iter()
        .filter_map(|file| std::fs::metadata(file).ok())
        .map(|data| data.len())
        .sum();
    let mib = |bytes: u64| usize::try_from(bytes >> 20).unwrap_or(usize::MAX);
    let bar = talk.progress(mib(bytes), "reading, MiB");
    let taken = importer.bytes_taken();
    let done = AtomicBool::new(false);
    let read = std::thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                bar.set_position(taken.load(Ordering::Relaxed) >> 20);
                std::thread::park_timeout(Duration::from_millis(200));
            }
        });
        let read = files.iter().try_for_each(|file| importer.read(file));
        done.store(true, Ordering::Relaxed);
        read
    });
    bar.finish_and_clear();
    read?;
    Ok(importer.finish(intake::registry(cli)?)?)
}

/// The files given; a folder stands for the files in it, in the order of their names.
fn files(paths: &[PathBuf]) -> anyhow::Result<Vec<PathBuf>> {
    let mut out = Vec::new();
    for path in paths {
        if !path.is_dir() {
            out.push(path.clone());
            continue;
        }
        if path.join("entity2id.txt").exists() {
            bail!(
                "{}: benchmark quadruples count steps, not days; import the folder by itself",
                path.display()
            );
        }
        let unreadable = || format!("{}: cannot be read", path.display());
        let mut inside = Vec::new();
        for entry in std::fs::read_dir(path).with_context(unreadable)? {
            let file = entry.with_context(unreadable)?.path();
            if file.is_file() {
                inside.push(file);
            }
        }
        if inside.is_empty() {
            bail!("{}: no file in it", path.display());
        }
        inside.sort();
        out.extend(inside);
    }
    Ok(out)
}
