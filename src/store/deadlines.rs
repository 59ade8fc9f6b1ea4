//! Deadlines that were opened: what they run from, how they were computed, and what closed them. It computes none.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::conn::MultiBackend;
use super::rows::{Scope, bounded, changed_one, insert_rows};
use super::schema::{deadlines, matters};
use super::{AnyId, At, Conn, StoreError};
use crate::domain::ids::{AssetId, CaseId, DeadlineId, JudgmentId, MatterId, OfficeId, RequestId, UserId};

/// A deadline.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = deadlines, treat_none_as_default_value = false)]
pub struct Deadline {
    /// Identifier.
    pub id: DeadlineId,
    /// The agency.
    pub office_id: OfficeId,
    /// The division.
    pub division_id: Option<OfficeId>,
    /// The officer.
    pub officer_id: Option<UserId>,
    /// Of this case.
    pub case_id: Option<CaseId>,
    /// Of this request.
    pub request_id: Option<RequestId>,
    /// Of this judgment.
    pub judgment_id: Option<JudgmentId>,
    /// Of this asset.
    pub asset_id: Option<AssetId>,
    /// The law's parameter.
    pub key: String,
    /// `l2008` or `l2025`.
    pub regime: String,
    /// From this day.
    pub started_on: NaiveDate,
    /// To the end of this day.
    pub due_on: NaiveDate,
    /// To this instant, where the law counts hours.
    pub due_at: Option<At>,
    /// Computed beyond the days whose holidays are known.
    pub provisional: bool,
    /// `open`, `met`, `late`, `cancelled`, `paused` or `breached`.
    pub status: String,
    /// How it was computed, as JSON.
    pub computation: String,
    /// The event that opened it.
    pub opened_seq: i64,
    /// The day it was closed.
    pub closed_on: Option<NaiveDate>,
    /// When recorded.
    pub created_at: At,
    /// The document or person that it is about, where there may be several.
    pub about_id: Option<AnyId>,
    /// Of this matter.
    pub matter_id: Option<MatterId>,
}

/// What a deadline hangs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    /// A case.
    Case(CaseId),
    /// An asset.
    Asset(AssetId),
    /// A request.
    Request(RequestId),
    /// A judgment.
    Judgment(JudgmentId),
    /// A matter.
    Matter(MatterId),
}

/// Opens deadlines.
pub fn insert_many(conn: &mut Conn, opened: &[Deadline]) -> Result<(), StoreError> {
    insert_rows!(conn, deadlines::table, opened);
    Ok(())
}

/// Those of an owner that still run, or would if they were not paused.
pub fn open_by(conn: &mut Conn, owner: Owner) -> Result<Vec<Deadline>, StoreError> {
    let query = owned(owner).filter(deadlines::status.eq_any(["open", "paused", "breached"]));
    let query = query.select(Deadline::as_select());
    Ok(query.order(deadlines::id).limit(super::MAX_ROWS).load(conn)?)
}

/// All of an owner's, by key.
pub fn by(
    conn: &mut Conn,
    owner: Owner,
    after: Option<DeadlineId>,
    limit: i64,
) -> Result<Vec<Deadline>, StoreError> {
    let mut query = owned(owner);
    if let Some(after) = after {
        query = query.filter(deadlines::id.gt(after));
    }
    let query = query.select(Deadline::as_select());
    Ok(query.order(deadlines::id).limit(bounded(limit)).load(conn)?)
}

fn owned(owner: Owner) -> deadlines::BoxedQuery<'static, MultiBackend> {
    let query = deadlines::table.into_boxed();
    match owner {
        Owner::Case(id) => query.filter(deadlines::case_id.eq(id)),
        Owner::Asset(id) => query.filter(deadlines::asset_id.eq(id)),
        Owner::Request(id) => query.filter(deadlines::request_id.eq(id)),
        Owner::Judgment(id) => query.filter(deadlines::judgment_id.eq(id)),
        Owner::Matter(id) => query.filter(deadlines::matter_id.eq(id)),
    }
}

/// Closes deadlines that still run or are paused. One that was closed already makes it [`StoreError::Stale`].
pub fn close(conn: &mut Conn, ids: &[DeadlineId], status: &str, on: NaiveDate) -> Result<(), StoreError> {
    for batch in ids.chunks(500) {
        let running = deadlines::table
            .filter(deadlines::id.eq_any(batch.iter().copied()))
            .filter(deadlines::closed_on.is_null());
        let change = (deadlines::status.eq(status), deadlines::closed_on.eq(on));
        if diesel::update(running).set(change).execute(conn)? != batch.len() {
            return Err(StoreError::Stale);
        }
    }
    Ok(())
}

/// Marks a deadline that nobody met in time. It stays unclosed until it is met late or cancelled.
pub fn breach(conn: &mut Conn, id: DeadlineId) -> Result<(), StoreError> {
    let open = deadlines::table.find(id).filter(deadlines::status.eq("open"));
    changed_one(diesel::update(open).set(deadlines::status.eq("breached")).execute(conn)?)
}

/// Stops a deadline from running; the computation says from when.
pub fn pause(conn: &mut Conn, id: DeadlineId, computation: &str) -> Result<(), StoreError> {
    let open = deadlines::table.find(id).filter(deadlines::status.eq("open"));
    let change = (deadlines::status.eq("paused"), deadlines::computation.eq(computation));
    changed_one(diesel::update(open).set(change).execute(conn)?)
}

/// Lets a paused deadline run on to its new end, with the computation that explains it.
pub fn resume(
    conn: &mut Conn,
    id: DeadlineId,
    due_on: NaiveDate,
    due_at: Option<At>,
    computation: &str,
) -> Result<(), StoreError> {
    let paused = deadlines::table.find(id).filter(deadlines::status.eq("paused"));
    let change = (
        deadlines::status.eq("open"),
        deadlines::due_on.eq(due_on),
        deadlines::due_at.eq(due_at),
        deadlines::computation.eq(computation),
    );
    changed_one(diesel::update(paused).set(change).execute(conn)?)
}

/// Hands the unclosed deadlines of a case, its assets' among them, to another division and officer.
pub fn reassign(
    conn: &mut Conn,
    case: CaseId,
    division: Option<OfficeId>,
    officer: Option<UserId>,
) -> Result<usize, StoreError> {
    // What hangs on a matter about the case is not the officer's.
    let unclosed = deadlines::table
        .filter(deadlines::case_id.eq(case))
        .filter(deadlines::matter_id.is_null())
        .filter(deadlines::closed_on.is_null());
    let change = (deadlines::division_id.eq(division), deadlines::officer_id.eq(officer));
    Ok(diesel::update(unclosed).set(change).execute(conn)?)
}

/// Which deadlines to list.
#[derive(Debug, Clone, Default)]
pub struct DeadlineFilter {
    /// Of this parameter.
    pub key: Option<String>,
    /// With this status.
    pub status: Option<String>,
    /// Of this division.
    pub division: Option<OfficeId>,
    /// Of this officer.
    pub officer: Option<UserId>,
    /// Those of confidential matters too: for the software itself only.
    pub confidential: bool,
    /// Due on this day or later.
    pub due_from: Option<NaiveDate>,
    /// Due on this day or earlier.
    pub due_to: Option<NaiveDate>,
}

/// The deadlines in scope, the earliest first; `after` is the day and the key of the last one seen.
pub fn list(
    conn: &mut Conn,
    scope: &Scope,
    filter: &DeadlineFilter,
    after: Option<(NaiveDate, DeadlineId)>,
    limit: i64,
) -> Result<Vec<Deadline>, StoreError> {
    let mut query = deadlines::table.into_boxed();
    for office in scope.office.iter().copied() {
        query = query.filter(deadlines::office_id.eq(office));
    }
    for division in scope.division.iter().chain(&filter.division).copied() {
        query = query.filter(deadlines::division_id.eq(division));
    }
    for officer in scope.officer.iter().chain(&filter.officer).copied() {
        query = query.filter(deadlines::officer_id.eq(officer));
    }
    if !filter.confidential {
        let hidden = matters::table.filter(matters::confidential.eq(true)).select(matters::id.nullable());
        query = query.filter(deadlines::matter_id.is_null().or(deadlines::matter_id.ne_all(hidden)));
    }
    if let Some(key) = &filter.key {
        query = query.filter(deadlines::key.eq(key));
    }
    if let Some(status) = &filter.status {
        query = query.filter(deadlines::status.eq(status));
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
    let query = query.select(Deadline::as_select());
    Ok(query.order((deadlines::due_on, deadlines::id)).limit(bounded(limit)).load(conn)?)
}

/// Open deadlines of every office that ended before a day, for the loop that lets time pass.
pub fn due_before(
    conn: &mut Conn,
    day: NaiveDate,
    after: Option<(NaiveDate, DeadlineId)>,
    limit: i64,
) -> Result<Vec<Deadline>, StoreError> {
    let filter = DeadlineFilter {
        status: Some("open".to_owned()),
        due_to: day.pred_opt(),
        confidential: true,
        ..Default::default()
    };
    list(conn, &Scope::default(), &filter, after, limit)
}
