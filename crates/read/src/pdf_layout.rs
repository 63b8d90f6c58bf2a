//! Characters with places to lines, paragraphs and a title.

use crate::layout::{ends_sentence, starts_item, tidy, word_count};
use std::collections::{HashMap, HashSet};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::compose;

/// One character (or ligature) on a page; lengths in points, y downwards.
#[derive(Debug, Clone)]
pub(crate) struct Glyph {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub size: f64,
    pub text: String,
    /// Begins a run of the content stream: only there a gap can stand for a space.
    pub begins_run: bool,
}

/// One page.
#[derive(Debug, Clone, Default)]
pub(crate) struct Page {
    pub height: f64,
    pub glyphs: Vec<Glyph>,
}

/// A text in reading order.
#[derive(Debug, Default)]
pub(crate) struct LaidOut {
    pub title: Option<String>,
    pub paragraphs: Vec<String>,
}

#[derive(Debug, Clone)]
struct Line {
    text: String,
    x0: f64,
    x1: f64,
    y: f64,
    size: f64,
}

#[derive(Debug)]
struct Paragraph {
    text: String,
    size: f64,
    page: usize,
}

/// Lays out the pages of a file.
pub(crate) fn lay_out(pages: Vec<Page>) -> LaidOut {
    let mut pages: Vec<(f64, Vec<Line>)> = pages
        .into_iter()
        .map(|page| (page.height, lines(page.glyphs)))
        .collect();
    drop_running_heads(&mut pages);
    let body = body_size(pages.iter().flat_map(|(_, lines)| lines));
    let leading = leading(&pages, body);
    let hyphenated: HashSet<String> = pages
        .iter()
        .flat_map(|(_, lines)| lines)
        .flat_map(|line| line.text.split_whitespace())
        .map(bare_word)
        .filter(|word| word.contains('-') && !word.ends_with('-'))
        .collect();
    let mut out: Vec<Paragraph> = Vec::new();
    let mut open = 0; // the paragraph that the next line may go on
    for (number, (_, lines)) in pages.iter().enumerate() {
        let mut last: Option<&Line> = None;
        for line in lines {
            let goes_on = match last {
                Some(last) => out
                    .get(open)
                    .is_some_and(|p| same_paragraph(last, line, lines, leading, &p.text)),
                None if close(line.size, body) => match continued(&out, &line.text, body) {
                    Some(before) => {
                        open = before;
                        true
                    }
                    None => false,
                },
                None => false,
            };
            if goes_on {
                join(&mut out[open].text, &line.text, &hyphenated);
            } else {
                open = out.len();
                out.push(Paragraph {
                    text: line.text.clone(),
                    size: line.size,
                    page: number,
                });
            }
            last = Some(line);
        }
    }
    let title = out
        .iter()
        .filter(|p| p.page == 0 && p.size > 1.15 * body && (2..=40).contains(&word_count(&p.text)))
        .fold(None, |best: Option<&Paragraph>, p| match best {
            Some(best) if best.size >= p.size => Some(best),
            _ => Some(p),
        })
        .map(|p| p.text.clone());
    let paragraphs = out
        .into_iter()
        .map(|p| p.text)
        .filter(|text| Some(text) != title.as_ref())
        .collect();
    LaidOut { title, paragraphs }
}

/// Sizes within a tenth are one size.
fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 0.1 * a.max(b)
}

/// Characters to lines, in the order drawn.
fn lines(glyphs: Vec<Glyph>) -> Vec<Line> {
    let mut out: Vec<Line> = Vec::new();
    let mut current: Option<Line> = None;
    // where the page writes its spaces, a gap between two words is wide or drawn on purpose;
    // where it only moves on (TeX), the space is a gap of a fifth of the size and more
    let spaces = glyphs.iter().filter(|g| g.text.trim().is_empty()).count();
    let gap = if 12 * spaces > glyphs.len() {
        0.3
    } else {
        0.15
    };
    for glyph in glyphs {
        if !(glyph.x.is_finite() && glyph.y.is_finite() && glyph.size.is_finite()) {
            continue;
        }
        match &mut current {
            Some(line)
                if (glyph.y - line.y).abs() < 0.5 * line.size.max(glyph.size)
                    && glyph.x > line.x1 - line.size.max(glyph.size)
                    && glyph.x < line.x1 + 3.0 * line.size.max(glyph.size) =>
            {
                if glyph.begins_run && glyph.x > line.x1 + gap * glyph.size {
                    line.text.push(' ');
                }
                line.text.push_str(&glyph.text);
                line.x1 = line.x1.max(glyph.x + glyph.width);
                line.size = line.size.max(glyph.size);
            }
            _ => {
                out.extend(current.take());
                current = Some(Line {
                    text: glyph.text,
                    x0: glyph.x,
                    x1: glyph.x + glyph.width,
                    y: glyph.y,
                    size: glyph.size,
                });
            }
        }
    }
    out.extend(current);
    out.retain_mut(|line| {
        line.text = tidy(&composed(&line.text));
        !line.text.is_empty()
    });
    out
}

/// TeX draws an accent as a character of its own before the letter: "´e" becomes "é".
fn composed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut accent: Option<(char, char)> = None;
    for c in text.chars() {
        if let Some((shown, combining)) = accent.take() {
            match compose(c, combining) {
                Some(one) => {
                    out.push(one);
                    continue;
                }
                None => out.push(shown),
            }
        }
        if let '\u{fb00}'..='\u{fb06}' = c {
            // ligatures are letters to a reader
            out.extend(std::iter::once(c).nfkc());
            continue;
        }
        let combining = match c {
            '\u{b4}' => '\u{301}',
            '\u{a8}' => '\u{308}',
            '\u{2c6}' => '\u{302}',
            '\u{2dc}' => '\u{303}',
            '\u{b8}' => '\u{327}',
            '\u{2c7}' => '\u{30c}',
            _ => {
                out.push(c);
                continue;
            }
        };
        accent = Some((c, combining));
    }
    out.extend(accent.map(|(shown, _)| shown));
    out
}

/// The size in which most characters are set.
fn body_size<'a>(lines: impl Iterator<Item = &'a Line>) -> f64 {
    let mut counts: HashMap<i64, usize> = HashMap::new();
    for line in lines {
        // half points are fine enough; the cast cannot overflow a page's sizes
        #[allow(clippy::cast_possible_truncation)]
        let step = (line.size * 2.0).round() as i64;
        *counts.entry(step).or_default() += line.text.len();
    }
    let best = counts.into_iter().max_by_key(|&(step, n)| (n, step));
    #[allow(clippy::cast_precision_loss)]
    best.map_or(10.0, |(step, _)| step as f64 / 2.0)
}

/// The usual distance of two lines of the body, as a multiple of its size.
fn leading(pages: &[(f64, Vec<Line>)], body: f64) -> f64 {
    let mut ratios: Vec<f64> = pages
        .iter()
        .flat_map(|(_, lines)| lines.windows(2))
        .filter(|w| close(w[0].size, body) && close(w[1].size, body))
        .map(|w| (w[1].y - w[0].y) / body.max(1.0))
        .filter(|r| (0.8..3.0).contains(r))
        .collect();
    ratios.sort_by(f64::total_cmp);
    ratios.get(ratios.len() / 2).copied().unwrap_or(1.2)
}

/// Whether `next` goes on the paragraph in which `last` stands.
fn same_paragraph(last: &Line, next: &Line, page: &[Line], leading: f64, open: &str) -> bool {
    let broken_off = !ends_sentence(open);
    let lower = next.text.starts_with(char::is_lowercase);
    if !close(last.size, next.size) {
        return false;
    }
    let gap = next.y - last.y;
    if gap < 0.3 * next.size {
        // the same height: the next piece of a spaced line; higher: the next column
        let beside = gap.abs() < 0.3 * next.size && next.x0 > last.x0;
        return broken_off && (lower || open.ends_with('-') || beside);
    }
    if gap > 1.3 * leading * next.size || starts_item(&next.text) {
        return broken_off && lower && gap < 2.0 * leading * next.size;
    }
    let centred = broken_off && ((last.x0 + last.x1) - (next.x0 + next.x1)).abs() < next.size;
    let indented = next.x0 > last.x0 + 0.8 * next.size;
    if indented && !centred {
        return broken_off && lower;
    }
    let right = page
        .iter()
        .filter(|l| (l.x0 - next.x0).abs() < 3.0 * next.size && close(l.size, next.size))
        .map(|l| l.x1)
        .fold(f64::MIN, f64::max);
    let short = last.x1 < right - 0.15 * (right - next.x0);
    broken_off || !short
}

/// The paragraph of the page before that breaks off and goes on with `next`; notes at the foot
/// of that page stand between the two.
fn continued(out: &[Paragraph], next: &str, body: f64) -> Option<usize> {
    let place = out.iter().rposition(|p| close(p.size, body))?;
    let text = &out[place].text;
    let goes_on = !ends_sentence(text)
        && word_count(text) > 4
        && (next.starts_with(char::is_lowercase) || text.ends_with('-'));
    goes_on.then_some(place)
}

fn bare_word(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric() && c != '-')
        .to_lowercase()
}

/// Joins a line to a paragraph. A hyphen at the line's end goes, unless the word is written with
/// it elsewhere in the file, or what follows is no lower-case letter ("al-" + "Qaeda").
fn join(open: &mut String, line: &str, hyphenated: &HashSet<String>) {
    let split_word = open.ends_with('-') && open[..open.len() - 1].ends_with(char::is_alphabetic);
    if !split_word {
        if !open.ends_with(['-', '/', '—']) || open.ends_with(" -") {
            open.push(' ');
        }
        open.push_str(line);
        return;
    }
    let first = open.rsplit(' ').next().unwrap_or("");
    let second = line.split(' ').next().unwrap_or("");
    let keeps = hyphenated.contains(&bare_word(&format!("{first}{second}")))
        || first[..first.len() - 1].contains('-')
        || !second.starts_with(char::is_lowercase);
    if !keeps {
        open.pop();
    }
    open.push_str(line);
}

/// Drops page numbers, and lines at the head or foot that most pages repeat.
fn drop_running_heads(pages: &mut [(f64, Vec<Line>)]) {
    let key = |line: &Line| -> String {
        let digits_out: String = line.text.chars().filter(|c| !c.is_ascii_digit()).collect();
        tidy(&digits_out).to_lowercase()
    };
    let margin = |height: f64, line: &Line| line.y < 0.12 * height || line.y > 0.88 * height;
    let mut counts: HashMap<String, usize> = HashMap::new();
    for (height, lines) in pages.iter() {
        let on_page: HashSet<String> = lines
            .iter()
            .filter(|l| margin(*height, l))
            .map(key)
            .collect();
        for line in on_page {
            *counts.entry(line).or_default() += 1;
        }
    }
    let count = pages.len();
    for (height, lines) in pages.iter_mut() {
        let top = lines.iter().map(|l| l.y).fold(f64::MAX, f64::min);
        let foot = lines.iter().map(|l| l.y).fold(f64::MIN, f64::max);
        lines.retain(|line| {
            // left and right pages have heads of their own, so a third of the pages is enough
            let running = margin(*height, line)
                && counts
                    .get(&key(line))
                    .is_some_and(|n| *n >= 3 && 3 * n >= count);
            let outermost = line.y <= top || line.y >= foot;
            !(running || outermost && is_page_number(&line.text))
        });
    }
}

fn is_page_number(text: &str) -> bool {
    let core = text
        .trim_matches(|c: char| !c.is_alphanumeric())
        .to_lowercase();
    let core = core.strip_prefix("page ").unwrap_or(&core);
    let roman = !core.is_empty() && core.len() <= 6 && core.chars().all(|c| "ivxl".contains(c));
    let number = !core.is_empty()
        && core.split([' ', '/']).all(|t| {
            t == "of"
                || t == "|"
                || !t.is_empty() && t.len() <= 4 && t.bytes().all(|b| b.is_ascii_digit())
        });
    roman || number
}
