//! Memory that is used again from text to text, one set per thread at work.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use compact_str::CompactString;

use crate::labels::Pos;
use crate::lexicon::Lexicon;
use crate::network::{Buffers, EmbeddingCache, Features};
use crate::ruler::{Attributes, Morph};
use crate::syntax::Scratch;
use crate::tokenizer::RawToken;

/// Everything that one parse writes to before its result is made.
#[derive(Debug, Default)]
pub struct Workspace {
    pub raw: Vec<RawToken>,
    pub lexicon: Lexicon,
    pub shared: EmbeddingCache,
    pub entity: EmbeddingCache,
    pub lemmas: HashMap<(u32, Pos, Morph), CompactString>,
    /// Word of each group of tokens, and whether a blank follows.
    pub words: Vec<(u32, bool)>,
    /// Word of each token.
    pub own: Vec<u32>,
    pub attributes: Vec<Attributes>,
    pub buffers: Buffers,
    pub scores: Vec<f32>,
    pub parser: Scratch,
    pub features: Features,
}

impl Workspace {
    /// Forgets the words, so that memory stays bounded.
    pub fn forget(&mut self) {
        self.lexicon.clear();
        self.shared.clear();
        self.entity.clear();
        self.lemmas.clear();
    }
}

/// Workspaces that are not in use.
#[derive(Debug, Default)]
pub struct Pool(Mutex<Vec<Workspace>>);

impl Pool {
    /// Lends a workspace to `work`.
    pub fn with<R>(&self, work: impl FnOnce(&mut Workspace) -> R) -> R {
        let lent = self.0.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut workspace = lent.unwrap_or_default();
        let result = work(&mut workspace);
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(workspace);
        result
    }
}
