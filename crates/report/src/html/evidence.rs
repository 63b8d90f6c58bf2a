//! The evidence table, the alternatives and the matrix of competing hypotheses.

use super::charts;
use super::parts::{at, bearing, none, quote, range, reference, source};
use crate::text::{Numbers, claim, count, line, percent, short_id, signed};
use maud::{Markup, html};
use std::collections::HashSet;
use unravel_evidence::{AchCell, AchRow, EvidenceItem, Judgement};

/// Items shown before the rest is folded away: as many as fit three printed pages with the
/// rest of the report.
const SHOWN: usize = 6;

pub(super) fn evidence(j: &Judgement) -> Markup {
    if j.evidence.is_empty() {
        return none("No evidence found.");
    }
    let clusters: HashSet<usize> = j.evidence.iter().map(|e| e.cluster).collect();
    let documents: HashSet<_> = j.evidence.iter().map(|e| &e.document.id).collect();
    let (shown, more) = j.evidence.split_at(j.evidence.len().min(SHOWN));
    html! {
        p {
            (count(j.evidence.len(), "item", "items")) " in "
            (count(clusters.len(), "independent cluster", "independent clusters")) " from "
            (count(documents.len(), "document", "documents"))
            ", heaviest first. Weights are log-odds; members of a cluster share one weight; the words that carry a claim are marked."
        }
        (charts::timeline(j))
        (table(shown, 1, "Evidence"))
        @if !more.is_empty() {
            details class="more" {
                summary { (more.len()) " lighter items" }
                (table(more, SHOWN + 1, "Lighter evidence"))
            }
        }
    }
}

fn table(items: &[EvidenceItem], first: usize, name: &str) -> Markup {
    html! {
        // Roles are given because narrow pages show rows as cards, which hides the table from
        // some screen readers.
        table class="evidence" role="table" aria-label=(name) {
            thead role="rowgroup" {
                tr role="row" {
                    th role="columnheader" scope="col" class="n" { "#" }
                    th role="columnheader" scope="col" { "Claim, quote and source" }
                    th role="columnheader" scope="col" { "Event" }
                    th role="columnheader" scope="col" { "Reported" }
                    th role="columnheader" scope="col" { "Grade" }
                    th role="columnheader" scope="col" { "Bearing" }
                    th role="columnheader" scope="col" class="n" { "Cluster" }
                    th role="columnheader" scope="col" class="n" { "Weight" }
                }
            }
            tbody role="rowgroup" {
                @for (i, item) in items.iter().enumerate() { (row(first + i, item)) }
            }
        }
    }
}

fn row(number: usize, item: &EvidenceItem) -> Markup {
    let (s, d) = (&item.statement, &item.document);
    html! {
        tr role="row" id={ "e" (number) } {
            td role="cell" class="n number" { (number) }
            td role="cell" class="said" {
                p class="claim" { (claim(s, true, line)) }
                p class="quote" { (quote(s)) }
                p class="small" {
                    (source(item))
                    span class="place" {
                        " · characters " (s.passage.start) " to " (s.passage.end)
                        " · id " (short_id(s.id.as_str()))
                    }
                    @if let Some(note) = &item.note { " · " em { (line(note)) } }
                }
            }
            td role="cell" data-name="Event" class="key-word" { @match s.when { Some(when) => (range(when)), None => "undated" } }
            td role="cell" data-name="Reported" class="key-word" { @match d.published { Some(p) => (range(p)), None => "undated" } }
            td role="cell" data-name="Grade" class="key-word" { (item.grade) }
            td role="cell" data-name="Bearing" class="key-word" { (bearing(s.bearing)) }
            td role="cell" data-name="Cluster" class="n" { (item.cluster) }
            td role="cell" data-name="Weight" class="n" { (signed(item.weight, 2)) }
        }
    }
}

pub(super) fn alternatives(j: &Judgement, numbers: &Numbers) -> Markup {
    if j.alternatives.is_empty() {
        return none("No alternatives were weighed.");
    }
    html! {
        table {
            thead {
                tr {
                    th scope="col" { "Hypothesis" }
                    th scope="col" class="n" { "Probability" }
                    th scope="col" class="bar short" { span class="hidden" { "Probability, drawn" } }
                    th scope="col" class="n" { "Inconsistency" }
                    th scope="col" { "Most diagnostic item" }
                }
            }
            tbody {
                @for a in &j.alternatives {
                    tr {
                        th scope="row" { (line(&a.name)) }
                        td class="n" { (percent(a.probability)) }
                        td class="bar short" {
                            svg width="100%" height="12" aria-hidden="true" focusable="false" {
                                rect class="track" width="100%" height="12" rx="2" {}
                                rect class="share" width=(at(a.probability)) height="12" rx="2" {}
                            }
                        }
                        td class="n" { (unsigned(a.inconsistency)) }
                        td {
                            @match &a.most_diagnostic {
                                Some(id) => { (reference(numbers, id)) span class="opt" { " " (claimed(numbers, id)) } },
                                None => "none",
                            }
                        }
                    }
                }
            }
        }
    }
}

fn unsigned(value: f64) -> String {
    signed(value, 2).replace('+', "")
}

fn claimed(numbers: &Numbers, id: &unravel_evidence::StatementId) -> String {
    numbers
        .item(id)
        .map_or(String::new(), |item| claim(&item.statement, true, line))
}

pub(super) fn matrix(j: &Judgement, numbers: &Numbers) -> Markup {
    if j.ach.is_empty() {
        return none("No item tells the alternatives apart.");
    }
    let (shown, more) = j.ach.split_at(j.ach.len().min(SHOWN));
    html! {
        p class="legend" {
            @for (cell, words) in [
                (AchCell::VeryConsistent, "very consistent"),
                (AchCell::Consistent, "consistent"),
                (AchCell::Neutral, "neutral"),
                (AchCell::Inconsistent, "inconsistent"),
                (AchCell::VeryInconsistent, "very inconsistent"),
            ] {
                span { span class={ "cell " (cell.as_str()) } { (cell.as_str()) } " " (words) } " "
            }
            span { "Most diagnostic first." }
        }
        (ach(j, shown, numbers))
        @if !more.is_empty() {
            details class="more" {
                summary { (more.len()) " less diagnostic items" }
                (ach(j, more, numbers))
            }
        }
    }
}

fn ach(j: &Judgement, rows: &[AchRow], numbers: &Numbers) -> Markup {
    html! {
        table class="ach" {
            thead {
                tr {
                    th scope="col" { "Item" }
                    @for a in &j.alternatives { th scope="col" class="c" { (line(&a.name)) } }
                    th scope="col" class="n opt" { "Diagnosticity" }
                }
            }
            tbody {
                @for row in rows {
                    tr {
                        th scope="row" { (reference(numbers, &row.statement)) " " (claimed(numbers, &row.statement)) }
                        @for i in 0..j.alternatives.len() {
                            @match row.cells.get(i) {
                                Some(cell) => td class={ "c " (cell.as_str()) } { (cell.as_str()) },
                                None => td class="c" {},
                            }
                        }
                        td class="n opt" { (unsigned(row.diagnosticity)) }
                    }
                }
            }
        }
    }
}
