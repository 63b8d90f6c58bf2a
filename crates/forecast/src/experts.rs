//! Simple forecasters, each a distribution over all entities, and their mixture.
//!
//! The mixture gives every entity a probability; its weights are fitted by expectation
//! maximisation. Each expert's share of a probability is exact.

use rustc_hash::FxHashMap;

use crate::names::Names;
use crate::quads::Asked;
use crate::rules::Rules;
use crate::state::State;

macro_rules! experts {
    ($($(#[$doc:meta])* $name:ident = $text:literal),* $(,)?) => {
        /// A simple forecaster.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[repr(usize)]
        pub(crate) enum Expert { $($(#[$doc])* $name),* }

        /// Number of experts.
        pub(crate) const EXPERTS: usize = [$(Expert::$name),*].len();

        /// What each expert goes by, in words.
        pub(crate) const EXPERT_TEXT: [&str; EXPERTS] = [$($text),*];
    };
}

experts! {
    /// Objects of subject and relation, last days.
    SameFast = "the same act towards it in the last days",
    /// Objects of subject and relation, last weeks.
    SameMiddle = "the same act towards it in the last weeks",
    /// Objects of subject and relation, ever.
    SameEver = "the same act towards it at any time",
    /// Partners of the subject, last weeks.
    PairMiddle = "dealings between the two in the last weeks",
    /// Partners of the subject, ever.
    PairEver = "dealings between the two at any time",
    /// Rules from relation to relation.
    Rules = "what acts between the two were followed by",
    /// Objects of the relation, last weeks.
    RoleMiddle = "others acting so towards it in the last weeks",
    /// Objects of the relation, last months.
    RoleSlow = "others acting so towards it in the last months",
    /// Objects of the relation for subjects of the same country.
    Kin = "actors of the same country acting so towards it",
    /// Members of the country, by the pattern of sectors.
    Home = "how such sectors of one country deal with each other",
    /// Partners of partners.
    Walk = "partners of its partners",
    /// Objects of those who act towards the same objects.
    Similar = "those who act alike act towards it",
    /// The factorisation.
    Embedding = "likeness to what it dealt with (factorisation)",
    /// Busy entities.
    Active = "how busy it was in the last weeks",
    /// Everyone alike.
    Even = "any actor at all",
}

/// What all questions of a step share.
pub(crate) struct Step {
    pub now: u32,
    /// By relation: its objects with fading counts, middle and slow, normalised.
    roles: FxHashMap<u32, [Vec<(u32, f32)>; 2]>,
    active: Vec<(u32, f32)>,
}

impl Step {
    pub fn new(asked: &[Asked], state: &State, now: u32) -> Self {
        let mut roles: FxHashMap<u32, [Vec<(u32, f32)>; 2]> = FxHashMap::default();
        for q in asked {
            roles.entry(q.r).or_insert_with(|| {
                let items = &state.roles[q.r as usize].items;
                [1, 2].map(|which| {
                    normal(
                        items
                            .iter()
                            .map(|(o, t)| (*o, t.at(now, &state.fading)[which])),
                    )
                })
            });
        }
        let active = (0_u32..).zip(&state.active);
        let active = normal(active.map(|(o, t)| (o, t.at(now, &state.fading)[1])));
        Self { now, roles, active }
    }
}

/// A distribution from weights; those too small to matter are dropped.
fn normal(weights: impl Iterator<Item = (u32, f32)>) -> Vec<(u32, f32)> {
    let mut list: Vec<(u32, f32)> = weights.filter(|&(_, w)| w > 1e-6).collect();
    let sum: f32 = list.iter().map(|&(_, w)| w).sum();
    if sum > 0.0 {
        list.iter_mut().for_each(|(_, w)| *w /= sum);
    }
    list
}

/// How many of the subject's latest partners a walk starts from.
const WALK_FROM: usize = 16;

/// What the experts say to one question: sparse lists, but for the factorisation and `Even`.
pub(crate) struct Opinions<'a> {
    lists: [std::borrow::Cow<'a, [(u32, f32)]>; EXPERTS],
    /// The factorisation's distribution over all entities.
    pub embedding: &'a [f32],
}

/// Where the experts look.
#[derive(Clone, Copy)]
pub(crate) struct Sources<'a> {
    pub state: &'a State,
    pub rules: &'a Rules,
    pub names: &'a Names,
}

impl<'a> Opinions<'a> {
    /// Asks all experts; `embedding` holds the factorisation's distribution.
    pub fn new(s: u32, r: u32, step: &'a Step, from: Sources<'a>, embedding: &'a [f32]) -> Self {
        let now = step.now;
        let state = from.state;
        let mut lists: [std::borrow::Cow<'a, [(u32, f32)]>; EXPERTS] =
            std::array::from_fn(|_| (&[][..]).into());
        let links = &state.links[s as usize].items;
        let same = || {
            links
                .iter()
                .filter_map(move |l| Some((l.object, l.relation(r)?)))
        };
        let mut put = |e: Expert, list: Vec<(u32, f32)>| lists[e as usize] = list.into();
        let at = |t: &crate::tally::Tally| t.at(now, &state.fading);
        put(Expert::SameFast, normal(same().map(|(o, t)| (o, at(t)[0]))));
        put(
            Expert::SameMiddle,
            normal(same().map(|(o, t)| (o, at(t)[1]))),
        );
        put(
            Expert::SameEver,
            normal(same().map(|(o, t)| (o, t.n + 4.0 * at(t)[2]))),
        );
        put(
            Expert::PairMiddle,
            normal(links.iter().map(|l| (l.object, at(&l.all)[1]))),
        );
        put(
            Expert::PairEver,
            normal(
                links
                    .iter()
                    .map(|l| (l.object, l.all.n + 4.0 * at(&l.all)[2])),
            ),
        );
        put(
            Expert::Rules,
            normal(links.iter().map(|l| {
                let miss: f32 = l
                    .by_relation
                    .iter()
                    .map(|(b, t)| 1.0 - from.rules.confidence(*b, r, t, now, state))
                    .product();
                (l.object, 1.0 - miss)
            })),
        );
        if let Some(kin) = state.kin.get(&(from.names.country[s as usize], r)) {
            let list = kin.items.iter().map(|(o, t)| (*o, at(t)[2]));
            put(Expert::Kin, normal(list));
        }
        put(Expert::Home, home(s, r, from));
        put(Expert::Walk, walk(s, now, state));
        put(Expert::Similar, similar(s, r, now, state));
        if let Some([middle, slow]) = step.roles.get(&r) {
            lists[Expert::RoleMiddle as usize] = middle.as_slice().into();
            lists[Expert::RoleSlow as usize] = slow.as_slice().into();
        }
        lists[Expert::Active as usize] = step.active.as_slice().into();
        Self { lists, embedding }
    }

    /// Which experts have anything to say here.
    pub fn speak(&self) -> [bool; EXPERTS] {
        let mut speak = std::array::from_fn(|e| !self.lists[e].is_empty());
        speak[Expert::Embedding as usize] = true;
        speak[Expert::Even as usize] = true;
        speak
    }

    /// The mixture with these weights, over all entities.
    pub fn mix(&self, weights: &[f32; EXPERTS], into: &mut [f32]) {
        let even = weights[Expert::Even as usize] / into.len().max(1) as f32;
        let w = weights[Expert::Embedding as usize];
        for (x, p) in into.iter_mut().zip(self.embedding) {
            *x = even + w * p;
        }
        for (list, w) in self.lists.iter().zip(weights) {
            for &(o, p) in list.iter() {
                into[o as usize] += w * p;
            }
        }
    }

    /// Each expert's probabilities of the chosen entities; `slot` maps an entity to its place
    /// among them, `u32::MAX` for none.
    pub fn table(&self, chosen: &[u32], slot: &[u32]) -> Vec<[f32; EXPERTS]> {
        let even = 1.0 / slot.len().max(1) as f32;
        let mut table: Vec<[f32; EXPERTS]> = chosen
            .iter()
            .map(|&o| {
                let mut row = [0.0; EXPERTS];
                row[Expert::Embedding as usize] = self.embedding[o as usize];
                row[Expert::Even as usize] = even;
                row
            })
            .collect();
        for (e, list) in self.lists.iter().enumerate() {
            for &(o, p) in list.iter() {
                if let Some(row) = table.get_mut(slot[o as usize] as usize) {
                    row[e] = p;
                }
            }
        }
        table
    }
}

/// Members of the subject's country, by how often such sectors met.
fn home(s: u32, r: u32, from: Sources<'_>) -> Vec<(u32, f32)> {
    let names = from.names;
    let Some(members) = names.members.get(names.country[s as usize] as usize) else {
        return Vec::new();
    };
    let Some(pattern) = from.state.patterns.get(&(names.sector[s as usize], r)) else {
        return Vec::new();
    };
    normal(members.iter().filter(|&&o| o != s).map(|&o| {
        let kind = (names.sector[o as usize], true);
        (o, pattern.counts.get(&kind).copied().unwrap_or(0.0))
    }))
}

/// Weight of a memory so many steps old: a half-life of two weeks.
fn fresh(lag: u32) -> f32 {
    (-(lag as f32) / 14.0).exp2()
}

/// Two steps from the subject along latest events.
fn walk(s: u32, now: u32, state: &State) -> Vec<(u32, f32)> {
    let mut reach: FxHashMap<u32, f32> = FxHashMap::default();
    for &(t, _, x) in state.recent[s as usize].iter().rev().take(WALK_FROM) {
        let far = &state.recent[x as usize];
        let sum: f32 = far.iter().map(|&(t, _, _)| fresh(now - t)).sum();
        let first = fresh(now - t) / sum.max(1e-6);
        for &(t, _, o) in far.iter().filter(|&&(_, _, o)| o != s) {
            *reach.entry(o).or_default() += first * fresh(now - t);
        }
    }
    list(reach)
}

/// From the subject to its objects of this relation, to others who act so towards them, to
/// their objects.
fn similar(s: u32, r: u32, now: u32, state: &State) -> Vec<(u32, f32)> {
    let mut reach: FxHashMap<u32, f32> = FxHashMap::default();
    let turned = state.turned(r);
    let latest = |s: u32, r: u32, n: usize| {
        state
            .recent_same
            .get(&(s, r))
            .into_iter()
            .flat_map(move |q| q.iter().rev().take(n))
    };
    for &(t, o) in latest(s, r, 6) {
        let first = fresh(now - t);
        for &(t, other) in latest(o, turned, 8).filter(|&&(_, x)| x != s) {
            let second = first * fresh(now - t);
            for &(t, o) in latest(other, r, 8) {
                *reach.entry(o).or_default() += second * fresh(now - t);
            }
        }
    }
    list(reach)
}

/// As a list in order of id, so that sums do not depend on how a map is laid out.
fn list(reach: FxHashMap<u32, f32>) -> Vec<(u32, f32)> {
    let mut list: Vec<(u32, f32)> = reach.into_iter().collect();
    list.sort_unstable_by_key(|&(o, _)| o);
    normal(list.into_iter())
}

/// Weights of the experts, by what is known of subject and relation.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub(crate) struct Mixture {
    weights: Vec<[f32; EXPERTS]>,
}

/// One answer as the experts saw it, for fitting.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    pub context: usize,
    pub speak: [bool; EXPERTS],
    pub probability: [f32; EXPERTS],
}

/// Classes of what is known.
const CONTEXTS: usize = 5;

impl Mixture {
    /// Even weights.
    pub fn new() -> Self {
        Self {
            weights: vec![[1.0 / EXPERTS as f32; EXPERTS]; CONTEXTS],
        }
    }

    /// Whether it has weights for every context.
    pub fn is_sound(&self) -> bool {
        self.weights.len() == CONTEXTS
    }

    /// By how often the subject did this so far.
    pub fn context(s: u32, r: u32, state: &State) -> usize {
        let n = state.roles[state.turned(r) as usize]
            .get(s)
            .map_or(0.0, |t| t.n);
        [1.0, 3.0, 10.0, 50.0].partition_point(|&least| least <= n)
    }

    /// The weights in a context, shared out among those who speak.
    pub fn weights(&self, context: usize, speak: &[bool; EXPERTS]) -> [f32; EXPERTS] {
        let mut w = self.weights[context];
        for (w, speaks) in w.iter_mut().zip(speak) {
            if !speaks {
                *w = 0.0;
            }
        }
        let sum: f32 = w.iter().sum();
        w.map(|w| w / sum.max(1e-9))
    }

    /// Fits the weights to answers by expectation maximisation, from where they stand.
    pub fn fit(&mut self, seen: &[Seen], rounds: usize) {
        for _ in 0..rounds {
            let mut shares = vec![[1e-3_f64; EXPERTS]; CONTEXTS];
            for a in seen {
                let w = self.weights(a.context, &a.speak);
                let joint: [f32; EXPERTS] = std::array::from_fn(|e| w[e] * a.probability[e]);
                let sum: f32 = joint.iter().sum::<f32>().max(1e-12);
                for (share, j) in shares[a.context].iter_mut().zip(joint) {
                    *share += f64::from(j / sum);
                }
            }
            for (w, share) in self.weights.iter_mut().zip(shares) {
                let sum: f64 = share.iter().sum();
                *w = share.map(|x| (x / sum) as f32);
            }
        }
    }
}
