//! The inner loops for x86-64 processors with wide vectors.
//!
//! `unsafe` has two reasons here, and only these: calling a function that needs instructions the
//! whole target does not guarantee (they were detected when the [`Level`](super::Level) was
//! chosen), and loading or storing vectors through pointers, whose bounds are asserted once per
//! block instead of once per load.
#![allow(unsafe_code)]

use std::arch::x86_64::*;

use super::{Dense, PANEL};

/// Stride of a matrix whose rows lie where they please; other numbers are compiled in, which
/// frees the inner loop of address arithmetic.
const ANY: usize = 0;

/// Multiplies `R` rows, `S` (or `stride`) numbers apart, with one panel of 32 outputs.
#[target_feature(enable = "avx512f")]
#[inline]
fn block_avx512<const R: usize, const S: usize>(
    panel: &[f32],
    bias: &[f32],
    x: &[f32],
    stride: usize,
    out: &mut [f32],
    width: usize,
) {
    let stride = if S == ANY { stride } else { S };
    let inputs = panel.len() / PANEL;
    assert!(R > 0 && bias.len() >= PANEL && x.len() >= (R - 1) * stride + inputs);
    assert!(out.len() >= (R - 1) * width + PANEL);
    // SAFETY: row `r` reads x[r * stride..r * stride + inputs] and writes
    // out[r * width..r * width + PANEL]; input `k` reads panel[k * PANEL..(k + 1) * PANEL]. The
    // assertions above cover the last of each.
    unsafe {
        let (low, high) = (
            _mm512_loadu_ps(bias.as_ptr()),
            _mm512_loadu_ps(bias.as_ptr().add(16)),
        );
        let mut sums = [[low, high]; R];
        let (panel, x) = (panel.as_ptr(), x.as_ptr());
        for k in 0..inputs {
            let low = _mm512_loadu_ps(panel.add(k * PANEL));
            let high = _mm512_loadu_ps(panel.add(k * PANEL + 16));
            for (r, sum) in sums.iter_mut().enumerate() {
                let input = _mm512_set1_ps(*x.add(r * stride + k));
                sum[0] = _mm512_fmadd_ps(input, low, sum[0]);
                sum[1] = _mm512_fmadd_ps(input, high, sum[1]);
            }
        }
        let out = out.as_mut_ptr();
        for (r, sum) in sums.iter().enumerate() {
            _mm512_storeu_ps(out.add(r * width), sum[0]);
            _mm512_storeu_ps(out.add(r * width + 16), sum[1]);
        }
    }
}

/// Multiplies one row with `P` panels at once: with a single panel the processor would wait for
/// each sum.
#[target_feature(enable = "avx512f")]
#[inline]
fn row_avx512<const P: usize>(
    panels: &[f32],
    inputs: usize,
    bias: &[f32],
    x: &[f32],
    out: &mut [f32],
) {
    let size = inputs * PANEL;
    assert!(panels.len() >= P * size && x.len() >= inputs);
    assert!(bias.len() >= P * PANEL && out.len() >= P * PANEL);
    // SAFETY: panel `p` reads panels[p * size..(p + 1) * size], the row x[..inputs], and bias and
    // out [..P * PANEL]; all asserted above.
    unsafe {
        let mut sums = [[_mm512_setzero_ps(); 2]; P];
        for (p, sum) in sums.iter_mut().enumerate() {
            sum[0] = _mm512_loadu_ps(bias.as_ptr().add(p * PANEL));
            sum[1] = _mm512_loadu_ps(bias.as_ptr().add(p * PANEL + 16));
        }
        for k in 0..inputs {
            let input = _mm512_set1_ps(*x.as_ptr().add(k));
            for (p, sum) in sums.iter_mut().enumerate() {
                let weights = panels.as_ptr().add(p * size + k * PANEL);
                sum[0] = _mm512_fmadd_ps(input, _mm512_loadu_ps(weights), sum[0]);
                sum[1] = _mm512_fmadd_ps(input, _mm512_loadu_ps(weights.add(16)), sum[1]);
            }
        }
        for (p, sum) in sums.iter().enumerate() {
            _mm512_storeu_ps(out.as_mut_ptr().add(p * PANEL), sum[0]);
            _mm512_storeu_ps(out.as_mut_ptr().add(p * PANEL + 16), sum[1]);
        }
    }
}

/// Multiplies `R` rows with half a panel (16 outputs).
#[target_feature(enable = "avx2,fma")]
#[inline]
fn block_avx2<const R: usize, const S: usize>(
    panel: &[f32],
    half: usize,
    bias: &[f32],
    x: &[f32],
    stride: usize,
    out: &mut [f32],
    width: usize,
) {
    let stride = if S == ANY { stride } else { S };
    let inputs = panel.len() / PANEL;
    assert!(R > 0 && half < 2 && bias.len() >= PANEL && x.len() >= (R - 1) * stride + inputs);
    assert!(out.len() >= (R - 1) * width + PANEL);
    let half = half * 16;
    // SAFETY: as in `block_avx512`; `half` moves within a panel of 32.
    unsafe {
        let bias = bias.as_ptr().add(half);
        let (low, high) = (_mm256_loadu_ps(bias), _mm256_loadu_ps(bias.add(8)));
        let mut sums = [[low, high]; R];
        let (panel, x) = (panel.as_ptr().add(half), x.as_ptr());
        for k in 0..inputs {
            let low = _mm256_loadu_ps(panel.add(k * PANEL));
            let high = _mm256_loadu_ps(panel.add(k * PANEL + 8));
            for (r, sum) in sums.iter_mut().enumerate() {
                let input = _mm256_set1_ps(*x.add(r * stride + k));
                sum[0] = _mm256_fmadd_ps(input, low, sum[0]);
                sum[1] = _mm256_fmadd_ps(input, high, sum[1]);
            }
        }
        let out = out.as_mut_ptr().add(half);
        for (r, sum) in sums.iter().enumerate() {
            _mm256_storeu_ps(out.add(r * width), sum[0]);
            _mm256_storeu_ps(out.add(r * width + 8), sum[1]);
        }
    }
}

/// Rows in a full block: as many as leave registers for the weights.
const ROWS_512: usize = 12;
const ROWS_256: usize = 6;

#[target_feature(enable = "avx512f")]
fn all_avx512(dense: &Dense, x: &[f32], stride: usize, rows: usize, out: &mut [f32]) {
    if rows == 1 {
        let (mut p, size) = (0, dense.inputs * PANEL);
        while p < dense.width / PANEL {
            let (panels, at) = (&dense.panels[p * size..], p * PANEL);
            let (bias, out) = (&dense.bias[at..], &mut out[at..]);
            if dense.width / PANEL - p >= 4 {
                row_avx512::<4>(panels, dense.inputs, bias, x, out);
                p += 4;
            } else {
                row_avx512::<1>(panels, dense.inputs, bias, x, out);
                p += 1;
            }
        }
        return;
    }
    match stride {
        96 => blocks_avx512::<96>(dense, x, stride, rows, out),
        64 => blocks_avx512::<64>(dense, x, stride, rows, out),
        _ => blocks_avx512::<ANY>(dense, x, stride, rows, out),
    }
}

#[target_feature(enable = "avx512f")]
fn blocks_avx512<const S: usize>(
    dense: &Dense,
    x: &[f32],
    stride: usize,
    rows: usize,
    out: &mut [f32],
) {
    let width = dense.width;
    for p in 0..width / PANEL {
        let (panel, bias) = (dense.panel(p), &dense.bias[p * PANEL..]);
        let mut r = 0;
        while r < rows {
            let (x, out) = (&x[r * stride..], &mut out[r * width + p * PANEL..]);
            let left = rows - r;
            if left >= ROWS_512 {
                block_avx512::<ROWS_512, S>(panel, bias, x, stride, out, width);
                r += ROWS_512;
            } else if left >= 6 {
                block_avx512::<6, S>(panel, bias, x, stride, out, width);
                r += 6;
            } else if left >= 3 {
                block_avx512::<3, S>(panel, bias, x, stride, out, width);
                r += 3;
            } else {
                block_avx512::<1, S>(panel, bias, x, stride, out, width);
                r += 1;
            }
        }
    }
}

#[target_feature(enable = "avx2,fma")]
fn all_avx2(dense: &Dense, x: &[f32], stride: usize, rows: usize, out: &mut [f32]) {
    match stride {
        96 => blocks_avx2::<96>(dense, x, stride, rows, out),
        64 => blocks_avx2::<64>(dense, x, stride, rows, out),
        _ => blocks_avx2::<ANY>(dense, x, stride, rows, out),
    }
}

#[target_feature(enable = "avx2,fma")]
fn blocks_avx2<const S: usize>(
    dense: &Dense,
    x: &[f32],
    stride: usize,
    rows: usize,
    out: &mut [f32],
) {
    let width = dense.width;
    for p in 0..width / PANEL {
        let (panel, bias) = (dense.panel(p), &dense.bias[p * PANEL..]);
        let mut r = 0;
        while r < rows {
            let (x, out) = (&x[r * stride..], &mut out[r * width + p * PANEL..]);
            let left = rows - r;
            let count = if left >= ROWS_256 {
                ROWS_256
            } else if left >= 3 {
                3
            } else {
                1
            };
            for half in 0..2 {
                match count {
                    ROWS_256 => block_avx2::<ROWS_256, S>(panel, half, bias, x, stride, out, width),
                    3 => block_avx2::<3, S>(panel, half, bias, x, stride, out, width),
                    _ => block_avx2::<1, S>(panel, half, bias, x, stride, out, width),
                }
            }
            r += count;
        }
    }
}

/// Makes a safe function that runs `$body` compiled for `$features`.
macro_rules! with_features {
    ($name:ident, $features:literal, $body:path, ($($argument:ident: $kind:ty),*)) => {
        pub fn $name($($argument: $kind),*) {
            #[target_feature(enable = $features)]
            fn compiled($($argument: $kind),*) {
                $body($($argument),*)
            }
            // SAFETY: called only for a level that was detected to have these instructions.
            unsafe { compiled($($argument),*) }
        }
    };
}

with_features!(apply_avx512, "avx512f", all_avx512,
    (dense: &Dense, x: &[f32], stride: usize, rows: usize, out: &mut [f32]));
with_features!(apply_avx2, "avx2,fma", all_avx2,
    (dense: &Dense, x: &[f32], stride: usize, rows: usize, out: &mut [f32]));
with_features!(maxout_norm_avx512, "avx512f", super::maxout_norm_body,
    (sums: &[f32], gain: &[f32], shift: &[f32], residual: Option<&[f32]>, out: &mut [f32]));
with_features!(maxout_norm_avx2, "avx2,fma", super::maxout_norm_body,
    (sums: &[f32], gain: &[f32], shift: &[f32], residual: Option<&[f32]>, out: &mut [f32]));
with_features!(sum_avx512, "avx512f", super::sum_body,
    (terms: &[&[f32]], bias: &[f32], out: &mut [f32]));
with_features!(sum_avx2, "avx2,fma", super::sum_body,
    (terms: &[&[f32]], bias: &[f32], out: &mut [f32]));
with_features!(sum_maxout_avx512, "avx512f", super::sum_maxout_body,
    (features: &[&[f32]], bias: &[f32], sums: &mut [f32], out: &mut [f32]));
with_features!(sum_maxout_avx2, "avx2,fma", super::sum_maxout_body,
    (features: &[&[f32]], bias: &[f32], sums: &mut [f32], out: &mut [f32]));
