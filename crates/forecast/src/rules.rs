//! How often "they had r′ with each other so long ago, so often" was followed by "now r".
//!
//! A rule's confidence is conditional on the question: of all times that a subject did r to
//! someone, and had had r′ with this object, how often it was this object.

use serde::{Deserialize, Serialize};

use crate::quads::Asked;
use crate::state::State;
use crate::tally::Tally;

/// Upper ends of the classes of lag, in steps; one more class lies beyond.
const LAGS: [u32; 8] = [1, 2, 4, 7, 14, 30, 75, 150];
/// Lower ends of the classes of the middle fading count, above the first.
const COUNTS: [f32; 3] = [0.6, 1.5, 4.0];
const CLASSES: usize = (LAGS.len() + 1) * (COUNTS.len() + 1);
/// Weight of the pooled confidence, in trials.
const PRIOR: f32 = 8.0;
/// No rule yet between two relations.
const ABSENT: u32 = u32::MAX;

/// Trials and hits, by class of lag and count.
type Cells = Vec<[f32; 2]>;

/// Confidences of all rules r′ → r, learnt from questions and their answers.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Rules {
    /// Relations in both directions.
    size: u32,
    /// By r′ and r: where its cells are.
    place: Vec<u32>,
    cells: Vec<Cells>,
    /// By r and how r′ relates to it: the same, the same turned round, another.
    pooled: Vec<Cells>,
}

impl Rules {
    pub fn new(relations: usize) -> Self {
        let size = 2 * relations;
        Self {
            size: size as u32,
            place: vec![ABSENT; size * size],
            cells: Vec::new(),
            pooled: vec![vec![[0.0; 2]; CLASSES]; size * 3],
        }
    }

    /// Whether every table has the size that so many relations need.
    pub fn is_sound(&self, relations: usize) -> bool {
        let size = 2 * relations;
        let whole = |cells: &Cells| cells.len() == CLASSES;
        self.size as usize == size
            && self.place.len() == size * size
            && self.pooled.len() == size * 3
            && self.cells.iter().all(whole)
            && self.pooled.iter().all(whole)
    }

    fn class(tally: &Tally, now: u32, state: &State) -> usize {
        let lag = tally.lag(now).unwrap_or(u32::MAX);
        let middle = tally.at(now, &state.fading)[1];
        LAGS.partition_point(|&end| end < lag) * (COUNTS.len() + 1)
            + COUNTS.partition_point(|&least| least <= middle)
    }

    fn pool(&self, before: u32, r: u32) -> usize {
        let half = self.size / 2;
        let kind = if before == r {
            0
        } else if before % half == r % half {
            1
        } else {
            2
        };
        r as usize * 3 + kind
    }

    /// Learns from the answers to one question.
    pub fn learn(&mut self, asked: &Asked, state: &State, now: u32) {
        for link in &state.links[asked.s as usize].items {
            let hit = f32::from(asked.answers.binary_search(&link.object).is_ok());
            for (before, tally) in &link.by_relation {
                let class = Self::class(tally, now, state);
                let at = &mut self.place[(before * self.size + asked.r) as usize];
                if *at == ABSENT {
                    *at = self.cells.len() as u32;
                    self.cells.push(vec![[0.0; 2]; CLASSES]);
                }
                let cell = &mut self.cells[*at as usize][class];
                cell[0] += 1.0;
                cell[1] += hit;
                let pool = self.pool(*before, asked.r);
                let cell = &mut self.pooled[pool][class];
                cell[0] += 1.0;
                cell[1] += hit;
            }
        }
    }

    /// Confidence that `before` with this history is followed by `r` now.
    pub fn confidence(&self, before: u32, r: u32, tally: &Tally, now: u32, state: &State) -> f32 {
        let class = Self::class(tally, now, state);
        let [trials, hits] = self.pooled[self.pool(before, r)][class];
        let prior = (hits + 0.1) / (trials + 10.0);
        let at = self.place[(before * self.size + r) as usize];
        let [trials, hits] = self
            .cells
            .get(at as usize)
            .map_or([0.0; 2], |cells| cells[class]);
        (hits + PRIOR * prior) / (trials + PRIOR)
    }
}
