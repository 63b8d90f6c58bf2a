//! What a page says about itself: JSON-LD, OpenGraph and other meta tags, `<time>`, its address.

use crate::dates::{date_in_url, is_month, parse_date};
use crate::draft::{same_words, value};
use crate::layout::word_count;
use dom_query::Document as Dom;
use serde_json::Value;
use std::collections::HashMap;
use unravel_evidence::DateRange;

/// Metadata of a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Found {
    pub title: Option<String>,
    pub publisher: Option<String>,
    pub authors: Vec<String>,
    pub published: Option<DateRange>,
    pub url: Option<String>,
    pub language: Option<String>,
    /// The article body that the page declares in JSON-LD.
    pub body: Option<String>,
}

/// A declared article body with fewer words is only a teaser.
const BODY: usize = 100;
/// How deep JSON-LD is searched for an article.
const DEPTH: usize = 6;

/// Reads the metadata of `dom`; `known_url` is where it was fetched from, if known.
pub(crate) fn metadata(dom: &Dom, known_url: Option<&str>) -> Found {
    let meta = meta_tags(dom);
    let tag = |names: &[&str]| names.iter().find_map(|n| meta.get(*n)).cloned();
    let article = article_of(dom).unwrap_or(Value::Null);
    let ld = |key: &str| article.get(key).and_then(text_of);

    let url = known_url
        .and_then(value)
        .or_else(|| attribute(dom, "link[rel=canonical]", "href").filter(|u| is_address(u)))
        .or_else(|| tag(&["og:url"]).filter(|u| is_address(u)))
        .or_else(|| ld("url").filter(|u| is_address(u)));
    let site = tag(&["og:site_name"]);
    let publisher = site
        .clone()
        .or_else(|| article.get("publisher").and_then(name_of))
        .or_else(|| {
            tag(&[
                "dc.publisher",
                "dcterms.publisher",
                "citation_publisher",
                "application-name",
            ])
        })
        .or_else(|| url.as_deref().and_then(host));
    let published = ld("datePublished")
        .or_else(|| {
            tag(&[
                "article:published_time",
                "og:published_time",
                "datepublished",
                "og:article:published_time",
                "dc.date.issued",
                "dcterms.issued",
                "citation_publication_date",
                "parsely-pub-date",
                "sailthru.date",
                "pubdate",
                "publishdate",
                "publish-date",
                "publish_date",
                "dc.date",
                "dcterms.date",
                "dc.date.created",
                "dcterms.created",
                "date",
            ])
        })
        .as_deref()
        .and_then(parse_date)
        .or_else(|| ld("dateCreated").as_deref().and_then(parse_date))
        .or_else(|| time_element(dom))
        .or_else(|| url.as_deref().and_then(date_in_url));
    let mut authors: Vec<String> = match article.get("author") {
        Some(Value::Array(all)) => all.iter().filter_map(name_of).collect(),
        Some(one) => name_of(one).into_iter().collect(),
        None => Vec::new(),
    };
    if authors.is_empty() {
        authors.extend(tag(&[
            "author",
            "article:author",
            "dc.creator",
            "dcterms.creator",
            "parsely-author",
            "sailthru.author",
            "citation_author",
        ]));
    }
    let authors = authors.iter().filter_map(|a| author(a)).collect();
    let title = ld("headline")
        .or_else(|| {
            tag(&[
                "og:title",
                "twitter:title",
                "dc.title",
                "dcterms.title",
                "citation_title",
            ])
        })
        .map(|t| without_site(&t, publisher.as_deref()));
    let language = attribute(dom, "html", "lang")
        .or_else(|| tag(&["og:locale", "content-language", "dc.language", "language"]))
        .or_else(|| ld("inLanguage"));
    let body = ld("articleBody").filter(|b| word_count(b) >= BODY);
    Found {
        title,
        publisher,
        authors,
        published,
        url,
        language,
        body,
    }
}

fn meta_tags(dom: &Dom) -> HashMap<String, String> {
    let mut out = HashMap::new();
    for node in dom.select("meta[content]").nodes() {
        let Some(content) = node.attr("content").and_then(|c| value(&c)) else {
            continue;
        };
        for key in ["property", "name", "itemprop", "http-equiv"] {
            if let Some(name) = node.attr(key) {
                out.entry(name.trim().to_ascii_lowercase())
                    .or_insert_with(|| content.clone());
            }
        }
    }
    out
}

fn attribute(dom: &Dom, selector: &str, name: &str) -> Option<String> {
    let node = dom.select_single(selector);
    node.attr(name).and_then(|v| value(&v))
}

/// The date of the first `<time>` marked as publication, else the first in the article or header.
fn time_element(dom: &Dom) -> Option<DateRange> {
    [
        "time[pubdate], time[itemprop=datePublished], [itemprop=datePublished]",
        "article time, main time, header time, h1 ~ time, time",
    ]
    .iter()
    .find_map(|selector| {
        dom.select(selector).nodes().iter().find_map(|node| {
            let written = node
                .attr("datetime")
                .or_else(|| node.attr("content"))
                .unwrap_or_else(|| node.text());
            parse_date(&written)
        })
    })
}

/// The JSON-LD object that describes the article.
fn article_of(dom: &Dom) -> Option<Value> {
    let mut best: Option<Value> = None;
    for node in dom.select("script[type='application/ld+json']").nodes() {
        let Some(root) = json_of(&node.text()) else {
            continue;
        };
        if let Some(found) = search(&root, DEPTH)
            && best.as_ref().is_none_or(|b| rank(&found) > rank(b))
        {
            best = Some(found);
        }
    }
    best
}

/// The JSON of a script: some sites wrap it as CDATA, some leave line breaks inside its strings.
fn json_of(script: &str) -> Option<Value> {
    let bare = script
        .trim()
        .trim_start_matches(['/', '*', ' '])
        .trim_start_matches("<![CDATA[")
        .trim_start_matches(['*', '/'])
        .trim_end_matches(['/', '*', ' '])
        .trim_end_matches("]]>")
        .trim_end_matches(['/', '*'])
        .trim();
    serde_json::from_str(bare)
        .ok()
        .or_else(|| serde_json::from_str(&bare.replace(char::is_control, " ")).ok())
}

/// The best-ranked object at or below `value`.
fn search(value: &Value, depth: usize) -> Option<Value> {
    if depth == 0 {
        return None;
    }
    match value {
        Value::Array(all) => {
            all.iter()
                .filter_map(|v| search(v, depth - 1))
                .reduce(|best, next| {
                    if rank(&next) > rank(&best) {
                        next
                    } else {
                        best
                    }
                })
        }
        Value::Object(fields) if rank(value) > 0 || !fields.contains_key("@graph") => {
            if rank(value) > 0 {
                return Some(value.clone());
            }
            ["mainEntity", "mainEntityOfPage", "hasPart"]
                .iter()
                .find_map(|k| search(fields.get(*k)?, depth - 1))
        }
        Value::Object(fields) => search(fields.get("@graph")?, depth - 1),
        _ => None,
    }
}

/// 0 for an object that describes no text; more for one that says more.
fn rank(value: &Value) -> usize {
    let types = match value.get("@type") {
        Some(Value::String(one)) => one.clone(),
        Some(Value::Array(all)) => all
            .iter()
            .filter_map(Value::as_str)
            .collect::<Vec<_>>()
            .join(" "),
        _ => return 0,
    };
    let kind = if types.contains("Article") || types.contains("Posting") || types.contains("Report")
    {
        4
    } else if types.contains("WebPage") || types.contains("CreativeWork") {
        1
    } else {
        return 0;
    };
    kind + ["headline", "datePublished", "articleBody"]
        .iter()
        .filter(|k| value.get(**k).is_some())
        .count()
}

fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => {
            // JSON-LD often holds HTML entities; a body keeps its line breaks
            let decoded = html_unescape(text);
            Some(decoded).filter(|t| !t.trim().is_empty())
        }
        Value::Array(all) => all.first().and_then(text_of),
        Value::Object(fields) => fields
            .get("@value")
            .or_else(|| fields.get("@id"))
            .and_then(text_of),
        _ => None,
    }
}

fn html_unescape(text: &str) -> String {
    if !text.contains(['&', '<']) {
        return text.to_owned();
    }
    super::all_paragraphs(&text.replace('\n', "<p>")).join("\n")
}

fn name_of(value: &Value) -> Option<String> {
    match value {
        Value::Object(fields) => fields.get("name").and_then(text_of),
        Value::Array(all) => all.first().and_then(name_of),
        other => text_of(other),
    }
}

/// A name of an author without "By" and without a date behind it; none for addresses and
/// strings that are no name.
pub(crate) fn author(text: &str) -> Option<String> {
    let text = value(text)?;
    let bare = text
        .get(..3)
        .filter(|by| by.eq_ignore_ascii_case("by "))
        .map_or(text.as_str(), |_| &text[3..]);
    let tokens: Vec<&str> = bare.split(' ').collect();
    let dated = |i: usize| {
        tokens
            .get(i)
            .is_some_and(|t| t.starts_with(|c: char| c.is_ascii_digit()))
    };
    let name = (0..tokens.len())
        .take_while(|&i| !(dated(i) || is_month(tokens[i]) && dated(i + 1)))
        .map(|i| tokens[i])
        .collect::<Vec<_>>()
        .join(" ");
    let fits = !name.is_empty() && !name.contains("://") && name.chars().count() <= 80;
    fits.then_some(name)
}

/// The title without the publisher's name hung on behind or before a separator.
pub(crate) fn without_site(title: &str, publisher: Option<&str>) -> String {
    let Some(publisher) = publisher else {
        return title.to_owned();
    };
    let is_site = |part: &str| {
        let label = part.trim().to_lowercase();
        // "Wikipedia" of en.wikipedia.org
        same_words(part, publisher)
            || publisher.contains('.') && publisher.split('.').any(|l| l == label)
    };
    for separator in [" | ", " - ", " – ", " — ", " :: ", " « "] {
        if let Some((head, tail)) = title.rsplit_once(separator)
            && is_site(tail)
        {
            return head.trim().to_owned();
        }
        if let Some((head, tail)) = title.split_once(separator)
            && is_site(head)
        {
            return tail.trim().to_owned();
        }
    }
    title.to_owned()
}

fn is_address(url: &str) -> bool {
    url.starts_with("http://") || url.starts_with("https://")
}

/// The host of an address without "www.".
pub(crate) fn host(url: &str) -> Option<String> {
    let rest = url.split_once("://")?.1;
    let host = rest.split(['/', '?', '#', ':']).next()?;
    let host = host.rsplit('@').next()?.to_ascii_lowercase();
    let bare = host.strip_prefix("www.").unwrap_or(&host);
    bare.contains('.').then(|| bare.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(html: &str) -> Found {
        metadata(&Dom::from(html), None)
    }

    #[test]
    fn json_ld_wrapped_or_with_line_breaks() {
        for script in [
            r#"<![CDATA[ {"@type":"Article","datePublished":"2018-04-05T06:00"} ]]>"#,
            "//<![CDATA[\n{\"@type\":\"Article\",\"datePublished\":\"2018-04-05\"}\n//]]>",
            "[{\"@type\":\"WebSite\"},{\"@type\":\"BlogPosting\",\"description\":\"a\nb\",\"datePublished\":\"2018-04-05\"}]",
        ] {
            let found = of(&format!(
                "<script type=\"application/ld+json\">{script}</script>"
            ));
            assert_eq!(
                found.published.unwrap().to_string(),
                "2018-04-05",
                "{script}"
            );
        }
    }

    #[test]
    fn meta_time_and_address_in_turn() {
        let date = |html| of(html).published.map(|d| d.to_string());
        assert_eq!(date("<meta property='article:published_time' content='2021-03-12T01:00:00Z'><time datetime='2020-01-01'>").unwrap(), "2021-03-12");
        assert_eq!(
            date("<article><time datetime='2020-01-01'>x</time></article>").unwrap(),
            "2020-01-01"
        );
        assert_eq!(
            date("<link rel='canonical' href='https://a.org/2019/07/08/x'>").unwrap(),
            "2019-07-08"
        );
        assert_eq!(date("<p>x"), None);
    }

    #[test]
    fn authors_and_titles_are_cleaned() {
        assert_eq!(
            author("By ANA DIAZ March 11, 2015 3:46 PM").unwrap(),
            "ANA DIAZ"
        );
        assert_eq!(author("https://a.org/ana"), None);
        assert_eq!(author("April 28, 2019"), None);
        assert_eq!(
            without_site("A pact - Wikipedia", Some("en.wikipedia.org")),
            "A pact"
        );
        assert_eq!(
            without_site("Example Wire | A - B", Some("Example Wire")),
            "A - B"
        );
        assert_eq!(
            without_site("Iran - Iraq", Some("Example Wire")),
            "Iran - Iraq"
        );
    }

    #[test]
    fn the_publisher_is_the_site_or_its_host() {
        let html = "<link rel='canonical' href='https://www.example.org/x'>";
        assert_eq!(of(html).publisher.unwrap(), "example.org");
        let html = format!("{html}<meta property='og:site_name' content='Example Wire'>");
        assert_eq!(of(&html).publisher.unwrap(), "Example Wire");
    }
}
