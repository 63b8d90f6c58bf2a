//! The readers of labelled corpora: no text may make them panic. The first byte chooses.
#![no_main]

use libfuzzer_sys::fuzz_target;
use unravel_coder::evaluate::{plover, polnear, ties};

fuzz_target!(|data: &[u8]| {
    let Some((first, rest)) = data.split_first() else { return };
    let Ok(text) = std::str::from_utf8(rest) else { return };
    match first % 4 {
        0 => drop(ties::read(text)),
        1 => drop(plover::read(text)),
        2 => {
            let labels = polnear::read(text);
            for label in &labels {
                let _ = label.matches(&(0..4), &(4..9), &(9..99));
            }
        }
        _ => drop(ties::fold(text)),
    }
});
