//! Orders to pay one payee of a distribution (ủy nhiệm chi).

use diesel::prelude::*;

use super::cases::require;
use super::rows::{Scope, bounded, changed_one, insert_rows};
use super::schema::payouts;
use super::{At, Conn, StoreError};
use crate::domain::ids::{CaseId, DistributionId, OfficeId, PartyId, PayoutId};
use crate::domain::money::Dong;

/// An order to pay.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = payouts, treat_none_as_default_value = false)]
pub struct Payout {
    /// Identifier.
    pub id: PayoutId,
    /// The agency.
    pub office_id: OfficeId,
    /// The case.
    pub case_id: CaseId,
    /// The plan; none for a fee that is given back.
    pub distribution_id: Option<DistributionId>,
    /// Who is paid; nobody means the State.
    pub payee_id: Option<PartyId>,
    /// Amount.
    pub amount: Dong,
    /// By what means.
    pub means: String,
    /// State.
    pub state: String,
    /// Rises by one with each change.
    pub version: i64,
    /// Everything else, as JSON.
    pub doc: String,
    /// When recorded.
    pub created_at: At,
}

/// Adds orders.
pub fn insert_many(conn: &mut Conn, added: &[Payout]) -> Result<(), StoreError> {
    insert_rows!(conn, payouts::table, added);
    Ok(())
}

/// One order of a case in scope.
pub fn get(conn: &mut Conn, scope: &Scope, id: PayoutId) -> Result<Payout, StoreError> {
    let found = payouts::table.find(id).select(Payout::as_select()).first(conn)?;
    require(conn, scope, found.office_id, Some(found.case_id))?;
    Ok(found)
}

/// The orders of a case, by key.
pub fn by_case(
    conn: &mut Conn,
    case: CaseId,
    after: Option<PayoutId>,
    limit: i64,
) -> Result<Vec<Payout>, StoreError> {
    let mut query = payouts::table.select(Payout::as_select()).into_boxed();
    query = query.filter(payouts::case_id.eq(case));
    if let Some(after) = after {
        query = query.filter(payouts::id.gt(after));
    }
    Ok(query.order(payouts::id).limit(bounded(limit)).load(conn)?)
}

/// The orders of a plan, by key.
pub fn by_distribution(
    conn: &mut Conn,
    distribution: DistributionId,
    after: Option<PayoutId>,
    limit: i64,
) -> Result<Vec<Payout>, StoreError> {
    let mut query = payouts::table.select(Payout::as_select()).into_boxed();
    query = query.filter(payouts::distribution_id.eq(distribution));
    if let Some(after) = after {
        query = query.filter(payouts::id.gt(after));
    }
    Ok(query.order(payouts::id).limit(bounded(limit)).load(conn)?)
}

/// Writes means, state and document, if the version is still the one read; gives the new version.
pub fn compare_and_set(conn: &mut Conn, read: &Payout) -> Result<i64, StoreError> {
    let version = read.version + 1;
    let change = (
        payouts::version.eq(version),
        payouts::means.eq(&read.means),
        payouts::payee_id.eq(read.payee_id),
        payouts::amount.eq(read.amount),
        payouts::state.eq(&read.state),
        payouts::doc.eq(&read.doc),
    );
    let row = payouts::table.find(read.id).filter(payouts::version.eq(read.version));
    changed_one(diesel::update(row).set(change).execute(conn)?)?;
    Ok(version)
}
