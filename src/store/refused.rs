//! Attempts that were refused: who, what, why. Never changed, and no part of any history.

use diesel::prelude::*;

use super::rows::bounded;
use super::schema::refused_attempts;
use super::{AnyId, At, Conn, StoreError};
use crate::domain::ids::{OfficeId, UserId};

/// One refused attempt.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = refused_attempts, treat_none_as_default_value = false)]
pub struct RefusedAttempt {
    /// Identifier.
    pub id: AnyId,
    /// When.
    pub at: At,
    /// Who.
    pub actor_id: UserId,
    /// The agency, where known.
    pub office_id: Option<OfficeId>,
    /// `case`, `asset`, …
    pub aggregate_kind: String,
    /// On what, where it exists.
    pub aggregate_id: Option<AnyId>,
    /// The action.
    pub action: String,
    /// The codes of what was unmet, as a JSON list.
    pub codes: String,
    /// What was found, as JSON.
    pub body: String,
}

/// Records an attempt.
pub fn insert(conn: &mut Conn, attempt: &RefusedAttempt) -> Result<(), StoreError> {
    diesel::insert_into(refused_attempts::table).values(attempt).execute(conn)?;
    Ok(())
}

/// The attempts on one aggregate, by key.
pub fn page(
    conn: &mut Conn,
    aggregate: impl Into<AnyId>,
    after: Option<AnyId>,
    limit: i64,
) -> Result<Vec<RefusedAttempt>, StoreError> {
    let mut query = refused_attempts::table.select(RefusedAttempt::as_select()).into_boxed();
    query = query.filter(refused_attempts::aggregate_id.eq(aggregate.into()));
    if let Some(after) = after {
        query = query.filter(refused_attempts::id.gt(after));
    }
    Ok(query.order(refused_attempts::id).limit(bounded(limit)).load(conn)?)
}
