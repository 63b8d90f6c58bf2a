//! Small pieces that the sections share.

use crate::markdown::target;
use crate::text::{self, Numbers, line};
use jiff::civil::Date;
use maud::{Markup, html};
use unravel_evidence::{Bearing, DateRange, EvidenceItem, Granularity, Statement, StatementId};

/// Numbers of evidence shown in one place.
const LISTED: usize = 20;

/// Lines drawn in bars against the tie, so that they differ by more than colour.
pub(super) fn patterns() -> Markup {
    html! {
        svg class="defs" width="0" height="0" aria-hidden="true" focusable="false" {
            defs {
                pattern id="lines" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)" {
                    rect class="hatch-back" width="5" height="5" {}
                    line class="hatch-line" x1="1" y1="0" x2="1" y2="5" {}
                }
            }
        }
    }
}

/// A day with its weekday on hover.
pub(super) fn day(date: Date) -> Markup {
    html! { time datetime=(date) title=(weekday(date)) { (date) } }
}

/// A range in its shortest form; a day with its weekday on hover.
pub(super) fn range(range: DateRange) -> Markup {
    if range.granularity() == Granularity::Day {
        day(range.start())
    } else {
        html! { span class="date" { (range) } }
    }
}

fn weekday(date: Date) -> &'static str {
    use jiff::civil::Weekday;
    match date.weekday() {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}

/// A link to an item of the evidence table.
pub(super) fn reference(numbers: &Numbers, id: &StatementId) -> Markup {
    match numbers.place(id) {
        Some(n) => html! { a class="ref" href={ "#e" (n) } { "[" (n) "]" } },
        None => html! { span class="ref" { "[?]" } },
    }
}

/// Links to items of the evidence table.
pub(super) fn references(numbers: &Numbers, ids: &[StatementId]) -> Markup {
    let more = ids.len().saturating_sub(LISTED);
    html! {
        @if !ids.is_empty() {
            span class="refs" {
                @for (i, id) in ids.iter().take(LISTED).enumerate() {
                    @if i > 0 { " " }
                    (reference(numbers, id))
                }
                @if more > 0 { " and " (more) " more" }
            }
        }
    }
}

/// The class that colours a bearing.
pub(super) fn class(bearing: Bearing) -> &'static str {
    match bearing {
        Bearing::For => "for",
        Bearing::Against => "against",
        Bearing::Neutral => "neutral",
    }
}

/// The class that colours a shift.
pub(super) fn class_of(value: f64) -> &'static str {
    if value > 0.0 {
        "for"
    } else if value < 0.0 {
        "against"
    } else {
        "neutral"
    }
}

/// A bearing by sign, word and colour.
pub(super) fn bearing(bearing: Bearing) -> Markup {
    html! { span class=(class(bearing)) { span aria-hidden="true" { (arrow(bearing)) " " } (bearing) } }
}

pub(super) fn arrow(bearing: Bearing) -> &'static str {
    match bearing {
        Bearing::For => "▲",
        Bearing::Against => "▼",
        Bearing::Neutral => "◆",
    }
}

/// The sentence in quotation marks with its cue marked.
pub(super) fn quote(s: &Statement) -> Markup {
    let q = text::quote(s, true);
    html! {
        q { (q.before) @if !q.cue.is_empty() { mark { (q.cue) } } (q.after) }
    }
}

/// Publisher and title, linked where the address is one of the web.
pub(super) fn source(item: &EvidenceItem) -> Markup {
    let label = text::source(item, line);
    match item.document.url.as_deref().and_then(target) {
        Some(url) => html! { a href=(url) rel="noopener noreferrer" { (label) } },
        None => html! { (label) },
    }
}

/// What is said when a section has nothing to show.
pub(super) fn none(text: &str) -> Markup {
    html! { p class="empty" { (text) } }
}

/// A percentage for an SVG attribute.
pub(super) fn at(share: f64) -> String {
    let share = if share.is_finite() {
        share.clamp(0.0, 1.0)
    } else {
        0.0
    };
    let text = format!("{:.2}", share * 100.0);
    let text = text.trim_end_matches('0').trim_end_matches('.');
    format!("{text}%")
}
