//! Laying out lines of text in a fixed width.

use crate::style::{Ink, Style};
use textwrap::core::display_width;
use textwrap::{Options, WordSplitter};

/// A text that grows downwards.
pub(crate) struct Page {
    out: String,
    pub style: Style,
}

impl Page {
    pub fn new(style: &Style) -> Self {
        Self {
            out: String::new(),
            style: *style,
        }
    }

    /// The text, closed by one line break.
    pub fn finish(self) -> String {
        let mut out = self.out;
        out.truncate(out.trim_end_matches('\n').len());
        out.push('\n');
        out
    }

    /// A line as it is.
    pub fn line(&mut self, text: &str) {
        self.out.push_str(text.trim_end());
        self.out.push('\n');
    }

    pub fn blank(&mut self) {
        self.out.push('\n');
    }

    /// A section's name after a blank line.
    pub fn heading(&mut self, name: &str) {
        self.blank();
        let name = name.to_uppercase();
        let painted = self.style.paint(Ink::Strong, &name);
        self.line(&painted);
    }

    /// A wrapped paragraph whose first line starts with `first` and the others with as much
    /// space.
    pub fn item(&mut self, first: &str, text: &str) {
        let indent = " ".repeat(display_width(first));
        self.wrapped(first, &indent, text);
    }

    /// A wrapped paragraph two columns in.
    pub fn para(&mut self, text: &str) {
        self.item("  ", text);
    }

    /// A wrapped paragraph in side-information colour.
    pub fn dim(&mut self, first: &str, text: &str) {
        let text = self.style.paint(Ink::Dim, text);
        self.item(first, &text);
    }

    fn wrapped(&mut self, first: &str, rest: &str, text: &str) {
        let options = Options::new(self.style.columns())
            .initial_indent(first)
            .subsequent_indent(rest)
            .word_splitter(WordSplitter::NoHyphenation);
        for line in textwrap::wrap(text, options) {
            self.line(&line);
        }
    }
}

/// The lines of `text` in `width` columns; one empty line for an empty text.
pub(crate) fn lines(text: &str, width: usize) -> Vec<String> {
    let options = Options::new(width.max(4)).word_splitter(WordSplitter::NoHyphenation);
    textwrap::wrap(text, options)
        .into_iter()
        .map(|line| line.into_owned())
        .collect()
}

/// `text` with spaces after it up to `width` columns.
pub(crate) fn left(text: &str, width: usize) -> String {
    format!(
        "{text}{}",
        " ".repeat(width.saturating_sub(display_width(text)))
    )
}

/// `text` with spaces before it up to `width` columns.
pub(crate) fn right(text: &str, width: usize) -> String {
    format!(
        "{}{text}",
        " ".repeat(width.saturating_sub(display_width(text)))
    )
}

/// A time in UTC to the second.
pub(crate) fn second(at: jiff::Timestamp) -> String {
    let text = at.to_string();
    match text.split_once('.') {
        Some((second, _)) => format!("{second}Z"),
        None => text,
    }
}
