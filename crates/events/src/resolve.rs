//! Who a dataset means: its names and codes looked up in the registry.

use crate::dictionary::ActorEntry;
use std::collections::HashMap;
use unravel_actors::{Form, Registry};
use unravel_evidence::{Actor, ActorKind};

/// Chance below which a name of several actors stays as it is written.
const CERTAIN: f32 = 0.6;

/// Looks up names; made once for an import.
pub(crate) struct Resolver<'r> {
    registry: &'r Registry,
    by_code: HashMap<&'r str, &'r Actor>,
}

impl<'r> Resolver<'r> {
    pub(crate) fn new(registry: &'r Registry) -> Self {
        let mut by_code = HashMap::new();
        for actor in registry.actors() {
            let codes = [&actor.codes.cameo, &actor.codes.iso3];
            for code in codes.into_iter().flatten() {
                // States come first in the registry.
                by_code.entry(code.as_str()).or_insert(actor);
            }
        }
        Self { registry, by_code }
    }

    /// The entry of an actor with this CAMEO code, name and country; any may be empty.
    ///
    /// A code of three letters is a state or organisation as a whole, whatever place or adjective
    /// the name is. A longer one ("USAGOV") is a part, known by its name. A name counts where it
    /// is wholly one actor's and does not contradict the country. All others keep their name,
    /// with the country beside it unless the name says it.
    pub(crate) fn entry(&self, code: &str, name: &str, country: &str) -> ActorEntry {
        let whole = || (code.len() == 3).then(|| self.by_code.get(code)).flatten();
        if let Some(actor) = whole() {
            return resolved(actor);
        }
        let state = self.state(country);
        if let Some(actor) = self.named(name, state) {
            return resolved(actor);
        }
        let name = if name.is_empty() { code } else { name };
        match state {
            // ICEWS and ACLED write "Police (Kenya)" themselves.
            Some(state) if !code.is_empty() || country.len() == 3 => {
                let said = name.ends_with(')') || name.eq_ignore_ascii_case(&state.name);
                ActorEntry::unresolved(&if said {
                    name.to_owned()
                } else {
                    format!("{name} ({})", state.name)
                })
            }
            _ => ActorEntry::unresolved(name),
        }
    }

    /// The state that a dataset calls by code or name.
    fn state(&self, country: &str) -> Option<&'r Actor> {
        if country.is_empty() {
            return None;
        }
        let coded = self.by_code.get(country).copied();
        coded
            .or_else(|| self.exactly(country))
            .filter(|actor| actor.kind == ActorKind::Government)
    }

    fn named(&self, name: &str, state: Option<&Actor>) -> Option<&'r Actor> {
        let fits = |actor: &&'r Actor| match (state, actor.kind) {
            (None, _) => true,
            (Some(state), ActorKind::Government) => state.id == actor.id,
            // Parties of one name exist in many countries.
            (Some(state), _) => {
                let countries = self.registry.countries(&actor.id);
                let iso3 = state.codes.iso3.as_deref();
                countries.is_empty() || iso3.is_some_and(|i| countries.contains(&i))
            }
        };
        let direct = self.exactly(name).filter(fits);
        direct.or_else(|| {
            spoken_for(name)
                .into_iter()
                .flatten()
                .find_map(|part| self.exactly(part))
                .filter(fits)
        })
    }

    /// The one actor whose name this is, from its first to its last letter.
    fn exactly(&self, name: &str) -> Option<&'r Actor> {
        let name = name.trim();
        let found = self.registry.find(name);
        let [only] = found.as_slice() else {
            return None;
        };
        let whole = only.start == 0 && only.end == name.len();
        let own = matches!(only.form, Form::Name | Form::Acronym | Form::Person);
        let (id, chance) = only.candidates.first()?;
        (whole && own && *chance >= CERTAIN)
            .then(|| self.registry.get(id))
            .flatten()
    }
}

fn resolved(actor: &Actor) -> ActorEntry {
    ActorEntry {
        name: actor.name.clone(),
        id: Some(actor.id.clone()),
    }
}

/// The names inside a dataset's way of writing one: UCDP's "Government of Myanmar (Burma)" and
/// ACLED's "Military Forces of Mali (2021-)" act for the state; ACLED's "JNIM: Group for Support
/// of Islam and Muslims" and "Boko Haram - Jamaatu Ahli is-Sunnah" write two names of one group.
fn spoken_for(name: &str) -> Option<Vec<&str>> {
    let bare = match name.rfind(" (") {
        Some(at) if name.ends_with(')') => name.get(..at)?,
        _ => name,
    };
    let dated = bare.len() < name.len()
        && name
            .get(bare.len() + 2..)
            .is_some_and(|inside| inside.starts_with(|c: char| c.is_ascii_digit()));
    for prefix in ["Government of ", "Military Forces of ", "Police Forces of "] {
        if let Some(state) = bare.strip_prefix(prefix) {
            return Some(vec![state]);
        }
    }
    for between in [": ", " - "] {
        if let Some((first, second)) = name.split_once(between) {
            return Some(vec![second, first]);
        }
    }
    dated.then(|| vec![bare])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_as_the_datasets_write_them() {
        let resolver = Resolver::new(Registry::builtin());
        for (code, name, country, expected, known) in [
            // GDELT: the code says the state, whatever the name is
            ("USA", "WASHINGTON", "USA", "United States", true),
            ("USACOP", "POLICE", "USA", "POLICE (United States)", false),
            ("", "UNITED STATES", "", "United States", true),
            ("COP", "POLICE", "", "POLICE", false),
            ("ZZZ", "", "", "ZZZ", false),
            // ICEWS
            (
                "",
                "Citizen (Nigeria)",
                "Nigeria",
                "Citizen (Nigeria)",
                false,
            ),
            ("", "Afghanistan", "Afghanistan", "Afghanistan", true),
            ("", "Boko Haram", "Nigeria", "Boko Haram", true),
            // POLECAT
            ("", "Nigeria", "NGA", "Nigeria", true),
            (
                "",
                "Village Elders",
                "NGA",
                "Village Elders (Nigeria)",
                false,
            ),
            // UCDP, ACLED
            ("", "Government of Afghanistan", "", "Afghanistan", true),
            ("", "Government of Myanmar (Burma)", "", "Myanmar", true),
            ("", "Military Forces of Mali (2021-)", "", "Mali", true),
            ("", "Civilians (Mali)", "", "Civilians (Mali)", false),
            ("", "Taliban", "", "Taliban", true),
            // a state's name with another state's code is not that state
            ("", "Georgia", "USA", "Georgia (United States)", false),
            ("", "", "", "", false),
        ] {
            let entry = resolver.entry(code, name, country);
            assert_eq!(
                (entry.name.as_str(), entry.id.is_some()),
                (expected, known),
                "{code} {name} {country}"
            );
        }
    }
}
