//! A judgement over 10,000 statements; 1,000 questions of 50 statements each.
#![allow(missing_docs, clippy::unwrap_used)]

#[path = "../tests/common/mod.rs"]
mod common;

use common::{actor, item, question};
use criterion::{Criterion, criterion_group, criterion_main};
use unravel_evidence::{Kind, Stance};
use unravel_judge::{Evidence, Model, Options, judge};

/// Statements of many publishers, kinds, dates and speakers.
fn many(n: usize) -> Vec<Evidence> {
    (0..n)
        .map(|i| {
            let kind = Kind::ALL[i * 7 % Kind::ALL.len()];
            let stance = Stance::ALL[i * 5 % 3];
            let date = format!("{}-{:02}-{:02}", 2016 + i % 10, 1 + i % 12, 1 + i % 28);
            let mut e = item(i, &format!("Publisher {}", i % 200), &date, kind, stance);
            e.statement.costly = i % 11 == 0;
            e.statement.said_by = (i % 3 == 0).then(|| actor(&format!("Speaker {}", i % 40)));
            e.statement.when = (i % 2 == 0).then(|| date.parse().unwrap());
            e
        })
        .collect()
}

fn benches(c: &mut Criterion) {
    let (model, options) = (Model::builtin(), Options::default());
    let evidence = many(10_000);
    c.bench_function("judge 10,000 statements", |b| {
        b.iter_with_large_drop(|| judge(&question(), &evidence, model, &options).unwrap());
    });
    let few = many(50);
    let mut group = c.benchmark_group("watch");
    group.sample_size(10);
    group.bench_function("1,000 questions of 50 statements", |b| {
        b.iter(|| {
            (0..1000)
                .map(|_| {
                    judge(&question(), &few, model, &options)
                        .unwrap()
                        .probability
                })
                .sum::<f64>()
        });
    });
}

criterion_group!(judging, benches);
criterion_main!(judging);
