//! A judgement as a file in the forms that other tools read.

use crate::brief;
use crate::error::ApiResult;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use std::collections::BTreeMap;
use unravel_casefile::{Case, QuestionRecord};
use unravel_evidence::{ActorRef, Judgement};
use unravel_report::{Format, Past, ReportData, file_name};

/// The file, to be saved and not shown: what it holds comes from documents.
pub(crate) fn file(
    format: Format,
    case: &Case,
    record: QuestionRecord,
    judgement: &Judgement,
) -> ApiResult<Response> {
    let mut data = ReportData::new(judgement.clone());
    for past in case.history(&record.question.id)? {
        data.history.push(Past {
            made_at: past.made_at,
            as_of: past.as_of,
            probability: past.probability,
            interval90: past.interval90,
        });
    }
    data.survival = brief::survival(&judgement.question);
    data.resolution = record.resolution;
    data.kinds = kinds(case, judgement)?;
    // An id may hold letters that a header can't.
    let name: String = file_name(judgement, format)
        .chars()
        .map(|c| match c {
            c if c.is_ascii_alphanumeric() => c,
            '-' | '.' => c,
            _ => '_',
        })
        .collect();
    let headers = [
        (CONTENT_TYPE, format.media_type().to_owned()),
        (
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ),
        // should a browser show it all the same, it may load nothing and run nothing
        (
            CONTENT_SECURITY_POLICY,
            "sandbox; default-src 'none'; style-src 'unsafe-inline'".to_owned(),
        ),
    ];
    Ok((headers, format.render(&data)).into_response())
}

/// What the actors of a judgement are.
fn kinds(
    case: &Case,
    judgement: &Judgement,
) -> ApiResult<BTreeMap<unravel_evidence::ActorId, unravel_evidence::ActorKind>> {
    let tie = &judgement.question.tie;
    let mut named: Vec<&ActorRef> = vec![&tie.a, &tie.b];
    for item in &judgement.evidence {
        let s = &item.statement;
        named.extend([&s.a, &s.b]);
        named.extend(&s.said_by);
    }
    named.sort();
    named.dedup();
    let mut kinds = BTreeMap::new();
    for actor in named {
        if let Some(kind) = case.actor(&actor.id)?.and_then(|a| a.kind) {
            kinds.insert(actor.id.clone(), kind);
        }
    }
    Ok(kinds)
}
