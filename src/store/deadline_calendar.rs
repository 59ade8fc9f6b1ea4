//! Unclosed deadlines that another edition of the calendar was used for: found, and confirmed where the day stays. Moving one is
//! [`super::deadlines::set_end`].

use diesel::prelude::*;

use super::deadlines::{Deadline, keep};
use super::rows::{Scope, bounded};
use super::schema::deadlines;
use super::{At, Conn, StoreError};
use crate::domain::ids::DeadlineId;

/// The place of a deadline in the list: the edition it was counted by, and its key.
pub type Place = (String, DeadlineId);

/// Unclosed deadlines in scope that were not counted by this edition, by edition and key. Two ranges of one index, before and
/// after the edition: "another than this" alone would read all of it.
pub fn outdated(
    conn: &mut Conn,
    scope: &Scope,
    edition: &str,
    after: Option<&Place>,
    limit: i64,
) -> Result<Vec<Deadline>, StoreError> {
    let limit = bounded(limit);
    let mut found: Vec<Deadline> = Vec::new();
    for earlier in [true, false] {
        let left = limit - i64::try_from(found.len()).unwrap_or(limit);
        if left <= 0 {
            break;
        }
        let mut query = deadlines::table.into_boxed();
        query = query.filter(deadlines::closed_on.is_null());
        query = if earlier {
            query.filter(deadlines::calendar.lt(edition))
        } else {
            query.filter(deadlines::calendar.gt(edition))
        };
        if let Some(office) = scope.office {
            query = query.filter(deadlines::office_id.eq(office));
        }
        if let Some(division) = scope.division {
            query = query.filter(deadlines::division_id.eq(division));
        }
        if let Some(officer) = scope.officer {
            query = query.filter(deadlines::officer_id.eq(officer));
        }
        if let Some((calendar, id)) = after {
            query = query.filter(deadlines::calendar.ge(calendar));
            query = query.filter(deadlines::calendar.gt(calendar).or(deadlines::id.gt(*id)));
        }
        let query = query.select(Deadline::as_select()).order((deadlines::calendar, deadlines::id));
        found.extend(query.limit(left).load(conn)?);
    }
    Ok(found)
}

/// Notes that a deadline's day holds by this edition too.
pub fn confirm(conn: &mut Conn, id: DeadlineId, edition: &str, now: At) -> Result<(), StoreError> {
    diesel::update(deadlines::table.find(id)).set(deadlines::calendar.eq(edition)).execute(conn)?;
    keep(conn, &[id], now)
}
