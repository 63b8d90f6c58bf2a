//! Ties, questions and how they are resolved.

use crate::words::vocabulary;
use crate::{ActorKind, ActorRef, DateRange, QuestionId, slug};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

vocabulary! {
    /// The class of a tie; with the [`End`] asked about, it chooses the base rate.
    TieClass, "tie class" {
        /// A state (or government) supports an armed group.
        StateGroupSupport = "state-group-support",
        /// A state or de facto authority hosts an armed group.
        StateGroupShelter = "state-group-shelter",
        /// Two armed groups or parties.
        GroupGroup = "group-group",
        /// Two states.
        StateState = "state-state",
    }
}

impl TieClass {
    /// The class that the kinds of the two actors suggest; support rather than shelter
    /// where a state and a group are tied.
    pub fn of(a: ActorKind, b: ActorKind) -> Self {
        let state = |k| matches!(k, ActorKind::Government | ActorKind::Igo);
        match (state(a), state(b)) {
            (true, true) => TieClass::StateState,
            (false, false) => TieClass::GroupGroup,
            _ => TieClass::StateGroupSupport,
        }
    }
}

vocabulary! {
    /// What would count as the tie's end.
    End, "end" {
        /// An explicit break: a public split, disavowal, expulsion, or war between the two.
        Break = "break",
        /// No more material support (money, arms, training, fighters).
        Support = "support",
        /// No more hosting: expelled, handed over, or gone.
        Hosting = "hosting",
    }
}

impl End {
    /// The resolution rule in words.
    pub fn rule(self) -> &'static str {
        match self {
            End::Break => {
                "held unless, by the date, either side has publicly ended the tie (split, disavowal, expulsion) or the two are at war, as reported by two independent sources"
            }
            End::Support => {
                "held unless, by the date, no independent source of the last twelve months reports money, arms, training or fighters given"
            }
            End::Hosting => {
                "held unless, by the date, the guest has been expelled, handed over or has left, as reported by two independent sources"
            }
        }
    }
}

/// A pair of actors with what binds them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tie {
    /// First actor: supporter or host where there is one.
    pub a: ActorRef,
    /// Second actor.
    pub b: ActorRef,
    /// Its class.
    pub class: TieClass,
    /// When it began, where known.
    pub began: Option<DateRange>,
}

/// Will the tie hold until a date?
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Unique in a case.
    pub id: QuestionId,
    /// The tie asked about.
    pub tie: Tie,
    /// What would count as its end.
    pub ends: End,
    /// Evidence published later is unseen.
    pub as_of: Date,
    /// The horizon.
    pub until: Date,
    /// How it will be resolved, in words.
    pub rule: String,
}

impl Question {
    /// A question with the id and rule that follow from its parts. The id does not depend on
    /// `as_of`: the same question is asked again later.
    pub fn new(tie: Tie, ends: End, as_of: Date, until: Date) -> Self {
        let id = QuestionId(format!(
            "{}--{}--{}--{until}",
            slug(&tie.a.name),
            slug(&tie.b.name),
            ends
        ));
        Self {
            id,
            tie,
            ends,
            as_of,
            until,
            rule: ends.rule().to_owned(),
        }
    }

    /// The question in one sentence.
    pub fn text(&self) -> String {
        let (a, b) = (&self.tie.a.name, &self.tie.b.name);
        match self.ends {
            End::Break => format!("Will {a} keep its tie with {b} until {}?", self.until),
            End::Support => format!("Will {a} still support {b} on {}?", self.until),
            End::Hosting => format!("Will {a} still host {b} on {}?", self.until),
        }
    }

    /// Length of the horizon in years (365.25 days).
    pub fn years(&self) -> f64 {
        days_between(self.as_of, self.until) / 365.25
    }

    /// Age of the tie at the as-of date in years, where its beginning is known; 0 at least.
    pub fn age(&self) -> Option<f64> {
        let began = self.tie.began?;
        Some((days_between(began.midpoint(), self.as_of) / 365.25).max(0.0))
    }
}

/// Days from `from` to `to`, negative if it runs backwards.
fn days_between(from: Date, to: Date) -> f64 {
    from.until(to)
        .map_or(0.0, |span| f64::from(span.get_days()))
}

vocabulary! {
    /// How a question came out.
    Outcome, "outcome" {
        /// The tie held to the date.
        Held = "held",
        /// It ended before.
        Broke = "broke",
        /// The question lost its sense; not scored.
        Void = "void",
    }
}

/// The known answer; it scores every judgement of the question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resolution {
    /// Which question.
    pub question: QuestionId,
    /// How it came out.
    pub outcome: Outcome,
    /// When that was known or happened.
    pub date: Date,
    /// Who says so.
    pub source: String,
}
