//! Documents, passages and sources.

use crate::ids::hash16;
use crate::{DateRange, DocumentId, Reliability};
use serde::{Deserialize, Serialize};

/// One read text. The text never changes after reading; every passage is a range of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Hash of the text and the metadata that tell one publication from another.
    pub id: DocumentId,
    /// Headline.
    pub title: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Who wrote it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<String>,
    /// When it was published, as precisely as known.
    pub published: Option<DateRange>,
    /// Where it was published.
    pub url: Option<String>,
    /// ISO 639-1 code of the main language ("en").
    pub language: String,
    /// The main content: paragraphs joined by a blank line.
    pub text: String,
    /// The file (and part of it) it was read from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
    /// An earlier document with nearly the same text: both count as one origin.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duplicate_of: Option<DocumentId>,
    /// Reliability of the publisher as the file itself gives it (front matter); a user's
    /// grade of the source goes before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reliability: Option<Reliability>,
}

impl Document {
    /// The id for a text with this metadata: equal for the same publication read twice.
    pub fn id_for(
        text: &str,
        publisher: Option<&str>,
        url: Option<&str>,
        published: Option<DateRange>,
    ) -> DocumentId {
        let date = published.map(|d| d.to_string()).unwrap_or_default();
        DocumentId(hash16(&[
            text,
            publisher.unwrap_or(""),
            url.unwrap_or(""),
            &date,
        ]))
    }

    /// What a judgement needs to cite this document.
    pub fn to_ref(&self) -> DocumentRef {
        DocumentRef {
            id: self.id.clone(),
            title: self.title.clone(),
            publisher: self.publisher.clone(),
            published: self.published,
            url: self.url.clone(),
            origin: self.origin.clone(),
        }
    }
}

/// A document as cited: everything but its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentRef {
    /// Which document.
    pub id: DocumentId,
    /// Headline.
    pub title: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// When.
    pub published: Option<DateRange>,
    /// Where.
    pub url: Option<String>,
    /// The file it was read from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
}

impl DocumentRef {
    /// Publisher, else title, else file, else id: never empty.
    pub fn label(&self) -> &str {
        self.publisher
            .as_deref()
            .or(self.title.as_deref())
            .or(self.origin.as_deref())
            .unwrap_or(self.id.as_str())
    }
}

/// Who published: a name with the reliability half of an Admiralty grade.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Name of the publisher, unique in a case.
    pub name: String,
    /// Reliability, A to F.
    pub reliability: Reliability,
    /// Why it was graded so, or by whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A character range of a document with its quote, after the W3C Web Annotation
/// text-position and text-quote selectors.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Passage {
    /// The document.
    pub document: DocumentId,
    /// First character, counted in Unicode scalar values from 0.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
    /// The quoted text.
    pub exact: String,
    /// Up to 32 characters before it.
    pub prefix: String,
    /// Up to 32 characters after it.
    pub suffix: String,
}

impl Passage {
    /// Characters of context kept on each side.
    pub const CONTEXT: usize = 32;

    /// The passage for a byte range of `text`; `None` if the range is not on character
    /// boundaries inside the text. `chars` maps bytes to characters of the same text.
    pub fn of(
        document: &DocumentId,
        text: &str,
        bytes: std::ops::Range<usize>,
        chars: &CharIndex,
    ) -> Option<Self> {
        let exact = text.get(bytes.clone())?;
        let before = &text[..bytes.start];
        let prefix_at = before
            .char_indices()
            .rev()
            .take(Self::CONTEXT)
            .last()
            .map_or(bytes.start, |(i, _)| i);
        Some(Self {
            document: document.clone(),
            start: chars.char_of(bytes.start),
            end: chars.char_of(bytes.end),
            exact: exact.to_owned(),
            prefix: before[prefix_at..].to_owned(),
            suffix: text[bytes.end..].chars().take(Self::CONTEXT).collect(),
        })
    }

    /// Whether the quote still stands at its place in `text`.
    pub fn matches(&self, text: &str) -> bool {
        text.chars()
            .skip(self.start)
            .take(self.end.saturating_sub(self.start))
            .eq(self.exact.chars())
    }
}

/// Byte to character offsets of one text, in logarithmic time and little memory.
#[derive(Debug, Clone)]
pub struct CharIndex {
    /// (byte, bytes-minus-characters so far) at each non-ASCII character's end.
    steps: Vec<(usize, usize)>,
}

impl CharIndex {
    /// Indexes `text` in one pass.
    pub fn new(text: &str) -> Self {
        let mut steps = Vec::new();
        let mut surplus = 0;
        for (at, c) in text.char_indices().filter(|(_, c)| c.len_utf8() > 1) {
            surplus += c.len_utf8() - 1;
            steps.push((at + c.len_utf8(), surplus));
        }
        Self { steps }
    }

    /// The character offset of a byte offset (which must be a character boundary).
    pub fn char_of(&self, byte: usize) -> usize {
        let i = self.steps.partition_point(|(at, _)| *at <= byte);
        byte - if i == 0 { 0 } else { self.steps[i - 1].1 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passages_count_characters_not_bytes() {
        let text = "«Ça» – the Front said “no”.";
        let start = text.find("Front").unwrap();
        let id = DocumentId::from("d");
        let passage = Passage::of(&id, text, start..start + 5, &CharIndex::new(text)).unwrap();
        assert_eq!(
            (passage.start, passage.end, passage.exact.as_str()),
            (11, 16, "Front")
        );
        assert!(passage.matches(text));
        assert!(!passage.matches("another text altogether"));
    }
}
