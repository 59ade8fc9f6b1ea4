//! Deadlines across cases, by their last day. A list is put together from streams, one for each status and key that may occur
//! in it: each is read in order from one index and stops at the page's size, so that no filter makes it read a register.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::conn::MultiBackend;
use super::deadlines::Deadline;
use super::rows::{Scope, bounded, on_engine};
use super::schema::{deadlines, matters};
use super::{At, Conn, StoreError};
use crate::domain::ids::{DeadlineId, OfficeId, UserId};

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
    /// Whose alarm sounds at this moment, or does not.
    pub alarm: Option<(bool, At)>,
}

/// The place of a deadline in a list.
pub type Place = (NaiveDate, DeadlineId);

/// The deadlines in scope, the earliest first; `after` is the place of the last one seen.
pub fn list(
    conn: &mut Conn,
    scope: &Scope,
    filter: &DeadlineFilter,
    after: Option<Place>,
    limit: i64,
) -> Result<Vec<Deadline>, StoreError> {
    let keys: Vec<Option<&str>> = match filter.keys.as_slice() {
        [] => vec![None],
        keys => keys.iter().map(|key| Some(key.as_str())).collect(),
    };
    let limit = bounded(limit);
    if let ([status], [key]) = (filter.statuses.as_slice(), keys.as_slice()) {
        let query = stream(scope, filter, status, *key, after).select(Deadline::as_select());
        return Ok(query.order((deadlines::due_on, deadlines::id)).limit(limit).load(conn)?);
    }
    let mut places: Vec<Place> = Vec::new();
    for status in &filter.statuses {
        for key in &keys {
            let query = stream(scope, filter, status, *key, after);
            let query = query.select((deadlines::due_on, deadlines::id));
            let found = query.order((deadlines::due_on, deadlines::id)).limit(limit).load::<Place>(conn)?;
            places.extend(found);
        }
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

/// The deadlines of one status and perhaps one key.
fn stream(
    scope: &Scope,
    filter: &DeadlineFilter,
    status: &&'static str,
    key: Option<&str>,
    after: Option<Place>,
) -> deadlines::BoxedQuery<'static, MultiBackend> {
    let mut query = deadlines::table.into_boxed();
    if let Some(office) = scope.office {
        query = query.filter(deadlines::office_id.eq(office));
    }
    for division in scope.division.iter().chain(&filter.division).copied() {
        query = query.filter(deadlines::division_id.eq(division));
    }
    for officer in scope.officer.iter().chain(&filter.officer).copied() {
        query = query.filter(deadlines::officer_id.eq(officer));
    }
    query = query.filter(deadlines::status.eq(*status));
    if let Some(key) = key {
        query = query.filter(deadlines::key.eq(key.to_owned()));
    }
    // Those of a confidential matter are nobody's to see in a list (L106 108.2.b).
    let hidden = matters::table.filter(matters::confidential.eq(true)).select(matters::id.nullable());
    query = query.filter(deadlines::matter_id.is_null().or(deadlines::matter_id.ne_all(hidden)));
    if let Some(duty) = filter.duty {
        query = query.filter(deadlines::duty.eq(duty));
    }
    match filter.alarm {
        Some((true, moment)) => query = query.filter(deadlines::alarm_at.le(moment)),
        Some((false, moment)) => {
            query = query.filter(deadlines::alarm_at.is_null().or(deadlines::alarm_at.gt(moment)));
        }
        None => {}
    }
    if let Some(from) = filter.due_from {
        query = query.filter(deadlines::due_on.ge(from));
    }
    if let Some(to) = filter.due_to {
        query = query.filter(deadlines::due_on.le(to));
    }
    if let Some((day, id)) = after {
        // The first condition lets the index begin at the right place.
        query = query.filter(deadlines::due_on.ge(day));
        query = query.filter(deadlines::due_on.gt(day).or(deadlines::id.gt(id)));
    }
    query
}
