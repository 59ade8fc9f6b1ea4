//! Deadlines of a case and across cases, and the signed documents of a case.

use actix_web::{HttpRequest, HttpResponse, get, web};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;
use utoipa::IntoParams;

use super::extract::page::PageParams;
use super::extract::{ApiPath, ApiQuery, Authenticated, List, Page};
use super::past::{AsOf, as_of};
use crate::app::AppState;
use crate::domain::deadline::DeadlineStatus;
use crate::domain::ids::{CaseId, MatterId, OfficeId, UserId};
use crate::domain::law::Duty;
use crate::service::books::{self, DocumentView};
use crate::service::deadline_views::{self as deadlines, DeadlineQuery, DeadlineView};
use crate::service::error::ApiResult;

/// Which deadlines.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DeadlineParams {
    /// Of this agency, for users of several.
    pub office: Option<OfficeId>,
    /// Of this division.
    pub division: Option<OfficeId>,
    /// Of this officer.
    pub officer: Option<UserId>,
    /// With this key, or one of these: at most ten, separated by commas.
    #[param(example = "notify,send_vks")]
    pub key: Option<String>,
    /// Where they stand.
    #[param(example = "open")]
    pub status: Option<DeadlineStatus>,
    /// Whose period it is.
    #[param(example = "office")]
    pub duty: Option<Duty>,
    /// Whether the office missed it, be it that it was done later.
    #[param(example = true)]
    pub breached: Option<bool>,
    /// Whether the alarm of what is to be done at once sounds now.
    #[param(example = true)]
    pub alarm: Option<bool>,
    /// Due on this day or later.
    #[param(example = "2026-11-02")]
    pub due_from: Option<NaiveDate>,
    /// Due on this day or earlier.
    #[param(example = "2026-11-30")]
    pub due_to: Option<NaiveDate>,
    /// Of this matter.
    pub matter: Option<MatterId>,
    /// What was known at this instant; now when absent.
    #[param(example = "2026-11-02T08:30:00+07:00")]
    pub as_of: Option<DateTime<Utc>>,
}

/// List deadlines across cases
///
/// By their last day, the earliest first; only of cases that you may see.
#[utoipa::path(
    tag = "deadlines",
    operation_id = "list_deadlines",
    params(DeadlineParams, PageParams),
    responses((status = 200, description = "Deadlines", body = List<DeadlineView>, example = json!({"items": [{
        "id": "0197c0de-0000-7000-8000-000000000001", "key": "send_vks", "regime": "l2025", "duty": "office",
        "office": "0197c0de-0000-7000-8000-000000000002",
        "officer": "0197c0de-0000-7000-8000-000000000003", "case": "0197c0de-0000-7000-8000-000000000004",
        "about": "0197c0de-0000-7000-8000-000000000005",
        "started_on": "2026-07-15", "due_on": "2026-07-20", "provisional": false, "status": "breached",
        "breached_at": "2026-07-20T17:00:00Z", "imported": false,
        "calendar": "vn-2026-10",
        "reckoning": {"computation": {
            "start": "2026-07-15T00:00:00+07:00", "period": {"value": 3, "unit": "wd", "roll": false},
            "due_on": "2026-07-20", "rolled": false, "provisional": false, "calendar": "vn-2026-10",
            "steps": [{"date": "2026-07-15", "note": "start_not_counted"}, {"date": "2026-07-20", "note": "last_day"}]
        }}
    }]})))
)]
#[get("/deadlines")]
pub async fn list_deadlines(
    state: web::Data<AppState>,
    user: Authenticated,
    page: Page,
    query: ApiQuery<DeadlineParams>,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    let asked = query.0;
    let keys = asked.key.as_deref().map(|keys| keys.split(',').map(str::to_owned).collect());
    let query = DeadlineQuery {
        office: asked.office,
        division: asked.division,
        officer: asked.officer,
        keys: keys.unwrap_or_default(),
        status: asked.status,
        duty: asked.duty,
        breached: asked.breached,
        alarm: asked.alarm,
        due_from: asked.due_from,
        due_to: asked.due_to,
        matter: asked.matter,
    };
    let rows = deadlines::list(&state, user.0, query, asked.as_of, page.after()?, page.fetch()).await?;
    Ok(List::of(rows, &page, |row: &DeadlineView| (row.due_on, row.id)).respond(&req))
}

/// List the deadlines of a case
///
/// Each with the steps by which its last day was found, its pauses, the moves by a newer calendar, the moment of its breach, and
/// how it ended.
#[utoipa::path(
    tag = "deadlines",
    operation_id = "list_case_deadlines",
    params(("id" = CaseId, Path, description = "The case"), AsOf, PageParams),
    responses((status = 200, description = "Its deadlines", body = List<DeadlineView>, example = json!({"items": [{
        "id": "0197c0de-0000-7000-8000-000000000001", "key": "send_vks", "regime": "l2025", "duty": "office",
        "office": "0197c0de-0000-7000-8000-000000000002",
        "officer": "0197c0de-0000-7000-8000-000000000003", "case": "0197c0de-0000-7000-8000-000000000004",
        "about": "0197c0de-0000-7000-8000-000000000005",
        "started_on": "2026-07-15", "due_on": "2026-07-20", "provisional": false, "status": "breached",
        "breached_at": "2026-07-20T17:00:00Z", "imported": false,
        "calendar": "vn-2026-10",
        "reckoning": {"computation": {
            "start": "2026-07-15T00:00:00+07:00", "period": {"value": 3, "unit": "wd", "roll": false},
            "due_on": "2026-07-20", "rolled": false, "provisional": false, "calendar": "vn-2026-10",
            "steps": [{"date": "2026-07-15", "note": "start_not_counted"}, {"date": "2026-07-20", "note": "last_day"}]
        }}
    }]})))
)]
#[get("/cases/{id}/deadlines")]
pub async fn list_case_deadlines(
    state: web::Data<AppState>,
    user: Authenticated,
    id: ApiPath<CaseId>,
    page: Page,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    let rows = deadlines::of_case(&state, user.0, id.0, as_of(&req)?, page.after()?, page.fetch()).await?;
    Ok(List::of(rows, &page, |row: &DeadlineView| row.id).respond(&req))
}

/// List the signed documents of a case
#[utoipa::path(
    tag = "cases",
    operation_id = "list_case_decisions",
    params(("id" = CaseId, Path, description = "The case"), AsOf, PageParams),
    responses((status = 200, description = "Its documents and those of its assets", body = List<DocumentView>,
        example = json!({"items": []})))
)]
#[get("/cases/{id}/decisions")]
pub async fn list_case_decisions(
    state: web::Data<AppState>,
    user: Authenticated,
    id: ApiPath<CaseId>,
    page: Page,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    let rows = books::documents(&state, user.0, id.0, as_of(&req)?, page.after()?, page.fetch()).await?;
    Ok(List::of(rows, &page, |row: &DocumentView| row.id).respond(&req))
}

/// The routes of this file.
pub fn routes(config: &mut impl super::Routes) {
    config.service(list_deadlines).service(list_case_deadlines).service(list_case_decisions);
}
