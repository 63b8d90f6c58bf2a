//! Speed of finding names in running text and of building the registry.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;
use unravel_actors::Registry;

/// About 1 MB of plain news-like prose of our own.
fn text() -> String {
    let page = "Officials in Kabul said on Tuesday that the Taliban had met envoys of the United \
        Nations and of Pakistan in Doha, where both sides spoke about the border, trade and the \
        return of refugees. A spokesman for the group denied that al-Qaeda-linked fighters were \
        in the country's east. The U.S. State Department declined to comment, while the Iranian \
        foreign ministry welcomed the talks and promised to open two crossings before winter.\n\n";
    page.repeat(1_000_000 / page.len())
}

fn bench(c: &mut Criterion) {
    let registry = Registry::builtin();
    let text = text();
    let mut group = c.benchmark_group("find");
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.sample_size(20);
    group.bench_function("news", |b| b.iter(|| registry.find(black_box(&text))));
    group.finish();
    c.bench_function("build", |b| {
        b.iter(|| registry.with_user(black_box(""), "empty.toml"))
    });
    c.bench_function("resolve an unknown name", |b| {
        b.iter(|| registry.resolve(black_box("Front for the Freedom of Ruria")))
    });
}

criterion_group!(benches, bench);
criterion_main!(benches);
