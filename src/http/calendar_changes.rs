//! A newer calendar of holidays: which running deadlines it would move, and moving them.

use actix_web::{HttpRequest, HttpResponse, get, post, web};
use serde::Deserialize;
use utoipa::IntoParams;

use super::answer::respond;
use super::extract::page::{PageParams, cursor};
use super::extract::{ApiJson, ApiQuery, Authenticated, IdempotencyKey, List, Page};
use super::openapi::IdempotencyHeader;
use crate::app::AppState;
use crate::domain::ids::OfficeId;
use crate::service::calendar_changes::{self, CalendarChange, CalendarMove, CalendarMoved};
use crate::service::error::ApiResult;
use crate::service::idempotency::Once;

/// Whose deadlines.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CalendarChangeParams {
    /// Of this agency.
    pub office: Option<OfficeId>,
}

/// List the deadlines that the calendar now loaded would move
///
/// The day that each was given, the day that the calendar now loaded gives, and why. A request looks at a bounded number of
/// deadlines: a page may be short or empty and still have a next one.
#[utoipa::path(
    tag = "deadlines",
    operation_id = "list_calendar_changes",
    params(CalendarChangeParams, PageParams),
    responses((status = 200, description = "What would move", body = List<CalendarChange>, example = json!({"items": [{
        "deadline": "0197c0de-0000-7000-8000-000000000001", "key": "voluntary", "status": "open",
        "office": "0197c0de-0000-7000-8000-000000000002", "case": "0197c0de-0000-7000-8000-000000000003",
        "asset": null, "request": null, "judgment": null,
        "calendar_then": "vn-2026-10", "calendar_now": "vn-2026-11", "due_then": "2026-11-23", "due_now": "2026-11-25",
        "provisional_then": false, "provisional_now": false, "lifts_breach": false,
        "reason": {"gone": [], "added": [{"date": "2026-11-23", "note": "holiday:…"}, {"date": "2026-11-25", "note": "rolled_to"}]}
    }]})))
)]
#[get("/deadlines/calendar-changes")]
pub async fn list_calendar_changes(
    state: web::Data<AppState>,
    user: Authenticated,
    page: Page,
    query: ApiQuery<CalendarChangeParams>,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    let most = usize::try_from(page.limit).unwrap_or(usize::MAX);
    let (items, next) = calendar_changes::list(&state, user.0, query.0.office, page.after()?, most).await?;
    Ok(List { items, next_cursor: next.as_ref().map(cursor) }.respond(&req))
}

/// Move deadlines by the calendar now loaded
///
/// The next of those that an earlier calendar was used for; each that moves gets an event of its own, and its earlier computation
/// is kept. Repeat it until nothing remains. For administrators.
#[utoipa::path(
    tag = "deadlines",
    operation_id = "apply_calendar_changes",
    params(IdempotencyHeader),
    request_body = CalendarMove,
    responses((status = 200, description = "What was moved", body = CalendarMoved, example = json!({
        "calendar": "vn-2026-11", "moved": 12, "confirmed": 188, "failed": 0, "remaining": true
    })))
)]
#[post("/deadlines/calendar-changes")]
pub async fn apply_calendar_changes(
    state: web::Data<AppState>,
    user: Authenticated,
    key: IdempotencyKey,
    body: ApiJson<CalendarMove>,
) -> ApiResult<HttpResponse> {
    let once = Once { user: user.0, key: key.0, digest: body.digest };
    Ok(respond(calendar_changes::apply(&state, once, body.value).await?))
}

/// The routes of this file.
pub fn routes(config: &mut impl super::Routes) {
    config.service(list_calendar_changes).service(apply_calendar_changes);
}
