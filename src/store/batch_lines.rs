//! Lines of lists of payments: that each line of a sender's paper is taken once, and the payers' names, which stand nowhere else.

use diesel::prelude::*;

use super::rows::{bounded, insert_rows};
use super::schema_receipts::batch_lines;
use super::{Conn, StoreError};
use crate::domain::ids::{MatterId, OfficeId};

/// A line.
#[derive(Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = batch_lines, treat_none_as_default_value = false)]
pub struct BatchLine {
    /// The list.
    pub matter_id: MatterId,
    /// Its place, from 1.
    pub line: i32,
    /// The agency.
    pub office_id: OfficeId,
    /// Who sent the list.
    pub sender: String,
    /// The sender's paper.
    pub paper: String,
    /// The line's own key in it.
    pub line_key: String,
    /// Who paid.
    pub payer_name: Option<String>,
}

impl std::fmt::Debug for BatchLine {
    /// Only its place: the name must not reach a log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BatchLine")
            .field("matter_id", &self.matter_id)
            .field("line", &self.line)
            .finish_non_exhaustive()
    }
}

/// Adds the lines of a list. One seen before: `Conflict("batch_lines_once")`.
pub fn insert(conn: &mut Conn, lines: &[BatchLine]) -> Result<(), StoreError> {
    insert_rows!(conn, batch_lines::table, lines);
    Ok(())
}

/// Which of these keys of a sender's paper were taken before.
pub fn seen(
    conn: &mut Conn,
    office: OfficeId,
    sender: &str,
    paper: &str,
    keys: &[String],
) -> Result<Vec<String>, StoreError> {
    let query = batch_lines::table.filter(batch_lines::office_id.eq(office));
    let query = query.filter(batch_lines::sender.eq(sender)).filter(batch_lines::paper.eq(paper));
    let query = query.filter(batch_lines::line_key.eq_any(keys)).select(batch_lines::line_key);
    Ok(query.order(batch_lines::line_key).limit(super::MAX_ROWS).load(conn)?)
}

/// Places and payers' names of a list's lines.
pub fn names(conn: &mut Conn, list: MatterId) -> Result<Vec<(i32, Option<String>)>, StoreError> {
    let query = batch_lines::table.filter(batch_lines::matter_id.eq(list));
    let query = query.select((batch_lines::line, batch_lines::payer_name)).order(batch_lines::line);
    Ok(query.limit(bounded(super::MAX_ROWS)).load(conn)?)
}
