//! Who denounces, and who looked at a denunciation (L106 108.2.b). Identities stand here only; nothing else repeats them.

use diesel::prelude::*;

use super::rows::bounded;
use super::schema::{confidential_reads, denouncers};
use super::{AnyId, At, Conn, StoreError};
use crate::domain::ids::{MatterId, UserId};

/// One who denounces.
#[derive(Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = denouncers, treat_none_as_default_value = false)]
pub struct Denouncer {
    /// Identifier.
    pub id: AnyId,
    /// The denunciation.
    pub matter_id: MatterId,
    /// Name, address, contact, as JSON.
    pub doc: String,
}

impl std::fmt::Debug for Denouncer {
    /// Only the denunciation: the rest must not reach a log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Denouncer").field("matter_id", &self.matter_id).finish_non_exhaustive()
    }
}

/// Adds one who denounces.
pub fn insert(conn: &mut Conn, denouncer: &Denouncer) -> Result<(), StoreError> {
    diesel::insert_into(denouncers::table).values(denouncer).execute(conn)?;
    Ok(())
}

/// Those who denounce, by key.
pub fn of(conn: &mut Conn, matter: MatterId, limit: i64) -> Result<Vec<Denouncer>, StoreError> {
    let query = denouncers::table.filter(denouncers::matter_id.eq(matter));
    let query = query.select(Denouncer::as_select()).order(denouncers::id);
    Ok(query.limit(bounded(limit)).load(conn)?)
}

/// That somebody looked at a confidential matter.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = confidential_reads, treat_none_as_default_value = false)]
pub struct Read {
    /// Identifier.
    pub id: AnyId,
    /// The matter.
    pub matter_id: MatterId,
    /// Who.
    pub user_id: UserId,
    /// What of it.
    pub what: String,
    /// When.
    pub at: At,
}

/// Records that somebody looked.
pub fn note_read(conn: &mut Conn, read: &Read) -> Result<(), StoreError> {
    diesel::insert_into(confidential_reads::table).values(read).execute(conn)?;
    Ok(())
}

/// Who looked, by key.
pub fn reads(
    conn: &mut Conn,
    matter: MatterId,
    after: Option<AnyId>,
    limit: i64,
) -> Result<Vec<Read>, StoreError> {
    let mut query = confidential_reads::table.select(Read::as_select()).into_boxed();
    query = query.filter(confidential_reads::matter_id.eq(matter));
    if let Some(after) = after {
        query = query.filter(confidential_reads::id.gt(after));
    }
    Ok(query.order(confidential_reads::id).limit(bounded(limit)).load(conn)?)
}
