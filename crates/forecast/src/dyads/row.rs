//! The features of an ordered pair, and what each tells.
//!
//! All are counts, times or shares; each enters as ln(1 + x), which trees do not notice and a
//! linear score needs. Counts are full ones, as over an endless past ([`Fading::full`]).

use super::Act;
use super::around::Around;
use super::counts::{ACTS, ByAct, CLASSES, Counts, Life, Side, block};
use crate::names::{Names, OTHER, STATE};
use crate::tally::{Fading, Tally};

/// Width of a row of features.
pub(crate) const WIDTH: usize = ENDS[ENDS.len() - 1];

/// Where each part of a row ends: sides, lives, kinds of the two, windows, pairs of countries,
/// the latest between the two, the latest of each, partners, sectors and countries.
const ENDS: [usize; 9] = ends([
    2 * SIDE,
    2 * LIFE,
    3,
    9 * ACTS,
    2 * BLOCK,
    LATEST,
    10 * ACTS,
    PARTNERS,
    6 * ACTS,
]);
const SIDE: usize = CLASSES * 4 + 6;
const LIFE: usize = 2 * CLASSES + 3;
const BLOCK: usize = 2 * (CLASSES - 1);
const LATEST: usize = 6 * ACTS + 4 + 5;
const PARTNERS: usize = 10;

const fn ends<const N: usize>(widths: [usize; N]) -> [usize; N] {
    let mut ends = widths;
    let mut i = 1;
    while i < N {
        ends[i] += ends[i - 1];
        i += 1;
    }
    ends
}

/// Steps since what never was.
const NEVER: f32 = 4000.0;

/// Fills a row from the left.
struct Row {
    values: [f32; WIDTH],
    next: usize,
}

impl Row {
    fn put(&mut self, x: f32) {
        if let Some(slot) = self.values.get_mut(self.next) {
            *slot = x.max(0.0).ln_1p();
        }
        self.next += 1;
    }

    fn put_all(&mut self, xs: impl IntoIterator<Item = f32>) {
        xs.into_iter().for_each(|x| self.put(x));
    }

    fn put_age(&mut self, lag: Option<u32>) {
        self.put(lag.map_or(NEVER, |lag| (lag as f32).min(NEVER)));
    }
}

/// A pair at a step, with all that is looked up once.
struct Pair<'a> {
    counts: &'a Counts,
    names: &'a Names,
    now: u32,
    actors: [u32; 2],
    /// A towards B, B towards A.
    sides: [&'a Side; 2],
    lives: [&'a Life; 2],
}

impl Counts {
    /// The features of an ordered pair; see [`text`].
    pub fn row(&self, a: u32, b: u32, now: u32, names: &Names, around: &Around) -> [f32; WIDTH] {
        let (no_side, no_life) = (Side::default(), Life::default());
        let pair = Pair {
            counts: self,
            names,
            now,
            actors: [a, b],
            sides: [(a, b), (b, a)].map(|pair| self.sides.get(&pair).unwrap_or(&no_side)),
            lives: [a, b].map(|actor| self.lives.get(&actor).unwrap_or(&no_life)),
        };
        let mut row = Row {
            values: [0.0; WIDTH],
            next: 0,
        };
        pair.put_sides(&mut row);
        pair.put_lives(&mut row);
        pair.put_kinds(&mut row);
        pair.put_windows(&mut row);
        pair.put_blocks(&mut row);
        pair.put_latest(&mut row);
        pair.put_shares(&mut row);
        put_partners(&mut row, around, a, b);
        pair.put_sectors(&mut row);
        debug_assert_eq!(row.next, WIDTH);
        row.values
    }
}

fn put_partners(row: &mut Row, around: &Around, a: u32, b: u32) {
    let shared = around.shared(a, b);
    row.put_all(shared.ties);
    row.put_all(shared.cosine);
    row.put_all(shared.path);
    for actor in [a, b] {
        row.put_all(around.active(actor).map(|n| n as f32));
    }
}

impl Pair<'_> {
    fn at(&self, tally: &Tally) -> [f32; 3] {
        self.full(tally, &self.counts.fading)
    }

    fn lately(&self, tally: &Tally) -> [f32; 3] {
        self.full(tally, &self.counts.brief)
    }

    fn full(&self, tally: &Tally, fading: &Fading) -> [f32; 3] {
        fading.full(tally.at(self.now, fading), self.now)
    }

    fn put_sides(&self, row: &mut Row) {
        for side in self.sides {
            for tally in &side.acts {
                row.put_all(self.at(tally));
                row.put_age(tally.lag(self.now));
            }
            row.put_all(self.at(&side.all));
            let days = self.at(&side.days);
            row.put_all([days[1], days[2]]);
            row.put_age((side.all.n > 0.0).then(|| self.now.saturating_sub(side.first)));
        }
    }

    fn put_lives(&self, row: &mut Row) {
        for life in self.lives {
            for tally in life.did.iter().chain(&life.suffered) {
                row.put(self.at(tally)[1]);
            }
            let all = self.at(&life.all);
            row.put_all([all[0], all[2], life.partners as f32]);
        }
    }

    fn put_kinds(&self, row: &mut Row) {
        let [a, b] = self.actors;
        row.put(f32::from(self.names.same_country(a, b)));
        for actor in self.actors {
            row.put(match self.names.sector.get(actor as usize) {
                Some(&STATE) => 0.0,
                Some(&OTHER) | None => 2.0,
                Some(_) => 1.0,
            });
        }
    }

    fn put_windows(&self, row: &mut Row) {
        let ([there, back], span) = (self.sides, self.counts.span);
        for act in 0..ACTS {
            for (side, which, span) in [(there, 0, span), (back, 0, span), (there, 1, 1)] {
                let windows = &side.windows[act][which];
                row.put_all(windows.shares(self.now, span, &self.counts.shares));
            }
        }
    }

    fn put_blocks(&self, row: &mut Row) {
        let [home, away] = self.actors.map(|actor| block(self.names, actor));
        let idle = Default::default();
        for (blocks, side) in [(home, away), (away, home)].into_iter().zip(self.sides) {
            let all = self.counts.blocks.get(&blocks).unwrap_or(&idle);
            for (all, own) in all.iter().zip(&side.acts).take(CLASSES - 1) {
                // what the others of the two countries did, without the pair itself
                let (all, own) = (self.at(all), self.at(own));
                row.put_all([all[0] - own[0], all[1] - own[1]]);
            }
        }
    }

    fn put_latest(&self, row: &mut Row) {
        let [there, back] = self.sides;
        for act in 0..ACTS {
            row.put(self.lately(&there.brief[act])[0]);
            row.put(self.lately(&back.brief[act])[0]);
            let lags = [there.latest[act], [back.latest[act][0], 0, 0]];
            let lags = lags.map(|days| days.map(|day| day.checked_sub(1)));
            for day in [lags[0][0], lags[0][1], lags[0][2], lags[1][0]] {
                row.put_age(day.map(|day| self.now.saturating_sub(day)));
            }
        }
        for side in self.sides {
            for step in &side.steps {
                row.put(self.at(step)[2]);
            }
        }
        let [to, by] = self
            .sides
            .map(|side| self.full(&side.spread, &self.counts.spread));
        row.put_all([to[0], by[0]]);
        row.put_all([0, 1, 2].map(|i| to[i] + by[i]));
    }

    fn put_shares(&self, row: &mut Row) {
        let ([a, b], fading, now) = (self.lives, &self.counts.fading, self.now);
        let [source, target] = self.actors;
        let world = &self.counts.world;
        for (i, act) in Act::ALL.into_iter().enumerate() {
            let did = self.counts.full(a.did(act, now, fading), now)[2];
            let suffered = self.counts.full(b.suffered(act, now, fading), now)[2];
            let did_lately = self.lately(&a.did_lately[i]);
            let suffered_lately = self.lately(&b.suffered_lately[i]);
            row.put_all([did_lately[1], suffered_lately[1]]);
            row.put(self.lately(&a.suffered_lately[i])[1]);
            row.put(self.lately(&b.did_lately[i])[1]);
            // as often as if A chose whom to act on by how often each is acted on
            let chance = |did: f32, suffered: f32, all: f32| 10.0 * did * suffered / all.max(1e-6);
            let all = self.lately(&world.lately[i])[2];
            row.put(chance(did_lately[2], suffered_lately[2], all));
            row.put(chance(did, suffered, self.at(&world.acts[i])[2]));
            let own = self.counts.full_rate(source, target, act, now)[2];
            row.put_all([own / (did + 0.5), own / (suffered + 0.5)]);
            let own = self.lately(&self.sides[0].brief[i])[1];
            row.put_all([did_lately[1] - own, suffered_lately[1] - own]);
        }
    }

    fn put_sectors(&self, row: &mut Row) {
        let [a, b] = self.actors;
        let idle = ByAct::default();
        let towards = self.counts.towards.get(&(a, block(self.names, b)));
        let from = self.counts.from.get(&(block(self.names, a), b));
        let nowhere = Default::default();
        let sectors = self.names.sectors(a, b);
        let sectors = self.counts.world.sectors.get(&sectors).unwrap_or(&nowhere);
        for (i, act) in Act::ALL.into_iter().enumerate() {
            let own = self.counts.full_rate(a, b, act, self.now);
            for all in [towards, from] {
                let all = self.at(&all.unwrap_or(&idle)[i]);
                row.put_all([all[0] - own[0], all[2] - own[2]]);
            }
            row.put(self.at(&sectors[0][i])[2]);
            let at_home = self.names.same_country(a, b);
            row.put(if at_home {
                self.at(&sectors[1][i])[2]
            } else {
                0.0
            });
        }
    }
}

/// A towards B, B towards A.
const GROUPS: [&str; 2] = ["A towards B", "B towards A"];
const CLASS: [&str; CLASSES] = [
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

/// What a feature tells, in words.
pub(crate) fn text(feature: usize) -> String {
    let part = ENDS.partition_point(|&end| end <= feature);
    let at = feature - part.checked_sub(1).map_or(0, |before| ENDS[before]);
    match part {
        0 => of_side(GROUPS[at / SIDE], at % SIDE),
        1 => of_life(["A", "B"][at / LIFE], at % LIFE),
        2 => [
            "same country",
            "kind of A: country, sector or other",
            "kind of B: country, sector or other",
        ][at]
            .to_owned(),
        3 => of_windows(Act::ALL[at / 9], at % 9),
        4 => format!(
            "{}, {}, by others of the two countries: {}",
            CLASS[at % BLOCK / 2],
            SPANS[at % 2],
            GROUPS[at / BLOCK]
        ),
        5 => of_latest(at),
        6 => of_shares(Act::ALL[at / 10], at % 10),
        7 => of_partners(at).to_owned(),
        _ => of_sectors(Act::ALL[(at / 6).min(ACTS - 1)], at % 6),
    }
}

fn of_side(group: &str, at: usize) -> String {
    match at {
        at if at < CLASSES * 4 => format!("{}, {}: {group}", CLASS[at / 4], SPANS[at % 4]),
        20..=22 => format!("all acts, {}: {group}", SPANS[at - 20]),
        23 | 24 => format!("days with an act, {}: {group}", SPANS[at - 22]),
        _ => format!("time since the first act: {group}"),
    }
}

fn of_life(who: &str, at: usize) -> String {
    match at {
        at if at < CLASSES => format!("{} by {who}, whoever suffers it", CLASS[at]),
        at if at < 2 * CLASSES => {
            format!("{} towards {who}, whoever does it", CLASS[at - CLASSES])
        }
        10 => format!("all events of {who}, last days"),
        11 => format!("all events of {who}, last months"),
        _ => format!("number of partners of {who}"),
    }
}

fn of_windows(act: Act, at: usize) -> String {
    let over = ["weeks", "months", "year"][at % 3];
    match at / 3 {
        2 => format!("share of days with {act}, last {over}: {}", GROUPS[0]),
        way => format!(
            "share of windows of the horizon with {act}, last {over}: {}",
            GROUPS[way]
        ),
    }
}

fn of_latest(at: usize) -> String {
    const STEPS: [&str; 4] = [
        "consent to meet or cooperate: A towards B",
        "meetings and talks: A towards B",
        "consent to meet or cooperate: B towards A",
        "meetings and talks: B towards A",
    ];
    const SPREAD: [&str; 5] = [
        "all acts, yesterday and the days before: A towards B",
        "all acts, yesterday and the days before: B towards A",
        "all acts, yesterday and the days before: either way",
        "all acts, last week: either way",
        "all acts, last year: either way",
    ];
    if let Some(steps) = at.checked_sub(6 * ACTS) {
        let spread = steps.checked_sub(STEPS.len());
        return spread
            .map_or_else(|| STEPS[steps], |i| SPREAD[i])
            .to_owned();
    }
    let act = Act::ALL[at / 6];
    match at % 6 {
        way @ (0 | 1) => format!("{act}, yesterday and the day before: {}", GROUPS[way]),
        2 => format!("time since the last {act}: {}", GROUPS[0]),
        3 => format!("time since the last day but one with {act}: {}", GROUPS[0]),
        4 => format!("time since the last day but two with {act}: {}", GROUPS[0]),
        _ => format!("time since the last {act}: {}", GROUPS[1]),
    }
}

fn of_shares(act: Act, at: usize) -> String {
    match at {
        0 => format!("{act} by A, last days, whoever suffers it"),
        1 => format!("{act} towards B, last days, whoever does it"),
        2 => format!("{act} towards A, last days, whoever does it"),
        3 => format!("{act} by B, last days, whoever suffers it"),
        4 => format!("{act} between the two if partners were met by chance, last weeks"),
        5 => format!("{act} between the two if partners were met by chance, last months"),
        6 => format!("share of B in the {act} by A"),
        7 => format!("share of A in the {act} towards B"),
        8 => format!("{act} by A towards others, last days"),
        _ => format!("{act} towards B by others, last days"),
    }
}

fn of_partners(at: usize) -> &'static str {
    [
        "partners in cooperation that the two share",
        "partners in conflict that the two share",
        "likeness of the two by partners in cooperation",
        "likeness of the two by partners in conflict",
        "cooperation from A to B through a third, last weeks",
        "conflict from A to B through a third, last weeks",
        "number that A acted on, last week",
        "number that acted on A, last week",
        "number that B acted on, last week",
        "number that acted on B, last week",
    ][at]
}

fn of_sectors(act: Act, at: usize) -> String {
    match at {
        0 => format!("{act} by A towards others of B's country, last days"),
        1 => format!("{act} by A towards others of B's country, last months"),
        2 => format!("{act} by others of A's country towards B, last days"),
        3 => format!("{act} by others of A's country towards B, last months"),
        4 => format!("{act} between such sectors anywhere"),
        _ => format!("{act} between such sectors of one country"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dyads::counts::Event;
    use rustc_hash::FxHashSet;

    #[test]
    fn every_feature_has_words_of_its_own() {
        let words: FxHashSet<String> = (0..WIDTH).map(text).collect();
        assert_eq!(words.len(), WIDTH);
    }

    #[test]
    fn a_row_tells_of_the_pair_what_its_words_say() {
        let names = ["North", "South", "Army (North)", "Army (South)"].map(String::from);
        let names = Names::new(&names);
        let mut counts = Counts::new(7);
        for (step, source, target, root) in [
            (3, 0, 1, 4),
            (10, 2, 1, 19),
            (10, 0, 2, 4),
            (11, 0, 1, 4),
            (12, 1, 2, 4),
        ] {
            let relation = 0;
            let e = Event {
                step,
                source,
                target,
                relation,
            };
            counts.add(e, Some(root), &names);
        }
        let row = counts.row(0, 1, 13, &names, &counts.around(13));
        let value = |words: &str| {
            let at = (0..WIDTH).find(|&i| text(i) == words);
            at.map(|i| row[i].exp_m1())
        };
        let near = |words: &str, wanted: f32| {
            let found = value(words);
            assert!(
                found.is_some_and(|x| (x - wanted).abs() < 1e-3 * (1.0 + wanted)),
                "{words}: {found:?}, not {wanted}"
            );
        };
        near("time since the last cooperation: A towards B", 2.0);
        near(
            "time since the last day but one with cooperation: A towards B",
            10.0,
        );
        near(
            "time since the last day but two with cooperation: A towards B",
            NEVER,
        );
        near("time since the last cooperation: B towards A", NEVER);
        near("number that A acted on, last week", 2.0);
        near("number that acted on B, last week", 2.0);
        // as over an endless past, of which 13 steps were seen
        let left = |lag: f32, half_life: f32| (-lag / half_life).exp2();
        let faded = |lag: f32, half_life: f32| left(lag, half_life) / (1.0 - left(13.0, half_life));
        near(
            "conflict by others of A's country towards B, last months",
            faded(3.0, 80.0),
        );
        near(
            "cooperation by A towards others, last days",
            faded(3.0, 3.0),
        );
        near("conflict between such sectors anywhere", 0.0);
        near("cooperation from A to B through a third, last weeks", 0.0);
        assert!(value("likeness of the two by partners in cooperation") > Some(0.0));
        assert_eq!(value("same country"), Some(0.0));
    }

    #[test]
    fn a_steady_pace_looks_the_same_in_a_young_history_and_in_an_old_one() {
        let names = Names::new(&["North", "South"].map(String::from));
        let mut counts = Counts::new(7);
        let mut rows = Vec::new();
        for step in 0..=900 {
            if step == 60 || step == 900 {
                rows.push(counts.row(0, 1, step, &names, &counts.around(step)));
            }
            let (source, target, relation) = (0, 1, 0);
            let e = Event {
                step,
                source,
                target,
                relation,
            };
            counts.add(e, Some(4), &names);
        }
        for (i, (young, old)) in rows[0].iter().zip(&rows[1]).enumerate() {
            // the first act does lie further back
            if !text(i).starts_with("time since the first") {
                assert!((young - old).abs() < 1e-3, "{}: {young}, {old}", text(i));
            }
        }
    }
}
