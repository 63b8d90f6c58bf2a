//! Reads files and folders and prints each document as a line of JSON; what could not be read
//! goes to standard error. `cargo run --example read -- PATH…`

use std::path::PathBuf;
use unravel_read::{DuplicateIndex, ReadOptions, read_file, walk};

fn main() {
    let paths: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let options = ReadOptions::default();
    let mut index = DuplicateIndex::default();
    for path in walk(&paths) {
        let results = match path {
            Ok(path) => read_file(&path, &options),
            Err(error) => vec![Err(error)],
        };
        for result in results {
            match result {
                Ok(mut document) => {
                    document.duplicate_of = index.insert(&document);
                    match serde_json::to_string(&document) {
                        Ok(line) => println!("{line}"),
                        Err(error) => eprintln!("{error}"),
                    }
                }
                Err(error) => eprintln!("{error}"),
            }
        }
    }
}
