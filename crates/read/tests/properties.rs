//! What holds for any input.

#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use unravel_read::{
    DuplicateIndex, ReadOptions, parse_date, read_bytes, strip_boilerplate, token_score,
};

const NAMES: &[&str] = &[
    "a", "a.txt", "a.html", "a.md", "a.eml", "a.jsonl", "a.xml", "a.warc", "a.docx", "a.pdf",
    "a.gz",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_bytes_give_results_and_never_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..2000), name in prop::sample::select(NAMES)) {
        let all = read_bytes(&bytes, name, &ReadOptions::default());
        prop_assert!(!all.is_empty());
        for result in all {
            match result {
                Ok(document) => {
                    prop_assert!(!document.text.is_empty());
                    prop_assert!(!document.text.chars().any(|c| c.is_control() && c != '\n'));
                    prop_assert!(!document.text.contains("\n\n\n"));
                }
                Err(error) => prop_assert!(!error.to_string().contains('\n')),
            }
        }
    }

    #[test]
    fn any_text_behind_a_format_s_first_bytes(head in prop::sample::select(&["<html>", "%PDF-1.4\n", "PK\x03\x04", "WARC/1.0\r\n", "<?xml?><rss>", "---\n", "From: a\nDate: b\nSubject: c\n", "{\"text\":\""]), tail in "\\PC{0,300}") {
        let text = format!("{head}{tail}");
        prop_assert!(!read_bytes(text.as_bytes(), "a", &ReadOptions::default()).is_empty());
    }

    /// A sentence of the article is never lost, wherever chrome stands around it.
    #[test]
    fn sentences_survive(order in prop::collection::vec((0_usize..12, any::<bool>()), 1..30)) {
        const CHROME: [&str; 6] = ["Read also:", "Latest", "Share on Facebook", "World news in brief", "The council met and...", "Advertisement"];
        let mut blocks = Vec::new();
        for (i, (pick, chrome)) in order.iter().enumerate() {
            if *chrome {
                blocks.push(CHROME[pick % 6].to_owned());
            } else {
                blocks.push(format!("On day {i} the council met and the members of group {pick} promised to keep the pact."));
            }
        }
        let (_, text) = strip_boilerplate(&blocks.join("\n\n"), None);
        for block in blocks.iter().filter(|b| b.starts_with("On day")) {
            prop_assert_eq!(text.matches(block.as_str()).count(), 1, "{}", block);
        }
    }

    #[test]
    fn dates_never_panic(text in "\\PC{0,60}") {
        let _ = parse_date(&text);
    }

    #[test]
    fn scores_are_shares(a in "[a-c ]{0,40}", b in "[a-c ]{0,40}") {
        let score = token_score(&a, &b);
        for value in [score.precision, score.recall, score.f1] {
            prop_assert!((0.0..=1.0).contains(&value));
        }
        prop_assert!((score.f1 - token_score(&b, &a).f1).abs() < 1e-12);
        prop_assert_eq!(token_score(&a, &a).f1, 1.0);
    }
}

/// A text of `words` words drawn by a linear congruence from `seed`.
fn text(seed: u32, words: u32) -> String {
    let mut state = seed;
    (0..words)
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            format!("w{}", (state >> 16) % 5000)
        })
        .collect::<Vec<_>>()
        .join(" ")
}

fn document(text: &str) -> unravel_read::Document {
    read_bytes(text.as_bytes(), "a.txt", &ReadOptions::default())
        .remove(0)
        .unwrap()
}

#[test]
fn near_duplicates_are_found_and_others_are_not() {
    let mut index = DuplicateIndex::default();
    let firsts: Vec<_> = (0..40).map(|i| document(&text(i * 1000, 300))).collect();
    for first in &firsts {
        assert_eq!(index.insert(first), None);
    }
    for (i, first) in firsts.iter().enumerate() {
        // an agency text with another beginning and end, in capitals here and there
        let changed = format!(
            "EXAMPLE CITY: {} More follows.",
            first.text.replacen('w', "W", 5)
        );
        assert_eq!(
            index.insert(&document(&changed)),
            Some(first.id.clone()),
            "{i}"
        );
        // half of it is another text
        let half = format!(
            "{} {}",
            text(i as u32 * 1000 + 7, 150),
            &first.text[..first.text.len() / 2]
        );
        assert_eq!(index.clone().insert(&document(&half)), None);
    }
    assert_eq!(index.len(), 40);
}
