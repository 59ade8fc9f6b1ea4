//! The states of whatever has a history, each by what lists are searched by and with the time during which the office knew it so. The
//! state itself is the after-image of its event; this is the way to it.

use diesel::prelude::*;

use super::conn::MultiBackend;
use super::events::Last;
use super::rows::{Scope, bounded, insert_rows};
use super::schema::{cases, events, requests};
use super::schema_past::{aggregate_heads, obligation_versions};
use super::versions::held;
use super::{AnyId, At, Conn, StoreError};
use crate::domain::ids::{CaseId, JudgmentId, OfficeId, PartyId, UserId};

/// One state.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = aggregate_heads, treat_none_as_default_value = false)]
pub struct Head {
    /// The event that led to it.
    pub event_id: AnyId,
    /// `case`, `asset`, …
    pub kind: String,
    /// What is in this state.
    pub aggregate_id: AnyId,
    /// The agency.
    pub office_id: OfficeId,
    /// The division.
    pub division_id: Option<OfficeId>,
    /// Who handles it.
    pub officer_id: Option<UserId>,
    /// The case that it belongs to.
    pub case_id: Option<CaseId>,
    /// State or stage.
    pub state: String,
    /// A case that is interrupted.
    pub held: bool,
    /// Shown to those who resolve it only.
    pub confidential: bool,
    /// From when on it was known.
    pub from_at: At,
    /// Until just before when.
    pub until_at: At,
}

/// Adds a state and ends the one that the last event led to.
pub fn add(conn: &mut Conn, head: &Head, last: Option<&Last>) -> Result<(), StoreError> {
    let end = aggregate_heads::until_at.eq(head.from_at);
    match last {
        None => {}
        Some(last) if last.recorded_at <= head.from_at => {
            diesel::update(aggregate_heads::table.find(last.id)).set(end).execute(conn)?;
        }
        // A clock that was set back has written states of a time to come: of two the one that was written later counts.
        Some(_) => {
            let all = events::table.filter(events::aggregate_id.eq(head.aggregate_id)).select(events::id);
            let held = aggregate_heads::table
                .filter(aggregate_heads::event_id.eq_any(all))
                .filter(aggregate_heads::until_at.gt(head.from_at));
            diesel::update(held).set(end).execute(conn)?;
        }
    }
    diesel::insert_into(aggregate_heads::table).values(head).execute(conn)?;
    Ok(())
}

/// Adds the first states of many things.
pub fn add_first(conn: &mut Conn, added: &[Head]) -> Result<(), StoreError> {
    insert_rows!(conn, aggregate_heads::table, added);
    Ok(())
}

/// Which states to list.
#[derive(Debug, Clone, Default)]
pub struct HeadFilter {
    /// In this state.
    pub state: Option<String>,
    /// Of this officer.
    pub officer: Option<UserId>,
    /// Of this division.
    pub division: Option<OfficeId>,
    /// Of this case.
    pub case: Option<CaseId>,
    /// Cases that were interrupted, or were not.
    pub held: Option<bool>,
    /// Confidential ones too.
    pub confidential: bool,
    /// Cases of this judgment: it never changes.
    pub cases_of: Option<JudgmentId>,
    /// Requests of this judgment.
    pub requests_of: Option<JudgmentId>,
    /// The case with this number: given once.
    pub number: Option<String>,
    /// Cases in which this party owed something.
    pub debtor: Option<PartyId>,
}

/// What was known at an instant of all of one kind in scope, by key: the bodies of the events. The scope is held against what
/// they were then.
pub fn list(
    conn: &mut Conn,
    (kind, instant): (&str, At),
    scope: &Scope,
    filter: &HeadFilter,
    after: Option<AnyId>,
    limit: i64,
) -> Result<Vec<String>, StoreError> {
    let mut query = filtered(known(kind, instant, scope), (instant, scope), filter);
    if let Some(after) = after {
        query = query.filter(aggregate_heads::aggregate_id.gt(after));
    }
    let query = query.order(aggregate_heads::aggregate_id).limit(bounded(limit));
    let found = query.select(aggregate_heads::event_id).load(conn)?;
    bodies(conn, found)
}

/// The things of one kind of a case whose state changed after one moment and until another, by key.
pub fn changed_of_case(
    conn: &mut Conn,
    (case, kind): (CaseId, &str),
    (after, until): (At, At),
    limit: i64,
) -> Result<Vec<AnyId>, StoreError> {
    let query = aggregate_heads::table
        .filter(aggregate_heads::case_id.eq(case))
        .filter(aggregate_heads::kind.eq(kind))
        .filter(aggregate_heads::from_at.gt(after))
        .filter(aggregate_heads::from_at.le(until))
        .select(aggregate_heads::aggregate_id)
        .distinct();
    Ok(query.order(aggregate_heads::aggregate_id).limit(bounded(limit)).load(conn)?)
}

type Boxed = aggregate_heads::BoxedQuery<'static, MultiBackend>;

fn known(kind: &str, instant: At, scope: &Scope) -> Boxed {
    let mut query = aggregate_heads::table.into_boxed();
    if let Some(office) = scope.office {
        query = query.filter(aggregate_heads::office_id.eq(office));
    }
    if let Some(division) = scope.division {
        query = query.filter(aggregate_heads::division_id.eq(division));
    }
    if let Some(officer) = scope.officer {
        query = query.filter(aggregate_heads::officer_id.eq(officer));
    }
    query = query.filter(aggregate_heads::kind.eq(kind.to_owned()));
    query.filter(held!(aggregate_heads, instant))
}

fn filtered(mut query: Boxed, (instant, scope): (At, &Scope), filter: &HeadFilter) -> Boxed {
    if let Some(state) = &filter.state {
        query = query.filter(aggregate_heads::state.eq(state.clone()));
    }
    if let Some(officer) = filter.officer {
        query = query.filter(aggregate_heads::officer_id.eq(officer));
    }
    if let Some(division) = filter.division {
        query = query.filter(aggregate_heads::division_id.eq(division));
    }
    if let Some(case) = filter.case {
        query = query.filter(aggregate_heads::case_id.eq(case));
    }
    if let Some(held) = filter.held {
        query = query.filter(aggregate_heads::held.eq(held));
    }
    if !filter.confidential {
        query = query.filter(aggregate_heads::confidential.eq(false));
    }
    // A case is its own case, and is found by it.
    if let Some(judgment) = filter.cases_of {
        let these = cases::table.filter(cases::judgment_id.eq(judgment)).select(cases::id.nullable());
        query = query.filter(aggregate_heads::case_id.eq_any(these));
    }
    if let Some(number) = &filter.number {
        let this = cases::table.filter(cases::number.eq(number.clone())).select(cases::id.nullable());
        // A case never leaves its agency, in which its number is found by an index.
        query = match scope.office {
            Some(office) => {
                query.filter(aggregate_heads::case_id.eq_any(this.filter(cases::office_id.eq(office))))
            }
            None => query.filter(aggregate_heads::case_id.eq_any(this)),
        };
    }
    if let Some(debtor) = filter.debtor {
        let owing = obligation_versions::table
            .filter(obligation_versions::debtor_id.eq(debtor))
            .filter(held!(obligation_versions, instant))
            .select(obligation_versions::case_id);
        query = query.filter(aggregate_heads::case_id.eq_any(owing));
    }
    if let Some(judgment) = filter.requests_of {
        let these = requests::table.filter(requests::judgment_id.eq(judgment)).select(requests::id);
        let theirs = events::table.filter(events::aggregate_id.eq_any(these)).select(events::id);
        query = query.filter(aggregate_heads::event_id.eq_any(theirs));
    }
    query
}

/// The bodies of these events, in this order.
fn bodies(conn: &mut Conn, found: Vec<AnyId>) -> Result<Vec<String>, StoreError> {
    let mut bodies = std::collections::BTreeMap::new();
    for batch in found.chunks(500) {
        let query = events::table.filter(events::id.eq_any(batch.iter().copied()));
        bodies.extend(query.select((events::id, events::body)).load::<(AnyId, String)>(conn)?);
    }
    Ok(found.iter().filter_map(|event| bodies.remove(event)).collect())
}
