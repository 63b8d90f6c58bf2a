//! Roles: which person acts for which organisation.

use jiff::civil::Date;
use unravel_actors::Registry;
use unravel_evidence::{ActorKind, Role};
use unravel_language::{Dep, Pos};

use crate::scene::{Form, Scene};

/// Sets `acts_for` of persons and returns the roles that the text gives.
pub(crate) fn assign(
    scene: &mut Scene<'_>,
    registry: &Registry,
    published: Option<Date>,
) -> Vec<Role> {
    let mut roles: Vec<Role> = Vec::new();
    for i in 0..scene.spots.len() {
        let spot = &scene.spots[i];
        let person = spot.actor;
        if spot.form != Form::Name
            || scene.cast[person].kind != ActorKind::Person
            || scene.cast[person].acts_for.is_some()
        {
            continue;
        }
        let found = before_name(scene, i)
            .or_else(|| in_apposition(scene, i))
            .or_else(|| as_predicate(scene, i));
        if let Some((position, organisation)) = found
            && organisation != person
        {
            scene.cast[person].acts_for = Some(organisation);
            roles.push(Role {
                person: scene.cast[person].actor.clone(),
                role: position,
                organization: scene.cast[organisation].actor.clone(),
                since: None,
                until: None,
            });
        }
    }
    // public office holders act for their office wherever the text does not say otherwise
    for person in 0..scene.cast.len() {
        if scene.cast[person].kind != ActorKind::Person || scene.cast[person].acts_for.is_some() {
            continue;
        }
        let id = scene.cast[person].actor.id.clone();
        // an office not yet held on the day of publication is none
        let held_by_then = |role: &&Role| match (published, role.since) {
            (Some(day), Some(since)) => since.start() <= day,
            _ => true,
        };
        let held = registry
            .employer_on(&id, published)
            .or_else(|| registry.roles_of(&id).iter().rfind(held_by_then));
        let Some(role) = held.cloned() else { continue };
        let Some(actor) = registry.get(&role.organization.id) else {
            continue;
        };
        let organisation = scene.member(role.organization.clone(), actor.kind, &actor.aliases);
        scene.cast[person].acts_for = Some(organisation);
        roles.push(role);
    }
    roles
}

fn is_position(scene: &Scene<'_>, t: usize) -> bool {
    let positions = &scene.nouns.positions;
    positions.contains(scene.lemma_lower(t)) || positions.contains(scene.lower(t))
}

/// "Taliban official Jalaluddin Haqqani", "Turkish deputy prime minister Numan Kurtulmuş",
/// "Iraq's President Saleh", "CNN's Hadas Gold".
fn before_name(scene: &Scene<'_>, spot: usize) -> Option<(String, usize)> {
    let start = scene.spots[spot].tokens.start;
    let mut t = start;
    let mut position_tokens = start..start;
    while let Some(left) = t.checked_sub(1).filter(|l| start - l < 9) {
        if let Some(other) = scene.spot_at(left)
            && other.form != Form::Description
            && other.form != Form::Pronoun
        {
            let possessive = position_tokens.is_empty() && scene.lower(t) != scene.lower(start);
            let owner = scene.cast[other.actor].kind;
            let named = !position_tokens.is_empty() || possessive;
            return (owner != ActorKind::Person && named).then(|| {
                let bytes = scene.bytes(&position_tokens);
                (scene.parse.text()[bytes].to_owned(), other.actor)
            });
        }
        let lower = scene.lower(left);
        if is_position(scene, left) || matches!(lower, "-" | "deputy" | "acting") {
            position_tokens = left..start;
        } else if !matches!(lower, "'s" | "’s" | "'" | "’") {
            return None;
        }
        t = left;
    }
    None
}

/// "Mullah Omar, leader of the Taliban", "Haqqani, the Taliban's minister", "President X of Y".
fn in_apposition(scene: &Scene<'_>, spot: usize) -> Option<(String, usize)> {
    let head = scene.spots[spot].head;
    for c in scene.children(head) {
        if scene.dep(c) == Dep::Appos && is_position(scene, c) {
            return owner_of(scene, c);
        }
    }
    // the name in apposition to the position: "the group's leader, X"; "Taliban leaders, including X"
    if scene.dep(head) == Dep::Appos && is_position(scene, scene.head(head)) {
        return owner_of(scene, scene.head(head));
    }
    if scene.dep(head) == Dep::Pobj {
        let preposition = scene.head(head);
        let above = scene.head(preposition);
        if matches!(scene.lower(preposition), "including" | "like") && is_position(scene, above) {
            return owner_of(scene, above);
        }
    }
    // "Presidents Nicolás Maduro of Venezuela": a title on the left and "of" on the right
    // "X, of the Y group"
    let group_of = scene
        .prep_objects(head, "of")
        .find_map(|o| scene.spot_at(o))
        .filter(|o| scene.is_group(o.actor));
    if let Some(group) = group_of {
        return Some((String::from("member"), group.actor));
    }
    let titled = scene.spots[spot]
        .tokens
        .start
        .checked_sub(1)
        .is_some_and(|l| is_position(scene, l));
    if titled || scene.children(head).any(|c| is_position(scene, c)) {
        let of = scene
            .prep_objects(head, "of")
            .find_map(|o| scene.spot_at(o));
        if let Some(owner) = of.filter(|o| scene.cast[o.actor].kind != ActorKind::Person) {
            return Some((String::from("leader"), owner.actor));
        }
    }
    None
}

/// "Khalil operates as an al-Qaeda facilitator", "X is the leader of Y".
fn as_predicate(scene: &Scene<'_>, spot: usize) -> Option<(String, usize)> {
    let head = scene.spots[spot].head;
    if scene.dep(head) != Dep::Nsubj {
        return None;
    }
    let verb = scene.head(head);
    let attribute = scene
        .children(verb)
        .find(|c| scene.dep(*c) == Dep::Attr)
        .or_else(|| scene.prep_objects(verb, "as").next())?;
    if is_position(scene, attribute) {
        owner_of(scene, attribute)
    } else {
        None
    }
}

/// The organisation of a position, with the position as written.
fn owner_of(scene: &Scene<'_>, position: usize) -> Option<(String, usize)> {
    // a description already stands for its owner
    let owner = match scene.spot_at(position) {
        Some(spot) => Some(spot.actor),
        None => {
            let mut owners = Vec::new();
            scene.owners(position, &mut owners);
            owners.first().map(|o| o.actor)
        }
    }?;
    (scene.cast[owner].kind != ActorKind::Person).then(|| (scene.lower(position).to_owned(), owner))
}

/// Whether a token is a noun for a position held.
pub(crate) fn is_person_noun(scene: &Scene<'_>, t: usize) -> bool {
    scene.pos(t) == Pos::Noun && is_position(scene, t)
}
