//! All that has happened before a step, counted in one pass over time.

use std::collections::VecDeque;

use rustc_hash::FxHashMap;

use crate::names::{NONE, Names};
use crate::quads::Fact;
use crate::tally::{Fading, HALF_LIVES, Tally};

/// How many of an actor's latest events are kept in order.
const RECENT: usize = 48;
/// How many of the latest objects of a subject and relation are kept in order.
const RECENT_SAME: usize = 16;

/// What has passed between a subject and one other.
#[derive(Debug, Clone)]
pub(crate) struct Link {
    pub object: u32,
    /// Every event between the two, whoever acted.
    pub all: Tally,
    /// By relation; from `relations` on the other one acted.
    pub by_relation: Vec<(u32, Tally)>,
}

impl Link {
    pub fn relation(&self, r: u32) -> Option<&Tally> {
        self.by_relation
            .iter()
            .find(|(x, _)| *x == r)
            .map(|(_, t)| t)
    }
}

/// All links of a subject.
#[derive(Debug, Clone, Default)]
pub(crate) struct Links {
    place: FxHashMap<u32, u32>,
    pub items: Vec<Link>,
}

impl Links {
    pub fn get(&self, object: u32) -> Option<&Link> {
        self.items.get(*self.place.get(&object)? as usize)
    }

    fn entry(&mut self, object: u32) -> &mut Link {
        let next = self.items.len() as u32;
        let at = *self.place.entry(object).or_insert(next);
        if at == next {
            self.items.push(Link {
                object,
                all: Tally::default(),
                by_relation: Vec::new(),
            });
        }
        &mut self.items[at as usize]
    }
}

/// Tallies by id that can be listed and looked up.
#[derive(Debug, Clone, Default)]
pub(crate) struct Table {
    place: FxHashMap<u32, u32>,
    pub items: Vec<(u32, Tally)>,
    pub total: Tally,
}

impl Table {
    pub fn get(&self, id: u32) -> Option<&Tally> {
        Some(&self.items.get(*self.place.get(&id)? as usize)?.1)
    }

    fn add(&mut self, id: u32, now: u32, fading: &Fading) {
        let next = self.items.len() as u32;
        let at = *self.place.entry(id).or_insert(next);
        if at == next {
            self.items.push((id, Tally::default()));
        }
        self.items[at as usize].1.add(now, fading);
        self.total.add(now, fading);
    }
}

/// How often each kind of object met a kind of subject and relation.
#[derive(Debug, Clone, Default)]
pub(crate) struct Pattern {
    /// By sector of the object and whether it shares the subject's country.
    pub counts: FxHashMap<(u32, bool), f32>,
    pub total: f32,
}

/// An event as its subject remembers it: when, by which relation, with whom.
pub(crate) type Memory = (u32, u32, u32);

/// Everything counted so far.
#[derive(Debug, Clone)]
pub(crate) struct State {
    /// Number of relations before turning round.
    pub relations: u32,
    pub fading: Fading,
    /// By subject.
    pub links: Vec<Links>,
    /// By relation, in both directions: its objects.
    pub roles: Vec<Table>,
    /// By entity: everything it took part in.
    pub active: Vec<Tally>,
    /// By country of the subject and relation: the objects.
    pub kin: FxHashMap<(u32, u32), Table>,
    /// By subject: the countries of those it dealt with.
    pub abroad: Vec<Table>,
    /// By sector of the subject and relation.
    pub patterns: FxHashMap<(u32, u32), Pattern>,
    /// By entity: its latest events, newest last.
    pub recent: Vec<VecDeque<Memory>>,
    /// By subject and relation: its latest objects, newest last.
    pub recent_same: FxHashMap<(u32, u32), VecDeque<(u32, u32)>>,
}

impl State {
    pub fn new(entities: usize, relations: usize) -> Self {
        Self {
            relations: relations as u32,
            fading: Fading::new(HALF_LIVES),
            links: vec![Links::default(); entities],
            roles: vec![Table::default(); 2 * relations],
            active: vec![Tally::default(); entities],
            kin: FxHashMap::default(),
            abroad: vec![Table::default(); entities],
            patterns: FxHashMap::default(),
            recent: vec![VecDeque::new(); entities],
            recent_same: FxHashMap::default(),
        }
    }

    /// The other direction of a relation.
    pub fn turned(&self, r: u32) -> u32 {
        if r < self.relations {
            r + self.relations
        } else {
            r - self.relations
        }
    }

    /// Counts the events of a step, which must not lie before the last one.
    pub fn add(&mut self, now: u32, day: &[Fact], names: &Names) {
        for f in day {
            self.add_one(now, *f, names);
            let turned = Fact {
                s: f.o,
                r: f.r + self.relations,
                o: f.s,
            };
            self.add_one(now, turned, names);
        }
    }

    fn add_one(&mut self, now: u32, f: Fact, names: &Names) {
        let fading = &self.fading;
        let subject = f.s as usize;
        let link = self.links[subject].entry(f.o);
        link.all.add(now, fading);
        match link.by_relation.iter_mut().find(|(r, _)| *r == f.r) {
            Some((_, tally)) => tally.add(now, fading),
            None => {
                let mut tally = Tally::default();
                tally.add(now, fading);
                link.by_relation.push((f.r, tally));
            }
        }
        self.roles[f.r as usize].add(f.o, now, fading);
        self.active[subject].add(now, fading);
        let country = names.country[subject];
        if country != NONE {
            let kin = self.kin.entry((country, f.r)).or_default();
            kin.add(f.o, now, fading);
        }
        let abroad = names.country[f.o as usize];
        if abroad != NONE {
            self.abroad[subject].add(abroad, now, fading);
        }
        let pattern = self
            .patterns
            .entry((names.sector[subject], f.r))
            .or_default();
        let kind = (names.sector[f.o as usize], names.same_country(f.s, f.o));
        *pattern.counts.entry(kind).or_default() += 1.0;
        pattern.total += 1.0;
        push(&mut self.recent[subject], (now, f.r, f.o), RECENT);
        let same = self.recent_same.entry((f.s, f.r)).or_default();
        push(same, (now, f.o), RECENT_SAME);
    }
}

fn push<T>(queue: &mut VecDeque<T>, item: T, most: usize) {
    if queue.len() == most {
        queue.pop_front();
    }
    queue.push_back(item);
}
