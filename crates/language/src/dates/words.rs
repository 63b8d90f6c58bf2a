//! The words that dates are written with.

/// A unit of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    Day,
    Week,
    Month,
    Year,
    Decade,
    Century,
}

/// Number of a month (1 to 12) from its name or abbreviation, in lower case.
pub fn month(word: &str) -> Option<i8> {
    let word = word.strip_suffix('.').unwrap_or(word);
    let names = [
        ("january", "jan"),
        ("february", "feb"),
        ("march", "mar"),
        ("april", "apr"),
        ("may", "may"),
        ("june", "jun"),
        ("july", "jul"),
        ("august", "aug"),
        ("september", "sep"),
        ("october", "oct"),
        ("november", "nov"),
        ("december", "dec"),
    ];
    let found = names
        .iter()
        .position(|(long, short)| word == *long || word == *short);
    found.or((word == "sept").then_some(8)).map(|i| i as i8 + 1)
}

/// Number of a weekday (Monday is 1) from its name or abbreviation.
pub fn weekday(word: &str) -> Option<i8> {
    let word = word.strip_suffix('.').unwrap_or(word);
    let names = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ];
    let short = ["mon", "tues", "wed", "thurs", "fri", "sat", "sun"];
    let found = names.iter().position(|name| word == *name);
    found
        .or_else(|| short.iter().position(|name| word == *name))
        .map(|i| i as i8 + 1)
}

/// First month of a season of the northern year, which lasts three.
pub fn season(word: &str) -> Option<i8> {
    match word {
        "spring" | "springtime" => Some(3),
        "summer" | "summertime" => Some(6),
        "autumn" | "fall" => Some(9),
        "winter" | "wintertime" => Some(12),
        _ => None,
    }
}

/// A unit from its singular or plural.
pub fn unit(word: &str) -> Option<Unit> {
    match word {
        "day" | "days" => Some(Unit::Day),
        "week" | "weeks" => Some(Unit::Week),
        "month" | "months" => Some(Unit::Month),
        "year" | "years" => Some(Unit::Year),
        "decade" | "decades" => Some(Unit::Decade),
        "century" | "centuries" => Some(Unit::Century),
        _ => None,
    }
}

/// A number in digits or as one word ("seven", "twenty").
pub fn number(word: &str) -> Option<i64> {
    if !word.is_empty() && word.len() <= 4 && word.bytes().all(|b| b.is_ascii_digit()) {
        return word.parse().ok();
    }
    let small = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    if let Some(n) = small.iter().position(|name| word == *name) {
        return Some(n as i64);
    }
    tens(word)
}

/// A round number below a hundred.
pub fn tens(word: &str) -> Option<i64> {
    let names = [
        "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
    ];
    names
        .iter()
        .position(|name| word == *name)
        .map(|i| (i as i64 + 2) * 10)
}

/// An ordinal: "1st", "third", "21st".
pub fn ordinal(word: &str) -> Option<i64> {
    let names = [
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "eleventh",
        "twelfth",
        "thirteenth",
        "fourteenth",
        "fifteenth",
        "sixteenth",
        "seventeenth",
        "eighteenth",
        "nineteenth",
        "twentieth",
    ];
    if let Some(i) = names.iter().position(|name| word == *name) {
        return Some(i as i64 + 1);
    }
    let digits = ["st", "nd", "rd", "th"]
        .iter()
        .find_map(|end| word.strip_suffix(end))?;
    if digits.is_empty() || digits.len() > 2 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    digits.parse().ok()
}

/// A year of four digits between 1000 and 2199.
pub fn year(word: &str) -> Option<i16> {
    if word.len() != 4 || !word.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    word.parse().ok().filter(|year| (1000..2200).contains(year))
}

/// First year of a decade: "1990s", "90s", "'90s", "nineties".
pub fn decade(word: &str) -> Option<i16> {
    let digits = word.trim_start_matches(['\'', '’', '‘']).strip_suffix('s');
    if let Some(digits) = digits.map(|d| d.trim_end_matches(['\'', '’'])) {
        if let Some(year) = year(digits) {
            return (year % 10 == 0).then_some(year);
        }
        if digits.len() == 2 && digits.ends_with('0') && digits.bytes().all(|b| b.is_ascii_digit())
        {
            return digits
                .parse::<i16>()
                .ok()
                .map(|d| if d < 20 { 2000 + d } else { 1900 + d });
        }
    }
    let names = [
        ("twenties", 1920),
        ("thirties", 1930),
        ("forties", 1940),
        ("fifties", 1950),
        ("sixties", 1960),
        ("seventies", 1970),
        ("eighties", 1980),
        ("nineties", 1990),
    ];
    names
        .iter()
        .find(|(name, _)| word == *name)
        .map(|(_, year)| *year)
}

/// How a stretch of time is narrowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Narrow {
    Early,
    Middle,
    Late,
    Start,
    End,
}

/// "early", "mid", "late" before a time.
pub fn narrow(word: &str) -> Option<Narrow> {
    match word {
        "early" | "earlier" => Some(Narrow::Early),
        "mid" | "middle" => Some(Narrow::Middle),
        "late" | "later" => Some(Narrow::Late),
        _ => None,
    }
}

/// "beginning", "middle", "end" before "of" and a time.
pub fn part(word: &str) -> Option<Narrow> {
    match word {
        "beginning" | "start" | "outset" | "onset" => Some(Narrow::Start),
        "middle" => Some(Narrow::Middle),
        "end" | "close" => Some(Narrow::End),
        _ => None,
    }
}
