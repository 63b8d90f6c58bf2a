//! A stream of any bytes through the whole import, its format told by content.
#![no_main]

use libfuzzer_sys::fuzz_target;
use unravel_events::{Importer, Options};

fuzz_target!(|data: &[u8]| {
    let mut importer = Importer::new(Options::default());
    let _ = importer.stream("fuzz", data);
});
