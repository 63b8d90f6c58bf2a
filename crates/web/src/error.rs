//! Errors as a browser gets them: a status, one clear line, and what to do.

use crate::desk::DeskError;
use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::Value;
use unravel_casefile::CaseError;
use utoipa::ToSchema;

/// A refusal, with its status.
#[derive(Debug)]
pub(crate) struct ApiError {
    pub(crate) status: StatusCode,
    pub(crate) body: Problem,
}

/// What went wrong.
#[derive(Debug, Default, Serialize, ToSchema)]
pub(crate) struct Problem {
    /// One clear line.
    pub(crate) error: String,
    /// What to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) mend: Option<String>,
    /// A stale edit: as it would have been made.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub(crate) yours: Option<Value>,
    /// A stale edit: as it stands in the case.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub(crate) theirs: Option<Value>,
}

pub(crate) type ApiResult<T> = Result<T, ApiError>;

impl ApiError {
    pub(crate) fn new(status: StatusCode, error: impl Into<String>) -> Self {
        Self {
            status,
            body: Problem {
                error: error.into(),
                ..Problem::default()
            },
        }
    }

    pub(crate) fn mend(mut self, mend: impl Into<String>) -> Self {
        self.body.mend = Some(mend.into());
        self
    }

    pub(crate) fn bad(error: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, error)
    }

    pub(crate) fn missing(what: &str, name: &str) -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            format!("the case holds no {what} \"{name}\""),
        )
    }

    pub(crate) fn internal(error: impl std::fmt::Display) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, error.to_string())
    }
}

impl From<CaseError> for ApiError {
    fn from(error: CaseError) -> Self {
        let status = match &error {
            CaseError::Unknown { .. } => StatusCode::NOT_FOUND,
            CaseError::Stale(_)
            | CaseError::UndoConflict { .. }
            | CaseError::NotUndoable(_)
            | CaseError::Held(_)
            | CaseError::Contradiction { .. } => StatusCode::CONFLICT,
            CaseError::ReadOnly(_) => StatusCode::FORBIDDEN,
            CaseError::Busy(_) => StatusCode::SERVICE_UNAVAILABLE,
            CaseError::DiskFull(_) => StatusCode::INSUFFICIENT_STORAGE,
            CaseError::NoName
            | CaseError::NoReason(_)
            | CaseError::SelfTie(_)
            | CaseError::NoPassage { .. }
            | CaseError::NoQuote
            | CaseError::Unstorable { .. }
            | CaseError::EmptyQuery => StatusCode::BAD_REQUEST,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        };
        // "PROBLEM; what to do" is how the case writes its errors; its path is nobody's business.
        let text = error.to_string();
        let text = match &error {
            CaseError::ReadOnly(path) | CaseError::Busy(path) | CaseError::DiskFull(path) => text
                .strip_prefix(&format!("{}: ", path.display()))
                .unwrap_or(&text)
                .to_owned(),
            _ if status == StatusCode::INTERNAL_SERVER_ERROR => "the case can't be read".to_owned(),
            _ => text,
        };
        match text.split_once("; ") {
            Some((problem, mend)) => Self::new(status, problem).mend(mend),
            None => Self::new(status, text),
        }
    }
}

impl From<DeskError> for ApiError {
    fn from(error: DeskError) -> Self {
        match error {
            DeskError::Case(error) => error.into(),
            DeskError::Refused(text) => match text.split_once("; ") {
                Some((problem, mend)) => Self::bad(problem).mend(mend),
                None => Self::bad(text),
            },
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        (self.status, Json(self.body)).into_response()
    }
}
