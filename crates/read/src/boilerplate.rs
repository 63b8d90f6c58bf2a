//! Takes the article out of the text of its page: no menus, teasers, link lists or repeats.
//!
//! The rule above all others: a sentence of the article is never lost. So only whole paragraphs
//! go, and one that ends as a sentence does goes only where the same words stand elsewhere, or
//! where it is a fixed phrase of a site's frame.

use crate::chrome;
use crate::dates::date_line;
use crate::draft::same_words;
use crate::layout::{self, ends_sentence, starts_item, word_count, words};
use std::collections::{HashMap, HashSet};

/// What is left of a page's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cleaned {
    pub title: Option<String>,
    pub paragraphs: Vec<String>,
}

/// The title and the article of a page's plain text; paragraphs are joined by a blank line.
///
/// Left out: lines of the site's frame ("Skip to content", share, subscribe and cookie lines,
/// "Read also:", "Latest"), the lists of other articles under them, menus before and after the
/// article, repeats of the title (given, or found as the headline that stands twice or first),
/// paragraphs that stand twice, and teasers cut off with "..." that stand before the repeated
/// title or whose beginning reappears in full.
///
/// ```
/// let page = "Skip to content\n\nA pact holds\n\nThe two sides met and...\n\nA pact holds\n\n\
///             The two sides met and agreed to keep the pact for another year.\n\nLatest\n";
/// let (title, text) = unravel_read::strip_boilerplate(page, None);
/// assert_eq!(title.as_deref(), Some("A pact holds"));
/// assert_eq!(text, "The two sides met and agreed to keep the pact for another year.");
/// ```
pub fn strip_boilerplate(text: &str, title: Option<&str>) -> (Option<String>, String) {
    let cleaned = clean_page(layout::paragraphs(text), title);
    (cleaned.title, cleaned.paragraphs.join("\n\n"))
}

/// One paragraph and what its form tells.
struct Block {
    text: String,
    words: usize,
    /// Ends as a sentence does and is not cut off.
    sentence: bool,
    /// Ends with "..." or "…".
    cut: bool,
    kept: bool,
}

impl Block {
    fn new(text: String) -> Self {
        let cut = text.ends_with("...") || text.ends_with('…');
        Self {
            words: word_count(&text),
            sentence: !cut && ends_sentence(&text),
            cut,
            kept: true,
            text,
        }
    }

    /// A sentence long enough to be told from a caption or label.
    fn prose(&self) -> bool {
        self.kept && self.sentence && self.words >= 8
    }

    fn headline(&self) -> bool {
        self.kept && !self.sentence && !self.cut && self.words <= 30
    }
}

/// Cleans the paragraphs of a whole page: menus and link lists go too.
pub(crate) fn clean_page(paragraphs: Vec<String>, title: Option<&str>) -> Cleaned {
    run(paragraphs, title, true)
}

/// Cleans paragraphs that an extractor has already freed from the site's frame.
pub(crate) fn clean(paragraphs: Vec<String>, title: Option<&str>) -> Cleaned {
    run(paragraphs, title, false)
}

fn run(paragraphs: Vec<String>, title: Option<&str>, whole_page: bool) -> Cleaned {
    let mut blocks: Vec<Block> = paragraphs.into_iter().map(Block::new).collect();
    for block in &mut blocks {
        block.kept = !chrome::is_chrome(&block.text);
    }
    let title = title.map(str::to_owned).or_else(|| {
        if whole_page {
            find_title(&blocks)
        } else {
            None
        }
    });
    drop_lists_of_others(&mut blocks);
    if let Some(title) = &title {
        drop_head(&mut blocks, title, whole_page);
    }
    drop_repeats(&mut blocks, whole_page);
    if whole_page {
        drop_menus(&mut blocks);
    }
    // a text of nothing but labels is all that there is: better all of it than nothing
    if !blocks.iter().any(|b| b.kept) {
        for block in &mut blocks {
            block.kept = !title.as_deref().is_some_and(|t| same_words(t, &block.text));
        }
    }
    Cleaned {
        title,
        paragraphs: blocks
            .into_iter()
            .filter(|b| b.kept)
            .map(|b| b.text)
            .collect(),
    }
}

/// The headline that stands twice, else the first one before the article.
fn find_title(blocks: &[Block]) -> Option<String> {
    let candidate = |b: &&Block| {
        b.kept
            && !b.cut
            && (3..=40).contains(&b.words)
            && !b.text.ends_with(['.', ':', ';', ','])
            && !starts_item(&b.text)
            && date_line(&b.text).is_none()
            && chrome::byline(&b.text).is_empty()
    };
    let mut counts: HashMap<Vec<String>, usize> = HashMap::new();
    for block in blocks.iter().filter(candidate) {
        *counts.entry(words(&block.text).collect()).or_default() += 1;
    }
    let count = |b: &Block| {
        let key: Vec<String> = words(&b.text).collect();
        counts.get(&key).copied().unwrap_or(0)
    };
    let first_prose = blocks.iter().position(Block::prose)?;
    let head = blocks[..first_prose].iter().filter(candidate);
    // the first of those that stand most often, so neither a slogan nor a later headline wins
    let repeated = head
        .clone()
        .filter(|b| count(b) > 1)
        .fold(None, |best: Option<&Block>, b| match best {
            Some(best) if count(best) >= count(b) => Some(best),
            _ => Some(b),
        });
    repeated
        .or_else(|| head.clone().find(|b| b.words >= 4))
        .or_else(|| head.clone().next())
        .map(|b| b.text.clone())
}

/// Drops the title wherever it stands, and what stands before its last place at the head of the
/// article but sentences.
fn drop_head(blocks: &mut [Block], title: &str, whole_page: bool) {
    let places: Vec<usize> = blocks
        .iter()
        .enumerate()
        .filter(|(_, b)| b.kept && same_words(&b.text, title))
        .map(|(i, _)| i)
        .collect();
    for &place in &places {
        blocks[place].kept = false;
    }
    if !whole_page {
        return;
    }
    let total: usize = blocks.iter().filter(|b| b.prose()).map(|b| b.words).sum();
    let after = |place: usize| -> usize {
        blocks[place..]
            .iter()
            .filter(|b| b.prose())
            .map(|b| b.words)
            .sum()
    };
    // a title repeated below the article (a share box, a footer) must not take the article away
    let start = places
        .into_iter()
        .rfind(|&p| total > 0 && 2 * after(p) > total);
    for block in blocks.iter_mut().take(start.unwrap_or(0)) {
        if !block.sentence {
            block.kept = false;
        }
    }
}

/// Drops the headlines and teasers of other articles under "Read also:", "Latest" and the like.
fn drop_lists_of_others(blocks: &mut [Block]) {
    let mut inside = false;
    for block in blocks.iter_mut() {
        if chrome::heads_list(&block.text) {
            inside = true;
            block.kept = false;
        } else if block.sentence && block.kept {
            inside = false;
        } else if inside {
            block.kept = false;
        }
    }
}

/// How many words a repeat must have; shorter ones ("He declined.") may stand twice.
const REPEAT: usize = 6;
/// Words by which the beginning of a sentence is looked up.
const KEY: usize = 4;

/// Drops paragraphs that stand twice, and teasers and pulled quotes that stand in full elsewhere.
///
/// Linear: each sentence of the text is filed under its first words, and a paragraph is only
/// compared with the few sentences that begin as it does.
fn drop_repeats(blocks: &mut [Block], whole_page: bool) {
    let mut seen: HashSet<Vec<String>> = HashSet::new();
    for block in blocks.iter_mut().filter(|b| b.kept && b.words >= REPEAT) {
        if !seen.insert(words(&block.text).collect()) {
            block.kept = false;
        }
    }
    drop(seen);
    if !whole_page {
        return;
    }
    let tokens: Vec<Vec<String>> = blocks.iter().map(|b| words(&b.text).collect()).collect();
    let mut starts: HashMap<&[String], Vec<(usize, usize)>> = HashMap::new();
    for (i, block) in blocks.iter().enumerate().filter(|(_, b)| b.kept) {
        for at in sentence_starts(&block.text) {
            if let Some(key) = tokens[i].get(at..at + KEY) {
                let places = starts.entry(key).or_default();
                // many sentences that begin alike are a form, not a teaser's source
                if places.len() < 8 {
                    places.push((i, at));
                }
            }
        }
    }
    let mut dropped = Vec::new();
    for (i, block) in blocks.iter().enumerate() {
        // a cut-off teaser may end within a word
        let whole = tokens[i].len() - usize::from(block.cut && !tokens[i].is_empty());
        let least = if block.cut { KEY } else { 8 };
        if !block.kept || whole < least {
            continue;
        }
        let own = &tokens[i][..whole];
        let repeated = starts.get(&own[..KEY]).is_some_and(|places| {
            places.iter().any(|&(j, at)| {
                j != i
                    && tokens[j].len() > tokens[i].len()
                    && tokens[j].get(at..at + whole) == Some(own)
            })
        });
        if repeated {
            dropped.push(i);
        }
    }
    for i in dropped {
        blocks[i].kept = false;
    }
}

/// The word indices at which the sentences of a paragraph begin.
fn sentence_starts(text: &str) -> Vec<usize> {
    let mut out = Vec::new();
    let mut index = 0;
    let mut fresh = true;
    let mut in_word = false;
    for c in text.chars() {
        if c.is_alphanumeric() {
            if !in_word {
                if fresh {
                    out.push(index);
                }
                index += 1;
                fresh = false;
            }
            in_word = true;
        } else {
            in_word = false;
            fresh |= matches!(c, '.' | '!' | '?' | '"' | '“' | '”' | '«' | '…');
        }
    }
    out
}

/// Drops runs of short lines before and after the article.
fn drop_menus(blocks: &mut [Block]) {
    let Some(first) = blocks.iter().position(Block::prose) else {
        return;
    };
    let last = blocks.iter().rposition(Block::prose).unwrap_or(first);
    drop_runs(&mut blocks[..first], 6);
    // the lines after "The signatories were:" are the article's own list
    let own_list = blocks[last].text.ends_with(':');
    if !own_list {
        drop_runs(&mut blocks[last + 1..], 20);
    }
}

/// Drops each run of three or more lines of at most `longest` words that are no sentences.
fn drop_runs(blocks: &mut [Block], longest: usize) {
    let mut run: Vec<usize> = Vec::new();
    for i in 0..=blocks.len() {
        let short = blocks.get(i).map(|b| {
            (
                b.kept,
                b.headline() && b.words <= longest && !starts_item(&b.text),
            )
        });
        match short {
            Some((false, _)) => {}
            Some((true, true)) => run.push(i),
            _ => {
                if run.len() >= 3 {
                    for &j in &run {
                        blocks[j].kept = false;
                    }
                }
                run.clear();
            }
        }
    }
}
