//! The inner loops for x86-64 processors with wide vectors.
//!
//! `unsafe` has two reasons here, and only these: calling a function that needs instructions the
//! whole target does not guarantee (they were detected when the [`Level`](super::Level) was
//! chosen), and loading or storing vectors through pointers, whose bounds are asserted once per
//! block instead of once per load.
#![allow(unsafe_code)]

use std::arch::x86_64::*;

use super::{Dense, PANEL};

/// Multiplies `R` rows with one panel of 32 outputs.
#[target_feature(enable = "avx512f")]
#[inline]
fn block_avx512<const R: usize>(
    panel: &[f32],
    bias: &[f32],
    x: &[f32],
    stride: usize,
    out: &mut [f32],
    width: usize,
) {
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

/// Multiplies `R` rows with half a panel (16 outputs).
#[target_feature(enable = "avx2,fma")]
#[inline]
fn block_avx2<const R: usize>(
    panel: &[f32],
    half: usize,
    bias: &[f32],
    x: &[f32],
    stride: usize,
    out: &mut [f32],
    width: usize,
) {
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
    let width = dense.width;
    for p in 0..width / PANEL {
        let (panel, bias) = (dense.panel(p), &dense.bias[p * PANEL..]);
        let mut r = 0;
        while r < rows {
            let (x, out) = (&x[r * stride..], &mut out[r * width + p * PANEL..]);
            let left = rows - r;
            if left >= ROWS_512 {
                block_avx512::<ROWS_512>(panel, bias, x, stride, out, width);
                r += ROWS_512;
            } else if left >= 6 {
                block_avx512::<6>(panel, bias, x, stride, out, width);
                r += 6;
            } else if left >= 3 {
                block_avx512::<3>(panel, bias, x, stride, out, width);
                r += 3;
            } else {
                block_avx512::<1>(panel, bias, x, stride, out, width);
                r += 1;
            }
        }
    }
}

#[target_feature(enable = "avx2,fma")]
fn all_avx2(dense: &Dense, x: &[f32], stride: usize, rows: usize, out: &mut [f32]) {
    let width = dense.width;
    for p in 0..width / PANEL {
        let (panel, bias) = (dense.panel(p), &dense.bias[p * PANEL..]);
        let mut r = 0;
        while r < rows {
            let (x, out) = (&x[r * stride..], &mut out[r * width + p * PANEL..]);
            let left = rows - r;
            for half in 0..2 {
                if left >= ROWS_256 {
                    block_avx2::<ROWS_256>(panel, half, bias, x, stride, out, width);
                } else if left >= 3 {
                    block_avx2::<3>(panel, half, bias, x, stride, out, width);
                } else {
                    block_avx2::<1>(panel, half, bias, x, stride, out, width);
                }
            }
            r += if left >= ROWS_256 {
                ROWS_256
            } else if left >= 3 {
                3
            } else {
                1
            };
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
with_features!(sum_maxout_avx512, "avx512f", super::sum_maxout_body,
    (features: &[&[f32]], bias: &[f32], sums: &mut [f32], out: &mut [f32]));
with_features!(sum_maxout_avx2, "avx2,fma", super::sum_maxout_body,
    (features: &[&[f32]], bias: &[f32], sums: &mut [f32], out: &mut [f32]));
