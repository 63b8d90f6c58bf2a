//! Parses a file of `{"id","text"}` lines: the native side of the comparison with spaCy.
//!
//! `jsonl IN [OUT] [--threads N]`; without OUT only times. Prints tokens and seconds.

use std::io::Write;
use std::time::Instant;

use unravel_language::{JsonParse, Pipeline};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut threads = 1;
    if let Some(at) = arguments.iter().position(|a| a == "--threads") {
        threads = arguments
            .get(at + 1)
            .ok_or("--threads needs a number")?
            .parse()?;
        arguments.drain(at..at + 2);
    }
    let input = std::fs::read_to_string(
        arguments
            .first()
            .ok_or("usage: jsonl IN [OUT] [--threads N]")?,
    )?;
    let lines: Vec<serde_json::Value> = input
        .lines()
        .map(serde_json::from_str)
        .collect::<Result<_, _>>()?;
    let texts: Vec<&str> = lines
        .iter()
        .map(|line| line["text"].as_str().unwrap_or(""))
        .collect();

    let start = Instant::now();
    let pipeline = Pipeline::english()?;
    let load = start.elapsed();
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()?;
    let start = Instant::now();
    let (parses, tokens) = if arguments.len() > 1 {
        let parses = pool.install(|| pipeline.parse_batch(&texts));
        let tokens: usize = parses.iter().map(|parse| parse.len()).sum();
        (parses, tokens)
    } else {
        // Results are dropped as they come: memory then is that of a stream.
        use rayon::prelude::*;
        let count = |text: &&str| pipeline.parse(text).len();
        (
            Vec::new(),
            pool.install(|| texts.par_iter().map(count).sum()),
        )
    };
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "{{\"tokens\":{tokens},\"seconds\":{seconds:.4},\"tokens_per_second\":{:.0},\"load_ms\":{:.1},\"threads\":{threads}}}",
        tokens as f64 / seconds,
        load.as_secs_f64() * 1000.0
    );
    if let Some(path) = arguments.get(1) {
        let mut out = std::io::BufWriter::new(std::fs::File::create(path)?);
        for (line, parse) in lines.iter().zip(&parses) {
            serde_json::to_writer(&mut out, &JsonParse::new(&line["id"], parse))?;
            out.write_all(b"\n")?;
        }
    }
    Ok(())
}
