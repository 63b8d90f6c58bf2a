//! Any text as a user's `actors.toml`: refused with lines or used, never a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use unravel_actors::Registry;

fuzz_target!(|text: &str| {
    let Ok(report) = Registry::check(text, "fuzz.toml") else {
        return;
    };
    // Building a registry takes long: only where the file says something.
    if report.added + report.changed > 0 && report.is_usable() {
        assert!(Registry::builtin().with_user(text, "fuzz.toml").is_ok());
    }
});
