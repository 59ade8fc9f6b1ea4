//! The history: events of each aggregate, numbered without gaps, each naming the hash of the one before. Never changed.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::rows::{bounded, insert_rows};
use super::schema::{events, log_leaves};
use super::{AnyId, At, Conn, StoreError};
use crate::domain::ids::{CaseId, OfficeId, UserId};

/// One event.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = events, treat_none_as_default_value = false)]
pub struct Event {
    /// Identifier.
    pub id: AnyId,
    /// `case`, `asset`, …
    pub aggregate_kind: String,
    /// Whose history it belongs to.
    pub aggregate_id: AnyId,
    /// Its place in that history, from 1.
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
    /// Hash of the event before; empty for the first.
    pub previous_hash: String,
    /// Hash of `body`.
    pub hash: String,
    /// The exact text that was hashed.
    pub body: String,
}

/// Adds events. Two writers who claim the same place: one gets `Conflict("events_sequence")`.
pub fn append(conn: &mut Conn, added: &[Event]) -> Result<(), StoreError> {
    insert_rows!(conn, events::table, added);
    Ok(())
}

/// The last event of a chain, as far as the next one needs it.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = events)]
pub struct Last {
    /// Identifier.
    pub id: AnyId,
    /// Its place.
    pub seq: i64,
    /// Hash of its body.
    pub hash: String,
    /// When it was recorded.
    pub recorded_at: At,
}

/// The last event of an aggregate.
pub fn last(conn: &mut Conn, aggregate: impl Into<AnyId>) -> Result<Option<Last>, StoreError> {
    let query = events::table.filter(events::aggregate_id.eq(aggregate.into()));
    Ok(query.order(events::seq.desc()).select(Last::as_select()).first(conn).optional()?)
}

/// The history of an aggregate, oldest first.
pub fn page(
    conn: &mut Conn,
    aggregate: impl Into<AnyId>,
    after_seq: i64,
    limit: i64,
) -> Result<Vec<Event>, StoreError> {
    let query = events::table.filter(events::aggregate_id.eq(aggregate.into()));
    let query = query.filter(events::seq.gt(after_seq)).select(Event::as_select());
    Ok(query.order(events::seq).limit(bounded(limit)).load(conn)?)
}

/// The last event that was recorded at or before an instant.
pub fn last_before(
    conn: &mut Conn,
    aggregate: impl Into<AnyId>,
    instant: impl Into<At>,
) -> Result<Option<Event>, StoreError> {
    let query = events::table.filter(events::aggregate_id.eq(aggregate.into()));
    let query = query.filter(events::recorded_at.le(instant.into())).select(Event::as_select());
    // The place decides, not the clock, which may have stood still between two events.
    Ok(query.order(events::seq.desc()).first(conn).optional()?)
}

/// The chains that have an event in a case: kind and aggregate. Who looked at it is not among them.
pub fn chains_of_case(conn: &mut Conn, case: CaseId) -> Result<Vec<(String, AnyId)>, StoreError> {
    let query = events::table.filter(events::case_id.eq(case)).filter(events::aggregate_kind.ne("access"));
    let query = query.select((events::aggregate_kind, events::aggregate_id)).distinct();
    Ok(query.order((events::aggregate_kind, events::aggregate_id)).load(conn)?)
}

/// Everything that happened in a case, its assets and requests included, by key.
pub fn all_for_case(
    conn: &mut Conn,
    case: CaseId,
    after: Option<AnyId>,
    limit: i64,
) -> Result<Vec<Event>, StoreError> {
    let mut query = events::table.select(Event::as_select()).into_boxed();
    query = query.filter(events::case_id.eq(case));
    if let Some(after) = after {
        query = query.filter(events::id.gt(after));
    }
    Ok(query.order(events::id).limit(bounded(limit)).load(conn)?)
}

/// Every event, chain by chain in the order of the aggregates' identifiers, each with its place in the log where its chain ended
/// with it at a checkpoint; from after this one on.
pub fn all(
    conn: &mut Conn,
    after: Option<(AnyId, i64)>,
    limit: i64,
) -> Result<Vec<(Event, Option<i64>)>, StoreError> {
    let leaf = log_leaves::aggregate_id.eq(events::aggregate_id).and(log_leaves::size.eq(events::seq));
    let query = events::table.left_join(log_leaves::table.on(leaf));
    let mut query = query.select((Event::as_select(), log_leaves::place.nullable())).into_boxed();
    if let Some((aggregate, seq)) = after {
        let same = events::aggregate_id.eq(aggregate).and(events::seq.gt(seq));
        query = query.filter(events::aggregate_id.gt(aggregate).or(same));
        // Said once more in words that an index is read by.
        query = query.filter(events::aggregate_id.ge(aggregate));
    }
    Ok(query.order((events::aggregate_id, events::seq)).limit(bounded(limit)).load(conn)?)
}

/// The events of an aggregate that were recorded at one instant: those of one act.
pub fn at(
    conn: &mut Conn,
    aggregate: impl Into<AnyId>,
    instant: impl Into<At>,
) -> Result<Vec<Event>, StoreError> {
    let query = events::table.filter(events::aggregate_id.eq(aggregate.into()));
    let query = query.filter(events::recorded_at.eq(instant.into())).select(Event::as_select());
    Ok(query.order(events::seq).limit(bounded(20)).load(conn)?)
}

/// The events of a case that were recorded at one instant and entered after a key: those of the act that made what bears the key.
pub fn of_case_at(
    conn: &mut Conn,
    case: CaseId,
    after: AnyId,
    instant: impl Into<At>,
) -> Result<Vec<Event>, StoreError> {
    let query = events::table.filter(events::case_id.eq(case)).filter(events::id.gt(after));
    let query = query.filter(events::recorded_at.eq(instant.into())).select(Event::as_select());
    Ok(query.order(events::id).limit(bounded(20)).load(conn)?)
}
