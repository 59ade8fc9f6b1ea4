//! Files and requests of private enforcement offices: receive, read, list, act.

use actix_web::{HttpRequest, HttpResponse, get, post, web};

use super::actions::{OfficeFileCommand, OfficeRequestCommand, action_routes};
use super::answer::respond;
use super::extract::page::PageParams;
use super::extract::{ApiJson, ApiPath, ApiQuery, Authenticated, IdempotencyKey, List, Page};
use super::matters::{self, MatterParams};
use super::openapi::IdempotencyHeader;
use super::past::AsOf;
use crate::app::AppState;
use crate::domain::ids::MatterId;
use crate::domain::lifecycle::private_office::{OfficeFileLifecycle, OfficeRequestLifecycle};
use crate::domain::private_office::{OfficeFile, OfficeRequest};
use crate::service::error::ApiResult;
use crate::service::idempotency::Once;
use crate::service::private_office::{self, NewOfficeFile, NewOfficeRequest};

/// Receive the file of an office
///
/// For the office's intake clerk (T-VP-01). The decision is owed within five working days of the full file.
#[utoipa::path(
    tag = "intake",
    operation_id = "receive_office_file",
    params(IdempotencyHeader),
    request_body = NewOfficeFile,
    responses((status = 201, description = "Received", body = OfficeFile,
        headers(("Location" = String), ("ETag" = String)), example = json!({"office_file": {"state": "complete"}})))
)]
#[post("/office-files")]
pub async fn receive_office_file(
    state: web::Data<AppState>,
    user: Authenticated,
    key: IdempotencyKey,
    body: ApiJson<NewOfficeFile>,
) -> ApiResult<HttpResponse> {
    let once = Once { user: user.0, key: key.0, digest: body.digest };
    Ok(respond(private_office::receive_file(&state, once, body.value).await?))
}

/// List files of offices
#[utoipa::path(
    tag = "intake",
    operation_id = "list_office_files",
    params(MatterParams, AsOf, PageParams),
    responses((status = 200, description = "Files of offices", body = List<OfficeFile>,
        example = json!({"items": []})))
)]
#[get("/office-files")]
pub async fn list_office_files(
    state: web::Data<AppState>,
    user: Authenticated,
    page: Page,
    query: ApiQuery<MatterParams>,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    matters::list::<OfficeFile>(&state, user.0, query.0, &page, &req).await
}

/// Read the file of an office
#[utoipa::path(
    tag = "intake",
    operation_id = "read_office_file",
    params(("id" = MatterId, Path, description = "The file"), AsOf),
    responses((status = 200, description = "The file", body = OfficeFile, headers(("ETag" = String)),
        example = json!({"state": "complete", "version": 1})))
)]
#[get("/office-files/{id}")]
pub async fn read_office_file(
    state: web::Data<AppState>,
    user: Authenticated,
    id: ApiPath<MatterId>,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    matters::read::<OfficeFile>(&state, user.0, id.0, &req).await
}

action_routes!(
    OfficeFileLifecycle,
    MatterId,
    "/office-files/{id}/actions",
    "intake",
    list_office_file_actions,
    "list_office_file_actions",
    act_on_office_file,
    "act_on_office_file",
    OfficeFileCommand,
    {"action": "propose_office_decision", "rule": "GR-0"}
);

/// Receive an office's request for a security measure
///
/// For the office's intake clerk (T-VP-02). It is decided within 24 hours.
#[utoipa::path(
    tag = "intake",
    operation_id = "receive_office_request",
    params(IdempotencyHeader),
    request_body = NewOfficeRequest,
    responses((status = 201, description = "Received", body = OfficeRequest,
        headers(("Location" = String), ("ETag" = String)),
        example = json!({"office_request": {"state": "received"}})))
)]
#[post("/office-requests")]
pub async fn receive_office_request(
    state: web::Data<AppState>,
    user: Authenticated,
    key: IdempotencyKey,
    body: ApiJson<NewOfficeRequest>,
) -> ApiResult<HttpResponse> {
    let once = Once { user: user.0, key: key.0, digest: body.digest };
    Ok(respond(private_office::receive_request(&state, once, body.value).await?))
}

/// List requests of offices
#[utoipa::path(
    tag = "intake",
    operation_id = "list_office_requests",
    params(MatterParams, AsOf, PageParams),
    responses((status = 200, description = "Requests of offices", body = List<OfficeRequest>,
        example = json!({"items": []})))
)]
#[get("/office-requests")]
pub async fn list_office_requests(
    state: web::Data<AppState>,
    user: Authenticated,
    page: Page,
    query: ApiQuery<MatterParams>,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    matters::list::<OfficeRequest>(&state, user.0, query.0, &page, &req).await
}

/// Read an office's request
#[utoipa::path(
    tag = "intake",
    operation_id = "read_office_request",
    params(("id" = MatterId, Path, description = "The request"), AsOf),
    responses((status = 200, description = "The request", body = OfficeRequest, headers(("ETag" = String)),
        example = json!({"state": "received", "version": 1})))
)]
#[get("/office-requests/{id}")]
pub async fn read_office_request(
    state: web::Data<AppState>,
    user: Authenticated,
    id: ApiPath<MatterId>,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    matters::read::<OfficeRequest>(&state, user.0, id.0, &req).await
}

action_routes!(
    OfficeRequestLifecycle,
    MatterId,
    "/office-requests/{id}/actions",
    "intake",
    list_office_request_actions,
    "list_office_request_actions",
    act_on_office_request,
    "act_on_office_request",
    OfficeRequestCommand,
    {"action": "grant_office_request", "measure": "SM-FRZ-ACC", "reason": "Tẩu tán tài sản"}
);

/// The routes of this file.
pub fn routes(config: &mut impl super::Routes) {
    config
        .service(receive_office_file)
        .service(list_office_files)
        .service(read_office_file)
        .service(list_office_file_actions)
        .service(act_on_office_file)
        .service(receive_office_request)
        .service(list_office_requests)
        .service(read_office_request)
        .service(list_office_request_actions)
        .service(act_on_office_request);
}
