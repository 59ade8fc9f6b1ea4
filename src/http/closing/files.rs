//! Books against case files: draw an officer's list, list, read, act.

use actix_web::{HttpRequest, HttpResponse, get, post, web};

use crate::app::AppState;
use crate::domain::closing::files::FileReconciliation;
use crate::domain::ids::MatterId;
use crate::domain::lifecycle::closing::FileReconciliationLifecycle;
use crate::http::actions::{FileReconciliationCommand, action_routes};
use crate::http::answer::respond;
use crate::http::extract::page::PageParams;
use crate::http::extract::{ApiJson, ApiPath, ApiQuery, Authenticated, IdempotencyKey, List, Page};
use crate::http::matters::{self, MatterParams};
use crate::http::openapi::IdempotencyHeader;
use crate::http::past::AsOf;
use crate::service::closing::files::{self, NewFileReconciliation};
use crate::service::error::ApiResult;
use crate::service::idempotency::Once;

/// Draw an officer's list of a month
///
/// For the office's accountant (KS-H1): the cases of the officer that hold money or moved some.
#[utoipa::path(
    tag = "money",
    operation_id = "draw_file_reconciliation",
    params(IdempotencyHeader),
    request_body = NewFileReconciliation,
    responses((status = 201, description = "Entered", body = FileReconciliation,
        headers(("Location" = String), ("ETag" = String)), example = json!({"file_reconciliation": {"state": "drawn"}})))
)]
#[post("/file-reconciliations")]
pub async fn draw_file_reconciliation(
    state: web::Data<AppState>,
    user: Authenticated,
    key: IdempotencyKey,
    body: ApiJson<NewFileReconciliation>,
) -> ApiResult<HttpResponse> {
    let once = Once { user: user.0, key: key.0, digest: body.digest };
    Ok(respond(files::draw(&state, once, body.value).await?))
}

/// List lists of books against files
#[utoipa::path(
    tag = "money",
    operation_id = "list_file_reconciliations",
    params(MatterParams, AsOf, PageParams),
    responses((status = 200, description = "Those of the office", body = List<FileReconciliation>,
        example = json!({"items": []})))
)]
#[get("/file-reconciliations")]
pub async fn list_file_reconciliations(
    state: web::Data<AppState>,
    user: Authenticated,
    page: Page,
    query: ApiQuery<MatterParams>,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    matters::list::<FileReconciliation>(&state, user.0, query.0, &page, &req).await
}

/// Read a list of books against files
#[utoipa::path(
    tag = "money",
    operation_id = "read_file_reconciliation",
    params(("id" = MatterId, Path, description = "Which one"), AsOf),
    responses((status = 200, description = "As it stands", body = FileReconciliation, headers(("ETag" = String)),
        example = json!({"state": "drawn", "version": 1})))
)]
#[get("/file-reconciliations/{id}")]
pub async fn read_file_reconciliation(
    state: web::Data<AppState>,
    user: Authenticated,
    id: ApiPath<MatterId>,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    matters::read::<FileReconciliation>(&state, user.0, id.0, &req).await
}

action_routes!(
    FileReconciliationLifecycle,
    MatterId,
    "/file-reconciliations/{id}/actions",
    "money",
    list_file_reconciliation_actions,
    "list_file_reconciliation_actions",
    act_on_file_reconciliation,
    "act_on_file_reconciliation",
    FileReconciliationCommand,
    {"action": "agree_file_list"}
);

/// The routes of this file.
pub fn routes(config: &mut impl crate::http::Routes) {
    config
        .service(draw_file_reconciliation)
        .service(list_file_reconciliations)
        .service(read_file_reconciliation)
        .service(list_file_reconciliation_actions)
        .service(act_on_file_reconciliation);
}
