//! The model file: what is in it, how it is packed, how it is checked.
//!
//! A file is a header (magic, version, length, BLAKE3 of what follows) and a zstd frame with one
//! [`ModelData`]. `cargo xtask model WHEEL` writes it, [`Pipeline`](crate::Pipeline) reads it.

mod data;
mod file;

pub use data::{
    Element, LemmaTable, ModelData, Move, Origin, Part, Rule, RulerPattern, RulerToken, Special,
    Tensor, TextTest, TokenizerData,
};
pub use file::{FORMAT_VERSION, ModelError, read, write};
