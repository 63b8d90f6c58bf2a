//! Mentions: names from the registry and the entity recogniser, and noun phrases that stand
//! for an actor ("Turkish officials", "Syrian rebels").

use std::collections::HashMap;
use std::ops::Range;

use unravel_actors::{Form as NameForm, Found, Registry};
use unravel_evidence::{ActorId, ActorKind, ActorRef};
use unravel_language::{Dep, EntityLabel, KnownName, Parse, Pos};

use crate::lexicon::Lexicon;
use crate::scene::{Form, Scene, Spot};

/// Nouns that act for whoever owns them: "Turkish officials" is Turkey, "Hamas fighters" is Hamas.
const ORGANS: &[&str] = &[
    "government",
    "army",
    "military",
    "force",
    "troop",
    "troops",
    "soldier",
    "police",
    "policeman",
    "official",
    "authority",
    "minister",
    "ministry",
    "leader",
    "leadership",
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "ambassador",
    "envoy",
    "embassy",
    "diplomat",
    "parliament",
    "lawmaker",
    "court",
    "navy",
    "jet",
    "warplane",
    "aircraft",
    "fighter",
    "militant",
    "gunman",
    "commander",
    "regime",
    "delegation",
    "negotiator",
    "administration",
    "agency",
    "cabinet",
    "council",
    "ruler",
    "insurgent",
    "combatant",
    "chief",
    "representative",
    "adviser",
    "advisor",
    "agent",
    "drone",
    "commando",
    "guard",
    "senator",
    "congress",
    "president",
    "premier",
    "chancellor",
    "operative",
    "officer",
    "air force",
    "emir",
    "cadre",
    "monitor",
    "secretary",
    "analyst",
    "investigator",
    "command",
    "junta",
    "mission",
    "consulate",
    "politician",
    "general",
    "warship",
    "airforce",
    "gunmen",
    "personnel",
    "state",
    "republic",
    "people",
    "branch",
    "security",
    "team",
    "report",
    "assessment",
];

/// Nouns for those who oppose or act apart from the state whose adjective they carry.
const APART: &[&str] = &[
    "rebel",
    "insurgent",
    "militant",
    "opposition",
    "separatist",
    "protester",
    "jihadist",
    "guerrilla",
    "militia",
    "dissident",
    "gunman",
    "tribe",
    "extremist",
    "terrorist",
    "secessionist",
    "islamist",
    "mob",
    "mafia",
    "cartel",
    "faction",
    "group",
    "coalition",
    "alliance",
];

/// Nouns that describe a named group by the one it belongs to: "ISIS-K, the ISIS branch".
const PART_OF_GROUP: &[&str] = &[
    "branch",
    "affiliate",
    "wing",
    "arm",
    "offshoot",
    "proxy",
    "ally",
];

/// Nouns for unnamed sets of people who act in politics on their own.
const BARE: &[&str] = &[
    "rebel",
    "insurgent",
    "separatist",
    "protester",
    "jihadist",
    "guerrilla",
    "islamist",
];

/// Nouns for people and bodies that act in politics though the text does not name them.
const UNNAMED: &[&str] = &[
    "militant",
    "rebel",
    "fighter",
    "force",
    "troop",
    "group",
    "faction",
    "militia",
    "gang",
    "cartel",
    "mafia",
    "element",
    "follower",
    "loyalist",
    "expatriate",
    "benefactor",
    "donor",
    "opposition",
    "demonstrator",
    "protester",
    "tribe",
    "clan",
    "party",
    "organization",
    "organisation",
    "movement",
    "coalition",
    "court",
    "police",
    "army",
    "soldier",
    "gunman",
    "attacker",
    "bomber",
    "extremist",
    "terrorist",
    "jihadist",
    "separatist",
    "nationalist",
    "islamist",
    "insurgent",
    "insurgency",
    "rebellion",
    "dissident",
    "exile",
    "guerrilla",
    "paramilitary",
    "vigilante",
    "crew",
    "prison",
    "union",
    "settler",
    "activist",
    "network",
    "country",
    "neighbour",
    "neighbor",
    "state",
    "power",
    "nation",
    "government",
    "regime",
    "captive",
    "hostage",
    "detainee",
    "prisoner",
    "brigade",
    "battalion",
    "trafficker",
    "criminal",
    "smuggler",
];

fn plural_group(scene: &Scene<'_>, t: usize) -> bool {
    matches!(
        scene.lower(t).as_str(),
        "groups"
            | "militias"
            | "factions"
            | "organizations"
            | "organisations"
            | "movements"
            | "parties"
    )
}

/// Marks the nouns that may stand for an unnamed actor.
pub(crate) fn unnamed(scene: &mut Scene<'_>) {
    for t in 0..scene.parse.tokens().len() {
        if scene.spot_at(t).is_some()
            || scene.pos(t) != Pos::Noun
            || scene.dep(t) == Dep::Compound
            || !UNNAMED.contains(&scene.lemma(t).to_lowercase().as_str())
        {
            continue;
        }
        let span = scene.parse.subtree(t);
        let mut start = span.start.max(t.saturating_sub(6));
        while start < t
            && (matches!(
                scene.pos(start),
                Pos::Det | Pos::Punct | Pos::Space | Pos::Adp | Pos::Cconj | Pos::Pron
            ) || scene.head(start) != t && !scene.parse.is_ancestor(t, start))
        {
            start += 1;
        }
        // "PYD and YPG, Kurdish groups …": those just named
        let named = start
            .checked_sub(2)
            .filter(|_| scene.parse.token_text(start - 1) == "," && plural_group(scene, t))
            .and_then(|before| scene.spot_at(before))
            .filter(|s| s.form == Form::Name && scene.cast[s.actor].kind == ActorKind::ArmedGroup)
            .map(|s| s.head);
        if let Some(last) = named {
            let mut all = vec![last];
            while scene.dep(all[all.len() - 1]) == Dep::Conj && all.len() < 8 {
                all.push(scene.head(all[all.len() - 1]));
            }
            let actors: Vec<usize> = all
                .iter()
                .filter_map(|t| scene.spot_at(*t))
                .map(|s| s.actor)
                .collect();
            let bytes = scene.bytes(&(t..t + 1));
            scene.add_spot(Spot {
                tokens: t..t + 1,
                bytes,
                head: t,
                actor: actors[0],
                form: Form::Description,
            });
            for actor in &actors[1..] {
                scene.also(t, *actor);
            }
            continue;
        }
        let bytes = scene.bytes(&(start..t + 1));
        scene.add_latent(t, bytes);
    }
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
    descriptions(scene);
}

fn from_registry(scene: &mut Scene<'_>, found: &[Found], registry: &Registry, lexicon: &Lexicon) {
    // an ambiguous name is the candidate that the text names unmistakably elsewhere
    let mut certain: HashMap<&ActorId, usize> = HashMap::new();
    for f in found {
        if let [(id, _)] = f.candidates.as_slice() {
            *certain.entry(id).or_default() += 1;
        }
    }
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
                && lexicon
                    .hyphen(&scene.parse.token_text(tokens.end).to_lowercase())
                    .is_some()
                && scene.dep(tokens.end) == Dep::Amod
                && scene.head(tokens.end) > tokens.end
        });
        let before = &scene.parse.text()[..f.start];
        let prefixed = ["pro-", "Pro-", "anti-", "Anti-"]
            .iter()
            .any(|prefix| before.ends_with(prefix));
        let form = match (&after, f.form) {
            _ if spaced || prefixed => Form::Hyphen,
            (Some(word), _) if lexicon.hyphen(word).is_some() => Form::Hyphen,
            (_, NameForm::Demonym) => Form::Demonym,
            _ => Form::Name,
        };
        let head = head_of(scene.parse, &tokens);
        let member = scene.member(ActorRef::from(actor), actor.kind, &actor.aliases);
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
        let bytes = scene.bytes(&tokens);
        let name = scene.parse.text()[bytes.clone()].to_owned();
        // a lone lower-case word or a number is a slip of the recogniser
        if !name.chars().next().is_some_and(char::is_uppercase) || tokens.len() > 8 {
            continue;
        }
        let head = head_of(scene.parse, &tokens);
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

/// Takes one token for a name of an actor.
fn name_token(scene: &mut Scene<'_>, t: usize, actor: usize) {
    let bytes = scene.bytes(&(t..t + 1));
    scene.add_spot(Spot {
        tokens: t..t + 1,
        bytes,
        head: t,
        actor,
        form: Form::Name,
    });
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
                name_token(scene, t, member);
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
                name_token(scene, t, person);
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

/// The lemma in lower case; the tagger's names keep their plural ("Pakistani Policemen").
fn singular(scene: &Scene<'_>, t: usize) -> String {
    let lemma = scene.lemma(t).to_lowercase();
    if scene.pos(t) != Pos::Propn {
        return lemma;
    }
    match (lemma.strip_suffix("men"), lemma.strip_suffix('s')) {
        (Some(stem), _) => format!("{stem}man"),
        (None, Some(stem)) if stem.len() > 3 => stem.to_owned(),
        _ => lemma,
    }
}

/// The first token of a noun phrase that a hyphened name opens.
fn hyphened(scene: &Scene<'_>, t: usize) -> Option<usize> {
    (t.saturating_sub(6)..t).find(|i| {
        scene.spot_at(*i).is_some_and(|s| s.form == Form::Hyphen) && scene.parse.is_ancestor(t, *i)
    })
}

/// Noun phrases that stand for the actor who owns them, or for an unnamed one.
fn descriptions(scene: &mut Scene<'_>) {
    for t in 0..scene.parse.tokens().len() {
        if !matches!(scene.pos(t), Pos::Noun | Pos::Propn | Pos::Adj) || scene.spot_at(t).is_some()
        {
            continue;
        }
        let lemma = singular(scene, t);
        let organ = ORGANS.contains(&lemma.as_str());
        let apart = APART.contains(&lemma.as_str());
        if !organ && !apart && !PART_OF_GROUP.contains(&lemma.as_str()) || scene.pos(t) == Pos::Adj
        {
            continue;
        }
        // a title: "Taliban official Jalaluddin Haqqani"
        let titled = scene
            .spot_at(scene.head(t))
            .is_some_and(|s| scene.cast[s.actor].kind == ActorKind::Person);
        if scene.dep(t) == Dep::Compound && titled {
            continue;
        }
        // "al-Shabaab, an al-Qaeda-affiliated group": the group is the one named
        if (apart || PART_OF_GROUP.contains(&lemma.as_str()))
            && scene.dep(t) == Dep::Appos
            && let Some(named) = scene.spot_at(scene.head(t)).map(|s| s.actor)
        {
            let bytes = scene.bytes(&(t..t + 1));
            scene.add_spot(Spot {
                tokens: t..t + 1,
                bytes,
                head: t,
                actor: named,
                form: Form::Description,
            });
            continue;
        }
        if !organ && !apart {
            continue;
        }
        let mut owners = Vec::new();
        scene.owners(t, &mut owners);
        if owners.is_empty() && organ {
            for word in ["in", "within"] {
                let objects: Vec<usize> = scene.prep_objects(t, word).collect();
                for o in objects {
                    if matches!(lemma.as_str(), "authority" | "government" | "regime")
                        && let Some(owner) = scene.actors_of(o).first()
                    {
                        owners.push(crate::scene::Arg {
                            token: o,
                            trust: 0.6,
                            ..*owner
                        });
                    }
                }
            }
        }
        let start = owners
            .iter()
            .map(|o| o.token)
            .filter(|o| *o < t && t - *o < 6)
            .min()
            .unwrap_or(t);
        let tokens = t..t + 1;
        let bytes = scene.bytes(&(start..t + 1));
        let owner_is_state = owners
            .first()
            .is_some_and(|o| scene.cast[o.actor].kind == ActorKind::Government);
        let actor = match owners.first() {
            Some(owner) if !apart || !owner_is_state => {
                if apart && !organ {
                    continue;
                }
                owner.actor
            }
            Some(owner) if apart && owner.token < t => {
                let name = format!(
                    "{} {}",
                    scene.parse.token_text(owner.token),
                    scene.parse.token_text(t)
                );
                scene.member(ActorRef::unlisted(&name), ActorKind::ArmedGroup, &[])
            }
            // "Iran-backed militia groups", "the U.S.-led coalition": known only by this name
            None if apart && hyphened(scene, t).is_some() => {
                let mut from = hyphened(scene, t).unwrap_or(t);
                // "anti-X group"
                if from >= 2
                    && scene.parse.token_text(from - 1) == "-"
                    && matches!(scene.lower(from - 2).as_str(), "pro" | "anti")
                {
                    from -= 2;
                }
                let name = scene.parse.text()[scene.bytes(&(from..t + 1))].to_owned();
                scene.member(ActorRef::unlisted(&name), ActorKind::ArmedGroup, &[])
            }
            None if BARE.contains(&lemma.as_str()) && scene.dep(t) != Dep::Compound => {
                let name = scene.lower(t);
                scene.member(ActorRef::unlisted(&name), ActorKind::ArmedGroup, &[])
            }
            _ => continue,
        };
        scene.add_spot(Spot {
            tokens,
            bytes,
            head: t,
            actor,
            form: Form::Description,
        });
        if !apart {
            for other in owners.iter().skip(1) {
                scene.also(t, other.actor);
            }
        }
    }
}
