//! Statements: what a passage says about two actors.

use crate::ids::hash16;
use crate::words::vocabulary;
use crate::{ActorKind, ActorRef, DateRange, DocumentId, Event, Passage, Role, StatementId};
use serde::{Deserialize, Serialize};

vocabulary! {
    /// What is said to bind or divide the two actors.
    Kind, "kind" {
        /// Allied, partners, fight side by side, linked.
        Alliance = "alliance",
        /// Pledge of loyalty, branch, membership, subordination.
        Allegiance = "allegiance",
        /// Haven, hosting, protection, refusal to hand over.
        Shelter = "shelter",
        /// Money, weapons, training, fighters, political backing.
        Support = "support",
        /// Accord, treaty, ceasefire, recognition.
        Agreement = "agreement",
        /// Meeting, talks, request, message.
        Contact = "contact",
        /// Shared ideology, sympathy, common origin.
        Affinity = "affinity",
        /// Attack, accusation, sanction, rivalry.
        Hostility = "hostility",
        /// Severed, renounced, disavowed.
        Break = "break",
    }
}

impl Kind {
    /// Whether the kind binds the two (all but hostility and break).
    pub fn is_cooperative(self) -> bool {
        !matches!(self, Kind::Hostility | Kind::Break)
    }
}

vocabulary! {
    /// How the text, or its speaker, puts the statement.
    Stance, "stance" {
        /// Stated as fact.
        Asserted = "asserted",
        /// Stated not to be so, refused, ended.
        Denied = "denied",
        /// Alleged, reportedly, believed, may.
        Hedged = "hedged",
        /// A commitment about one's own future conduct.
        Promised = "promised",
        /// An expected or feared future.
        Predicted = "predicted",
        /// If, could, proposal, demand, question.
        Hypothetical = "hypothetical",
    }
}

vocabulary! {
    /// Whether the statement, true as stated, counts for the cooperative tie continuing.
    Bearing, "bearing" {
        /// For.
        For = "for",
        /// Against.
        Against = "against",
        /// Neither: common origin, mediation.
        Neutral = "neutral",
    }
}

impl Bearing {
    /// The default rule: hostility and break are against, other kinds for; `denied` turns it round.
    pub fn by_default(kind: Kind, stance: Stance) -> Self {
        if kind.is_cooperative() == (stance != Stance::Denied) {
            Bearing::For
        } else {
            Bearing::Against
        }
    }

    /// For and against exchanged; neutral stays.
    pub fn reversed(self) -> Self {
        match self {
            Bearing::For => Bearing::Against,
            Bearing::Against => Bearing::For,
            Bearing::Neutral => Bearing::Neutral,
        }
    }

    /// +1 for, -1 against, 0 neutral.
    pub fn sign(self) -> f64 {
        match self {
            Bearing::For => 1.0,
            Bearing::Against => -1.0,
            Bearing::Neutral => 0.0,
        }
    }
}

vocabulary! {
    /// From doer to target.
    Direction, "direction" {
        /// `a` does it to `b`.
        AToB = "a->b",
        /// `b` does it to `a`.
        BToA = "b->a",
        /// Both alike.
        Mutual = "mutual",
    }
}

impl Direction {
    /// The direction after `a` and `b` are exchanged.
    pub fn reversed(self) -> Self {
        match self {
            Direction::AToB => Direction::BToA,
            Direction::BToA => Direction::AToB,
            Direction::Mutual => Direction::Mutual,
        }
    }
}

/// What a passage says about two actors.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Statement {
    /// Stable id, see [`StatementId`].
    pub id: StatementId,
    /// First actor; for a directed statement usually the doer.
    pub a: ActorRef,
    /// Second actor.
    pub b: ActorRef,
    /// What binds or divides them.
    pub kind: Kind,
    /// From whom to whom.
    pub direction: Direction,
    /// How it is put.
    pub stance: Stance,
    /// To whom the text attributes it; none = the document's own voice.
    pub said_by: Option<ActorRef>,
    /// When the tie or act was, never the publication date unless the text says so.
    pub when: Option<DateRange>,
    /// Where, as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// For or against the cooperative tie.
    pub bearing: Bearing,
    /// A costly act (handing over, expelling, killing, publicly pledging, fighting alongside)
    /// rather than words.
    #[serde(default)]
    pub costly: bool,
    /// The coded act, if it is one.
    pub event: Option<Event>,
    /// The sentence it stands in.
    pub passage: Passage,
    /// The words that carry it, inside the passage.
    pub cue: Passage,
    /// Probability that a careful reader would agree, 0 to 1.
    pub score: f64,
}

impl Statement {
    /// The id that these fields give.
    pub fn id_for(
        a: &ActorRef,
        b: &ActorRef,
        kind: Kind,
        stance: Stance,
        said_by: Option<&ActorRef>,
        cue: &Passage,
    ) -> StatementId {
        let place = format!("{}-{}", cue.start, cue.end);
        StatementId(hash16(&[
            cue.document.as_str(),
            &place,
            a.id.as_str(),
            b.id.as_str(),
            kind.as_str(),
            stance.as_str(),
            said_by.map_or("", |s| s.id.as_str()),
        ]))
    }
}

/// One place where a text names an actor.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Mention {
    /// First character.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
    /// The text.
    pub text: String,
}

/// An actor as met in one document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MentionedActor {
    /// Which actor.
    #[serde(flatten)]
    pub actor: ActorRef,
    /// Its other names.
    pub aliases: Vec<String>,
    /// What it is.
    pub kind: ActorKind,
    /// Where the text names it, in order.
    pub mentions: Vec<Mention>,
}

/// Who says what: the source, the words that attribute, the content. Character offsets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attribution {
    /// The one who says it.
    pub source: std::ops::Range<usize>,
    /// The attributing words ("said", "according to").
    pub cue: std::ops::Range<usize>,
    /// What is said.
    pub content: std::ops::Range<usize>,
}

/// What a passage says about one actor's strength: a proposition of its own, apart from any tie.
/// Observers who seem to disagree about a tie are often found to speak of strength instead.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Remark {
    /// Whose strength.
    pub actor: ActorRef,
    /// Growing or able, rather than weakening or unable.
    pub strong: bool,
    /// To whom the text attributes it; none = the document's own voice.
    pub said_by: Option<ActorRef>,
    /// The sentence it stands in.
    pub passage: Passage,
    /// The words that carry it.
    pub cue: Passage,
    /// Probability that a careful reader would agree, 0 to 1.
    pub score: f64,
}

/// Who belongs to a body, or leads it, as a text says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatedMembership {
    /// Who belongs to it: a person, a group, or people known by a noun ("members").
    pub member: ActorRef,
    /// The body: an organisation, a group, a force, a community.
    pub organization: ActorRef,
    /// The member leads, founded or runs it.
    pub leads: bool,
    /// Where the text names the member.
    pub member_at: Mention,
    /// Where it names the body.
    pub organization_at: Mention,
}

/// Everything that coding one document gives.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Coded {
    /// The document.
    pub document: Option<DocumentId>,
    /// Who is named.
    pub actors: Vec<MentionedActor>,
    /// Who acts for whom.
    pub roles: Vec<Role>,
    /// What is said about pairs of actors.
    pub statements: Vec<Statement>,
    /// Who says what.
    pub attributions: Vec<Attribution>,
    /// What is said about the strength of single actors.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<Remark>,
    /// Who belongs to what and who leads it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub memberships: Vec<StatedMembership>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bearing_table() {
        for &kind in Kind::ALL {
            for &stance in Stance::ALL {
                let cooperative = !matches!(kind, Kind::Hostility | Kind::Break);
                let expected = match (cooperative, stance == Stance::Denied) {
                    (true, false) | (false, true) => Bearing::For,
                    _ => Bearing::Against,
                };
                assert_eq!(
                    Bearing::by_default(kind, stance),
                    expected,
                    "{kind} {stance}"
                );
            }
        }
    }
}
