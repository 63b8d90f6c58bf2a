//! The account from base rate to result as a table with bars, and what the answer rests on.

use super::parts::{arrow, at, class, class_of, none, references};
use super::plot::{Scale, anchor, percent_marks};
use crate::ledger::{self, Step};
use crate::text::{Numbers, line, percent, shift, signed};
use maud::{Markup, html};
use unravel_evidence::Judgement;

pub(super) fn drivers(j: &Judgement, numbers: &Numbers) -> Markup {
    if j.drivers.is_empty() {
        return html! {
            (none("No drivers: nothing moves the base rate."))
            (rests_on(j))
        };
    }
    let steps = ledger::steps(j, line);
    // The bars run between the lowest and the highest total, so that small drivers show.
    let totals = steps.iter().map(|s| s.after as f64 / 100.0);
    let scale = Scale::holding(totals, 0.05, 0.2);
    let marks = percent_marks(&scale, 0.2);
    let total = steps.last().map_or(0, |s| s.after);
    html! {
        table class="account" {
            caption { "From the base rate to the result in log-odds. Each step is rounded so that the column adds up; the effect is what the result would lose without it, in points." }
            thead {
                tr {
                    th scope="col" { "Driver" }
                    th scope="col" class="bar" {
                        span class="hidden" { "Running total, drawn" }
                        (axis(&marks))
                    }
                    th scope="col" class="n" { "Adds" }
                    th scope="col" class="n opt" { "Total" }
                    th scope="col" class="n" { "Holds" }
                    th scope="col" class="n opt" { "Effect" }
                }
            }
            tbody {
                @for step in &steps {
                    tr class={ @match step.bearing { Some(_) => "", None => "base-row" } } {
                        th scope="row" {
                            @if let Some(b) = step.bearing {
                                span class=(class(b)) aria-hidden="true" { (arrow(b)) " " }
                                (step.label)
                                span class="hidden" { ", " (b) " the tie" }
                            } @else { (step.label) }
                            " " (references(numbers, step.statements))
                        }
                        td class="bar" { (bar(step, &scale, &marks)) }
                        td class={ "n " (if step.bearing.is_some() { class_of(step.adds as f64) } else { "" }) } { (hundredths(step.adds)) }
                        td class="n opt" { (hundredths(step.after)) }
                        td class="n" { (percent(ledger::probability(step.after))) }
                        td class="n opt" { @if let Some(p) = step.points { (shift(p)) } }
                    }
                }
                tr class="result" {
                    th scope="row" { "Result" }
                    td class="bar" { (dot(total, &scale, &marks)) }
                    td class="n" {}
                    td class="n opt" { (hundredths(total)) }
                    td class="n" { (percent(j.probability)) }
                    td class="n opt" {}
                }
            }
        }
        (rests_on(j))
    }
}

/// Log-odds from hundredths; past 100, where decimals mean nothing, without them.
fn hundredths(value: i64) -> String {
    let decimals = if value.abs() < 10_000 { 2 } else { 0 };
    signed(value as f64 / 100.0, decimals)
}

fn axis(marks: &[(f64, String)]) -> Markup {
    html! {
        svg width="100%" height="16" aria-hidden="true" focusable="false" {
            @for (place, words) in marks {
                text class="tick" x=(at(*place)) y="12" text-anchor=(anchor(*place)) { (words) }
            }
        }
    }
}

fn lines(marks: &[(f64, String)]) -> Markup {
    html! { @for (place, _) in marks { line class="grid" x1=(at(*place)) x2=(at(*place)) y1="0" y2="100%" {} } }
}

/// The numbers beside it say what it shows, so it is left out for those who do not see it.
fn bar(step: &Step, scale: &Scale, marks: &[(f64, String)]) -> Markup {
    let place = |x: i64| scale.place(x as f64 / 100.0);
    let Some(bearing) = step.bearing else {
        return dot(step.after, scale, marks);
    };
    let (from, to) = (place(step.before), place(step.after));
    html! {
        svg width="100%" height="20" aria-hidden="true" focusable="false" {
            (lines(marks))
            rect class={ "step " (class(bearing)) } x=(at(from.min(to))) width=(at((from - to).abs())) y="3" height="14" {}
            line class="edge" x1=(at(to)) x2=(at(to)) y1="3" y2="20" {}
        }
    }
}

fn dot(total: i64, scale: &Scale, marks: &[(f64, String)]) -> Markup {
    html! {
        svg width="100%" height="20" aria-hidden="true" focusable="false" {
            (lines(marks))
            circle class="dot" cx=(at(scale.place(total as f64 / 100.0))) cy="10" r="5" {}
        }
    }
}

/// Sources listed before the rest is folded away.
const SOURCES: usize = 5;

fn rests_on(j: &Judgement) -> Markup {
    let table = |list: &[unravel_evidence::LeaveOneOut]| {
        html! {
            table class="rests" {
                thead { tr { th scope="col" { "Without the source" } th scope="col" class="n" { "Result" } th scope="col" class="n" { "Its effect, points" } } }
                tbody {
                    @for l in list {
                        tr {
                            td { (line(&l.source)) }
                            td class="n" { (percent(l.probability)) }
                            td class={ "n " (class_of(l.points)) } { (shift(l.points)) }
                        }
                    }
                }
            }
        }
    };
    let (shown, more) = j.leave_one_out.split_at(j.leave_one_out.len().min(SOURCES));
    html! {
        @if !j.leave_one_out.is_empty() {
            h3 { "What it rests on" }
            (table(shown))
            @if !more.is_empty() {
                details { summary { (more.len()) " more, of less effect" } (table(more)) }
            }
        }
    }
}
