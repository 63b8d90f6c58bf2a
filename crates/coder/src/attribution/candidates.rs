//! Candidates for an attribution: every verb, adjective and noun with someone it belongs to and
//! something it is about. Which of them are attributions is decided in `model`.

use std::ops::Range;

use unravel_language::{Dep, Pos};

use super::quotes;
use crate::scene::Scene;

/// A possible attribution, in tokens.
#[derive(Debug, Clone)]
pub(crate) struct Candidate {
    /// The word that may be the cue.
    pub cue: usize,
    /// The head token of the source.
    pub speaker: usize,
    pub source: Range<usize>,
    pub content: Range<usize>,
    /// How the content hangs on the cue.
    pub link: Link,
    /// The word between cue and content: a preposition, a conjunction; or the cue itself.
    pub by: usize,
    /// The word the content is about, or the cue itself.
    pub head: usize,
}

/// How the content hangs on the cue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Link {
    /// "said that …"
    Clause,
    /// "…, said X": the clause stands before the verb.
    Direct,
    /// The verb stands beside what was said.
    Beside,
    /// A quotation in the sentence or next to it.
    Quote,
    /// "wants to …"
    Infinitive,
    /// "criticised the plan"
    Object,
    /// "called for …"
    Preposition,
    /// "confident that …"
    Adjective,
    /// "the plan was criticised by X"
    Passive,
    /// "X's claim that …"
    Noun,
    /// "according to X"
    According,
}

impl Link {
    pub fn word(self) -> &'static str {
        match self {
            Link::Clause => "clause",
            Link::Direct => "direct",
            Link::Beside => "beside",
            Link::Quote => "quote",
            Link::Infinitive => "infinitive",
            Link::Object => "object",
            Link::Preposition => "preposition",
            Link::Adjective => "adjective",
            Link::Passive => "passive",
            Link::Noun => "noun",
            Link::According => "according",
        }
    }
}

/// What hangs on a cue: the link, the range, the word between, the head.
type Content = (Link, Range<usize>, usize, usize);

/// Every candidate of the document, in order.
pub(crate) fn find(scene: &Scene<'_>, quotes: &[Range<usize>]) -> Vec<Candidate> {
    let mut out = Vec::new();
    for t in 0..scene.parse.tokens().len() {
        match scene.pos(t) {
            Pos::Verb | Pos::Aux => verb(scene, quotes, t, &mut out),
            Pos::Noun => noun(scene, t, &mut out),
            _ => {}
        }
        if scene.parse.token_text(t).eq_ignore_ascii_case("according") {
            according(scene, t, &mut out);
        }
    }
    out
}

/// The subject of a verb, also across a shared one ("X acknowledged … but insisted …").
pub(crate) fn subject(scene: &Scene<'_>, verb: usize) -> Option<usize> {
    let mut v = verb;
    for _ in 0..4 {
        let own = scene
            .children(v)
            .find(|c| matches!(scene.dep(*c), Dep::Nsubj | Dep::Nsubjpass));
        if let Some(s) = own {
            if v == verb && scene.dep(s) == Dep::Nsubjpass {
                return None;
            }
            return Some(s);
        }
        match scene.dep(v) {
            Dep::Conj | Dep::Advcl | Dep::Xcomp
                if matches!(scene.pos(scene.head(v)), Pos::Verb | Pos::Aux) =>
            {
                let up = scene.head(v);
                // "urged X to say": X is the one who would say it
                if scene.dep(v) == Dep::Xcomp
                    && let Some(object) = scene.child(up, Dep::Dobj)
                {
                    return Some(object);
                }
                v = up;
            }
            Dep::Acl | Dep::Relcl => return Some(scene.head(v)),
            // "is expected by voters to say"
            Dep::Pcomp if matches!(scene.pos(scene.head(scene.head(v))), Pos::Verb | Pos::Aux) => {
                v = scene.head(scene.head(v));
            }
            _ => return None,
        }
    }
    None
}

fn agent(scene: &Scene<'_>, verb: usize) -> Option<usize> {
    scene
        .child(verb, Dep::Agent)
        .and_then(|by| scene.child(by, Dep::Pobj))
}

fn verb(scene: &Scene<'_>, quotes: &[Range<usize>], t: usize, out: &mut Vec<Candidate>) {
    if matches!(scene.dep(t), Dep::Aux | Dep::Auxpass) {
        return;
    }
    let passive = scene.child(t, Dep::Nsubjpass);
    let speaker = match passive {
        Some(_) => agent(scene, t),
        None => subject(scene, t),
    };
    let Some(speaker) = speaker else { return };
    if scene.pos(t) == Pos::Aux {
        adjective(scene, t, speaker, out);
        return;
    }
    let found = clause(scene, t)
        .or_else(|| beside(scene, t))
        .or_else(|| quoted(scene, quotes, t))
        .or_else(|| infinitive(scene, t))
        .or_else(|| passive.map(|p| (Link::Passive, scene.parse.subtree(p), t, p)))
        .or_else(|| object(scene, t))
        .or_else(|| preposition(scene, t))
        .or_else(|| nearby_quote(scene, quotes, t));
    if let Some(found) = found {
        push(scene, t, speaker, found, out);
    } else if scene.child(t, Dep::Acomp).is_some() {
        adjective(scene, t, speaker, out);
    }
}

fn push(
    scene: &Scene<'_>,
    cue: usize,
    speaker: usize,
    (link, content, by, head): Content,
    out: &mut Vec<Candidate>,
) {
    if content.is_empty() || content.contains(&cue) && content.len() == 1 {
        return;
    }
    let source = bounded(scene.parse.subtree(speaker), &content, cue, speaker);
    out.push(Candidate {
        cue,
        speaker,
        source,
        content,
        link,
        by,
        head,
    });
}

/// A source without the cue and the content it was parsed around.
fn bounded(source: Range<usize>, content: &Range<usize>, cue: usize, head: usize) -> Range<usize> {
    let (mut start, mut end) = (source.start, source.end);
    for edge in [content.clone(), cue..cue + 1] {
        if edge.contains(&head) {
            return head..head + 1;
        }
        if edge.start > head {
            end = end.min(edge.start);
        } else {
            start = start.max(edge.end);
        }
    }
    start.min(head)..end.max(head + 1)
}

fn clause(scene: &Scene<'_>, t: usize) -> Option<Content> {
    let c = scene
        .children(t)
        .find(|c| scene.dep(*c) == Dep::Ccomp && scene.pos(*c) != Pos::Pron)?;
    let span = scene.parse.subtree(c);
    if c < t {
        let end = span.end.min(t).max(span.start + 1);
        return Some((Link::Direct, span.start..end, t, c));
    }
    let mark = scene.child(c, Dep::Mark).unwrap_or(t);
    let start = if span.contains(&t) { t + 1 } else { span.start };
    Some((Link::Clause, start..span.end.max(start + 1), mark, c))
}

fn beside(scene: &Scene<'_>, t: usize) -> Option<Content> {
    if scene.dep(t) != Dep::Parataxis {
        return None;
    }
    let head = scene.head(t);
    let around = longer_side(scene.parse.subtree(head), scene.parse.subtree(t));
    Some((Link::Beside, around, t, head))
}

/// The longer part of `all` on one side of `middle`.
pub(crate) fn longer_side(all: Range<usize>, middle: Range<usize>) -> Range<usize> {
    let left = all.start..middle.start.max(all.start);
    let right = middle.end.min(all.end)..all.end;
    if left.len() >= right.len() {
        left
    } else {
        right
    }
}

/// The quotation in the verb's sentence that the verb does not stand in.
fn quoted(scene: &Scene<'_>, quotes: &[Range<usize>], t: usize) -> Option<Content> {
    if quotes::around(quotes, t).is_some() {
        return None;
    }
    let sentence = scene.sentence(t);
    let first = quotes.partition_point(|q| q.end <= sentence.start);
    let best = quotes[first..]
        .iter()
        .take_while(|q| q.start < sentence.end)
        .min_by_key(|q| {
            if q.end <= t {
                t - q.end
            } else {
                q.start.saturating_sub(t)
            }
        })?;
    // a quoted word inside a phrase is no quotation of what was said
    let whole = best.len() >= 4;
    whole.then(|| (Link::Quote, best.clone(), t, t))
}

/// The quotation that ends right before the verb's sentence, or starts right after it.
fn nearby_quote(scene: &Scene<'_>, quotes: &[Range<usize>], t: usize) -> Option<Content> {
    if quotes::around(quotes, t).is_some() {
        return None;
    }
    let sentence = scene.sentence(t);
    let i = quotes.partition_point(|q| q.end + 2 < sentence.start);
    quotes[i..]
        .iter()
        .take_while(|q| q.start <= sentence.end + 2)
        .find(|q| q.len() >= 4)
        .map(|q| (Link::Quote, q.clone(), t, t))
}

fn infinitive(scene: &Scene<'_>, t: usize) -> Option<Content> {
    let c = scene.child(t, Dep::Xcomp)?;
    let span = scene.parse.subtree(c);
    let start = scene
        .child(t, Dep::Dobj)
        .filter(|o| *o < c && *o > t)
        .map_or(span.start, |o| scene.parse.subtree(o).start);
    (start > t || span.end <= t).then_some((Link::Infinitive, start..span.end, t, c))
}

fn object(scene: &Scene<'_>, t: usize) -> Option<Content> {
    let o = scene.child(t, Dep::Dobj)?;
    let span = scene.parse.subtree(o);
    // "made a promise to …", "called X a …": what follows belongs to it
    let end = scene
        .children(t)
        .filter(|c| *c > o && matches!(scene.dep(*c), Dep::Oprd | Dep::Prep | Dep::Advcl))
        .map(|c| scene.parse.subtree(c).end)
        .max()
        .unwrap_or(span.end)
        .max(span.end);
    Some((Link::Object, span.start..end, t, o))
}

fn preposition(scene: &Scene<'_>, t: usize) -> Option<Content> {
    let p = scene.children(t).find(|c| {
        scene.dep(*c) == Dep::Prep
            && *c > t
            && scene
                .children(*c)
                .any(|g| matches!(scene.dep(g), Dep::Pobj | Dep::Pcomp))
    })?;
    let head = scene
        .children(p)
        .find(|g| matches!(scene.dep(*g), Dep::Pobj | Dep::Pcomp))?;
    Some((Link::Preposition, scene.parse.subtree(head), p, head))
}

/// "is confident that …", "were frustrated by …".
fn adjective(scene: &Scene<'_>, verb: usize, speaker: usize, out: &mut Vec<Candidate>) {
    let Some(cue) = scene
        .child(verb, Dep::Acomp)
        .or_else(|| scene.child(verb, Dep::Attr))
    else {
        return;
    };
    let found = scene
        .children(cue)
        .find(|c| matches!(scene.dep(*c), Dep::Ccomp | Dep::Xcomp | Dep::Acl) && *c > cue)
        .map(|c| (Link::Adjective, scene.parse.subtree(c), cue, c))
        .or_else(|| {
            preposition(scene, cue).map(|(_, span, by, head)| (Link::Adjective, span, by, head))
        });
    if let Some(found) = found {
        push(scene, cue, speaker, found, out);
    }
}

/// "X's claim that …", "calls by X for …", "the statement of X that …".
fn noun(scene: &Scene<'_>, t: usize, out: &mut Vec<Candidate>) {
    let clause = scene
        .children(t)
        .find(|c| *c > t && matches!(scene.dep(*c), Dep::Ccomp | Dep::Acl));
    let by = |word: &'static str| scene.prep_objects(t, word).next();
    let Some(speaker) = scene
        .child(t, Dep::Poss)
        .or_else(|| by("by"))
        .or_else(|| by("from"))
        .or_else(|| clause.and_then(|_| by("of")))
    else {
        return;
    };
    let found = clause
        .map(|c| (Link::Noun, scene.parse.subtree(c), t, c))
        .or_else(|| {
            scene
                .children(t)
                .filter(|c| scene.dep(*c) == Dep::Prep && *c > t)
                .filter_map(|p| {
                    let head = scene
                        .children(p)
                        .find(|g| matches!(scene.dep(*g), Dep::Pobj | Dep::Pcomp))?;
                    Some((Link::Noun, scene.parse.subtree(head), p, head))
                })
                .find(|(_, _, _, head)| *head != speaker)
        });
    if let Some(found) = found {
        push(scene, t, speaker, found, out);
    }
}

fn according(scene: &Scene<'_>, t: usize, out: &mut Vec<Candidate>) {
    let to = scene
        .children(t)
        .find(|c| scene.parse.token_text(*c).eq_ignore_ascii_case("to"));
    let Some(speaker) = to.and_then(|p| scene.child(p, Dep::Pobj)) else {
        return;
    };
    let content = longer_side(scene.sentence(t), scene.parse.subtree(t));
    push(scene, t, speaker, (Link::According, content, t, t), out);
}
