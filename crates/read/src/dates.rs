//! Dates as files and pages write them.

use jiff::civil::Date;
use unravel_evidence::DateRange;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The date in a piece of metadata or a date line, as precisely as written.
///
/// Reads ISO 8601 with or without a time, `YYYY/MM/DD`, `YYYYMMDD`, English dates with a month
/// name ("12 March 2021", "Mar. 12, 2021", "May 1999", RFC 2822), and seconds or milliseconds
/// since 1970. `03/04/2021` leaves the day open, so it gives the range of both readings. The
/// local date counts as written; no time zone is applied.
///
/// ```
/// let date = unravel_read::parse_date("Thu, 12 Mar 2021 10:00:00 +0100").unwrap();
/// assert_eq!(date.to_string(), "2021-03-12");
/// ```
pub fn parse_date(text: &str) -> Option<DateRange> {
    let text = text.trim();
    if text.len() > 100 {
        return None;
    }
    if let Ok(range) = text.parse::<DateRange>() {
        return plausible(range);
    }
    numeric(text).or_else(|| spelled(text)).and_then(plausible)
}

/// Years outside these are slips of a template, not dates of publication.
fn plausible(range: DateRange) -> Option<DateRange> {
    (1500..=2200)
        .contains(&range.start().year())
        .then_some(range)
}

fn day(year: i64, month: i64, day: i64) -> Option<DateRange> {
    let date = Date::new(
        i16::try_from(year).ok()?,
        i8::try_from(month).ok()?,
        i8::try_from(day).ok()?,
    );
    date.ok().map(DateRange::day)
}

fn numeric(text: &str) -> Option<DateRange> {
    let number = |s: &str| s.parse::<i64>().ok();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &text[digits..];
    match digits {
        4 => {
            let separator = rest
                .chars()
                .next()
                .filter(|c| matches!(c, '-' | '/' | '.'))?;
            let mut parts = rest[1..].splitn(2, separator);
            let (month, tail) = (number(parts.next()?)?, parts.next()?);
            let end = tail.bytes().take_while(u8::is_ascii_digit).count();
            (1..=2)
                .contains(&end)
                .then(|| day(number(&text[..4])?, month, number(&tail[..end])?))?
        }
        8 if rest.is_empty() || rest.starts_with(['T', ' ', '-']) => day(
            number(&text[..4])?,
            number(&text[4..6])?,
            number(&text[6..8])?,
        ),
        10 | 13 if rest.is_empty() => {
            let seconds = number(&text[..10])?;
            let date = jiff::Timestamp::from_second(seconds)
                .ok()?
                .to_zoned(jiff::tz::TimeZone::UTC)
                .date();
            Some(DateRange::day(date))
        }
        1 | 2 => {
            let mut parts = text.split(['/', '.', '-']);
            let (a, b) = (number(parts.next()?)?, number(parts.next()?)?);
            let year = parts.next()?.get(..4).and_then(number)?;
            match (day(year, a, b), day(year, b, a)) {
                (Some(x), Some(y)) => {
                    DateRange::new(x.start().min(y.start()), x.end().max(y.end())).ok()
                }
                (x, y) => x.or(y),
            }
        }
        _ => None,
    }
}

/// A date with a month name.
fn spelled(text: &str) -> Option<DateRange> {
    let tokens: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|t| !t.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    let at = tokens.iter().position(|t| month(t).is_some())?;
    let month_number = month(&tokens[at])?;
    let as_day = |i: Option<usize>| -> Option<i64> {
        let token = tokens.get(i?)?;
        let bare = ["st", "nd", "rd", "th"]
            .iter()
            .find_map(|s| token.strip_suffix(s))
            .unwrap_or(token);
        bare.parse()
            .ok()
            .filter(|d| (1..=31).contains(d) && bare.len() <= 2)
    };
    let as_year = |i: usize| -> Option<i64> {
        let token = tokens.get(i).filter(|t| t.len() == 4)?;
        token.parse().ok()
    };
    let (before, after) = (as_day(at.checked_sub(1)), as_day(Some(at + 1)));
    if let (Some(d), Some(year)) = (before, as_year(at + 1)) {
        return day(year, month_number, d);
    }
    if let (Some(d), Some(year)) = (after, as_year(at + 2)) {
        return day(year, month_number, d);
    }
    let year = as_year(at + 1)?;
    DateRange::month(i16::try_from(year).ok()?, i8::try_from(month_number).ok()?)
}

/// Whether a word is the English name of a month, or its first three letters.
pub(crate) fn is_month(word: &str) -> bool {
    month(&word.trim_end_matches(['.', ',']).to_ascii_lowercase()).is_some()
}

fn month(token: &str) -> Option<i64> {
    let found = MONTHS.iter().position(|m| {
        *m == token
            || token.len() == 3 && m.starts_with(token)
            || token == "sept" && *m == "september"
    })?;
    i64::try_from(found + 1).ok()
}

/// The date of a line that holds little else: "12 March 2021", "Published: March 12, 2021 10:30".
pub(crate) fn date_line(line: &str) -> Option<DateRange> {
    const LABELS: &[&str] = &[
        "published",
        "publication",
        "date",
        "posted",
        "updated",
        "last",
        "modified",
        "on",
        "at",
        "by",
        "release",
        "released",
        "issued",
        "of",
        "am",
        "pm",
        "gmt",
        "utc",
        "est",
        "edt",
        "bst",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "mon",
        "tue",
        "wed",
        "thu",
        "fri",
        "sat",
        "sun",
        "time",
        "a",
        "p",
        "m",
        "t",
        "z",
        "cet",
    ];
    if line.chars().count() > 80 || !line.chars().any(|c| c.is_ascii_digit()) {
        return None;
    }
    let only_date = line
        .split(|c: char| !c.is_alphanumeric())
        .filter(|t| !t.is_empty())
        .map(str::to_ascii_lowercase)
        .all(|t| {
            t.starts_with(|c: char| c.is_ascii_digit())
                || month(&t).is_some()
                || LABELS.contains(&t.as_str())
        });
    if !only_date {
        return None;
    }
    let bare = line.split_once(": ").map_or(line, |(_, rest)| rest);
    // a bare number is a page or a year of something, not a date of publication
    let dated = parse_date(bare).or_else(|| parse_date(line))?;
    (bare.trim().len() > 4).then_some(dated)
}

/// The date in an address such as `/2021/03/12/`, `/2021-03-12-` or `/2021/mar/12/`.
pub(crate) fn date_in_url(url: &str) -> Option<DateRange> {
    let path = url.split(['?', '#']).next()?;
    let tokens: Vec<&str> = path.split(['/', '-', '_', '.']).collect();
    for window in tokens.windows(3) {
        let (y, m, d) = (window[0], window[1], window[2]);
        let number = |s: &str| s.parse::<i64>().ok();
        if y.len() != 4 || d.len() > 2 || m.len() > 3 {
            continue;
        }
        let Some(year) = number(y).filter(|y| (1990..=2100).contains(y)) else {
            continue;
        };
        let month = number(m)
            .filter(|_| m.len() == 2)
            .or_else(|| month(&m.to_ascii_lowercase()));
        if let (Some(month), Some(d)) = (month, number(d))
            && let Some(found) = day(year, month, d)
        {
            return Some(found);
        }
    }
    tokens
        .iter()
        .filter(|t| t.len() == 8 && (t.starts_with("19") || t.starts_with("20")))
        .find_map(|t| numeric(t))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<String> {
        parse_date(text).map(|d| d.to_string())
    }

    #[test]
    fn reads_the_forms_that_pages_use() {
        for (text, expected) in [
            ("2018-04-05T06:00", "2018-04-05"),
            ("2015-07-24T05:36:09+01:00", "2015-07-24"),
            ("2017-11-03 03:01:00.000000", "2017-11-03"),
            ("2021/3/9", "2021-03-09"),
            ("20210312", "2021-03-12"),
            ("March 11, 2015 3:46 PM", "2015-03-11"),
            ("12th of", ""),
            ("12 Sept. 2021", "2021-09-12"),
            ("Thu, 12 Mar 2021 10:00:00 +0000", "2021-03-12"),
            ("May 1999", "1999-05"),
            ("1999", "1999"),
            ("25/12/2020", "2020-12-25"),
            ("03/04/2021", "2021-03-04/2021-04-03"),
            ("1615543200", "2021-03-12"),
            ("0001-01-01T00:00:00", ""),
            ("2021-13-40", ""),
            ("soon", ""),
            ("", ""),
        ] {
            assert_eq!(read(text).unwrap_or_default(), expected, "{text}");
        }
    }

    #[test]
    fn reads_date_lines_only() {
        for line in [
            "12 March 2021",
            "Published: March 12, 2021 10:30 GMT",
            "Friday, 12 March 2021",
        ] {
            assert_eq!(date_line(line).unwrap().to_string(), "2021-03-12", "{line}");
        }
        for line in [
            "In May 1999 they met",
            "2021",
            "17",
            "Part 3 of May 2021 series",
        ] {
            assert_eq!(date_line(line), None, "{line}");
        }
    }

    #[test]
    fn reads_dates_in_addresses() {
        let date = |url| date_in_url(url).map(|d| d.to_string()).unwrap_or_default();
        assert_eq!(date("https://a.org/2021/03/12/x"), "2021-03-12");
        assert_eq!(date("https://a.org/world/2021/mar/12/x"), "2021-03-12");
        assert_eq!(date("https://a.org/news-20210312.html"), "2021-03-12");
        assert_eq!(date("https://a.org/1267/2015/1"), "");
    }
}
