//! Who is who: a registry of political actors with their names, kinds, codes, parents and
//! dated roles.
//!
//! [`Registry::builtin`] holds states, international organisations, armed groups, parties and
//! holders of public office. [`Registry::find`] finds every name in running text,
//! [`Registry::resolve`] tells which actor a single name means, and [`Registry::with_user`]
//! adds a user's own `actors.toml`.
//!
//! ```
//! use unravel_actors::{Form, Registry};
//!
//! let registry = Registry::builtin();
//! let found = registry.find("Kabul denied that the Al-Qaida-linked group was there.");
//! assert_eq!(found[0].candidates[0].0.as_str(), "afghanistan");
//! assert_eq!(found[0].form, Form::Capital);
//! assert_eq!(found[1].candidates[0].0.as_str(), "al-qaeda");
//! ```

mod builtin;
mod draft;
mod error;
mod find;
mod fold;
mod forms;
mod index;
mod parse;
mod registry;
mod resolve;

pub use error::{ActorsError, CheckReport, Problem};
pub use find::{Form, Found};
pub use registry::Registry;
pub use resolve::Resolved;

/// The examples of the README are run as tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}
