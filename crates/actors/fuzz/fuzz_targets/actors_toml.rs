//! Any text as a user's `actors.toml`: refused with lines or used, never a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use unravel_actors::Registry;

fuzz_target!(|text: &str| {
    let _ = Registry::check(text, "fuzz.toml");
    if text.len() < 4096 {
        let _ = Registry::builtin().with_user(text, "fuzz.toml");
    }
});
