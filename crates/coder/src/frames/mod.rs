//! Frames: the actors in the slots around a predicate.

mod noun;
mod verb;

use unravel_language::{Dep, Pos};

use crate::lexicon::{Class, Slot};
use crate::scene::{Arg, Form, Scene};
use crate::stance::Put;

use noun::{acting_subject, adjective_subject, clause_subject, governed, itself, of_noun};
use verb::{is_passive, is_verb, of_object};

pub(crate) use noun::receiver;
pub(crate) use verb::{object, subject};

/// Weakens candidates found on a longer way.
fn weaker(args: Vec<Arg>, by: f64) -> Vec<Arg> {
    args.into_iter()
        .map(|a| Arg {
            trust: a.trust * by,
            ..a
        })
        .collect()
}

/// The actors in the first of `slots` that holds any other than those in `taken`.
pub(crate) fn fill(
    scene: &Scene<'_>,
    t: usize,
    class: Class,
    slots: &[Slot],
    put: &Put,
    taken: &[Arg],
    speaker: Option<usize>,
) -> Vec<Arg> {
    for slot in slots {
        let mut args = match slot {
            Slot::Subj => match class {
                Class::Verb => subject(scene, t, put, 0),
                Class::Noun => acting_subject(scene, t, put),
                Class::Adj => adjective_subject(scene, t, put),
            },
            Slot::Obj => object(scene, t),
            Slot::Passive if is_passive(scene, t) => object(scene, t),
            Slot::Passive => Vec::new(),
            Slot::OfObj => of_object(scene, t),
            Slot::Poss => by_dep(scene, t, &[Dep::Poss]),
            Slot::Mod => by_dep(scene, t, &[Dep::Compound, Dep::Amod, Dep::Nmod]),
            Slot::Itself => itself(scene, t, put),
            Slot::Noun => scene.actors_of(t),
            Slot::Gov => governed(scene, t, put),
            Slot::Topic => weaker(clause_subject(scene, t), 0.5),
            Slot::Governed => of_noun(scene, t),
            // "said that talks with X were going well", "said that X is an ally"
            Slot::Speaker if class == Class::Noun && !is_of_speaker(scene, t) => Vec::new(),
            // "said that it was not an easy issue"
            Slot::Speaker if class == Class::Adj && !is_of_issue(scene, t) => Vec::new(),
            Slot::Speaker => speaker.map(|s| scene.actors_of(s)).unwrap_or_default(),
            Slot::Nearby => nearby(scene, t),
            Slot::Prep(word) => preposition(scene, t, class, word, 0),
        };
        args.retain(|a| !taken.iter().any(|b| b.actor == a.actor));
        if !args.is_empty() {
            return args;
        }
    }
    Vec::new()
}

/// "its weapons come from X", "most of its weapons are from X": X.
pub(crate) fn comes_from(scene: &Scene<'_>, noun: usize) -> Vec<Arg> {
    let part = scene.dep(noun) == Dep::Pobj && scene.lower(scene.head(noun)) == "of";
    let subject = if part {
        scene.head(scene.head(noun))
    } else {
        noun
    };
    let verb = scene.head(subject);
    if scene.dep(subject) != Dep::Nsubj || !matches!(scene.lemma(verb), "come" | "be" | "originate")
    {
        return Vec::new();
    }
    scene
        .prep_objects(verb, "from")
        .flat_map(|o| scene.actors_of(o))
        .collect()
}

/// "in X, where Y has sanctuary": X.
pub(crate) fn where_it_is(scene: &Scene<'_>, noun: usize) -> Vec<Arg> {
    let verb = scene.head(noun);
    let place = scene.dep(noun) == Dep::Dobj
        && scene.dep(verb) == Dep::Relcl
        && scene.children(verb).any(|c| scene.lower(c) == "where");
    if place {
        weaker(scene.actors_of(scene.head(verb)), 0.85)
    } else {
        Vec::new()
    }
}

/// Whether a noun of dealings is what the speaker's words are about.
fn is_of_speaker(scene: &Scene<'_>, noun: usize) -> bool {
    matches!(scene.dep(noun), Dep::Nsubj | Dep::Nsubjpass | Dep::Attr)
        && scene.dep(scene.head(noun)) == Dep::Ccomp
}

/// Whether an adjective tells what an issue is like.
fn is_of_issue(scene: &Scene<'_>, adjective: usize) -> bool {
    scene.dep(adjective) == Dep::Amod
        && matches!(
            scene.lemma(scene.head(adjective)),
            "issue" | "question" | "matter" | "problem"
        )
}

/// The actor named last before a word in its sentence.
fn nearby(scene: &Scene<'_>, t: usize) -> Vec<Arg> {
    let sentence = scene.sentence(t);
    (sentence.start..t)
        .rev()
        .filter_map(|i| scene.spot_at(i))
        .find(|s| matches!(s.form, Form::Name | Form::Description))
        .map(|s| {
            vec![Arg {
                actor: s.actor,
                token: s.head,
                trust: 0.7,
            }]
        })
        .unwrap_or_default()
}

fn by_dep(scene: &Scene<'_>, t: usize, deps: &[Dep]) -> Vec<Arg> {
    let mut out = Vec::new();
    for c in scene.children(t).filter(|c| deps.contains(&scene.dep(*c))) {
        if scene.spot_at(c).is_some_and(|s| s.form == Form::Hyphen) {
            continue;
        }
        for arg in scene.actors_of(c) {
            if !out.iter().any(|a: &Arg| a.actor == arg.actor) {
                out.push(arg);
            }
        }
    }
    out
}

/// The objects of a preposition of the predicate, its object, or the word it hangs on.
fn preposition(scene: &Scene<'_>, t: usize, class: Class, word: &str, depth: usize) -> Vec<Arg> {
    let mut out: Vec<Arg> = Vec::new();
    let mut take = |args: Vec<Arg>| {
        for arg in args {
            if !out.iter().any(|a| a.actor == arg.actor) {
                out.push(arg);
            }
        }
    };
    if word == "between" {
        let named = listed(scene, t);
        if !named.is_empty() {
            return named;
        }
    }
    for o in scene.prep_objects(t, word) {
        if let Some(place) = scene
            .spot_at(o)
            .filter(|s| word == "in" && s.form == Form::Place)
        {
            take(vec![Arg {
                actor: place.actor,
                token: o,
                trust: 0.6,
            }]);
        }
        take(scene.actors_of(o));
    }
    if word == "between" {
        for p in scene
            .children(t)
            .filter(|c| scene.dep(*c) == Dep::Prep && scene.lower(*c) == "between")
        {
            take(both_sides(scene, p));
        }
    }
    if !out.is_empty() || depth > 3 {
        return out;
    }
    match class {
        Class::Verb => {
            for c in scene.children(t).filter(|c| {
                matches!(
                    scene.dep(*c),
                    Dep::Dobj | Dep::Nsubjpass | Dep::Acomp | Dep::Prep | Dep::Advmod
                )
            }) {
                let inner: Vec<usize> = match scene.dep(c) {
                    // "in support for X", "at odds with X"
                    Dep::Prep => scene
                        .children(c)
                        .filter(|g| {
                            scene.dep(*g) == Dep::Pobj && scene.child(*g, Dep::Det).is_none()
                        })
                        .collect(),
                    _ => vec![c],
                };
                for i in inner {
                    for o in scene.prep_objects(i, word) {
                        for arg in weaker(scene.actors_of(o), 0.85) {
                            if !out.iter().any(|a| a.actor == arg.actor) {
                                out.push(arg);
                            }
                        }
                    }
                }
            }
        }
        Class::Noun | Class::Adj => {
            // "sanctions imposed on X", "the aid that was given to Y"
            for verb in scene
                .children(t)
                .filter(|c| matches!(scene.dep(*c), Dep::Acl | Dep::Relcl) && is_passive(scene, *c))
                // "a deal brokered with Rurian help": no party to it
                .filter(|c| word != "with" || !matches!(scene.lemma(*c), "broker" | "mediate"))
            {
                for o in scene.prep_objects(verb, word) {
                    out.extend(weaker(scene.actors_of(o), 0.85));
                }
            }
            // "a supplier of arms to X"
            if out.is_empty() && word == "to" {
                for inner in scene.prep_objects(t, "of") {
                    for o in scene.prep_objects(inner, word) {
                        out.extend(weaker(scene.actors_of(o), 0.85));
                    }
                }
            }
            // "a haven and source of support for X"
            if out.is_empty() && word != "of" && word != "by" {
                for next in scene
                    .children(t)
                    .filter(|c| scene.dep(*c) == Dep::Conj && scene.pos(*c) == Pos::Noun)
                {
                    for o in scene.prep_objects(next, word) {
                        out.extend(weaker(scene.actors_of(o), 0.85));
                    }
                    for inner in scene.prep_objects(next, "of") {
                        for o in scene.prep_objects(inner, word) {
                            out.extend(weaker(scene.actors_of(o), 0.8));
                        }
                    }
                }
            }
            if !out.is_empty() {
                return out;
            }
            let up = scene.head(t);
            let shared = match scene.dep(t) {
                // "signs of alignment, as well as collaboration, between X and Y"
                Dep::Conj => Some(up),
                Dep::Pobj
                    if matches!(scene.pos(scene.head(up)), Pos::Noun)
                        && scene.lower(up) != word =>
                {
                    Some(scene.head(up))
                }
                // "imposed sanctions on X": the phrase hangs on the verb
                Dep::Dobj | Dep::Nsubjpass | Dep::Amod | Dep::Attr | Dep::Acomp
                    if word != "of" && (word != "by" || is_active(scene, up)) =>
                {
                    Some(up)
                }
                // "tensions have risen between X and Y"
                Dep::Nsubj if word == "between" => Some(up),
                _ => None,
            };
            if let Some(up) = shared
                && up != t
            {
                let class = if is_verb(scene, up) {
                    Class::Verb
                } else {
                    Class::Noun
                };
                let between = |p: &usize| {
                    word == "between" && scene.dep(*p) == Dep::Prep && scene.lower(*p) == "between"
                };
                let found = if let Some(p) = scene.children(up).find(between) {
                    both_sides(scene, p)
                } else if class == Class::Verb {
                    scene
                        .prep_objects(up, word)
                        .flat_map(|o| scene.actors_of(o))
                        .collect()
                } else {
                    preposition(scene, up, class, word, depth + 1)
                };
                return weaker(found, 0.85);
            }
        }
    }
    out
}

/// Whether a verb has a subject of its own: "by" after it belongs to its object ("has seen attacks
/// by X").
fn is_active(scene: &Scene<'_>, verb: usize) -> bool {
    let mut deps = scene.children(verb).map(|c| scene.dep(c));
    scene.child(verb, Dep::Nsubj).is_some()
        && !deps.any(|d| matches!(d, Dep::Nsubjpass | Dep::Auxpass))
}

/// "ties between all of these groups: X, Y and Z": the names after the colon.
fn listed(scene: &Scene<'_>, noun: usize) -> Vec<Arg> {
    let unnamed = |p: &usize| {
        let between = scene.dep(*p) == Dep::Prep && scene.lower(*p) == "between";
        let sides = scene.child(*p, Dep::Pobj).map(|o| scene.actors_of(o));
        between
            && sides.is_some_and(|s| s.is_empty() || s.iter().any(|s| scene.cast[s.actor].unnamed))
    };
    let Some(between) = scene.children(noun).find(unnamed) else {
        return Vec::new();
    };
    let end = scene.sentence(between).end;
    let near = (between + 12).min(end);
    let Some(colon) = (between..near).find(|t| scene.parse.token_text(*t) == ":") else {
        return Vec::new();
    };
    let mut out: Vec<Arg> = Vec::new();
    for spot in (colon..end).filter_map(|t| scene.spot_at(t).filter(|s| s.head == t)) {
        if spot.form == Form::Name && out.iter().all(|a| a.actor != spot.actor) && out.len() < 8 {
            out.push(Arg {
                actor: spot.actor,
                token: spot.head,
                trust: 0.7,
            });
        }
    }
    out
}

/// "between X … and Y": the parser may hang Y anywhere inside X, so fall back on the words.
fn both_sides(scene: &Scene<'_>, between: usize) -> Vec<Arg> {
    let Some(first) = scene.child(between, Dep::Pobj) else {
        return Vec::new();
    };
    let mut sides = scene.actors_of(first);
    if sides.len() >= 2 {
        return sides;
    }
    let sentence = scene.sentence(between);
    let span = scene.parse.subtree(between);
    let end = (span.end + 12).min(sentence.end);
    let Some(and) = (first + 1..end).rev().find(|t| scene.lower(*t) == "and") else {
        return sides;
    };
    let second = (and + 1..end).find_map(|t| scene.spot_at(t));
    if let Some(spot) = second
        && !sides.iter().any(|s| s.actor == spot.actor)
    {
        sides.push(Arg {
            actor: spot.actor,
            token: spot.head,
            trust: 0.8,
        });
    }
    sides
}
