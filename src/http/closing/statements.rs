//! Statements of bank and Treasury accounts: import, list, read, lines, what is open, act.

use actix_web::{HttpRequest, HttpResponse, get, post, web};

use crate::app::AppState;
use crate::domain::closing::statement::BankStatement;
use crate::domain::ids::MatterId;
use crate::domain::lifecycle::closing::BankStatementLifecycle;
use crate::http::actions::{BankStatementCommand, action_routes};
use crate::http::answer::respond;
use crate::http::extract::page::PageParams;
use crate::http::extract::{ApiJson, ApiPath, ApiQuery, Authenticated, IdempotencyKey, List, Page};
use crate::http::matters::{self, MatterParams};
use crate::http::openapi::IdempotencyHeader;
use crate::http::past::AsOf;
use crate::service::closing::statement::{self, LineView, NewBankStatement, OpenView};
use crate::service::error::ApiResult;
use crate::service::idempotency::Once;

/// Import a statement
///
/// For the office's accountant (KS-N1). CSV with the columns `record,account,statement,date,reference,amount` (records `opening`,
/// `credit`, `debit`, `closing`; whole đồng), or ISO 20022 camt.053 with one statement. Each line comes in once.
#[utoipa::path(
    tag = "money",
    operation_id = "import_bank_statement",
    params(IdempotencyHeader),
    request_body = NewBankStatement,
    responses((status = 201, description = "Entered", body = BankStatement,
        headers(("Location" = String), ("ETag" = String)), example = json!({"bank_statement": {"state": "imported"}})))
)]
#[post("/bank-statements")]
pub async fn import_bank_statement(
    state: web::Data<AppState>,
    user: Authenticated,
    key: IdempotencyKey,
    body: ApiJson<NewBankStatement>,
) -> ApiResult<HttpResponse> {
    let once = Once { user: user.0, key: key.0, digest: body.digest };
    Ok(respond(statement::import(&state, once, body.value).await?))
}

/// List statements
#[utoipa::path(
    tag = "money",
    operation_id = "list_bank_statements",
    params(MatterParams, AsOf, PageParams),
    responses((status = 200, description = "Those of the office", body = List<BankStatement>,
        example = json!({"items": []})))
)]
#[get("/bank-statements")]
pub async fn list_bank_statements(
    state: web::Data<AppState>,
    user: Authenticated,
    page: Page,
    query: ApiQuery<MatterParams>,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    matters::list::<BankStatement>(&state, user.0, query.0, &page, &req).await
}

/// Read a statement
#[utoipa::path(
    tag = "money",
    operation_id = "read_bank_statement",
    params(("id" = MatterId, Path, description = "Which one"), AsOf),
    responses((status = 200, description = "As it stands", body = BankStatement, headers(("ETag" = String)),
        example = json!({"state": "imported", "version": 1})))
)]
#[get("/bank-statements/{id}")]
pub async fn read_bank_statement(
    state: web::Data<AppState>,
    user: Authenticated,
    id: ApiPath<MatterId>,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    matters::read::<BankStatement>(&state, user.0, id.0, &req).await
}

/// List the lines of a statement
///
/// Each with what it is in the books.
#[utoipa::path(
    tag = "money",
    operation_id = "list_statement_lines",
    params(("id" = MatterId, Path, description = "The statement"), PageParams),
    responses((status = 200, description = "The lines", body = List<LineView>, example = json!({"items": []})))
)]
#[get("/bank-statements/{id}/lines")]
pub async fn list_statement_lines(
    state: web::Data<AppState>,
    user: Authenticated,
    id: ApiPath<MatterId>,
    page: Page,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    let after: Option<u32> = page.after()?;
    let rows = statement::lines(&state, user.0, id.0, after.unwrap_or(0), page.fetch()).await?;
    Ok(List::of(rows, &page, |row: &LineView| row.line.line).respond(&req))
}

/// Read what is open at the end of a statement
///
/// On the statement and not in the books, in the books and not on the statement, and what that makes up, to the đồng.
#[utoipa::path(
    tag = "money",
    operation_id = "read_open_items",
    params(("id" = MatterId, Path, description = "The statement")),
    responses((status = 200, description = "What is open", body = OpenView, example = json!({"adds_up": true,
        "count": 0, "incoming": 0, "only_bank": [], "only_books": [], "reconciliation": {"bank": 0, "books": 0,
        "difference": 0, "opening": 0, "only_bank": 0, "only_books": 0}})))
)]
#[get("/bank-statements/{id}/open-items")]
pub async fn read_open_items(
    state: web::Data<AppState>,
    user: Authenticated,
    id: ApiPath<MatterId>,
) -> ApiResult<HttpResponse> {
    Ok(HttpResponse::Ok().json(statement::open_items(&state, user.0, id.0).await?))
}

action_routes!(
    BankStatementLifecycle,
    MatterId,
    "/bank-statements/{id}/actions",
    "money",
    list_bank_statement_actions,
    "list_bank_statement_actions",
    act_on_bank_statement,
    "act_on_bank_statement",
    BankStatementCommand,
    {"action": "match_statement_line", "line": 1, "postings": [], "reason": "Cùng một khoản tiền"}
);

/// The routes of this file.
pub fn routes(config: &mut impl crate::http::Routes) {
    config
        .service(import_bank_statement)
        .service(list_bank_statements)
        .service(read_bank_statement)
        .service(list_statement_lines)
        .service(read_open_items)
        .service(list_bank_statement_actions)
        .service(act_on_bank_statement);
}
