//! Matrix products and the few vector operations that the networks are made of.
//!
//! The weights are known when the model is loaded, so they are laid out for the processor then:
//! in panels of 32 outputs, input after input. One inner loop multiplies a block of input rows
//! with a panel and keeps all sums in registers.

#[cfg(target_arch = "x86_64")]
mod x86;

/// Outputs in a panel.
pub const PANEL: usize = 32;

/// Which instructions the inner loops use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// What every processor of the target has.
    Portable,
    /// AVX2 with fused multiply-add.
    #[cfg(target_arch = "x86_64")]
    Avx2,
    /// AVX-512.
    #[cfg(target_arch = "x86_64")]
    Avx512,
}

impl Level {
    /// The best that this processor has.
    pub fn detect() -> Level {
        #[cfg(target_arch = "x86_64")]
        {
            if is_x86_feature_detected!("avx512f") {
                return Level::Avx512;
            }
            if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
                return Level::Avx2;
            }
        }
        Level::Portable
    }
}

/// A matrix with a bias: `y = W x + b`.
#[derive(Debug)]
pub struct Dense {
    pub inputs: usize,
    /// Outputs, rounded up to whole panels; the surplus ones are zero.
    pub width: usize,
    panels: Vec<f32>,
    bias: Vec<f32>,
    level: Level,
}

impl Dense {
    /// Takes a matrix row by row, one row per output.
    pub fn new(weights: &[f32], inputs: usize, bias: &[f32], level: Level) -> Dense {
        let outputs = weights.len() / inputs.max(1);
        let width = outputs.next_multiple_of(PANEL);
        let mut panels = vec![0.0; width * inputs];
        for (o, row) in weights.chunks_exact(inputs.max(1)).enumerate() {
            let (panel, lane) = (o / PANEL, o % PANEL);
            for (i, weight) in row.iter().enumerate() {
                panels[(panel * inputs + i) * PANEL + lane] = *weight;
            }
        }
        let mut padded = vec![0.0; width];
        padded[..bias.len()].copy_from_slice(bias);
        Dense {
            inputs,
            width,
            panels,
            bias: padded,
            level,
        }
    }

    /// Applies the matrix to `rows` inputs: row `r` is `x[r * stride..][..inputs]`, its outputs
    /// go to `out[r * width..][..width]`. Rows may overlap.
    pub fn apply(&self, x: &[f32], stride: usize, rows: usize, out: &mut [f32]) {
        if rows == 0 {
            return;
        }
        let x = &x[..(rows - 1) * stride + self.inputs];
        let out = &mut out[..rows * self.width];
        match self.level {
            #[cfg(target_arch = "x86_64")]
            Level::Avx512 => x86::apply_avx512(self, x, stride, rows, out),
            #[cfg(target_arch = "x86_64")]
            Level::Avx2 => x86::apply_avx2(self, x, stride, rows, out),
            Level::Portable => self.apply_portable(x, stride, rows, out),
        }
    }

    /// Outputs `first..first + out.len()` of one input, both multiples of the panel.
    pub fn apply_part(&self, x: &[f32], first: usize, out: &mut [f32]) {
        for (p, out) in out.chunks_exact_mut(PANEL).enumerate() {
            let p = first / PANEL + p;
            let (panel, _) = self.panel(p).as_chunks::<PANEL>();
            out.copy_from_slice(&self.bias[p * PANEL..(p + 1) * PANEL]);
            for (weights, input) in panel.iter().zip(x) {
                for (sum, weight) in out.iter_mut().zip(weights) {
                    *sum += weight * input;
                }
            }
        }
    }

    fn apply_portable(&self, x: &[f32], stride: usize, rows: usize, out: &mut [f32]) {
        for p in 0..self.width / PANEL {
            let (panel, _) = self.panel(p).as_chunks::<PANEL>();
            for r in 0..rows {
                let mut sums = [0f32; PANEL];
                sums.copy_from_slice(&self.bias[p * PANEL..(p + 1) * PANEL]);
                for (weights, &input) in panel.iter().zip(&x[r * stride..]) {
                    for (sum, weight) in sums.iter_mut().zip(weights) {
                        *sum += weight * input;
                    }
                }
                let at = r * self.width + p * PANEL;
                out[at..at + PANEL].copy_from_slice(&sums);
            }
        }
    }

    fn panel(&self, p: usize) -> &[f32] {
        &self.panels[p * self.inputs * PANEL..(p + 1) * self.inputs * PANEL]
    }
}

/// Largest of three pieces per output, then layer normalisation, then added to `residual`.
///
/// `sums` holds the three pieces one after the other, each as wide as the output.
pub fn maxout_norm(
    level: Level,
    sums: &[f32],
    gain: &[f32],
    shift: &[f32],
    residual: Option<&[f32]>,
    out: &mut [f32],
) {
    match level {
        #[cfg(target_arch = "x86_64")]
        Level::Avx512 => x86::maxout_norm_avx512(sums, gain, shift, residual, out),
        #[cfg(target_arch = "x86_64")]
        Level::Avx2 => x86::maxout_norm_avx2(sums, gain, shift, residual, out),
        Level::Portable => maxout_norm_body(sums, gain, shift, residual, out),
    }
}

/// Adds what normalisation adds to the variance, so that it never divides by zero.
const VARIANCE_FLOOR: f32 = 1e-8;
const LANES: usize = 16;

#[inline(always)]
fn maxout_norm_body(
    sums: &[f32],
    gain: &[f32],
    shift: &[f32],
    residual: Option<&[f32]>,
    out: &mut [f32],
) {
    let n = out.len();
    let (a, rest) = sums.split_at(n);
    let (b, rest) = rest.split_at(n);
    let c = &rest[..n];
    for (((o, a), b), c) in out.iter_mut().zip(a).zip(b).zip(c) {
        *o = if *a > *b { *a } else { *b };
        *o = if *o > *c { *o } else { *c };
    }
    let mean = sum_of(out, |x| x) / n as f32;
    let variance = sum_of(out, |x| (x - mean) * (x - mean)) / n as f32;
    let scale = 1.0 / (variance + VARIANCE_FLOOR).sqrt();
    for ((o, gain), shift) in out.iter_mut().zip(gain).zip(shift) {
        *o = (*o - mean) * scale * gain + shift;
    }
    if let Some(residual) = residual {
        for (o, r) in out.iter_mut().zip(residual) {
            *o += r;
        }
    }
}

/// Sum in lanes, so that it can run in vector registers.
#[inline(always)]
fn sum_of(numbers: &[f32], f: impl Fn(f32) -> f32) -> f32 {
    let (chunks, rest) = numbers.as_chunks::<LANES>();
    let mut lanes = [0f32; LANES];
    for chunk in chunks {
        for (lane, x) in lanes.iter_mut().zip(chunk) {
            *lane += f(*x);
        }
    }
    lanes.iter().sum::<f32>() + rest.iter().map(|x| f(*x)).sum::<f32>()
}

/// Sum of a bias and some vectors of its length.
pub fn sum(level: Level, terms: &[&[f32]], bias: &[f32], out: &mut [f32]) {
    match level {
        #[cfg(target_arch = "x86_64")]
        Level::Avx512 => x86::sum_avx512(terms, bias, out),
        #[cfg(target_arch = "x86_64")]
        Level::Avx2 => x86::sum_avx2(terms, bias, out),
        Level::Portable => sum_body(terms, bias, out),
    }
}

#[inline(always)]
fn sum_body(terms: &[&[f32]], bias: &[f32], out: &mut [f32]) {
    if let [a, b, c] = terms {
        let terms = bias.iter().zip(*a).zip(*b).zip(*c);
        for (o, (((bias, a), b), c)) in out.iter_mut().zip(terms) {
            *o = bias + a + b + c;
        }
        return;
    }
    out.copy_from_slice(bias);
    for term in terms {
        for (o, x) in out.iter_mut().zip(*term) {
            *o += x;
        }
    }
}

/// Sum of feature vectors and a bias, then the larger of two pieces per output.
pub fn sum_maxout(
    level: Level,
    features: &[&[f32]],
    bias: &[f32],
    sums: &mut [f32],
    out: &mut [f32],
) {
    match level {
        #[cfg(target_arch = "x86_64")]
        Level::Avx512 => x86::sum_maxout_avx512(features, bias, sums, out),
        #[cfg(target_arch = "x86_64")]
        Level::Avx2 => x86::sum_maxout_avx2(features, bias, sums, out),
        Level::Portable => sum_maxout_body(features, bias, sums, out),
    }
}

#[inline(always)]
fn sum_maxout_body(features: &[&[f32]], bias: &[f32], sums: &mut [f32], out: &mut [f32]) {
    sums.copy_from_slice(bias);
    for feature in features {
        for (sum, x) in sums.iter_mut().zip(*feature) {
            *sum += x;
        }
    }
    let (a, b) = sums.split_at(out.len());
    for ((o, a), b) in out.iter_mut().zip(a).zip(b) {
        *o = if *a >= *b { *a } else { *b };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_level_gives_the_same_products() {
        let (inputs, outputs, rows, stride) = (37, 50, 29, 11);
        let number = |i: usize| ((i * 2_654_435_761) % 1000) as f32 / 500.0 - 1.0;
        let weights: Vec<f32> = (0..inputs * outputs).map(number).collect();
        let bias: Vec<f32> = (0..outputs).map(|i| number(i + 7)).collect();
        let x: Vec<f32> = (0..rows * stride + inputs).map(|i| number(i + 3)).collect();
        let mut levels = vec![Level::Portable];
        #[cfg(target_arch = "x86_64")]
        {
            if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
                levels.push(Level::Avx2);
            }
            if is_x86_feature_detected!("avx512f") {
                levels.push(Level::Avx512);
            }
        }
        for level in levels {
            let dense = Dense::new(&weights, inputs, &bias, level);
            let mut out = vec![0.0; rows * dense.width];
            dense.apply(&x, stride, rows, &mut out);
            for r in 0..rows {
                for o in 0..outputs {
                    let products = weights[o * inputs..(o + 1) * inputs]
                        .iter()
                        .zip(&x[r * stride..]);
                    let expected = bias[o] + products.map(|(w, x)| w * x).sum::<f32>();
                    let found = out[r * dense.width + o];
                    assert!(
                        (found - expected).abs() < 1e-4,
                        "{level:?} {r} {o}: {found} {expected}"
                    );
                }
            }
        }
    }
}
