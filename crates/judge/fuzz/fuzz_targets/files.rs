//! Every reader of outside text: none may panic, whatever the bytes. The first byte chooses.
#![no_main]

use libfuzzer_sys::fuzz_target;
use unravel_judge::{BaseRates, Case, Model, Priors, spells};

fuzz_target!(|data: &[u8]| {
    let Some((first, rest)) = data.split_first() else { return };
    let Ok(text) = std::str::from_utf8(rest) else { return };
    match first % 5 {
        0 => drop(Model::from_toml(text, "fuzz")),
        1 => drop(Priors::from_toml(text, "fuzz")),
        2 => drop(BaseRates::from_toml(text, "fuzz")),
        3 => {
            if let Ok(spells) = spells::read(text, "fuzz") {
                spells::count(&spells, "fuzz", "fuzz", i16::MIN..i16::MAX);
            }
        }
        _ => drop(Case::from_json(text, "fuzz")),
    }
});
