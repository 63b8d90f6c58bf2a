//! How two actors dealt with each other lately, against the time before: what the evidence
//! "cooperation rising" or "cooperation collapsing" rests on.

use std::collections::HashMap;

use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;

use crate::count::Counts;
use crate::history::{History, TimeUnit, days};

/// Days that count as lately.
pub const LATELY: i32 = 90;
/// Days before them that they are held against, at most: five years.
const BEFORE: i32 = 1826;
/// Half an event on each side keeps the ratio of rare events finite, and says nothing of none
/// where none was to be expected.
const HALF: f64 = 0.5;

/// How two actors dealt with each other lately, against the time before.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Trend {
    /// Events of the last 90 days.
    pub lately: Counts,
    /// Events of the time before, five years of it at most.
    pub before: Counts,
    /// How many days of it the history covers; 0 where it is younger than 90 days.
    pub days_before: i32,
}

impl Trend {
    /// Change of cooperation (CAMEO roots 01 to 09): log of the events lately over those that
    /// the time before would lead one to expect, half an event added to each; 0 where there is
    /// no time before.
    pub fn cooperation(&self) -> f64 {
        self.change(Counts::cooperation)
    }

    /// Change of conflict (CAMEO roots 10 to 20), as [`Trend::cooperation`].
    pub fn conflict(&self) -> f64 {
        self.change(Counts::conflict)
    }

    /// Events that the rate before would have led one to expect in the last 90 days.
    pub fn expected(&self, before: u64) -> f64 {
        if self.days_before == 0 {
            return 0.0;
        }
        before as f64 * f64::from(LATELY) / f64::from(self.days_before)
    }

    fn change(&self, of: impl Fn(&Counts) -> u64) -> f64 {
        if self.days_before == 0 {
            return 0.0;
        }
        let expected = self.expected(of(&self.before));
        ((of(&self.lately) as f64 + HALF) / (expected + HALF)).ln()
    }
}

/// The trend of a pair and what came of it: an example to fit a weight to.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Outcome {
    /// What was known.
    pub trend: Trend,
    /// Whether the two cooperated in the 90 days that followed.
    pub went_on: bool,
}

/// Cooperative events that a pair needs to count as one that deals with each other.
const DEALINGS: u64 = 6;

impl History {
    /// How `a` and `b` (lists as [`History::find_actor`] gives them) dealt with each other, in
    /// both directions, up to and with the day `as_of`; none for a benchmark, whose steps have
    /// no dates.
    pub fn trend(&self, a: &[u32], b: &[u32], as_of: Date) -> Option<Trend> {
        if self.unit() != TimeUnit::Days {
            return None;
        }
        let windows = Windows::ending(self, days(as_of.saturating_add(1.day())), 1);
        let mut trend = windows.empty();
        for row in self.between(windows.start, windows.end) {
            let (Some(s), Some(t)) = (self.source().get(row), self.target().get(row)) else {
                continue;
            };
            if a.contains(s) && b.contains(t) || b.contains(s) && a.contains(t) {
                windows.count(self, row, &mut trend);
            }
        }
        Some(trend)
    }

    /// The trends of all pairs that had at least six cooperative events, at origins 90 days
    /// apart, each with whether the pair cooperated in the 90 days after. Steps of a benchmark
    /// count as days, in the smallest distance between two of them.
    pub fn outcomes(&self) -> Vec<Outcome> {
        let step = match self.unit() {
            TimeUnit::Days => 1,
            TimeUnit::Steps => smallest_step(self.time()),
        };
        let Some((first, last)) = self.span() else {
            return Vec::new();
        };
        let quarter = LATELY.saturating_mul(step);
        let mut out = Vec::new();
        let mut origin = first.saturating_add(quarter.saturating_mul(2));
        while origin.saturating_add(quarter) <= last.saturating_add(1) {
            self.outcomes_at(origin, step, &mut out);
            origin = origin.saturating_add(quarter);
        }
        out
    }

    fn outcomes_at(&self, origin: i32, step: i32, out: &mut Vec<Outcome>) {
        let windows = Windows::ending(self, origin, step);
        let pair = |row: usize| {
            let (s, t) = (*self.source().get(row)?, *self.target().get(row)?);
            (s != t).then_some((s.min(t), s.max(t)))
        };
        let mut trends: HashMap<(u32, u32), Trend> = HashMap::new();
        for row in self.between(windows.start, windows.end) {
            if let Some(pair) = pair(row) {
                let trend = trends.entry(pair).or_insert_with(|| windows.empty());
                windows.count(self, row, trend);
            }
        }
        trends.retain(|_, t| t.lately.cooperation() + t.before.cooperation() >= DEALINGS);
        let mut after: HashMap<(u32, u32), Counts> = HashMap::new();
        let until = origin.saturating_add(LATELY.saturating_mul(step));
        for row in self.between(origin, until) {
            if let Some(pair) = pair(row).filter(|p| trends.contains_key(p)) {
                after.entry(pair).or_default().add(self, row);
            }
        }
        let mut pairs: Vec<_> = trends.into_iter().collect();
        pairs.sort_by_key(|(pair, _)| *pair);
        out.extend(pairs.into_iter().map(|(pair, trend)| Outcome {
            trend,
            went_on: after.get(&pair).is_some_and(|c| c.cooperation() > 0),
        }));
    }
}

/// The two windows before an origin.
struct Windows {
    start: i32,
    lately: i32,
    end: i32,
    days_before: i32,
}

impl Windows {
    /// Those that end before `end`; `step` units of time make a day.
    fn ending(history: &History, end: i32, step: i32) -> Self {
        let lately = end.saturating_sub(LATELY.saturating_mul(step));
        let first = history.span().map_or(end, |(first, _)| first);
        let start = first
            .max(lately.saturating_sub(BEFORE.saturating_mul(step)))
            .min(lately);
        Self {
            start,
            lately,
            end,
            days_before: lately.saturating_sub(start) / step.max(1),
        }
    }

    fn empty(&self) -> Trend {
        Trend {
            days_before: self.days_before,
            ..Trend::default()
        }
    }

    fn count(&self, history: &History, row: usize, trend: &mut Trend) {
        let Some(&time) = history.time().get(row) else {
            return;
        };
        if time < self.lately {
            trend.before.add(history, row);
        } else {
            trend.lately.add(history, row);
        }
    }
}

/// The smallest distance between two times that follow each other, 1 if there is none.
fn smallest_step(times: &[i32]) -> i32 {
    times
        .windows(2)
        .filter_map(|pair| match pair {
            [a, b] => b.checked_sub(*a).filter(|d| *d > 0),
            _ => None,
        })
        .min()
        .unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dictionary::{ActorEntry, CodeEntry};
    use crate::history::{Columns, Dictionaries};
    use std::sync::Arc;

    fn history(events: &[(&str, u32, u32, u32)]) -> History {
        let columns = Columns {
            time: events.iter().map(|e| days(e.0.parse().unwrap())).collect(),
            source: events.iter().map(|e| e.1).collect(),
            target: events.iter().map(|e| e.2).collect(),
            code: events.iter().map(|e| e.3).collect(),
            ..Columns::default()
        };
        let dictionaries = Dictionaries {
            actors: ["A", "B", "C"].map(ActorEntry::unresolved).to_vec(),
            codes: ["Consult", "Use conventional military force"]
                .map(CodeEntry::named)
                .to_vec(),
            places: Vec::new(),
        };
        History::new(TimeUnit::Days, columns, Arc::new(dictionaries)).unwrap()
    }

    #[test]
    fn windows_end_with_the_day_asked_for() {
        let history = history(&[
            ("2015-01-01", 0, 2, 0),
            ("2018-06-01", 0, 1, 0),
            ("2019-12-31", 1, 0, 0),
            ("2020-10-03", 0, 1, 1),
            ("2020-12-31", 0, 1, 1),
            ("2020-12-31", 0, 2, 1),
            // not yet known
            ("2021-01-01", 0, 1, 1),
        ]);
        let trend = history
            .trend(&[0], &[1], "2020-12-31".parse().unwrap())
            .unwrap();
        assert_eq!(trend.lately.material_conflict, 2);
        assert_eq!(trend.before.cooperation(), 2);
        assert_eq!(trend.days_before, BEFORE);
        assert!(trend.conflict() > 0.0);
        // none, where two in five years would lead one to expect 0.1
        let expected = 2.0 * 90.0 / 1826.0;
        assert!((trend.expected(2) - expected).abs() < 1e-12);
        assert!((trend.cooperation() - (0.5f64 / (expected + 0.5)).ln()).abs() < 1e-12);
    }

    #[test]
    fn a_young_history_has_nothing_to_compare_with() {
        let history = history(&[("2020-10-03", 0, 1, 1)]);
        let trend = history
            .trend(&[0], &[1], "2020-12-31".parse().unwrap())
            .unwrap();
        assert_eq!(trend.days_before, 0);
        assert_eq!(trend.conflict(), 0.0);
        assert_eq!(trend.lately.events, 1);
        // none, where none was to be expected, is no change
        let older = history
            .trend(&[1], &[2], "2022-12-31".parse().unwrap())
            .unwrap();
        assert!(older.days_before > 0);
        assert_eq!(older.conflict(), 0.0);
    }

    #[test]
    fn outcomes_know_only_what_lay_before() {
        let mut events: Vec<(String, u32, u32, u32)> = Vec::new();
        for day in 1..=28 {
            events.push((format!("2019-01-{day:02}"), 0, 1, 0));
            events.push((format!("2019-01-{day:02}"), 1, 2, 0));
        }
        events.push(("2019-12-20".into(), 0, 1, 0));
        events.push(("2019-12-31".into(), 0, 2, 0));
        events.sort();
        let borrowed: Vec<_> = events
            .iter()
            .map(|e| (e.0.as_str(), e.1, e.2, e.3))
            .collect();
        let outcomes = history(&borrowed).outcomes();
        // origins after 180 and 270 days, two pairs each; only one cooperates in the last quarter
        assert_eq!(outcomes.len(), 4);
        assert_eq!(outcomes.iter().filter(|o| o.went_on).count(), 1);
        assert!(outcomes.iter().all(|o| o.trend.cooperation() < 0.0));
    }
}
