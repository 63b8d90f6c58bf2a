//! Bytes that claim to be a model: read or refused, never a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use unravel_forecast::Model;

fuzz_target!(|bytes: &[u8]| {
    // past the first line, so that the fuzzer need not guess it
    let mut whole = Model::FIRST_LINE.to_vec();
    whole.extend_from_slice(bytes);
    if let Ok(model) = Model::from_bytes(&whole) {
        let first = model.forecaster.words().entities.first().cloned();
        let first = first.unwrap_or_default();
        let _ = model.forecaster.outlook(&first, 7, 3);
        if let Some(dyads) = &model.dyads {
            let _ = dyads.predict(&first, &first, dyads.next_time());
            let _ = dyads.signals(&first, &first, dyads.next_time());
        }
    }
});
