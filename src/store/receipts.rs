//! Money received (biên lai thu tiền). A receipt is never changed: a wrong one is reversed in the ledger.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::cases::require;
use super::rows::{Scope, bounded};
use super::schema::receipts;
use super::{At, Conn, StoreError};
use crate::domain::ids::{AssetId, CaseId, OfficeId, ReceiptId};
use crate::domain::money::Dong;

/// A receipt.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = receipts, treat_none_as_default_value = false)]
pub struct Receipt {
    /// Identifier.
    pub id: ReceiptId,
    /// The agency.
    pub office_id: OfficeId,
    /// The case.
    pub case_id: CaseId,
    /// The asset whose price it is.
    pub asset_id: Option<AssetId>,
    /// The book its number is of.
    pub book: String,
    /// The year of the book.
    pub year: i32,
    /// The number.
    pub number: i64,
    /// What the money is.
    pub kind: String,
    /// How it came.
    pub channel: String,
    /// Amount.
    pub amount: Dong,
    /// The day it came.
    pub received_on: NaiveDate,
    /// Everything else, as JSON.
    pub doc: String,
    /// When recorded.
    pub created_at: At,
}

/// Adds a receipt. A number taken: `Conflict("receipts_number")`.
pub fn insert(conn: &mut Conn, receipt: &Receipt) -> Result<(), StoreError> {
    diesel::insert_into(receipts::table).values(receipt).execute(conn)?;
    Ok(())
}

/// One receipt of a case in scope.
pub fn get(conn: &mut Conn, scope: &Scope, id: ReceiptId) -> Result<Receipt, StoreError> {
    let found = receipts::table.find(id).select(Receipt::as_select()).first(conn)?;
    require(conn, scope, found.office_id, Some(found.case_id))?;
    Ok(found)
}

/// The receipts of a case, by key.
pub fn by_case(
    conn: &mut Conn,
    case: CaseId,
    after: Option<ReceiptId>,
    limit: i64,
) -> Result<Vec<Receipt>, StoreError> {
    let mut query = receipts::table.select(Receipt::as_select()).into_boxed();
    query = query.filter(receipts::case_id.eq(case));
    if let Some(after) = after {
        query = query.filter(receipts::id.gt(after));
    }
    Ok(query.order(receipts::id).limit(bounded(limit)).load(conn)?)
}
