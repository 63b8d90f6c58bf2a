//! Front matter: a YAML (`---`) or TOML (`+++`) head that states a text's metadata.

use crate::dates::parse_date;
use crate::draft::Draft;
use serde_json::Value;

/// Splits a text into the metadata of its head and its body. A head that is not closed or not
/// well formed is no head: all of it is body then, so nothing written is lost.
///
/// Keys: `title`, `publisher` or `source`, `published` or `date`, `author` or `authors`, `url`,
/// `language`, `reliability` (A to F, of the publisher); `reference` stands in for `url` where it is an address.
pub(crate) fn split(text: &str) -> (Option<Draft>, &str) {
    let trimmed = text.trim_start_matches(['\u{feff}', '\n', '\r', ' ']);
    for (fence, parse) in [
        ("---", yaml as fn(&str) -> Option<Value>),
        ("+++", toml_value),
    ] {
        let Some(rest) = trimmed
            .strip_prefix(fence)
            .and_then(|r| r.strip_prefix("\r\n").or_else(|| r.strip_prefix('\n')))
        else {
            continue;
        };
        let mut at = 0;
        for line in rest.split_inclusive('\n') {
            if line.trim_end() == fence {
                return match parse(&rest[..at]) {
                    Some(Value::Object(fields)) => (Some(draft(&fields)), &rest[at + line.len()..]),
                    _ => (None, text),
                };
            }
            at += line.len();
        }
    }
    (None, text)
}

fn yaml(head: &str) -> Option<Value> {
    serde_saphyr::from_str(head).ok()
}

fn toml_value(head: &str) -> Option<Value> {
    let table: toml::Table = head.parse().ok()?;
    Some(Value::Object(
        table
            .into_iter()
            .map(|(key, value)| (key, json(value)))
            .collect(),
    ))
}

/// Only what metadata needs: a TOML date becomes its text.
fn json(value: toml::Value) -> Value {
    match value {
        toml::Value::Array(all) => Value::Array(all.into_iter().map(json).collect()),
        toml::Value::String(text) => Value::String(text),
        other => Value::String(other.to_string()),
    }
}

/// The metadata of named fields, of front matter and of JSON Lines.
pub(crate) fn draft(fields: &serde_json::Map<String, Value>) -> Draft {
    let text = |keys: &[&str]| {
        fields
            .iter()
            .find(|(key, value)| {
                keys.iter().any(|k| key.eq_ignore_ascii_case(k)) && scalar(value).is_some()
            })
            .and_then(|(_, value)| scalar(value))
    };
    let authors = fields
        .iter()
        .find(|(key, _)| {
            ["authors", "author", "byline"]
                .iter()
                .any(|k| key.eq_ignore_ascii_case(k))
        })
        .map(|(_, value)| match value {
            Value::Array(all) => all.iter().filter_map(scalar).collect(),
            one => scalar(one).into_iter().collect(),
        })
        .unwrap_or_default();
    Draft {
        title: text(&["title", "headline"]),
        publisher: text(&["publisher", "source"]),
        authors,
        published: text(&["published", "date", "publication_date", "datePublished"])
            .as_deref()
            .and_then(parse_date),
        url: text(&["url", "link"])
            .or_else(|| text(&["reference"]).filter(|r| r.starts_with("http"))),
        language: text(&["language", "lang"]),
        reliability: text(&["reliability"]).and_then(|grade| grade.parse().ok()),
        paragraphs: Vec::new(),
    }
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.trim().is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_yaml_and_toml() {
        let yaml = "---\ntitle: \"A: pact\"\nsource: Example Wire\ndate: 2021-03-12\nauthors:\n  - Desk A\n  - Desk B\nreference: https://a.org/x\n---\nBody";
        let (front, body) = split(yaml);
        let front = front.unwrap();
        assert_eq!(front.title.as_deref(), Some("A: pact"));
        assert_eq!(front.authors, ["Desk A", "Desk B"]);
        assert_eq!(front.published.unwrap().to_string(), "2021-03-12");
        assert_eq!(front.url.as_deref(), Some("https://a.org/x"));
        assert_eq!(body, "Body");
        let toml = "+++\ntitle = 'A pact'\ndate = 1999-05-12\nauthors = ['X']\n+++\nBody";
        let (front, body) = split(toml);
        assert_eq!(front.unwrap().published.unwrap().to_string(), "1999-05-12");
        assert_eq!(body, "Body");
    }

    #[test]
    fn what_is_no_head_stays_body() {
        for text in [
            "---\nno end\ntext",
            "---\n: : [\n---\nx",
            "plain",
            "---\njust words\n---\nx",
        ] {
            assert_eq!(split(text), (None, text));
        }
    }

    #[test]
    fn a_year_as_a_number_is_a_date() {
        let (front, _) = split("---\ndate: 1999\n---\nx");
        assert_eq!(front.unwrap().published.unwrap().to_string(), "1999");
    }
}
