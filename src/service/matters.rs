//! Matters beside the cases, whatever their kind: how one comes in, is found and is listed. What may be done with it is its own
//! lifecycle's business; [`super::acts`] does it.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;

use super::acts::Uuids;
use super::cases::EventView;
use super::context::{Core, actor};
use super::convert::value;
use super::error::{ApiError, ApiResult, Code};
use super::idempotency::{Answer, Once, idempotent};
use super::record::{self, Recording};
use super::{past, scope};
use crate::domain::actor::{Actor, Role};
use crate::domain::ids::{MatterId, OfficeId, UserId};
use crate::domain::law::Law;
use crate::domain::lifecycle::IdSource;
use crate::domain::lifecycle::plan::Plan;
use crate::domain::matter::{Matter, Shelf};
use crate::store::heads::HeadFilter;
use crate::store::matters::{self, MatterFilter};
use crate::store::{AnyId, At, Conn, Scope, events};

/// What a new matter is made from: who enters it, when, under which law.
pub struct Entering<'a> {
    /// The law.
    pub law: &'a Law,
    /// Who enters it.
    pub actor: &'a Actor,
    /// Today: nothing comes in later.
    pub today: NaiveDate,
    /// The moment of recording.
    pub now: DateTime<Utc>,
    /// Its identifier.
    pub id: MatterId,
}

/// Enters a matter: `make` checks what came in and gives the matter with the plan of its reception. `path` is where it is found
/// afterwards.
///
/// # Errors
/// What `make` refuses; 422 or 409 for a repeated key.
pub async fn enter<M: Matter>(
    core: &Core,
    once: Once,
    path: &'static str,
    make: impl FnOnce(&mut Conn, &Entering<'_>) -> ApiResult<(M, Plan)> + Send + 'static,
) -> ApiResult<Answer> {
    enter_and(core, once, path, make, |_, _| Ok(())).await
}

/// The same, with something that is kept apart from the matter: `keep` writes it in the same transaction.
///
/// # Errors
/// As [`enter`].
pub async fn enter_and<M: Matter>(
    core: &Core,
    once: Once,
    path: &'static str,
    make: impl FnOnce(&mut Conn, &Entering<'_>) -> ApiResult<(M, Plan)> + Send + 'static,
    keep: impl FnOnce(&mut Conn, &M) -> ApiResult<()> + Send + 'static,
) -> ApiResult<Answer> {
    let core = core.clone();
    let store = core.store.clone();
    store
        .run_write(move |conn| {
            idempotent(conn, &once, core.clock.now(), |conn| {
                let actor = actor(conn, once.user)?;
                let (today, now) = (core.clock.today(), core.clock.now());
                let id = MatterId(Uuids.next());
                let entering = Entering { law: &core.law, actor: &actor, today, now, id };
                let (matter, mut plan) = make(conn, &entering)?;
                let on = matter.head().received_on;
                plan.change_matter(&matter).map_err(|_| ApiError::internal("a matter that is no JSON"))?;
                let at = Recording { law: &core.law, actor: &actor, on, now };
                let recorded = record::write(conn, &at, plan)?;
                keep(conn, &matter)?;
                let body = json!({ M::KIND: recorded.after.0, "happened": recorded });
                Ok(Answer::created(format!("/api/v1/{path}/{id}"), &body)?.at_version(1))
            })
        })
        .await
}

/// A matter that the actor may see.
///
/// # Errors
/// 404 when it is not there or not theirs to know of.
pub(super) fn find<M: Matter>(
    conn: &mut Conn,
    actor: &Actor,
    today: NaiveDate,
    id: MatterId,
) -> ApiResult<M> {
    let row = scope::find(actor, today, |scope| matters::get(conn, &wide(scope), M::KIND, id))?;
    let matter: M = value(&row.doc)?;
    if sees(actor, today, &matter) { Ok(matter) } else { Err(ApiError::not_found()) }
}

/// Whether the actor may see a matter.
fn is_seen<M: Matter>(conn: &mut Conn, actor: &Actor, today: NaiveDate, id: MatterId) -> ApiResult<bool> {
    match find::<M>(conn, actor, today, id) {
        Err(error) if error.code == Code::NotFound => Ok(false),
        found => found.map(|_| true),
    }
}

/// What the heads of an instant are searched by. A confidential matter names its case nowhere but in itself.
fn heads(filter: &MatterFilter) -> HeadFilter {
    HeadFilter {
        state: filter.state.clone(),
        officer: filter.officer,
        case: filter.case.filter(|_| !filter.confidential),
        confidential: filter.confidential,
        ..HeadFilter::default()
    }
}

/// What only the matter itself tells of an instant: its case, and where its open lines lay.
fn fits<M: Matter>(matter: &M, filter: &MatterFilter) -> bool {
    let lies = |shelf: &Shelf| {
        filter.custodian.as_ref().is_none_or(|kept| kept == shelf.custodian)
            && filter.disposition.as_ref().is_none_or(|end| end == shelf.disposition)
    };
    let searched = filter.custodian.is_some() || filter.disposition.is_some();
    filter.case.is_none_or(|case| matter.head().case == Some(case))
        && (!searched || matter.shelves().is_some_and(|shelves| shelves.iter().any(lies)))
}

/// A confidential matter is shown to those who resolve it only (L106 108.2.b).
fn sees<M: Matter>(actor: &Actor, today: NaiveDate, matter: &M) -> bool {
    matter.may_see(actor.user, actor.has(Role::Head, matter.head().office, None, today))
}

/// The history of a matter, oldest first.
///
/// # Errors
/// 404 when it is not the user's to know of.
pub async fn history<M: Matter>(
    core: &Core,
    user: UserId,
    id: MatterId,
    after_seq: i64,
    limit: i64,
) -> ApiResult<Vec<EventView>> {
    let clock = core.clock.clone();
    core.store
        .run_read(move |conn| {
            let actor = actor(conn, user)?;
            find::<M>(conn, &actor, clock.today(), id)?;
            events_of(conn, id, after_seq, limit)
        })
        .await
}

/// The events of a matter that the caller has found.
pub(super) fn events_of(
    conn: &mut Conn,
    id: MatterId,
    after_seq: i64,
    limit: i64,
) -> ApiResult<Vec<EventView>> {
    let rows = events::page(conn, AnyId(id.0), after_seq, limit)?;
    rows.into_iter().map(EventView::of).collect()
}

/// Registers are the office's: an officer sees those of the whole office.
fn wide(scope: &Scope) -> Scope {
    scope::office_wide(scope)
}

/// A matter as the API shows it, now or as it was known at an instant.
///
/// # Errors
/// 404 when it is not the user's to know of, or had not come in yet.
pub async fn get<M: Matter>(
    core: &Core,
    user: UserId,
    id: MatterId,
    as_of: Option<DateTime<Utc>>,
) -> ApiResult<M> {
    let (clock, at) = (core.clock.clone(), past::instant(core, as_of)?);
    core.store.run_read(move |conn| read(conn, user, clock.today(), id, at)).await
}

/// The same, inside a transaction.
///
/// # Errors
/// As [`get`].
pub(super) fn read<M: Matter>(
    conn: &mut Conn,
    user: UserId,
    today: NaiveDate,
    id: MatterId,
    at: Option<At>,
) -> ApiResult<M> {
    let actor = actor(conn, user)?;
    let found = find(conn, &actor, today, id)?;
    at.map_or(Ok(found), |at| past::state(conn, id.0, at))
}

/// Matters of a kind that the user may see, by identifier; with an instant those that had come in then, as they were.
///
/// # Errors
/// 403 when the user may see no register; 400 for an instant to come.
pub async fn list<M: Matter>(
    core: &Core,
    user: UserId,
    (office, as_of): (Option<OfficeId>, Option<DateTime<Utc>>),
    filter: MatterFilter,
    after: Option<MatterId>,
    limit: i64,
) -> ApiResult<Vec<M>> {
    let (clock, at) = (core.clock.clone(), past::instant(core, as_of)?);
    core.store
        .run_read(move |conn| {
            let actor = actor(conn, user)?;
            let scope = wide(&scope::for_list(&actor, clock.today(), office)?);
            let filter = MatterFilter { confidential: M::CONFIDENTIAL, ..filter };
            let (mut found, mut after) = (Vec::new(), after);
            // Of a confidential kind some rows are not the user's to see: further ones take their place.
            loop {
                let rows: Vec<M> = match at {
                    None => matters::list(conn, &scope, M::KIND, &filter, after, limit)?
                        .iter()
                        .map(|row| value(&row.doc))
                        .collect::<ApiResult<_>>()?,
                    Some(at) => {
                        let filter = heads(&filter);
                        past::states(conn, (M::KIND, at), &scope, &filter, after.map(|id| id.0), limit)?
                    }
                };
                let counts = |rows: usize| i64::try_from(rows).unwrap_or(i64::MAX);
                let is_last = rows.is_empty() || counts(rows.len()) < limit;
                after = rows.last().map(|row| row.head().id);
                for matter in rows {
                    // Who may know of it is asked of the matter as it is today, also for what it was.
                    let shown = match at {
                        None => sees(&actor, clock.today(), &matter),
                        Some(_) if M::CONFIDENTIAL => {
                            fits(&matter, &filter)
                                && is_seen::<M>(conn, &actor, clock.today(), matter.head().id)?
                        }
                        Some(_) => fits(&matter, &filter),
                    };
                    found.extend(Some(matter).filter(|_| shown));
                }
                if is_last || counts(found.len()) >= limit {
                    found.truncate(usize::try_from(limit).unwrap_or_default());
                    return Ok(found);
                }
            }
        })
        .await
}
