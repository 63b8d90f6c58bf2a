//! Scales and frames of charts.
//!
//! Charts are as wide as the page while their text keeps its size: places are given in percent
//! of the drawing, and only curves stand in a stretched box of 1000 by 1000 units.

use super::parts::at;
use maud::{Markup, html};

/// Log-odds, kept within one in a million, so that a certainty does not stretch an axis.
pub(super) fn logit(p: f64) -> f64 {
    if p.is_nan() {
        return 0.0;
    }
    let p = p.clamp(1e-6, 1.0 - 1e-6);
    (p / (1.0 - p)).ln()
}

/// A straight scale from a range of values to the length of an axis.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scale {
    from: f64,
    to: f64,
}

impl Scale {
    /// The scale that just holds `values`, with `room` (a share) added at each end. Where they
    /// are all the same it is `least` long.
    pub fn holding(values: impl Iterator<Item = f64>, room: f64, least: f64) -> Self {
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for x in values.filter(|x| x.is_finite()) {
            low = low.min(x);
            high = high.max(x);
        }
        if low > high {
            (low, high) = (0.0, 0.0);
        }
        let lacking = (least - (high - low)).max(0.0) / 2.0;
        let (low, high) = (low - lacking, high + lacking);
        let room = (high - low) * room;
        Self {
            from: low - room,
            to: high + room,
        }
    }

    /// From `from` to `to`, which must lie apart.
    pub fn new(from: f64, to: f64) -> Self {
        Self { from, to }
    }

    /// Where a value stands, 0 to 1; values outside stand at the ends.
    pub fn place(&self, value: f64) -> f64 {
        let share = (value - self.from) / (self.to - self.from);
        if share.is_finite() {
            share.clamp(0.0, 1.0)
        } else {
            0.0
        }
    }

    /// Whether a value lies on the axis.
    pub fn holds(&self, value: f64) -> bool {
        (self.from..=self.to).contains(&value)
    }
}

/// Marks on an axis in percent, drawn at their log-odds, no nearer to each other than `apart`
/// (a share of the axis).
pub(super) fn percent_marks(scale: &Scale, apart: f64) -> Vec<(f64, String)> {
    // In the order of their use: the first ones are kept where there is no room for all.
    const PERCENT: [f64; 23] = [
        50.0, 90.0, 10.0, 99.0, 1.0, 80.0, 20.0, 95.0, 5.0, 99.9, 0.1, 70.0, 30.0, 60.0, 40.0,
        98.0, 2.0, 99.5, 0.5, 99.99, 0.01, 99.95, 0.05,
    ];
    let mut marks: Vec<(f64, String)> = Vec::new();
    for percent in PERCENT {
        let value = logit(percent / 100.0);
        let place = scale.place(value);
        if scale.holds(value) && marks.iter().all(|(p, _)| (p - place).abs() >= apart) {
            marks.push((place, format!("{percent} %")));
        }
    }
    marks.sort_by(|a, b| a.0.total_cmp(&b.0));
    marks
}

/// Round years on an axis of years: few, and at whole steps.
pub(super) fn year_marks(scale: &Scale) -> Vec<(f64, String)> {
    let span = scale.to - scale.from;
    let step = [1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0]
        .into_iter()
        .find(|step| span / step <= 6.0)
        .unwrap_or(5000.0);
    let first = (scale.from / step).ceil();
    (0..8)
        .map(|i| (first + f64::from(i)) * step)
        .filter(|year| scale.holds(*year))
        .map(|year| (scale.place(year), format!("{year:.0}")))
        .collect()
}

/// A curve through points (0 to 1 from the lower left) in the stretched box.
pub(super) fn curve(points: &[(f64, f64)]) -> String {
    let mut path = String::new();
    for (i, (x, y)) in points.iter().enumerate() {
        let letter = if i == 0 { 'M' } else { 'L' };
        path.push_str(&format!(
            "{letter}{:.1} {:.1}",
            x * 1000.0,
            (1.0 - y) * 1000.0
        ));
    }
    path
}

/// The area between two curves over the same places: (x, lower, upper).
pub(super) fn band(points: &[(f64, f64, f64)]) -> String {
    let mut outline: Vec<(f64, f64)> = points.iter().map(|(x, _, high)| (*x, *high)).collect();
    outline.extend(points.iter().rev().map(|(x, low, _)| (*x, *low)));
    let mut path = curve(&outline);
    if !path.is_empty() {
        path.push('Z');
    }
    path
}

/// A chart with its axes: lines across at `rows`, words under it at `columns`.
pub(super) struct Frame<'a> {
    /// Unique on the page.
    pub id: &'a str,
    /// What it shows, above it.
    pub title: &'a str,
    /// What can be read from it, for those who do not see it.
    pub says: String,
    /// Marks of the vertical axis: place from below and words.
    pub rows: Vec<(f64, String)>,
    /// Marks of the horizontal axis.
    pub columns: Vec<(f64, String)>,
    /// A line under the chart.
    pub note: String,
}

impl Frame<'_> {
    /// The chart with what is drawn in it.
    pub fn around(&self, drawn: Markup) -> Markup {
        let (title, says) = (format!("{}-t", self.id), format!("{}-d", self.id));
        html! {
            figure class="chart" {
                figcaption { (self.title) }
                div class="plot" {
                    svg role="img" aria-labelledby={ (title) " " (says) } width="100%" height="100%" {
                        title id=(title) { (self.title) }
                        desc id=(says) { (self.says) }
                        @for (place, words) in &self.rows {
                            line class="grid" x1="0" x2="100%" y1=(at(1.0 - place)) y2=(at(1.0 - place)) {}
                            text class="tick" x="-6" dy="0.35em" y=(at(1.0 - place)) text-anchor="end" { (words) }
                        }
                        @for (place, words) in &self.columns {
                            line class="grid" y1="0" y2="100%" x1=(at(*place)) x2=(at(*place)) {}
                            text class="tick" x=(at(*place)) y="100%" dy="1.35em" text-anchor=(anchor(*place)) { (words) }
                        }
                        (drawn)
                    }
                }
                @if !self.note.is_empty() { p class="small" { (self.note) } }
            }
        }
    }
}

/// Where words at a place begin, so that they stay inside the drawing.
pub(super) fn anchor(place: f64) -> &'static str {
    if place < 0.06 {
        "start"
    } else if place > 0.94 {
        "end"
    } else {
        "middle"
    }
}
