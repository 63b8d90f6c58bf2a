//! Real news pages against what a person marked as their main content.

#![allow(clippy::unwrap_used)]

mod common;
use unravel_read::{ReadOptions, read_file, token_score, visible_text};

#[test]
fn the_main_content_of_real_pages() {
    let Some(dir) = common::shared("pages") else {
        return;
    };
    let options = ReadOptions {
        languages: Vec::new(),
        ..ReadOptions::default()
    };
    let mut scores = Vec::new();
    for folder in std::fs::read_dir(dir).unwrap().flatten() {
        let folder = folder.path();
        let document = read_file(&folder.join("source.html"), &options)
            .remove(0)
            .unwrap();
        let expected = std::fs::read_to_string(folder.join("expected.html")).unwrap();
        let score = token_score(&document.text, &visible_text(&expected));
        assert!(score.f1 > 0.9, "{}: {score:?}", folder.display());
        scores.push(score.f1);
        let wanted: serde_json::Value = serde_json::from_str(
            &std::fs::read_to_string(folder.join("expected-metadata.json")).unwrap(),
        )
        .unwrap();
        if let Some(day) = wanted["publishedTime"].as_str().and_then(|t| t.get(..10)) {
            assert_eq!(document.published.unwrap().to_string(), day);
        }
        if let Some(site) = wanted["siteName"].as_str() {
            assert_eq!(
                document.publisher.as_deref(),
                Some(site),
                "{}",
                folder.display()
            );
        }
    }
    let mean = scores.iter().sum::<f64>() / f64::from(u32::try_from(scores.len()).unwrap());
    println!("mean token F1 over {} pages: {mean:.4}", scores.len());
    assert!(mean >= 0.97, "{mean}");
}

#[test]
fn another_language_is_one_line() {
    let Some(page) = common::shared("pages/la-nacion/source.html") else {
        return;
    };
    let error = read_file(&page, &ReadOptions::default())
        .remove(0)
        .unwrap_err();
    assert!(
        error
            .to_string()
            .ends_with("the text is in Spanish, only en is read; give a translation"),
        "{error}"
    );
}
