//! Who does it and to whom: the source and the targets of a verb or noun, as tokens.

use unravel_language::{Dep, EntityLabel, Pos, Tag};

use crate::scene::{Form, Scene};

/// How deep a target may lie under its verb.
const DEEPEST: usize = 6;

/// A possible target.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Target {
    pub token: usize,
    /// The preposition it was found by, or the verb.
    pub by: usize,
    pub depth: usize,
}

/// Prepositions of circumstance: what follows them is no party to the act.
fn is_circumstance(word: &str) -> bool {
    matches!(
        word,
        "after"
            | "before"
            | "during"
            | "since"
            | "until"
            | "till"
            | "amid"
            | "amidst"
            | "despite"
            | "because"
            | "following"
            | "like"
            | "unlike"
            | "without"
            | "under"
            | "near"
            | "as"
            | "by"
            | "due"
            | "besides"
            | "except"
            | "via"
            | "through"
            | "ahead"
    )
}

/// The doer of a verb, also across shared subjects; of a passive, the agent.
pub(crate) fn source(scene: &Scene<'_>, verb: usize) -> Option<usize> {
    let mut v = verb;
    for _ in 0..5 {
        if is_passive(scene, v) {
            let agent = scene
                .children(v)
                .find(|c| {
                    scene.dep(*c) == Dep::Agent
                        || scene.dep(*c) == Dep::Prep && scene.parse.token_text(*c) == "by"
                })
                .and_then(|by| scene.child(by, Dep::Pobj));
            if v == verb {
                return agent;
            }
            return scene.child(v, Dep::Nsubjpass).or(agent);
        }
        if let Some(s) = scene.child(v, Dep::Nsubj) {
            let relative = scene.dep(v) == Dep::Relcl
                && matches!(scene.parse.token_text(s), "who" | "which" | "that");
            return Some(if relative { scene.head(v) } else { s });
        }
        let up = scene.head(v);
        match scene.dep(v) {
            Dep::Conj | Dep::Advcl | Dep::Xcomp | Dep::Ccomp if is_verb(scene, up) => v = up,
            Dep::Acl if scene.parse.tokens()[v].tag == Tag::Vbg => return Some(up),
            Dep::Relcl => return Some(up),
            Dep::Pcomp if is_verb(scene, scene.head(up)) => v = scene.head(up),
            _ => return None,
        }
    }
    None
}

/// Where a passive without an agent was done: "were released in Ruria" by Ruria.
pub(crate) fn place(scene: &Scene<'_>, verb: usize) -> Option<usize> {
    if !is_passive(scene, verb) {
        return None;
    }
    let mut queue = Vec::new();
    for c in scene.children(verb) {
        if scene.dep(c) == Dep::Prep && matches!(scene.parse.token_text(c), "in" | "from") {
            preposition(scene, c, 1, &mut queue);
        }
    }
    queue
        .iter()
        .map(|t| t.token)
        .find(|t| scene.spot_at(*t).is_some_and(|s| s.form == Form::Name))
}

pub(crate) fn is_verb(scene: &Scene<'_>, t: usize) -> bool {
    matches!(scene.pos(t), Pos::Verb | Pos::Aux)
}

pub(crate) fn is_passive(scene: &Scene<'_>, t: usize) -> bool {
    scene
        .children(t)
        .any(|c| matches!(scene.dep(c), Dep::Nsubjpass | Dep::Auxpass))
        || scene.parse.tokens()[t].tag == Tag::Vbn
            && matches!(scene.dep(t), Dep::Acl)
            && scene.child(t, Dep::Dobj).is_none()
}

fn is_time(scene: &Scene<'_>, t: usize) -> bool {
    matches!(
        scene.parse.tokens()[t].ent,
        Some(EntityLabel::Date | EntityLabel::Time)
    )
}

/// The targets under a verb, the nearest first: what it is done to, then what its
/// prepositions, clauses and the phrases under them lead to.
pub(crate) fn targets(scene: &Scene<'_>, verb: usize, source: usize) -> Vec<Target> {
    let mut out = Vec::new();
    let mut queue: Vec<Target> = Vec::new();
    let passive = is_passive(scene, verb);
    if passive {
        let patient = scene
            .child(verb, Dep::Nsubjpass)
            .or_else(|| (scene.dep(verb) == Dep::Acl).then(|| scene.head(verb)));
        if let Some(token) = patient {
            out.push(Target {
                token,
                by: verb,
                depth: 1,
            });
        }
    }
    clause(scene, verb, verb, 1, &mut queue);
    let mut next = 0;
    while next < queue.len() && out.len() < 8 {
        let target = queue[next];
        next += 1;
        if target.token == source || target.depth > DEEPEST {
            continue;
        }
        if is_verb(scene, target.token) {
            clause(scene, target.token, target.by, target.depth + 1, &mut queue);
            if let Some(s) = scene.child(target.token, Dep::Nsubj)
                && s != source
            {
                out.push(Target { token: s, ..target });
            }
        } else {
            out.push(target);
            phrase(scene, target, &mut queue);
        }
        // nearer ones first
        queue[next..].sort_by_key(|t| t.depth);
    }
    out
}

fn clause(scene: &Scene<'_>, verb: usize, by: usize, depth: usize, queue: &mut Vec<Target>) {
    for c in scene.children(verb) {
        match scene.dep(c) {
            Dep::Dobj | Dep::Attr | Dep::Oprd => queue.push(Target {
                token: c,
                by,
                depth,
            }),
            Dep::Nsubjpass if by != verb => queue.push(Target {
                token: c,
                by,
                depth,
            }),
            Dep::Dative if scene.pos(c) != Pos::Adp => queue.push(Target {
                token: c,
                by,
                depth,
            }),
            Dep::Prep | Dep::Dative => preposition(scene, c, depth, queue),
            // "found X guilty"
            Dep::Xcomp | Dep::Ccomp
                if !is_verb(scene, c) && scene.child(c, Dep::Nsubj).is_some() =>
            {
                queue.extend(scene.child(c, Dep::Nsubj).map(|token| Target {
                    token,
                    by: verb,
                    depth,
                }));
            }
            Dep::Xcomp | Dep::Ccomp => queue.push(Target {
                token: c,
                by: c,
                depth,
            }),
            Dep::Advcl => queue.push(Target {
                token: c,
                by: c,
                depth: depth + 2,
            }),
            Dep::Acomp => {
                for g in scene.children(c) {
                    match scene.dep(g) {
                        Dep::Prep => preposition(scene, g, depth, queue),
                        Dep::Xcomp => queue.push(Target {
                            token: g,
                            by: g,
                            depth,
                        }),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
}

fn preposition(scene: &Scene<'_>, p: usize, depth: usize, queue: &mut Vec<Target>) {
    let word = scene.lower(p);
    let on_noun = !is_verb(scene, scene.head(p));
    if is_circumstance(word) && !(on_noun && word == "by") {
        return;
    }
    // where it happens is the last to be the one it is done to
    let depth = depth + usize::from(matches!(word, "in" | "at" | "over"));
    for g in scene.children(p) {
        match scene.dep(g) {
            Dep::Pobj if !is_time(scene, g) => queue.push(Target {
                token: g,
                by: p,
                depth,
            }),
            Dep::Pcomp => queue.push(Target {
                token: g,
                by: p,
                depth,
            }),
            Dep::Prep => preposition(scene, g, depth, queue),
            _ => {}
        }
    }
}

fn phrase(scene: &Scene<'_>, target: Target, queue: &mut Vec<Target>) {
    for c in scene.children(target.token) {
        match scene.dep(c) {
            Dep::Prep => preposition(scene, c, target.depth + 1, queue),
            Dep::Acl => queue.push(Target {
                token: c,
                by: target.by,
                depth: target.depth + 2,
            }),
            _ => {}
        }
    }
}

/// The source and target of a noun that names an act: "the Rurian attack on X", "talks between
/// X and Y", "the arrest of Y by X".
pub(crate) fn of_noun(scene: &Scene<'_>, noun: usize) -> Option<(usize, Target)> {
    let by_dep = |dep: Dep| scene.child(noun, dep);
    let object = |words: &[&str]| {
        scene
            .children(noun)
            .filter(|c| matches!(scene.dep(*c), Dep::Prep | Dep::Agent))
            .find(|c| words.contains(&scene.parse.token_text(*c)))
            .and_then(|p| {
                let token = scene
                    .children(p)
                    .find(|g| scene.dep(*g) == Dep::Pobj && !is_time(scene, *g))?;
                Some(Target {
                    token,
                    by: p,
                    depth: 2,
                })
            })
    };
    if let Some(between) = object(&["between", "among"]) {
        let other = scene.child(between.token, Dep::Conj)?;
        return Some((
            between.token,
            Target {
                token: other,
                ..between
            },
        ));
    }
    let owner =
        |dep: Dep| by_dep(dep).filter(|c| scene.spot_at(*c).is_some_and(|s| s.form != Form::Place));
    let source = object(&["by"])
        .map(|t| t.token)
        .or_else(|| by_dep(Dep::Poss))
        .or_else(|| owner(Dep::Amod))
        .or_else(|| owner(Dep::Compound))
        .or_else(|| hyphened(scene, noun))
        .or_else(|| object(&["from"]).map(|t| t.token))?;
    let target = object(&[
        "against", "on", "upon", "to", "with", "for", "toward", "towards", "into",
    ])
    .or_else(|| object(&["of"]))
    .or_else(|| object(&["in", "at"]))
    .filter(|t| t.token != source)?;
    Some((source, target))
}

/// The name before a hyphen in front of a noun: "a Rurian-led strike".
pub(crate) fn hyphened(scene: &Scene<'_>, noun: usize) -> Option<usize> {
    let span = scene.parse.subtree(noun);
    (span.start..noun).find(|t| {
        scene
            .spot_at(*t)
            .is_some_and(|s| s.form == Form::Hyphen && s.head == *t)
    })
}

/// The words of a noun phrase up to its head, without article.
pub(crate) fn words(scene: &Scene<'_>, head: usize) -> std::ops::Range<usize> {
    let mut start = head;
    let mut c = head;
    while c > 0 && head - c < 8 {
        let left = c - 1;
        let belongs = scene.parse.is_ancestor(head, left)
            && !matches!(
                scene.pos(left),
                Pos::Punct | Pos::Space | Pos::Cconj | Pos::Adp
            );
        if !belongs {
            break;
        }
        c = left;
        if scene.pos(left) != Pos::Det {
            start = left;
        } else {
            break;
        }
    }
    start..head + 1
}
