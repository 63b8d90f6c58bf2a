//! What can be wrong with a file of actors, and the report of a check.

use std::fmt;

/// One thing wrong with, or doubtful in, a file of actors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Name of the file as given.
    pub file: String,
    /// Line, counted from 1.
    pub line: usize,
    /// What is wrong and how to mend it.
    pub message: String,
    /// Doubtful only: the file can still be used.
    pub warning: bool,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = if self.warning { "warning" } else { "error" };
        write!(f, "{}:{}: {word}: {}", self.file, self.line, self.message)
    }
}

/// Why a file of actors cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ActorsError {
    /// The text is not TOML.
    #[error("{file}:{line}: not TOML: {message}")]
    Syntax {
        /// Name of the file as given.
        file: String,
        /// Line, counted from 1.
        line: usize,
        /// What the TOML reader says.
        message: String,
    },
    /// The text is TOML, but some entries are wrong; one line for each.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Entries(Vec<Problem>),
    /// More actors or names than the index can hold (above four thousand million).
    #[error("too many actors for one registry; split the file")]
    TooMany,
}

/// What a check of a user's file found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckReport {
    /// Actors that the built-in registry does not have.
    pub added: usize,
    /// Built-in actors that the file changes.
    pub changed: usize,
    /// Errors and warnings in the order of their lines.
    pub problems: Vec<Problem>,
}

impl CheckReport {
    /// Whether the file can be used: no errors, warnings at most.
    pub fn is_usable(&self) -> bool {
        self.problems.iter().all(|p| p.warning)
    }
}

impl fmt::Display for CheckReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for problem in &self.problems {
            writeln!(f, "{problem}")?;
        }
        write!(
            f,
            "{} actors added, {} built-in actors changed, {} errors, {} warnings",
            self.added,
            self.changed,
            self.problems.iter().filter(|p| !p.warning).count(),
            self.problems.iter().filter(|p| p.warning).count()
        )
    }
}
