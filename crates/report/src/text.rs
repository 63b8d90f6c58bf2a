//! Numbers, claims and quotes in words, and text made safe for where it is shown.

use std::collections::HashMap;
use unravel_evidence::{Bearing, Direction, End, EvidenceItem, Judgement, Statement, StatementId};

/// Makes text from a document safe for one line of a terminal.
///
/// Escape sequences go, with their parameters; other control characters and those that
/// reorder or hide text (bidirectional embeddings, overrides and isolates, tag characters,
/// soft hyphen, byte order mark) go; line breaks, tabs and runs of space become one space.
/// An escape sequence that is never closed loses only its first character, so that it can't
/// hide the text after it.
pub(crate) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if c == '\u{1b}' || c == '\u{9b}' || c == '\u{9d}' {
            rest = after_escape(rest);
            continue;
        }
        rest = &rest[c.len_utf8()..];
        if c.is_whitespace() {
            if !out.ends_with(' ') {
                out.push(' ');
            }
        } else if !(c.is_control() || is_deceptive(c)) {
            out.push(c);
        }
    }
    out
}

/// [`plain`] without space at the ends.
pub(crate) fn line(text: &str) -> String {
    plain(text).trim().to_owned()
}

/// [`line`] where a format requires a name: never empty.
pub(crate) fn name(text: &str) -> String {
    let text = line(text);
    if text.is_empty() {
        "unnamed".to_owned()
    } else {
        text
    }
}

fn is_deceptive(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{feff}' | '\u{200b}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}')
}

/// What follows the escape sequence at the start of `text`, which is not empty.
fn after_escape(text: &str) -> &str {
    let mut chars = text.chars();
    let opener = match chars.next() {
        Some('\u{1b}') => chars.next(),
        Some('\u{9b}') => Some('['),
        _ => Some(']'),
    };
    let body = chars.as_str();
    let first = text.chars().next().map_or(0, char::len_utf8);
    match opener {
        Some('[') => {
            let end = body.find(|c: char| !(' '..='?').contains(&c));
            match end.map(|at| body.split_at(at)) {
                Some((_, tail)) if tail.starts_with(|c: char| ('@'..='~').contains(&c)) => {
                    &tail[1..]
                }
                _ => &text[first..],
            }
        }
        // Operating system command: a title or a link, closed by BEL or ST.
        Some(']') => match body.find(['\u{7}', '\u{9c}', '\u{9d}', '\u{1b}']) {
            Some(at) if body[at..].starts_with("\u{1b}\\") => &body[at + 2..],
            Some(at) if body[at..].starts_with('\u{7}') => &body[at + 1..],
            Some(at) if body[at..].starts_with('\u{9c}') => &body[at + 2..],
            _ => &text[first..],
        },
        _ => &text[first..],
    }
}

/// A probability (0 to 1) in whole percent; within 5 points of either end with one decimal,
/// because there a point is much. Never 0 % or 100 %.
pub(crate) fn percent(p: f64) -> String {
    let number = percent_number(p);
    if number == "n/a" {
        number
    } else {
        number + " %"
    }
}

fn percent_number(p: f64) -> String {
    if !p.is_finite() {
        return "n/a".to_owned();
    }
    let x = p * 100.0;
    if x < 0.05 {
        "<0.1".to_owned()
    } else if x >= 99.95 {
        ">99.9".to_owned()
    } else if !(5.0..95.0).contains(&x) {
        format!("{x:.1}")
    } else {
        format!("{x:.0}")
    }
}

/// "80 to 96.5 %".
pub(crate) fn interval(range: [f64; 2]) -> String {
    format!(
        "{} to {} %",
        percent_number(range[0]),
        percent_number(range[1])
    )
}

/// A signed number; never "-0".
pub(crate) fn signed(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return "n/a".to_owned();
    }
    // No figure of a judgement is that large; were it, it should not burst its column.
    if value.abs() >= 1e6 {
        return format!("{value:+.0e}");
    }
    let text = format!("{value:+.decimals$}");
    if text.bytes().any(|b| (b'1'..=b'9').contains(&b)) {
        text
    } else {
        text.replace(['+', '-'], "")
    }
}

/// Percentage points with one decimal, smaller ones with up to three, so that what moves a
/// probability near its ends is not shown as nothing.
pub(crate) fn shift(value: f64) -> String {
    let decimals = match value.abs() {
        size if size < 0.0095 => 3,
        size if size < 0.095 => 2,
        _ => 1,
    };
    let text = signed(value, decimals);
    if text.bytes().any(|b| (b'1'..=b'9').contains(&b)) {
        text
    } else {
        signed(value, 1)
    }
}

/// "+4.1 points".
pub(crate) fn points(value: f64) -> String {
    let number = shift(value);
    let unit = if matches!(number.as_str(), "+1.0" | "-1.0") {
        "point"
    } else {
        "points"
    };
    format!("{number} {unit}")
}

/// The beginning of an id: enough to name a statement to a command that changes it.
pub(crate) fn short_id(id: &str) -> String {
    line(id).chars().take(8).collect()
}

/// "1 item", "3 items".
pub(crate) fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// The proposition judged, without "that".
pub(crate) fn proposition(j: &Judgement, clean: fn(&str) -> String) -> String {
    let (a, b) = (clean(&j.question.tie.a.name), clean(&j.question.tie.b.name));
    let until = j.question.until;
    match j.question.ends {
        End::Break => format!("the tie between {a} and {b} holds until {until}"),
        End::Support => format!("{b} still has support from {a} on {until}"),
        End::Hosting => format!("{b} is still hosted by {a} on {until}"),
    }
}

/// How a sentence with this estimative term begins, up to "that".
pub(crate) fn estimate(term: &str) -> String {
    let noun = term.ends_with("chance") || term.ends_with("possibility");
    match (noun, term.starts_with("almost no")) {
        (true, true) => format!("There is {term}"),
        (true, false) => format!("There is a {term}"),
        _ => format!("It is {term}"),
    }
}

/// "Taliban → al-Qaeda: shelter, asserted, by UN monitors"; the doer stands first.
pub(crate) fn claim(s: &Statement, unicode: bool, clean: fn(&str) -> String) -> String {
    let (from, to) = match s.direction {
        Direction::BToA => (&s.b, &s.a),
        _ => (&s.a, &s.b),
    };
    let arrow = match (s.direction, unicode) {
        (Direction::Mutual, true) => "↔",
        (Direction::Mutual, false) => "<->",
        (_, true) => "→",
        (_, false) => "->",
    };
    let arrow = clean(arrow);
    let mut out = format!(
        "{} {arrow} {}: {}, {}",
        clean(&from.name),
        clean(&to.name),
        s.kind,
        s.stance
    );
    if let Some(speaker) = &s.said_by {
        out.push_str(&format!(", by {}", clean(&speaker.name)));
    }
    if s.costly {
        out.push_str(", costly act");
    }
    out
}

/// A sentence as before, cue, after; the cue is empty where it does not lie in the sentence.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Quote {
    pub before: String,
    pub cue: String,
    pub after: String,
}

/// Characters of a quote kept on each side of its cue unless everything is wanted.
const QUOTE_SIDE: usize = 200;

/// The sentence of a statement, safe for one line, cut at its cue. Unless `full`, at most
/// [`QUOTE_SIDE`] characters are kept on each side.
pub(crate) fn quote(s: &Statement, full: bool) -> Quote {
    let (sentence, cue) = (&s.passage.exact, &s.cue);
    let by_offset = || {
        let skip = cue.start.checked_sub(s.passage.start)?;
        let at = sentence.char_indices().nth(skip).map(|(at, _)| at)?;
        sentence[at..].starts_with(cue.exact.as_str()).then_some(at)
    };
    let at = if cue.exact.is_empty() {
        None
    } else {
        by_offset().or_else(|| sentence.find(cue.exact.as_str()))
    };
    let (before, cue, after) = match at {
        Some(at) => {
            let (before, rest) = sentence.split_at(at);
            let (cue, after) = rest.split_at(cue.exact.len());
            (before, cue, after)
        }
        None => (sentence.as_str(), "", ""),
    };
    // Space at the edge of a cue moves outside, so that the marks hug the words.
    let (before, cue, after) = (plain(before), plain(cue), plain(after));
    let left = if cue.starts_with(' ') { " " } else { "" };
    let right = if cue.ends_with(' ') { " " } else { "" };
    let cue = cue.trim().to_owned();
    let mut before = format!("{before}{left}").trim_start().to_owned();
    let mut after = format!("{right}{after}").trim_end().to_owned();
    if !full {
        if cue.is_empty() {
            before = cut_end(&before, 2 * QUOTE_SIDE);
        } else {
            before = cut_start(&before, QUOTE_SIDE);
            after = cut_end(&after, QUOTE_SIDE);
        }
    }
    Quote { before, cue, after }
}

fn cut_end(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        None => text.to_owned(),
        Some((at, _)) => {
            let kept = &text[..at];
            let kept = kept.rfind(' ').map_or(kept, |space| &kept[..space]);
            format!("{kept} [...]")
        }
    }
}

fn cut_start(text: &str, most: usize) -> String {
    let length = text.chars().count();
    if length <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().skip(length - most).collect();
    let kept = kept.split_once(' ').map_or(kept.as_str(), |(_, tail)| tail);
    format!("[...] {kept}")
}

/// The short numbers of the evidence: its place in the table, from 1.
pub(crate) struct Numbers<'a> {
    evidence: &'a [EvidenceItem],
    places: HashMap<&'a StatementId, usize>,
}

impl<'a> Numbers<'a> {
    pub fn of(evidence: &'a [EvidenceItem]) -> Self {
        let mut places = HashMap::with_capacity(evidence.len());
        for (i, item) in evidence.iter().enumerate() {
            places.entry(&item.statement.id).or_insert(i);
        }
        Self { evidence, places }
    }

    /// Its place in the table, from 1; none for a statement that is not in it.
    pub fn place(&self, id: &StatementId) -> Option<usize> {
        self.places.get(id).map(|at| at + 1)
    }

    /// "[3]", or "[?]" for a statement that is not in the table.
    pub fn one(&self, id: &StatementId) -> String {
        self.place(id)
            .map_or("[?]".to_owned(), |n| format!("[{n}]"))
    }

    /// The item with this id, without a search through all of them.
    pub fn item(&self, id: &StatementId) -> Option<&'a EvidenceItem> {
        self.places.get(id).and_then(|at| self.evidence.get(*at))
    }

    /// "[1] [4]", at most `most` of them and then how many more.
    pub fn list(&self, ids: &[StatementId], most: usize) -> String {
        let shown: Vec<String> = ids.iter().take(most).map(|id| self.one(id)).collect();
        let mut out = shown.join(" ");
        if ids.len() > most {
            out.push_str(&format!(" and {} more", ids.len() - most));
        }
        out
    }
}

/// "for the tie", "against the tie", "neutral".
pub(crate) fn bearing_words(bearing: Bearing) -> &'static str {
    match bearing {
        Bearing::For => "for the tie",
        Bearing::Against => "against the tie",
        Bearing::Neutral => "neutral",
    }
}

/// Whether a person has rejected it: it is kept for the record and says nothing.
pub(crate) fn rejected(item: &EvidenceItem) -> bool {
    item.note
        .as_deref()
        .is_some_and(|note| note.starts_with("rejected"))
}

/// Where a citation comes from: publisher and title, whichever are known.
pub(crate) fn source(item: &EvidenceItem, clean: fn(&str) -> String) -> String {
    let label = clean(item.document.label());
    match &item.document.title {
        Some(title) if item.document.publisher.is_some() => {
            format!("{label}, \"{}\"", clean(title))
        }
        _ => label,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_are_whole_but_near_the_ends() {
        let shown = [
            0.0, 0.0004, 0.013, 0.05, 0.449, 0.5, 0.949, 0.974, 0.9996, 1.0,
        ];
        let texts: Vec<String> = shown.iter().map(|p| percent(*p)).collect();
        assert_eq!(
            texts,
            [
                "<0.1 %", "<0.1 %", "1.3 %", "5 %", "45 %", "50 %", "95 %", "97.4 %", ">99.9 %",
                ">99.9 %"
            ]
        );
        assert_eq!(percent(f64::NAN), "n/a");
        assert_eq!(interval([0.8, 0.965]), "80 to 96.5 %");
    }

    #[test]
    fn no_negative_zero() {
        assert_eq!(signed(-0.001, 2), "0.00");
        assert_eq!(signed(0.004, 2), "0.00");
        assert_eq!(signed(-0.62, 2), "-0.62");
        assert_eq!(points(1.0), "+1.0 point");
        assert_eq!(shift(0.062), "+0.06");
        assert_eq!(shift(-0.002), "-0.002");
        assert_eq!(shift(0.000_01), "0.0");
        assert_eq!(shift(f64::NAN), "n/a");
    }

    #[test]
    fn terms_read_as_sentences() {
        assert_eq!(estimate("very likely"), "It is very likely");
        assert_eq!(
            estimate("roughly even chance"),
            "There is a roughly even chance"
        );
        assert_eq!(estimate("almost no chance"), "There is almost no chance");
        assert_eq!(
            estimate("realistic possibility"),
            "There is a realistic possibility"
        );
    }

    #[test]
    fn escape_sequences_go_and_text_stays() {
        for (text, safe) in [
            ("a\u{1b}[31mred\u{1b}[0m b", "ared b"),
            ("a\u{1b}]0;title\u{7}b", "ab"),
            (
                "a\u{1b}]8;;http://x\u{1b}\\link\u{1b}]8;;\u{1b}\\b",
                "alinkb",
            ),
            ("a\u{9b}2Jb\u{9d}t\u{9c}c", "abc"),
            ("never closed \u{1b}]0;secret", "never closed ]0;secret"),
            ("cut \u{1b}[31", "cut [31"),
            ("cut \u{1b}", "cut "),
            ("two\r\nlines\t and\u{2028}more", "two lines and more"),
            ("right\u{202e}tfel\u{202c}", "righttfel"),
            ("nul\0 bell\u{7} del\u{7f}", "nul bell del"),
            ("می‌خواهم", "می‌خواهم"),
        ] {
            assert_eq!(plain(text), safe);
        }
    }
}
