//! Full-text search over documents and the quotes of statements.

use crate::Case;
use crate::error::{CaseError, Fault};
use crate::statements::{Review, document_ref};
use serde::Serialize;
use std::ops::Range;
use unravel_evidence::{DocumentRef, StatementId};

// Unicode noncharacters, which no text is meant to hold, mark the hits inside a snippet.
const OPEN: char = '\u{FDD0}';
const CLOSE: char = '\u{FDD1}';
/// Words around the hits in a snippet (FTS5 allows up to 64).
const SNIPPET: i64 = 24;

/// Some words around what was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Snippet {
    /// The words, with "…" where they were cut. Plain text: escape it for HTML.
    pub text: String,
    /// Where the hits are, in characters of `text`.
    pub hits: Vec<Range<usize>>,
}

/// A document that was found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DocumentHit {
    /// The document.
    pub document: DocumentRef,
    /// Where the words stand.
    pub snippet: Snippet,
}

/// A statement whose quote was found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StatementHit {
    /// The statement.
    pub id: StatementId,
    /// Where it stands.
    pub document: DocumentRef,
    /// Whether a person accepted or rejected it.
    pub rejected: bool,
    /// Where the words stand in its quote.
    pub snippet: Snippet,
}

/// What was found, best first.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct SearchResults {
    /// Documents, by title and text; a word in the title weighs four times as much.
    pub documents: Vec<DocumentHit>,
    /// Statements, by their quotes.
    pub statements: Vec<StatementHit>,
}

impl Case {
    /// Finds documents and statements that hold every word of `query`, at most `limit` of each.
    ///
    /// `"two words"` must follow each other, `sanctu*` finds every word that begins so; capital
    /// letters, accents and punctuation make no difference. Whatever else is typed is a word.
    pub fn search(&self, query: &str, limit: usize) -> Result<SearchResults, CaseError> {
        let terms = match_expression(query).ok_or(CaseError::EmptyQuery)?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.read(|conn| {
            let mut found = SearchResults::default();
            let mut documents = conn.prepare_cached(
                "SELECT d.id, d.title, d.source, d.published, d.url, d.origin,
                        snippet(document_search, -1, ?2, ?3, '…', ?4)
                 FROM document_search JOIN document d ON d.key = document_search.rowid
                 WHERE document_search MATCH ?1
                 ORDER BY bm25(document_search, 4.0, 1.0), d.key LIMIT ?5",
            )?;
            let (open, close) = (OPEN.to_string(), CLOSE.to_string());
            let mut rows = documents.query((&terms, &open, &close, SNIPPET, limit))?;
            while let Some(row) = rows.next()? {
                found.documents.push(DocumentHit {
                    document: document_ref(row, 0)?,
                    snippet: Snippet::read(row, 6)?,
                });
            }
            let mut statements = conn.prepare_cached(
                "SELECT d.id, d.title, d.source, d.published, d.url, d.origin,
                        snippet(statement_search, -1, ?2, ?3, '…', ?4), s.id, s.review
                 FROM statement_search JOIN statement s ON s.key = statement_search.rowid
                 JOIN document d ON d.key = s.document
                 WHERE statement_search MATCH ?1
                 ORDER BY bm25(statement_search), s.key LIMIT ?5",
            )?;
            let mut rows = statements.query((&terms, &open, &close, SNIPPET, limit))?;
            while let Some(row) = rows.next()? {
                found.statements.push(StatementHit {
                    document: document_ref(row, 0)?,
                    snippet: Snippet::read(row, 6)?,
                    id: StatementId(row.get(7)?),
                    rejected: row.get::<_, String>(8)? == Review::Rejected.as_str(),
                });
            }
            Ok(found)
        })
    }
}

impl Snippet {
    fn read(row: &rusqlite::Row<'_>, column: usize) -> Result<Self, Fault> {
        Ok(Self::of(&row.get::<_, String>(column)?))
    }

    /// Takes the marks out of a marked text.
    fn of(marked: &str) -> Self {
        let (mut text, mut hits) = (String::with_capacity(marked.len()), Vec::new());
        let (mut at, mut open) = (0, None);
        for c in marked.chars() {
            match c {
                OPEN => open = Some(at),
                CLOSE => hits.extend(open.take().map(|start| start..at)),
                // A line break or NUL inside a snippet would break a table or a terminal.
                c => {
                    text.push(if c.is_control() { ' ' } else { c });
                    at += 1;
                }
            }
        }
        Self { text, hits }
    }
}

/// The user's words as an FTS5 expression of quoted terms, so that nothing typed is ever taken
/// for its syntax; none if there is no word in them.
fn match_expression(query: &str) -> Option<String> {
    let mut terms = Vec::new();
    for (i, part) in query.replace(['“', '”', '„'], "\"").split('"').enumerate() {
        if i % 2 == 1 {
            terms.extend(term(part, false));
        } else {
            for word in part.split_whitespace() {
                terms.extend(term(word.trim_end_matches('*'), word.ends_with('*')));
            }
        }
    }
    (!terms.is_empty()).then(|| terms.join(" "))
}

/// One quoted term; none if nothing in it is a letter or digit.
fn term(words: &str, prefix: bool) -> Option<String> {
    let words: String = words
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    words
        .contains(char::is_alphanumeric)
        .then(|| format!("\"{}\"{}", words.trim(), if prefix { "*" } else { "" }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_typed_becomes_quoted_terms() {
        let expression = |q| match_expression(q).unwrap_or_default();
        assert_eq!(expression("al-Qaeda haven*"), "\"al-Qaeda\" \"haven\"*");
        assert_eq!(
            expression("\"safe haven\" OR NOT"),
            "\"safe haven\" \"OR\" \"NOT\""
        );
        assert_eq!(expression("“safe haven” x"), "\"safe haven\" \"x\"");
        assert_eq!(expression("title:x ^y (z)"), "\"title:x\" \"^y\" \"(z)\"");
        assert_eq!(
            expression("open \"never closed"),
            "\"open\" \"never closed\""
        );
        assert_eq!(match_expression(" - * \"\" & "), None);
    }

    #[test]
    fn marks_become_character_ranges() {
        let snippet = Snippet::of("…les «\u{FDD0}Çà\u{FDD1}»\n et \u{FDD0}là\u{FDD1}");
        assert_eq!(snippet.text, "…les «Çà»  et là");
        assert_eq!(snippet.hits, [6..8, 14..16]);
        // stray marks from a text do no harm
        assert!(Snippet::of("\u{FDD1}a\u{FDD0}").hits.is_empty());
    }
}
