//! A newer calendar: which running deadlines it gives another last day, and moving them. A move is an event of its own in the
//! history of whatever owns the deadline, whose own copy of the day moves along; the computation of before is kept. Nothing
//! moves unless an administrator says so.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;
use validator::Validate;

use super::breaches::{self, brief, by_owner, retried};
use super::context::{Core, actor, anywhere};
use super::convert::{asset_row, case_row, value};
use super::deadlines::end;
use super::error::{ApiError, ApiResult, Code};
use super::idempotency::{Answer, Once, idempotent, remembered};
use super::record::Recording;
use super::scope;
use crate::domain::actor::{Actor, Role};
use crate::domain::asset::Asset;
use crate::domain::case::Case;
use crate::domain::deadline::{DeadlineStatus, Reason, Reckoning};
use crate::domain::ids::{AssetId, CaseId, DeadlineId, JudgmentId, OfficeId, RequestId, UserId};
use crate::domain::law::Law;
use crate::domain::moved::Move;
use crate::store::deadline_calendar::{self, Place};
use crate::store::deadlines::{self, Deadline, End, Owner};
use crate::store::{At, Conn, MAX_ROWS, Scope, Store, assets, cases};

/// How many deadlines one request looks at unless told.
const BATCH: u32 = 200;

/// A deadline that the calendar now loaded would move.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CalendarChange {
    /// The deadline.
    pub deadline: DeadlineId,
    /// The key in the law data.
    pub key: String,
    /// Where it stands.
    pub status: DeadlineStatus,
    /// The agency.
    pub office: OfficeId,
    /// The case.
    pub case: Option<CaseId>,
    /// The asset.
    pub asset: Option<AssetId>,
    /// The request.
    pub request: Option<RequestId>,
    /// The judgment.
    pub judgment: Option<JudgmentId>,
    /// The edition of the calendar by which it was counted; empty where that was not kept yet.
    #[schema(example = "vn-2026-10")]
    pub calendar_then: String,
    /// The edition now loaded.
    #[schema(example = "vn-2026-11")]
    pub calendar_now: String,
    /// Its last day as it stands.
    pub due_then: NaiveDate,
    /// Its last day by the calendar now loaded.
    pub due_now: NaiveDate,
    /// Whether it reaches beyond the known days as it stands.
    pub provisional_then: bool,
    /// Whether it still does.
    pub provisional_now: bool,
    /// Whether a breach that is marked turns out to be none, because the day lies later.
    pub lifts_breach: bool,
    /// Why.
    pub reason: Reason,
}

/// A page of changes and the place to go on from.
pub type Changes = (Vec<CalendarChange>, Option<Place>);

/// Running deadlines that the calendar now loaded would move, by the edition they were counted by. One request looks at a bounded
/// number of deadlines, so that a page may be short or empty and still have a next one. Administrators and auditors see all,
/// others what they may see.
///
/// # Errors
/// 403 for a user who may see no case and administers nothing.
pub async fn list(
    core: &Core,
    user: UserId,
    office: Option<OfficeId>,
    after: Option<Place>,
    most: usize,
) -> ApiResult<Changes> {
    let core = core.clone();
    let store = core.store.clone();
    store
        .run_read(move |conn| {
            let (actor, today) = (actor(conn, user)?, core.clock.today());
            let scope = if anywhere(&actor, &[Role::Admin], today) {
                Scope { office, ..Scope::default() }
            } else {
                scope::for_list(&actor, today, office)?
            };
            page(conn, &core, &scope, after, most)
        })
        .await
}

fn page(
    conn: &mut Conn,
    core: &Core,
    scope: &Scope,
    after: Option<Place>,
    most: usize,
) -> ApiResult<Changes> {
    let edition = core.law.calendar().edition();
    let rows = deadline_calendar::outdated(conn, scope, &edition, after.as_ref(), MAX_ROWS)?;
    let whole = i64::try_from(rows.len()).is_ok_and(|count| count == MAX_ROWS);
    let mut changes = Vec::new();
    for row in &rows {
        if changes.len() == most {
            let last = changes.last().map(|change: &CalendarChange| change.deadline);
            return Ok((changes.clone(), place_of(&rows, last)));
        }
        if let Some(found) = Found::of(&core.law, row, core.clock.now(), core.clock.today())? {
            changes.push(found.view(row, &edition)?);
        }
    }
    let last = rows.last().filter(|_| whole).map(|row| row.id);
    Ok((changes, place_of(&rows, last)))
}

fn place_of(rows: &[Deadline], id: Option<DeadlineId>) -> Option<Place> {
    rows.iter().find(|row| Some(row.id) == id).map(|row| (row.calendar.clone(), row.id))
}

/// What a newer calendar makes of a deadline.
struct Found {
    earlier: Reckoning,
    newer: Reckoning,
    end: End,
    lifts_breach: bool,
}

impl Found {
    /// Nothing when its day and its mark stay.
    fn of(law: &Law, row: &Deadline, now: DateTime<Utc>, today: NaiveDate) -> ApiResult<Option<Found>> {
        let earlier: Reckoning = value(&row.computation)?;
        let Some(newer) = earlier.recomputed_by(law, row.provisional, today) else { return Ok(None) };
        let open = end(law, row, &newer, row.created_at.utc())?;
        let status: DeadlineStatus = row.status.parse().map_err(ApiError::internal)?;
        let still_over = open.lapses_at.is_none_or(|moment| moment <= At::from(now));
        let lifts_breach = status == DeadlineStatus::Breached && !still_over;
        let end = match status {
            DeadlineStatus::Open => open,
            DeadlineStatus::Breached if lifts_breach => open,
            DeadlineStatus::Breached => {
                let breached_at = open.lapses_at.or(row.breached_at);
                End { status: row.status.clone(), lapses_at: None, alarm_at: None, breached_at, ..open }
            }
            _ => End { status: row.status.clone(), lapses_at: None, alarm_at: None, ..open },
        };
        Ok(Some(Found { earlier, newer, end, lifts_breach }))
    }

    fn view(&self, row: &Deadline, edition: &str) -> ApiResult<CalendarChange> {
        Ok(CalendarChange {
            deadline: row.id,
            key: row.key.clone(),
            status: row.status.parse().map_err(ApiError::internal)?,
            office: row.office_id,
            case: row.case_id,
            asset: row.asset_id,
            request: row.request_id,
            judgment: row.judgment_id,
            calendar_then: row.calendar.clone(),
            calendar_now: edition.to_owned(),
            due_then: row.due_on,
            due_now: self.end.due_on,
            provisional_then: row.provisional,
            provisional_now: self.end.provisional,
            lifts_breach: self.lifts_breach,
            reason: self.earlier.reason(&self.newer),
        })
    }

    fn effects(&self, law: &Law, row: &Deadline) -> Value {
        json!({
            "deadline": brief(law, row),
            "calendar": { "from": row.calendar, "to": self.end.calendar },
            "due_on": { "from": row.due_on, "to": self.end.due_on },
            "provisional": { "from": row.provisional, "to": self.end.provisional },
            "lifts_breach": self.lifts_breach,
            "reason": self.earlier.reason(&self.newer),
        })
    }
}

/// Whether any running deadline was counted by another calendar than the one now loaded.
///
/// # Errors
/// The database's failure.
pub fn is_behind(core: &Core) -> ApiResult<bool> {
    let edition = core.law.calendar().edition();
    let everywhere = Scope::default();
    let first = core.store.read(|conn| deadline_calendar::outdated(conn, &everywhere, &edition, None, 1))?;
    Ok(!first.is_empty())
}

/// How many deadlines to look at.
#[derive(Debug, Clone, Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"limit": 200}))]
pub struct CalendarMove {
    /// At most so many in this request; 200 unless told.
    #[validate(range(min = 1, max = 1000))]
    pub limit: Option<u32>,
}

/// What one request moved.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct CalendarMoved {
    /// The edition of the calendar now loaded.
    #[schema(example = "vn-2026-11")]
    pub calendar: String,
    /// Deadlines given another last day, or freed of being provisional.
    pub moved: usize,
    /// Deadlines whose day stays.
    pub confirmed: usize,
    /// Deadlines that could not be looked at; the server's log says why.
    pub failed: usize,
    /// Whether more are left: send the request again.
    pub remaining: bool,
}

/// Moves the next deadlines, one transaction for each owner's: it can be broken off and taken up again at any point, and done
/// twice it does nothing more. For administrators.
///
/// # Errors
/// 403 for others.
pub async fn apply(core: &Core, once: Once, asked: CalendarMove) -> ApiResult<Answer> {
    let core = core.clone();
    let store = core.store.clone();
    store
        .run(move |store| {
            let (actor, earlier) = store.read(|conn| -> ApiResult<_> {
                let actor = actor(conn, once.user)?;
                Ok((actor, remembered(conn, &once)?))
            })?;
            if !anywhere(&actor, &[Role::Admin], core.clock.today()) {
                return Err(ApiError::forbidden());
            }
            if let Some(earlier) = earlier {
                return Ok(earlier);
            }
            let moved = batch(store, &core, &actor, asked.limit.unwrap_or(BATCH))?;
            // The work is many transactions: the answer is kept in one after them, and a repeated request finds nothing to do.
            store.write(|conn| idempotent(conn, &once, core.clock.now(), |_| Answer::ok(&moved)))
        })
        .await
}

fn batch(store: &Store, core: &Core, actor: &Actor, limit: u32) -> ApiResult<CalendarMoved> {
    let edition = core.law.calendar().edition();
    let limit = i64::from(limit);
    let everywhere = Scope::default();
    let rows = store.read(|conn| deadline_calendar::outdated(conn, &everywhere, &edition, None, limit))?;
    let mut done = CalendarMoved { calendar: edition.clone(), ..CalendarMoved::default() };
    for (owner, ids) in by_owner(&rows) {
        match retried(|| move_one_owners(store, core, actor, owner, &ids)) {
            Ok((moved, confirmed)) => {
                done.moved += moved;
                done.confirmed += confirmed;
            }
            Err(error) if error.code == Code::NotReady => return Err(error),
            Err(error) => {
                log::error!("deadlines could not be moved by the calendar: {error}");
                done.failed += ids.len();
            }
        }
    }
    done.remaining = is_behind(core)?;
    Ok(done)
}

fn move_one_owners(
    store: &Store,
    core: &Core,
    actor: &Actor,
    owner: Owner,
    ids: &[DeadlineId],
) -> ApiResult<(usize, usize)> {
    let (now, today) = (core.clock.now(), core.clock.today());
    let at = Recording { law: &core.law, actor, on: today, now };
    let edition = core.law.calendar().edition();
    store.write(|conn| {
        let doc = deadlines::hold(conn, owner)?;
        let (mut moves, mut confirmed) = (Vec::new(), 0);
        for id in ids {
            // Read again: it may have been closed or moved since it was found.
            let row = deadlines::find(conn, *id)?;
            let Some(row) = row.filter(|row| row.closed_on.is_none() && row.calendar != edition) else {
                continue;
            };
            match Found::of(&core.law, &row, now, today)? {
                Some(found) => moves.push((row, found)),
                None => {
                    deadline_calendar::confirm(conn, *id, &edition, At::from(now))?;
                    confirmed += 1;
                }
            }
        }
        let after = follow(conn, owner, &doc, &moves, At::from(now))?;
        for (row, found) in &moves {
            deadlines::set_end(conn, row.id, &row.status, &found.end, At::from(now))?;
            let effects = found.effects(&core.law, row);
            breaches::write(conn, &at, row, ("D-MOVE", "move_deadline"), effects, after.clone())?;
        }
        Ok((moves.len(), confirmed))
    })
}

/// Moves the copies of the days that the owner keeps, and gives the owner as it then is.
fn follow(
    conn: &mut Conn,
    owner: Owner,
    doc: &str,
    moves: &[(Deadline, Found)],
    now: At,
) -> ApiResult<Value> {
    let steps = || {
        moves.iter().map(|(row, found)| Move {
            key: &row.key,
            about: row.about_id.map(|id| id.0),
            from: row.due_on,
            to: found.end.due_on,
        })
    };
    match owner {
        Owner::Case(_) => {
            let mut case: Case = value(doc)?;
            if steps().filter(|step| step.in_case(&mut case)).count() > 0 {
                case.version += 1;
                cases::compare_and_set(conn, &case_row(&case, now, 1)?)?;
                return serde_json::to_value(&case).map_err(ApiError::internal);
            }
        }
        Owner::Asset(_) => {
            let mut asset: Asset = value(doc)?;
            if steps().filter(|step| step.in_asset(&mut asset)).count() > 0 {
                asset.version += 1;
                assets::compare_and_set(conn, &asset_row(&asset, now, 1)?)?;
                return serde_json::to_value(&asset).map_err(ApiError::internal);
            }
        }
        Owner::Request(_) | Owner::Judgment(_) | Owner::Matter(_) => {}
    }
    value(doc)
}
