//! Who is meant, and which statements are about the tie.

use std::collections::{BTreeMap, HashSet};

use anyhow::bail;
use jiff::civil::Date;
use unravel_actors::{Registry, Resolved};
use unravel_evidence::{Actor, ActorId, ActorKind, ActorRef, Role, Statement};

/// An actor as the user meant it, with everything that counts as part of it.
#[derive(Debug, Clone)]
pub struct Party {
    pub actor: ActorRef,
    pub kind: ActorKind,
    /// Ids of the actor, its parts and its people.
    pub ids: HashSet<ActorId>,
}

/// Resolves a name typed by the user: through the registry, else among `met`, the actors that
/// the documents name.
pub fn party(name: &str, registry: &Registry, met: &[ActorRef], on: Date) -> anyhow::Result<Party> {
    let list = |actors: &[&Actor]| {
        actors
            .iter()
            .map(|a| format!("{} ({})", a.name, a.kind))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let wanted = unravel_evidence::slug(name);
    match registry.resolve(name) {
        Resolved::One(actor) => Ok(from_registry(actor, registry, on)),
        Resolved::Ambiguous(candidates) => {
            bail!(
                "\"{name}\" may mean {}; write the full name",
                list(&candidates)
            )
        }
        Resolved::Unknown { nearest } => {
            if let Some(actor) = met.iter().find(|a| a.id.as_str() == wanted) {
                return Ok(unlisted(actor));
            }
            let hint = if nearest.is_empty() {
                String::new()
            } else {
                format!("; did you mean {}?", list(&nearest))
            };
            bail!(
                "no actor named \"{name}\" in the registry or the documents{hint} An actors file can add it (--actors-file)"
            )
        }
    }
}

/// A known actor with everything that counts as part of it.
pub fn party_of(actor: &ActorRef, registry: &Registry, on: Date) -> Party {
    match registry.get(&actor.id) {
        Some(known) => from_registry(known, registry, on),
        None => unlisted(actor),
    }
}

/// An actor that only documents name: it stands for itself.
fn unlisted(actor: &ActorRef) -> Party {
    Party {
        actor: actor.clone(),
        kind: ActorKind::Other,
        ids: HashSet::from([actor.id.clone()]),
    }
}

fn from_registry(actor: &Actor, registry: &Registry, on: Date) -> Party {
    let ids = registry
        .actors()
        .filter(|other| other.id == actor.id || registry.is_part_of(&other.id, &actor.id, Some(on)))
        .map(|other| other.id.clone())
        .collect();
    Party {
        actor: ActorRef::from(actor),
        kind: actor.kind,
        ids,
    }
}

impl Party {
    /// Adds the people whom the documents name in a role of this actor.
    pub fn with_people<'r>(mut self, roles: impl Iterator<Item = &'r Role>) -> Self {
        for role in roles {
            if self.ids.contains(&role.organization.id) {
                self.ids.insert(role.person.id.clone());
            }
        }
        self
    }
}

/// Whether a statement is about the tie between two parties.
pub fn concerns(statement: &Statement, a: &Party, b: &Party) -> bool {
    let (x, y) = (&statement.a.id, &statement.b.id);
    a.ids.contains(x) && b.ids.contains(y) || a.ids.contains(y) && b.ids.contains(x)
}

/// To whom each speaker belongs: a person to the organisation, a part to the whole.
pub fn affiliations<'s>(
    speakers: impl Iterator<Item = &'s ActorRef>,
    registry: &Registry,
    roles: &[Role],
    on: Date,
) -> BTreeMap<ActorId, String> {
    let mut out = BTreeMap::new();
    for speaker in speakers {
        if out.contains_key(&speaker.id) {
            continue;
        }
        let role = roles
            .iter()
            .find(|r| r.person.id == speaker.id)
            .or_else(|| registry.employer_on(&speaker.id, Some(on)));
        let organisation = role.map(|r| &r.organization);
        let id = organisation.map_or(&speaker.id, |o| &o.id);
        let name = registry
            .parents(id, Some(on))
            .first()
            .map(|p| p.name.clone())
            .or_else(|| organisation.map(|o| o.name.clone()))
            .or_else(|| affiliation_in_words(&speaker.name));
        if let Some(name) = name {
            out.insert(speaker.id.clone(), name);
        }
    }
    out
}

/// "UN monitors", "US officials": the affiliation stands in the words.
fn affiliation_in_words(name: &str) -> Option<String> {
    let registry = Registry::builtin();
    let found = registry.find(name);
    let (id, _) = found.first()?.candidates.first()?;
    registry.get(id).map(|a| a.name.clone())
}
