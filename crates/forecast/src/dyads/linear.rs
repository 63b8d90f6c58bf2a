//! A linear score in log-odds, fitted by penalised likelihood.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::boost::Rows;

/// Weight of the pull of the weights towards zero, each feature taken in units of its spread.
const RIDGE: f64 = 20.0;
/// Most steps of the descent.
const STEPS: usize = 80;
/// Steps that the descent remembers.
const MEMORY: usize = 10;
/// Rows that are summed up together.
const CHUNK: usize = 1024;
/// Sums of a dot product that run side by side.
const LANES: usize = 8;

/// One feature's part in the score.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
struct Term {
    weight: f32,
    /// Mean in fitting: where the feature adds nothing.
    mean: f32,
    /// Values beyond what was seen in fitting count as the last that was.
    low: f32,
    high: f32,
}

impl Term {
    fn part(&self, x: f32) -> f32 {
        self.weight * (x.max(self.low).min(self.high) - self.mean)
    }
}

/// A fitted linear score: constant + slope · start + one part for each feature.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Linear {
    constant: f32,
    slope: f32,
    terms: Vec<Term>,
}

impl Linear {
    /// What holds of a row with average features, given the log-odds that its rate starts from.
    pub fn base(&self, start: f32) -> f32 {
        self.constant + self.slope * start
    }

    /// What each feature adds.
    pub fn parts<'a>(&'a self, row: &'a [f32]) -> impl Iterator<Item = f32> + 'a {
        self.terms.iter().zip(row).map(|(term, &x)| term.part(x))
    }

    /// The score of a row.
    pub fn score(&self, row: &[f32], start: f32) -> f32 {
        self.base(start) + self.parts(row).sum::<f32>()
    }

    /// Whether it fits rows so wide and every score is a number.
    pub fn is_sound(&self, features: usize) -> bool {
        let finite = |t: &Term| {
            [t.weight, t.mean, t.low, t.high]
                .iter()
                .all(|x| x.is_finite())
        };
        self.terms.len() == features
            && self.terms.iter().all(finite)
            && self.constant.is_finite()
            && self.slope.is_finite()
    }

    /// Fits the score to the rows' answers; each row's base is the log-odds that it starts from.
    pub fn fit(rows: &Rows) -> Self {
        let scale = Scale::of(rows);
        // constant, slope, features in units of their spread
        let mut at = vec![0.0; rows.width + 2];
        at[1] = 1.0;
        descend(&mut at, |at| scale.loss(rows, at));
        let terms = scale.columns.iter().zip(&at[2..]);
        Self {
            constant: at[0] as f32,
            slope: at[1] as f32,
            terms: terms
                .map(|(c, w)| Term {
                    weight: (w / c.spread) as f32,
                    mean: c.mean as f32,
                    low: c.low,
                    high: c.high,
                })
                .collect(),
        }
    }
}

/// How a feature is spread over the rows.
#[derive(Debug, Clone, Copy)]
struct Column {
    mean: f64,
    spread: f64,
    low: f32,
    high: f32,
}

struct Scale {
    columns: Vec<Column>,
}

impl Scale {
    fn of(rows: &Rows) -> Self {
        let n = rows.base.len().max(1) as f64;
        let columns = (0..rows.width)
            .into_par_iter()
            .map(|f| {
                let (mut sum, mut squares) = (0.0, 0.0);
                let (mut low, mut high) = (f32::MAX, f32::MIN);
                for &x in rows.values.iter().skip(f).step_by(rows.width) {
                    sum += f64::from(x);
                    squares += f64::from(x).powi(2);
                    low = low.min(x);
                    high = high.max(x);
                }
                let mean = sum / n;
                let variance = (squares / n - mean * mean).max(0.0);
                Column {
                    mean,
                    // what does not vary tells nothing
                    spread: if variance > 1e-10 {
                        variance.sqrt()
                    } else {
                        f64::INFINITY
                    },
                    low: low.min(high),
                    high: high.max(low),
                }
            })
            .collect();
        Self { columns }
    }

    /// The penalised loss and its slope.
    fn loss(&self, rows: &Rows, at: &[f64]) -> (f64, Vec<f64>) {
        let weights: Vec<f32> = self
            .columns
            .iter()
            .zip(&at[2..])
            .map(|(c, w)| (w / c.spread) as f32)
            .collect();
        let centre: f64 = self
            .columns
            .iter()
            .zip(&weights)
            .map(|(c, &w)| c.mean * f64::from(w))
            .sum();
        let constant = at[0] - centre;
        let pieces: Vec<(f64, [f64; 2], Vec<f32>)> = rows
            .values
            .par_chunks(CHUNK * rows.width)
            .enumerate()
            .map(|(piece, values)| {
                let (mut loss, mut ends) = (0.0, [0.0; 2]);
                let mut slopes = vec![0.0_f32; rows.width];
                for (i, row) in (piece * CHUNK..).zip(values.chunks_exact(rows.width)) {
                    let start = f64::from(rows.base[i]);
                    let score = constant + at[1] * start + f64::from(dot(row, &weights));
                    let (weight, answer) = (f64::from(rows.weight[i]), f64::from(rows.answer[i]));
                    // ln(1 + eˢ) without overflow
                    let softplus = score.max(0.0) + (-score.abs()).exp().ln_1p();
                    loss += weight * (softplus - answer * score);
                    let off = weight * (1.0 / (1.0 + (-score).exp()) - answer);
                    ends[0] += off;
                    ends[1] += off * start;
                    let off = off as f32;
                    for (s, x) in slopes.iter_mut().zip(row) {
                        *s += off * x;
                    }
                }
                (loss, ends, slopes)
            })
            .collect();
        let mut sum = (0.0, vec![0.0; at.len()]);
        for (loss, ends, slopes) in pieces {
            sum.0 += loss;
            for (s, x) in sum.1.iter_mut().zip(ends) {
                *s += x;
            }
            for (s, x) in sum.1[2..].iter_mut().zip(slopes) {
                *s += f64::from(x);
            }
        }
        let off = sum.1[0];
        for ((s, c), &w) in sum.1[2..].iter_mut().zip(&self.columns).zip(&at[2..]) {
            *s = (*s - off * c.mean) / c.spread + RIDGE * w;
            sum.0 += RIDGE / 2.0 * w * w;
        }
        sum
    }
}

fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = [0.0_f32; LANES];
    let (whole, rest) = (a.chunks_exact(LANES), b.chunks_exact(LANES));
    let tail: f32 = whole
        .remainder()
        .iter()
        .zip(rest.remainder())
        .map(|(x, y)| x * y)
        .sum();
    for (x, y) in whole.zip(rest) {
        for (s, (x, y)) in sums.iter_mut().zip(x.iter().zip(y)) {
            *s += x * y;
        }
    }
    sums.iter().sum::<f32>() + tail
}

fn product(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

/// A remembered step of the descent: how far it went, and how the slope changed.
struct Step {
    moved: Vec<f64>,
    bent: Vec<f64>,
}

/// Walks downhill by the limited-memory BFGS method (Nocedal 1980), from and to `at`.
fn descend(at: &mut Vec<f64>, loss: impl Fn(&[f64]) -> (f64, Vec<f64>)) {
    let (mut height, mut slope) = loss(at);
    let mut memory: Vec<Step> = Vec::new();
    for _ in 0..STEPS {
        let mut way: Vec<f64> = direction(&slope, &memory);
        let mut fall = product(&way, &slope);
        if fall >= 0.0 {
            memory.clear();
            way = slope.iter().map(|s| -s).collect();
            fall = product(&way, &slope);
        }
        let mut length = if memory.is_empty() {
            1.0 / product(&slope, &slope).sqrt().max(1.0)
        } else {
            1.0
        };
        let found = (0..30).find_map(|_| {
            let next: Vec<f64> = at.iter().zip(&way).map(|(x, w)| x + length * w).collect();
            let (low, steep) = loss(&next);
            let enough = low <= height + 1e-4 * length * fall;
            length /= 2.0;
            enough.then_some((next, low, steep))
        });
        let Some((next, low, steep)) = found else {
            return;
        };
        let step = Step {
            moved: next.iter().zip(at.iter()).map(|(x, y)| x - y).collect(),
            bent: steep.iter().zip(&slope).map(|(x, y)| x - y).collect(),
        };
        if product(&step.moved, &step.bent) > 1e-12 {
            memory.push(step);
            if memory.len() > MEMORY {
                memory.remove(0);
            }
        }
        let gained = height - low;
        (*at, height, slope) = (next, low, steep);
        if gained <= 1e-7 * height.abs() {
            return;
        }
    }
}

/// The way down that the remembered steps suggest.
fn direction(slope: &[f64], memory: &[Step]) -> Vec<f64> {
    let mut way: Vec<f64> = slope.iter().map(|s| -s).collect();
    let mut shares = Vec::with_capacity(memory.len());
    for step in memory.iter().rev() {
        let share = product(&step.moved, &way) / product(&step.moved, &step.bent);
        for (w, b) in way.iter_mut().zip(&step.bent) {
            *w -= share * b;
        }
        shares.push(share);
    }
    if let Some(last) = memory.last() {
        let scale = product(&last.moved, &last.bent) / product(&last.bent, &last.bent);
        way.iter_mut().for_each(|w| *w *= scale);
    }
    for (step, share) in memory.iter().zip(shares.into_iter().rev()) {
        let back = product(&step.bent, &way) / product(&step.moved, &step.bent);
        for (w, m) in way.iter_mut().zip(&step.moved) {
            *w += (share - back) * m;
        }
    }
    way
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows of three features: what tells, what does not, what never varies.
    fn rows(n: usize) -> Rows {
        let mut rng = fastrand::Rng::with_seed(4);
        let mut rows = Rows {
            width: 3,
            ..Rows::default()
        };
        for _ in 0..n {
            let (x, noise, start) = (rng.f32() * 4.0, rng.f32(), rng.f32() - 2.0);
            let odds = start + 1.5 * (x - 2.0);
            rows.values.extend([x, noise, 7.0]);
            rows.base.push(start);
            rows.answer.push(rng.f32() < 1.0 / (1.0 + (-odds).exp()));
            rows.weight.push(1.0);
        }
        rows
    }

    #[test]
    fn weights_are_found_again() {
        let linear = Linear::fit(&rows(40_000));
        assert!(linear.is_sound(3));
        let weight = |i: usize| linear.terms[i].weight;
        assert!((weight(0) - 1.5).abs() < 0.1, "{linear:?}");
        assert!(weight(1).abs() < 0.15 && weight(2) == 0.0, "{linear:?}");
        assert!((linear.slope - 1.0).abs() < 0.1, "{linear:?}");
    }

    #[test]
    fn parts_add_up_and_stay_in_the_range_that_was_seen() {
        let linear = Linear::fit(&rows(2_000));
        let row = [1.0, 0.5, 7.0];
        let sum = linear.base(-1.0) + linear.parts(&row).sum::<f32>();
        assert_eq!(sum, linear.score(&row, -1.0));
        let far = [f32::MAX, f32::MIN, f32::INFINITY];
        assert!(linear.score(&far, -1.0).is_finite());
        assert!(linear.score(&far, -1.0) < linear.score(&[4.1, 0.0, 7.0], -1.0) + 1.0);
    }

    #[test]
    fn little_to_learn_from_is_no_fault() {
        for n in [0, 1, 2] {
            let linear = Linear::fit(&rows(n));
            assert!(linear.score(&[1.0; 3], -2.0).is_finite(), "{n}: {linear:?}");
        }
        // all answers alike
        let mut same = rows(500);
        same.answer.fill(false);
        let linear = Linear::fit(&same);
        assert!(linear.is_sound(3) && linear.score(&[1.0; 3], -2.0) < -2.0);
    }
}
