//! Whether the server lives, and whether it is ready to serve: the database reached and up to date, the calendar long enough.
//! The law's data are loaded before the server starts, or it does not start.

use actix_web::{HttpResponse, get, web};
use chrono::TimeDelta;
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::AppState;
use crate::service::error::{ApiError, Code, FieldError};
use crate::store::StoreError;

/// Whether the server lives, or is ready.
#[derive(Debug, Serialize, ToSchema)]
pub struct Health {
    /// `alive` or `ready`.
    #[schema(example = "ready")]
    status: &'static str,
    /// The version of the program.
    #[schema(example = "0.1.0")]
    version: &'static str,
    /// The versions of the law's data that hold today.
    #[serde(skip_serializing_if = "Option::is_none")]
    law: Option<String>,
}

/// Whether the server lives
#[utoipa::path(
    tag = "operation",
    operation_id = "read_health",
    responses((status = 200, description = "It lives", body = Health, example = json!({"status": "alive", "version": "0.1.0"})))
)]
#[get("/healthz")]
pub async fn read_health() -> HttpResponse {
    HttpResponse::Ok().json(Health { status: "alive", version: env!("CARGO_PKG_VERSION"), law: None })
}

/// Whether the server is ready to serve
///
/// The law's data are loaded, the database is reached and up to date, the calendar of holidays covers the coming days.
#[utoipa::path(
    tag = "operation",
    operation_id = "read_readiness",
    responses(
        (status = 200, description = "It is ready", body = Health,
            example = json!({"status": "ready", "version": "0.1.0", "law": "l2025:2026:1"})),
        (status = 503, description = "It is not: each reason in `errors`", body = super::problem::Problem,
            content_type = "application/problem+json"),
    )
)]
#[get("/readyz")]
pub async fn read_readiness(state: web::Data<AppState>) -> Result<HttpResponse, ApiError> {
    let mut faults = Vec::new();
    match state.store.run(|store| store.pending_migrations()).await {
        Ok(pending) if pending.is_empty() => {}
        Ok(pending) => {
            faults.push(FieldError::new("/database", "migrations_pending").with("count", pending.len()))
        }
        Err(StoreError::Busy) => faults.push(FieldError::new("/database", "database_busy")),
        Err(_) => faults.push(FieldError::new("/database", "database_unreachable")),
    }
    let today = state.clock.today();
    let needed = today + TimeDelta::days(i64::from(state.settings.law.calendar_days_ahead));
    if !(state.law.calendar().covers(today) && state.law.calendar().covers(needed)) {
        faults.push(FieldError::new("/calendar", "calendar_too_short").with("date", needed));
    }
    if faults.is_empty() {
        let law = Some(state.law.version(today));
        return Ok(HttpResponse::Ok().json(Health {
            status: "ready",
            version: env!("CARGO_PKG_VERSION"),
            law,
        }));
    }
    let mut error = ApiError::new(Code::NotReady);
    error.errors = faults;
    error.retry_after = Some(5);
    Err(error)
}
