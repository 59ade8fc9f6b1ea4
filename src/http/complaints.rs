//! Complaints: enter, read, list, act.

use actix_web::{HttpRequest, HttpResponse, get, post, web};

use super::actions::{ComplaintCommand, action_routes};
use super::answer::respond;
use super::extract::page::PageParams;
use super::extract::{ApiJson, ApiPath, ApiQuery, Authenticated, IdempotencyKey, List, Page};
use super::matters::{self, OversightParams};
use super::openapi::IdempotencyHeader;
use super::past::AsOf;
use crate::app::AppState;
use crate::domain::ids::MatterId;
use crate::domain::lifecycle::oversight::complaint::ComplaintLifecycle;
use crate::domain::lifecycle::oversight::complaint::NewComplaint;
use crate::domain::oversight::complaint::Complaint;
use crate::service::cases::EventView;
use crate::service::error::ApiResult;
use crate::service::idempotency::Once;
use crate::service::oversight::complaints;

/// Enter a complaint
///
/// For the office's clerk or another body's system (CP-01). A complaint does not stop enforcement.
#[utoipa::path(
    tag = "oversight",
    operation_id = "receive_complaint",
    params(IdempotencyHeader),
    request_body = NewComplaint,
    responses((status = 201, description = "Entered", body = Complaint,
        headers(("Location" = String), ("ETag" = String)), example = json!({"complaint": {"state": "received"}})))
)]
#[post("/complaints")]
pub async fn receive_complaint(
    state: web::Data<AppState>,
    user: Authenticated,
    key: IdempotencyKey,
    body: ApiJson<NewComplaint>,
) -> ApiResult<HttpResponse> {
    let once = Once { user: user.0, key: key.0, digest: body.digest };
    Ok(respond(complaints::enter(&state, once, body.value).await?))
}

/// List complaints
#[utoipa::path(
    tag = "oversight",
    operation_id = "list_complaints",
    params(OversightParams, AsOf, PageParams),
    responses((status = 200, description = "Those that you may see", body = List<Complaint>,
        example = json!({"items": []})))
)]
#[get("/complaints")]
pub async fn list_complaints(
    state: web::Data<AppState>,
    user: Authenticated,
    page: Page,
    query: ApiQuery<OversightParams>,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    matters::list::<Complaint>(&state, user.0, query.0, &page, &req).await
}

/// Read a complaint
#[utoipa::path(
    tag = "oversight",
    operation_id = "read_complaint",
    params(("id" = MatterId, Path, description = "Which one"), AsOf),
    responses((status = 200, description = "As it stands", body = Complaint, headers(("ETag" = String)),
        example = json!({"state": "received", "version": 1})))
)]
#[get("/complaints/{id}")]
pub async fn read_complaint(
    state: web::Data<AppState>,
    user: Authenticated,
    id: ApiPath<MatterId>,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    matters::read::<Complaint>(&state, user.0, id.0, &req).await
}

/// Read the history of a complaint
///
/// Oldest first; each event with its hash and the one before it.
#[utoipa::path(
    tag = "oversight",
    operation_id = "list_complaint_events",
    params(("id" = MatterId, Path, description = "Which one"), PageParams),
    responses((status = 200, description = "Its events", body = List<EventView>, example = json!({"items": []})))
)]
#[get("/complaints/{id}/events")]
pub async fn list_complaint_events(
    state: web::Data<AppState>,
    user: Authenticated,
    id: ApiPath<MatterId>,
    page: Page,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    matters::history::<Complaint>(&state, user.0, id.0, &page, &req).await
}

action_routes!(
    ComplaintLifecycle,
    MatterId,
    "/complaints/{id}/actions",
    "oversight",
    list_complaint_actions,
    "list_complaint_actions",
    act_on_complaint,
    "act_on_complaint",
    ComplaintCommand,
    {"action": "accept_complaint", "effective_on": "2026-11-02"}
);

/// The routes of this file.
pub fn routes(config: &mut impl super::Routes) {
    config
        .service(receive_complaint)
        .service(list_complaints)
        .service(read_complaint)
        .service(list_complaint_events)
        .service(list_complaint_actions)
        .service(act_on_complaint);
}
