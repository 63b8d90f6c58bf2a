//! The slots of a noun or adjective: whose act it is, who gets it, whom it names.

use unravel_language::{Dep, Pos};

use super::verb::{antecedent, is_passive, is_verb, object, subject};
use super::{by_dep, weaker};
use crate::lexicon::Control;
use crate::scene::{Arg, Form, Scene};
use crate::stance::Put;

/// The subject whose act a noun is: only through a verb that carries the noun's act ("launched
/// an attack") and not of one who gets it ("received support") or speaks of it ("criticised").
pub(super) fn acting_subject(scene: &Scene<'_>, t: usize, put: &Put) -> Vec<Arg> {
    // "sent troops in support of X", "is in talks with Y"
    let up = scene.head(t);
    if scene.dep(t) == Dep::Pobj
        && (scene.lower(up) == "at"
            || scene.lower(up) == "in" && scene.children(t).any(|c| scene.dep(c) == Dep::Prep))
        && is_verb(scene, scene.head(up))
    {
        return weaker(noun_subject(scene, t, put, 0), 0.9);
    }
    match put.path.first() {
        Some((_, operator)) if operator.control != Control::Receiver => {
            noun_subject(scene, t, put, 0)
        }
        _ => Vec::new(),
    }
}

/// The subject who gets what a noun says.
pub(crate) fn receiver(scene: &Scene<'_>, t: usize, put: &Put) -> Vec<Arg> {
    match put.path.first() {
        // "X was the target of an attack"
        Some((at, operator))
            if operator.control == Control::Receiver && scene.pos(*at) == Pos::Noun =>
        {
            noun_subject(scene, *at, put, 0)
        }
        Some((_, operator)) if operator.control == Control::Receiver => {
            noun_subject(scene, t, put, 0)
        }
        // "found a haven", "took refuge", "sought help"
        Some((at, _))
            if scene.dep(t) == Dep::Dobj
                && scene.head(t) == *at
                && matches!(scene.lemma(*at), "find" | "take" | "seek") =>
        {
            noun_subject(scene, t, put, 0)
        }
        // "with backing from Y, X …", "X is under pressure from Y"
        // "X, with help from Y, …": the phrase may hang on X itself
        _ if scene.dep(t) == Dep::Pobj
            && scene.lower(scene.head(t)) == "with"
            && scene.spot_at(scene.head(scene.head(t))).is_some() =>
        {
            weaker(scene.actors_of(scene.head(scene.head(t))), 0.85)
        }
        _ if scene.dep(t) == Dep::Pobj
            && matches!(scene.lower(scene.head(t)), "with" | "through" | "under") =>
        {
            weaker(noun_subject(scene, t, put, 0), 0.85)
        }
        _ => Vec::new(),
    }
}

/// The actor of the clause that a noun stands in.
pub(crate) fn noun_subject(scene: &Scene<'_>, t: usize, put: &Put, depth: usize) -> Vec<Arg> {
    if depth > 6 {
        return Vec::new();
    }
    let up = scene.head(t);
    if up == t {
        return Vec::new();
    }
    match scene.dep(t) {
        Dep::Dobj | Dep::Attr | Dep::Oprd | Dep::Dative | Dep::Nsubjpass => {
            subject(scene, up, put, depth + 1)
        }
        Dep::Conj => {
            let mut owners = Vec::new();
            scene.owners(up, &mut owners);
            if owners.is_empty() {
                weaker(noun_subject(scene, up, put, depth + 1), 0.9)
            } else {
                weaker(owners, 0.9)
            }
        }
        Dep::Pobj | Dep::Pcomp => {
            let governor = scene.head(up);
            let controlled = put
                .controllers()
                .any(|(at, control)| at == governor && control == Control::Obj);
            if is_verb(scene, governor) {
                // "warned X against drills": the drills are X's
                let args = if is_passive(scene, governor) || controlled {
                    object(scene, governor)
                } else {
                    subject(scene, governor, put, depth + 1)
                };
                weaker(args, 0.85)
            } else if governor != up && scene.pos(governor) == Pos::Noun {
                let mut owners = Vec::new();
                scene.owners(governor, &mut owners);
                if owners.is_empty() {
                    weaker(noun_subject(scene, governor, put, depth + 1), 0.85)
                } else {
                    weaker(owners, 0.8)
                }
            } else {
                Vec::new()
            }
        }
        _ => Vec::new(),
    }
}

/// The subject of the nearest clause above.
pub(super) fn clause_subject(scene: &Scene<'_>, t: usize) -> Vec<Arg> {
    let mut cur = t;
    for _ in 0..10 {
        let up = scene.head(cur);
        if up == cur {
            return Vec::new();
        }
        cur = up;
        if is_verb(scene, cur)
            && let Some(s) = scene.child(cur, Dep::Nsubj)
        {
            return scene.actors_of(antecedent(scene, s, cur));
        }
    }
    Vec::new()
}

pub(super) fn adjective_subject(scene: &Scene<'_>, t: usize, put: &Put) -> Vec<Arg> {
    let up = scene.head(t);
    match scene.dep(t) {
        Dep::Acomp | Dep::Oprd | Dep::Attr | Dep::Advmod if is_verb(scene, up) => {
            subject(scene, up, put, 0)
        }
        Dep::Conj if scene.pos(up) == Pos::Adj => adjective_subject(scene, up, put),
        Dep::Amod | Dep::Acl => scene.actors_of(up),
        Dep::Advcl | Dep::Ccomp if is_verb(scene, up) => weaker(subject(scene, up, put, 0), 0.8),
        _ => Vec::new(),
    }
}

/// "the dismissive stance of X towards Y": X.
pub(super) fn of_noun(scene: &Scene<'_>, t: usize) -> Vec<Arg> {
    if scene.dep(t) != Dep::Amod {
        return Vec::new();
    }
    let noun = scene.head(t);
    let mut out = by_dep(scene, noun, &[Dep::Poss]);
    for o in scene.prep_objects(noun, "of") {
        out.extend(weaker(scene.actors_of(o), 0.9));
    }
    out
}

/// The actor that a noun names: "Hezbollah, a proxy of Iran", "X is an ally", "its ally Austria".
pub(super) fn itself(scene: &Scene<'_>, t: usize, put: &Put) -> Vec<Arg> {
    let up = scene.head(t);
    // "Y's Rurian branch, the Z Front"
    if let Some(name) = scene.named_beside(t) {
        return scene.actors_of(name);
    }
    match scene.dep(t) {
        Dep::Appos => return scene.actors_of(up).into_iter().take(1).collect(),
        // "considers X its enemy"
        Dep::Oprd if !is_passive(scene, up) && !object(scene, up).is_empty() => {
            return object(scene, up);
        }
        // "is considered a proxy"
        Dep::Oprd if is_passive(scene, up) => return object(scene, up),
        Dep::Attr | Dep::Oprd => return subject(scene, up, put, 0),
        // "its backers are X and Y", "its allies include X"
        Dep::Nsubj if matches!(scene.lemma(up), "be" | "include" | "remain") => {
            let named = scene
                .children(up)
                .find(|c| *c > up && matches!(scene.dep(*c), Dep::Attr | Dep::Dobj));
            return named.map(|n| scene.actors_of(n)).unwrap_or_default();
        }
        // "considers X an arm of Y": the parser may see two objects
        Dep::Dobj => {
            let first = scene.child(up, Dep::Dobj).filter(|o| *o < t);
            return first.map(|o| scene.actors_of(o)).unwrap_or_default();
        }
        Dep::Ccomp if scene.child(t, Dep::Nsubj).is_some() => {
            return scene
                .child(t, Dep::Nsubj)
                .map(|s| scene.actors_of(s))
                .unwrap_or_default();
        }
        // "an ally of X and a rival of Y"
        Dep::Conj if up < t && scene.spot_at(up).is_none() => {
            return weaker(itself(scene, up, put), 0.9);
        }
        Dep::Compound | Dep::Nmod if scene.spot_at(up).is_some() => {
            return scene.actors_of(up).into_iter().take(1).collect();
        }
        Dep::Pobj if scene.lower(up) == "as" => {
            let verb = scene.head(up);
            if is_verb(scene, verb) {
                let object = object(scene, verb);
                return if object.is_empty() {
                    subject(scene, verb, put, 0)
                } else {
                    object
                };
            }
        }
        _ => {}
    }
    if let Some(c) = scene.child(t, Dep::Appos) {
        return scene.actors_of(c);
    }
    // a description that coreference has tied to an actor
    scene
        .spot_at(t)
        .filter(|s| s.form == Form::Pronoun)
        .map(|s| {
            vec![Arg {
                actor: s.actor,
                token: t,
                trust: 0.6,
            }]
        })
        .unwrap_or_default()
}

/// The object or indirect object of the verb that governs a noun: "gave X support".
pub(super) fn governed(scene: &Scene<'_>, t: usize, put: &Put) -> Vec<Arg> {
    // "gave X money and weapons"
    let mut t = t;
    while scene.dep(t) == Dep::Conj && scene.head(t) != t && !is_verb(scene, scene.head(t)) {
        t = scene.head(t);
    }
    let up = scene.head(t);
    let verb = match scene.dep(t) {
        Dep::Dobj => up,
        // "aided X in its campaign": the campaign is not against X
        Dep::Pobj if matches!(scene.lower(up), "in" | "during" | "for" | "over" | "about") => {
            return Vec::new();
        }
        Dep::Pobj => scene.head(up),
        _ => return Vec::new(),
    };
    if !is_verb(scene, verb) {
        return Vec::new();
    }
    // "the leadership is under the protection of X"
    if scene.dep(t) == Dep::Pobj && scene.lower(up) == "under" {
        let under = subject(scene, verb, put, 0);
        if !under.is_empty() {
            return under;
        }
    }
    if put
        .controllers()
        .any(|(at, control)| at == verb && control == Control::Receiver)
    {
        return subject(scene, verb, put, 0);
    }
    let mut out = Vec::new();
    for c in scene.children(verb) {
        if c == t || !matches!(scene.dep(c), Dep::Dobj | Dep::Dative | Dep::Nsubjpass) {
            continue;
        }
        let target = if scene.pos(c) == Pos::Adp {
            scene.child(c, Dep::Pobj)
        } else {
            Some(c)
        };
        if let Some(target) = target {
            out.extend(scene.actors_of(target));
        }
    }
    if out.is_empty() {
        for word in ["to", "on", "against", "with", "for", "from"] {
            for o in scene.prep_objects(verb, word).filter(|o| *o != t) {
                out.extend(weaker(scene.actors_of(o), 0.75));
            }
        }
    }
    out
}
