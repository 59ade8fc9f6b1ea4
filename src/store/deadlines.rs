//! Deadlines that were opened: what they run from, how they were computed, what became of them. It computes none. Lists across
//! cases stand in [`super::deadline_lists`], what a newer calendar asks for in [`super::deadline_calendar`].

use chrono::NaiveDate;
use diesel::prelude::*;

use super::conn::MultiBackend;
use super::rows::{bounded, changed_one, insert_rows};
use super::schema::{assets, cases, deadlines, judgments, matters, requests};
use super::schema_past::deadline_versions;
use super::versions::{copy_versions, end_versions};
use super::{AnyId, At, Conn, StoreError};
use crate::domain::deadline::DeadlineStatus;
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
    /// `office`, `party` or `other`; nothing for a row of before this was kept.
    pub duty: Option<String>,
    /// Taken over from another system: never a breach.
    pub imported: bool,
    /// While it is open: from when on it is breached; nothing where running out is no breach.
    pub lapses_at: Option<At>,
    /// While it is open: from when on an alarm sounds.
    pub alarm_at: Option<At>,
    /// The moment of the breach.
    pub breached_at: Option<At>,
    /// The edition of the calendar by which its last day holds.
    pub calendar: String,
}

impl Deadline {
    /// The aggregate whose act opened it, into whose history its events go.
    pub fn owner(&self) -> Option<Owner> {
        let case = self.case_id.map(Owner::Case);
        let before = self.request_id.map(Owner::Request).or(self.judgment_id.map(Owner::Judgment));
        let beside = self.asset_id.map(Owner::Asset).or(self.matter_id.map(Owner::Matter));
        beside.or(before).or(case)
    }
}

/// What a deadline hangs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
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

/// Copies rows into their versions.
macro_rules! copy {
    ($conn:expr, $ids:expr, $from:expr) => {
        copy_versions!($conn, deadlines => deadline_versions [
            id, office_id, division_id, officer_id, case_id, request_id, judgment_id, asset_id, key, regime, started_on,
            due_on, due_at, provisional, status, computation, opened_seq, closed_on, created_at, about_id, matter_id, duty,
            imported, lapses_at, alarm_at, breached_at, calendar,
        ], $ids, $from)
    };
}

/// Opens deadlines, known from when they were recorded.
pub fn insert_many(conn: &mut Conn, opened: &[Deadline]) -> Result<(), StoreError> {
    insert_rows!(conn, deadlines::table, opened);
    let ids: Vec<DeadlineId> = opened.iter().map(|row| row.id).collect();
    copy!(conn, ids, deadlines::created_at);
    Ok(())
}

/// Keeps what changed rows are now as their newest versions.
pub(super) fn keep(conn: &mut Conn, ids: &[DeadlineId], now: At) -> Result<(), StoreError> {
    end_versions!(conn, deadline_versions::id, ids, now);
    copy!(conn, ids, diesel::IntoSql::into_sql::<super::types::Instant>(now));
    Ok(())
}

/// Those of an owner that are not closed: running, paused, or breached and still to be done.
pub fn open_by(conn: &mut Conn, owner: Owner) -> Result<Vec<Deadline>, StoreError> {
    let query = owned(owner).filter(deadlines::closed_on.is_null());
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

/// Those of a case that were opened at one instant: by one act.
pub fn opened_at(conn: &mut Conn, case: CaseId, instant: impl Into<At>) -> Result<Vec<Deadline>, StoreError> {
    let query = owned(Owner::Case(case)).filter(deadlines::created_at.eq(instant.into()));
    let query = query.select(Deadline::as_select());
    Ok(query.order(deadlines::id).limit(super::MAX_ROWS).load(conn)?)
}

/// The last day of the newest of an owner's with this key.
pub fn last(conn: &mut Conn, owner: Owner, key: &str) -> Result<Option<NaiveDate>, StoreError> {
    let query = owned(owner).filter(deadlines::key.eq(key.to_owned())).select(deadlines::due_on);
    Ok(query.order(deadlines::id.desc()).first(conn).optional()?)
}

/// Those of an owner with one of these keys that were closed on a day.
pub fn closed_on(
    conn: &mut Conn,
    owner: Owner,
    keys: &[String],
    on: NaiveDate,
) -> Result<Vec<Deadline>, StoreError> {
    let query = owned(owner).filter(deadlines::closed_on.eq(on));
    let query = query.filter(deadlines::key.eq_any(keys.to_vec())).select(Deadline::as_select());
    Ok(query.order(deadlines::id).limit(super::MAX_ROWS).load(conn)?)
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

/// Deadlines by their identifiers, in the order of the key.
pub fn by_ids(conn: &mut Conn, ids: &[DeadlineId]) -> Result<Vec<Deadline>, StoreError> {
    let mut found = Vec::with_capacity(ids.len());
    for batch in ids.chunks(500) {
        let query = deadlines::table.filter(deadlines::id.eq_any(batch.iter().copied()));
        found.extend(query.select(Deadline::as_select()).load::<Deadline>(conn)?);
    }
    found.sort_by_key(|row| row.id);
    Ok(found)
}

/// One deadline.
pub fn find(conn: &mut Conn, id: DeadlineId) -> Result<Option<Deadline>, StoreError> {
    Ok(deadlines::table.find(id).select(Deadline::as_select()).first(conn).optional()?)
}

/// The document of an owner, which nobody else changes until the transaction ends. Whoever adds to its history without
/// changing it must come through here: two who write the same place of a history would disturb each other.
pub fn hold(conn: &mut Conn, owner: Owner) -> Result<String, StoreError> {
    macro_rules! doc {
        ($table:ident, $id:expr) => {{
            let query = $table::table.find($id).select($table::doc);
            match conn {
                Conn::Pg(conn) => query.for_no_key_update().first(conn),
                // The transaction has the write lock of the whole file.
                Conn::Sqlite(conn) => query.first(conn),
            }
        }};
    }
    Ok(match owner {
        Owner::Case(id) => doc!(cases, id),
        Owner::Asset(id) => doc!(assets, id),
        Owner::Request(id) => doc!(requests, id),
        Owner::Judgment(id) => doc!(judgments, id),
        Owner::Matter(id) => doc!(matters, id),
    }?)
}

/// Closes deadlines that are not closed yet. One that was closed already, or marked as breached since it was read (or not
/// marked, where it is closed as a breach), makes it [`StoreError::Stale`].
pub fn close(
    conn: &mut Conn,
    ids: &[DeadlineId],
    status: DeadlineStatus,
    on: NaiveDate,
    now: At,
) -> Result<(), StoreError> {
    for batch in ids.chunks(500) {
        let unclosed = deadlines::table
            .filter(deadlines::id.eq_any(batch.iter().copied()))
            .filter(deadlines::closed_on.is_null());
        let change = (deadlines::status.eq(status.as_str()), deadlines::closed_on.eq(on), nothing_to_watch());
        let closed = if status.is_breach() {
            diesel::update(unclosed.filter(deadlines::breached_at.is_not_null())).set(change).execute(conn)?
        } else {
            diesel::update(unclosed.filter(deadlines::breached_at.is_null())).set(change).execute(conn)?
        };
        if closed != batch.len() {
            return Err(StoreError::Stale);
        }
    }
    keep(conn, ids, now)
}

type Unwatched =
    (diesel::dsl::Eq<deadlines::lapses_at, Option<At>>, diesel::dsl::Eq<deadlines::alarm_at, Option<At>>);

/// What does not run can neither lapse nor sound an alarm.
fn nothing_to_watch() -> Unwatched {
    (deadlines::lapses_at.eq(None::<At>), deadlines::alarm_at.eq(None::<At>))
}

/// Marks an open deadline that has lapsed by now; false when it has not, or was closed, paused or marked before. It stays
/// unclosed until it is done late or its case ends.
pub fn breach(conn: &mut Conn, id: DeadlineId, now: At) -> Result<bool, StoreError> {
    let lapsed =
        deadlines::table.find(id).filter(deadlines::status.eq("open")).filter(deadlines::lapses_at.le(now));
    let change = (
        deadlines::status.eq("breached"),
        deadlines::breached_at.eq(deadlines::lapses_at),
        nothing_to_watch(),
    );
    let marked = diesel::update(lapsed).set(change).execute(conn)? == 1;
    if marked {
        keep(conn, &[id], now)?;
    }
    Ok(marked)
}

/// Takes the moment of a breach away that was none: done in time, entered later.
pub fn lift(conn: &mut Conn, id: DeadlineId, now: At) -> Result<(), StoreError> {
    let marked = deadlines::table.find(id).filter(deadlines::breached_at.is_not_null());
    changed_one(diesel::update(marked).set(deadlines::breached_at.eq(None::<At>)).execute(conn)?)?;
    keep(conn, &[id], now)
}

/// Stops a deadline from running; the computation says from when.
pub fn pause(conn: &mut Conn, id: DeadlineId, computation: &str, now: At) -> Result<(), StoreError> {
    let open = deadlines::table.find(id).filter(deadlines::status.eq("open"));
    let change = (deadlines::status.eq("paused"), deadlines::computation.eq(computation), nothing_to_watch());
    changed_one(diesel::update(open).set(change).execute(conn)?)?;
    keep(conn, &[id], now)
}

/// An end, the computation that explains it, and what is to be watched until then.
#[derive(Debug, Clone, PartialEq, Eq, AsChangeset)]
#[diesel(table_name = deadlines, treat_none_as_null = true)]
pub struct End {
    /// To the end of this day.
    pub due_on: NaiveDate,
    /// To this instant.
    pub due_at: Option<At>,
    /// Computed beyond the days whose holidays are known.
    pub provisional: bool,
    /// How it was computed, as JSON.
    pub computation: String,
    /// The edition of the calendar.
    pub calendar: String,
    /// The status that follows.
    pub status: String,
    /// From when on it is breached.
    pub lapses_at: Option<At>,
    /// From when on an alarm sounds.
    pub alarm_at: Option<At>,
    /// The moment of the breach.
    pub breached_at: Option<At>,
}

/// Gives a deadline another end, if its status is still the one read.
pub fn set_end(conn: &mut Conn, id: DeadlineId, was: &str, end: &End, now: At) -> Result<(), StoreError> {
    let row = deadlines::table.find(id).filter(deadlines::status.eq(was));
    changed_one(diesel::update(row.filter(deadlines::closed_on.is_null())).set(end).execute(conn)?)?;
    keep(conn, &[id], now)
}

/// Hands the unclosed deadlines of a case, its assets' among them, to another division and officer; tells which.
pub fn reassign(
    conn: &mut Conn,
    case: CaseId,
    division: Option<OfficeId>,
    officer: Option<UserId>,
    now: At,
) -> Result<Vec<DeadlineId>, StoreError> {
    // What hangs on a matter about the case is not the officer's.
    let unclosed = deadlines::table
        .filter(deadlines::case_id.eq(case))
        .filter(deadlines::matter_id.is_null())
        .filter(deadlines::closed_on.is_null());
    let ids: Vec<DeadlineId> = unclosed.select(deadlines::id).load(conn)?;
    let change = (deadlines::division_id.eq(division), deadlines::officer_id.eq(officer));
    for batch in ids.chunks(500) {
        let rows = deadlines::table.filter(deadlines::id.eq_any(batch.iter().copied()));
        diesel::update(rows).set(change).execute(conn)?;
    }
    keep(conn, &ids, now)?;
    Ok(ids)
}

/// Open deadlines of every office that have lapsed, the earliest first; `after` is the moment and the key of the last one seen.
pub fn lapsed(
    conn: &mut Conn,
    now: At,
    after: Option<(At, DeadlineId)>,
    limit: i64,
) -> Result<Vec<Deadline>, StoreError> {
    let mut query = deadlines::table.into_boxed();
    query = query.filter(deadlines::lapses_at.le(now));
    if let Some((moment, id)) = after {
        query = query.filter(deadlines::lapses_at.ge(moment));
        query = query.filter(deadlines::lapses_at.gt(moment).or(deadlines::id.gt(id)));
    }
    let query = query.select(Deadline::as_select());
    Ok(query.order((deadlines::lapses_at, deadlines::id)).limit(bounded(limit)).load(conn)?)
}

/// Cases in a stage whose open deadline of this key ended before a day, each with that end, the earliest first.
pub fn run_out(
    conn: &mut Conn,
    (key, stage): (&str, &str),
    day: NaiveDate,
    after: Option<(NaiveDate, DeadlineId)>,
    limit: i64,
) -> Result<Vec<(NaiveDate, DeadlineId, CaseId)>, StoreError> {
    let of_case = cases::table.on(deadlines::case_id.eq(cases::id.nullable()));
    let mut query = deadlines::table.inner_join(of_case).into_boxed();
    query = query.filter(deadlines::key.eq(key.to_owned())).filter(deadlines::status.eq("open"));
    query = query.filter(deadlines::due_on.lt(day)).filter(cases::stage.eq(stage.to_owned()));
    if let Some((due, id)) = after {
        query = query.filter(deadlines::due_on.ge(due));
        query = query.filter(deadlines::due_on.gt(due).or(deadlines::id.gt(id)));
    }
    let query = query.select((deadlines::due_on, deadlines::id, cases::id));
    Ok(query.order((deadlines::due_on, deadlines::id)).limit(bounded(limit)).load(conn)?)
}

/// Rows of before this was kept: they do not say yet whose period they are.
pub fn unwatched(conn: &mut Conn, limit: i64) -> Result<Vec<Deadline>, StoreError> {
    let query = deadlines::table.filter(deadlines::duty.is_null()).select(Deadline::as_select());
    Ok(query.order(deadlines::id).limit(bounded(limit)).load(conn)?)
}

/// Says it for one of them, as the row now has it; one that somebody else has just changed is left for the next time.
pub fn set_watch(conn: &mut Conn, watched: &Deadline, now: At) -> Result<(), StoreError> {
    let row = deadlines::table.find(watched.id).filter(deadlines::duty.is_null());
    let row = row.filter(deadlines::status.eq(&watched.status)).filter(deadlines::due_on.eq(watched.due_on));
    let change = (
        deadlines::duty.eq(&watched.duty),
        deadlines::lapses_at.eq(watched.lapses_at),
        deadlines::alarm_at.eq(watched.alarm_at),
        deadlines::breached_at.eq(watched.breached_at),
    );
    if diesel::update(row).set(change).execute(conn)? == 1 {
        keep(conn, &[watched.id], now)?;
    }
    Ok(())
}
