//! Stretches of the calendar.

use jiff::civil::Date;
use jiff::{Span, ToSpan};
use unravel_evidence::DateRange;

use super::words::{Narrow, Unit};

/// A range from its two ends; `None` where it would run backwards.
pub fn between(start: Date, end: Date) -> Option<DateRange> {
    DateRange::new(start, end).ok()
}

/// From the start of one range to the end of another.
pub fn hull(from: DateRange, to: DateRange) -> Option<DateRange> {
    between(from.start(), to.end())
}

/// Years, both included.
pub fn years(first: i16, last: i16) -> Option<DateRange> {
    hull(DateRange::year(first)?, DateRange::year(last)?)
}

/// `count` months from the first of a month on; `month` may lie beyond 12.
pub fn months(year: i16, month: i8, count: i8) -> Option<DateRange> {
    let at = |month: i8| {
        let (ahead, month) = ((month - 1).div_euclid(12), (month - 1).rem_euclid(12) + 1);
        DateRange::month(year.checked_add(i16::from(ahead))?, month)
    };
    hull(at(month)?, at(month.checked_add(count)?.checked_sub(1)?)?)
}

/// One day.
pub fn day(year: i16, month: i8, day: i8) -> Option<DateRange> {
    Some(DateRange::day(Date::new(year, month, day).ok()?))
}

/// The unit that a date lies in. Weeks start on Monday.
pub fn unit_around(date: Date, unit: Unit) -> Option<DateRange> {
    match unit {
        Unit::Day => Some(DateRange::day(date)),
        Unit::Week => {
            let since_monday = i64::from(date.weekday().to_monday_zero_offset());
            let monday = date.checked_sub(since_monday.days()).ok()?;
            between(monday, monday.checked_add(6.days()).ok()?)
        }
        Unit::Month => DateRange::month(date.year(), date.month()),
        Unit::Year => DateRange::year(date.year()),
        Unit::Decade => {
            let first = date.year() - date.year().rem_euclid(10);
            years(first, first.checked_add(9)?)
        }
        Unit::Century => century(i64::from(date.year() - 1).div_euclid(100) + 1),
    }
}

/// The n-th century: the 20th is 1901 to 2000.
pub fn century(number: i64) -> Option<DateRange> {
    let first = i16::try_from(number.checked_sub(1)?.checked_mul(100)?.checked_add(1)?).ok()?;
    years(first, first.checked_add(99)?)
}

/// A number of units as a span.
pub fn span(count: i64, unit: Unit) -> Option<Span> {
    let span = Span::new();
    match unit {
        Unit::Day => span.try_days(count),
        Unit::Week => span.try_weeks(count),
        Unit::Month => span.try_months(count),
        Unit::Year => span.try_years(count),
        Unit::Decade => span.try_years(count.checked_mul(10)?),
        Unit::Century => span.try_years(count.checked_mul(100)?),
    }
    .ok()
}

/// The date `count` units after `date` (before it where negative).
pub fn shift(date: Date, count: i64, unit: Unit) -> Option<Date> {
    date.checked_add(span(count, unit)?).ok()
}

/// The time `count` units away from `date`, as exactly as people mean it: the very day for days,
/// the days around for weeks, the month, year or decade for those.
pub fn away(date: Date, count: i64, unit: Unit) -> Option<DateRange> {
    let there = shift(date, count, unit)?;
    match unit {
        Unit::Day => Some(DateRange::day(there)),
        Unit::Week => between(
            there.checked_sub(3.days()).ok()?,
            there.checked_add(3.days()).ok()?,
        ),
        Unit::Month | Unit::Year => unit_around(there, unit),
        Unit::Decade => between(
            there.checked_sub(2.years()).ok()?,
            there.checked_add(2.years()).ok()?,
        ),
        Unit::Century => unit_around(there, Unit::Decade),
    }
}

/// Part of a range: thirds for early, middle and late; the first or last quarter of a year, week
/// of a month, two years of a decade for start and end.
pub fn narrowed(range: DateRange, narrow: Narrow) -> Option<DateRange> {
    let (start, end) = (range.start(), range.end());
    let days = range.days() + 1;
    let year_count = i64::from(end.year() - start.year()) + 1;
    if days > 500 {
        // Whole years: the 1990s are early to 1993, late from 1997.
        let at = |n: i64| start.year().checked_add(i16::try_from(n).ok()?);
        let (low, high) = match narrow {
            Narrow::Early => (0, (year_count * 4 / 10).max(1) - 1),
            Narrow::Middle => (year_count * 4 / 10, (year_count * 7 / 10).max(1) - 1),
            Narrow::Late => (year_count * 7 / 10, year_count - 1),
            Narrow::Start => (0, (year_count / 5).max(1) - 1),
            Narrow::End => (year_count - (year_count / 5).max(1), year_count - 1),
        };
        return years(at(low)?, at(high.max(low))?);
    }
    if days > 300 {
        let (month, count) = match narrow {
            Narrow::Early => (1, 4),
            Narrow::Middle => (5, 4),
            Narrow::Late => (9, 4),
            Narrow::Start => (1, 3),
            Narrow::End => (10, 3),
        };
        return months(start.year(), month, count);
    }
    let (low, high) = match narrow {
        Narrow::Early => (0, days / 3),
        Narrow::Middle => (days / 3, days * 2 / 3),
        Narrow::Late => (days * 2 / 3, days),
        Narrow::Start => (0, days.min(7)),
        Narrow::End => ((days - 7).max(0), days),
    };
    let first = start.checked_add(low.days()).ok()?;
    let last = start.checked_add((high.max(low + 1) - 1).days()).ok()?;
    between(first, last.min(end))
}

/// The weekday (Monday is 1) on or before a date, or after it.
pub fn weekday_near(date: Date, weekday: i8, future: bool) -> Option<Date> {
    let today = date.weekday().to_monday_one_offset();
    let back = i64::from((today - weekday).rem_euclid(7));
    if future && back > 0 {
        date.checked_add((7 - back).days()).ok()
    } else {
        date.checked_sub(back.days()).ok()
    }
}
