//! The first real page: title, body, nothing counted twice.

#![allow(clippy::unwrap_used)]

mod common;
use unravel_read::{ReadOptions, read_file};

#[test]
fn the_seed_page_gives_its_article() {
    let Some(path) = common::shared("seed-article.txt") else {
        return;
    };
    let mut all = read_file(&path, &ReadOptions::default());
    assert_eq!(all.len(), 1);
    let document = all.remove(0).unwrap();
    assert_eq!(
        document.title.as_deref(),
        Some(
            "Unraveling an Intractable Bond: The Probability of the Taliban Maintaining Ties \
             with Al-Qaeda Remains High"
        )
    );
    assert!(
        document
            .text
            .starts_with("In the complex world of global politics")
    );
    assert!(
        document
            .text
            .ends_with("safety and security of all nations.")
    );
    assert_eq!(document.text.split("\n\n").count(), 10);
    for gone in ["Skip to", "before...", "Read also", "Latest", "Unraveling"] {
        assert!(!document.text.contains(gone), "{gone}");
    }
    // every sentence of the body is there, once
    let source = std::fs::read_to_string(&path).unwrap();
    let body = source.split("In the complex world").nth(1).unwrap();
    for line in body.lines().filter(|l| l.ends_with('.')) {
        assert_eq!(document.text.matches(line).count(), 1, "{line}");
    }
}
