//! Any bytes as a warc file: results, never a panic outside the guard.

#![no_main]

use libfuzzer_sys::fuzz_target;
use unravel_read::{ReadOptions, read_bytes};

fuzz_target!(|tail: &[u8]| {
    let bytes = [b"WARC/1.0\r\n".as_slice(), tail].concat();
    for name in ["fuzz", "fuzz.warc"] {
        assert!(!read_bytes(&bytes, name, &ReadOptions::default()).is_empty());
        let _ = read_bytes(tail, name, &ReadOptions::default());
    }
});
