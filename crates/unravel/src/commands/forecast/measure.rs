//! `unravel forecast evaluate` and `dyads`: how well what happens next is known.

use std::path::Path;
use std::time::Instant;

use anyhow::{Context, bail};
use serde::Serialize;
use unravel_events::{Benchmark, Columns, History};
use unravel_forecast::dyads::{DyadEvaluation, DyadOptions, fit_dyads};
use unravel_forecast::{Evaluation, FitOptions, Reveal, fit};

use super::{RevealArg, Split, quads, roots, words};
use crate::output::{Talk, print, print_json};

impl RevealArg {
    fn meant(self) -> Reveal {
        match self {
            RevealArg::Nothing => Reveal::Nothing,
            RevealArg::History => Reveal::History,
            RevealArg::Learning => Reveal::Learning,
        }
    }
}

/// The history to fit to and the later one to forecast.
fn splits(folder: &Path, on: Option<Split>) -> anyhow::Result<(Split, History, History, Columns)> {
    let Benchmark { train, valid, test } = Benchmark::read(folder)?;
    let place = folder.display();
    let on = on.unwrap_or(if test.is_some() {
        Split::Test
    } else {
        Split::Valid
    });
    let mut earlier = train.columns().clone();
    let later = match on {
        Split::Valid => valid.with_context(|| format!("{place}: there is no valid.txt"))?,
        Split::Test => {
            if let Some(valid) = &valid {
                let more = valid.columns();
                earlier.time.extend(&more.time);
                earlier.source.extend(&more.source);
                earlier.target.extend(&more.target);
                earlier.code.extend(&more.code);
            }
            test.with_context(|| format!("{place}: there is no test.txt"))?
        }
    };
    Ok((on, train, later, earlier))
}

#[derive(Serialize)]
struct MeasuredDyads {
    reveal: Reveal,
    scores: Vec<DyadEvaluation>,
}

#[derive(Serialize)]
struct Measured {
    reveal: Reveal,
    #[serde(flatten)]
    evaluation: Evaluation,
    seconds_evaluate: f64,
}

pub fn evaluate(
    folder: &Path,
    on: Option<Split>,
    reveal: &[RevealArg],
    talk: Talk,
) -> anyhow::Result<()> {
    let (on, train, later, earlier) = splits(folder, on)?;
    let words = words(&train);
    let start = Instant::now();
    let forecaster = fit(quads(&earlier), &words, FitOptions::default())?;
    let seconds_fit = start.elapsed().as_secs_f64();
    let mut measured = Vec::new();
    for reveal in reveal {
        let reveal = reveal.meant();
        let start = Instant::now();
        let evaluation = forecaster
            .clone()
            .evaluate(quads(later.columns()), reveal)?;
        measured.push(Measured {
            reveal,
            evaluation,
            seconds_evaluate: start.elapsed().as_secs_f64(),
        });
    }
    let Some(first) = measured.first() else {
        bail!("nothing to measure; give --reveal");
    };
    if talk.json {
        let ranks = first.evaluation.ranks;
        return print_json(&serde_json::json!({
            "folder": folder, "on": on, "events_fitted": earlier.len(), "events_forecast": later.len(),
            "mrr": ranks.mrr, "hits1": ranks.hits1, "hits3": ranks.hits3, "hits10": ranks.hits10,
            "seconds_fit": seconds_fit, "seconds_evaluate": first.seconds_evaluate,
            "peak_memory_bytes": peak_memory(), "evaluations": measured,
        }));
    }
    let mut out = format!(
        "fitted to {} events in {seconds_fit:.1} s; forecast {} events of {}\n",
        earlier.len(),
        later.len(),
        format!("{on:?}").to_lowercase()
    );
    out.push_str("revealed   scorer   MRR     Hits@1  Hits@3  Hits@10  seconds\n");
    for m in &measured {
        let reveal = format!("{:?}", m.reveal).to_lowercase();
        for (scorer, r) in [
            ("default", m.evaluation.ranks),
            ("mixture", m.evaluation.mixture),
        ] {
            out.push_str(&format!(
                "{reveal:<10} {scorer:<8} {:.4}  {:.4}  {:.4}  {:.4}   {:.1}\n",
                r.mrr, r.hits1, r.hits3, r.hits10, m.seconds_evaluate
            ));
        }
    }
    if let Some(bytes) = peak_memory() {
        out.push_str(&format!("peak memory {:.2} GB\n", bytes as f64 / 1e9));
    }
    print(&out)
}

/// The largest resident size so far, in bytes; none where the system does not tell.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024)
}

pub fn dyads(
    folder: &Path,
    on: Option<Split>,
    reveal: &[RevealArg],
    talk: Talk,
) -> anyhow::Result<()> {
    if reveal.contains(&RevealArg::Nothing) {
        bail!(
            "pairs are forecast from what is counted up to each day; give --reveal history or learning"
        );
    }
    let (on, train, later, earlier) = splits(folder, on)?;
    let (words, roots) = (words(&train), roots(&train));
    let start = Instant::now();
    let model = fit_dyads(
        quads(&earlier),
        &words,
        &roots,
        None,
        DyadOptions::default(),
    )?;
    let seconds_fit = start.elapsed().as_secs_f64();
    let start = Instant::now();
    let later = quads(later.columns());
    let mut measured = Vec::new();
    for reveal in reveal {
        let scores = match reveal {
            RevealArg::Learning => model.evaluate_learning(later)?,
            _ => model.evaluate(later)?,
        };
        measured.push(MeasuredDyads {
            reveal: reveal.meant(),
            scores,
        });
    }
    let Some(first) = measured.first() else {
        bail!("nothing to measure; give --reveal");
    };
    let seconds_evaluate = start.elapsed().as_secs_f64();
    if talk.json {
        return print_json(&serde_json::json!({
            "folder": folder, "on": on, "seconds_fit": seconds_fit,
            "seconds_evaluate": seconds_evaluate, "peak_memory_bytes": peak_memory(),
            "dyads": first.scores, "evaluations": measured,
        }));
    }
    let mut out = format!(
        "fitted in {seconds_fit:.1} s, forecast in {seconds_evaluate:.1} s\n\
         revealed  act                days  pairs   rate    skill  90 % interval    ECE      by chance  Poisson  active  dormant\n"
    );
    for m in &measured {
        let reveal = format!("{:?}", m.reveal).to_lowercase();
        for s in &m.scores {
            out.push_str(&format!(
                "{reveal:<9} {:<18} {:>4}  {:>6}  {:.4}  {:.3}  {:.3} to {:.3}  {:.5}  {:.5}    {:.3}    {:.3}   {:.3}\n",
                s.act,
                s.horizon,
                s.model.n,
                s.model.base_rate,
                s.model.skill,
                s.skill_interval[0],
                s.skill_interval[1],
                s.model.ece,
                s.model.ece_by_chance,
                s.poisson.skill,
                s.active.skill,
                s.dormant.skill
            ));
        }
    }
    print(&out)
}
