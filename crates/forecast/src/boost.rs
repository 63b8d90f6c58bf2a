//! Boosted trees that order the candidates of a question: softmax over each question's rows.
//!
//! A row's score is its base plus the sum of its leaves. Walking down a tree, each split moves
//! the score from one node's value to the next; booked on the split's feature these moves add up
//! to the score exactly.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// Most bins of a feature.
const BINS: usize = 64;

/// How trees are grown.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Growth {
    pub trees: usize,
    pub leaves: usize,
    pub rate: f32,
    /// Weight of the pull towards zero in a leaf.
    pub ridge: f32,
    /// Least sum of hessians in a leaf.
    pub least: f32,
    /// Share of questions drawn for a tree.
    pub rows: f32,
    /// Share of features drawn for a tree.
    pub features: f32,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Node {
    feature: u16,
    /// The left child, taken at or below the threshold; the right one follows it. A leaf points
    /// at itself with a threshold that nothing exceeds, so that rows of unlike depth can walk in
    /// step.
    left: u16,
    threshold: f32,
    /// What the tree would say if it ended here.
    value: f32,
}

impl Node {
    fn leaf(at: usize, value: f32) -> Self {
        Self {
            feature: 0,
            left: at as u16,
            threshold: f32::INFINITY,
            value,
        }
    }

    fn is_leaf(&self) -> bool {
        self.threshold == f32::INFINITY
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Tree {
    nodes: Vec<Node>,
    /// Steps from the root to the deepest leaf.
    depth: u16,
}

/// A fitted forest.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Forest {
    trees: Vec<Tree>,
}

/// How many rows walk down a tree together: their steps do not wait for each other.
const TOGETHER: usize = 8;

impl Forest {
    /// What the trees add to each row's base.
    pub fn scores<const N: usize>(&self, rows: &[[f32; N]]) -> Vec<f32> {
        let mut scores = vec![0.0; rows.len()];
        for tree in &self.trees {
            for (scores, rows) in scores.chunks_mut(TOGETHER).zip(rows.chunks(TOGETHER)) {
                let mut at = [0_usize; TOGETHER];
                for _ in 0..tree.depth {
                    for (at, row) in at.iter_mut().zip(rows) {
                        let node = &tree.nodes[*at];
                        let right = row[node.feature as usize] > node.threshold;
                        *at = node.left as usize + usize::from(right);
                    }
                }
                for (score, at) in scores.iter_mut().zip(at) {
                    *score += tree.nodes[at].value;
                }
            }
        }
        scores
    }

    /// The same, booked on the features; the last entry is what holds for every row.
    pub fn contributions(&self, row: &[f32]) -> Vec<f64> {
        let mut parts = vec![0.0; row.len() + 1];
        for tree in &self.trees {
            let Some(mut node) = tree.nodes.first() else {
                continue;
            };
            parts[row.len()] += f64::from(node.value);
            while !node.is_leaf() {
                let right = row[node.feature as usize] > node.threshold;
                let next = &tree.nodes[node.left as usize + usize::from(right)];
                parts[node.feature as usize] += f64::from(next.value) - f64::from(node.value);
                node = next;
            }
        }
        parts
    }

    /// Whether every walk ends, inside each tree and a row so wide.
    pub fn is_sound(&self, features: usize) -> bool {
        self.trees.iter().all(|tree| {
            let n = tree.nodes.len();
            n > 0
                && tree.nodes.iter().enumerate().all(|(i, node)| {
                    let left = node.left as usize;
                    if node.is_leaf() {
                        left == i
                    } else {
                        left > i && left + 1 < n && (node.feature as usize) < features
                    }
                })
        })
    }
}

/// Rows to learn from: the candidates of each question stand together.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    pub width: usize,
    /// `width` values for each row.
    pub values: Vec<f32>,
    /// Score before any tree.
    pub base: Vec<f32>,
    /// Whether the row is an answer.
    pub answer: Vec<bool>,
    /// How many rows it stands for.
    pub weight: Vec<f32>,
    /// Where each question's rows begin, and the end.
    pub starts: Vec<usize>,
}

/// Values as bins, by row.
struct Binned {
    width: usize,
    bins: Vec<u8>,
    /// Upper ends of each feature's bins but the last.
    edges: Vec<Vec<f32>>,
}

impl Binned {
    fn new(rows: &Rows) -> Self {
        let n = rows.base.len();
        let stride = (n / 60_000).max(1);
        let edges: Vec<Vec<f32>> = (0..rows.width)
            .into_par_iter()
            .map(|f| {
                let mut sample: Vec<f32> = (0..n)
                    .step_by(stride)
                    .map(|i| rows.values[i * rows.width + f])
                    .collect();
                sample.sort_unstable_by(f32::total_cmp);
                let mut distinct = sample.clone();
                distinct.dedup();
                if distinct.len() <= BINS {
                    distinct.pop();
                    return distinct;
                }
                // half by rank in the sample, half by rank among distinct values, so that a
                // value that fills most rows does not eat the bins of the others
                let half = BINS / 2;
                let mut edges: Vec<f32> = (1..half)
                    .flat_map(|b| {
                        [
                            sample[b * sample.len() / half],
                            distinct[b * distinct.len() / half],
                        ]
                    })
                    .collect();
                edges.sort_unstable_by(f32::total_cmp);
                edges.dedup();
                edges
            })
            .collect();
        let mut bins = vec![0_u8; n * rows.width];
        bins.par_chunks_mut(rows.width)
            .zip(rows.values.par_chunks(rows.width))
            .for_each(|(bins, values)| {
                for ((b, v), e) in bins.iter_mut().zip(values).zip(&edges) {
                    *b = e.partition_point(|edge| edge < v) as u8;
                }
            });
        Self {
            width: rows.width,
            bins,
            edges,
        }
    }

    fn row(&self, i: u32) -> &[u8] {
        let at = i as usize * self.width;
        &self.bins[at..at + self.width]
    }
}

/// Sums of gradient and hessian, by feature and bin.
type Histogram = Vec<[f32; 2]>;

struct Split {
    gain: f32,
    feature: usize,
    bin: u8,
}

struct Open {
    node: usize,
    rows: Vec<u32>,
    histogram: Histogram,
    split: Option<Split>,
    depth: u16,
}

/// What the scores are fitted to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Loss {
    /// Each question's answers against its other rows.
    Softmax,
    /// Each row by itself; its score is a log-odds.
    Logistic,
}

/// Grows a forest.
pub(crate) fn grow(rows: &Rows, loss: Loss, how: Growth, rng: &mut fastrand::Rng) -> Forest {
    let mut forest = Forest::default();
    let n = rows.base.len();
    if n == 0 {
        return forest;
    }
    let binned = Binned::new(rows);
    let mut score = rows.base.clone();
    let mut slopes = vec![[0.0_f32; 2]; n];
    for _ in 0..how.trees {
        let drawn: Vec<bool> = (1..rows.starts.len())
            .map(|_| rng.f32() < how.rows)
            .collect();
        let mut features: Vec<usize> = (0..rows.width).collect();
        rng.shuffle(&mut features);
        features.truncate(((rows.width as f32 * how.features) as usize).max(1));
        features.sort_unstable();
        match loss {
            Loss::Softmax => softmax_slopes(rows, &score, &drawn, &mut slopes),
            Loss::Logistic => logistic_slopes(rows, &score, &mut slopes),
        }
        let members: Vec<u32> = rows
            .starts
            .windows(2)
            .zip(&drawn)
            .filter(|(_, d)| **d)
            .flat_map(|(w, _)| w[0] as u32..w[1] as u32)
            .collect();
        let (tree, bins) = grow_tree(&binned, members, &slopes, &features, how);
        score
            .par_chunks_mut(4096)
            .zip(binned.bins.par_chunks(4096 * binned.width))
            .for_each(|(scores, rows)| {
                let rows = rows.chunks(TOGETHER * binned.width);
                for (scores, rows) in scores.chunks_mut(TOGETHER).zip(rows) {
                    let mut at = [0_usize; TOGETHER];
                    for _ in 0..tree.depth {
                        for (at, row) in at.iter_mut().zip(rows.chunks(binned.width)) {
                            let node = &tree.nodes[*at];
                            let right = row[node.feature as usize] > bins[*at];
                            *at = node.left as usize + usize::from(right);
                        }
                    }
                    for (score, at) in scores.iter_mut().zip(at) {
                        *score += tree.nodes[at].value;
                    }
                }
            });
        forest.trees.push(tree);
    }
    forest
}

/// Gradient and hessian of the filtered softmax loss: each answer stands against the rows that
/// are no answers.
fn softmax_slopes(rows: &Rows, score: &[f32], drawn: &[bool], slopes: &mut [[f32; 2]]) {
    // questions own disjoint runs of rows
    let mut runs: Vec<(usize, &mut [[f32; 2]])> = Vec::with_capacity(drawn.len());
    let mut rest = slopes;
    for w in rows.starts.windows(2) {
        let (run, tail) = rest.split_at_mut(w[1] - w[0]);
        runs.push((w[0], run));
        rest = tail;
    }
    runs.into_par_iter()
        .zip(drawn)
        .filter(|(_, drawn)| **drawn)
        .for_each(|((start, run), _)| {
            let range = start..start + run.len();
            let (score, answer) = (&score[range.clone()], &rows.answer[range.clone()]);
            let weight = &rows.weight[range];
            let top = score.iter().copied().fold(f32::MIN, f32::max);
            let others: f32 = (0..run.len())
                .filter(|&i| !answer[i])
                .map(|i| weight[i] * (score[i] - top).exp())
                .sum();
            run.fill([0.0; 2]);
            for i in (0..run.len()).filter(|&i| answer[i]) {
                let own = (score[i] - top).exp();
                let p = own / (own + others);
                run[i] = [p - 1.0, p * (1.0 - p)];
                for j in (0..run.len()).filter(|&j| !answer[j]) {
                    let q = weight[j] * (score[j] - top).exp() / (own + others);
                    run[j][0] += q;
                    run[j][1] += q * (1.0 - q);
                }
            }
        });
}

/// Gradient and hessian of the log loss.
fn logistic_slopes(rows: &Rows, score: &[f32], slopes: &mut [[f32; 2]]) {
    slopes.par_iter_mut().enumerate().for_each(|(i, slope)| {
        let p = 1.0 / (1.0 + (-score[i]).exp());
        let w = rows.weight[i];
        *slope = [
            w * (p - f32::from(rows.answer[i])),
            w * (p * (1.0 - p)).max(1e-6),
        ];
    });
}

fn histogram(
    binned: &Binned,
    members: &[u32],
    slopes: &[[f32; 2]],
    features: &[usize],
) -> Histogram {
    let part = |members: &[u32]| {
        let mut sums: Histogram = vec![[0.0; 2]; features.len() * BINS];
        for &i in members {
            let row = binned.row(i);
            let [g, h] = slopes[i as usize];
            for (&f, sums) in features.iter().zip(sums.chunks_exact_mut(BINS)) {
                let cell = &mut sums[(row[f] as usize) & (BINS - 1)];
                cell[0] += g;
                cell[1] += h;
            }
        }
        sums
    };
    let pieces: Vec<Histogram> = members
        .par_chunks((members.len() / rayon::current_num_threads()).max(2048))
        .map(part)
        .collect();
    let mut pieces = pieces.into_iter();
    let mut sum = pieces
        .next()
        .unwrap_or_else(|| vec![[0.0; 2]; features.len() * BINS]);
    for piece in pieces {
        for (a, b) in sum.iter_mut().zip(piece) {
            a[0] += b[0];
            a[1] += b[1];
        }
    }
    sum
}

fn best(sums: &Histogram, features: &[usize], how: Growth) -> Option<Split> {
    let value = |g: f32, h: f32| g * g / (h + how.ridge);
    let mut best: Option<Split> = None;
    for (&feature, cells) in features.iter().zip(sums.chunks_exact(BINS)) {
        let (g, h) = cells
            .iter()
            .fold((0.0, 0.0), |(g, h), c| (g + c[0], h + c[1]));
        let whole = value(g, h);
        let (mut left_g, mut left_h) = (0.0, 0.0);
        for (bin, c) in cells.iter().enumerate().take(BINS - 1) {
            left_g += c[0];
            left_h += c[1];
            let (right_g, right_h) = (g - left_g, h - left_h);
            if left_h < how.least {
                continue;
            }
            if right_h < how.least {
                break;
            }
            let gain = value(left_g, left_h) + value(right_g, right_h) - whole;
            if gain > best.as_ref().map_or(1e-6, |b| b.gain) {
                best = Some(Split {
                    gain,
                    feature,
                    bin: bin as u8,
                });
            }
        }
    }
    best
}

/// One tree, and each node's split as a bin.
fn grow_tree(
    binned: &Binned,
    members: Vec<u32>,
    slopes: &[[f32; 2]],
    features: &[usize],
    how: Growth,
) -> (Tree, Vec<u8>) {
    let mut tree = Growing {
        nodes: Vec::new(),
        bins: Vec::new(),
        open: Vec::new(),
        depth: 0,
    };
    let sums = histogram(binned, &members, slopes, features);
    tree.open(members, sums, 0, features, how);
    for _ in 1..how.leaves {
        let gain = |o: &Open| o.split.as_ref().map_or(f32::MIN, |s| s.gain);
        let best = (0..tree.open.len())
            .max_by(|&a, &b| gain(&tree.open[a]).total_cmp(&gain(&tree.open[b])));
        let Some(at) = best.filter(|&at| tree.open[at].split.is_some()) else {
            break;
        };
        let parent = tree.open.swap_remove(at);
        let Some(Split { feature, bin, .. }) = parent.split else {
            break;
        };
        let (left, right): (Vec<u32>, Vec<u32>) = parent
            .rows
            .into_iter()
            .partition(|&i| binned.row(i)[feature] <= bin);
        // the larger half's sums are what the smaller half leaves of the whole
        let small_left = left.len() <= right.len();
        let small = if small_left { &left } else { &right };
        let small = histogram(binned, small, slopes, features);
        let mut large = parent.histogram;
        for (a, b) in large.iter_mut().zip(&small) {
            a[0] -= b[0];
            a[1] -= b[1];
        }
        let (left_sums, right_sums) = if small_left {
            (small, large)
        } else {
            (large, small)
        };
        let node = &mut tree.nodes[parent.node];
        node.feature = feature as u16;
        node.threshold = binned.edges[feature]
            .get(bin as usize)
            .copied()
            .unwrap_or(f32::MAX);
        tree.bins[parent.node] = bin;
        tree.nodes[parent.node].left = tree.nodes.len() as u16;
        tree.open(left, left_sums, parent.depth + 1, features, how);
        tree.open(right, right_sums, parent.depth + 1, features, how);
    }
    let done = Tree {
        nodes: tree.nodes,
        depth: tree.depth,
    };
    (done, tree.bins)
}

/// A tree while it grows.
struct Growing {
    nodes: Vec<Node>,
    bins: Vec<u8>,
    open: Vec<Open>,
    depth: u16,
}

impl Growing {
    /// Adds a leaf that may be split later.
    fn open(
        &mut self,
        rows: Vec<u32>,
        histogram: Histogram,
        depth: u16,
        features: &[usize],
        how: Growth,
    ) {
        let (g, h) = histogram[..BINS]
            .iter()
            .fold((0.0, 0.0), |(g, h), c| (g + c[0], h + c[1]));
        let node = self.nodes.len();
        self.nodes
            .push(Node::leaf(node, -how.rate * g / (h + how.ridge)));
        self.bins.push(u8::MAX);
        self.depth = self.depth.max(depth);
        self.open.push(Open {
            node,
            rows,
            split: best(&histogram, features, how),
            histogram,
            depth,
        });
    }
}
