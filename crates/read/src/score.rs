//! How well a reading matches the text a person marked as the main content.

use crate::html::all_paragraphs;
use crate::layout::words;
use std::collections::HashMap;

/// Precision, recall and F1 over word tokens, each 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TokenScore {
    /// Share of the words read that were expected.
    pub precision: f64,
    /// Share of the words expected that were read.
    pub recall: f64,
    /// Harmonic mean of the two.
    pub f1: f64,
}

/// Compares two texts as multisets of words: maximal runs of letters and digits, lower case.
/// A word read twice but expected once counts once as right. Two empty texts score 1.
///
/// ```
/// let score = unravel_read::token_score("The pact held, the pact held.", "The pact held.");
/// assert_eq!((score.precision, score.recall), (0.5, 1.0));
/// ```
pub fn token_score(read: &str, expected: &str) -> TokenScore {
    let mut counts: HashMap<String, i64> = HashMap::new();
    let mut expected_total = 0_u32;
    for word in words(expected) {
        *counts.entry(word).or_default() += 1;
        expected_total += 1;
    }
    let (mut common, mut read_total) = (0_u32, 0_u32);
    for word in words(read) {
        read_total += 1;
        if let Some(left) = counts.get_mut(&word).filter(|left| **left > 0) {
            *left -= 1;
            common += 1;
        }
    }
    let share = |part: u32, whole: u32| {
        if whole == 0 {
            f64::from(u8::from(expected_total + read_total == 0))
        } else {
            f64::from(part) / f64::from(whole)
        }
    };
    TokenScore {
        precision: share(common, read_total),
        recall: share(common, expected_total),
        f1: share(2 * common, read_total + expected_total),
    }
}

/// The visible text of an HTML page or fragment, whole: paragraphs joined by a blank line,
/// without scripts, styles and templates.
pub fn visible_text(html: &str) -> String {
    all_paragraphs(html).join("\n\n")
}
