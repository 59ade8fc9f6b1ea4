//! What an address asks for beside its path: a parameter that the document does not name for the operation is refused. Left unread it would
//! be answered as if it had been heard – the present for the past that was asked for.

use actix_web::Error;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::web;

use crate::app::AppState;
use crate::service::error::{ApiError, pointer};

/// The middleware.
///
/// # Errors
/// Only what the framework itself could not turn into an answer.
pub async fn known(
    req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    match unknown(&req) {
        Some(name) => Ok(req.error_response(ApiError::malformed(pointer([name.as_str()]), "unknown_field"))),
        None => Ok(next.call(req).await?.map_into_boxed_body()),
    }
}

fn unknown(req: &ServiceRequest) -> Option<String> {
    if req.query_string().is_empty() {
        return None;
    }
    // What cannot be read is for the handler to say.
    let asked = web::Query::<Vec<(String, String)>>::from_query(req.query_string()).ok()?;
    let state = req.app_data::<web::Data<AppState>>()?;
    let known = state.paths.parameters(&req.match_pattern()?, req.method().as_str())?;
    asked.into_inner().into_iter().map(|(name, _)| name).find(|name| !known.contains(name))
}
