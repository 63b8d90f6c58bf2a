//! Small numerical helpers.

/// ln(p / (1 − p)).
pub(crate) fn logit(p: f64) -> f64 {
    (p / (1.0 - p)).ln()
}

/// The probability with these log-odds.
pub(crate) fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

/// The value at `share` (0 to 1) of ascending values, interpolated.
pub(crate) fn quantile(sorted: &[f64], share: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else {
        return f64::NAN;
    };
    let place = share.clamp(0.0, 1.0) * last as f64;
    let (low, high) = (
        sorted[place.floor() as usize],
        sorted[place.ceil() as usize],
    );
    low + (high - low) * place.fract()
}

/// The central interval that holds `mass` of ascending values.
pub(crate) fn interval(sorted: &[f64], mass: f64) -> [f64; 2] {
    let tail = (1.0 - mass) / 2.0;
    [quantile(sorted, tail), quantile(sorted, 1.0 - tail)]
}
