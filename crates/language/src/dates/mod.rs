//! Dates in a text, resolved against the day it was published.
//!
//! An expression is read where the recogniser saw a date, or where the words leave no doubt
//! ("in 1999", "May 12, 1999"). What it means is an inclusive range of days, with how finely it
//! was given. Without a year the past is preferred, as news does: "in May" is the last May,
//! "Tuesday" the last Tuesday, unless the clause is about the future ("will meet on Tuesday").
//! What cannot be known from the words is not guessed: "the second half of the administration",
//! "every Tuesday", "for ten years" have no range.

mod calendar;
mod grammar;
mod words;

use std::ops::Range;

use jiff::civil::Date;
use serde::Serialize;
use unravel_evidence::DateRange;

use crate::{Dep, EntityLabel, Parse, Pos};

/// How finely a time is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Grain {
    /// A day, or several named days.
    Day,
    /// A week, or a point known to about a week.
    Week,
    /// A month, or part of one.
    Month,
    /// A season, a quarter, half a year, or part of a year.
    Season,
    /// A year.
    Year,
    /// A decade, or part of one.
    Decade,
    /// A century, or part of one.
    Century,
}

/// How an expression relates to what happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Relation {
    /// Some time within the range.
    Within,
    /// From the start of the range on; the range ends with the publication where that is known.
    Since,
    /// Up to the end of the range; when it began is not said.
    Until,
    /// Before the range.
    Before,
    /// After the range.
    After,
    /// All through the range: "between 1996 and 2001", "from May to August".
    Through,
}

/// An expression of time.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DatedExpression {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// The days it means; `None` where the words do not say, or where they count from a day of
    /// publication that is not known.
    pub range: Option<DateRange>,
    /// How finely it is given; `None` without a range.
    pub grain: Option<Grain>,
    /// How it relates to what happened.
    pub relation: Relation,
    /// Whether it is approximate: "about 1998", "several years ago".
    pub approximate: bool,
}

/// Finds and resolves the expressions of time in a parsed text, in text order. `published` is
/// the day the text was published; without it only what carries its own year is resolved.
pub fn resolve(parse: &Parse, published: Option<Date>) -> Vec<DatedExpression> {
    let words: Vec<String> = (0..parse.len())
        .map(|i| parse.token_text(i).to_lowercase().replace('’', "'"))
        .collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < parse.len() {
        let future = |i: usize| is_future(parse, i);
        let read = grammar::Reader {
            words: &words,
            published,
            future: &future,
        }
        .read(at);
        let read = read.filter(|read| read.strong || touches_date(parse, &(at..read.end)));
        if let Some(read) = read {
            let tokens = at..read.end;
            at = read.end;
            found.push(related(&words, tokens, read, published));
        } else {
            at += 1;
        }
    }
    // What the recogniser took for a date but the words do not tell.
    let mut rest: Vec<DatedExpression> = Vec::new();
    let mut next = 0;
    for entity in parse
        .entities()
        .filter(|entity| entity.label == EntityLabel::Date)
    {
        let (from, to) = (entity.tokens.start, entity.tokens.end);
        while found.get(next).is_some_and(|f| f.tokens.end <= from) {
            next += 1;
        }
        if found.get(next).is_none_or(|f| f.tokens.start >= to) {
            rest.push(DatedExpression {
                tokens: from..to,
                range: None,
                grain: None,
                relation: Relation::Within,
                approximate: false,
            });
        }
    }
    found.append(&mut rest);
    found.sort_by_key(|expression| expression.tokens.start);
    found
}

fn touches_date(parse: &Parse, tokens: &Range<usize>) -> bool {
    let tokens = &parse.tokens()[tokens.clone()];
    tokens
        .iter()
        .any(|t| matches!(t.ent, Some(EntityLabel::Date | EntityLabel::Time)))
}

/// Whether the clause of a token is about the future.
fn is_future(parse: &Parse, i: usize) -> bool {
    let mut up = std::iter::once(i).chain(parse.ancestors(i)).take(32);
    let verb = up.find(|&i| matches!(parse.tokens()[i].pos, Pos::Verb | Pos::Aux));
    verb.is_some_and(|verb| {
        parse.children(verb).any(|child| {
            let token = &parse.tokens()[child];
            token.dep == Dep::Aux && matches!(token.lemma.as_str(), "will" | "shall" | "’ll")
        })
    })
}

/// Puts the word before the expression to use.
fn related(
    words: &[String],
    tokens: Range<usize>,
    read: grammar::Read,
    published: Option<Date>,
) -> DatedExpression {
    // "since the late 1990s": the preposition may stand before an article or an adverb.
    let mut before = tokens.start;
    let mut approximate = read.approximate;
    while before > 0
        && matches!(
            words[before - 1].as_str(),
            "the"
                | "about"
                | "around"
                | "approximately"
                | "circa"
                | "at"
                | "least"
                | "roughly"
                | "some"
                | "nearly"
                | "almost"
        )
    {
        before -= 1;
        approximate |= !matches!(words[before].as_str(), "the" | "at" | "least");
    }
    let word = before.checked_sub(1).map_or("", |i| words[i].as_str());
    let relation = match word {
        _ if read.through => Relation::Through,
        "since" | "from" => Relation::Since,
        "until" | "till" | "by" | "through" | "to" if tokens.start > 0 => Relation::Until,
        "before" => Relation::Before,
        "after" => Relation::After,
        _ => Relation::Within,
    };
    let mut range = read.range;
    if let (Relation::Since, "since", Some(start), Some(published)) =
        (relation, word, range, published)
    {
        range = DateRange::new(start.start(), published).ok().or(range);
    }
    DatedExpression {
        tokens,
        grain: range.map(|_| read.grain),
        range,
        relation,
        approximate,
    }
}
