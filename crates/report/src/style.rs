//! How terminal text looks: width, colour and the characters used for drawing.

use anstyle::{AnsiColor, Effects, Style as Ansi};

/// How to write for a terminal. Whether colour is wanted (NO_COLOR, a pipe) is for the caller
/// to decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Write ANSI colours.
    pub color: bool,
    /// Columns of the terminal; values outside 40 to 200 are taken to the nearer of the two.
    pub width: usize,
    /// Draw with Unicode characters; otherwise with ASCII. Text from documents stays as it is.
    pub unicode: bool,
    /// Show everything rather than the heaviest items.
    pub full: bool,
}

impl Default for Style {
    /// 80 columns, Unicode, no colour, not everything.
    fn default() -> Self {
        Self {
            color: false,
            width: 80,
            unicode: true,
            full: false,
        }
    }
}

/// What a piece of text is, which decides its colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ink {
    /// A section's name or the main result.
    Strong,
    /// Side information.
    Dim,
    /// Counts for the tie. Cyan and yellow, not green and red, because these two stay apart
    /// for readers who do not tell red from green.
    For,
    /// Counts against the tie.
    Against,
    /// The words that carry a statement.
    Cue,
}

impl Style {
    /// The width that is really used.
    pub(crate) fn columns(&self) -> usize {
        self.width.clamp(40, 200)
    }

    /// `text` in the colour of `ink`. Each word is painted alone so that a line may be broken
    /// between any two of them.
    pub(crate) fn paint(&self, ink: Ink, text: &str) -> String {
        if !self.color {
            return text.to_owned();
        }
        let style = match ink {
            Ink::Strong => Ansi::new().effects(Effects::BOLD),
            Ink::Dim => Ansi::new().effects(Effects::DIMMED),
            Ink::For => Ansi::new().fg_color(Some(AnsiColor::Cyan.into())),
            Ink::Against => Ansi::new().fg_color(Some(AnsiColor::Yellow.into())),
            Ink::Cue => Ansi::new().fg_color(Some(AnsiColor::Magenta.into())).bold(),
        };
        let words: Vec<String> = text
            .split(' ')
            .map(|word| {
                if word.is_empty() {
                    String::new()
                } else {
                    format!("{style}{word}{style:#}")
                }
            })
            .collect();
        words.join(" ")
    }

    /// The Unicode or the ASCII form of a drawing character.
    pub(crate) fn glyph(&self, unicode: &'static str, ascii: &'static str) -> &'static str {
        if self.unicode { unicode } else { ascii }
    }

    /// What stands between two facts on one line.
    pub(crate) fn dot(&self) -> &'static str {
        self.glyph(" · ", " | ")
    }
}
