//! Deadlines as records: opened, closed, paused and resumed with the act that causes it, and read across cases.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::context::{Core, actor};
use super::error::{ApiError, ApiResult};
use super::record::{Place, Recording};
use crate::domain::deadline::Reckoning;
use crate::domain::ids::{AssetId, CaseId, DeadlineId, JudgmentId, OfficeId, RequestId, UserId};
use crate::domain::law::{Duty, Hold, Law, Regime};
use crate::domain::lifecycle::plan::{Change, Opened, Plan, Running};
use crate::store::deadlines::{self, Deadline, DeadlineFilter, Owner};
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
    let touched = [&plan.paused, &plan.resumed, &plan.cancelled].iter().any(|keys| !keys.is_empty());
    if !plan.closed.is_empty() || plan.running.is_some() || touched {
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

/// What an ending does not discharge: a signed decision must still be served and sent (L106 35.1–35.2).
const OUTLIVES_THE_CASE: &[&str] = &["notify", "send_vks"];

fn close(conn: &mut Conn, at: &Recording<'_>, plan: &Plan, running: &[Deadline]) -> ApiResult<()> {
    let (mut met, mut late, mut cancelled) = (Vec::new(), Vec::new(), Vec::new());
    for deadline in running {
        let named = plan.closed.iter().any(|closed| {
            let about = closed.about.is_none() || deadline.about_id == closed.about.map(AnyId);
            closed.key == deadline.key && about
        });
        let swept = plan.closed.iter().any(|closed| closed.key == "*")
            && !OUTLIVES_THE_CASE.contains(&deadline.key.as_str());
        if plan.cancelled.contains(&deadline.key) {
            cancelled.push(deadline.id);
        } else if named
            && at.on > deadline.due_on
            && is_duty(at.law, &deadline.key, at.on)
            && !imported(deadline)?
        {
            late.push(deadline.id);
        } else if named {
            met.push(deadline.id);
        } else if swept {
            cancelled.push(deadline.id);
        }
    }
    deadlines::close(conn, &met, "met", at.on)?;
    deadlines::close(conn, &late, "late", at.on)?;
    deadlines::close(conn, &cancelled, "cancelled", at.on)?;
    Ok(())
}

/// Whether it was taken over from before this program.
pub(super) fn imported(deadline: &Deadline) -> ApiResult<bool> {
    let reckoning: Reckoning = serde_json::from_str(&deadline.computation).map_err(ApiError::internal)?;
    Ok(reckoning.imported)
}

/// Whether the office owes the act by then. A party's period or a waiting time that has run out is not late.
pub(super) fn is_duty(law: &Law, key: &str, on: NaiveDate) -> bool {
    const WAITING: &[&str] = &["none", "choice_not_possible"];
    law.parameter(key, on).is_ok_and(|parameter| {
        parameter.party == Duty::Office && !WAITING.contains(&parameter.missed.as_deref().unwrap_or("none"))
    })
}

fn move_running(conn: &mut Conn, at: &Recording<'_>, plan: &Plan, running: &[Deadline]) -> ApiResult<()> {
    for deadline in running {
        let mut reckoning: Reckoning =
            serde_json::from_str(&deadline.computation).map_err(ApiError::internal)?;
        let pause = plan.paused.contains(&deadline.key)
            || plan.running == Some(Running::Pause) && pauses(at, &deadline.key);
        let resume = plan.resumed.contains(&deadline.key) || plan.running == Some(Running::Resume);
        match deadline.status.as_str() {
            "open" if pause => {
                reckoning.pause(at.on);
                deadlines::pause(conn, deadline.id, &text(&reckoning)?)?;
            }
            "paused" if resume => {
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

/// The law whose period it is: of the act's day, or of its own beginning where it was taken over and that law's period holds (U29).
fn regime(at: &Recording<'_>, opened: &Opened, plan: &Plan) -> Regime {
    let period = at.law.period(&opened.key, at.on).ok();
    if plan.imported && period != Some(&opened.computation.period) {
        return at.law.regime(opened.computation.start.date_naive());
    }
    at.law.regime(at.on)
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
    let elsewhere = opened.about.and_then(|about| plan.belongs.get(&about)).copied();
    let other = plan.others.iter().find(|other| other.key == opened.key && other.about == opened.about);
    let mut reckoning = Reckoning::new(opened.computation.clone());
    reckoning.imported = plan.imported;
    // A deadline taken over into an interrupted case stands still until it goes on.
    let still = plan.imported && plan.running == Some(Running::Pause) && pauses(at, &opened.key);
    if still {
        reckoning.pause(at.on);
    }
    reckoning.other = other.map(|other| other.computation.clone());
    Ok(Deadline {
        id: DeadlineId(uuid::Uuid::now_v7()),
        office_id: place.office,
        division_id: place.division,
        officer_id: place.officer,
        case_id: elsewhere.or(place.case),
        request_id: place.request.filter(|_| !opens_case),
        judgment_id: place.judgment.filter(|_| !opens_case),
        asset_id: place.asset,
        key: opened.key.clone(),
        regime: regime(at, opened, plan).as_str().to_owned(),
        started_on: opened.computation.start.date_naive(),
        due_on: opened.computation.due_on,
        due_at: opened.computation.due_at.map(|instant| At::from(instant.to_utc())),
        provisional: opened.computation.provisional,
        status: if still { "paused" } else { "open" }.to_owned(),
        computation: text(&reckoning)?,
        opened_seq,
        closed_on: None::<NaiveDate>,
        created_at: At::from(at.now),
        about_id: opened.about.map(AnyId),
        matter_id: place.matter.filter(|_| !opens_case),
    })
}

fn text(reckoning: &Reckoning) -> ApiResult<String> {
    serde_json::to_string(reckoning).map_err(ApiError::internal)
}

/// A deadline as the API shows it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DeadlineView {
    /// Its identifier.
    pub id: DeadlineId,
    /// The key in the law data.
    pub key: String,
    /// `l2008` or `l2025`.
    pub regime: String,
    /// The case.
    pub case: Option<CaseId>,
    /// The asset.
    pub asset: Option<AssetId>,
    /// The request.
    pub request: Option<RequestId>,
    /// The judgment.
    pub judgment: Option<JudgmentId>,
    /// The document or person that it is about.
    pub about: Option<uuid::Uuid>,
    /// From this day.
    pub started_on: NaiveDate,
    /// To the end of this day.
    pub due_on: NaiveDate,
    /// It reaches beyond the days whose holidays are known.
    pub provisional: bool,
    /// `open`, `met`, `late`, `cancelled`, `paused` or `breached`.
    pub status: String,
    /// The day it was closed.
    pub closed_on: Option<NaiveDate>,
    /// How its last day was found.
    pub reckoning: Reckoning,
}

pub(super) fn view(row: Deadline) -> ApiResult<DeadlineView> {
    Ok(DeadlineView {
        id: row.id,
        key: row.key,
        regime: row.regime,
        case: row.case_id,
        asset: row.asset_id,
        request: row.request_id,
        judgment: row.judgment_id,
        about: row.about_id.map(|id| id.0),
        started_on: row.started_on,
        due_on: row.due_on,
        provisional: row.provisional,
        status: row.status,
        closed_on: row.closed_on,
        reckoning: serde_json::from_str(&row.computation).map_err(ApiError::internal)?,
    })
}

/// The deadlines of a case and its assets, by identifier.
///
/// # Errors
/// 404 when the case is not the user's to know of.
pub async fn of_case(
    core: &Core,
    user: UserId,
    case: CaseId,
    after: Option<DeadlineId>,
    limit: i64,
) -> ApiResult<Vec<DeadlineView>> {
    let clock = core.clock.clone();
    core.store
        .run_read(move |conn| {
            let actor = actor(conn, user)?;
            super::cases::find(conn, &actor, clock.today(), case)?;
            deadlines::by(conn, Owner::Case(case), after, limit)?.into_iter().map(view).collect()
        })
        .await
}

/// Deadlines across cases, by their last day.
///
/// # Errors
/// 403 when the user may see no case.
pub async fn list(
    core: &Core,
    user: UserId,
    office: Option<OfficeId>,
    filter: DeadlineFilter,
    after: Option<(NaiveDate, DeadlineId)>,
    limit: i64,
) -> ApiResult<Vec<DeadlineView>> {
    let clock = core.clock.clone();
    core.store
        .run_read(move |conn| {
            let actor = actor(conn, user)?;
            let scope = super::scope::for_list(&actor, clock.today(), office)?;
            deadlines::list(conn, &scope, &filter, after, limit)?.into_iter().map(view).collect()
        })
        .await
}
