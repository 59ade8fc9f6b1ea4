//! The search of auditors: events and refused attempts across histories, as pages or as a file.

mod export;

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, get, web};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::extract::page::PageParams;
use super::extract::{AcceptLang, ApiQuery, Authenticated, List, Page};
use crate::app::AppState;
use crate::domain::ids::{CaseId, DelegationId, OfficeId, UserId};
use crate::service::audit::{self, AuditEvent, EventQuery, RefusedQuery, RefusedView};
use crate::service::error::ApiResult;
use export::{Export, Format, MOST};

/// In which order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = AuditOrder)]
pub enum Order {
    /// The last recorded first.
    Newest,
    /// The first recorded first.
    Oldest,
}

/// Which events.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AuditParams {
    /// At this agency; an auditor may leave it out and search everywhere.
    pub office: Option<OfficeId>,
    /// Of this person.
    pub actor: Option<UserId>,
    /// Signed under this delegation.
    pub delegation: Option<DelegationId>,
    /// Signed under any delegation.
    pub delegated: Option<bool>,
    /// With this code.
    #[param(example = "T-DE-02")]
    pub code: Option<String>,
    /// This action.
    #[param(example = "issue_decision_on_request")]
    pub action: Option<String>,
    /// In histories of this kind.
    #[param(example = "case")]
    pub lifecycle: Option<String>,
    /// In this history.
    pub aggregate: Option<Uuid>,
    /// In this case, its assets and its money.
    pub case: Option<CaseId>,
    /// With any guard of this program passed over.
    pub overridden: Option<bool>,
    /// With this guard passed over.
    #[param(example = "G-DOSSIER")]
    pub guard: Option<String>,
    /// The moment a deadline was missed.
    pub breach: Option<bool>,
    /// Recorded more than so many days after the day it happened.
    #[param(example = 3, minimum = 0, maximum = 36500)]
    pub late_over: Option<i64>,
    /// Recorded from this instant.
    #[param(example = "2026-07-01T00:00:00Z")]
    pub recorded_from: Option<DateTime<Utc>>,
    /// Recorded before this instant.
    #[param(example = "2026-08-01T00:00:00Z")]
    pub recorded_to: Option<DateTime<Utc>>,
    /// Happened on this day or later.
    #[param(example = "2026-07-01")]
    pub effective_from: Option<NaiveDate>,
    /// Happened on this day or earlier.
    #[param(example = "2026-07-31")]
    pub effective_to: Option<NaiveDate>,
    /// In which order of recording; the newest first unless told.
    #[param(inline)]
    pub order: Option<Order>,
}

impl From<AuditParams> for EventQuery {
    fn from(params: AuditParams) -> EventQuery {
        EventQuery {
            office: params.office,
            actor: params.actor,
            delegation: params.delegation,
            delegated: params.delegated == Some(true),
            code: params.code,
            action: params.action,
            lifecycle: params.lifecycle,
            aggregate: params.aggregate,
            case: params.case,
            overridden: params.overridden == Some(true),
            guard: params.guard,
            breach: params.breach == Some(true),
            late_over: params.late_over,
            recorded_from: params.recorded_from,
            recorded_to: params.recorded_to,
            effective_from: params.effective_from,
            effective_to: params.effective_to,
            oldest_first: params.order == Some(Order::Oldest),
        }
    }
}

/// Search the events of all histories
///
/// For auditors everywhere, for the head and the procuracy at their agency. Each search is recorded in the searcher's own chain.
/// What is confidential (a denunciation) is found by no search.
#[utoipa::path(
    tag = "oversight",
    operation_id = "search_events",
    params(AuditParams, PageParams),
    responses((status = 200, description = "Events", body = List<AuditEvent>, example = json!({"items": [{
        "id": "0197c0de-0000-7000-8000-000000000001", "recorded_at": "2026-07-20T02:00:00Z", "effective_on": "2026-07-15",
        "days_late": 5, "office": "0197c0de-0000-7000-8000-000000000002", "aggregate": "case",
        "aggregate_id": "0197c0de-0000-7000-8000-000000000003", "seq": 4, "case": "0197c0de-0000-7000-8000-000000000003",
        "code": "T-DE-12", "action": "send_to_procuracy", "label": "Gửi quyết định cho Viện kiểm sát",
        "actor": "0197c0de-0000-7000-8000-000000000004", "overridden": [],
        "hash": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    }]})))
)]
#[get("/audit/events")]
pub async fn search_events(
    state: web::Data<AppState>,
    user: Authenticated,
    lang: AcceptLang,
    page: Page,
    query: ApiQuery<AuditParams>,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    let found = audit::search(&state, user.0, query.0.into(), page.after()?, page.fetch(), lang.0).await?;
    Ok(List::of(found, &page, |row: &AuditEvent| (row.recorded_at, row.id)).respond(&req))
}

/// The form of the file.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct FormatParam {
    /// `csv` or `json`.
    #[param(inline)]
    pub format: Format,
}

/// Export the events of all histories
///
/// The same search as a file: at most 100,000 events, sent page by page. Where there are more, the file ends with the cursor from
/// which the next one goes on (`cursor=`). The export is recorded before it begins.
#[utoipa::path(
    tag = "oversight",
    operation_id = "export_events",
    params(FormatParam, AuditParams, PageParams),
    responses((status = 200, description = "The file", content(
        (String = "text/csv", example = json!("\"recorded_at\",\"effective_on\"\r\n")),
        (List<AuditEvent> = "application/json", example = json!({"items": []}))
    )))
)]
#[get("/audit/events/export")]
pub async fn export_events(
    state: web::Data<AppState>,
    user: Authenticated,
    lang: AcceptLang,
    page: Page,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    let (format, query) = export::asked(req.query_string())?;
    let query: EventQuery = query.into();
    let after = page.after()?;
    audit::begin_export(&state, user.0, &query, format.as_str()).await?;
    let export = Export::new(state.core.clone(), user.0, query, lang.0, format, after);
    let (kind, name) = match format {
        Format::Csv => ("text/csv; charset=utf-8", "events.csv"),
        Format::Json => ("application/json", "events.json"),
    };
    Ok(HttpResponse::Ok()
        .content_type(kind)
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
        .insert_header(("Export-Limit", MOST.to_string()))
        .body(export.stream()))
}

/// Which refused attempts.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct RefusedParams {
    /// At this agency; an auditor may leave it out.
    pub office: Option<OfficeId>,
    /// Of this person.
    pub actor: Option<UserId>,
    /// Refused for this code.
    #[param(example = "G-FOUR-EYES")]
    pub code: Option<String>,
    /// This action.
    #[param(example = "issue_decision_on_request")]
    pub action: Option<String>,
    /// On this kind of thing.
    #[param(example = "case")]
    pub lifecycle: Option<String>,
    /// From this instant.
    #[param(example = "2026-07-01T00:00:00Z")]
    pub from: Option<DateTime<Utc>>,
    /// Before this instant.
    #[param(example = "2026-08-01T00:00:00Z")]
    pub to: Option<DateTime<Utc>>,
}

/// List refused attempts
///
/// Who tried what, and by which codes it was refused; the newest first. For auditors everywhere, for the head and the procuracy at
/// their agency; each search is recorded.
#[utoipa::path(
    tag = "oversight",
    operation_id = "list_refused_attempts",
    params(RefusedParams, PageParams),
    responses((status = 200, description = "Attempts", body = List<RefusedView>, example = json!({"items": []})))
)]
#[get("/audit/refused-attempts")]
pub async fn list_refused_attempts(
    state: web::Data<AppState>,
    user: Authenticated,
    lang: AcceptLang,
    page: Page,
    query: ApiQuery<RefusedParams>,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    let RefusedParams { office, actor, code, action, lifecycle, from, to } = query.0;
    let query = RefusedQuery { office, actor, code, action, lifecycle, from, to };
    let found = audit::refused(&state, user.0, query, page.after()?, page.fetch(), lang.0).await?;
    Ok(List::of(found, &page, |row: &RefusedView| (row.at, row.id)).respond(&req))
}

/// The routes of this file.
pub fn routes(config: &mut impl super::Routes) {
    config.service(search_events).service(export_events).service(list_refused_attempts);
}
