//! Reading a page, cleaning a text, finding near-duplicates.

use criterion::{Criterion, criterion_group, criterion_main};
use std::hint::black_box;
use unravel_read::{DuplicateIndex, ReadOptions, read_bytes, strip_boilerplate};

fn page(paragraphs: usize) -> String {
    let body: String = (0..paragraphs)
        .map(|i| format!("<p>On day {i} the two sides met in the capital and agreed to keep the pact for another year, officials said.</p>"))
        .collect();
    format!(
        "<html><head><title>A pact holds</title></head><body><nav><a>Home</a></nav><article><h1>A pact holds</h1>{body}</article></body></html>"
    )
}

fn benches(c: &mut Criterion) {
    let options = ReadOptions::default();
    let html = page(40);
    c.bench_function("html page of 40 paragraphs", |b| {
        b.iter(|| read_bytes(black_box(html.as_bytes()), "a.html", &options));
    });
    let text = unravel_read::visible_text(&page(400));
    c.bench_function("strip_boilerplate, 400 paragraphs", |b| {
        b.iter(|| strip_boilerplate(black_box(&text), None));
    });
    let documents: Vec<_> = (0..100)
        .flat_map(|i| {
            let text = format!(
                "Case {i}. {}",
                unravel_read::visible_text(&page(i % 40 + 1))
            );
            read_bytes(text.as_bytes(), "a.txt", &options)
        })
        .flatten()
        .collect();
    c.bench_function("DuplicateIndex, 100 documents", |b| {
        b.iter(|| {
            let mut index = DuplicateIndex::default();
            documents
                .iter()
                .filter(|d| index.insert(d).is_some())
                .count()
        });
    });
}

criterion_group!(all, benches);
criterion_main!(all);
