//! PolNeAR: attributions in political news, as text files with standoff annotation (brat).

use std::collections::HashMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use serde::Serialize;
use unravel_evidence::Attribution;

use super::Prf;

/// A labelled attribution; each part is a list of character ranges and may be empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Labelled {
    /// Who says it.
    pub source: Vec<Range<usize>>,
    /// The words of saying.
    pub cue: Vec<Range<usize>>,
    /// What is said.
    pub content: Vec<Range<usize>>,
}

/// Whether any of `spans` has a character in common with `range`.
pub fn overlap(spans: &[Range<usize>], range: &Range<usize>) -> bool {
    spans
        .iter()
        .any(|s| s.start < range.end && range.start < s.end)
}

impl Labelled {
    /// Whether all three parts overlap.
    pub fn matches(
        &self,
        source: &Range<usize>,
        cue: &Range<usize>,
        content: &Range<usize>,
    ) -> bool {
        overlap(&self.source, source) && overlap(&self.cue, cue) && overlap(&self.content, content)
    }
}

/// Reads a standoff file. Lines that are not in the format are left out: some annotations of
/// the corpus hold a line break.
pub fn read(ann: &str) -> Vec<Labelled> {
    let mut spans: HashMap<&str, Vec<Range<usize>>> = HashMap::new();
    for line in ann.lines().filter(|l| l.starts_with('T')) {
        let mut cells = line.split('\t');
        let (Some(id), Some(place)) = (cells.next(), cells.next()) else {
            continue;
        };
        let Some((_, ranges)) = place.split_once(' ') else {
            continue;
        };
        let ranges = ranges.split(';').filter_map(|r| {
            let (start, end) = r.split_once(' ')?;
            Some(start.parse().ok()?..end.parse().ok()?)
        });
        spans.insert(id, ranges.collect());
    }
    ann.lines()
        .filter(|l| l.starts_with('E'))
        .filter_map(|line| line.split('\t').nth(1))
        .map(|parts| {
            let mut labelled = Labelled::default();
            for part in parts.split(' ') {
                let Some((role, id)) = part.split_once(':') else {
                    continue;
                };
                let Some(found) = spans.get(id) else { continue };
                match role.trim_end_matches(|c: char| c.is_ascii_digit()) {
                    "Source" => labelled.source.extend(found.iter().cloned()),
                    "Cue" => labelled.cue.extend(found.iter().cloned()),
                    "Content" => labelled.content.extend(found.iter().cloned()),
                    _ => {}
                }
            }
            labelled
        })
        .collect()
}

/// Reads a part of the corpus (`dev`, `train`): one text with the labels of one
/// annotator each (some texts have several).
///
/// # Errors
/// Where a folder or file cannot be read.
pub fn read_folder(part: &Path) -> std::io::Result<Vec<(String, Vec<Labelled>)>> {
    let mut labels: Vec<PathBuf> = std::fs::read_dir(part.join("attributions"))?
        .map(|entry| entry.map(|e| e.path()))
        .collect::<Result<_, _>>()?;
    labels.sort();
    let mut out = Vec::new();
    for path in labels {
        // the name ends in the annotator's mark: "_5fec"
        let stem = path.file_stem().map(|s| s.to_string_lossy().into_owned());
        let Some((name, _)) = stem.as_deref().and_then(|s| s.rsplit_once('_')) else {
            continue;
        };
        let text = std::fs::read_to_string(part.join("text").join(format!("{name}.txt")))?;
        out.push((text, read(&std::fs::read_to_string(&path)?)));
    }
    Ok(out)
}

/// Counts over texts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    sources: usize,
    source_hits: usize,
    whole: usize,
    whole_hits: usize,
    predicted: usize,
}

/// The scores.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Scores {
    /// Source spans, matched where they overlap.
    pub source: Prf,
    /// Attributions whose source, cue and content all overlap a labelled one's.
    pub source_cue_content: Prf,
    /// Labelled attributions that have a source.
    pub labelled: usize,
    /// Attributions predicted.
    pub predicted: usize,
}

impl Counts {
    /// Adds a text: each label is matched by one prediction at most.
    pub fn add(&mut self, labels: &[Labelled], predicted: &[Attribution]) {
        self.predicted += predicted.len();
        let (n, hits) = matched(
            labels,
            predicted,
            |l| !l.source.is_empty(),
            |l, p| overlap(&l.source, &p.source),
        );
        self.sources += n;
        self.source_hits += hits;
        let complete =
            |l: &Labelled| !l.source.is_empty() && !l.cue.is_empty() && !l.content.is_empty();
        let (n, hits) = matched(labels, predicted, complete, |l, p| {
            l.matches(&p.source, &p.cue, &p.content)
        });
        self.whole += n;
        self.whole_hits += hits;
    }

    /// The scores over all texts added.
    pub fn scores(&self) -> Scores {
        Scores {
            source: Prf::of(self.source_hits, self.predicted, self.sources),
            source_cue_content: Prf::of(self.whole_hits, self.predicted, self.whole),
            labelled: self.sources,
            predicted: self.predicted,
        }
    }
}

/// How many labels count, and how many of them have a prediction of their own.
fn matched(
    labels: &[Labelled],
    predicted: &[Attribution],
    counts: impl Fn(&Labelled) -> bool,
    agree: impl Fn(&Labelled, &Attribution) -> bool,
) -> (usize, usize) {
    let mut taken = vec![false; predicted.len()];
    let (mut n, mut hits) = (0, 0);
    for label in labels.iter().filter(|l| counts(l)) {
        n += 1;
        let found = (0..predicted.len()).find(|i| !taken[*i] && agree(label, &predicted[*i]));
        if let Some(i) = found {
            taken[i] = true;
            hits += 1;
        }
    }
    (n, hits)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANN: &str = "E1\tAttribution:T4 Content:T3 Cue:T2 Source:T1\nT1\tSource 0 5\tRuria\nT2\tCue 6 10\tsaid\nT3\tContent 11 20;25 30\tit will not\nT4\tAttribution 6 10\tsaid\nbroken\n";

    #[test]
    fn reads_standoff_and_counts_overlaps_once() {
        let labels = read(ANN);
        assert_eq!(labels[0].content, [11..20, 25..30]);
        let right = Attribution {
            source: 1..3,
            cue: 6..10,
            content: 26..40,
        };
        let mut counts = Counts::default();
        counts.add(&labels, &[right.clone(), right]);
        let scores = counts.scores();
        assert_eq!((scores.labelled, scores.predicted), (1, 2));
        assert_eq!(scores.source_cue_content, Prf::of(1, 2, 1));
    }
}
