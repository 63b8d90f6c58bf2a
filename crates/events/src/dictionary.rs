//! What the numbers in the columns stand for.

use unravel_evidence::{ActorId, CameoCode, Kind, PloverType, QuadClass};

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

    /// The entry of a code as a file writes it. A code that its scheme lacks has its own name and
    /// nothing else; of CAMEO, what its more general code has.
    pub fn of(scheme: Scheme, code: &str) -> Self {
        let bare = |quad: Option<QuadClass>, root: Option<u8>| Self {
            scheme,
            code: code.to_owned(),
            name: code.to_owned(),
            root,
            quad,
            goldstein: None,
        };
        match scheme {
            Scheme::Cameo => match CameoCode::nearest(code) {
                Some(known) => Self {
                    code: code.to_owned(),
                    ..Self::cameo(known)
                },
                None => bare(None, None),
            },
            Scheme::Plover => {
                let (plover, mode) = match code.split_once(':') {
                    Some((plover, mode)) => (plover, Some(mode)),
                    None => (code, None),
                };
                match plover.parse() {
                    Ok(plover) => Self::plover(plover, mode),
                    Err(_) => bare(None, None),
                }
            }
            Scheme::Ucdp => match code {
                // Fighting between armed sides; killing of civilians by one.
                "1" | "2" => Self {
                    name: if code == "1" {
                        "state-based violence".into()
                    } else {
                        "non-state violence".into()
                    },
                    ..bare(Some(QuadClass::MaterialConflict), Some(19))
                },
                "3" => Self {
                    name: "one-sided violence".into(),
                    ..bare(Some(QuadClass::MaterialConflict), Some(18))
                },
                _ => bare(None, None),
            },
            Scheme::Acled => {
                let root = acled_root(code);
                bare(root.and_then(QuadClass::of_root), root)
            }
            Scheme::Kind => bare(code.parse().ok().and_then(kind_quad), None),
            Scheme::Other => Self::named(code),
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

/// The CAMEO root nearest to a sub-event type of ACLED (codebook of 2023); none for those that are
/// not acts of one actor towards another.
fn acled_root(sub_event: &str) -> Option<u8> {
    Some(match sub_event.to_ascii_lowercase().as_str() {
        "agreement" => 5,
        "non-violent transfer of territory" => 8,
        "peaceful protest"
        | "protest with intervention"
        | "violent demonstration"
        | "mob violence" => 14,
        "headquarters or base established" => 15,
        "arrests"
        | "looting/property destruction"
        | "disrupted weapons use"
        | "excessive force against protesters" => 17,
        "attack"
        | "sexual violence"
        | "abduction/forced disappearance"
        | "suicide bomb"
        | "remote explosive/landmine/ied"
        | "grenade" => 18,
        "armed clash"
        | "government regains territory"
        | "non-state actor overtakes territory"
        | "air/drone strike"
        | "shelling/artillery/missile attack" => 19,
        "chemical weapon" => 20,
        _ => return None,
    })
}

/// The class of a kind of statement without a coded act. "Hostility" covers words and deeds; it
/// counts as words, the weaker reading.
fn kind_quad(kind: Kind) -> Option<QuadClass> {
    Some(match kind {
        Kind::Agreement | Kind::Contact => QuadClass::VerbalCooperation,
        Kind::Alliance | Kind::Allegiance | Kind::Shelter | Kind::Support => {
            QuadClass::MaterialCooperation
        }
        Kind::Hostility => QuadClass::VerbalConflict,
        Kind::Break => QuadClass::MaterialConflict,
        // A likeness of views is no act.
        Kind::Affinity => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_every_scheme() {
        let of = |scheme, code| {
            let entry = CodeEntry::of(scheme, code);
            (entry.name, entry.root, entry.quad.map(QuadClass::number))
        };
        assert_eq!(
            of(Scheme::Cameo, "1214"),
            ("Reject material cooperation".into(), Some(12), Some(3))
        );
        assert_eq!(
            of(Scheme::Plover, "ASSAULT:firearms"),
            ("assault firearms".into(), Some(19), Some(4))
        );
        assert_eq!(
            of(Scheme::Ucdp, "3"),
            ("one-sided violence".into(), Some(18), Some(4))
        );
        assert_eq!(of(Scheme::Acled, "Armed clash").1, Some(19));
        assert_eq!(of(Scheme::Acled, "Other").2, None);
        assert_eq!(of(Scheme::Kind, "shelter").2, Some(2));
        assert_eq!(of(Scheme::Kind, "affinity").2, None);
        assert_eq!(of(Scheme::Other, "Host_a_visit").1, Some(4));
        for (scheme, code) in [
            (Scheme::Cameo, "zz"),
            (Scheme::Plover, "DANCE"),
            (Scheme::Ucdp, "9"),
        ] {
            assert_eq!(of(scheme, code), (code.into(), None, None));
        }
    }

    #[test]
    fn every_scheme_is_read_by_its_name() {
        for &scheme in Scheme::ALL {
            assert_eq!(Scheme::from_name(scheme.as_str()), Some(scheme));
        }
    }
}
