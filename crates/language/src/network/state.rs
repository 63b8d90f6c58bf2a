//! Scores the moves of a transition system from a few words of its state.
//!
//! What a word contributes in each position of the state is computed once per word; a state's
//! score is then a sum, a maxout and a small matrix.

use super::kernel::{Dense, Level, sum_maxout};
use super::{WIDTH, Weights};
use crate::model::ModelError;

const HIDDEN: usize = 64;
const PIECES: usize = 2;
const FEATURE: usize = HIDDEN * PIECES;

/// A state network.
#[derive(Debug)]
pub struct StateNetwork {
    positions: usize,
    moves: usize,
    narrow: Dense,
    state: Dense,
    pad: Vec<f32>,
    bias: Vec<f32>,
    scores: Dense,
    level: Level,
}

/// Words whose contributions are computed at once, and such blocks that are kept.
const BLOCK: usize = 48;
const KEPT: usize = 8;

/// What the words of a text contribute, and space for the scores.
///
/// A search moves through the text from left to right, so only the last few blocks are kept; what
/// an earlier word contributes is computed again when it is asked for. Memory then does not grow
/// with the text, and stays in the processor's cache.
#[derive(Debug, Default)]
pub struct Features {
    words: usize,
    narrow: Vec<f32>,
    /// Block `b` lies at `b % KEPT`.
    blocks: Vec<f32>,
    /// Blocks computed so far.
    done: usize,
    early: Vec<f32>,
    sums: Vec<f32>,
    hidden: Vec<f32>,
    scores: Vec<f32>,
}

/// Puts the pieces of the outputs into blocks of their own.
fn by_piece<T: Copy>(rows: &[T], positions: usize, length: usize) -> Vec<T> {
    let mut sorted = Vec::with_capacity(rows.len());
    for position in 0..positions {
        for piece in 0..PIECES {
            for o in 0..HIDDEN {
                let row = (position * HIDDEN + o) * PIECES + piece;
                sorted.extend_from_slice(&rows[row * length..(row + 1) * length]);
            }
        }
    }
    sorted
}

impl StateNetwork {
    /// A network over `positions` words that scores `moves` moves.
    pub fn new(
        weights: &Weights,
        name: &str,
        positions: usize,
        moves: usize,
        level: Level,
    ) -> Result<StateNetwork, ModelError> {
        let narrow = weights.matrix(&format!("{name}/narrow/W"), HIDDEN, WIDTH)?;
        let narrow_bias = weights.vector(&format!("{name}/narrow/b"), HIDDEN)?;
        let state = weights.matrix(&format!("{name}/state/W"), positions * FEATURE, HIDDEN)?;
        let bias = weights.vector(&format!("{name}/state/b"), FEATURE)?;
        let pad = weights.vector(&format!("{name}/state/pad"), positions * FEATURE)?;
        let scores = weights.matrix(&format!("{name}/scores/W"), moves, HIDDEN)?;
        let scores_bias = weights.vector(&format!("{name}/scores/b"), moves)?;
        Ok(StateNetwork {
            positions,
            moves,
            narrow: Dense::new(&narrow, WIDTH, &narrow_bias, level),
            state: Dense::new(&by_piece(&state, positions, HIDDEN), HIDDEN, &[], level),
            pad: by_piece(&pad, positions, 1),
            bias: by_piece(&bias, 1, 1),
            scores: Dense::new(&scores, HIDDEN, &scores_bias, level),
            level,
        })
    }

    /// Starts a text; `vectors` are the encodings of its words.
    pub fn prepare(&self, vectors: &[f32], features: &mut Features) {
        let n = vectors.len() / WIDTH;
        features.words = n;
        features.done = 0;
        features
            .narrow
            .resize((n * HIDDEN).max(features.narrow.len()), 0.0);
        self.narrow.apply(vectors, WIDTH, n, &mut features.narrow);
        let size = KEPT * BLOCK * self.state.width;
        features.blocks.resize(size.max(features.blocks.len()), 0.0);
        features.early.resize(self.positions * FEATURE, 0.0);
        features.sums.resize(FEATURE, 0.0);
        features.hidden.resize(HIDDEN, 0.0);
        features
            .scores
            .resize(self.scores.width.max(features.scores.len()), 0.0);
    }

    /// Computes the blocks up to that of a word.
    fn advance(&self, word: usize, features: &mut Features) {
        while features.done * BLOCK <= word {
            let first = features.done * BLOCK;
            let count = BLOCK.min(features.words - first);
            let at = features.done % KEPT * BLOCK * self.state.width;
            let out = &mut features.blocks[at..];
            self.state
                .apply(&features.narrow[first * HIDDEN..], HIDDEN, count, out);
            features.done += 1;
        }
    }

    /// The scores of all moves in a state; `words` are the words in its positions, if any.
    pub fn score<'a>(&self, words: &[Option<usize>], features: &'a mut Features) -> &'a [f32] {
        if let Some(last) = words.iter().flatten().max() {
            self.advance(*last, features);
        }
        let kept = features.done.saturating_sub(KEPT) * BLOCK;
        for (position, word) in words.iter().enumerate() {
            if let Some(word) = word.filter(|word| *word < kept) {
                let x = &features.narrow[word * HIDDEN..(word + 1) * HIDDEN];
                let at = position * FEATURE;
                self.state
                    .apply_part(x, at, &mut features.early[at..at + FEATURE]);
            }
        }
        let mut parts: [&[f32]; 8] = [&[]; 8];
        for (position, (part, word)) in parts.iter_mut().zip(words).enumerate() {
            let at = position * FEATURE;
            *part = match word {
                Some(word) if *word < kept => &features.early[at..at + FEATURE],
                Some(word) => {
                    let row = word / BLOCK % KEPT * BLOCK + word % BLOCK;
                    &features.blocks[row * self.state.width + at..][..FEATURE]
                }
                None => &self.pad[at..at + FEATURE],
            };
        }
        let parts = &parts[..words.len().min(8)];
        sum_maxout(
            self.level,
            parts,
            &self.bias,
            &mut features.sums,
            &mut features.hidden,
        );
        self.scores
            .apply(&features.hidden, HIDDEN, 1, &mut features.scores);
        &features.scores[..self.moves]
    }
}
