//! What the office knew at an instant (`as_of`): of one thing its last state recorded by then, of a list everything that was in it
//! then. Who asks must be allowed to see it today; a list is scoped by whose things were then.

use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::context::Core;
use super::convert::{obligation, value};
use super::error::{ApiError, ApiResult, FieldError};
use crate::domain::case::Notice;
use crate::domain::event::EventBody;
use crate::domain::ids::{CaseId, ObligationId};
use crate::domain::judgment::Obligation;
use crate::store::heads::{self, HeadFilter};
use crate::store::past::ItemsOf;
use crate::store::{self, AnyId, At, Conn, Scope, events};

/// The instant asked for, as the store compares it.
///
/// # Errors
/// 400 for an instant that has not come: nobody can say what will be known then.
pub(super) fn instant(core: &Core, as_of: Option<DateTime<Utc>>) -> ApiResult<Option<At>> {
    if as_of.is_some_and(|instant| instant > core.clock.now()) {
        return Err(ApiError::malformed("/as_of", "instant_in_future"));
    }
    Ok(as_of.map(At::from))
}

/// 404: it was not known yet at that instant.
pub(super) fn not_known() -> ApiError {
    let mut error = ApiError::not_found();
    error.errors = vec![FieldError::new("/as_of", "not_yet_known")];
    error
}

/// An aggregate as it was known at an instant, the last after-image recorded by then; none where nothing was known of it yet.
pub(super) fn found<T: DeserializeOwned>(conn: &mut Conn, id: Uuid, instant: At) -> ApiResult<Option<T>> {
    events::last_before(conn, AnyId(id), instant)?.map(|event| after(&event.body)).transpose()
}

/// An aggregate as it was known at an instant.
///
/// # Errors
/// 404 where nothing was known of it yet.
pub(super) fn state<T: DeserializeOwned>(conn: &mut Conn, id: Uuid, instant: At) -> ApiResult<T> {
    found(conn, id, instant)?.ok_or_else(not_known)
}

fn after<T: DeserializeOwned>(body: &str) -> ApiResult<T> {
    let body: EventBody = value(body)?;
    serde_json::from_value(body.after).map_err(ApiError::internal)
}

/// What hangs on a thing has a past only from when the thing was known.
pub(super) fn existed(conn: &mut Conn, id: Uuid, instant: At) -> ApiResult<()> {
    events::last_before(conn, AnyId(id), instant)?.map(|_| ()).ok_or_else(not_known)
}

/// The states of all of one kind that were known at an instant, by identifier.
pub(super) fn states<T: DeserializeOwned>(
    conn: &mut Conn,
    known: (&str, At),
    scope: &Scope,
    filter: &HeadFilter,
    after_id: Option<Uuid>,
    limit: i64,
) -> ApiResult<Vec<T>> {
    let rows = heads::list(conn, known, scope, filter, after_id.map(AnyId), limit)?;
    rows.iter().map(|body| after(body)).collect()
}

/// The states of one kind that hung on a case at an instant.
pub(super) fn of_case<T: DeserializeOwned>(
    conn: &mut Conn,
    case: CaseId,
    known: (&str, At),
    after_id: Option<Uuid>,
    limit: i64,
) -> ApiResult<Vec<T>> {
    existed(conn, case.0, known.1)?;
    let filter = HeadFilter { case: Some(case), ..HeadFilter::default() };
    states(conn, known, &Scope::default(), &filter, after_id, limit)
}

/// The items of a case or a judgment at an instant.
pub(super) fn items(
    conn: &mut Conn,
    of: ItemsOf,
    instant: At,
    after_id: Option<ObligationId>,
    limit: i64,
) -> ApiResult<Vec<Obligation>> {
    store::past::items(conn, of, instant, after_id, limit)?.into_iter().map(obligation).collect()
}

/// The notices of a case at an instant.
pub(super) fn notices(
    conn: &mut Conn,
    case: CaseId,
    instant: At,
    after_id: Option<Uuid>,
    limit: i64,
) -> ApiResult<Vec<Notice>> {
    existed(conn, case.0, instant)?;
    let rows = store::past::notices(conn, case, instant, after_id.map(AnyId), limit)?;
    rows.iter().map(|row| value(&row.doc)).collect()
}
