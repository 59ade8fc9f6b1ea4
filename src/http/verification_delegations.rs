//! Verifications that other agencies ask for: enter, list, read, act.

use actix_web::{HttpRequest, HttpResponse, get, post, web};

use super::actions::{VerificationDelegationCommand, action_routes};
use super::answer::respond;
use super::extract::page::PageParams;
use super::extract::{ApiJson, ApiPath, ApiQuery, Authenticated, IdempotencyKey, List, Page};
use super::matters::{self, ReceivedParams};
use super::openapi::IdempotencyHeader;
use super::past::AsOf;
use crate::app::AppState;
use crate::domain::delegated_verification::VerificationDelegation;
use crate::domain::ids::MatterId;
use crate::domain::lifecycle::entrustment::VerificationDelegationLifecycle;
use crate::service::error::ApiResult;
use crate::service::idempotency::Once;
use crate::service::verification_delegations::{self, NewVerificationDelegation};

/// Enter a delegated verification
///
/// For the office's intake clerk (T-VE-21). The term to answer runs from the receipt.
#[utoipa::path(
    tag = "intake",
    operation_id = "register_verification_delegation",
    params(IdempotencyHeader),
    request_body = NewVerificationDelegation,
    responses((status = 201, description = "Entered", body = VerificationDelegation,
        headers(("Location" = String), ("ETag" = String)),
        example = json!({"verification_delegation": {"state": "received"}})))
)]
#[post("/verification-delegations")]
pub async fn register_verification_delegation(
    state: web::Data<AppState>,
    user: Authenticated,
    key: IdempotencyKey,
    body: ApiJson<NewVerificationDelegation>,
) -> ApiResult<HttpResponse> {
    let once = Once { user: user.0, key: key.0, digest: body.digest };
    Ok(respond(verification_delegations::register(&state, once, body.value).await?))
}

/// List delegated verifications
#[utoipa::path(
    tag = "intake",
    operation_id = "list_verification_delegations",
    params(ReceivedParams, AsOf, PageParams),
    responses((status = 200, description = "Delegated verifications of the office",
        body = List<VerificationDelegation>, example = json!({"items": []})))
)]
#[get("/verification-delegations")]
pub async fn list_verification_delegations(
    state: web::Data<AppState>,
    user: Authenticated,
    page: Page,
    query: ApiQuery<ReceivedParams>,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    matters::list::<VerificationDelegation>(&state, user.0, query.0, &page, &req).await
}

/// Read a delegated verification
#[utoipa::path(
    tag = "intake",
    operation_id = "read_verification_delegation",
    params(("id" = MatterId, Path, description = "The delegated verification"), AsOf),
    responses((status = 200, description = "The delegated verification", body = VerificationDelegation,
        headers(("ETag" = String)), example = json!({"state": "received", "version": 1})))
)]
#[get("/verification-delegations/{id}")]
pub async fn read_verification_delegation(
    state: web::Data<AppState>,
    user: Authenticated,
    id: ApiPath<MatterId>,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    matters::read::<VerificationDelegation>(&state, user.0, id.0, &req).await
}

action_routes!(
    VerificationDelegationLifecycle,
    MatterId,
    "/verification-delegations/{id}/actions",
    "intake",
    list_verification_delegation_actions,
    "list_verification_delegation_actions",
    act_on_verification_delegation,
    "act_on_verification_delegation",
    VerificationDelegationCommand,
    {"action": "propose_verification_answer", "verified_on": "2026-08-03", "confirmed_by": "UBND phường Mẫu",
        "findings": "Không có tài sản đăng ký"}
);

/// The routes of this file.
pub fn routes(config: &mut impl super::Routes) {
    config
        .service(register_verification_delegation)
        .service(list_verification_delegations)
        .service(read_verification_delegation)
        .service(list_verification_delegation_actions)
        .service(act_on_verification_delegation);
}
