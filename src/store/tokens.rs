//! Refresh tokens: only their digests. A family is one sign-in and all that followed from it.

use diesel::prelude::*;

use super::rows::changed_one;
use super::schema::refresh_tokens;
use super::{AnyId, At, Conn, StoreError};
use crate::domain::ids::UserId;

/// A refresh token that was handed out.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = refresh_tokens, treat_none_as_default_value = false)]
pub struct RefreshToken {
    /// Identifier.
    pub id: AnyId,
    /// Digest of the token.
    pub token_hash: String,
    /// The sign-in it descends from.
    pub family_id: AnyId,
    /// Whose it is.
    pub user_id: UserId,
    /// From when.
    pub issued_at: At,
    /// Until when.
    pub expires_at: At,
    /// When it was exchanged for the next one.
    pub used_at: Option<At>,
    /// When its family was ended.
    pub revoked_at: Option<At>,
}

/// Records a token.
pub fn insert(conn: &mut Conn, token: &RefreshToken) -> Result<(), StoreError> {
    diesel::insert_into(refresh_tokens::table).values(token).execute(conn)?;
    Ok(())
}

/// A token by its digest.
pub fn find_by_hash(conn: &mut Conn, hash: &str) -> Result<Option<RefreshToken>, StoreError> {
    let query = refresh_tokens::table.filter(refresh_tokens::token_hash.eq(hash));
    Ok(query.select(RefreshToken::as_select()).first(conn).optional()?)
}

/// Uses a token up. Of two that try at once, one gets [`StoreError::Stale`].
pub fn mark_used(conn: &mut Conn, id: AnyId, at: impl Into<At>) -> Result<(), StoreError> {
    let unused = refresh_tokens::table
        .find(id)
        .filter(refresh_tokens::used_at.is_null())
        .filter(refresh_tokens::revoked_at.is_null());
    changed_one(diesel::update(unused).set(refresh_tokens::used_at.eq(at.into())).execute(conn)?)
}

/// Ends every token of a family.
pub fn revoke_family(conn: &mut Conn, family: AnyId, at: impl Into<At>) -> Result<(), StoreError> {
    let live = refresh_tokens::table
        .filter(refresh_tokens::family_id.eq(family))
        .filter(refresh_tokens::revoked_at.is_null());
    diesel::update(live).set(refresh_tokens::revoked_at.eq(at.into())).execute(conn)?;
    Ok(())
}

/// Forgets tokens that ended before an instant, and tells how many.
pub fn purge(conn: &mut Conn, before: impl Into<At>) -> Result<usize, StoreError> {
    let old = refresh_tokens::table.filter(refresh_tokens::expires_at.lt(before.into()));
    Ok(diesel::delete(old).execute(conn)?)
}
