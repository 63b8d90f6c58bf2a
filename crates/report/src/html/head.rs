//! Question, key judgement, confidence and what changed.

use super::charts;
use super::parts::{class_of, day, none, range, reference};
use crate::ReportData;
use crate::text::{Numbers, estimate, interval, line, percent, points, proposition, shift};
use maud::{Markup, html};
use unravel_evidence::{Judgement, Outcome};

pub(super) fn question(data: &ReportData) -> Markup {
    let j = &data.judgement;
    let q = &j.question;
    html! {
        header {
            p class="over" { "Judgement of a tie" }
            h1 { (line(&j.question_text)) }
            @if let Some(r) = &data.resolution {
                p class="resolved" {
                    strong {
                        @match r.outcome {
                            Outcome::Held => "Resolved: the tie held",
                            Outcome::Broke => "Resolved: the tie broke",
                            Outcome::Void => "Resolved: void, not scored",
                        }
                    }
                    " (" (day(r.date)) ", " (line(&r.source)) ")"
                }
            }
            dl class="facts" {
                div { dt { "Horizon" } dd { (day(q.until)) } }
                div { dt { "As of" } dd { (day(q.as_of)) } }
                div { dt { "Class" } dd { (q.tie.class) } }
                @if let Some(began) = q.tie.began {
                    div { dt { "Began" } dd { (range(began)) @if let Some(age) = q.age() { " (" (format!("{age:.0}")) " years ago)" } } }
                }
                div class="wide" { dt { "Resolution" } dd { (line(&q.rule)) } }
            }
        }
    }
}

pub(super) fn key_judgement(data: &ReportData) -> Markup {
    let j = &data.judgement;
    let base = &j.base_rate;
    html! {
        div class="key" {
            p class="number" { (percent(j.probability)) span { (line(&j.term)) } }
            p class="sentence" { (estimate(&line(&j.term))) " (" (percent(j.probability)) ") that " (proposition(j, line)) "." }
        }
        @if j.evidence.is_empty() {
            (none("No evidence about this tie was found: this is the base rate alone."))
        }
        (charts::scale(j))
        dl class="facts" {
            div { dt { "50 % interval" } dd { (interval(j.interval50)) } }
            div { dt { "90 % interval" } dd { (interval(j.interval90)) } }
            div { dt { "Base rate" } dd { (percent(base.probability)) " (90 % interval " (interval(base.interval90)) ")" } }
        }
        p class="small" {
            "Base rate: " (line(&base.row)) "; " (count(base.ends)) " ends in " (format!("{:.0}", base.exposure))
            " tie-years, " (percent(base.hazard)) " a year. Source: " (line(&base.source)) "."
        }
        div class="pair" {
            (charts::history(data))
            (charts::survival(data))
        }
    }
}

/// A count that may be a share of one.
fn count(x: f64) -> String {
    if x.fract() == 0.0 {
        format!("{x:.0}")
    } else {
        format!("{x:.1}")
    }
}

pub(super) fn confidence(j: &Judgement) -> Markup {
    html! {
        p { "Analytic confidence in this judgement is " strong { (j.confidence.level) } ". It says how good the ground is, apart from the probability." }
        ul class="columns" { @for reason in &j.confidence.reasons { li { (line(reason)) } } }
    }
}

pub(super) fn changes(data: &ReportData, numbers: &Numbers) -> Markup {
    let j = &data.judgement;
    let Some(previous) = j.previous else {
        return none("This is the first judgement of this question.");
    };
    let moved = (j.probability - previous) * 100.0;
    html! {
        p { "From " (percent(previous)) " to " (percent(j.probability)) " (" span class=(class_of(moved)) { (points(moved)) } ")." }
        @if j.changes.is_empty() {
            (none("No item moved it."))
        } @else {
            table {
                thead { tr { th scope="col" class="n" { "Points" } th scope="col" { "What" } th scope="col" { "Item" } } }
                tbody {
                    @for c in &j.changes {
                        tr {
                            td class={ "n " (class_of(c.points)) } { (shift(c.points)) }
                            td { (line(&c.what)) }
                            td { @if let Some(id) = &c.statement { (reference(numbers, id)) } }
                        }
                    }
                }
            }
        }
    }
}
