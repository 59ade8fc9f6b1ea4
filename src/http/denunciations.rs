//! Denunciations: enter, read, list, act; who denounces and who looked. Whoever may not see one gets 404.

use actix_web::{HttpRequest, HttpResponse, get, post, web};

use super::actions::{DenunciationCommand, action_routes};
use super::answer::respond;
use super::extract::page::PageParams;
use super::extract::{ApiJson, ApiPath, ApiQuery, Authenticated, IdempotencyKey, List, Page};
use super::matters::{self, OversightParams};
use super::openapi::IdempotencyHeader;
use super::past::{AsOf, as_of, versioned_at};
use crate::app::AppState;
use crate::domain::ids::MatterId;
use crate::domain::lifecycle::oversight::denunciation::DenunciationLifecycle;
use crate::domain::oversight::denunciation::Denunciation;
use crate::service::cases::EventView;
use crate::service::error::ApiResult;
use crate::service::idempotency::Once;
use crate::service::oversight::denunciations::{self, DenouncerIdentity, DenunciationEntry, ReadView};

/// Enter a denunciation
///
/// For the office's clerk (DN-01). The identity of the denouncers is kept apart and never part of the answer.
#[utoipa::path(
    tag = "oversight",
    operation_id = "receive_denunciation",
    params(IdempotencyHeader),
    request_body = DenunciationEntry,
    responses((status = 201, description = "Entered", body = Denunciation,
        headers(("Location" = String), ("ETag" = String)), example = json!({"denunciation": {"state": "received"}})))
)]
#[post("/denunciations")]
pub async fn receive_denunciation(
    state: web::Data<AppState>,
    user: Authenticated,
    key: IdempotencyKey,
    body: ApiJson<DenunciationEntry>,
) -> ApiResult<HttpResponse> {
    let once = Once { user: user.0, key: key.0, digest: body.digest };
    Ok(respond(denunciations::enter(&state, once, body.value).await?))
}

/// List denunciations
///
/// For the head and those whom he let see it; the one denounced never sees it.
#[utoipa::path(
    tag = "oversight",
    operation_id = "list_denunciations",
    params(OversightParams, AsOf, PageParams),
    responses((status = 200, description = "Those that you may see", body = List<Denunciation>,
        example = json!({"items": []})))
)]
#[get("/denunciations")]
pub async fn list_denunciations(
    state: web::Data<AppState>,
    user: Authenticated,
    page: Page,
    query: ApiQuery<OversightParams>,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    matters::list::<Denunciation>(&state, user.0, query.0, &page, &req).await
}

/// Read a denunciation
///
/// That it was read is recorded.
#[utoipa::path(
    tag = "oversight",
    operation_id = "read_denunciation",
    params(("id" = MatterId, Path, description = "Which one"), AsOf),
    responses((status = 200, description = "As it stands", body = Denunciation, headers(("ETag" = String)),
        example = json!({"state": "received", "version": 1})))
)]
#[get("/denunciations/{id}")]
pub async fn read_denunciation(
    state: web::Data<AppState>,
    user: Authenticated,
    id: ApiPath<MatterId>,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    let at = as_of(&req)?;
    let found = denunciations::get(&state, user.0, id.0, at).await?;
    Ok(versioned_at(&req, at, found.head.version, &found))
}

/// Read the history of a denunciation
///
/// Oldest first; each event with its hash and the one before it.
#[utoipa::path(
    tag = "oversight",
    operation_id = "list_denunciation_events",
    params(("id" = MatterId, Path, description = "Which one"), PageParams),
    responses((status = 200, description = "Its events", body = List<EventView>, example = json!({"items": []})))
)]
#[get("/denunciations/{id}/events")]
pub async fn list_denunciation_events(
    state: web::Data<AppState>,
    user: Authenticated,
    id: ApiPath<MatterId>,
    page: Page,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    let after: Option<i64> = page.after()?;
    let rows = denunciations::history(&state, user.0, id.0, after.unwrap_or(0), page.fetch()).await?;
    Ok(List::of(rows, &page, |row: &EventView| row.body.seq).respond(&req))
}

/// Read who denounces
///
/// Personal data, for those on the access list; that it was read is recorded.
#[utoipa::path(
    tag = "oversight",
    operation_id = "list_denouncers",
    params(("id" = MatterId, Path, description = "The denunciation")),
    responses((status = 200, description = "Those who denounce", body = List<DenouncerIdentity>,
        example = json!({"items": []})))
)]
#[get("/denunciations/{id}/denouncers")]
pub async fn list_denouncers(
    state: web::Data<AppState>,
    user: Authenticated,
    id: ApiPath<MatterId>,
) -> ApiResult<HttpResponse> {
    let items = denunciations::denouncers(&state, user.0, id.0).await?;
    Ok(HttpResponse::Ok().json(List { items, next_cursor: None }))
}

/// List who looked at a denunciation
#[utoipa::path(
    tag = "oversight",
    operation_id = "list_denunciation_reads",
    params(("id" = MatterId, Path, description = "The denunciation"), PageParams),
    responses((status = 200, description = "Who looked at what, oldest first", body = List<ReadView>,
        example = json!({"items": []})))
)]
#[get("/denunciations/{id}/reads")]
pub async fn list_denunciation_reads(
    state: web::Data<AppState>,
    user: Authenticated,
    id: ApiPath<MatterId>,
    page: Page,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    let rows = denunciations::reads(&state, user.0, id.0, page.after()?, page.fetch()).await?;
    Ok(List::of(rows, &page, |row: &ReadView| row.id).respond(&req))
}

action_routes!(
    DenunciationLifecycle,
    MatterId,
    "/denunciations/{id}/actions",
    "oversight",
    list_denunciation_actions,
    "list_denunciation_actions",
    act_on_denunciation,
    "act_on_denunciation",
    DenunciationCommand,
    {"action": "accept_denunciation", "effective_on": "2026-11-02"}
);

/// The routes of this file.
pub fn routes(config: &mut impl super::Routes) {
    config
        .service(receive_denunciation)
        .service(list_denunciations)
        .service(read_denunciation)
        .service(list_denunciation_events)
        .service(list_denouncers)
        .service(list_denunciation_reads)
        .service(list_denunciation_actions)
        .service(act_on_denunciation);
}
