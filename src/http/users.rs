//! People and their roles.

use actix_web::{HttpRequest, HttpResponse, get, post, web};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use super::answer::respond;
use super::extract::page::PageParams;
use super::extract::{ApiJson, ApiPath, ApiQuery, Authenticated, IdempotencyKey, List, Page};
use super::openapi::IdempotencyHeader;
use crate::app::AppState;
use crate::domain::ids::{OfficeId, UserId};
use crate::service::error::ApiResult;
use crate::service::idempotency::Once;
use crate::service::users::{self, GrantEnd, NewGrant, NewUser, User, UserDetail};

/// Which users.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct UserFilter {
    /// Those with a role at this office. Without it: everybody, for administrators and auditors.
    office: Option<OfficeId>,
}

/// Whether a user may sign in.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"active": false}))]
pub struct Activation {
    /// May sign in.
    active: bool,
}

/// List users
#[utoipa::path(
    tag = "users",
    operation_id = "list_users",
    params(UserFilter, PageParams),
    responses((status = 200, description = "Users", body = List<User>, example = json!({"items": [{
        "id": "0197c0de-0000-7000-8000-000000000002", "login": "an.nguyen", "display_name": "Nguyễn Văn An", "active": true
    }]})))
)]
#[get("/users")]
pub async fn list_users(
    state: web::Data<AppState>,
    user: Authenticated,
    filter: ApiQuery<UserFilter>,
    page: Page,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    let rows = users::list(&state, user.0, filter.0.office, page.after()?, page.fetch()).await?;
    Ok(List::of(rows, &page, |row: &User| row.id).respond(&req))
}

/// Read a user
///
/// Oneself, a colleague, or anybody for administrators and auditors.
#[utoipa::path(
    tag = "users",
    operation_id = "read_user",
    params(("id" = UserId, Path, description = "The user")),
    responses((status = 200, description = "The user with roles and delegations", body = UserDetail, example = json!({
        "id": "0197c0de-0000-7000-8000-000000000002", "login": "an.nguyen", "display_name": "Nguyễn Văn An", "active": true,
        "grants": [], "delegations": []
    })))
)]
#[get("/users/{id}")]
pub async fn read_user(
    state: web::Data<AppState>,
    user: Authenticated,
    id: ApiPath<UserId>,
) -> ApiResult<HttpResponse> {
    Ok(HttpResponse::Ok().json(users::get(&state, user.0, id.0).await?))
}

/// Add a user
///
/// With first roles. For administrators.
#[utoipa::path(
    tag = "users",
    operation_id = "add_user",
    params(IdempotencyHeader),
    request_body = NewUser,
    responses((status = 201, description = "Added", body = UserDetail, headers(("Location" = String)), example = json!({
        "id": "0197c0de-0000-7000-8000-000000000002", "login": "an.nguyen", "display_name": "Nguyễn Văn An", "active": true,
        "grants": [], "delegations": []
    })))
)]
#[post("/users")]
pub async fn add_user(
    state: web::Data<AppState>,
    user: Authenticated,
    key: IdempotencyKey,
    body: ApiJson<NewUser>,
) -> ApiResult<HttpResponse> {
    let once = Once { user: user.0, key: key.0, digest: body.digest };
    Ok(respond(users::add(&state, once, body.value).await?))
}

/// Let a user sign in, or no longer
///
/// It counts at once, also for tokens handed out before. For administrators.
#[utoipa::path(
    tag = "users",
    operation_id = "set_user_activation",
    params(("id" = UserId, Path, description = "The user"), IdempotencyHeader),
    request_body = Activation,
    responses((status = 200, description = "The user now", body = UserDetail, example = json!({
        "id": "0197c0de-0000-7000-8000-000000000002", "login": "an.nguyen", "display_name": "Nguyễn Văn An",
        "active": false, "grants": [], "delegations": []
    })))
)]
#[post("/users/{id}/activation")]
pub async fn set_user_activation(
    state: web::Data<AppState>,
    user: Authenticated,
    id: ApiPath<UserId>,
    key: IdempotencyKey,
    body: ApiJson<Activation>,
) -> ApiResult<HttpResponse> {
    let once = Once { user: user.0, key: key.0, digest: body.digest };
    Ok(respond(users::set_active(&state, once, id.0, body.value.active).await?))
}

/// Grant a role
///
/// At an office, from a day, to a day. For administrators.
#[utoipa::path(
    tag = "users",
    operation_id = "grant_role",
    params(("id" = UserId, Path, description = "The user"), IdempotencyHeader),
    request_body = NewGrant,
    responses((status = 201, description = "The user now", body = UserDetail, headers(("Location" = String)), example = json!({
        "id": "0197c0de-0000-7000-8000-000000000002", "login": "an.nguyen", "display_name": "Nguyễn Văn An", "active": true,
        "grants": [{"id": "0197c0de-0000-7000-8000-000000000003", "office": "0197c0de-0000-7000-8000-000000000001",
            "division": null, "role": "enforcement_officer", "from": "2026-07-01", "to": null}],
        "delegations": []
    })))
)]
#[post("/users/{id}/grants")]
pub async fn grant_role(
    state: web::Data<AppState>,
    user: Authenticated,
    id: ApiPath<UserId>,
    key: IdempotencyKey,
    body: ApiJson<NewGrant>,
) -> ApiResult<HttpResponse> {
    let once = Once { user: user.0, key: key.0, digest: body.digest };
    Ok(respond(users::grant(&state, once, id.0, body.value).await?))
}

/// Set the last day of a role
///
/// For administrators.
#[utoipa::path(
    tag = "users",
    operation_id = "end_role",
    params(
        ("id" = UserId, Path, description = "The user"),
        ("grant" = Uuid, Path, description = "The role's identifier"),
        IdempotencyHeader
    ),
    request_body = GrantEnd,
    responses((status = 200, description = "The user now", body = UserDetail, example = json!({
        "id": "0197c0de-0000-7000-8000-000000000002", "login": "an.nguyen", "display_name": "Nguyễn Văn An", "active": true,
        "grants": [{"id": "0197c0de-0000-7000-8000-000000000003", "office": "0197c0de-0000-7000-8000-000000000001",
            "division": null, "role": "enforcement_officer", "from": "2026-07-01", "to": "2026-12-31"}],
        "delegations": []
    })))
)]
#[post("/users/{id}/grants/{grant}/end")]
pub async fn end_role(
    state: web::Data<AppState>,
    user: Authenticated,
    path: ApiPath<(UserId, Uuid)>,
    key: IdempotencyKey,
    body: ApiJson<GrantEnd>,
) -> ApiResult<HttpResponse> {
    let once = Once { user: user.0, key: key.0, digest: body.digest };
    let (id, grant) = path.0;
    Ok(respond(users::end_grant(&state, once, id, grant, body.value).await?))
}

/// The routes of this file.
pub fn routes(config: &mut impl super::Routes) {
    config
        .service(list_users)
        .service(read_user)
        .service(add_user)
        .service(set_user_activation)
        .service(grant_role)
        .service(end_role);
}
