//! An import without the command line around it, for measuring:
//! `cargo run --release -p unravel-events --example import -- gdelt.csv history.parquet`.

use std::path::Path;
use std::time::Instant;
use unravel_actors::Registry;
use unravel_events::{Importer, Options};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [file, out] = args.as_slice() else {
        return Err("usage: import FILE OUT".into());
    };
    let start = Instant::now();
    let mut importer = Importer::new(Options::default());
    importer.read(Path::new(file))?;
    let read = start.elapsed();
    let (history, report) = importer.finish(Registry::builtin())?;
    let joined = start.elapsed();
    history.write_parquet(Path::new(out))?;
    print!("{report}");
    println!(
        "read {:.2} s, resolved and sorted {:.2} s, written {:.2} s",
        read.as_secs_f64(),
        (joined - read).as_secs_f64(),
        (start.elapsed() - joined).as_secs_f64()
    );
    Ok(())
}
