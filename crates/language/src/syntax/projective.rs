//! Crossing arcs: undoing the lifting that made the training trees projective.
//!
//! An arc labelled `a||b` was lifted: its true head is the first token labelled `b`, searched
//! breadth first, left to right, below the head it was given (Nivre & Nilsson 2005).

use super::Tree;
use crate::labels::Dep;

/// Tokens looked at per arc: keeps a hostile text from making the search quadratic.
const MOST_VISITED: usize = 20_000;

/// Gives every lifted token its true head where one is found. `decorated` tells which arcs have a
/// composed label, which never counts as a plain one until its turn has come.
pub fn lower(
    tree: &mut Tree,
    lifted: &[(usize, Dep)],
    decorated: &[bool],
    is_space: impl Fn(usize) -> bool,
) {
    let mut decorated = decorated.to_vec();
    let children = Children::new(&tree.heads);
    let edges = super::edges(&tree.heads);
    let mut moved: Vec<usize> = Vec::new();
    for &(token, label) in lifted {
        let mut queue = vec![tree.heads[token] as usize];
        let (mut at, mut found) = (0, None);
        'search: while at < queue.len() && at < MOST_VISITED {
            let head = queue[at];
            at += 1;
            // Tokens that were moved are seen below their new head if they lie within its old span.
            let (low, high) = edges[head];
            let mut below: Vec<usize> = children.of(head).to_vec();
            below.extend(
                moved
                    .iter()
                    .filter(|&&m| (low as usize..=high as usize).contains(&m)),
            );
            below.retain(|&c| tree.heads[c] as usize == head && c != head);
            below.sort_unstable();
            below.dedup();
            for child in below {
                if is_space(child) || child == token {
                    continue;
                }
                if tree.labels[child] == label && !decorated[child] {
                    found = Some(child);
                    break 'search;
                }
                queue.push(child);
            }
        }
        decorated[token] = false;
        if let Some(head) = found {
            tree.heads[token] = head as u32;
            moved.push(token);
        }
    }
}

/// Children of every token, in text order.
struct Children {
    starts: Vec<u32>,
    children: Vec<usize>,
}

impl Children {
    fn new(heads: &[u32]) -> Children {
        let mut starts = vec![0u32; heads.len() + 1];
        for (token, &head) in heads.iter().enumerate() {
            if head as usize != token {
                starts[head as usize + 1] += 1;
            }
        }
        for i in 1..starts.len() {
            starts[i] += starts[i - 1];
        }
        let mut next = starts.clone();
        let mut children = vec![0; starts.last().map_or(0, |&n| n as usize)];
        for (token, &head) in heads.iter().enumerate() {
            if head as usize != token {
                let at = &mut next[head as usize];
                children[*at as usize] = token;
                *at += 1;
            }
        }
        Children { starts, children }
    }

    fn of(&self, token: usize) -> &[usize] {
        &self.children[self.starts[token] as usize..self.starts[token + 1] as usize]
    }
}
