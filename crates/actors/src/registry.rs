//! The registry: actors with their parents and roles, built from files.

use crate::builtin::FILES;
use crate::draft::Draft;
use crate::error::{ActorsError, CheckReport, Problem};
use crate::forms::forms;
use crate::index::Index;
use crate::parse::{Parsed, parse};
use crate::resolve::skeletons;
use jiff::civil::Date;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;
use unravel_evidence::{Actor, ActorId, ActorRef, DateRange, Role};

/// Who is who. Cheap to share, never changes after it is built.
#[derive(Debug)]
pub struct Registry {
    drafts: Vec<Draft>,
    not_actors: Vec<String>,
    actors: Vec<Actor>,
    by_id: HashMap<ActorId, u32>,
    /// Key of the preferred name → actor, where only one bears it.
    pub(crate) by_name: HashMap<String, u32>,
    roles: HashMap<ActorId, Vec<Role>>,
    pub(crate) index: Index,
    pub(crate) skeletons: HashMap<String, Vec<u32>>,
}

static BUILTIN: LazyLock<Registry> = LazyLock::new(|| {
    let (drafts, not_actors, _) = merge_all(FILES);
    // The data are fixed and tested; an index of nothing cannot fail to build.
    Registry::build(drafts, not_actors).unwrap_or_else(|_| Registry::empty())
});

/// Reads and merges files; what is wrong is listed, not used.
fn merge_all(files: &[(&str, &str)]) -> (Vec<Draft>, Vec<String>, Vec<Problem>) {
    let mut drafts = Vec::new();
    let mut not_actors = Vec::new();
    let mut problems = Vec::new();
    for (file, text) in files {
        match parse(text, file) {
            Ok(parsed) => {
                problems.extend(parsed.problems);
                not_actors.extend(parsed.not_actors);
                merge(&mut drafts, parsed.drafts);
            }
            Err(error) => problems.push(Problem {
                file: (*file).to_owned(),
                line: 1,
                message: error.to_string(),
                warning: false,
            }),
        }
    }
    (drafts, not_actors, problems)
}

fn merge(drafts: &mut Vec<Draft>, more: Vec<Draft>) {
    let mut places: HashMap<ActorId, usize> = drafts
        .iter()
        .enumerate()
        .map(|(i, d)| (d.id.clone(), i))
        .collect();
    for draft in more {
        match places.get(&draft.id) {
            Some(&i) => drafts[i].absorb(draft),
            None => {
                places.insert(draft.id.clone(), drafts.len());
                drafts.push(draft);
            }
        }
    }
}

impl Registry {
    /// The built-in registry, built at its first use.
    pub fn builtin() -> &'static Registry {
        &BUILTIN
    }

    /// This registry with a user's file on top: new actors are added; what the file says of a
    /// known actor is added to it, single values (name, kind, codes, surname) are replaced,
    /// and `replace = true` replaces the whole entry.
    ///
    /// `file` is the name shown in errors. Fails with every error of the file.
    pub fn with_user(&self, toml: &str, file: &str) -> Result<Registry, ActorsError> {
        let parsed = parse(toml, file)?;
        let mut problems = parsed.problems.clone();
        problems.extend(self.unlinked(&parsed, file));
        if !problems.is_empty() {
            problems.sort_by_key(|p| p.line);
            return Err(ActorsError::Entries(problems));
        }
        let mut drafts = self.drafts.clone();
        merge(&mut drafts, parsed.drafts);
        let mut not_actors = self.not_actors.clone();
        not_actors.extend(parsed.not_actors);
        Registry::build(drafts, not_actors)
    }

    /// Checks a user's file against the built-in registry without using it. Fails only where the
    /// text is not TOML at all.
    pub fn check(toml: &str, file: &str) -> Result<CheckReport, ActorsError> {
        let builtin = Registry::builtin();
        let parsed = parse(toml, file)?;
        let mut problems = parsed.problems.clone();
        problems.extend(builtin.unlinked(&parsed, file));
        problems.extend(builtin.doubtful(&parsed, file));
        problems.sort_by_key(|p| p.line);
        let changed = parsed
            .drafts
            .iter()
            .filter(|d| builtin.get(&d.id).is_some())
            .count();
        Ok(CheckReport {
            added: parsed.drafts.len() - changed,
            changed,
            problems,
        })
    }

    /// Parents and organisations that neither this registry nor the file holds.
    fn unlinked(&self, parsed: &Parsed, file: &str) -> Vec<Problem> {
        let own: HashSet<&ActorId> = parsed.drafts.iter().map(|d| &d.id).collect();
        let mut problems = Vec::new();
        for draft in &parsed.drafts {
            let parents = draft.memberships.iter().map(|(m, line)| (&m.parent, *line));
            let employers = draft.roles.iter().map(|r| (&r.of, r.line));
            for (id, line) in parents.chain(employers) {
                if !own.contains(id) && self.get(id).is_none() {
                    problems.push(Problem {
                        file: file.to_owned(),
                        line,
                        message: format!(
                            "\"{}\" refers to \"{id}\", which is no actor's id; add it or mend the id",
                            draft.name
                        ),
                        warning: false,
                    });
                }
            }
        }
        problems
    }

    /// Names that another actor bears already, without a prior.
    fn doubtful(&self, parsed: &Parsed, file: &str) -> Vec<Problem> {
        let mut problems = Vec::new();
        for draft in &parsed.drafts {
            let plain: HashSet<String> = forms(draft)
                .into_iter()
                .filter(|f| !f.context && f.prior >= 1.0)
                .map(|f| f.key)
                .collect();
            for key in plain {
                let claims = self
                    .index
                    .keys
                    .get(&key)
                    .and_then(|&p| self.index.patterns.get(p));
                let other = claims.into_iter().flat_map(|p| &p.claims).find_map(|c| {
                    let actor = self.actor_at(c.actor)?;
                    (!c.context && actor.id != draft.id).then_some(actor)
                });
                if let Some(other) = other {
                    problems.push(Problem {
                        file: file.to_owned(),
                        line: draft.line,
                        message: format!(
                            "\"{key}\" ({}) also names {}; both stay candidates, a prior such as \"{key} ~0.3\" weighs them",
                            draft.name, other.name
                        ),
                        warning: true,
                    });
                }
            }
        }
        problems
    }

    fn empty() -> Self {
        Self {
            drafts: Vec::new(),
            not_actors: Vec::new(),
            actors: Vec::new(),
            by_id: HashMap::new(),
            by_name: HashMap::new(),
            roles: HashMap::new(),
            index: Index::empty(),
            skeletons: HashMap::new(),
        }
    }

    fn build(drafts: Vec<Draft>, not_actors: Vec<String>) -> Result<Self, ActorsError> {
        let index = Index::build(&drafts, &not_actors)?;
        let actors: Vec<Actor> = drafts.iter().map(actor).collect();
        let mut by_id = HashMap::with_capacity(actors.len());
        let mut bearers: HashMap<String, Vec<u32>> = HashMap::new();
        for (at, actor) in (0u32..).zip(&actors) {
            by_id.insert(actor.id.clone(), at);
            bearers
                .entry(crate::fold::key(&actor.name))
                .or_default()
                .push(at);
        }
        let by_name = bearers
            .into_iter()
            .filter_map(|(name, who)| match who.as_slice() {
                [only] => Some((name, *only)),
                _ => None,
            })
            .collect();
        let mut roles: HashMap<ActorId, Vec<Role>> = HashMap::new();
        for (draft, actor) in drafts.iter().zip(&actors) {
            for role in &draft.roles {
                let organization = by_id
                    .get(&role.of)
                    .and_then(|&at| actors.get(at as usize))
                    .map_or_else(|| ActorRef::unlisted(role.of.as_str()), ActorRef::from);
                roles.entry(actor.id.clone()).or_default().push(Role {
                    person: ActorRef::from(actor),
                    role: role.role.clone(),
                    organization,
                    since: role.since,
                    until: role.until,
                });
            }
        }
        let skeletons = skeletons(&index);
        Ok(Self {
            drafts,
            not_actors,
            actors,
            by_id,
            by_name,
            roles,
            index,
            skeletons,
        })
    }

    /// The actor with this id.
    pub fn get(&self, id: &ActorId) -> Option<&Actor> {
        self.by_id.get(id).and_then(|&at| self.actor_at(at))
    }

    /// Every actor: states, organisations, groups, parties, people, then a user's own.
    pub fn actors(&self) -> impl Iterator<Item = &Actor> {
        self.actors.iter()
    }

    pub(crate) fn actor_at(&self, at: u32) -> Option<&Actor> {
        self.actors.get(at as usize)
    }

    pub(crate) fn id_at(&self, at: u32) -> Option<&ActorId> {
        self.actor_at(at).map(|a| &a.id)
    }

    /// Countries an actor works in, as ISO 3166-1 alpha-3 codes; empty where not given. For a
    /// state its own code.
    pub fn countries(&self, id: &ActorId) -> Vec<&str> {
        let Some(draft) = self
            .by_id
            .get(id)
            .and_then(|&at| self.drafts.get(at as usize))
        else {
            return Vec::new();
        };
        let own = draft.codes.iso3.iter();
        own.chain(&draft.countries).map(String::as_str).collect()
    }

    /// The dated roles of a person, in the order of the file; empty for anyone else.
    pub fn roles_of(&self, person: &ActorId) -> &[Role] {
        self.roles.get(person).map_or(&[], Vec::as_slice)
    }

    /// The role a person held on a date: of those whose dates cover it the one begun last, else one
    /// without dates. Without a date: the role begun last.
    pub fn employer_on(&self, person: &ActorId, date: Option<Date>) -> Option<&Role> {
        let roles = self.roles_of(person);
        let dated = |r: &&Role| r.since.is_some() || r.until.is_some();
        let covering = roles
            .iter()
            .filter(dated)
            .filter(|r| covers(r.since, r.until, date))
            .max_by_key(|r| r.since.map(|s| s.start()));
        covering.or_else(|| roles.iter().find(|r| !dated(r)))
    }

    /// What an actor belongs to directly: on a date, or ever where none is given.
    pub fn parents(&self, id: &ActorId, date: Option<Date>) -> Vec<&Actor> {
        let memberships = self.get(id).map_or(&[][..], |a| &a.memberships);
        memberships
            .iter()
            .filter(|m| covers(m.since, m.until, date))
            .filter_map(|m| self.get(&m.parent))
            .collect()
    }

    /// Whether an actor belongs to another, directly or through others: on a date, or ever.
    pub fn is_part_of(&self, part: &ActorId, whole: &ActorId, date: Option<Date>) -> bool {
        let mut seen: HashSet<&ActorId> = HashSet::new();
        let mut open: Vec<&Actor> = self.parents(part, date);
        while let Some(actor) = open.pop() {
            if actor.id == *whole {
                return true;
            }
            if seen.insert(&actor.id) {
                open.extend(self.parents(&actor.id, date));
            }
        }
        false
    }
}

/// Whether a period holds on a date; an open side has no limit, and no date is always held.
fn covers(since: Option<DateRange>, until: Option<DateRange>, date: Option<Date>) -> bool {
    date.is_none_or(|d| since.is_none_or(|s| s.start() <= d) && until.is_none_or(|u| d <= u.end()))
}

fn actor(draft: &Draft) -> Actor {
    use crate::draft::Field;
    let mut aliases: Vec<String> = Vec::new();
    for name in &draft.names {
        let own = matches!(name.field, Field::Alias | Field::KnownAs);
        if own && name.text != draft.name && !aliases.contains(&name.text) {
            aliases.push(name.text.clone());
        }
    }
    Actor {
        id: draft.id.clone(),
        name: draft.name.clone(),
        kind: draft.kind,
        aliases,
        codes: draft.codes.clone(),
        memberships: draft.memberships.iter().map(|(m, _)| m.clone()).collect(),
    }
}

#[cfg(test)]
mod tests;
