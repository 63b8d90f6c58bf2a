//! Any bytes as a html file: results, never a panic outside the guard.

#![no_main]

use libfuzzer_sys::fuzz_target;
use unravel_read::{ReadOptions, read_bytes};

fuzz_target!(|tail: &[u8]| {
    let bytes = [b"<html>".as_slice(), tail].concat();
    for name in ["fuzz", "fuzz.html"] {
        assert!(!read_bytes(&bytes, name, &ReadOptions::default()).is_empty());
        let _ = read_bytes(tail, name, &ReadOptions::default());
    }
});
