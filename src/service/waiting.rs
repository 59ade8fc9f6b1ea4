//! Requests that wait for a due date: when it has come, the software lets them go on (T-IN-11). It can run twice without harm.

use chrono::NaiveDate;
use serde_json::json;

use super::acts::{self, Command};
use super::context::Core;
use super::convert::value;
use super::error::ApiResult;
use super::idempotency::Once;
use crate::domain::ids::{RequestId, UserId};
use crate::domain::lifecycle::intake::RequestLifecycle;
use crate::domain::request::{Request, RequestState};
use crate::domain::text::Lang;
use crate::store::requests::{self, RequestFilter};
use crate::store::{MAX_ROWS, Scope, next_after, obligations};

/// Lets go on what has fallen due; gives how many. One that is refused is looked at again.
pub(super) fn resume_due(core: &Core, system: UserId) -> ApiResult<usize> {
    let filter =
        RequestFilter { state: Some(RequestState::NotDue.as_str().to_owned()), ..RequestFilter::default() };
    let mut resumed = 0;
    let mut after = None;
    loop {
        let page =
            core.store.read(|conn| requests::list(conn, &Scope::default(), &filter, after, MAX_ROWS))?;
        for row in &page {
            let request: Request = value(&row.doc)?;
            // A condition is met by what somebody writes, not by time (L106 34.3).
            if request.condition.as_ref().is_some_and(|condition| condition.met.is_none()) {
                continue;
            }
            let Some(on) = due(core, &request)? else { continue };
            match resume(core, system, request.id, on) {
                Ok(()) => resumed += 1,
                Err(refused) => log::warn!("a request could not go on yet: {refused}"),
            }
        }
        after = next_after(&page, |row| row.id);
        if after.is_none() {
            return Ok(resumed);
        }
    }
}

/// The day on which the first of its undecided items fell due, if that day has come.
fn due(core: &Core, request: &Request) -> ApiResult<Option<NaiveDate>> {
    let today = core.clock.today();
    let rows = core.store.read(|conn| obligations::by_ids(conn, &request.obligations))?;
    let open = rows.into_iter().filter(|row| row.case_id.is_none());
    let first = open.map(|row| row.due_on.unwrap_or(request.reception())).min();
    Ok(first.filter(|first| *first <= today).map(|first| first.max(request.reception())))
}

/// Tried before it is done, like every act of time.
fn resume(core: &Core, system: UserId, request: RequestId, on: NaiveDate) -> ApiResult<()> {
    for dry_run in [true, false] {
        let command = Command {
            user: system,
            id: request.0,
            body: json!({ "action": "resume_request", "effective_on": on }),
            seen: None,
            dry_run,
            once: Once { user: system, key: None, digest: String::new() },
            lang: Lang::Vi,
        };
        acts::attempt::<RequestLifecycle>(&core.store, core, &command)?;
    }
    Ok(())
}
