//! Near-duplicates: the same agency text on two sites is one origin.

use crate::layout::words;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use unravel_evidence::{Document, DocumentId};

/// Words in a shingle.
const SHINGLE: usize = 5;
/// Rows in a band and bands: two texts with Jaccard similarity s meet in a bucket with
/// probability 1 − (1 − s^5)^25: 0.9999 at 0.8, 0.55 at 0.5, 0.06 at 0.3 (Leskovec, Rajaraman
/// and Ullman, Mining of Massive Datasets, section 3.4).
const ROWS: usize = 5;
const BANDS: usize = 25;
/// Jaccard similarity from which two texts are one.
const SAME: f64 = 0.8;
/// Most texts compared with a new one, so that texts of one form cannot make it quadratic.
const CANDIDATES: usize = 64;

/// An index that tells for each document whether nearly the same text was put in before.
///
/// MinHash with banding over shingles of five words finds candidates; each is verified by the
/// Jaccard similarity of the two sets of shingles (0.8 and more counts as the same). Case,
/// punctuation and white space do not matter. Only first texts are kept, so time and memory
/// (some 4 bytes a word) grow linearly with them. A text of fewer than five words is only the
/// same as one with the same words.
///
/// ```
/// use unravel_read::{DuplicateIndex, ReadOptions, read_bytes};
/// let read = |text: &str| read_bytes(text.as_bytes(), "a.txt", &ReadOptions::default()).remove(0).unwrap();
/// let text = "The two sides met on Monday and agreed to keep the pact for another year, they said.";
/// let (first, second) = (read(text), read(&format!("{text} Thanks.")));
/// let mut index = DuplicateIndex::default();
/// assert_eq!(index.insert(&first), None);
/// assert_eq!(index.insert(&second), Some(first.id.clone()));
/// ```
#[derive(Debug, Clone, Default)]
pub struct DuplicateIndex {
    firsts: Vec<(DocumentId, Vec<u32>)>,
    buckets: HashMap<(u8, u64), Vec<u32>>,
    numbers: HashMap<DocumentId, u32>,
}

impl DuplicateIndex {
    /// An index of the texts whose signatures were kept; see [`DuplicateIndex::signature`].
    pub fn restore(signatures: impl IntoIterator<Item = (DocumentId, Vec<u8>)>) -> Self {
        let mut index = Self::default();
        for (id, bytes) in signatures {
            let shingles: Vec<u32> = bytes
                .chunks_exact(4)
                .map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
                .collect();
            index.push(id, shingles);
        }
        index
    }

    /// What has to be kept of a text so that [`DuplicateIndex::restore`] knows it again: four
    /// bytes a shingle. None for a near-duplicate, whose first text stands for it.
    pub fn signature(&self, id: &DocumentId) -> Option<Vec<u8>> {
        let first = self.numbers.get(id)?;
        let (_, shingles) = self.firsts.get(*first as usize)?;
        Some(shingles.iter().flat_map(|s| s.to_le_bytes()).collect())
    }

    fn push(&mut self, id: DocumentId, shingles: Vec<u32>) {
        let Ok(number) = u32::try_from(self.firsts.len()) else {
            return;
        };
        for key in bands(&shingles) {
            let bucket = self.buckets.entry(key).or_default();
            if bucket.len() < CANDIDATES {
                bucket.push(number);
            }
        }
        self.numbers.insert(id.clone(), number);
        self.firsts.push((id, shingles));
    }

    /// Puts a document in. The id of the earlier document with nearly the same text, the most
    /// alike of them, or none if this is the first of its kind.
    pub fn insert(&mut self, document: &Document) -> Option<DocumentId> {
        let shingles = shingles(&document.text);
        let bands = bands(&shingles);
        let mut counts: HashMap<u32, usize> = HashMap::new();
        for key in &bands {
            for first in self.buckets.get(key).into_iter().flatten() {
                *counts.entry(*first).or_default() += 1;
            }
        }
        let mut candidates: Vec<(u32, usize)> = counts.into_iter().collect();
        // those that share most bands first; among equals the earliest, so runs agree
        candidates.sort_unstable_by_key(|&(first, shared)| (std::cmp::Reverse(shared), first));
        let best = candidates
            .into_iter()
            .take(CANDIDATES)
            .filter_map(|(first, _)| {
                let (id, other) = self.firsts.get(first as usize)?;
                let likeness = jaccard(&shingles, other);
                (likeness >= SAME).then_some((likeness, first, id))
            })
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        if let Some((_, _, id)) = best {
            return Some(id.clone());
        }
        self.push(document.id.clone(), shingles);
        None
    }

    /// Number of texts that differ.
    pub fn len(&self) -> usize {
        self.firsts.len()
    }

    /// Whether nothing was put in.
    pub fn is_empty(&self) -> bool {
        self.firsts.is_empty()
    }
}

/// For each document the id of the earlier one with nearly the same text; what goes into
/// [`Document::duplicate_of`].
pub fn near_duplicates(documents: &[&Document]) -> Vec<Option<DocumentId>> {
    let mut index = DuplicateIndex::default();
    documents.iter().map(|d| index.insert(d)).collect()
}

/// Hashes of the text's shingles, sorted, each once.
fn shingles(text: &str) -> Vec<u32> {
    let hashes: Vec<u64> = words(text).map(|w| hash(&w)).collect();
    let fold = |window: &[u64]| {
        let mut hasher = DefaultHasher::new();
        window.hash(&mut hasher);
        (hasher.finish() >> 32) as u32
    };
    let mut out: Vec<u32> = if hashes.len() < SHINGLE {
        vec![fold(&hashes)]
    } else {
        hashes.windows(SHINGLE).map(fold).collect()
    };
    out.sort_unstable();
    out.dedup();
    out
}

/// `DefaultHasher::new` has fixed keys, so ids of buckets agree from run to run of one build.
fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// The bucket of each band of the MinHash signature.
fn bands(shingles: &[u32]) -> Vec<(u8, u64)> {
    let mut signature = [u64::MAX; ROWS * BANDS];
    for &shingle in shingles {
        for (i, least) in (0_u64..).zip(signature.iter_mut()) {
            *least = (*least).min(mix(u64::from(shingle) ^ (i << 32)));
        }
    }
    (0_u8..)
        .zip(signature.chunks(ROWS))
        .map(|(band, rows)| (band, hash(&rows)))
        .collect()
}

/// The finaliser of SplitMix64 (Steele, Lea and Flood 2014): a bijection that scatters well.
fn mix(mut x: u64) -> u64 {
    x = x.wrapping_add(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// Jaccard similarity of two sorted sets.
#[allow(clippy::cast_precision_loss)]
fn jaccard(a: &[u32], b: &[u32]) -> f64 {
    let (mut i, mut j, mut common) = (0, 0, 0_usize);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        common += usize::from(x == y);
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
    let union = a.len() + b.len() - common;
    if union == 0 {
        1.0
    } else {
        common as f64 / union as f64
    }
}
