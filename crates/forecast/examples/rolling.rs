//! Forecasts of pairs at several earlier ends of the history: at each, fitted to what lay before
//! and measured on the four windows after, so that a choice can be made without the test split.
//!
//! `cargo run --release -p unravel-forecast --example rolling -- FOLDER [DAYS OF THE HORIZON [ENDS]]`

use std::error::Error;
use std::path::Path;

use unravel_events::{Benchmark, History};
use unravel_forecast::dyads::{Act, DyadEvaluation, DyadOptions, fit_dyads};
use unravel_forecast::{Quads, Vocabulary};

/// Windows measured after each end.
const WINDOWS: i32 = 4;
/// Ends of the history, counted back from the latest that leaves room for the windows.
const ENDS: i32 = 5;

/// The events of the days `from..to`.
fn between(all: &History, from: i32, to: i32) -> [Vec<u32>; 3] {
    let columns = all.columns();
    let kept = (0..all.len()).filter(|&i| (from..to).contains(&columns.time[i]));
    let mut out: [Vec<u32>; 3] = Default::default();
    for i in kept {
        out[0].push(columns.source[i]);
        out[1].push(columns.code[i]);
        out[2].push(columns.target[i]);
    }
    out
}

/// Their days.
fn times(all: &History, from: i32, to: i32) -> Vec<i32> {
    let times = all.columns().time.iter().copied();
    times.filter(|t| (from..to).contains(t)).collect()
}

fn quads<'a>(columns: &'a [Vec<u32>; 3], time: &'a [i32]) -> Quads<'a> {
    Quads {
        subject: &columns[0],
        relation: &columns[1],
        object: &columns[2],
        time,
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().ok_or("give the folder of a benchmark")?;
    let horizon: u32 = arguments.next().map_or(Ok(7), |days| days.parse())?;
    let ends: i32 = arguments.next().map_or(Ok(ENDS), |ends| ends.parse())?;
    let splits = Benchmark {
        test: None,
        ..Benchmark::read(Path::new(&folder))?
    };
    let all = splits.joined()?;
    let words = Vocabulary {
        entities: all.actors().iter().map(|a| a.name.clone()).collect(),
        relations: all.codes().iter().map(|c| c.name.clone()).collect(),
    };
    let roots: Vec<Option<u8>> = all.codes().iter().map(|c| c.root).collect();
    let span = horizon as i32 * WINDOWS;
    let last = all.columns().time.last().copied().unwrap_or(0) + 1 - span;
    let options = DyadOptions {
        horizons: vec![horizon],
        ..DyadOptions::default()
    };
    let mut sums = [[0.0; 5]; Act::ALL.len()];
    for back in (0..ends).rev() {
        let end = last - back * span;
        let (before, after) = (between(&all, i32::MIN, end), between(&all, end, end + span));
        let (past, future) = (times(&all, i32::MIN, end), times(&all, end, end + span));
        let model = fit_dyads(quads(&before, &past), &words, &roots, None, options.clone())?;
        let frozen = model.evaluate(quads(&after, &future))?;
        let learning = model.evaluate_learning(quads(&after, &future))?;
        for ((f, l), sums) in frozen.iter().zip(&learning).zip(&mut sums) {
            let row = figures(f, l);
            println!("end {end} {:<18} {}", f.act, text(row));
            for (sum, x) in sums.iter_mut().zip(row) {
                *sum += x / f64::from(ends);
            }
        }
    }
    for (act, sums) in Act::ALL.iter().zip(sums) {
        println!("mean    {act:<18} {}", text(sums));
    }
    Ok(())
}

fn figures(frozen: &DyadEvaluation, learning: &DyadEvaluation) -> [f64; 5] {
    [
        frozen.model.skill,
        frozen.model.ece,
        learning.model.skill,
        learning.model.ece,
        frozen.poisson.skill,
    ]
}

fn text(figures: [f64; 5]) -> String {
    let [skill, ece, learnt, learnt_ece, poisson] = figures;
    format!(
        "skill {skill:.4} ece {ece:.5}  learning {learnt:.4} {learnt_ece:.5}  poisson {poisson:.4}"
    )
}
