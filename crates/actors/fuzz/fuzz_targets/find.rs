//! Any text: spans lie on characters, in order.
#![no_main]

use libfuzzer_sys::fuzz_target;
use unravel_actors::Registry;

fuzz_target!(|text: &str| {
    let mut last = 0;
    for found in Registry::builtin().find(text) {
        assert!(found.start >= last && found.end > found.start);
        assert!(text.get(found.start..found.end).is_some());
        last = found.end;
    }
    let _ = Registry::builtin().resolve(text.get(..64).unwrap_or(text));
});
