//! The lower part of the page: dissent to model.

use super::head::ink;
use crate::page::{self, Page};
use crate::text::{Numbers, bearing_words, count, line, percent, points};
use unravel_evidence::{Bearing, CitedRemark, CommitmentStatus, DissentSide, Judgement, Outcome};

/// Numbers listed in one place unless everything is wanted.
const LISTED: usize = 8;

fn most(page: &Page) -> usize {
    if page.style.full { usize::MAX } else { LISTED }
}

/// "United Nations (UN monitors, Edmund Fitton-Brown); CNN".
pub(crate) fn speakers(side: &DissentSide, clean: fn(&str) -> String) -> String {
    let groups: Vec<String> = side
        .speakers
        .iter()
        .map(|s| {
            let affiliation = clean(&s.affiliation);
            let names: Vec<String> = s
                .names
                .iter()
                .map(|n| clean(n))
                .filter(|n| *n != affiliation)
                .collect();
            if names.is_empty() {
                affiliation
            } else {
                format!("{affiliation} ({})", names.join(", "))
            }
        })
        .collect();
    if groups.is_empty() {
        "no speaker named".to_owned()
    } else {
        groups.join("; ")
    }
}

pub(super) fn dissent(page: &mut Page, j: &Judgement, numbers: &Numbers) {
    page.heading("Dissent");
    if j.dissent.is_empty() {
        page.para("No dissent found.");
    }
    let listed = most(page);
    for d in &j.dissent {
        page.para(&format!("On {}:", line(&d.proposition)));
        for side in &d.sides {
            let text = format!(
                "{}: {} {}",
                page.style.paint(ink(side.bearing), side_words(side)),
                speakers(side, line),
                numbers.list(&side.statements, listed)
            );
            page.item("    - ", &text);
            for cited in side.remarks.iter().take(listed) {
                page.dim("      ", &remark(cited));
            }
        }
        if !d.note.trim().is_empty() {
            page.dim("    ", &line(&d.note));
        }
    }
}

/// What a side of a dissent holds, in words.
pub(crate) fn side_words(side: &DissentSide) -> &'static str {
    match (side.remarks.is_empty(), side.bearing) {
        (true, bearing) => bearing_words(bearing),
        (false, Bearing::For) => "strong or growing",
        (false, _) => "weak or weakening",
    }
}

/// A remark on strength with its source: “…” (publisher, date).
pub(crate) fn remark(cited: &CitedRemark) -> String {
    let date = cited
        .document
        .published
        .map(|d| format!(", {d}"))
        .unwrap_or_default();
    format!(
        "“{}” ({}{date})",
        line(&cited.remark.passage.exact),
        line(cited.document.label())
    )
}

pub(crate) fn status_words(status: CommitmentStatus) -> &'static str {
    match status {
        CommitmentStatus::Kept => "kept",
        CommitmentStatus::Violated => "violated",
        CommitmentStatus::Mixed => "later evidence points both ways",
        CommitmentStatus::Unknown => "no later evidence",
    }
}

pub(super) fn commitments(page: &mut Page, j: &Judgement, numbers: &Numbers) {
    page.heading("Commitments and compliance");
    if j.commitments.is_empty() {
        page.para("No commitment found.");
    }
    let listed = most(page);
    for c in &j.commitments {
        let when = c.when.map_or("undated".to_owned(), |w| w.to_string());
        let mut text = format!(
            "{} to {}, {when} {}: {}.",
            line(&c.by.name),
            line(&c.to.name),
            numbers.one(&c.statement),
            status_words(c.status)
        );
        for (name, ids) in [("Kept", &c.complied), ("Broken", &c.violated)] {
            if !ids.is_empty() {
                text.push_str(&format!(" {name}: {}.", numbers.list(ids, listed)));
            }
        }
        page.item("  - ", &text);
    }
}

pub(super) fn assumptions(page: &mut Page, j: &Judgement) {
    page.heading("Assumptions");
    if j.assumptions.is_empty() {
        page.para("No assumption recorded.");
    }
    for a in &j.assumptions {
        let effect = a.if_false.map_or("effect not computed".to_owned(), |p| {
            format!(
                "if false: {} ({})",
                percent(p),
                points((p - j.probability) * 100.0)
            )
        });
        page.item("  - ", &format!("{} [{effect}]", line(&a.text)));
    }
}

pub(super) fn indicators(page: &mut Page, j: &Judgement) {
    page.heading("Indicators");
    if j.indicators.is_empty() {
        page.para("No indicator recorded.");
        return;
    }
    page.para("What would move the judgement, were it seen:");
    for i in &j.indicators {
        let arrow = match i.direction {
            Bearing::For => page.style.glyph("▲", "^"),
            Bearing::Against => page.style.glyph("▼", "v"),
            Bearing::Neutral => page.style.glyph("◆", "="),
        };
        let text = format!(
            "{} ({}, {}): {}, until {}",
            line(&i.text),
            i.kind,
            i.stance,
            page.style.paint(ink(i.direction), &points(i.points)),
            i.deadline
        );
        page.item(&format!("  {arrow} "), &text);
    }
}

pub(super) fn gaps(page: &mut Page, j: &Judgement) {
    page.heading("Gaps");
    if j.gaps.is_empty() {
        page.para("No gap recorded.");
    }
    for gap in &j.gaps {
        page.item("  - ", &line(gap));
    }
}

/// The track record in one or two sentences.
pub(crate) fn track_words(j: &Judgement) -> String {
    let t = &j.track_record;
    let mut text = if t.resolved == 0 {
        "No question of this case has been resolved yet.".to_owned()
    } else {
        let score = |x: Option<f64>| x.map_or("n/a".to_owned(), |x| format!("{x:.3}"));
        format!(
            "{} resolved: mean Brier score {}, of the base rates {} (0 is best).",
            count(t.resolved, "question", "questions"),
            score(t.brier),
            score(t.base_rate_brier)
        )
    };
    if let Some(outcome) = t.this_question {
        let came = match outcome {
            Outcome::Held => "the tie held",
            Outcome::Broke => "the tie broke",
            Outcome::Void => "void, not scored",
        };
        text.push_str(&format!(" This question has been resolved: {came}."));
    }
    text
}

pub(super) fn track_record(page: &mut Page, j: &Judgement) {
    page.heading("Track record");
    page.para(&track_words(j));
}

/// Weights, draws and identity of a judgement in one sentence.
pub(crate) fn model_words(j: &Judgement, clean: fn(&str) -> String) -> String {
    format!(
        "Weights {}, {}, seed {}. Judgement {}, made {}.",
        clean(&j.model.weights),
        count(j.model.draws, "posterior draw", "posterior draws"),
        j.model.seed,
        clean(j.id.as_str()),
        page::second(j.made_at)
    )
}

pub(super) fn model(page: &mut Page, j: &Judgement) {
    page.heading("Model");
    page.para(&model_words(j, line));
    for note in &j.model.notes {
        page.item("  - ", &line(note));
    }
}
