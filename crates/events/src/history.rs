//! Who did what to whom, when: columns sorted by time.

use crate::dictionary::{ActorEntry, CodeEntry};
use crate::error::EventsError;
use jiff::civil::Date;
use std::ops::Range;
use std::sync::Arc;
use unravel_evidence::QuadClass;

/// What the numbers of the time column count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TimeUnit {
    /// Days since 1970-01-01.
    Days,
    /// Steps of a benchmark, of unknown length and start.
    Steps,
}

/// The columns of a history, before they are checked. All that are present have one length.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Columns {
    /// When: days since 1970-01-01, or steps.
    pub time: Vec<i32>,
    /// Who acts: index into the actors.
    pub source: Vec<u32>,
    /// Who is acted upon: index into the actors.
    pub target: Vec<u32>,
    /// What: index into the codes.
    pub code: Vec<u32>,
    /// The score the dataset gives the event, -10 to 10; NaN where a row has none.
    pub goldstein: Option<Vec<f32>>,
    /// How often it was mentioned, or how many events the row stands for.
    pub count: Option<Vec<u32>>,
    /// Deaths, best estimate.
    pub fatalities: Option<Vec<u32>>,
    /// Where: index into the places; 0 is the empty name, an unknown place.
    pub place: Option<Vec<u32>>,
}

impl Columns {
    /// The number of events.
    pub fn len(&self) -> usize {
        self.time.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.time.is_empty()
    }

    /// The rows in the order of `order`.
    fn reordered(&self, order: &[u32]) -> Self {
        fn pick<T: Copy>(values: &[T], order: &[u32]) -> Vec<T> {
            order
                .iter()
                .filter_map(|&i| values.get(i as usize).copied())
                .collect()
        }
        Self {
            time: pick(&self.time, order),
            source: pick(&self.source, order),
            target: pick(&self.target, order),
            code: pick(&self.code, order),
            goldstein: self.goldstein.as_ref().map(|v| pick(v, order)),
            count: self.count.as_ref().map(|v| pick(v, order)),
            fatalities: self.fatalities.as_ref().map(|v| pick(v, order)),
            place: self.place.as_ref().map(|v| pick(v, order)),
        }
    }
}

/// What the numbers stand for; shared by histories cut from one dataset.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Dictionaries {
    /// Actors, by the numbers of source and target.
    pub actors: Vec<ActorEntry>,
    /// Codes, by the numbers of code.
    pub codes: Vec<CodeEntry>,
    /// Places, by the numbers of place.
    pub places: Vec<String>,
}

/// Events in columns, sorted by time; events of one time keep the order they came in.
#[derive(Debug, Clone, PartialEq)]
pub struct History {
    unit: TimeUnit,
    columns: Columns,
    dictionaries: Arc<Dictionaries>,
}

impl History {
    /// Checks the columns and sorts them by time where they are not sorted.
    ///
    /// # Errors
    /// [`EventsError::Columns`] where columns differ in length, hold more rows than a `u32` counts,
    /// or name an actor, code or place that the dictionaries lack; it names column and row.
    pub fn new(
        unit: TimeUnit,
        columns: Columns,
        dictionaries: Arc<Dictionaries>,
    ) -> Result<Self, EventsError> {
        check(&columns, &dictionaries)?;
        let columns = if columns.time.is_sorted() {
            columns
        } else {
            columns.reordered(&order(&columns.time))
        };
        Ok(Self {
            unit,
            columns,
            dictionaries,
        })
    }

    /// What the time column counts.
    pub fn unit(&self) -> TimeUnit {
        self.unit
    }

    /// The number of events.
    pub fn len(&self) -> usize {
        self.columns.len()
    }

    /// Whether there are no events.
    pub fn is_empty(&self) -> bool {
        self.columns.is_empty()
    }

    /// All columns.
    pub fn columns(&self) -> &Columns {
        &self.columns
    }

    /// When, ascending: days since 1970-01-01, or steps.
    pub fn time(&self) -> &[i32] {
        &self.columns.time
    }

    /// Who acts: indices into [`History::actors`].
    pub fn source(&self) -> &[u32] {
        &self.columns.source
    }

    /// Who is acted upon: indices into [`History::actors`].
    pub fn target(&self) -> &[u32] {
        &self.columns.target
    }

    /// What: indices into [`History::codes`].
    pub fn code(&self) -> &[u32] {
        &self.columns.code
    }

    /// What the numbers stand for.
    pub fn dictionaries(&self) -> &Arc<Dictionaries> {
        &self.dictionaries
    }

    /// Actors; some may have no event here.
    pub fn actors(&self) -> &[ActorEntry] {
        &self.dictionaries.actors
    }

    /// Codes; some may have no event here.
    pub fn codes(&self) -> &[CodeEntry] {
        &self.dictionaries.codes
    }

    /// The class of an event, by its code; none where unknown or past the end.
    pub fn quad(&self, row: usize) -> Option<QuadClass> {
        self.entry(row).and_then(|c| c.quad)
    }

    /// The score of an event: the dataset's own where it gives one, else that of its code.
    pub fn goldstein(&self, row: usize) -> Option<f32> {
        let own = self.columns.goldstein.as_ref().and_then(|g| g.get(row));
        own.copied()
            .filter(|g| g.is_finite())
            .or_else(|| self.entry(row).and_then(|c| c.goldstein))
    }

    fn entry(&self, row: usize) -> Option<&CodeEntry> {
        self.columns
            .code
            .get(row)
            .and_then(|&c| self.codes().get(c as usize))
    }

    /// First and last time; none where there are no events.
    pub fn span(&self) -> Option<(i32, i32)> {
        Some((*self.columns.time.first()?, *self.columns.time.last()?))
    }

    /// The rows with `from <= time < to`.
    pub fn between(&self, from: i32, to: i32) -> Range<usize> {
        let start = self.columns.time.partition_point(|&t| t < from);
        let end = self.columns.time.partition_point(|&t| t < to);
        start..end.max(start)
    }
}

/// Days since 1970-01-01.
pub fn days(date: Date) -> i32 {
    // The calendar of jiff spans years -9999 to 9999: about 3.7 million days.
    (date - Date::constant(1970, 1, 1)).get_days()
}

/// The date of a day number; none outside the calendar.
pub fn date(days: i32) -> Option<Date> {
    let span = jiff::Span::new().try_days(days).ok()?;
    Date::constant(1970, 1, 1).checked_add(span).ok()
}

/// The rows in ascending order of time, those of one time as they stand.
fn order(time: &[i32]) -> Vec<u32> {
    let mut order: Vec<u32> = (0u32..).zip(time).map(|(i, _)| i).collect();
    order.sort_by_key(|&i| time.get(i as usize).copied());
    order
}

fn check(columns: &Columns, dictionaries: &Dictionaries) -> Result<(), EventsError> {
    let rows = columns.time.len();
    if u32::try_from(rows).is_err() {
        return Err(EventsError::Columns(format!(
            "{rows} events are more than one history holds (4,294,967,295); split the import"
        )));
    }
    let lengths = [
        ("source", Some(columns.source.len())),
        ("target", Some(columns.target.len())),
        ("code", Some(columns.code.len())),
        ("goldstein", columns.goldstein.as_ref().map(Vec::len)),
        ("count", columns.count.as_ref().map(Vec::len)),
        ("fatalities", columns.fatalities.as_ref().map(Vec::len)),
        ("place", columns.place.as_ref().map(Vec::len)),
    ];
    for (name, length) in lengths {
        if length.is_some_and(|l| l != rows) {
            return Err(EventsError::Columns(format!(
                "column {name} has {} rows where time has {rows}",
                length.unwrap_or_default()
            )));
        }
    }
    let place = columns.place.as_deref().unwrap_or_default();
    let ids = [
        (
            "source",
            columns.source.as_slice(),
            dictionaries.actors.len(),
        ),
        (
            "target",
            columns.target.as_slice(),
            dictionaries.actors.len(),
        ),
        ("code", columns.code.as_slice(), dictionaries.codes.len()),
        ("place", place, dictionaries.places.len()),
    ];
    for (name, values, known) in ids {
        if let Some(row) = values.iter().position(|&v| v as usize >= known) {
            return Err(EventsError::Columns(format!(
                "column {name}, row {row}: number {} lies outside its dictionary of {known}",
                values.get(row).copied().unwrap_or_default()
            )));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dictionaries() -> Arc<Dictionaries> {
        Arc::new(Dictionaries {
            actors: vec![ActorEntry::unresolved("A"), ActorEntry::unresolved("B")],
            codes: vec![CodeEntry::named("Consult"), CodeEntry::named("frobnicate")],
            places: Vec::new(),
        })
    }

    fn columns() -> Columns {
        Columns {
            time: vec![5, 3, 5, -700_000],
            source: vec![0, 1, 1, 0],
            target: vec![1, 0, 0, 1],
            code: vec![0, 1, 0, 1],
            goldstein: Some(vec![f32::NAN, 2.5, -1.0, f32::NAN]),
            ..Columns::default()
        }
    }

    #[test]
    fn unsorted_times_are_sorted_and_ties_keep_their_order() {
        let history = History::new(TimeUnit::Days, columns(), dictionaries()).unwrap();
        assert_eq!(history.time(), [-700_000, 3, 5, 5]);
        assert_eq!(history.source(), [0, 1, 0, 1]);
        assert_eq!(history.goldstein(1), Some(2.5));
        // the code's score where the row has none; none where the code is unknown
        assert_eq!(history.goldstein(2), Some(1.0));
        assert_eq!(history.goldstein(0), None);
        assert_eq!(history.quad(0), None);
        assert_eq!(history.quad(9), None);
    }

    #[test]
    fn ids_outside_the_dictionary_are_an_error_that_names_the_row() {
        let mut bad = columns();
        bad.target[2] = 2;
        let error = History::new(TimeUnit::Days, bad, dictionaries()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "column target, row 2: number 2 lies outside its dictionary of 2"
        );
        let mut bad = columns();
        bad.code.pop();
        assert!(History::new(TimeUnit::Days, bad, dictionaries()).is_err());
    }

    #[test]
    fn rows_between_times_also_over_a_gap_of_years() {
        let history = History::new(TimeUnit::Days, columns(), dictionaries()).unwrap();
        assert_eq!(history.between(-800_000, 5), 0..2);
        assert_eq!(history.between(5, 6), 2..4);
        assert_eq!(history.between(6, 5), 4..4);
        assert_eq!(history.between(100, 200), 4..4);
        assert_eq!(history.span(), Some((-700_000, 5)));
    }

    #[test]
    fn days_there_and_back() {
        for text in [
            "1970-01-01",
            "1969-12-31",
            "2024-02-29",
            "-9999-01-01",
            "9999-12-31",
        ] {
            let day: Date = if text.starts_with('-') {
                Date::MIN
            } else {
                text.parse().unwrap()
            };
            assert_eq!(date(days(day)), Some(day), "{text}");
        }
        assert_eq!(days("1970-01-02".parse().unwrap()), 1);
        assert_eq!(date(i32::MAX), None);
    }
}
