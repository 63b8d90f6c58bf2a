//! A judgement as one page of HTML: no scripts, nothing loaded, prints on A4.

mod charts;
mod drivers;
mod evidence;
mod head;
mod parts;
mod plot;
mod rest;

use crate::ReportData;
use crate::text::{Numbers, line};
use maud::{DOCTYPE, Markup, PreEscaped, html as markup};

const STYLE: &str = include_str!("style.css");

/// What the page may do: show itself. Should markup ever slip through, it can load and run
/// nothing.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// Sections with their anchors, in the order of reading.
const SECTIONS: [(&str, &str); 14] = [
    ("key", "Key judgement"),
    ("confidence", "Confidence"),
    ("changed", "What changed"),
    ("drivers", "Drivers"),
    ("evidence", "Evidence"),
    ("alternatives", "Alternatives"),
    ("matrix", "Evidence against hypotheses"),
    ("dissent", "Dissent"),
    ("commitments", "Commitments and compliance"),
    ("assumptions", "Assumptions"),
    ("indicators", "Indicators"),
    ("gaps", "Gaps"),
    ("track", "Track record"),
    ("model", "Model"),
];

/// The judgement as a whole HTML document, in the order of [`crate::terminal`].
///
/// It holds everything it needs: style in the page, charts as SVG, no scripts and nothing from
/// the network, so it opens offline, can be mailed and prints on A4. Light or dark follows the
/// reader's setting. All text is escaped; links lead to http and https addresses only. What
/// does not fit the first pages of a long judgement is folded away but in the file.
pub fn html(data: &ReportData) -> String {
    let j = &data.judgement;
    let numbers = Numbers::of(&j.evidence);
    let title = line(&j.question_text);
    let page = markup! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="generator" content="unravel";
                meta name="color-scheme" content="light dark";
                meta name="referrer" content="no-referrer";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                a class="skip" href="#key" { "To the key judgement" }
                (parts::patterns())
                main {
                    (head::question(data))
                    nav aria-label="Sections" {
                        ul {
                            @for (id, name) in SECTIONS {
                                li { a href={ "#" (id) } { (name) } }
                            }
                        }
                    }
                    (section(0, head::key_judgement(data)))
                    (section(1, head::confidence(j)))
                    (section(2, head::changes(data, &numbers)))
                    (section(3, drivers::drivers(j, &numbers)))
                    (section(4, evidence::evidence(j)))
                    (section(5, evidence::alternatives(j, &numbers)))
                    (section(6, evidence::matrix(j, &numbers)))
                    (section(7, rest::dissent(j, &numbers)))
                    (section(8, rest::commitments(j, &numbers)))
                    (section(9, rest::assumptions(j)))
                    (section(10, rest::indicators(j)))
                    div class="trio" {
                        (section(11, rest::gaps(j)))
                        (section(12, rest::track_record(data)))
                        (section(13, rest::model(j)))
                    }
                }
            }
        }
    };
    page.into_string()
}

fn section(at: usize, content: Markup) -> Markup {
    let (id, name) = SECTIONS[at];
    let heading = format!("h-{id}");
    markup! {
        section id=(id) aria-labelledby=(heading) {
            h2 id=(heading) { (name) }
            (content)
        }
    }
}
