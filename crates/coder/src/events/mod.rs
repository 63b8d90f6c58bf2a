//! Events: who did what to whom, coded in PLOVER.
//!
//! Each verb with a doer, and each noun that names an act, is looked at with those it may be
//! done to (`parties`); the words (`words`) and a linear model (`model`) say which of the 16
//! types it is.

mod model;
mod parties;
mod words;

use unravel_evidence::{ActorKind, ActorRef, Event, Kind};
use unravel_language::{Dep, Pos};

use crate::linear::Example;
use crate::scene::{Form, Scene};
pub(crate) use model::CLASSES;
use parties::Target;
use words::{Effect, Words};

/// Sentences longer than this many tokens are lists or tables.
const LONG: usize = 400;

/// Who the two parties of an act are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Standing {
    /// Both are actors of the text.
    Named,
    /// One is known only as people or a body of people ("protesters", "a court").
    Agents,
    /// It is done to a thing ("the election results").
    UponThing,
    /// It is done by a thing ("the report accuses").
    ByThing,
}

/// Verbs that tell no act by themselves.
pub(crate) const BARE: [&str; 8] = ["be", "have", "do", "get", "go", "take", "come", "remain"];

/// Targets looked at under one predicate.
const MOST: usize = 5;

/// An act between two parties.
#[derive(Debug, Clone)]
pub(crate) struct Act {
    /// The verb or noun.
    pub predicate: usize,
    /// Indices into the cast.
    pub source: Vec<usize>,
    pub target: Vec<usize>,
    pub standing: Standing,
    /// The place of the target among those of its predicate, from 0.
    pub rank: usize,
    pub listed: bool,
    pub event: Event,
    /// The kind of tie that the act speaks for or against.
    pub kind: Kind,
    pub score: f64,
}

/// A verb or noun with its parties, before its type is known.
#[derive(Debug, Clone)]
pub(crate) struct Candidate {
    pub predicate: usize,
    pub source: usize,
    pub target: Target,
    /// The place of the target among those of its predicate, from 0.
    pub rank: usize,
    /// Whether the predicate is a word of events; of others the words around it tell.
    pub listed: bool,
}

/// Every act of the document, in order.
pub(crate) fn find(scene: &mut Scene<'_>) -> Vec<Act> {
    let words = Words::builtin();
    let mut out = Vec::new();
    let agent = |scene: &Scene<'_>, t: usize| words.is_agent(&model::lower(scene, t));
    for candidate in candidates(scene, words) {
        let Some((plover, mode, probability)) = model::decide(scene, words, &candidate) else {
            continue;
        };
        let (source, by_name) = party(scene, candidate.source);
        let (target, to_name) = party(scene, candidate.target.token);
        let (source, target) = apart(scene, &candidate, source, target);
        if source.is_empty() || target.is_empty() {
            continue;
        }
        out.push(Act {
            predicate: candidate.predicate,
            source,
            target,
            standing: match (by_name, to_name) {
                (true, true) => Standing::Named,
                _ if (by_name || agent(scene, candidate.source))
                    && (to_name || agent(scene, candidate.target.token)) =>
                {
                    Standing::Agents
                }
                _ if by_name || agent(scene, candidate.source) => Standing::UponThing,
                _ => Standing::ByThing,
            },
            rank: candidate.rank,
            listed: candidate.listed,
            kind: model::kind(plover),
            event: Event {
                plover,
                mode,
                cameo: None,
            },
            score: f64::from(probability),
        });
    }
    out
}

/// What a model of event types learns from: the features of every candidate of a text whose
/// parties are the labelled ones, with the labelled class.
pub(crate) fn examples(
    scene: &mut Scene<'_>,
    class: usize,
    is_pair: impl Fn(&[String], &[String]) -> bool,
) -> Vec<Example> {
    let words = Words::builtin();
    let mut out = Vec::new();
    for candidate in candidates(scene, words) {
        let (source, _) = party(scene, candidate.source);
        let (target, _) = party(scene, candidate.target.token);
        let (source, target) = apart(scene, &candidate, source, target);
        let names = |scene: &Scene<'_>, members: &[usize]| {
            members
                .iter()
                .flat_map(|m| {
                    let member = &scene.cast[*m];
                    let spots = scene.spots.iter().filter(|s| s.actor == *m);
                    let spotted = spots.map(|s| scene.parse.text()[s.bytes.clone()].to_owned());
                    let mut names: Vec<String> = spotted.collect();
                    names.push(member.actor.name.clone());
                    names.extend(member.aliases.iter().cloned());
                    names
                })
                .collect::<Vec<String>>()
        };
        let (a, b) = (names(scene, &source), names(scene, &target));
        if is_pair(&a, &b) || is_pair(&b, &a) {
            out.push(Example {
                features: model::features(scene, words, &candidate, true).into_names(),
                class,
            });
        }
    }
    out
}

fn candidates(scene: &Scene<'_>, words: &Words) -> Vec<Candidate> {
    let mut out = Vec::new();
    for sentence in scene.parse.sentences() {
        if sentence.len() > LONG {
            continue;
        }
        for t in sentence {
            match scene.pos(t) {
                Pos::Verb | Pos::Aux => verb(scene, words, t, &mut out),
                Pos::Noun => noun(scene, words, t, &mut out),
                _ => {}
            }
        }
    }
    out
}

fn verb(scene: &Scene<'_>, words: &Words, t: usize, out: &mut Vec<Candidate>) {
    // an infinitive is told with the verb above it
    if matches!(scene.dep(t), Dep::Xcomp | Dep::Aux | Dep::Auxpass) {
        return;
    }
    let up = scene.head(t);
    if scene.dep(t) == Dep::Ccomp && parties::is_verb(scene, up) {
        let asked = words
            .effects(&model::word(scene, words, up))
            .contains(&Effect::Request);
        if asked {
            return;
        }
    }
    let listed = model::is_act(scene, words, t);
    if !listed && (BARE.contains(&scene.lemma_lower(t)) || model::only_says(scene, words, t)) {
        return;
    }
    let source = parties::source(scene, t)
        .map(|s| spoken_for(scene, t, s))
        .map(|s| author(scene, words, s))
        .or_else(|| parties::place(scene, t));
    let Some(source) = source else {
        return;
    };
    let tells = model::tells_to(scene, words, t);
    let mut seen = 0;
    for target in parties::targets(scene, t, source) {
        if !matches!(
            scene.pos(target.token),
            Pos::Noun | Pos::Propn | Pos::Pron | Pos::Num | Pos::Adj
        ) || same(scene, source, target.token)
        {
            continue;
        }
        if names_act(scene, words, t, target.token) {
            seen += 1;
            continue;
        }
        out.push(Candidate {
            predicate: t,
            source,
            target,
            rank: seen,
            listed,
        });
        seen += 1;
        if tells || seen == MOST {
            break;
        }
    }
    // "X and Y met": each with the other
    if model::is_mutual(scene, words, t)
        && let Some(other) = scene.child(source, Dep::Conj)
    {
        out.push(Candidate {
            predicate: t,
            source,
            target: Target {
                token: other,
                by: t,
                depth: 1,
            },
            rank: 0,
            listed,
        });
    }
}

/// "continued its attacks on X": the noun is what is done, not whom it is done to.
fn names_act(scene: &Scene<'_>, words: &Words, verb: usize, object: usize) -> bool {
    let noun = model::lower(scene, object);
    let carries = words
        .effects(&model::word(scene, words, verb))
        .iter()
        .any(|e| matches!(e, Effect::Light | Effect::Begin | Effect::End));
    carries
        && scene.head(object) == verb
        && scene.spot_at(object).is_none()
        && !words.is_agent(&noun)
        && !words.noun(&noun).is_empty()
}

fn noun(scene: &Scene<'_>, words: &Words, t: usize, out: &mut Vec<Candidate>) {
    if words.noun(&model::lower(scene, t)).is_empty()
        || scene.spot_at(t).is_some_and(|s| s.form == Form::Name)
    {
        return;
    }
    if let Some((source, target)) = parties::of_noun(scene, t)
        && !same(scene, source, target.token)
    {
        out.push(Candidate {
            predicate: t,
            source,
            target,
            rank: 0,
            listed: true,
        });
    }
}

/// "X said it would …": a pronoun without an antecedent is the one who says it.
fn spoken_for(scene: &Scene<'_>, verb: usize, source: usize) -> usize {
    if scene.pos(source) != Pos::Pron || scene.spot_at(source).is_some() {
        return source;
    }
    let mut at = verb;
    for _ in 0..4 {
        let up = scene.head(at);
        if up == at {
            break;
        }
        if scene.dep(at) == Dep::Ccomp
            && let Some(speaker) = scene.child(up, Dep::Nsubj)
            && speaker != source
            && scene.pos(speaker) != Pos::Pron
        {
            return speaker;
        }
        at = up;
    }
    source
}

/// "X put out a report accusing Y": X accuses.
fn author(scene: &Scene<'_>, words: &Words, source: usize) -> usize {
    let verb = scene.head(source);
    let written = scene.dep(source) == Dep::Dobj
        && scene.actors_of(source).is_empty()
        && !words.is_agent(&model::lower(scene, source))
        && parties::is_verb(scene, verb);
    written
        .then(|| parties::source(scene, verb))
        .flatten()
        .unwrap_or(source)
}

/// Whether two phrases stand for one and the same actor: the same words, or a pronoun for them.
/// "Rurian police" and "a Rurian lawyer" are two.
fn same(scene: &Scene<'_>, x: usize, y: usize) -> bool {
    let of = |t: usize| scene.actors_of(t).first().map(|a| a.actor);
    let bare = |t: usize| {
        scene
            .spot_at(t)
            .is_some_and(|s| s.form == Form::Name && s.head == t || scene.pos(t) == Pos::Pron)
    };
    x == y || of(x).is_some() && of(x) == of(y) && (bare(x) || bare(y))
}

/// The cast members of a phrase, and whether they are known by name.
fn party(scene: &mut Scene<'_>, token: usize) -> (Vec<usize>, bool) {
    let found: Vec<usize> = scene.actors_of(token).iter().map(|a| a.actor).collect();
    if !found.is_empty() {
        let named = found.iter().any(|m| !scene.cast[*m].unnamed);
        return (found, named);
    }
    if let Some(t) = parties::hyphened(scene, token)
        && let Some(spot) = scene.spot_at(t)
    {
        return (vec![spot.actor], true);
    }
    (phrase(scene, token).into_iter().collect(), false)
}

/// A party known only by the words of its noun phrase: it joins the cast without a mention.
fn phrase(scene: &mut Scene<'_>, token: usize) -> Option<usize> {
    if scene.pos(token) == Pos::Pron {
        return None;
    }
    let span = parties::words(scene, token);
    let name = scene.parse.span_text(span).to_owned();
    let reference = ActorRef::unlisted(&name);
    if reference.id.as_str().is_empty() {
        return None;
    }
    Some(scene.member(reference, ActorKind::Other, &[]))
}

/// A person acts for its organisation, unless that would make both parties one.
fn apart(
    scene: &mut Scene<'_>,
    candidate: &Candidate,
    source: Vec<usize>,
    target: Vec<usize>,
) -> (Vec<usize>, Vec<usize>) {
    let acting = |scene: &Scene<'_>, members: &[usize]| -> Vec<usize> {
        let mut out: Vec<usize> = Vec::new();
        for m in members {
            let m = scene.acting(*m);
            if !out.contains(&m) {
                out.push(m);
            }
        }
        out
    };
    let (a, b) = (acting(scene, &source), acting(scene, &target));
    if !a.iter().any(|m| b.contains(m)) {
        return (a, b);
    }
    let others: Vec<usize> = b.iter().copied().filter(|m| !a.contains(m)).collect();
    if !others.is_empty() {
        return (a, others);
    }
    if !source.iter().any(|m| target.contains(m)) && !a.iter().any(|m| target.contains(m)) {
        return (a, target);
    }
    let a = phrase(scene, candidate.source).into_iter().collect();
    let b = phrase(scene, candidate.target.token).into_iter().collect();
    (a, b)
}
