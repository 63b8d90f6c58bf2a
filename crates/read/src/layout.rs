//! From raw text to paragraphs: white space, control characters, hard-wrapped lines.

/// A text on one line without control characters, for messages.
pub(crate) fn one_line(text: &str) -> String {
    tidy(text)
}

/// Characters that show nothing and would only split words or turn the reading direction.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}' | '\u{feff}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}'
    )
}

/// One paragraph: white-space runs become one space, control and invisible characters go.
pub(crate) fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut space = false;
    for c in text.chars() {
        if c.is_whitespace() {
            space = true;
        } else if !c.is_control() && !is_invisible(c) {
            if space && !out.is_empty() {
                out.push(' ');
            }
            space = false;
            out.push(c);
        }
    }
    out
}

/// Longest line of a text that counts as wrapped by hand, in characters.
const WRAP: usize = 100;

/// Splits a plain text into tidy paragraphs.
///
/// Blank lines part paragraphs. Lines inside a block are one paragraph where the text is
/// hard-wrapped, else one each.
pub(crate) fn paragraphs(text: &str) -> Vec<String> {
    let text = text
        .replace("\r\n", "\n")
        .replace(['\r', '\u{2028}', '\u{2029}', '\u{c}'], "\n");
    let wrapped = is_wrapped(&text);
    let mut out = Vec::new();
    let mut block: Vec<String> = Vec::new();
    for line in text.lines() {
        let tidied = tidy(line);
        if tidied.is_empty() {
            flush(&mut block, wrapped, &mut out);
        } else {
            block.push(tidied);
        }
    }
    flush(&mut block, wrapped, &mut out);
    out
}

/// Whether long lines were broken by hand: nearly no line is longer than [`WRAP`], and most
/// neighbouring lines could not have been joined within the usual width.
fn is_wrapped(text: &str) -> bool {
    let lengths: Vec<usize> = text.lines().map(|l| l.trim().chars().count()).collect();
    let filled = lengths.iter().filter(|n| **n > 0).count();
    let over = lengths.iter().filter(|n| **n > WRAP).count();
    let runs = lengths
        .windows(2)
        .filter(|w| w[0] >= 50 && w[0] <= WRAP && w[1] > 0)
        .count();
    filled > 0 && over * 20 <= filled && runs >= 2
}

/// Joins the lines of one block into paragraphs.
fn flush(block: &mut Vec<String>, wrapped: bool, out: &mut Vec<String>) {
    let lines = std::mem::take(block);
    if !wrapped {
        out.extend(lines);
        return;
    }
    let width = lines.iter().map(|l| l.chars().count()).max().unwrap_or(0);
    let mut current = String::new();
    let mut last = 0; // characters of the last line taken
    for line in lines {
        let first_word = line.split(' ').next().map_or(0, |w| w.chars().count());
        // the next word would have fitted: the author ended the line here on purpose
        let ended = width < 50 || last + 1 + first_word < width.saturating_sub(12);
        let cut = current.ends_with("...") || current.ends_with('…');
        if !current.is_empty() && (ended || cut || starts_item(&line)) {
            out.push(std::mem::take(&mut current));
        }
        last = line.chars().count();
        if !current.is_empty() {
            current.push(' ');
        }
        current.push_str(&line);
    }
    if !current.is_empty() {
        out.push(current);
    }
}

/// Whether a line begins a list item: a bullet, or a number with a point or bracket.
pub(crate) fn starts_item(line: &str) -> bool {
    if line.starts_with(['•', '‣', '▪', '◦', '–', '—']) {
        return true;
    }
    if let Some(rest) = line.strip_prefix(['-', '*', '+']) {
        return rest.starts_with(' ');
    }
    let digits = line.chars().take_while(char::is_ascii_digit).count();
    (1..=3).contains(&digits)
        && line[digits..].starts_with(['.', ')'])
        && line[digits + 1..].starts_with(' ')
}

/// The words of a text in lower case, runs of letters and digits; apostrophes part them.
pub(crate) fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_lowercase)
}

/// Number of words as [`words`] gives them.
pub(crate) fn word_count(text: &str) -> usize {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .count()
}

/// Whether a paragraph ends as a sentence does: a full stop, question or exclamation mark,
/// with closing quotes or brackets after it.
pub(crate) fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['"', '\'', '”', '’', '»', ')', ']'])
        .ends_with(['.', '!', '?', '…', ':', ';', '。'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tidies() {
        assert_eq!(tidy("  a\u{a0}\t b\u{0}\u{ad}c\r\n d "), "a bc d");
        assert_eq!(tidy("e\u{301}"), "e\u{301}");
    }

    #[test]
    fn joins_hard_wrapped_lines() {
        let text = "The council met on Monday to discuss the agreement that had been signed\n\
                    in the spring and to hear what the parties had done about it since\n\
                    then.\n\nA second paragraph stands here, long enough to reach over the line\nand end.\n";
        let paragraphs = paragraphs(text);
        assert_eq!(paragraphs.len(), 2, "{paragraphs:?}");
        assert!(paragraphs[0].ends_with("done about it since then."));
    }

    #[test]
    fn keeps_one_paragraph_per_line() {
        let long = "word ".repeat(60);
        let text = format!("{long}\n{long}\nShort line\n");
        assert_eq!(paragraphs(&text).len(), 3);
    }
}
