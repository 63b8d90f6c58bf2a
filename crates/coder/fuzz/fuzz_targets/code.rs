//! A lexicon file, a line of the contract, and any text: none may panic. The first byte chooses.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use unravel_actors::Registry;
use unravel_coder::{Coder, InputLine, Lexicon};
use unravel_language::Pipeline;

static PIPELINE: LazyLock<Pipeline> = LazyLock::new(|| Pipeline::english().expect("the embedded model"));

fuzz_target!(|data: &[u8]| {
    let Some((first, rest)) = data.split_first() else { return };
    let Ok(text) = std::str::from_utf8(rest) else { return };
    match first % 3 {
        0 => drop(Lexicon::default().add(text, "fuzz")),
        1 => drop(InputLine::parse(text, 1)),
        _ => {
            let line = serde_json::json!({"id": 0, "text": text, "published": "2024-05-20"}).to_string();
            if let (Ok(line), Ok(lexicon)) = (InputLine::parse(&line, 1), Lexicon::builtin()) {
                drop(Coder::new(&PIPELINE, Registry::builtin(), lexicon).code(&line.into_document().1));
            }
        }
    }
});
