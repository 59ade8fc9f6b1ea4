//! Money received (biên lai thu tiền). A receipt is never changed: that it was cancelled and who really paid stand beside it.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::cases::require;
use super::rows::{Scope, bounded};
use super::schema::{cases, receipts};
use super::schema_receipts::{receipt_cancellations, receipt_payers, receipt_series};
use super::{At, Conn, StoreError};
use crate::domain::ids::{AssetId, CaseId, MatterId, OfficeId, ReceiptId};
use crate::domain::money::Dong;

/// A receipt.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = receipts, treat_none_as_default_value = false)]
pub struct Receipt {
    /// Identifier.
    pub id: ReceiptId,
    /// The agency.
    pub office_id: OfficeId,
    /// The case; none for money of the office.
    pub case_id: Option<CaseId>,
    /// The held money or list that it belongs to.
    pub matter_id: Option<MatterId>,
    /// The asset whose price it is.
    pub asset_id: Option<AssetId>,
    /// The book its number is of.
    pub book: String,
    /// The year of the book; 0 for a printed series, which knows none.
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
    /// The code on the paper by which it is found.
    pub lookup: String,
    /// Everything else, as JSON.
    pub doc: String,
    /// When recorded.
    pub created_at: At,
}

/// Who paid for somebody else.
#[derive(Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = receipt_payers, treat_none_as_default_value = false)]
pub struct Payer {
    /// The receipt.
    pub receipt_id: ReceiptId,
    /// The name.
    pub name: String,
}

impl std::fmt::Debug for Payer {
    /// Only the receipt: the name must not reach a log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Payer").field("receipt_id", &self.receipt_id).finish_non_exhaustive()
    }
}

/// That a receipt was cancelled.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = receipt_cancellations, treat_none_as_default_value = false)]
pub struct Cancelled {
    /// The receipt.
    pub receipt_id: ReceiptId,
    /// The agency.
    pub office_id: OfficeId,
    /// The day.
    pub cancelled_on: NaiveDate,
    /// Everything else, as JSON.
    pub doc: String,
    /// When recorded.
    pub created_at: At,
}

/// An announced series of printed receipts.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = receipt_series, treat_none_as_default_value = false)]
pub struct Series {
    /// Its matter, which says whether it is still in use.
    pub matter_id: MatterId,
    /// The agency.
    pub office_id: OfficeId,
    /// Its name.
    pub series: String,
}

/// Which receipts of a register.
#[derive(Debug, Clone, Default)]
pub struct ReceiptFilter {
    /// Of this day.
    pub day: Option<NaiveDate>,
    /// Of this kind.
    pub kind: Option<String>,
    /// That came this way.
    pub channel: Option<String>,
    /// Of this series.
    pub series: Option<String>,
    /// With this number.
    pub number: Option<i64>,
    /// With this code on the paper.
    pub lookup: Option<String>,
    /// Recorded by this instant.
    pub as_of: Option<At>,
}

/// Adds a receipt. A number taken: `Conflict("receipts_number")`.
pub fn insert(conn: &mut Conn, receipt: &Receipt) -> Result<(), StoreError> {
    diesel::insert_into(receipts::table).values(receipt).execute(conn)?;
    Ok(())
}

/// Adds who paid for somebody else.
pub fn insert_payer(conn: &mut Conn, payer: &Payer) -> Result<(), StoreError> {
    diesel::insert_into(receipt_payers::table).values(payer).execute(conn)?;
    Ok(())
}

/// Adds a cancellation. Cancelled before: `Conflict("receipt_cancellations_pkey")`.
pub fn cancel(conn: &mut Conn, cancelled: &Cancelled) -> Result<(), StoreError> {
    diesel::insert_into(receipt_cancellations::table).values(cancelled).execute(conn)?;
    Ok(())
}

/// Adds a series. Announced before: `Conflict("receipt_series_once")`.
pub fn insert_series(conn: &mut Conn, series: &Series) -> Result<(), StoreError> {
    diesel::insert_into(receipt_series::table).values(series).execute(conn)?;
    Ok(())
}

/// One receipt in scope.
pub fn get(conn: &mut Conn, scope: &Scope, id: ReceiptId) -> Result<Receipt, StoreError> {
    let found: Receipt = receipts::table.find(id).select(Receipt::as_select()).first(conn)?;
    let narrow = scope.division.is_some() || scope.officer.is_some();
    if found.case_id.is_none() && narrow {
        return Err(StoreError::NotFound);
    }
    require(conn, scope, found.office_id, found.case_id)?;
    Ok(found)
}

/// The receipts of a case, by key; those recorded by an instant, where it is given.
pub fn by_case(
    conn: &mut Conn,
    case: CaseId,
    as_of: Option<At>,
    after: Option<ReceiptId>,
    limit: i64,
) -> Result<Vec<Receipt>, StoreError> {
    let mut query = receipts::table.select(Receipt::as_select()).into_boxed();
    query = query.filter(receipts::case_id.eq(case));
    if let Some(instant) = as_of {
        query = query.filter(receipts::created_at.le(instant));
    }
    if let Some(after) = after {
        query = query.filter(receipts::id.gt(after));
    }
    Ok(query.order(receipts::id).limit(bounded(limit)).load(conn)?)
}

/// The receipts of an office in scope, by key. Somebody who sees some cases only sees the receipts of those.
pub fn list(
    conn: &mut Conn,
    office: OfficeId,
    scope: &Scope,
    filter: &ReceiptFilter,
    after: Option<ReceiptId>,
    limit: i64,
) -> Result<Vec<Receipt>, StoreError> {
    let mut query = receipts::table.select(Receipt::as_select()).into_boxed();
    query = query.filter(receipts::office_id.eq(office));
    let own = || cases::table.select(cases::id.nullable());
    if let Some(division) = scope.division {
        query = query.filter(receipts::case_id.eq_any(own().filter(cases::division_id.eq(division))));
    }
    if let Some(officer) = scope.officer {
        query = query.filter(receipts::case_id.eq_any(own().filter(cases::officer_id.eq(officer))));
    }
    if let Some(day) = filter.day {
        query = query.filter(receipts::received_on.eq(day));
    }
    if let Some(kind) = &filter.kind {
        query = query.filter(receipts::kind.eq(kind.clone()));
    }
    if let Some(channel) = &filter.channel {
        query = query.filter(receipts::channel.eq(channel.clone()));
    }
    if let Some(series) = &filter.series {
        query = query.filter(receipts::book.eq(series.clone()));
    }
    if let Some(number) = filter.number {
        query = query.filter(receipts::number.eq(number));
    }
    if let Some(lookup) = &filter.lookup {
        query = query.filter(receipts::lookup.eq(lookup.clone()));
    }
    if let Some(instant) = filter.as_of {
        query = query.filter(receipts::created_at.le(instant));
    }
    if let Some(after) = after {
        query = query.filter(receipts::id.gt(after));
    }
    Ok(query.order(receipts::id).limit(bounded(limit)).load(conn)?)
}

/// What stands beside these receipts: their cancellations.
pub fn cancelled(conn: &mut Conn, ids: &[ReceiptId]) -> Result<BTreeMap<ReceiptId, Cancelled>, StoreError> {
    let query = receipt_cancellations::table.filter(receipt_cancellations::receipt_id.eq_any(ids));
    let rows: Vec<Cancelled> = query.select(Cancelled::as_select()).load(conn)?;
    Ok(rows.into_iter().map(|row| (row.receipt_id, row)).collect())
}

/// What stands beside these receipts: who paid for somebody else.
pub fn payers(conn: &mut Conn, ids: &[ReceiptId]) -> Result<BTreeMap<ReceiptId, String>, StoreError> {
    let query = receipt_payers::table.filter(receipt_payers::receipt_id.eq_any(ids));
    let rows: Vec<Payer> = query.select(Payer::as_select()).load(conn)?;
    Ok(rows.into_iter().map(|row| (row.receipt_id, row.name)).collect())
}

/// Whether a number of a book is used.
pub fn is_used(
    conn: &mut Conn,
    office: OfficeId,
    book: &str,
    year: i32,
    number: i64,
) -> Result<bool, StoreError> {
    let query = receipts::table.filter(receipts::office_id.eq(office)).filter(receipts::book.eq(book));
    let query = query.filter(receipts::year.eq(year)).filter(receipts::number.eq(number));
    Ok(query.select(receipts::id).first::<ReceiptId>(conn).optional()?.is_some())
}

/// The receipts of a book without years whose numbers lie between these two, by number.
pub fn numbers_of(
    conn: &mut Conn,
    office: OfficeId,
    book: &str,
    first: i64,
    last: i64,
) -> Result<BTreeMap<i64, ReceiptId>, StoreError> {
    let query = receipts::table.filter(receipts::office_id.eq(office)).filter(receipts::book.eq(book));
    let query = query.filter(receipts::year.eq(0)).filter(receipts::number.between(first, last));
    let rows: Vec<(i64, ReceiptId)> = query.select((receipts::number, receipts::id)).load(conn)?;
    Ok(rows.into_iter().collect())
}

/// The matter of a series that the office announced.
pub fn series(conn: &mut Conn, office: OfficeId, series: &str) -> Result<Option<MatterId>, StoreError> {
    let query = receipt_series::table.filter(receipt_series::office_id.eq(office));
    let query = query.filter(receipt_series::series.eq(series)).select(receipt_series::matter_id);
    Ok(query.first(conn).optional()?)
}
