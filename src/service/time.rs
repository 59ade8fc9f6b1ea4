//! What the passing of time does by itself: voluntary periods end, deadlines are breached, old keys and tokens go. Each can run
//! twice without harm.

use chrono::NaiveDate;
use serde_json::json;
use uuid::Uuid;

use super::acts::{self, Command};
use super::context::Core;
use super::convert::value;
use super::error::{ApiError, ApiResult, Code};
use super::idempotency::Once;
use crate::domain::actor::{Role, RoleGrant};
use crate::domain::case::{Case, Stage};
use crate::domain::ids::{CaseId, MatterId, UserId};
use crate::domain::lifecycle::case::CaseLifecycle;
use crate::domain::lifecycle::oversight::complaint::ComplaintLifecycle;
use crate::domain::matter::Matter;
use crate::domain::oversight::complaint::{Complaint, ComplaintState};
use crate::domain::text::Lang;
use crate::store::cases::CaseFilter;
use crate::store::matters::{self, MatterFilter};
use crate::store::{
    At, Conn, MAX_ROWS, Scope, cases, deadlines, idempotency, next_after, offices, tokens, users,
};

/// The login of the software itself. Its password hash fits no password: nobody can sign in as it.
const LOGIN: &str = "system";
/// Answers to repeated requests are kept at least this long.
const KEPT_HOURS: i64 = 48;
/// At most so many periods are looked at in one look at the clock.
const PER_LOOK: usize = 5_000;
/// The software's role begins before any act that can be recorded: a period may have ended before its agency came here.
const EVER: Option<NaiveDate> = NaiveDate::from_ymd_opt(1945, 9, 2);

/// The software as a user, with its role at every agency; made where it is missing.
///
/// # Errors
/// The database's failure.
pub fn system_user(core: &Core) -> ApiResult<UserId> {
    let now = At::from(core.clock.now());
    let from = EVER.ok_or_else(|| ApiError::internal("no such day"))?;
    core.store.write(|conn| {
        let user = software(conn, now)?;
        // Two processes that start together would both grant the roles.
        users::hold(conn, user)?;
        grant_everywhere(conn, user, from)?;
        Ok(user)
    })
}

/// The software as a user, made where it is missing.
pub(super) fn software(conn: &mut Conn, now: At) -> ApiResult<UserId> {
    if let Some(user) = users::find_by_login(conn, LOGIN)? {
        return Ok(user.id);
    }
    let user = users::User {
        id: UserId(Uuid::now_v7()),
        login: LOGIN.to_owned(),
        display_name: "Phần mềm".to_owned(),
        password_hash: "!".to_owned(),
        active: true,
        created_at: now,
    };
    users::ensure(conn, &user)?;
    users::find_by_login(conn, LOGIN)?.map(|user| user.id).ok_or_else(ApiError::not_found)
}

fn grant_everywhere(conn: &mut Conn, user: UserId, from: NaiveDate) -> ApiResult<()> {
    let held = users::grants(conn, user)?;
    for office in offices::agencies(conn)? {
        if held.iter().any(|(_, grant)| grant.office == office) {
            continue;
        }
        let grant = RoleGrant { office, division: None, role: Role::System, from, to: None };
        users::insert_grant(conn, crate::store::AnyId(Uuid::now_v7()), user, &grant)?;
    }
    Ok(())
}

/// One look at the clock; gives how many periods ended or due dates came, and how many deadlines were breached. Bounded: what is
/// left waits for the next look.
///
/// # Errors
/// The database's failure; what was done stays done.
pub fn pass(core: &Core, system: UserId) -> ApiResult<(usize, usize)> {
    super::deadlines::adopt(core)?;
    let ended = end_voluntary_periods(core, system)?
        + put_decisions_in_force(core, system)?
        + super::waiting::resume_due(core, system)?;
    lift_pauses(core, system)?;
    let breached = super::breaches::look(core, system)?;
    let before = core.clock.now() - chrono::TimeDelta::hours(KEPT_HOURS);
    core.store.write(|conn| -> ApiResult<()> {
        tokens::purge(conn, At::from(before))?;
        idempotency::purge(conn, At::from(before))?;
        Ok(())
    })?;
    Ok((ended, breached))
}

/// T-VO-02 for every case whose debtor's ten days are over (L106 36.1). A case that somebody is just changing is left for the
/// next look.
fn end_voluntary_periods(core: &Core, system: UserId) -> ApiResult<usize> {
    let today = core.clock.today();
    let of = ("voluntary", Stage::Voluntary.as_str());
    let (mut ended, mut seen, mut after) = (0, 0, None);
    while seen < PER_LOOK {
        let page = core.store.read(|conn| deadlines::run_out(conn, of, today, after, MAX_ROWS))?;
        for (due_on, _, case) in &page {
            match end_voluntary_period(core, system, *case, due_on.succ_opt().unwrap_or(today)) {
                Ok(()) => ended += 1,
                Err(refused) => log::warn!("a voluntary period could not be ended yet: {refused}"),
            }
        }
        seen += page.len();
        after = next_after(&page, |(due_on, id, _)| (*due_on, *id));
        if after.is_none() {
            break;
        }
    }
    Ok(ended)
}

/// The term of a voluntary period is over.
fn end_voluntary_period(core: &Core, system: UserId, case: CaseId, on: NaiveDate) -> ApiResult<()> {
    by_itself(core, system, case, &json!({ "action": "end_voluntary_period", "effective_on": on }))
}

/// Tried before it is done: what is refused is looked at again and again, and would fill the record of refused attempts.
fn by_itself(core: &Core, system: UserId, case: CaseId, body: &serde_json::Value) -> ApiResult<()> {
    for dry_run in [true, false] {
        let command = Command {
            user: system,
            id: case.0,
            body: body.clone(),
            seen: None,
            dry_run,
            once: Once { user: system, key: None, digest: String::new() },
            lang: Lang::Vi,
        };
        acts::attempt::<CaseLifecycle>(&core.store, core, &command)?;
    }
    Ok(())
}

/// CP-09 for every first decision on a complaint of which nobody complained again in time (L106 105.5).
fn put_decisions_in_force(core: &Core, system: UserId) -> ApiResult<usize> {
    let state = Some(ComplaintState::Decided1.as_str().to_owned());
    let filter = MatterFilter { state, ..MatterFilter::default() };
    let mut done = 0;
    let mut after = None;
    loop {
        let page = core
            .store
            .read(|conn| matters::list(conn, &Scope::default(), Complaint::KIND, &filter, after, MAX_ROWS))?;
        for row in &page {
            match put_decision_in_force(core, system, row.id) {
                Ok(()) => done += 1,
                // Its time still runs, or its notice is not on record.
                Err(refused) if refused.code == Code::NotAllowedNow => {}
                Err(refused) => log::warn!("a decision on a complaint is not in force yet: {refused}"),
            }
        }
        after = next_after(&page, |row| row.id);
        if after.is_none() {
            return Ok(done);
        }
    }
}

/// Tried before it is done, like the end of a voluntary period.
fn put_decision_in_force(core: &Core, system: UserId, complaint: MatterId) -> ApiResult<()> {
    for dry_run in [true, false] {
        let command = Command {
            user: system,
            id: complaint.0,
            body: json!({ "action": "put_decision_in_force" }),
            seen: None,
            dry_run,
            once: Once { user: system, key: None, digest: String::new() },
            lang: Lang::Vi,
        };
        acts::attempt::<ComplaintLifecycle>(&core.store, core, &command)?;
    }
    Ok(())
}

/// T-PA-02 for every pause whose term is over (L106 101.1.c). Looked for among the interrupted cases, of which there are few.
fn lift_pauses(core: &Core, system: UserId) -> ApiResult<usize> {
    let today = core.clock.today();
    let held = CaseFilter { held: Some(true), ..CaseFilter::default() };
    let (mut lifted, mut after) = (0, None);
    loop {
        let page = core.store.read(|conn| cases::list(conn, &Scope::default(), &held, after, MAX_ROWS))?;
        for head in &page {
            let row = core.store.read(|conn| cases::get(conn, &Scope::default(), head.id))?;
            let case: Case = value(&row.doc)?;
            for pause in case.live_pauses().filter(|pause| pause.until < today) {
                let on = pause.until.succ_opt().unwrap_or(today);
                match lift_pause(core, system, case.id, pause.complaint, on) {
                    Ok(()) => lifted += 1,
                    Err(refused) => log::warn!("a pause could not be lifted yet: {refused}"),
                }
            }
        }
        after = next_after(&page, |row| row.id);
        if after.is_none() {
            return Ok(lifted);
        }
    }
}

/// Tried before it is done, like the end of a period.
fn lift_pause(
    core: &Core,
    system: UserId,
    case: CaseId,
    complaint: Option<Uuid>,
    on: NaiveDate,
) -> ApiResult<()> {
    let body = json!({ "action": "lift_pause", "effective_on": on, "complaint": complaint });
    by_itself(core, system, case, &body)
}
