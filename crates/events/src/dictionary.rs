//! What the numbers in the columns stand for.

use unravel_evidence::{ActorId, CameoCode, PloverType, QuadClass};

/// An actor of a history.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ActorEntry {
    /// The registry's preferred name where resolved, else the name as the dataset writes it.
    pub name: String,
    /// The registry's id where resolved.
    pub id: Option<ActorId>,
}

impl ActorEntry {
    /// An actor known by name only.
    pub fn unresolved(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            id: None,
        }
    }
}

/// Which coding scheme a code belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scheme {
    /// CAMEO, "0243".
    Cameo,
    /// PLOVER, "ASSAULT" or "ASSAULT:firearms".
    Plover,
    /// The types of violence of the UCDP Georeferenced Event Dataset, "1" to "3".
    Ucdp,
    /// The sub-event types of ACLED, "Armed clash".
    Acled,
    /// The kinds of our own statements without a coded act, "shelter".
    Kind,
    /// A relation known by its name only.
    Other,
}

impl Scheme {
    /// Every scheme.
    pub const ALL: &'static [Scheme] = &[
        Scheme::Cameo,
        Scheme::Plover,
        Scheme::Ucdp,
        Scheme::Acled,
        Scheme::Kind,
        Scheme::Other,
    ];

    /// The scheme as written in files.
    pub fn as_str(self) -> &'static str {
        match self {
            Scheme::Cameo => "cameo",
            Scheme::Plover => "plover",
            Scheme::Ucdp => "ucdp",
            Scheme::Acled => "acled",
            Scheme::Kind => "kind",
            Scheme::Other => "other",
        }
    }

    /// The scheme with this name in files.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|s| s.as_str() == name)
    }
}

/// What was done: a code of one of the schemes with what is known of it.
#[derive(Debug, Clone, PartialEq)]
pub struct CodeEntry {
    /// Whose code it is.
    pub scheme: Scheme,
    /// The code as the scheme writes it.
    pub code: String,
    /// What it is called.
    pub name: String,
    /// CAMEO root, 1 to 20, where there is one.
    pub root: Option<u8>,
    /// Cooperation or conflict, in words or deeds, where known.
    pub quad: Option<QuadClass>,
    /// Goldstein score, -10 to 10, where the code has one.
    pub goldstein: Option<f32>,
}

impl CodeEntry {
    /// A CAMEO code of the table.
    pub fn cameo(code: &CameoCode) -> Self {
        Self {
            scheme: Scheme::Cameo,
            code: code.code.to_owned(),
            name: code.name.to_owned(),
            root: Some(code.root()),
            quad: Some(code.quad()),
            goldstein: Some(code.goldstein),
        }
    }

    /// A PLOVER type with its mode. It has no root of its own; its score is that of the CAMEO code
    /// that stands for it.
    pub fn plover(plover: PloverType, mode: Option<&str>) -> Self {
        let stands_for = CameoCode::for_plover(plover, mode);
        let code = match mode {
            Some(mode) => format!("{plover}:{mode}"),
            None => plover.to_string(),
        };
        Self {
            scheme: Scheme::Plover,
            name: code.to_lowercase().replace([':', '_'], " "),
            code,
            root: stands_for.map(CameoCode::root),
            quad: Some(plover.quad()),
            goldstein: stands_for.map(|c| c.goldstein),
        }
    }

    /// A relation by its name: the CAMEO code of that name, else a relation of no scheme.
    pub fn named(name: &str) -> Self {
        match CameoCode::named(name) {
            Some(code) => Self::cameo(code),
            None => Self {
                scheme: Scheme::Other,
                code: name.to_owned(),
                name: name.to_owned(),
                root: None,
                quad: None,
                goldstein: None,
            },
        }
    }
}
