//! Deadlines as records: opened, closed, paused and resumed with the act that causes it, and read across cases.

use chrono::NaiveDate;

use super::error::{ApiError, ApiResult};
use super::record::{Place, Recording};
use crate::domain::deadline::Reckoning;
use crate::domain::ids::DeadlineId;
use crate::domain::law::Hold;
use crate::domain::lifecycle::plan::{Opened, Plan, Running};
use crate::store::deadlines::{self, Deadline, Owner};
use crate::store::{AnyId, At, Conn};

/// Closes, pauses, resumes and opens what the plan says. Closing comes first: a periodic deadline is closed and opened by the
/// same act.
pub(super) fn write(
    conn: &mut Conn,
    at: &Recording<'_>,
    plan: &Plan,
    place: &Place,
    opened_seq: i64,
) -> ApiResult<()> {
    if !plan.closed.is_empty() || plan.running.is_some() {
        let running = deadlines::open_by(conn, owner(place, plan)?)?;
        close(conn, at, plan, &running)?;
        move_running(conn, at, plan, &running)?;
    }
    if plan.action == "assign_officer"
        && let Some(case) = place.case
    {
        deadlines::reassign(conn, case, place.division, place.officer)?;
    }
    let rows: ApiResult<Vec<_>> =
        plan.opened.iter().map(|opened| row(at, opened, place, plan, opened_seq)).collect();
    Ok(deadlines::insert_many(conn, &rows?)?)
}

/// What the plan's own closings are about: the acting aggregate.
fn owner(place: &Place, plan: &Plan) -> ApiResult<Owner> {
    let none = || ApiError::internal("a plan without an owner of deadlines");
    match plan.lifecycle {
        "asset" => place.asset.map(Owner::Asset).ok_or_else(none),
        "request" => place.request.map(Owner::Request).ok_or_else(none),
        "judgment" => place.judgment.map(Owner::Judgment).ok_or_else(none),
        _ => place.case.map(Owner::Case).ok_or_else(none),
    }
}

fn close(conn: &mut Conn, at: &Recording<'_>, plan: &Plan, running: &[Deadline]) -> ApiResult<()> {
    let (mut met, mut late) = (Vec::new(), Vec::new());
    for deadline in running {
        let meant = plan.closed.iter().any(|closed| {
            let key = closed.key == "*" || closed.key == deadline.key;
            let about = closed.about.is_none() || deadline.about_id == closed.about.map(AnyId);
            key && about
        });
        if meant {
            if at.on <= deadline.due_on { &mut met } else { &mut late }.push(deadline.id);
        }
    }
    let everything = plan.closed.iter().any(|closed| closed.key == "*");
    deadlines::close(conn, &met, if everything { "cancelled" } else { "met" }, at.on)?;
    deadlines::close(conn, &late, "late", at.on)?;
    Ok(())
}

fn move_running(conn: &mut Conn, at: &Recording<'_>, plan: &Plan, running: &[Deadline]) -> ApiResult<()> {
    for deadline in running {
        let mut reckoning: Reckoning = serde_json::from_str(&deadline.computation).map_err(ApiError::internal)?;
        match plan.running {
            Some(Running::Pause) if deadline.status == "open" && pauses(at, &deadline.key) => {
                reckoning.pause(at.on);
                deadlines::pause(conn, deadline.id, &text(&reckoning)?)?;
            }
            Some(Running::Resume) if deadline.status == "paused" => {
                let due_on = reckoning.resume(at.on, at.law.calendar());
                deadlines::resume(conn, deadline.id, due_on, None, &text(&reckoning)?)?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// Whether a postponement pauses deadlines of this key ([U2]; the column is law data).
fn pauses(at: &Recording<'_>, key: &str) -> bool {
    at.law.parameter(key, at.on).is_ok_and(|parameter| parameter.hold == Some(Hold::Pauses))
}

fn row(
    at: &Recording<'_>,
    opened: &Opened,
    place: &Place,
    plan: &Plan,
    opened_seq: i64,
) -> ApiResult<Deadline> {
    // A decision that opens a case opens the case's deadlines, not the request's.
    let opens_case = !plan.covers.is_empty();
    Ok(Deadline {
        id: DeadlineId(uuid::Uuid::now_v7()),
        office_id: place.office,
        division_id: place.division,
        officer_id: place.officer,
        case_id: place.case,
        request_id: place.request.filter(|_| !opens_case),
        judgment_id: place.judgment.filter(|_| !opens_case),
        asset_id: place.asset,
        key: opened.key.clone(),
        regime: at.law.regime(at.on).as_str().to_owned(),
        started_on: opened.computation.start.date_naive(),
        due_on: opened.computation.due_on,
        due_at: opened.computation.due_at.map(|instant| At::from(instant.to_utc())),
        provisional: opened.computation.provisional,
        status: "open".to_owned(),
        computation: text(&Reckoning::new(opened.computation.clone()))?,
        opened_seq,
        closed_on: None::<NaiveDate>,
        created_at: At::from(at.now),
        about_id: opened.about.map(AnyId),
    })
}

fn text(reckoning: &Reckoning) -> ApiResult<String> {
    serde_json::to_string(reckoning).map_err(ApiError::internal)
}
