//! `unravel code` and `unravel parse`: what the reader sees, without a case.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;

use anyhow::Context;
use rayon::prelude::*;
use unravel_coder::{InputLine, OutputLine};
use unravel_language::JsonParse;
use unravel_read::DuplicateIndex;

use crate::cli::{Cli, Texts};
use crate::intake::{self, Reader};
use crate::output::{Talk, print, print_json};

/// Lines taken together, so that every core is busy and memory stays bounded.
const LINES: usize = 512;

pub fn code(cli: &Cli, texts: &Texts, talk: Talk) -> anyhow::Result<()> {
    let reader = Reader::new(cli)?;
    if let Some(input) = &texts.jsonl {
        let coder = reader.coder();
        return lines(input, |json, number| {
            let (id, document) = InputLine::parse(json, number)?.into_document();
            Ok(serde_json::to_string(&OutputLine::new(
                id,
                coder.code(&document),
            ))?)
        });
    }
    let mut coded = Vec::new();
    intake::run(
        &texts.paths,
        &reader,
        talk,
        &mut DuplicateIndex::default(),
        &mut |_| Ok(false),
        &mut |batch, _| {
            coded.extend(batch.into_iter().flat_map(|file| file.documents));
            Ok(())
        },
    )?;
    if talk.json {
        let rows: Vec<_> = coded
            .into_iter()
            .map(|(document, coded)| {
                let id =
                    serde_json::json!(document.origin.as_deref().unwrap_or(document.id.as_str()));
                OutputLine::new(id, coded)
            })
            .collect();
        return print_json(&rows);
    }
    for (document, coded) in &coded {
        print(&unravel_report::coded(document, coded, &talk.style(false)))?;
    }
    Ok(())
}

pub fn parse(cli: &Cli, texts: &Texts, tree: bool, talk: Talk) -> anyhow::Result<()> {
    let reader = Reader::new(cli)?;
    let pipeline = reader.pipeline();
    if let Some(input) = &texts.jsonl {
        return lines(input, |json, number| {
            let line: InputLine = InputLine::parse(json, number)?;
            Ok(serde_json::to_string(&JsonParse::new(
                &line.id,
                &pipeline.parse(&line.text),
            ))?)
        });
    }
    let mut documents = Vec::new();
    intake::run(
        &texts.paths,
        &reader,
        talk,
        &mut DuplicateIndex::default(),
        &mut |_| Ok(false),
        &mut |batch, _| {
            documents.extend(
                batch
                    .into_iter()
                    .flat_map(|file| file.documents.into_iter().map(|(d, _)| d)),
            );
            Ok(())
        },
    )?;
    for document in documents {
        let parse = pipeline.parse(&document.text);
        if talk.json {
            let id = serde_json::json!(document.origin.as_deref().unwrap_or(document.id.as_str()));
            print(&serde_json::to_string(&JsonParse::new(&id, &parse))?)?;
        } else if tree {
            print(&unravel_language::tree(&parse))?;
        } else {
            print(&unravel_language::conllu(&parse))?;
        }
    }
    Ok(())
}

/// Runs JSON Lines through `work`, in parallel, in their order. The first line that is not in
/// the contract ends the run with its number; what came before is written.
fn lines(
    input: &Path,
    work: impl Fn(&str, usize) -> anyhow::Result<String> + Sync,
) -> anyhow::Result<()> {
    let name = if input == Path::new("-") {
        "stdin".to_owned()
    } else {
        input.display().to_string()
    };
    let source: Box<dyn Read> = if input == Path::new("-") {
        Box::new(std::io::stdin())
    } else {
        Box::new(
            std::fs::File::open(input)
                .with_context(|| format!("{name}: cannot be read; check the path"))?,
        )
    };
    let mut source = BufReader::new(source);
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let mut number = 0;
    loop {
        let mut batch: Vec<(usize, String)> = Vec::new();
        while batch.len() < LINES {
            let mut line = String::new();
            number += 1;
            if source
                .read_line(&mut line)
                .with_context(|| format!("{name}: line {number}: not UTF-8; convert the file"))?
                == 0
            {
                break;
            }
            if !line.trim().is_empty() {
                batch.push((number, line));
            }
        }
        if batch.is_empty() {
            out.flush()?;
            return Ok(());
        }
        let results: Vec<anyhow::Result<String>> = batch
            .par_iter()
            .map(|(number, line)| work(line, *number))
            .collect();
        for result in results {
            match result {
                Ok(line) => writeln!(out, "{line}")?,
                Err(error) => {
                    out.flush()?;
                    return Err(error.context(name));
                }
            }
        }
    }
}
