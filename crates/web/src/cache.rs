//! Answers kept for as long as the case does not change, and judgements, which never do.

use crate::error::ApiResult;
use crate::state::locked;
use axum::body::Bytes;
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex};
use unravel_casefile::{Case, JudgementSummary};
use unravel_evidence::{DateRange, Judgement, JudgementId};

/// Most bytes of answers kept.
const ANSWERS: usize = 64 << 20;
/// Most items of evidence kept in parsed judgements; one takes about 3 kB.
const ITEMS: usize = 40_000;

/// Serialised answers by path and query, all of one revision of the case.
#[derive(Default)]
pub(crate) struct Answers(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    revision: u64,
    bytes: usize,
    by_path: HashMap<String, Bytes>,
}

impl Answers {
    pub(crate) fn get(&self, revision: u64, path: &str) -> Option<Bytes> {
        let kept = locked(&self.0);
        (kept.revision == revision).then(|| kept.by_path.get(path).cloned())?
    }

    pub(crate) fn put(&self, revision: u64, path: &str, answer: &Bytes) {
        let mut kept = locked(&self.0);
        if revision < kept.revision {
            return;
        }
        if revision > kept.revision || kept.bytes + answer.len() > ANSWERS {
            *kept = Kept {
                revision,
                ..Kept::default()
            };
        }
        if answer.len() <= ANSWERS
            && kept
                .by_path
                .insert(path.to_owned(), answer.clone())
                .is_none()
        {
            kept.bytes += answer.len();
        }
    }
}

/// Parsed judgements and what is looked up in them again and again.
#[derive(Default)]
pub(crate) struct Judgements {
    parsed: Mutex<VecDeque<Arc<Judgement>>>,
    last_evidence: Mutex<HashMap<JudgementId, Option<DateRange>>>,
}

impl Judgements {
    /// The judgement with this id, read once; none if the case does not hold it.
    pub(crate) fn get(&self, case: &Case, id: &JudgementId) -> ApiResult<Option<Arc<Judgement>>> {
        {
            let mut parsed = locked(&self.parsed);
            if let Some(at) = parsed.iter().position(|j| j.id == *id)
                && let Some(found) = parsed.remove(at)
            {
                parsed.push_front(found.clone());
                return Ok(Some(found));
            }
        }
        let Some(judgement) = case.judgement(id)?.map(Arc::new) else {
            return Ok(None);
        };
        let mut parsed = locked(&self.parsed);
        if !parsed.iter().any(|j| j.id == *id) {
            parsed.push_front(judgement.clone());
        }
        let items = |parsed: &VecDeque<Arc<Judgement>>| -> usize {
            parsed.iter().map(|j| j.evidence.len() + 10).sum()
        };
        while parsed.len() > 1 && items(&parsed) > ITEMS {
            parsed.pop_back();
        }
        Ok(Some(judgement))
    }

    /// When the newest evidence of a judgement was published.
    pub(crate) fn last_evidence(
        &self,
        case: &Case,
        judgement: &JudgementSummary,
    ) -> ApiResult<Option<DateRange>> {
        if let Some(known) = locked(&self.last_evidence).get(&judgement.id) {
            return Ok(*known);
        }
        let found = case.last_evidence(&judgement.id)?;
        locked(&self.last_evidence).insert(judgement.id.clone(), found);
        Ok(found)
    }
}
