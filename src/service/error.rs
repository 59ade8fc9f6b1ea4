//! What a service answers when it cannot do what was asked: one code, and what the caller needs to put it right. It knows
//! no HTTP: the status of each code and its rendering stand in `http::problem`. It never carries a rejected value.

use std::borrow::Cow;

use serde::Serialize;

use crate::domain::citation::Citation;
use crate::text_enum;

text_enum! {
    /// The kinds of problem. Their texts stand in `config/text/problems.toml` under `problem.<code>`.
    pub enum Code {
        /// Not readable as what it should be.
        MalformedRequest = "malformed",
        /// A list's cursor that this server did not make.
        MalformedCursor = "malformed_cursor",
        /// Nobody is signed in.
        Unauthenticated = "unauthenticated",
        /// The token is not valid, or no longer.
        InvalidToken = "invalid_token",
        /// Login or password is wrong.
        SignInFailed = "sign_in_failed",
        /// Not theirs to do.
        Forbidden = "forbidden",
        /// Not there, or not theirs to know of.
        NotFound = "not_found",
        /// No such path.
        NoSuchPath = "no_such_path",
        /// The path does not know the method.
        MethodNotAllowed = "method_not_allowed",
        /// The lifecycle does not allow it now.
        NotAllowedNow = "conflict_state",
        /// It exists already.
        Duplicate = "duplicate",
        /// The first request with this key is still being worked on.
        InFlight = "conflict_in_flight",
        /// Somebody changed it in the meantime.
        Stale = "version_stale",
        /// The body is too large.
        BodyTooLarge = "too_large",
        /// The body is not JSON.
        UnsupportedMediaType = "unsupported_media_type",
        /// The content is wrong.
        InvalidContent = "invalid_content",
        /// The same key came with another body.
        IdempotencyMismatch = "idempotency_mismatch",
        /// The law's data hold no value for this key on this day.
        LawGap = "law_gap",
        /// `If-Match` is missing.
        PreconditionRequired = "version_missing",
        /// Too many attempts.
        TooManyRequests = "too_many_requests",
        /// Our fault.
        InternalError = "internal",
        /// Not ready to serve.
        NotReady = "not_ready",
    }
}

/// One thing wrong with the content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// Where, as a JSON pointer (RFC 6901).
    pub pointer: String,
    /// What, a stable code; its text stands under `field.<code>`.
    pub code: Cow<'static, str>,
    /// What the text's braces stand for.
    pub params: Vec<(String, String)>,
    /// Where the rule stands in the law.
    pub citation: Option<Citation>,
}

impl FieldError {
    /// A fault at a place.
    pub fn new(pointer: impl Into<String>, code: impl Into<Cow<'static, str>>) -> Self {
        FieldError { pointer: pointer.into(), code: code.into(), params: Vec::new(), citation: None }
    }

    /// Adds a parameter of its text.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl std::fmt::Display) -> Self {
        self.params.push((name.to_owned(), value.to_string()));
        self
    }

    /// Adds where the rule stands.
    #[must_use]
    pub fn cited(mut self, citation: Option<Citation>) -> Self {
        self.citation = citation;
        self
    }
}

/// Why not. Made by the small functions below.
#[derive(Debug, Clone)]
pub struct ApiError {
    /// The kind.
    pub code: Code,
    /// What the text's braces stand for.
    pub params: Vec<(&'static str, String)>,
    /// What is wrong with the content.
    pub errors: Vec<FieldError>,
    /// Which guards are not met, already in the caller's language.
    pub unmet: Vec<serde_json::Value>,
    /// The current version, where the caller's is stale.
    pub version: Option<i64>,
    /// Seconds until another attempt makes sense.
    pub retry_after: Option<u32>,
    /// The cause of an internal error: for the log, never for the caller.
    pub cause: Option<Box<str>>,
}

/// What services return.
pub type ApiResult<T> = Result<T, ApiError>;

impl std::fmt::Display for ApiError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code.as_str())
    }
}

impl std::error::Error for ApiError {}

impl ApiError {
    /// A problem of this kind, with nothing to add.
    pub fn new(code: Code) -> Self {
        ApiError {
            code,
            params: Vec::new(),
            errors: Vec::new(),
            unmet: Vec::new(),
            version: None,
            retry_after: None,
            cause: None,
        }
    }

    /// 404: it is not there, or not theirs to know of.
    pub fn not_found() -> Self {
        Self::new(Code::NotFound)
    }

    /// 403: not theirs to do.
    pub fn forbidden() -> Self {
        Self::new(Code::Forbidden)
    }

    /// 409: the lifecycle does not allow it now; every unmet guard.
    pub fn refused<U: Serialize>(unmet: &[U]) -> Self {
        let mut error = Self::new(Code::NotAllowedNow);
        error.unmet = unmet.iter().filter_map(|one| serde_json::to_value(one).ok()).collect();
        error
    }

    /// 409: it exists already; what identifies it.
    pub fn duplicate(what: impl std::fmt::Display) -> Self {
        Self::new(Code::Duplicate).with("what", what)
    }

    /// 412: somebody changed it; its version now.
    pub fn stale(version: i64) -> Self {
        let mut error = Self::new(Code::Stale);
        error.version = Some(version);
        error
    }

    /// 422: the content is wrong in these places.
    pub fn invalid(errors: Vec<FieldError>) -> Self {
        let mut error = Self::new(Code::InvalidContent);
        error.errors = errors;
        error
    }

    /// 422: the content is wrong in one place.
    pub fn field(pointer: impl Into<String>, code: impl Into<Cow<'static, str>>) -> Self {
        Self::invalid(vec![FieldError::new(pointer, code)])
    }

    /// 400: not readable.
    pub fn malformed(pointer: impl Into<String>, code: impl Into<Cow<'static, str>>) -> Self {
        let mut error = Self::new(Code::MalformedRequest);
        error.errors = vec![FieldError::new(pointer, code)];
        error
    }

    /// 500: our fault; the cause goes to the log only.
    pub fn internal(cause: impl std::fmt::Display) -> Self {
        let mut error = Self::new(Code::InternalError);
        error.cause = Some(cause.to_string().into());
        error
    }

    /// 503: not ready, with a cause for the log.
    pub fn not_ready(cause: impl std::fmt::Display) -> Self {
        let mut error = Self::new(Code::NotReady);
        error.cause = Some(cause.to_string().into());
        error.retry_after = Some(1);
        error
    }

    /// Adds a parameter of the problem's text.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl std::fmt::Display) -> Self {
        self.params.push((name, value.to_string()));
        self
    }
}

/// A place in a request's body, written as a JSON pointer (RFC 6901).
pub fn pointer<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    parts.into_iter().map(|part| format!("/{}", part.replace('~', "~0").replace('/', "~1"))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pointer_escapes_as_rfc_6901_says() {
        assert_eq!(pointer(["a/b", "m~n", "0"]), "/a~1b/m~0n/0");
        assert_eq!(pointer([]), "");
    }

    #[test]
    fn a_cause_is_not_in_the_text() {
        assert_eq!(ApiError::internal("password=x").to_string(), "internal");
    }
}
