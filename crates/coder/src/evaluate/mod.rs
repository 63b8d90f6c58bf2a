//! How good the coder is, measured on labelled text.
//!
//! One module per corpus: its reader and its score. The corpora stand beside the repository and
//! are not part of it.

pub mod plover;
pub mod polnear;
pub mod re3d;
pub mod ties;

use serde::Serialize;

/// Precision, recall and F1 from counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Prf {
    /// Of what was predicted, the share that is right.
    pub precision: f64,
    /// Of what is labelled, the share that was found.
    pub recall: f64,
    /// Their harmonic mean.
    pub f1: f64,
}

impl Prf {
    /// From the number of hits, of predictions and of labels.
    pub fn of(hits: usize, predicted: usize, labelled: usize) -> Self {
        let share = |of: usize| {
            if of == 0 {
                0.0
            } else {
                hits as f64 / of as f64
            }
        };
        Self::of_shares(share(predicted), share(labelled))
    }

    /// From precision and recall.
    pub fn of_shares(precision: f64, recall: f64) -> Self {
        let sum = precision + recall;
        Self {
            precision,
            recall,
            f1: if sum > 0.0 {
                2.0 * precision * recall / sum
            } else {
                0.0
            },
        }
    }
}
