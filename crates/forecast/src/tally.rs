//! Counts that fade: how often something happened, at several half-lives, and when last.

/// Half-lives of the counts that rank answers, in steps.
pub(crate) const HALF_LIVES: [f32; 3] = [3.0, 15.0, 75.0];

/// How many half-lives after which a count is taken for nothing.
const FORGOTTEN: f32 = 30.0;

/// A count is taken to be filled to this part at least: the first days say little of the pace.
const LEAST_FILLED: f32 = 0.05;

/// One fading count.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Tally {
    /// Step of the last event.
    pub last: u32,
    /// All events.
    pub n: f32,
    /// Fading counts as they stood at `last`.
    fading: [f32; 3],
}

/// What fading counts are multiplied with after so many steps.
#[derive(Debug, Clone)]
pub(crate) struct Fading {
    table: Vec<[f32; 3]>,
}

impl Fading {
    /// For these half-lives, in steps, the longest last.
    pub fn new(half_lives: [f32; 3]) -> Self {
        let longest = (half_lives[2] * FORGOTTEN) as usize;
        let table = (0..longest)
            .map(|lag| half_lives.map(|h| (-(lag as f32) / h).exp2()))
            .collect();
        Self { table }
    }

    pub(crate) fn after(&self, lag: u32) -> [f32; 3] {
        self.table.get(lag as usize).copied().unwrap_or_default()
    }

    /// Fading counts of `now` steps, brought to what they would have come to over an endless past
    /// of the same pace: or else all seem to grow while a history is young.
    pub fn full(&self, counts: [f32; 3], now: u32) -> [f32; 3] {
        let left = self.after(now);
        std::array::from_fn(|i| counts[i] / (1.0 - left[i]).max(LEAST_FILLED))
    }
}

impl Tally {
    /// Counts one event at step `now`, which is not before the last one.
    pub fn add(&mut self, now: u32, fading: &Fading) {
        self.fading = self.at(now, fading);
        for f in &mut self.fading {
            *f += 1.0;
        }
        self.n += 1.0;
        self.last = now;
    }

    /// The fading counts at step `now`.
    pub fn at(&self, now: u32, fading: &Fading) -> [f32; 3] {
        if self.n == 0.0 {
            return [0.0; 3];
        }
        let factor = fading.after(now.saturating_sub(self.last));
        [
            self.fading[0] * factor[0],
            self.fading[1] * factor[1],
            self.fading[2] * factor[2],
        ]
    }

    /// Steps since the last event; none where there was none.
    pub fn lag(&self, now: u32) -> Option<u32> {
        (self.n > 0.0).then(|| now.saturating_sub(self.last))
    }
}

/// Fading share of the days at whose end something had happened within the last `span` days: how
/// often a window of that length would have seen it. With a span of 1 the share of days with it.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Windows {
    /// Step of the last event; meaningless before the first.
    last: u32,
    any: bool,
    /// Fading sums of such days before `last`.
    sums: [f32; 3],
}

impl Windows {
    /// Counts an event at step `now`, which is not before the last one.
    pub fn add(&mut self, now: u32, span: u32, fading: &Fading) {
        if !self.any || now > self.last {
            self.sums = self.sums(now, span, fading);
            self.last = now;
            self.any = true;
        }
    }

    fn sums(&self, now: u32, span: u32, fading: &Fading) -> [f32; 3] {
        if !self.any {
            return [0.0; 3];
        }
        let lag = now.saturating_sub(self.last);
        let covered = lag.min(span);
        let (whole, since) = (fading.after(lag), fading.after(lag - covered));
        let (run, one) = (fading.after(covered), fading.after(1));
        std::array::from_fn(|i| {
            self.sums[i] * whole[i] + since[i] * (1.0 - run[i]) / (1.0 - one[i])
        })
    }

    /// The shares over the steps before `now`, 0 to 1, at each half-life.
    pub fn shares(&self, now: u32, span: u32, fading: &Fading) -> [f32; 3] {
        let (all, one) = (fading.after(now), fading.after(1));
        let sums = self.sums(now, span, fading);
        std::array::from_fn(|i| sums[i] * (1.0 - one[i]) / (1.0 - all[i]).max(1e-6))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_of_windows_are_those_counted_day_by_day() {
        let half_lives = [3.0, 15.0, 75.0];
        let fading = Fading::new(half_lives);
        let days = [0, 4, 4, 5, 19, 20, 40];
        for span in [1, 7, 30] {
            let mut windows = Windows::default();
            let mut given = 0;
            for now in 1..60_u32 {
                while given < days.len() && days[given] < now {
                    windows.add(days[given], span, &fading);
                    given += 1;
                }
                let shares = windows.shares(now, span, &fading);
                for (share, half_life) in shares.into_iter().zip(half_lives) {
                    let weight = |day: u32| (-((now - 1 - day) as f32) / half_life).exp2();
                    let seen = |day: u32| days.iter().any(|&d| d <= day && day < d + span);
                    let hits: f32 = (0..now).filter(|&d| seen(d)).map(weight).sum();
                    let all: f32 = (0..now).map(weight).sum();
                    assert!(
                        (share - hits / all).abs() < 1e-4,
                        "{span} {now} {half_life}"
                    );
                }
            }
        }
    }
}
