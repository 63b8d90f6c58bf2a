//! From words to vectors: hash embeddings, a maxout layer that mixes them, and four residual
//! convolutions over a window of one word to each side.

use super::Weights;
use super::kernel::{Dense, Level, maxout_norm, sum};
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
/// Outputs of a layer before the largest piece is taken.
const SUMS: usize = WIDTH * PIECES;
/// Words whose part in the first convolution is remembered (3.4 kB each).
const MOST_REMEMBERED: usize = 4096;

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
        Ok(Layer::with_matrix(weights, name, inputs, level)?.0)
    }

    /// The layer and its matrix, row by row in the order of the layer's outputs.
    fn with_matrix(
        weights: &Weights,
        name: &str,
        inputs: usize,
        level: Level,
    ) -> Result<(Layer, Vec<f32>, Vec<f32>), ModelError> {
        let w = weights.matrix(&format!("{name}/W"), SUMS, inputs)?;
        let b = weights.vector(&format!("{name}/b"), SUMS)?;
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
        let layer = Layer {
            dense: Dense::new(&by_piece, inputs, &bias, level),
            gain: weights.vector(&format!("{name}/gain"), WIDTH)?,
            shift: weights.vector(&format!("{name}/shift"), WIDTH)?,
        };
        Ok((layer, by_piece, bias))
    }
}

/// Space for intermediate results, used again from text to text.
#[derive(Debug, Default)]
pub struct Buffers {
    inputs: Vec<f32>,
    sums: Vec<f32>,
    offsets: Vec<u32>,
    /// Vectors of rare words, their parts in the first convolution, and where each word's are.
    rare: Vec<f32>,
    parts: Vec<f32>,
    places: Vec<(bool, usize)>,
    now: Vec<f32>,
    next: Vec<f32>,
}

/// Embeddings of the words of a lexicon, by their number.
#[derive(Debug, Default)]
pub struct EmbeddingCache {
    /// Offset in `vectors` of a word without and with a blank after it; 0 is "not yet".
    offsets: Vec<[u32; 2]>,
    vectors: Vec<f32>,
    /// Parts in the first convolution of the first words in `vectors`.
    parts: Vec<f32>,
    wanted: Vec<(u32, bool)>,
}

impl EmbeddingCache {
    pub fn clear(&mut self) {
        self.offsets.clear();
        self.vectors.clear();
        self.parts.clear();
    }
}

/// Embedding tables and convolutions.
#[derive(Debug)]
pub struct Encoder {
    tables: Vec<Vec<f32>>,
    mix: Layer,
    /// What a word adds to the first convolution of the row after it, its own row and the row
    /// before it. It depends on the word alone, so it is remembered for frequent words.
    first: Dense,
    first_bias: Vec<f32>,
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
        let (layer, matrix, first_bias) =
            Layer::with_matrix(weights, &format!("{name}/conv1"), 3 * WIDTH, level)?;
        let mut by_place = Vec::with_capacity(matrix.len());
        for place in 0..3 {
            for row in matrix.chunks_exact(3 * WIDTH) {
                by_place.extend_from_slice(&row[place * WIDTH..(place + 1) * WIDTH]);
            }
        }
        let first = Dense::new(&by_place, WIDTH, &[], level);
        let mut convolutions = vec![layer];
        for i in 2..=DEPTH {
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
            first,
            first_bias,
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
        let known = cache.parts.len() / self.first.width;
        let wanted = (cache.vectors.len() / WIDTH).min(MOST_REMEMBERED);
        if wanted > known {
            cache.parts.resize(wanted * self.first.width, 0.0);
            let parts = &mut cache.parts[known * self.first.width..];
            self.first.apply(
                &cache.vectors[known * WIDTH..],
                WIDTH,
                wanted - known,
                parts,
            );
        }
    }

    /// The first convolution, from the words' parts in it.
    fn convolve_first(&self, offsets: &[u32], cache: &EmbeddingCache, buffers: &mut Buffers) {
        let n = offsets.len();
        let (width, layer) = (self.first.width, &self.convolutions[0]);
        buffers.sums.resize(SUMS.max(buffers.sums.len()), 0.0);
        let rows = 1..n + 2 * PAD - 1;
        let mut first = rows.start;
        while first < rows.end {
            let count = BLOCK.min(rows.end - first);
            // The words whose parts these rows need, and the parts of those that are too rare to
            // be remembered.
            let words = (first - 1).saturating_sub(PAD).min(n)
                ..(first + count + 1 - PAD.min(first + count)).min(n);
            buffers.rare.clear();
            buffers.places.clear();
            for &offset in &offsets[words.clone()] {
                let place = offset as usize / WIDTH * width;
                if place < cache.parts.len() {
                    buffers.places.push((true, place));
                } else {
                    let row = buffers.rare.len() / WIDTH;
                    buffers.places.push((false, row * width));
                    let vector = &cache.vectors[offset as usize..offset as usize + WIDTH];
                    buffers.rare.extend_from_slice(vector);
                }
            }
            let rare = buffers.rare.len() / WIDTH;
            buffers
                .parts
                .resize((rare * width).max(buffers.parts.len()), 0.0);
            self.first
                .apply(&buffers.rare, WIDTH, rare, &mut buffers.parts);
            for row in first..first + count {
                let mut terms: [&[f32]; 3] = [&[]; 3];
                let mut found = 0;
                for place in 0..3 {
                    // Row `row` sees the words at row - 1, row and row + 1; padding adds nothing.
                    let Some(word) = (row + place).checked_sub(PAD + 1) else {
                        continue;
                    };
                    if word >= n {
                        continue;
                    }
                    let (remembered, at) = buffers.places[word - words.start];
                    let parts = if remembered {
                        &cache.parts
                    } else {
                        &buffers.parts
                    };
                    terms[found] = &parts[at + place * SUMS..at + (place + 1) * SUMS];
                    found += 1;
                }
                sum(
                    self.level,
                    &terms[..found],
                    &self.first_bias,
                    &mut buffers.sums[..SUMS],
                );
                let at = row * WIDTH..(row + 1) * WIDTH;
                let residual = Some(&buffers.now[at.clone()]);
                let out = &mut buffers.next[at];
                let sums = &buffers.sums[..SUMS];
                maxout_norm(self.level, sums, &layer.gain, &layer.shift, residual, out);
            }
            first += count;
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
        let mut offsets = std::mem::take(&mut buffers.offsets);
        offsets.clear();
        offsets.extend(text.iter().map(|&(word, blank)| {
            let blank = usize::from(blank && self.sees_blanks());
            cache.offsets[word as usize][blank]
        }));
        let rows = buffers.now[PAD * WIDTH..].chunks_exact_mut(WIDTH);
        for (&offset, out) in offsets.iter().zip(rows) {
            out.copy_from_slice(&cache.vectors[offset as usize..offset as usize + WIDTH]);
        }
        self.convolve_first(&offsets, cache, buffers);
        buffers.offsets = offsets;
        std::mem::swap(&mut buffers.now, &mut buffers.next);
        for (i, layer) in self.convolutions.iter().enumerate().skip(1) {
            let width = layer.dense.width;
            buffers
                .sums
                .resize((BLOCK * width).max(buffers.sums.len()), 0.0);
            // Each layer needs one row less of the padding.
            let rows = i + 1..n + 2 * PAD - i - 1;
            buffers.next.resize(size.max(buffers.next.len()), 0.0);
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
