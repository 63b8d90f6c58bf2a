//! `unravel report`: a kept judgement as a file for readers and other tools.

use std::collections::BTreeMap;
use std::fs::OpenOptions;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use unravel_casefile::{Case, JudgementSummary};
use unravel_evidence::{ActorId, ActorKind, Judgement};
use unravel_judge::{Model, base_rate};
use unravel_report::{Format, Past, ReportData, SurvivalPoint, file_name};

use super::find;
use crate::cli::{Cli, Report};
use crate::intake;
use crate::output::{Talk, print};

pub fn run(cli: &Cli, args: &Report, talk: Talk) -> anyhow::Result<()> {
    let format = format(args, talk)?;
    let case = Case::open_read_only(&args.case)?;
    let judgement = judgement(cli, args, &case)?;
    let data = data(cli, &case, judgement)?;
    let text = format.render(&data);
    match &args.output {
        Some(path) if path.as_os_str() == "-" => print(&text),
        Some(path) => {
            std::fs::write(path, text)
                .with_context(|| format!("{}: cannot be written", path.display()))?;
            talk.say(path.display());
            Ok(())
        }
        None if std::io::stdout().is_terminal() => {
            let path = PathBuf::from(file_name(&data.judgement, format));
            write_new(&path, &text)?;
            talk.say(path.display());
            Ok(())
        }
        None => print(&text),
    }
}

/// What was asked for, else what the file name says, else a page to read.
fn format(args: &Report, talk: Talk) -> anyhow::Result<Format> {
    if let Some(format) = args.format {
        return Ok(format);
    }
    if talk.json {
        return Ok(Format::Json);
    }
    let Some(path) = args.output.as_deref().filter(|p| p.as_os_str() != "-") else {
        return Ok(Format::Html);
    };
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    Format::of_file_name(&name).with_context(|| {
        format!(
            "{}: the name says no format; end it in .html, .md, .json, .csv, .stix.json, .ftm.json or .gexf, or give --format",
            path.display()
        )
    })
}

/// Writes a file whose name the user did not choose, so it must not replace another.
fn write_new(path: &Path, text: &str) -> anyhow::Result<()> {
    let opened = OpenOptions::new().write(true).create_new(true).open(path);
    let mut file = opened.with_context(|| {
        format!(
            "{}: cannot be written; choose a name with -o",
            path.display()
        )
    })?;
    file.write_all(text.as_bytes())
        .with_context(|| format!("{}: cannot be written", path.display()))
}

/// The judgement named, else the last one of the tie.
fn judgement(cli: &Cli, args: &Report, case: &Case) -> anyhow::Result<Judgement> {
    let history = history(cli, args, case)?;
    let chosen = match &args.judgement {
        None => history.last(),
        Some(text) => Some(named(&history, text, args)?),
    };
    let found = match chosen {
        Some(summary) => case.judgement(&summary.id)?,
        None => None,
    };
    found.with_context(|| {
        format!(
            "{}: no judgement of {} and {}; make one with `unravel assess {0} {1:?} {2:?} --until DATE`",
            args.case.display(),
            args.a,
            args.b
        )
    })
}

fn history(cli: &Cli, args: &Report, case: &Case) -> anyhow::Result<Vec<JudgementSummary>> {
    let a = find::actor(cli, case, &args.a)?;
    let b = find::actor(cli, case, &args.b)?;
    Ok(case.history_for_pair(&a.id, &b.id)?)
}

fn named<'h>(
    history: &'h [JudgementSummary],
    text: &str,
    args: &Report,
) -> anyhow::Result<&'h JudgementSummary> {
    let wanted = text.trim().trim_end_matches('…').to_lowercase();
    let mut found = history
        .iter()
        .filter(|s| !wanted.is_empty() && s.id.as_str().starts_with(&wanted));
    match (found.next(), found.next()) {
        (Some(one), None) => Ok(one),
        (None, _) => bail!(
            "no judgement \"{text}\" of this tie; `unravel history {} {:?} {:?}` lists them",
            args.case.display(),
            args.a,
            args.b
        ),
        (Some(_), Some(_)) => {
            bail!("several judgements begin with \"{text}\"; write more of the id")
        }
    }
}

/// The judgement with what the case and the model know around it.
fn data(cli: &Cli, case: &Case, judgement: Judgement) -> anyhow::Result<ReportData> {
    let question = &judgement.question;
    let history = case.history(&question.id)?;
    let resolution = case.question(&question.id)?.and_then(|q| q.resolution);
    Ok(ReportData {
        history: history
            .into_iter()
            .map(|past| Past {
                made_at: past.made_at,
                as_of: past.as_of,
                probability: past.probability,
                interval90: past.interval90,
            })
            .collect(),
        survival: survival(&judgement),
        resolution,
        kinds: kinds(cli, case)?,
        ..ReportData::new(judgement)
    })
}

/// Points of the survival curve, and the least number of years it shows.
const POINTS: u32 = 60;
const LEAST_YEARS: f64 = 10.0;

/// How often ties of this class hold from their beginning to past this one's horizon, by the
/// built-in base rates.
fn survival(judgement: &Judgement) -> Vec<SurvivalPoint> {
    let q = &judgement.question;
    let years = (q.age().unwrap_or(0.0) + q.years()).max(LEAST_YEARS) * 1.1;
    let rates = &Model::builtin().base;
    (0..=POINTS)
        .map(|i| years * f64::from(i) / f64::from(POINTS))
        .map(|years| {
            let base = base_rate(rates, q.tie.class, q.ends, Some(0.0), years);
            SurvivalPoint::of(years, &base)
        })
        .collect()
}

/// What the actors of the case are: by the registry, else as the texts have them.
fn kinds(cli: &Cli, case: &Case) -> anyhow::Result<BTreeMap<ActorId, ActorKind>> {
    let registry = intake::registry(cli)?;
    let kind = |id: &ActorId| registry.get(id).map(|actor| actor.kind);
    let known = case.actors()?.into_iter();
    Ok(known
        .filter_map(|a| Some((a.actor.id.clone(), kind(&a.actor.id).or(a.kind)?)))
        .collect())
}
