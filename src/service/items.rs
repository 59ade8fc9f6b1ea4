//! Items of a judgment as an act leaves them: in a case or out of it, performed, terminated, reduced, handed to another party.

use super::convert;
use super::error::{ApiError, ApiResult};
use crate::domain::lifecycle::plan::{Change, Plan};
use crate::store::{Conn, obligations};

/// Writes what an act does to items: the case that covers them, what was performed, what changed otherwise.
///
/// # Errors
/// Whatever the database refuses.
pub(super) fn write(conn: &mut Conn, plan: &Plan) -> ApiResult<()> {
    if let Some(case) = plan.changes.iter().find_map(|change| match change {
        Change::Case(case) if case.version == 1 => Some(case.id),
        _ => None,
    }) {
        obligations::set_case(conn, &plan.covers, case)?;
    }
    store_performed(conn, plan)?;
    store_changed(conn, plan)
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
    let ids: Vec<_> = plan.performed.iter().map(|performed| performed.obligation).collect();
    let rows = obligations::by_ids(conn, &ids)?;
    let mut sums = std::collections::BTreeMap::new();
    for performed in &plan.performed {
        let sum = sums.entry(performed.obligation).or_insert(crate::domain::money::Dong::ZERO);
        *sum = sum.plus(performed.amount).map_err(ApiError::internal)?;
    }
    for row in rows {
        let Some(added) = sums.get(&row.id) else { continue };
        let paid = row.paid.plus(*added).map_err(ApiError::internal)?;
        let status = if paid >= row.amount { "done" } else { "partial" };
        obligations::add_paid(conn, row.id, *added, status)?;
    }
    Ok(())
}
