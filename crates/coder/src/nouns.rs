//! Nouns that stand for an actor, or lead to one (`data/nouns.toml`).

use std::collections::HashSet;

use serde::Deserialize;

/// Lists of lemmas in lower case; what each is for is said in the data file.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Nouns {
    /// Act for whoever owns them: "Turkish officials" is Turkey, "Hamas fighters" is Hamas.
    pub organs: HashSet<String>,
    /// Oppose or act apart from the state whose adjective they carry: "Syrian rebels".
    pub apart: HashSet<String>,
    /// Name people who act in politics on their own, wherever they stand.
    pub bare: HashSet<String>,
    /// People and bodies that act though the text does not name them; told only where tied.
    pub unnamed: HashSet<String>,
    /// Describe a named group by the one it belongs to: "ISIS-K, the ISIS branch".
    pub part_of_group: HashSet<String>,
    /// Positions a person holds in an organisation, and the words before them.
    pub positions: HashSet<String>,
    /// "the group" is the armed group or party spoken of.
    pub group: HashSet<String>,
    /// "the militants" are the armed group spoken of.
    pub fighters: HashSet<String>,
    /// "the country" is the state spoken of.
    pub country: HashSet<String>,
    /// "the regime" is the state spoken of.
    pub rulers: HashSet<String>,
    /// "the two sides", "both countries" are the last two spoken of.
    pub sides: HashSet<String>,
    /// A part or number of something: what is done to the part is done to the whole.
    pub parts: HashSet<String>,
    /// Belong to the state in which they stand: "an army base in Ruria".
    pub sites: HashSet<String>,
    /// Acts in which people are killed or caught: "killed in a Rurian strike".
    pub strikes: HashSet<String>,
    /// Whom a state sends home in anger.
    pub diplomats: HashSet<String>,
    /// What one keeps or breaks.
    pub promises: HashSet<String>,
    /// Bodies that people and groups belong to: "tribe", "ministry".
    pub bodies: HashSet<String>,
    /// People who belong to a body: "member", "employee".
    pub members: HashSet<String>,
    /// Parts of a body: "wing", "unit".
    pub pieces: HashSet<String>,
    /// Those who lead a body: "leader", "founder".
    pub heads: HashSet<String>,
    /// Verbs of leading a body: "found", "run".
    pub heading: HashSet<String>,
    /// Those on one's side: "backer".
    pub partners: HashSet<String>,
    /// Stand over against another: "its Rurian counterpart" is Ruria's.
    pub counterparts: HashSet<String>,
    /// What one calls an enemy.
    pub foes: HashSet<String>,
    /// What one follows or obeys.
    pub orders: HashSet<String>,
    /// After the name of a city, make the title of an agreement.
    pub titled: HashSet<String>,
    /// In a publisher's name, tell a body that speaks for its state.
    pub offices: HashSet<String>,
}

impl Nouns {
    /// Adds the lists of another file.
    pub fn extend(&mut self, more: Nouns) {
        self.organs.extend(more.organs);
        self.apart.extend(more.apart);
        self.bare.extend(more.bare);
        self.unnamed.extend(more.unnamed);
        self.part_of_group.extend(more.part_of_group);
        self.positions.extend(more.positions);
        self.group.extend(more.group);
        self.fighters.extend(more.fighters);
        self.country.extend(more.country);
        self.rulers.extend(more.rulers);
        self.sides.extend(more.sides);
        self.parts.extend(more.parts);
        self.sites.extend(more.sites);
        self.strikes.extend(more.strikes);
        self.diplomats.extend(more.diplomats);
        self.promises.extend(more.promises);
        self.bodies.extend(more.bodies);
        self.members.extend(more.members);
        self.pieces.extend(more.pieces);
        self.heads.extend(more.heads);
        self.heading.extend(more.heading);
        self.partners.extend(more.partners);
        self.counterparts.extend(more.counterparts);
        self.foes.extend(more.foes);
        self.orders.extend(more.orders);
        self.titled.extend(more.titled);
        self.offices.extend(more.offices);
    }
}
