//! Deadlines across cases, by their last day. A list is put together from streams, one for each status and key that may occur
//! in it: each is read in order from one index and stops at the page's size, so that no filter makes it read a register.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::conn::MultiBackend;
use super::deadlines::Deadline;
use super::past::{columns, deadline_columns};
use super::rows::{Scope, bounded, on_engine};
use super::schema::{deadlines, matters};
use super::schema_past::deadline_versions;
use super::versions::held;
use super::{At, Conn, StoreError};
use crate::domain::ids::{DeadlineId, MatterId, OfficeId, UserId};

/// Which deadlines to list.
#[derive(Debug, Clone, Default)]
pub struct DeadlineFilter {
    /// With one of these keys; empty for any.
    pub keys: Vec<String>,
    /// With one of these statuses; empty for none.
    pub statuses: Vec<&'static str>,
    /// `office`, `party` or `other`.
    pub duty: Option<&'static str>,
    /// Of this division.
    pub division: Option<OfficeId>,
    /// Of this officer.
    pub officer: Option<UserId>,
    /// Due on this day or later.
    pub due_from: Option<NaiveDate>,
    /// Due on this day or earlier.
    pub due_to: Option<NaiveDate>,
    /// Of this matter.
    pub matter: Option<MatterId>,
    /// Whose alarm sounds at this moment, or does not.
    pub alarm: Option<(bool, At)>,
}

/// The place of a deadline in a list.
pub type Place = (NaiveDate, DeadlineId);

/// The deadlines in scope, the earliest first; `after` is the place of the last one seen. With an instant they are those that were
/// known then, and the scope is held against whose they were then.
pub fn list(
    conn: &mut Conn,
    scope: &Scope,
    filter: &DeadlineFilter,
    instant: Option<At>,
    after: Option<Place>,
    limit: i64,
) -> Result<Vec<Deadline>, StoreError> {
    match instant {
        None => now(conn, scope, filter, after, limit),
        Some(instant) => then(conn, scope, filter, instant, after, limit),
    }
}

/// The streams: one for each status and key asked for.
fn streams(filter: &DeadlineFilter) -> Vec<(&'static str, Option<&str>)> {
    let keys: Vec<Option<&str>> = match filter.keys.as_slice() {
        [] => vec![None],
        keys => keys.iter().map(|key| Some(key.as_str())).collect(),
    };
    filter.statuses.iter().flat_map(|status| keys.iter().map(move |key| (*status, *key))).collect()
}

fn now(
    conn: &mut Conn,
    scope: &Scope,
    filter: &DeadlineFilter,
    after: Option<Place>,
    limit: i64,
) -> Result<Vec<Deadline>, StoreError> {
    let limit = bounded(limit);
    if let [(status, key)] = streams(filter).as_slice() {
        let query = stream(scope, filter, status, *key, after).select(Deadline::as_select());
        return Ok(query.order((deadlines::due_on, deadlines::id)).limit(limit).load(conn)?);
    }
    let mut places: Vec<Place> = Vec::new();
    for (status, key) in streams(filter) {
        let query = stream(scope, filter, status, key, after);
        let query = query.select((deadlines::due_on, deadlines::id));
        places.extend(query.order((deadlines::due_on, deadlines::id)).limit(limit).load::<Place>(conn)?);
    }
    places.sort_unstable();
    places.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let ids: Vec<DeadlineId> = places.into_iter().map(|(_, id)| id).collect();
    let mut rows: Vec<Deadline> = on_engine!(conn, inner => deadlines::table
        .filter(deadlines::id.eq_any(ids))
        .select(Deadline::as_select())
        .load(inner))?;
    rows.sort_unstable_by_key(|row| (row.due_on, row.id));
    Ok(rows)
}

/// A deadline holds one version at an instant, so the streams do not overlap here either.
fn then(
    conn: &mut Conn,
    scope: &Scope,
    filter: &DeadlineFilter,
    instant: At,
    after: Option<Place>,
    limit: i64,
) -> Result<Vec<Deadline>, StoreError> {
    let limit = bounded(limit);
    let mut places: Vec<(Place, i64)> = Vec::new();
    for (status, key) in streams(filter) {
        let query = stream_then(scope, filter, status, key, after);
        let query = query.filter(held!(deadline_versions, instant));
        let query = query.order((deadline_versions::due_on, deadline_versions::id)).limit(limit);
        let query =
            query.select((deadline_versions::due_on, deadline_versions::id, deadline_versions::place));
        let found: Vec<(NaiveDate, DeadlineId, i64)> = query.load(conn)?;
        places.extend(found.into_iter().map(|(due, id, place)| ((due, id), place)));
    }
    places.sort_unstable();
    places.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let ids: Vec<i64> = places.into_iter().map(|(_, place)| place).collect();
    let mut rows: Vec<Deadline> = on_engine!(conn, inner => deadline_versions::table
        .filter(deadline_versions::place.eq_any(ids))
        .select(deadline_columns!())
        .load(inner))?;
    rows.sort_unstable_by_key(|row| (row.due_on, row.id));
    Ok(rows)
}

/// The deadlines of one status and perhaps one key, of the live table or of its versions.
macro_rules! stream_of {
    ($name:ident, $table:ident) => {
        fn $name(
            scope: &Scope,
            filter: &DeadlineFilter,
            status: &'static str,
            key: Option<&str>,
            after: Option<Place>,
        ) -> $table::BoxedQuery<'static, MultiBackend> {
            let mut query = $table::table.into_boxed();
            if let Some(office) = scope.office {
                query = query.filter($table::office_id.eq(office));
            }
            for division in scope.division.iter().chain(&filter.division).copied() {
                query = query.filter($table::division_id.eq(division));
            }
            for officer in scope.officer.iter().chain(&filter.officer).copied() {
                query = query.filter($table::officer_id.eq(officer));
            }
            query = query.filter($table::status.eq(status));
            if let Some(key) = key {
                query = query.filter($table::key.eq(key.to_owned()));
            }
            // Those of a confidential matter are nobody's to see in a list (L106 108.2.b).
            let hidden = matters::table.filter(matters::confidential.eq(true)).select(matters::id.nullable());
            query = query.filter($table::matter_id.is_null().or($table::matter_id.ne_all(hidden)));
            if let Some(matter) = filter.matter {
                query = query.filter($table::matter_id.eq(matter));
            }
            if let Some(duty) = filter.duty {
                query = query.filter($table::duty.eq(duty));
            }
            match filter.alarm {
                Some((true, moment)) => query = query.filter($table::alarm_at.le(moment)),
                Some((false, moment)) => {
                    query = query.filter($table::alarm_at.is_null().or($table::alarm_at.gt(moment)));
                }
                None => {}
            }
            if let Some(from) = filter.due_from {
                query = query.filter($table::due_on.ge(from));
            }
            if let Some(to) = filter.due_to {
                query = query.filter($table::due_on.le(to));
            }
            if let Some((day, id)) = after {
                // The first condition lets the index begin at the right place.
                query = query.filter($table::due_on.ge(day));
                query = query.filter($table::due_on.gt(day).or($table::id.gt(id)));
            }
            query
        }
    };
}

stream_of!(stream, deadlines);
stream_of!(stream_then, deadline_versions);
