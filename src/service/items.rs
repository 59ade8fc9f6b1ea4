//! What a plan changes of the items: parts split off, performance, status, parties, the case that covers them.

use super::error::{ApiError, ApiResult};
use super::{convert, record};
use crate::domain::ids::OfficeId;
use crate::domain::lifecycle::plan::Plan;
use crate::store::{Conn, obligations};

/// What leaves its case goes first: a new case may cover it at once.
pub(super) fn write(conn: &mut Conn, plan: &Plan, office: OfficeId) -> ApiResult<()> {
    let parts: ApiResult<Vec<_>> =
        plan.parts.iter().map(|part| convert::obligation_row(part, office)).collect();
    obligations::insert_many(conn, &parts?)?;
    store_performed(conn, plan)?;
    store_changed(conn, plan)?;
    if let Some(case) = plan.changes.iter().find_map(record::opened_case) {
        obligations::set_case(conn, &plan.covers, case)?;
    }
    Ok(())
}

/// Items that are terminated, reduced, handed to another party or out of their case.
fn store_changed(conn: &mut Conn, plan: &Plan) -> ApiResult<()> {
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
    Ok(())
}

fn store_performed(conn: &mut Conn, plan: &Plan) -> ApiResult<()> {
    if plan.performed.is_empty() {
        return Ok(());
    }
    let mut sums = std::collections::BTreeMap::new();
    for performed in &plan.performed {
        let sum = sums.entry(performed.obligation).or_insert(crate::domain::money::Dong::ZERO);
        *sum = sum.plus(performed.amount).map_err(ApiError::internal)?;
    }
    let sums: Vec<_> = sums.into_iter().collect();
    obligations::add_all_paid(conn, &sums)?;
    Ok(())
}
