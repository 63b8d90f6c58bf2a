//! The top of the page: question, key judgement, confidence, changes, drivers.

use crate::ledger::{self, Step};
use crate::page::{self, Page};
use crate::style::{Ink, Style};
use crate::text::{
    Numbers, count, estimate, interval, line, percent, points, proposition, shift, signed,
};
use unravel_evidence::{Bearing, Judgement};

pub(super) fn question(page: &mut Page, j: &Judgement) {
    let style = page.style;
    page.item("", &style.paint(Ink::Strong, &line(&j.question_text)));
    for (name, text) in [
        ("Horizon   ", j.question.until.to_string()),
        ("As of     ", j.question.as_of.to_string()),
        ("Resolution", line(&j.question.rule)),
    ] {
        page.item(&format!("  {}  ", style.paint(Ink::Dim, name)), &text);
    }
}

pub(super) fn key_judgement(page: &mut Page, j: &Judgement) {
    let style = page.style;
    page.heading("Key judgement");
    let sentence = format!(
        "{} ({}) that {}.",
        estimate(&line(&j.term)),
        percent(j.probability),
        proposition(j, line)
    );
    page.para(&style.paint(Ink::Strong, &sentence));
    if j.evidence.is_empty() {
        page.para("No evidence about this tie was found: this is the base rate alone.");
    }
    page.blank();
    for text in scale(j, &style) {
        page.line(&text);
    }
    page.para(&format!(
        "{} result {}{}{} 50 % interval {}{}{} 90 % interval {}",
        style.glyph("●", "O"),
        percent(j.probability),
        style.dot(),
        style.glyph("━", "="),
        interval(j.interval50),
        style.dot(),
        style.glyph("─", "-"),
        interval(j.interval90)
    ));
    let base = &j.base_rate;
    page.dim(
        "  ",
        &format!(
            "Base rate {} (90 % interval {}): {}; {} ends in {:.0} tie-years, {} a year. Source: {}",
            percent(base.probability),
            interval(base.interval90),
            line(&base.row),
            base.ends,
            base.exposure,
            percent(base.hazard),
            line(&base.source)
        ),
    );
}

/// A line from 0 to 100 % with both intervals and the result, and under it the base rate.
fn scale(j: &Judgement, style: &Style) -> [String; 2] {
    // A column more than a multiple of four, so that the quarters fall on columns.
    let columns = (style.columns().saturating_sub(16).min(80) / 4) * 4 + 1;
    let at = |p: f64| {
        let p = if p.is_finite() {
            p.clamp(0.0, 1.0)
        } else {
            0.0
        };
        (p * (columns - 1) as f64).round() as usize
    };
    let mut cells = vec![(style.glyph("·", "."), Ink::Dim); columns];
    for quarter in [1, 2, 3] {
        cells[quarter * (columns - 1) / 4] = (style.glyph("┊", ":"), Ink::Dim);
    }
    for (range, glyph) in [
        (j.interval90, style.glyph("─", "-")),
        (j.interval50, style.glyph("━", "=")),
    ] {
        let (from, to) = (at(range[0]), at(range[1]));
        for cell in cells.iter_mut().take(to + 1).skip(from) {
            *cell = (glyph, Ink::For);
        }
    }
    cells[at(j.probability)] = (style.glyph("●", "O"), Ink::Strong);
    let drawn: String = cells.iter().map(|(g, ink)| style.paint(*ink, g)).collect();
    let base_at = at(j.base_rate.probability);
    let note = format!("base rate {}", percent(j.base_rate.probability));
    let mark = style.glyph("▲", "^");
    // The note stands on the side of the mark where it has room.
    let base = if base_at > note.chars().count() + 1 {
        page::right(&format!("{note} {mark}"), base_at + 1)
    } else {
        format!("{}{mark} {note}", " ".repeat(base_at))
    };
    [
        format!("    0 % {drawn} 100 %"),
        format!("        {}", style.paint(Ink::Dim, &base)),
    ]
}

pub(super) fn confidence(page: &mut Page, j: &Judgement) {
    page.heading("Confidence");
    page.para(&format!(
        "Analytic confidence in this judgement is {}.",
        page.style.paint(Ink::Strong, j.confidence.level.as_str())
    ));
    for reason in &j.confidence.reasons {
        page.item("  - ", &line(reason));
    }
}

pub(super) fn changes(page: &mut Page, j: &Judgement, numbers: &Numbers) {
    page.heading("What changed");
    let Some(previous) = j.previous else {
        page.para("This is the first judgement of this question.");
        return;
    };
    page.para(&format!(
        "From {} to {} ({}).",
        percent(previous),
        percent(j.probability),
        points((j.probability - previous) * 100.0)
    ));
    if j.changes.is_empty() {
        page.para("No item moved it.");
    }
    for change in &j.changes {
        let mark = change.statement.as_ref().map(|id| numbers.one(id));
        let text = format!("{} {}", line(&change.what), mark.unwrap_or_default());
        let moved = page::right(&points(change.points), 13);
        let moved = page.style.paint(side(change.points), &moved);
        beside(page, &moved, 15, &text);
    }
}

/// An item whose painted first column is `width` columns wide, the indent of 2 included.
fn beside(page: &mut Page, first: &str, width: usize, text: &str) {
    let room = page.style.columns().saturating_sub(width + 2);
    for (i, text) in page::lines(text, room).iter().enumerate() {
        if i == 0 {
            page.line(&format!("  {first}  {text}"));
        } else {
            page.line(&format!("{}{text}", " ".repeat(width + 2)));
        }
    }
}

fn side(value: f64) -> Ink {
    if value > 0.0 {
        Ink::For
    } else if value < 0.0 {
        Ink::Against
    } else {
        Ink::Dim
    }
}

pub(super) fn drivers(page: &mut Page, j: &Judgement, numbers: &Numbers) {
    page.heading("Drivers");
    if j.drivers.is_empty() {
        page.para("No drivers: nothing moves the base rate.");
        return;
    }
    let steps = ledger::steps(j, line);
    let style = page.style;
    let columns = Columns::of(&style);
    page.line(&style.paint(
        Ink::Dim,
        &columns.row("log-odds", "adds", "total", "holds", "effect", ""),
    ));
    // The bars run between the lowest and the highest total, so that small drivers show.
    let totals = || steps.iter().map(|s| s.after);
    let span = (totals().min().unwrap_or(0), totals().max().unwrap_or(0));
    for step in &steps {
        let refs = numbers.list(step.statements, if style.full { usize::MAX } else { 4 });
        let bearing = step.bearing.map_or(String::new(), |b| format!(", {b}"));
        let label = format!("{}{bearing} {refs}", step.label);
        let labels = page::lines(label.trim_end(), columns.label);
        let effect = step.points.map_or(String::new(), shift);
        let bar = bar(step, span, columns.bar, &style);
        for (i, label) in labels.iter().enumerate() {
            let row = if i == 0 {
                columns.row(
                    label,
                    &hundredths(step.adds),
                    &hundredths(step.after),
                    &percent(ledger::probability(step.after)),
                    &effect,
                    &bar,
                )
            } else {
                format!("    {label}")
            };
            page.line(&row);
        }
    }
    let total = steps.last().map_or(0, |s| s.after);
    let end = Step {
        label: String::new(),
        bearing: None,
        adds: 0,
        before: total,
        after: total,
        points: None,
        statements: &[],
    };
    let end = bar(&end, span, columns.bar, &style);
    page.line(&style.paint(
        Ink::Strong,
        &columns.row(
            "= result",
            "",
            &hundredths(total),
            &percent(j.probability),
            "",
            &end,
        ),
    ));
    page.dim(
        "  ",
        "adds: contribution, rounded so that the column adds up; total: running sum; holds: \
         probability at that sum; effect: points the result would lose without it.",
    );
    page.blank();
    rests_on(page, j);
}

fn rests_on(page: &mut Page, j: &Judgement) {
    if j.leave_one_out.is_empty() {
        return;
    }
    page.para("Without one source the result would be:");
    let most = if page.style.full { usize::MAX } else { 5 };
    for left in j.leave_one_out.iter().take(most) {
        let text = format!(
            "without {} (its effect: {})",
            line(&left.source),
            points(left.points)
        );
        page.item(
            &format!("  {}  ", page::right(&percent(left.probability), 8)),
            &text,
        );
    }
    let more = j.leave_one_out.len().saturating_sub(most);
    if more > 0 {
        page.dim(
            "  ",
            &format!("and {}: --full", count(more, "more source", "more sources")),
        );
    }
}

/// Log-odds from hundredths; past 100, where decimals mean nothing, without them.
fn hundredths(value: i64) -> String {
    let decimals = if value.abs() < 10_000 { 2 } else { 0 };
    signed(value as f64 / 100.0, decimals)
}

/// The bar of a step: from the total before it to the total after it; a mark where it has no
/// bearing, as the base rate and the result.
fn bar(step: &Step, span: (i64, i64), width: usize, style: &Style) -> String {
    let scale = |x: i64| {
        let share = (x - span.0) as f64 / (span.1 - span.0).max(1) as f64;
        (share.clamp(0.0, 1.0) * width.saturating_sub(1) as f64).round() as usize
    };
    if step.bearing.is_none() {
        return mark(scale(step.after), style);
    }
    let (before, after) = (scale(step.before), scale(step.after));
    let (glyph, ink) = if step.adds < 0 {
        (style.glyph("▒", "-"), Ink::Against)
    } else {
        (style.glyph("█", "+"), Ink::For)
    };
    let drawn = glyph.repeat(before.abs_diff(after) + 1);
    format!(
        "{}{}",
        " ".repeat(before.min(after)),
        style.paint(ink, &drawn)
    )
}

fn mark(at: usize, style: &Style) -> String {
    format!(
        "{}{}",
        " ".repeat(at),
        style.paint(Ink::Strong, style.glyph("┃", "|"))
    )
}

/// Widths of the account's columns.
struct Columns {
    label: usize,
    bar: usize,
}

impl Columns {
    /// Two of indent and four number columns with their gaps take 36.
    fn of(style: &Style) -> Self {
        let room = style.columns().saturating_sub(36);
        let label = (room * 3 / 5).clamp(4, 44);
        Self {
            label,
            bar: room.saturating_sub(label).min(60),
        }
    }

    fn row(
        &self,
        label: &str,
        adds: &str,
        total: &str,
        holds: &str,
        effect: &str,
        bar: &str,
    ) -> String {
        // Labels come cut into lines; the next ones stand under this row.
        let label = page::lines(label, self.label)
            .into_iter()
            .next()
            .unwrap_or_default();
        format!(
            "  {} {} {} {} {}  {bar}",
            page::left(&label, self.label),
            page::right(adds, 6),
            page::right(total, 6),
            page::right(holds, 8),
            page::right(effect, 7),
        )
    }
}

/// The ink of a bearing.
pub(crate) fn ink(bearing: Bearing) -> Ink {
    match bearing {
        Bearing::For => Ink::For,
        Bearing::Against => Ink::Against,
        Bearing::Neutral => Ink::Dim,
    }
}
