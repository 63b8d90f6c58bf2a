//! Results to stdout, talk to stderr.

use std::io::{IsTerminal, Write};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;
use unravel_report::Style;

/// How to talk: from the global options and the environment.
#[derive(Debug, Clone, Copy)]
pub struct Talk {
    pub json: bool,
    pub quiet: bool,
}

impl Talk {
    /// A line on stderr, unless quiet.
    pub fn say(&self, line: impl std::fmt::Display) {
        if !self.quiet {
            eprintln!("unravel: {line}");
        }
    }

    /// The style of the terminal on stdout: no colour in a pipe or with NO_COLOR.
    pub fn style(&self, full: bool) -> Style {
        let terminal = std::io::stdout().is_terminal();
        let no_color = std::env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|t| t == "dumb");
        let width = terminal_size::terminal_size().map_or(100, |(w, _)| usize::from(w.0));
        Style {
            color: terminal && !no_color && !dumb,
            width,
            full,
            ..Style::default()
        }
    }

    /// A progress bar on stderr; hidden where there is no terminal or the user wants quiet.
    pub fn progress(&self, total: usize, what: &'static str) -> ProgressBar {
        if self.quiet || !std::io::stderr().is_terminal() {
            return ProgressBar::hidden();
        }
        let bar = ProgressBar::new(total as u64).with_message(what);
        if let Ok(style) = ProgressStyle::with_template("{msg} {bar:30} {pos}/{len} {eta}") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(250));
        bar
    }
}

/// Writes text to stdout.
pub fn print(text: &str) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes())?;
    if !text.ends_with('\n') {
        out.write_all(b"\n")?;
    }
    out.flush()?;
    Ok(())
}

/// Writes pretty JSON to stdout.
pub fn print_json(value: &impl Serialize) -> anyhow::Result<()> {
    print(&serde_json::to_string_pretty(value)?)
}
