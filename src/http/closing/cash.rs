//! Counts of the cash: count, list, read, act.

use actix_web::{HttpRequest, HttpResponse, get, post, web};

use crate::app::AppState;
use crate::domain::closing::cash::CashCount;
use crate::domain::ids::MatterId;
use crate::domain::lifecycle::closing::CashCountLifecycle;
use crate::http::actions::{CashCountCommand, action_routes};
use crate::http::answer::respond;
use crate::http::extract::page::PageParams;
use crate::http::extract::{ApiJson, ApiPath, ApiQuery, Authenticated, IdempotencyKey, List, Page};
use crate::http::matters::{self, MatterParams};
use crate::http::openapi::IdempotencyHeader;
use crate::http::past::AsOf;
use crate::service::closing::cash::{self, NewCashCount};
use crate::service::error::ApiResult;
use crate::service::idempotency::Once;

/// Count the cash
///
/// For the office's cashier (KS-Q1): notes by denomination, and the cashier's book of the day. The accountant closes the day.
#[utoipa::path(
    tag = "money",
    operation_id = "count_cash",
    params(IdempotencyHeader),
    request_body = NewCashCount,
    responses((status = 201, description = "Entered", body = CashCount,
        headers(("Location" = String), ("ETag" = String)), example = json!({"cash_count": {"state": "counted"}})))
)]
#[post("/cash-counts")]
pub async fn count_cash(
    state: web::Data<AppState>,
    user: Authenticated,
    key: IdempotencyKey,
    body: ApiJson<NewCashCount>,
) -> ApiResult<HttpResponse> {
    let once = Once { user: user.0, key: key.0, digest: body.digest };
    Ok(respond(cash::count(&state, once, body.value).await?))
}

/// List counts of the cash
#[utoipa::path(
    tag = "money",
    operation_id = "list_cash_counts",
    params(MatterParams, AsOf, PageParams),
    responses((status = 200, description = "Those of the office", body = List<CashCount>,
        example = json!({"items": []})))
)]
#[get("/cash-counts")]
pub async fn list_cash_counts(
    state: web::Data<AppState>,
    user: Authenticated,
    page: Page,
    query: ApiQuery<MatterParams>,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    matters::list::<CashCount>(&state, user.0, query.0, &page, &req).await
}

/// Read a count of the cash
#[utoipa::path(
    tag = "money",
    operation_id = "read_cash_count",
    params(("id" = MatterId, Path, description = "Which one"), AsOf),
    responses((status = 200, description = "As it stands", body = CashCount, headers(("ETag" = String)),
        example = json!({"state": "counted", "version": 1})))
)]
#[get("/cash-counts/{id}")]
pub async fn read_cash_count(
    state: web::Data<AppState>,
    user: Authenticated,
    id: ApiPath<MatterId>,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    matters::read::<CashCount>(&state, user.0, id.0, &req).await
}

action_routes!(
    CashCountLifecycle,
    MatterId,
    "/cash-counts/{id}/actions",
    "money",
    list_cash_count_actions,
    "list_cash_count_actions",
    act_on_cash_count,
    "act_on_cash_count",
    CashCountCommand,
    {"action": "close_cash_day"}
);

/// The routes of this file.
pub fn routes(config: &mut impl crate::http::Routes) {
    config
        .service(count_cash)
        .service(list_cash_counts)
        .service(read_cash_count)
        .service(list_cash_count_actions)
        .service(act_on_cash_count);
}
