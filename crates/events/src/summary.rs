//! A history at a glance, and two of its actors over time.

use crate::count::{By, Counts, Period, moment, periods};
use crate::error::EventsError;
use crate::history::History;
use rustc_hash::FxHashMap;
use serde::Serialize;
use unravel_actors::{Registry, Resolved};
use unravel_evidence::ActorId;

/// Names suggested for one that no event bears.
const SUGGESTED: usize = 5;

/// Something with how often it stands in the history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Ranked {
    /// Its name.
    pub name: String,
    /// Events.
    pub events: u64,
}

/// A history at a glance.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Summary {
    /// Time of the first event: a date, or a step.
    pub first: Option<String>,
    /// Time of the last event.
    pub last: Option<String>,
    /// Actors with an event.
    pub actors: usize,
    /// Of these, known to the registry.
    pub actors_resolved: usize,
    /// Ordered pairs of actors with an event.
    pub pairs: usize,
    /// Codes with an event.
    pub codes: usize,
    /// All events.
    pub total: Counts,
    /// By year, those without events between the first and the last too.
    pub periods: Vec<Period>,
    /// The actors with most events, as source or target.
    pub top_actors: Vec<Ranked>,
    /// The unordered pairs with most events.
    pub top_pairs: Vec<Ranked>,
    /// The codes with most events.
    pub top_codes: Vec<Ranked>,
}

/// Two actors over time.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Dyad {
    /// First actor, as the history names it.
    pub a: String,
    /// Second actor.
    pub b: String,
    /// What the first did to the second.
    pub a_to_b: Counts,
    /// What the second did to the first.
    pub b_to_a: Counts,
    /// Both directions by period, those without events between the first and the last too.
    pub periods: Vec<Period>,
    /// The codes with most events.
    pub top_codes: Vec<Ranked>,
}

impl History {
    /// Counts of the whole history by year.
    pub fn summary(&self, top: usize) -> Summary {
        let periods = periods(self, 0..self.len(), By::Year);
        let mut by_actor = vec![0u64; self.actors().len()];
        let mut by_code = vec![0u64; self.codes().len()];
        let mut pairs: FxHashMap<(u32, u32), u64> = FxHashMap::default();
        let add = |counts: &mut Vec<u64>, at: u32| {
            if let Some(count) = counts.get_mut(at as usize) {
                *count += 1;
            }
        };
        for ((&s, &t), &c) in self.source().iter().zip(self.target()).zip(self.code()) {
            add(&mut by_actor, s);
            if t != s {
                add(&mut by_actor, t);
            }
            add(&mut by_code, c);
            *pairs.entry((s, t)).or_default() += 1;
        }
        let name = |at: u32| self.actors().get(at as usize).map_or("", |a| &a.name);
        let ordered = pairs.len();
        let mut unordered: FxHashMap<(u32, u32), u64> = FxHashMap::default();
        for ((s, t), count) in pairs {
            *unordered.entry((s.min(t), s.max(t))).or_default() += count;
        }
        let named = |(&(s, t), &n): (&(u32, u32), &u64)| (format!("{} - {}", name(s), name(t)), n);
        let present = |counts: &[u64]| counts.iter().filter(|n| **n > 0).count();
        let resolved = self.actors().iter().zip(&by_actor);
        let mut total = Counts::default();
        for period in &periods {
            total += period.counts;
        }
        Summary {
            first: self.span().map(|(first, _)| moment(self.unit(), first)),
            last: self.span().map(|(_, last)| moment(self.unit(), last)),
            actors: present(&by_actor),
            actors_resolved: resolved.filter(|(a, n)| a.id.is_some() && **n > 0).count(),
            pairs: ordered,
            codes: present(&by_code),
            total,
            periods,
            top_actors: ranked(
                (0u32..)
                    .zip(&by_actor)
                    .map(|(at, n)| (name(at).to_owned(), *n)),
                top,
            ),
            top_pairs: ranked(unordered.iter().map(named), top),
            top_codes: ranked(code_names(self).zip(by_code), top),
        }
    }

    /// The actors that a name means: the registry's actor of that name, else those that bear it
    /// (read without case, with "_" for a space).
    ///
    /// # Errors
    /// None bears it; names that hold it are suggested, the most frequent first.
    pub fn find_actor(&self, name: &str, registry: &Registry) -> Result<Vec<u32>, EventsError> {
        let plain = |text: &str| text.replace('_', " ").trim().to_lowercase();
        let query = plain(name);
        let numbered = || (0u32..).zip(self.actors());
        let with_id = |id: &ActorId| -> Vec<u32> {
            let hits = numbered().filter(|(_, a)| a.id.as_ref() == Some(id));
            hits.map(|(at, _)| at).collect()
        };
        let mut found: Vec<u32> = numbered()
            .filter(|(_, a)| plain(&a.name) == query)
            .map(|(at, _)| at)
            .collect();
        if found.is_empty()
            && let Resolved::One(actor) = registry.resolve(name)
        {
            let preferred = plain(&actor.name);
            found = with_id(&actor.id);
            if found.is_empty() {
                let same = numbered().filter(|(_, a)| plain(&a.name) == preferred);
                found = same.map(|(at, _)| at).collect();
            }
        }
        if !found.is_empty() {
            return Ok(found);
        }
        let mut by_actor = vec![0u64; self.actors().len()];
        for &at in self.source().iter().chain(self.target()) {
            if let Some(count) = by_actor.get_mut(at as usize) {
                *count += 1;
            }
        }
        let near = self.actors().iter().zip(&by_actor);
        let near = near
            .filter(|(a, _)| !query.is_empty() && plain(&a.name).contains(&query))
            .map(|(a, n)| (a.name.clone(), *n));
        let near: Vec<String> = ranked(near, SUGGESTED)
            .into_iter()
            .map(|r| r.name)
            .collect();
        let help = if near.is_empty() {
            "see `unravel events summary` for the names there are".to_owned()
        } else {
            format!("did you mean {}?", near.join(", "))
        };
        Err(EventsError::Columns(format!(
            "no event of \"{}\" in the history; {help}",
            crate::text::shortened(name)
        )))
    }

    /// Counts of what `a` and `b` did to each other. Each is a list of actors that count as one,
    /// as [`History::find_actor`] gives it.
    pub fn dyad(&self, a: &[u32], b: &[u32], by: By, top: usize) -> Dyad {
        let mut rows = Vec::new();
        let mut a_to_b = Counts::default();
        let mut b_to_a = Counts::default();
        let mut codes = vec![0u64; self.codes().len()];
        let pairs = self.source().iter().zip(self.target()).zip(self.code());
        for (row, ((s, t), &code)) in pairs.enumerate() {
            let there = a.contains(s) && b.contains(t);
            let back = b.contains(s) && a.contains(t);
            if there {
                a_to_b.add(self, row);
            } else if back {
                b_to_a.add(self, row);
            } else {
                continue;
            }
            rows.push(row);
            if let Some(count) = codes.get_mut(code as usize) {
                *count += 1;
            }
        }
        let name = |of: &[u32]| {
            let first = of.first().and_then(|&at| self.actors().get(at as usize));
            first.map_or_else(String::new, |a| a.name.clone())
        };
        Dyad {
            a: name(a),
            b: name(b),
            a_to_b,
            b_to_a,
            periods: periods(self, rows.into_iter(), by),
            top_codes: ranked(code_names(self).zip(codes), top),
        }
    }
}

/// Code and name of every code, "042 Make a visit".
fn code_names(history: &History) -> impl Iterator<Item = String> + '_ {
    history.codes().iter().map(|c| {
        if c.code == c.name {
            c.name.clone()
        } else {
            format!("{} {}", c.code, c.name)
        }
    })
}

/// The most frequent, those of one frequency by name.
fn ranked(counts: impl Iterator<Item = (String, u64)>, top: usize) -> Vec<Ranked> {
    let mut all: Vec<Ranked> = counts
        .filter(|(_, events)| *events > 0)
        .map(|(name, events)| Ranked { name, events })
        .collect();
    all.sort_by(|a, b| b.events.cmp(&a.events).then_with(|| a.name.cmp(&b.name)));
    all.truncate(top);
    all
}

#[cfg(test)]
mod tests;
