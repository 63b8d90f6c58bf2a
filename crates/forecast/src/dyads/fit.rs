//! Fitting the models of dyads, one for each act and horizon.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::Act;
use super::counts::{Counts, Event};
use super::level::{Level, Told};
use super::linear::Linear;
use super::row::WIDTH;
use crate::boost::{Forest, Growth, Loss, Rows, grow};
use crate::names::Names;
use crate::quads::{Clock, Quads, Timeline, Vocabulary};
use crate::{ForecastError, MAX_RELATIONS};

/// How the models of dyads are fitted. The defaults were chosen on validation splits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DyadOptions {
    /// Horizons, in days.
    pub horizons: Vec<u32>,
    /// A pair counts as known if there was an event between the two in so many days.
    pub window: u32,
    /// Days between two origins.
    pub stride: u32,
    /// Days after which an origin counts half in fitting.
    pub half_life: f32,
    /// Number of trees.
    pub trees: usize,
    /// Leaves of a tree.
    pub leaves: usize,
    /// How much of each tree counts.
    pub rate: f32,
    /// Share of the linear score in the log-odds; the rest is that of the trees.
    pub linear: f32,
    /// Seed of all chance.
    pub seed: u64,
    /// The most rows a model is fitted to; of more, even shares are drawn.
    pub most_rows: usize,
}

impl Default for DyadOptions {
    fn default() -> Self {
        Self {
            horizons: vec![7, 30],
            window: 90,
            stride: 7,
            half_life: 120.0,
            trees: 120,
            leaves: 12,
            rate: 0.07,
            linear: 0.4,
            seed: 1,
            most_rows: 600_000,
        }
    }
}

/// One fitted model.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Fitted {
    pub act: Act,
    pub horizon: u32,
    pub forest: Forest,
    /// Share of rows with the act, in fitting.
    pub base_rate: f64,
    /// How full fading counts become a rate: where the trees start from.
    pub start: Poisson,
    /// The same of counts as they were seen, to measure the rest against: taken by itself it
    /// forecasts better.
    pub poisson: Poisson,
    /// Stands beside the forest.
    pub linear: Linear,
    /// Its share in the log-odds.
    pub share: f32,
    /// What the last windows fitted to say of the level.
    pub level: Level,
}

/// Days without an event after which a pair is dormant.
pub(super) const DORMANT: u32 = 30;

/// Of dormant pairs that stay so, one in so many is fitted to and stands for all.
const QUIET: f32 = 5.0;

/// No forecast reaches further, in days: ten years.
const FARTHEST: u32 = 3653;

impl Fitted {
    /// Whether nothing in it reaches outside a table.
    pub fn is_sound(&self) -> bool {
        self.forest.is_sound(WIDTH)
            && self.linear.is_sound(WIDTH)
            && (0.0..=1.0).contains(&self.share)
            && self.level.is_sound()
            && [self.start, self.poisson].iter().all(|p| p.which < 3)
            && self.horizon <= FARTHEST
    }
}

/// P = 1 − exp(−N·(constant + slope · fading count of such acts)·levelᵍ), where level is how
/// busy the world was lately.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(crate) struct Poisson {
    pub which: usize,
    pub slope: f64,
    pub constant: f64,
    /// The power of the level; 0 looks past it.
    pub power: f64,
}

impl Poisson {
    pub fn probability(&self, counts: [f32; 3], level: f64, horizon: u32) -> f64 {
        let rate = self.constant + self.slope * f64::from(counts[self.which]);
        1.0 - (-rate * level.powf(self.power) * f64::from(horizon)).exp()
    }

    /// The same as log-odds.
    pub fn log_odds(&self, counts: [f32; 3], level: f64, horizon: u32) -> f32 {
        let p = self.probability(counts, level, horizon);
        let p = p.clamp(1e-6, 1.0 - 1e-6);
        (p / (1.0 - p)).ln() as f32
    }
}

/// Fitted models of dyads with the events they stand on.
#[derive(Debug, Clone)]
pub struct DyadModel {
    pub(crate) words: Vocabulary,
    pub(crate) names: Names,
    pub(crate) clock: Clock,
    pub(crate) options: DyadOptions,
    pub(crate) roots: Vec<Option<u8>>,
    pub(crate) events: Vec<Event>,
    pub(crate) models: Vec<Fitted>,
}

/// Events in order of time.
pub(crate) fn in_order(quads: Quads<'_>, clock: Clock) -> Vec<Event> {
    let mut events: Vec<Event> = (0..quads.len())
        .filter_map(|i| {
            Some(Event {
                step: clock.step_of(i64::from(quads.time[i]))?,
                source: quads.subject[i],
                target: quads.object[i],
                relation: quads.relation[i],
            })
        })
        .collect();
    sort(&mut events);
    events
}

/// Events laid out by one clock, as another counts them.
pub(crate) fn events_of(line: &Timeline, from: Clock, to: Clock) -> Vec<Event> {
    let mut events: Vec<Event> = line
        .iter()
        .filter_map(|(step, f)| {
            Some(Event {
                step: to.step_of(from.time_of(step))?,
                source: f.s,
                target: f.o,
                relation: f.r,
            })
        })
        .collect();
    sort(&mut events);
    events
}

/// In order of time, without repeats within a step.
fn sort(events: &mut Vec<Event>) {
    events.sort_unstable_by_key(|e| (e.step, e.source, e.target, e.relation));
    events.dedup();
}

/// Fading counts of a way of acting, one for each of several pairs.
#[derive(Clone, Default)]
pub(crate) struct Rates {
    pub seen: Vec<[f32; 3]>,
    /// As over an endless past of the same pace.
    pub full: Vec<[f32; 3]>,
}

/// The state of things at each origin, and what came after it.
pub(crate) struct Origin<'a> {
    pub now: u32,
    pub counts: &'a Counts,
    /// Events from `now` on.
    pub later: &'a [Event],
}

impl Origin<'_> {
    /// Whether nothing has passed between the two for long.
    pub fn is_dormant(&self, (a, b): (u32, u32)) -> bool {
        let lag = self.counts.lag(a, b, self.now);
        lag.is_none_or(|lag| lag > DORMANT)
    }

    /// Fading counts of such acts of pairs, as they are and full.
    pub fn rates(&self, pairs: &[(u32, u32)], act: Act) -> Rates {
        let rate = |&(a, b): &(u32, u32)| self.counts.rate(a, b, act, self.now);
        let seen: Vec<[f32; 3]> = pairs.iter().map(rate).collect();
        let full = seen.iter().map(|&x| self.counts.full(x, self.now));
        Rates {
            full: full.collect(),
            seen,
        }
    }

    /// The features of pairs.
    pub fn rows(&self, pairs: &[(u32, u32)], names: &Names) -> Vec<[f32; WIDTH]> {
        let around = self.counts.around(self.now);
        let row = |&(a, b): &(u32, u32)| self.counts.row(a, b, self.now, names, &around);
        pairs.par_iter().map(row).collect()
    }
}

/// Visits origins in order of time; each sees only what lies before it.
pub(crate) fn visit(
    events: &[Event],
    roots: &[Option<u8>],
    names: &Names,
    horizon: u32,
    origins: &[u32],
    mut each: impl FnMut(Origin<'_>),
) {
    let mut counts = Counts::new(horizon);
    let mut next = 0;
    for &now in origins {
        while let Some(&e) = events.get(next).filter(|e| e.step < now) {
            counts.add(e, root(roots, e.relation), names);
            next += 1;
        }
        each(Origin {
            now,
            counts: &counts,
            later: &events[next..],
        });
    }
}

pub(crate) fn root(roots: &[Option<u8>], relation: u32) -> Option<u8> {
    roots.get(relation as usize).copied().flatten()
}

/// Ordered pairs with such an act within `horizon` steps of an origin, sorted.
pub(crate) fn happened(
    origin: &Origin<'_>,
    roots: &[Option<u8>],
    act: Act,
    horizon: u32,
) -> Vec<(u32, u32)> {
    let end = origin.now.saturating_add(horizon);
    let mut pairs: Vec<(u32, u32)> = origin
        .later
        .iter()
        .take_while(|e| e.step < end)
        .filter(|e| root(roots, e.relation).is_some_and(|r| act.holds(r)))
        .map(|e| (e.source, e.target))
        .collect();
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// Fits all models. `day` is the length of a day in the unit of the times (none: the smallest
/// step between times is taken for a day); `roots` gives the CAMEO root of each relation.
///
/// # Errors
/// Bad columns or ids, too many relations, or too short a time for the shortest horizon.
pub fn fit_dyads(
    quads: Quads<'_>,
    words: &Vocabulary,
    roots: &[Option<u8>],
    day: Option<i64>,
    options: DyadOptions,
) -> Result<DyadModel, ForecastError> {
    quads.check(words)?;
    if words.relations.len() > MAX_RELATIONS {
        return Err(ForecastError::Relations {
            count: words.relations.len(),
            most: MAX_RELATIONS,
        });
    }
    let mut clock = Clock::of(quads.time);
    if let Some(day) = day {
        clock.step = day.max(1);
    }
    let events = in_order(quads, clock);
    let names = Names::new(&words.entities);
    let end = events.last().map_or(0, |e| e.step + 1);
    let mut models = Vec::new();
    for horizon in options.horizons.iter().map(|&h| h.clamp(1, FARTHEST)) {
        models.extend(fit_horizon(&events, roots, &names, end, horizon, &options)?);
    }
    Ok(DyadModel {
        words: words.clone(),
        names,
        clock,
        options,
        roots: roots.to_vec(),
        events,
        models,
    })
}

pub(crate) fn fit_horizon(
    events: &[Event],
    roots: &[Option<u8>],
    names: &Names,
    end: u32,
    horizon: u32,
    options: &DyadOptions,
) -> Result<Vec<Fitted>, ForecastError> {
    // origins whose window ends before the events do, counted back from the last, once some
    // history has gathered
    let start = options.window.min(end / 3);
    let mut origins: Vec<u32> = (start..=end.saturating_sub(horizon))
        .rev()
        .step_by(options.stride.max(1) as usize)
        .filter(|&now| now > 0 && now + horizon <= end)
        .collect();
    origins.reverse();
    let mut rng = fastrand::Rng::with_seed(options.seed);
    let mut rows = Rows {
        width: WIDTH,
        starts: vec![0],
        ..Rows::default()
    };
    let mut happenings: Vec<Vec<bool>> = vec![Vec::new(); Act::ALL.len()];
    let mut rates: Vec<Rates> = vec![Rates::default(); Act::ALL.len()];
    let mut levels: Vec<f64> = Vec::new();
    let mut starts: Vec<(u32, usize)> = Vec::new();
    // an even share where there are more rows than wanted
    let mut all = 0.0;
    visit(events, roots, names, horizon, &origins, |o| {
        let pairs = o.counts.recent(o.now, options.window);
        all += pairs.len() as f64;
        let quiet = pairs.iter().filter(|&&pair| o.is_dormant(pair)).count() as f64;
        all -= quiet * (1.0 - 1.0 / f64::from(QUIET));
    });
    let share = (options.most_rows as f64 / all.max(1.0)).min(1.0);
    visit(events, roots, names, horizon, &origins, |o| {
        let such = Act::ALL.map(|act| happened(&o, roots, act, horizon));
        starts.push((o.now, rows.weight.len()));
        let age = (end - o.now) as f32;
        let weight = (-age / options.half_life).exp2();
        let mut pairs = o.counts.recent(o.now, options.window);
        pairs.retain(|pair| {
            let quiet = o.is_dormant(*pair) && such.iter().all(|s| s.binary_search(pair).is_err());
            let times = if quiet { QUIET } else { 1.0 };
            let kept = (share >= 1.0 || rng.f64() < share) && rng.f32() * times < 1.0;
            if kept {
                rows.weight.push(weight * times);
            }
            kept
        });
        rows.values
            .extend(o.rows(&pairs, names).into_iter().flatten());
        levels.extend(pairs.iter().map(|_| o.counts.level(o.now)));
        for (i, act) in Act::ALL.into_iter().enumerate() {
            happenings[i].extend(pairs.iter().map(|p| such[i].binary_search(p).is_ok()));
            let Rates { seen, full } = o.rates(&pairs, act);
            rates[i].seen.extend(seen);
            rates[i].full.extend(full);
        }
    });
    if rows.weight.is_empty() {
        return Err(ForecastError::Empty {
            what: "the time before the last horizon, from which dyads are learnt",
            least: 1,
        });
    }
    rows.starts.extend(1..=rows.weight.len());
    let growth = Growth {
        trees: options.trees,
        leaves: options.leaves,
        rate: options.rate,
        ridge: 10.0,
        least: 8.0,
        rows: 0.5,
        features: 0.5,
    };
    let mut models = Vec::new();
    for ((act, answers), rates) in Act::ALL.into_iter().zip(happenings).zip(rates) {
        let weight: f64 = rows.weight.iter().map(|&w| f64::from(w)).sum();
        let hits: f64 = answers
            .iter()
            .zip(&rows.weight)
            .map(|(&a, &w)| f64::from(a) * f64::from(w))
            .sum();
        let base_rate = (hits + 0.5) / (weight + 1.0);
        let poisson = fit_poisson(&rates.seen, &levels, &answers, &rows.weight, horizon);
        let start = fit_poisson(&rates.full, &levels, &answers, &rows.weight, horizon);
        rows.base = rates
            .full
            .iter()
            .zip(&levels)
            .map(|(&counts, &level)| start.log_odds(counts, level, horizon))
            .collect();
        rows.answer = answers;
        let mut model = Fitted {
            act,
            horizon,
            forest: grow(&rows, Loss::Logistic, growth, &mut rng),
            base_rate,
            start,
            poisson,
            linear: Linear::fit(&rows),
            share: options.linear.clamp(0.0, 1.0),
            level: Level::default(),
        };
        model.learn_level(&rows, &starts, &levels, &rates.full);
        models.push(model);
    }
    Ok(models)
}

/// How many windows the level is learnt from in fitting.
const LEVEL_WINDOWS: usize = 8;

impl Fitted {
    /// Learns the level from the last windows fitted to that do not overlap. `starts` gives the
    /// origins in order, each with its first row.
    fn learn_level(
        &mut self,
        rows: &Rows,
        starts: &[(u32, usize)],
        levels: &[f64],
        rates: &[[f32; 3]],
    ) {
        let mut windows: Vec<(u32, std::ops::Range<usize>)> = Vec::new();
        let mut end = rows.weight.len();
        for &(now, start) in starts.iter().rev() {
            let apart = windows.last().is_none_or(|w| now + self.horizon <= w.0);
            if apart && windows.len() < LEVEL_WINDOWS {
                windows.push((now, start..end));
            }
            end = start;
        }
        for (now, at) in windows.into_iter().rev() {
            let Some(&level) = levels.get(at.start) else {
                continue;
            };
            let features: Vec<[f32; WIDTH]> = rows.values[at.start * WIDTH..at.end * WIDTH]
                .chunks_exact(WIDTH)
                .filter_map(|row| row.try_into().ok())
                .collect();
            let odds = self.log_odds(&features, &rates[at.clone()], level);
            let told: Vec<Told> = odds
                .into_iter()
                .zip(at)
                .map(|(odds, i)| Told {
                    odds,
                    weight: rows.weight[i].into(),
                    happened: rows.answer[i],
                })
                .collect();
            self.level.learn(now + self.horizon, &told);
        }
    }
}

/// Slopes tried, each a fifth steeper than the last.
const SLOPES: i32 = 12;
/// The least of them, by the mean life of a count: pairs that were busy lately calm down.
const LEAST_SLOPE: f64 = 0.16;

/// The Poisson model of greatest likelihood on a grid.
fn fit_poisson(
    rates: &[[f32; 3]],
    levels: &[f64],
    answers: &[bool],
    weights: &[f32],
    horizon: u32,
) -> Poisson {
    // slopes about 1/(mean life of the half-life), constants from very rare on
    let mut grid = Vec::new();
    for which in [1, 2] {
        let life = f64::from(super::counts::HALF_LIVES[which]) / std::f64::consts::LN_2;
        for (i, j) in (0..SLOPES).flat_map(|i| (0..7).map(move |j| (i, j))) {
            for power in [0.0, 0.5, 1.0] {
                grid.push(Poisson {
                    which,
                    slope: LEAST_SLOPE * 1.2_f64.powi(i) / life,
                    constant: 1e-4 * 2.0_f64.powi(j),
                    power,
                });
            }
        }
    }
    let stride = (rates.len() / 60_000).max(1);
    let loss = |model: &Poisson| -> f64 {
        (0..rates.len())
            .step_by(stride)
            .map(|i| {
                let p = model.probability(rates[i], levels[i], horizon);
                let p = p.clamp(1e-9, 1.0 - 1e-9);
                let p = if answers[i] { p } else { 1.0 - p };
                -f64::from(weights[i]) * p.ln()
            })
            .sum()
    };
    let scored: Vec<(f64, Poisson)> = grid.into_par_iter().map(|m| (loss(&m), m)).collect();
    let fallback = Poisson {
        which: 2,
        slope: 0.01,
        constant: 1e-4,
        power: 0.0,
    };
    scored
        .into_iter()
        .min_by(|a, b| a.0.total_cmp(&b.0))
        .map_or(fallback, |(_, m)| m)
}
