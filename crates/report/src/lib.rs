//! A judgement to terminal text, Markdown and JSON.
