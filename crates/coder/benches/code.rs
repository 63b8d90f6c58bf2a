//! Coding the example documents: text to statements, one core.
#![allow(missing_docs, clippy::unwrap_used)]

use std::path::Path;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use unravel_actors::Registry;
use unravel_coder::{Coder, InputLine, Lexicon};
use unravel_evidence::Document;
use unravel_language::Pipeline;

fn documents() -> Vec<Document> {
    let folder =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/taliban-al-qaeda/documents");
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    paths.sort();
    paths
        .iter()
        .map(|path| {
            let text = std::fs::read_to_string(path).unwrap();
            let body = text.rsplit("\n---\n").next().unwrap();
            let line =
                serde_json::json!({"id": 0, "text": body, "published": "2024-05-20"}).to_string();
            InputLine::parse(&line, 1).unwrap().into_document().1
        })
        .collect()
}

fn code(c: &mut Criterion) {
    let pipeline = Pipeline::english().unwrap();
    let coder = Coder::new(&pipeline, Registry::builtin(), Lexicon::builtin().unwrap());
    let documents = documents();
    let sentences: usize = documents
        .iter()
        .map(|d| pipeline.parse(&d.text).sentences().len())
        .sum();
    let mut group = c.benchmark_group("code");
    group.throughput(Throughput::Elements(sentences as u64));
    group.bench_function("sentences of the example", |b| {
        b.iter(|| {
            documents
                .iter()
                .map(|d| coder.code(d).statements.len())
                .sum::<usize>()
        });
    });
    group.finish();
}

criterion_group!(benches, code);
criterion_main!(benches);
