//! The past of what is read: the instant asked for (`as_of`), and the tag of an answer about it.

use actix_web::{HttpRequest, HttpResponse};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::IntoParams;

use super::answer::{tagged, versioned};
use super::extract::path::only;
use crate::service::error::ApiResult;

/// An instant in the past.
#[derive(Debug, Clone, Copy, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct AsOf {
    /// What the office knew at this instant: recorded by then, whatever came later. Now when absent.
    #[param(example = "2026-11-02T08:30:00+07:00")]
    pub as_of: Option<DateTime<Utc>>,
}

/// The instant that a request asks for; other parameters are not looked at.
///
/// # Errors
/// 400 for what is no instant.
pub fn as_of(req: &HttpRequest) -> ApiResult<Option<DateTime<Utc>>> {
    only::<AsOf>(req.query_string(), "as_of").map(|found| found.as_of)
}

/// A thing with a version, now or as it was. The tag of the past never matches a version, so that nothing can be changed on the
/// strength of it.
pub fn versioned_at(
    req: &HttpRequest,
    as_of: Option<DateTime<Utc>>,
    version: i64,
    body: &impl Serialize,
) -> HttpResponse {
    match as_of {
        None => versioned(req, version, body),
        Some(_) => tagged(req, format!("\"as-of-{version}\""), body),
    }
}

#[cfg(test)]
mod tests {
    use actix_web::http::header;
    use actix_web::test::TestRequest;

    use super::*;
    use crate::http::etag;

    fn asked(query: &str) -> ApiResult<Option<DateTime<Utc>>> {
        as_of(&TestRequest::with_uri(&format!("/x?{query}")).to_http_request())
    }

    #[test]
    fn the_instant_is_read_beside_other_parameters() {
        let instant = "2026-07-01T01:00:00Z".parse().ok();
        assert_eq!(asked("limit=5&as_of=2026-07-01T08:00:00%2B07:00&state=x").unwrap(), instant);
        assert_eq!(asked("limit=5").unwrap(), None);
        assert!(asked("as_of=yesterday").is_err());
        assert!(asked("as_of=2026-07-01").is_err(), "a day is no instant");
    }

    #[test]
    fn a_tag_of_the_past_is_no_version() {
        let req = TestRequest::default().to_http_request();
        let instant = Some(DateTime::UNIX_EPOCH);
        let answer = versioned_at(&req, instant, 7, &1);
        let tag = answer.headers().get(header::ETAG).unwrap().to_str().unwrap().to_owned();
        let sent = TestRequest::default().insert_header((header::IF_MATCH, tag.clone())).to_http_request();
        assert_eq!(etag::if_match(sent.headers()), Some(vec![]));
        let seen = TestRequest::default().insert_header((header::IF_NONE_MATCH, tag)).to_http_request();
        assert_eq!(versioned_at(&seen, instant, 7, &1).status(), 304);
        assert_eq!(versioned_at(&seen, None, 7, &1).status(), 200);
    }
}
