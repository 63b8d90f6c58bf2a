//! Helpers of the tests.

#![allow(clippy::unwrap_used)]

use std::path::PathBuf;
use unravel_read::{Document, ReadError, ReadOptions, read_bytes};

/// A file of the shared data, or none with a message where it is absent.
#[allow(dead_code)]
pub fn shared(path: &str) -> Option<PathBuf> {
    let root = std::env::var_os("UNRAVEL_SHARED").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    let found = root.join("data").join(path);
    if found.exists() {
        Some(found)
    } else {
        println!("skipped: {} is absent", found.display());
        None
    }
}

/// The one document in `bytes`.
#[allow(dead_code)]
pub fn one(bytes: &[u8], name: &str) -> Document {
    let mut all = read_bytes(bytes, name, &ReadOptions::default());
    assert_eq!(all.len(), 1, "{all:?}");
    all.remove(0).unwrap()
}

/// The one error that `bytes` give.
#[allow(dead_code)]
pub fn error(bytes: &[u8], name: &str) -> ReadError {
    let mut all = read_bytes(bytes, name, &ReadOptions::default());
    assert_eq!(all.len(), 1, "{all:?}");
    let error = all.remove(0).unwrap_err();
    assert!(!error.to_string().contains('\n'));
    error
}
