//! The first real page, end to end: what it must give, one by one. Skips where the page is absent.

#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::Value;

fn seed() -> Option<PathBuf> {
    let shared = std::env::var_os("UNRAVEL_SHARED")
        .map(PathBuf::from)
        .unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"));
    let page = shared.join("data/seed-article.txt");
    if page.exists() {
        return Some(page);
    }
    println!(
        "skipped: {} is not there (set UNRAVEL_SHARED)",
        page.display()
    );
    None
}

fn coded(page: &Path) -> Value {
    let output = Command::cargo_bin("unravel")
        .unwrap()
        .args(["code", "--json"])
        .arg(page)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice::<Value>(&output.stdout).unwrap()[0].clone()
}

/// Whether some statement has these fields, a cue with `cue` in it and a quote with `quote`.
fn has(page: &Value, fields: &[(&str, &str)], cue: &str, quote: &str) -> bool {
    let text = |v: &Value| v.as_str().unwrap_or("").to_owned();
    page["statements"].as_array().unwrap().iter().any(|s| {
        fields.iter().all(|(key, value)| text(&s[*key]) == *value)
            && text(&s["cue"]["text"]).contains(cue)
            && text(&s["quote"]["text"]).contains(quote)
    })
}

const T: &str = "Taliban";
const Q: &str = "al-Qaeda";
const US: &str = "United States";

/// What is expected, the fields of the statement, words of its cue, words of its quote.
type Expected<'a> = (&'a str, &'a [(&'a str, &'a str)], &'a str, &'a str);

const EXPECTED: &[Expected<'_>] = &[
    (
        "the meeting of May 1999 between a US official and Jalaluddin Haqqani of the Taliban",
        &[
            ("a", US),
            ("b", T),
            ("kind", "contact"),
            ("when", "1999-05"),
        ],
        "meeting",
        "Jalaluddin Haqqani",
    ),
    (
        "subordination",
        &[
            ("a", Q),
            ("b", T),
            ("kind", "allegiance"),
            ("bearing", "for"),
        ],
        "subordination",
        "final arbiter",
    ),
    (
        "the view of the Taliban as a partner",
        &[
            ("kind", "alliance"),
            ("stance", "asserted"),
            ("bearing", "for"),
        ],
        "partner",
        "views the Afghan Taliban",
    ),
    (
        "the declaration of support in 2006",
        &[("a", T), ("b", Q), ("kind", "support"), ("when", "2006")],
        "support",
        "Mullah Omar",
    ),
    (
        "sanctuary given",
        &[("a", T), ("b", Q), ("kind", "shelter"), ("bearing", "for")],
        "sanctuary",
        "in Afghanistan",
    ),
    (
        "the refusal to extradite bin Laden",
        &[
            ("a", T),
            ("b", Q),
            ("kind", "shelter"),
            ("stance", "asserted"),
            ("bearing", "for"),
        ],
        "refused to extradite",
        "Osama bin Laden to the United States",
    ),
    (
        "the assessment of the US government that ties remain intact",
        &[("kind", "alliance"), ("said_by", US), ("bearing", "for")],
        "ties",
        "remain intact",
    ),
    (
        "the assessment of the United Nations that ties remain intact",
        &[
            ("kind", "alliance"),
            ("said_by", "United Nations"),
            ("bearing", "for"),
        ],
        "ties",
        "remain intact",
    ),
    (
        "sympathy",
        &[("a", T), ("b", Q), ("kind", "affinity"), ("bearing", "for")],
        "sympathy",
        "",
    ),
    (
        "no crackdown",
        &[
            ("a", T),
            ("b", Q),
            ("kind", "hostility"),
            ("stance", "denied"),
            ("bearing", "for"),
        ],
        "crackdown",
        "no signs",
    ),
    (
        "ISIS's Afghan branch dismissive of the Taliban",
        &[("b", T), ("kind", "hostility"), ("bearing", "against")],
        "dismissive",
        "ISIS's Afghanistan branch",
    ),
    (
        "the bombings in East Africa",
        &[("a", Q), ("kind", "hostility"), ("bearing", "against")],
        "bombings",
        "East Africa",
    ),
    (
        "Haqqani's \"not an easy issue\"",
        &[
            ("a", T),
            ("b", Q),
            ("kind", "shelter"),
            ("stance", "hedged"),
            ("said_by", T),
            ("bearing", "for"),
        ],
        "not an easy",
        "Haqqani acknowledged",
    ),
    (
        "Tricia Bacon: officials on Afghanistan hope more for a break",
        &[
            ("kind", "break"),
            ("stance", "predicted"),
            ("said_by", "officials working on Afghanistan"),
            ("bearing", "against"),
        ],
        "sever ties",
        "Tricia Bacon",
    ),
    (
        "Tricia Bacon: those on counter-terrorism hope less",
        &[
            ("kind", "break"),
            ("said_by", "those working on counter-terrorism"),
            ("bearing", "for"),
        ],
        "",
        "Tricia Bacon",
    ),
    (
        "the agreement with the United States",
        &[
            ("a", T),
            ("b", US),
            ("kind", "agreement"),
            ("stance", "asserted"),
        ],
        "agreement",
        "reached an agreement",
    ),
    (
        "the commitment to restrain al-Qaeda",
        &[
            ("a", T),
            ("b", Q),
            ("kind", "hostility"),
            ("stance", "promised"),
            ("bearing", "against"),
        ],
        "committed to restraining",
        "",
    ),
    (
        "signs of alignment",
        &[("kind", "alliance"), ("bearing", "for")],
        "alignment",
        "Recent developments",
    ),
    (
        "collaboration on the battlefield",
        &[("kind", "alliance"), ("bearing", "for")],
        "collaboration",
        "on the battlefield",
    ),
    (
        "the uncertainty about the intentions of the Taliban",
        &[("a", T), ("b", Q), ("kind", "break"), ("stance", "hedged")],
        "ending its ties",
        "true intentions",
    ),
];

#[test]
fn the_seed_page_gives_what_a_careful_reader_finds() {
    let Some(page) = seed() else { return };
    let page = coded(&page);
    let missing: Vec<&str> = EXPECTED
        .iter()
        .filter(|(_, fields, cue, quote)| !has(&page, fields, cue, quote))
        .map(|(what, ..)| *what)
        .collect();
    assert!(
        missing.is_empty(),
        "not found: {missing:#?}\nin {:#}",
        page["statements"]
    );
    let roles = page["roles"].as_array().unwrap();
    for (person, organization) in [
        ("Jalaluddin Haqqani", T),
        ("Osama bin Laden", Q),
        ("Mullah Omar", T),
    ] {
        let found = roles
            .iter()
            .any(|r| r["person"] == person && r["organization"] == organization);
        assert!(found, "{person} of {organization}: {roles:#?}");
    }
}

#[test]
fn teasers_and_chrome_are_no_evidence_and_nothing_counts_twice() {
    let Some(page) = seed() else { return };
    let page = coded(&page);
    let statements = page["statements"].as_array().unwrap();
    for statement in statements {
        let quote = statement["quote"]["text"].as_str().unwrap();
        for chrome in [
            "Skip to content",
            "Read also",
            "Latest",
            "meeting before",
            "Probability of",
        ] {
            assert!(!quote.contains(chrome), "{quote}");
        }
    }
    let meetings = statements
        .iter()
        .filter(|s| s["kind"] == "contact" && s["when"] == "1999-05");
    assert_eq!(meetings.count(), 1, "the meeting stands twice on the page");
}
