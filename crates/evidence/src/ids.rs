//! Identifiers: short, stable strings that a person can read in a table.

use serde::{Deserialize, Serialize};

macro_rules! id {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            /// The identifier as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }
    };
}

id!(
    /// An actor: a slug of its preferred name, for example `al-qaeda` or `united-states`.
    ActorId
);
id!(
    /// A document: 16 hexadecimal digits of the hash of its text and metadata.
    DocumentId
);
id!(
    /// A statement: 16 hexadecimal digits of the hash of its document, cue, actors, kind,
    /// stance and speaker, so coding the same document again gives the same ids.
    StatementId
);
id!(
    /// A question: a slug of its actors, end and date.
    QuestionId
);
id!(
    /// A judgement: 16 hexadecimal digits, unique per case.
    JudgementId
);

/// The first 16 hexadecimal digits of BLAKE3 over `parts`, each closed by a NUL so that
/// ("ab","c") and ("a","bc") differ.
pub(crate) fn hash16(parts: &[&str]) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(part.as_bytes());
        hasher.update(&[0]);
    }
    hasher.finalize().to_hex()[..16].to_owned()
}

/// Lower-case ASCII letters, digits and single hyphens: "Hizb ut-Tahrir" → `hizb-ut-tahrir`.
///
/// Letters outside ASCII are kept in lower case so that names in other scripts stay distinct.
///
/// ```
/// assert_eq!(unravel_evidence::slug("  Hizb ut-Tahrir! "), "hizb-ut-tahrir");
/// ```
pub fn slug(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            out.push(c);
        } else if c != '\'' && c != '’' && !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    while out.ends_with('-') {
        out.pop();
    }
    out
}
