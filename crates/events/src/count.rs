//! Events counted by class and by period.

use crate::history::{History, TimeUnit, date};
use jiff::civil::Date;
use serde::Serialize;
use std::ops::AddAssign;
use unravel_evidence::QuadClass;

/// Rows into which the steps of a benchmark are gathered at most.
const STEP_ROWS: i64 = 24;

/// Events counted by class, with their scores.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Counts {
    /// Events.
    pub events: u64,
    /// CAMEO roots 01 to 05 and their like.
    pub verbal_cooperation: u64,
    /// CAMEO roots 06 to 09 and their like.
    pub material_cooperation: u64,
    /// CAMEO roots 10 to 14 and their like.
    pub verbal_conflict: u64,
    /// CAMEO roots 15 to 20 and their like.
    pub material_conflict: u64,
    /// Deaths, best estimate, where the history has them.
    pub fatalities: u64,
    /// Events with a score.
    #[serde(skip)]
    scored: u64,
    /// Sum of their scores.
    #[serde(skip)]
    score: f64,
    /// Mean Goldstein score, -10 to 10, of the events that have one.
    pub goldstein: Option<f64>,
}

impl Counts {
    /// Events of words and deeds for the other: CAMEO roots 01 to 09.
    pub fn cooperation(&self) -> u64 {
        self.verbal_cooperation + self.material_cooperation
    }

    /// Events of words and deeds against the other: CAMEO roots 10 to 20.
    pub fn conflict(&self) -> u64 {
        self.verbal_conflict + self.material_conflict
    }

    /// Counts one event.
    pub(crate) fn add(&mut self, history: &History, row: usize) {
        let one = Counts {
            events: 1,
            ..Counts::default()
        };
        let quad = history.quad(row);
        let is = |class| u64::from(quad == Some(class));
        let score = history.goldstein(row);
        let deaths = history.columns().fatalities.as_ref();
        *self += Counts {
            verbal_cooperation: is(QuadClass::VerbalCooperation),
            material_cooperation: is(QuadClass::MaterialCooperation),
            verbal_conflict: is(QuadClass::VerbalConflict),
            material_conflict: is(QuadClass::MaterialConflict),
            fatalities: deaths.and_then(|d| d.get(row)).map_or(0, |d| u64::from(*d)),
            scored: u64::from(score.is_some()),
            score: score.map_or(0.0, f64::from),
            ..one
        };
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Counts) {
        self.events += other.events;
        self.verbal_cooperation += other.verbal_cooperation;
        self.material_cooperation += other.material_cooperation;
        self.verbal_conflict += other.verbal_conflict;
        self.material_conflict += other.material_conflict;
        self.fatalities += other.fatalities;
        self.scored += other.scored;
        self.score += other.score;
        self.goldstein = (self.scored > 0).then(|| self.score / self.scored as f64);
    }
}

/// The length of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum By {
    /// A calendar year.
    Year,
    /// A calendar month.
    Month,
}

/// What was counted in one period.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Period {
    /// "2018", "2018-05", or for a benchmark its steps, "0-29".
    pub period: String,
    /// What was counted.
    #[serde(flatten)]
    pub counts: Counts,
}

/// How a time is written.
pub(crate) fn moment(unit: TimeUnit, time: i32) -> String {
    match unit {
        TimeUnit::Days => date(time).map_or_else(|| time.to_string(), |d| d.to_string()),
        TimeUnit::Steps => time.to_string(),
    }
}

/// The rows (in order of time) counted by period, empty periods between included.
pub(crate) fn periods(history: &History, rows: impl Iterator<Item = usize>, by: By) -> Vec<Period> {
    let mut out: Vec<(i64, Counts)> = Vec::new();
    let width = step_width(history);
    let key = |time: i32| match (history.unit(), date(time)) {
        (TimeUnit::Days, Some(day)) => month_number(day, by),
        _ => i64::from(time) / width,
    };
    // Events of one day follow each other.
    let mut last: Option<(i32, i64)> = None;
    for row in rows {
        let Some(&time) = history.time().get(row) else {
            continue;
        };
        let at = match last {
            Some((known, at)) if known == time => at,
            _ => key(time),
        };
        last = Some((time, at));
        if let Some((newest, _)) = out.last().copied() {
            out.extend((newest + 1..at).map(|empty| (empty, Counts::default())));
        }
        match out.last_mut() {
            Some((newest, counts)) if *newest == at => counts.add(history, row),
            _ => {
                let mut counts = Counts::default();
                counts.add(history, row);
                out.push((at, counts));
            }
        }
    }
    let name = |at: i64| match history.unit() {
        TimeUnit::Days => period_name(at, by),
        TimeUnit::Steps if width == 1 => at.to_string(),
        TimeUnit::Steps => format!("{}-{}", at * width, (at + 1) * width - 1),
    };
    out.into_iter()
        .map(|(at, counts)| Period {
            period: name(at),
            counts,
        })
        .collect()
}

/// Steps gathered in one row.
fn step_width(history: &History) -> i64 {
    let (_, last) = history.span().unwrap_or_default();
    (i64::from(last) / STEP_ROWS + 1).max(1)
}

/// Years, or months, since the year 0.
fn month_number(day: Date, by: By) -> i64 {
    let year = i64::from(day.year());
    match by {
        By::Year => year,
        By::Month => year * 12 + i64::from(day.month()) - 1,
    }
}

fn period_name(at: i64, by: By) -> String {
    match by {
        By::Year => format!("{at:04}"),
        By::Month => format!("{:04}-{:02}", at.div_euclid(12), at.rem_euclid(12) + 1),
    }
}
