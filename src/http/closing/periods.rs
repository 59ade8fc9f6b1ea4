//! Closings of accounting periods: open, list, read, act.

use actix_web::{HttpRequest, HttpResponse, get, post, web};

use crate::app::AppState;
use crate::domain::closing::period::PeriodClosing;
use crate::domain::ids::MatterId;
use crate::domain::lifecycle::closing::PeriodClosingLifecycle;
use crate::http::actions::{PeriodClosingCommand, action_routes};
use crate::http::answer::{respond, tagged};
use crate::http::etag;
use crate::http::extract::page::PageParams;
use crate::http::extract::{ApiJson, ApiPath, ApiQuery, Authenticated, IdempotencyKey, List, Page};
use crate::http::matters::{self, MatterParams};
use crate::http::openapi::IdempotencyHeader;
use crate::http::past::{AsOf, as_of, versioned_at};
use crate::service::closing::period::{self, NewPeriodClosing, PeriodClosingView};
use crate::service::error::ApiResult;
use crate::service::idempotency::Once;

/// Open the closing of a period
///
/// For the office's accountant (KS-K1). Its actions show what is still open.
#[utoipa::path(
    tag = "money",
    operation_id = "open_period_closing",
    params(IdempotencyHeader),
    request_body = NewPeriodClosing,
    responses((status = 201, description = "Entered", body = PeriodClosing,
        headers(("Location" = String), ("ETag" = String)), example = json!({"period_closing": {"state": "open"}})))
)]
#[post("/period-closings")]
pub async fn open_period_closing(
    state: web::Data<AppState>,
    user: Authenticated,
    key: IdempotencyKey,
    body: ApiJson<NewPeriodClosing>,
) -> ApiResult<HttpResponse> {
    let once = Once { user: user.0, key: key.0, digest: body.digest };
    Ok(respond(period::open(&state, once, body.value).await?))
}

/// List closings of periods
#[utoipa::path(
    tag = "money",
    operation_id = "list_period_closings",
    params(MatterParams, AsOf, PageParams),
    responses((status = 200, description = "Those of the office", body = List<PeriodClosing>,
        example = json!({"items": []})))
)]
#[get("/period-closings")]
pub async fn list_period_closings(
    state: web::Data<AppState>,
    user: Authenticated,
    page: Page,
    query: ApiQuery<MatterParams>,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    matters::list::<PeriodClosing>(&state, user.0, query.0, &page, &req).await
}

/// Read the closing of a period
///
/// A closed one with the checkpoint of the signed history that was made with it, besides the schedule; the answer to `close_period`
/// shows it too, as `sealing`. Where none covers it, `missing` says why: no key signs the history, or it was not made yet.
#[utoipa::path(
    tag = "money",
    operation_id = "read_period_closing",
    params(("id" = MatterId, Path, description = "Which one"), AsOf),
    responses((status = 200, description = "As it stands", body = PeriodClosingView, headers(("ETag" = String)),
        example = json!({"state": "closed", "version": 3, "sealing": {"checkpoint": null, "missing": "history_unsigned"}})))
)]
#[get("/period-closings/{id}")]
pub async fn read_period_closing(
    state: web::Data<AppState>,
    user: Authenticated,
    id: ApiPath<MatterId>,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    let at = as_of(&req)?;
    let found = period::get(&state, user.0, id.0, at).await?;
    let version = found.closing.head.version;
    // A checkpoint may come after the closing.
    match found.sealing.as_ref().and_then(|sealing| sealing.checkpoint.as_ref()) {
        Some(checkpoint) => Ok(tagged(&req, etag::grown(version, checkpoint.size), &found)),
        None => Ok(versioned_at(&req, at, version, &found)),
    }
}

action_routes!(
    PeriodClosingLifecycle,
    MatterId,
    "/period-closings/{id}/actions",
    "money",
    list_period_closing_actions,
    "list_period_closing_actions",
    act_on_period_closing,
    "act_on_period_closing",
    PeriodClosingCommand,
    {"action": "close_period"}
);

/// The routes of this file.
pub fn routes(config: &mut impl crate::http::Routes) {
    config
        .service(open_period_closing)
        .service(list_period_closings)
        .service(read_period_closing)
        .service(list_period_closing_actions)
        .service(act_on_period_closing);
}
