//! Where: the place named in the clause of a statement ("met in Doha").

use unravel_language::{Dep, EntityLabel, Pos};

use crate::scene::{Form, Scene};

/// Prepositions of place.
const WHERE: [&str; 9] = [
    "in",
    "at",
    "inside",
    "near",
    "across",
    "outside",
    "within",
    "around",
    "throughout",
];

/// The place of what a predicate says: that of the word itself, else of the verb that carries
/// it, in the words of the text. None where the clause names no place.
pub(crate) fn of(scene: &Scene<'_>, predicate: usize) -> Option<String> {
    let mut t = predicate;
    for _ in 0..4 {
        let near = scene.children(t).chain(
            scene
                .child(t, Dep::Dobj)
                .into_iter()
                .flat_map(|o| scene.children(o)),
        );
        if let Some(place) = near.filter_map(|p| named(scene, p)).next() {
            return Some(place);
        }
        // "held talks in Doha": the phrase hangs on the verb
        let carried = matches!(
            scene.dep(t),
            Dep::Dobj
                | Dep::Nsubjpass
                | Dep::Nsubj
                | Dep::Xcomp
                | Dep::Pobj
                | Dep::Prep
                | Dep::Conj
        );
        let up = scene.head(t);
        if up == t || !carried {
            break;
        }
        t = up;
    }
    None
}

/// The place that a prepositional phrase names, with what it lies in: "Tindouf, Algeria".
fn named(scene: &Scene<'_>, preposition: usize) -> Option<String> {
    let here = scene.dep(preposition) == Dep::Prep && WHERE.contains(&scene.lower(preposition));
    if !here {
        return None;
    }
    let head = scene.child(preposition, Dep::Pobj)?;
    let token = &scene.parse.tokens()[head];
    let place = matches!(
        token.ent,
        Some(EntityLabel::Gpe | EntityLabel::Loc | EntityLabel::Fac)
    ) && token.pos == Pos::Propn;
    if !place || scene.spot_at(head).is_some_and(|s| s.form == Form::Demonym) {
        return None;
    }
    let mut first = head;
    while first > 0
        && scene.parse.tokens()[first - 1].ent == token.ent
        && scene.dep(first - 1) == Dep::Compound
        && scene.head(first - 1) == head
    {
        first -= 1;
    }
    // "Tindouf, Algeria"
    let wider = scene.children(head).find(|c| {
        scene.dep(*c) == Dep::Appos && *c == head + 2 && scene.parse.tokens()[*c].ent.is_some()
    });
    let last = wider.unwrap_or(head);
    Some(scene.parse.text()[scene.bytes(&(first..last + 1))].to_owned())
}
