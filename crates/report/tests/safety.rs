//! No document text can reach the terminal or the Markdown as anything but text.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;
mod poison;

use poison::{number, odd_text, poisoned};
use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag};
use unicode_width::UnicodeWidthStr;
use unravel_evidence::{Coded, Document, DocumentId};
use unravel_report::{Style, coded, markdown, one_line, terminal};

/// What is left of a text after the colour sequences are taken out.
fn uncoloured(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, tail)) = rest.split_once("\u{1b}[") {
        out.push_str(before);
        let (codes, tail) = tail.split_once('m').unwrap();
        assert!(
            codes.bytes().all(|b| b.is_ascii_digit() || b == b';'),
            "{codes:?}"
        );
        rest = tail;
    }
    out + rest
}

fn safe(text: &str, width: usize) {
    assert!(
        !text.contains(|c: char| c.is_control() && c != '\n'),
        "{text:?}"
    );
    assert!(!text.contains('\u{202e}'));
    for line in text.lines() {
        assert!(
            line.width() <= width,
            "{} > {width}: {line:?}",
            line.width()
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn terminal_text_is_safe(
        text in odd_text(), x in number(), width in 0usize..260, color: bool, unicode: bool, full: bool,
    ) {
        let j = poisoned(&text, x);
        let style = Style { color, width, unicode, full };
        safe(&uncoloured(&terminal(&j, &style)), width.clamp(40, 200));
        prop_assert!(!one_line(&j).contains(char::is_control));
    }

    #[test]
    fn coded_text_is_safe(text in odd_text(), width in 0usize..260, color: bool) {
        let j = poisoned(&text, 0.5);
        let document = Document {
            id: DocumentId::from("d"),
            title: Some(text.clone()),
            publisher: Some(text.clone()),
            authors: vec![],
            published: None,
            url: None,
            language: "en".to_owned(),
            text: text.clone(),
            origin: None,
            duplicate_of: None,
            reliability: None,
        };
        let found = Coded {
            statements: j.evidence.into_iter().map(|e| e.statement).collect(),
            ..Coded::default()
        };
        let style = Style { color, width, ..Style::default() };
        safe(&uncoloured(&coded(&document, &found, &style)), width.clamp(40, 200));
    }

    #[test]
    fn markdown_holds_only_our_markup(text in odd_text(), x in number()) {
        let clean = shape(&markdown(&poisoned("plain", x)));
        let out = markdown(&poisoned(&text, x));
        let found = shape(&out);
        prop_assert_eq!(found.tables, clean.tables, "{}", out);
        prop_assert_eq!(found.cells, clean.cells, "{}", out);
        prop_assert_eq!(found.headings, clean.headings, "{}", out);
    }
}

#[derive(Default)]
struct Shape {
    tables: usize,
    cells: usize,
    headings: usize,
}

fn shape(text: &str) -> Shape {
    let mut shape = Shape::default();
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    for event in Parser::new_ext(text, options) {
        match event {
            Event::Start(Tag::Table(_)) => shape.tables += 1,
            Event::Start(Tag::TableCell) => shape.cells += 1,
            Event::Start(Tag::Heading { .. }) => shape.headings += 1,
            Event::InlineHtml(html) => assert!(matches!(&*html, "<b>" | "</b>"), "{html}"),
            Event::Start(Tag::Link { dest_url, .. }) => {
                assert!(dest_url.starts_with("https://"), "{dest_url}");
            }
            Event::Html(html) => panic!("{html}"),
            Event::Start(
                Tag::Image { .. }
                | Tag::CodeBlock(_)
                | Tag::HtmlBlock
                | Tag::Emphasis
                | Tag::Strikethrough
                | Tag::BlockQuote(_),
            )
            | Event::Code(_)
            | Event::Rule => panic!("{event:?} in\n{text}"),
            _ => {}
        }
    }
    shape
}
