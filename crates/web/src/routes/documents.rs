//! Documents, with what was coded in them.

use crate::error::{ApiError, ApiResult, Problem};
use crate::extract::{Asked, At, With};
use crate::state::App;
use axum::extract::State;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use unravel_casefile::{DocumentSummary, StatementFilter, StatementRecord};
use unravel_evidence::{Coded, Document, DocumentId};
use utoipa::{IntoParams, ToSchema};

#[derive(Deserialize, IntoParams)]
pub(super) struct Page {
    /// Leave out so many (0).
    offset: Option<usize>,
    /// At most so many (50, at most 500).
    limit: Option<usize>,
}

/// A page of the list of documents.
#[derive(Serialize, ToSchema)]
struct Documents {
    /// Documents in the case.
    total: u64,
    /// DocumentSummary each, in the order of adding.
    #[schema(value_type = Vec<Object>)]
    items: Vec<DocumentSummary>,
}

/// The documents of the case, without their texts.
#[utoipa::path(get, path = "/api/documents", tag = "documents", params(Page),
    responses((status = 200, body = Documents)))]
pub(super) async fn documents(
    State(app): State<App>,
    With(page): With<Page>,
    asked: Asked,
) -> ApiResult<Response> {
    asked
        .answer(&app, move |_, case| {
            let limit = page.limit.unwrap_or(50).min(500);
            Ok(Documents {
                total: case.stats()?.documents,
                items: case.documents_page(page.offset.unwrap_or(0), limit)?,
            })
        })
        .await
}

/// A document as its page shows it. Offsets count Unicode characters.
#[derive(Serialize, ToSchema)]
struct DocumentPage {
    #[schema(value_type = Object)]
    document: Document,
    /// Actors, roles, attributions and remarks; its statements stand in `statements`.
    #[schema(value_type = Object)]
    coded: Coded,
    /// StatementRecord each, rejected ones too.
    #[schema(value_type = Vec<Object>)]
    statements: Vec<StatementRecord>,
}

/// One document: its text, and what was coded in it.
#[utoipa::path(get, path = "/api/documents/{id}", tag = "documents",
    params(("id" = String, Path)),
    responses((status = 200, body = DocumentPage), (status = 404, body = Problem)))]
pub(super) async fn document(
    State(app): State<App>,
    At(id): At<String>,
    asked: Asked,
) -> ApiResult<Response> {
    asked
        .answer(&app, move |_, case| {
            let id = DocumentId(id);
            let (Some(document), Some(mut coded)) = (case.document(&id)?, case.coded(&id)?) else {
                return Err(ApiError::missing("document", id.as_str()));
            };
            coded.statements.clear();
            let statements = case.statements(&StatementFilter {
                document: Some(id),
                with_rejected: true,
                ..StatementFilter::default()
            })?;
            Ok(DocumentPage {
                document,
                coded,
                statements,
            })
        })
        .await
}
