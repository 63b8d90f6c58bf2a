//! Dependency trees: the arc-eager parser, its stack and buffer, and the tree it leaves behind.

mod moves;
mod projective;
mod state;
mod tree;

pub use moves::{Parser, Scratch};
pub use tree::edges;

use crate::labels::Dep;

/// A dependency tree over the tokens of a text.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    /// Head of each token; a root is its own head.
    pub heads: Vec<u32>,
    /// Label of the arc to the head.
    pub labels: Vec<Dep>,
    /// Whether a sentence starts at the token.
    pub starts: Vec<bool>,
}
