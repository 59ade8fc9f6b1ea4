//! The signed log over the history: checkpoints for everybody, proofs.

use actix_web::{HttpRequest, HttpResponse, get, web};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::extract::page::PageParams;
use super::extract::{ApiPath, ApiQuery, Authenticated, List, Page};
use crate::app::AppState;
use crate::service::error::ApiResult;
use crate::service::history_log::{self, CheckpointView, ConsistencyProof, InclusionProof};

/// Two checkpoints.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Between {
    /// The size of the earlier.
    #[param(example = 1200, minimum = 0)]
    pub from: i64,
    /// The size of the later.
    #[param(example = 5000, minimum = 0)]
    pub to: i64,
}

/// Read the last checkpoint
///
/// A signed note (C2SP tlog-checkpoint) over the whole history. Keep it: with it anybody can prove later that what was recorded
/// before it was altered. No sign-in is asked for.
#[utoipa::path(
    tag = "history",
    operation_id = "read_checkpoint",
    security(()),
    responses(
        (status = 200, description = "The note", body = String, content_type = "text/plain",
            example = "thads/history\n5000\nrcCI…=\nmade 2026-11-02T01:30:00Z\n\n— thads-2026 …=\n"),
        (status = 404, description = "None was made yet", body = super::problem::Problem,
            content_type = "application/problem+json"),
    )
)]
#[get("/history/checkpoint")]
pub async fn read_checkpoint(state: web::Data<AppState>) -> ApiResult<HttpResponse> {
    Ok(note(history_log::latest(&state).await?))
}

/// Read a checkpoint
#[utoipa::path(
    tag = "history",
    operation_id = "read_checkpoint_of_size",
    security(()),
    params(("size" = i64, Path, description = "How many heads of chains it covers", example = 5000)),
    responses((status = 200, description = "The note", body = String, content_type = "text/plain",
        example = "thads/history\n5000\nrcCI…=\nmade 2026-11-02T01:30:00Z\n\n— thads-2026 …=\n"))
)]
#[get("/history/checkpoints/{size}")]
pub async fn read_checkpoint_of_size(
    state: web::Data<AppState>,
    size: ApiPath<i64>,
) -> ApiResult<HttpResponse> {
    Ok(note(history_log::at_size(&state, size.0).await?))
}

fn note(checkpoint: CheckpointView) -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body(checkpoint.note)
}

/// List checkpoints
#[utoipa::path(
    tag = "history",
    operation_id = "list_checkpoints",
    security(()),
    params(PageParams),
    responses((status = 200, description = "Checkpoints, by size", body = List<CheckpointView>,
        example = json!({"items": []})))
)]
#[get("/history/checkpoints")]
pub async fn list_checkpoints(
    state: web::Data<AppState>,
    page: Page,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    let rows = history_log::list(&state, page.after()?, page.fetch()).await?;
    Ok(List::of(rows, &page, |row: &CheckpointView| row.size).respond(&req))
}

/// Prove that the log only grew
///
/// The later checkpoint's log begins with the earlier one's (RFC 6962 2.1.2).
#[utoipa::path(
    tag = "history",
    operation_id = "prove_consistency",
    security(()),
    params(Between),
    responses(
        (status = 200, description = "The proof", body = ConsistencyProof,
            example = json!({"from": 1200, "to": 5000, "path": []})),
        (status = 404, description = "No checkpoint of that size was made", body = super::problem::Problem,
            content_type = "application/problem+json"),
    )
)]
#[get("/history/proofs/consistency")]
pub async fn prove_consistency(
    state: web::Data<AppState>,
    query: ApiQuery<Between>,
) -> ApiResult<HttpResponse> {
    Ok(HttpResponse::Ok().json(history_log::consistency(&state, query.0.from, query.0.to).await?))
}

/// Prove that a history is in the log
///
/// For one case, asset, distribution …, as long as its history was at the last checkpoint (RFC 6962 2.1.1).
#[utoipa::path(
    tag = "history",
    operation_id = "prove_inclusion",
    params(("id" = Uuid, Path, description = "The case, asset, distribution …")),
    responses((status = 200, description = "The proof", body = InclusionProof,
        example = json!({"proof": {"index": 7, "path": []}, "checkpoint": {"size": 5000}})))
)]
#[get("/history/proofs/inclusion/{id}")]
pub async fn prove_inclusion(
    state: web::Data<AppState>,
    user: Authenticated,
    id: ApiPath<Uuid>,
) -> ApiResult<HttpResponse> {
    Ok(HttpResponse::Ok().json(history_log::inclusion(&state, user.0, id.0).await?))
}

/// The routes of this file.
pub fn routes(config: &mut impl super::Routes) {
    config
        .service(read_checkpoint)
        .service(list_checkpoints)
        .service(read_checkpoint_of_size)
        .service(prove_consistency)
        .service(prove_inclusion);
}
