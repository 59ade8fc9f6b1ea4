//! Money: distributions, payouts.

use actix_web::{HttpRequest, HttpResponse, get, post, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::actions::{DistributionCommand, PayoutCommand, action_routes};
use super::answer::respond;
use super::extract::page::PageParams;
use super::extract::{ApiJson, ApiPath, ApiQuery, Authenticated, IdempotencyKey, List, Page};
use super::openapi::IdempotencyHeader;
use super::past::{AsOf, as_of, versioned_at};
use crate::app::AppState;
use crate::domain::distribution::Stated;
use crate::domain::ids::{AssetId, CaseId, DistributionId, PayoutId};
use crate::domain::lifecycle::money::collection::Assumed;
use crate::domain::lifecycle::money::{DistributionLifecycle, PayoutLifecycle};
use crate::domain::payment::{Distribution, FeeLine, Payout};
use crate::service::distributions::{self, DiffView, NewDistribution, Preview, WhatIf};
use crate::service::error::ApiResult;
use crate::service::idempotency::Once;
use crate::service::money;

/// Which money to preview.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct PreviewParams {
    /// The asset whose price is shared; the money collected otherwise when absent.
    pub asset: Option<AssetId>,
    /// The wage region (1–4) of the debtor's residence, for an only home.
    pub rent_region: Option<u8>,
}

/// A line with its place.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct NumberedLine {
    /// Its place, from 1.
    pub place: i32,
    /// The line.
    #[serde(flatten)]
    pub line: FeeLine,
}

/// List the payouts of a case
#[utoipa::path(
    tag = "money",
    operation_id = "list_case_payouts",
    params(("id" = CaseId, Path, description = "The case"), AsOf, PageParams),
    responses((status = 200, description = "Its payouts", body = List<Payout>, example = json!({"items": []})))
)]
#[get("/cases/{id}/payouts")]
pub async fn list_case_payouts(
    state: web::Data<AppState>,
    user: Authenticated,
    id: ApiPath<CaseId>,
    page: Page,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    let (at, after) = (as_of(&req)?, page.after()?);
    let rows = money::payouts_of_case(&state, user.0, id.0, at, after, page.fetch()).await?;
    Ok(List::of(rows, &page, |row: &Payout| row.id).respond(&req))
}

/// Preview a distribution
///
/// Each line names its step, row, article, base, proportion, rounding and fee; at most 1000 lines are shown. Nothing is written.
/// What no record holds is stated in `POST /distributions/what-if`.
#[utoipa::path(
    tag = "money",
    operation_id = "preview_distribution",
    params(("id" = CaseId, Path, description = "The case"), PreviewParams),
    responses((status = 200, description = "What it would be", body = Preview,
        example = json!({"amount": 0, "fees": 0, "fee_status": "unconfirmed", "lines": []})))
)]
#[get("/cases/{id}/distribution-preview")]
pub async fn preview_distribution(
    state: web::Data<AppState>,
    user: Authenticated,
    id: ApiPath<CaseId>,
    query: ApiQuery<PreviewParams>,
) -> ApiResult<HttpResponse> {
    let (asset, rent_region) = (query.0.asset, query.0.rent_region);
    let distribution =
        NewDistribution { case: id.0, asset, freed: None, rent_region, stated: Stated::default() };
    let asked = WhatIf { distribution, assumed: Assumed::default() };
    Ok(HttpResponse::Ok().json(distributions::preview(&state, user.0, asked).await?))
}

/// Ask what a distribution would be
///
/// With what is stated, and under other facts than those on record where some are assumed: another sum, source, day or choice.
/// Nothing is written.
#[utoipa::path(
    tag = "money",
    operation_id = "ask_what_if",
    request_body = WhatIf,
    responses((status = 200, description = "What it would be", body = Preview,
        example = json!({"amount": 0, "fees": 0, "fee_status": "unconfirmed", "lines": []})))
)]
#[post("/distributions/what-if")]
pub async fn ask_what_if(
    state: web::Data<AppState>,
    user: Authenticated,
    body: ApiJson<WhatIf>,
) -> ApiResult<HttpResponse> {
    Ok(HttpResponse::Ok().json(distributions::preview(&state, user.0, body.value).await?))
}

/// Prepare a distribution
///
/// For the case's officer or the accountant; another person approves it. It never changes: computed again, it is another one,
/// and the one before it gives way.
#[utoipa::path(
    tag = "money",
    operation_id = "prepare_distribution",
    params(IdempotencyHeader),
    request_body = NewDistribution,
    responses((status = 201, description = "Prepared", body = Distribution,
        headers(("Location" = String), ("ETag" = String)), example = json!({"distribution": {"state": "computed"}})))
)]
#[post("/distributions")]
pub async fn prepare_distribution(
    state: web::Data<AppState>,
    user: Authenticated,
    key: IdempotencyKey,
    body: ApiJson<NewDistribution>,
) -> ApiResult<HttpResponse> {
    let once = Once { user: user.0, key: key.0, digest: body.digest };
    Ok(respond(distributions::prepare(&state, once, body.value).await?))
}

/// Read a distribution
#[utoipa::path(
    tag = "money",
    operation_id = "read_distribution",
    params(("id" = DistributionId, Path, description = "The distribution"), AsOf),
    responses((status = 200, description = "The distribution", body = Distribution, headers(("ETag" = String)),
        example = json!({"state": "approved", "version": 2})))
)]
#[get("/distributions/{id}")]
pub async fn read_distribution(
    state: web::Data<AppState>,
    user: Authenticated,
    id: ApiPath<DistributionId>,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    let at = as_of(&req)?;
    let distribution = money::get_distribution(&state, user.0, id.0, at).await?;
    Ok(versioned_at(&req, at, distribution.version, &distribution))
}

/// Compare a distribution with the computation before it
///
/// Lines added, removed and changed; at most 1000 are shown.
#[utoipa::path(
    tag = "money",
    operation_id = "compare_distribution",
    params(("id" = DistributionId, Path, description = "The distribution")),
    responses((status = 200, description = "What it changed", body = DiffView,
        example = json!({"before": null, "amount_after": 50000000, "count": 0, "lines": []})))
)]
#[get("/distributions/{id}/diff")]
pub async fn compare_distribution(
    state: web::Data<AppState>,
    user: Authenticated,
    id: ApiPath<DistributionId>,
) -> ApiResult<HttpResponse> {
    Ok(HttpResponse::Ok().json(distributions::difference(&state, user.0, id.0).await?))
}

/// List the lines of a distribution
#[utoipa::path(
    tag = "money",
    operation_id = "list_distribution_lines",
    params(("id" = DistributionId, Path, description = "The distribution"), PageParams),
    responses((status = 200, description = "Its lines", body = List<NumberedLine>, example = json!({"items": []})))
)]
#[get("/distributions/{id}/lines")]
pub async fn list_distribution_lines(
    state: web::Data<AppState>,
    user: Authenticated,
    id: ApiPath<DistributionId>,
    page: Page,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    let after: Option<i32> = page.after()?;
    let rows = money::distribution_lines(&state, user.0, id.0, after.unwrap_or(0), page.fetch()).await?;
    let rows = rows.into_iter().map(|(place, line)| NumberedLine { place, line }).collect();
    Ok(List::of(rows, &page, |row: &NumberedLine| row.place).respond(&req))
}

/// Read a payout
#[utoipa::path(
    tag = "money",
    operation_id = "read_payout",
    params(("id" = PayoutId, Path, description = "The payout"), AsOf),
    responses((status = 200, description = "The payout", body = Payout, headers(("ETag" = String)),
        example = json!({"state": "released", "version": 1})))
)]
#[get("/payouts/{id}")]
pub async fn read_payout(
    state: web::Data<AppState>,
    user: Authenticated,
    id: ApiPath<PayoutId>,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    let at = as_of(&req)?;
    let payout = money::get_payout(&state, user.0, id.0, at).await?;
    Ok(versioned_at(&req, at, payout.version, &payout))
}

action_routes!(
    DistributionLifecycle,
    DistributionId,
    "/distributions/{id}/actions",
    "money",
    list_distribution_actions,
    "list_distribution_actions",
    act_on_distribution,
    "act_on_distribution",
    DistributionCommand,
    {"action": "approve_distribution"}
);

action_routes!(
    PayoutLifecycle,
    PayoutId,
    "/payouts/{id}/actions",
    "money",
    list_payout_actions,
    "list_payout_actions",
    act_on_payout,
    "act_on_payout",
    PayoutCommand,
    {"action": "confirm_payout", "bank_reference": "FT26307-000123"}
);

/// The routes of this file.
pub fn routes(config: &mut impl super::Routes) {
    config
        .service(list_case_payouts)
        .service(preview_distribution)
        .service(ask_what_if)
        .service(prepare_distribution)
        .service(read_distribution)
        .service(list_distribution_lines)
        .service(compare_distribution)
        .service(list_distribution_actions)
        .service(act_on_distribution)
        .service(read_payout)
        .service(list_payout_actions)
        .service(act_on_payout);
}
