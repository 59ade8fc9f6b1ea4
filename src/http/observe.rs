//! What surrounds every request: its identity (request id, trace), its problem in the caller's language, the headers that
//! every answer has, one line of log and one count. Route patterns are logged, never paths: a path or query may name a person.

use std::time::Instant;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, HttpRequest, HttpResponse, web};
use uuid::Uuid;

use super::extract::headers::language;
use super::problem::{self, Occurrence};
use crate::app::AppState;
use crate::service::error::{ApiError, Code};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const TRACEPARENT: HeaderName = HeaderName::from_static("traceparent");

/// Scripts and styles of the documentation come from this server alone; everything else needs nothing at all.
const CSP_DOCS: &str = "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; \
                        script-src 'self' 'unsafe-inline'; frame-ancestors 'none'";
const CSP: &str = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";

/// How a request is known in logs and traces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The caller's `X-Request-Id`, or a new one.
    pub request_id: String,
    /// The trace (W3C Trace Context): the caller's, or a new one.
    pub trace_id: String,
    span_id: String,
    sampled: bool,
}

impl Identity {
    fn of(headers: &HeaderMap) -> Self {
        let text = |name: &HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
        let request_id = text(&REQUEST_ID).filter(|id| is_plain(id)).map(str::to_owned);
        let parent = text(&TRACEPARENT).and_then(parent);
        let (trace_id, sampled) = parent.unwrap_or_else(|| (hex(&rand::random::<[u8; 16]>()), false));
        Identity {
            request_id: request_id.unwrap_or_else(|| Uuid::now_v7().to_string()),
            trace_id,
            span_id: hex(&rand::random::<[u8; 8]>()),
            sampled,
        }
    }

    fn traceparent(&self) -> String {
        format!("00-{}-{}-{}", self.trace_id, self.span_id, if self.sampled { "01" } else { "00" })
    }
}

/// An id of the caller's that can stand in a log: short, and with no sign that could forge a line.
fn is_plain(id: &str) -> bool {
    (1..=128).contains(&id.len())
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.:".contains(&byte))
}

/// Trace id and sampled flag of a `traceparent` (W3C Trace Context, 3.2.2).
fn parent(text: &str) -> Option<(String, bool)> {
    let is_hex = |part: &str, length: usize| {
        part.len() == length
            && part.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
    };
    let is_zero = |part: &str| part.bytes().all(|byte| byte == b'0');
    let mut parts = text.split('-');
    let (version, trace, span, flags) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let known = is_hex(version, 2) && version != "ff" && (version != "00" || parts.next().is_none());
    let valid =
        is_hex(trace, 32) && !is_zero(trace) && is_hex(span, 16) && !is_zero(span) && is_hex(flags, 2);
    let sampled = flags.bytes().next_back().is_some_and(|byte| !b"02468ace".contains(&byte));
    (known && valid).then(|| (trace.to_owned(), sampled))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The middleware.
///
/// # Errors
/// Only what the framework itself could not turn into an answer.
pub async fn observe(
    req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let started = Instant::now();
    let state = req.app_data::<web::Data<AppState>>().cloned();
    let identity = Identity::of(req.headers());
    req.extensions_mut().insert(identity.clone());
    let response = next.call(req).await?.map_into_boxed_body();
    let Some(state) = state else { return Ok(response) };

    let mut response = with_problem(response, &state, &identity);
    let route = response.request().match_pattern().unwrap_or_else(|| "unmatched".to_owned());
    dress(response.response_mut().headers_mut(), &route, &identity);
    let method = known_method(response.request().method());
    let (status, took) = (response.status().as_u16(), started.elapsed());
    state.metrics.observe(&route, method, status, took);
    log::info!(
        target: "access",
        "method={method} route={route} status={status} ms={} request_id={} trace_id={}",
        took.as_millis(), identity.request_id, identity.trace_id
    );
    Ok(response)
}

/// An answer that is an error, as a problem. Errors of the framework's own become problems too.
fn with_problem(
    response: ServiceResponse<BoxBody>,
    state: &AppState,
    identity: &Identity,
) -> ServiceResponse<BoxBody> {
    let is_error = response.status().is_client_error() || response.status().is_server_error();
    let media = response.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    if !is_error || media.is_some_and(|media| media.starts_with(problem::MEDIA_TYPE)) {
        return response;
    }
    let ours = response.response().error().and_then(|error| error.as_error::<ApiError>()).cloned();
    let error = ours.unwrap_or_else(|| {
        let mut error = ApiError::new(problem::code_of(response.status()));
        if error.code == Code::InternalError {
            error.cause = response.response().error().map(|cause| cause.to_string().into());
        }
        error
    });
    if let Some(cause) = &error.cause {
        log::error!("trace_id={} code={} cause={cause}", identity.trace_id, error.code);
    }
    let request = response.request();
    let at = Occurrence {
        lang: language(request.headers()),
        instance: request.path(),
        trace_id: &identity.trace_id,
    };
    let kept = kept_headers(response.headers());
    let mut answer = problem::response(&error, state.law.texts(), at);
    for (name, value) in kept {
        answer.headers_mut().append(name, value);
    }
    response.into_response(answer)
}

/// What other middleware has already said about an answer whose body is replaced.
fn kept_headers(headers: &HeaderMap) -> Vec<(HeaderName, HeaderValue)> {
    let keep = |name: &HeaderName| name.as_str().starts_with("access-control-") || name == header::VARY;
    headers.iter().filter(|(name, _)| keep(name)).map(|(name, value)| (name.clone(), value.clone())).collect()
}

/// The headers of every answer.
fn dress(headers: &mut HeaderMap, route: &str, identity: &Identity) {
    let mut add = |name: HeaderName, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    };
    add(REQUEST_ID, &identity.request_id);
    add(TRACEPARENT, &identity.traceparent());
    add(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    add(header::REFERRER_POLICY, "no-referrer");
    add(header::X_FRAME_OPTIONS, "DENY");
    add(header::CONTENT_SECURITY_POLICY, if route.starts_with("/docs") { CSP_DOCS } else { CSP });
    if route.starts_with("/api/") && !headers.contains_key(header::CACHE_CONTROL) {
        // Personal data: no shared cache keeps it, and a private one asks again.
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    }
    headers.append(header::VARY, HeaderValue::from_static("Accept-Language, Authorization"));
}

/// A method as a label: a closed list, or anybody could make the figures grow without end.
fn known_method(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        "OPTIONS" => "OPTIONS",
        _ => "OTHER",
    }
}

/// The answer where no route matched: 405 with the methods when the path is known, else 404.
///
/// # Errors
/// Always.
pub async fn unmatched(req: HttpRequest, state: web::Data<AppState>) -> Result<HttpResponse, ApiError> {
    let methods = state.paths.methods(req.path());
    if methods.is_empty() {
        return Err(ApiError::new(Code::NoSuchPath));
    }
    Err(ApiError::new(Code::MethodNotAllowed).with("methods", methods.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trace_is_continued_or_begun() {
        let good = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        assert_eq!(parent(good), Some(("4bf92f3577b34da6a3ce929d0e0e4736".to_owned(), true)));
        for wrong in [
            "",
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
            "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-x",
        ] {
            assert_eq!(parent(wrong), None, "{wrong}");
        }
        let mut headers = HeaderMap::new();
        headers.insert(
            TRACEPARENT,
            HeaderValue::from_static("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00"),
        );
        let identity = Identity::of(&headers);
        let answer = identity.traceparent();
        assert!(
            answer.starts_with("00-4bf92f3577b34da6a3ce929d0e0e4736-") && answer.ends_with("-00"),
            "{answer}"
        );
        assert!(!answer.contains("00f067aa0ba902b7"), "our span is our own");
    }

    #[test]
    fn a_request_id_cannot_forge_a_log_line() {
        assert!(is_plain("abc-123_4.5:6"));
        for wrong in ["", "a b", "a\nb", "a=b", &"x".repeat(129)] {
            assert!(!is_plain(wrong), "{wrong:?}");
        }
    }
}
