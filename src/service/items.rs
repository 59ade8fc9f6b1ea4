//! What a plan changes of the items: parts split off, performance, status, parties, the case that covers them. Each changed item keeps
//! what it was.

use std::collections::{BTreeMap, BTreeSet};

use super::error::{ApiError, ApiResult};
use super::{convert, record};
use crate::domain::ids::{CaseId, ObligationId, OfficeId};
use crate::domain::lifecycle::plan::{Performed, Plan};
use crate::domain::money::Dong;
use crate::store::performances::Performance;
use crate::store::{AnyId, At, Conn, obligations, performances};

/// What leaves its case goes first: a new case may cover it at once. Tells which items are no longer as they were.
pub(super) fn write(
    conn: &mut Conn,
    at: &record::Recording<'_>,
    plan: &Plan,
    office: OfficeId,
    case: Option<CaseId>,
) -> ApiResult<Vec<ObligationId>> {
    let now = At::from(at.now);
    let parts: ApiResult<Vec<_>> =
        plan.parts.iter().map(|part| convert::obligation_row(part, office)).collect();
    obligations::insert_many(conn, &parts?, now)?;
    let mut changed = store_performed(conn, at, plan, case)?;
    changed.extend(store_changed(conn, plan)?);
    changed.sort_unstable();
    changed.dedup();
    obligations::keep(conn, &changed, now)?;
    changed.extend(plan.parts.iter().map(|part| part.id));
    if let Some(case) = plan.changes.iter().find_map(record::opened_case) {
        obligations::set_case(conn, &plan.covers, case, now)?;
        changed.extend(&plan.covers);
    }
    changed.sort_unstable();
    changed.dedup();
    Ok(changed)
}

/// Items that are terminated, reduced, handed to another party or out of their case.
fn store_changed(conn: &mut Conn, plan: &Plan) -> ApiResult<Vec<ObligationId>> {
    let ids: Vec<_> = plan.items.iter().map(|change| change.obligation).collect();
    for row in obligations::by_ids(conn, &ids)? {
        let office = row.office_id;
        let id = row.id;
        let mut item = convert::obligation(row)?;
        for change in plan.items.iter().filter(|change| change.obligation == id) {
            change.apply(&mut item).map_err(ApiError::internal)?;
        }
        obligations::set(conn, &convert::obligation_row(&item, office)?)?;
    }
    Ok(ids)
}

fn store_performed(
    conn: &mut Conn,
    at: &record::Recording<'_>,
    plan: &Plan,
    case: Option<CaseId>,
) -> ApiResult<Vec<ObligationId>> {
    let ids: Vec<_> =
        plan.performed.iter().chain(&plan.interest_paid).map(|performed| performed.obligation).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let sums = sums_of(&plan.performed)?;
    let added: Vec<_> = sums.iter().map(|(id, sum)| (*id, *sum)).collect();
    obligations::add_all_paid(conn, &added)?;
    let interest = sums_of(&plan.interest_paid)?;
    let mut dated = Vec::new();
    for id in bearing(conn, plan, &ids)? {
        let principal = sums.get(&id).copied().unwrap_or_default();
        let interest = interest.get(&id).copied().unwrap_or_default();
        dated.extend(dated_parts(at, plan, case, id, principal, interest));
    }
    performances::insert_many(conn, &dated)?;
    Ok(added.into_iter().map(|(id, _)| id).collect())
}

/// Which of the items bear late interest: a distribution knows it, other acts perform few.
fn bearing(conn: &mut Conn, plan: &Plan, ids: &[ObligationId]) -> ApiResult<BTreeSet<ObligationId>> {
    if !plan.arrived.is_empty() {
        return Ok(plan.bearing.iter().copied().collect());
    }
    let mut found = BTreeSet::new();
    for row in obligations::by_ids(conn, ids)? {
        let item = convert::obligation(row)?;
        if item.more.interest.is_some() {
            found.insert(item.id);
        }
    }
    Ok(found)
}

fn sums_of(performed: &[Performed]) -> ApiResult<BTreeMap<ObligationId, Dong>> {
    let mut sums = BTreeMap::new();
    for one in performed {
        let sum = sums.entry(one.obligation).or_insert(Dong::ZERO);
        *sum = sum.plus(one.amount).map_err(ApiError::internal)?;
    }
    Ok(sums)
}

/// What was paid of an item, by the days on which the money came: each day's part of the whole, the last one with the rest.
fn dated_parts(
    at: &record::Recording<'_>,
    plan: &Plan,
    case: Option<CaseId>,
    obligation: ObligationId,
    principal: Dong,
    interest: Dong,
) -> Vec<Performance> {
    let row = |arrived_on, principal, interest| Performance {
        id: AnyId(uuid::Uuid::now_v7()),
        obligation_id: obligation,
        case_id: case,
        arrived_on,
        principal,
        interest,
        created_at: At::from(at.now),
    };
    let last = plan.arrived.last().map_or(at.on, |arrived| arrived.on);
    let earlier = plan.arrived.split_last().map_or(&[][..], |(_, earlier)| earlier);
    let mut left = principal;
    let mut rows = Vec::new();
    for arrived in earlier {
        let part = arrived.part_of(principal, &plan.arrived).min(left);
        left = left.saturating_minus(part);
        if !part.is_zero() {
            rows.push(row(arrived.on, part, Dong::ZERO));
        }
    }
    if !left.is_zero() || !interest.is_zero() {
        rows.push(row(last, left, interest));
    }
    rows
}
