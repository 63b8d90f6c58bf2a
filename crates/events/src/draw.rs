//! Summaries and dyads as text for a terminal.

use crate::count::{Counts, Period};
use crate::summary::{Dyad, Ranked, Summary};
use comfy_table::{CellAlignment, ContentArrangement, Table, TableStyle};

/// Narrowest and widest half of a timeline, in cells.
const HALF: (usize, usize) = (6, 24);
/// What the columns beside the timeline take.
const BESIDE: usize = 66;

impl Summary {
    /// The summary as text of at most `width` columns where that is possible.
    pub fn text(&self, width: usize) -> String {
        let total = &self.total;
        let mut out = format!(
            "{} events between {} pairs of {} actors ({} known to the registry), {} codes\n",
            grouped(total.events),
            grouped(self.pairs as u64),
            grouped(self.actors as u64),
            grouped(self.actors_resolved as u64),
            self.codes,
        );
        if let (Some(first), Some(last)) = (&self.first, &self.last) {
            out.push_str(&format!("{first} to {last}\n"));
        }
        out.push('\n');
        out.push_str(&timeline(&self.periods, total, width));
        for (title, rows) in [
            ("Most active actors", &self.top_actors),
            ("Most active pairs, both directions", &self.top_pairs),
            ("Most frequent codes", &self.top_codes),
        ] {
            out.push_str(&list(title, rows));
        }
        out
    }
}

impl Dyad {
    /// The dyad as text of at most `width` columns where that is possible.
    pub fn text(&self, width: usize) -> String {
        let mut total = self.a_to_b;
        total += self.b_to_a;
        let (a, b) = (clean(&self.a), clean(&self.b));
        if total.events == 0 {
            return format!("{a} and {b}: no event between them\n");
        }
        let mut out = format!("{a} and {b}: {} events\n", grouped(total.events));
        for (from, to, counts) in [(&a, &b, &self.a_to_b), (&b, &a, &self.b_to_a)] {
            out.push_str(&format!(
                "  {from} to {to}: {} ({} cooperation, {} conflict)\n",
                grouped(counts.events),
                grouped(counts.cooperation()),
                grouped(counts.conflict()),
            ));
        }
        out.push('\n');
        out.push_str(&timeline(&self.periods, &total, width));
        out.push_str(&list("Most frequent codes", &self.top_codes));
        out
    }
}

/// One row a period: counts by class, mean score, and conflict and cooperation drawn to both
/// sides of an axis.
fn timeline(periods: &[Period], total: &Counts, width: usize) -> String {
    let half = (width.saturating_sub(BESIDE) / 2).clamp(HALF.0, HALF.1);
    let largest = periods
        .iter()
        .map(|p| p.counts.cooperation().max(p.counts.conflict()))
        .max()
        .unwrap_or_default();
    let with_deaths = total.fatalities > 0;
    let mut table = Table::new();
    table
        .load_style(TableStyle::new())
        .set_content_arrangement(ContentArrangement::Disabled);
    let mut header = vec![
        "",
        "verbal +",
        "material +",
        "verbal -",
        "material -",
        "Goldstein",
    ];
    if with_deaths {
        header.push("deaths");
    }
    let mut header: Vec<String> = header.into_iter().map(str::to_owned).collect();
    header.push(format!("{:>half$} │ cooperation", "conflict"));
    table.set_header(header);
    let mut row = |name: &str, counts: &Counts, drawn: String| {
        let mut cells = vec![
            name.to_owned(),
            grouped(counts.verbal_cooperation),
            grouped(counts.material_cooperation),
            grouped(counts.verbal_conflict),
            grouped(counts.material_conflict),
            counts.goldstein.map_or_else(String::new, signed),
        ];
        if with_deaths {
            cells.push(grouped(counts.fatalities));
        }
        cells.push(drawn);
        table.add_row(cells);
    };
    for period in periods {
        let counts = &period.counts;
        let left = bar(counts.conflict(), largest, half, '░');
        let right = bar(counts.cooperation(), largest, half, '█');
        row(&period.period, counts, format!("{left:>half$} │ {right}"));
    }
    row("total", total, String::new());
    let last = if with_deaths { 7 } else { 6 };
    for (at, column) in table.column_iter_mut().enumerate() {
        column.set_padding((0, 2));
        if at > 0 && at < last {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table.trim_fmt() + "\n"
}

/// A bar of `count` on a scale where `largest` fills `width`; what is not nothing shows.
fn bar(count: u64, largest: u64, width: usize, fill: char) -> String {
    if count == 0 || largest == 0 {
        return String::new();
    }
    let share = count as f64 / largest as f64;
    let cells = ((share * width as f64).round() as usize).clamp(1, width);
    fill.to_string().repeat(cells)
}

fn list(title: &str, rows: &[Ranked]) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let wide = rows
        .iter()
        .map(|r| grouped(r.events).len())
        .max()
        .unwrap_or_default();
    let mut out = format!("\n{title}\n");
    for row in rows {
        out.push_str(&format!(
            "  {:>wide$}  {}\n",
            grouped(row.events),
            clean(&row.name)
        ));
    }
    out
}

/// Names come from outside: no control characters reach the terminal.
fn clean(name: &str) -> String {
    name.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}

/// With one digit after the point, and no sign on zero.
fn signed(mean: f64) -> String {
    let tenths = (mean * 10.0).round();
    if tenths == 0.0 {
        "0.0".to_owned()
    } else {
        format!("{:+.1}", tenths / 10.0)
    }
}

/// 1234567 as "1,234,567".
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests;
