//! The search of auditors across histories: which events, by their columns and marks alone – never by what is inside them. Which
//! index serves which question is said in the migration `review`.

use chrono::NaiveDate;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::audit_tables::event_marks;
use super::conn::MultiBackend;
use super::rows::{bounded, insert_rows, on_engine};
use super::schema::events;
use super::{AnyId, At, Conn, StoreError};
use crate::domain::ids::{CaseId, OfficeId, UserId};

/// What an event without its content is.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = events)]
pub struct EventHead {
    /// Identifier.
    pub id: AnyId,
    /// `case`, `asset`, …
    pub aggregate_kind: String,
    /// Whose history it belongs to.
    pub aggregate_id: AnyId,
    /// Its place in that history.
    pub seq: i64,
    /// The agency.
    pub office_id: OfficeId,
    /// The case, where there is one.
    pub case_id: Option<CaseId>,
    /// The transition's code.
    pub code: String,
    /// The action.
    pub action: String,
    /// Who acted.
    pub actor_id: UserId,
    /// The day it happened in law.
    pub effective_on: NaiveDate,
    /// When it was recorded.
    pub recorded_at: At,
    /// Hash of its content.
    pub hash: String,
}

/// Something rare about an event that is looked for.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = event_marks, treat_none_as_default_value = false)]
pub struct Mark {
    /// The event.
    pub event_id: AnyId,
    /// [`DELEGATED`] or [`OVERRIDDEN`].
    pub mark: String,
    /// The delegation, or the guard that was passed over.
    pub subject: String,
    /// The agency.
    pub office_id: OfficeId,
    /// When recorded.
    pub recorded_at: At,
}

/// Signed under a delegation.
pub const DELEGATED: &str = "delegated";
/// A guard of this program was passed over.
pub const OVERRIDDEN: &str = "overridden";

/// Which events to list; every condition that is set must hold.
#[derive(Debug, Clone, Default)]
pub struct EventFilter {
    /// At this agency.
    pub office: Option<OfficeId>,
    /// Of this person.
    pub actor: Option<UserId>,
    /// With this code.
    pub code: Option<String>,
    /// This action.
    pub action: Option<String>,
    /// In histories of this kind.
    pub kind: Option<String>,
    /// In this history.
    pub aggregate: Option<AnyId>,
    /// In this case.
    pub case: Option<CaseId>,
    /// With these marks: each a mark, perhaps with its subject.
    pub marks: Vec<(&'static str, Option<String>)>,
    /// Recorded more than so many days after the day it happened.
    pub late_over: Option<i64>,
    /// Recorded from this instant.
    pub recorded_from: Option<At>,
    /// Recorded before this instant.
    pub recorded_to: Option<At>,
    /// Happened on this day or later.
    pub effective_from: Option<NaiveDate>,
    /// Happened on this day or earlier.
    pub effective_to: Option<NaiveDate>,
    /// Kinds of which nothing is shown.
    pub hidden: &'static [&'static str],
    /// The oldest first; else the newest.
    pub oldest_first: bool,
}

/// The place of an event in the list.
pub type Place = (At, AnyId);

/// Adds marks.
pub fn mark(conn: &mut Conn, added: &[Mark]) -> Result<(), StoreError> {
    insert_rows!(conn, event_marks::table, added);
    Ok(())
}

/// The marks of these events.
pub fn marks(conn: &mut Conn, ids: &[AnyId]) -> Result<Vec<Mark>, StoreError> {
    let query = event_marks::table.filter(event_marks::event_id.eq_any(ids.to_vec()));
    Ok(query.select(Mark::as_select()).order((event_marks::event_id, event_marks::subject)).load(conn)?)
}

/// Events in the order of recording; `after` is the place of the last one seen. The places come first, from an index alone where
/// the question allows it: what an event says is long.
pub fn page(
    conn: &mut Conn,
    filter: &EventFilter,
    after: Option<Place>,
    limit: i64,
) -> Result<Vec<EventHead>, StoreError> {
    let late = filter.late_over.map(|days| late(conn, days));
    let mut query = asked(filter);
    if let Some(late) = late {
        query = query.filter(sql::<Bool>(&late));
    }
    if let Some((at, id)) = after {
        // The first condition is what the index is read by; the second one tells rows of the same instant apart.
        query = if filter.oldest_first {
            let later = events::recorded_at.gt(at).or(events::id.gt(id));
            query.filter(events::recorded_at.ge(at)).filter(later)
        } else {
            let earlier = events::recorded_at.lt(at).or(events::id.lt(id));
            query.filter(events::recorded_at.le(at)).filter(earlier)
        };
    }
    query = if filter.oldest_first {
        query.order((events::recorded_at.asc(), events::id.asc()))
    } else {
        query.order((events::recorded_at.desc(), events::id.desc()))
    };
    let places: Vec<Place> =
        query.select((events::recorded_at, events::id)).limit(bounded(limit)).load(conn)?;
    let ids: Vec<AnyId> = places.into_iter().map(|(_, id)| id).collect();
    let mut rows: Vec<EventHead> = on_engine!(conn, inner => events::table
        .filter(events::id.eq_any(ids))
        .select(EventHead::as_select())
        .load(inner))?;
    rows.sort_unstable_by_key(|row| (row.recorded_at, row.id));
    if !filter.oldest_first {
        rows.reverse();
    }
    Ok(rows)
}

/// The days between the day it happened and the day it was recorded in Viet Nam: the engines count days in words of their own.
fn late(conn: &Conn, days: i64) -> String {
    match conn {
        Conn::Pg(_) => format!(
            "((events.recorded_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date - events.effective_on) > {days}"
        ),
        Conn::Sqlite(_) => format!(
            "(julianday(date(events.recorded_at, '+7 hours')) - julianday(events.effective_on)) > {days}"
        ),
    }
}

fn asked(filter: &EventFilter) -> events::BoxedQuery<'static, MultiBackend> {
    let mut query = events::table.into_boxed();
    if let Some(office) = filter.office {
        query = query.filter(events::office_id.eq(office));
    }
    if let Some(actor) = filter.actor {
        query = query.filter(events::actor_id.eq(actor));
    }
    if let Some(code) = &filter.code {
        query = query.filter(events::code.eq(code.clone()));
    }
    if let Some(action) = &filter.action {
        query = query.filter(events::action.eq(action.clone()));
    }
    if let Some(kind) = &filter.kind {
        query = query.filter(events::aggregate_kind.eq(kind.clone()));
    }
    if let Some(aggregate) = filter.aggregate {
        query = query.filter(events::aggregate_id.eq(aggregate));
    }
    if let Some(case) = filter.case {
        query = query.filter(events::case_id.eq(case));
    }
    if let Some(from) = filter.recorded_from {
        query = query.filter(events::recorded_at.ge(from));
    }
    if let Some(to) = filter.recorded_to {
        query = query.filter(events::recorded_at.lt(to));
    }
    if let Some(from) = filter.effective_from {
        query = query.filter(events::effective_on.ge(from));
    }
    if let Some(to) = filter.effective_to {
        query = query.filter(events::effective_on.le(to));
    }
    for (mark, subject) in &filter.marks {
        let marked = event_marks::table.select(event_marks::event_id).filter(event_marks::mark.eq(*mark));
        query = match (subject.clone(), filter.office) {
            (None, None) => query.filter(events::id.eq_any(marked)),
            (None, Some(office)) => {
                query.filter(events::id.eq_any(marked.filter(event_marks::office_id.eq(office))))
            }
            (Some(subject), None) => {
                query.filter(events::id.eq_any(marked.filter(event_marks::subject.eq(subject))))
            }
            (Some(subject), Some(office)) => query.filter(events::id.eq_any(
                marked.filter(event_marks::subject.eq(subject)).filter(event_marks::office_id.eq(office)),
            )),
        };
    }
    query.filter(events::aggregate_kind.ne_all(filter.hidden.to_vec()))
}
