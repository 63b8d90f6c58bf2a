//! Development tasks: `cargo xtask model WHEEL` converts the English model.

mod model;

use std::path::Path;

use anyhow::{Result, bail};

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments
        .iter()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .as_slice()
    {
        ["model", wheel] => model::convert(Path::new(wheel)),
        _ => bail!("usage: cargo xtask model WHEEL"),
    }
}
