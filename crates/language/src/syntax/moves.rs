//! The arc-eager transition system with sentence breaks (Nivre 2003, as the model was trained).

use std::ops::Range;

use super::state::State;
use super::{Tree, projective};
use crate::labels::Dep;
use crate::model::{ModelError, Move};
use crate::network::kernel::Level;
use crate::network::{Features, StateNetwork, Weights};

/// Positions of the state that the network looks at.
const POSITIONS: usize = 8;

/// A label, with that of the true head where the arc stands for a crossing one.
pub type Label = (Dep, Option<Dep>);

/// The dependency parser.
#[derive(Debug)]
pub struct Parser {
    network: StateNetwork,
    /// Moves of each kind: shift, reduce, left, right, break.
    kinds: [Range<usize>; 5],
    labels: Vec<Label>,
}

/// Space that is used again from text to text.
#[derive(Debug, Default)]
pub struct Scratch {
    state: State,
    features: Features,
}

const SHIFT: usize = 0;
const REDUCE: usize = 1;
const LEFT: usize = 2;
const RIGHT: usize = 3;
const BREAK: usize = 4;

impl Parser {
    pub fn new(weights: &Weights, moves: &[Move], level: Level) -> Result<Parser, ModelError> {
        let unfit = |what: &str| ModelError::Unfit(format!("parser moves: {what}"));
        if moves.len() > 256 || !moves.is_sorted_by_key(|m| m.kind) {
            return Err(unfit("too many, or out of order"));
        }
        let mut kinds: [Range<usize>; 5] = Default::default();
        for (kind, range) in kinds.iter_mut().enumerate() {
            let start = moves.partition_point(|m| usize::from(m.kind) < kind);
            let end = moves.partition_point(|m| usize::from(m.kind) <= kind);
            *range = start..end;
        }
        if kinds[SHIFT].is_empty() || kinds[REDUCE].is_empty() || kinds[BREAK].end != moves.len() {
            return Err(unfit("a kind is missing or unknown"));
        }
        let mut labels = Vec::new();
        for m in moves {
            let parse = |text: &str| text.parse().map_err(|e| unfit(&format!("{e}")));
            labels.push(match (m.label.as_str(), m.label.split_once("||")) {
                ("", _) => (Dep::Dep, None),
                (_, Some((label, head))) => (parse(label)?, Some(parse(head)?)),
                (label, None) => (parse(label)?, None),
            });
        }
        let network = StateNetwork::new(weights, "parser", POSITIONS, moves.len(), level)?;
        Ok(Parser {
            network,
            kinds,
            labels,
        })
    }

    /// Parses a text given the vectors of its tokens. `is_space` tells white-space tokens.
    pub fn parse(
        &self,
        vectors: &[f32],
        length: usize,
        is_space: impl Fn(usize) -> bool,
        scratch: &mut Scratch,
    ) -> Tree {
        let Scratch { state, features } = scratch;
        self.network.prepare(vectors, features);
        state.reset(length);
        // A token is shifted, popped and put back a few times at most; the bound only keeps a
        // forged model from running for ever.
        let mut steps = 16 * length + 16;
        while !state.is_final() {
            let scores = self.network.score(&positions(state), features);
            match self.best(state, scores) {
                Some((kind, number)) if steps > 0 => act(state, kind, number as u8),
                _ => state.force_final(),
            }
            steps = steps.saturating_sub(1);
        }
        let mut tree = Tree {
            heads: (0..length as u32).collect(),
            labels: vec![Dep::Root; length],
            starts: Vec::new(),
        };
        let mut lifted = Vec::new();
        for token in 0..length {
            if let Some((head, number)) = state.head(token) {
                let (label, true_head) = self.labels[usize::from(number)];
                tree.heads[token] = head as u32;
                tree.labels[token] = label;
                if let Some(label) = true_head {
                    lifted.push((token, label));
                }
            }
        }
        if !lifted.is_empty() {
            projective::lower(&mut tree, &lifted, &self.decorated(state, length), is_space);
        }
        let edges = super::edges(&tree.heads);
        tree.starts = vec![false; length];
        for (token, edges) in edges.iter().enumerate() {
            if tree.heads[token] as usize == token {
                tree.starts[edges.0 as usize] = true;
            }
        }
        tree
    }

    /// Which arcs still carry a composed label.
    fn decorated(&self, state: &State, length: usize) -> Vec<bool> {
        let composed = |(_, number): (usize, u8)| self.labels[usize::from(number)].1.is_some();
        (0..length)
            .map(|token| state.head(token).is_some_and(composed))
            .collect()
    }

    /// The best move that is allowed, with its kind.
    fn best(&self, state: &State, scores: &[f32]) -> Option<(usize, usize)> {
        let mut best: Option<(usize, usize)> = None;
        for (kind, valid) in allowed(state).into_iter().enumerate() {
            if !valid {
                continue;
            }
            for number in self.kinds[kind].clone() {
                if best.is_none_or(|(_, b)| scores[number] > scores[b]) {
                    best = Some((kind, number));
                }
            }
        }
        best
    }
}

fn positions(state: &State) -> [Option<usize>; POSITIONS] {
    let (b0, s0) = (state.buffer(0), state.stack(0));
    [
        b0,
        state.buffer(1),
        s0,
        state.stack(1),
        state.stack(2),
        state.child(b0, 0),
        state.child(s0, 0),
        state.child(s0, 1),
    ]
}

/// Which kinds of moves are allowed.
fn allowed(state: &State) -> [bool; 5] {
    let (depth, left) = (state.stack_depth(), state.buffer_length());
    let b0 = state.buffer(0);
    let starts = b0.is_some_and(|b| state.is_start(b));
    let shift =
        depth == 0 || (left >= 2 && !starts && !b0.is_some_and(|b| state.is_unshiftable(b)));
    let arc = depth > 0 && left > 0 && !starts;
    let can_break = left >= 2
        && match (b0, state.buffer(1)) {
            (Some(b0), Some(b1)) => b1 == b0 + 1 && !state.is_start(b1),
            _ => false,
        };
    [shift && left > 0, depth > 0, arc, arc, can_break]
}

fn act(state: &mut State, kind: usize, number: u8) {
    match (kind, state.stack(0), state.buffer(0)) {
        (SHIFT, _, _) => state.push(),
        (REDUCE, Some(top), _) => {
            if state.has_head(top) || state.stack_depth() == 1 {
                state.pop();
            } else {
                state.unshift();
            }
        }
        (LEFT, Some(top), Some(next)) => {
            state.attach(next, top, number);
            // The stack has changed, so shifting again cannot go round in circles.
            state.set_shiftable(next);
            state.pop();
        }
        (RIGHT, Some(top), Some(next)) => {
            state.attach(top, next, number);
            state.push();
        }
        _ => {
            if let Some(second) = state.buffer(1) {
                state.set_start(second);
            }
        }
    }
}
