//! "we", "our", "I", "the administration": the source of the words around, or who publishes the text in its own name.

use unravel_actors::{Form as NameForm, Found, Registry};
use unravel_evidence::{ActorKind, ActorRef};
use unravel_language::{Dep, Pos};

use crate::attribution::{Sayings, quotes};
use crate::scene::{Form, Scene};

/// Adds a spot for every pronoun of the first person whose speaker is known.
///
/// Within the words of another it is their source; outside quotations the publisher, if
/// `publisher` names a body that speaks for itself.
pub(crate) fn resolve(
    scene: &mut Scene<'_>,
    said: &Sayings,
    registry: &Registry,
    publisher: Option<&str>,
) {
    scene.publisher = publisher.and_then(|name| speaks_for_itself(scene, registry, name));
    let pronouns: Vec<usize> = (0..scene.parse.tokens().len())
        .filter(|t| scene.spot_at(*t).is_none() && (is(scene, *t) || is_own_ruler(scene, *t)))
        .collect();
    if pronouns.is_empty() {
        return;
    }
    let quotations = quotes::find(scene);
    let mut found = Vec::new();
    for t in pronouns {
        if !is(scene, t) && quotes::around(&quotations, t).is_some() {
            continue;
        }
        let actor = match said.around(t) {
            Some(said) => scene.actors_of(said.speaker).first().map(|a| a.actor),
            None if quotes::around(&quotations, t).is_some() => None,
            None => scene.publisher,
        };
        found.extend(actor.map(|actor| (t, actor)));
    }
    for (t, actor) in found {
        scene.stand(t, actor, Form::Pronoun);
    }
}

/// "the administration", in a text that a state publishes.
fn is_own_ruler(scene: &Scene<'_>, t: usize) -> bool {
    let state = scene
        .publisher
        .is_some_and(|p| scene.cast[p].kind == ActorKind::Government);
    state
        && matches!(scene.lemma_lower(t), "administration" | "government")
        && scene
            .child(t, Dep::Det)
            .is_some_and(|d| scene.lower(d) == "the")
        && scene.prep_objects(t, "of").next().is_none()
}

/// Whether a token is a pronoun of the first person.
pub(crate) fn is(scene: &Scene<'_>, t: usize) -> bool {
    // "US" is a country
    scene.pos(t) == Pos::Pron
        && matches!(
            scene.parse.token_text(t),
            "we" | "We"
                | "us"
                | "Us"
                | "our"
                | "Our"
                | "ours"
                | "ourselves"
                | "I"
                | "me"
                | "my"
                | "My"
        )
}

/// The actor that a publisher's name names as a whole, or by one of its offices ("Rurian
/// Ministry of Trade", but not "Ruria Times").
fn speaks_for_itself(scene: &mut Scene<'_>, registry: &Registry, name: &str) -> Option<usize> {
    let found = registry.find(name);
    let whole = |f: &Found| f.end - f.start == name.trim().len() && f.form != NameForm::Demonym;
    let office = name
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| scene.nouns.offices.contains(&word.to_lowercase()));
    let first = found
        .iter()
        .find(|f| whole(f) || office || f.form == NameForm::Organ)?;
    let actor = registry.get(&first.candidates.first()?.0)?;
    matches!(
        actor.kind,
        ActorKind::Government | ActorKind::Igo | ActorKind::ArmedGroup | ActorKind::Party
    )
    .then(|| scene.member(ActorRef::from(actor), actor.kind, &actor.aliases))
}
