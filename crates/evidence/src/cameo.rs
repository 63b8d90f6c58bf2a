//! The CAMEO event codes, with Goldstein scores and the PLOVER types they map to.

use crate::PloverType;
use crate::words::vocabulary;
use std::collections::HashMap;
use std::sync::LazyLock;

vocabulary! {
    /// The four classes that CAMEO roots fall into.
    QuadClass, "quad class" {
        /// Roots 01 to 05: statements, appeals, intent, consultation, diplomatic cooperation.
        VerbalCooperation = "verbal cooperation",
        /// Roots 06 to 09: material cooperation, aid, yielding, investigation.
        MaterialCooperation = "material cooperation",
        /// Roots 10 to 14: demands, disapproval, rejection, threats, protest.
        VerbalConflict = "verbal conflict",
        /// Roots 15 to 20: force posture, reduced relations, coercion, assault, fighting.
        MaterialConflict = "material conflict",
    }
}

impl QuadClass {
    /// The class of a CAMEO root (1 to 20); none outside.
    pub fn of_root(root: u8) -> Option<Self> {
        Some(match root {
            1..=5 => QuadClass::VerbalCooperation,
            6..=9 => QuadClass::MaterialCooperation,
            10..=14 => QuadClass::VerbalConflict,
            15..=20 => QuadClass::MaterialConflict,
            _ => return None,
        })
    }

    /// The number that datasets give it, 1 to 4.
    pub fn number(self) -> u8 {
        self as u8 + 1
    }

    /// The class with this number, 1 to 4.
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number.checked_sub(1)?)).copied()
    }

    /// Whether it is one of the two classes of cooperation.
    pub fn is_cooperative(self) -> bool {
        self <= QuadClass::MaterialCooperation
    }
}

/// A CAMEO event code. The table and its sources stand in `data/cameo.tsv`.
///
/// ```
/// use unravel_evidence::{CameoCode, PloverType, QuadClass};
///
/// let aid = CameoCode::get("072").unwrap();
/// assert_eq!(aid.name, "Provide military aid");
/// assert_eq!((aid.root(), aid.quad()), (7, QuadClass::MaterialCooperation));
/// assert_eq!(aid.plover, Some(PloverType::Aid));
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CameoCode {
    /// Two to four digits: the root has two ("07"), a code three, a detailed one four.
    pub code: &'static str,
    /// What it is called, for example "Make a visit".
    pub name: &'static str,
    /// Goldstein score, -10 (conflict) to 10 (cooperation).
    pub goldstein: f32,
    /// PLOVER type; none for statements and appeals (roots 01 and 02), which it leaves out.
    pub plover: Option<PloverType>,
    /// PLOVER mode, where the code has one.
    pub mode: Option<&'static str>,
    /// PLOVER contexts, joined by ";"; may be empty.
    contexts: &'static str,
    root: u8,
    quad: QuadClass,
}

struct Table {
    codes: Vec<CameoCode>,
    by_code: HashMap<&'static str, usize>,
    by_name: HashMap<String, usize>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let codes: Vec<CameoCode> = include_str!("../data/cameo.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(row)
        .collect();
    let by_code = codes.iter().enumerate().map(|(i, c)| (c.code, i)).collect();
    let mut by_name = HashMap::with_capacity(codes.len());
    for (i, code) in codes.iter().enumerate() {
        // Roots share the name of a code or have one of their own; the code is what data mean.
        if code.code.len() > 2 {
            by_name.insert(name_key(code.name), i);
        } else {
            by_name.entry(name_key(code.name)).or_insert(i);
        }
    }
    Table {
        codes,
        by_code,
        by_name,
    }
});

/// One line of the table; none for the header.
fn row(line: &'static str) -> Option<CameoCode> {
    let mut cells = line.split('\t');
    let code = cells.next()?;
    let name = cells.next()?;
    let goldstein = cells.next()?.parse().ok()?;
    let plover = cells.next()?.parse().ok();
    let mode = cells.next().filter(|m| !m.is_empty());
    let contexts = cells.next().unwrap_or_default();
    let root = code.get(..2)?.parse().ok()?;
    Some(CameoCode {
        code,
        name,
        goldstein,
        plover,
        mode,
        contexts,
        root,
        quad: QuadClass::of_root(root)?,
    })
}

/// Lower-case letters and digits with single spaces: datasets write "Make_a_visit" and
/// "non military" for "non-military".
fn name_key(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    for word in name.split(|c: char| !c.is_alphanumeric()) {
        if !word.is_empty() {
            if !key.is_empty() {
                key.push(' ');
            }
            key.extend(word.chars().flat_map(char::to_lowercase));
        }
    }
    key
}

impl CameoCode {
    /// Every code, in the order of the codebook.
    pub fn all() -> &'static [CameoCode] {
        &TABLE.codes
    }

    /// The code as written, with its leading zero.
    pub fn get(code: &str) -> Option<&'static CameoCode> {
        TABLE.by_code.get(code).and_then(|&i| TABLE.codes.get(i))
    }

    /// The code, or where the table lacks it the more general one above it.
    pub fn nearest(code: &str) -> Option<&'static CameoCode> {
        (2..=code.len())
            .rev()
            .find_map(|len| code.get(..len).and_then(CameoCode::get))
    }

    /// The code of this name, read without case, hyphens and underscores.
    pub fn named(name: &str) -> Option<&'static CameoCode> {
        TABLE
            .by_name
            .get(&name_key(name))
            .and_then(|&i| TABLE.codes.get(i))
    }

    /// The code that stands for a PLOVER type and mode: the first in the codebook that maps to
    /// both; without a mode, or with one that no code has, the first of the root that most codes
    /// of the type belong to. It says less than the codes it was mapped from, since many map to
    /// one.
    pub fn for_plover(plover: PloverType, mode: Option<&str>) -> Option<&'static CameoCode> {
        let coded = |c: &&CameoCode| c.plover == Some(plover) && c.code.len() > 2;
        let of_type: Vec<&'static CameoCode> = TABLE.codes.iter().filter(coded).collect();
        let of_root = |root: u8| of_type.iter().filter(|c| c.root == root).count();
        let with_mode = of_type
            .iter()
            .find(|c| mode.is_some() && c.mode == mode)
            .copied();
        // The first root wins a draw.
        with_mode.or_else(|| {
            let roots = of_type.iter().rev();
            roots
                .max_by_key(|c| of_root(c.root))
                .and_then(|most| of_type.iter().find(|c| c.root == most.root).copied())
        })
    }

    /// The root, 1 to 20.
    pub fn root(&self) -> u8 {
        self.root
    }

    /// The class of its root.
    pub fn quad(&self) -> QuadClass {
        self.quad
    }

    /// PLOVER contexts, for example "military"; often none.
    pub fn contexts(&self) -> impl Iterator<Item = &'static str> {
        self.contexts.split(';').filter(|c| !c.is_empty())
    }
}

impl PloverType {
    /// The class of the type. RETREAT and CONCEDE yield something, so they are material;
    /// ACCUSE holds CAMEO's investigations too and is a conflict of words.
    pub fn quad(self) -> QuadClass {
        match self {
            PloverType::Agree | PloverType::Consult | PloverType::Support => {
                QuadClass::VerbalCooperation
            }
            PloverType::Cooperate | PloverType::Aid | PloverType::Concede | PloverType::Retreat => {
                QuadClass::MaterialCooperation
            }
            PloverType::Request
            | PloverType::Accuse
            | PloverType::Reject
            | PloverType::Threaten => QuadClass::VerbalConflict,
            PloverType::Protest
            | PloverType::Sanction
            | PloverType::Mobilize
            | PloverType::Coerce
            | PloverType::Assault => QuadClass::MaterialConflict,
        }
    }

    /// The modes that the type has in the CAMEO mapping, in alphabetical order.
    pub fn modes(self) -> Vec<&'static str> {
        let mut modes: Vec<&'static str> = TABLE
            .codes
            .iter()
            .filter(|c| c.plover == Some(self))
            .filter_map(|c| c.mode)
            .collect();
        modes.sort_unstable();
        modes.dedup();
        modes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_table_is_read() {
        assert_eq!(CameoCode::all().len(), 312);
        for root in 1..=20u8 {
            let code = CameoCode::get(&format!("{root:02}")).unwrap();
            assert_eq!(code.root(), root);
            assert_eq!(Some(code.quad()), QuadClass::of_root(root));
            // statements and appeals have no PLOVER type
            assert_eq!(code.plover.is_none(), root <= 2, "{root}");
        }
        for code in CameoCode::all() {
            assert!((-10.0..=10.0).contains(&code.goldstein), "{}", code.code);
            assert!(CameoCode::named(code.name).is_some(), "{}", code.name);
        }
    }

    #[test]
    fn names_are_read_as_datasets_write_them() {
        for (name, code) in [
            ("Make_statement", "010"),
            ("Threaten non force", "131"),
            ("Conduct suicide, car, or other non military bombing", "183"),
            ("fight with small arms and light weapons", "193"),
            ("Consult", "040"),
        ] {
            assert_eq!(CameoCode::named(name).unwrap().code, code, "{name}");
        }
        assert!(CameoCode::named("Attend a concert").is_none());
    }

    #[test]
    fn an_unknown_detail_falls_back_on_its_code() {
        assert_eq!(CameoCode::nearest("1214").unwrap().code, "121");
        assert_eq!(CameoCode::nearest("1999").unwrap().code, "19");
        assert!(CameoCode::nearest("99").is_none());
        assert!(CameoCode::nearest("é").is_none());
    }

    #[test]
    fn plover_there_and_back() {
        let code = CameoCode::for_plover(PloverType::Assault, Some("heavy-weapons")).unwrap();
        assert_eq!(code.code, "194");
        // criticism, not the investigations that come first in the codebook
        let accuse = CameoCode::for_plover(PloverType::Accuse, None).unwrap();
        assert_eq!(accuse.code, "110");
        for &plover in PloverType::ALL {
            assert_eq!(
                CameoCode::for_plover(plover, None).unwrap().plover,
                Some(plover)
            );
            for mode in plover.modes() {
                assert_eq!(
                    CameoCode::for_plover(plover, Some(mode)).unwrap().mode,
                    Some(mode)
                );
            }
        }
        let repression = CameoCode::get("175").unwrap();
        assert_eq!(repression.mode, None);
        assert!(repression.contexts().eq(["pro_autocracy", "military"]));
    }
}
