//! A benchmark folder whose files hold any bytes: the data are cut into three at 0xff.
#![no_main]

use libfuzzer_sys::fuzz_target;
use unravel_events::Benchmark;

fuzz_target!(|data: &[u8]| {
    let folder = std::env::temp_dir().join(format!("unravel-fuzz-{}", std::process::id()));
    if std::fs::create_dir_all(&folder).is_err() {
        return;
    }
    let mut parts = data.splitn(3, |b| *b == 0xff);
    for name in ["entity2id.txt", "relation2id.txt", "train.txt"] {
        if std::fs::write(folder.join(name), parts.next().unwrap_or_default()).is_err() {
            return;
        }
    }
    let _ = Benchmark::read(&folder);
});
