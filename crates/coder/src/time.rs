//! When: the date expression that belongs to a statement.

use unravel_evidence::DateRange;
use unravel_language::dates::DatedExpression;
use unravel_language::{Dep, Pos, Tag};

use crate::scene::Scene;

/// The time of what a predicate says: a date in its own clause, else the nearest in the
/// sentence; for a state that lasts (a noun or participle, the present or the perfect) in news
/// of one day, the month of publication. A past act without a date has none: the day of
/// publication is never taken for it.
pub(crate) fn of(
    scene: &Scene<'_>,
    dates: &[DatedExpression],
    predicate: usize,
    published: Option<DateRange>,
) -> Option<DateRange> {
    let sentence = scene.sentence(predicate);
    let verb = clause_verb(scene, predicate);
    let clause = scene.parse.subtree(verb);
    let nearest = dates
        .iter()
        .filter(|d| sentence.contains(&d.tokens.start))
        .filter_map(|d| d.range.map(|range| (d, range)))
        // "who have been at war since 2015" dates its own clause only
        .filter(|(d, _)| {
            let inner = clause_verb(scene, d.tokens.start);
            scene.dep(inner) != Dep::Relcl || scene.parse.is_ancestor(inner, predicate)
        })
        .min_by_key(|(d, _)| {
            let away = d.tokens.start.abs_diff(predicate);
            let other = clause_verb(scene, d.tokens.start) != verb;
            (other, !clause.contains(&d.tokens.start), away)
        });
    if let Some((_, range)) = nearest {
        return Some(range);
    }
    let lasts = is_present(scene, verb) || {
        let standing = verb != predicate
            || matches!(scene.dep(predicate), Dep::Acl | Dep::Amod)
            || scene.parse.tokens()[verb].tag == Tag::Vbg;
        standing && published.is_some_and(|p| p.start() == p.end())
    };
    published.filter(|_| lasts).map(|p| {
        match DateRange::month(p.start().year(), p.start().month()) {
            Some(month) if p.days() < 32 => month,
            _ => p,
        }
    })
}

/// The nearest verb at or above a token.
fn clause_verb(scene: &Scene<'_>, mut t: usize) -> usize {
    for _ in 0..12 {
        if matches!(scene.pos(t), Pos::Verb | Pos::Aux) {
            break;
        }
        let up = scene.head(t);
        if up == t {
            break;
        }
        t = up;
    }
    t
}

/// Present tense, simple, progressive or perfect ("backs", "is backed by", "has pledged").
fn is_present(scene: &Scene<'_>, verb: usize) -> bool {
    let present = |t: usize| matches!(scene.parse.tokens()[t].tag, Tag::Vbz | Tag::Vbp | Tag::Md);
    let auxiliary = scene
        .children(verb)
        .filter(|c| matches!(scene.dep(*c), Dep::Aux | Dep::Auxpass))
        .collect::<Vec<_>>();
    if auxiliary.is_empty() {
        present(verb)
    } else {
        auxiliary.into_iter().any(present)
    }
}
