//! Redactions: draft, read, list, act.

use actix_web::{HttpRequest, HttpResponse, get, post, web};

use super::actions::{RedactionCommand, action_routes};
use super::answer::respond;
use super::extract::page::PageParams;
use super::extract::{ApiJson, ApiPath, ApiQuery, Authenticated, IdempotencyKey, List, Page};
use super::matters::{self, ReceivedParams};
use super::openapi::IdempotencyHeader;
use super::past::AsOf;
use crate::app::AppState;
use crate::domain::ids::MatterId;
use crate::domain::lifecycle::redaction::RedactionLifecycle;
use crate::domain::redaction::Redaction;
use crate::service::cases::EventView;
use crate::service::error::ApiResult;
use crate::service::idempotency::Once;
use crate::service::redactions::{self, NewRedaction};

/// Draft a redaction
///
/// For clerk, officers or deputy head (RD-01): values of a party that are to be taken away for good. Another person, the head, signs.
#[utoipa::path(
    tag = "intake",
    operation_id = "draft_redaction",
    params(IdempotencyHeader),
    request_body = NewRedaction,
    responses((status = 201, description = "Drafted", body = Redaction, headers(("Location" = String), ("ETag" = String)),
        example = json!({"redaction": {"state": "drafted"}})))
)]
#[post("/redactions")]
pub async fn draft_redaction(
    state: web::Data<AppState>,
    user: Authenticated,
    key: IdempotencyKey,
    body: ApiJson<NewRedaction>,
) -> ApiResult<HttpResponse> {
    let once = Once { user: user.0, key: key.0, digest: body.digest };
    Ok(respond(redactions::draft(&state, once, body.value).await?))
}

/// List redactions
#[utoipa::path(
    tag = "intake",
    operation_id = "list_redactions",
    params(ReceivedParams, AsOf, PageParams),
    responses((status = 200, description = "Redactions of the office", body = List<Redaction>,
        example = json!({"items": []})))
)]
#[get("/redactions")]
pub async fn list_redactions(
    state: web::Data<AppState>,
    user: Authenticated,
    page: Page,
    query: ApiQuery<ReceivedParams>,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    matters::list::<Redaction>(&state, user.0, query.0, &page, &req).await
}

/// Read a redaction
#[utoipa::path(
    tag = "intake",
    operation_id = "read_redaction",
    params(("id" = MatterId, Path, description = "The redaction"), AsOf),
    responses((status = 200, description = "The redaction", body = Redaction, headers(("ETag" = String)),
        example = json!({"state": "signed", "version": 2})))
)]
#[get("/redactions/{id}")]
pub async fn read_redaction(
    state: web::Data<AppState>,
    user: Authenticated,
    id: ApiPath<MatterId>,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    matters::read::<Redaction>(&state, user.0, id.0, &req).await
}

/// Read the history of a redaction
#[utoipa::path(
    tag = "intake",
    operation_id = "list_redaction_events",
    params(("id" = MatterId, Path, description = "The redaction"), PageParams),
    responses((status = 200, description = "Its events", body = List<EventView>, example = json!({"items": []})))
)]
#[get("/redactions/{id}/events")]
pub async fn list_redaction_events(
    state: web::Data<AppState>,
    user: Authenticated,
    id: ApiPath<MatterId>,
    page: Page,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    matters::history::<Redaction>(&state, user.0, id.0, &page, &req).await
}

action_routes!(
    RedactionLifecycle,
    MatterId,
    "/redactions/{id}/actions",
    "intake",
    list_redaction_actions,
    "list_redaction_actions",
    act_on_redaction,
    "act_on_redaction",
    RedactionCommand,
    {"action": "sign_redaction"}
);

/// The routes of this file.
pub fn routes(config: &mut impl super::Routes) {
    config
        .service(draft_redaction)
        .service(list_redactions)
        .service(read_redaction)
        .service(list_redaction_events)
        .service(list_redaction_actions)
        .service(act_on_redaction);
}
