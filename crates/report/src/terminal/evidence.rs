//! The evidence list, the alternatives and the matrix of competing hypotheses.

use super::SHOWN;
use super::head::ink;
use crate::page::Page;
use crate::quote::painted;
use crate::style::{Ink, Style};
use crate::tables::grid;
use crate::text::{Numbers, claim, count, line, percent, short_id, signed, source};
use std::collections::HashSet;
use unravel_evidence::{EvidenceItem, Judgement};

pub(super) fn list(page: &mut Page, j: &Judgement) {
    page.heading("Evidence");
    if j.evidence.is_empty() {
        page.para("No evidence found.");
        return;
    }
    let clusters: HashSet<usize> = j.evidence.iter().map(|e| e.cluster).collect();
    let documents: HashSet<_> = j.evidence.iter().map(|e| &e.document.id).collect();
    page.para(&format!(
        "{} in {} from {}, heaviest first. Weights in log-odds; the words that carry a claim \
         stand between {}.",
        count(j.evidence.len(), "item", "items"),
        count(
            clusters.len(),
            "independent cluster",
            "independent clusters"
        ),
        count(documents.len(), "document", "documents"),
        page.style.glyph("« and »", ">> and <<"),
    ));
    let most = if page.style.full { usize::MAX } else { SHOWN };
    for (i, item) in j.evidence.iter().enumerate().take(most) {
        page.blank();
        one(page, i + 1, item);
    }
    let more = j.evidence.len().saturating_sub(most);
    if more > 0 {
        page.blank();
        page.para(&format!("and {more} more: --full"));
    }
}

fn one(page: &mut Page, number: usize, item: &EvidenceItem) {
    let style = page.style;
    let s = &item.statement;
    let head = claim(s, style.unicode, line);
    page.item(&format!("  [{number}] "), &style.paint(Ink::Strong, &head));
    page.item("      ", &painted(s, &style));
    let mut facts = vec![
        style.paint(
            ink(s.bearing),
            &format!("{}, weight {}", s.bearing, signed(item.weight, 2)),
        ),
        format!("grade {}", item.grade),
        format!("cluster {}", item.cluster),
    ];
    let event = s.when.map_or("undated".to_owned(), |when| when.to_string());
    let act = s
        .event
        .as_ref()
        .map_or(String::new(), |e| format!(" ({})", e.plover));
    facts.push(format!("event {event}{act}"));
    let reported = item.document.published;
    facts.push(reported.map_or("report undated".to_owned(), |d| format!("reported {d}")));
    facts.push(format!("id {}", short_id(s.id.as_str())));
    page.item("      ", &facts.join(style.dot()));
    page.dim("      ", &source(item, line));
    if style.full {
        let mut place = format!(
            "document {}, characters {} to {}",
            line(item.document.id.as_str()),
            s.passage.start,
            s.passage.end
        );
        for part in [&item.document.url, &item.document.origin]
            .into_iter()
            .flatten()
        {
            place.push_str(&format!("{}{}", style.dot(), line(part)));
        }
        page.dim("      ", &place);
    }
    if let Some(note) = &item.note {
        page.dim("      ", &line(note));
    }
}

pub(super) fn alternatives(page: &mut Page, j: &Judgement, numbers: &Numbers) {
    page.heading("Alternatives");
    if j.alternatives.is_empty() {
        page.para("No alternatives were weighed.");
        return;
    }
    let rows = j.alternatives.iter().map(|a| {
        let item = a.most_diagnostic.as_ref().map_or("none".to_owned(), |id| {
            let text = numbers.item(id).map_or(String::new(), |item| {
                format!(" {}", claim(&item.statement, page.style.unicode, line))
            });
            format!("{}{text}", numbers.one(id))
        });
        vec![
            line(&a.name),
            percent(a.probability),
            signed(a.inconsistency, 2).replace('+', ""),
            item,
        ]
    });
    let head = [
        "hypothesis",
        "probability",
        "inconsistency",
        "most diagnostic item",
    ];
    let text = grid(&head, rows.collect(), &[1, 2], &page.style, 2);
    page.line(&text);
}

pub(super) fn matrix(page: &mut Page, j: &Judgement, numbers: &Numbers) {
    page.heading("Evidence against hypotheses");
    if j.ach.is_empty() {
        page.para("No item tells the alternatives apart.");
        return;
    }
    let style: Style = page.style;
    let mut head = vec!["item".to_owned()];
    head.extend(j.alternatives.iter().map(|a| line(&a.name)));
    head.push("diagnosticity".to_owned());
    let most = if style.full { usize::MAX } else { SHOWN };
    let rows: Vec<Vec<String>> = j
        .ach
        .iter()
        .take(most)
        .map(|row| {
            let text = numbers.item(&row.statement).map_or(String::new(), |item| {
                format!(" {}", claim(&item.statement, style.unicode, line))
            });
            let mut cells = vec![format!("{}{text}", numbers.one(&row.statement))];
            cells.extend(
                (0..j.alternatives.len())
                    .map(|i| row.cells.get(i).map_or("", |c| c.as_str()).to_owned()),
            );
            cells.push(signed(row.diagnosticity, 2).replace('+', ""));
            cells
        })
        .collect();
    let head: Vec<&str> = head.iter().map(String::as_str).collect();
    let numeric: Vec<usize> = (1..head.len()).collect();
    let text = grid(&head, rows, &numeric, &style, 2);
    page.line(&text);
    page.dim(
        "  ",
        "CC very consistent, C consistent, N neutral, I inconsistent, II very inconsistent; most \
         diagnostic first.",
    );
    let more = j.ach.len().saturating_sub(most);
    if more > 0 {
        page.para(&format!("and {more} more: --full"));
    }
}
