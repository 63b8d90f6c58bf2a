//! The neural networks: word embeddings, the encoder over them, and the state networks that
//! score the moves of parser and entity recogniser.

mod encoder;
pub mod kernel;
mod state;
mod weights;

pub use encoder::{Buffers, EmbeddingCache, Encoder, WIDTH};
pub use state::{Features, StateNetwork};
pub use weights::Weights;
