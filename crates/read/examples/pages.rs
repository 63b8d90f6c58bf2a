//! Reads real news pages and prints, per page, how well the text matches what a person marked
//! as the main content. `cargo run --release --example pages -- DIR`, where each folder of DIR
//! holds `source.html` and `expected.html`.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;
use unravel_read::{ReadOptions, read_bytes, token_score, visible_text};

fn main() -> ExitCode {
    let dir = std::env::args()
        .nth(1)
        .map_or_else(|| PathBuf::from("../shared/data/pages"), PathBuf::from);
    let options = ReadOptions {
        languages: Vec::new(),
        ..ReadOptions::default()
    };
    let Ok(entries) = std::fs::read_dir(&dir) else {
        eprintln!(
            "{}: cannot be read; give the folder of the pages",
            dir.display()
        );
        return ExitCode::from(2);
    };
    let mut folders: Vec<PathBuf> = entries.flatten().map(|e| e.path()).collect();
    folders.sort();
    let (mut sum, mut count) = (0.0, 0.0);
    println!(
        "{:20} {:>9} {:>9} {:>9} {:>7}  published   publisher | title",
        "page", "precision", "recall", "F1", "ms"
    );
    for folder in folders {
        let (Ok(source), Ok(expected)) = (
            std::fs::read(folder.join("source.html")),
            std::fs::read_to_string(folder.join("expected.html")),
        ) else {
            continue;
        };
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        let start = Instant::now();
        let read = read_bytes(&source, &name, &options);
        let elapsed = start.elapsed().as_millis();
        count += 1.0;
        match read.first() {
            Some(Ok(document)) => {
                let score = token_score(&document.text, &visible_text(&expected));
                sum += score.f1;
                println!(
                    "{name:20} {:9.4} {:9.4} {:9.4} {elapsed:7}  {:10}  {} | {} | {:?}",
                    score.precision,
                    score.recall,
                    score.f1,
                    document
                        .published
                        .map(|d| d.to_string())
                        .unwrap_or_default(),
                    document.publisher.as_deref().unwrap_or("-"),
                    document.title.as_deref().unwrap_or("-"),
                    document.authors,
                );
            }
            Some(Err(error)) => println!("{error}"),
            None => {}
        }
    }
    println!(
        "mean F1 over {count} pages: {:.4}",
        sum / f64::max(count, 1.0)
    );
    ExitCode::SUCCESS
}
