//! What has passed between two actors, and what each did otherwise.

use rustc_hash::FxHashMap;

use super::Act;
use crate::names::{NONE, Names, OTHER, STATE};
use crate::tally::{Fading, Tally, Windows};

/// Half-lives of the counts, in steps.
pub(crate) const HALF_LIVES: [f32; 3] = [5.0, 20.0, 80.0];

/// Half-lives of the shares of windows, in steps.
const WINDOW_HALF_LIVES: [f32; 3] = [15.0, 45.0, 150.0];

/// Verbal cooperation, material cooperation, verbal conflict, material conflict, and what has
/// no known root.
const CLASSES: usize = 5;

fn class(root: Option<u8>) -> usize {
    match root {
        Some(1..=5) => 0,
        Some(6..=9) => 1,
        Some(10..=14) => 2,
        Some(15..=20) => 3,
        _ => 4,
    }
}

/// One event, in steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Event {
    pub step: u32,
    pub source: u32,
    pub target: u32,
    pub relation: u32,
}

/// What one has done to the other.
#[derive(Debug, Clone, Default)]
struct Side {
    acts: [Tally; CLASSES],
    all: Tally,
    /// Days with an event.
    days: Tally,
    /// For each way of acting, in how many windows as long as the horizon it was seen, and on how
    /// many days.
    windows: [[Windows; 2]; Act::ALL.len()],
    first: u32,
}

/// What an actor did and suffered altogether.
#[derive(Debug, Clone, Default)]
struct Life {
    did: [Tally; CLASSES],
    suffered: [Tally; CLASSES],
    all: Tally,
    partners: u32,
}

/// Counts of all that happened before a step.
#[derive(Debug, Clone)]
pub(crate) struct Counts {
    fading: Fading,
    shares: Fading,
    /// Length of a window, in steps.
    span: u32,
    sides: FxHashMap<(u32, u32), Side>,
    lives: FxHashMap<u32, Life>,
    /// What was done between the actors of two countries; an actor without one stands for itself.
    blocks: FxHashMap<(u32, u32), [Tally; CLASSES]>,
    /// Every event, whoever took part.
    world: Tally,
}

/// Which side of a pair, or whose life, a group of features tells of.
const GROUPS: [&str; 2] = ["A towards B", "B towards A"];

/// Width of a row of features.
pub(crate) const WIDTH: usize = 2 * SIDE + 2 * LIFE + KINDS + WINDOWS + 2 * BLOCK;
/// Features of one side, of one life, of what the two are, of windows, of a pair of countries.
const SIDE: usize = CLASSES * 4 + 6;
const LIFE: usize = 2 * CLASSES + 3;
const KINDS: usize = 3;
const WINDOWS: usize = 3 * Act::ALL.len() * 3;
const BLOCK: usize = 2 * (CLASSES - 1);

/// The country of an actor, or the actor itself.
fn block(names: &Names, actor: u32) -> u32 {
    match names.country.get(actor as usize) {
        // countries are fewer than actors: counted from the top they are no actor's number
        Some(&country) if country != NONE => u32::MAX - country,
        _ => actor,
    }
}

impl Counts {
    /// For forecasts over `span` steps.
    pub fn new(span: u32) -> Self {
        Self {
            fading: Fading::new(HALF_LIVES),
            shares: Fading::new(WINDOW_HALF_LIVES),
            span,
            sides: FxHashMap::default(),
            lives: FxHashMap::default(),
            blocks: FxHashMap::default(),
            world: Tally::default(),
        }
    }

    /// Counts an event for how busy the world and the two countries are, and for nothing else.
    pub fn pass(&mut self, e: Event, root: Option<u8>, names: &Names) {
        self.world.add(e.step, &self.fading);
        let blocks = (block(names, e.source), block(names, e.target));
        self.blocks.entry(blocks).or_default()[class(root)].add(e.step, &self.fading);
    }

    /// How busy the world was in the last days, against the last months; 1 where nothing changed.
    pub fn level(&self, now: u32) -> f64 {
        let counts = self.world.at(now, &self.fading);
        // a steady rate gives counts in proportion to the half-lives, once the longest is filled
        let filled = |i: usize| 1.0 - (-(now as f32) / HALF_LIVES[i]).exp2();
        let rate = |i: usize| f64::from(counts[i] / HALF_LIVES[i] / filled(i).max(1e-3));
        if rate(2) > 0.0 {
            (rate(0) / rate(2)).clamp(0.5, 2.0)
        } else {
            1.0
        }
    }

    /// Counts an event, which must not lie before the last one.
    pub fn add(&mut self, e: Event, root: Option<u8>, names: &Names) {
        self.pass(e, root, names);
        let (now, fading) = (e.step, &self.fading);
        let class = class(root);
        let new_pair = !self.sides.contains_key(&(e.source, e.target))
            && !self.sides.contains_key(&(e.target, e.source));
        let side = self.sides.entry((e.source, e.target)).or_default();
        if side.all.n == 0.0 {
            side.first = now;
        }
        side.acts[class].add(now, fading);
        side.all.add(now, fading);
        if side.days.lag(now) != Some(0) {
            side.days.add(now, fading);
        }
        for (act, windows) in Act::ALL.iter().zip(&mut side.windows) {
            if root.is_some_and(|root| act.holds(root)) {
                windows[0].add(now, self.span, &self.shares);
                windows[1].add(now, 1, &self.shares);
            }
        }
        for (actor, did) in [(e.source, true), (e.target, false)] {
            let life = self.lives.entry(actor).or_default();
            let acts = if did {
                &mut life.did
            } else {
                &mut life.suffered
            };
            acts[class].add(now, fading);
            life.all.add(now, fading);
            life.partners += u32::from(new_pair);
        }
    }

    /// Steps since the last event between the two, in either direction.
    pub fn lag(&self, a: u32, b: u32, now: u32) -> Option<u32> {
        let lag = |pair| self.sides.get(&pair).and_then(|s: &Side| s.all.lag(now));
        [lag((a, b)), lag((b, a))].into_iter().flatten().min()
    }

    /// Ordered pairs with an event in either direction in the last `window` steps, in order.
    pub fn recent(&self, now: u32, window: u32) -> Vec<(u32, u32)> {
        let mut pairs: Vec<(u32, u32)> = self
            .sides
            .iter()
            .filter(|(_, s)| s.all.lag(now).is_some_and(|lag| lag <= window))
            .flat_map(|(&(a, b), _)| [(a, b), (b, a)])
            .collect();
        pairs.sort_unstable();
        pairs.dedup();
        pairs
    }

    /// Fading counts of acts from `a` to `b` by the classes of [`super::Act`], all half-lives.
    pub fn rate(&self, a: u32, b: u32, act: Act, now: u32) -> [f32; 3] {
        let wanted: &[usize] = match act {
            Act::Cooperation => &[0, 1],
            Act::Conflict => &[2, 3],
            Act::MaterialConflict => &[3],
        };
        let mut sum = [0.0; 3];
        if let Some(side) = self.sides.get(&(a, b)) {
            for &class in wanted {
                for (s, x) in sum.iter_mut().zip(side.acts[class].at(now, &self.fading)) {
                    *s += x;
                }
            }
        }
        sum
    }

    /// The features of an ordered pair; see [`text`].
    pub fn row(&self, a: u32, b: u32, now: u32, names: &Names) -> [f32; WIDTH] {
        let mut row = [0.0; WIDTH];
        let mut slots = row.iter_mut();
        let mut put = |x: f32| {
            if let Some(slot) = slots.next() {
                *slot = x;
            }
        };
        let age = |lag: Option<u32>| lag.map_or(9.0, |lag| (lag as f32).ln_1p());
        for pair in [(a, b), (b, a)] {
            let none = Side::default();
            let side = self.sides.get(&pair).unwrap_or(&none);
            for tally in &side.acts {
                tally.at(now, &self.fading).into_iter().for_each(&mut put);
                put(age(tally.lag(now)));
            }
            side.all
                .at(now, &self.fading)
                .into_iter()
                .for_each(&mut put);
            put(side.days.at(now, &self.fading)[1]);
            put(side.days.at(now, &self.fading)[2]);
            put(age(
                (side.all.n > 0.0).then(|| now.saturating_sub(side.first))
            ));
        }
        for actor in [a, b] {
            let none = Life::default();
            let life = self.lives.get(&actor).unwrap_or(&none);
            for tally in life.did.iter().chain(&life.suffered) {
                put(tally.at(now, &self.fading)[1].ln_1p());
            }
            put(life.all.at(now, &self.fading)[0].ln_1p());
            put(life.all.at(now, &self.fading)[2].ln_1p());
            put((life.partners as f32).ln_1p());
        }
        put(f32::from(names.same_country(a, b)));
        for actor in [a, b] {
            put(match names.sector.get(actor as usize) {
                Some(&STATE) => 0.0,
                Some(&OTHER) | None => 2.0,
                Some(_) => 1.0,
            });
        }
        let none = Side::default();
        let [there, back] = [(a, b), (b, a)].map(|pair| self.sides.get(&pair).unwrap_or(&none));
        for act in 0..Act::ALL.len() {
            for (side, which, span) in [(there, 0, self.span), (back, 0, self.span), (there, 1, 1)]
            {
                side.windows[act][which]
                    .shares(now, span, &self.shares)
                    .into_iter()
                    .for_each(&mut put);
            }
        }
        let (home, away) = (block(names, a), block(names, b));
        let idle = Default::default();
        for (blocks, side) in [((home, away), there), ((away, home), back)] {
            let all = self.blocks.get(&blocks).unwrap_or(&idle);
            for (all, own) in all.iter().zip(&side.acts).take(CLASSES - 1) {
                // what the others of the two countries did, without the pair itself
                let (all, own) = (all.at(now, &self.fading), own.at(now, &self.fading));
                for i in 0..2 {
                    put((all[i] - own[i]).max(0.0).ln_1p());
                }
            }
        }
        row
    }
}

/// What a feature tells, in words.
pub(crate) fn text(feature: usize) -> String {
    const ACTS: [&str; CLASSES] = [
        "verbal cooperation",
        "material cooperation",
        "verbal conflict",
        "material conflict",
        "other acts",
    ];
    const SPANS: [&str; 4] = [
        "last days",
        "last weeks",
        "last months",
        "time since the last",
    ];
    if feature < 2 * SIDE {
        let (group, at) = (GROUPS[feature / SIDE], feature % SIDE);
        return match at {
            at if at < CLASSES * 4 => format!("{}, {}: {group}", ACTS[at / 4], SPANS[at % 4]),
            20..=22 => format!("all acts, {}: {group}", SPANS[at - 20]),
            23 | 24 => format!("days with an act, {}: {group}", SPANS[at - 22]),
            _ => format!("time since the first act: {group}"),
        };
    }
    let feature = feature - 2 * SIDE;
    if feature < 2 * LIFE {
        let who = ["A", "B"][feature / LIFE];
        return match feature % LIFE {
            at if at < CLASSES => format!("{} by {who}, whoever suffers it", ACTS[at]),
            at if at < 2 * CLASSES => {
                format!("{} towards {who}, whoever does it", ACTS[at - CLASSES])
            }
            10 => format!("all events of {who}, last days"),
            11 => format!("all events of {who}, last months"),
            _ => format!("number of partners of {who}"),
        };
    }
    let feature = feature - 2 * LIFE;
    if feature < KINDS {
        return [
            "same country",
            "kind of A: country, sector or other",
            "kind of B: country, sector or other",
        ][feature]
            .to_owned();
    }
    let feature = feature - KINDS;
    if feature < WINDOWS {
        let (act, which) = (Act::ALL[feature / 9], feature % 9 / 3);
        let over = ["weeks", "months", "year"][feature % 3];
        return match which {
            2 => format!("share of days with {act}, last {over}: {}", GROUPS[0]),
            _ => format!(
                "share of windows of the horizon with {act}, last {over}: {}",
                GROUPS[which]
            ),
        };
    }
    let feature = feature - WINDOWS;
    format!(
        "{}, {}, by others of the two countries: {}",
        ACTS[feature % BLOCK / 2],
        SPANS[feature % 2],
        GROUPS[(feature / BLOCK).min(1)]
    )
}
