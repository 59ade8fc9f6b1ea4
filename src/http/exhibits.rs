//! Lots of exhibits and property in custody: enter, read, list, act; those past their time.

use actix_web::{HttpRequest, HttpResponse, get, post, web};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use utoipa::IntoParams;

use super::actions::{ExhibitCommand, action_routes};
use super::answer::respond;
use super::extract::page::PageParams;
use super::extract::{ApiJson, ApiPath, ApiQuery, Authenticated, IdempotencyKey, List, Page};
use super::matters::{self, Asked};
use super::openapi::IdempotencyHeader;
use super::past::AsOf;
use crate::app::AppState;
use crate::domain::exhibit::{CustodianKind, Disposition, Exhibit};
use crate::domain::ids::{CaseId, MatterId, OfficeId};
use crate::domain::lifecycle::exhibit::{ExhibitLifecycle, NewExhibit};
use crate::service::cases::EventView;
use crate::service::error::ApiResult;
use crate::service::exhibits::{self, OverdueExhibit};
use crate::service::idempotency::Once;
use crate::store::matters::MatterFilter;

/// Which lots.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ExhibitParams {
    /// Of this agency, for users of several.
    pub office: Option<OfficeId>,
    /// In this state.
    #[param(example = "accepted")]
    pub state: Option<String>,
    /// Of this case.
    pub case: Option<CaseId>,
    /// With something open that such a keeper keeps.
    #[param(example = "police")]
    pub custodian: Option<CustodianKind>,
    /// With something open of which the judgment says this; with `custodian`, that lies there.
    #[param(example = "destroy")]
    pub disposition: Option<Disposition>,
}

impl From<ExhibitParams> for Asked {
    fn from(params: ExhibitParams) -> Asked {
        let ExhibitParams { office, state, case, custodian, disposition } = params;
        let custodian = custodian.map(|kind| kind.as_str().to_owned());
        let disposition = disposition.map(|what| what.as_str().to_owned());
        (office, MatterFilter { state, case, custodian, disposition, ..MatterFilter::default() })
    }
}

/// Which lots past their time.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct OverdueParams {
    /// Of this agency, for users of several.
    pub office: Option<OfficeId>,
    /// Past this time: `ex.lie_1y` and `ex.lie_5y` for what has lain longer than one year, than five.
    #[param(example = "ex.lie_1y")]
    pub key: Option<String>,
    /// What the office knew at this instant, by the day of that instant. Now when absent.
    #[param(example = "2026-11-02T08:30:00+07:00")]
    pub as_of: Option<DateTime<Utc>>,
}

/// Enter a lot of exhibits
///
/// For the office's officers and its intake clerk (XB-01): with the enforcement decision under which it is dealt with, or as something
/// that the agency has kept since before.
#[utoipa::path(
    tag = "exhibits",
    operation_id = "enter_exhibits",
    params(IdempotencyHeader),
    request_body = NewExhibit,
    responses((status = 201, description = "Entered", body = Exhibit,
        headers(("Location" = String), ("ETag" = String)), example = json!({"exhibit": {"state": "judged"}})))
)]
#[post("/exhibits")]
pub async fn enter_exhibits(
    state: web::Data<AppState>,
    user: Authenticated,
    key: IdempotencyKey,
    body: ApiJson<NewExhibit>,
) -> ApiResult<HttpResponse> {
    let once = Once { user: user.0, key: key.0, digest: body.digest };
    Ok(respond(exhibits::receive(&state, once, body.value).await?))
}

/// List lots of exhibits
#[utoipa::path(
    tag = "exhibits",
    operation_id = "list_exhibits",
    params(ExhibitParams, AsOf, PageParams),
    responses((status = 200, description = "Lots of the office", body = List<Exhibit>,
        example = json!({"items": []})))
)]
#[get("/exhibits")]
pub async fn list_exhibits(
    state: web::Data<AppState>,
    user: Authenticated,
    page: Page,
    query: ApiQuery<ExhibitParams>,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    matters::list::<Exhibit>(&state, user.0, query.0, &page, &req).await
}

/// List lots past their time
///
/// A time of handling, counting or reporting has passed, or it has lain longer than one year, than five.
#[utoipa::path(
    tag = "exhibits",
    operation_id = "list_overdue_exhibits",
    params(OverdueParams, PageParams),
    responses((status = 200, description = "Lots with what has passed", body = List<OverdueExhibit>,
        example = json!({"items": []})))
)]
#[get("/exhibits/overdue")]
pub async fn list_overdue_exhibits(
    state: web::Data<AppState>,
    user: Authenticated,
    page: Page,
    query: ApiQuery<OverdueParams>,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    let OverdueParams { office, key, as_of } = query.0;
    let rows = exhibits::overdue(&state, user.0, office, key, as_of, page.after()?, page.fetch()).await?;
    Ok(List::of(rows, &page, |row: &OverdueExhibit| row.id).respond(&req))
}

/// Read a lot of exhibits
#[utoipa::path(
    tag = "exhibits",
    operation_id = "read_exhibit",
    params(("id" = MatterId, Path, description = "The lot"), AsOf),
    responses((status = 200, description = "The lot", body = Exhibit, headers(("ETag" = String)),
        example = json!({"state": "accepted", "version": 3})))
)]
#[get("/exhibits/{id}")]
pub async fn read_exhibit(
    state: web::Data<AppState>,
    user: Authenticated,
    id: ApiPath<MatterId>,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    matters::read::<Exhibit>(&state, user.0, id.0, &req).await
}

/// Read the history of a lot
#[utoipa::path(
    tag = "exhibits",
    operation_id = "list_exhibit_events",
    params(("id" = MatterId, Path, description = "The lot"), PageParams),
    responses((status = 200, description = "Its events, oldest first", body = List<EventView>,
        example = json!({"items": []})))
)]
#[get("/exhibits/{id}/events")]
pub async fn list_exhibit_events(
    state: web::Data<AppState>,
    user: Authenticated,
    id: ApiPath<MatterId>,
    page: Page,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    matters::history::<Exhibit>(&state, user.0, id.0, &page, &req).await
}

action_routes!(
    ExhibitLifecycle,
    MatterId,
    "/exhibits/{id}/actions",
    "exhibits",
    list_exhibit_actions,
    "list_exhibit_actions",
    act_on_exhibit,
    "act_on_exhibit",
    ExhibitCommand,
    {"action": "send_for_comparison", "effective_on": "2026-11-02"}
);

/// The routes of this file.
pub fn routes(config: &mut impl super::Routes) {
    config
        .service(enter_exhibits)
        .service(list_exhibits)
        .service(list_overdue_exhibits)
        .service(read_exhibit)
        .service(list_exhibit_events)
        .service(list_exhibit_actions)
        .service(act_on_exhibit);
}
