//! Which format some bytes are in.

use crate::encoding;

/// A format that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// A web page.
    Html,
    /// A PDF file.
    Pdf,
    /// An Office Open XML text.
    Docx,
    /// An e-mail message (RFC 5322).
    Email,
    /// An RSS, Atom or RDF feed.
    Feed,
    /// A WARC file of a crawl.
    Warc,
    /// One JSON object per line, or one array of objects.
    JsonLines,
    /// Markdown.
    Markdown,
    /// Plain text.
    Text,
    /// A gzip file of one of these.
    Gzip,
}

/// What the bytes are: a format that is read, or the media type of one that is not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Detected {
    Known(Format),
    /// An encrypted Office file.
    Encrypted,
    Foreign(String),
}

/// Bytes at the beginning that tell the format.
const HEAD: usize = 8192;

/// The lower-case extension of a file name, without ".gz".
fn extension(name: &str) -> String {
    let lower = name.to_ascii_lowercase();
    let bare = lower.strip_suffix(".gz").unwrap_or(&lower);
    let file = bare.rsplit(['/', '\\']).next().unwrap_or(bare);
    file.rsplit_once('.')
        .map(|(_, e)| e.to_owned())
        .unwrap_or_default()
}

/// Whether a file of this name and beginning may hold many documents.
pub(crate) fn is_container(head: &[u8], name: &str) -> bool {
    matches!(
        detect(head, name),
        Detected::Known(Format::Warc | Format::JsonLines | Format::Feed | Format::Gzip)
    )
}

/// Tells the format by the content, then by the extension.
pub(crate) fn detect(bytes: &[u8], name: &str) -> Detected {
    let head = &bytes[..bytes.len().min(HEAD)];
    let extension = extension(name);
    if let Some(found) = by_magic(bytes, head) {
        return found;
    }
    let text = encoding::decode(head, None);
    if is_binary(&text) {
        return Detected::Foreign("binary data".to_owned());
    }
    Detected::Known(by_text(
        text.trim_start_matches('\u{feff}').trim_start(),
        &extension,
    ))
}

fn by_magic(bytes: &[u8], head: &[u8]) -> Option<Detected> {
    let known = |format| Some(Detected::Known(format));
    if head.starts_with(&[0x1f, 0x8b]) {
        return known(Format::Gzip);
    }
    if head.starts_with(b"WARC/") {
        return known(Format::Warc);
    }
    // readers accept a PDF whose header stands a little way in
    if head[..head.len().min(1024)]
        .windows(5)
        .any(|w| w == b"%PDF-")
        && !head.trim_ascii_start().starts_with(b"<")
    {
        return known(Format::Pdf);
    }
    if head.starts_with(b"PK\x03\x04") {
        let archive = zip::ZipArchive::new(std::io::Cursor::new(bytes));
        let is_docx = archive.is_ok_and(|a| a.index_for_name("word/document.xml").is_some());
        return if is_docx || head.windows(5).any(|w| w == b"word/") {
            known(Format::Docx)
        } else {
            Some(Detected::Foreign(
                media_type(head).unwrap_or("a ZIP archive").to_owned(),
            ))
        };
    }
    if head.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        let mark: Vec<u8> = "EncryptedPackage"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        let encrypted = bytes.windows(mark.len()).any(|w| w == mark);
        return Some(if encrypted {
            Detected::Encrypted
        } else {
            Detected::Foreign("an old Office file (.doc, .xls, .msg)".to_owned())
        });
    }
    if head.starts_with(b"{\\rtf") {
        return Some(Detected::Foreign("rich text (RTF)".to_owned()));
    }
    // markup is text whatever else its first bytes resemble
    let foreign = media_type(head).filter(|m| !m.starts_with("text/") && !m.ends_with("xml"))?;
    Some(Detected::Foreign(foreign.to_owned()))
}

fn media_type(head: &[u8]) -> Option<&'static str> {
    infer::get(head).map(|t| t.mime_type())
}

/// Control characters do not stand in texts; a damaged text has some broken places, but most of
/// its characters are whole.
fn is_binary(text: &str) -> bool {
    let (mut controls, mut broken, mut all) = (0_usize, 0_usize, 1_usize);
    for c in text.chars() {
        all += 1;
        controls += usize::from(c.is_control() && !c.is_whitespace() && c != '\u{1b}');
        broken += usize::from(c == '\u{fffd}');
    }
    controls * 33 > all || broken * 5 > all
}

fn by_text(text: &str, extension: &str) -> Format {
    let lower: String = text
        .chars()
        .take(4096)
        .map(|c| c.to_ascii_lowercase())
        .collect();
    if lower.starts_with('<') {
        let feed = ["<rss", "<feed", "<rdf:rdf"]
            .iter()
            .any(|t| lower.contains(t));
        let page = ["<!doctype html", "<html", "<head", "<body"]
            .iter()
            .any(|t| lower.contains(t));
        if feed && !page {
            return Format::Feed;
        }
        let markup = [
            "<p", "<div", "<article", "<section", "<h1", "<table", "<span", "<meta", "<title",
            "<script", "<!--", "<link",
        ]
        .iter()
        .any(|t| lower.starts_with(t));
        if page || markup {
            return Format::Html;
        }
    }
    if text.starts_with('{') && first_line_is_object(text) {
        return Format::JsonLines;
    }
    match extension {
        "html" | "htm" | "xhtml" | "shtml" | "asp" | "aspx" | "php" | "mhtml"
            if lower.contains('<') =>
        {
            Format::Html
        }
        "jsonl" | "ndjson" | "json" => Format::JsonLines,
        "eml" => Format::Email,
        "rss" | "atom" => Format::Feed,
        "warc" => Format::Warc,
        "md" | "markdown" | "mdown" | "mkd" => Format::Markdown,
        _ if is_email(text) => Format::Email,
        _ => Format::Text,
    }
}

fn first_line_is_object(text: &str) -> bool {
    let line = text.lines().next().unwrap_or("");
    // a line longer than the head cannot be parsed yet: its beginning must do
    serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(line)
        .map(|fields| fields.contains_key("text"))
        .unwrap_or_else(|_| line.len() > 2000 && line.contains("\"text\""))
}

/// Whether a text begins with the headers of a message.
fn is_email(text: &str) -> bool {
    let mut found = 0;
    for line in text.lines().take(60) {
        if line.trim().is_empty() {
            break;
        }
        if line.starts_with([' ', '\t']) {
            continue;
        }
        let Some((name, _)) = line.split_once(':') else {
            return false;
        };
        if name.contains(' ') {
            return false;
        }
        found += usize::from(
            [
                "received",
                "message-id",
                "mime-version",
                "from",
                "date",
                "subject",
                "return-path",
            ]
            .contains(&name.to_ascii_lowercase().as_str()),
        );
    }
    found >= 3
}
