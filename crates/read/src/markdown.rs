//! Markdown, with or without front matter.

use crate::draft::Draft;
use crate::front_matter;
use crate::layout::tidy;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// Reads a Markdown text: headings, paragraphs, list items, table rows and code blocks become
/// paragraphs. The first heading is the title where the front matter names none. Nothing is
/// taken for a menu: Markdown is written by hand.
pub(crate) fn read(text: &str) -> Draft {
    let (front, body) = front_matter::split(text);
    let mut draft = front.unwrap_or_default();
    let mut out: Vec<String> = Vec::new();
    let mut current = String::new();
    let mut heading = None;
    let mut image = 0_usize;
    for event in Parser::new_ext(
        body,
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES,
    ) {
        match event {
            Event::Text(text) | Event::Code(text) if image == 0 => current.push_str(&text),
            Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::TableCell) => {
                current.push(' ');
            }
            Event::Start(Tag::Image { .. }) => image += 1,
            Event::End(TagEnd::Image) => image = image.saturating_sub(1),
            Event::Html(html) => current.push_str(&crate::html::all_paragraphs(&html).join(" ")),
            Event::Start(Tag::Heading { .. }) => {
                flush(&mut current, &mut out);
                heading = heading.or(Some(out.len()));
            }
            Event::Start(
                Tag::Paragraph | Tag::Item | Tag::CodeBlock(_) | Tag::BlockQuote(_) | Tag::Table(_),
            )
            | Event::End(
                TagEnd::Paragraph
                | TagEnd::Heading(_)
                | TagEnd::Item
                | TagEnd::CodeBlock
                | TagEnd::BlockQuote(_)
                | TagEnd::TableRow
                | TagEnd::TableHead
                | TagEnd::HtmlBlock,
            ) => flush(&mut current, &mut out),
            _ => {}
        }
    }
    flush(&mut current, &mut out);
    if draft.title.is_none() && heading == Some(0) && out.len() > 1 {
        draft.title = Some(out.remove(0));
    }
    draft.paragraphs = out;
    draft
}

fn flush(current: &mut String, out: &mut Vec<String>) {
    let paragraph = tidy(current);
    current.clear();
    if !paragraph.is_empty() {
        out.push(paragraph);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_goes_and_paragraphs_stay() {
        let draft = read(
            "# A *pact*\n\nThe [two sides](http://a.org) met\nin May.\n\n- one\n- two\n\n\
             > quoted\n\n![alt](x.png)\n\n| a | b |\n|---|---|\n| 1 | 2 |\n",
        );
        assert_eq!(draft.title.as_deref(), Some("A pact"));
        assert_eq!(
            draft.paragraphs,
            [
                "The two sides met in May.",
                "one",
                "two",
                "quoted",
                "a b",
                "1 2"
            ]
        );
    }
}
