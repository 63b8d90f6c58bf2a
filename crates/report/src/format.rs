//! The forms in which a judgement leaves the case.

use crate::{ReportData, csv, ftm, gexf, html, json, markdown, stix};
use unravel_evidence::{Judgement, slug};

/// A form of output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// One page without scripts that opens offline and prints: [`crate::html`].
    Html,
    /// GitHub Markdown: [`crate::markdown`].
    Markdown,
    /// The judgement itself: [`crate::json`].
    Json,
    /// The evidence table: [`crate::csv`].
    Csv,
    /// A STIX 2.1 bundle: [`crate::stix`].
    Stix,
    /// FollowTheMoney entities, one a line: [`crate::ftm`].
    Ftm,
    /// A GEXF 1.3 network with time spells: [`crate::gexf`].
    Gexf,
}

/// A word that names no format.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not a format; use one of: html, markdown (md), json, csv, stix, ftm, gexf")]
pub struct FormatError(pub String);

impl Format {
    /// Every format.
    pub const ALL: [Format; 7] = [
        Format::Html,
        Format::Markdown,
        Format::Json,
        Format::Csv,
        Format::Stix,
        Format::Ftm,
        Format::Gexf,
    ];

    /// The word for it on the command line and in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Format::Html => "html",
            Format::Markdown => "markdown",
            Format::Json => "json",
            Format::Csv => "csv",
            Format::Stix => "stix",
            Format::Ftm => "ftm",
            Format::Gexf => "gexf",
        }
    }

    /// How a file of it ends, without the leading dot.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Markdown => "md",
            Format::Stix => "stix.json",
            Format::Ftm => "ftm.json",
            other => other.as_str(),
        }
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Format::Html => "text/html; charset=utf-8",
            Format::Markdown => "text/markdown; charset=utf-8",
            Format::Json => "application/json",
            Format::Csv => "text/csv; charset=utf-8",
            Format::Stix => "application/stix+json;version=2.1",
            Format::Ftm => "application/json+ftm",
            Format::Gexf => "application/gexf+xml",
        }
    }

    /// The format that a file name ends in; the longest known ending decides, so that
    /// `x.stix.json` is STIX and `x.json` the judgement.
    ///
    /// ```
    /// use unravel_report::Format;
    /// assert_eq!(Format::of_file_name("sahel.stix.json"), Some(Format::Stix));
    /// assert_eq!(Format::of_file_name("sahel.HTM"), Some(Format::Html));
    /// assert_eq!(Format::of_file_name("sahel"), None);
    /// ```
    pub fn of_file_name(name: &str) -> Option<Self> {
        const ENDINGS: [(&str, Format); 12] = [
            (".stix.json", Format::Stix),
            (".stix", Format::Stix),
            (".ftm.json", Format::Ftm),
            (".ftm", Format::Ftm),
            (".jsonl", Format::Ftm),
            (".ndjson", Format::Ftm),
            (".json", Format::Json),
            (".html", Format::Html),
            (".htm", Format::Html),
            (".md", Format::Markdown),
            (".csv", Format::Csv),
            (".gexf", Format::Gexf),
        ];
        let name = name.to_ascii_lowercase();
        let known = ENDINGS.iter().find(|(end, _)| name.ends_with(end));
        known.map(|(_, format)| *format)
    }

    /// The report in this format.
    pub fn render(self, data: &ReportData) -> String {
        match self {
            Format::Html => html(data),
            Format::Markdown => markdown(&data.judgement),
            Format::Json => json(&data.judgement),
            Format::Csv => csv(&data.judgement),
            Format::Stix => stix(data),
            Format::Ftm => ftm(data),
            Format::Gexf => gexf(data),
        }
    }
}

impl std::fmt::Display for Format {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

impl std::str::FromStr for Format {
    type Err = FormatError;

    fn from_str(word: &str) -> Result<Self, FormatError> {
        let lower = word.to_ascii_lowercase();
        let known = Self::ALL.into_iter();
        known
            .clone()
            .find(|f| f.as_str() == lower)
            .or_else(|| known.clone().find(|f| f.extension() == lower))
            .ok_or_else(|| FormatError(word.to_owned()))
    }
}

/// A file name for a report: actors, horizon and as-of date, safe on every file system.
pub fn file_name(j: &Judgement, format: Format) -> String {
    let q = &j.question;
    // Long names of many parts would exceed what file systems take.
    let part = |name: &str| -> String {
        let cut: String = slug(name).chars().take(40).collect();
        if cut.is_empty() {
            "actor".to_owned()
        } else {
            cut
        }
    };
    format!(
        "{}--{}--until-{}--as-of-{}.{}",
        part(&q.tie.a.name),
        part(&q.tie.b.name),
        q.until,
        q.as_of,
        format.extension()
    )
}
