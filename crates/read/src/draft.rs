//! A document before its language is known and its id given.

use crate::language::{self, Verdict};
use crate::layout::{tidy, words};
use crate::{ReadError, ReadOptions};
use unravel_evidence::{DateRange, Document, Reliability};

/// What a format's reader found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Draft {
    pub title: Option<String>,
    pub publisher: Option<String>,
    pub authors: Vec<String>,
    pub published: Option<DateRange>,
    pub url: Option<String>,
    /// As declared by the file: ISO 639-1, perhaps with a region.
    pub language: Option<String>,
    /// Of the publisher, as the file's head grades it.
    pub reliability: Option<Reliability>,
    pub paragraphs: Vec<String>,
}

/// A value of metadata: tidy, or none if nothing is left.
pub(crate) fn value(text: &str) -> Option<String> {
    Some(tidy(text)).filter(|t| !t.is_empty())
}

/// Whether two headlines are the same but for case, punctuation and white space.
pub(crate) fn same_words(a: &str, b: &str) -> bool {
    words(a).eq(words(b))
}

impl Draft {
    /// Checks language and content and gives the document; `name` is the file, or part of it.
    pub(crate) fn finish(self, name: &str, options: &ReadOptions) -> Result<Document, ReadError> {
        let clean = |text: Option<String>| text.as_deref().and_then(value);
        let title = clean(self.title);
        let mut paragraphs: Vec<String> = self.paragraphs.iter().filter_map(|p| value(p)).collect();
        if let Some(title) = &title
            && paragraphs.len() > 1
        {
            let repeats = paragraphs
                .iter()
                .take_while(|p| same_words(p, title))
                .count()
                .min(paragraphs.len() - 1);
            paragraphs.drain(..repeats);
        }
        let text = paragraphs.join("\n\n");
        if !text.chars().any(char::is_alphanumeric) {
            return Err(ReadError::no_text(
                name,
                "nothing but white space, markup or symbols",
                "give the page or file that holds the article",
            ));
        }
        let language = match language::verdict(&text, self.language.as_deref(), &options.languages)
        {
            Verdict::Accepted(code) => code,
            Verdict::Refused(found) => {
                return Err(ReadError::Language {
                    name: name.to_owned(),
                    found,
                    allowed: options.languages.join(", "),
                });
            }
        };
        let (publisher, url) = (clean(self.publisher), clean(self.url));
        let mut authors: Vec<String> = Vec::new();
        for author in self.authors.iter().filter_map(|a| value(a)) {
            if !authors.contains(&author) {
                authors.push(author);
            }
        }
        Ok(Document {
            id: Document::id_for(&text, publisher.as_deref(), url.as_deref(), self.published),
            title,
            publisher,
            authors,
            published: self.published,
            url,
            language,
            text,
            origin: Some(name.to_owned()),
            duplicate_of: None,
            reliability: self.reliability,
        })
    }
}
