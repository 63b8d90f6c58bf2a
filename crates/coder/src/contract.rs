//! The JSON Lines contract of `unravel code`.

use std::ops::Range;

use serde::{Deserialize, Serialize};
use unravel_evidence::{
    ActorKind, Bearing, Coded, DateRange, Direction, Document, Event, Kind, Mention, Stance,
};

/// One line of input: `{"id","text","published"?,"publisher"?,"url"?}`.
#[derive(Debug, Clone, Deserialize)]
pub struct InputLine {
    /// Given back with the output.
    pub id: serde_json::Value,
    /// The text to code.
    pub text: String,
    /// ISO date, month or year.
    #[serde(default)]
    pub published: Option<DateRange>,
    /// Who published it.
    #[serde(default)]
    pub publisher: Option<String>,
    /// Where.
    #[serde(default)]
    pub url: Option<String>,
}

/// A line that is not in the contract.
#[derive(Debug, thiserror::Error)]
#[error(
    "line {line}: {reason}; each line must be {{\"id\", \"text\", \"published\"?, \"publisher\"?, \"url\"?}}"
)]
pub struct InputError {
    /// Line number from 1.
    pub line: usize,
    /// What is wrong.
    pub reason: String,
}

impl InputLine {
    /// Reads one line; `line` (from 1) is for the error.
    ///
    /// # Errors
    /// [`InputError`] naming the line.
    pub fn parse(json: &str, line: usize) -> Result<Self, InputError> {
        serde_json::from_str(json).map_err(|error| InputError {
            line,
            reason: error.to_string(),
        })
    }

    /// The line as a document; its text is taken as it is.
    pub fn into_document(self) -> (serde_json::Value, Document) {
        let id = Document::id_for(
            &self.text,
            self.publisher.as_deref(),
            self.url.as_deref(),
            self.published,
        );
        let document = Document {
            id,
            title: None,
            publisher: self.publisher,
            authors: Vec::new(),
            published: self.published,
            url: self.url,
            language: "en".into(),
            text: self.text,
            origin: None,
            duplicate_of: None,
            reliability: None,
        };
        (self.id, document)
    }
}

/// One line of output.
#[derive(Debug, Clone, Serialize)]
pub struct OutputLine {
    /// The id of the input.
    pub id: serde_json::Value,
    pub(crate) actors: Vec<Actor>,
    pub(crate) roles: Vec<Role>,
    pub(crate) statements: Vec<Statement>,
    pub(crate) attributions: Vec<Attribution>,
    pub(crate) memberships: Vec<Membership>,
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct Actor {
    pub(crate) name: String,
    pub(crate) aliases: Vec<String>,
    pub(crate) kind: ActorKind,
    pub(crate) mentions: Vec<Mention>,
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct Role {
    pub(crate) person: String,
    pub(crate) role: String,
    pub(crate) organization: String,
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct Statement {
    pub(crate) a: String,
    pub(crate) b: String,
    pub(crate) kind: Kind,
    pub(crate) direction: Direction,
    pub(crate) stance: Stance,
    pub(crate) said_by: Option<String>,
    pub(crate) when: Option<DateRange>,
    pub(crate) place: Option<String>,
    pub(crate) bearing: Bearing,
    pub(crate) event: Option<Event>,
    pub(crate) cue: Mention,
    pub(crate) quote: Mention,
    pub(crate) score: f64,
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct Membership {
    pub(crate) member: String,
    pub(crate) organization: String,
    pub(crate) leads: bool,
    pub(crate) member_at: Mention,
    pub(crate) organization_at: Mention,
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct Attribution {
    pub(crate) source: Span,
    pub(crate) cue: Span,
    pub(crate) content: Span,
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct Span {
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self {
            start: range.start,
            end: range.end,
        }
    }
}

impl OutputLine {
    /// The attributions, in characters.
    pub fn attributions(&self) -> Vec<unravel_evidence::Attribution> {
        let range = |s: &Span| s.start..s.end;
        self.attributions
            .iter()
            .map(|a| unravel_evidence::Attribution {
                source: range(&a.source),
                cue: range(&a.cue),
                content: range(&a.content),
            })
            .collect()
    }

    /// The line for one coded document.
    pub fn new(id: serde_json::Value, coded: Coded) -> Self {
        let mention = |p: unravel_evidence::Passage| Mention {
            start: p.start,
            end: p.end,
            text: p.exact,
        };
        Self {
            id,
            actors: coded
                .actors
                .into_iter()
                .map(|a| Actor {
                    name: a.actor.name,
                    aliases: a.aliases,
                    kind: a.kind,
                    mentions: a.mentions,
                })
                .collect(),
            roles: coded
                .roles
                .into_iter()
                .map(|r| Role {
                    person: r.person.name,
                    role: r.role,
                    organization: r.organization.name,
                })
                .collect(),
            statements: coded
                .statements
                .into_iter()
                .map(|s| Statement {
                    a: s.a.name,
                    b: s.b.name,
                    kind: s.kind,
                    direction: s.direction,
                    stance: s.stance,
                    said_by: s.said_by.map(|r| r.name),
                    when: s.when,
                    place: s.place,
                    bearing: s.bearing,
                    event: s.event,
                    cue: mention(s.cue),
                    quote: mention(s.passage),
                    score: (s.score * 1000.0).round() / 1000.0,
                })
                .collect(),
            attributions: coded
                .attributions
                .into_iter()
                .map(|a| Attribution {
                    source: a.source.into(),
                    cue: a.cue.into(),
                    content: a.content.into(),
                })
                .collect(),
            memberships: coded
                .memberships
                .into_iter()
                .map(|m| Membership {
                    member: m.member.name,
                    organization: m.organization.name,
                    leads: m.leads,
                    member_at: m.member_at,
                    organization_at: m.organization_at,
                })
                .collect(),
        }
    }
}
