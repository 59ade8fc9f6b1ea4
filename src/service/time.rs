//! What the passing of time does by itself: voluntary periods end, deadlines are breached, old keys and tokens go. Each can run
//! twice without harm.

use chrono::NaiveDate;
use serde_json::json;
use uuid::Uuid;

use super::acts::{self, Command};
use super::context::Core;
use super::error::{ApiError, ApiResult};
use super::idempotency::Once;
use crate::domain::actor::{Role, RoleGrant};
use crate::domain::case::Stage;
use crate::domain::ids::{CaseId, UserId};
use crate::domain::lifecycle::case::CaseLifecycle;
use crate::domain::text::Lang;
use crate::store::deadlines::{self, DeadlineFilter};
use crate::store::{At, Conn, MAX_ROWS, Scope, cases, idempotency, offices, tokens, users};

/// The login of the software itself. Its password hash fits no password: nobody can sign in as it.
const LOGIN: &str = "system";
/// Answers to repeated requests are kept at least this long.
const KEPT_HOURS: i64 = 48;
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
        let user = match users::find_by_login(conn, LOGIN)? {
            Some(user) => user.id,
            None => {
                let user = users::User {
                    id: UserId(Uuid::now_v7()),
                    login: LOGIN.to_owned(),
                    display_name: "Phần mềm".to_owned(),
                    password_hash: "!".to_owned(),
                    active: true,
                    created_at: now,
                };
                users::insert(conn, &user)?;
                user.id
            }
        };
        grant_everywhere(conn, user, from)?;
        Ok(user)
    })
}

fn grant_everywhere(conn: &mut Conn, user: UserId, from: NaiveDate) -> ApiResult<()> {
    let held = users::grants(conn, user)?;
    let mut after = None;
    loop {
        let page = offices::list(conn, after, MAX_ROWS)?;
        for office in page.iter().filter(|office| office.parent_id.is_none()) {
            if held.iter().any(|(_, grant)| grant.office == office.id) {
                continue;
            }
            let grant = RoleGrant { office: office.id, division: None, role: Role::System, from, to: None };
            users::insert_grant(conn, crate::store::AnyId(Uuid::now_v7()), user, &grant)?;
        }
        match page.last() {
            Some(last) if i64::try_from(page.len()).is_ok_and(|rows| rows == MAX_ROWS) => {
                after = Some(last.id)
            }
            _ => return Ok(()),
        }
    }
}

/// One look at the clock; gives how many periods ended or due dates came, and how many deadlines were breached.
///
/// # Errors
/// The database's failure; what was done stays done.
pub fn pass(core: &Core, system: UserId) -> ApiResult<(usize, usize)> {
    let ended = end_voluntary_periods(core, system)? + super::waiting::resume_due(core, system)?;
    let breached = mark_breaches(core)?;
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
    let filter = DeadlineFilter {
        key: Some("voluntary".to_owned()),
        status: Some("open".to_owned()),
        due_to: today.pred_opt(),
        ..DeadlineFilter::default()
    };
    let mut ended = 0;
    let mut after = None;
    loop {
        let page =
            core.store.read(|conn| deadlines::list(conn, &Scope::default(), &filter, after, MAX_ROWS))?;
        for deadline in &page {
            let Some(case) = deadline.case_id else { continue };
            let row = core.store.read(|conn| cases::get(conn, &Scope::default(), case))?;
            if row.stage != Stage::Voluntary.as_str() {
                continue;
            }
            let on = deadline.due_on.succ_opt().unwrap_or(today);
            match end_voluntary_period(core, system, case, on) {
                Ok(()) => ended += 1,
                Err(refused) => log::warn!("a voluntary period could not be ended yet: {refused}"),
            }
        }
        match page.last() {
            Some(last) if i64::try_from(page.len()).is_ok_and(|rows| rows == MAX_ROWS) => {
                after = Some((last.due_on, last.id));
            }
            _ => return Ok(ended),
        }
    }
}

/// Tried before it is done: what is refused is looked at again and again, and would fill the record of refused attempts.
fn end_voluntary_period(core: &Core, system: UserId, case: CaseId, on: NaiveDate) -> ApiResult<()> {
    for dry_run in [true, false] {
        let command = Command {
            user: system,
            id: case.0,
            body: json!({ "action": "end_voluntary_period", "effective_on": on }),
            seen: None,
            dry_run,
            once: Once { user: system, key: None, digest: String::new() },
            lang: Lang::Vi,
        };
        acts::attempt::<CaseLifecycle>(&core.store, core, &command)?;
    }
    Ok(())
}

/// Marks what the office owed and did not do in time. It stays open until it is done late.
fn mark_breaches(core: &Core) -> ApiResult<usize> {
    let today = core.clock.today();
    let mut breached = 0;
    let mut after = None;
    loop {
        let page = core.store.read(|conn| deadlines::due_before(conn, today, after, MAX_ROWS))?;
        let owed: Vec<_> = page
            .iter()
            .filter(|deadline| super::deadlines::is_duty(&core.law, &deadline.key, deadline.started_on))
            .filter(|deadline| !super::deadlines::imported(deadline).unwrap_or_default())
            .map(|deadline| deadline.id)
            .collect();
        core.store.write(|conn| -> ApiResult<()> {
            for id in &owed {
                match deadlines::breach(conn, *id) {
                    // Closed or paused in the meantime: no breach.
                    Ok(()) | Err(crate::store::StoreError::Stale) => {}
                    Err(error) => return Err(error.into()),
                }
            }
            Ok(())
        })?;
        breached += owed.len();
        match page.last() {
            Some(last) if i64::try_from(page.len()).is_ok_and(|rows| rows == MAX_ROWS) => {
                after = Some((last.due_on, last.id));
            }
            _ => return Ok(breached),
        }
    }
}
