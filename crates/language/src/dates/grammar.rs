//! The grammar of expressions of time.

mod relative;

use jiff::civil::Date;
use unravel_evidence::DateRange;

use super::calendar::{away, century, day, hull, months, narrowed, shift, weekday_near, years};
use super::words::{self, Narrow, Unit};
use super::{Grain, Grain as G};

/// An expression that was read.
#[derive(Debug, Clone, Copy)]
pub struct Read {
    /// Token after its last.
    pub end: usize,
    pub range: Option<DateRange>,
    pub grain: Grain,
    pub approximate: bool,
    /// Whether the words are beyond doubt without the recogniser's word for it.
    pub strong: bool,
    /// Whether the whole range is meant.
    pub through: bool,
}

/// A time that may lack its year.
#[derive(Debug, Clone, Copy)]
struct Time {
    end: usize,
    year: Option<i16>,
    piece: Piece,
    strong: bool,
}

/// Part of a year.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Piece {
    Whole,
    /// First month and number of months.
    Months(i8, i8),
    /// Month and days.
    Days(i8, i8, i8),
}

/// Reads expressions out of the words of a text.
pub struct Reader<'a> {
    /// Lower-cased texts of all tokens.
    pub words: &'a [String],
    /// The day of publication.
    pub published: Option<Date>,
    /// Whether the clause of a token is about the future.
    pub future: &'a dyn Fn(usize) -> bool,
}

impl Reader<'_> {
    fn word(&self, i: usize) -> &str {
        self.words.get(i).map_or("", String::as_str)
    }

    fn is(&self, i: usize, any: &[&str]) -> bool {
        any.contains(&self.word(i))
    }

    fn skip(&self, i: usize, any: &[&str]) -> usize {
        if self.is(i, any) { i + 1 } else { i }
    }

    /// The longest expression that starts at a token.
    pub fn read(&self, at: usize) -> Option<Read> {
        let readings = [
            self.stretch(at),
            self.fixed(at),
            self.offset(at),
            self.relative(at),
            self.simple(at),
        ];
        let mut best: Option<Read> = None;
        for read in readings.into_iter().flatten() {
            if best.is_none_or(|b| read.end > b.end) {
                best = Some(read);
            }
        }
        best
    }

    /// "between 1996 and 2001", "from May to August 1999", "1996-2001", "May-June 2003".
    fn stretch(&self, at: usize) -> Option<Read> {
        let opened = self.is(at, &["between", "from"]);
        let first = self.time(self.skip(at + usize::from(opened), &["the"]))?;
        let joint: &[&str] = match self.word(at) {
            "between" => &["and"],
            "from" => &["to", "until", "till", "through", "-", "–", "—"],
            _ => &["to", "through", "-", "–", "—", "/"],
        };
        if !self.is(first.end, joint) {
            return None;
        }
        let next = self.skip(first.end + 1, &["the"]);
        let second = self.time(next).or_else(|| self.short_year(next, first))?;
        // A bare pair of month days is no stretch ("May 5-11" is read as one time).
        if !opened && second.year.is_none() && first.year.is_some() && second.piece != Piece::Whole
        {
            return None;
        }
        let year = first.year.or(second.year);
        let (from, to) = match year {
            Some(year) => {
                let to = self.place(second, second.year.unwrap_or(year))?;
                (self.place(first, year)?, to)
            }
            None => {
                let to = self.guess(second, at)?;
                let from = self.place(first, to.end().year())?;
                if from.start() > to.end() {
                    (self.place(first, to.end().year() - 1)?, to)
                } else {
                    (from, to)
                }
            }
        };
        let range = hull(from, to).or_else(|| hull(self.place(first, year? - 1)?, to))?;
        Some(Read {
            end: second.end,
            range: Some(range),
            grain: self.grain(first).min(self.grain(second)),
            approximate: false,
            strong: first.strong || second.strong || opened && second.year.is_some(),
            through: true,
        })
    }

    /// The "97" of "1996-97".
    fn short_year(&self, at: usize, first: Time) -> Option<Time> {
        let word = self.word(at);
        let digits = word.len() == 2 && word.bytes().all(|b| b.is_ascii_digit());
        let start = first
            .year
            .filter(|_| digits && first.piece == Piece::Whole)?;
        let year = start - start % 100 + word.parse::<i16>().ok()?;
        (year > start).then_some(Time {
            end: at + 1,
            year: Some(year),
            piece: Piece::Whole,
            strong: true,
        })
    }

    /// A time of its own, with "early", "the end of" and so on before it.
    fn simple(&self, at: usize) -> Option<Read> {
        let (mut next, mut narrow, mut approximate) = (at, None, false);
        next = self.skip(next, &["the"]);
        if let Some(part) = words::part(self.word(next)).filter(|_| self.is(next + 1, &["of"])) {
            narrow = Some(part);
            next = self.skip(next + 2, &["the"]);
        } else if let Some(n) = words::narrow(self.word(next)) {
            narrow = Some(n);
            next = self.skip(next + 1, &["-", "–"]);
            next = self.skip(next, &["in", "on"]);
            next = self.skip(next, &["the"]);
        } else if let Some(rest) = self.word(next).strip_prefix("mid-") {
            // One token where the rules do not cut: "mid-1990s".
            let year = words::year(rest).or_else(|| words::decade(rest));
            let range = match (words::decade(rest), year) {
                (Some(first), _) => years(first, first.checked_add(9)?)?,
                (None, Some(year)) => DateRange::year(year)?,
                (None, None) => return None,
            };
            let grain = if words::decade(rest).is_some() {
                G::Decade
            } else {
                G::Year
            };
            return self.done(
                next + 1,
                narrowed(range, Narrow::Middle),
                grain,
                false,
                true,
            );
        }
        if self.is(next, &["about", "around", "circa", "approximately"]) {
            approximate = true;
            next += 1;
        }
        let (range, grain, end, strong) = if let Some(read) = self.long(next) {
            read
        } else {
            let time = self.time(next)?;
            let range = match time.year {
                Some(year) => self.place(time, year),
                None => self.guess(time, at),
            };
            (range, self.grain(time), time.end, time.strong)
        };
        let (range, grain) = match narrow {
            Some(narrow) => {
                let finer = if grain == G::Year { G::Season } else { grain };
                (range.and_then(|range| narrowed(range, narrow)), finer)
            }
            None => (range, grain),
        };
        let strong = strong || (narrow.is_some() && range.is_some() && grain >= G::Season);
        self.done(end, range, grain, approximate, strong)
    }

    fn done(
        &self,
        end: usize,
        range: Option<DateRange>,
        grain: Grain,
        approximate: bool,
        strong: bool,
    ) -> Option<Read> {
        Some(Read {
            end,
            range,
            grain,
            approximate,
            strong,
            through: false,
        })
    }

    /// Decades, centuries, halves and quarters.
    fn long(&self, at: usize) -> Option<(Option<DateRange>, Grain, usize, bool)> {
        let word = self.word(at);
        // Some dashes do not cut a token: "1992–1996".
        if let Some((first, last)) = word.split_once(['–', '—', '/']) {
            let range = words::year(first)
                .zip(words::year(last))
                .and_then(|(a, b)| years(a, b))?;
            return Some((Some(range), G::Year, at + 1, true));
        }
        if let Some(first) = words::decade(word) {
            // Spelt out, a decade could as well be somebody's age.
            let strong = word.starts_with(|c: char| c.is_ascii_digit()) && word.len() > 3;
            return Some((
                years(first, first.checked_add(9)?),
                G::Decade,
                at + 1,
                strong,
            ));
        }
        // "'90s" and "1990's" come as two tokens.
        let quoted = self
            .is(at, &["'"])
            .then(|| words::decade(self.word(at + 1)))
            .flatten();
        if let Some(first) = quoted {
            return Some((
                years(first, first.checked_add(9)?),
                G::Decade,
                at + 2,
                false,
            ));
        }
        if let Some(first) =
            words::year(word).filter(|year| year % 10 == 0 && self.is(at + 1, &["'s", "s"]))
        {
            return Some((
                years(first, first.checked_add(9)?),
                G::Decade,
                at + 2,
                false,
            ));
        }
        if let Some(number) = words::ordinal(word) {
            let next = self.skip(at + 1, &["-"]);
            if self.is(next, &["century"]) && (1..=22).contains(&number) {
                return Some((century(number), G::Century, next + 1, true));
            }
        }
        let (count, next) = if let Some(number) = words::ordinal(word).filter(|n| *n <= 4) {
            (number as i8, at + 1)
        } else if let Some(number) = word.strip_prefix('q').and_then(|n| n.parse::<i8>().ok()) {
            let year = words::year(self.word(at + 1))?;
            let first = number.checked_sub(1).filter(|n| (0..4).contains(n))? * 3 + 1;
            return Some((months(year, first, 3), G::Season, at + 2, true));
        } else {
            return None;
        };
        let length = match self.word(next) {
            "half" if count <= 2 => 6,
            "quarter" => 3,
            _ => return None,
        };
        let next = self.skip(next + 1, &["of"]);
        let next = self.skip(next, &["the"]);
        let (year, end) = match words::year(self.word(next)) {
            Some(year) => (Some(year), next + 1),
            None => self.relative_year(next)?,
        };
        // Without a year nothing is known: "the second half of the administration".
        let range = year.and_then(|year| months(year, (count - 1) * length + 1, length));
        Some((range, G::Season, end, year.is_some()))
    }

    /// "last year", "this year", "next year": the year and the token after.
    fn relative_year(&self, at: usize) -> Option<(Option<i16>, usize)> {
        let step = match self.word(at) {
            "last" => -1,
            "this" => 0,
            "next" => 1,
            _ => return None,
        };
        self.is(at + 1, &["year"])
            .then(|| (self.published.map(|p| p.year() + step), at + 2))
    }

    /// A day, month, season or year, with or without its year.
    fn time(&self, at: usize) -> Option<Time> {
        let word = self.word(at);
        let time = |end, year, piece, strong| {
            Some(Time {
                end,
                year,
                piece,
                strong,
            })
        };
        if let Some(month) = words::month(word) {
            return self.after_month(at + 1, month);
        }
        // "12 May 1999", "the 12th of May"
        let number =
            words::ordinal(word).or_else(|| words::number(word).filter(|_| word.len() <= 2));
        if let Some(number) = number.filter(|n| (1..=31).contains(n)) {
            let next = self.skip(at + 1, &["of"]);
            let last = self
                .is(at + 1, &["-", "–", "to"])
                .then(|| words::number(self.word(at + 2)))
                .flatten();
            if let Some(month) = words::month(self.word(next)) {
                let (year, end) = self.year_after(next + 1);
                return time(
                    end,
                    year,
                    Piece::Days(month, number as i8, number as i8),
                    true,
                );
            }
            if let (Some(last), Some(month)) =
                (last.filter(|l| *l <= 31), words::month(self.word(at + 3)))
            {
                let (year, end) = self.year_after(at + 4);
                return time(
                    end,
                    year,
                    Piece::Days(month, number as i8, last as i8),
                    true,
                );
            }
        }
        if let Some(first) = words::season(word) {
            let next = self.skip(at + 1, &["of", ","]);
            let next = self.skip(next, &["the", "year"]);
            let year = words::year(self.word(next));
            let end = if year.is_some() { next + 1 } else { at + 1 };
            return time(end, year, Piece::Months(first, 3), year.is_some());
        }
        if let Some(found) = numeric(word) {
            return time(
                at + 1,
                Some(found.0),
                Piece::Days(found.1, found.2, found.2),
                true,
            );
        }
        let next = if self.is(at, &["year", "fiscal"]) {
            at + 1
        } else {
            at
        };
        let year = words::year(self.word(next))?;
        // "1999-05-12" is cut at its hyphens.
        if self.is(next + 1, &["-"]) && self.is(next + 3, &["-"]) {
            let part = |i: usize| {
                self.word(i)
                    .parse::<i8>()
                    .ok()
                    .filter(|_| self.word(i).len() == 2)
            };
            if let (Some(month), Some(day)) = (part(next + 2), part(next + 4)) {
                return time(next + 5, Some(year), Piece::Days(month, day, day), true);
            }
        }
        if self.is(next + 1, &["bc", "bce", "b.c.", "b.c"]) {
            return None;
        }
        let prompted = at > 0
            && self.is(
                at - 1,
                &[
                    "in", "since", "until", "till", "by", "from", "during", "before", "after",
                    "between", "early", "late", "mid", "of",
                ],
            )
            && (1500..2100).contains(&year);
        time(next + 1, Some(year), Piece::Whole, prompted)
    }

    /// What follows the name of a month.
    fn after_month(&self, at: usize, month: i8) -> Option<Time> {
        let time = |end, year, piece, strong| {
            Some(Time {
                end,
                year,
                piece,
                strong,
            })
        };
        let at = self.skip(at, &["."]);
        let at_day = self.skip(at, &["the"]);
        let word = self.word(at_day);
        let first =
            words::ordinal(word).or_else(|| words::number(word).filter(|_| word.len() <= 2));
        if let Some(first) = first.filter(|n| {
            (1..=31).contains(n) && word.starts_with(|c: char| c.is_ascii_digit() || at_day > at)
        }) {
            let (mut last, mut end) = (first, at_day + 1);
            if self.is(end, &["-", "–", "to"]) {
                let word = self.word(end + 1);
                let number = words::ordinal(word).or_else(|| words::number(word));
                if let Some(number) = number.filter(|n| *n > first && *n <= 31) {
                    (last, end) = (number, end + 2);
                }
            }
            let (year, end) = self.year_after(end);
            return time(end, year, Piece::Days(month, first as i8, last as i8), true);
        }
        let (year, end) = self.year_after(self.skip(at, &["of"]));
        match year {
            Some(_) => time(end, year, Piece::Months(month, 1), true),
            None => time(at, None, Piece::Months(month, 1), false),
        }
    }

    /// A year, perhaps after a comma; else nothing and the token given.
    fn year_after(&self, at: usize) -> (Option<i16>, usize) {
        let next = self.skip(at, &[",", "of"]);
        match words::year(self.word(next)) {
            Some(year) => (Some(year), next + 1),
            None => (None, at),
        }
    }

    fn place(&self, time: Time, year: i16) -> Option<DateRange> {
        match time.piece {
            Piece::Whole => DateRange::year(year),
            Piece::Months(first, count) => months(year, first, count),
            Piece::Days(month, first, last) => {
                hull(day(year, month, first)?, day(year, month, last)?)
            }
        }
    }

    fn grain(&self, time: Time) -> Grain {
        match time.piece {
            Piece::Whole => G::Year,
            Piece::Months(_, 1) => G::Month,
            Piece::Months(..) => G::Season,
            Piece::Days(..) => G::Day,
        }
    }

    /// A time without a year: the last one that has begun, or the next one that has not ended
    /// where the clause is about the future.
    fn guess(&self, time: Time, at: usize) -> Option<DateRange> {
        let published = self.published?;
        if time.piece == Piece::Whole {
            return None;
        }
        let candidates = |step: i16| self.place(time, published.year().checked_add(step)?);
        if (self.future)(at) {
            (-1..=1)
                .filter_map(candidates)
                .find(|range| range.end() >= published)
        } else {
            (-1..=1)
                .rev()
                .filter_map(candidates)
                .find(|range| range.start() <= published)
        }
    }

    /// Days with names of their own: "today", "9/11", weekdays.
    fn fixed(&self, at: usize) -> Option<Read> {
        let start = self.skip(at, &["the"]);
        // The attacks of 2001 go by their day alone.
        if self.is(start, &["9/11"]) {
            return self.done(start + 1, day(2001, 9, 11), G::Day, false, true);
        }
        if let Some(time) = self
            .time(start)
            .filter(|t| t.piece == Piece::Days(9, 11, 11) && t.year.is_none())
        {
            let attacks = [
                "attacks",
                "attack",
                "hijackings",
                "hijackers",
                "terrorist",
                "terror",
                "commission",
            ];
            if self.is(self.skip(time.end, &[","]), &attacks) {
                return self.done(time.end, day(2001, 9, 11), G::Day, false, true);
            }
        }
        let published = |count: i64| self.published.and_then(|p| away(p, count, Unit::Day));
        let (days, end) = match self.word(at) {
            "today" | "tonight" => (0, at + 1),
            "yesterday" => (-1, at + 1),
            "tomorrow" => (1, at + 1),
            "this" if self.is(at + 1, &["morning", "afternoon", "evening"]) => (0, at + 2),
            "last" if self.is(at + 1, &["night"]) => (-1, at + 2),
            "the"
                if self.is(at + 1, &["day"])
                    && self.is(at + 2, &["before"])
                    && self.is(at + 3, &["yesterday"]) =>
            {
                (-2, at + 4)
            }
            "the"
                if self.is(at + 1, &["day"])
                    && self.is(at + 2, &["after"])
                    && self.is(at + 3, &["tomorrow"]) =>
            {
                (2, at + 4)
            }
            _ => return self.weekday(at),
        };
        self.done(
            self.skip(end, &["morning", "afternoon", "evening", "night"]),
            published(days),
            G::Day,
            false,
            false,
        )
    }

    fn weekday(&self, at: usize) -> Option<Read> {
        let step = match self.word(at) {
            "last" | "past" => -1,
            "next" => 1,
            "this" | "on" => 0,
            // "every Tuesday" is no day.
            "every" | "each" => return None,
            _ if at > 0 && self.is(at - 1, &["every", "each", "most"]) => return None,
            _ => 2,
        };
        let start = if step == 2 { at } else { at + 1 };
        let weekday = words::weekday(self.word(start))?;
        let future = step == 1 || (step != -1 && (self.future)(at));
        let mut found = self
            .published
            .and_then(|p| weekday_near(p, weekday, future));
        if let (Some(date), Some(published)) = (found, self.published)
            && date == published
        {
            // "last Tuesday" on a Tuesday is a week ago.
            found = if step == 2 || step == 0 {
                Some(date)
            } else {
                shift(date, i64::from(step), Unit::Week)
            };
        }
        let end = self.skip(start + 1, &["morning", "afternoon", "evening", "night"]);
        // "Tuesday, Sept. 11, 2001" is the date.
        let comma = self.skip(end, &[","]);
        if step >= 0
            && let Some(time) = self
                .time(comma)
                .filter(|t| matches!(t.piece, Piece::Days(..)))
        {
            let range = match time.year {
                Some(year) => self.place(time, year),
                None => self.guess(time, at),
            };
            return self.done(time.end, range, G::Day, false, true);
        }
        self.done(end, found.map(DateRange::day), G::Day, false, false)
    }
}

/// "5/12/1999" (month first, as in American news), "1999/05/12", "1999-05-12".
fn numeric(word: &str) -> Option<(i16, i8, i8)> {
    let separator = if word.contains('/') { '/' } else { '-' };
    let mut parts = word.split(separator);
    let (a, b, c) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let small = |text: &str| text.parse::<i8>().ok().filter(|n| (1..=31).contains(n));
    let found = match (words::year(a), words::year(c)) {
        (Some(year), None) => (year, small(b)?, small(c)?),
        (None, Some(year)) if separator == '/' => (year, small(a)?, small(b)?),
        _ => return None,
    };
    (found.1 <= 12).then_some(found)
}
