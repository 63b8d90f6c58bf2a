//! What can be wrong with a question, a table of base rates, a weights file or a case.

use jiff::civil::Date;

/// Why there is no judgement.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum JudgeError {
    /// The horizon is not after the as-of date.
    #[error(
        "the horizon {until} is not after the as-of date {as_of}; ask for a later date (--until)"
    )]
    HorizonPast {
        /// The horizon asked for.
        until: Date,
        /// The date at which the question is asked.
        as_of: Date,
    },
    /// Both ends of the tie are one actor.
    #[error("the question asks about {0} and itself; name two different actors")]
    SameActor(String),
    /// The tie starts after the as-of date.
    #[error("the tie begins in {began}, after the as-of date {as_of}; ask about a tie that exists")]
    NotBegun {
        /// When the tie begins.
        began: String,
        /// The date at which the question is asked.
        as_of: Date,
    },
    /// An interval needs draws.
    #[error("{0} posterior draws are too few for an interval; use at least 100")]
    Draws(usize),
    /// A file that holds weights, priors, base rates, spells or a case is wrong.
    #[error("{file}: {what}")]
    File {
        /// Which file, with its line where known.
        file: String,
        /// What is wrong and how to mend it.
        what: String,
    },
    /// Nothing to fit or to test on.
    #[error("no case given; name at least one case file")]
    NoCases,
    /// Pairs of event data of one outcome only teach nothing.
    #[error(
        "the event data hold {held} pairs whose dealings went on and {ended} whose dealings stopped; both are needed: give a longer history"
    )]
    NoEventExamples {
        /// Pairs that went on.
        held: usize,
        /// Pairs that stopped.
        ended: usize,
    },
    /// The fit did not settle.
    #[error("the fit did not settle after {0} steps; check the priors' standard deviations")]
    NotSettled(usize),
    /// Two resolutions of one question contradict each other.
    #[error("question {question} is resolved both {first} and {second}; withdraw one of them")]
    Contradiction {
        /// The question's id.
        question: String,
        /// One outcome.
        first: String,
        /// The other outcome.
        second: String,
    },
}

impl JudgeError {
    /// A fault in a named file.
    pub(crate) fn file(file: &str, what: impl std::fmt::Display) -> Self {
        // One clear line, whatever the parser below wrote.
        let what = what.to_string();
        let what = what.split_whitespace().collect::<Vec<_>>().join(" ");
        Self::File {
            file: file.to_owned(),
            what,
        }
    }
}
