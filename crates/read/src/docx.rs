//! DOCX: the text of Office Open XML.

use crate::draft::Draft;
use crate::layout::{tidy, word_count};
use crate::{ReadError, ReadOptions, dates, encoding, plain, unpack};
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use std::io::Cursor;
use zip::ZipArchive;

/// Reads the main text part and the properties; headers, footers, comments and text deleted
/// under change tracking are left out. Unpacking stops at the limits of `options`.
pub(crate) fn read(bytes: &[u8], name: &str, options: &ReadOptions) -> Result<Draft, ReadError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes))
        .map_err(|e| ReadError::malformed(name, "DOCX", "ZIP directory", e))?;
    let body = part(&mut archive, "word/document.xml", name, options)?.ok_or_else(|| {
        ReadError::malformed(name, "DOCX", "word/document.xml", "the part is missing")
    })?;
    let core = part(&mut archive, "docProps/core.xml", name, options)?.unwrap_or_default();
    let mut draft = Draft::default();
    let mut text = text_of(&body, name)?;
    let properties = properties(&core);
    draft.published = properties.created.as_deref().and_then(dates::parse_date);
    draft.authors.extend(properties.creator);
    draft.language = properties.language;
    // a date line on the page is the author's, the file's date only the machine's
    let mut shown = Draft::default();
    plain::take_head_lines(&mut shown, &mut text.paragraphs);
    draft.published = shown.published.or(draft.published);
    if !shown.authors.is_empty() {
        draft.authors = shown.authors;
    }
    draft.url = shown.url;
    draft.title = text.title.or(properties.title).or_else(|| {
        let first = text.paragraphs.first()?;
        let heads = text.paragraphs.len() > 1
            && (2..=30).contains(&word_count(first))
            && !first.ends_with(['.', ':', ';']);
        heads.then(|| first.clone())
    });
    draft.paragraphs = text.paragraphs;
    Ok(draft)
}

/// One part of the archive, unpacked; none if it is not there.
fn part(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    path: &str,
    name: &str,
    options: &ReadOptions,
) -> Result<Option<Vec<u8>>, ReadError> {
    let Some(index) = archive.index_for_name(path) else {
        return Ok(None);
    };
    let file = match archive.by_index(index) {
        Ok(file) => file,
        Err(zip::result::ZipError::UnsupportedArchive(reason)) if reason.contains("assword") => {
            return Err(ReadError::Password {
                name: name.to_owned(),
            });
        }
        Err(error) => return Err(ReadError::malformed(name, "DOCX", path, error)),
    };
    let packed = file.compressed_size();
    unpack::unpack(file, packed, name, "DOCX", options).map(Some)
}

#[derive(Default)]
struct Text {
    title: Option<String>,
    paragraphs: Vec<String>,
}

fn text_of(xml: &[u8], name: &str) -> Result<Text, ReadError> {
    let wrong =
        |e: &dyn std::fmt::Display| ReadError::malformed(name, "DOCX", "word/document.xml", e);
    let xml = encoding::decode(xml, None);
    let mut reader = Reader::from_str(&xml);
    let mut out = Text::default();
    let mut current = String::new();
    let (mut in_text, mut is_title) = (false, false);
    loop {
        match reader.read_event().map_err(|e| wrong(&e))? {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "t" => in_text = true,
                "pStyle" => is_title |= style_is_title(&tag),
                "tab" | "br" | "cr" => current.push(' '),
                _ => {}
            },
            Event::Empty(tag) => match tag.local_name().as_ref() {
                "pStyle" => is_title |= style_is_title(&tag),
                "tab" | "br" | "cr" => current.push(' '),
                "noBreakHyphen" => current.push('-'),
                _ => {}
            },
            Event::Text(text) if in_text => {
                current.push_str(&text.xml_content(XmlVersion::Implicit1_0));
            }
            Event::GeneralRef(reference) if in_text => current.push_str(&resolved(&reference)),
            Event::End(tag) => match tag.local_name().as_ref() {
                "t" => in_text = false,
                "p" => {
                    let paragraph = tidy(&current);
                    current.clear();
                    if !paragraph.is_empty() {
                        if is_title && out.title.is_none() {
                            out.title = Some(paragraph);
                        } else {
                            out.paragraphs.push(paragraph);
                        }
                    }
                    is_title = false;
                }
                _ => {}
            },
            Event::Eof => return Ok(out),
            _ => {}
        }
    }
}

/// The character of `&amp;`, `&#8217;` and the like.
fn resolved(reference: &quick_xml::events::BytesRef<'_>) -> String {
    if let Ok(Some(c)) = reference.resolve_char_ref() {
        return c.to_string();
    }
    quick_xml::escape::resolve_predefined_entity(reference)
        .unwrap_or("\u{fffd}")
        .to_owned()
}

fn style_is_title(tag: &BytesStart<'_>) -> bool {
    tag.attributes()
        .flatten()
        .any(|a| a.key.local_name().as_ref() == "val" && a.value.eq_ignore_ascii_case("title"))
}

#[derive(Default)]
struct Properties {
    title: Option<String>,
    creator: Option<String>,
    created: Option<String>,
    language: Option<String>,
}

/// The Dublin Core properties; a damaged part gives what was read until then.
fn properties(xml: &[u8]) -> Properties {
    let xml = encoding::decode(xml, None);
    let mut reader = Reader::from_str(&xml);
    let mut out = Properties::default();
    let mut inside = String::new();
    let mut current = String::new();
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(tag) => {
                inside = tag.local_name().as_ref().to_owned();
                current.clear();
            }
            Event::Text(text) => {
                current.push_str(&text.xml_content(XmlVersion::Implicit1_0));
            }
            Event::GeneralRef(reference) => current.push_str(&resolved(&reference)),
            Event::End(_) => {
                let value = crate::draft::value(&std::mem::take(&mut current));
                match inside.as_str() {
                    "title" => out.title = out.title.or(value),
                    "creator" => out.creator = out.creator.or(value),
                    "created" => out.created = out.created.or(value),
                    "language" => out.language = out.language.or(value),
                    _ => {}
                }
                inside.clear();
            }
            Event::Eof => break,
            _ => {}
        }
    }
    out
}
