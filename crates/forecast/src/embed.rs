//! A small factorisation: subject, relation and the subject's recent partners point to objects.
//!
//! The query vector is `s ∘ m_r + a_r + g_r ∘ h + k_r ∘ p` with h the mean of the latest objects of
//! subject and relation, and p that of the subject's latest partners; an object's score is its
//! product with the object's vector plus a bias. It gives every entity a score, also those never met
//! by the subject. It is trained by AdaGrad on a softmax over sampled objects (with the correction for
//! how they are sampled), in order of time, so that what it says of a step was learnt before it.

use nalgebra::{DMatrixView, DMatrixViewMut};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::state::State;

/// Length of a vector.
pub(crate) const WIDTH: usize = 32;
/// Questions of one batch.
const BATCH: usize = 128;
/// Sampled objects of one batch.
const SAMPLED: usize = 256;
/// How many recent objects of subject and relation are looked at.
const SAME: usize = 6;
/// How many recent partners of the subject are looked at.
const PARTNERS: usize = 12;

/// A question with what its subject had done before.
#[derive(Debug, Clone)]
pub(crate) struct Example {
    s: u32,
    r: u32,
    o: u32,
    same: Vec<u32>,
    partners: Vec<u32>,
}

impl Example {
    /// The question (s, r, ?) as things stand, with its answer.
    pub fn new(s: u32, r: u32, o: u32, state: &State) -> Self {
        let same = state
            .recent_same
            .get(&(s, r))
            .map(|q| q.iter().rev().take(SAME).map(|&(_, o)| o).collect())
            .unwrap_or_default();
        let partners = state.recent[s as usize]
            .iter()
            .rev()
            .take(PARTNERS)
            .map(|&(_, _, o)| o)
            .collect();
        Self {
            s,
            r,
            o,
            same,
            partners,
        }
    }
}

/// A matrix with its AdaGrad sums.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Matrix {
    value: Vec<f32>,
    squares: Vec<f32>,
}

impl Matrix {
    fn new(rows: usize, scale: f32, around: f32, rng: &mut fastrand::Rng) -> Self {
        let value: Vec<f32> = (0..rows * WIDTH)
            .map(|_| around + scale * (2.0 * rng.f32() - 1.0))
            .collect();
        Self {
            squares: vec![1e-8; value.len()],
            value,
        }
    }

    fn row(&self, i: u32) -> &[f32] {
        let at = i as usize * WIDTH;
        &self.value[at..at + WIDTH]
    }

    fn step(&mut self, i: u32, gradient: &[f32], rate: f32, decay: f32) {
        let at = i as usize * WIDTH;
        let value = &mut self.value[at..at + WIDTH];
        let squares = &mut self.squares[at..at + WIDTH];
        for ((v, q), g) in value.iter_mut().zip(squares).zip(gradient) {
            let g = g + decay * *v;
            *q += g * g;
            *v -= rate * g / q.sqrt();
        }
    }
}

/// The fitted vectors.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Embedding {
    subject: Matrix,
    object: Matrix,
    bias: Vec<f32>,
    bias_squares: Vec<f32>,
    multiply: Matrix,
    add: Matrix,
    /// Weight of recent objects, element by element.
    same: Matrix,
    /// Weight of recent partners, element by element.
    partners: Matrix,
}

/// How the factorisation is trained.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Training {
    pub rate: f32,
    pub decay: f32,
    /// Share of answers that are hidden from the recent objects in training.
    pub hide: f32,
}

impl Default for Training {
    fn default() -> Self {
        Self {
            rate: 0.08,
            decay: 1e-3,
            hide: 0.5,
        }
    }
}

impl Embedding {
    pub fn new(entities: usize, relations: usize, rng: &mut fastrand::Rng) -> Self {
        Self {
            subject: Matrix::new(entities, 0.1, 0.0, rng),
            object: Matrix::new(entities, 0.1, 0.0, rng),
            bias: vec![0.0; entities],
            bias_squares: vec![1e-8; entities],
            multiply: Matrix::new(2 * relations, 0.1, 1.0, rng),
            add: Matrix::new(2 * relations, 0.1, 0.0, rng),
            same: Matrix::new(2 * relations, 0.05, 0.3, rng),
            partners: Matrix::new(2 * relations, 0.05, 0.3, rng),
        }
    }

    /// Whether every table has the size these dictionaries need.
    pub fn is_sound(&self, entities: usize, relations: usize) -> bool {
        let sized = |m: &Matrix, rows: usize| {
            m.value.len() == rows * WIDTH && m.squares.len() == m.value.len()
        };
        sized(&self.subject, entities)
            && sized(&self.object, entities)
            && self.bias.len() == entities
            && self.bias_squares.len() == entities
            && [&self.multiply, &self.add, &self.same, &self.partners]
                .into_iter()
                .all(|m| sized(m, 2 * relations))
    }

    /// Goes once through the examples in random order.
    pub fn train(&mut self, examples: &[Example], how: Training, rng: &mut fastrand::Rng) {
        if examples.is_empty() {
            return;
        }
        let mut frequency = vec![0.0_f32; self.bias.len()];
        for e in examples {
            frequency[e.o as usize] += 1.0;
        }
        let seen = frequency.iter().filter(|f| **f > 0.0).count().max(1) as f32;
        let seen_ids: Vec<u32> = (0..frequency.len() as u32)
            .filter(|&o| frequency[o as usize] > 0.0)
            .collect();
        // log of the chance to be sampled: half by frequency, half evenly
        let log_chance: Vec<f32> = frequency
            .iter()
            .map(|f| (0.5 * f / examples.len() as f32 + 0.5 / seen).ln())
            .collect();
        let mut order: Vec<u32> = (0..examples.len() as u32).collect();
        rng.shuffle(&mut order);
        let mut work = Work::default();
        for batch in order.chunks(BATCH) {
            let sampled: Vec<u32> = (0..SAMPLED)
                .map(|i| {
                    if i % 2 == 0 {
                        examples[rng.usize(..examples.len())].o
                    } else {
                        seen_ids[rng.usize(..seen_ids.len())]
                    }
                })
                .collect();
            let batch: Vec<(&Example, bool)> = batch
                .iter()
                .map(|&i| (&examples[i as usize], rng.f32() < how.hide))
                .collect();
            self.batch(&batch, &sampled, &log_chance, how, &mut work);
        }
    }

    fn mean(&self, ids: &[u32], without: Option<u32>, into: &mut [f32]) -> f32 {
        into.fill(0.0);
        let mut n = 0.0;
        for &id in ids.iter().filter(|&&id| Some(id) != without) {
            for (x, v) in into.iter_mut().zip(self.object.row(id)) {
                *x += v;
            }
            n += 1.0;
        }
        if n > 0.0 {
            into.iter_mut().for_each(|x| *x /= n);
        }
        n
    }

    fn batch(
        &mut self,
        batch: &[(&Example, bool)],
        sampled: &[u32],
        log_chance: &[f32],
        how: Training,
        work: &mut Work,
    ) {
        let (n, m) = (batch.len(), sampled.len());
        work.resize(n, m);
        for (i, (e, hide)) in batch.iter().enumerate() {
            let hidden = hide.then_some(e.o);
            let at = i * WIDTH;
            let mut mean = [0.0; WIDTH];
            self.mean(&e.same, hidden, &mut mean);
            work.mean_same[at..at + WIDTH].copy_from_slice(&mean);
            self.mean(&e.partners, hidden, &mut mean);
            work.mean_partners[at..at + WIDTH].copy_from_slice(&mean);
            self.query(
                e.s,
                e.r,
                &work.mean_same[at..at + WIDTH],
                &work.mean_partners[at..at + WIDTH],
                &mut work.query[at..at + WIDTH],
            );
        }
        for (j, &o) in sampled.iter().enumerate() {
            work.objects[j * WIDTH..(j + 1) * WIDTH].copy_from_slice(self.object.row(o));
        }
        turn(&work.objects, m, &mut work.turned_objects);
        product(&work.query, &work.turned_objects, n, m, &mut work.logits);
        // softmax over the answer and the sampled; logits become gradients
        for (i, (e, _)) in batch.iter().enumerate() {
            let row = &mut work.logits[i * m..(i + 1) * m];
            let query = &work.query[i * WIDTH..(i + 1) * WIDTH];
            let answer = dot(query, self.object.row(e.o)) + self.bias[e.o as usize];
            // corrected as if the answer had been sampled with its own chance
            let answer = answer - (log_chance[e.o as usize] + (m as f32).ln()).min(0.0);
            let mut top = answer;
            for (x, &o) in row.iter_mut().zip(sampled) {
                *x = if o == e.o {
                    f32::NEG_INFINITY
                } else {
                    *x + self.bias[o as usize] - (log_chance[o as usize] + (m as f32).ln())
                };
                top = top.max(*x);
            }
            let mut sum = (answer - top).exp();
            let own = sum;
            for x in row.iter_mut() {
                *x = (*x - top).exp();
                sum += *x;
            }
            row.iter_mut().for_each(|x| *x /= sum);
            work.own[i] = own / sum - 1.0;
        }
        // gradients of queries and of sampled objects
        gradient_query(&work.logits, &work.objects, n, m, &mut work.d_query);
        turn(&work.query, n, &mut work.turned_query);
        gradient_objects(&work.turned_query, &work.logits, n, m, &mut work.d_objects);
        for (j, &o) in sampled.iter().enumerate() {
            let g: [f32; WIDTH] = std::array::from_fn(|k| work.d_objects[k * m + j]);
            self.object.step(o, &g, how.rate, 0.0);
            let g: f32 = (0..n).map(|i| work.logits[i * m + j]).sum();
            self.step_bias(o, g, how.rate);
        }
        for (i, (e, hide)) in batch.iter().enumerate() {
            let at = i * WIDTH;
            let own = work.own[i];
            let mut d_query = [0.0; WIDTH];
            for (d, (g, v)) in d_query
                .iter_mut()
                .zip(work.d_query[at..].iter().zip(self.object.row(e.o)))
            {
                *d = g + own * v;
            }
            let mut d_answer = [0.0; WIDTH];
            for (d, q) in d_answer.iter_mut().zip(&work.query[at..]) {
                *d = own * q;
            }
            self.object.step(e.o, &d_answer, how.rate, how.decay);
            self.step_bias(e.o, own, how.rate);
            self.back(
                e,
                *hide,
                &d_query,
                &work.mean_same[at..],
                &work.mean_partners[at..],
                how,
            );
        }
    }

    /// Carries the gradient of a query vector back to what it is made of.
    fn back(
        &mut self,
        e: &Example,
        hide: bool,
        d_query: &[f32; WIDTH],
        mean_same: &[f32],
        mean_partners: &[f32],
        how: Training,
    ) {
        let times = |a: &[f32], b: &[f32]| -> [f32; WIDTH] { std::array::from_fn(|k| a[k] * b[k]) };
        let d_subject = times(d_query, self.multiply.row(e.r));
        let d_multiply = times(d_query, self.subject.row(e.s));
        let d_same = times(d_query, mean_same);
        let d_partners = times(d_query, mean_partners);
        let to_same = times(d_query, self.same.row(e.r));
        let to_partners = times(d_query, self.partners.row(e.r));
        self.subject.step(e.s, &d_subject, how.rate, how.decay);
        self.multiply.step(e.r, &d_multiply, how.rate, 0.0);
        self.add.step(e.r, d_query, how.rate, 0.0);
        self.same.step(e.r, &d_same, how.rate, 0.0);
        self.partners.step(e.r, &d_partners, how.rate, 0.0);
        for (ids, gradient) in [(&e.same, to_same), (&e.partners, to_partners)] {
            let shown = |id: &&u32| !(hide && **id == e.o);
            let n = ids.iter().filter(shown).count() as f32;
            let gradient = gradient.map(|g| g / n.max(1.0));
            for &id in ids.iter().filter(shown) {
                self.object.step(id, &gradient, how.rate, 0.0);
            }
        }
    }

    fn step_bias(&mut self, o: u32, gradient: f32, rate: f32) {
        let q = &mut self.bias_squares[o as usize];
        *q += gradient * gradient;
        self.bias[o as usize] -= rate * gradient / q.sqrt();
    }

    fn query(&self, s: u32, r: u32, same: &[f32], partners: &[f32], into: &mut [f32]) {
        let parts = self
            .subject
            .row(s)
            .iter()
            .zip(self.multiply.row(r))
            .zip(self.add.row(r))
            .zip(self.same.row(r).iter().zip(self.partners.row(r)))
            .zip(same.iter().zip(partners));
        for (x, ((((s, m), a), (g, k)), (h, p))) in into.iter_mut().zip(parts) {
            *x = s * m + a + g * h + k * p;
        }
    }

    /// Scores of all entities for these questions: one row of `entities` for each.
    pub fn scores(&self, asked: &[(u32, u32)], state: &State) -> Vec<f32> {
        let entities = self.bias.len();
        let mut queries = vec![0.0; asked.len() * WIDTH];
        for (&(s, r), query) in asked.iter().zip(queries.chunks_mut(WIDTH)) {
            let e = Example::new(s, r, 0, state);
            let (mut same, mut partners) = ([0.0; WIDTH], [0.0; WIDTH]);
            self.mean(&e.same, None, &mut same);
            self.mean(&e.partners, None, &mut partners);
            self.query(s, r, &same, &partners, query);
        }
        let mut objects = vec![0.0; entities * WIDTH];
        turn(&self.object.value, entities, &mut objects);
        let mut scores = vec![0.0; asked.len() * entities];
        scores
            .par_chunks_mut(16 * entities)
            .zip(queries.par_chunks(16 * WIDTH))
            .for_each(|(scores, queries)| {
                let n = queries.len() / WIDTH;
                product(queries, &objects, n, entities, scores);
                for row in scores.chunks_mut(entities) {
                    for (x, b) in row.iter_mut().zip(&self.bias) {
                        *x += b;
                    }
                }
            });
        scores
    }
}

/// Room for one batch.
#[derive(Debug, Default)]
struct Work {
    query: Vec<f32>,
    d_query: Vec<f32>,
    mean_same: Vec<f32>,
    mean_partners: Vec<f32>,
    turned_query: Vec<f32>,
    objects: Vec<f32>,
    turned_objects: Vec<f32>,
    d_objects: Vec<f32>,
    logits: Vec<f32>,
    own: Vec<f32>,
}

impl Work {
    fn resize(&mut self, n: usize, m: usize) {
        for v in [
            &mut self.query,
            &mut self.d_query,
            &mut self.mean_same,
            &mut self.mean_partners,
        ] {
            v.resize(n * WIDTH, 0.0);
        }
        self.turned_query.resize(n * WIDTH, 0.0);
        self.objects.resize(m * WIDTH, 0.0);
        self.turned_objects.resize(m * WIDTH, 0.0);
        self.d_objects.resize(m * WIDTH, 0.0);
        self.logits.resize(n * m, 0.0);
        self.own.resize(n, 0.0);
    }
}

fn dot(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

/// c (n×m) = a (n×WIDTH) · b (WIDTH×m), all by rows.
///
/// Rows of one are columns of nalgebra's, so that cᵀ = bᵀ · aᵀ is asked for.
fn product(a: &[f32], b: &[f32], n: usize, m: usize, c: &mut [f32]) {
    multiply(b, a, (m, WIDTH, n), c);
}

/// d (n×WIDTH) = p (n×m) · b (m×WIDTH), all by rows.
fn gradient_query(p: &[f32], b: &[f32], n: usize, m: usize, d: &mut [f32]) {
    multiply(b, p, (WIDTH, m, n), d);
}

/// d (WIDTH×m) = qᵀ (WIDTH×n) · p (n×m), all by rows.
fn gradient_objects(q: &[f32], p: &[f32], n: usize, m: usize, d: &mut [f32]) {
    multiply(p, q, (m, n, WIDTH), d);
}

/// c (rows×columns) = a (rows×inner) · b (inner×columns), all by columns.
fn multiply(a: &[f32], b: &[f32], (rows, inner, columns): (usize, usize, usize), c: &mut [f32]) {
    let a = DMatrixView::from_slice(&a[..rows * inner], rows, inner);
    let b = DMatrixView::from_slice(&b[..inner * columns], inner, columns);
    DMatrixViewMut::from_slice(&mut c[..rows * columns], rows, columns).gemm(1.0, &a, &b, 0.0);
}

/// b (WIDTH×m) of a (m×WIDTH), both by rows.
fn turn(a: &[f32], m: usize, b: &mut [f32]) {
    for (j, row) in a.chunks_exact(WIDTH).take(m).enumerate() {
        for (k, x) in row.iter().enumerate() {
            b[k * m + j] = *x;
        }
    }
}
