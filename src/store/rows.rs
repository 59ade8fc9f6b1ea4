//! What every aggregate's file shares: bounds, scopes, and the two places where the engines need the same words said twice.

use crate::domain::ids::{OfficeId, UserId};

/// No list is longer than this, whatever the caller asks for.
pub const MAX_ROWS: i64 = 1_000;

/// A limit within bounds.
pub(super) fn bounded(limit: i64) -> i64 {
    limit.clamp(1, MAX_ROWS)
}

/// The key after which a list goes on, when this page of [`MAX_ROWS`] was full; nothing when it was the last.
pub fn next_after<T, K>(page: &[T], key: impl Fn(&T) -> K) -> Option<K> {
    let full = i64::try_from(page.len()).is_ok_and(|rows| rows == MAX_ROWS);
    page.last().filter(|_| full).map(key)
}

/// A whole list, however long, from pages of [`MAX_ROWS`] by key.
///
/// # Errors
/// Whatever reading a page does.
pub fn every<T, K, E>(
    mut read: impl FnMut(Option<K>) -> Result<Vec<T>, E>,
    key: impl Fn(&T) -> K,
) -> Result<Vec<T>, E> {
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let page = read(after)?;
        after = next_after(&page, &key);
        all.extend(page);
        if after.is_none() {
            return Ok(all);
        }
    }
}

/// What of the register a caller may see: every condition that is set must hold. Empty means everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Scope {
    /// Only this agency's.
    pub office: Option<OfficeId>,
    /// Only this division's.
    pub division: Option<OfficeId>,
    /// Only those assigned to this officer.
    pub officer: Option<UserId>,
}

impl Scope {
    /// Everything of one agency.
    pub const fn office(office: OfficeId) -> Scope {
        Scope { office: Some(office), division: None, officer: None }
    }
}

/// The same query on whichever engine is inside: for upserts and batches, which diesel does not build for both at once.
macro_rules! on_engine {
    ($conn:expr, $inner:ident => $body:expr) => {
        match $conn {
            $crate::store::Conn::Pg($inner) => $body,
            $crate::store::Conn::Sqlite($inner) => $body,
        }
    };
}
pub(super) use on_engine;

/// Inserts a slice of rows: one by the prepared statement; more with PostgreSQL's COPY, and in SQLite in batches within the limit of
/// bound values.
macro_rules! insert_rows {
    ($conn:expr, $table:expr, $rows:expr) => {{
        let conn: &mut $crate::store::Conn = $conn;
        match ($rows, conn) {
            ([], _) => {}
            ([row], conn) => {
                diesel::insert_into($table).values(row).execute(conn)?;
            }
            (rows, $crate::store::Conn::Pg(inner)) => {
                diesel::copy_from($table).from_insertable(rows).execute(inner)?;
            }
            (rows, $crate::store::Conn::Sqlite(inner)) => {
                for batch in rows.chunks(500) {
                    diesel::insert_into($table).values(batch).execute(inner)?;
                }
            }
        }
    }};
}
pub(super) use insert_rows;

/// One row changed, or somebody was faster.
pub(super) fn changed_one(rows: usize) -> Result<(), super::StoreError> {
    if rows == 1 { Ok(()) } else { Err(super::StoreError::Stale) }
}
