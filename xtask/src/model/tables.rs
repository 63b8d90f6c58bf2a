//! The tables of the wheel: exceptions, normal forms, labels, moves, rules, lemmas.

use anyhow::{Context, Result, bail};
use rmpv::Value;
use serde_json::Value as Json;
use unravel_language::hash::murmur64a;
use unravel_language::model::{LemmaTable, Move, RulerPattern, RulerToken, Special, TextTest};

use super::msgpack::{self, Node, text};

/// Attribute numbers within the tokenizer's exceptions.
const ORTH: u64 = 65;
const NORM: u64 = 67;

/// The chunks with a fixed tokenization.
pub fn specials(tokenizer: &Node) -> Result<Vec<Special>> {
    let map = tokenizer
        .get("exceptions")?
        .as_map()
        .context("the exceptions are no map")?;
    let mut specials = Vec::new();
    for (key, tokens) in map {
        let mut special = Special {
            text: text(key).context("an exception is no text")?.to_owned(),
            tokens: Vec::new(),
        };
        for token in tokens.as_array().context("an exception has no tokens")? {
            let attribute = |id: u64| {
                let map = token.as_map()?;
                let found = map.iter().find(|(k, _)| k.as_u64() == Some(id))?;
                text(&found.1).map(str::to_owned)
            };
            special.tokens.push((
                attribute(ORTH).context("a token has no text")?,
                attribute(NORM),
            ));
        }
        specials.push(special);
    }
    specials.sort_by(|a, b| a.text.cmp(&b.text));
    Ok(specials)
}

/// The table of normal forms.
pub fn norms(file: &[u8]) -> Result<Vec<(u64, String)>> {
    let lookups = msgpack::parse(file)?;
    let table = lookups
        .get("lexeme_norm")?
        .as_map()
        .context("the norms are no map")?;
    let mut norms = Vec::new();
    for (key, value) in table {
        let key = key.as_u64().context("a norm's key is no number")?;
        norms.push((key, text(value).context("a norm is no text")?.to_owned()));
    }
    norms.sort();
    Ok(norms)
}

/// The fine tags in output order.
pub fn tags(file: &[u8]) -> Result<Vec<String>> {
    let json: Json = serde_json::from_slice(file)?;
    let labels = json["labels"]
        .as_array()
        .context("the tagger has no labels")?;
    Ok(labels
        .iter()
        .filter_map(Json::as_str)
        .map(str::to_owned)
        .collect())
}

/// The moves of a transition system in output order: by kind, then falling by count and label.
pub fn moves(file: &[u8]) -> Result<Vec<Move>> {
    let outer = msgpack::parse(file)?;
    let json: Json = serde_json::from_str(outer.text("moves")?)?;
    let kinds = json.as_object().context("the moves are no map")?;
    let mut moves: Vec<(u8, i64, &str)> = Vec::new();
    for (kind, labels) in kinds {
        for (label, count) in labels.as_object().context("a kind of move has no labels")? {
            moves.push((
                kind.parse()?,
                count.as_i64().context("a count is no number")?,
                label,
            ));
        }
    }
    moves.sort_by(|a, b| a.0.cmp(&b.0).then((b.1, b.2).cmp(&(a.1, a.2))));
    Ok(moves
        .into_iter()
        .map(|(kind, _, label)| Move {
            kind,
            label: label.to_owned(),
        })
        .collect())
}

/// The attribute rules. A rule with several patterns becomes several rules.
pub fn ruler(file: &[u8]) -> Result<Vec<RulerPattern>> {
    let rules = msgpack::parse(file)?;
    let mut found = Vec::new();
    for rule in rules
        .0
        .as_array()
        .context("the attribute rules are no list")?
    {
        let attribute = |name: &str| {
            let attributes = msgpack::get(rule, "attrs")?;
            msgpack::get(attributes, name)
                .and_then(text)
                .map(str::to_owned)
        };
        let index = msgpack::get(rule, "index")
            .and_then(Value::as_u64)
            .context("no index")?;
        let patterns = msgpack::get(rule, "patterns").and_then(Value::as_array);
        for pattern in patterns.context("a rule has no patterns")? {
            let mut tokens = Vec::new();
            for token in pattern.as_array().context("a pattern is no list")? {
                tokens.push(ruler_token(token)?);
            }
            found.push(RulerPattern {
                tokens,
                index: index as usize,
                pos: attribute("POS"),
                tag: attribute("TAG"),
                dep: attribute("DEP"),
                lemma: attribute("LEMMA"),
                morph: attribute("MORPH"),
            });
        }
    }
    Ok(found)
}

fn ruler_token(token: &Value) -> Result<RulerToken> {
    let mut tests = RulerToken::default();
    for (key, value) in token.as_map().context("a test is no map")? {
        match text(key) {
            Some("TAG") => tests.tag = Some(test(value)?),
            Some("LOWER") => tests.lower = Some(test(value)?),
            Some("DEP") => tests.dep = Some(test(value)?),
            Some("IS_SPACE") => tests.space = value.as_bool(),
            other => bail!("a test of an unknown attribute {other:?}"),
        }
    }
    Ok(tests)
}

fn test(value: &Value) -> Result<TextTest> {
    if let Some(text) = text(value) {
        return Ok(TextTest::In(vec![text.to_owned()]));
    }
    let list = |value: &Value| -> Result<Vec<String>> {
        let list = value.as_array().context("a set is no list")?;
        Ok(list.iter().filter_map(text).map(str::to_owned).collect())
    };
    if let Some(set) = msgpack::get(value, "IN") {
        return Ok(TextTest::In(list(set)?));
    }
    if let Some(set) = msgpack::get(value, "NOT_IN") {
        return Ok(TextTest::NotIn(list(set)?));
    }
    // Three rules use expressions, each for a handful of words.
    let words = match msgpack::get(value, "REGEX").and_then(text) {
        Some("^n'?t$") => vec!["nt", "n't"],
        Some("^n[ou]thin'$") => vec!["nothin'", "nuthin'"],
        Some("^y'?$") => vec!["y", "y'"],
        other => bail!("a test of an unknown kind: {other:?}"),
    };
    Ok(TextTest::In(words.into_iter().map(str::to_owned).collect()))
}

/// The lemma tables.
pub fn lemmas(file: &[u8], symbols: &[(String, u32)]) -> Result<Vec<LemmaTable>> {
    let lookups = msgpack::parse(file)?;
    let mut tables = Vec::new();
    for pos in [
        "adj", "adp", "adv", "aux", "cconj", "conj", "det", "intj", "noun", "num", "part", "pron",
        "propn", "punct", "sconj", "sym", "verb", "x",
    ] {
        let symbol = symbols.iter().find(|(name, _)| name == pos);
        let key = symbol.map_or_else(|| murmur64a(pos.as_bytes(), 1), |(_, n)| u64::from(*n));
        let entry = |table: &str| -> Result<Option<&Value>> {
            let map = lookups
                .get(table)?
                .as_map()
                .context("a lemma table is no map")?;
            Ok(map
                .iter()
                .find(|(k, _)| k.as_u64() == Some(key))
                .map(|(_, v)| v))
        };
        let (index, exceptions, rules) = (
            entry("lemma_index")?,
            entry("lemma_exc")?,
            entry("lemma_rules")?,
        );
        if index.is_none() && exceptions.is_none() && rules.is_none() {
            continue;
        }
        let list = |value: &Value| -> Vec<String> {
            value
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(text)
                .map(str::to_owned)
                .collect()
        };
        let mut words = index.map(&list).unwrap_or_default();
        words.sort();
        let mut lines = Vec::new();
        for (form, lemmas) in exceptions.and_then(Value::as_map).into_iter().flatten() {
            let form = text(form).context("an exception's form is no text")?;
            lines.push(format!("{form}\t{}", list(lemmas).join("\t")));
        }
        lines.sort();
        let mut pairs = Vec::new();
        for rule in rules.and_then(Value::as_array).into_iter().flatten() {
            let [old, new] = <[String; 2]>::try_from(list(rule))
                .map_err(|_| anyhow::anyhow!("a lemma rule is no pair"))?;
            pairs.push((old, new));
        }
        tables.push(LemmaTable {
            pos: pos.to_owned(),
            index: words.join("\n"),
            exceptions: lines.join("\n"),
            rules: pairs,
        });
    }
    Ok(tables)
}
