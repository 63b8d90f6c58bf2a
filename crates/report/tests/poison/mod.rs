//! Judgements whose every text from outside is hostile.
#![allow(dead_code)]

use crate::common;
use proptest::prelude::*;
use unravel_evidence::Judgement;

/// Puts `text` in every field of a judgement that comes from outside.
pub fn poisoned(text: &str, number: f64) -> Judgement {
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
        st.place = Some(s());
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
            for cited in &mut side.remarks {
                cited.remark.passage.exact = s();
                cited.document.publisher = Some(s());
            }
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
pub fn odd_text() -> impl Strategy<Value = String> {
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
        "\"",
        "'",
        "\" onload=x ",
        "]]>",
        "?>",
        "\u{fffe}",
        "=1+1",
        "@x",
        ",",
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

pub fn number() -> impl Strategy<Value = f64> {
    prop_oneof![4 => 0.0..1.0f64, 1 => any::<f64>()]
}
