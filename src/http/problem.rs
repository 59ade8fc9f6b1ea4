//! Problems: how an error leaves the server (RFC 9457), in the caller's language. The one table from code to status stands
//! here. Nothing of an internal error leaves but the trace id.

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::{HttpResponse, HttpResponseBuilder, ResponseError};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::etag;
use crate::domain::citation::Citation;
use crate::domain::text::{Lang, Texts};
use crate::service::error::{ApiError, Code, FieldError};

/// The media type of a problem.
pub const MEDIA_TYPE: &str = "application/problem+json";

/// The status of each code: the only place that says so.
pub fn status(code: Code) -> StatusCode {
    match code {
        Code::MalformedRequest | Code::MalformedCursor => StatusCode::BAD_REQUEST,
        Code::Unauthenticated | Code::InvalidToken | Code::SignInFailed => StatusCode::UNAUTHORIZED,
        Code::Forbidden => StatusCode::FORBIDDEN,
        Code::NotFound | Code::NoSuchPath => StatusCode::NOT_FOUND,
        Code::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
        Code::NotAllowedNow | Code::Duplicate | Code::InFlight => StatusCode::CONFLICT,
        Code::Stale => StatusCode::PRECONDITION_FAILED,
        Code::BodyTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Code::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        Code::InvalidContent | Code::IdempotencyMismatch | Code::LawGap => StatusCode::UNPROCESSABLE_ENTITY,
        Code::PreconditionRequired => StatusCode::PRECONDITION_REQUIRED,
        Code::TooManyRequests => StatusCode::TOO_MANY_REQUESTS,
        Code::InternalError => StatusCode::INTERNAL_SERVER_ERROR,
        Code::NotReady => StatusCode::SERVICE_UNAVAILABLE,
    }
}

/// A problem (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
pub struct Problem {
    /// A page of this server that explains the kind.
    #[serde(rename = "type")]
    #[schema(example = "/problems/not_found")]
    pub kind: String,
    /// The kind, for people.
    #[schema(example = "Không tìm thấy")]
    pub title: String,
    /// The HTTP status.
    #[schema(example = 404)]
    pub status: u16,
    /// This occurrence, for people.
    pub detail: String,
    /// The path that was asked for.
    #[schema(example = "/api/v1/offices/0197c0de-0000-7000-8000-000000000001")]
    pub instance: String,
    /// The kind, a stable code.
    #[schema(example = "not_found")]
    pub code: String,
    /// The trace that the server's log knows this request by.
    #[schema(example = "4bf92f3577b34da6a3ce929d0e0e4736")]
    pub trace_id: String,
    /// What is wrong with the content.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub errors: Vec<ErrorItem>,
    /// Which guards are not met: every one, each with its citation, the fact found, the fact required and the cure.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub unmet: Vec<Value>,
}

/// The shape of an error in a problem's `errors[]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ErrorItem {
    /// Where, as a JSON pointer (RFC 6901); empty for the whole.
    #[schema(example = "/amount")]
    pub pointer: String,
    /// What, a stable code.
    #[schema(example = "required")]
    pub code: String,
    /// What, for people.
    pub message: String,
    /// Where the rule stands in the law.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub citation: Option<Citation>,
    /// What would put it right.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cure: Option<String>,
}

/// Where a problem happened, for its rendering.
#[derive(Debug, Clone, Copy)]
pub struct Occurrence<'a> {
    /// The language that the caller reads.
    pub lang: Lang,
    /// The path that was asked for.
    pub instance: &'a str,
    /// The trace.
    pub trace_id: &'a str,
}

/// An error as a problem in the caller's language.
pub fn render(error: &ApiError, texts: &Texts, at: Occurrence<'_>) -> Problem {
    let key = text_key(error.code);
    Problem {
        kind: format!("/problems/{}", error.code),
        title: texts.label(&key, at.lang).to_owned(),
        status: status(error.code).as_u16(),
        detail: texts.part(&key, "detail", at.lang, &error.params).unwrap_or_default(),
        instance: at.instance.to_owned(),
        code: error.code.to_string(),
        trace_id: at.trace_id.to_owned(),
        errors: error.errors.iter().map(|one| item(one, texts, at.lang)).collect(),
        unmet: error.unmet.clone(),
    }
}

/// The key of a code's title and, in its part `detail`, of its explanation.
pub fn text_key(code: Code) -> String {
    format!("problem.{code}")
}

/// One fault in the caller's language. A code of the domain (a guard's) has its text under its own name.
fn item(error: &FieldError, texts: &Texts, lang: Lang) -> ErrorItem {
    let named = format!("field.{}", error.code);
    let key = if texts.has(&named) { named.as_str() } else { error.code.as_ref() };
    let mut params: Vec<(&str, String)> = error
        .params
        .iter()
        .map(|(name, value)| (name.as_str(), texts.value("", name, value, lang)))
        .collect();
    // Whatever the text names beyond that is the field itself.
    let field = error.pointer.rsplit('/').next().filter(|field| !field.is_empty()).unwrap_or("-");
    params.push(("*", field.to_owned()));
    let cure = texts.cure(key, lang, &params);
    ErrorItem {
        pointer: error.pointer.clone(),
        code: error.code.to_string(),
        message: texts.render(key, lang, &params),
        citation: error.citation.clone(),
        cure: (!cure.is_empty()).then_some(cure),
    }
}

/// The headers that belong to an error.
pub fn headers(error: &ApiError) -> Vec<(HeaderName, HeaderValue)> {
    let mut headers = Vec::new();
    let mut add = |name: HeaderName, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.push((name, value));
        }
    };
    match error.code {
        Code::InvalidToken => add(header::WWW_AUTHENTICATE, r#"Bearer realm="thads", error="invalid_token""#),
        Code::Unauthenticated | Code::SignInFailed => {
            add(header::WWW_AUTHENTICATE, r#"Bearer realm="thads""#)
        }
        _ => {}
    }
    if let Some(version) = error.version {
        add(header::ETAG, &etag::of(version));
    }
    if let Some(seconds) = error.retry_after {
        add(header::RETRY_AFTER, &seconds.to_string());
    }
    let methods =
        error.params.iter().find(|(name, _)| error.code == Code::MethodNotAllowed && *name == "methods");
    if let Some((_, methods)) = methods {
        add(header::ALLOW, methods);
    }
    headers
}

/// The answer that carries a problem.
pub fn response(error: &ApiError, texts: &Texts, at: Occurrence<'_>) -> HttpResponse {
    let problem = render(error, texts, at);
    let mut builder = HttpResponseBuilder::new(status(error.code));
    for pair in headers(error) {
        builder.insert_header(pair);
    }
    let body = serde_json::to_string(&problem).unwrap_or_default();
    builder.insert_header((header::CONTENT_TYPE, MEDIA_TYPE));
    builder.insert_header((header::CONTENT_LANGUAGE, at.lang.as_str()));
    builder.body(body)
}

/// The code for an error that is not ours (the framework's), by its status.
pub fn code_of(status: StatusCode) -> Code {
    match status {
        StatusCode::UNAUTHORIZED => Code::Unauthenticated,
        StatusCode::FORBIDDEN => Code::Forbidden,
        StatusCode::NOT_FOUND => Code::NoSuchPath,
        StatusCode::METHOD_NOT_ALLOWED => Code::MethodNotAllowed,
        StatusCode::PAYLOAD_TOO_LARGE => Code::BodyTooLarge,
        StatusCode::UNSUPPORTED_MEDIA_TYPE => Code::UnsupportedMediaType,
        StatusCode::SERVICE_UNAVAILABLE => Code::NotReady,
        other if other.is_client_error() => Code::MalformedRequest,
        _ => Code::InternalError,
    }
}

impl ResponseError for ApiError {
    fn status_code(&self) -> StatusCode {
        status(self.code)
    }

    /// The bare status: the middleware `observe` knows the caller's language and writes the problem.
    fn error_response(&self) -> HttpResponse {
        HttpResponse::new(self.status_code())
    }
}
