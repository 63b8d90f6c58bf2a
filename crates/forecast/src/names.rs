//! What an actor's name tells: its country and its sector.
//!
//! Event data name many actors "Sector (Country)", as "Police (India)". A name in brackets is
//! taken for a country, and so is an actor that bears one of these names.

use rustc_hash::FxHashMap;

/// No country or sector is told.
pub(crate) const NONE: u32 = u32::MAX;
/// Sector of an actor that is a country.
pub(crate) const STATE: u32 = 0;
/// Sector of an actor whose name tells none.
pub(crate) const OTHER: u32 = 1;

/// Country and sector of each entity.
#[derive(Debug, Clone, Default)]
pub(crate) struct Names {
    /// Country of each entity, or [`NONE`].
    pub country: Vec<u32>,
    /// Sector of each entity.
    pub sector: Vec<u32>,
    /// Entities of each country.
    pub members: Vec<Vec<u32>>,
}

impl Names {
    pub fn new(entities: &[String]) -> Self {
        let plain: Vec<String> = entities.iter().map(|n| n.replace('_', " ")).collect();
        let split: Vec<Option<(&str, &str)>> = plain.iter().map(|n| sector_country(n)).collect();
        let mut countries: FxHashMap<&str, u32> = FxHashMap::default();
        let mut sectors: FxHashMap<&str, u32> = FxHashMap::default();
        for &(sector, country) in split.iter().flatten() {
            let next = countries.len() as u32;
            countries.entry(country).or_insert(next);
            let next = sectors.len() as u32 + 2;
            sectors.entry(sector).or_insert(next);
        }
        let mut names = Self {
            members: vec![Vec::new(); countries.len()],
            ..Self::default()
        };
        for (id, (whole, split)) in (0_u32..).zip(plain.iter().zip(&split)) {
            let (country, sector) = match *split {
                Some((sector, country)) => (countries[country], sectors[sector]),
                None => match countries.get(whole.as_str()) {
                    Some(&country) => (country, STATE),
                    None => (NONE, OTHER),
                },
            };
            names.country.push(country);
            names.sector.push(sector);
            if let Some(members) = names.members.get_mut(country as usize) {
                members.push(id);
            }
        }
        names
    }

    /// The sectors of both; of an actor without a name none is told.
    pub fn sectors(&self, a: u32, b: u32) -> (u32, u32) {
        let of = |actor: u32| self.sector.get(actor as usize).copied().unwrap_or(OTHER);
        (of(a), of(b))
    }

    /// Whether both have the same known country.
    pub fn same_country(&self, a: u32, b: u32) -> bool {
        let country = self.country[a as usize];
        country != NONE && country == self.country[b as usize]
    }
}

fn sector_country(name: &str) -> Option<(&str, &str)> {
    let inner = name.trim_end().strip_suffix(')')?;
    let (sector, country) = inner.rsplit_once('(')?;
    let (sector, country) = (sector.trim(), country.trim());
    (!sector.is_empty() && !country.is_empty()).then_some((sector, country))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_country_and_sector() {
        let list = [
            "India",
            "Police_(India)",
            "Police (Nepal)",
            "Elder Sister",
            "Nepal",
            "(X)",
        ];
        let names = Names::new(&list.map(String::from));
        assert!(names.same_country(0, 1) && names.same_country(2, 4) && !names.same_country(0, 2));
        assert_eq!(names.sector[0], STATE);
        assert_eq!(names.sector[1], names.sector[2]);
        assert_eq!((names.sector[3], names.country[3]), (OTHER, NONE));
        assert_eq!(names.country[5], NONE, "no sector before the bracket");
        assert_eq!(names.members[names.country[0] as usize], [0, 1]);
    }
}
