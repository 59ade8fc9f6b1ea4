//! Judgments and requests: register, receive, read, list, act.

use actix_web::{HttpRequest, HttpResponse, get, post, web};
use serde::Deserialize;
use utoipa::IntoParams;

use super::actions::{JudgmentCommand, RequestCommand, action_routes};
use super::answer::respond;
use super::extract::page::PageParams;
use super::extract::{ApiJson, ApiPath, ApiQuery, Authenticated, IdempotencyKey, List, Page};
use super::openapi::IdempotencyHeader;
use super::past::{AsOf, as_of, versioned_at};
use crate::app::AppState;
use crate::domain::ids::{JudgmentId, OfficeId, PartyId, RequestId};
use crate::domain::judgment::{Judgment, Party};
use crate::domain::lifecycle::intake::{JudgmentLifecycle, RequestLifecycle};
use crate::domain::request::Request;
use crate::service::error::ApiResult;
use crate::service::idempotency::Once;
use crate::service::intake::{self, JudgmentView, NewJudgment, NewParty, NewRequest};
use crate::service::parties::{self, NewAccount};
use crate::store::requests::RequestFilter;

/// Of which agency, for users of several.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct OfOffice {
    /// The agency.
    pub office: Option<OfficeId>,
}

/// Which requests.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RequestParams {
    /// Of this agency, for users of several.
    pub office: Option<OfficeId>,
    /// In this state.
    #[param(example = "registered")]
    pub state: Option<String>,
    /// Under this judgment.
    pub judgment: Option<JudgmentId>,
}

/// Enter a judgment in the register
///
/// For the office's intake clerk (T-IN-01).
#[utoipa::path(
    tag = "intake",
    operation_id = "register_judgment",
    params(IdempotencyHeader),
    request_body = NewJudgment,
    responses((status = 201, description = "Entered", body = JudgmentView,
        headers(("Location" = String), ("ETag" = String)), example = json!({"judgment": {"number": "12/2026/DS-ST"}})))
)]
#[post("/judgments")]
pub async fn register_judgment(
    state: web::Data<AppState>,
    user: Authenticated,
    key: IdempotencyKey,
    body: ApiJson<NewJudgment>,
) -> ApiResult<HttpResponse> {
    let once = Once { user: user.0, key: key.0, digest: body.digest };
    Ok(respond(intake::register_judgment(&state, once, body.value).await?))
}

/// List judgments
#[utoipa::path(
    tag = "intake",
    operation_id = "list_judgments",
    params(OfOffice, AsOf, PageParams),
    responses((status = 200, description = "Judgments of the office", body = List<Judgment>,
        example = json!({"items": []})))
)]
#[get("/judgments")]
pub async fn list_judgments(
    state: web::Data<AppState>,
    user: Authenticated,
    page: Page,
    query: ApiQuery<OfOffice>,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    let rows =
        intake::list_judgments(&state, user.0, query.0.office, as_of(&req)?, page.after()?, page.fetch())
            .await?;
    Ok(List::of(rows, &page, |row: &Judgment| row.id).respond(&req))
}

/// Read a judgment
///
/// With its parties and items. Identity numbers and accounts are shown as in the list of a case's parties: whole and on record, or masked.
#[utoipa::path(
    tag = "intake",
    operation_id = "read_judgment",
    params(("id" = JudgmentId, Path, description = "The judgment"), AsOf),
    responses((status = 200, description = "The judgment with parties and items", body = JudgmentView,
        headers(("ETag" = String)), example = json!({"number": "12/2026/DS-ST", "parties": [], "obligations": []})))
)]
#[get("/judgments/{id}")]
pub async fn read_judgment(
    state: web::Data<AppState>,
    user: Authenticated,
    id: ApiPath<JudgmentId>,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    let at = as_of(&req)?;
    let view = intake::get_judgment(&state, user.0, id.0, at).await?;
    Ok(versioned_at(&req, at, view.judgment.version, &view))
}

/// Receive a request
///
/// For the office's intake clerk (T-IN-02). The answer is the slip.
#[utoipa::path(
    tag = "intake",
    operation_id = "receive_request",
    params(IdempotencyHeader),
    request_body = NewRequest,
    responses((status = 201, description = "Received", body = Request,
        headers(("Location" = String), ("ETag" = String)), example = json!({"request": {"state": "received"}})))
)]
#[post("/requests")]
pub async fn receive_request(
    state: web::Data<AppState>,
    user: Authenticated,
    key: IdempotencyKey,
    body: ApiJson<NewRequest>,
) -> ApiResult<HttpResponse> {
    let once = Once { user: user.0, key: key.0, digest: body.digest };
    Ok(respond(intake::receive_request(&state, once, body.value).await?))
}

/// List requests
#[utoipa::path(
    tag = "intake",
    operation_id = "list_requests",
    params(RequestParams, AsOf, PageParams),
    responses((status = 200, description = "Requests of the office", body = List<Request>,
        example = json!({"items": []})))
)]
#[get("/requests")]
pub async fn list_requests(
    state: web::Data<AppState>,
    user: Authenticated,
    page: Page,
    query: ApiQuery<RequestParams>,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    let asked = query.0;
    let filter = RequestFilter { state: asked.state, judgment: asked.judgment };
    let rows = intake::list_requests(
        &state,
        user.0,
        asked.office,
        filter,
        as_of(&req)?,
        page.after()?,
        page.fetch(),
    )
    .await?;
    Ok(List::of(rows, &page, |row: &Request| row.id).respond(&req))
}

/// Read a request
#[utoipa::path(
    tag = "intake",
    operation_id = "read_request",
    params(("id" = RequestId, Path, description = "The request"), AsOf),
    responses((status = 200, description = "The request", body = Request, headers(("ETag" = String)),
        example = json!({"state": "registered", "version": 2})))
)]
#[get("/requests/{id}")]
pub async fn read_request(
    state: web::Data<AppState>,
    user: Authenticated,
    id: ApiPath<RequestId>,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    let at = as_of(&req)?;
    let request = intake::get_request(&state, user.0, id.0, at).await?;
    Ok(versioned_at(&req, at, request.version, &request))
}

/// Add a successor to the parties of a judgment
///
/// Before rights or duties pass to somebody who is not yet on record; for clerk or officer of the office.
#[utoipa::path(
    tag = "intake",
    operation_id = "add_party",
    params(("id" = JudgmentId, Path, description = "The judgment"), IdempotencyHeader),
    request_body = NewParty,
    responses((status = 201, description = "The party", body = Party, headers(("Location" = String)),
        example = json!({"party": {"name": "Phạm Thị Kế Thừa"}})))
)]
#[post("/judgments/{id}/parties")]
pub async fn add_party(
    state: web::Data<AppState>,
    user: Authenticated,
    key: IdempotencyKey,
    id: ApiPath<JudgmentId>,
    body: ApiJson<NewParty>,
) -> ApiResult<HttpResponse> {
    let once = Once { user: user.0, key: key.0, digest: body.digest };
    Ok(respond(parties::add(&state, once, id.0, body.value).await?))
}

/// Record a party's account
///
/// The account into which a payout goes; for clerk, officer or accountant of the office. The answer shows the account as it was entered,
/// and of the identity number the last four characters.
#[utoipa::path(
    tag = "intake",
    operation_id = "record_party_account",
    params(("id" = PartyId, Path, description = "The party"), IdempotencyHeader),
    request_body = NewAccount,
    responses((status = 200, description = "The party", body = Party,
        example = json!({"name": "Trần Thị Thử", "bank_account": "NH Mẫu 0001112223"})))
)]
#[post("/parties/{id}/bank-account")]
pub async fn record_party_account(
    state: web::Data<AppState>,
    user: Authenticated,
    key: IdempotencyKey,
    id: ApiPath<PartyId>,
    body: ApiJson<NewAccount>,
) -> ApiResult<HttpResponse> {
    let once = Once { user: user.0, key: key.0, digest: body.digest };
    Ok(respond(parties::set_account(&state, once, id.0, body.value).await?))
}

action_routes!(
    JudgmentLifecycle,
    JudgmentId,
    "/judgments/{id}/actions",
    "intake",
    list_judgment_actions,
    "list_judgment_actions",
    act_on_judgment,
    "act_on_judgment",
    JudgmentCommand,
    {"action": "propose_proactive_decision", "obligations": ["0197c0de-0000-7000-8000-000000000020"], "rule": "GR-0"}
);

action_routes!(
    RequestLifecycle,
    RequestId,
    "/requests/{id}/actions",
    "intake",
    list_request_actions,
    "list_request_actions",
    act_on_request,
    "act_on_request",
    RequestCommand,
    {"action": "register_request", "effective_on": "2026-11-02"}
);

/// The routes of this file.
pub fn routes(config: &mut impl super::Routes) {
    config
        .service(register_judgment)
        .service(list_judgments)
        .service(read_judgment)
        .service(add_party)
        .service(record_party_account)
        .service(list_judgment_actions)
        .service(act_on_judgment)
        .service(receive_request)
        .service(list_requests)
        .service(read_request)
        .service(list_request_actions)
        .service(act_on_request);
}
