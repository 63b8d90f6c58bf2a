//! `unravel base-rate`, `unravel fit` and `unravel backtest`.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use unravel_evidence::{End, TieClass};
use unravel_judge::backtest::{Fitting, backtest as run};
use unravel_judge::{
    BaseRates, Case, Example, Model, Priors, Weights, base_rate as rate, base_rate_text, spells,
};

use super::event_evidence;
use crate::cli::BaseRateArgs;
use crate::intake::read_text;
use crate::output::{Talk, print, print_json};

/// Draws behind the intervals of a backtest, and their seed.
const DRAWS: usize = 2000;
const SEED: u64 = 1;

pub fn base_rate(args: &BaseRateArgs, talk: Talk) -> anyhow::Result<()> {
    if args.horizon <= 0.0 {
        bail!("a horizon of no time asks nothing; give --horizon 1y or the like");
    }
    let ends = args.ends.unwrap_or(match args.class {
        TieClass::StateGroupSupport => End::Support,
        TieClass::StateGroupShelter => End::Hosting,
        TieClass::GroupGroup | TieClass::StateState => End::Break,
    });
    let mut rates = Model::builtin().base.clone();
    if let Some(file) = &args.spells {
        count_spells(&mut rates, args.class, ends, file)?;
    }
    let row = rate(&rates, args.class, ends, args.age, args.horizon);
    let counted = rates.table(args.class, ends).counted;
    if talk.json {
        return print_json(&serde_json::json!({
            "class": args.class, "ends": ends, "age_years": args.age,
            "horizon_years": args.horizon, "counted": counted, "base_rate": row,
            "bands": rates.table(args.class, ends).bands,
        }));
    }
    let how = if counted {
        ""
    } else {
        "chosen, not counted: it weighs as little as the ends it states; --spells counts your own\n"
    };
    print(&format!("{}{how}", base_rate_text(&row, args.horizon)))
}

/// Puts the user's spells in the place of the built-in table.
fn count_spells(
    rates: &mut BaseRates,
    class: TieClass,
    ends: End,
    file: &Path,
) -> anyhow::Result<()> {
    let name = file.display().to_string();
    let spells = spells::read(&read_text(file)?, &name)?;
    let source = format!("{name}, {} spells", spells.len());
    let table = spells::count(&spells, "your spells", &source, i16::MIN..i16::MAX);
    Ok(rates.replace(class, ends, table)?)
}

pub fn fit(
    files: &[PathBuf],
    priors: Option<&Path>,
    events: Option<&Path>,
    out: Option<&Path>,
    talk: Talk,
) -> anyhow::Result<()> {
    let examples: Vec<Example> = cases(files)?.into_iter().map(|c| c.example).collect();
    let options = [("--priors", priors), ("--events", events), ("--out", out)];
    let priors = read_priors(priors)?;
    let mut fit = unravel_judge::fit(&examples, &priors)?;
    if let Some(history) = events {
        fit.add_events(&event_evidence::examples(history)?, &priors)?;
    }
    let toml = fit.to_toml(&command(files, &options))?;
    let Some(out) = out else {
        talk.say(&fit);
        return if talk.json {
            print_json(&serde_json::json!({ "fit": fit, "weights": fit.weights }))
        } else {
            print(&toml)
        };
    };
    std::fs::write(out, toml).with_context(|| format!("{}: cannot be written", out.display()))?;
    talk.say(format_args!("wrote {}", out.display()));
    if talk.json {
        print_json(&serde_json::json!({ "fit": fit, "out": out }))
    } else {
        print(&fit.to_string())
    }
}

pub fn backtest(
    files: &[PathBuf],
    priors: Option<&Path>,
    weights: Option<&Path>,
    talk: Talk,
) -> anyhow::Result<()> {
    let cases = cases(files)?;
    let base = &Model::builtin().base;
    let report = match weights {
        Some(file) => {
            let weights = Weights::from_toml(&read_text(file)?, &file.display().to_string())?;
            run(&cases, base, Fitting::Given(&weights), DRAWS, SEED)?
        }
        None => {
            let priors = read_priors(priors)?;
            run(&cases, base, Fitting::LeaveOnePairOut(&priors), DRAWS, SEED)?
        }
    };
    if talk.json {
        print(&report.to_jsonl()?)
    } else {
        print(&report.to_string())
    }
}

fn read_priors(file: Option<&Path>) -> anyhow::Result<Priors> {
    Ok(match file {
        None => Priors::builtin(),
        Some(file) => Priors::from_toml(&read_text(file)?, &file.display().to_string())?,
    })
}

/// Reads case files; a folder stands for the *.json in it, in the order of their names.
fn cases(paths: &[PathBuf]) -> anyhow::Result<Vec<Case>> {
    let mut files = Vec::new();
    for path in paths {
        if !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        let unreadable = || format!("{}: cannot be read", path.display());
        let mut inside = Vec::new();
        for entry in std::fs::read_dir(path).with_context(unreadable)? {
            let file = entry.with_context(unreadable)?.path();
            if file.extension().is_some_and(|e| e == "json") {
                inside.push(file);
            }
        }
        if inside.is_empty() {
            bail!("{}: no case files (*.json) in it", path.display());
        }
        inside.sort();
        files.extend(inside);
    }
    files
        .iter()
        .map(|file| {
            Ok(Case::from_json(
                &read_text(file)?,
                &file.display().to_string(),
            )?)
        })
        .collect()
}

/// The command as it could be typed again, for the header of a weights file.
fn command(files: &[PathBuf], options: &[(&str, Option<&Path>)]) -> String {
    let quoted = |path: &Path| {
        let text: String = path
            .display()
            .to_string()
            .chars()
            .map(|c| if c.is_control() { '?' } else { c })
            .collect();
        if text.contains([' ', '\'', '"', '$']) {
            format!("'{text}'")
        } else {
            text
        }
    };
    let mut words = vec!["unravel fit".to_owned()];
    words.extend(files.iter().map(|f| quoted(f)));
    for (option, path) in options {
        words.extend(path.map(|p| format!("{option} {}", quoted(p))));
    }
    words.join(" ")
}
