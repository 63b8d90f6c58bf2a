//! Judging stored questions again, and keeping what is news.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rayon::prelude::*;
use serde::Serialize;
use unravel_actors::Registry;
use unravel_casefile::Case;
use unravel_evidence::{EvidenceItem, Judgement, Question, Yardstick};
use unravel_judge::{JudgeError, Model};

use super::judging::{Asked, Desk, Gathered};
use crate::select::Party;

/// Questions gathered together, so that every core judges and memory stays bounded.
const CHUNK: usize = 64;

/// A judgement is kept where the probability moved by this much (0.05 points) though its
/// evidence is the same: days pass, and each day is not news.
const NEWS: f64 = 0.0005;

/// How a question fared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Judged for the first time.
    First,
    /// Judged again, and kept because something changed.
    Changed,
    /// Judged again with the same result; not kept.
    Unchanged,
    /// Its date has come: it is to be resolved.
    Due,
    /// It can't be judged.
    Failed,
}

/// How, and in whose name, questions are judged again.
pub struct Rejudging<'r> {
    pub registry: &'static Registry,
    pub model: &'r Model,
    pub yardstick: Yardstick,
    pub as_of: Date,
    pub who: &'r str,
}

/// What came of a question.
pub enum Fared {
    /// Its date has come.
    Due,
    /// It has no answer.
    Failed(JudgeError),
    /// It was judged; kept in the case unless unchanged.
    Judged {
        judgement: Box<Judgement>,
        previous: Option<Box<Judgement>>,
        status: Status,
    },
}

/// Judges these questions of a case again; `each` hears of them in their order.
pub fn rejudge(
    case: &mut Case,
    questions: &[Question],
    how: &Rejudging<'_>,
    each: &mut dyn FnMut(&Question, Fared),
) -> anyhow::Result<()> {
    let mut desk = Desk::new(how.registry, case, how.as_of)?;
    let parties: Vec<[Party; 2]> = questions
        .iter()
        .map(|q| [desk.party_of(&q.tie.a), desk.party_of(&q.tie.b)])
        .collect();
    let both: Vec<&Party> = parties.iter().flatten().collect();
    desk.read_remarks(case, &both)?;
    let ready: Vec<(&Question, &[Party; 2])> = questions.iter().zip(&parties).collect();
    for chunk in ready.chunks(CHUNK) {
        let mut gathered: Vec<Option<Gathered>> = Vec::new();
        for (question, [a, b]) in chunk {
            if question.until <= how.as_of {
                gathered.push(None);
                continue;
            }
            let asked = Asked {
                a,
                b,
                ends: question.ends,
                until: question.until,
                class: Some(question.tie.class),
                began: None,
            };
            gathered.push(Some(desk.gather(case, &asked)?));
        }
        let judged: Vec<Option<Result<Judgement, JudgeError>>> = gathered
            .par_iter()
            .map(|ready| Some(ready.as_ref()?.judge(how.model, how.yardstick)))
            .collect();
        for (((question, _), ready), result) in chunk.iter().zip(gathered).zip(judged) {
            let previous = ready.and_then(|g| g.previous);
            let fared = match result {
                None => Fared::Due,
                Some(Err(problem)) => Fared::Failed(problem),
                Some(Ok(judgement)) => {
                    let status = status(&judgement, previous.as_ref());
                    if status != Status::Unchanged {
                        case.add_judgement(&judgement, how.who)?;
                    }
                    Fared::Judged {
                        judgement: Box::new(judgement),
                        previous: previous.map(Box::new),
                        status,
                    }
                }
            };
            each(question, fared);
        }
    }
    Ok(())
}

/// Whether a new judgement says anything that the last one does not.
fn status(now: &Judgement, before: Option<&Judgement>) -> Status {
    let Some(before) = before else {
        return Status::First;
    };
    // cluster numbers follow the weights, which move from day to day
    fn items(j: &Judgement) -> BTreeMap<&str, (&EvidenceItem, Option<&str>)> {
        let one = |i| {
            let item: &EvidenceItem = i;
            (item.statement.id.as_str(), (item, item.note.as_deref()))
        };
        j.evidence.iter().map(one).collect()
    }
    let (was, is) = (items(before), items(now));
    let same_items = was.len() == is.len()
        && is.iter().all(|(id, (item, note))| {
            was.get(id).is_some_and(|(old, old_note)| {
                item.statement == old.statement && item.grade == old.grade && note == old_note
            })
        });
    let same_question = now.question.tie == before.question.tie
        && now.model.weights == before.model.weights
        && now.yardstick == before.yardstick;
    let still = (now.probability - before.probability).abs() < NEWS;
    if same_items && same_question && still {
        Status::Unchanged
    } else {
        Status::Changed
    }
}
