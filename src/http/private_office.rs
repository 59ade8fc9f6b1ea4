//! Files and requests of private enforcement offices: receive, read, list, act.

use actix_web::{HttpRequest, HttpResponse, get, post, web};
use serde::Deserialize;
use utoipa::IntoParams;

use super::actions::{OfficeFileCommand, OfficeRequestCommand, action_routes};
use super::answer::{respond, versioned};
use super::extract::page::PageParams;
use super::extract::{ApiJson, ApiPath, ApiQuery, Authenticated, IdempotencyKey, List, Page};
use super::openapi::IdempotencyHeader;
use crate::app::AppState;
use crate::domain::ids::{CaseId, MatterId, OfficeId, UserId};
use crate::domain::lifecycle::private_office::{OfficeFileLifecycle, OfficeRequestLifecycle};
use crate::domain::private_office::{OfficeFile, OfficeRequest};
use crate::service::error::ApiResult;
use crate::service::idempotency::Once;
use crate::service::matters;
use crate::service::private_office::{self, NewOfficeFile, NewOfficeRequest};
use crate::store::matters::MatterFilter;

/// Which matters.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct MatterParams {
    /// Of this agency, for users of several.
    pub office: Option<OfficeId>,
    /// In this state.
    #[param(example = "complete")]
    pub state: Option<String>,
    /// About this case.
    pub case: Option<CaseId>,
    /// Handled by this user.
    pub officer: Option<UserId>,
}

impl MatterParams {
    /// The agency, and the rest as the store's filter.
    pub fn split(self) -> (Option<OfficeId>, MatterFilter) {
        let filter =
            MatterFilter { state: self.state, case: self.case, officer: self.officer, confidential: false };
        (self.office, filter)
    }
}

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
    params(MatterParams, PageParams),
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
    let (office, filter) = query.0.split();
    let rows =
        matters::list::<OfficeFile>(&state, user.0, office, filter, page.after()?, page.fetch()).await?;
    Ok(List::of(rows, &page, |row: &OfficeFile| row.head.id).respond(&req))
}

/// Read the file of an office
#[utoipa::path(
    tag = "intake",
    operation_id = "read_office_file",
    params(("id" = MatterId, Path, description = "The file")),
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
    let file = matters::get::<OfficeFile>(&state, user.0, id.0).await?;
    Ok(versioned(&req, file.head.version, &file))
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
    params(MatterParams, PageParams),
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
    let (office, filter) = query.0.split();
    let rows =
        matters::list::<OfficeRequest>(&state, user.0, office, filter, page.after()?, page.fetch()).await?;
    Ok(List::of(rows, &page, |row: &OfficeRequest| row.head.id).respond(&req))
}

/// Read an office's request
#[utoipa::path(
    tag = "intake",
    operation_id = "read_office_request",
    params(("id" = MatterId, Path, description = "The request")),
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
    let request = matters::get::<OfficeRequest>(&state, user.0, id.0).await?;
    Ok(versioned(&req, request.head.version, &request))
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
