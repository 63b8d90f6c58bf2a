//! Evidence by hand: a statement that a person read where the coder did not, or in a text
//! that is not in the case, with its reference.

use crate::Case;
use crate::add::{Addition, document_key, insert_document, insert_statement, to_value};
use crate::audit::Entry;
use crate::case::Write;
use crate::error::{CaseError, Fault};
use crate::hand::{Edit, StatementState};
use serde::{Deserialize, Serialize};
use unravel_evidence::{
    ActorRef, Bearing, CharIndex, Coded, Credibility, DateRange, Direction, Document, DocumentId,
    Kind, Passage, Stance, Statement, StatementId,
};

/// What a statement added by hand rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Reference {
    /// A passage of a document in the case: characters from `start` to before `end`.
    Passage {
        /// The document.
        document: DocumentId,
        /// First character, counted in Unicode scalar values from 0.
        start: usize,
        /// One past the last character.
        end: usize,
    },
    /// Words quoted from elsewhere. They become a document of their own, marked as by hand.
    Quote {
        /// The words.
        quote: String,
        /// Who published them: the source that is graded.
        publisher: Option<String>,
        /// Title of the work, with page or section.
        title: Option<String>,
        /// Where it can be read.
        url: Option<String>,
        /// When it was published.
        published: Option<DateRange>,
    },
}

/// A statement as a person writes it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HandEvidence {
    /// First actor.
    pub a: ActorRef,
    /// Second actor.
    pub b: ActorRef,
    /// What binds or divides them.
    pub kind: Kind,
    /// From whom to whom.
    pub direction: Direction,
    /// How it is put.
    pub stance: Stance,
    /// For or against the tie; none = by the default rule.
    #[serde(default)]
    pub bearing: Option<Bearing>,
    /// To whom the text attributes it.
    #[serde(default)]
    pub said_by: Option<ActorRef>,
    /// When it was.
    #[serde(default)]
    pub when: Option<DateRange>,
    /// Where it was.
    #[serde(default)]
    pub place: Option<String>,
    /// A costly act rather than words.
    #[serde(default)]
    pub costly: bool,
    /// How far it counts, 0 to 1; none = 1, as a careful reader's.
    #[serde(default)]
    pub score: Option<f64>,
    /// How credible the item is.
    #[serde(default)]
    pub credibility: Option<Credibility>,
    /// The words it rests on.
    pub reference: Reference,
}

impl Case {
    /// Adds a statement by hand and returns its id. It counts as a careful reader's (score 1)
    /// where it doesn't say how far it counts, and is marked as by hand.
    pub fn add_evidence(
        &mut self,
        evidence: &HandEvidence,
        edit: &Edit<'_>,
    ) -> Result<StatementId, CaseError> {
        if evidence.a.id == evidence.b.id {
            return Err(CaseError::SelfTie(evidence.a.name.clone()));
        }
        self.write(edit.who, |w| {
            let (key, passage) = referred(w, &evidence.reference)?;
            let statement = evidence.statement(passage);
            let id = statement.id.clone();
            if !insert_statement(w, key, &statement, true)? {
                return Err(CaseError::Held(id.0).into());
            }
            w.tx.execute(
                "UPDATE statement SET credibility = ?2, credibility_reason = ?3 WHERE id = ?1",
                (
                    id.as_str(),
                    evidence.credibility.map(Credibility::as_str),
                    evidence.credibility.and(edit.why()),
                ),
            )?;
            let after = StatementState::load(&w.tx, id.as_str())?
                .map(|(state, _)| to_value(&state, "statement"))
                .transpose()?;
            w.log(Entry {
                action: "add evidence",
                entity: "statement",
                id: id.as_str(),
                reason: edit.why(),
                after,
                undoable: true,
                ..Entry::default()
            })?;
            Ok(id)
        })
    }
}

impl HandEvidence {
    fn statement(&self, passage: Passage) -> Statement {
        Statement {
            id: Statement::id_for(
                &self.a,
                &self.b,
                self.kind,
                self.stance,
                self.said_by.as_ref(),
                &passage,
            ),
            a: self.a.clone(),
            b: self.b.clone(),
            kind: self.kind,
            direction: self.direction,
            stance: self.stance,
            said_by: self.said_by.clone(),
            when: self.when,
            place: self.place.clone(),
            bearing: self
                .bearing
                .unwrap_or_else(|| Bearing::by_default(self.kind, self.stance)),
            costly: self.costly,
            event: None,
            cue: passage.clone(),
            passage,
            score: self.score.map_or(1.0, |score| score.clamp(0.0, 1.0)),
        }
    }
}

/// The key of the document referred to, and the passage in it.
fn referred(w: &Write<'_>, reference: &Reference) -> Result<(i64, Passage), Fault> {
    match reference {
        Reference::Passage {
            document,
            start,
            end,
        } => {
            let Some(key) = document_key(&w.tx, document)? else {
                return Err(unknown_document(document).into());
            };
            let text: String =
                w.tx.prepare_cached("SELECT text FROM document_text WHERE document = ?1")?
                    .query_row([key], |row| row.get(0))?;
            let passage =
                passage(document, &text, *start, *end).ok_or_else(|| CaseError::NoPassage {
                    document: document.0.clone(),
                    characters: text.chars().count(),
                    start: *start,
                    end: *end,
                })?;
            Ok((key, passage))
        }
        Reference::Quote {
            quote,
            publisher,
            title,
            url,
            published,
        } => {
            let quote = quote.trim();
            let document = Document {
                id: Document::id_for(quote, publisher.as_deref(), url.as_deref(), *published),
                title: title.clone(),
                publisher: publisher.clone(),
                authors: Vec::new(),
                published: *published,
                url: url.clone(),
                // ISO 639: undetermined; nobody has looked.
                language: "und".to_owned(),
                text: quote.to_owned(),
                origin: Some(format!("quoted by {}", w.who)),
                duplicate_of: None,
                reliability: None,
            };
            let end = quote.chars().count();
            let passage = passage(&document.id, quote, 0, end).ok_or(CaseError::NoQuote)?;
            insert_document(w, &Addition::new(&document, &Coded::default()), true)?;
            let key =
                document_key(&w.tx, &document.id)?.ok_or_else(|| unknown_document(&document.id))?;
            Ok((key, passage))
        }
    }
}

fn unknown_document(id: &DocumentId) -> CaseError {
    CaseError::Unknown {
        what: "document",
        name: id.0.clone(),
        list: "documents",
    }
}

/// The passage from character `start` to before `end`; none if it is empty or outside.
fn passage(id: &DocumentId, text: &str, start: usize, end: usize) -> Option<Passage> {
    if start >= end {
        return None;
    }
    let mut places = text
        .char_indices()
        .map(|(at, _)| at)
        .chain(std::iter::once(text.len()));
    let from = places.nth(start)?;
    let to = places.nth(end - start - 1)?;
    Passage::of(id, text, from..to, &CharIndex::new(text))
}
