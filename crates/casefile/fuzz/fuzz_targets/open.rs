//! Any bytes as a case: opening, checking and listing end in a result, never in a panic.
//! Start from real cases: `cargo fuzz run open CORPUS` with a few small `.case` files in it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use unravel_casefile::{Case, StatementFilter};

fuzz_target!(|bytes: &[u8]| {
    let folder = tempfile::tempdir().expect("a folder for the case");
    let path = folder.path().join("any.case");
    std::fs::write(&path, bytes).expect("room for the case");
    if let Ok(mut case) = Case::open(&path) {
        let _ = case.check();
        let _ = case.ties();
        let _ = case.audit(50);
        let _ = case.search("word", 5);
        let _ = case.statements(&StatementFilter::default());
        for document in case.documents().unwrap_or_default() {
            let _ = case.coded(&document.document.id);
        }
    }
});
