//! Counts that fade: how often something happened, at several half-lives, and when last.

/// Half-lives of the counts that rank answers, in steps.
pub(crate) const HALF_LIVES: [f32; 3] = [3.0, 15.0, 75.0];

/// How many half-lives after which a count is taken for nothing.
const FORGOTTEN: f32 = 30.0;

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

    fn after(&self, lag: u32) -> [f32; 3] {
        self.table.get(lag as usize).copied().unwrap_or_default()
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
