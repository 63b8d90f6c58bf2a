//! Plain text: a page copied by hand, a cable, a note.

use crate::draft::{Draft, value};
use crate::{boilerplate, chrome, dates, front_matter, layout};

/// Paragraphs at the head of a text in which a byline, date or address is looked for.
const HEAD: usize = 12;

/// Reads a plain text, with front matter if it has one.
pub(crate) fn read(text: &str) -> Draft {
    let (front, body) = front_matter::split(text);
    let mut draft = front.unwrap_or_default();
    let mut paragraphs = layout::paragraphs(body);
    take_head_lines(&mut draft, &mut paragraphs);
    let cleaned = boilerplate::clean_page(paragraphs, draft.title.as_deref());
    draft.title = draft.title.or(cleaned.title);
    draft.paragraphs = cleaned.paragraphs;
    draft
}

/// Takes bylines, date lines and a bare address out of the head of a text into its metadata.
pub(crate) fn take_head_lines(draft: &mut Draft, paragraphs: &mut Vec<String>) {
    let mut index = 0;
    let mut seen = 0;
    while seen < HEAD && index < paragraphs.len() {
        seen += 1;
        let line = paragraphs[index].as_str();
        let authors = chrome::byline(line);
        if !authors.is_empty() {
            draft.authors.extend(authors);
        } else if let Some(date) = dates::date_line(line) {
            draft.published = draft.published.or(Some(date));
        } else if is_address(line) {
            draft.url = draft.url.take().or_else(|| value(line));
        } else {
            index += 1;
            continue;
        }
        paragraphs.remove(index);
    }
}

fn is_address(line: &str) -> bool {
    (line.starts_with("https://") || line.starts_with("http://")) && !line.contains(' ')
}
