//! Admiralty grades: reliability of the source (A-F) and credibility of the item (1-6).
//!
//! The scale is that of NATO AJP-2.1: A completely reliable … E unreliable, F cannot be judged;
//! 1 confirmed by other sources … 5 improbable, 6 cannot be judged.

use crate::words::vocabulary;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

vocabulary! {
    /// How reliable a source is, A to F.
    Reliability, "reliability" {
        /// Completely reliable.
        A = "A",
        /// Usually reliable.
        B = "B",
        /// Fairly reliable.
        C = "C",
        /// Not usually reliable.
        D = "D",
        /// Unreliable.
        E = "E",
        /// Cannot be judged.
        F = "F",
    }
}

vocabulary! {
    /// How credible an item of information is, 1 to 6.
    Credibility, "credibility" {
        /// Confirmed by other sources.
        One = "1",
        /// Probably true.
        Two = "2",
        /// Possibly true.
        Three = "3",
        /// Doubtful.
        Four = "4",
        /// Improbable.
        Five = "5",
        /// Cannot be judged.
        Six = "6",
    }
}

/// An Admiralty grade, written "B2".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Grade {
    /// Of the source.
    pub reliability: Reliability,
    /// Of the item.
    pub credibility: Credibility,
}

/// A text that is not an Admiralty grade.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not an Admiralty grade; write a letter A-F and a digit 1-6, like B2")]
pub struct GradeError(pub String);

impl Grade {
    /// The grade of what nobody has graded: F6.
    pub const UNGRADED: Grade = Grade {
        reliability: Reliability::F,
        credibility: Credibility::Six,
    };
}

impl std::fmt::Display for Grade {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&format!("{}{}", self.reliability, self.credibility))
    }
}

impl std::str::FromStr for Grade {
    type Err = GradeError;

    fn from_str(text: &str) -> Result<Self, GradeError> {
        let wrong = || GradeError(text.to_owned());
        let (letter, digit) = text.trim().split_at_checked(1).ok_or_else(wrong)?;
        Ok(Grade {
            reliability: letter.parse().map_err(|_| wrong())?,
            credibility: digit.parse().map_err(|_| wrong())?,
        })
    }
}

impl Serialize for Grade {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Grade {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grades_are_a_letter_and_a_digit() {
        assert_eq!("b2".parse::<Grade>().unwrap().to_string(), "B2");
        for text in ["", "B", "B7", "G1", "2B", "é1"] {
            assert!(text.parse::<Grade>().is_err(), "{text}");
        }
    }
}
