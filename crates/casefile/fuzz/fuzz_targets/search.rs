//! Any text as a search: found, nothing found, or "nothing to search for".
#![no_main]

use libfuzzer_sys::fuzz_target;
use unravel_casefile::{Case, CaseError};

thread_local! {
    static CASE: (tempfile::TempDir, Case) = {
        let folder = tempfile::tempdir().expect("a folder for the case");
        let case = Case::create(folder.path().join("one.case")).expect("a new case");
        (folder, case)
    };
}

fuzz_target!(|query: &str| {
    CASE.with(|(_, case)| match case.search(query, 5) {
        Ok(_) | Err(CaseError::EmptyQuery) => {}
        Err(error) => panic!("{query:?}: {error}"),
    });
});
