//! Assets: record, read, list by case, act.

use actix_web::{HttpRequest, HttpResponse, get, post, web};

use super::actions::{AssetCommand, action_routes};
use super::answer::respond;
use super::extract::page::PageParams;
use super::extract::{ApiJson, ApiPath, ApiQuery, Authenticated, IdempotencyKey, List, Page};
use super::openapi::IdempotencyHeader;
use super::past::{AsOf, as_of, versioned_at};
use crate::app::AppState;
use crate::domain::asset::Asset;
use crate::domain::ids::{AssetId, CaseId};
use crate::domain::lifecycle::asset::AssetLifecycle;
use crate::service::assets::{self, NewAsset};
use crate::service::cases::{self, EventView, Whose};
use crate::service::error::ApiResult;
use crate::service::idempotency::Once;
use crate::service::lots::{self, NewLot};

/// Record an asset
///
/// For the case's officer.
#[utoipa::path(
    tag = "assets",
    operation_id = "record_asset",
    params(IdempotencyHeader),
    request_body = NewAsset,
    responses((status = 201, description = "Recorded", body = Asset, headers(("Location" = String), ("ETag" = String)),
        example = json!({"asset": {"state": "identified"}})))
)]
#[post("/assets")]
pub async fn record_asset(
    state: web::Data<AppState>,
    user: Authenticated,
    key: IdempotencyKey,
    body: ApiJson<NewAsset>,
) -> ApiResult<HttpResponse> {
    let once = Once { user: user.0, key: key.0, digest: body.digest };
    Ok(respond(assets::add(&state, once, body.value).await?))
}

/// Form a lot
///
/// For the case's officer (A-01L): seized things of one owner that are valued, sold and handed over as one. The lot is an asset file
/// of its own; nothing in it is sold beside it.
#[utoipa::path(
    tag = "assets",
    operation_id = "form_lot",
    params(IdempotencyHeader),
    request_body = NewLot,
    responses((status = 201, description = "Formed", body = Asset, headers(("Location" = String), ("ETag" = String)),
        example = json!({"asset": {"state": "seized"}})))
)]
#[post("/lots")]
pub async fn form_lot(
    state: web::Data<AppState>,
    user: Authenticated,
    key: IdempotencyKey,
    body: ApiJson<NewLot>,
) -> ApiResult<HttpResponse> {
    let once = Once { user: user.0, key: key.0, digest: body.digest };
    Ok(respond(lots::form(&state, once, body.value).await?))
}

/// Read an asset
///
/// With `as_of` as the office knew it at that instant.
#[utoipa::path(
    tag = "assets",
    operation_id = "read_asset",
    params(("id" = AssetId, Path, description = "The asset"), AsOf),
    responses((status = 200, description = "The asset", body = Asset, headers(("ETag" = String)),
        example = json!({"state": "verified", "version": 4})))
)]
#[get("/assets/{id}")]
pub async fn read_asset(
    state: web::Data<AppState>,
    user: Authenticated,
    id: ApiPath<AssetId>,
    query: ApiQuery<AsOf>,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    let asset = assets::get(&state, user.0, id.0, query.0.as_of).await?;
    Ok(versioned_at(&req, query.0.as_of, asset.version, &asset))
}

/// List the assets of a case
#[utoipa::path(
    tag = "assets",
    operation_id = "list_case_assets",
    params(("id" = CaseId, Path, description = "The case"), AsOf, PageParams),
    responses((status = 200, description = "Its assets", body = List<Asset>, example = json!({"items": []})))
)]
#[get("/cases/{id}/assets")]
pub async fn list_case_assets(
    state: web::Data<AppState>,
    user: Authenticated,
    id: ApiPath<CaseId>,
    page: Page,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    let rows = assets::list(&state, user.0, id.0, as_of(&req)?, page.after()?, page.fetch()).await?;
    Ok(List::of(rows, &page, |row: &Asset| row.id).respond(&req))
}

/// Read the history of an asset
#[utoipa::path(
    tag = "assets",
    operation_id = "list_asset_events",
    params(("id" = AssetId, Path, description = "The asset"), PageParams),
    responses((status = 200, description = "Its events", body = List<EventView>, example = json!({"items": []})))
)]
#[get("/assets/{id}/events")]
pub async fn list_asset_events(
    state: web::Data<AppState>,
    user: Authenticated,
    id: ApiPath<AssetId>,
    page: Page,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    let after: Option<i64> = page.after()?;
    let rows = cases::history(&state, user.0, Whose::Asset(id.0), after.unwrap_or(0), page.fetch()).await?;
    Ok(List::of(rows, &page, |row: &EventView| row.body.seq).respond(&req))
}

action_routes!(
    AssetLifecycle,
    AssetId,
    "/assets/{id}/actions",
    "assets",
    list_asset_actions,
    "list_asset_actions",
    act_on_asset,
    "act_on_asset",
    AssetCommand,
    {"action": "query_registry", "effective_on": "2026-11-02", "registry": "Văn phòng đăng ký đất đai"}
);

/// The routes of this file.
pub fn routes(config: &mut impl super::Routes) {
    config
        .service(record_asset)
        .service(form_lot)
        .service(read_asset)
        .service(list_case_assets)
        .service(list_asset_events)
        .service(list_asset_actions)
        .service(act_on_asset);
}
