//! No document text can reach the terminal or the Markdown as anything but text.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag};
use unicode_width::UnicodeWidthStr;
use unravel_evidence::{Coded, Document, DocumentId, Judgement};
use unravel_report::{Style, coded, markdown, one_line, terminal};

/// Puts `text` in every field of a judgement that comes from outside.
fn poisoned(text: &str, number: f64) -> Judgement {
    let mut j = common::full();
    let s = || text.to_owned();
    j.question_text = s();
    j.question.rule = s();
    j.question.tie.a.name = s();
    j.question.tie.b.name = s();
    j.term = s();
    j.confidence.reasons = vec![s()];
    j.base_rate.row = s();
    j.base_rate.source = s();
    j.base_rate.probability = number;
    j.interval90 = [number, 1.0 - number];
    for change in &mut j.changes {
        change.what = s();
        change.points = number;
    }
    for driver in &mut j.drivers {
        driver.label = s();
        driver.log_odds = number;
    }
    for item in &mut j.evidence {
        let st = &mut item.statement;
        st.a.name = s();
        st.b.name = s();
        if let Some(by) = &mut st.said_by {
            by.name = s();
        }
        st.passage.exact = format!("{text}{text}");
        st.cue.exact = s();
        st.cue.start = st.passage.start + text.chars().count();
        item.document.title = Some(s());
        item.document.publisher = Some(s());
        item.document.url = Some(format!("https://{text}"));
        item.document.origin = Some(s());
        item.note = Some(s());
        item.weight = number;
    }
    for alternative in &mut j.alternatives {
        alternative.name = s();
        alternative.probability = number;
    }
    for dissent in &mut j.dissent {
        dissent.proposition = s();
        dissent.note = s();
        for side in &mut dissent.sides {
            for speaker in &mut side.speakers {
                speaker.affiliation = s();
                speaker.names = vec![s()];
            }
        }
    }
    for commitment in &mut j.commitments {
        commitment.by.name = s();
        commitment.to.name = s();
    }
    for assumption in &mut j.assumptions {
        assumption.text = s();
        assumption.if_false = Some(number);
    }
    for indicator in &mut j.indicators {
        indicator.text = s();
    }
    for left in &mut j.leave_one_out {
        left.source = s();
    }
    j.gaps = vec![s()];
    j.model.weights = s();
    j.model.notes = vec![s()];
    j
}

/// Text with a liking for what breaks terminals and Markdown.
fn odd_text() -> impl Strategy<Value = String> {
    let nasty = prop::sample::select(vec![
        "\u{1b}[31m",
        "\u{1b}]0;x\u{7}",
        "\u{1b}",
        "\u{9b}2J",
        "\u{9d}",
        "\u{202e}",
        "\r\n",
        "\n\n",
        "\t",
        "\0",
        "|",
        "||",
        "\\|",
        "\\",
        "<script>",
        "</b>",
        "<!--",
        "[x](http://x)",
        "![i](j)",
        "`",
        "**",
        "__",
        "~~",
        "# ",
        "- ",
        "1. ",
        "&lt;",
        "$$",
        "]",
        ">",
        "---",
        "字",
        "🇦🇫",
        "é",
        "e\u{301}\u{301}",
        "a",
        " ",
        "word ",
        "…",
        "\u{200d}",
        "\u{ad}",
        "\u{e0041}",
        "",
    ]);
    prop_oneof![
        4 => prop::collection::vec(nasty, 0..12).prop_map(|parts| parts.concat()),
        1 => any::<String>(),
        1 => "[a-z]{0,300}",
    ]
}

fn number() -> impl Strategy<Value = f64> {
    prop_oneof![4 => 0.0..1.0f64, 1 => any::<f64>()]
}

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
