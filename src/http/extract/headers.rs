//! What handlers take from the headers: who asks, on which version, under which key, in which language.

use std::future::{Ready, ready};

use actix_web::http::header::{self, HeaderMap};
use actix_web::{FromRequest, HttpRequest, dev, web};
use uuid::Uuid;

use crate::app::AppState;
use crate::domain::ids::UserId;
use crate::domain::text::Lang;
use crate::http::etag;
use crate::service::error::{ApiError, Code};
use crate::service::token::Bearer;

/// The longest `Idempotency-Key`.
const KEY_LENGTH: usize = 200;

/// The signed-in user. Whether they are still active, and what they may do, is read in the service's transaction.
#[derive(Debug, Clone, Copy)]
pub struct Authenticated(pub UserId);

/// The sign-in that the access token belongs to.
#[derive(Debug, Clone, Copy)]
pub struct Session(pub Uuid);

fn bearer(req: &HttpRequest) -> Result<Bearer, ApiError> {
    let state = req.app_data::<web::Data<AppState>>().ok_or_else(|| ApiError::internal("no state"))?;
    let value =
        req.headers().get(header::AUTHORIZATION).ok_or_else(|| ApiError::new(Code::Unauthenticated))?;
    let token = value.to_str().ok().and_then(|text| text.split_once(' '));
    let token =
        token.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer")).map(|(_, token)| token.trim());
    token
        .and_then(|token| state.keys.tokens.verify(token, state.clock.now()))
        .ok_or_else(|| ApiError::new(Code::InvalidToken))
}

impl FromRequest for Authenticated {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, Self::Error>>;

    fn from_request(req: &HttpRequest, _: &mut dev::Payload) -> Self::Future {
        ready(bearer(req).map(|bearer| Authenticated(bearer.user)).map_err(Into::into))
    }
}

impl FromRequest for Session {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, Self::Error>>;

    fn from_request(req: &HttpRequest, _: &mut dev::Payload) -> Self::Future {
        ready(bearer(req).map(|bearer| Session(bearer.session)).map_err(Into::into))
    }
}

/// The versions that the caller has seen. Missing → 428.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IfMatch(pub Vec<i64>);

impl IfMatch {
    /// Whether the version now is one that the caller has seen.
    ///
    /// # Errors
    /// 412 with the version now.
    pub fn check(&self, version: i64) -> Result<(), ApiError> {
        if self.0.contains(&version) { Ok(()) } else { Err(ApiError::stale(version)) }
    }
}

impl FromRequest for IfMatch {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, Self::Error>>;

    fn from_request(req: &HttpRequest, _: &mut dev::Payload) -> Self::Future {
        let versions = etag::if_match(req.headers()).map(IfMatch);
        ready(versions.ok_or_else(|| ApiError::new(Code::PreconditionRequired).into()))
    }
}

/// The key under which a repeated request is answered once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdempotencyKey(pub Option<String>);

fn idempotency_key(headers: &HeaderMap) -> Result<IdempotencyKey, ApiError> {
    let Some(value) = headers.get("idempotency-key") else { return Ok(IdempotencyKey(None)) };
    let text = value.to_str().unwrap_or_default();
    let printable = text.bytes().all(|byte| (0x20..0x7f).contains(&byte));
    if text.is_empty() || text.len() > KEY_LENGTH || !printable {
        let mut error = ApiError::malformed("", "idempotency_key");
        for fault in &mut error.errors {
            fault.params.push(("max".to_owned(), KEY_LENGTH.to_string()));
        }
        return Err(error);
    }
    Ok(IdempotencyKey(Some(text.to_owned())))
}

impl FromRequest for IdempotencyKey {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, Self::Error>>;

    fn from_request(req: &HttpRequest, _: &mut dev::Payload) -> Self::Future {
        ready(idempotency_key(req.headers()).map_err(Into::into))
    }
}

/// The language that the caller reads: Vietnamese, unless English is asked for more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AcceptLang(pub Lang);

/// The language that `Accept-Language` asks for (RFC 9110, 12.5.4).
pub fn language(headers: &HeaderMap) -> Lang {
    let text = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let (mut vietnamese, mut english) = (None, None);
    for range in text.split(',') {
        let (tag, quality) = range.split_once(';').unwrap_or((range, "q=1"));
        let quality = thousandths(quality);
        let primary = tag.trim().split('-').next().unwrap_or_default().to_ascii_lowercase();
        match primary.as_str() {
            "vi" => vietnamese = vietnamese.max(quality),
            "en" => english = english.max(quality),
            _ => {}
        }
    }
    if english.unwrap_or(0) > vietnamese.unwrap_or(0) { Lang::En } else { Lang::Vi }
}

/// `q=0.8` in thousandths; what cannot be read counts as nothing.
fn thousandths(text: &str) -> Option<u32> {
    let text = text.trim().strip_prefix("q=")?;
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let part: u32 = format!("{part:0<3}").get(..3)?.parse().ok()?;
    Some(whole.parse::<u32>().ok()?.min(1) * 1000 + part)
}

impl FromRequest for AcceptLang {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, Self::Error>>;

    fn from_request(req: &HttpRequest, _: &mut dev::Payload) -> Self::Future {
        ready(Ok(AcceptLang(language(req.headers()))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::http::header::HeaderValue;

    #[test]
    fn vietnamese_unless_english_is_asked_for_more() {
        let cases = [
            ("", Lang::Vi),
            ("en", Lang::En),
            ("en-GB,en;q=0.9", Lang::En),
            ("vi,en;q=0.9", Lang::Vi),
            ("vi;q=0.3, en;q=0.8", Lang::En),
            ("en;q=0", Lang::Vi),
            ("fr", Lang::Vi),
            ("en;q=abc", Lang::Vi),
        ];
        for (text, expected) in cases {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_static(text));
            assert_eq!(language(&headers), expected, "{text}");
        }
    }

    #[test]
    fn a_key_is_short_and_printable() {
        let key = |text: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(
                header::HeaderName::from_static("idempotency-key"),
                HeaderValue::from_str(text).unwrap(),
            );
            idempotency_key(&headers)
        };
        assert_eq!(key("a-1").unwrap().0.as_deref(), Some("a-1"));
        assert!(key(&"x".repeat(200)).is_ok());
        assert_eq!(key(&"x".repeat(201)).unwrap_err().code, Code::MalformedRequest);
        assert_eq!(key("á").unwrap_err().code, Code::MalformedRequest);
        assert_eq!(key("").unwrap_err().code, Code::MalformedRequest);
        assert_eq!(idempotency_key(&HeaderMap::new()).unwrap().0, None);
    }

    #[test]
    fn a_stale_version_is_told_the_version_now() {
        assert!(IfMatch(vec![3]).check(3).is_ok());
        let error = IfMatch(vec![3]).check(4).unwrap_err();
        assert_eq!((error.code, error.version), (Code::Stale, Some(4)));
        assert!(IfMatch(vec![]).check(1).is_err());
    }
}
