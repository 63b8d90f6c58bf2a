//! The slots of a verb: who does it, to whom.

use unravel_language::{Dep, Pos, Tag};

use super::noun::noun_subject;
use super::{by_dep, weaker};
use crate::lexicon::Control;
use crate::scene::{Arg, Scene};
use crate::stance::Put;

/// Whether a verb is passive here: its subject is the one it is done to.
pub(super) fn is_passive(scene: &Scene<'_>, t: usize) -> bool {
    scene
        .children(t)
        .any(|c| matches!(scene.dep(c), Dep::Nsubjpass | Dep::Auxpass | Dep::Agent))
        || scene.parse.tokens()[t].tag == Tag::Vbn
            && matches!(scene.dep(t), Dep::Acl | Dep::Amod | Dep::Advcl)
            && !scene.children(t).any(|c| scene.dep(c) == Dep::Aux)
            // "designated a terrorist group by X"
            && scene
                .child(t, Dep::Dobj)
                .is_none_or(|o| scene.prep_objects(o, "by").next().is_some())
}

/// A relative pronoun's antecedent, or the token itself.
pub(super) fn antecedent(scene: &Scene<'_>, argument: usize, verb: usize) -> usize {
    let relative = matches!(scene.lower(argument), "who" | "which" | "that" | "whom");
    // "which X says is backed by Y": the relative clause may lie above
    let mut top = verb;
    for _ in 0..4 {
        if !matches!(scene.dep(top), Dep::Ccomp | Dep::Xcomp) {
            break;
        }
        top = scene.head(top);
    }
    if relative && scene.dep(top) == Dep::Relcl {
        whole_list(scene, scene.head(top), argument)
    } else {
        argument
    }
}

/// "X, Y and Z, which …": after a comma the clause is said of the whole list.
fn whole_list(scene: &Scene<'_>, noun: usize, pronoun: usize) -> usize {
    let comma = pronoun
        .checked_sub(1)
        .is_some_and(|before| scene.parse.token_text(before) == ",");
    let mut first = noun;
    while comma
        && scene.dep(first) == Dep::Conj
        && scene.spot_at(scene.head(first)).is_some()
        && scene.head(first) < first
    {
        first = scene.head(first);
    }
    first
}

/// The first of the verbs that "and" or "but" joins to a verb.
fn first_joined(scene: &Scene<'_>, verb: usize) -> usize {
    let up = |t: &usize| (scene.dep(*t) == Dep::Conj).then(|| scene.head(*t));
    std::iter::successors(Some(verb), up)
        .take(8)
        .last()
        .unwrap_or(verb)
}

/// The actors of a noun, or of the name it stands beside: "PYD and YPG, groups which fight …".
pub(super) fn described(scene: &Scene<'_>, noun: usize) -> Vec<Arg> {
    let own = scene.actors_of(noun);
    if own.is_empty() && scene.dep(noun) == Dep::Appos {
        weaker(scene.actors_of(scene.head(noun)), 0.9)
    } else {
        own
    }
}

/// The actors of a noun; failing these, those whose act it is: "launched a strike that killed …".
pub(super) fn whose_act(scene: &Scene<'_>, noun: usize, put: &Put, depth: usize) -> Vec<Arg> {
    let own = described(scene, noun);
    if own.is_empty() && scene.pos(noun) == Pos::Noun && scene.dep(noun) == Dep::Dobj {
        weaker(noun_subject(scene, noun, put, depth + 1), 0.8)
    } else {
        own
    }
}

/// "the backing by X of Y": the parser may take the noun for a verb.
pub(super) fn nominal_doer(scene: &Scene<'_>, t: usize) -> Option<usize> {
    (scene.parse.tokens()[t].tag == Tag::Vbg)
        .then(|| scene.prep_objects(t, "by").next())
        .flatten()
}

/// The doer of a passive whose "by" hangs on a phrase below it, not on another clause.
fn by_below(scene: &Scene<'_>, verb: usize) -> Option<usize> {
    let is_by = |c: &usize| {
        scene.dep(*c) == Dep::Agent || scene.dep(*c) == Dep::Prep && scene.lower(*c) == "by"
    };
    let mut below: Vec<usize> = scene
        .children(verb)
        .filter(|c| !is_verb(scene, *c) && !matches!(scene.dep(*c), Dep::Nsubjpass | Dep::Nsubj))
        .collect();
    for _ in 0..2 {
        below = below.iter().flat_map(|c| scene.children(*c)).collect();
        if let Some(by) = below.iter().find(|c| is_by(c)) {
            return scene.child(*by, Dep::Pobj);
        }
        below.retain(|c| !is_verb(scene, *c));
    }
    None
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
            // "backed on the ground by X", "listed as a terrorist group by X": the parser may hang
            // the agent lower
            None => by_below(scene, t)
                // "killed in an Israeli strike"
                .or_else(|| {
                    scene
                        .prep_objects(t, "in")
                        .find(|o| scene.nouns.strikes.contains(scene.lemma(*o)))
                })
                .map(|d| weaker(scene.actors_of(d), 0.9))
                .unwrap_or_default(),
        };
    }
    if let Some(s) = scene.child(t, Dep::Nsubj) {
        let mut doers = whose_act(scene, antecedent(scene, s, t), put, depth);
        // "X and Y maintained ties": the parser may make each of them a subject
        if scene.child(s, Dep::Cc).is_some() {
            let others = scene
                .children(t)
                .filter(|c| *c > s && scene.dep(*c) == Dep::Nsubj);
            for other in others.flat_map(|o| scene.actors_of(o)) {
                if doers.iter().all(|d| d.actor != other.actor) {
                    doers.push(other);
                }
            }
        }
        return doers;
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
        // "the groups, which X says have ties to Y": the groups have
        Dep::Ccomp
            if scene.dep(first_joined(scene, up)) == Dep::Relcl
                && scene.child(up, Dep::Nsubj).is_some_and(|s| s < t)
                && (matches!(scene.parse.tokens()[t].tag, Tag::Vbp | Tag::Vbz | Tag::Vbd)
                    || scene.child(t, Dep::Aux).is_some() && !scene.is_infinitive(t)) =>
        {
            described(scene, scene.head(first_joined(scene, up)))
        }
        Dep::Xcomp | Dep::Ccomp | Dep::Advcl if is_verb(scene, up) => {
            controlled(scene, up, put, depth)
        }
        // "X is committed to helping Y"
        Dep::Acomp if is_verb(scene, up) => subject(scene, up, put, depth + 1),
        Dep::Xcomp if scene.pos(up) == Pos::Adj => {
            let verb = scene.head(up);
            if is_verb(scene, verb) {
                subject(scene, verb, put, depth + 1)
            } else {
                Vec::new()
            }
        }
        Dep::Pcomp => {
            let mut governor = scene.head(up);
            // "followed the decision of Y by severing ties": the parser may hang it on the noun
            if scene.lower(up) == "by"
                && scene.dep(governor) == Dep::Dobj
                && is_verb(scene, scene.head(governor))
            {
                governor = scene.head(governor);
            }
            // "punished X for helping Y", "kept X from attacking": X does it
            if matches!(scene.lower(up), "for" | "from")
                && is_verb(scene, governor)
                && !is_passive(scene, governor)
                && scene.child(governor, Dep::Dobj).is_some()
            {
                let done_to = object(scene, governor);
                if !done_to.is_empty() {
                    return done_to;
                }
            }
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
pub(super) fn controlled(scene: &Scene<'_>, governor: usize, put: &Put, depth: usize) -> Vec<Arg> {
    let object_controls = put
        .controllers()
        .any(|(at, control)| at == governor && control == Control::Obj);
    if object_controls {
        let args = object(scene, governor);
        if !args.is_empty() {
            return args;
        }
    }
    // "its soil was used by Y to attack": Y attacks
    let by = scene.child(governor, Dep::Agent).is_some() && scene.lemma(governor) == "use";
    if is_passive(scene, governor) && !by {
        return scene
            .child(governor, Dep::Nsubjpass)
            .map(|s| scene.actors_of(antecedent(scene, s, governor)))
            .unwrap_or_default();
    }
    weaker(subject(scene, governor, put, depth + 1), 0.95)
}

pub(super) fn is_verb(scene: &Scene<'_>, t: usize) -> bool {
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
            // "is believed to be supported": the subject stands above
            Dep::Advcl | Dep::Conj | Dep::Xcomp if is_verb(scene, up) => {
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
            && (matches!(scene.lemma(t), "demand" | "let" | "help") || scene.is_infinitive(*c))
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
                    && matches!(scene.lower(c), "which" | "whom" | "who" | "that")
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
            .is_some_and(|s| !matches!(scene.lower(s), "who" | "which" | "that"))
    {
        let whole = scene
            .children(t)
            .any(|c| matches!(scene.lower(c), "whom" | "which" | "who"));
        return if whole {
            weaker(scene.actors_of(scene.head(t)), 0.9)
        } else {
            Vec::new()
        };
    }
    Vec::new()
}

pub(super) fn of_object(scene: &Scene<'_>, t: usize) -> Vec<Arg> {
    let Some(o) = scene.child(t, Dep::Dobj) else {
        return Vec::new();
    };
    let mut out = by_dep(scene, o, &[Dep::Poss, Dep::Compound, Dep::Amod]);
    for p in scene.prep_objects(o, "of") {
        out.extend(weaker(scene.actors_of(p), 0.9));
    }
    // "the sanctions drafted by X"
    if out.is_empty() {
        let made = scene.children(o).filter(|c| scene.dep(*c) == Dep::Acl);
        let by = made.filter_map(|m| scene.child(m, Dep::Agent));
        for doer in by.filter_map(|b| scene.child(b, Dep::Pobj)) {
            out.extend(weaker(scene.actors_of(doer), 0.85));
        }
    }
    out
}
