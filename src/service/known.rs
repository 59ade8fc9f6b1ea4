//! What an event must say so that the past can be rebuilt from the events alone: beside the aggregate's after-image those of the
//! deadlines and items that moved with it; and the head by which the state is found at an instant.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use thads_verify::note::hex;
use uuid::Uuid;

use super::access;
use super::convert::obligation;
use super::deadline_views::view;
use super::error::{ApiError, ApiResult};
use super::record::{self, History, Place, Recording};
use super::{items, personal};
use crate::domain::event::canonical;
use crate::domain::ids::{DeadlineId, ObligationId, OfficeId, UserId};
use crate::domain::lifecycle::plan::Plan;
use crate::domain::matter::Matter;
use crate::domain::oversight::denunciation::Denunciation;
use crate::store::deadlines;
use crate::store::heads::Head;
use crate::store::{AnyId, At, Conn, events, obligations, until_further_notice};

/// So many after-images stand in an event whole; of more it holds the number and the digest, and the versions hold them.
const WHOLE: usize = 200;
/// So many are read at once.
const BATCH: usize = 500;

/// Writes what an act changes beside the aggregates – items, deadlines opened, personal values taken away – and gives the effects that its
/// event tells. The aggregates themselves are stored already, the event is not.
///
/// # Errors
/// Whatever the database refuses.
pub(super) fn carried(
    conn: &mut Conn,
    at: &Recording<'_>,
    (plan, place): (&Plan, &Place),
    effects: Value,
    mut moved: Vec<DeadlineId>,
) -> ApiResult<Value> {
    let mut items = items::write(conn, at, plan, place.office, place.case)?;
    items.extend(&plan.noted);
    if let (Some(first), false) = (plan.changes.first(), plan.opened.is_empty()) {
        let last = events::last(conn, AnyId(record::identity(first).1))?;
        let seq = last.map_or(1, |last| last.seq + 1);
        moved.extend(super::deadlines::open(conn, at, plan, place, seq)?);
    }
    let mut effects = with(conn, effects, &moved, &items)?;
    if let Some(redacts) = &plan.redacts {
        let document = plan.documents.iter().find(|document| document.id == redacts.document);
        let number = document.and_then(|document| document.number.as_deref());
        effects["redacted"] = personal::carry_out(conn, redacts, number)?;
    }
    Ok(effects)
}

/// Effects with the after-images of what moved beside the aggregate.
///
/// # Errors
/// Whatever the database refuses.
pub(super) fn with(
    conn: &mut Conn,
    mut effects: Value,
    moved: &[DeadlineId],
    changed: &[ObligationId],
) -> ApiResult<Value> {
    let Some(members) = effects.as_object_mut() else { return Ok(effects) };
    if !moved.is_empty() {
        let load = |ids: &[DeadlineId]| -> ApiResult<Vec<Value>> {
            deadlines::by_ids(conn, ids)?.into_iter().map(|row| Ok(json!(view(row)?))).collect()
        };
        members.insert("deadlines".to_owned(), images(moved, load)?);
    }
    if !changed.is_empty() {
        let load = |ids: &[ObligationId]| -> ApiResult<Vec<Value>> {
            let mut rows = obligations::by_ids(conn, ids)?;
            rows.sort_by_key(|row| row.id);
            rows.into_iter().map(|row| Ok(json!(obligation(row)?))).collect()
        };
        members.insert("items".to_owned(), images(changed, load)?);
    }
    Ok(effects)
}

/// The after-images of these rows, in the order of their identifiers; of very many their number and one digest over the canonical
/// JSON of each, with its length before it.
fn images<I: Copy + Ord>(ids: &[I], mut load: impl FnMut(&[I]) -> ApiResult<Vec<Value>>) -> ApiResult<Value> {
    let ids: Vec<I> = ids.iter().copied().collect::<BTreeSet<I>>().into_iter().collect();
    if ids.len() <= WHOLE {
        return Ok(Value::Array(load(&ids)?));
    }
    let mut digest = Sha256::new();
    for batch in ids.chunks(BATCH) {
        for image in load(batch)? {
            let text = canonical(&image).map_err(ApiError::internal)?;
            digest.update(u64::try_from(text.len()).unwrap_or(u64::MAX).to_be_bytes());
            digest.update(text.as_bytes());
        }
    }
    Ok(json!({ "count": ids.len(), "sha256": hex(&digest.finalize()) }))
}

/// The head of the state that an event leads to; the event is filled in by whoever writes it.
pub(super) fn head(at: &Recording<'_>, into: &History, after: &Value) -> Option<Head> {
    // Who looked is nothing's state.
    if into.aggregate == access::KIND {
        return None;
    }
    Some(Head {
        event_id: AnyId(Uuid::nil()),
        kind: into.aggregate.to_string(),
        aggregate_id: AnyId(into.id),
        office_id: into.office,
        division_id: id_of(after, "division").map(OfficeId),
        officer_id: id_of(after, "officer").map(UserId),
        case_id: into.case,
        state: state_of(after).to_owned(),
        held: into.aggregate == "case" && is_held(after),
        confidential: into.aggregate == Denunciation::KIND,
        from_at: At::from(at.now),
        until_at: until_further_notice(),
    })
}

/// What an aggregate says under a name.
fn id_of(after: &Value, name: &str) -> Option<Uuid> {
    after.get(name)?.as_str()?.parse().ok()
}

fn state_of(after: &Value) -> &str {
    ["state", "stage"].iter().find_map(|name| after.get(name)?.as_str()).unwrap_or("registered")
}

/// A postponement or suspension without its end, or a pause that was not lifted.
fn is_held(after: &Value) -> bool {
    let runs = |list: &str, end: &str| {
        let list = after.get(list).and_then(Value::as_array);
        list.is_some_and(|list| list.iter().any(|one| one.get(end).is_none_or(Value::is_null)))
    };
    runs("holds", "resumed_on") || runs("pauses", "lifted_on")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_is_held_while_something_holds_it() {
        assert!(!is_held(&json!({})));
        assert!(is_held(&json!({"holds": [{"resumed_on": "2026-07-15"}, {"resumed_on": null}]})));
        assert!(is_held(&json!({"holds": [], "pauses": [{}]})));
        assert!(!is_held(
            &json!({"holds": [{"resumed_on": "2026-07-15"}], "pauses": [{"lifted_on": "2026-07-15"}]})
        ));
    }

    #[test]
    fn a_head_is_read_from_an_aggregate() {
        let id = Uuid::from_u128(7);
        assert_eq!(id_of(&json!({"officer": id}), "officer"), Some(id));
        assert_eq!(id_of(&json!({"officer": null}), "officer"), None);
        assert_eq!((state_of(&json!({"stage": "decided"})), state_of(&json!({}))), ("decided", "registered"));
    }
}
