//! Attributions: source, cue and content ("X said that …", "according to X", "…," X told Y).

mod candidates;
mod model;
pub(crate) mod quotes;

use std::ops::Range;

use unravel_language::{Dep, Pos};

use crate::lexicon::Lexicon;
use crate::scene::Scene;

/// One attribution, in tokens.
#[derive(Debug, Clone)]
pub(crate) struct Said {
    /// The head token of the source.
    pub speaker: usize,
    pub source: Range<usize>,
    pub cue: Range<usize>,
    pub content: Range<usize>,
}

/// So many tokens may lie between the end of a quotation's sentence and the next quotation.
const GAP: usize = 2;

/// A quotation of no more tokens is a phrase, not words on their own.
const SHORT: usize = 4;

/// Below this probability a candidate is no attribution.
const LEAST: f32 = 0.4;

/// Every attribution of the document, in order: words said, thought, wanted or shown, with
/// those within another's words only where they are more likely than not.
pub(crate) fn attributions(scene: &Scene<'_>) -> Vec<Said> {
    let quotes = quotes::find(scene);
    let mut found: Vec<(f32, candidates::Candidate)> = candidates::find(scene, &quotes)
        .into_iter()
        .map(|c| (model::probability(scene, &quotes, &c), c))
        .filter(|(p, _)| *p >= LEAST)
        .collect();
    found.sort_by_key(|(_, c)| c.cue);
    found
        .into_iter()
        .map(|(_, c)| Said {
            speaker: c.speaker,
            source: c.source,
            cue: c.cue..c.cue + 1,
            content: c.content,
        })
        .collect()
}

/// What a model of attributions learns from: the features of every candidate of a text, with
/// whether `is_one(source, cue, content)` (in characters) holds of it.
pub(crate) fn examples(
    scene: &Scene<'_>,
    is_one: impl Fn(&Range<usize>, &Range<usize>, &Range<usize>) -> bool,
) -> Vec<crate::linear::Example> {
    let quotes = quotes::find(scene);
    let chars = |tokens: &Range<usize>| scene.parse.span_chars(tokens.clone());
    candidates::find(scene, &quotes)
        .into_iter()
        .map(|c| crate::linear::Example {
            features: model::features(scene, &quotes, &c, true).into_names(),
            class: usize::from(is_one(
                &chars(&c.source),
                &chars(&(c.cue..c.cue + 1)),
                &chars(&c.content),
            )),
        })
        .collect()
}

/// The reports of words of a document, with the innermost one around each token.
pub(crate) struct Sayings {
    said: Vec<Said>,
    around: Vec<Option<usize>>,
}

impl Sayings {
    fn new(said: Vec<Said>, tokens: usize) -> Self {
        let mut widest: Vec<usize> = (0..said.len()).collect();
        widest.sort_by_key(|i| std::cmp::Reverse(said[*i].content.len()));
        let mut around = vec![None; tokens];
        for i in widest {
            let Said {
                source,
                cue,
                content,
                ..
            } = &said[i];
            for t in content.clone() {
                if !source.contains(&t) && !cue.contains(&t) {
                    around[t] = Some(i);
                }
            }
        }
        Self { said, around }
    }

    /// The innermost attribution whose content holds `token` (and whose source does not).
    pub fn around(&self, token: usize) -> Option<&Said> {
        let i = self.around.get(token).copied().flatten()?;
        self.said.get(i)
    }
}

/// Every report of words of the document.
pub(crate) fn find(scene: &Scene<'_>, lexicon: &Lexicon) -> Sayings {
    let mut out = Vec::new();
    for t in 0..scene.parse.tokens().len() {
        if scene.pos(t) == Pos::Verb {
            verb(scene, lexicon, t, &mut out);
        }
        if scene.lower(t) == "according" {
            according(scene, t, &mut out);
        }
    }
    quoted_on(scene, &mut out);
    Sayings::new(out, scene.parse.tokens().len())
}

/// Gives the rest of a quotation, and a quotation that opens in the next sentence, to the source
/// of its first words: "We will talk," X said. "We will not fight."
fn quoted_on(scene: &Scene<'_>, said: &mut Vec<Said>) {
    let mut reported: Vec<Option<usize>> = vec![None; scene.parse.tokens().len()];
    for (i, s) in said.iter().enumerate() {
        for t in s.content.clone() {
            reported[t] = reported[t].or(Some(i));
        }
    }
    let mut more: Vec<Said> = Vec::new();
    let mut last: Option<(usize, Said)> = None;
    for quotation in quotes::find(scene) {
        let first = quotation
            .clone()
            .find_map(|t| reported[t])
            .map(|i| said[i].clone());
        let source = first.clone().or_else(|| {
            last.take()
                .filter(|(end, _)| quotation.start.saturating_sub(*end) <= GAP)
                .map(|(_, said)| said)
        });
        let Some(source) = source else { continue };
        let sentence_end = scene.sentence(source.cue.start).end;
        last = Some((quotation.end.max(sentence_end), source.clone()));
        if first.is_none_or(|f| f.content.end < quotation.end) && quotation.len() > SHORT {
            more.push(Said {
                content: quotation,
                ..source
            });
        }
    }
    said.extend(more);
}

/// The subject of a verb of saying, also across a shared subject ("X acknowledged … but insisted …").
fn subject(scene: &Scene<'_>, verb: usize) -> Option<usize> {
    let mut v = verb;
    for _ in 0..4 {
        if let Some(s) = scene.child(v, Dep::Nsubj) {
            // "who said": the one described
            let relative = matches!(scene.lower(s), "who" | "which" | "that");
            return Some(if relative && scene.dep(v) == Dep::Relcl {
                scene.head(v)
            } else {
                s
            });
        }
        match scene.dep(v) {
            Dep::Conj | Dep::Advcl | Dep::Xcomp
                if matches!(scene.pos(scene.head(v)), Pos::Verb | Pos::Aux) =>
            {
                v = scene.head(v)
            }
            Dep::Acl => return Some(scene.head(v)),
            _ => return None,
        }
    }
    None
}

fn verb(scene: &Scene<'_>, lexicon: &Lexicon, t: usize, out: &mut Vec<Said>) {
    let lemma = scene.lemma_lower(t);
    if !lexicon.speech.contains(lemma) {
        return;
    }
    let denies = lexicon.denying.contains(lemma);
    let content = scene
        .children(t)
        .find(|c| matches!(scene.dep(*c), Dep::Ccomp) && !matches!(scene.pos(*c), Pos::Pron))
        .map(|c| scene.parse.subtree(c))
        // "… , X said": the verb stands beside what was said
        .or_else(|| {
            let beside =
                matches!(scene.dep(t), Dep::Parataxis).then(|| scene.parse.subtree(scene.head(t)));
            beside.map(|all| candidates::longer_side(all, scene.parse.subtree(t)))
        })
        .or_else(|| quoted(scene, t))
        .or_else(|| {
            // "denied claims that …", "expressed fears that …", "promised to …"
            scene
                .children(t)
                .find(|c| {
                    scene.dep(*c) == Dep::Xcomp
                        || (scene.dep(*c) == Dep::Dobj && scene.child(*c, Dep::Acl).is_some())
                })
                .map(|c| scene.parse.subtree(c))
        })
        .or_else(|| {
            denies
                .then(|| scene.child(t, Dep::Dobj))
                .flatten()
                .map(|c| scene.parse.subtree(c))
        });
    let (Some(content), Some(speaker)) = (content, subject(scene, t)) else {
        return;
    };
    if content.is_empty() || scene.lower(speaker) == "it" && scene.spot_at(speaker).is_none() {
        return;
    }
    let source = bounded(scene.parse.subtree(speaker), &content, speaker);
    out.push(Said {
        speaker,
        source,
        cue: t..t + 1,
        content,
    });
}

/// The quotation in the verb's sentence, if it has one outside the verb's own clause.
fn quoted(scene: &Scene<'_>, t: usize) -> Option<Range<usize>> {
    let sentence = scene.sentence(t);
    let is_quote = |i: &usize| matches!(scene.parse.token_text(*i), "\"" | "“" | "”" | "''" | "``");
    let marks: Vec<usize> = sentence.clone().filter(is_quote).collect();
    match marks.as_slice() {
        [open, .., close] if *open + 1 < *close && !(*open < t && t < *close) => {
            Some(open + 1..*close)
        }
        _ => None,
    }
}

/// A source without the content it was parsed around.
fn bounded(source: Range<usize>, content: &Range<usize>, head: usize) -> Range<usize> {
    if source.start < content.end && content.start < source.end {
        if head < content.start {
            source.start..content.start
        } else {
            head..source.end.min(head + 1)
        }
    } else {
        source
    }
}

fn according(scene: &Scene<'_>, t: usize, out: &mut Vec<Said>) {
    let to = scene.children(t).find(|c| scene.lower(*c) == "to");
    let Some(speaker) = to.and_then(|p| scene.child(p, Dep::Pobj)) else {
        return;
    };
    let sentence = scene.sentence(t);
    let phrase = scene.parse.subtree(t);
    let content = candidates::longer_side(sentence, phrase);
    if !content.is_empty() {
        out.push(Said {
            speaker,
            source: scene.parse.subtree(speaker),
            cue: t..(t + 2).min(speaker),
            content,
        });
    }
}
