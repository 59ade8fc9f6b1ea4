//! Repeating a request safely: the key, the request's digest and the answer are kept in the transaction of the work, so the
//! same request is done once and answered from memory after that. Only an answer that succeeded is kept.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::error::{ApiError, ApiResult, Code};
use crate::domain::ids::UserId;
use crate::store::{Conn, StoreError, idempotency};

/// An answer as the service gives it: ready to be sent, and ready to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status, 2xx.
    pub status: u16,
    /// The version that the answer shows, for its ETag.
    pub version: Option<i64>,
    /// Where the created thing is.
    pub location: Option<String>,
    /// The body, JSON; empty for none.
    pub body: String,
    /// Whether it comes from memory.
    pub replayed: bool,
}

#[derive(Serialize, Deserialize)]
struct Kept {
    version: Option<i64>,
    location: Option<String>,
}

impl Answer {
    /// 200 with this body.
    ///
    /// # Errors
    /// Only if it cannot be written as JSON.
    pub fn ok(body: &impl Serialize) -> ApiResult<Self> {
        let body = serde_json::to_string(body).map_err(ApiError::internal)?;
        Ok(Answer { status: 200, version: None, location: None, body, replayed: false })
    }

    /// 201 with this body, for what is now at this path.
    ///
    /// # Errors
    /// Only if it cannot be written as JSON.
    pub fn created(location: impl Into<String>, body: &impl Serialize) -> ApiResult<Self> {
        Ok(Answer { status: 201, location: Some(location.into()), ..Answer::ok(body)? })
    }

    /// 204.
    pub fn nothing() -> Self {
        Answer { status: 204, version: None, location: None, body: String::new(), replayed: false }
    }

    /// With the version that it shows.
    #[must_use]
    pub fn at_version(mut self, version: i64) -> Self {
        self.version = Some(version);
        self
    }
}

/// Under which key and for which request the work is done.
#[derive(Debug, Clone)]
pub struct Once {
    /// Whose key it is.
    pub user: UserId,
    /// The key; without one the work is simply done.
    pub key: Option<String>,
    /// The digest of the request.
    pub digest: String,
}

/// The answer of the same request of before, if there was one; for work that is more than one transaction.
///
/// # Errors
/// As [`idempotent`].
pub fn remembered(conn: &mut Conn, once: &Once) -> ApiResult<Option<Answer>> {
    let Some(key) = &once.key else { return Ok(None) };
    let earlier = idempotency::find(conn, once.user, key)?;
    earlier.map(|earlier| replay(earlier, &once.digest)).transpose()
}

/// Does the work once per key. To be called inside the transaction of the work.
///
/// # Errors
/// 422 when the key came with another request, 409 when the first is still under way, else whatever the work answers; the
/// transaction then keeps nothing, the key included.
pub fn idempotent(
    conn: &mut Conn,
    once: &Once,
    now: DateTime<Utc>,
    work: impl FnOnce(&mut Conn) -> ApiResult<Answer>,
) -> ApiResult<Answer> {
    let Some(key) = &once.key else { return work(conn) };
    let earlier = idempotency::begin(conn, once.user, key, &once.digest, crate::store::At::from(now))
        .map_err(|error| match error {
            StoreError::Busy => ApiError::new(Code::InFlight),
            other => other.into(),
        })?;
    if let Some(earlier) = earlier {
        return replay(earlier, &once.digest);
    }
    let answer = work(conn)?;
    let kept = Kept { version: answer.version, location: answer.location.clone() };
    let headers = serde_json::to_string(&kept).map_err(ApiError::internal)?;
    idempotency::save(conn, once.user, key, i32::from(answer.status), &headers, &answer.body)?;
    Ok(answer)
}

fn replay(earlier: idempotency::Answer, digest: &str) -> ApiResult<Answer> {
    if earlier.digest != digest {
        return Err(ApiError::new(Code::IdempotencyMismatch));
    }
    // Within one transaction a key is taken twice only if its own work asks again.
    let status = u16::try_from(earlier.status).ok().filter(|status| *status != 0);
    let status = status.ok_or_else(|| ApiError::new(Code::InFlight))?;
    let kept: Kept = serde_json::from_str(&earlier.headers).map_err(ApiError::internal)?;
    Ok(Answer { status, version: kept.version, location: kept.location, body: earlier.body, replayed: true })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn earlier(digest: &str, status: i32) -> idempotency::Answer {
        let headers = r#"{"version":3,"location":"/x"}"#.to_owned();
        idempotency::Answer { digest: digest.to_owned(), status, headers, body: "{}".to_owned() }
    }

    #[test]
    fn the_same_request_is_answered_from_memory() {
        let answer = replay(earlier("d", 201), "d").unwrap();
        assert!(answer.replayed);
        assert_eq!((answer.status, answer.version, answer.location.as_deref()), (201, Some(3), Some("/x")));
    }

    #[test]
    fn another_request_under_the_key_is_refused() {
        assert_eq!(replay(earlier("d", 201), "e").unwrap_err().code, Code::IdempotencyMismatch);
        assert_eq!(replay(earlier("d", 0), "d").unwrap_err().code, Code::InFlight);
    }
}
