//! Bytes to documents: HTML, PDF, text, Markdown, DOCX, e-mail, feeds, WARC, JSON Lines.
