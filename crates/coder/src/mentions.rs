//! Mentions: names from the registry and the entity recogniser, and noun phrases that stand
//! for an actor ("Turkish officials", "Syrian rebels").

use std::collections::HashMap;
use std::ops::Range;

use unravel_actors::{Form as NameForm, Found, Registry};
use unravel_evidence::{Actor, ActorId, ActorKind, ActorRef};
use unravel_language::{Dep, EntityLabel, KnownName, Parse, Pos, Tag};

use crate::lexicon::Lexicon;
use crate::scene::{Form, Scene, Spot};

/// What the registry finds in a text, but for capitals inside a person's name ("Leila de Lima").
pub(crate) fn find(registry: &Registry, text: &str) -> Vec<Found> {
    let in_name = |f: &Found| {
        let before = &text[..f.start];
        let first = [" de ", " da ", " di ", " del ", " van ", " von "]
            .iter()
            .find_map(|particle| before.strip_suffix(particle))
            .and_then(|rest| rest.rsplit(char::is_whitespace).next());
        f.form == NameForm::Capital
            && first.is_some_and(|word| word.starts_with(char::is_uppercase))
    };
    let mut found = registry.find(text);
    found.retain(|f| !in_name(f));
    found
}

/// Names known before parsing: what the registry finds in a text.
pub(crate) fn known_names(found: &[Found], registry: &Registry) -> Vec<KnownName> {
    let label = |f: &Found| match f.form {
        NameForm::Person | NameForm::Surname => EntityLabel::Person,
        NameForm::Demonym => EntityLabel::Norp,
        NameForm::Capital => EntityLabel::Gpe,
        _ => match f
            .candidates
            .first()
            .and_then(|(id, _)| registry.get(id))
            .map(|a| a.kind)
        {
            Some(ActorKind::Government) => EntityLabel::Gpe,
            Some(ActorKind::Person) => EntityLabel::Person,
            _ => EntityLabel::Org,
        },
    };
    found
        .iter()
        .map(|f| KnownName {
            start: f.start,
            end: f.end,
            label: label(f),
        })
        .collect()
}

/// The tokens that a byte range touches.
fn tokens_of(parse: &Parse, bytes: &Range<usize>) -> Range<usize> {
    let tokens = parse.tokens();
    let first = tokens.partition_point(|t| t.end <= bytes.start);
    let last = tokens.partition_point(|t| t.start < bytes.end);
    first..last.max(first)
}

/// The token of a range that governs the others.
fn head_of(parse: &Parse, tokens: &Range<usize>) -> usize {
    tokens
        .clone()
        .find(|t| !tokens.contains(&parse.tokens()[*t].head))
        .unwrap_or(tokens.start)
}

/// Fills the scene with every mention but the pronouns.
pub(crate) fn gather(
    scene: &mut Scene<'_>,
    found: &[Found],
    registry: &Registry,
    lexicon: &Lexicon,
) {
    from_registry(scene, found, registry, lexicon);
    from_entities(scene);
    surnames(scene);
    crate::descriptions::named(scene);
}

fn from_registry(scene: &mut Scene<'_>, found: &[Found], registry: &Registry, lexicon: &Lexicon) {
    // an ambiguous name is the candidate that the text names unmistakably elsewhere
    let mut certain: HashMap<&ActorId, usize> = HashMap::new();
    for f in found {
        if let [(id, _)] = f.candidates.as_slice() {
            *certain.entry(id).or_default() += 1;
        }
    }
    // the last of each surname who was named in full
    let mut last_named: HashMap<String, usize> = HashMap::new();
    for f in found {
        let best = f
            .candidates
            .iter()
            .map(|(id, prior)| {
                (
                    id,
                    *prior + if certain.contains_key(id) { 0.5 } else { 0.0 },
                )
            })
            .max_by(|x, y| x.1.total_cmp(&y.1));
        let Some(actor) = best.and_then(|(id, _)| registry.get(id)) else {
            continue;
        };
        let bytes = f.start..f.end;
        let tokens = tokens_of(scene.parse, &bytes);
        if tokens.is_empty() {
            continue;
        }
        let after = scene.parse.text()[f.end..]
            .strip_prefix(['-', '–', '‐', '‑'])
            .map(|rest| {
                rest.split(|c: char| !c.is_alphanumeric())
                    .next()
                    .unwrap_or("")
                    .to_lowercase()
            });
        // "the al-Qaeda linked group", but not "X linked to Y"
        let spaced = scene.parse.tokens().get(tokens.end).is_some_and(|next| {
            next.start == f.end + 1
                && lexicon.hyphen(scene.lower(tokens.end)).is_some()
                && !matches!(scene.lower(tokens.end), "pro" | "anti")
                && scene.dep(tokens.end) == Dep::Amod
                && scene.head(tokens.end) > tokens.end
        });
        let before = &scene.parse.text()[..f.start];
        let prefixed = ["pro-", "Pro-", "anti-", "Anti-"]
            .iter()
            .any(|prefix| before.ends_with(prefix));
        // "the Washington Agreement" is signed by others
        let titles = scene
            .parse
            .tokens()
            .get(tokens.end)
            .is_some_and(|next| next.start == f.end + 1 && next.tag == Tag::Nnp)
            && f.form == NameForm::Capital
            && scene.nouns.titled.contains(scene.lower(tokens.end));
        if titles {
            continue;
        }
        let form = match (&after, f.form) {
            _ if spaced || prefixed => Form::Hyphen,
            (Some(word), _) if lexicon.hyphen(word).is_some() => Form::Hyphen,
            (_, NameForm::Demonym) => Form::Demonym,
            _ => Form::Name,
        };
        let head = head_of(scene.parse, &tokens);
        if f.form == NameForm::Surname
            && let Some(first) = another_first_name(scene, &tokens, actor)
        {
            // "Jeb Bush" is not the president of that name
            let bytes = scene.bytes(&(first..tokens.end));
            let reference = ActorRef::unlisted(&scene.parse.text()[bytes.clone()]);
            if !reference.id.as_str().is_empty() {
                let member = scene.member(reference, ActorKind::Person, &[]);
                last_named.insert(scene.parse.token_text(tokens.end - 1).to_owned(), member);
                scene.add_spot(Spot {
                    tokens: first..tokens.end,
                    bytes,
                    head,
                    actor: member,
                    form: Form::Name,
                });
            }
            continue;
        }
        let surname = scene.parse.token_text(tokens.end - 1);
        let member = match last_named.get(surname) {
            // "President Bush" is the office holder all the same
            Some(&member) if f.form == NameForm::Surname && !in_office(scene, &tokens) => member,
            _ => scene.member(ActorRef::from(actor), actor.kind, &actor.aliases),
        };
        if f.form == NameForm::Person {
            let surname = scene.parse.token_text(tokens.end - 1).to_owned();
            last_named.insert(surname, member);
        }
        if let Some((leader, _)) = scene.parse.text()[bytes.clone()].split_once("-led")
            && let Some(leader) = registry
                .find(leader)
                .first()
                .and_then(|f| f.candidates.first())
                .and_then(|(id, _)| registry.get(id))
        {
            let leader = scene.member(ActorRef::from(leader), leader.kind, &leader.aliases);
            scene.led.push((member, leader));
        }
        scene.add_spot(Spot {
            tokens,
            bytes,
            head,
            actor: member,
            form,
        });
    }
}

/// The token of a first name before a surname that is not the first name of `actor`.
fn another_first_name(scene: &Scene<'_>, tokens: &Range<usize>, actor: &Actor) -> Option<usize> {
    let first = tokens.start.checked_sub(1)?;
    let word = scene.parse.token_text(first);
    let is_name = scene.parse.tokens()[first].tag == Tag::Nnp
        && scene.dep(first) == Dep::Compound
        && tokens.contains(&scene.head(first))
        && scene.spot_at(first).is_none()
        && word.len() > 2
        && word.chars().all(|c| c.is_alphabetic() || c == '-')
        && word.chars().any(char::is_lowercase)
        && !scene.nouns.positions.contains(scene.lower(first))
        && !scene.nouns.organs.contains(scene.lower(first))
        && !TITLES.contains(&scene.lower(first));
    let initial = |name: &str| name.chars().next().map(|c| c.to_lowercase().to_string());
    let own = std::iter::once(&actor.name)
        .chain(&actor.aliases)
        .filter(|name| name.contains(' '))
        .any(|name| initial(name) == initial(word));
    (is_name && !own).then_some(first)
}

/// Whether a position stands before a name.
fn in_office(scene: &Scene<'_>, tokens: &Range<usize>) -> bool {
    let before = tokens.start.checked_sub(1).map(|t| scene.lower(t));
    before.is_some_and(|word| scene.nouns.positions.contains(word))
}

/// What may stand before a surname and is no first name.
const TITLES: [&str; 25] = [
    "mr",
    "mrs",
    "ms",
    "dr",
    "sir",
    "lord",
    "lady",
    "dame",
    "gen",
    "col",
    "sen",
    "rep",
    "gov",
    "prof",
    "mullah",
    "maulvi",
    "sayyid",
    "imam",
    "pope",
    "justice",
    "comrade",
    "hajji",
    "candidate",
    "republican",
    "democrat",
];

/// Organisations and persons that the registry does not know.
fn from_entities(scene: &mut Scene<'_>) {
    let entities: Vec<_> = scene.parse.entities().collect();
    for entity in entities {
        let kind = match entity.label {
            EntityLabel::Person => ActorKind::Person,
            EntityLabel::Org | EntityLabel::Loc | EntityLabel::Gpe => ActorKind::Other,
            _ => continue,
        };
        let form = if matches!(entity.label, EntityLabel::Loc | EntityLabel::Gpe) {
            Form::Place
        } else {
            Form::Name
        };
        let mut tokens = entity.tokens.clone();
        // "the Council", "Council's" → "Council"
        while tokens.len() > 1
            && matches!(scene.pos(tokens.start), Pos::Det | Pos::Punct | Pos::Space)
        {
            tokens.start += 1;
        }
        while tokens.len() > 1
            && matches!(
                scene.pos(tokens.end - 1),
                Pos::Part | Pos::Punct | Pos::Space
            )
        {
            tokens.end -= 1;
        }
        // "the Government of" before a known name: an organ, not a name of its own
        if tokens.len() == 2
            && scene.pos(tokens.end - 1) == Pos::Adp
            && scene.nouns.organs.contains(scene.lower(tokens.start))
        {
            continue;
        }
        let bytes = scene.bytes(&tokens);
        let name = scene.parse.text()[bytes.clone()].to_owned();
        // a lone lower-case word or a number is a slip of the recogniser
        if !name.chars().next().is_some_and(char::is_uppercase) || tokens.len() > 8 {
            continue;
        }
        let head = head_of(scene.parse, &tokens);
        if is_office(scene, &tokens, head) {
            continue;
        }
        let reference = ActorRef::unlisted(&name);
        if reference.id.as_str().is_empty() || scene.spot_at(tokens.start).is_some() {
            continue;
        }
        let member = scene.member(reference, kind, &[]);
        if !scene.add_spot(Spot {
            tokens: tokens.clone(),
            bytes,
            head,
            actor: member,
            form,
        }) {
            continue;
        }
        acronym(scene, tokens.end, member);
    }
}

/// "Ruria's Foreign Ministry", "the Rurian Treasury": an organ of its state, not a name of its own.
fn is_office(scene: &Scene<'_>, tokens: &Range<usize>, head: usize) -> bool {
    scene.nouns.organs.contains(scene.lower(tokens.end - 1))
        && scene.children(head).any(|c| {
            !tokens.contains(&c)
                && matches!(
                    scene.dep(c),
                    Dep::Poss | Dep::Compound | Dep::Amod | Dep::Nmod
                )
                && scene
                    .spot_at(c)
                    .is_some_and(|s| scene.cast[s.actor].kind == ActorKind::Government)
        })
}

/// "Association for Peace (AFP)": the acronym is an alias.
fn acronym(scene: &mut Scene<'_>, after: usize, member: usize) {
    let is =
        |t: usize, text: &str| t < scene.parse.tokens().len() && scene.parse.token_text(t) == text;
    if is(after, "(") && is(after + 2, ")") {
        let short = scene.parse.token_text(after + 1).to_owned();
        if short.len() >= 2 && short.chars().all(|c| c.is_uppercase() || c == '-') {
            scene.cast[member].aliases.push(short.clone());
            let again: Vec<usize> = (0..scene.parse.tokens().len())
                .filter(|t| scene.parse.token_text(*t) == short)
                .collect();
            for t in again {
                scene.stand(t, member, Form::Name);
            }
        }
    }
}

/// Later uses of the last name of a person named in full.
fn surnames(scene: &mut Scene<'_>) {
    let mut last_names: HashMap<String, usize> = HashMap::new();
    for spot in &scene.spots {
        if scene.cast[spot.actor].kind == ActorKind::Person && spot.tokens.len() > 1 {
            let last = scene.parse.token_text(spot.tokens.end - 1).to_owned();
            last_names.entry(last).or_insert(spot.actor);
        }
    }
    if last_names.is_empty() {
        return;
    }
    for t in 0..scene.parse.tokens().len() {
        if scene.pos(t) != Pos::Propn {
            continue;
        }
        let Some(&person) = last_names.get(scene.parse.token_text(t)) else {
            continue;
        };
        match scene.spot_at(t) {
            None => {
                scene.stand(t, person, Form::Name);
            }
            // the recogniser saw an organisation of that one word: it is the person
            Some(spot)
                if spot.tokens.len() == 1
                    && spot.actor != person
                    && scene.cast[spot.actor].aliases.is_empty() =>
            {
                scene.reassign(t, person);
            }
            Some(_) => {}
        }
    }
}
