//! The search of auditors: events and refused attempts across histories, for the auditor everywhere, for the head and the procuracy
//! at their agency. Every search is itself recorded in the searcher's own chain before it is answered.

mod marks;
mod refused;

pub(super) use marks::write as mark;
pub use refused::{RefusedQuery, RefusedView, refused};

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

use super::access::{self, Access};
use super::clock::legal_day;
use super::context::{Core, actor, anywhere};
use super::error::{ApiError, ApiResult};
use crate::domain::actor::{Actor, Role};
use crate::domain::ids::{CaseId, DelegationId, OfficeId, UserId};
use crate::domain::law::Law;
use crate::domain::matter::Matter;
use crate::domain::oversight::denunciation::Denunciation;
use crate::domain::text::Lang;
use crate::store::audit::{self, EventFilter, EventHead, Place};
use crate::store::{AnyId, At, Conn, MAX_ROWS, offices};

/// What is shown to a few only is found by no search (L106 108.2.b).
const HIDDEN: &[&str] = &[Denunciation::KIND];
/// The code of a missed deadline.
const BREACH: &str = "D-BREACH";
/// The longest code or name of an action.
const WORD: usize = 60;

/// What to look for; every condition that is set must hold.
#[derive(Debug, Clone, Default, Serialize)]
pub struct EventQuery {
    /// At this agency.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub office: Option<OfficeId>,
    /// Of this person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actor: Option<UserId>,
    /// Under this delegation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delegation: Option<DelegationId>,
    /// Under any delegation.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub delegated: bool,
    /// With this code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// This action.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action: Option<String>,
    /// In histories of this kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lifecycle: Option<String>,
    /// In this history.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aggregate: Option<Uuid>,
    /// In this case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case: Option<CaseId>,
    /// With any guard of this program passed over.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub overridden: bool,
    /// With this guard passed over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guard: Option<String>,
    /// A deadline was missed.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub breach: bool,
    /// Recorded more than so many days after it happened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub late_over: Option<i64>,
    /// Recorded from this instant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recorded_from: Option<DateTime<Utc>>,
    /// Recorded before this instant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recorded_to: Option<DateTime<Utc>>,
    /// Happened on this day or later.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effective_from: Option<NaiveDate>,
    /// Happened on this day or earlier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effective_to: Option<NaiveDate>,
    /// The oldest first.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub oldest_first: bool,
}

/// An event as an auditor finds it; its content stands in its history.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AuditEvent {
    /// Identifier.
    pub id: Uuid,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// The day it happened in law.
    pub effective_on: NaiveDate,
    /// How many days later it was recorded.
    pub days_late: i64,
    /// The agency.
    pub office: OfficeId,
    /// The kind of history.
    #[schema(example = "case")]
    pub aggregate: String,
    /// Whose history.
    pub aggregate_id: Uuid,
    /// Its place in that history.
    pub seq: i64,
    /// The case.
    pub case: Option<CaseId>,
    /// The code.
    #[schema(example = "T-DE-02")]
    pub code: String,
    /// The action.
    pub action: String,
    /// What the action is called.
    pub label: String,
    /// Who acted.
    pub actor: UserId,
    /// Under which delegation.
    pub delegation: Option<String>,
    /// Guards of this program that were passed over.
    pub overridden: Vec<String>,
    /// Hash of its content.
    pub hash: String,
}

/// Where a page of events ended.
pub type Cursor = (DateTime<Utc>, Uuid);

/// A page of events, recorded as a search.
///
/// # Errors
/// 403 for anybody but an auditor, or the head or the procuracy of the agency; 400 for what cannot be asked.
pub async fn search(
    core: &Core,
    user: UserId,
    query: EventQuery,
    after: Option<Cursor>,
    limit: i64,
    lang: Lang,
) -> ApiResult<Vec<AuditEvent>> {
    let (office, found) = page(core, user, query.clone(), after, limit, lang).await?;
    let about = json!({ "asked": asked(&query)?, "further": after.is_some(), "found": found.len() });
    note(core, user, "R-SEARCH", "search_events", office, about).await?;
    Ok(found)
}

/// Records that a search is carried away as a file, before its first page is read.
///
/// # Errors
/// As [`search`].
pub async fn begin_export(core: &Core, user: UserId, query: &EventQuery, format: &str) -> ApiResult<()> {
    check(query)?;
    let office = query.office;
    let clock = core.clock.clone();
    let reach = move |conn: &mut Conn| reach(conn, user, clock.today(), office);
    let office = core.store.run_read(reach).await?;
    let about = json!({ "asked": asked(query)?, "format": format });
    note(core, user, "R-EXPORT", "export_events", office, about).await
}

/// A page of events, for a search or an export that is recorded already, and the agency to which it was bound.
///
/// # Errors
/// As [`search`].
pub async fn page(
    core: &Core,
    user: UserId,
    query: EventQuery,
    after: Option<Cursor>,
    limit: i64,
    lang: Lang,
) -> ApiResult<(Option<OfficeId>, Vec<AuditEvent>)> {
    check(&query)?;
    let core = core.clone();
    let store = core.store.clone();
    store
        .run_read(move |conn| {
            let office = reach(conn, user, core.clock.today(), query.office)?;
            let filter = filter(&query, office);
            let after = after.map(|(at, id)| (At::from(at), AnyId(id)));
            let rows = rows(conn, &filter, after, limit)?;
            Ok((office, views(conn, &core.law, rows, lang)?))
        })
        .await
}

/// Where the user may search: an auditor everywhere, the head and the procuracy at their agency. Nothing says everywhere.
fn reach(
    conn: &mut Conn,
    user: UserId,
    today: NaiveDate,
    office: Option<OfficeId>,
) -> ApiResult<Option<OfficeId>> {
    let actor = actor(conn, user)?;
    if anywhere(&actor, &[Role::Auditor], today) {
        return Ok(office);
    }
    let mut own = actor.grants.iter().map(|grant| grant.office).filter(|own| overlooks(&actor, *own, today));
    let found = own.find(|own| office.is_none_or(|asked| asked == *own));
    found.map(Some).ok_or_else(ApiError::forbidden)
}

/// A role over the whole agency: one that is limited to a division does not see what other divisions did.
fn overlooks(actor: &Actor, office: OfficeId, today: NaiveDate) -> bool {
    [Role::Head, Role::Prosecutor].into_iter().any(|role| actor.has(role, office, None, today))
}

fn check(query: &EventQuery) -> ApiResult<()> {
    words(&[
        ("code", &query.code),
        ("action", &query.action),
        ("lifecycle", &query.lifecycle),
        ("guard", &query.guard),
    ])?;
    if query.late_over.is_some_and(|days| !(0..=36_500).contains(&days)) {
        return Err(ApiError::malformed("/late_over", "range"));
    }
    if query.recorded_from.zip(query.recorded_to).is_some_and(|(from, to)| to < from) {
        return Err(ApiError::malformed("/recorded_to", "period_order"));
    }
    if query.effective_from.zip(query.effective_to).is_some_and(|(from, to)| to < from) {
        return Err(ApiError::malformed("/effective_to", "period_order"));
    }
    if query.breach && query.code.as_ref().is_some_and(|code| code != BREACH) {
        return Err(ApiError::malformed("/code", "contradicts"));
    }
    Ok(())
}

/// Codes only: what is asked is recorded, and a record holds no free text.
fn words(asked: &[(&str, &Option<String>)]) -> ApiResult<()> {
    let is_word = |text: &str| {
        text.len() <= WORD
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
    };
    match asked.iter().find(|(_, value)| value.as_deref().is_some_and(|text| !is_word(text))) {
        Some((name, _)) => Err(ApiError::malformed(format!("/{name}"), "not_in_list")),
        None => Ok(()),
    }
}

fn asked(query: &EventQuery) -> ApiResult<Value> {
    serde_json::to_value(query).map_err(ApiError::internal)
}

fn filter(query: &EventQuery, office: Option<OfficeId>) -> EventFilter {
    let mut marks = Vec::new();
    if query.delegated || query.delegation.is_some() {
        marks.push((audit::DELEGATED, query.delegation.map(|id| id.to_string())));
    }
    if query.overridden || query.guard.is_some() {
        marks.push((audit::OVERRIDDEN, query.guard.clone()));
    }
    EventFilter {
        office,
        actor: query.actor,
        code: if query.breach { Some(BREACH.to_owned()) } else { query.code.clone() },
        action: query.action.clone(),
        kind: query.lifecycle.clone(),
        aggregate: query.aggregate.map(AnyId),
        case: query.case,
        marks,
        late_over: query.late_over,
        recorded_from: query.recorded_from.map(At::from),
        recorded_to: query.recorded_to.map(At::from),
        effective_from: query.effective_from,
        effective_to: query.effective_to,
        hidden: HIDDEN,
        oldest_first: query.oldest_first,
    }
}

/// A search everywhere that no person, history or case narrows is the searches at each agency, put together: each is read from the
/// agency's index, and no index of all has to be kept for the auditor alone.
fn rows(
    conn: &mut Conn,
    filter: &EventFilter,
    after: Option<Place>,
    limit: i64,
) -> ApiResult<Vec<EventHead>> {
    let narrow = filter.office.is_some()
        || filter.actor.is_some()
        || filter.aggregate.is_some()
        || filter.case.is_some()
        || filter.marks.iter().any(|(_, subject)| subject.is_some());
    if narrow {
        return Ok(audit::page(conn, filter, after, limit)?);
    }
    let mut found = Vec::new();
    for office in offices::agencies(conn)? {
        let here = EventFilter { office: Some(office), ..filter.clone() };
        found.extend(audit::page(conn, &here, after, limit)?);
    }
    found.sort_unstable_by_key(|row| (row.recorded_at, row.id));
    if !filter.oldest_first {
        found.reverse();
    }
    found.truncate(usize::try_from(limit.min(MAX_ROWS)).unwrap_or_default());
    Ok(found)
}

fn views(conn: &mut Conn, law: &Law, rows: Vec<EventHead>, lang: Lang) -> ApiResult<Vec<AuditEvent>> {
    let ids: Vec<AnyId> = rows.iter().map(|row| row.id).collect();
    let marks = audit::marks(conn, &ids)?;
    let of = |id: AnyId, wanted: &str| -> Vec<String> {
        let own = marks.iter().filter(|mark| mark.event_id == id && mark.mark == wanted);
        own.map(|mark| mark.subject.clone()).collect()
    };
    let view = |row: EventHead| AuditEvent {
        days_late: (legal_day(row.recorded_at.utc()) - row.effective_on).num_days(),
        delegation: of(row.id, audit::DELEGATED).pop(),
        overridden: of(row.id, audit::OVERRIDDEN),
        id: row.id.0,
        recorded_at: row.recorded_at.utc(),
        effective_on: row.effective_on,
        office: row.office_id,
        aggregate: row.aggregate_kind,
        aggregate_id: row.aggregate_id.0,
        seq: row.seq,
        case: row.case_id,
        label: label(law, &row.action, lang),
        code: row.code,
        action: row.action,
        actor: row.actor_id,
        hash: row.hash,
    };
    Ok(rows.into_iter().map(view).collect())
}

/// What an action is called; its own name where it has no other.
fn label(law: &Law, action: &str, lang: Lang) -> String {
    let code = format!("action.{action}");
    if law.texts().has(&code) { law.texts().label(&code, lang).to_owned() } else { action.to_owned() }
}

/// Records the search in the searcher's own chain.
async fn note(
    core: &Core,
    user: UserId,
    code: &'static str,
    action: &'static str,
    office: Option<OfficeId>,
    about: Value,
) -> ApiResult<()> {
    access::noted(core, user, Access { code, action, office, case: None, about }).await
}
