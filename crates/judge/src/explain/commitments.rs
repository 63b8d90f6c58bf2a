//! Commitments and what became of them.
//!
//! A commitment is a promise, or an agreement stated as made. It has a direction: a promise to
//! a third party to restrain the other counts against the tie, a pledge between the two for
//! it. Later asserted statements that involve the one who committed show it kept where their
//! bearing is the same (against the tie only costly acts and withdrawals: words are cheap), and
//! violated where a promise against the tie meets later cooperation, or a promise for it meets
//! a costly act, hostility or break.

use super::Context;
use jiff::civil::Date;
use std::collections::BTreeSet;
use unravel_evidence::{
    ActorRef, Bearing, Commitment, CommitmentStatus, EvidenceItem, Kind, Stance,
};

/// Commitments shown at most, latest first.
const COMMITMENTS: usize = 30;
/// Later statements named at most for each way, latest first.
const STATEMENTS: usize = 10;

pub(crate) fn commitments(context: &Context, table: &[EvidenceItem]) -> Vec<Commitment> {
    let counted = |i: &&EvidenceItem| i.note.as_deref().is_none_or(|n| !n.starts_with("rejected"));
    let mut promises: Vec<&EvidenceItem> = table
        .iter()
        .filter(counted)
        .filter(|i| is_commitment(i))
        .collect();
    promises.sort_by(|a, b| {
        date(b)
            .cmp(&date(a))
            .then(a.statement.id.cmp(&b.statement.id))
    });
    let mut seen = BTreeSet::new();
    promises.retain(|i| seen.insert(i.cluster));
    promises.truncate(COMMITMENTS);
    let mut later: Vec<&EvidenceItem> = table
        .iter()
        .filter(|i| i.weight != 0.0 && i.statement.stance != Stance::Promised && !is_commitment(i))
        .filter(|i| matches!(i.statement.stance, Stance::Asserted | Stance::Denied))
        .collect();
    later.sort_by(|a, b| {
        date(b)
            .cmp(&date(a))
            .then(a.statement.id.cmp(&b.statement.id))
    });
    promises
        .into_iter()
        .map(|promise| follow(context, promise, &later))
        .collect()
}

fn is_commitment(item: &EvidenceItem) -> bool {
    let s = &item.statement;
    s.bearing != Bearing::Neutral
        && (s.stance == Stance::Promised
            || (s.kind == Kind::Agreement && s.stance == Stance::Asserted))
}

fn date(item: &EvidenceItem) -> Option<Date> {
    item.statement
        .when
        .or(item.document.published)
        .map(|d| d.end())
}

fn follow(context: &Context, promise: &EvidenceItem, later: &[&EvidenceItem]) -> Commitment {
    let s = &promise.statement;
    let by = committer(context, promise);
    let to = if by.id == s.a.id {
        s.b.clone()
    } else {
        s.a.clone()
    };
    let made = date(promise);
    // `later` is newest first: everything before the first older item came after the promise.
    let after = later
        .iter()
        .take_while(|i| made.is_some_and(|m| date(i).is_some_and(|d| d > m)))
        .filter(|i| {
            let t = &i.statement;
            t.a.id == by.id || t.b.id == by.id
        });
    let (mut complied, mut violated) = (Vec::new(), Vec::new());
    for item in after {
        let t = &item.statement;
        let words = t.kind.is_cooperative() && t.stance == Stance::Asserted;
        let acts = t.costly
            || matches!(t.kind, Kind::Hostility | Kind::Break)
            || t.stance == Stance::Denied;
        let list = match (s.bearing, t.bearing) {
            (Bearing::Against, Bearing::Against) if acts => &mut complied,
            (Bearing::Against, Bearing::For) if words => &mut violated,
            (Bearing::For, Bearing::For) if words => &mut complied,
            (Bearing::For, Bearing::Against) if acts => &mut violated,
            _ => continue,
        };
        if list.len() < STATEMENTS {
            list.push(t.id.clone());
        }
    }
    Commitment {
        status: match (complied.is_empty(), violated.is_empty()) {
            (true, true) => CommitmentStatus::Unknown,
            (false, true) => CommitmentStatus::Kept,
            (true, false) => CommitmentStatus::Violated,
            (false, false) => CommitmentStatus::Mixed,
        },
        by,
        to,
        when: s.when.or(promise.document.published),
        statement: s.id.clone(),
        complied,
        violated,
    }
}

/// Who committed: one of the two of the tie if the statement names it, the speaker first.
fn committer(context: &Context, promise: &EvidenceItem) -> ActorRef {
    let s = &promise.statement;
    let (a, b) = (&context.question.tie.a, &context.question.tie.b);
    let of_the_tie = |r: &ActorRef| r.id == a.id || r.id == b.id;
    let named = |r: &ActorRef| r.id == s.a.id || r.id == s.b.id;
    if let Some(speaker) = s.said_by.as_ref().filter(|r| named(r) && of_the_tie(r)) {
        return speaker.clone();
    }
    if of_the_tie(&s.a) {
        s.a.clone()
    } else {
        s.b.clone()
    }
}
