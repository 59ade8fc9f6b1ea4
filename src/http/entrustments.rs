//! Entrustments received, and what a case entrusted to others.

use actix_web::{HttpRequest, HttpResponse, get, post, web};

use super::actions::{EntrustmentCommand, action_routes};
use super::answer::respond;
use super::extract::page::PageParams;
use super::extract::{ApiJson, ApiPath, ApiQuery, Authenticated, IdempotencyKey, List, Page};
use super::matters::{self, ReceivedParams};
use super::openapi::IdempotencyHeader;
use super::past::{AsOf, as_of};
use crate::app::AppState;
use crate::domain::entrustment::Entrustment;
use crate::domain::ids::{CaseId, MatterId};
use crate::domain::lifecycle::entrustment::EntrustmentLifecycle;
use crate::service::entrustments::{self, NewEntrustment, SentView};
use crate::service::error::ApiResult;
use crate::service::idempotency::Once;

/// What a case entrusted.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct Sent {
    /// Oldest first.
    pub items: Vec<SentView>,
}

/// Enter an entrustment received
///
/// For the office's intake clerk (T-IN-14). The judgment is entered in the office's register first.
#[utoipa::path(
    tag = "intake",
    operation_id = "register_entrustment",
    params(IdempotencyHeader),
    request_body = NewEntrustment,
    responses((status = 201, description = "Entered", body = Entrustment,
        headers(("Location" = String), ("ETag" = String)), example = json!({"entrustment": {"state": "received"}})))
)]
#[post("/entrustments")]
pub async fn register_entrustment(
    state: web::Data<AppState>,
    user: Authenticated,
    key: IdempotencyKey,
    body: ApiJson<NewEntrustment>,
) -> ApiResult<HttpResponse> {
    let once = Once { user: user.0, key: key.0, digest: body.digest };
    Ok(respond(entrustments::register(&state, once, body.value).await?))
}

/// List entrustments received
#[utoipa::path(
    tag = "intake",
    operation_id = "list_entrustments",
    params(ReceivedParams, AsOf, PageParams),
    responses((status = 200, description = "Entrustments received by the office", body = List<Entrustment>,
        example = json!({"items": []})))
)]
#[get("/entrustments")]
pub async fn list_entrustments(
    state: web::Data<AppState>,
    user: Authenticated,
    page: Page,
    query: ApiQuery<ReceivedParams>,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    matters::list::<Entrustment>(&state, user.0, query.0, &page, &req).await
}

/// Read an entrustment received
#[utoipa::path(
    tag = "intake",
    operation_id = "read_entrustment",
    params(("id" = MatterId, Path, description = "The entrustment"), AsOf),
    responses((status = 200, description = "The entrustment", body = Entrustment, headers(("ETag" = String)),
        example = json!({"state": "received", "version": 1})))
)]
#[get("/entrustments/{id}")]
pub async fn read_entrustment(
    state: web::Data<AppState>,
    user: Authenticated,
    id: ApiPath<MatterId>,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    matters::read::<Entrustment>(&state, user.0, id.0, &req).await
}

/// Read what a case entrusted to other agencies
///
/// With the state of the receiver's file, when the receiver works with this system; nothing else of it.
#[utoipa::path(
    tag = "cases",
    operation_id = "list_case_entrustments",
    params(("id" = CaseId, Path, description = "The case"), AsOf),
    responses((status = 200, description = "What went to whom, and where it stands", body = Sent,
        example = json!({"items": [{"kind": "enforcement", "receiver_state": "decided"}]})))
)]
#[get("/cases/{id}/entrustments")]
pub async fn list_case_entrustments(
    state: web::Data<AppState>,
    user: Authenticated,
    id: ApiPath<CaseId>,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    let items = entrustments::sent(&state, user.0, id.0, as_of(&req)?).await?;
    Ok(HttpResponse::Ok().json(Sent { items }))
}

action_routes!(
    EntrustmentLifecycle,
    MatterId,
    "/entrustments/{id}/actions",
    "intake",
    list_entrustment_actions,
    "list_entrustment_actions",
    act_on_entrustment,
    "act_on_entrustment",
    EntrustmentCommand,
    {"action": "propose_entrusted_decision", "obligations": ["0197c0de-0000-7000-8000-000000000020"], "rule": "GR-0"}
);

/// The routes of this file.
pub fn routes(config: &mut impl super::Routes) {
    config
        .service(register_entrustment)
        .service(list_entrustments)
        .service(read_entrustment)
        .service(list_case_entrustments)
        .service(list_entrustment_actions)
        .service(act_on_entrustment);
}
