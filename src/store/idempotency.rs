//! Keys by which a client repeats a request safely. The key, the digest and the answer are written in the transaction of the
//! work, so that there is no key without its work and no work without its key.

use diesel::prelude::*;

use super::rows::{changed_one, on_engine};
use super::schema::idempotency_keys;
use super::{At, Conn, StoreError};
use crate::domain::ids::UserId;

/// An answer that was given before.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = idempotency_keys)]
pub struct Answer {
    /// Digest of the request.
    pub digest: String,
    /// HTTP status.
    pub status: i32,
    /// Headers worth repeating, as JSON.
    pub headers: String,
    /// The body.
    pub body: String,
}

/// Takes the key for this work, or gives the answer of the work that had it first. Waits for one that is under way;
/// [`StoreError::Busy`] when that takes too long.
pub fn begin(
    conn: &mut Conn,
    user: UserId,
    key: &str,
    digest: &str,
    at: impl Into<At>,
) -> Result<Option<Answer>, StoreError> {
    let row = (
        idempotency_keys::user_id.eq(user),
        idempotency_keys::key.eq(key),
        idempotency_keys::digest.eq(digest),
        idempotency_keys::status.eq(0),
        idempotency_keys::headers.eq(""),
        idempotency_keys::body.eq(""),
        idempotency_keys::created_at.eq(at.into()),
    );
    let inserted = on_engine!(conn, inner => diesel::insert_into(idempotency_keys::table)
        .values(row)
        .on_conflict_do_nothing()
        .execute(inner))?;
    if inserted == 1 {
        return Ok(None);
    }
    let found = idempotency_keys::table.find((user, key)).select(Answer::as_select()).first(conn)?;
    Ok(Some(found))
}

/// The answer of the work that took the key, if any did.
pub fn find(conn: &mut Conn, user: UserId, key: &str) -> Result<Option<Answer>, StoreError> {
    Ok(idempotency_keys::table.find((user, key)).select(Answer::as_select()).first(conn).optional()?)
}

/// Keeps the answer of the work that took the key.
pub fn save(
    conn: &mut Conn,
    user: UserId,
    key: &str,
    status: i32,
    headers: &str,
    body: &str,
) -> Result<(), StoreError> {
    let answer = (
        idempotency_keys::status.eq(status),
        idempotency_keys::headers.eq(headers),
        idempotency_keys::body.eq(body),
    );
    changed_one(diesel::update(idempotency_keys::table.find((user, key))).set(answer).execute(conn)?)
}

/// Forgets keys older than an instant, and tells how many.
pub fn purge(conn: &mut Conn, before: impl Into<At>) -> Result<usize, StoreError> {
    let old = idempotency_keys::table.filter(idempotency_keys::created_at.lt(before.into()));
    Ok(diesel::delete(old).execute(conn)?)
}
