//! Notices to the persons concerned (thông báo) and whether they count as given.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::dsl::{count, count_star, max, min};
use diesel::prelude::*;

use super::rows::{bounded, changed_one, insert_rows};
use super::schema::notices;
use super::schema_past::notice_versions;
use super::versions::{copy_versions, end_versions};
use super::{AnyId, At, Conn, StoreError};
use crate::domain::ids::{CaseId, DecisionId, OfficeId, PartyId};
use crate::domain::review::Notices;

/// A notice.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = notices, treat_none_as_default_value = false)]
pub struct Notice {
    /// Identifier.
    pub id: AnyId,
    /// The agency.
    pub office_id: OfficeId,
    /// The case.
    pub case_id: CaseId,
    /// Of which document.
    pub decision_id: Option<DecisionId>,
    /// To whom.
    pub addressee_id: PartyId,
    /// How.
    pub channel: String,
    /// The day from which it counts as given.
    pub valid_on: Option<NaiveDate>,
    /// Everything else, as JSON.
    pub doc: String,
    /// When recorded.
    pub created_at: At,
}

/// Copies rows into their versions.
macro_rules! copy {
    ($conn:expr, $ids:expr, $from:expr) => {
        copy_versions!($conn, notices => notice_versions [
            id, office_id, case_id, decision_id, addressee_id, channel, valid_on, doc, created_at,
        ], $ids, $from)
    };
}

/// Adds notices, known from when they were recorded.
pub fn insert_many(conn: &mut Conn, added: &[Notice]) -> Result<(), StoreError> {
    insert_rows!(conn, notices::table, added);
    let ids: Vec<AnyId> = added.iter().map(|row| row.id).collect();
    copy!(conn, ids, notices::created_at);
    Ok(())
}

/// One notice of a case.
pub fn get(conn: &mut Conn, case: CaseId, id: AnyId) -> Result<Notice, StoreError> {
    let query = notices::table.find(id).filter(notices::case_id.eq(case));
    Ok(query.select(Notice::as_select()).first(conn)?)
}

/// The notices of a case, by key.
pub fn by_case(
    conn: &mut Conn,
    case: CaseId,
    after: Option<AnyId>,
    limit: i64,
) -> Result<Vec<Notice>, StoreError> {
    let mut query = notices::table.select(Notice::as_select()).into_boxed();
    query = query.filter(notices::case_id.eq(case));
    if let Some(after) = after {
        query = query.filter(notices::id.gt(after));
    }
    Ok(query.order(notices::id).limit(bounded(limit)).load(conn)?)
}

/// The notices of each of some documents, counted: all, those that count as given, the first and the last day of these.
pub fn counts(
    conn: &mut Conn,
    documents: &[DecisionId],
) -> Result<BTreeMap<DecisionId, Notices>, StoreError> {
    type Row = (Option<DecisionId>, i64, i64, Option<NaiveDate>, Option<NaiveDate>);
    let valid = notices::valid_on;
    let mut found = BTreeMap::new();
    for batch in documents.chunks(500) {
        let query = notices::table.filter(notices::decision_id.eq_any(batch.iter().copied()));
        let query = query.group_by(notices::decision_id);
        let columns = (notices::decision_id, count_star(), count(valid), min(valid), max(valid));
        for (document, made, given, first, last) in query.select(columns).load::<Row>(conn)? {
            let count = |rows: i64| usize::try_from(rows).unwrap_or_default();
            let notices = Notices { made: count(made), valid: count(given), first, last };
            found.extend(document.map(|document| (document, notices)));
        }
    }
    Ok(found)
}

/// The notices of a document to these addressees.
pub fn to(
    conn: &mut Conn,
    case: CaseId,
    decision: DecisionId,
    addressees: &[PartyId],
) -> Result<Vec<Notice>, StoreError> {
    let mut found = Vec::new();
    for batch in addressees.chunks(500) {
        let query = notices::table
            .filter(notices::decision_id.eq(decision))
            .filter(notices::case_id.eq(case))
            .filter(notices::addressee_id.eq_any(batch.iter().copied()));
        found.extend(query.select(Notice::as_select()).order(notices::id).load::<Notice>(conn)?);
    }
    Ok(found)
}

/// Writes what became of a notice: its way, its day and its document.
pub fn update(conn: &mut Conn, notice: &Notice, now: At) -> Result<(), StoreError> {
    let change = (
        notices::channel.eq(&notice.channel),
        notices::valid_on.eq(notice.valid_on),
        notices::doc.eq(&notice.doc),
    );
    changed_one(diesel::update(notices::table.find(notice.id)).set(change).execute(conn)?)?;
    end_versions!(conn, notice_versions::id, [notice.id], now);
    copy!(conn, [notice.id], diesel::IntoSql::into_sql::<super::types::Instant>(now));
    Ok(())
}
