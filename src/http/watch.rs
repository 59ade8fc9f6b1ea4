//! Gates of an asset, assets across cases and their watch lists, overrides.

use actix_web::{HttpRequest, HttpResponse, get, web};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use utoipa::IntoParams;

use super::actions::OnDay;
use super::extract::page::PageParams;
use super::extract::{AcceptLang, ApiPath, ApiQuery, Authenticated, List, Page};
use crate::app::AppState;
use crate::domain::asset::Asset;
use crate::domain::ids::{AssetId, OfficeId};
use crate::domain::lifecycle::asset::Gate;
use crate::service::error::ApiResult;
use crate::service::watch::{self, GateView, OverrideView, Wanted, WatchList};

/// Read a gate of an asset
///
/// Everything that must be true before it is seized, valued, auctioned or handed over, as one checklist: each line met or unmet, with
/// its citation, the fact that was looked at and the cure. The lines are the very guards of the action behind the gate.
#[utoipa::path(
    tag = "assets",
    operation_id = "read_gate",
    params(("id" = AssetId, Path, description = "The asset"), ("gate" = inline(Gate), Path, description = "The gate"), OnDay),
    responses((status = 200, description = "The checklist", body = GateView,
        example = json!({"gate": "ready_to_auction", "ready": false})))
)]
#[get("/assets/{id}/gates/{gate}")]
pub async fn read_gate(
    state: web::Data<AppState>,
    user: Authenticated,
    path: ApiPath<(AssetId, Gate)>,
    query: ApiQuery<OnDay>,
    lang: AcceptLang,
) -> ApiResult<HttpResponse> {
    let (id, gate) = path.0;
    let view = watch::gate(&state, user.0, id, gate, query.0.effective_on, lang.0).await?;
    Ok(HttpResponse::Ok().json(view))
}

/// Which assets.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct AssetParams {
    /// Of this agency, for users of several.
    pub office: Option<OfficeId>,
    /// In this state.
    #[param(example = "ready_for_auction")]
    pub state: Option<String>,
    /// Of this kind.
    #[param(example = "house")]
    pub kind: Option<String>,
    /// On this watch list: sold and not handed over (in all, or overdue), certificate about to end, idle, without a registry's answer.
    #[param(inline)]
    pub watch: Option<WatchList>,
    /// What the office knew at this instant: recorded by then, whatever came later. Now when absent.
    #[param(example = "2026-11-02T08:30:00+07:00")]
    pub as_of: Option<DateTime<Utc>>,
}

/// List assets across cases
///
/// Those of the cases that the user may see, by state, kind or watch list. What was contracted or valued late stands among the
/// deadlines: `GET /deadlines?key=valuation.contract` and `auction.contract`. With `as_of` those that were known then, as they were.
#[utoipa::path(
    tag = "assets",
    operation_id = "list_assets",
    params(AssetParams, PageParams),
    responses((status = 200, description = "Assets", body = List<Asset>, example = json!({"items": []})))
)]
#[get("/assets")]
pub async fn list_assets(
    state: web::Data<AppState>,
    user: Authenticated,
    page: Page,
    query: ApiQuery<AssetParams>,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    let AssetParams { office, state: stands, kind, watch, as_of } = query.0;
    let wanted = Wanted { office, state: stands, kind, watch };
    let rows = watch::list(&state, user.0, wanted, as_of, page.after()?, page.fetch()).await?;
    Ok(List::of(rows, &page, |row: &Asset| row.id).respond(&req))
}

/// Of which agency.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct OfficeParams {
    /// Of this agency, for users of several.
    pub office: Option<OfficeId>,
}

/// List overrides
///
/// Every rule of this program that two people passed over at an agency: which, on what, why, who asked and who allowed it.
#[utoipa::path(
    tag = "assets",
    operation_id = "list_overrides",
    params(OfficeParams, PageParams),
    responses((status = 200, description = "Overrides", body = List<OverrideView>, example = json!({"items": []})))
)]
#[get("/overrides")]
pub async fn list_overrides(
    state: web::Data<AppState>,
    user: Authenticated,
    page: Page,
    query: ApiQuery<OfficeParams>,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    let rows = watch::overrides(&state, user.0, query.0.office, page.after()?, page.fetch()).await?;
    Ok(List::of(rows, &page, |row: &OverrideView| row.id).respond(&req))
}

/// The routes of this file.
pub fn routes(config: &mut impl super::Routes) {
    config.service(read_gate).service(list_assets).service(list_overrides);
}
