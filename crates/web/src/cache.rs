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
/// What an entry takes besides, about.
const ENTRY: usize = 200;
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
        // a name takes room too: many short answers under long names must not add up unseen
        let size = answer.len() + path.len() + ENTRY;
        if revision > kept.revision || kept.bytes + size > ANSWERS {
            *kept = Kept {
                revision,
                ..Kept::default()
            };
        }
        let new = size <= ANSWERS
            && kept
                .by_path
                .insert(path.to_owned(), answer.clone())
                .is_none();
        if new {
            kept.bytes += size;
        }
    }
}

/// Parsed judgements and what is looked up in them again and again.
#[derive(Default)]
pub(crate) struct Judgements {
    parsed: Mutex<VecDeque<Arc<Judgement>>>,
    last_evidence: Mutex<HashMap<JudgementId, Option<DateRange>>>,
    interval50: Mutex<HashMap<JudgementId, Option<[f64; 2]>>>,
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

    /// The 50 % interval of a judgement.
    pub(crate) fn interval50(&self, case: &Case, id: &JudgementId) -> ApiResult<Option<[f64; 2]>> {
        if let Some(known) = locked(&self.interval50).get(id) {
            return Ok(*known);
        }
        let found = case.interval50(id)?;
        locked(&self.interval50).insert(id.clone(), found);
        Ok(found)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_belong_to_one_revision_and_have_a_limit() {
        let answers = Answers::default();
        let body = Bytes::from_static(b"{}");
        answers.put(7, "/a", &body);
        assert_eq!(answers.get(7, "/a"), Some(body.clone()));
        assert_eq!(answers.get(8, "/a"), None);
        // what was made from an older revision is not kept beside newer ones
        answers.put(8, "/b", &body);
        answers.put(7, "/c", &body);
        assert_eq!(answers.get(8, "/a"), None);
        assert_eq!(answers.get(8, "/b"), Some(body));
        assert_eq!(answers.get(7, "/c"), None);
        let large = Bytes::from(vec![b' '; ANSWERS / 3]);
        for n in 0..10 {
            answers.put(8, &format!("/large/{n}"), &large);
            assert!(locked(&answers.0).bytes <= ANSWERS);
        }
        answers.put(8, "/too large", &Bytes::from(vec![b' '; ANSWERS]));
        assert_eq!(answers.get(8, "/too large"), None);
    }
}
