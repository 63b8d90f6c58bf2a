//! Rows of GDELT 1.0 to columns: the hot path of an import.
#![allow(missing_docs, clippy::unwrap_used)]

#[path = "../tests/layouts/mod.rs"]
mod layouts;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use unravel_events::{Format, read_block};

fn rows(c: &mut Criterion) {
    let mut block = Vec::new();
    layouts::gdelt(&mut block, 10_000, false, 1).unwrap();
    let mut group = c.benchmark_group("gdelt1");
    group.throughput(Throughput::Bytes(block.len() as u64));
    group.bench_function("read_block", |b| {
        b.iter(|| read_block(Format::Gdelt1, &block));
    });
    group.finish();
}

criterion_group!(benches, rows);
criterion_main!(benches);
