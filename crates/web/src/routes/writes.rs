//! What takes longer: asking, judging, what if, and adding documents.

use crate::brief;
use crate::desk::{NewQuestion, Upload, WhatIf};
use crate::error::{ApiError, ApiResult, Problem};
use crate::extract::{At, Hand, Sent};
use crate::jobs::{self, JobState};
use crate::state::{App, State as Shared};
use axum::Json;
use axum::extract::multipart::{Multipart, MultipartError};
use axum::extract::{FromRequest, Request, State};
use axum::http::{StatusCode, header};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use unravel_casefile::Case;
use unravel_evidence::{Indicator, Judgement, QuestionId};
use utoipa::ToSchema;

/// Files in one upload.
const FILES: usize = 200;

/// Runs long work with a connection of its own, on a thread that may block.
async fn work<T: Send + 'static>(
    app: &App,
    work: impl FnOnce(&Shared, &mut Case) -> ApiResult<T> + Send + 'static,
) -> ApiResult<T> {
    let app = app.clone();
    // one at a time: judging uses what cores there are
    let turn = app.heavy.clone().acquire_owned().await;
    let turn = turn.map_err(ApiError::internal)?;
    tokio::task::spawn_blocking(move || {
        let _turn = turn;
        let mut case = app.own_writer()?;
        work(&app, &mut case)
    })
    .await
    .map_err(ApiError::internal)?
}

/// Asks a question and judges it.
#[utoipa::path(post, path = "/api/questions", tag = "questions",
    request_body(content = Object, description = "{a, b, until, ends, class?, began?}"),
    responses((status = 201, body = Object, description = "{id}"), (status = 400, body = Problem)))]
pub(super) async fn ask(
    State(app): State<App>,
    Hand(who): Hand,
    Sent(question): Sent<NewQuestion>,
) -> ApiResult<(StatusCode, Json<Value>)> {
    let id = work(&app, move |state, case| {
        Ok(state.desk.ask(case, &question, &who)?)
    })
    .await?;
    Ok((StatusCode::CREATED, Json(json!({ "id": id }))))
}

/// A judgement made again.
#[derive(Serialize, ToSchema)]
pub(super) struct JudgedAgain {
    /// Judgement, its long lists cut as on the page.
    #[schema(value_type = Object)]
    judgement: Judgement,
    /// Whether anything changed; only then it was appended.
    changed: bool,
}

/// Judges a question again, as of today.
#[utoipa::path(post, path = "/api/questions/{id}/judge", tag = "questions",
    params(("id" = String, Path)),
    responses((status = 200, body = JudgedAgain), (status = 400, body = Problem),
        (status = 404, body = Problem)))]
pub(super) async fn judge(
    State(app): State<App>,
    At(id): At<String>,
    Hand(who): Hand,
) -> ApiResult<Json<JudgedAgain>> {
    work(&app, move |state, case| {
        let judged = state.desk.judge(case, &QuestionId(id), &who)?;
        Ok(Json(JudgedAgain {
            judgement: brief::shortened(&judged.judgement),
            changed: judged.changed,
        }))
    })
    .await
}

/// Which indicators are seen.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Seen {
    /// Their places in the judgement's list, from 0.
    indicators: Vec<usize>,
    /// The judgement looked at; left out = the latest.
    judgement: Option<String>,
}

/// What the probability would be if some indicators were seen. Stores nothing.
#[utoipa::path(post, path = "/api/questions/{id}/what-if", tag = "questions",
    params(("id" = String, Path)), request_body = Seen,
    responses((status = 200, body = Object, description = "{probability, without, points, interval90}"),
        (status = 400, body = Problem), (status = 404, body = Problem)))]
pub(super) async fn what_if(
    State(app): State<App>,
    At(id): At<String>,
    Sent(seen): Sent<Seen>,
) -> ApiResult<Json<WhatIf>> {
    app.read(move |state, case| {
        let record = super::questions::record(case, &id)?;
        let judgement = super::questions::judgement(state, case, &record, seen.judgement)?
            .ok_or_else(|| {
                ApiError::bad("this question has no judgement yet").mend("judge it first")
            })?;
        let mut places = seen.indicators;
        places.sort_unstable();
        places.dedup();
        let indicators: Vec<Indicator> = places
            .iter()
            .map(|&at| {
                judgement.indicators.get(at).cloned().ok_or_else(|| {
                    ApiError::bad(format!(
                        "there is no indicator {at}; the judgement has {}",
                        judgement.indicators.len()
                    ))
                })
            })
            .collect::<ApiResult<_>>()?;
        Ok(Json(state.desk.what_if(case, &judgement, &indicators)?))
    })
    .await
}

/// A pasted text.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Pasted {
    text: String,
    title: Option<String>,
    publisher: Option<String>,
    /// ISO date, month or year.
    published: Option<String>,
    url: Option<String>,
}

impl Pasted {
    /// The text as a line of JSON Lines, which the reader takes with its metadata.
    fn upload(self) -> ApiResult<Upload> {
        if self.text.trim().is_empty() {
            return Err(ApiError::bad("the text is empty"));
        }
        let given = |v: Option<String>| v.filter(|v| !v.trim().is_empty());
        let published = given(self.published);
        if let Some(date) = &published {
            date.parse::<unravel_evidence::DateRange>()
                .map_err(|e| ApiError::bad(e.to_string()))?;
        }
        let mut fields = serde_json::Map::new();
        let all = [
            ("text", Some(self.text)),
            ("title", given(self.title)),
            ("publisher", given(self.publisher)),
            ("published", published),
            ("url", given(self.url)),
        ];
        for (name, value) in all {
            if let Some(value) = value {
                fields.insert(name.to_owned(), Value::String(value));
            }
        }
        Ok(Upload {
            name: "pasted text.jsonl".to_owned(),
            bytes: Value::Object(fields).to_string().into_bytes(),
        })
    }
}

/// The last part of what the browser calls the file: a label, never opened.
fn label(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = last.chars().filter(|c| !c.is_control()).take(120).collect();
    match clean.trim() {
        "" | "." | ".." => "file".to_owned(),
        clean => clean.to_owned(),
    }
}

fn unread(error: MultipartError) -> ApiError {
    ApiError::new(error.status(), error.body_text())
}

async fn uploads(request: Request) -> ApiResult<Vec<Upload>> {
    let kind = request.headers().get(header::CONTENT_TYPE);
    let kind = kind.and_then(|v| v.to_str().ok()).unwrap_or_default();
    if !kind.starts_with("multipart/form-data") {
        let Sent(pasted) = Sent::<Pasted>::from_request(request, &()).await?;
        return Ok(vec![pasted.upload()?]);
    }
    let mut form = Multipart::from_request(request, &())
        .await
        .map_err(|e| ApiError::new(e.status(), e.body_text()))?;
    let mut uploads = Vec::new();
    while let Some(field) = form.next_field().await.map_err(unread)? {
        let Some(name) = field.file_name().map(label) else {
            continue;
        };
        if uploads.len() == FILES {
            return Err(ApiError::bad(format!("these are more than {FILES} files"))
                .mend("send them in parts, or use `unravel add`"));
        }
        let bytes = field.bytes().await.map_err(unread)?.to_vec();
        uploads.push(Upload { name, bytes });
    }
    if uploads.is_empty() {
        return Err(ApiError::bad("no file was sent"));
    }
    Ok(uploads)
}

/// Adds files (multipart/form-data) or a pasted text (JSON); open questions are judged again
/// afterwards. Files are read from memory; their names are labels and never opened.
#[utoipa::path(post, path = "/api/documents", tag = "documents",
    request_body(content((Pasted = "application/json"), (Object = "multipart/form-data"))),
    responses((status = 202, body = Object, description = "{job}"),
        (status = 400, body = Problem), (status = 413, description = "over 50 MB"),
        (status = 429, body = Problem, description = "other files are being read")))]
pub(super) async fn add(
    State(app): State<App>,
    Hand(who): Hand,
    request: Request,
) -> ApiResult<(StatusCode, Json<Value>)> {
    let uploads = uploads(request).await?;
    let job = jobs::start(&app, uploads, who)?;
    Ok((StatusCode::ACCEPTED, Json(json!({ "job": job }))))
}

/// How an upload fares.
#[utoipa::path(get, path = "/api/jobs/{id}", tag = "documents", params(("id" = u64, Path)),
    responses((status = 200, body = JobState), (status = 404, body = Problem)))]
pub(super) async fn job(State(app): State<App>, At(id): At<u64>) -> ApiResult<Json<JobState>> {
    let job = app.jobs.get(id);
    job.map(Json)
        .ok_or_else(|| ApiError::missing("job", &id.to_string()))
}
