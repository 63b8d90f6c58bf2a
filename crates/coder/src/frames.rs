//! Frames: the actors in the slots around a predicate.

use unravel_language::{Dep, Pos, Tag};

use crate::lexicon::{Class, Control, Slot};
use crate::scene::{Arg, Form, Scene};
use crate::stance::Put;

/// Acts in which people are killed or caught, whoever owns them does it.
const STRIKES: &[&str] = &[
    "strike",
    "airstrike",
    "attack",
    "raid",
    "operation",
    "ambush",
    "assault",
    "bombing",
    "offensive",
    "shelling",
    "bombardment",
];

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
            Slot::OfObj => of_object(scene, t),
            Slot::Poss => by_dep(scene, t, &[Dep::Poss]),
            Slot::Mod => by_dep(scene, t, &[Dep::Compound, Dep::Amod, Dep::Nmod]),
            Slot::Itself => itself(scene, t, put),
            Slot::Gov => governed(scene, t, put),
            Slot::Topic => weaker(clause_subject(scene, t), 0.5),
            Slot::Governed => of_noun(scene, t),
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

/// Whether a verb is passive here: its subject is the one it is done to.
fn is_passive(scene: &Scene<'_>, t: usize) -> bool {
    scene
        .children(t)
        .any(|c| matches!(scene.dep(c), Dep::Nsubjpass | Dep::Auxpass | Dep::Agent))
        || scene.parse.tokens()[t].tag == Tag::Vbn
            && matches!(scene.dep(t), Dep::Acl | Dep::Amod | Dep::Advcl)
            && scene.child(t, Dep::Dobj).is_none()
            && !scene.children(t).any(|c| scene.dep(c) == Dep::Aux)
}

/// A relative pronoun's antecedent, or the token itself.
fn antecedent(scene: &Scene<'_>, argument: usize, verb: usize) -> usize {
    let relative = matches!(
        scene.lower(argument).as_str(),
        "who" | "which" | "that" | "whom"
    );
    if relative && scene.dep(verb) == Dep::Relcl {
        scene.head(verb)
    } else {
        argument
    }
}

/// The actors of a noun, or of the name it stands beside: "PYD and YPG, groups which fight …".
fn described(scene: &Scene<'_>, noun: usize) -> Vec<Arg> {
    let own = scene.actors_of(noun);
    if own.is_empty() && scene.dep(noun) == Dep::Appos {
        weaker(scene.actors_of(scene.head(noun)), 0.9)
    } else {
        own
    }
}

/// The actors of a noun; failing these, those whose act it is: "launched a strike that killed …".
fn whose_act(scene: &Scene<'_>, noun: usize, put: &Put, depth: usize) -> Vec<Arg> {
    let own = described(scene, noun);
    if own.is_empty() && scene.pos(noun) == Pos::Noun && scene.dep(noun) == Dep::Dobj {
        weaker(noun_subject(scene, noun, put, depth + 1), 0.8)
    } else {
        own
    }
}

/// "the backing by X of Y": the parser may take the noun for a verb.
fn nominal_doer(scene: &Scene<'_>, t: usize) -> Option<usize> {
    (scene.parse.tokens()[t].tag == Tag::Vbg)
        .then(|| scene.prep_objects(t, "by").next())
        .flatten()
}

/// Who does what the verb says.
pub(crate) fn subject(scene: &Scene<'_>, t: usize, put: &Put, depth: usize) -> Vec<Arg> {
    if depth > 8 {
        return Vec::new();
    }
    if is_passive(scene, t) {
        let agent = scene.children(t).find(|c| {
            scene.dep(*c) == Dep::Agent || scene.dep(*c) == Dep::Prep && scene.lower(*c) == "by"
        });
        let doer = agent.and_then(|a| scene.child(a, Dep::Pobj));
        return match doer {
            Some(doer) => scene.actors_of(doer),
            // "backed on the ground by X" may hang the agent lower
            None => scene
                .children(t)
                .flat_map(|c| scene.children(c))
                .find(|c| scene.dep(*c) == Dep::Agent)
                .and_then(|a| scene.child(a, Dep::Pobj))
                // "killed in an Israeli strike"
                .or_else(|| {
                    scene
                        .prep_objects(t, "in")
                        .find(|o| STRIKES.contains(&scene.lemma(*o)))
                })
                .map(|d| weaker(scene.actors_of(d), 0.9))
                .unwrap_or_default(),
        };
    }
    if let Some(s) = scene.child(t, Dep::Nsubj) {
        return whose_act(scene, antecedent(scene, s, t), put, depth);
    }
    if let Some(doer) = nominal_doer(scene, t) {
        return scene.actors_of(doer);
    }
    let up = scene.head(t);
    if up == t {
        return Vec::new();
    }
    match scene.dep(t) {
        Dep::Relcl => whose_act(scene, up, put, depth),
        Dep::Acl => {
            if scene.parse.tokens()[t].tag == Tag::Vbg {
                return whose_act(scene, up, put, depth);
            }
            // "the US government's desire to expel", "a commitment to restrain"
            let mut owners = Vec::new();
            scene.owners(up, &mut owners);
            if owners.is_empty() {
                weaker(noun_subject(scene, up, put, depth + 1), 0.9)
            } else {
                owners
            }
        }
        Dep::Conj if is_verb(scene, up) => {
            if is_passive(scene, up) {
                return scene
                    .child(up, Dep::Nsubjpass)
                    .map(|s| scene.actors_of(antecedent(scene, s, up)))
                    .unwrap_or_default();
            }
            weaker(subject(scene, up, put, depth + 1), 0.95)
        }
        Dep::Xcomp | Dep::Ccomp | Dep::Advcl if is_verb(scene, up) => {
            controlled(scene, up, put, depth)
        }
        Dep::Xcomp if scene.pos(up) == Pos::Adj => {
            let verb = scene.head(up);
            if is_verb(scene, verb) {
                subject(scene, verb, put, depth + 1)
            } else {
                Vec::new()
            }
        }
        Dep::Pcomp => {
            let governor = scene.head(up);
            if is_verb(scene, governor) {
                controlled(scene, governor, put, depth)
            } else {
                let mut owners = Vec::new();
                scene.owners(governor, &mut owners);
                if owners.is_empty() {
                    weaker(noun_subject(scene, governor, put, depth + 1), 0.85)
                } else {
                    owners
                }
            }
        }
        _ => Vec::new(),
    }
}

/// The subject of an embedded clause: the object of "persuade", "accuse"; the subject of others.
fn controlled(scene: &Scene<'_>, governor: usize, put: &Put, depth: usize) -> Vec<Arg> {
    let object_controls = put
        .controllers()
        .any(|(at, control)| at == governor && control == Control::Obj);
    if object_controls {
        let args = object(scene, governor);
        if !args.is_empty() {
            return args;
        }
    }
    if is_passive(scene, governor) {
        return scene
            .child(governor, Dep::Nsubjpass)
            .map(|s| scene.actors_of(antecedent(scene, s, governor)))
            .unwrap_or_default();
    }
    weaker(subject(scene, governor, put, depth + 1), 0.95)
}

fn is_verb(scene: &Scene<'_>, t: usize) -> bool {
    matches!(scene.pos(t), Pos::Verb | Pos::Aux)
}

/// To whom it is done.
pub(crate) fn object(scene: &Scene<'_>, t: usize) -> Vec<Arg> {
    if is_passive(scene, t) {
        if let Some(s) = scene.child(t, Dep::Nsubjpass) {
            return scene.actors_of(antecedent(scene, s, t));
        }
        // "X, backed by Y, is …": the parser may hang the name on the participle
        let beside = scene.children(t).find(|c| {
            *c < t
                && matches!(scene.dep(*c), Dep::Advmod | Dep::Npadvmod | Dep::Nsubj)
                && scene.spot_at(*c).is_some()
        });
        if let Some(beside) = beside {
            return scene.actors_of(beside);
        }
        let up = scene.head(t);
        return match scene.dep(t) {
            Dep::Acl | Dep::Amod => scene.actors_of(up),
            Dep::Advcl | Dep::Conj if is_verb(scene, up) => {
                let subject = scene
                    .child(up, Dep::Nsubj)
                    .or_else(|| scene.child(up, Dep::Nsubjpass));
                subject
                    .map(|s| weaker(scene.actors_of(s), 0.9))
                    .unwrap_or_default()
            }
            _ => Vec::new(),
        };
    }
    if let Some(o) = scene
        .child(t, Dep::Dobj)
        .or_else(|| scene.child(t, Dep::Dative))
    {
        let o = if scene.pos(o) == Pos::Adp {
            scene.child(o, Dep::Pobj).unwrap_or(o)
        } else {
            antecedent(scene, o, t)
        };
        return scene.actors_of(o);
    }
    // "backing by X of Y"
    if let Some(doer) = nominal_doer(scene, t) {
        let done_to = scene
            .prep_objects(t, "of")
            .chain(scene.prep_objects(doer, "of"))
            .next();
        return done_to.map(|o| scene.actors_of(o)).unwrap_or_default();
    }
    // "allowed X to use its territory", "demanded that X leave": X stands with the second verb
    if let Some(infinitive) = scene.children(t).find(|c| {
        scene.dep(*c) == Dep::Ccomp
            && (scene.lemma(t) == "demand"
                || scene
                    .children(*c)
                    .any(|g| scene.dep(g) == Dep::Aux && scene.lower(g) == "to"))
    }) && let Some(s) = scene.child(infinitive, Dep::Nsubj)
    {
        return scene.actors_of(s);
    }
    // "threatened and attacked X": the object stands with the last verb
    if let Some(next) = scene
        .children(t)
        .find(|c| scene.dep(*c) == Dep::Conj && is_verb(scene, *c))
        && let Some(o) = scene.child(next, Dep::Dobj)
        && scene.child(next, Dep::Nsubj).is_none()
    {
        return weaker(scene.actors_of(o), 0.85);
    }
    // "two groups which X has said it will fight"
    let mut chain = vec![t];
    while matches!(scene.dep(chain[chain.len() - 1]), Dep::Xcomp | Dep::Ccomp) && chain.len() < 5 {
        chain.push(scene.head(chain[chain.len() - 1]));
    }
    let top = chain[chain.len() - 1];
    if chain.len() > 1 && scene.dep(top) == Dep::Relcl {
        let gap = chain.iter().any(|v| {
            scene.children(*v).any(|c| {
                matches!(scene.dep(c), Dep::Dobj | Dep::Mark)
                    && matches!(scene.lower(c).as_str(), "which" | "whom" | "who" | "that")
            })
        });
        return if gap {
            weaker(described(scene, scene.head(top)), 0.9)
        } else {
            Vec::new()
        };
    }
    // "whom it attacked"
    if scene.dep(t) == Dep::Relcl
        && scene
            .child(t, Dep::Nsubj)
            .is_some_and(|s| !matches!(scene.lower(s).as_str(), "who" | "which" | "that"))
    {
        let whole = scene
            .children(t)
            .any(|c| matches!(scene.lower(c).as_str(), "whom" | "which" | "who"));
        return if whole {
            weaker(scene.actors_of(scene.head(t)), 0.9)
        } else {
            Vec::new()
        };
    }
    Vec::new()
}

fn of_object(scene: &Scene<'_>, t: usize) -> Vec<Arg> {
    let Some(o) = scene.child(t, Dep::Dobj) else {
        return Vec::new();
    };
    let mut out = by_dep(scene, o, &[Dep::Poss, Dep::Compound, Dep::Amod]);
    for p in scene.prep_objects(o, "of") {
        out.extend(weaker(scene.actors_of(p), 0.9));
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
                    Dep::Dobj | Dep::Nsubjpass | Dep::Acomp | Dep::Prep
                )
            }) {
                let inner: Vec<usize> = match scene.dep(c) {
                    // "in support for X", "at odds with X"
                    Dep::Prep => scene
                        .children(c)
                        .filter(|g| scene.dep(*g) == Dep::Pobj)
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
            {
                for o in scene.prep_objects(verb, word) {
                    out.extend(weaker(scene.actors_of(o), 0.85));
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
                Dep::Pobj if matches!(scene.pos(scene.head(up)), Pos::Noun) => Some(scene.head(up)),
                // "imposed sanctions on X": the phrase hangs on the verb
                Dep::Dobj | Dep::Nsubjpass | Dep::Amod | Dep::Attr | Dep::Acomp
                    if word != "by" && word != "of" =>
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
                let found = if class == Class::Verb {
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

/// The subject whose act a noun is: only through a verb that carries the noun's act ("launched
/// an attack") and not of one who gets it ("received support") or speaks of it ("criticised").
fn acting_subject(scene: &Scene<'_>, t: usize, put: &Put) -> Vec<Arg> {
    // "sent troops in support of X", "is in talks with Y"
    let up = scene.head(t);
    if scene.dep(t) == Dep::Pobj
        && matches!(scene.lower(up).as_str(), "in" | "at")
        && scene.children(t).any(|c| scene.dep(c) == Dep::Prep)
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
        // "with backing from Y, X …", "X is under pressure from Y"
        _ if scene.dep(t) == Dep::Pobj
            && matches!(
                scene.lower(scene.head(t)).as_str(),
                "with" | "through" | "under" | "in"
            ) =>
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
            if is_verb(scene, governor) {
                let args = if is_passive(scene, governor) {
                    scene
                        .child(governor, Dep::Nsubjpass)
                        .map(|s| scene.actors_of(s))
                        .unwrap_or_default()
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
fn clause_subject(scene: &Scene<'_>, t: usize) -> Vec<Arg> {
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

fn adjective_subject(scene: &Scene<'_>, t: usize, put: &Put) -> Vec<Arg> {
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
fn of_noun(scene: &Scene<'_>, t: usize) -> Vec<Arg> {
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
fn itself(scene: &Scene<'_>, t: usize, put: &Put) -> Vec<Arg> {
    let up = scene.head(t);
    match scene.dep(t) {
        Dep::Appos => return scene.actors_of(up).into_iter().take(1).collect(),
        Dep::Attr | Dep::Oprd => return subject(scene, up, put, 0),
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
fn governed(scene: &Scene<'_>, t: usize, put: &Put) -> Vec<Arg> {
    // "gave X money and weapons"
    let mut t = t;
    while scene.dep(t) == Dep::Conj && scene.head(t) != t && !is_verb(scene, scene.head(t)) {
        t = scene.head(t);
    }
    let up = scene.head(t);
    let verb = match scene.dep(t) {
        Dep::Dobj => up,
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
