//! A history from any bytes: an error or a sorted history, never a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use unravel_events::History;

fuzz_target!(|data: &[u8]| {
    if let Ok(history) = History::from_parquet("fuzz", data.to_vec()) {
        assert!(history.time().is_sorted());
        let _ = history.summary(3).text(80);
    }
});
