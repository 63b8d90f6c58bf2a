//! What has passed between two actors, and what each did otherwise.

use rustc_hash::FxHashMap;

use super::Act;
use super::around::Around;
use crate::names::{NONE, Names};
use crate::tally::{Fading, Tally, Windows};

/// Half-lives of the counts, in steps.
pub(crate) const HALF_LIVES: [f32; 3] = [5.0, 20.0, 80.0];

/// Half-lives of the shares of windows, in steps.
const WINDOW_HALF_LIVES: [f32; 3] = [15.0, 45.0, 150.0];

/// Half-lives of counts of the latest days, in steps.
pub(crate) const BRIEF: [f32; 3] = [1.5, 3.0, 10.0];

/// Half-lives of all acts between the two, from a breaking story to a habit, in steps.
const SPREAD: [f32; 3] = [2.0, 8.0, 150.0];

/// Number of ways of acting.
pub(crate) const ACTS: usize = Act::ALL.len();

/// A count for each way of acting.
pub(super) type ByAct = [Tally; ACTS];

/// CAMEO roots of steps towards a meeting, counted by themselves: consent to one, and meetings.
const STEPS: [u8; 2] = [3, 4];

/// Verbal cooperation, material cooperation, verbal conflict, material conflict, and what has
/// no known root.
pub(super) const CLASSES: usize = 5;

fn class(root: Option<u8>) -> usize {
    match root {
        Some(1..=5) => 0,
        Some(6..=9) => 1,
        Some(10..=14) => 2,
        Some(15..=20) => 3,
        _ => 4,
    }
}

/// The classes that make up a way of acting.
fn classes(act: Act) -> &'static [usize] {
    match act {
        Act::Cooperation => &[0, 1],
        Act::Conflict => &[2, 3],
        Act::MaterialConflict => &[3],
    }
}

/// Fading counts of a way of acting, from those of its classes.
fn of_act(acts: &[Tally; CLASSES], act: Act, now: u32, fading: &Fading) -> [f32; 3] {
    let mut sum = [0.0; 3];
    for &class in classes(act) {
        for (s, x) in sum.iter_mut().zip(acts[class].at(now, fading)) {
            *s += x;
        }
    }
    sum
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
pub(super) struct Side {
    pub acts: [Tally; CLASSES],
    pub all: Tally,
    /// Days with an event.
    pub days: Tally,
    /// For each way of acting, in how many windows as long as the horizon it was seen, and on how
    /// many days.
    pub windows: [[Windows; 2]; ACTS],
    pub first: u32,
    /// Fading by [`BRIEF`].
    pub brief: ByAct,
    /// All acts, fading by [`SPREAD`].
    pub spread: Tally,
    /// By [`STEPS`].
    pub steps: [Tally; STEPS.len()],
    /// The last three days with such an act, latest first, each counted from 1; 0 where there is
    /// none.
    pub latest: [[u32; 3]; ACTS],
}

/// What an actor did and suffered altogether.
#[derive(Debug, Clone, Default)]
pub(super) struct Life {
    pub did: [Tally; CLASSES],
    pub suffered: [Tally; CLASSES],
    pub all: Tally,
    pub partners: u32,
    /// Fading by [`BRIEF`].
    pub did_lately: ByAct,
    /// Fading by [`BRIEF`].
    pub suffered_lately: ByAct,
}

impl Life {
    /// Fading counts of what the actor did.
    pub fn did(&self, act: Act, now: u32, fading: &Fading) -> [f32; 3] {
        of_act(&self.did, act, now, fading)
    }

    /// Fading counts of what the actor suffered.
    pub fn suffered(&self, act: Act, now: u32, fading: &Fading) -> [f32; 3] {
        of_act(&self.suffered, act, now, fading)
    }
}

/// What was done altogether, whoever took part.
#[derive(Debug, Clone, Default)]
pub(super) struct World {
    pub all: Tally,
    pub acts: ByAct,
    /// Fading by [`BRIEF`].
    pub lately: ByAct,
    /// From one sector to another, and the same within one country.
    pub sectors: FxHashMap<(u32, u32), [ByAct; 2]>,
}

/// Counts of all that happened before a step.
#[derive(Debug, Clone)]
pub(crate) struct Counts {
    pub(super) fading: Fading,
    pub(super) brief: Fading,
    pub(super) spread: Fading,
    pub(super) shares: Fading,
    /// Length of a window, in steps.
    pub(super) span: u32,
    pub(super) sides: FxHashMap<(u32, u32), Side>,
    pub(super) lives: FxHashMap<u32, Life>,
    /// What was done between the actors of two countries; an actor without one stands for itself.
    pub(super) blocks: FxHashMap<(u32, u32), [Tally; CLASSES]>,
    /// What an actor did to the actors of a country.
    pub(super) towards: FxHashMap<(u32, u32), ByAct>,
    /// What the actors of a country did to an actor.
    pub(super) from: FxHashMap<(u32, u32), ByAct>,
    pub(super) world: World,
}

/// The country of an actor, or the actor itself.
pub(super) fn block(names: &Names, actor: u32) -> u32 {
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
            brief: Fading::new(BRIEF),
            spread: Fading::new(SPREAD),
            shares: Fading::new(WINDOW_HALF_LIVES),
            span,
            sides: FxHashMap::default(),
            lives: FxHashMap::default(),
            blocks: FxHashMap::default(),
            towards: FxHashMap::default(),
            from: FxHashMap::default(),
            world: World::default(),
        }
    }

    /// Counts an event for how busy the world, sectors and the two countries are, and for nothing
    /// else.
    pub fn pass(&mut self, e: Event, root: Option<u8>, names: &Names) {
        let (now, fading) = (e.step, &self.fading);
        self.world.all.add(now, fading);
        let blocks = (block(names, e.source), block(names, e.target));
        self.blocks.entry(blocks).or_default()[class(root)].add(now, fading);
        let sectors = names.sectors(e.source, e.target);
        let sectors = self.world.sectors.entry(sectors).or_default();
        let at_home = names.same_country(e.source, e.target);
        for i in acts(root) {
            self.world.acts[i].add(now, fading);
            self.world.lately[i].add(now, &self.brief);
            sectors[0][i].add(now, fading);
            if at_home {
                sectors[1][i].add(now, fading);
            }
        }
    }

    /// How busy the world was in the last days, against the last months; 1 where nothing changed.
    pub fn level(&self, now: u32) -> f64 {
        let counts = self.full(self.world.all.at(now, &self.fading), now);
        // a steady rate gives counts in proportion to the half-lives
        let rate = |i: usize| f64::from(counts[i] / HALF_LIVES[i]);
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
        side.spread.add(now, &self.spread);
        for (step, tally) in STEPS.iter().zip(&mut side.steps) {
            if root == Some(*step) {
                tally.add(now, fading);
            }
        }
        for i in acts(root) {
            side.windows[i][0].add(now, self.span, &self.shares);
            side.windows[i][1].add(now, 1, &self.shares);
            side.brief[i].add(now, &self.brief);
            let day = now.saturating_add(1);
            let [last, before, _] = side.latest[i];
            if last != day {
                side.latest[i] = [day, last, before];
            }
        }
        for (actor, did) in [(e.source, true), (e.target, false)] {
            let life = self.lives.entry(actor).or_default();
            let (all, lately) = if did {
                (&mut life.did, &mut life.did_lately)
            } else {
                (&mut life.suffered, &mut life.suffered_lately)
            };
            all[class].add(now, fading);
            for i in acts(root) {
                lately[i].add(now, &self.brief);
            }
            life.all.add(now, fading);
            life.partners += u32::from(new_pair);
        }
        let towards = (e.source, block(names, e.target));
        let from = (block(names, e.source), e.target);
        for (map, key) in [(&mut self.towards, towards), (&mut self.from, from)] {
            let tallies = map.entry(key).or_default();
            for i in acts(root) {
                tallies[i].add(now, fading);
            }
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
        self.sides
            .get(&(a, b))
            .map_or([0.0; 3], |side| of_act(&side.acts, act, now, &self.fading))
    }

    /// Such counts, as over an endless past of the same pace.
    pub fn full(&self, counts: [f32; 3], now: u32) -> [f32; 3] {
        self.fading.full(counts, now)
    }

    /// [`Counts::rate`] in full.
    pub fn full_rate(&self, a: u32, b: u32, act: Act, now: u32) -> [f32; 3] {
        self.full(self.rate(a, b, act, now), now)
    }

    /// Who dealt with whom, as far as it is not forgotten.
    pub fn around(&self, now: u32) -> Around {
        let sides = self.sides.iter().map(|(&pair, side)| {
            let habit = |act| of_act(&side.acts, act, now, &self.fading)[1];
            let lately = |act: Act| side.brief[act as usize].at(now, &self.brief)[2];
            let ways = [Act::Cooperation, Act::Conflict];
            (pair, ways.map(habit), ways.map(lately), side.all.lag(now))
        });
        Around::new(sides)
    }
}

/// The ways of acting that an event counts for, by number.
fn acts(root: Option<u8>) -> impl Iterator<Item = usize> {
    let ways = Act::ALL.into_iter().enumerate();
    ways.filter(move |(_, act)| root.is_some_and(|root| act.holds(root)))
        .map(|(i, _)| i)
}
