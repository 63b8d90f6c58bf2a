//! Bytes that claim to be a model: read or refused, never a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use unravel_forecast::Model;

fuzz_target!(|bytes: &[u8]| {
    // past the first line, so that the fuzzer need not guess it
    let mut whole = b"unravel forecast 1\n".to_vec();
    whole.extend_from_slice(bytes);
    if let Ok(model) = Model::from_bytes(&whole) {
        let first = model.forecaster.words().entities.first().cloned();
        let _ = model.forecaster.outlook(&first.unwrap_or_default(), 7, 3);
    }
});
