//! What creditors have received and owe in fees, by decision and creditor.

use diesel::prelude::*;

use super::rows::{bounded, insert_rows};
use super::schema_payouts::fee_accounts;
use super::{Conn, StoreError};
use crate::domain::ids::{CaseId, OfficeId, PartyId};
use crate::domain::money::Dong;

/// An account.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = fee_accounts, treat_none_as_default_value = false)]
pub struct FeeAccount {
    /// The case.
    pub case_id: CaseId,
    /// The creditor.
    pub party_id: PartyId,
    /// The agency.
    pub office_id: OfficeId,
    /// Received, as far as it bears a fee.
    pub received: Dong,
    /// Fees decided.
    pub due: Dong,
    /// Fees collected.
    pub collected: Dong,
    /// Everything, as JSON.
    pub doc: String,
}

/// Writes accounts in place of what stood there. The case is held by whoever writes: its version is compared in the same act.
pub fn put(conn: &mut Conn, accounts: &[FeeAccount]) -> Result<(), StoreError> {
    for some in accounts.chunks(500) {
        for case in cases(some) {
            let parties: Vec<PartyId> =
                some.iter().filter(|one| one.case_id == case).map(|one| one.party_id).collect();
            let old = fee_accounts::table.filter(fee_accounts::case_id.eq(case));
            diesel::delete(old.filter(fee_accounts::party_id.eq_any(parties))).execute(conn)?;
        }
        insert_rows!(conn, fee_accounts::table, some);
    }
    Ok(())
}

fn cases(accounts: &[FeeAccount]) -> Vec<CaseId> {
    let mut found: Vec<CaseId> = accounts.iter().map(|one| one.case_id).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// The accounts of a case, by creditor.
pub fn by_case(
    conn: &mut Conn,
    case: CaseId,
    after: Option<PartyId>,
    limit: i64,
) -> Result<Vec<FeeAccount>, StoreError> {
    let mut query = fee_accounts::table.select(FeeAccount::as_select()).into_boxed();
    query = query.filter(fee_accounts::case_id.eq(case));
    if let Some(after) = after {
        query = query.filter(fee_accounts::party_id.gt(after));
    }
    Ok(query.order(fee_accounts::party_id).limit(bounded(limit)).load(conn)?)
}

/// Every account of these cases, however many.
pub fn of_cases(conn: &mut Conn, cases: &[CaseId]) -> Result<Vec<FeeAccount>, StoreError> {
    let mut found = Vec::new();
    for some in cases.chunks(500) {
        let query = fee_accounts::table.filter(fee_accounts::case_id.eq_any(some.iter().copied()));
        found.extend(query.select(FeeAccount::as_select()).load(conn)?);
    }
    Ok(found)
}

/// The accounts of these creditors in a case.
pub fn of_parties(conn: &mut Conn, case: CaseId, parties: &[PartyId]) -> Result<Vec<FeeAccount>, StoreError> {
    let mut found = Vec::new();
    for some in parties.chunks(500) {
        let query = fee_accounts::table.filter(fee_accounts::case_id.eq(case));
        let query = query.filter(fee_accounts::party_id.eq_any(some)).select(FeeAccount::as_select());
        found.extend(query.order(fee_accounts::party_id).load(conn)?);
    }
    Ok(found)
}
