//! Monthly lists of ended cases for the procuracy: draft, read, list, act.

use actix_web::{HttpRequest, HttpResponse, get, post, web};
use serde::Deserialize;
use utoipa::IntoParams;

use super::actions::{ProcuracyListCommand, action_routes};
use super::answer::respond;
use super::extract::page::PageParams;
use super::extract::{ApiJson, ApiPath, ApiQuery, Authenticated, IdempotencyKey, List, Page};
use super::openapi::IdempotencyHeader;
use super::past::{AsOf, as_of, versioned_at};
use crate::app::AppState;
use crate::domain::ids::{MatterId, OfficeId};
use crate::domain::lifecycle::procuracy_list::ProcuracyListLifecycle;
use crate::domain::procuracy_list::ProcuracyList;
use crate::service::error::ApiResult;
use crate::service::idempotency::Once;
use crate::service::procuracy_lists::{self, NewProcuracyList};

/// Which lists.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListParams {
    /// Of this agency, for users of several.
    pub office: Option<OfficeId>,
    /// In this state.
    #[param(example = "drafted")]
    pub state: Option<String>,
}

/// Draft a monthly list
///
/// The cases that ended in the month and are on no list yet (T-KT-04). A list is bounded; the next draft takes the next cases.
#[utoipa::path(
    tag = "cases",
    operation_id = "draft_procuracy_list",
    params(IdempotencyHeader),
    request_body = NewProcuracyList,
    responses((status = 201, description = "Drafted", body = ProcuracyList,
        headers(("Location" = String), ("ETag" = String)), example = json!({"procuracy_list": {"state": "drafted"}})))
)]
#[post("/procuracy-lists")]
pub async fn draft_procuracy_list(
    state: web::Data<AppState>,
    user: Authenticated,
    key: IdempotencyKey,
    body: ApiJson<NewProcuracyList>,
) -> ApiResult<HttpResponse> {
    let once = Once { user: user.0, key: key.0, digest: body.digest };
    Ok(respond(procuracy_lists::draft(&state, once, body.value).await?))
}

/// List monthly lists
#[utoipa::path(
    tag = "cases",
    operation_id = "list_procuracy_lists",
    params(ListParams, AsOf, PageParams),
    responses((status = 200, description = "Lists of the office", body = List<ProcuracyList>,
        example = json!({"items": []})))
)]
#[get("/procuracy-lists")]
pub async fn list_procuracy_lists(
    state: web::Data<AppState>,
    user: Authenticated,
    page: Page,
    query: ApiQuery<ListParams>,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    let asked = query.0;
    let rows = procuracy_lists::list(
        &state,
        user.0,
        (asked.office, as_of(&req)?),
        asked.state,
        page.after()?,
        page.fetch(),
    )
    .await?;
    Ok(List::of(rows, &page, |row: &ProcuracyList| row.head.id).respond(&req))
}

/// Read a monthly list
#[utoipa::path(
    tag = "cases",
    operation_id = "read_procuracy_list",
    params(("id" = MatterId, Path, description = "The list"), AsOf),
    responses((status = 200, description = "The list", body = ProcuracyList, headers(("ETag" = String)),
        example = json!({"state": "sent", "month": "2026-07-31", "cases": []})))
)]
#[get("/procuracy-lists/{id}")]
pub async fn read_procuracy_list(
    state: web::Data<AppState>,
    user: Authenticated,
    id: ApiPath<MatterId>,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    let at = as_of(&req)?;
    let list = procuracy_lists::get(&state, user.0, id.0, at).await?;
    Ok(versioned_at(&req, at, list.head.version, &list))
}

action_routes!(
    ProcuracyListLifecycle,
    MatterId,
    "/procuracy-lists/{id}/actions",
    "cases",
    list_procuracy_list_actions,
    "list_procuracy_list_actions",
    act_on_procuracy_list,
    "act_on_procuracy_list",
    ProcuracyListCommand,
    {"action": "send_list", "effective_on": "2026-08-04"}
);

/// The routes of this file.
pub fn routes(config: &mut impl super::Routes) {
    config
        .service(draft_procuracy_list)
        .service(list_procuracy_lists)
        .service(read_procuracy_list)
        .service(list_procuracy_list_actions)
        .service(act_on_procuracy_list);
}
