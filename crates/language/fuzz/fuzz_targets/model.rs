//! Any bytes as a model file, and any content under a correct checksum: an error or a pipeline
//! that works, never a panic.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use unravel_language::Pipeline;
use unravel_language::model::{ModelData, read};

static ENGLISH: LazyLock<ModelData> =
    LazyLock::new(|| read(include_bytes!("../../model/english.model")).expect("embedded"));

fuzz_target!(|input: (&[u8], u8, usize, i64)| {
    let (bytes, which, at, amount) = input;
    let _ = Pipeline::from_bytes(bytes);
    // The parts of the real model, bent a little.
    let mut data = ENGLISH.clone();
    let pick = |length: usize| at % length.max(1);
    match which % 8 {
        0 => drop(data.tensors.remove(pick(data.tensors.len()))),
        1 => {
            let i = pick(data.tensors.len());
            data.tensors[i].rows = data.tensors[i].rows.wrapping_add(amount as usize);
        }
        2 => {
            let i = pick(data.tensors.len());
            data.tensors[i].columns = data.tensors[i].columns.wrapping_add(amount as usize);
        }
        3 => data.tags.truncate(pick(data.tags.len())),
        4 => drop(data.parser_moves.remove(pick(data.parser_moves.len()))),
        5 => {
            let i = pick(data.entity_moves.len());
            data.entity_moves[i].kind = amount as u8;
        }
        6 => {
            let i = pick(data.ruler.len());
            data.ruler[i].index = amount as usize;
        }
        _ => {
            let i = pick(data.tokenizer.specials.len());
            data.tokenizer.specials[i].text.push('x');
        }
    }
    if let Ok(pipeline) = Pipeline::from_data(&data) {
        let _ = pipeline.parse("The talks in Doha (Feb. 29, 2020) failed; nobody can't say why.");
    }
});
