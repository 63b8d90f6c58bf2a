//! The rows of every format, forced upon any bytes: none may panic. The first byte chooses.
#![no_main]

use libfuzzer_sys::fuzz_target;
use unravel_events::{Format, read_block};

fuzz_target!(|data: &[u8]| {
    let Some((first, rest)) = data.split_first() else { return };
    let format = Format::ALL[usize::from(*first) % Format::ALL.len()];
    let _ = read_block(format, rest);
    let _ = Format::detect(rest);
});
