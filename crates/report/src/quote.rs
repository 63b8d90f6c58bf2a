//! Quoted sentences with the words that carry a statement marked.

use crate::style::{Ink, Style};
use crate::text;
use unravel_evidence::Statement;

/// The sentence in quotation marks, its cue between « and » and, with colour, bright.
pub(crate) fn painted(s: &Statement, style: &Style) -> String {
    let quote = text::quote(s, style.full);
    let (open, close) = (style.glyph("“", "\""), style.glyph("”", "\""));
    let cue = if quote.cue.is_empty() {
        String::new()
    } else {
        let marked = format!(
            "{}{}{}",
            style.glyph("«", ">>"),
            quote.cue,
            style.glyph("»", "<<")
        );
        style.paint(Ink::Cue, &marked)
    };
    format!("{open}{}{cue}{}{close}", quote.before, quote.after)
}
