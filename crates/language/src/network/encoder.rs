//! From words to vectors: hash embeddings, a maxout layer that mixes them, and four residual
//! convolutions over a window of one word to each side.

use super::Weights;
use super::kernel::{Dense, Level, maxout_norm};
use crate::hash::rows;
use crate::lexicon::{Features, Word};
use crate::model::ModelError;

/// Width of a word's vector.
pub const WIDTH: usize = 96;
const PIECES: usize = 3;
const DEPTH: usize = 4;
/// Rows of zeros that the convolutions see before and after a text, as in training.
const PAD: usize = 4;
/// Seed of the first embedding table; the others count on from it.
const FIRST_SEED: u32 = 8;
/// Words embedded, and rows convolved, at a time: what fits the second-level cache.
const BLOCK: usize = 96;

/// A maxout layer with normalisation.
#[derive(Debug)]
struct Layer {
    dense: Dense,
    gain: Vec<f32>,
    shift: Vec<f32>,
}

impl Layer {
    fn new(
        weights: &Weights,
        name: &str,
        inputs: usize,
        level: Level,
    ) -> Result<Layer, ModelError> {
        let w = weights.matrix(&format!("{name}/W"), WIDTH * PIECES, inputs)?;
        let b = weights.vector(&format!("{name}/b"), WIDTH * PIECES)?;
        // The file has the pieces of an output side by side; here each piece is a block of its
        // own, so that the largest is found with whole vectors.
        let mut by_piece = Vec::with_capacity(w.len());
        let mut bias = Vec::with_capacity(b.len());
        for piece in 0..PIECES {
            for o in 0..WIDTH {
                let row = o * PIECES + piece;
                by_piece.extend_from_slice(&w[row * inputs..(row + 1) * inputs]);
                bias.push(b[row]);
            }
        }
        Ok(Layer {
            dense: Dense::new(&by_piece, inputs, &bias, level),
            gain: weights.vector(&format!("{name}/gain"), WIDTH)?,
            shift: weights.vector(&format!("{name}/shift"), WIDTH)?,
        })
    }
}

/// Space for intermediate results, used again from text to text.
#[derive(Debug, Default)]
pub struct Buffers {
    inputs: Vec<f32>,
    sums: Vec<f32>,
    now: Vec<f32>,
    next: Vec<f32>,
}

/// Embeddings of the words of a lexicon, by their number.
#[derive(Debug, Default)]
pub struct EmbeddingCache {
    /// Offset in `vectors` of a word without and with a blank after it; 0 is "not yet".
    offsets: Vec<[u32; 2]>,
    vectors: Vec<f32>,
    wanted: Vec<(u32, bool)>,
}

impl EmbeddingCache {
    pub fn clear(&mut self) {
        self.offsets.clear();
        self.vectors.clear();
    }
}

/// Embedding tables and convolutions.
#[derive(Debug)]
pub struct Encoder {
    tables: Vec<Vec<f32>>,
    mix: Layer,
    convolutions: Vec<Layer>,
    level: Level,
}

impl Encoder {
    /// `tables` is 4 for normal form, first and last characters and shape, or 6 with "a blank
    /// follows" and "is white space".
    pub fn new(
        weights: &Weights,
        name: &str,
        tables: usize,
        level: Level,
    ) -> Result<Encoder, ModelError> {
        let mut embeddings = Vec::new();
        for i in 0..tables {
            let (columns, numbers) = weights.get(&format!("{name}/table{i}"))?;
            if columns != WIDTH || numbers.is_empty() {
                return Err(ModelError::Unfit(format!(
                    "{name}: table {i} has a wrong width"
                )));
            }
            embeddings.push(numbers);
        }
        let mut convolutions = Vec::new();
        for i in 1..=DEPTH {
            convolutions.push(Layer::new(
                weights,
                &format!("{name}/conv{i}"),
                3 * WIDTH,
                level,
            )?);
        }
        let mix = Layer::new(weights, &format!("{name}/mix"), tables * WIDTH, level)?;
        Ok(Encoder {
            tables: embeddings,
            mix,
            convolutions,
            level,
        })
    }

    /// Whether the embedding depends on what follows the word.
    fn sees_blanks(&self) -> bool {
        self.tables.len() > 4
    }

    /// Sums of table rows, one after the other: the input of the mixing layer.
    fn look_up(&self, features: &Features, blank: bool, out: &mut [f32]) {
        let [norm, prefix, suffix, shape] = features.keys;
        let keys = [
            norm,
            prefix,
            suffix,
            shape,
            u64::from(blank),
            u64::from(features.space),
        ];
        for (i, (table, out)) in self
            .tables
            .iter()
            .zip(out.chunks_exact_mut(WIDTH))
            .enumerate()
        {
            let count = (table.len() / WIDTH) as u32;
            out.fill(0.0);
            for row in rows(keys[i], FIRST_SEED + i as u32) {
                let at = (row % count) as usize * WIDTH;
                for (o, x) in out.iter_mut().zip(&table[at..at + WIDTH]) {
                    *o += x;
                }
            }
        }
    }

    /// Embeds the words that the cache has not seen. `text` is a word's number and whether a
    /// blank follows.
    fn embed(
        &self,
        words: &[Word],
        text: &[(u32, bool)],
        cache: &mut EmbeddingCache,
        buffers: &mut Buffers,
    ) {
        if cache.vectors.is_empty() {
            // Offset 0 means "not yet".
            cache.vectors.resize(WIDTH, 0.0);
        }
        cache.offsets.resize(words.len(), [0; 2]);
        cache.wanted.clear();
        for &(word, blank) in text {
            let blank = blank && self.sees_blanks();
            let offset = &mut cache.offsets[word as usize][usize::from(blank)];
            if *offset == 0 {
                *offset = (cache.vectors.len() + cache.wanted.len() * WIDTH) as u32;
                cache.wanted.push((word, blank));
            }
        }
        let inputs = self.tables.len() * WIDTH;
        let width = self.mix.dense.width;
        for block in cache.wanted.chunks(BLOCK) {
            buffers.inputs.resize(BLOCK * inputs, 0.0);
            buffers.sums.resize(BLOCK * width, 0.0);
            for (&(word, blank), out) in block.iter().zip(buffers.inputs.chunks_exact_mut(inputs)) {
                self.look_up(&words[word as usize].features, blank, out);
            }
            self.mix
                .dense
                .apply(&buffers.inputs, inputs, block.len(), &mut buffers.sums);
            for sums in buffers.sums.chunks_exact(width).take(block.len()) {
                let at = cache.vectors.len();
                cache.vectors.resize(at + WIDTH, 0.0);
                let out = &mut cache.vectors[at..];
                maxout_norm(self.level, sums, &self.mix.gain, &self.mix.shift, None, out);
            }
        }
    }

    /// Encodes a text; the vectors of its words, one after the other.
    pub fn encode<'a>(
        &self,
        words: &[Word],
        text: &[(u32, bool)],
        cache: &mut EmbeddingCache,
        buffers: &'a mut Buffers,
    ) -> &'a [f32] {
        self.embed(words, text, cache, buffers);
        let n = text.len();
        let size = (n + 2 * PAD) * WIDTH;
        buffers.now.clear();
        buffers.now.resize(size, 0.0);
        buffers.next.resize(size.max(buffers.next.len()), 0.0);
        for (&(word, blank), out) in text
            .iter()
            .zip(buffers.now[PAD * WIDTH..].chunks_exact_mut(WIDTH))
        {
            let blank = usize::from(blank && self.sees_blanks());
            let at = cache.offsets[word as usize][blank] as usize;
            out.copy_from_slice(&cache.vectors[at..at + WIDTH]);
        }
        for (i, layer) in self.convolutions.iter().enumerate() {
            let width = layer.dense.width;
            buffers.sums.resize(BLOCK * width, 0.0);
            // Each layer needs one row less of the padding.
            let rows = i + 1..n + 2 * PAD - i - 1;
            let mut first = rows.start;
            while first < rows.end {
                let count = BLOCK.min(rows.end - first);
                // A window of three rows is what lies in memory from the row before on.
                let window = &buffers.now[(first - 1) * WIDTH..];
                layer.dense.apply(window, WIDTH, count, &mut buffers.sums);
                for (r, sums) in buffers.sums.chunks_exact(width).take(count).enumerate() {
                    let row = (first + r) * WIDTH..(first + r + 1) * WIDTH;
                    let residual = Some(&buffers.now[row.clone()]);
                    let out = &mut buffers.next[row];
                    maxout_norm(self.level, sums, &layer.gain, &layer.shift, residual, out);
                }
                first += count;
            }
            std::mem::swap(&mut buffers.now, &mut buffers.next);
        }
        &buffers.now[PAD * WIDTH..(PAD + n) * WIDTH]
    }
}
