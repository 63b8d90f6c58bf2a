//! HTML pages: metadata, main content, visible text.

mod blocks;
mod depth;
mod main_content;
mod metadata;
mod slim;

pub(crate) use metadata::host;

use crate::draft::Draft;
use crate::{ReadError, ReadOptions, boilerplate, encoding, guard, layout};
use dom_query::Document as Dom;

/// What is known of a page before reading it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Known {
    /// Its address, from WARC or a feed.
    pub url: Option<String>,
    /// Charset from HTTP.
    pub charset: Option<String>,
}

/// Reads one page.
pub(crate) fn read(
    bytes: &[u8],
    name: &str,
    known: Known,
    options: &ReadOptions,
) -> Result<Draft, ReadError> {
    let limit = options.max_html_bytes;
    let slimmed;
    let bytes = if bytes.len() as u64 > limit {
        slimmed = slim::slim(bytes);
        slimmed.as_slice()
    } else {
        bytes
    };
    if bytes.len() as u64 > limit {
        return Err(ReadError::TooLarge {
            name: name.to_owned(),
            size: bytes.len() as u64,
            limit,
            what: "one HTML page",
            option: "max_html_bytes",
        });
    }
    let html = encoding::decode(bytes, known.charset.as_deref());
    if depth::too_deep(&html) {
        let reason = format!("more than {} elements stand open", depth::DEEPEST);
        return Err(ReadError::malformed(name, "HTML", "elements", reason));
    }
    guard::catch_timed(name, "HTML", options, move || {
        page(&html, known.url.as_deref())
    })
}

fn page(html: &str, url: Option<&str>) -> Draft {
    let dom = Dom::from(html);
    let mut found = metadata::metadata(&dom, url);
    let main = main_content::main_content(dom, html, &found);
    if found.title.is_none() {
        found.title = main
            .title
            .map(|t| metadata::without_site(&t, found.publisher.as_deref()));
    }
    let cleaned = boilerplate::clean(main.paragraphs, found.title.as_deref());
    Draft {
        title: found.title.or(cleaned.title),
        publisher: found.publisher,
        authors: if found.authors.is_empty() {
            main.byline
                .as_deref()
                .and_then(metadata::author)
                .into_iter()
                .collect()
        } else {
            found.authors
        },
        published: found.published.or(main.published),
        url: found.url,
        language: found.language,
        reliability: None,
        paragraphs: cleaned.paragraphs,
    }
}

/// Every visible paragraph of a page or fragment, nothing left out as boilerplate.
pub(crate) fn all_paragraphs(html: &str) -> Vec<String> {
    if depth::too_deep(html) {
        return vec![layout::tidy(&depth::between_tags(html))];
    }
    blocks::paragraphs(&Dom::from(html).root())
}
