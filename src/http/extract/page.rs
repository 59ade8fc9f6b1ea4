//! Lists: a bounded page and an opaque cursor. The cursor is the key of the last row in base64url; only this server reads it.

use std::future::{Ready, ready};

use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest, HttpResponse, dev};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use serde::de::DeserializeOwned;
use utoipa::{IntoParams, ToSchema};

use crate::service::error::{ApiError, Code};

/// The page size unless told.
const DEFAULT: u32 = 50;
/// The largest page.
const MOST: u32 = 200;

/// Which page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// How many rows.
    pub limit: u32,
    cursor: Option<String>,
}

/// The parameters of every list, for the documentation.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code)]
pub struct PageParams {
    /// How many, at most.
    #[param(minimum = 1, maximum = 200, default = 50, example = 50)]
    limit: Option<u32>,
    /// Where to go on: from the last answer's `next_cursor` or its `Link` header.
    cursor: Option<String>,
}

impl Page {
    /// The key after which the page begins.
    ///
    /// # Errors
    /// 400 for a cursor that is not of this list.
    pub fn after<K: DeserializeOwned>(&self) -> Result<Option<K>, ApiError> {
        let Some(text) = &self.cursor else { return Ok(None) };
        let wrong = || ApiError::new(Code::MalformedCursor);
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| wrong())?;
        serde_json::from_slice(&bytes).map(Some).map_err(|_| wrong())
    }

    /// How many rows to ask the store for: one more than the page, to know whether another follows.
    pub fn fetch(&self) -> i64 {
        i64::from(self.limit) + 1
    }
}

/// The cursor of a row's key.
pub fn cursor<K: Serialize>(key: &K) -> String {
    URL_SAFE_NO_PAD.encode(serde_json::to_vec(key).unwrap_or_default())
}

impl FromRequest for Page {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, Self::Error>>;

    fn from_request(req: &HttpRequest, _: &mut dev::Payload) -> Self::Future {
        ready(page(req.query_string()).map_err(Into::into))
    }
}

fn page(query: &str) -> Result<Page, ApiError> {
    let mut page = Page { limit: DEFAULT, cursor: None };
    for part in query.split('&') {
        match part.split_once('=') {
            Some(("limit", text)) => {
                let limit = text.parse().ok().filter(|limit| (1..=MOST).contains(limit));
                page.limit = limit.ok_or_else(|| ApiError::malformed("/limit", "page_limit"))?;
            }
            // base64url needs no percent-encoding, so the text stands as it is.
            Some(("cursor", text)) => page.cursor = Some(text.to_owned()),
            _ => {}
        }
    }
    Ok(page)
}

/// A page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct List<T> {
    /// The rows.
    pub items: Vec<T>,
    /// The cursor of the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

impl<T> List<T> {
    /// A page from the rows that [`Page::fetch`] asked for.
    pub fn of<K: Serialize>(mut rows: Vec<T>, page: &Page, key: impl Fn(&T) -> K) -> Self {
        let size = usize::try_from(page.limit).unwrap_or(usize::MAX);
        let more = rows.len() > size;
        rows.truncate(size);
        let next_cursor = rows.last().filter(|_| more).map(|last| cursor(&key(last)));
        List { items: rows, next_cursor }
    }
}

impl<T: Serialize> List<T> {
    /// The answer, with the next page in its `Link` header (RFC 8288).
    pub fn respond(self, req: &HttpRequest) -> HttpResponse {
        let mut answer = HttpResponse::Ok();
        if let Some(next) = &self.next_cursor {
            let mut query: Vec<&str> = req.query_string().split('&').collect();
            query.retain(|part| !part.is_empty() && !part.starts_with("cursor="));
            let own = format!("cursor={next}");
            query.push(&own);
            answer
                .insert_header((header::LINK, format!("<{}?{}>; rel=\"next\"", req.path(), query.join("&"))));
        }
        answer.json(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

    #[test]
    fn a_page_is_bounded() {
        assert_eq!(page("").unwrap().limit, 50);
        assert_eq!(page("limit=200&state=x").unwrap().limit, 200);
        for wrong in ["limit=0", "limit=201", "limit=-1", "limit=x", "limit=", "limit=99999999999"] {
            assert_eq!(page(wrong).unwrap_err().code, Code::MalformedRequest, "{wrong}");
        }
    }

    #[test]
    fn a_cursor_comes_back_as_its_key_or_not_at_all() {
        let key: (NaiveDate, u32) = ("2026-07-01".parse().unwrap(), 7);
        let made = page(&format!("cursor={}", cursor(&key))).unwrap();
        assert_eq!(made.after::<(NaiveDate, u32)>().unwrap(), Some(key));
        assert_eq!(made.after::<u32>().unwrap_err().code, Code::MalformedCursor);
        let garbage = page("cursor=%00!").unwrap();
        assert_eq!(garbage.after::<u32>().unwrap_err().code, Code::MalformedCursor);
    }

    #[test]
    fn only_a_full_page_has_a_next_one() {
        let page = page("limit=2").unwrap();
        let list = List::of(vec![1, 2, 3], &page, |row| *row);
        assert_eq!((list.items, list.next_cursor), (vec![1, 2], Some(cursor(&2))));
        assert_eq!(List::of(vec![1, 2], &page, |row| *row).next_cursor, None);
    }

    #[test]
    fn the_link_keeps_the_filters() {
        let req = actix_web::test::TestRequest::with_uri("/api/v1/cases?stage=decided&cursor=old")
            .to_http_request();
        let list = List { items: vec![1], next_cursor: Some("new".to_owned()) };
        let answer = list.respond(&req);
        let link = answer.headers().get(header::LINK).unwrap().to_str().unwrap();
        assert_eq!(link, "</api/v1/cases?stage=decided&cursor=new>; rel=\"next\"");
    }
}
