//! Any bytes as a feed file: results, never a panic outside the guard.

#![no_main]

use libfuzzer_sys::fuzz_target;
use unravel_read::{ReadOptions, read_bytes};

fuzz_target!(|tail: &[u8]| {
    let bytes = [b"<?xml version=\"1.0\"?><rss ".as_slice(), tail].concat();
    for name in ["fuzz", "fuzz.xml"] {
        assert!(!read_bytes(&bytes, name, &ReadOptions::default()).is_empty());
        let _ = read_bytes(tail, name, &ReadOptions::default());
    }
});
