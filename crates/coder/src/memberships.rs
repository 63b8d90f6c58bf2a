//! Memberships: who belongs to what body and who leads it, as the text says. Titles in front of
//! a name ("Rurian president X") are roles (`roles`), not memberships.

use std::collections::HashSet;

use unravel_evidence::{ActorKind, ActorRef, CharIndex, Mention, StatedMembership};
use unravel_language::{Dep, EntityLabel, Pos, Tag};

use crate::scene::{Form, Scene};

/// "including" is looked for within so many tokens after its noun.
const LIST_WITHIN: usize = 6;

/// A member or head with its body, as tokens.
struct Found {
    member: usize,
    body: usize,
    leads: bool,
}

/// Every membership of the document, in the order of the text, each told once.
pub(crate) fn find(scene: &Scene<'_>, chars: &CharIndex) -> Vec<StatedMembership> {
    let mut found = Vec::new();
    for t in 0..scene.parse.tokens().len() {
        match scene.pos(t) {
            Pos::Noun | Pos::Propn => {
                position(scene, t, &mut found);
                listed(scene, t, &mut found);
                own_body(scene, t, &mut found);
            }
            Pos::Verb | Pos::Aux => verb(scene, t, &mut found),
            _ => {}
        }
    }
    let mut told = HashSet::new();
    let mut out = Vec::new();
    for f in found {
        let (Some((member, member_at)), Some((organization, organization_at))) =
            (party(scene, f.member, chars), party(scene, f.body, chars))
        else {
            continue;
        };
        if member.id != organization.id
            && told.insert((member.id.clone(), organization.id.clone(), f.leads))
        {
            out.push(StatedMembership {
                member,
                organization,
                leads: f.leads,
                member_at,
                organization_at,
            });
        }
    }
    out
}

/// The actor at a token, or a phrase that names one, with its place.
fn party(scene: &Scene<'_>, token: usize, chars: &CharIndex) -> Option<(ActorRef, Mention)> {
    let text = scene.parse.text();
    // "Rurian students" are not Ruria
    let people = scene.nouns.members.contains(scene.lemma_lower(token));
    let spot = scene.spot_at(token).filter(|s| {
        let state = scene.cast[s.actor].kind == ActorKind::Government;
        !(people && state && s.form == Form::Description)
    });
    let (reference, bytes) = match spot {
        Some(spot) => (scene.cast[spot.actor].actor.clone(), spot.bytes.clone()),
        None if scene.pos(token) == Pos::Pron => return None,
        None => {
            let start = (token.saturating_sub(6)..=token).find(|i| {
                (*i == token || scene.parse.is_ancestor(token, *i))
                    && !matches!(scene.pos(*i), Pos::Det | Pos::Punct | Pos::Space)
            })?;
            let bytes = scene.bytes(&(start..token + 1));
            (ActorRef::unlisted(&text[bytes.clone()]), bytes)
        }
    };
    (!reference.id.as_str().is_empty()).then(|| {
        let mention = Mention {
            start: chars.char_of(bytes.start),
            end: chars.char_of(bytes.end),
            text: text[bytes].to_owned(),
        };
        (reference, mention)
    })
}

/// Whether a phrase stands for a body that people and groups belong to.
fn is_body(scene: &Scene<'_>, token: usize) -> bool {
    let lemma = scene.lemma_lower(token);
    match scene.spot_at(token) {
        Some(spot) => {
            let person = scene.cast[spot.actor].kind == ActorKind::Person;
            !person && !matches!(spot.form, Form::Place | Form::Hyphen | Form::Demonym)
        }
        None => {
            scene.nouns.bodies.contains(lemma)
                || scene.nouns.group.contains(lemma)
                || scene.parse.tokens()[token].ent == Some(EntityLabel::Org)
        }
    }
}

/// Whether a phrase stands for somebody: a name, a pronoun of one, or a noun for people.
fn is_somebody(scene: &Scene<'_>, token: usize) -> bool {
    let lemma = scene.lemma_lower(token);
    scene.spot_at(token).is_some_and(|s| s.form != Form::Place)
        || scene.nouns.members.contains(lemma)
        || scene.nouns.heads.contains(lemma)
        || scene.nouns.unnamed.contains(lemma)
        || is_body(scene, token)
}

/// "members of the X tribe", "a general in the navy", "Y, leader of the X", "the X's employees".
fn position(scene: &Scene<'_>, t: usize, out: &mut Vec<Found>) {
    let lemma = scene.lemma_lower(t);
    let leads = scene.nouns.heads.contains(lemma);
    let piece = scene.nouns.pieces.contains(lemma);
    let member = piece || scene.nouns.members.contains(lemma);
    if !leads && !member || scene.spot_at(t).is_some_and(|s| s.form == Form::Name) {
        return;
    }
    let prepositions: &[&str] = if leads {
        &["of", "for"]
    } else {
        &["of", "in", "from"]
    };
    let mut bodies: Vec<usize> = prepositions
        .iter()
        .flat_map(|word| scene.prep_objects(t, word))
        .collect();
    bodies.extend(scene.child(t, Dep::Poss));
    // "students and doctors from the X"
    if bodies.is_empty()
        && let Some(next) = scene.child(t, Dep::Conj)
    {
        bodies.extend(scene.prep_objects(next, "of"));
        bodies.extend(scene.prep_objects(next, "from"));
    }
    let holder = holder(scene, t);
    if holder == t && piece || !is_somebody(scene, holder) {
        return;
    }
    for body in bodies {
        let joined: Vec<usize> = scene.joined_to(body).take(8).collect();
        for body in std::iter::once(body).chain(joined) {
            // "members of the clan", but not "students of history"
            if is_body(scene, body) && holder != body {
                out.push(Found {
                    member: holder,
                    body,
                    leads,
                });
            }
        }
    }
}

/// The noun that a verb's subject stands for: a relative pronoun's is the one above it.
fn spoken_of(scene: &Scene<'_>, subject: usize, verb: usize) -> usize {
    let relative =
        scene.dep(verb) == Dep::Relcl && matches!(scene.lower(subject), "who" | "which" | "that");
    if relative { scene.head(verb) } else { subject }
}

/// Who holds a position: the one it stands beside or is said of, else the noun itself.
fn holder(scene: &Scene<'_>, t: usize) -> usize {
    let up = scene.head(t);
    if let Some(name) = scene.named_beside(t) {
        return name;
    }
    let subject = |verb: usize| {
        scene
            .child(verb, Dep::Nsubjpass)
            .or_else(|| scene.child(verb, Dep::Nsubj))
            .map(|subject| spoken_of(scene, subject, verb))
    };
    match scene.dep(t) {
        Dep::Appos => up,
        Dep::Attr => subject(up).unwrap_or(t),
        // "appointed Y the commander of X": the parser may see two objects
        Dep::Dobj => scene
            .children(up)
            .find(|c| {
                *c < t
                    && matches!(scene.dep(*c), Dep::Dobj | Dep::Dative)
                    && scene.pos(*c) != Pos::Adp
            })
            .unwrap_or(t),
        // "was named leader of X", "appointed Y commander of X"
        Dep::Oprd => scene
            .child(up, Dep::Dobj)
            .or_else(|| subject(up))
            .unwrap_or(t),
        // "described as the leader of X", "works as part of X"
        Dep::Pobj if scene.lower(up) == "as" => {
            let verb = scene.head(up);
            match scene.pos(verb) {
                Pos::Verb | Pos::Aux => scene
                    .child(verb, Dep::Dobj)
                    .filter(|o| *o < up && is_somebody(scene, *o))
                    .or_else(|| subject(verb))
                    .unwrap_or(t),
                _ => verb,
            }
        }
        _ => t,
    }
}

/// "X, including Y and Z", "its backers, notably Y".
fn listed(scene: &Scene<'_>, t: usize, out: &mut Vec<Found>) {
    let lemma = scene.lemma_lower(t);
    let several = scene.nouns.bodies.contains(lemma)
        || scene.nouns.unnamed.contains(lemma)
        || scene.nouns.sides.contains(lemma)
        || scene.nouns.partners.contains(lemma);
    let plural = matches!(scene.parse.tokens()[t].tag, Tag::Nns | Tag::Nnps)
        || scene.nouns.bodies.contains(lemma) && !scene.nouns.organs.contains(lemma);
    if !several || !plural {
        return;
    }
    let end = scene.sentence(t).end.min(t + LIST_WITHIN);
    let Some(word) = (t + 1..end).find(|i| {
        matches!(scene.lower(*i), "including" | "notably")
            || scene.lower(*i) == "as" && scene.lower(*i - 1) == "such"
    }) else {
        return;
    };
    let between = t + 1..word;
    let close = between
        .clone()
        .all(|i| matches!(scene.pos(i), Pos::Punct | Pos::Adj | Pos::Space));
    if !close {
        return;
    }
    let first = scene.child(word, Dep::Pobj).or_else(|| {
        (word + 1..(word + 8).min(scene.sentence(t).end))
            .find_map(|i| scene.spot_at(i).map(|s| s.head))
    });
    let Some(first) = first else { return };
    let joined: Vec<usize> = scene.joined_to(first).take(20).collect();
    for member in std::iter::once(first).chain(joined) {
        if is_somebody(scene, member) {
            out.push(Found {
                member,
                body: t,
                leads: false,
            });
        }
    }
}

/// "Prime Minister X and his government": X leads it.
fn own_body(scene: &Scene<'_>, t: usize, out: &mut Vec<Found>) {
    let up = scene.head(t);
    let his = scene
        .child(t, Dep::Poss)
        .is_some_and(|c| matches!(scene.lower(c), "his" | "her"));
    let person = scene
        .spot_at(up)
        .is_some_and(|s| scene.cast[s.actor].kind == ActorKind::Person);
    if scene.dep(t) == Dep::Conj
        && his
        && person
        && scene.nouns.bodies.contains(scene.lemma_lower(t))
    {
        out.push(Found {
            member: up,
            body: t,
            leads: true,
        });
    }
}

/// "X leads Y", "Y was founded by X", "X belongs to Y", "Y has 700 employees".
fn verb(scene: &Scene<'_>, t: usize, out: &mut Vec<Found>) {
    let lemma = scene.lemma_lower(t);
    if lemma == "have" {
        let members = scene.child(t, Dep::Dobj).filter(|o| {
            scene.nouns.members.contains(scene.lemma_lower(*o)) && scene.spot_at(*o).is_none()
        });
        if let (Some(member), Some(body)) = (members, scene.child(t, Dep::Nsubj))
            && (is_body(scene, body) || scene.pos(body) == Pos::Pron)
        {
            out.push(Found {
                member,
                body,
                leads: false,
            });
        }
        return;
    }
    if scene.nouns.heading.contains(lemma) {
        heading(scene, t, out);
    }
    let into = match lemma {
        "belong" => "to",
        "serve" => "in",
        "work" | "fight" => "for",
        _ => return,
    };
    let Some(member) = scene.child(t, Dep::Nsubj) else {
        return;
    };
    for body in scene.prep_objects(t, into) {
        if is_body(scene, body) && is_somebody(scene, member) {
            out.push(Found {
                member,
                body,
                leads: false,
            });
        }
    }
}

/// A verb of leading: active, passive, or a participle beside its noun.
fn heading(scene: &Scene<'_>, t: usize, out: &mut Vec<Found>) {
    let agent = scene
        .children(t)
        .find(|c| {
            scene.dep(*c) == Dep::Agent || scene.dep(*c) == Dep::Prep && scene.lower(*c) == "by"
        })
        .and_then(|by| scene.child(by, Dep::Pobj));
    let (member, body) = match agent {
        Some(agent) => (Some(agent), led(scene, t)),
        None if scene.parse.tokens()[t].tag != Tag::Vbn
            || scene.children(t).any(|c| scene.dep(c) == Dep::Aux) =>
        {
            let subject = scene.child(t, Dep::Nsubj);
            let member = subject.map(|subject| spoken_of(scene, subject, t));
            (member, scene.child(t, Dep::Dobj))
        }
        None => (None, None),
    };
    let (Some(member), Some(body)) = (member, body) else {
        return;
    };
    let member = scene.named_beside(member).unwrap_or(member);
    let pronoun = scene.pos(body) == Pos::Pron && scene.spot_at(body).is_some();
    if is_somebody(scene, member) && (is_body(scene, body) || pronoun) {
        out.push(Found {
            member,
            body,
            leads: true,
        });
    }
}

/// What a passive verb of leading is said of.
fn led(scene: &Scene<'_>, t: usize) -> Option<usize> {
    let mut verb = t;
    for _ in 0..4 {
        if let Some(subject) = scene
            .child(verb, Dep::Nsubjpass)
            .or_else(|| scene.child(verb, Dep::Nsubj).filter(|_| verb != t))
        {
            let relative =
                scene.dep(verb) == Dep::Relcl && matches!(scene.lower(subject), "which" | "that");
            return Some(if relative { scene.head(verb) } else { subject });
        }
        match scene.dep(verb) {
            Dep::Acl => return Some(scene.head(verb)),
            Dep::Conj | Dep::Advcl => verb = scene.head(verb),
            _ => return None,
        }
    }
    None
}
