//! Lists of payments from prisons and banks: receive, read, list, the lines, act.

use actix_web::{HttpRequest, HttpResponse, get, post, web};
use serde::Deserialize;
use utoipa::IntoParams;

use super::actions::{PaymentListCommand, action_routes};
use super::answer::respond;
use super::extract::page::PageParams;
use super::extract::{ApiJson, ApiPath, ApiQuery, Authenticated, IdempotencyKey, List, Page};
use super::matters::{self, ReceivedParams};
use super::openapi::IdempotencyHeader;
use super::past::AsOf;
use crate::app::AppState;
use crate::domain::ids::MatterId;
use crate::domain::lifecycle::payment_list::PaymentListLifecycle;
use crate::domain::payment_list::{LineState, PaymentList};
use crate::service::error::ApiResult;
use crate::service::idempotency::Once;
use crate::service::payment_lists::{self, NewPaymentList, PaymentLineView};

/// Which lines.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct LineParams {
    /// Only those of which nobody knows yet whose they are.
    #[serde(default)]
    pub unmatched: bool,
    /// In this state.
    #[param(inline)]
    pub state: Option<LineState>,
}

/// Receive a list of payments
///
/// For the office's accountant or intake clerk. Each line of a sender's paper is taken once; lines are matched to cases by the decision's
/// or the judgment's number and the payer. What does not match stays visible.
#[utoipa::path(
    tag = "money",
    operation_id = "receive_payment_list",
    params(IdempotencyHeader),
    request_body = NewPaymentList,
    responses((status = 201, description = "Received", body = PaymentList,
        headers(("Location" = String), ("ETag" = String)), example = json!({"payment_list": {"state": "open"}})))
)]
#[post("/payment-lists")]
pub async fn receive_payment_list(
    state: web::Data<AppState>,
    user: Authenticated,
    key: IdempotencyKey,
    body: ApiJson<NewPaymentList>,
) -> ApiResult<HttpResponse> {
    let once = Once { user: user.0, key: key.0, digest: body.digest };
    Ok(respond(payment_lists::receive(&state, once, body.value).await?))
}

/// List the lists of payments
#[utoipa::path(
    tag = "money",
    operation_id = "list_payment_lists",
    params(ReceivedParams, AsOf, PageParams),
    responses((status = 200, description = "Lists of the office", body = List<PaymentList>,
        example = json!({"items": []})))
)]
#[get("/payment-lists")]
pub async fn list_payment_lists(
    state: web::Data<AppState>,
    user: Authenticated,
    page: Page,
    query: ApiQuery<ReceivedParams>,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    matters::list::<PaymentList>(&state, user.0, query.0, &page, &req).await
}

/// Read a list of payments
#[utoipa::path(
    tag = "money",
    operation_id = "read_payment_list",
    params(("id" = MatterId, Path, description = "The list"), AsOf),
    responses((status = 200, description = "The list", body = PaymentList, headers(("ETag" = String)),
        example = json!({"state": "open", "version": 1})))
)]
#[get("/payment-lists/{id}")]
pub async fn read_payment_list(
    state: web::Data<AppState>,
    user: Authenticated,
    id: ApiPath<MatterId>,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    matters::read::<PaymentList>(&state, user.0, id.0, &req).await
}

/// List the lines of a list of payments
#[utoipa::path(
    tag = "money",
    operation_id = "list_payment_lines",
    params(("id" = MatterId, Path, description = "The list"), LineParams, PageParams),
    responses((status = 200, description = "Its lines", body = List<PaymentLineView>, example = json!({"items": []})))
)]
#[get("/payment-lists/{id}/lines")]
pub async fn list_payment_lines(
    state: web::Data<AppState>,
    user: Authenticated,
    id: ApiPath<MatterId>,
    page: Page,
    query: ApiQuery<LineParams>,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    let after: Option<i32> = page.after()?;
    let wanted = if query.0.unmatched { Some(LineState::Unmatched) } else { query.0.state };
    let rows = payment_lists::lines(&state, user.0, id.0, wanted, after.unwrap_or(0), page.fetch()).await?;
    Ok(List::of(rows, &page, |row: &PaymentLineView| row.line.line).respond(&req))
}

action_routes!(
    PaymentListLifecycle,
    MatterId,
    "/payment-lists/{id}/actions",
    "money",
    list_payment_list_actions,
    "list_payment_list_actions",
    act_on_payment_list,
    "act_on_payment_list",
    PaymentListCommand,
    {"action": "receive_matched", "limit": 100}
);

/// The routes of this file.
pub fn routes(config: &mut impl super::Routes) {
    config
        .service(receive_payment_list)
        .service(list_payment_lists)
        .service(read_payment_list)
        .service(list_payment_lines)
        .service(list_payment_list_actions)
        .service(act_on_payment_list);
}
