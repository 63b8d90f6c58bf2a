//! A linear model that explains itself: named features, their weights in a text file.
//!
//! The probability of class k is the softmax over `Σ weight[feature][k]`; the first class has
//! weight 0 throughout. A file has one line per feature, `name<TAB>weight…`, after a first line
//! with the names of the classes. Features are looked up by the hash of their name.

use std::collections::HashMap;

/// Feature names as hashes: made piece by piece, so that no string is built.
pub(crate) fn name(pieces: &[&str]) -> u64 {
    // FNV-1a, 64 bits
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for piece in pieces {
        for byte in piece.bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    hash
}

/// Features of one example: their hashes, and their names where the model is to be fitted.
#[derive(Debug, Default)]
pub(crate) struct Features {
    pub hashes: Vec<u64>,
    names: Option<Vec<String>>,
}

impl Features {
    /// `named`: keep the names too (for fitting).
    pub fn new(named: bool) -> Self {
        Self {
            hashes: Vec::with_capacity(32),
            names: named.then(Vec::new),
        }
    }

    pub fn add(&mut self, pieces: &[&str]) {
        self.hashes.push(name(pieces));
        if let Some(names) = &mut self.names {
            names.push(pieces.concat());
        }
    }

    pub fn into_names(self) -> Vec<String> {
        self.names.unwrap_or_default()
    }
}

/// Leaves the hash of a feature as it is.
#[derive(Default, Clone, Copy)]
pub(crate) struct AsItIs(u64);

impl std::hash::Hasher for AsItIs {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 << 8) | u64::from(*byte);
        }
    }
    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
}

type Rows = HashMap<u64, Vec<f32>, std::hash::BuildHasherDefault<AsItIs>>;

/// A fitted model.
pub(crate) struct Linear {
    classes: Vec<String>,
    rows: Rows,
}

impl Linear {
    /// Reads a model file; lines that are not in the format are left out.
    pub fn read(text: &str) -> Self {
        let mut lines = text.lines();
        let classes: Vec<String> = lines
            .next()
            .unwrap_or("")
            .split('\t')
            .map(str::to_owned)
            .collect();
        let rows = lines
            .filter_map(|line| {
                let mut cells = line.split('\t');
                let feature = cells.next()?;
                let weights: Vec<f32> = cells.filter_map(|c| c.parse().ok()).collect();
                (weights.len() + 1 == classes.len()).then(|| (name(&[feature]), weights))
            })
            .collect();
        Self { classes, rows }
    }

    pub fn classes(&self) -> &[String] {
        &self.classes
    }

    /// The probability of each class.
    pub fn probabilities(&self, features: &[u64]) -> Vec<f32> {
        let mut sums = vec![0.0_f32; self.classes.len()];
        for feature in features {
            if let Some(row) = self.rows.get(feature) {
                for (sum, weight) in sums[1..].iter_mut().zip(row) {
                    *sum += weight;
                }
            }
        }
        softmax(&mut sums);
        sums
    }
}

fn softmax(sums: &mut [f32]) {
    let top = sums.iter().copied().fold(f32::MIN, f32::max);
    let mut total = 0.0;
    for sum in sums.iter_mut() {
        *sum = (*sum - top).exp();
        total += *sum;
    }
    for sum in sums.iter_mut() {
        *sum /= total;
    }
}

/// One example to learn from.
#[derive(Debug, Clone)]
pub(crate) struct Example {
    pub features: Vec<String>,
    pub class: usize,
}

/// Fits a model: multinomial logistic regression, `penalty` on the squared weights, AdaGrad
/// over `rounds` passes in a fixed order. Features seen fewer than `least` times are left out.
/// Returns the text of the model file.
pub(crate) fn fit(
    examples: &[Example],
    classes: &[&str],
    penalty: f32,
    rounds: usize,
    least: usize,
) -> String {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for feature in examples.iter().flat_map(|e| &e.features) {
        *counts.entry(feature).or_default() += 1;
    }
    let mut kept: Vec<&str> = counts
        .iter()
        .filter(|(_, n)| **n >= least)
        .map(|(f, _)| *f)
        .collect();
    kept.sort_unstable();
    let index: HashMap<&str, usize> = kept.iter().enumerate().map(|(i, f)| (*f, i)).collect();
    let rows: Vec<(Vec<usize>, usize)> = examples
        .iter()
        .map(|e| {
            let row = e.features.iter().filter_map(|f| index.get(f.as_str()));
            (row.copied().collect(), e.class)
        })
        .collect();
    let k = classes.len() - 1;
    let mut weights = vec![0.0_f32; kept.len() * k];
    let mut squares = vec![1e-6_f32; kept.len() * k];
    let mut order: Vec<usize> = (0..rows.len()).collect();
    let mut random = 0x9e37_79b9_7f4a_7c15_u64;
    for _ in 0..rounds {
        for i in (1..order.len()).rev() {
            // xorshift: the same order in every run
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            order.swap(i, (random % (i as u64 + 1)) as usize);
        }
        for &i in &order {
            let (row, class) = &rows[i];
            let mut sums = vec![0.0_f32; k + 1];
            for &f in row {
                for c in 0..k {
                    sums[c + 1] += weights[f * k + c];
                }
            }
            softmax(&mut sums);
            for c in 0..k {
                let error = sums[c + 1] - f32::from(*class == c + 1);
                for &f in row {
                    let at = f * k + c;
                    let step = error + penalty * weights[at];
                    squares[at] += step * step;
                    weights[at] -= 0.1 * step / squares[at].sqrt();
                }
            }
        }
    }
    let mut out = classes.join("\t");
    out.push('\n');
    for (i, feature) in kept.iter().enumerate() {
        let row = &weights[i * k..(i + 1) * k];
        // what weighs next to nothing is left out
        if row.iter().all(|w| w.abs() < 0.03) {
            continue;
        }
        out.push_str(feature);
        for weight in row {
            out.push_str(&format!("\t{weight:.2}"));
        }
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn learns_what_tells_the_classes_apart_and_reads_it_back() {
        let example = |features: &[&str], class| Example {
            features: features.iter().map(|f| (*f).to_owned()).collect(),
            class,
        };
        let mut examples = Vec::new();
        for _ in 0..20 {
            examples.push(example(&["both", "red"], 0));
            examples.push(example(&["both", "blue"], 1));
            examples.push(example(&["both", "green"], 2));
        }
        let text = fit(&examples, &["a", "b", "c"], 1e-4, 20, 2);
        let model = Linear::read(&text);
        let best = |f: &str| {
            let p = model.probabilities(&[name(&["bo", "th"]), name(&[f])]);
            let top = (0..3).max_by(|x, y| p[*x].total_cmp(&p[*y])).unwrap();
            model.classes()[top].clone()
        };
        assert_eq!([best("red"), best("blue"), best("green")], ["a", "b", "c"]);
        assert_eq!(text, fit(&examples, &["a", "b", "c"], 1e-4, 20, 2));
    }
}
