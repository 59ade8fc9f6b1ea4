//! A service's answer as a response: status, ETag, Location, and whether it comes from memory.

use actix_web::http::StatusCode;
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};
use serde::Serialize;

use super::etag;
use crate::service::idempotency::Answer;

/// The response of an answer.
pub fn respond(answer: Answer) -> HttpResponse {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK);
    let mut builder = HttpResponseBuilder::new(status);
    if let Some(version) = answer.version {
        builder.insert_header((header::ETAG, etag::of(version)));
    }
    if let Some(location) = answer.location {
        builder.insert_header((header::LOCATION, location));
    }
    if answer.replayed {
        builder.insert_header(("Idempotency-Replayed", "true"));
    }
    if answer.body.is_empty() {
        return builder.finish();
    }
    builder.content_type("application/json").body(answer.body)
}

/// A thing that has a version: 304 when the caller has seen it, else the thing with its ETag.
pub fn versioned(req: &HttpRequest, version: i64, body: &impl Serialize) -> HttpResponse {
    tagged(req, etag::of(version), body)
}

/// A thing under a tag: 304 when the caller has seen it, else the thing with the tag.
pub fn tagged(req: &HttpRequest, tag: String, body: &impl Serialize) -> HttpResponse {
    if etag::none_match(req.headers(), &tag) {
        return HttpResponse::NotModified().insert_header((header::ETAG, tag)).finish();
    }
    HttpResponse::Ok().insert_header((header::ETAG, tag)).json(body)
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    #[test]
    fn an_answer_from_memory_says_so() {
        let answer = Answer { replayed: true, ..Answer::created("/x", &1).unwrap().at_version(2) };
        let response = respond(answer);
        assert_eq!(response.status(), 201);
        let header =
            |name: &str| response.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
        assert_eq!(header("etag").as_deref(), Some("\"2\""));
        assert_eq!(header("location").as_deref(), Some("/x"));
        assert_eq!(header("idempotency-replayed").as_deref(), Some("true"));
    }

    #[test]
    fn what_was_seen_is_not_sent_again() {
        let seen = TestRequest::default().insert_header((header::IF_NONE_MATCH, "\"2\"")).to_http_request();
        assert_eq!(versioned(&seen, 2, &1).status(), 304);
        assert_eq!(versioned(&seen, 3, &1).status(), 200);
    }
}
