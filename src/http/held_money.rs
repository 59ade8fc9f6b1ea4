//! Money that cannot be ascribed to a case: receive, read, list, act.

use actix_web::{HttpRequest, HttpResponse, get, post, web};

use super::actions::{HeldMoneyCommand, action_routes};
use super::answer::respond;
use super::extract::page::PageParams;
use super::extract::{ApiJson, ApiPath, ApiQuery, Authenticated, IdempotencyKey, List, Page};
use super::matters::{self, MatterParams};
use super::openapi::IdempotencyHeader;
use super::past::AsOf;
use crate::app::AppState;
use crate::domain::held_money::HeldMoney;
use crate::domain::ids::MatterId;
use crate::domain::lifecycle::held_money::HeldMoneyLifecycle;
use crate::service::error::ApiResult;
use crate::service::held_money::{self, NewHeldMoney};
use crate::service::idempotency::Once;

/// Receive money that cannot be ascribed to a case
///
/// For the office's accountant or intake clerk (T-PN-02, T-TT-04). Five years run from its receipt.
#[utoipa::path(
    tag = "money",
    operation_id = "receive_held_money",
    params(IdempotencyHeader),
    request_body = NewHeldMoney,
    responses((status = 201, description = "Received", body = HeldMoney,
        headers(("Location" = String), ("ETag" = String)), example = json!({"held_money": {"state": "prison"}})))
)]
#[post("/held-money")]
pub async fn receive_held_money(
    state: web::Data<AppState>,
    user: Authenticated,
    key: IdempotencyKey,
    body: ApiJson<NewHeldMoney>,
) -> ApiResult<HttpResponse> {
    let once = Once { user: user.0, key: key.0, digest: body.digest };
    Ok(respond(held_money::receive(&state, once, body.value).await?))
}

/// List held money
#[utoipa::path(
    tag = "money",
    operation_id = "list_held_money",
    params(MatterParams, AsOf, PageParams),
    responses((status = 200, description = "Held money of the office", body = List<HeldMoney>,
        example = json!({"items": []})))
)]
#[get("/held-money")]
pub async fn list_held_money(
    state: web::Data<AppState>,
    user: Authenticated,
    page: Page,
    query: ApiQuery<MatterParams>,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    matters::list::<HeldMoney>(&state, user.0, query.0, &page, &req).await
}

/// Read held money
#[utoipa::path(
    tag = "money",
    operation_id = "read_held_money",
    params(("id" = MatterId, Path, description = "The money"), AsOf),
    responses((status = 200, description = "The money", body = HeldMoney, headers(("ETag" = String)),
        example = json!({"state": "provisional", "version": 1})))
)]
#[get("/held-money/{id}")]
pub async fn read_held_money(
    state: web::Data<AppState>,
    user: Authenticated,
    id: ApiPath<MatterId>,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    matters::read::<HeldMoney>(&state, user.0, id.0, &req).await
}

action_routes!(
    HeldMoneyLifecycle,
    MatterId,
    "/held-money/{id}/actions",
    "money",
    list_held_money_actions,
    "list_held_money_actions",
    act_on_held_money,
    "act_on_held_money",
    HeldMoneyCommand,
    {"action": "propose_money_forfeiture", "searches": "Hỏi trại giam và Tòa án", "voucher": "KB-1"}
);

/// The routes of this file.
pub fn routes(config: &mut impl super::Routes) {
    config
        .service(receive_held_money)
        .service(list_held_money)
        .service(read_held_money)
        .service(list_held_money_actions)
        .service(act_on_held_money);
}
