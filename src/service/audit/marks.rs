//! The marks by which rare events are found: signed under a delegation, a guard of this program passed over. Written with the event.

use serde_json::Value;

use crate::domain::ids::DelegationId;
use crate::service::error::ApiResult;
use crate::store::Conn;
use crate::store::audit::{DELEGATED, Mark, OVERRIDDEN, mark};
use crate::store::events::Event;

/// What a guard has seen that two people let pass.
const PASSED_OVER: &str = "overridden";

/// Marks the events of one act, where it has something rare about it; most have nothing, and cost nothing.
///
/// # Errors
/// The database's failure.
pub(crate) fn write(
    conn: &mut Conn,
    events: &[Event],
    delegation: Option<DelegationId>,
    guards: &Value,
) -> ApiResult<()> {
    let mut about: Vec<(&str, String)> =
        delegation.map(|id| (DELEGATED, id.to_string())).into_iter().collect();
    for guard in guards.as_array().into_iter().flatten() {
        let passed = guard["value"] == PASSED_OVER;
        if let Some(code) = guard["code"].as_str().filter(|_| passed) {
            about.push((OVERRIDDEN, code.to_owned()));
        }
    }
    about.sort_unstable();
    about.dedup();
    let mut made = Vec::with_capacity(events.len() * about.len());
    for event in events {
        for (name, subject) in &about {
            made.push(Mark {
                event_id: event.id,
                mark: (*name).to_owned(),
                subject: subject.clone(),
                office_id: event.office_id,
                recorded_at: event.recorded_at,
            });
        }
    }
    Ok(mark(conn, &made)?)
}
