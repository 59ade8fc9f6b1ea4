//! Events: the place of each in the chain of its aggregate, its content, its seal. What happened is told by `record`.

use std::borrow::Cow;

use serde_json::json;
use uuid::Uuid;

use super::error::{ApiError, ApiResult};
use super::known;
use super::record::{RecordedEvent, Recording};
use crate::domain::event::EventBody;
use crate::domain::ids::{CaseId, OfficeId};
use crate::domain::lifecycle::plan::Plan;
use crate::store::heads::{self, Head};
use crate::store::{AnyId, At, Conn, events};

/// Which history an event goes into, and what it is called.
pub(super) struct History {
    pub aggregate: Cow<'static, str>,
    pub id: Uuid,
    pub case: Option<CaseId>,
    pub office: OfficeId,
    pub code: &'static str,
    pub action: &'static str,
}

/// Adds an event to the chain of its aggregate.
pub(super) fn append(
    conn: &mut Conn,
    at: &Recording<'_>,
    into: &History,
    delegation: Option<crate::domain::ids::DelegationId>,
    guards: serde_json::Value,
    effects: serde_json::Value,
    after: serde_json::Value,
) -> ApiResult<RecordedEvent> {
    let last = events::last(conn, AnyId(into.id))?;
    let (seq, previous) = last.as_ref().map_or((1, String::new()), |last| (last.seq + 1, last.hash.clone()));
    let marked = guards.clone();
    let head = known::head(at, into, &after);
    let row = sealed(at, into, Content { delegation, guards, effects, after }, seq, previous)?;
    if let Some(head) = head {
        heads::add(conn, &Head { event_id: row.id, ..head }, last.as_ref())?;
    }
    let (aggregate, aggregate_id, code) = (into.aggregate.to_string(), into.id, into.code);
    let hash = row.hash.clone();
    let rows = [row];
    super::audit::mark(conn, &rows, delegation, &marked)?;
    events::append(conn, &rows)?;
    Ok(RecordedEvent { aggregate, aggregate_id, code, seq, hash })
}

/// What an event says beside where it belongs.
struct Content {
    delegation: Option<crate::domain::ids::DelegationId>,
    guards: serde_json::Value,
    effects: serde_json::Value,
    after: serde_json::Value,
}

fn sealed(
    at: &Recording<'_>,
    into: &History,
    content: Content,
    seq: i64,
    previous: String,
) -> ApiResult<events::Event> {
    let body = EventBody {
        aggregate: into.aggregate.to_string(),
        aggregate_id: into.id,
        seq,
        code: into.code.to_owned(),
        action: into.action.to_owned(),
        actor: at.actor.user,
        delegation: content.delegation,
        effective_on: at.on,
        recorded_at: at.now,
        law: at.law.version(at.on),
        guards: content.guards,
        effects: content.effects,
        after: content.after,
        previous: previous.clone(),
    };
    let sealed = body.seal().map_err(ApiError::internal)?;
    Ok(events::Event {
        id: AnyId(Uuid::now_v7()),
        aggregate_kind: into.aggregate.to_string(),
        aggregate_id: AnyId(into.id),
        seq,
        office_id: into.office,
        case_id: into.case,
        code: into.code.to_owned(),
        action: into.action.to_owned(),
        actor_id: at.actor.user,
        effective_on: at.on,
        recorded_at: At::from(at.now),
        previous_hash: previous,
        hash: sealed.hash,
        body: sealed.text,
    })
}

/// The first event of each payout: a plan may have tens of thousands, and none of them has a history to look up.
pub(super) fn first_of_payouts(conn: &mut Conn, at: &Recording<'_>, plan: &Plan) -> ApiResult<()> {
    let guards = serde_json::to_value(&plan.guards).map_err(ApiError::internal)?;
    let mut rows = Vec::with_capacity(plan.payouts.len());
    let mut states = Vec::with_capacity(plan.payouts.len());
    for payout in &plan.payouts {
        let into = History {
            aggregate: "payout".into(),
            id: payout.id.0,
            case: Some(payout.case),
            office: payout.office,
            code: plan.code,
            action: plan.action,
        };
        let content = Content {
            delegation: plan.delegation,
            guards: guards.clone(),
            effects: json!({}),
            after: serde_json::to_value(payout).map_err(ApiError::internal)?,
        };
        let head = known::head(at, &into, &content.after);
        let row = sealed(at, &into, content, 1, String::new())?;
        states.extend(head.map(|head| Head { event_id: row.id, ..head }));
        rows.push(row);
    }
    super::audit::mark(conn, &rows, plan.delegation, &guards)?;
    events::append(conn, &rows)?;
    Ok(heads::add_first(conn, &states)?)
}
