//! Handovers of an accountant's post: announce, list, read, balances, act.

use actix_web::{HttpRequest, HttpResponse, get, post, web};

use crate::app::AppState;
use crate::domain::closing::post::{FileBalance, PostHandover};
use crate::domain::ids::MatterId;
use crate::domain::lifecycle::closing::PostHandoverLifecycle;
use crate::http::actions::{PostHandoverCommand, action_routes};
use crate::http::answer::respond;
use crate::http::extract::page::PageParams;
use crate::http::extract::{ApiJson, ApiPath, ApiQuery, Authenticated, IdempotencyKey, List, Page};
use crate::http::matters::{self, MatterParams};
use crate::http::openapi::IdempotencyHeader;
use crate::http::past::AsOf;
use crate::service::closing::post as handover;
use crate::service::closing::post::NewPostHandover;
use crate::service::error::ApiResult;
use crate::service::idempotency::Once;

/// Announce the handover of an accountant's post
///
/// For the head or the office's accountant (KS-B1). Its actions are the checklist.
#[utoipa::path(
    tag = "money",
    operation_id = "announce_post_handover",
    params(IdempotencyHeader),
    request_body = NewPostHandover,
    responses((status = 201, description = "Entered", body = PostHandover,
        headers(("Location" = String), ("ETag" = String)), example = json!({"post_handover": {"state": "open"}})))
)]
#[post("/post-handovers")]
pub async fn announce_post_handover(
    state: web::Data<AppState>,
    user: Authenticated,
    key: IdempotencyKey,
    body: ApiJson<NewPostHandover>,
) -> ApiResult<HttpResponse> {
    let once = Once { user: user.0, key: key.0, digest: body.digest };
    Ok(respond(handover::announce(&state, once, body.value).await?))
}

/// List handovers of a post
#[utoipa::path(
    tag = "money",
    operation_id = "list_post_handovers",
    params(MatterParams, AsOf, PageParams),
    responses((status = 200, description = "Those of the office", body = List<PostHandover>,
        example = json!({"items": []})))
)]
#[get("/post-handovers")]
pub async fn list_post_handovers(
    state: web::Data<AppState>,
    user: Authenticated,
    page: Page,
    query: ApiQuery<MatterParams>,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    matters::list::<PostHandover>(&state, user.0, query.0, &page, &req).await
}

/// Read the handover of a post
#[utoipa::path(
    tag = "money",
    operation_id = "read_post_handover",
    params(("id" = MatterId, Path, description = "Which one"), AsOf),
    responses((status = 200, description = "As it stands", body = PostHandover, headers(("ETag" = String)),
        example = json!({"state": "open", "version": 1})))
)]
#[get("/post-handovers/{id}")]
pub async fn read_post_handover(
    state: web::Data<AppState>,
    user: Authenticated,
    id: ApiPath<MatterId>,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    matters::read::<PostHandover>(&state, user.0, id.0, &req).await
}

/// List the balances that the minutes of a handover list
#[utoipa::path(
    tag = "money",
    operation_id = "list_handover_balances",
    params(("id" = MatterId, Path, description = "The handover"), PageParams),
    responses((status = 200, description = "By file and account", body = List<FileBalance>,
        example = json!({"items": []})))
)]
#[get("/post-handovers/{id}/balances")]
pub async fn list_handover_balances(
    state: web::Data<AppState>,
    user: Authenticated,
    id: ApiPath<MatterId>,
    page: Page,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    let rows = handover::listed(&state, user.0, id.0, page.after()?, page.fetch()).await?;
    Ok(List::of(rows, &page, |row: &FileBalance| (row.file, row.account.clone())).respond(&req))
}

action_routes!(
    PostHandoverLifecycle,
    MatterId,
    "/post-handovers/{id}/actions",
    "money",
    list_post_handover_actions,
    "list_post_handover_actions",
    act_on_post_handover,
    "act_on_post_handover",
    PostHandoverCommand,
    {"action": "propose_post_handover", "papers": "Sổ kế toán, chứng từ"}
);

/// The routes of this file.
pub fn routes(config: &mut impl crate::http::Routes) {
    config
        .service(announce_post_handover)
        .service(list_post_handovers)
        .service(read_post_handover)
        .service(list_handover_balances)
        .service(list_post_handover_actions)
        .service(act_on_post_handover);
}
