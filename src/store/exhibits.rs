//! What the register of exhibits is searched by beside the columns of every matter: where open lines lie, what the judgment says of
//! them, and which of a lot's times have passed. It knows no lot's content.

use chrono::NaiveDate;
use diesel::dsl::exists;
use diesel::prelude::*;

use super::deadlines::Deadline;
use super::matters::Matter;
use super::past::{columns, deadline_columns};
use super::rows::{Scope, bounded, insert_rows};
use super::schema::{deadlines, exhibit_shelves, matters};
use super::schema_past::deadline_versions;
use super::versions::held;
use super::{At, Conn, StoreError};
use crate::domain::deadline::DeadlineStatus;
use crate::domain::ids::MatterId;

/// Things of one lot that lie with one kind of keeper and await one end.
#[derive(Debug, Clone, PartialEq, Eq, Insertable)]
#[diesel(table_name = exhibit_shelves, treat_none_as_default_value = false)]
pub struct Shelf {
    /// The lot.
    pub matter_id: MatterId,
    /// Who keeps them.
    pub custodian: String,
    /// What the judgment says of them.
    pub disposition: String,
}

/// Writes where the lot's open lines lie now, in place of where they lay.
pub fn put(conn: &mut Conn, lot: MatterId, shelves: &[Shelf]) -> Result<(), StoreError> {
    diesel::delete(exhibit_shelves::table.filter(exhibit_shelves::matter_id.eq(lot))).execute(conn)?;
    insert_rows!(conn, exhibit_shelves::table, shelves);
    Ok(())
}

/// Its day is over and it is still to be done; what waits with its interrupted case does not pass.
macro_rules! has_passed {
    ($times:ident, $day:expr) => {
        $times::due_on
            .lt($day)
            .and($times::closed_on.is_null())
            .and($times::status.ne(DeadlineStatus::Paused.as_str()))
    };
}

/// Lots in scope of which some time has passed, by key; with `key`, that time.
pub fn overdue(
    conn: &mut Conn,
    scope: &Scope,
    kind: &str,
    key: Option<&str>,
    today: NaiveDate,
    after: Option<MatterId>,
    limit: i64,
) -> Result<Vec<Matter>, StoreError> {
    let mut query = matters::table.select(Matter::as_select()).into_boxed();
    query = query.filter(matters::kind.eq(kind.to_owned()));
    let passed = deadlines::table.filter(deadlines::matter_id.eq(matters::id.nullable()));
    let passed = passed.filter(has_passed!(deadlines, today));
    query = match key {
        None => query.filter(exists(passed)),
        Some(key) => query.filter(exists(passed.filter(deadlines::key.eq(key.to_owned())))),
    };
    if let Some(office) = scope.office {
        query = query.filter(matters::office_id.eq(office));
    }
    if let Some(after) = after {
        query = query.filter(matters::id.gt(after));
    }
    Ok(query.order(matters::id).limit(bounded(limit)).load(conn)?)
}

/// The times of these lots that have passed, the earliest first.
pub fn passed(conn: &mut Conn, lots: &[MatterId], today: NaiveDate) -> Result<Vec<Deadline>, StoreError> {
    let query = deadlines::table.filter(deadlines::matter_id.eq_any(lots.iter().copied()));
    let query = query.filter(has_passed!(deadlines, today)).select(Deadline::as_select());
    Ok(query.order((deadlines::due_on, deadlines::id)).load(conn)?)
}

/// The times of these lots that had passed on a day, as they were known at an instant.
pub fn passed_then(
    conn: &mut Conn,
    lots: &[MatterId],
    day: NaiveDate,
    instant: At,
) -> Result<Vec<Deadline>, StoreError> {
    let query = deadline_versions::table
        .filter(deadline_versions::matter_id.eq_any(lots.iter().copied()))
        .filter(held!(deadline_versions, instant))
        .filter(has_passed!(deadline_versions, day));
    Ok(query
        .order((deadline_versions::due_on, deadline_versions::id))
        .select(deadline_columns!())
        .load(conn)?)
}
