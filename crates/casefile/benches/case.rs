//! Adding, listing, searching: `cargo bench -p unravel-casefile`.
#![allow(clippy::unwrap_used, missing_docs)]

#[path = "../tests/common/mod.rs"]
mod common;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;
use unravel_casefile::{Addition, StatementFilter};

const BATCH: usize = 100;

fn bench(c: &mut Criterion) {
    let docs: Vec<_> = (0..BATCH).map(common::nth).collect();
    let additions: Vec<_> = docs.iter().map(|(d, c)| Addition::new(d, c)).collect();

    let mut adding = c.benchmark_group("add");
    adding
        .throughput(Throughput::Elements(BATCH as u64))
        .sample_size(10);
    adding.bench_function("a batch of 100 documents", |b| {
        b.iter_batched(
            common::new_case,
            |mut made| {
                made.2.add_batch(&additions, "bench").unwrap();
                made
            },
            BatchSize::PerIteration,
        );
    });
    adding.bench_function("100 documents one by one", |b| {
        b.iter_batched(
            common::new_case,
            |mut made| {
                for addition in &additions {
                    made.2.add_document(addition, "bench").unwrap();
                }
                made
            },
            BatchSize::PerIteration,
        );
    });
    adding.finish();

    let (_folder, _path, mut case) = common::new_case();
    for from in (0..2_000).step_by(BATCH) {
        let docs: Vec<_> = (from..from + BATCH).map(common::nth).collect();
        let additions: Vec<_> = docs.iter().map(|(d, c)| Addition::new(d, c)).collect();
        case.add_batch(&additions, "bench").unwrap();
    }
    let pair = (vec!["northern-front".into()], vec!["river-group".into()]);
    let filter = StatementFilter {
        pair: Some(pair),
        ..StatementFilter::default()
    };
    c.bench_function("6,000 statements of one pair", |b| {
        b.iter(|| black_box(case.statements(&filter).unwrap().len()));
    });
    c.bench_function("a search in 2,000 documents", |b| {
        b.iter(|| black_box(case.search("\"valley 77\"", 20).unwrap()));
    });
    c.bench_function("ties of 6,000 statements", |b| {
        b.iter(|| black_box(case.ties().unwrap()));
    });
}

criterion_group!(benches, bench);
criterion_main!(benches);
