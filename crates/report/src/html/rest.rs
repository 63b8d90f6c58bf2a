//! The lower part of the page: dissent to model.

use super::parts::{bearing, class, class_of, day, none, range, reference, references};
use crate::ReportData;
use crate::terminal::{model_words, remark, side_words, speakers, status_words, track_words};
use crate::text::{Numbers, bearing_words, line, percent, shift};
use maud::{Markup, html};
use unravel_evidence::{Bearing, DissentSide, Judgement};

pub(super) fn dissent(j: &Judgement, numbers: &Numbers) -> Markup {
    if j.dissent.is_empty() {
        return none("No dissent found.");
    }
    html! {
        @for d in &j.dissent {
            div class="block" {
                h3 { "On " (line(&d.proposition)) }
                div class="pair" { @for side in &d.sides { (one_side(side, numbers)) } }
                @if !d.note.trim().is_empty() { p class="small" { (line(&d.note)) } }
            }
        }
    }
}

/// Remarks shown on each side.
const REMARKS: usize = 6;

fn one_side(side: &DissentSide, numbers: &Numbers) -> Markup {
    let more = side.remarks.len().saturating_sub(REMARKS);
    // A side about strength is neither for nor against the tie.
    let colour = if side.remarks.is_empty() {
        class(side.bearing)
    } else {
        class(Bearing::Neutral)
    };
    html! {
        div class="side" {
            p { strong class=(colour) { (side_words(side)) } ": " (speakers(side, line)) " " (references(numbers, &side.statements)) }
            @if !side.remarks.is_empty() {
                ul {
                    @for cited in side.remarks.iter().take(REMARKS) { li { (remark(cited)) } }
                    @if more > 0 { li { "and " (more) " more" } }
                }
            }
        }
    }
}

pub(super) fn commitments(j: &Judgement, numbers: &Numbers) -> Markup {
    if j.commitments.is_empty() {
        return none("No commitment found.");
    }
    html! {
        ul {
            @for c in &j.commitments {
                li {
                    strong { (line(&c.by.name)) " to " (line(&c.to.name)) } ", "
                    @match c.when { Some(when) => (range(when)), None => "undated" }
                    " " (reference(numbers, &c.statement)) ": " (status_words(c.status)) "."
                    @for (name, ids) in [("Kept", &c.complied), ("Broken", &c.violated)] {
                        @if !ids.is_empty() { " " (name) ": " (references(numbers, ids)) "." }
                    }
                }
            }
        }
    }
}

pub(super) fn assumptions(j: &Judgement) -> Markup {
    if j.assumptions.is_empty() {
        return none("No assumption recorded.");
    }
    html! {
        table {
            thead { tr { th scope="col" { "Assumption" } th scope="col" class="n" { "Result if false" } th scope="col" class="n" { "Shift, points" } } }
            tbody {
                @for a in &j.assumptions {
                    tr {
                        td { (line(&a.text)) }
                        @match a.if_false {
                            Some(p) => {
                                @let moved = (p - j.probability) * 100.0;
                                td class="n" { (percent(p)) }
                                td class={ "n " (class_of(moved)) } { (shift(moved)) }
                            },
                            None => { td class="n" { "not computed" } td {} },
                        }
                    }
                }
            }
        }
    }
}

pub(super) fn indicators(j: &Judgement) -> Markup {
    if j.indicators.is_empty() {
        return none("No indicator recorded.");
    }
    html! {
        table {
            thead {
                tr {
                    th scope="col" { "What would move it, were it seen" } th scope="col" class="opt" { "It would be" } th scope="col" { "Direction" }
                    th scope="col" class="n" { "Shift, points" } th scope="col" { "Until" }
                }
            }
            tbody {
                @for i in &j.indicators {
                    tr {
                        td { (line(&i.text)) }
                        td class="opt" { (i.kind) ", " (i.stance) }
                        td class="key-word" { (bearing(i.direction)) span class="hidden" { " (" (bearing_words(i.direction)) ")" } }
                        td class={ "n " (class_of(i.points)) } { (shift(i.points)) }
                        td { (day(i.deadline)) }
                    }
                }
            }
        }
    }
}

pub(super) fn gaps(j: &Judgement) -> Markup {
    if j.gaps.is_empty() {
        return none("No gap recorded.");
    }
    html! { ul { @for gap in &j.gaps { li { (line(gap)) } } } }
}

pub(super) fn track_record(data: &ReportData) -> Markup {
    html! { p { (track_words(&data.judgement)) } }
}

pub(super) fn model(j: &Judgement) -> Markup {
    html! {
        p { (model_words(j, line)) }
        ul { @for note in &j.model.notes { li { (line(note)) } } }
    }
}
