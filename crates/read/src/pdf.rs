//! PDF files.
//!
//! pdf-extract decodes fonts and gives the characters with their places, in the order in which
//! the file draws them; on real two-column papers that order is the reading order, while readers
//! that sort by place mix the columns. Lines and paragraphs are ours, see `pdf_layout`.

use crate::draft::{Draft, value};
use crate::layout::word_count;
use crate::pdf_layout::{self, Glyph, Page};
use crate::read::{Results, check_size};
use crate::{ReadError, ReadOptions, dates, guard, plain};
use pdf_extract::{
    ColorSpace, Dictionary, Document as Pdf, MediaBox, OutputDev, OutputError, Path, Transform,
};
use regex::bytes::Regex;
use std::io::Read;
use std::sync::LazyLock;

/// Reads a PDF: one document, and an error for each page that could not be read.
pub(crate) fn read(bytes: &[u8], name: &str, options: &ReadOptions) -> Results {
    if let Err(error) =
        check_size(bytes, name, options).and_then(|()| check_streams(bytes, name, options))
    {
        return vec![Err(error)];
    }
    let (owned, owned_name) = (bytes.to_vec(), name.to_owned());
    let work = move || pages(&owned, &owned_name);
    let found = guard::catch_timed(name, "PDF", options, work).and_then(|inner| inner);
    let (draft, failed) = match found {
        Ok(found) => found,
        Err(error) => return vec![Err(error)],
    };
    let mut out = failed;
    // a file of which no page could be read has its errors; one without text has its own
    if !draft.paragraphs.is_empty() || out.is_empty() {
        let document = if draft
            .paragraphs
            .iter()
            .any(|p| p.chars().any(char::is_alphanumeric))
        {
            draft.finish(name, options)
        } else {
            Err(ReadError::no_text(
                name,
                "its pages are pictures or drawings",
                "run text recognition (OCR) on it first",
            ))
        };
        out.insert(0, document);
    }
    out
}

/// Where a stream's data begin.
static STREAM: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"stream\r?\n").ok());

/// Refuses a file whose packed streams hold more than the limit together: the parser itself
/// unpacks without one.
fn check_streams(bytes: &[u8], name: &str, options: &ReadOptions) -> Result<(), ReadError> {
    let limit = options.max_unpacked_bytes;
    let mut total = 0_u64;
    for found in STREAM.iter().flat_map(|s| s.find_iter(bytes)) {
        let data = &bytes[found.end()..];
        // the first byte of zlib data
        if data.first().is_none_or(|b| b & 0x0f != 8) {
            continue;
        }
        let left = limit.saturating_sub(total).saturating_add(1);
        let mut unpacked = flate2::read::ZlibDecoder::new(data).take(left);
        let mut buffer = [0_u8; 16 << 10];
        while let Ok(n @ 1..) = unpacked.read(&mut buffer) {
            total += n as u64;
        }
        if total > limit {
            return Err(ReadError::Bomb {
                name: name.to_owned(),
                packed: bytes.len() as u64,
                limit,
            });
        }
    }
    Ok(())
}

/// The draft and an error for each page that failed.
fn pages(bytes: &[u8], name: &str) -> Result<(Draft, Results), ReadError> {
    let wrong = |e: &dyn std::fmt::Display| ReadError::malformed(name, "PDF", "file", e);
    let mut pdf = Pdf::load_mem(bytes).map_err(|e| match e {
        pdf_extract::Error::Decryption(_) | pdf_extract::Error::InvalidPassword => {
            ReadError::Password {
                name: name.to_owned(),
            }
        }
        other => wrong(&other),
    })?;
    if pdf.is_encrypted() {
        // a file that only forbids printing opens with the empty password
        pdf.decrypt("").map_err(|_| ReadError::Password {
            name: name.to_owned(),
        })?;
    }
    let mut pages = Vec::new();
    let mut failed = Results::new();
    for &number in pdf.get_pages().keys() {
        let page_name = format!("{name}, page {number}");
        let mut collector = Collector::default();
        let read = guard::catch(&page_name, "PDF", || {
            pdf_extract::output_doc_page(&pdf, &mut collector, number)
        });
        match read {
            Ok(Ok(())) => {}
            Ok(Err(error)) => failed.push(Err(ReadError::malformed(
                name,
                "PDF",
                format!("page {number}"),
                error,
            ))),
            Err(error) => failed.push(Err(error)),
        }
        // what a broken page gave before it broke is still its text
        pages.push(collector.page);
    }
    let laid = pdf_layout::lay_out(pages);
    let mut paragraphs = laid.paragraphs;
    let mut head = Draft::default();
    plain::take_head_lines(&mut head, &mut paragraphs);
    let info = info(&pdf);
    let text = |key: &[u8]| info.and_then(|i| i.get(key).ok()).and_then(decoded);
    head.title = text(b"Title").filter(|t| is_title(t)).or(laid.title);
    if head.authors.is_empty() {
        head.authors.extend(text(b"Author"));
    }
    head.published = head.published.or_else(|| {
        let written = text(b"CreationDate")?;
        let digits: String = written
            .trim_start_matches("D:")
            .chars()
            .take_while(char::is_ascii_digit)
            .take(8)
            .collect();
        dates::parse_date(&digits)
    });
    head.paragraphs = paragraphs;
    Ok((head, failed))
}

fn info(pdf: &Pdf) -> Option<&Dictionary> {
    let entry = pdf.trailer.get(b"Info").ok()?;
    match entry.as_reference() {
        Ok(id) => pdf.get_object(id).ok()?.as_dict().ok(),
        Err(_) => entry.as_dict().ok(),
    }
}

/// A PDF text string: UTF-16 with its mark, UTF-8 with its mark, else near enough to Latin-1.
fn decoded(object: &pdf_extract::Object) -> Option<String> {
    // `decode` heeds a byte order mark before the encoding named
    value(&encoding_rs::WINDOWS_1252.decode(object.as_str().ok()?).0)
}

/// Programs write file names and their own names as titles.
fn is_title(text: &str) -> bool {
    let lower = text.to_lowercase();
    let file = [
        ".doc", ".docx", ".indd", ".tex", ".pdf", ".qxd", ".rtf", ".odt", ".ai", ".dvi",
    ]
    .iter()
    .any(|e| lower.ends_with(e));
    word_count(text) >= 2
        && !file
        && !lower.starts_with("microsoft word")
        && !lower.contains("untitled")
}

/// Width of a character of unknown width, as a share of its size: that of monospaced fonts.
const DEFAULT_WIDTH: f64 = 0.6;

/// Collects the characters of one page.
#[derive(Default)]
struct Collector {
    page: Page,
    height: f64,
    word: bool,
}

impl OutputDev for Collector {
    fn begin_page(
        &mut self,
        _number: u32,
        media_box: &MediaBox,
        _art_box: Option<(f64, f64, f64, f64)>,
    ) -> Result<(), OutputError> {
        self.height = media_box.ury - media_box.lly;
        self.page.height = self.height;
        Ok(())
    }

    fn end_page(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn output_character(
        &mut self,
        place: &Transform,
        width: f64,
        _spacing: f64,
        font_size: f64,
        text: &str,
    ) -> Result<(), OutputError> {
        // the size of a square of the same area, so that stretched and turned text has one too
        let size = (place.m11 * place.m22 - place.m12 * place.m21).abs().sqrt() * font_size.abs();
        // pdf-extract leaves out a font's default width (/DW), which browsers use when printing
        let width = if width > 0.0 { width } else { DEFAULT_WIDTH };
        self.page.glyphs.push(Glyph {
            x: place.m31,
            y: self.height - place.m32,
            width: width * size,
            size,
            text: text.to_owned(),
            begins_run: self.word,
        });
        self.word = false;
        Ok(())
    }

    fn begin_word(&mut self) -> Result<(), OutputError> {
        self.word = true;
        Ok(())
    }

    fn end_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_line(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn stroke(
        &mut self,
        _: &Transform,
        _: &ColorSpace,
        _: &[f64],
        _: &Path,
    ) -> Result<(), OutputError> {
        Ok(())
    }

    fn fill(
        &mut self,
        _: &Transform,
        _: &ColorSpace,
        _: &[f64],
        _: &Path,
    ) -> Result<(), OutputError> {
        Ok(())
    }
}
