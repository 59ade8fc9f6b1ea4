//! Deadlines of a case and across cases, and the signed documents of a case.

use actix_web::{HttpRequest, HttpResponse, get, web};
use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::IntoParams;

use super::extract::page::PageParams;
use super::extract::{ApiPath, ApiQuery, Authenticated, List, Page};
use crate::app::AppState;
use crate::domain::ids::{CaseId, OfficeId, UserId};
use crate::service::books::{self, DocumentView};
use crate::service::deadlines::{self, DeadlineView};
use crate::service::error::ApiResult;
use crate::store::deadlines::DeadlineFilter;

/// Which deadlines.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DeadlineParams {
    /// Of this agency, for users of several.
    pub office: Option<OfficeId>,
    /// With this key.
    #[param(example = "voluntary")]
    pub key: Option<String>,
    /// `open`, `met`, `late`, `cancelled`, `paused` or `breached`.
    #[param(example = "open")]
    pub status: Option<String>,
    /// Of this division.
    pub division: Option<OfficeId>,
    /// Of this officer.
    pub officer: Option<UserId>,
    /// Due on this day or later.
    pub due_from: Option<NaiveDate>,
    /// Due on this day or earlier.
    pub due_to: Option<NaiveDate>,
}

/// List deadlines across cases
///
/// By their last day; only of cases that you may see.
#[utoipa::path(
    tag = "deadlines",
    operation_id = "list_deadlines",
    params(DeadlineParams, PageParams),
    responses((status = 200, description = "Deadlines", body = List<DeadlineView>, example = json!({"items": []})))
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
    let filter = DeadlineFilter {
        confidential: false,
        key: asked.key,
        status: asked.status,
        division: asked.division,
        officer: asked.officer,
        due_from: asked.due_from,
        due_to: asked.due_to,
    };
    let rows = deadlines::list(&state, user.0, asked.office, filter, page.after()?, page.fetch()).await?;
    Ok(List::of(rows, &page, |row: &DeadlineView| (row.due_on, row.id)).respond(&req))
}

/// List the deadlines of a case
///
/// Each with the steps by which its last day was found, its pauses, and how it ended.
#[utoipa::path(
    tag = "deadlines",
    operation_id = "list_case_deadlines",
    params(("id" = CaseId, Path, description = "The case"), PageParams),
    responses((status = 200, description = "Its deadlines", body = List<DeadlineView>, example = json!({"items": []})))
)]
#[get("/cases/{id}/deadlines")]
pub async fn list_case_deadlines(
    state: web::Data<AppState>,
    user: Authenticated,
    id: ApiPath<CaseId>,
    page: Page,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    let rows = deadlines::of_case(&state, user.0, id.0, page.after()?, page.fetch()).await?;
    Ok(List::of(rows, &page, |row: &DeadlineView| row.id).respond(&req))
}

/// List the signed documents of a case
#[utoipa::path(
    tag = "cases",
    operation_id = "list_case_decisions",
    params(("id" = CaseId, Path, description = "The case"), PageParams),
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
    let rows = books::documents(&state, user.0, id.0, page.after()?, page.fetch()).await?;
    Ok(List::of(rows, &page, |row: &DocumentView| row.id).respond(&req))
}

/// The routes of this file.
pub fn routes(config: &mut utoipa_actix_web::service_config::ServiceConfig<'_>) {
    config.service(list_deadlines).service(list_case_deadlines).service(list_case_decisions);
}
