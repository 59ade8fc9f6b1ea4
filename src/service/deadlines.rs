//! Deadlines as records: opened, closed, paused and resumed with the act that causes it. What is read of them stands in
//! [`super::deadline_views`], what time makes of them in [`super::breaches`].

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::breaches;
use super::context::Core;
use super::convert::{text, value};
use super::error::{ApiError, ApiResult};
use super::record::{Place, Recording};
use crate::domain::deadline::{DeadlineStatus, Reckoning};
use crate::domain::ids::{DeadlineId, OfficeId, UserId};
use crate::domain::law::{Duty, Hold, Law, Regime};
use crate::domain::lifecycle::plan::{Change, Closed, Opened, Plan, Running};
use crate::domain::period::midnight;
use crate::store::deadlines::{self, Deadline, End, Owner};
use crate::store::{AnyId, At, Conn, MAX_ROWS, cases};

/// Closes, pauses, resumes and hands over what the plan says, before anything is opened: a periodic deadline is closed and opened by
/// the same act. Tells which deadlines are no longer as they were.
pub(super) fn settle(
    conn: &mut Conn,
    at: &Recording<'_>,
    plan: &Plan,
    place: &Place,
) -> ApiResult<Vec<DeadlineId>> {
    let mut changed = Vec::new();
    let touched = [&plan.paused, &plan.resumed, &plan.cancelled].iter().any(|keys| !keys.is_empty());
    if !plan.closed.is_empty() || !plan.lapsed.is_empty() || plan.running.is_some() || touched {
        let running = deadlines::open_by(conn, owner(place, plan)?)?;
        let running: ApiResult<Vec<_>> =
            running.into_iter().map(|row| adopted(conn, at.law, row, at.now)).collect();
        let running = running?;
        changed.extend(close(conn, at, plan, &running)?);
        let of_its_case = of_its_case(conn, at, plan, place)?;
        changed.extend(close(conn, at, plan, &of_its_case)?);
        changed.extend(move_running(conn, at, plan, &running)?);
    }
    if ["assign_officer", "replace_officer", "reassign_officer"].contains(&plan.action)
        && let Some(case) = place.case
    {
        changed.extend(deadlines::reassign(conn, case, place.division, place.officer, At::from(at.now))?);
    }
    Ok(changed)
}

/// Opens what the plan says, in the name of the event at this place of the history.
pub(super) fn open(
    conn: &mut Conn,
    at: &Recording<'_>,
    plan: &Plan,
    place: &Place,
    opened_seq: i64,
) -> ApiResult<Vec<DeadlineId>> {
    if plan.opened.is_empty() {
        return Ok(Vec::new());
    }
    let hands = hands(conn, place)?;
    let rows: ApiResult<Vec<_>> =
        plan.opened.iter().map(|opened| row(at, opened, place, hands, plan, opened_seq)).collect();
    let rows = rows?;
    deadlines::insert_many(conn, &rows)?;
    Ok(rows.iter().map(|row| row.id).collect())
}

/// What an act on an asset lets fall away in its case: the measure that it ends is the case's, and so are the deadlines about it.
fn of_its_case(conn: &mut Conn, at: &Recording<'_>, plan: &Plan, place: &Place) -> ApiResult<Vec<Deadline>> {
    let Some(case) = place.case.filter(|_| place.asset.is_some() && !plan.lapsed.is_empty()) else {
        return Ok(Vec::new());
    };
    let falls = |row: &Deadline| {
        row.asset_id.is_none() && plan.lapsed.iter().any(|one| one.is(&row.key, row.about_id.map(|id| id.0)))
    };
    let rows = deadlines::open_by(conn, Owner::Case(case))?.into_iter().filter(falls);
    rows.map(|row| adopted(conn, at.law, row, at.now)).collect()
}

/// What the plan's own closings are about: the acting aggregate.
fn owner(place: &Place, plan: &Plan) -> ApiResult<Owner> {
    let none = || ApiError::internal("a plan without an owner of deadlines");
    if let Some(Change::Matter(_)) = plan.changes.first() {
        return place.matter.map(Owner::Matter).ok_or_else(none);
    }
    match plan.lifecycle {
        "asset" => place.asset.map(Owner::Asset).ok_or_else(none),
        "request" => place.request.map(Owner::Request).ok_or_else(none),
        "judgment" => place.judgment.map(Owner::Judgment).ok_or_else(none),
        _ => place.case.map(Owner::Case).ok_or_else(none),
    }
}

/// Who must see to it: what an act on an asset opens is its case's division's and officer's.
fn hands(conn: &mut Conn, place: &Place) -> ApiResult<(Option<OfficeId>, Option<UserId>)> {
    match place.case {
        Some(case) if place.officer.is_none() => Ok(cases::assigned(conn, case)?),
        _ => Ok((place.division, place.officer)),
    }
}

/// At most so many rows of before are filled in in one look at the clock.
const ADOPTED_PER_LOOK: i64 = 20_000;

/// What an ending does not discharge: a signed decision must still be served and sent (L106 35.1–35.2), and a registry told that its
/// restriction is over (ND152 42.7).
const OUTLIVES_THE_CASE: &[&str] = &["notify", "send_vks", "registry.release"];

/// The moment of an act, as far as it is known: of an earlier day only the day is.
fn moment(at: &Recording<'_>) -> DateTime<Utc> {
    let today = super::clock::legal_day(at.now);
    if at.on == today { at.now } else { midnight(at.on).to_utc() }
}

/// Whether a duty was over before the act, be it marked already or not.
fn was_missed(deadline: &Deadline, moment: DateTime<Utc>) -> bool {
    deadline.lapses_at.or(deadline.breached_at).is_some_and(|end| end <= At::from(moment))
}

fn close(
    conn: &mut Conn,
    at: &Recording<'_>,
    plan: &Plan,
    running: &[Deadline],
) -> ApiResult<Vec<DeadlineId>> {
    let moment = moment(at);
    let (mut met, mut late, mut cancelled, mut undone) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let (mut unmarked, mut unfounded) = (Vec::new(), Vec::new());
    for deadline in running {
        let about = deadline.about_id.map(|id| id.0);
        let is = |closed: &Closed| closed.is(&deadline.key, about);
        let ended = plan.cancelled.contains(&deadline.key) || plan.lapsed.iter().any(is);
        let named = !ended && of_the_actor(deadline, plan) && plan.closed.iter().any(is);
        let swept = ended
            || plan.closed.iter().any(|closed| closed.key == "*")
                && !OUTLIVES_THE_CASE.contains(&deadline.key.as_str())
                && of_the_actor(deadline, plan);
        if !named && !swept {
            continue;
        }
        let missed = was_missed(deadline, moment);
        match (named, missed) {
            (true, true) => late.push(deadline.id),
            (true, false) => met.push(deadline.id),
            (false, true) => undone.push(deadline.id),
            (false, false) => cancelled.push(deadline.id),
        }
        if missed && deadline.breached_at.is_none() {
            unmarked.push(deadline);
        } else if !missed && deadline.breached_at.is_some() {
            unfounded.push(deadline);
        }
    }
    // Nobody looked at the clock between the end and this act: the breach gets its own event all the same.
    breaches::mark_all(conn, at, &unmarked)?;
    for deadline in unfounded {
        breaches::lift(conn, at, deadline)?;
    }
    use DeadlineStatus::{Breached, Cancelled, Late, Met};
    let ends = [(met, Met), (late, Late), (undone, Breached), (cancelled, Cancelled)];
    for (ids, status) in &ends {
        deadlines::close(conn, ids, *status, at.on, At::from(at.now))?;
    }
    Ok(ends.into_iter().flat_map(|(ids, _)| ids).collect())
}

/// A case that ends does not end the complaint about it, and one that hands confiscated things over has not handed over every lot:
/// what hangs on a matter is closed by that matter only.
fn of_the_actor(deadline: &Deadline, plan: &Plan) -> bool {
    deadline.matter_id.is_none() || moves_a_matter(plan)
}

fn moves_a_matter(plan: &Plan) -> bool {
    matches!(plan.changes.first(), Some(Change::Matter(_)))
}

fn move_running(
    conn: &mut Conn,
    at: &Recording<'_>,
    plan: &Plan,
    running: &[Deadline],
) -> ApiResult<Vec<DeadlineId>> {
    let (moment, now) = (moment(at), At::from(at.now));
    let mut changed = Vec::new();
    for deadline in running {
        let status: DeadlineStatus = deadline.status.parse().map_err(ApiError::internal)?;
        let whole = plan.running == Some(Running::Pause);
        // A matter that stands still stops its own clocks; a case stops those that the law data mark.
        let pause = plan.paused.contains(&deadline.key)
            || whole && (moves_a_matter(plan) || pauses(at, &deadline.key));
        let resume = plan.resumed.contains(&deadline.key) || plan.running == Some(Running::Resume);
        match status {
            DeadlineStatus::Open if pause => {
                if was_missed(deadline, moment) {
                    // It was over before the pause: a pause does not revive it.
                    breaches::mark_all(conn, at, &[deadline])?;
                    continue;
                }
                let mut reckoning: Reckoning = value(&deadline.computation)?;
                reckoning.pause(at.on);
                deadlines::pause(conn, deadline.id, &text(&reckoning)?, now)?;
            }
            // A whole interruption ends what stops being owed while the case stands still.
            DeadlineStatus::Open if whole && cancels(at, &deadline.key) => {
                deadlines::close(conn, &[deadline.id], DeadlineStatus::Cancelled, at.on, now)?;
            }
            DeadlineStatus::Paused if resume => {
                let mut reckoning: Reckoning = value(&deadline.computation)?;
                reckoning.resume(at.on, at.law.calendar());
                let end = end(at.law, deadline, &reckoning, at.now)?;
                deadlines::set_end(conn, deadline.id, &deadline.status, &end, now)?;
            }
            _ => continue,
        }
        changed.push(deadline.id);
    }
    Ok(changed)
}

/// Whether a postponement pauses deadlines of this key ([U2]; the column is law data).
fn pauses(at: &Recording<'_>, key: &str) -> bool {
    at.law.pauses(key, at.on)
}

/// The end that a reckoning gives to a deadline that runs from now on.
pub(super) fn end(
    law: &Law,
    deadline: &Deadline,
    reckoning: &Reckoning,
    now: DateTime<Utc>,
) -> ApiResult<End> {
    let watch = watch(law, &deadline.key, reckoning, now, deadline.imported);
    Ok(End {
        due_on: reckoning.due_on(),
        due_at: reckoning.due_at().map(At::from),
        provisional: reckoning.is_provisional(law.calendar()),
        computation: text(reckoning)?,
        calendar: law.calendar().edition(),
        status: DeadlineStatus::Open.as_str().to_owned(),
        lapses_at: watch.lapses_at,
        alarm_at: watch.alarm_at,
        breached_at: None,
    })
}

/// What a row keeps of [`crate::domain::deadline::Watch`].
struct Watched {
    duty: &'static str,
    lapses_at: Option<At>,
    alarm_at: Option<At>,
}

/// What was taken over from another system is nobody's breach here.
fn watch(law: &Law, key: &str, reckoning: &Reckoning, known: DateTime<Utc>, imported: bool) -> Watched {
    let watch = reckoning.watch(law, key, known.fixed_offset());
    Watched {
        duty: watch.duty.as_str(),
        lapses_at: watch.lapses_at.filter(|_| !imported).map(At::from),
        alarm_at: watch.alarm_at.filter(|_| !imported).map(At::from),
    }
}

/// Whether a postponement ends deadlines of this key.
fn cancels(at: &Recording<'_>, key: &str) -> bool {
    at.law.parameter(key, at.on).is_ok_and(|parameter| parameter.hold == Some(Hold::Cancels))
}

/// Whether the act leaves its case standing still: what it opens does not run then, but waits with the others.
fn stands_still(plan: &Plan) -> bool {
    plan.changes.iter().any(|change| matches!(change, Change::Case(case) if case.standstill.since.is_some()))
}

/// The law whose period it is: of the act's day, or of its own beginning where it was taken over and that law's period holds (U29).
fn regime(at: &Recording<'_>, opened: &Opened, plan: &Plan) -> Regime {
    let period = at.law.period(&opened.key, at.on).ok();
    if plan.imported && period != Some(&opened.computation.period) {
        return at.law.regime(opened.computation.start.date_naive());
    }
    plan.regime.unwrap_or(at.law.regime(at.on))
}

fn row(
    at: &Recording<'_>,
    opened: &Opened,
    place: &Place,
    (division_id, officer_id): (Option<OfficeId>, Option<UserId>),
    plan: &Plan,
    opened_seq: i64,
) -> ApiResult<Deadline> {
    // A decision that opens a case opens the case's deadlines, not the request's.
    let opens_case = !plan.covers.is_empty();
    let elsewhere = opened.about.and_then(|about| plan.belongs.get(&about)).copied();
    let other = plan.others.iter().find(|other| other.key == opened.key && other.about == opened.about);
    let waits = stands_still(plan) && pauses(at, &opened.key);
    let mut reckoning = Reckoning::new(opened.computation.clone());
    reckoning.other = other.map(|other| other.computation.clone());
    if waits {
        reckoning.pause(at.on);
    }
    let watch = watch(at.law, &opened.key, &reckoning, at.now, plan.imported);
    let on_case = plan.on_case.contains(&opened.key.as_str());
    Ok(Deadline {
        id: DeadlineId(Uuid::now_v7()),
        office_id: place.office,
        division_id,
        officer_id,
        case_id: elsewhere.or(place.case),
        request_id: place.request.filter(|_| !opens_case),
        judgment_id: place.judgment.filter(|_| !opens_case),
        asset_id: place.asset,
        key: opened.key.clone(),
        regime: regime(at, opened, plan).as_str().to_owned(),
        started_on: opened.computation.start.date_naive(),
        due_on: reckoning.due_on(),
        due_at: reckoning.due_at().map(At::from),
        provisional: opened.computation.provisional,
        status: if waits { DeadlineStatus::Paused } else { DeadlineStatus::Open }.as_str().to_owned(),
        computation: text(&reckoning)?,
        opened_seq,
        closed_on: None::<NaiveDate>,
        created_at: At::from(at.now),
        about_id: opened.about.map(AnyId),
        matter_id: place.matter.filter(|_| !opens_case && !on_case),
        duty: Some(watch.duty.to_owned()),
        imported: plan.imported,
        lapses_at: watch.lapses_at.filter(|_| !waits),
        alarm_at: watch.alarm_at.filter(|_| !waits),
        breached_at: None,
        calendar: opened.computation.calendar.clone(),
    })
}

/// Fills in whose period it is, and what is to be watched, for rows of before that was kept; so many at a time. What was breached
/// or late then has no event of its own, but its moment is known.
///
/// # Errors
/// The database's failure.
pub(super) fn adopt(core: &Core) -> ApiResult<()> {
    for _ in 0..ADOPTED_PER_LOOK / MAX_ROWS {
        let rows = core.store.read(|conn| deadlines::unwatched(conn, MAX_ROWS))?;
        if rows.is_empty() {
            break;
        }
        core.store.write(|conn| -> ApiResult<()> {
            for row in rows {
                adopted(conn, &core.law, row, core.clock.now())?;
            }
            Ok(())
        })?;
    }
    Ok(())
}

/// A row that says whose period it is.
fn adopted(conn: &mut Conn, law: &Law, mut row: Deadline, now: DateTime<Utc>) -> ApiResult<Deadline> {
    if row.duty.is_some() {
        return Ok(row);
    }
    let status: DeadlineStatus = row.status.parse().map_err(ApiError::internal)?;
    // What is not a computation of this software is listed and never watched.
    let watch = value::<Reckoning>(&row.computation)
        .map(|reckoning| watch(law, &row.key, &reckoning, row.created_at.utc(), row.imported));
    row.duty = Some(law.duty(&row.key).unwrap_or(Duty::Other).as_str().to_owned());
    match (watch, status) {
        (Ok(watch), DeadlineStatus::Open) => {
            (row.lapses_at, row.alarm_at) = (watch.lapses_at, watch.alarm_at);
        }
        (Ok(watch), status) if status.is_breach() => row.breached_at = watch.lapses_at,
        _ => {}
    }
    deadlines::set_watch(conn, &row, At::from(now))?;
    Ok(row)
}
