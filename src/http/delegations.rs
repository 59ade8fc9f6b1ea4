//! Written delegations of signature.

use actix_web::{HttpRequest, HttpResponse, get, post, web};
use serde::Deserialize;
use utoipa::IntoParams;

use super::answer::respond;
use super::extract::page::PageParams;
use super::extract::{ApiJson, ApiPath, ApiQuery, Authenticated, IdempotencyKey, List, Page};
use super::openapi::IdempotencyHeader;
use crate::app::AppState;
use crate::domain::actor::Delegation;
use crate::domain::ids::{DelegationId, OfficeId};
use crate::service::delegations::{self, NewDelegation, Revocation};
use crate::service::error::ApiResult;
use crate::service::idempotency::Once;

/// Whose delegations.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DelegationFilter {
    /// The agency.
    office: OfficeId,
}

/// List the delegations of an agency
#[utoipa::path(
    tag = "users",
    operation_id = "list_delegations",
    params(DelegationFilter, PageParams),
    responses((status = 200, description = "Delegations", body = List<Delegation>, example = json!({"items": [{
        "id": "0197c0de-0000-7000-8000-000000000004", "office": "0197c0de-0000-7000-8000-000000000001",
        "delegator": "0197c0de-0000-7000-8000-000000000005", "delegate": "0197c0de-0000-7000-8000-000000000002",
        "documents": ["on_request_decision"], "division": null, "from": "2026-07-01", "to": "2026-12-31",
        "basis": "Văn bản số 12/UQ-THADS ngày 01/7/2026", "revoked_on": null
    }]})))
)]
#[get("/delegations")]
pub async fn list_delegations(
    state: web::Data<AppState>,
    user: Authenticated,
    filter: ApiQuery<DelegationFilter>,
    page: Page,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    let rows = delegations::list(&state, user.0, filter.0.office, page.after()?, page.fetch()).await?;
    Ok(List::of(rows, &page, |row: &Delegation| row.id).respond(&req))
}

/// Read a delegation
#[utoipa::path(
    tag = "users",
    operation_id = "read_delegation",
    params(("id" = DelegationId, Path, description = "The delegation")),
    responses((status = 200, description = "The delegation", body = Delegation, example = json!({
        "id": "0197c0de-0000-7000-8000-000000000004", "office": "0197c0de-0000-7000-8000-000000000001",
        "delegator": "0197c0de-0000-7000-8000-000000000005", "delegate": "0197c0de-0000-7000-8000-000000000002",
        "documents": [], "division": null, "from": "2026-07-01", "to": "2026-12-31",
        "basis": "Văn bản số 12/UQ-THADS ngày 01/7/2026", "revoked_on": null
    })))
)]
#[get("/delegations/{id}")]
pub async fn read_delegation(
    state: web::Data<AppState>,
    user: Authenticated,
    id: ApiPath<DelegationId>,
) -> ApiResult<HttpResponse> {
    Ok(HttpResponse::Ok().json(delegations::get(&state, user.0, id.0).await?))
}

/// Delegate the signature
///
/// For the head of the agency, who is the delegator.
#[utoipa::path(
    tag = "users",
    operation_id = "add_delegation",
    params(IdempotencyHeader),
    request_body = NewDelegation,
    responses((status = 201, description = "Recorded", body = Delegation, headers(("Location" = String)), example = json!({
        "id": "0197c0de-0000-7000-8000-000000000004", "office": "0197c0de-0000-7000-8000-000000000001",
        "delegator": "0197c0de-0000-7000-8000-000000000005", "delegate": "0197c0de-0000-7000-8000-000000000002",
        "documents": ["on_request_decision"], "division": null, "from": "2026-07-01", "to": "2026-12-31",
        "basis": "Văn bản số 12/UQ-THADS ngày 01/7/2026", "revoked_on": null
    })))
)]
#[post("/delegations")]
pub async fn add_delegation(
    state: web::Data<AppState>,
    user: Authenticated,
    key: IdempotencyKey,
    body: ApiJson<NewDelegation>,
) -> ApiResult<HttpResponse> {
    let once = Once { user: user.0, key: key.0, digest: body.digest };
    Ok(respond(delegations::add(&state, once, body.value).await?))
}

/// Withdraw a delegation
///
/// From a day on, today at the earliest. For the head of the agency.
#[utoipa::path(
    tag = "users",
    operation_id = "revoke_delegation",
    params(("id" = DelegationId, Path, description = "The delegation"), IdempotencyHeader),
    request_body = Revocation,
    responses((status = 200, description = "The delegation now", body = Delegation, example = json!({
        "id": "0197c0de-0000-7000-8000-000000000004", "office": "0197c0de-0000-7000-8000-000000000001",
        "delegator": "0197c0de-0000-7000-8000-000000000005", "delegate": "0197c0de-0000-7000-8000-000000000002",
        "documents": [], "division": null, "from": "2026-07-01", "to": "2026-12-31",
        "basis": "Văn bản số 12/UQ-THADS ngày 01/7/2026", "revoked_on": "2026-09-01"
    })))
)]
#[post("/delegations/{id}/revocation")]
pub async fn revoke_delegation(
    state: web::Data<AppState>,
    user: Authenticated,
    id: ApiPath<DelegationId>,
    key: IdempotencyKey,
    body: ApiJson<Revocation>,
) -> ApiResult<HttpResponse> {
    let once = Once { user: user.0, key: key.0, digest: body.digest };
    Ok(respond(delegations::revoke(&state, once, id.0, body.value).await?))
}

/// The routes of this file.
pub fn routes(config: &mut impl super::Routes) {
    config
        .service(list_delegations)
        .service(read_delegation)
        .service(add_delegation)
        .service(revoke_delegation);
}
