//! Receipts: of a case, the register of an office, one by its identifier; series of printed receipts.

use actix_web::{HttpRequest, HttpResponse, get, post, web};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;
use utoipa::IntoParams;

use super::actions::{ReceiptSeriesCommand, action_routes};
use super::answer::respond;
use super::extract::page::PageParams;
use super::extract::{ApiJson, ApiPath, ApiQuery, Authenticated, IdempotencyKey, List, Page};
use super::matters::{self, ReceivedParams};
use super::openapi::IdempotencyHeader;
use super::past::{AsOf, as_of};
use crate::app::AppState;
use crate::domain::ids::{CaseId, MatterId, OfficeId, ReceiptId};
use crate::domain::lifecycle::receipt_series::ReceiptSeriesLifecycle;
use crate::domain::receipt::{Channel, ReceiptKind};
use crate::domain::receipt_series::{ReceiptSeries, SeriesNumber};
use crate::service::error::ApiResult;
use crate::service::idempotency::Once;
use crate::service::receipt_series::{self, NewReceiptSeries};
use crate::service::receipts::{self, ReceiptView};
use crate::store::receipts::ReceiptFilter;

/// Which receipts of the register.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct RegisterParams {
    /// Of this day.
    #[param(example = "2026-11-02")]
    pub day: Option<NaiveDate>,
    /// Of this kind.
    #[param(inline)]
    pub kind: Option<ReceiptKind>,
    /// That came this way.
    #[param(inline)]
    pub channel: Option<Channel>,
    /// Of this series: `receipts`, `provisional_receipts`, `portal_receipts`, or `printed/` and the name of a printed one.
    #[param(example = "receipts")]
    pub series: Option<String>,
    /// With this number.
    pub number: Option<i64>,
    /// With this code on the paper.
    #[param(example = "A1B2C3D4E5F6")]
    pub lookup: Option<String>,
    /// What the office knew at this instant: recorded by then, whatever came later. Now when absent.
    #[param(example = "2026-11-02T08:30:00+07:00")]
    pub as_of: Option<DateTime<Utc>>,
}

/// List the receipts of a case
#[utoipa::path(
    tag = "money",
    operation_id = "list_case_receipts",
    params(("id" = CaseId, Path, description = "The case"), AsOf, PageParams),
    responses((status = 200, description = "Its receipts", body = List<ReceiptView>, example = json!({"items": []})))
)]
#[get("/cases/{id}/receipts")]
pub async fn list_case_receipts(
    state: web::Data<AppState>,
    user: Authenticated,
    id: ApiPath<CaseId>,
    page: Page,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    let rows = receipts::of_case(&state, user.0, id.0, as_of(&req)?, page.after()?, page.fetch()).await?;
    Ok(List::of(rows, &page, |row: &ReceiptView| row.receipt.id).respond(&req))
}

/// List the receipts of an office
///
/// The register, cancelled receipts included. An officer sees those of his own cases. With `as_of` those recorded by then.
#[utoipa::path(
    tag = "money",
    operation_id = "list_office_receipts",
    params(("id" = OfficeId, Path, description = "The office"), RegisterParams, PageParams),
    responses((status = 200, description = "Its receipts", body = List<ReceiptView>, example = json!({"items": []})))
)]
#[get("/offices/{id}/receipts")]
pub async fn list_office_receipts(
    state: web::Data<AppState>,
    user: Authenticated,
    id: ApiPath<OfficeId>,
    page: Page,
    query: ApiQuery<RegisterParams>,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    let asked = query.0;
    let filter = ReceiptFilter {
        day: asked.day,
        kind: asked.kind.map(|kind| kind.as_str().to_owned()),
        channel: asked.channel.map(|channel| channel.as_str().to_owned()),
        series: asked.series,
        number: asked.number,
        lookup: asked.lookup,
        as_of: None,
    };
    let rows =
        receipts::register(&state, user.0, id.0, filter, asked.as_of, page.after()?, page.fetch()).await?;
    Ok(List::of(rows, &page, |row: &ReceiptView| row.receipt.id).respond(&req))
}

/// Read a receipt
#[utoipa::path(
    tag = "money",
    operation_id = "read_receipt",
    params(("id" = ReceiptId, Path, description = "The receipt"), AsOf),
    responses((status = 200, description = "The receipt", body = ReceiptView, example = json!({"number": "0000001"})))
)]
#[get("/receipts/{id}")]
pub async fn read_receipt(
    state: web::Data<AppState>,
    user: Authenticated,
    id: ApiPath<ReceiptId>,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    Ok(HttpResponse::Ok().json(receipts::get(&state, user.0, id.0, as_of(&req)?).await?))
}

/// Announce a series of printed receipts
///
/// For the office's accountant. A printed receipt's number lies in an announced series and is used once.
#[utoipa::path(
    tag = "money",
    operation_id = "announce_receipt_series",
    params(IdempotencyHeader),
    request_body = NewReceiptSeries,
    responses((status = 201, description = "Announced", body = ReceiptSeries,
        headers(("Location" = String), ("ETag" = String)), example = json!({"receipt_series": {"state": "in_use"}})))
)]
#[post("/receipt-series")]
pub async fn announce_receipt_series(
    state: web::Data<AppState>,
    user: Authenticated,
    key: IdempotencyKey,
    body: ApiJson<NewReceiptSeries>,
) -> ApiResult<HttpResponse> {
    let once = Once { user: user.0, key: key.0, digest: body.digest };
    Ok(respond(receipts::announce(&state, once, body.value).await?))
}

/// List the series of printed receipts
#[utoipa::path(
    tag = "money",
    operation_id = "list_receipt_series",
    params(ReceivedParams, AsOf, PageParams),
    responses((status = 200, description = "Series of the office", body = List<ReceiptSeries>,
        example = json!({"items": []})))
)]
#[get("/receipt-series")]
pub async fn list_receipt_series(
    state: web::Data<AppState>,
    user: Authenticated,
    page: Page,
    query: ApiQuery<ReceivedParams>,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    matters::list::<ReceiptSeries>(&state, user.0, query.0, &page, &req).await
}

/// Read a series of printed receipts
#[utoipa::path(
    tag = "money",
    operation_id = "read_receipt_series",
    params(("id" = MatterId, Path, description = "The series"), AsOf),
    responses((status = 200, description = "The series", body = ReceiptSeries, headers(("ETag" = String)),
        example = json!({"state": "in_use", "version": 1})))
)]
#[get("/receipt-series/{id}")]
pub async fn read_receipt_series(
    state: web::Data<AppState>,
    user: Authenticated,
    id: ApiPath<MatterId>,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    matters::read::<ReceiptSeries>(&state, user.0, id.0, &req).await
}

/// List the numbers of a series
///
/// Every form by its number: written on, still blank, or gone, with the minutes of the loss.
#[utoipa::path(
    tag = "money",
    operation_id = "list_receipt_series_numbers",
    params(("id" = MatterId, Path, description = "The series"), PageParams),
    responses((status = 200, description = "Its numbers", body = List<SeriesNumber>,
        example = json!({"items": [{"number": 51, "receipt": null, "lost": null}]})))
)]
#[get("/receipt-series/{id}/numbers")]
pub async fn list_receipt_series_numbers(
    state: web::Data<AppState>,
    user: Authenticated,
    id: ApiPath<MatterId>,
    page: Page,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    let after: Option<i64> = page.after()?;
    let rows = receipt_series::numbers(&state, user.0, id.0, after.unwrap_or(0), page.fetch()).await?;
    Ok(List::of(rows, &page, |row: &SeriesNumber| row.number).respond(&req))
}

action_routes!(
    ReceiptSeriesLifecycle,
    MatterId,
    "/receipt-series/{id}/actions",
    "money",
    list_receipt_series_actions,
    "list_receipt_series_actions",
    act_on_receipt_series,
    "act_on_receipt_series",
    ReceiptSeriesCommand,
    {"action": "withdraw_series", "reason": "Đã dùng hết"}
);

/// The routes of this file.
pub fn routes(config: &mut impl super::Routes) {
    config
        .service(list_case_receipts)
        .service(list_office_receipts)
        .service(read_receipt)
        .service(announce_receipt_series)
        .service(list_receipt_series)
        .service(read_receipt_series)
        .service(list_receipt_series_numbers)
        .service(list_receipt_series_actions)
        .service(act_on_receipt_series);
}
