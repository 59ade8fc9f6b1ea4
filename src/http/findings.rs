//! Findings of oversight: enter, read, list, act.

use actix_web::{HttpRequest, HttpResponse, get, post, web};

use super::actions::{FindingCommand, action_routes};
use super::answer::respond;
use super::extract::page::PageParams;
use super::extract::{ApiJson, ApiPath, ApiQuery, Authenticated, IdempotencyKey, List, Page};
use super::matters::{self, OversightParams};
use super::openapi::IdempotencyHeader;
use super::past::AsOf;
use crate::app::AppState;
use crate::domain::ids::MatterId;
use crate::domain::lifecycle::oversight::finding::{FindingLifecycle, NewFinding};
use crate::domain::oversight::finding::OversightFinding;
use crate::service::cases::EventView;
use crate::service::error::ApiResult;
use crate::service::idempotency::Once;
use crate::service::oversight::findings;

/// Enter a finding
///
/// For the procuracy itself, or the office's clerk from a paper (FI-01): from a remark on the review sheet, with a protest or
/// recommendation, or from another body's conclusion.
#[utoipa::path(
    tag = "oversight",
    operation_id = "raise_finding",
    params(IdempotencyHeader),
    request_body = NewFinding,
    responses((status = 201, description = "Entered", body = OversightFinding,
        headers(("Location" = String), ("ETag" = String)), example = json!({"finding": {"state": "raised"}})))
)]
#[post("/findings")]
pub async fn raise_finding(
    state: web::Data<AppState>,
    user: Authenticated,
    key: IdempotencyKey,
    body: ApiJson<NewFinding>,
) -> ApiResult<HttpResponse> {
    let once = Once { user: user.0, key: key.0, digest: body.digest };
    Ok(respond(findings::enter(&state, once, body.value).await?))
}

/// List findings
///
/// By state, case and office. What is not answered or not carried out in time stands among the deadlines:
/// `GET /deadlines?key=finding_answer,finding_execute,vks_reply,vks_execute`.
#[utoipa::path(
    tag = "oversight",
    operation_id = "list_findings",
    params(OversightParams, AsOf, PageParams),
    responses((status = 200, description = "Those that you may see", body = List<OversightFinding>,
        example = json!({"items": []})))
)]
#[get("/findings")]
pub async fn list_findings(
    state: web::Data<AppState>,
    user: Authenticated,
    page: Page,
    query: ApiQuery<OversightParams>,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    matters::list::<OversightFinding>(&state, user.0, query.0, &page, &req).await
}

/// Read a finding
#[utoipa::path(
    tag = "oversight",
    operation_id = "read_finding",
    params(("id" = MatterId, Path, description = "Which one"), AsOf),
    responses((status = 200, description = "As it stands", body = OversightFinding, headers(("ETag" = String)),
        example = json!({"state": "raised", "version": 1})))
)]
#[get("/findings/{id}")]
pub async fn read_finding(
    state: web::Data<AppState>,
    user: Authenticated,
    id: ApiPath<MatterId>,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    matters::read::<OversightFinding>(&state, user.0, id.0, &req).await
}

/// Read the history of a finding
///
/// Oldest first; each event with its hash and the one before it.
#[utoipa::path(
    tag = "oversight",
    operation_id = "list_finding_events",
    params(("id" = MatterId, Path, description = "Which one"), PageParams),
    responses((status = 200, description = "Its events", body = List<EventView>, example = json!({"items": []})))
)]
#[get("/findings/{id}/events")]
pub async fn list_finding_events(
    state: web::Data<AppState>,
    user: Authenticated,
    id: ApiPath<MatterId>,
    page: Page,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    matters::history::<OversightFinding>(&state, user.0, id.0, &page, &req).await
}

action_routes!(
    FindingLifecycle,
    MatterId,
    "/findings/{id}/actions",
    "oversight",
    list_finding_actions,
    "list_finding_actions",
    act_on_finding,
    "act_on_finding",
    FindingCommand,
    {"action": "accept_finding", "effective_on": "2026-11-02"}
);

/// The routes of this file.
pub fn routes(config: &mut impl super::Routes) {
    config
        .service(raise_finding)
        .service(list_findings)
        .service(read_finding)
        .service(list_finding_events)
        .service(list_finding_actions)
        .service(act_on_finding);
}
