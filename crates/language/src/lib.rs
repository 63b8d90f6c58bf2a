//! English text to sentences, tokens, tags, lemmas, dependency trees and named entities.
//!
//! ```
//! # fn main() -> Result<(), unravel_language::ModelError> {
//! let pipeline = unravel_language::Pipeline::english()?;
//! let parse = pipeline.parse("The Taliban refused to hand over Osama bin Laden in 1999.");
//! for entity in parse.entities() {
//!     println!("{} {}", entity.label, parse.span_text(entity.tokens));
//! }
//! # Ok(())
//! # }
//! ```

mod chars;
pub mod dates;
mod entities;
mod format;
#[doc(hidden)]
pub mod hash;
mod labels;
mod lemmatizer;
mod lexicon;
pub mod model;
mod names;
mod network;
mod parse;
mod pipeline;
mod ruler;
mod syntax;
mod tokenizer;
mod workspace;

pub use compact_str::CompactString;
pub use format::{JsonParse, JsonToken, conllu, tree};
pub use labels::{Dep, EntityLabel, Pos, Tag, UnknownLabel};
pub use model::ModelError;
pub use names::KnownName;
pub use parse::{Entity, Parse, Token};
pub use pipeline::Pipeline;
