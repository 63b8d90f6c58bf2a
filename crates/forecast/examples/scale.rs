//! What fitting costs against the number of events: generated histories of 10 thousand to 5
//! million, or of the sizes given; drawn as SVG where a file for it is given.
//!
//! `cargo run --release -p unravel-forecast --example scale -- 10000 100000 cost.svg`

use std::time::Instant;
use unravel_forecast::{FitOptions, Quads, Vocabulary, fit};

const RELATIONS: u32 = 200;
const DAYS: i32 = 365;

/// Events with the shape of real ones: few actors and acts are common, and two thirds of the
/// events repeat an earlier one.
fn generate(n: usize) -> ([Vec<u32>; 3], Vec<i32>, Vocabulary) {
    let mut rng = fastrand::Rng::with_seed(n as u64);
    // the number of actors grows more slowly than that of events
    let entities = (40.0 * (n as f64).powf(0.48)) as u32;
    let mut columns: [Vec<u32>; 3] = Default::default();
    let mut time = Vec::with_capacity(n);
    let skewed = |most: u32, rng: &mut fastrand::Rng| (f64::from(most) * rng.f64().powi(3)) as u32;
    for i in 0..n {
        let row = if i > 100 && rng.f32() < 0.66 {
            let old = i - 1 - skewed(i.min(50_000) as u32 - 1, &mut rng) as usize;
            [columns[0][old], columns[1][old], columns[2][old]]
        } else {
            let mut one = || skewed(entities, &mut rng);
            let (s, o) = (one(), one());
            [s, skewed(RELATIONS, &mut rng), o]
        };
        for (column, x) in columns.iter_mut().zip(row) {
            column.push(x);
        }
        time.push((i as i64 * i64::from(DAYS) / n as i64) as i32);
    }
    let words = Vocabulary {
        entities: (0..entities)
            .map(|i| format!("Sector {} (Country {})", i % 20, i / 20))
            .collect(),
        relations: (0..RELATIONS).map(|i| format!("Act {i}")).collect(),
    };
    (columns, time, words)
}

/// One measured fit.
struct Cost {
    events: usize,
    wall: f64,
    cpu: f64,
}

/// Seconds of processor time so far, of all threads; 0 where the system does not tell.
fn cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // the fields after the name in brackets; times in hundredths of a second
    let fields = stat.rsplit(')').next().unwrap_or_default();
    let ticks = fields.split_whitespace().skip(11).take(2);
    ticks.filter_map(|t| t.parse::<f64>().ok()).sum::<f64>() / 100.0
}

/// The largest resident size so far, in GB; 0 where the system does not tell.
fn peak() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
    let size = line.and_then(|l| l.trim().strip_suffix("kB")?.trim().parse::<f64>().ok());
    size.unwrap_or_default() / 1e6
}

/// Both axes by powers of ten; a grey line shows what grows as fast as the events.
fn drawn(costs: &[Cost]) -> String {
    let (width, height, left, top) = (560.0, 330.0, 60.0, 20.0);
    let x = |events: f64| left + (events.log10() - 4.0) / 3.0 * width;
    let y = |seconds: f64| top + height - seconds.max(1.0).log10() / 4.0 * height;
    let mut out = String::from(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"680\" height=\"410\" font-family=\"sans-serif\" font-size=\"12\">\n\
         <rect width=\"680\" height=\"410\" fill=\"white\"/>\n",
    );
    for (power, name) in ["10 thousand", "100 thousand", "1 million", "10 million"]
        .iter()
        .enumerate()
    {
        let at = x(10_f64.powi(power as i32 + 4));
        out.push_str(&format!(
            "<path d=\"M{at} {top}V{}\" stroke=\"#ddd\"/><text x=\"{at}\" y=\"{}\" text-anchor=\"middle\">{name}</text>\n",
            top + height,
            top + height + 18.0
        ));
    }
    for power in 0..5 {
        let seconds = 10_f64.powi(power);
        let at = y(seconds);
        out.push_str(&format!(
            "<path d=\"M{left} {at}H{}\" stroke=\"#ddd\"/><text x=\"{}\" y=\"{}\" text-anchor=\"end\">{seconds} s</text>\n",
            left + width,
            left - 6.0,
            at + 4.0
        ));
    }
    out.push_str(&format!(
        "<path d=\"M{} {}L{} {}\" stroke=\"#999\" stroke-dasharray=\"4\"/>\n",
        x(1e4),
        y(1.0),
        x(1e7),
        y(1e3)
    ));
    for (colour, is_wall) in [("#1f6feb", true), ("#c2410c", false)] {
        let points: Vec<String> = costs
            .iter()
            .map(|c| {
                let seconds = if is_wall { c.wall } else { c.cpu };
                format!("{:.1},{:.1}", x(c.events as f64), y(seconds))
            })
            .collect();
        out.push_str(&format!(
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>\n",
            points.join(" ")
        ));
    }
    out.push_str(&format!(
        "<text x=\"{left}\" y=\"{}\"><tspan fill=\"#1f6feb\">wall</tspan>, <tspan fill=\"#c2410c\">processor time</tspan> of one fit; dashed: in proportion to the events</text>\n</svg>\n",
        top + height + 45.0
    ));
    out
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (svg, sizes): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|a| a.ends_with(".svg"));
    let mut sizes = sizes
        .iter()
        .map(|a| a.parse())
        .collect::<Result<Vec<usize>, _>>()?;
    if sizes.is_empty() {
        sizes = vec![10_000, 30_000, 100_000, 300_000, 1_000_000, 5_000_000];
    }
    let mut costs = Vec::new();
    println!("events     entities  seconds  cpu seconds  peak GB");
    for n in sizes {
        let ([subject, relation, object], time, words) = generate(n);
        let quads = Quads {
            subject: &subject,
            relation: &relation,
            object: &object,
            time: &time,
        };
        let (start, before) = (Instant::now(), cpu());
        fit(quads, &words, FitOptions::default())?;
        let (wall, cpu) = (start.elapsed().as_secs_f64(), cpu() - before);
        println!(
            "{n:<9}  {:<8}  {wall:<7.1}  {cpu:<11.1}  {:.2}",
            words.entities.len(),
            peak()
        );
        costs.push(Cost {
            events: n,
            wall,
            cpu,
        });
        for file in &svg {
            std::fs::write(file, drawn(&costs))?;
        }
    }
    Ok(())
}
