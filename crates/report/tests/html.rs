//! The page: every section, in order, and nothing in it but our own markup.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;
mod poison;

use dom_query::Document;
use jiff::ToSpan;
use poison::{number, odd_text, poisoned};
use proptest::prelude::*;
use unravel_evidence::{Outcome, Resolution};
use unravel_report::{Past, ReportData, SurvivalPoint, html};

/// A judgement with three earlier ones and a survival curve.
fn data() -> ReportData {
    let mut data = ReportData::new(common::full());
    let j = &data.judgement;
    let (made_at, as_of) = (j.made_at, j.question.as_of);
    data.history = [(300, 0.7), (200, 0.82), (90, 0.86)]
        .into_iter()
        .map(|(days, probability): (i64, f64)| Past {
            made_at: made_at - jiff::SignedDuration::from_hours(24 * days),
            as_of: as_of.saturating_sub(days.days()),
            probability,
            interval90: [probability - 0.1, probability + 0.05],
        })
        .collect();
    data.survival = (0..=20)
        .map(|i| {
            let years = f64::from(i);
            SurvivalPoint {
                years,
                hold: (-0.1 * years).exp(),
                lo90: (-0.14 * years).exp(),
                hi90: (-0.07 * years).exp(),
            }
        })
        .collect();
    data
}

/// The body with a tag on each line.
fn body(page: &str) -> String {
    let (_, body) = page.split_once("<body>").unwrap();
    body.replace("><", ">\n<")
}

#[test]
fn snapshot() {
    insta::assert_snapshot!(body(&html(&data())));
}

#[test]
fn without_evidence_it_says_that_it_is_the_base_rate() {
    let page = html(&ReportData::new(common::bare()));
    for said in [
        "this is the base rate alone",
        "No evidence found.",
        "No dissent found.",
        "No commitment found.",
        "This is the first judgement of this question.",
        "No question of this case has been resolved yet.",
    ] {
        assert!(page.contains(said), "{said}");
    }
}

#[test]
fn sections_stand_in_the_order_of_reading_under_one_title() {
    for data in [data(), ReportData::new(common::bare())] {
        let page = html(&data);
        let document = Document::from(page.as_str());
        let headings: Vec<String> = document
            .select("h2")
            .iter()
            .map(|h| h.text().to_string())
            .collect();
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
        assert_eq!(headings, order);
        assert_eq!(document.select("h1").length(), 1);
        assert_eq!(document.select("head > title").length(), 1);
    }
}

#[test]
fn it_loads_nothing_and_runs_nothing() {
    let page = html(&data());
    let document = Document::from(page.as_str());
    let banned = "script, link, img, iframe, object, embed, base, form, input, video, audio, use, image, foreignObject, animate, set";
    assert_eq!(document.select(banned).length(), 0);
    for loading in ["@import", "src=", "srcset=", "javascript:", "data:"] {
        assert!(!page.contains(loading), "{loading}");
    }
    // the only address in the style is a pattern of the page itself
    assert_eq!(
        page.matches("url(").count(),
        page.matches("url(#lines)").count()
    );
    assert!(page.contains("default-src 'none'"));
}

#[test]
fn every_link_inside_the_page_leads_somewhere() {
    let page = html(&data());
    let document = Document::from(page.as_str());
    let ids: Vec<String> = document
        .select("[id]")
        .iter()
        .map(|e| e.attr("id").unwrap().to_string())
        .collect();
    let mut unique = ids.clone();
    unique.sort();
    unique.dedup();
    assert_eq!(unique.len(), ids.len(), "an id stands twice");
    let links = document.select("a[href^='#']");
    assert!(links.length() > 20);
    for link in links.iter() {
        let to = link.attr("href").unwrap().to_string();
        assert!(ids.contains(&to[1..].to_owned()), "{to}");
    }
    for attribute in ["aria-labelledby"] {
        for element in document.select(&format!("[{attribute}]")).iter() {
            for id in element.attr(attribute).unwrap().split(' ') {
                assert!(ids.contains(&id.to_owned()), "{id}");
            }
        }
    }
}

#[test]
fn it_can_be_read_without_eyes() {
    let page = html(&data());
    let document = Document::from(page.as_str());
    for drawing in document.select("svg").iter() {
        let named = drawing.attr("role").is_some_and(|r| &*r == "img")
            && drawing.select("title").length() > 0;
        let hidden = drawing.attr("aria-hidden").is_some();
        let part = drawing.ancestors(None).filter("svg").length() > 0;
        assert!(named || hidden || part, "{}", drawing.html());
    }
    for table in document.select("table").iter() {
        let heads = table.select("thead th");
        assert!(heads.length() > 0);
        assert!(heads.iter().all(|h| h.has_attr("scope")));
        assert!(heads.iter().all(|h| !h.text().trim().is_empty()));
    }
    assert!(page.starts_with("<!DOCTYPE html><html lang=\"en\">"));
}

#[test]
fn long_evidence_is_folded_away_but_in_the_file() {
    let mut data = data();
    let item = data.judgement.evidence[4].clone();
    for n in 0..40 {
        let mut item = item.clone();
        item.statement.id = unravel_evidence::StatementId(format!("s{n}"));
        data.judgement.evidence.push(item);
    }
    let page = html(&data);
    let document = Document::from(page.as_str());
    assert_eq!(document.select("tr[id^='e']").length(), 45);
    assert_eq!(document.select("details tr[id='e45']").length(), 1);
    assert_eq!(document.select("details tr[id='e1']").length(), 0);
    assert!(page.contains("39 lighter items"));
}

#[test]
fn a_known_outcome_stands_at_the_top() {
    let mut data = data();
    data.resolution = Some(Resolution {
        question: data.judgement.question.id.clone(),
        outcome: Outcome::Broke,
        date: jiff::civil::date(2026, 12, 1),
        source: "Highland <Agency>".to_owned(),
    });
    let page = html(&data);
    assert!(page.contains("Resolved: the tie broke"));
    assert!(page.contains("Highland &lt;Agency&gt;"));
    assert!(page.contains("title=\"Tuesday\">2026-12-01<"));
}

#[test]
fn one_judgement_makes_no_curve() {
    let mut data = data();
    data.history.clear();
    assert!(!html(&data).contains("Probability over time"));
    // nor does one made later, which this one could not know
    data.history.push(Past {
        made_at: data.judgement.made_at + jiff::SignedDuration::from_hours(1),
        as_of: data.judgement.question.as_of.saturating_add(9.days()),
        probability: 0.5,
        interval90: [0.4, 0.6],
    });
    assert!(!html(&data).contains("Probability over time"));
    assert!(html(&self::data()).contains("Probability over time"));
    assert!(html(&self::data()).contains("How long such ties hold"));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn no_text_becomes_markup(text in odd_text(), x in number()) {
        let with = |text: &str| {
            let mut data = self::data();
            data.judgement = poisoned(text, x);
            data.resolution = Some(Resolution {
                question: data.judgement.question.id.clone(),
                outcome: Outcome::Void,
                date: jiff::civil::date(2026, 12, 1),
                source: text.to_owned(),
            });
            html(&data)
        };
        let page = with(&text);
        let document = Document::from(page.as_str());
        let clean = with("plain");
        let clean = Document::from(clean.as_str());
        for element in ["table", "tr", "td", "th", "section", "h1", "h2", "svg", "ul", "style", "title", "details"] {
            prop_assert_eq!(
                document.select(element).length(), clean.select(element).length(), "{}", element
            );
        }
        prop_assert_eq!(document.select("script, img, iframe, b, i, link, base").length(), 0);
        for element in document.select("*").iter() {
            for attribute in element.attrs() {
                let name = attribute.name.local.to_string();
                prop_assert!(!name.starts_with("on"), "{}", name);
                if name == "href" {
                    let to = attribute.value.to_string();
                    prop_assert!(to.starts_with('#') || to.starts_with("https://"), "{}", to);
                }
            }
        }
        prop_assert!(!page.contains(|c: char| c.is_control() && c != '\n'));
        for number in ["NaN", "inf"] {
            let attributes = page.split('"').skip(1).step_by(2);
            prop_assert!(x.is_finite() || !attributes.into_iter().any(|a| a.contains(number) && a.contains('%')));
        }
    }
}
