//! Any text, with any known names: no panic, and the tokens cover the text.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use unravel_language::{EntityLabel, KnownName, Pipeline, conllu, dates, tree};

static PIPELINE: LazyLock<Pipeline> = LazyLock::new(|| Pipeline::english().expect("embedded"));

fuzz_target!(|input: (&str, Vec<(u8, u8)>)| {
    let (text, cuts) = input;
    let names: Vec<KnownName> = cuts
        .iter()
        .map(|&(start, end)| KnownName { start: start.into(), end: end.into(), label: EntityLabel::Org })
        .collect();
    let parse = PIPELINE.parse_with_names(text, &names);
    let mut end = 0;
    for token in parse.tokens() {
        assert!(token.start >= end && token.end > token.start && token.head < parse.len());
        end = token.end;
    }
    let _ = (conllu(&parse), tree(&parse), parse.noun_chunks().count());
    let _ = dates::resolve(&parse, "2021-08-18".parse().ok());
});
