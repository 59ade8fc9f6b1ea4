//! The review sheet of a case, and the procuracy's remarks on each document.

use actix_web::{HttpRequest, HttpResponse, get, post, web};

use super::actions::{ReviewCommand, action_routes};
use super::answer::versioned;
use super::extract::page::PageParams;
use super::extract::{AcceptLang, ApiPath, Authenticated, List, Page};
use crate::app::AppState;
use crate::domain::ids::{CaseId, DecisionId, MatterId};
use crate::domain::lifecycle::oversight::review::ReviewLifecycle;
use crate::domain::oversight::review::DecisionReview;
use crate::service::cases::EventView;
use crate::service::error::ApiResult;
use crate::service::oversight::reviews;
use crate::service::review_sheet::{self, ReviewSheet};

/// Read the review sheet of a case
///
/// Each signed document of the case and its assets under five headings – deadlines, basis, authority, form, content –, filled in
/// from the records: `in_order`, `breach`, or `unknown` where the records cannot tell. Beside each heading the procuracy's remark
/// and the findings.
#[utoipa::path(
    tag = "oversight",
    operation_id = "read_review_sheet",
    params(("id" = CaseId, Path, description = "The case"), PageParams),
    responses((status = 200, description = "Its documents", body = List<ReviewSheet>, example = json!({"items": [{
        "id": "0197c0de-0000-7000-8000-000000000001", "kind": "on_request_decision", "title": "Quyết định thi hành án theo yêu cầu",
        "number": "1/2026/QĐ-THADS", "signed_on": "2026-07-15", "recorded_at": "2026-07-15T02:00:00Z",
        "signer": "0197c0de-0000-7000-8000-000000000002", "content": {}, "review_version": 0, "headings": [{
            "heading": "deadlines", "label": "Thời hạn", "verdict": "in_order", "checks": [], "findings": []
        }]
    }]})))
)]
#[get("/cases/{id}/review-sheet")]
pub async fn read_review_sheet(
    state: web::Data<AppState>,
    user: Authenticated,
    lang: AcceptLang,
    id: ApiPath<CaseId>,
    page: Page,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    let rows = review_sheet::of_case(&state, user.0, id.0, page.after()?, page.fetch(), lang.0).await?;
    Ok(List::of(rows, &page, |row: &ReviewSheet| row.id).respond(&req))
}

/// Read the review sheet of one document
#[utoipa::path(
    tag = "oversight",
    operation_id = "read_review_sheet_of_document",
    params(
        ("id" = CaseId, Path, description = "The case"),
        ("decision" = DecisionId, Path, description = "The document")
    ),
    responses((status = 200, description = "The five headings", body = ReviewSheet, example = json!({
        "number": "1/2026/QĐ-THADS", "headings": []
    })))
)]
#[get("/cases/{id}/review-sheet/{decision}")]
pub async fn read_review_sheet_of_document(
    state: web::Data<AppState>,
    user: Authenticated,
    lang: AcceptLang,
    path: ApiPath<(CaseId, DecisionId)>,
) -> ApiResult<HttpResponse> {
    let (case, document) = path.0;
    let sheet = review_sheet::of_document(&state, user.0, case, document, lang.0).await?;
    Ok(HttpResponse::Ok().json(sheet))
}

/// Read the review of a document
///
/// The remark that stands under each heading. Version 0: nobody has remarked anything yet.
#[utoipa::path(
    tag = "oversight",
    operation_id = "read_review",
    params(("id" = MatterId, Path, description = "The document's identifier")),
    responses((status = 200, description = "As it stands", body = DecisionReview, headers(("ETag" = String)),
        example = json!({"state": "remarked", "version": 1, "remarks": []})))
)]
#[get("/reviews/{id}")]
pub async fn read_review(
    state: web::Data<AppState>,
    user: Authenticated,
    id: ApiPath<MatterId>,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    let found = reviews::get(&state, user.0, id.0).await?;
    Ok(versioned(&req, found.head.version, &found))
}

/// Read every remark on a document
///
/// Oldest first, those too whose place a later one took; each event with its hash and the one before it.
#[utoipa::path(
    tag = "oversight",
    operation_id = "list_review_events",
    params(("id" = MatterId, Path, description = "The document's identifier"), PageParams),
    responses((status = 200, description = "Its events", body = List<EventView>, example = json!({"items": []})))
)]
#[get("/reviews/{id}/events")]
pub async fn list_review_events(
    state: web::Data<AppState>,
    user: Authenticated,
    id: ApiPath<MatterId>,
    page: Page,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    let after: Option<i64> = page.after()?;
    let rows = reviews::history(&state, user.0, id.0, after.unwrap_or(0), page.fetch()).await?;
    Ok(List::of(rows, &page, |row: &EventView| row.body.seq).respond(&req))
}

action_routes!(
    ReviewLifecycle,
    MatterId,
    "/reviews/{id}/actions",
    "oversight",
    list_review_actions,
    "list_review_actions",
    act_on_review,
    "act_on_review",
    ReviewCommand,
    {"action": "remark_on_decision", "heading": "deadlines", "verdict": "breach", "text": "Gửi Viện kiểm sát chậm"}
);

/// The routes of this file.
pub fn routes(config: &mut impl super::Routes) {
    config
        .service(read_review_sheet)
        .service(read_review_sheet_of_document)
        .service(read_review)
        .service(list_review_events)
        .service(list_review_actions)
        .service(act_on_review);
}
