//! Written delegations of signature (phân công, ủy quyền; L106 22.3): the head gives and withdraws them, and they are dated
//! records that every decision signed under one points to.

use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use super::context::{Core, actor, anywhere, works_at};
use super::error::{ApiError, ApiResult, FieldError};
use super::idempotency::{Answer, Once, idempotent};
use crate::domain::actor::{Delegation, Role};
use crate::domain::document::DocumentKind;
use crate::domain::ids::{DelegationId, OfficeId, UserId};
use crate::store::{Conn, StoreError, offices, users};

/// A new delegation.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"office": "0197c0de-0000-7000-8000-000000000001", "delegate": "0197c0de-0000-7000-8000-000000000002",
    "documents": ["on_request_decision"], "division": null, "from": "2026-07-01", "to": "2026-12-31",
    "basis": "Văn bản số 12/UQ-THADS ngày 01/7/2026"}))]
pub struct NewDelegation {
    /// The agency whose head delegates.
    pub office: OfficeId,
    /// Who may sign.
    pub delegate: UserId,
    /// The kinds of document; empty means every kind.
    #[serde(default)]
    #[validate(length(max = 100))]
    pub documents: Vec<DocumentKind>,
    /// Limited to one division's cases, where set.
    pub division: Option<OfficeId>,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// Number and date of the written act.
    #[validate(length(min = 1, max = 500))]
    pub basis: String,
}

/// The withdrawal of a delegation.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"on": "2026-09-01"}))]
pub struct Revocation {
    /// From which day it no longer holds: today or later, because what was signed under it stands.
    pub on: NaiveDate,
}

/// The delegations of an agency, by key: for those who work there, administrators and auditors.
///
/// # Errors
/// 403 for others.
pub async fn list(
    core: &Core,
    user: UserId,
    office: OfficeId,
    after: Option<DelegationId>,
    limit: i64,
) -> ApiResult<Vec<Delegation>> {
    let today = core.clock.today();
    core.store
        .run_read(move |conn| {
            let actor = actor(conn, user)?;
            if !works_at(&actor, office, today) && !anywhere(&actor, &[Role::Admin, Role::Auditor], today) {
                return Err(ApiError::forbidden());
            }
            Ok(users::delegations_of(conn, office, after, limit)?)
        })
        .await
}

/// Records a delegation. For the head of the agency, who is the delegator.
///
/// # Errors
/// 403 for others; 422 for a delegate without a role there, or a period that ends before it begins.
pub async fn add(core: &Core, once: Once, new: NewDelegation) -> ApiResult<Answer> {
    let (now, today) = (core.clock.now(), core.clock.today());
    core.store
        .run_write(move |conn| {
            head(conn, once.user, new.office, today)?;
            idempotent(conn, &once, now, |conn| {
                check(conn, &new, once.user)?;
                let delegation = Delegation {
                    id: DelegationId(Uuid::now_v7()),
                    office: new.office,
                    delegator: once.user,
                    delegate: new.delegate,
                    documents: new.documents,
                    division: new.division,
                    from: new.from,
                    to: new.to,
                    basis: new.basis,
                    revoked_on: None,
                };
                users::insert_delegation(conn, &delegation, crate::store::At::from(now))?;
                Answer::created(format!("/api/v1/delegations/{}", delegation.id), &delegation)
            })
        })
        .await
}

/// One delegation.
///
/// # Errors
/// 404 when there is none, or none to know of.
pub async fn get(core: &Core, user: UserId, id: DelegationId) -> ApiResult<Delegation> {
    let today = core.clock.today();
    core.store
        .run_read(move |conn| {
            let actor = actor(conn, user)?;
            let found = users::find_delegation(conn, id)?.ok_or_else(ApiError::not_found)?;
            let sees = works_at(&actor, found.office, today)
                || anywhere(&actor, &[Role::Admin, Role::Auditor], today);
            if sees { Ok(found) } else { Err(ApiError::not_found()) }
        })
        .await
}

/// Withdraws a delegation from a day on. For the head of the agency.
///
/// # Errors
/// 403 for others of the agency, 404 for everybody else, 409 when it is withdrawn already, 422 for a day that is past.
pub async fn revoke(core: &Core, once: Once, id: DelegationId, revocation: Revocation) -> ApiResult<Answer> {
    let (now, today) = (core.clock.now(), core.clock.today());
    core.store
        .run_write(move |conn| {
            let found = users::find_delegation(conn, id)?.ok_or_else(ApiError::not_found)?;
            head(conn, once.user, found.office, today)?;
            idempotent(conn, &once, now, |conn| {
                if revocation.on < today || revocation.on > found.to {
                    return Err(ApiError::field("/on", "range"));
                }
                users::revoke(conn, id, revocation.on).map_err(|error| match error {
                    StoreError::Stale => ApiError::duplicate("revoked_on"),
                    other => other.into(),
                })?;
                let revoked = Delegation { revoked_on: Some(revocation.on), ..found };
                Answer::ok(&revoked)
            })
        })
        .await
}

fn check(conn: &mut Conn, new: &NewDelegation, delegator: UserId) -> ApiResult<()> {
    let mut faults = Vec::new();
    if new.to < new.from {
        faults.push(FieldError::new("/to", "period_order"));
    }
    if new.delegate == delegator {
        faults.push(FieldError::new("/delegate", "contradicts"));
    }
    let delegate = users::find(conn, new.delegate)?.filter(|found| found.active);
    let grants = users::grants(conn, new.delegate)?.into_iter();
    let works_there = grants
        .filter(|(_, grant)| grant.office == new.office)
        .any(|(_, grant)| grant.from <= new.to && grant.to.is_none_or(|to| new.from <= to));
    if delegate.is_none() || !works_there {
        faults.push(FieldError::new("/delegate", "not_found"));
    }
    if let Some(division) = new.division {
        let found = offices::find(conn, division)?;
        if found.is_none_or(|found| found.parent_id != Some(new.office)) {
            faults.push(FieldError::new("/division", "contradicts"));
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(ApiError::invalid(faults)) }
}

/// Lets the head of the agency pass; nobody else learns whether it exists, unless they work there.
fn head(conn: &mut Conn, user: UserId, office: OfficeId, on: NaiveDate) -> ApiResult<()> {
    let actor = actor(conn, user)?;
    if actor.has(Role::Head, office, None, on) {
        return Ok(());
    }
    Err(if works_at(&actor, office, on) { ApiError::forbidden() } else { ApiError::not_found() })
}
