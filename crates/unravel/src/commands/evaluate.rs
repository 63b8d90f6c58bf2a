//! `unravel evaluate coder`: how good the coder is on labelled text beside the repository.

use std::path::Path;
use std::time::Instant;

use anyhow::Context;
use rayon::prelude::*;
use serde::Serialize;
use unravel_coder::evaluate::{Prf, plover, polnear, re3d, ties};
use unravel_coder::{Coder, InputLine, OutputLine};
use unravel_language::Pipeline;

use crate::cli::Cli;
use crate::intake::Reader;
use crate::output::{Talk, print, print_json};

/// Texts that are timed: enough for a steady figure.
const TIMED: usize = 1_500;

#[derive(Debug, Serialize)]
struct Table {
    ties: Option<ties::Scores>,
    plover: Option<plover::Scores>,
    re3d: Option<re3d::Scores>,
    polnear: Option<polnear::Scores>,
    speed: Option<Speed>,
}

#[derive(Debug, Serialize)]
struct Speed {
    texts: usize,
    sentences: usize,
    sentences_per_second: f64,
}

pub fn coder(cli: &Cli, data: &Path, talk: Talk) -> anyhow::Result<()> {
    let reader = Reader::new(cli)?;
    let coder = reader.coder();
    let mut texts = Vec::new();
    let table = Table {
        ties: part(&data.join("ties/dev.jsonl"), talk, |path| {
            let rows = ties::read(&read(path)?)?;
            let lines = code_all(&coder, rows.iter().map(ties::Row::request))?;
            texts.extend(rows.iter().map(|r| r.text.clone()));
            let mut counts = ties::Counts::default();
            rows.iter().zip(&lines).for_each(|(r, l)| counts.add(r, l));
            Ok(counts.scores())
        })?,
        plover: part(&data.join("plover/PLV_train.tsv"), talk, |path| {
            let rows = plover::read(&read(path)?);
            let lines = code_all(&coder, rows.iter().map(|r| plain(&r.sentence)))?;
            texts.extend(rows.iter().map(|r| r.sentence.clone()));
            let mut counts = plover::Counts::default();
            rows.iter().zip(&lines).for_each(|(r, l)| counts.add(r, l));
            Ok(counts.scores())
        })?,
        re3d: part(&data.join("re3d"), talk, |path| {
            let documents = re3d::read_folder(path)?;
            let lines = code_all(&coder, documents.iter().map(|d| plain(&d.text)))?;
            let mut counts = re3d::Counts::default();
            let pairs = documents.iter().zip(&lines);
            pairs.for_each(|(d, l)| counts.add(d, l));
            Ok(counts.scores())
        })?,
        polnear: part(&data.join("polnear/dev"), talk, |path| {
            let rows = polnear::read_folder(path)?;
            let lines = code_all(&coder, rows.iter().map(|(text, _)| plain(text)))?;
            texts.extend(rows.iter().map(|(text, _)| text.clone()));
            let mut counts = polnear::Counts::default();
            let pairs = rows.iter().zip(&lines);
            pairs.for_each(|((_, labels), line)| counts.add(labels, &line.attributions()));
            Ok(counts.scores())
        })?,
        speed: speed(&coder, reader.pipeline(), &texts)?,
    };
    if talk.json {
        print_json(&table)
    } else {
        print(&in_lines(&table))
    }
}

fn read(path: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("{}: cannot be read", path.display()))
}

/// A part of the table; a corpus that is not there is left out, with a word about it.
fn part<T>(
    path: &Path,
    talk: Talk,
    work: impl FnOnce(&Path) -> anyhow::Result<T>,
) -> anyhow::Result<Option<T>> {
    if !path.exists() {
        talk.say(format!("{}: not there; left out", path.display()));
        return Ok(None);
    }
    work(path)
        .map(Some)
        .with_context(|| format!("{}", path.display()))
}

fn plain(text: &str) -> serde_json::Value {
    serde_json::json!({"id": null, "text": text})
}

fn code(coder: &Coder<'_>, request: &serde_json::Value) -> anyhow::Result<OutputLine> {
    let (id, document) = InputLine::parse(&request.to_string(), 1)?.into_document();
    Ok(OutputLine::new(id, coder.code(&document)))
}

fn code_all(
    coder: &Coder<'_>,
    requests: impl Iterator<Item = serde_json::Value>,
) -> anyhow::Result<Vec<OutputLine>> {
    let requests: Vec<_> = requests.collect();
    requests.par_iter().map(|r| code(coder, r)).collect()
}

/// From text to statements in one thread.
fn speed(
    coder: &Coder<'_>,
    pipeline: &Pipeline,
    texts: &[String],
) -> anyhow::Result<Option<Speed>> {
    let texts = &texts[..texts.len().min(TIMED)];
    if texts.is_empty() {
        return Ok(None);
    }
    let sentences: usize = texts
        .par_iter()
        .map(|t| pipeline.parse(t).sentences().len())
        .sum();
    let requests: Vec<_> = texts.iter().map(|t| plain(t)).collect();
    let start = Instant::now();
    for request in &requests {
        code(coder, request)?;
    }
    Ok(Some(Speed {
        texts: texts.len(),
        sentences,
        sentences_per_second: sentences as f64 / start.elapsed().as_secs_f64(),
    }))
}

fn in_lines(table: &Table) -> String {
    let mut out = String::new();
    let mut row = |corpus: &str, measure: &str, value: String| {
        out.push_str(&format!("{corpus:<9}{measure:<28}{value}\n"));
    };
    let prf = |p: Prf| {
        format!(
            "{:.3}   precision {:.3}, recall {:.3}",
            p.f1, p.precision, p.recall
        )
    };
    if let Some(t) = table.ties {
        row("ties", "actors F1", prf(t.actors));
        row("", "pair F1", prf(t.pair));
        row("", "pair and bearing F1", prf(t.pair_bearing));
        row("", "pair and kind F1", prf(t.pair_kind));
        row("", "pair, bearing, stance F1", prf(t.pair_bearing_stance));
        for (name, share) in [
            ("speaker right", t.speaker_accuracy),
            ("direction right", t.direction_accuracy),
            ("year right", t.year_accuracy),
        ] {
            let of = format!("{:.3}   {} of {}", share.share, share.right, share.of);
            row("", name, of);
        }
        let off = format!("{:.3}   expected calibration error", t.score_ece);
        row("", "scores are off by", off);
    }
    if let Some(p) = table.plover {
        let coded = format!(
            "{:.3}   {} of {}",
            p.coded as f64 / p.rows.max(1) as f64,
            p.coded,
            p.rows
        );
        row("plover", "coded", coded);
        let right = format!("{:.3}", p.root_accuracy_coded);
        row("", "type right, of the coded", right);
        row(
            "",
            "type right, of all",
            format!("{:.3}", p.root_accuracy_all),
        );
    }
    if let Some(r) = table.re3d {
        row("re3d", "relation F1", prf(r.relation));
    }
    if let Some(p) = table.polnear {
        row("polnear", "source F1", prf(p.source));
        row("", "source, cue, content F1", prf(p.source_cue_content));
    }
    if let Some(s) = &table.speed {
        let figure = format!("{:.0}   one thread", s.sentences_per_second);
        row("speed", "sentences a second", figure);
    }
    out
}
