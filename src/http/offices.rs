//! Agencies and their divisions.

use actix_web::{HttpRequest, HttpResponse, get, post, web};

use super::answer::respond;
use super::extract::page::PageParams;
use super::extract::{ApiJson, ApiPath, Authenticated, IdempotencyKey, List, Page};
use super::openapi::IdempotencyHeader;
use crate::app::AppState;
use crate::domain::ids::OfficeId;
use crate::service::error::ApiResult;
use crate::service::idempotency::Once;
use crate::service::offices::{self, NewOffice, Office};

/// List offices
#[utoipa::path(
    tag = "offices",
    operation_id = "list_offices",
    params(PageParams),
    responses((status = 200, description = "Agencies and divisions", body = List<Office>, example = json!({"items": [{
        "id": "0197c0de-0000-7000-8000-000000000001", "code": "HN", "kind": "agency", "parent_id": null,
        "name": "Thi hành án dân sự thành phố Hà Nội", "is_city": true, "from": "2025-07-01", "to": null
    }]})))
)]
#[get("/offices")]
pub async fn list_offices(
    state: web::Data<AppState>,
    user: Authenticated,
    page: Page,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    let rows = offices::list(&state, user.0, page.after()?, page.fetch()).await?;
    Ok(List::of(rows, &page, |row: &Office| row.id).respond(&req))
}

/// Read an office
#[utoipa::path(
    tag = "offices",
    operation_id = "read_office",
    params(("id" = OfficeId, Path, description = "The office")),
    responses((status = 200, description = "The office", body = Office, example = json!({
        "id": "0197c0de-0000-7000-8000-000000000001", "code": "HN", "kind": "agency", "parent_id": null,
        "name": "Thi hành án dân sự thành phố Hà Nội", "is_city": true, "from": "2025-07-01", "to": null
    })))
)]
#[get("/offices/{id}")]
pub async fn read_office(
    state: web::Data<AppState>,
    user: Authenticated,
    id: ApiPath<OfficeId>,
) -> ApiResult<HttpResponse> {
    Ok(HttpResponse::Ok().json(offices::get(&state, user.0, id.0).await?))
}

/// Add an office
///
/// For administrators.
#[utoipa::path(
    tag = "offices",
    operation_id = "add_office",
    params(IdempotencyHeader),
    request_body = NewOffice,
    responses((status = 201, description = "Added", body = Office, headers(("Location" = String)), example = json!({
        "id": "0197c0de-0000-7000-8000-000000000001", "code": "HN", "kind": "agency", "parent_id": null,
        "name": "Thi hành án dân sự thành phố Hà Nội", "is_city": true, "from": "2025-07-01", "to": null
    })))
)]
#[post("/offices")]
pub async fn add_office(
    state: web::Data<AppState>,
    user: Authenticated,
    key: IdempotencyKey,
    body: ApiJson<NewOffice>,
) -> ApiResult<HttpResponse> {
    let once = Once { user: user.0, key: key.0, digest: body.digest };
    Ok(respond(offices::add(&state, once, body.value).await?))
}

/// The routes of this file.
pub fn routes(config: &mut impl super::Routes) {
    config.service(list_offices).service(read_office).service(add_office);
}
