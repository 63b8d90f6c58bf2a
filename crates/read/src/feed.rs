//! RSS, Atom and RDF feeds: one document per entry.

use crate::boilerplate;
use crate::draft::{Draft, value};
use crate::html::{self, Known};
use crate::read::Results;
use crate::{ReadError, ReadOptions};
use feed_rs::model::{Entry, Feed, Link};
use unravel_evidence::DateRange;

/// Reads a feed.
pub(crate) fn read(bytes: &[u8], name: &str, known: &Known, options: &ReadOptions) -> Results {
    let parser = feed_rs::parser::Builder::new()
        .base_uri(known.url.as_deref())
        .build();
    let feed = match parser.parse(bytes) {
        Ok(feed) => feed,
        Err(error) => {
            return vec![Err(ReadError::malformed(
                name,
                "RSS or Atom",
                "feed",
                error,
            ))];
        }
    };
    if feed.entries.is_empty() {
        return vec![Err(ReadError::no_text(
            name,
            "a feed without entries",
            "fetch it again when it has some",
        ))];
    }
    feed.entries
        .iter()
        .enumerate()
        .map(|(i, entry)| draft(&feed, entry).finish(&format!("{name}#{}", i + 1), options))
        .collect()
}

fn draft(feed: &Feed, entry: &Entry) -> Draft {
    let text = |markup: &str| html::all_paragraphs(markup);
    let inline = |markup: &str| value(&text(markup).join(" "));
    let title = entry.title.as_ref().and_then(|t| inline(&t.content));
    let content = entry
        .content
        .as_ref()
        .and_then(|c| c.body.as_deref())
        .map(text)
        .filter(|p| !p.is_empty());
    let paragraphs = content
        .or_else(|| entry.summary.as_ref().map(|s| text(&s.content)))
        .unwrap_or_default();
    let url = link(&entry.links).or_else(|| entry.id.starts_with("http").then(|| entry.id.clone()));
    let authors = if entry.authors.is_empty() {
        &feed.authors
    } else {
        &entry.authors
    };
    Draft {
        publisher: feed
            .title
            .as_ref()
            .and_then(|t| inline(&t.content))
            .or_else(|| url.as_deref().and_then(html::host)),
        authors: authors.iter().filter_map(|a| a.name.clone()).collect(),
        published: entry
            .published
            .or(entry.updated)
            .and_then(|t| day(t.timestamp())),
        url,
        language: entry.language.clone().or_else(|| feed.language.clone()),
        reliability: None,
        paragraphs: boilerplate::clean(paragraphs, title.as_deref()).paragraphs,
        title,
    }
}

fn link(links: &[Link]) -> Option<String> {
    links
        .iter()
        .find(|l| l.rel.as_deref().is_none_or(|r| r == "alternate"))
        .or_else(|| links.first())
        .map(|l| l.href.clone())
}

/// The UTC day of a time in seconds since 1970: feeds lose the zone they were written in.
fn day(seconds: i64) -> Option<DateRange> {
    let time = jiff::Timestamp::from_second(seconds).ok()?;
    Some(DateRange::day(
        time.to_zoned(jiff::tz::TimeZone::UTC).date(),
    ))
}
