//! What Python spaCy finds in texts of our own; see bench/language/golden.py.
#![allow(clippy::unwrap_used)] // helpers of tests are tests

use std::path::PathBuf;

use unravel_language::{Parse, Pipeline};

/// Columns of golden.tsv: start, end, tag, pos, lemma, head, dep, ent, sent_start, morph.
fn row(parse: &Parse, i: usize) -> [String; 10] {
    let token = &parse.tokens()[i];
    let flag = if token.sent_start { "True" } else { "False" };
    let lemma = token
        .lemma
        .replace('\\', "\\\\")
        .replace('\n', "\\n")
        .replace('\t', "\\t");
    [
        token.char_start.to_string(),
        token.char_end.to_string(),
        token.tag.to_string(),
        token.pos.to_string(),
        lemma,
        token.head.to_string(),
        token.dep.to_string(),
        token.iob(),
        flag.to_owned(),
        parse.morph(i).to_owned(),
    ]
}

#[test]
fn golden_texts_are_read_as_spacy_reads_them() {
    let pipeline = Pipeline::english().unwrap();
    let text = include_str!("data/golden.txt");
    let texts: Vec<&str> = text.trim_end_matches('\n').split("\n=====\n").collect();
    let table = include_str!("data/golden.tsv");
    let expected: Vec<&str> = table.trim_end_matches('\n').split("\n\n").collect();
    assert_eq!(texts.len(), expected.len());
    let (mut tokens, mut same, mut differences) = (0, [0usize; 10], Vec::new());
    for (text, expected) in texts.iter().zip(expected) {
        let parse = pipeline.parse(text);
        let rows: Vec<Vec<&str>> = expected.lines().map(|l| l.split('\t').collect()).collect();
        let found: Vec<_> = (0..parse.len()).map(|i| row(&parse, i)).collect();
        let spans: Vec<_> = found
            .iter()
            .map(|row| (row[0].as_str(), row[1].as_str()))
            .collect();
        let wanted: Vec<_> = rows.iter().map(|row| (row[0], row[1])).collect();
        assert_eq!(spans, wanted, "other tokens in {text:?}");
        for (i, (row, wanted)) in found.iter().zip(&rows).enumerate() {
            tokens += 1;
            for (column, (a, b)) in row.iter().zip(wanted).enumerate() {
                same[column] += usize::from(a == b);
            }
            if row.iter().zip(wanted).any(|(a, b)| a != b) {
                differences.push(format!(
                    "{}: {row:?}, expected {wanted:?}",
                    parse.token_text(i)
                ));
            }
        }
    }
    assert!(tokens >= 5000);
    // Processors add in different orders, which turns a coin-flip decision now and then.
    for (column, same) in same.iter().enumerate() {
        let share = *same as f64 / tokens as f64;
        assert!(
            share >= 0.9985,
            "column {column}: {share}\n{}",
            differences.join("\n")
        );
    }
    assert!(differences.len() <= 40, "{}", differences.join("\n"));
}

/// The folder of shared texts: `UNRAVEL_SHARED`, else `../shared` beside the workspace.
fn shared() -> Option<PathBuf> {
    let folder = std::env::var_os("UNRAVEL_SHARED")
        .map(PathBuf::from)
        .unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"));
    folder.join("data").is_dir().then_some(folder)
}

#[test]
fn shared_news_texts_are_parsed() {
    let Some(shared) = shared() else {
        eprintln!("skipped: no shared texts; set UNRAVEL_SHARED to the folder that holds data/");
        return;
    };
    let mut texts = Vec::new();
    let mut folders = vec![shared.join("data/polnear/dev")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "txt") {
                texts.push(String::from_utf8_lossy(&std::fs::read(path).unwrap()).into_owned());
            }
        }
    }
    let ties = std::fs::read_to_string(shared.join("data/ties/dev.jsonl")).unwrap_or_default();
    for line in ties.lines().filter(|line| !line.is_empty()) {
        let case: serde_json::Value = serde_json::from_str(line).unwrap();
        texts.push(case["text"].as_str().unwrap_or_default().to_owned());
    }
    if texts.is_empty() {
        eprintln!("skipped: the shared folder holds no texts");
        return;
    }
    let parses = Pipeline::english().unwrap().parse_batch(&texts);
    let (mut tokens, mut sentences, mut entities) = (0, 0, 0);
    for (text, parse) in texts.iter().zip(&parses) {
        assert_eq!(parse.text(), text);
        tokens += parse.len();
        sentences += parse.sentences().len();
        entities += parse.entities().count();
    }
    // News has 15 to 40 tokens in a sentence and an entity in every 6 to 20 tokens.
    assert!(
        (10..45).contains(&(tokens / sentences)),
        "{tokens} tokens, {sentences} sentences"
    );
    assert!(
        (5..25).contains(&(tokens / entities)),
        "{tokens} tokens, {entities} entities"
    );
}
