//! Payments on items that bear late interest, each with the day the money came. Never changed.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::rows::insert_rows;
use super::schema_payouts::performances;
use super::{AnyId, At, Conn, StoreError};
use crate::domain::ids::{CaseId, ObligationId};
use crate::domain::money::Dong;

/// A payment on an item.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = performances, treat_none_as_default_value = false)]
pub struct Performance {
    /// Identifier.
    pub id: AnyId,
    /// The item.
    pub obligation_id: ObligationId,
    /// The case.
    pub case_id: Option<CaseId>,
    /// The day the money came.
    pub arrived_on: NaiveDate,
    /// Of the principal.
    pub principal: Dong,
    /// Of the interest.
    pub interest: Dong,
    /// When recorded.
    pub created_at: At,
}

/// Adds payments, in batches.
pub fn insert_many(conn: &mut Conn, added: &[Performance]) -> Result<(), StoreError> {
    insert_rows!(conn, performances::table, added);
    Ok(())
}

/// The payments on these items.
pub fn of_items(conn: &mut Conn, items: &[ObligationId]) -> Result<Vec<Performance>, StoreError> {
    let mut found = Vec::new();
    for some in items.chunks(500) {
        let query = performances::table.filter(performances::obligation_id.eq_any(some));
        let query = query.select(Performance::as_select());
        found.extend(query.order((performances::obligation_id, performances::id)).load(conn)?);
    }
    Ok(found)
}
