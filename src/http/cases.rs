//! Cases: read, list, act, and everything that hangs on them.

use actix_web::{HttpRequest, HttpResponse, get, post, web};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use utoipa::IntoParams;

use super::actions::{CaseCommand, action_routes};
use super::answer::respond;
use super::extract::page::PageParams;
use super::extract::{ApiJson, ApiPath, ApiQuery, Authenticated, IdempotencyKey, List, Page};
use super::openapi::IdempotencyHeader;
use super::past::{AsOf, as_of, versioned_at};
use crate::app::AppState;
use crate::domain::case::{Case, Notice};
use crate::domain::ids::{CaseId, JudgmentId, OfficeId, PartyId, UserId};
use crate::domain::judgment::{Obligation, Party};
use crate::domain::lifecycle::case::CaseLifecycle;
use crate::domain::lifecycle::intake::ImportCase;
use crate::service::cases::{self, CaseBrief, CaseQuery, EventView, Whose};
use crate::service::diff::{self, CaseDiff};
use crate::service::error::ApiResult;
use crate::service::idempotency::Once;
use crate::service::legal::CaseLaw;
use crate::service::notices;
use crate::service::{dossier, import, legal};
use crate::store::cases::CaseFilter;

/// Which cases.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CaseParams {
    /// Of this agency, for users of several.
    pub office: Option<OfficeId>,
    /// In this stage.
    #[param(example = "verification")]
    pub stage: Option<String>,
    /// Assigned to this officer.
    pub officer: Option<UserId>,
    /// Of this division.
    pub division: Option<OfficeId>,
    /// Of this judgment.
    pub judgment: Option<JudgmentId>,
    /// In which this party owes something.
    pub debtor: Option<PartyId>,
    /// With this number.
    pub number: Option<String>,
    /// Postponed or not.
    pub held: Option<bool>,
}

/// List cases
///
/// Those that you may see, by identifier. With `as_of` those that were known then, as they were, by whose they were then.
#[utoipa::path(
    tag = "cases",
    operation_id = "list_cases",
    params(CaseParams, AsOf, PageParams),
    responses((status = 200, description = "Cases", body = List<CaseBrief>, example = json!({"items": []})))
)]
#[get("/cases")]
pub async fn list_cases(
    state: web::Data<AppState>,
    user: Authenticated,
    page: Page,
    query: ApiQuery<CaseParams>,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    let asked = query.0;
    let filter = CaseFilter {
        stage: asked.stage,
        officer: asked.officer,
        division: asked.division,
        judgment: asked.judgment,
        debtor: asked.debtor,
        number: asked.number,
        held: asked.held,
    };
    let wanted = CaseQuery { office: asked.office, filter };
    let rows = cases::list(&state, user.0, wanted, as_of(&req)?, page.after()?, page.fetch()).await?;
    Ok(List::of(rows, &page, |row: &CaseBrief| row.id).respond(&req))
}

/// Read a case
///
/// With `as_of` as the office knew it at that instant.
#[utoipa::path(
    tag = "cases",
    operation_id = "read_case",
    params(("id" = CaseId, Path, description = "The case"), AsOf),
    responses((status = 200, description = "The case", body = Case, headers(("ETag" = String)), example = json!({
        "id": "0197c0de-0000-7000-8000-000000000010", "version": 3, "number": "12/2026/QĐ-THADS", "stage": "voluntary"
    })))
)]
#[get("/cases/{id}")]
pub async fn read_case(
    state: web::Data<AppState>,
    user: Authenticated,
    id: ApiPath<CaseId>,
    query: ApiQuery<AsOf>,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    let case = cases::get(&state, user.0, id.0, query.0.as_of).await?;
    Ok(versioned_at(&req, query.0.as_of, case.version, &case))
}

/// List the items of a case
#[utoipa::path(
    tag = "cases",
    operation_id = "list_case_obligations",
    params(("id" = CaseId, Path, description = "The case"), AsOf, PageParams),
    responses((status = 200, description = "Its items", body = List<Obligation>, example = json!({"items": []})))
)]
#[get("/cases/{id}/obligations")]
pub async fn list_case_obligations(
    state: web::Data<AppState>,
    user: Authenticated,
    id: ApiPath<CaseId>,
    page: Page,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    let rows = cases::items(&state, user.0, id.0, as_of(&req)?, page.after()?, page.fetch()).await?;
    Ok(List::of(rows, &page, |row: &Obligation| row.id).respond(&req))
}

/// List the parties of a case
///
/// Identity numbers and accounts are shown whole to those who work on the agency's files, and each page so shown is an event in the
/// reader's own chain (`R-READ`) before it is answered. Who only looks on – auditor, prosecutor, administrator, integrator – sees the
/// last four characters. With `as_of` as they were known then; what was taken away since is not shown again.
#[utoipa::path(
    tag = "cases",
    operation_id = "list_case_parties",
    params(("id" = CaseId, Path, description = "The case"), AsOf, PageParams),
    responses((status = 200, description = "The parties of its judgment", body = List<Party>,
        example = json!({"items": []})))
)]
#[get("/cases/{id}/parties")]
pub async fn list_case_parties(
    state: web::Data<AppState>,
    user: Authenticated,
    id: ApiPath<CaseId>,
    page: Page,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    let rows = cases::case_parties(&state, user.0, id.0, as_of(&req)?, page.after()?, page.fetch()).await?;
    Ok(List::of(rows, &page, |row: &Party| row.id).respond(&req))
}

/// List the notices of a case
///
/// Each document to each addressee: the channel, and the day from which it counts.
#[utoipa::path(
    tag = "cases",
    operation_id = "list_case_notices",
    params(("id" = CaseId, Path, description = "The case"), AsOf, PageParams),
    responses((status = 200, description = "Its notices", body = List<Notice>, example = json!({"items": []})))
)]
#[get("/cases/{id}/notices")]
pub async fn list_case_notices(
    state: web::Data<AppState>,
    user: Authenticated,
    id: ApiPath<CaseId>,
    page: Page,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    let rows = notices::of_case(&state, user.0, id.0, as_of(&req)?, page.after()?, page.fetch()).await?;
    Ok(List::of(rows, &page, |row: &Notice| row.id).respond(&req))
}

/// Read the history of a case
///
/// Oldest first; each event with its hash and the one before it. `effective_on` is the day of the act, `recorded_at` the moment it was
/// entered, `late_days` how many days lie between: an entry made late says so.
#[utoipa::path(
    tag = "cases",
    operation_id = "list_case_events",
    params(("id" = CaseId, Path, description = "The case"), PageParams),
    responses((status = 200, description = "Its events", body = List<EventView>, example = json!({"items": []})))
)]
#[get("/cases/{id}/events")]
pub async fn list_case_events(
    state: web::Data<AppState>,
    user: Authenticated,
    id: ApiPath<CaseId>,
    page: Page,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    let after: Option<i64> = page.after()?;
    let rows = cases::history(&state, user.0, Whose::Case(id.0), after.unwrap_or(0), page.fetch()).await?;
    Ok(List::of(rows, &page, |row: &EventView| row.body.seq).respond(&req))
}

/// Carry a case away as one archive
///
/// A ZIP with everything on record of it: `timeline.html` to read, JSON for programs, the ledger, the documents, and what proves it
/// – the whole history (`events.log`), the proofs that it is in the signed log, the checkpoint, and how to check it offline. It
/// holds personal data; that it was made is recorded.
#[utoipa::path(
    tag = "history",
    operation_id = "export_dossier",
    params(("id" = CaseId, Path, description = "The case")),
    responses((status = 200, description = "The archive", body = [u8], content_type = "application/zip",
        example = "(ZIP)"))
)]
#[get("/cases/{id}/dossier")]
pub async fn export_dossier(
    state: web::Data<AppState>,
    user: Authenticated,
    id: ApiPath<CaseId>,
) -> ApiResult<HttpResponse> {
    let dossier = dossier::build(&state, user.0, id.0).await?;
    let as_file = format!("attachment; filename=\"{}\"", dossier.name);
    Ok(HttpResponse::Ok()
        .content_type("application/zip")
        .insert_header(("Content-Disposition", as_file))
        .insert_header(("Cache-Control", "no-store"))
        .body(dossier.bytes))
}

/// Two instants.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Between {
    /// The first instant.
    #[param(example = "2026-11-02T08:30:00+07:00")]
    pub from: DateTime<Utc>,
    /// The second instant.
    #[param(example = "2026-11-09T08:30:00+07:00")]
    pub to: DateTime<Utc>,
}

/// Compare a case at two instants
///
/// What the office knew at the second and not yet at the first, of the case, its assets, items, deadlines and parties: each member that
/// differs by its place, with both values. Those who work on the agency's files see personal values, and that is recorded (`R-READ`);
/// those who only look on see their digests, which tell that a value changed and not what it is.
#[utoipa::path(
    tag = "cases",
    operation_id = "compare_case",
    params(("id" = CaseId, Path, description = "The case"), Between),
    responses((status = 200, description = "What changed", body = CaseDiff, example = json!({
        "changes": [{"pointer": "/case/stage", "what": "changed", "from": "decided", "to": "voluntary"}], "more": []
    })))
)]
#[get("/cases/{id}/diff")]
pub async fn compare_case(
    state: web::Data<AppState>,
    user: Authenticated,
    id: ApiPath<CaseId>,
    query: ApiQuery<Between>,
) -> ApiResult<HttpResponse> {
    Ok(HttpResponse::Ok().json(diff::of_case(&state, user.0, id.0, (query.0.from, query.0.to)).await?))
}

/// Take over a case
///
/// A case opened under the 2008 law, as it stood (T-IMPORT). For the office's intake clerk or administrator. Its judgment was entered
/// with `imported`. What is missing is named, and then no deadline runs by itself.
#[utoipa::path(
    tag = "cases",
    operation_id = "import_case",
    params(IdempotencyHeader),
    request_body = ImportCase,
    responses((status = 201, description = "Taken over", body = Case,
        headers(("Location" = String), ("ETag" = String)), example = json!({"case": {"stage": "not_enforceable"},
        "needs_review": false})))
)]
#[post("/cases/import")]
pub async fn import_case(
    state: web::Data<AppState>,
    user: Authenticated,
    key: IdempotencyKey,
    body: ApiJson<ImportCase>,
) -> ApiResult<HttpResponse> {
    let once = Once { user: user.0, key: key.0, digest: body.digest };
    Ok(respond(import::import(&state, once, body.value).await?))
}

/// Read which law governs what in a case
///
/// The law of each act by its day, what stands from the earlier law, the choices that decided something, and the deadlines with the
/// law that each follows.
#[utoipa::path(
    tag = "cases",
    operation_id = "read_case_law",
    params(("id" = CaseId, Path, description = "The case")),
    responses((status = 200, description = "Which law governs what, and why", body = CaseLaw, example = json!({
        "now": "l2025", "since": "2026-07-01", "acts": [], "stands": [], "settings": [], "deadlines": []
    })))
)]
#[get("/cases/{id}/law")]
pub async fn read_case_law(
    state: web::Data<AppState>,
    user: Authenticated,
    id: ApiPath<CaseId>,
) -> ApiResult<HttpResponse> {
    Ok(HttpResponse::Ok().json(legal::of_case(&state, user.0, id.0).await?))
}

action_routes!(
    CaseLifecycle,
    CaseId,
    "/cases/{id}/actions",
    "cases",
    list_case_actions,
    "list_case_actions",
    act_on_case,
    "act_on_case",
    CaseCommand,
    {"action": "open_file", "effective_on": "2026-11-02"}
);

/// The routes of this file.
pub fn routes(config: &mut impl super::Routes) {
    config
        .service(list_cases)
        .service(import_case)
        .service(read_case_law)
        .service(read_case)
        .service(list_case_obligations)
        .service(list_case_parties)
        .service(list_case_notices)
        .service(list_case_events)
        .service(export_dossier)
        .service(compare_case)
        .service(list_case_actions)
        .service(act_on_case);
}
