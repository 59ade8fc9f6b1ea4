//! What changed in a case between two instants, as far as the office knew: the case, its assets, items, deadlines and parties. Only what
//! moved in between is read, and no more of each than an answer can hold.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

use super::access::{self, Access};
use super::context::{Core, actor};
use super::convert::obligation;
use super::deadline_views::view;
use super::error::{ApiError, ApiResult, Code};
use super::{cases, past, personal};
use crate::domain::case::Case;
use crate::domain::diff::{MemberChange, differences};
use crate::domain::ids::{CaseId, UserId};
use crate::domain::personal::PersonalField;
use crate::store::{self, At, Conn, heads};

/// So many things of one kind are compared.
const THINGS: i64 = 200;
/// So many members are told.
const MEMBERS: usize = 1_000;

/// What changed in a case.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CaseDiff {
    /// The case.
    pub case: CaseId,
    /// The first instant.
    pub from: DateTime<Utc>,
    /// The second instant.
    pub to: DateTime<Utc>,
    /// Every member that differs, by its place: `/case/…`, `/assets/{id}/…`, `/items/{id}/…`, `/deadlines/{id}/…`, `/parties/{id}/…`.
    pub changes: Vec<MemberChange>,
    /// Where more changed than is told here: compare instants that lie closer together.
    #[schema(example = json!(["/items"]))]
    pub more: Vec<String>,
}

/// Compares a case at two instants; that personal values were shown is recorded.
///
/// # Errors
/// 400 for instants to come or in the wrong order; 404 when the case is not the user's to know of or was not known at the first.
pub async fn of_case(
    core: &Core,
    user: UserId,
    id: CaseId,
    (from, to): (DateTime<Utc>, DateTime<Utc>),
) -> ApiResult<CaseDiff> {
    if to <= from {
        return Err(ApiError::malformed("/to", "instants_order"));
    }
    if to > core.clock.now() {
        return Err(ApiError::malformed("/to", "instant_in_future"));
    }
    let clock = core.clock.clone();
    let (diff, shown) = core
        .store
        .run_read(move |conn| {
            let actor = actor(conn, user)?;
            let case = cases::find(conn, &actor, clock.today(), id)?;
            let open = personal::works(&actor, case.office, clock.today());
            let span = (At::from(from), At::from(to));
            let mut diff = CaseDiff { case: id, from, to, changes: Vec::new(), more: Vec::new() };
            let before: Value = past::state(conn, id.0, span.0).map_err(|error| at_first(error, "/from"))?;
            let after: Value = past::state(conn, id.0, span.1)?;
            if diff.tell("/case", Some(&before), Some(&after)) {
                diff.more.push("/case".to_owned());
            }
            diff.things("/assets", assets(conn, id, span)?);
            diff.things("/items", items(conn, id, span)?);
            diff.things("/deadlines", deadlines(conn, id, span)?);
            let parties = parties(conn, &case, span, open)?;
            let shown: Vec<Uuid> = parties.0.keys().copied().filter(|_| open).collect();
            diff.things("/parties", parties);
            Ok::<_, ApiError>((diff, (case.office, case.judgment, shown)))
        })
        .await?;
    let (office, judgment, parties) = shown;
    if !parties.is_empty() {
        let about = json!({ "judgment": judgment, "parties": parties, "from": from, "to": to });
        let read =
            Access { code: "R-READ", action: "compare_case", office: Some(office), case: Some(id), about };
        access::noted(core, user, read).await?;
    }
    Ok(diff)
}

/// The pointer of the parameter that is at fault.
fn at_first(mut error: ApiError, pointer: &str) -> ApiError {
    if error.code == Code::NotFound {
        for one in &mut error.errors {
            pointer.clone_into(&mut one.pointer);
        }
    }
    error
}

/// Each thing before and after, by identifier; and whether there are more.
type Things = (BTreeMap<Uuid, (Option<Value>, Option<Value>)>, bool);

impl CaseDiff {
    /// Tells what differs at a place; whether more does than can be told.
    fn tell(&mut self, at: &str, from: Option<&Value>, to: Option<&Value>) -> bool {
        let (found, more) = differences(at, from, to, MEMBERS.saturating_sub(self.changes.len()));
        self.changes.extend(found);
        more
    }

    /// Tells what differs in each of these; where not all is told, the whole list is named.
    fn things(&mut self, place: &str, (things, more): Things) {
        let mut each = things.iter();
        let cut =
            each.any(|(id, (from, to))| self.tell(&format!("{place}/{id}"), from.as_ref(), to.as_ref()));
        if more || cut {
            self.more.push(place.to_owned());
        }
    }
}

fn assets(conn: &mut Conn, case: CaseId, (from, to): (At, At)) -> ApiResult<Things> {
    let mut ids = heads::changed_of_case(conn, (case, "asset"), (from, to), THINGS + 1)?;
    let more = cut(&mut ids);
    let mut things = BTreeMap::new();
    for id in ids {
        things.insert(id.0, (past::found(conn, id.0, from)?, past::found(conn, id.0, to)?));
    }
    Ok((things, more))
}

fn cut<T>(ids: &mut Vec<T>) -> bool {
    let most = usize::try_from(THINGS).unwrap_or(usize::MAX);
    let more = ids.len() > most;
    ids.truncate(most);
    more
}

fn items(conn: &mut Conn, case: CaseId, (from, to): (At, At)) -> ApiResult<Things> {
    let mut ids = store::past::changed_items(conn, case, (from, to), THINGS + 1)?;
    let more = cut(&mut ids);
    let mut side = |at| -> ApiResult<BTreeMap<Uuid, Value>> {
        let rows = store::past::items_by_ids(conn, &ids, at)?.into_iter();
        rows.filter(|row| row.case_id == Some(case))
            .map(|row| Ok((row.id.0, json!(obligation(row)?))))
            .collect()
    };
    Ok((paired(side(from)?, side(to)?), more))
}

fn deadlines(conn: &mut Conn, case: CaseId, (from, to): (At, At)) -> ApiResult<Things> {
    let mut ids = store::past::changed_deadlines(conn, case, (from, to), THINGS + 1)?;
    let more = cut(&mut ids);
    let mut side = |at| -> ApiResult<BTreeMap<Uuid, Value>> {
        let rows = store::past::deadlines_by_ids(conn, &ids, at)?.into_iter();
        rows.filter(|row| row.case_id == Some(case)).map(|row| Ok((row.id.0, json!(view(row)?)))).collect()
    };
    Ok((paired(side(from)?, side(to)?), more))
}

fn parties(conn: &mut Conn, case: &Case, (from, to): (At, At), open: bool) -> ApiResult<Things> {
    let mut ids = store::parties::changed(conn, case.judgment, (from, to), THINGS + 1)?;
    let more = cut(&mut ids);
    let mut side = |at| -> ApiResult<BTreeMap<Uuid, Value>> {
        let rows = store::parties::known_by_ids(conn, &ids, at)?;
        rows.into_iter().map(|row| Ok((row.party_id.0, shown(row, open)?))).collect()
    };
    Ok((paired(side(from)?, side(to)?), more))
}

/// A party with its values, or with their digests for those who only look on.
fn shown(version: store::parties::PartyVersion, open: bool) -> ApiResult<Value> {
    let digests = personal::version(&version)?.said().digests;
    let mut party = serde_json::to_value(personal::party(version)?).map_err(ApiError::internal)?;
    if let Some(members) = party.as_object_mut().filter(|_| !open) {
        for field in PersonalField::ALL {
            members.insert(field.as_str().to_owned(), json!({ "sha256": digests.get(field.as_str()) }));
        }
    }
    Ok(party)
}

fn paired(
    mut from: BTreeMap<Uuid, Value>,
    to: BTreeMap<Uuid, Value>,
) -> BTreeMap<Uuid, (Option<Value>, Option<Value>)> {
    let mut things: BTreeMap<_, _> =
        to.into_iter().map(|(id, state)| (id, (from.remove(&id), Some(state)))).collect();
    things.extend(from.into_iter().map(|(id, state)| (id, (Some(state), None))));
    things
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_the_answer_is_full_the_whole_list_is_named() {
        let now = DateTime::UNIX_EPOCH;
        let mut diff =
            CaseDiff { case: CaseId(Uuid::nil()), from: now, to: now, changes: Vec::new(), more: Vec::new() };
        let wide: Vec<usize> = (0..MEMBERS - 1).collect();
        let thing = |id: u128, value: Value| (Uuid::from_u128(id), (Some(json!({})), Some(value)));
        let fits = BTreeMap::from([thing(1, json!({ "a": 1 }))]);
        diff.things("/assets", (fits.clone(), false));
        assert!(diff.more.is_empty());
        // The first item has one member too many; of the second nothing is told.
        let first = (Uuid::from_u128(1), (Some(json!([])), Some(json!(wide))));
        let over = (Uuid::from_u128(2), (Some(json!([])), Some(json!([1, 2]))));
        diff.things("/items", (BTreeMap::from([first, over, thing(3, json!({ "a": 1 }))]), false));
        diff.things("/deadlines", (BTreeMap::new(), false));
        diff.things("/parties", (fits, true));
        assert_eq!(
            (diff.changes.len(), diff.more),
            (MEMBERS, vec!["/items".to_owned(), "/parties".to_owned()])
        );
    }
}
