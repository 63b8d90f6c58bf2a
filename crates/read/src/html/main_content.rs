//! The main content of a page, by two extractors and what the page says about itself.

use super::blocks;
use super::metadata::Found;
use crate::dates::date_line;
use crate::draft::same_words;
use crate::layout::{ends_sentence, tidy, word_count};
use crate::score::token_score;
use dom_query::Document as Dom;
use dom_smoothie::Readability;
use unravel_evidence::DateRange;

/// A reading with fewer words than this in whole sentences is doubted.
const THIN: usize = 60;
/// A reading that shares less than this F1 with the article body a page declares is doubted.
const ALIKE: f64 = 0.6;

/// The main content with what its extractor says of title and author.
#[derive(Debug, Default)]
pub(crate) struct Main {
    pub title: Option<String>,
    pub byline: Option<String>,
    /// The date of a line that stands beside the title.
    pub published: Option<DateRange>,
    pub paragraphs: Vec<String>,
}

/// Finds the main content of `dom`, parsed from `html`.
///
/// dom_smoothie reads first. Its reading is doubted where it holds hardly any sentence, or where
/// the page declares its article body (JSON-LD) and the reading is something else. Then
/// trafilatura reads too, and with the declared body and the whole visible page as further
/// candidates the best one wins: by likeness to the declared body, or by words in sentences.
pub(crate) fn main_content(dom: Dom, html: &str, found: &Found) -> Main {
    let whole = dom
        .body()
        .map(|b| blocks::paragraphs(&b))
        .unwrap_or_default();
    let mut main = extracted(dom, html, found);
    let title = found.title.as_deref().or(main.title.as_deref());
    main.published = title.and_then(|t| date_beside(&whole, t));
    if main.paragraphs.is_empty() {
        main.paragraphs = whole;
    }
    main
}

/// The date line nearest below, else above, the title: further away it may belong to another
/// article.
fn date_beside(whole: &[String], title: &str) -> Option<DateRange> {
    let place = whole.iter().position(|p| same_words(p, title))?;
    let below = whole.iter().skip(place + 1).take(8);
    let above = whole[..place].iter().rev().take(3);
    below.chain(above).find_map(|line| date_line(line))
}

fn extracted(dom: Dom, html: &str, found: &Found) -> Main {
    let body = found.body.as_deref();
    let mut first = Main::default();
    if let Ok(article) = Readability::with_document(dom, None, None).and_then(|mut r| r.parse()) {
        first = Main {
            title: Some(article.title),
            byline: article.byline,
            paragraphs: blocks::paragraphs(&Dom::fragment(article.content).root()),
            published: None,
        };
    }
    let likeness = |p: &[String]| body.map_or(1.0, |b| token_score(&p.join("\n"), b).f1);
    if prose_words(&first.paragraphs) >= THIN && likeness(&first.paragraphs) >= ALIKE {
        return first;
    }
    let mut candidates = vec![std::mem::take(&mut first.paragraphs)];
    let options = trafilatura::Options::default().with_exclude_comments(true);
    if let Ok(result) = trafilatura::extract(html, &options) {
        candidates.push(blocks::paragraphs(
            &Dom::fragment(result.content_html).root(),
        ));
    }
    if let Some(body) = body {
        candidates.push(body.lines().map(tidy).filter(|p| !p.is_empty()).collect());
    }
    let best = candidates.into_iter().reduce(|best, next| {
        let better = if body.is_some() {
            likeness(&next) > likeness(&best) + 0.05
        } else {
            // a second extractor must find clearly more, or it only adds the margins
            2 * prose_words(&next) > 3 * prose_words(&best)
        };
        if better { next } else { best }
    });
    first.paragraphs = best.unwrap_or_default();
    first
}

/// Words in paragraphs that end as sentences do.
fn prose_words(paragraphs: &[String]) -> usize {
    paragraphs
        .iter()
        .filter(|p| ends_sentence(p))
        .map(|p| word_count(p))
        .sum()
}
