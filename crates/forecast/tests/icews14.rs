//! Forecasts on the first months of a real benchmark, where its folder is beside the workspace.

#![allow(clippy::unwrap_used)] // what cannot be made is a failed test

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use unravel_events::Benchmark;
use unravel_forecast::{FitOptions, Quads, Reveal, Vocabulary, fit};

#[derive(Default)]
struct Events {
    subject: Vec<u32>,
    relation: Vec<u32>,
    object: Vec<u32>,
    time: Vec<i32>,
}

impl Events {
    fn quads(&self) -> Quads<'_> {
        Quads {
            subject: &self.subject,
            relation: &self.relation,
            object: &self.object,
            time: &self.time,
        }
    }
}

/// The events of the days before `middle`, those from then to before `end`, and their names.
fn icews14(middle: i32, end: i32) -> Option<(Events, Events, Vocabulary)> {
    let shared = std::env::var_os("UNRAVEL_SHARED").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    let folder = shared.join("data/icews14");
    if !folder.exists() {
        println!("skipped: {} is absent (UNRAVEL_SHARED)", folder.display());
        return None;
    }
    let history = Benchmark::read(&folder).unwrap().train;
    let words = Vocabulary {
        entities: history.actors().iter().map(|a| a.name.clone()).collect(),
        relations: history.codes().iter().map(|c| c.name.clone()).collect(),
    };
    let all = history.columns();
    let mut parts = [Events::default(), Events::default()];
    for i in (0..all.time.len()).take_while(|&i| all.time[i] < end) {
        let part = &mut parts[usize::from(all.time[i] >= middle)];
        part.subject.push(all.source[i]);
        part.relation.push(all.code[i]);
        part.object.push(all.target[i]);
        part.time.push(all.time[i]);
    }
    let [before, after] = parts;
    Some((before, after, words))
}

/// Mean reciprocal rank of answers ordered by how often they were seen with the question, and
/// then by how often with its relation: mean rank on ties, other answers of the day left out.
fn recurrency(before: &Events, after: &Events, entities: usize, relations: u32) -> f64 {
    let ways = |e: &Events, i: usize| {
        let (s, r, o) = (e.subject[i], e.relation[i], e.object[i]);
        [(s, r, o), (o, r + relations, s)]
    };
    let mut seen: HashMap<(u32, u32), HashMap<u32, f64>> = HashMap::new();
    let count = |e: &Events, i: usize, seen: &mut HashMap<_, HashMap<u32, f64>>| {
        for (s, r, o) in ways(e, i) {
            *seen.entry((s, r)).or_default().entry(o).or_default() += 1.0;
            *seen.entry((u32::MAX, r)).or_default().entry(o).or_default() += 1e-6;
        }
    };
    (0..before.time.len()).for_each(|i| count(before, i, &mut seen));
    let (mut sum, mut n) = (0.0, 0.0);
    let mut day = 0;
    while day < after.time.len() {
        let rest = &after.time[day..];
        let end = day + rest.partition_point(|&t| t == after.time[day]);
        let mut answers: HashMap<(u32, u32), Vec<u32>> = HashMap::new();
        for i in day..end {
            for (s, r, o) in ways(after, i) {
                answers.entry((s, r)).or_default().push(o);
            }
        }
        for ((s, r), mut answers) in answers {
            answers.sort_unstable();
            answers.dedup();
            let mut scores = vec![0.0; entities];
            for key in [(s, r), (u32::MAX, r)] {
                for (&o, x) in seen.get(&key).into_iter().flatten() {
                    scores[o as usize] += x;
                }
            }
            for &o in &answers {
                let own = scores[o as usize];
                let others = scores
                    .iter()
                    .zip(0_u32..)
                    .filter(|(_, x)| !answers.contains(x));
                let (above, equal) = others.fold((0.0, 0.0), |(above, equal), (x, _)| {
                    (above + f64::from(*x > own), equal + f64::from(*x == own))
                });
                sum += 1.0 / (1.0 + above + equal / 2.0);
                n += 1.0;
            }
        }
        (day..end).for_each(|i| count(after, i, &mut seen));
        day = end;
    }
    sum / n
}

#[test]
fn forecasts_of_real_events_beat_recurrency() {
    let Some((before, after, words)) = icews14(46, 48) else {
        return;
    };
    let few = FitOptions {
        trees: 20,
        candidates: 60,
        passes: 3,
        most_questions: 3_000,
        ..FitOptions::default()
    };
    let found = fit(before.quads(), &words, few)
        .unwrap()
        .evaluate(after.quads(), Reveal::History)
        .unwrap();
    let relations = words.relations.len() as u32;
    let plain = recurrency(&before, &after, words.entities.len(), relations);
    println!("mrr {:.3}, recurrency {plain:.3}", found.ranks.mrr);
    assert!(found.ranks.mrr > plain + 0.02);
    assert!(found.ranks.mrr > found.mixture.mrr);
}
