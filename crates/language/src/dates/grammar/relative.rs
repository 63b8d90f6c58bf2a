//! Times told from the day of publication, or from another day.

use jiff::civil::Date;

use super::super::calendar::{away, between, months, narrowed, shift, unit_around, weekday_near};
use super::super::words::{self, Unit};
use super::super::{Grain, Grain as G};
use super::{Piece, Read, Reader};

impl Reader<'_> {
    /// "two weeks ago", "three days before May 5, 1999", "10 years later".
    pub(super) fn offset(&self, at: usize) -> Option<Read> {
        let approximate = self.is(
            at,
            &[
                "about",
                "around",
                "nearly",
                "almost",
                "roughly",
                "approximately",
                "some",
                "over",
            ],
        );
        let start = at + usize::from(approximate);
        let start = if self.is(start, &["more", "less"]) && self.is(start + 1, &["than"]) {
            start + 2
        } else {
            start
        };
        let approximate = start > at;
        let (count, unit, end) = self.amount(start)?;
        let (low, high) = count;
        let approximate = approximate || low != high;
        let far = |date: Date, sign: i64| {
            if low == high {
                return away(date, sign * low, unit);
            }
            let (a, b) = (
                away(date, sign * low, unit)?,
                away(date, sign * high, unit)?,
            );
            between(a.start().min(b.start()), a.end().max(b.end()))
        };
        let grain = match unit {
            Unit::Day => G::Day,
            Unit::Week => G::Week,
            Unit::Month => G::Month,
            Unit::Year => G::Year,
            Unit::Decade => G::Decade,
            Unit::Century => G::Century,
        };
        if self.is(end, &["ago"]) {
            let range = self.published.and_then(|p| far(p, -1));
            return self.done(end + 1, range, grain, approximate, true);
        }
        let sign = match self.word(end) {
            "before" | "earlier" => -1,
            "prior" if self.is(end + 1, &["to"]) => -1,
            "after" | "later" => 1,
            "from" if self.is(end + 1, &["now", "today"]) => {
                let range = self.published.and_then(|p| far(p, 1));
                return self.done(end + 2, range, grain, approximate, false);
            }
            _ => return None,
        };
        let next = end + if self.is(end, &["prior"]) { 2 } else { 1 };
        let next = self.skip(next, &["the"]);
        let anchor = self.fixed(next).filter(|read| read.strong).or_else(|| {
            let time = self
                .time(next)
                .filter(|time| matches!(time.piece, Piece::Days(..)))?;
            let range = match time.year {
                Some(year) => self.place(time, year),
                None => self.guess(time, at),
            };
            self.done(time.end, range, G::Day, false, true)
        })?;
        let date = anchor.range?.start();
        self.done(anchor.end, far(date, sign), grain, approximate, true)
    }

    /// "two weeks", "a year", "several months", "a couple of days": least and most, unit, end.
    fn amount(&self, at: usize) -> Option<((i64, i64), Unit, usize)> {
        let (count, next) = match self.word(at) {
            "a" | "an" => match self.word(at + 1) {
                "few" => ((2, 5), at + 2),
                "couple" => ((2, 2), self.skip(at + 2, &["of"])),
                "dozen" => ((12, 12), at + 2),
                "half" => return None,
                _ => ((1, 1), at + 1),
            },
            "few" => ((2, 5), at + 1),
            "several" => ((3, 9), at + 1),
            "couple" => ((2, 2), self.skip(at + 1, &["of"])),
            word => {
                let number = words::number(word)?;
                let more = self
                    .is(at + 1, &["-"])
                    .then(|| words::number(self.word(at + 2)))
                    .flatten();
                match (words::tens(word), more.filter(|n| *n < 10)) {
                    (Some(_), Some(ones)) => ((number + ones, number + ones), at + 3),
                    _ if self.is(at + 1, &["or", "to"]) => {
                        let other = words::number(self.word(at + 2)).filter(|n| *n > number)?;
                        ((number, other), at + 3)
                    }
                    _ => ((number, number), at + 1),
                }
            }
        };
        Some((count, words::unit(self.word(next))?, next + 1))
    }

    /// "last year", "earlier this month", "the past two weeks", "last May".
    pub(super) fn relative(&self, at: usize) -> Option<Read> {
        let mut next = at;
        let mut narrow = None;
        if let Some(part) = words::part(self.word(self.skip(at, &["the"])))
            .filter(|_| self.is(self.skip(at, &["the"]) + 1, &["of"]))
        {
            narrow = Some(part);
            next = self.skip(at, &["the"]) + 2;
        } else if let Some(n) = words::narrow(self.word(at)) {
            narrow = Some(n);
            next = at + 1;
        }
        let start = next;
        let the = self.is(next, &["the"]);
        next = self.skip(next, &["the"]);
        let step = match self.word(next) {
            "last" | "past" | "previous" => -1,
            "this" | "current" => 0,
            "next" | "coming" => 1,
            // "the end of the year"
            _ if the && narrow.is_some() && start > at => {
                let unit = words::unit(self.word(next))
                    .filter(|u| matches!(u, Unit::Month | Unit::Year | Unit::Week))?;
                let range = self.published.and_then(|p| unit_around(p, unit));
                return self.done(
                    next + 1,
                    range.and_then(|r| narrowed(r, narrow?)),
                    G::Month,
                    false,
                    false,
                );
            }
            _ => return None,
        };
        let single = next + 1;
        // "the past two weeks", "the last decade": up to the day of publication, or from it on.
        let counted = self.amount(single).or_else(|| {
            let unit =
                words::unit(self.word(single)).filter(|_| the || self.is(next, &["past"]))?;
            Some(((1, 1), unit, single + 1))
        });
        if let Some(((low, high), unit, end)) = counted.filter(|_| step != 0) {
            let range = self.published.and_then(|p| {
                let there = shift(p, step * high, unit)?;
                between(there.min(p), there.max(p))
            });
            return Some(Read {
                end,
                range,
                grain: grain_of(unit),
                approximate: low != high,
                strong: false,
                through: true,
            });
        }
        let word = self.word(single);
        if let Some(unit) = words::unit(word).filter(|unit| *unit != Unit::Day) {
            let range = self
                .published
                .and_then(|p| unit_around(shift(p, step, unit)?, unit));
            let (mut range, mut grain) = (range, grain_of(unit));
            if let Some(n) = narrow {
                // "earlier this year" ends with the publication, "later this year" starts with it.
                range = match (n, self.word(at), step, self.published) {
                    (_, "earlier", 0, Some(p)) => between(range?.start(), p),
                    (_, "later", 0, Some(p)) => between(p, range?.end()),
                    _ => range.and_then(|range| narrowed(range, n)),
                };
                if grain == G::Year {
                    grain = G::Season;
                }
            }
            return self.done(single + 1, range, grain, false, false);
        }
        if self.is(single, &["weekend"]) {
            let range = self.published.and_then(|p| {
                let saturday = weekday_near(p, 6, step > 0 || (step == 0 && (self.future)(at)))?;
                between(saturday, shift(saturday, 1, Unit::Day)?)
            });
            return self.done(single + 1, range, G::Day, false, false);
        }
        // "last May", "this summer", "next winter"
        let (first, count) = match (words::month(word), words::season(word)) {
            (Some(month), _) => (month, 1),
            (None, Some(first)) => (first, 3),
            _ => return None,
        };
        let range = self.published.and_then(|p| {
            let near = |year: i16| months(year, first, count);
            let (y, m) = (p.year(), p.month());
            match step {
                -1 => [y, y - 1, y - 2]
                    .into_iter()
                    .filter_map(near)
                    .find(|r| r.end() < p),
                0 if first + count - 1 > 12 && m <= first + count - 13 => near(y - 1),
                0 => near(y),
                _ => [y, y + 1]
                    .into_iter()
                    .filter_map(near)
                    .find(|r| r.start() > p),
            }
        });
        let grain = if count == 1 { G::Month } else { G::Season };
        self.done(
            single + 1,
            range.and_then(|r| narrow.map_or(Some(r), |n| narrowed(r, n))),
            grain,
            false,
            false,
        )
    }
}

fn grain_of(unit: Unit) -> Grain {
    match unit {
        Unit::Day => G::Day,
        Unit::Week => G::Week,
        Unit::Month => G::Month,
        Unit::Year => G::Year,
        Unit::Decade => G::Decade,
        Unit::Century => G::Century,
    }
}
