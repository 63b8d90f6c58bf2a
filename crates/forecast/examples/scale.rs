//! What fitting costs against the number of events: generated histories of 10 thousand to 5
//! million, or the sizes given.
//!
//! `cargo run --release -p unravel-forecast --example scale -- 10000 100000`

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

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let given: Result<Vec<usize>, _> = std::env::args().skip(1).map(|a| a.parse()).collect();
    let mut sizes = given?;
    if sizes.is_empty() {
        sizes = vec![10_000, 30_000, 100_000, 300_000, 1_000_000, 5_000_000];
    }
    println!("events     entities  seconds");
    for n in sizes {
        let ([subject, relation, object], time, words) = generate(n);
        let quads = Quads {
            subject: &subject,
            relation: &relation,
            object: &object,
            time: &time,
        };
        let start = Instant::now();
        fit(quads, &words, FitOptions::default())?;
        let seconds = start.elapsed().as_secs_f64();
        println!("{n:<9}  {:<8}  {seconds:.1}", words.entities.len());
    }
    Ok(())
}
