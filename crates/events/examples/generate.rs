//! Writes invented rows in the layout of a dataset to stdout:
//! `cargo run --release -p unravel-events --example generate -- gdelt1 5000000 > gdelt.csv`.

#[path = "../tests/layouts/mod.rs"]
mod layouts;

use std::io::{BufWriter, Error, Write};

fn main() -> std::io::Result<()> {
    let wrong = || {
        Error::other(
            "usage: generate gdelt1|gdelt2|icews|polecat|ucdp|acled|statements ROWS [SEED]",
        )
    };
    let args: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize| args.get(at).map(|n| n.parse::<u64>().map_err(|_| wrong()));
    let rows = number(1).ok_or_else(wrong)??;
    let seed = number(2).unwrap_or(Ok(1))?;
    let mut out = BufWriter::with_capacity(1 << 20, std::io::stdout().lock());
    match args.first().map(String::as_str) {
        Some("gdelt1") => layouts::gdelt(&mut out, rows, false, seed)?,
        Some("gdelt2") => layouts::gdelt(&mut out, rows, true, seed)?,
        Some("icews") => layouts::icews(&mut out, rows, seed)?,
        Some("polecat") => layouts::polecat(&mut out, rows, false, seed)?,
        Some("ucdp") => layouts::ucdp(&mut out, rows, seed)?,
        Some("acled") => layouts::acled(&mut out, rows, seed)?,
        Some("statements") => layouts::statements(&mut out, rows, seed)?,
        _ => return Err(wrong()),
    }
    out.flush()
}
