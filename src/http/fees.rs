//! Fees and late interest of a case: what each creditor has received and owes, what each item bears.

use actix_web::{HttpRequest, HttpResponse, get, web};
use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::IntoParams;

use super::extract::page::PageParams;
use super::extract::{ApiPath, ApiQuery, Authenticated, List, Page};
use crate::app::AppState;
use crate::domain::fee_account::FeeAccount;
use crate::domain::ids::CaseId;
use crate::domain::lifecycle::money::ItemInterest;
use crate::service::error::ApiResult;
use crate::service::{fees, interest};

/// For which day.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct OnDate {
    /// The day; today when absent.
    #[param(example = "2026-11-02")]
    pub on: Option<NaiveDate>,
}

/// Read late interest on the items of a case
///
/// For any day, past or present: what accrued, with every segment of days, base and rate; what of it was paid and is due.
#[utoipa::path(
    tag = "money",
    operation_id = "list_case_interest",
    params(("id" = CaseId, Path, description = "The case"), OnDate, PageParams),
    responses((status = 200, description = "Interest on each item", body = List<ItemInterest>,
        example = json!({"items": []})))
)]
#[get("/cases/{id}/interest")]
pub async fn list_case_interest(
    state: web::Data<AppState>,
    user: Authenticated,
    id: ApiPath<CaseId>,
    query: ApiQuery<OnDate>,
    page: Page,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    let rows = interest::of_case(&state, user.0, id.0, query.0.on, page.after()?, page.fetch()).await?;
    Ok(List::of(rows, &page, |row: &ItemInterest| row.obligation).respond(&req))
}

/// List the fees of a case
///
/// What each creditor has received as far as it bears a fee, and the fee decided and collected.
#[utoipa::path(
    tag = "money",
    operation_id = "list_case_fees",
    params(("id" = CaseId, Path, description = "The case"), PageParams),
    responses((status = 200, description = "One account for each creditor", body = List<FeeAccount>,
        example = json!({"items": []})))
)]
#[get("/cases/{id}/fees")]
pub async fn list_case_fees(
    state: web::Data<AppState>,
    user: Authenticated,
    id: ApiPath<CaseId>,
    page: Page,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    let rows = fees::of_case(&state, user.0, id.0, page.after()?, page.fetch()).await?;
    Ok(List::of(rows, &page, |row: &FeeAccount| row.party).respond(&req))
}

/// The routes of this file.
pub fn routes(config: &mut impl super::Routes) {
    config.service(list_case_interest).service(list_case_fees);
}
