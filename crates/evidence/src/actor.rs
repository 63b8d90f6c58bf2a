//! Actors, roles and references to them.

use crate::words::vocabulary;
use crate::{ActorId, DateRange, slug};
use serde::{Deserialize, Serialize};

vocabulary! {
    /// What an actor is.
    ActorKind, "actor kind" {
        /// A state or its government.
        Government = "government",
        /// An international (intergovernmental) organisation.
        Igo = "igo",
        /// A political party or movement without arms.
        Party = "party",
        /// An armed group.
        ArmedGroup = "armed group",
        /// A person who acts politically.
        Person = "person",
        /// Courts, media, companies, unnamed sets of people.
        Other = "other",
    }
}

/// Codes of other datasets.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Codes {
    /// ISO 3166-1 alpha-3, for states.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub iso3: Option<String>,
    /// CAMEO actor code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cameo: Option<String>,
}

/// That one actor belongs to another, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Membership {
    /// The whole: an umbrella group, a parent, an organisation.
    #[serde(rename = "in")]
    pub parent: ActorId,
    /// First date; none = unknown or always.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<DateRange>,
    /// Last date; none = still so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<DateRange>,
}

/// A political actor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// Unique id, a slug of the preferred name.
    pub id: ActorId,
    /// Preferred name.
    pub name: String,
    /// What it is.
    pub kind: ActorKind,
    /// Other names and spellings.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Codes of other datasets.
    #[serde(default)]
    pub codes: Codes,
    /// What it belongs to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub memberships: Vec<Membership>,
}

/// A person's dated position in an organisation; what the person does counts for it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Role {
    /// The person.
    pub person: ActorRef,
    /// The position as written, for example "spokesman"; empty = plainly belongs to it.
    pub role: String,
    /// The organisation the person acts for.
    pub organization: ActorRef,
    /// First date, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<DateRange>,
    /// Last date, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<DateRange>,
}

/// A reference to an actor that can be read without the registry.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ActorRef {
    /// The registry's id, or a slug of the name for an actor met only in a text.
    pub id: ActorId,
    /// Preferred name.
    pub name: String,
}

impl ActorRef {
    /// A reference to an actor that no registry holds: its id is the slug of its name.
    pub fn unlisted(name: &str) -> Self {
        Self {
            id: ActorId(slug(name)),
            name: name.to_owned(),
        }
    }
}

impl From<&Actor> for ActorRef {
    fn from(actor: &Actor) -> Self {
        Self {
            id: actor.id.clone(),
            name: actor.name.clone(),
        }
    }
}

impl std::fmt::Display for ActorRef {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&self.name)
    }
}
