//! Breaches: what the office owed and did not do in time. Each is marked once, at its moment, and becomes an event in the history of
//! the aggregate that owns the deadline, which it leaves as it is. What a party let run out is no breach.

use serde_json::{Value, json};

use super::clock::legal_day;
use super::context::Core;
use super::convert::value;
use super::error::{ApiError, ApiResult, Code};
use super::record::{self, History, Recording};
use super::time;
use crate::domain::actor::Actor;
use crate::domain::ids::{DeadlineId, UserId};
use crate::domain::law::Law;
use crate::store::deadlines::{self, Deadline, Owner};
use crate::store::{At, Conn, matters};

/// How many lapsed deadlines are read at once.
const PAGE: i64 = 200;
/// At most so many are marked in one look at the clock; the rest waits for the next.
const PER_LOOK: usize = 5_000;
/// How often an aggregate is tried that somebody else is just writing to.
const ATTEMPTS: usize = 3;

/// Marks what has lapsed by now, the earliest first, and tells how many. Any number of processes may do so at once.
///
/// # Errors
/// The database's failure; what was marked stays marked.
pub(super) fn look(core: &Core, system: UserId) -> ApiResult<usize> {
    let now = At::from(core.clock.now());
    let (mut marked, mut seen, mut after) = (0, 0, None);
    while seen < PER_LOOK {
        let page = core.store.read(|conn| deadlines::lapsed(conn, now, after, PAGE))?;
        for (owner, ids) in by_owner(&page) {
            match retried(|| mark_one_owners(core, system, owner, &ids)) {
                Ok(count) => marked += count,
                Err(error) if error.code == Code::NotReady => return Err(error),
                // The others must not wait for it.
                Err(error) => log::error!("a breach could not be marked yet: {error}"),
            }
        }
        seen += page.len();
        match page.last() {
            Some(last) if i64::try_from(page.len()).is_ok_and(|rows| rows == PAGE) => {
                after = last.lapses_at.map(|moment| (moment, last.id));
            }
            _ => break,
        }
    }
    Ok(marked)
}

/// The deadlines of each owner together: its history is written by one transaction.
pub(super) fn by_owner(rows: &[Deadline]) -> Vec<(Owner, Vec<DeadlineId>)> {
    let mut groups: Vec<(Owner, Vec<DeadlineId>)> = Vec::new();
    let mut owned: Vec<(Owner, DeadlineId)> =
        rows.iter().filter_map(|row| Some((row.owner()?, row.id))).collect();
    owned.sort_by_key(|(owner, _)| *owner);
    for (owner, id) in owned {
        match groups.last_mut() {
            Some((last, ids)) if *last == owner => ids.push(id),
            _ => groups.push((owner, vec![id])),
        }
    }
    groups
}

/// Tries again what failed because somebody else was writing.
pub(super) fn retried<T>(mut work: impl FnMut() -> ApiResult<T>) -> ApiResult<T> {
    let mut attempt = 1;
    loop {
        match work() {
            Err(error) if attempt < ATTEMPTS && is_passing(error.code) => attempt += 1,
            other => return other,
        }
    }
}

fn is_passing(code: Code) -> bool {
    matches!(code, Code::Duplicate | Code::Stale | Code::NotReady)
}

fn mark_one_owners(core: &Core, system: UserId, owner: Owner, ids: &[DeadlineId]) -> ApiResult<usize> {
    let now = core.clock.now();
    core.store.write(|conn| {
        let after = value(&deadlines::hold(conn, owner)?)?;
        let mut marked = 0;
        for id in ids {
            let software = Actor { user: system, grants: Vec::new(), delegations: Vec::new() };
            let at = Recording { law: &core.law, actor: &software, on: legal_day(now), now };
            marked += usize::from(mark(conn, &at, *id, &after)?);
        }
        Ok(marked)
    })
}

/// Marks deadlines that an act finds lapsed and unmarked; by the software, in the act's own transaction.
pub(super) fn mark_all(conn: &mut Conn, at: &Recording<'_>, found: &[&Deadline]) -> ApiResult<()> {
    if found.is_empty() {
        return Ok(());
    }
    let software =
        Actor { user: time::software(conn, At::from(at.now))?, grants: Vec::new(), delegations: Vec::new() };
    let at = Recording { law: at.law, actor: &software, on: at.on, now: at.now };
    let rows: Vec<Deadline> = found.iter().map(|deadline| (*deadline).clone()).collect();
    for (owner, ids) in by_owner(&rows) {
        let after = value(&deadlines::hold(conn, owner)?)?;
        for id in ids {
            mark(conn, &at, id, &after)?;
        }
    }
    Ok(())
}

/// Marks one, whose owner is held; false when it was closed, paused, moved or marked in the meantime.
fn mark(conn: &mut Conn, at: &Recording<'_>, id: DeadlineId, after: &Value) -> ApiResult<bool> {
    if !deadlines::breach(conn, id, At::from(at.now))? {
        return Ok(false);
    }
    let deadline = deadlines::find(conn, id)?.ok_or_else(ApiError::not_found)?;
    let on = deadline.breached_at.map_or(at.on, |moment| legal_day(moment.utc()));
    let at = Recording { law: at.law, actor: at.actor, on, now: at.now };
    let effects = json!({ "deadline": brief(at.law, &deadline) });
    write(conn, &at, &deadline, ("D-BREACH", "mark_breach"), effects, after.clone())?;
    Ok(true)
}

/// Takes a breach back that was none: the act was done in time and entered later. The mark stays in the history.
pub(super) fn lift(conn: &mut Conn, at: &Recording<'_>, deadline: &Deadline) -> ApiResult<()> {
    let owner = deadline.owner().ok_or_else(|| ApiError::internal("a deadline of nothing"))?;
    let after = value(&deadlines::hold(conn, owner)?)?;
    let effects = json!({ "deadline": brief(at.law, deadline), "done_on": at.on });
    deadlines::lift(conn, deadline.id, At::from(at.now))?;
    write(conn, at, deadline, ("D-LIFT", "lift_breach"), effects, after)
}

/// What an event says of the deadline it is about.
pub(super) fn brief(law: &Law, deadline: &Deadline) -> Value {
    let citation = law.parameter(&deadline.key, deadline.started_on).ok().map(|found| &found.citation);
    json!({
        "id": deadline.id,
        "key": deadline.key,
        "regime": deadline.regime,
        "citation": citation,
        "about": deadline.about_id.map(|id| id.0),
        "started_on": deadline.started_on,
        "due_on": deadline.due_on,
        "due_at": deadline.due_at.map(At::utc),
        "breached_at": deadline.breached_at.map(At::utc),
        "calendar": deadline.calendar,
    })
}

/// Adds an event to the history of the deadline's owner, whose after-image is the owner as it is; of the deadline it says what it is now.
pub(super) fn write(
    conn: &mut Conn,
    at: &Recording<'_>,
    deadline: &Deadline,
    (code, action): (&'static str, &'static str),
    effects: Value,
    after: Value,
) -> ApiResult<()> {
    let (aggregate, id) = match deadline.owner() {
        Some(Owner::Case(id)) => ("case".to_owned(), id.0),
        Some(Owner::Asset(id)) => ("asset".to_owned(), id.0),
        Some(Owner::Request(id)) => ("request".to_owned(), id.0),
        Some(Owner::Judgment(id)) => ("judgment".to_owned(), id.0),
        Some(Owner::Matter(id)) => (matters::kind(conn, id)?, id.0),
        None => return Err(ApiError::internal("a deadline of nothing")),
    };
    let office = deadline.office_id;
    let effects = super::known::with(conn, effects, &[deadline.id], &[])?;
    let history = History { aggregate: aggregate.into(), id, case: deadline.case_id, office, code, action };
    record::append(conn, at, &history, None, json!([]), effects, after)?;
    Ok(())
}
