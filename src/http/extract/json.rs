//! The JSON body: read within the limit, parsed with the place of each fault, then validated. A rejected value is never
//! repeated – it may be personal data.

use std::future::Future;
use std::pin::Pin;

use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest, dev, web};
use serde::de::DeserializeOwned;
use serde_json::error::Category;
use serde_path_to_error::{Path, Segment};
use validator::{Validate, ValidationErrors, ValidationErrorsKind};

use crate::app::AppState;
use crate::service::error::{ApiError, Code, FieldError, pointer};

/// A JSON body, and the digest of the request for [`crate::service::idempotency`].
pub struct ApiJson<T> {
    /// The content.
    pub value: T,
    /// The keyed digest of method, path, query and body.
    pub digest: String,
}

impl<T: DeserializeOwned + Validate + 'static> FromRequest for ApiJson<T> {
    type Error = actix_web::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Self::Error>>>>;

    fn from_request(req: &HttpRequest, payload: &mut dev::Payload) -> Self::Future {
        let req = req.clone();
        let payload = web::Payload::from_request(&req, payload).into_inner();
        Box::pin(async move {
            let payload = payload.map_err(|_| ApiError::malformed("", "unreadable_body"))?;
            let body = read(&req, payload).await?;
            let value: T = parse(&body)?;
            validate(&value)?;
            let head = format!("{} {}\n", req.method(), req.uri());
            let digest = state(&req)?.keys.digest(&[head.as_bytes(), &body]);
            Ok(ApiJson { value, digest })
        })
    }
}

/// The body's bytes: JSON by its media type, and within the limit.
async fn read(req: &HttpRequest, payload: web::Payload) -> Result<web::Bytes, ApiError> {
    if !is_json(req) {
        return Err(ApiError::new(Code::UnsupportedMediaType));
    }
    let limit = state(req)?.settings.server.body_limit;
    let too_large = || ApiError::new(Code::BodyTooLarge).with("limit", limit);
    let announced =
        req.headers().get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > limit) {
        return Err(too_large());
    }
    match payload.to_bytes_limited(limit).await {
        Ok(Ok(body)) => Ok(body),
        Ok(Err(_)) => Err(ApiError::malformed("", "unreadable_body")),
        Err(_) => Err(too_large()),
    }
}

fn state(req: &HttpRequest) -> Result<&web::Data<AppState>, ApiError> {
    req.app_data().ok_or_else(|| ApiError::internal("no state"))
}

fn is_json(req: &HttpRequest) -> bool {
    let media = req.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let essence = media.and_then(|text| text.split(';').next()).unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/json")
}

/// Parses a body: 400 when it is not JSON, 422 with the place when a field is unknown, missing or of the wrong type.
///
/// # Errors
/// As said, without the rejected value.
pub fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, ApiError> {
    // serde would read a list as the fields of a struct in their order.
    if body.trim_ascii_start().starts_with(b"[") {
        return Err(ApiError::field("", "wrong_type"));
    }
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    let value = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| fault(&error))?;
    deserializer.end().map_err(|_| ApiError::malformed("", "malformed_json"))?;
    Ok(value)
}

/// Parses a JSON value that is at hand, with the place of a fault; for bodies whose tag was read first.
///
/// # Errors
/// 422 with the place.
pub fn from_value<T: DeserializeOwned>(value: serde_json::Value) -> Result<T, ApiError> {
    serde_path_to_error::deserialize(value).map_err(|error| fault(&error))
}

/// The rules of the type (`#[derive(Validate)]`).
///
/// # Errors
/// 422 with every broken rule.
pub fn validate(value: &impl Validate) -> Result<(), ApiError> {
    value.validate().map_err(|errors| {
        let mut items = Vec::new();
        collect(&errors, "", &mut items);
        items.sort_by(|a, b| (&a.pointer, &a.code).cmp(&(&b.pointer, &b.code)));
        ApiError::invalid(items)
    })
}

fn fault(error: &serde_path_to_error::Error<serde_json::Error>) -> ApiError {
    if !matches!(error.inner().classify(), Category::Data) {
        return ApiError::malformed("", "malformed_json");
    }
    let message = error.inner().to_string();
    let place = place(error.path());
    // serde tells the kind of fault in its message only; the first word or two of it are stable.
    let named = |code: &'static str| {
        let name = message.split('`').nth(1).unwrap_or_default();
        let short: String = name.chars().take(64).collect();
        let own = pointer([short.as_str()]);
        let whole = if place.ends_with(&own) { place.clone() } else { format!("{place}{own}") };
        ApiError::invalid(vec![FieldError::new(whole, code).with("field", short)])
    };
    let plain = |code: &'static str| ApiError::field(place.clone(), code);
    match () {
        () if message.starts_with("unknown field") => named("unknown_field"),
        () if message.starts_with("missing field") => named("required"),
        () if message.starts_with("duplicate field") => named("duplicate"),
        () if message.starts_with("unknown variant") => plain("not_in_list"),
        () if message.starts_with("invalid type") => plain("wrong_type"),
        () => plain("invalid_value"),
    }
}

/// A deserializer's path as a JSON pointer.
fn place(path: &Path) -> String {
    let parts: Vec<String> = path
        .iter()
        .filter_map(|segment| match segment {
            Segment::Seq { index } => Some(index.to_string()),
            Segment::Map { key } => Some(key.chars().take(64).collect()),
            Segment::Enum { .. } | Segment::Unknown => None,
        })
        .collect();
    pointer(parts.iter().map(String::as_str))
}

/// Every broken rule with its place. The `value` that the validator keeps beside each rule stays behind.
fn collect(errors: &ValidationErrors, base: &str, into: &mut Vec<FieldError>) {
    for (field, kind) in errors.errors() {
        // A rule of the whole struct has the name `__all__`.
        let own = if field == "__all__" { String::new() } else { pointer([field.as_ref()]) };
        let at = format!("{base}{own}");
        match kind {
            ValidationErrorsKind::Struct(inner) => collect(inner, &at, into),
            ValidationErrorsKind::List(items) => {
                for (index, inner) in items {
                    collect(inner, &format!("{at}/{index}"), into);
                }
            }
            ValidationErrorsKind::Field(faults) => into.extend(faults.iter().map(|fault| {
                let params = fault.params.iter().filter(|(name, _)| name.as_ref() != "value");
                let params = params.map(|(name, value)| (name.to_string(), plain(value))).collect();
                FieldError { params, ..FieldError::new(at.clone(), fault.code.clone()) }
            })),
        }
    }
}

fn plain(value: &serde_json::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, Deserialize, Validate)]
    #[serde(deny_unknown_fields)]
    struct Line {
        #[validate(range(min = 1))]
        amount: i64,
    }

    #[derive(Debug, Deserialize, Validate)]
    #[serde(deny_unknown_fields)]
    struct Body {
        #[validate(length(min = 2, max = 5))]
        name: String,
        #[validate(nested)]
        lines: Vec<Line>,
    }

    fn faults(body: &str) -> (Code, Vec<(String, String)>) {
        let error = match parse::<Body>(body.as_bytes()) {
            Ok(value) => validate(&value).unwrap_err(),
            Err(error) => error,
        };
        assert!(!format!("{error:?}").contains("SECRET"), "{error:?}");
        (error.code, error.errors.into_iter().map(|e| (e.pointer, e.code.into_owned())).collect())
    }

    fn one(body: &str) -> (Code, String, String) {
        let (code, mut items) = faults(body);
        assert_eq!(items.len(), 1, "{items:?}");
        let (pointer, kind) = items.remove(0);
        (code, pointer, kind)
    }

    #[test]
    fn what_is_not_json_is_malformed() {
        for body in ["", "{", "{\"name\":", "{,}", "nul", "{\"name\":\"ab\",\"lines\":[]} x"] {
            assert_eq!(one(body).0, Code::MalformedRequest, "{body}");
        }
    }

    #[test]
    fn a_fault_of_content_has_its_place() {
        let cases = [
            (r#"{"lines":[]}"#, "/name", "required"),
            (r#"{"name":"ab","lines":[],"a/b":"SECRET"}"#, "/a~1b", "unknown_field"),
            (r#"{"name":"ab","lines":[{"amount":1,"x":"SECRET"}]}"#, "/lines/0/x", "unknown_field"),
            (r#"{"name":"ab","lines":[{"amount":1},{}]}"#, "/lines/1/amount", "required"),
            (r#"{"name":"ab","lines":[{"amount":"SECRET"}]}"#, "/lines/0/amount", "wrong_type"),
            (r#"["ab",[]]"#, "", "wrong_type"),
            (r#"{"name":"ab","lines":[{"amount":1.5}]}"#, "/lines/0/amount", "wrong_type"),
            (r#"{"name":"ab","name":"SECRET","lines":[]}"#, "/name", "duplicate"),
        ];
        for (body, place, kind) in cases {
            assert_eq!(one(body), (Code::InvalidContent, place.to_owned(), kind.to_owned()), "{body}");
        }
    }

    #[test]
    fn every_broken_rule_is_told_and_no_value() {
        let (code, items) = faults(r#"{"name":"SECRET word","lines":[{"amount":1},{"amount":0}]}"#);
        assert_eq!(code, Code::InvalidContent);
        let expected = [("/lines/1/amount", "range"), ("/name", "length")];
        assert_eq!(items, expected.map(|(a, b)| (a.to_owned(), b.to_owned())));
    }

    #[test]
    fn a_value_at_hand_is_parsed_with_places_too() {
        let error = from_value::<Body>(serde_json::json!({"name": 7, "lines": []})).unwrap_err();
        assert_eq!(error.errors.first().unwrap().pointer, "/name");
    }
}
