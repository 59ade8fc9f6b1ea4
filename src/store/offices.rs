//! Agencies and their divisions. It knows nothing of who works there.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::rows::{bounded, every};
use super::schema::offices;
use super::{Conn, MAX_ROWS, StoreError};
use crate::domain::ids::OfficeId;

/// An agency (cơ quan thi hành án dân sự) or a division (phòng).
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = offices, treat_none_as_default_value = false)]
pub struct Office {
    /// Identifier.
    pub id: OfficeId,
    /// Short code, unique.
    pub code: String,
    /// The agency of a division.
    pub parent_id: Option<OfficeId>,
    /// `agency` or `division`.
    pub kind: String,
    /// Name.
    pub name: String,
    /// In a centrally-run city, where some amounts differ.
    pub is_city: bool,
    /// First day.
    pub from_on: NaiveDate,
    /// Last day.
    pub to_on: Option<NaiveDate>,
}

/// Adds an office.
pub fn insert(conn: &mut Conn, office: &Office) -> Result<(), StoreError> {
    diesel::insert_into(offices::table).values(office).execute(conn)?;
    Ok(())
}

/// One office.
pub fn find(conn: &mut Conn, id: OfficeId) -> Result<Option<Office>, StoreError> {
    Ok(offices::table.find(id).select(Office::as_select()).first(conn).optional()?)
}

/// One office by its code.
pub fn find_by_code(conn: &mut Conn, code: &str) -> Result<Option<Office>, StoreError> {
    let query = offices::table.filter(offices::code.eq(code));
    Ok(query.select(Office::as_select()).first(conn).optional()?)
}

/// All offices, by key.
pub fn list(conn: &mut Conn, after: Option<OfficeId>, limit: i64) -> Result<Vec<Office>, StoreError> {
    let mut query = offices::table.select(Office::as_select()).into_boxed();
    if let Some(after) = after {
        query = query.filter(offices::id.gt(after));
    }
    Ok(query.order(offices::id).limit(bounded(limit)).load(conn)?)
}

/// Every agency, of today and of before: what stands under no other.
pub fn agencies(conn: &mut Conn) -> Result<Vec<OfficeId>, StoreError> {
    let all = every(|after| list(conn, after, MAX_ROWS), |office| office.id)?;
    Ok(all.iter().filter(|office| office.parent_id.is_none()).map(|office| office.id).collect())
}

/// The divisions of an agency.
pub fn children(conn: &mut Conn, parent: OfficeId, limit: i64) -> Result<Vec<Office>, StoreError> {
    let query = offices::table.filter(offices::parent_id.eq(parent)).select(Office::as_select());
    Ok(query.order(offices::id).limit(bounded(limit)).load(conn)?)
}
