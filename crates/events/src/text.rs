//! Cells of text files: numbers, dates, and how a message shows them.

use crate::history::days;
use jiff::civil::Date;

/// The beginning of a cell, without control characters, for a message.
pub(crate) fn shortened(text: &str) -> String {
    let mut out: String = text
        .chars()
        .take(60)
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    if text.chars().nth(60).is_some() {
        out.push('…');
    }
    out
}

/// [`shortened`] for bytes of unknown encoding.
pub(crate) fn shown(bytes: &[u8]) -> String {
    shortened(&decoded(bytes))
}

/// UTF-8, or else Latin-1: some releases of the datasets mix both.
pub(crate) fn decoded(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().map(|&b| char::from(b)).collect(),
    }
}

/// A cell without white space around it and without enclosing quotes.
pub(crate) fn trimmed(cell: &[u8]) -> &[u8] {
    let cell = cell.trim_ascii();
    match cell {
        [b'"', inner @ .., b'"'] => inner,
        _ => cell,
    }
}

/// A whole number in decimal digits; none for anything else, also for what a `u32` cannot hold.
pub(crate) fn whole(cell: &[u8]) -> Option<u32> {
    if cell.is_empty() {
        return None;
    }
    cell.iter().try_fold(0u32, |sum, &digit| {
        let digit = digit.checked_sub(b'0').filter(|d| *d < 10)?;
        sum.checked_mul(10)?.checked_add(u32::from(digit))
    })
}

/// A decimal number.
pub(crate) fn decimal(cell: &[u8]) -> Option<f32> {
    let number: f32 = std::str::from_utf8(cell).ok()?.parse().ok()?;
    number.is_finite().then_some(number)
}

/// Days since 1970-01-01 of `20240131`, `2024-01-31` (with or without a time of day after it) or
/// `31 January 2024`.
pub(crate) fn day(cell: &[u8]) -> Option<i32> {
    let number = |range: std::ops::Range<usize>| whole(cell.get(range)?);
    let (year, month, day) = if cell.len() == 8 {
        (number(0..4)?, number(4..6)?, number(6..8)?)
    } else if cell.get(4) == Some(&b'-') && cell.get(7) == Some(&b'-') {
        let rest = cell.get(10).copied();
        if rest.is_some_and(|b| b != b' ' && b != b'T') {
            return None;
        }
        (number(0..4)?, number(5..7)?, number(8..10)?)
    } else {
        let text = std::str::from_utf8(cell).ok()?;
        return Date::strptime("%d %B %Y", text).ok().map(days);
    };
    let date = Date::new(
        i16::try_from(year).ok()?,
        i8::try_from(month).ok()?,
        i8::try_from(day).ok()?,
    );
    date.ok().map(days)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_the_forms_of_the_datasets() {
        let expected = days("2024-02-29".parse().unwrap());
        for cell in [
            "20240229",
            "2024-02-29",
            "2024-02-29 00:00:00.000",
            "2024-02-29T12:00:00Z",
            "29 February 2024",
            "29 february 2024",
        ] {
            assert_eq!(day(cell.as_bytes()), Some(expected), "{cell}");
        }
        for cell in [
            "",
            "20240230",
            "2024-2-29",
            "29 Feb 2024",
            "2024-02-291",
            "20241301",
            "2024022a",
            "29 February 99999999999",
            "1 May 2024 x",
        ] {
            assert_eq!(day(cell.as_bytes()), None, "{cell}");
        }
    }

    #[test]
    fn numbers_are_whole_or_none() {
        assert_eq!(whole(b"4294967295"), Some(u32::MAX));
        for cell in ["", "4294967296", "-1", "1.0", " 1"] {
            assert_eq!(whole(cell.as_bytes()), None, "{cell}");
        }
        assert_eq!(decimal(b"-9.5"), Some(-9.5));
        assert_eq!(decimal(b"nan"), None);
    }

    #[test]
    fn latin_1_is_read_where_it_is_not_utf_8() {
        assert_eq!(decoded(b"C\xf4te d'Ivoire"), "Côte d'Ivoire");
        assert_eq!(decoded("Côte".as_bytes()), "Côte");
    }
}
