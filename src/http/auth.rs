//! Signing in, refreshing, signing out, and who one is.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::extract::{ApiJson, Authenticated, Session};
use crate::app::AppState;
use crate::service::error::ApiResult;
use crate::service::users::UserDetail;
use crate::service::{auth, users};

/// Login and password.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"login": "an.nguyen", "password": "at least twelve characters"}))]
pub struct Credentials {
    /// Name at sign-in.
    #[validate(length(min = 1, max = 200))]
    login: String,
    /// Password.
    #[validate(length(min = 1, max = 200))]
    #[schema(write_only)]
    password: String,
}

/// A refresh token.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"refresh_token": "b64url…"}))]
pub struct Refresh {
    /// The token from the last answer; good once.
    #[validate(length(min = 1, max = 200))]
    refresh_token: String,
}

/// A pair of tokens (after RFC 6749, 5.1).
#[derive(Serialize, ToSchema)]
pub struct TokenPair {
    /// Goes into `Authorization: Bearer …`.
    access_token: String,
    /// Always `Bearer`.
    token_type: &'static str,
    /// Seconds that the access token lives.
    expires_in: i64,
    /// Good once, for the next pair.
    refresh_token: String,
    /// When the sign-in ends; refreshing does not prolong it.
    session_ends_at: DateTime<Utc>,
}

fn pair(signed_in: auth::SignedIn) -> HttpResponse {
    // RFC 6749, 5.1: tokens are never kept by a cache.
    HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(TokenPair {
        access_token: signed_in.access,
        token_type: "Bearer",
        expires_in: signed_in.expires_in,
        refresh_token: signed_in.refresh,
        session_ends_at: signed_in.ends_at,
    })
}

/// Sign in
///
/// An unknown login, a wrong password and a user who is no longer active get the same answer. Too many attempts for one
/// login from one address → 429.
#[utoipa::path(
    tag = "auth",
    operation_id = "sign_in",
    security(()),
    request_body = Credentials,
    responses(
        (status = 200, description = "Signed in", body = TokenPair, example = json!({
            "access_token": "eyJ…", "token_type": "Bearer", "expires_in": 900, "refresh_token": "b64url…",
            "session_ends_at": "2026-07-01T09:00:00Z"
        })),
        (status = 401, description = "Login or password is wrong", body = super::problem::Problem,
            content_type = "application/problem+json"),
        (status = 429, description = "Too many attempts: see Retry-After", body = super::problem::Problem,
            content_type = "application/problem+json"),
    )
)]
#[post("/auth/token")]
pub async fn sign_in(
    state: web::Data<AppState>,
    req: HttpRequest,
    body: ApiJson<Credentials>,
) -> ApiResult<HttpResponse> {
    let Credentials { login, password } = body.value;
    state.limiter.check(&login, req.peer_addr().map(|address| address.ip()))?;
    Ok(pair(auth::sign_in(&state, &state.keys, login, password).await?))
}

/// Exchange a refresh token
///
/// Gives the next pair. A refresh token is good once: one that comes back ends the whole sign-in.
#[utoipa::path(
    tag = "auth",
    operation_id = "refresh_token",
    security(()),
    request_body = Refresh,
    responses(
        (status = 200, description = "The next pair", body = TokenPair, example = json!({
            "access_token": "eyJ…", "token_type": "Bearer", "expires_in": 900, "refresh_token": "b64url…",
            "session_ends_at": "2026-07-01T09:00:00Z"
        })),
        (status = 401, description = "Unknown, expired, withdrawn or used before", body = super::problem::Problem,
            content_type = "application/problem+json"),
    )
)]
#[post("/auth/refresh")]
pub async fn refresh_token(state: web::Data<AppState>, body: ApiJson<Refresh>) -> ApiResult<HttpResponse> {
    Ok(pair(auth::refresh(&state, &state.keys, &body.value.refresh_token).await?))
}

/// Sign out
///
/// Ends the sign-in that the access token belongs to: its refresh tokens are no longer good.
#[utoipa::path(
    tag = "auth",
    operation_id = "sign_out",
    responses((status = 204, description = "Signed out"))
)]
#[post("/auth/logout")]
pub async fn sign_out(state: web::Data<AppState>, session: Session) -> ApiResult<HttpResponse> {
    auth::sign_out(&state, session.0).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Read who I am
///
/// The signed-in user with roles and delegations.
#[utoipa::path(
    tag = "auth",
    operation_id = "read_me",
    responses((status = 200, description = "The user", body = UserDetail, example = json!({
        "id": "0197c0de-0000-7000-8000-000000000002", "login": "an.nguyen", "display_name": "Nguyễn Văn An", "active": true,
        "grants": [{"id": "0197c0de-0000-7000-8000-000000000003", "office": "0197c0de-0000-7000-8000-000000000001",
            "division": null, "role": "enforcement_officer", "from": "2026-07-01", "to": null}],
        "delegations": []
    })))
)]
#[get("/me")]
pub async fn read_me(state: web::Data<AppState>, user: Authenticated) -> ApiResult<HttpResponse> {
    Ok(HttpResponse::Ok().json(users::get(&state, user.0, user.0).await?))
}

/// The routes of this file.
pub fn routes(config: &mut impl super::Routes) {
    config.service(sign_in).service(refresh_token).service(sign_out).service(read_me);
}
