//! An actor as written in a file, before the registry is built.

use unravel_evidence::{ActorId, ActorKind, Codes, DateRange, Membership};

/// The field of an entry that a name stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    /// Another name.
    Alias,
    /// A form that counts only where another name of the actor stands in the same text.
    Context,
    /// A place that may stand for the state.
    Capital,
    /// The adjective and the people.
    Demonym,
    /// A part that acts for the whole.
    Organ,
    /// A short name of a person that stands alone.
    KnownAs,
}

/// A name as written.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct DraftName {
    pub text: String,
    pub field: Field,
    /// The chance that the actor is meant, where the name has other bearers or meanings.
    pub prior: Option<f32>,
    pub line: usize,
}

/// A role as written: the organisation is still an id.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct DraftRole {
    pub role: String,
    pub of: ActorId,
    pub since: Option<DateRange>,
    pub until: Option<DateRange>,
    pub line: usize,
}

/// One entry of a file of actors.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Draft {
    pub id: ActorId,
    pub kind: ActorKind,
    pub name: String,
    /// Line of the entry in its file.
    pub line: usize,
    /// Every name but the preferred one.
    pub names: Vec<DraftName>,
    /// None: derived from the name; empty: none.
    pub surname: Option<String>,
    pub codes: Codes,
    pub countries: Vec<String>,
    pub memberships: Vec<(Membership, usize)>,
    pub roles: Vec<DraftRole>,
    /// The entry replaces an older one instead of adding to it.
    pub replace: bool,
}

impl Draft {
    /// An entry with nothing but a name.
    pub(crate) fn new(id: ActorId, kind: ActorKind, name: String, line: usize) -> Self {
        Self {
            id,
            kind,
            name,
            line,
            names: Vec::new(),
            surname: None,
            codes: Codes::default(),
            countries: Vec::new(),
            memberships: Vec::new(),
            roles: Vec::new(),
            replace: false,
        }
    }

    /// Adds what a later entry for the same actor says; its single values win.
    pub(crate) fn absorb(&mut self, other: Draft) {
        if other.replace {
            *self = other;
            return;
        }
        self.kind = other.kind;
        // The key alone ("[party.some-id]") repeats the id and is no new name.
        if other.name != other.id.as_str() {
            self.name = other.name;
        }
        self.names.extend(other.names);
        self.surname = other.surname.or_else(|| self.surname.take());
        self.codes.iso3 = other.codes.iso3.or_else(|| self.codes.iso3.take());
        self.codes.cameo = other.codes.cameo.or_else(|| self.codes.cameo.take());
        self.countries.extend(other.countries);
        self.memberships.extend(other.memberships);
        self.roles.extend(other.roles);
    }
}
