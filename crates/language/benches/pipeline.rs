//! Speed of the pipeline on news-like text of our own.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use unravel_language::Pipeline;

fn parse(c: &mut Criterion) {
    let pipeline = Pipeline::english().expect("the embedded model loads");
    let text = include_str!("../tests/data/golden.txt");
    let tokens = pipeline.parse(text).len() as u64;
    let mut group = c.benchmark_group("pipeline");
    group.sample_size(10);
    group.throughput(Throughput::Elements(tokens));
    group.bench_function("one text", |b| {
        b.iter(|| pipeline.parse(black_box(text)).len())
    });
    let parts: Vec<&str> = text.split("\n\n").collect();
    group.bench_function("batch", |b| {
        b.iter(|| pipeline.parse_batch(black_box(&parts)).len())
    });
    group.finish();
    c.bench_function("load", |b| b.iter(|| Pipeline::english().is_ok()));
}

criterion_group!(benches, parse);
criterion_main!(benches);
