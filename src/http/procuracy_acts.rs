//! Acts of the procuracy: enter, read, list, act.

use actix_web::{HttpRequest, HttpResponse, get, post, web};

use super::actions::{ProcuracyCommand, action_routes};
use super::answer::respond;
use super::extract::page::PageParams;
use super::extract::{ApiJson, ApiPath, ApiQuery, Authenticated, IdempotencyKey, List, Page};
use super::matters::{self, OversightParams};
use super::openapi::IdempotencyHeader;
use super::past::AsOf;
use crate::app::AppState;
use crate::domain::ids::MatterId;
use crate::domain::lifecycle::oversight::procuracy::NewProcuracyAct;
use crate::domain::lifecycle::oversight::procuracy::ProcuracyLifecycle;
use crate::domain::oversight::procuracy::ProcuracyAct;
use crate::service::cases::EventView;
use crate::service::error::ApiResult;
use crate::service::idempotency::Once;
use crate::service::oversight::procuracy;

/// Enter an act of the procuracy
///
/// For the procuracy itself, or the office's clerk from its paper (PR-01). A late protest is accepted and flagged.
#[utoipa::path(
    tag = "oversight",
    operation_id = "receive_procuracy_act",
    params(IdempotencyHeader),
    request_body = NewProcuracyAct,
    responses((status = 201, description = "Entered", body = ProcuracyAct,
        headers(("Location" = String), ("ETag" = String)), example = json!({"procuracy_act": {"state": "received"}})))
)]
#[post("/procuracy-acts")]
pub async fn receive_procuracy_act(
    state: web::Data<AppState>,
    user: Authenticated,
    key: IdempotencyKey,
    body: ApiJson<NewProcuracyAct>,
) -> ApiResult<HttpResponse> {
    let once = Once { user: user.0, key: key.0, digest: body.digest };
    Ok(respond(procuracy::enter(&state, once, body.value).await?))
}

/// List acts of the procuracy
#[utoipa::path(
    tag = "oversight",
    operation_id = "list_procuracy_acts",
    params(OversightParams, AsOf, PageParams),
    responses((status = 200, description = "Those that you may see", body = List<ProcuracyAct>,
        example = json!({"items": []})))
)]
#[get("/procuracy-acts")]
pub async fn list_procuracy_acts(
    state: web::Data<AppState>,
    user: Authenticated,
    page: Page,
    query: ApiQuery<OversightParams>,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    matters::list::<ProcuracyAct>(&state, user.0, query.0, &page, &req).await
}

/// Read an act of the procuracy
#[utoipa::path(
    tag = "oversight",
    operation_id = "read_procuracy_act",
    params(("id" = MatterId, Path, description = "Which one"), AsOf),
    responses((status = 200, description = "As it stands", body = ProcuracyAct, headers(("ETag" = String)),
        example = json!({"state": "received", "version": 1})))
)]
#[get("/procuracy-acts/{id}")]
pub async fn read_procuracy_act(
    state: web::Data<AppState>,
    user: Authenticated,
    id: ApiPath<MatterId>,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    matters::read::<ProcuracyAct>(&state, user.0, id.0, &req).await
}

/// Read the history of an act of the procuracy
///
/// Oldest first; each event with its hash and the one before it.
#[utoipa::path(
    tag = "oversight",
    operation_id = "list_procuracy_act_events",
    params(("id" = MatterId, Path, description = "Which one"), PageParams),
    responses((status = 200, description = "Its events", body = List<EventView>, example = json!({"items": []})))
)]
#[get("/procuracy-acts/{id}/events")]
pub async fn list_procuracy_act_events(
    state: web::Data<AppState>,
    user: Authenticated,
    id: ApiPath<MatterId>,
    page: Page,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    matters::history::<ProcuracyAct>(&state, user.0, id.0, &page, &req).await
}

action_routes!(
    ProcuracyLifecycle,
    MatterId,
    "/procuracy-acts/{id}/actions",
    "oversight",
    list_procuracy_act_actions,
    "list_procuracy_act_actions",
    act_on_procuracy_act,
    "act_on_procuracy_act",
    ProcuracyCommand,
    {"action": "agree_with_procuracy", "effective_on": "2026-11-02"}
);

/// The routes of this file.
pub fn routes(config: &mut impl super::Routes) {
    config
        .service(receive_procuracy_act)
        .service(list_procuracy_acts)
        .service(read_procuracy_act)
        .service(list_procuracy_act_events)
        .service(list_procuracy_act_actions)
        .service(act_on_procuracy_act);
}
