//! Date ranges: a day, a month, a year or any interval, written in the shortest ISO 8601 form.

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An inclusive range of days.
///
/// Written `1999`, `1999-05`, `1999-05-12`, or two of these joined by `/`.
///
/// ```
/// use unravel_evidence::DateRange;
/// let may: DateRange = "1999-05".parse().unwrap();
/// assert_eq!(may.end().to_string(), "1999-05-31");
/// assert_eq!(may.to_string(), "1999-05");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DateRange {
    start: Date,
    end: Date,
}

/// How precisely a [`DateRange`] is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Granularity {
    /// One day.
    Day,
    /// One calendar month.
    Month,
    /// One calendar year.
    Year,
    /// Any other interval.
    Interval,
}

/// Why a text is not a date range.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// Not `YYYY`, `YYYY-MM`, `YYYY-MM-DD` or two of these joined by `/`.
    #[error("\"{0}\" is not a date; write 1999, 1999-05, 1999-05-12 or START/END")]
    Form(String),
    /// The end lies before the start.
    #[error("the range ends ({end}) before it starts ({start})")]
    Reversed {
        /// First day given.
        start: Date,
        /// Last day given.
        end: Date,
    },
}

impl DateRange {
    /// The range from `start` to `end`, both included; an error if it runs backwards.
    pub fn new(start: Date, end: Date) -> Result<Self, DateError> {
        if end < start {
            Err(DateError::Reversed { start, end })
        } else {
            Ok(Self { start, end })
        }
    }

    /// One day.
    pub fn day(date: Date) -> Self {
        Self {
            start: date,
            end: date,
        }
    }

    /// A calendar month (`month` 1-12); `None` outside the calendar.
    pub fn month(year: i16, month: i8) -> Option<Self> {
        let start = Date::new(year, month, 1).ok()?;
        Some(Self {
            start,
            end: start.last_of_month(),
        })
    }

    /// A calendar year; `None` outside the calendar.
    pub fn year(year: i16) -> Option<Self> {
        Some(Self {
            start: Date::new(year, 1, 1).ok()?,
            end: Date::new(year, 12, 31).ok()?,
        })
    }

    /// The first day.
    pub fn start(&self) -> Date {
        self.start
    }

    /// The last day.
    pub fn end(&self) -> Date {
        self.end
    }

    /// The day in the middle, used where one day must stand for the range.
    pub fn midpoint(&self) -> Date {
        self.start.saturating_add((self.days() / 2).days())
    }

    /// Number of days from start to end (0 for one day).
    pub fn days(&self) -> i64 {
        i64::from(self.start.until(self.end).map_or(0, |span| span.get_days()))
    }

    /// How precisely the range is known.
    pub fn granularity(&self) -> Granularity {
        if self.start == self.end {
            Granularity::Day
        } else if Self::month(self.start.year(), self.start.month()) == Some(*self) {
            Granularity::Month
        } else if Self::year(self.start.year()) == Some(*self) {
            Granularity::Year
        } else {
            Granularity::Interval
        }
    }

    /// Whether the two ranges share a day.
    pub fn overlaps(&self, other: &DateRange) -> bool {
        self.start <= other.end && other.start <= self.end
    }
}

fn parse_one(text: &str) -> Option<DateRange> {
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    let mut parts = text.split('-');
    let year = parts
        .next()
        .filter(|y| y.len() == 4 && digits(y))?
        .parse()
        .ok()?;
    let Some(month) = parts.next() else {
        return DateRange::year(year);
    };
    let month = Some(month)
        .filter(|m| m.len() == 2 && digits(m))?
        .parse()
        .ok()?;
    let Some(day) = parts.next() else {
        return DateRange::month(year, month);
    };
    let day = Some(day)
        .filter(|d| d.len() == 2 && digits(d))?
        .parse()
        .ok()?;
    if parts.next().is_some() {
        return None;
    }
    Date::new(year, month, day).ok().map(DateRange::day)
}

impl std::str::FromStr for DateRange {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        let form = || DateError::Form(text.to_owned());
        match text.trim().split_once('/') {
            None => parse_one(text.trim()).ok_or_else(form),
            Some((start, end)) => {
                let (start, end) = (
                    parse_one(start).ok_or_else(form)?,
                    parse_one(end).ok_or_else(form)?,
                );
                Self::new(start.start, end.end)
            }
        }
    }
}

impl std::fmt::Display for DateRange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (s, e) = (self.start, self.end);
        let text = match self.granularity() {
            Granularity::Day => s.to_string(),
            Granularity::Month => format!("{:04}-{:02}", s.year(), s.month()),
            Granularity::Year => format!("{:04}", s.year()),
            Granularity::Interval => {
                let whole_years = s.day_of_year() == 1 && e == e.last_of_year();
                let whole_months = s.day() == 1 && e == e.last_of_month();
                if whole_years {
                    format!("{:04}/{:04}", s.year(), e.year())
                } else if whole_months {
                    format!(
                        "{:04}-{:02}/{:04}-{:02}",
                        s.year(),
                        s.month(),
                        e.year(),
                        e.month()
                    )
                } else {
                    format!("{s}/{e}")
                }
            }
        };
        f.pad(&text)
    }
}

impl Serialize for DateRange {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for DateRange {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_the_shortest_form_and_reads_it_back() {
        for text in [
            "1999",
            "1999-05",
            "1999-05-12",
            "1996/2001",
            "2019-03/2019-08",
            "2020-02-29/2020-03-02",
        ] {
            assert_eq!(text.parse::<DateRange>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn refuses_what_is_not_a_date() {
        for text in [
            "",
            "99",
            "1999-13",
            "1999-02-30",
            "1999-5",
            "May 1999",
            "2001/1996",
            "1999-05-12-01",
            "+999",
        ] {
            assert!(text.parse::<DateRange>().is_err(), "{text}");
        }
    }
}
