//! The scale of the answer, probability over time, survival, evidence over time.

use super::parts::{at, class};
use super::plot::{Frame, Scale, anchor, band, curve, logit, percent_marks, year_marks};
use crate::text::{claim, interval, line, percent, signed};
use crate::{Past, ReportData};
use jiff::civil::Date;
use maud::{Markup, html};
use std::collections::BTreeMap;
use unravel_evidence::{Bearing, EvidenceItem, Judgement, Yardstick};

/// Most evidence drawn in one chart: the heaviest.
const MARKS: usize = 40;

/// Where the terms of a yardstick begin and end, 0 to 1, with the words in short.
fn terms(yardstick: Yardstick) -> &'static [(f64, f64, &'static str)] {
    match yardstick {
        Yardstick::Icd203 => &[
            (0.00, 0.05, "almost no chance"),
            (0.05, 0.20, "very unlikely"),
            (0.20, 0.45, "unlikely"),
            (0.45, 0.55, "even"),
            (0.55, 0.80, "likely"),
            (0.80, 0.95, "very likely"),
            (0.95, 1.00, "almost certain"),
        ],
        Yardstick::Phia => &[
            (0.00, 0.05, "remote"),
            (0.10, 0.20, "highly unlikely"),
            (0.25, 0.35, "unlikely"),
            (0.40, 0.50, "realistic"),
            (0.55, 0.75, "likely"),
            (0.80, 0.90, "highly likely"),
            (0.95, 1.00, "almost certain"),
        ],
    }
}

/// A line from 0 to 100 % with the terms, both intervals, the result and the base rate.
pub(super) fn scale(j: &Judgement) -> Markup {
    let (p, base) = (j.probability, j.base_rate.probability);
    let terms = terms(j.yardstick);
    let last = terms.len() - 1;
    // In a gap between two terms the nearer one holds, as in the term itself.
    let far = |(from, to, _): &(f64, f64, &str)| (from - unit(p)).max(unit(p) - to).max(0.0);
    let here = (0..=last)
        .rev()
        .min_by(|a, b| far(&terms[*a]).total_cmp(&far(&terms[*b])));
    let here = here.unwrap_or(0);
    // The outermost terms are narrow: their words take the room of their neighbours'.
    let shown = |i: usize| match (i, here) {
        (i, here) if i == here => true,
        (0, _) | (1, 0) => false,
        (i, here) => i != last && !(here == last && i + 1 == last),
    };
    let bar = |range: [f64; 2], y: &str, height: &str, class: &str| {
        let (low, high) = (unit(range[0]), unit(range[1]).max(unit(range[0])));
        html! { rect class=(class) x=(at(low)) width=(at(high - low)) y=(y) height=(height) rx="2" {} }
    };
    let base_anchor = match unit(base) {
        x if x < 0.2 => "start",
        x if x > 0.8 => "end",
        _ => "middle",
    };
    html! {
        div class="scale" {
            svg role="img" aria-labelledby="scale-t" width="100%" height="86" {
                title id="scale-t" {
                    "Result " (percent(p)) ", 50 % interval " (interval(j.interval50)) ", 90 % interval "
                    (interval(j.interval90)) ", base rate " (percent(base))
                }
                @for (i, (from, to, words)) in terms.iter().enumerate() {
                    rect class={ "term t" (i % 2) @if i == here { " here" } } x=(at(*from)) width=(at(to - from)) y="18" height="30" {}
                    @if shown(i) {
                        @let (x, anchor) = match i { 0 => (0.0, "start"), i if i == last => (1.0, "end"), _ => ((from + to) / 2.0, "middle") };
                        text class={ "tick" (if i == here { " strong" } else { " term-words" }) } x=(at(x)) y="12" text-anchor=(anchor) { (words) }
                    }
                }
                @for (x, words) in [(0.0, "0 %"), (0.25, "25"), (0.5, "50"), (0.75, "75"), (1.0, "100 %")] {
                    line class="grid" x1=(at(x)) x2=(at(x)) y1="18" y2="52" {}
                    text class="tick" x=(at(x)) y="64" text-anchor=(anchor(x)) { (words) }
                }
                (bar(j.interval90, "30", "6", "i90"))
                (bar(j.interval50, "27", "12", "i50"))
                circle class="dot" cx=(at(unit(p))) cy="33" r="7" {}
                line class="base" x1=(at(unit(base))) x2=(at(unit(base))) y1="20" y2="70" {}
                text class="tick strong" x=(at(unit(base))) y="81" text-anchor=(base_anchor) { "base rate " (percent(base)) }
            }
        }
    }
}

fn unit(p: f64) -> f64 {
    if p.is_finite() {
        p.clamp(0.0, 1.0)
    } else {
        0.0
    }
}

/// Years as a number, for an axis.
fn years(date: Date) -> f64 {
    let days = f64::from(date.day_of_year()) - 1.0;
    f64::from(date.year()) + days / f64::from(date.days_in_year())
}

/// Probability over time: one point for each as-of day, the latest made of each.
pub(super) fn history(data: &ReportData) -> Markup {
    let j = &data.judgement;
    let mut days: BTreeMap<Date, Past> = BTreeMap::new();
    let this = Past {
        made_at: j.made_at,
        as_of: j.question.as_of,
        probability: j.probability,
        interval90: j.interval90,
    };
    for past in data.past().chain([&this]) {
        let held = days.entry(past.as_of).or_insert(*past);
        if past.made_at >= held.made_at {
            *held = *past;
        }
    }
    let points: Vec<Past> = days.into_values().collect();
    let (Some(first), Some(last)) = (points.first(), points.last()) else {
        return html! {};
    };
    if points.len() < 2 {
        return html! {};
    }
    let x = Scale::new(years(first.as_of), years(last.as_of));
    let ends = points.iter().flat_map(|p| p.interval90);
    let y = Scale::holding(ends.map(logit), 0.08, 1.0);
    let line_of: Vec<(f64, f64)> = points
        .iter()
        .map(|p| (x.place(years(p.as_of)), y.place(logit(p.probability))))
        .collect();
    let band_of: Vec<(f64, f64, f64)> = points
        .iter()
        .map(|p| {
            let [low, high] = p.interval90.map(|p| y.place(logit(p)));
            (x.place(years(p.as_of)), low, high)
        })
        .collect();
    let marks: Vec<(&EvidenceItem, f64)> = heaviest(j)
        .filter_map(|item| Some((item, years(item.document.published?.end()))))
        .filter(|(_, year)| x.holds(*year))
        .take(MARKS)
        .collect();
    Frame {
        id: "history",
        title: "Probability over time",
        says: format!(
            "{} judgements, from {} as of {} to {} as of {}.",
            points.len(),
            percent(first.probability),
            first.as_of,
            percent(last.probability),
            last.as_of
        ),
        rows: percent_marks(&y, 0.14),
        columns: vec![(0.0, first.as_of.to_string()), (1.0, last.as_of.to_string())],
        note: "By as-of date, with its 90 % interval; the nearer to 0 or 100 %, the wider the \
               scale. Marks below: when evidence was published, ▲ for and ▼ against the tie."
            .to_owned(),
    }
    .around(html! {
        svg viewBox="0 0 1000 1000" preserveAspectRatio="none" width="100%" height="100%" {
            path class="band" d=(band(&band_of)) {}
            path class="curve" d=(curve(&line_of)) vector-effect="non-scaling-stroke" {}
        }
        @for (place, past) in line_of.iter().zip(&points) {
            circle class="dot" cx=(at(place.0)) cy=(at(1.0 - place.1)) r="4" {
                title { (past.as_of) ": " (percent(past.probability)) ", 90 % interval " (interval(past.interval90)) }
            }
        }
        @for (item, year) in marks {
            svg class="mark" x=(at(x.place(year))) y="100%" overflow="visible" {
                path class=(class(item.statement.bearing)) d=(triangle(item.statement.bearing)) {
                    title { (told(item)) }
                }
            }
        }
    })
}

/// A small triangle that stands on (up) or hangs under (down) its place.
fn triangle(bearing: Bearing) -> &'static str {
    match bearing {
        Bearing::Against => "M-3.5 -7L3.5 -7L0 -1Z",
        _ => "M-3.5 -1L3.5 -1L0 -7Z",
    }
}

/// The evidence that moves the number, heaviest first.
fn heaviest(j: &Judgement) -> impl Iterator<Item = &EvidenceItem> {
    let mut items: Vec<&EvidenceItem> = j
        .evidence
        .iter()
        .filter(|e| e.weight.is_finite() && e.weight != 0.0)
        .collect();
    items.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()));
    items.into_iter()
}

fn told(item: &EvidenceItem) -> String {
    let when = item.statement.when.map(|w| format!("{w}: "));
    format!(
        "{}{}, weight {} ({})",
        when.unwrap_or_default(),
        claim(&item.statement, true, line),
        signed(item.weight, 2),
        line(item.document.label())
    )
}

/// How long such ties hold, with the place of this one.
pub(super) fn survival(data: &ReportData) -> Markup {
    let q = &data.judgement.question;
    let fine = |p: &&crate::SurvivalPoint| p.years.is_finite() && p.years >= 0.0;
    let points: Vec<_> = data.survival.iter().filter(fine).collect();
    let Some(longest) = points.last().map(|p| p.years).filter(|y| *y > 0.0) else {
        return html! {};
    };
    let x = Scale::new(0.0, longest);
    let line_of: Vec<(f64, f64)> = points
        .iter()
        .map(|p| (x.place(p.years), unit(p.hold)))
        .collect();
    let band_of: Vec<(f64, f64, f64)> = points
        .iter()
        .map(|p| (x.place(p.years), unit(p.lo90), unit(p.hi90)))
        .collect();
    let span = q.age().map(|age| (age, age + q.years().max(0.0)));
    let hold = |age: f64| held(&points, age);
    let says = match span {
        Some((now, then)) => format!(
            "Of 100 such ties {:.0} reach the age of this one, {now:.0} years, and {:.0} the horizon at {then:.0} years.",
            100.0 * hold(now),
            100.0 * hold(then)
        ),
        None => format!(
            "Of 100 such ties {:.0} reach {longest:.0} years. The age of this one is unknown.",
            100.0 * hold(longest)
        ),
    };
    let rows = [0.0, 0.25, 0.5, 0.75, 1.0];
    Frame {
        id: "survival",
        title: "How long such ties hold",
        says: says.clone(),
        rows: rows.map(|y| (y, format!("{:.0} %", y * 100.0))).to_vec(),
        columns: year_marks(&x)
            .into_iter()
            .map(|(place, words)| (place, format!("{words} y")))
            .collect(),
        note: format!("{says} Base rate from the beginning of a tie, before any evidence, with its 90 % interval."),
    }
    .around(html! {
        @if let Some((now, then)) = span {
            rect class="horizon" x=(at(x.place(now))) width=(at(x.place(then) - x.place(now))) y="0" height="100%" {}
        }
        svg viewBox="0 0 1000 1000" preserveAspectRatio="none" width="100%" height="100%" {
            path class="band" d=(band(&band_of)) {}
            path class="curve" d=(curve(&line_of)) vector-effect="non-scaling-stroke" {}
        }
        @if let Some((now, _)) = span {
            line class="base" x1=(at(x.place(now))) x2=(at(x.place(now))) y1="0" y2="100%" {}
            circle class="dot" cx=(at(x.place(now))) cy=(at(1.0 - hold(now))) r="4" {}
            text class="tick strong" x=(at(x.place(now))) y="1em" dx=(if x.place(now) > 0.5 { "-6" } else { "6" })
                text-anchor=(if x.place(now) > 0.5 { "end" } else { "start" }) { "this tie" }
        }
    })
}

/// The curve at an age, straight between its points.
fn held(points: &[&crate::SurvivalPoint], age: f64) -> f64 {
    let after = points.partition_point(|p| p.years < age);
    let share = match (after.checked_sub(1).map(|i| points[i]), points.get(after)) {
        (Some(a), Some(b)) => {
            let part = (age - a.years) / (b.years - a.years);
            a.hold + (b.hold - a.hold) * part
        }
        (Some(only), None) => only.hold,
        (None, Some(only)) => only.hold,
        (None, None) => 0.0,
    };
    unit(share)
}

/// What the evidence tells of when, and how much it weighs.
pub(super) fn timeline(j: &Judgement) -> Markup {
    let dated: Vec<(&EvidenceItem, f64)> = heaviest(j)
        .filter_map(|item| Some((item, years(item.statement.when?.midpoint()))))
        .take(MARKS)
        .collect();
    if dated.len() < 2 {
        return html! {};
    }
    let as_of = years(j.question.as_of);
    let x = Scale::holding(
        dated.iter().map(|(_, year)| *year).chain([as_of]),
        0.02,
        1.0,
    );
    let weights = dated.iter().map(|(item, _)| item.weight);
    let y = Scale::holding(weights.chain([0.0]), 0.12, 0.01);
    let undated = heaviest(j).count() - dated.len();
    let words = |value: f64| signed(value, if y.holds(1.0) || y.holds(-1.0) { 1 } else { 2 });
    let strongest = |f: fn(f64, f64) -> f64| dated.iter().map(|(i, _)| i.weight).fold(0.0, f);
    let (top, bottom) = (strongest(f64::max), strongest(f64::min));
    let mut rows = vec![(y.place(0.0), "0".to_owned())];
    for value in [top, bottom] {
        if (y.place(value) - y.place(0.0)).abs() > 0.15 {
            rows.push((y.place(value), words(value)));
        }
    }
    let mut note =
        "Weight in log-odds by the date of what is told; up is for the tie, down against it."
            .to_owned();
    if undated > 0 {
        note.push_str(&format!(
            " Not drawn: {undated} without a date or lighter than these {}.",
            dated.len()
        ));
    }
    Frame {
        id: "timeline",
        title: "Evidence over time",
        says: format!(
            "{} dated items of evidence: {} for the tie, {} against it.",
            dated.len(),
            dated.iter().filter(|(i, _)| i.weight > 0.0).count(),
            dated.iter().filter(|(i, _)| i.weight < 0.0).count()
        ),
        rows,
        columns: year_marks(&x),
        note,
    }
    .around(html! {
        @for (item, year) in dated.iter().rev() {
            g class=(if item.weight > 0.0 { "for" } else { "against" }) {
                line class="stem" x1=(at(x.place(*year))) x2=(at(x.place(*year))) y1=(at(1.0 - y.place(0.0))) y2=(at(1.0 - y.place(item.weight))) {}
                circle cx=(at(x.place(*year))) cy=(at(1.0 - y.place(item.weight))) r="4" { title { (told(item)) } }
            }
        }
    })
}
