//! How two actors dealt with each other lately, against the years before: what the evidence
//! "cooperation rising" or "cooperation collapsing" rests on.

use crate::count::Counts;
use crate::history::{History, TimeUnit, days};
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;

/// How two actors dealt with each other lately, against the years before.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Trend {
    /// The day up to which events count.
    pub as_of: Date,
    /// Events of the last 90 days.
    pub last_90_days: Counts,
    /// Events of the last 365 days, the last 90 among them.
    pub last_365_days: Counts,
    /// Events of the years before the last 365 days, five at most.
    pub before: Counts,
    /// How many years that is: from the first event of the history, five at most; 0 where the
    /// history is younger than a year.
    pub years_before: f64,
}

/// Years that the present is held against.
const YEARS_BEFORE: f64 = 5.0;
/// Half an event on each side keeps the ratio of rare events finite (Jeffreys' prior of a rate).
const HALF: f64 = 0.5;

impl Trend {
    /// Change of cooperation: log of the yearly rate of the last `90` or `365` days over that of
    /// the years before, each with half an event added; 0 where there is no year before.
    pub fn cooperation(&self, lately: Window) -> f64 {
        self.change(lately, Counts::cooperation)
    }

    /// Change of conflict, as [`Trend::cooperation`].
    pub fn conflict(&self, lately: Window) -> f64 {
        self.change(lately, Counts::conflict)
    }

    /// Change of material conflict, as [`Trend::cooperation`].
    pub fn material_conflict(&self, lately: Window) -> f64 {
        self.change(lately, |counts| counts.material_conflict)
    }

    fn change(&self, window: Window, of: impl Fn(&Counts) -> u64) -> f64 {
        if self.years_before <= 0.0 {
            return 0.0;
        }
        let (lately, years) = match window {
            Window::Days90 => (&self.last_90_days, 90.0 / 365.25),
            Window::Days365 => (&self.last_365_days, 365.0 / 365.25),
        };
        let rate = |counts: &Counts, years: f64| (of(counts) as f64 + HALF) / years;
        (rate(lately, years) / rate(&self.before, self.years_before)).ln()
    }
}

/// What counts as lately.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Window {
    /// The last 90 days.
    Days90,
    /// The last 365 days.
    Days365,
}

impl History {
    /// How `a` and `b` (lists as [`History::find_actor`] gives them) dealt with each other, in
    /// both directions, up to and with the day `as_of`; none for a benchmark, whose steps have
    /// no dates.
    pub fn trend(&self, a: &[u32], b: &[u32], as_of: Date) -> Option<Trend> {
        if self.unit() != TimeUnit::Days {
            return None;
        }
        let end = days(as_of.saturating_add(1.day()));
        let year = end.saturating_sub(365);
        let first = self.span().map_or(end, |(first, _)| first);
        let years = f64::from(year.saturating_sub(first)) / 365.25;
        let years_before = years.clamp(0.0, YEARS_BEFORE);
        let start = year.saturating_sub((years_before * 365.25).round() as i32);
        let mut trend = Trend {
            as_of,
            last_90_days: Counts::default(),
            last_365_days: Counts::default(),
            before: Counts::default(),
            years_before,
        };
        for row in self.between(start, end) {
            let (Some(s), Some(t), Some(&time)) = (
                self.source().get(row),
                self.target().get(row),
                self.time().get(row),
            ) else {
                continue;
            };
            if !(a.contains(s) && b.contains(t) || b.contains(s) && a.contains(t)) {
                continue;
            }
            if time < year {
                trend.before.add(self, row);
                continue;
            }
            trend.last_365_days.add(self, row);
            if time >= end.saturating_sub(90) {
                trend.last_90_days.add(self, row);
            }
        }
        Some(trend)
    }
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
        assert_eq!(trend.last_90_days.material_conflict, 2);
        assert_eq!(trend.last_365_days.events, 2);
        assert_eq!(trend.before.cooperation(), 2);
        assert_eq!(trend.years_before, 5.0);
        assert!(trend.conflict(Window::Days90) > trend.conflict(Window::Days365));
        // exactly: half an event over a year, less a day, against two and a half over five years
        let expected = ((0.5 / (365.0 / 365.25)) / (2.5 / 5.0f64)).ln();
        assert!((trend.cooperation(Window::Days365) - expected).abs() < 1e-12);
    }

    #[test]
    fn a_young_history_has_nothing_to_compare_with() {
        let history = history(&[("2020-10-03", 0, 1, 1)]);
        let trend = history
            .trend(&[0], &[1], "2020-12-31".parse().unwrap())
            .unwrap();
        assert_eq!(trend.years_before, 0.0);
        assert_eq!(trend.conflict(Window::Days90), 0.0);
        assert_eq!(trend.last_90_days.events, 1);
    }
}
