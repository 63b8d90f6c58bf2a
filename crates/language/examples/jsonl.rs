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

    let (start, cpu) = (Instant::now(), cpu_seconds());
    let pipeline = Pipeline::english()?;
    let (load, load_cpu) = (start.elapsed(), cpu_seconds() - cpu);
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()?;
    let (start, cpu) = (Instant::now(), cpu_seconds());
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
    let figures = serde_json::json!({
        "tokens": tokens,
        "seconds": seconds,
        "cpu_seconds": cpu_seconds() - cpu,
        "tokens_per_second": (tokens as f64 / seconds).round(),
        "load_ms": load.as_secs_f64() * 1000.0,
        "load_cpu_ms": load_cpu * 1000.0,
        "threads": threads,
    });
    println!("{figures}");
    if let Some(path) = arguments.get(1) {
        let mut out = std::io::BufWriter::new(std::fs::File::create(path)?);
        for (line, parse) in lines.iter().zip(&parses) {
            serde_json::to_writer(&mut out, &JsonParse::new(&line["id"], parse))?;
            out.write_all(b"\n")?;
        }
    }
    Ok(())
}

/// Processor time of this process so far, all threads together; 0 where the system does not say.
fn cpu_seconds() -> f64 {
    let threads = std::fs::read_dir("/proc/self/task")
        .into_iter()
        .flatten()
        .flatten();
    let nanoseconds = threads.filter_map(|thread| {
        let text = std::fs::read_to_string(thread.path().join("schedstat")).ok()?;
        text.split(' ').next()?.parse::<f64>().ok()
    });
    nanoseconds.sum::<f64>() / 1e9
}
