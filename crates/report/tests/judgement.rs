//! What a judgement looks like.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use unravel_report::{Style, json, markdown, one_line, terminal};

fn style(width: usize) -> Style {
    Style {
        width,
        ..Style::default()
    }
}

#[test]
fn terminal_at_80_columns() {
    insta::assert_snapshot!(terminal(&common::full(), &style(80)));
}

#[test]
fn terminal_at_120_columns_with_everything() {
    let style = Style {
        full: true,
        ..style(120)
    };
    insta::assert_snapshot!(terminal(&common::full(), &style));
}

#[test]
fn terminal_in_ascii() {
    let style = Style {
        unicode: false,
        ..style(80)
    };
    let text = terminal(&common::full(), &style);
    assert!(text.is_ascii(), "{text}");
    insta::assert_snapshot!(text);
}

#[test]
fn terminal_in_colour() {
    let style = Style {
        color: true,
        ..style(100)
    };
    insta::assert_snapshot!(terminal(&common::full(), &style).replace('\u{1b}', "ESC"));
}

#[test]
fn colour_adds_nothing_but_colour() {
    for width in [40, 80, 120] {
        let plain = terminal(&common::full(), &style(width));
        let painted = terminal(
            &common::full(),
            &Style {
                color: true,
                ..style(width)
            },
        );
        let mut stripped = String::new();
        let mut rest = painted.as_str();
        while let Some((text, tail)) = rest.split_once("\u{1b}[") {
            stripped.push_str(text);
            rest = tail.split_once('m').unwrap().1;
        }
        stripped.push_str(rest);
        assert_eq!(stripped, plain);
    }
}

#[test]
fn without_evidence_it_says_that_it_is_the_base_rate() {
    let text = terminal(&common::bare(), &style(80));
    for said in [
        "this is the base rate alone",
        "No evidence found.",
        "No dissent found.",
        "No commitment found.",
        "This is the first judgement of this question.",
        "No question of this case has been resolved yet.",
    ] {
        assert!(text.contains(said), "{said}\n{text}");
    }
    insta::assert_snapshot!(text);
    assert!(markdown(&common::bare()).contains("this is the base rate alone"));
}

#[test]
fn markdown_with_tables() {
    insta::assert_snapshot!(markdown(&common::full()));
}

#[test]
fn json_reads_back_as_the_same_judgement() {
    let j = common::full();
    assert_eq!(json(&j), json(&j.clone()));
    let back: unravel_evidence::Judgement = serde_json::from_str(&json(&j)).unwrap();
    assert_eq!(back, j);
}

#[test]
fn the_answer_in_one_line() {
    assert_eq!(
        one_line(&common::full()),
        "Ruria and Maland Front until 2027-12-31: very likely, 91 % (90 % interval 71 to 97.4 %), \
         moderate confidence, as of 2026-03-01"
    );
}

#[test]
fn sections_stand_in_the_order_of_reading() {
    let order = [
        "Key judgement",
        "Confidence",
        "What changed",
        "Drivers",
        "Evidence",
        "Alternatives",
        "Evidence against hypotheses",
        "Dissent",
        "Commitments and compliance",
        "Assumptions",
        "Indicators",
        "Gaps",
        "Track record",
        "Model",
    ];
    for j in [common::full(), common::bare()] {
        let terminal = terminal(&j, &style(80));
        let markdown = markdown(&j);
        let mut at = (0, 0);
        for name in order {
            let heading = format!("\n{}\n", name.to_uppercase());
            let found = terminal
                .find(&heading)
                .unwrap_or_else(|| panic!("no {name}"));
            assert!(found >= at.0, "{name}");
            at.0 = found;
            let found = markdown.find(&format!("\n## {name}\n")).unwrap();
            assert!(found >= at.1, "{name}");
            at.1 = found;
        }
    }
}

#[test]
fn the_account_adds_up_as_printed() {
    let text = terminal(&common::full(), &style(80));
    let account = text.split("\nDRIVERS\n").nth(1).unwrap();
    let account = account.split("= result").next().unwrap();
    // Rows with four numbers: what they add, the running total, the percentage, the effect.
    let hundredths = |word: &str| -> Option<i64> {
        let (sign, digits) = match word.split_at_checked(1)? {
            ("+", rest) => (1, rest),
            ("-", rest) => (-1, rest),
            _ => return None,
        };
        let (whole, part) = digits.split_once('.')?;
        (part.len() == 2)
            .then(|| sign * (whole.parse::<i64>().unwrap() * 100 + part.parse::<i64>().unwrap()))
    };
    let mut total = 0;
    let mut rows = 0;
    for line in account.lines() {
        let numbers: Vec<i64> = line.split(' ').filter_map(hundredths).collect();
        if let [adds, sum] = numbers[..] {
            total += adds;
            assert_eq!(total, sum, "{line}");
            rows += 1;
        }
    }
    assert_eq!(rows, 5);
    let result = (common::full().probability / (1.0 - common::full().probability)).ln();
    assert!((total as f64 / 100.0 - result).abs() < 0.0051);
}

#[test]
fn a_remainder_that_no_driver_explains_is_shown() {
    let mut j = common::full();
    j.probability = 0.6;
    assert!(terminal(&j, &style(80)).contains("not explained by"));
    assert!(!terminal(&common::full(), &style(80)).contains("not explained by"));
}

#[test]
fn long_lists_are_cut_unless_everything_is_wanted() {
    let mut j = common::full();
    let item = j.evidence[4].clone();
    for n in 0..40 {
        let mut item = item.clone();
        item.statement.id = unravel_evidence::StatementId(format!("s{n}"));
        item.cluster = 10 + n;
        j.evidence.push(item);
    }
    let short = terminal(&j, &style(80));
    assert!(short.contains("[15] ") && !short.contains("\n  [16] "));
    assert!(short.contains("and 30 more: --full"));
    let full = terminal(
        &j,
        &Style {
            full: true,
            ..style(80)
        },
    );
    assert!(full.contains("[45] ") && !full.contains("--full"));
}
