//! Numbers without gaps, per office, book and year. A number that is rolled back was never given.

use diesel::prelude::*;

use super::rows::on_engine;
use super::schema::counters;
use super::{Conn, StoreError};
use crate::domain::ids::OfficeId;

/// The next number of a book. Others who want one of the same book wait until this transaction ends: call it late.
pub fn next(conn: &mut Conn, office: OfficeId, book: &str, year: i32) -> Result<i64, StoreError> {
    several(conn, office, book, year, 1)
}

/// The last of so many next numbers of a book.
pub fn several(
    conn: &mut Conn,
    office: OfficeId,
    book: &str,
    year: i32,
    count: i64,
) -> Result<i64, StoreError> {
    let first = (
        counters::office_id.eq(office),
        counters::book.eq(book),
        counters::year.eq(year),
        counters::last.eq(count),
    );
    Ok(on_engine!(conn, inner => diesel::insert_into(counters::table)
        .values(first)
        .on_conflict((counters::office_id, counters::book, counters::year))
        .do_update()
        .set(counters::last.eq(counters::last + count))
        .returning(counters::last)
        .get_result(inner))?)
}
