//! One macro for the closed vocabularies, so that code, command line and JSON use one spelling.

/// A word that is not in the vocabulary it was read as.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{word}\" is not a {what}; use one of: {allowed}")]
pub struct ParseWordError {
    /// The vocabulary, for example "kind".
    pub what: &'static str,
    /// What was given.
    pub word: String,
    /// The allowed words, joined by ", ".
    pub allowed: String,
}

/// Defines a closed vocabulary: an enum with `ALL`, `as_str`, `Display`, `FromStr` and serde
/// in the same spelling.
macro_rules! vocabulary {
    ($(#[$meta:meta])* $name:ident, $what:literal { $($(#[$vmeta:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$vmeta])* #[serde(rename = $word)] $variant),+ }

        impl $name {
            /// Every word of the vocabulary, in its order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word as written in JSON, on the command line and in documents.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::ParseWordError;

            fn from_str(word: &str) -> Result<Self, Self::Err> {
                Self::ALL.iter().copied().find(|w| w.as_str().eq_ignore_ascii_case(word)).ok_or_else(|| {
                    $crate::ParseWordError {
                        what: $what,
                        word: word.to_owned(),
                        allowed: Self::ALL.iter().map(|w| w.as_str()).collect::<Vec<_>>().join(", "),
                    }
                })
            }
        }
    };
}

pub(crate) use vocabulary;
