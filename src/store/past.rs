//! Rows as the office knew them at an instant: deadlines, items, notices. The live tables are not looked at.

use diesel::prelude::*;

use super::deadlines::Deadline;
use super::notices::Notice;
use super::obligations::Obligation;
use super::rows::bounded;
use super::schema_past::{deadline_versions, notice_versions, obligation_versions};
use super::versions::held;
use super::{AnyId, At, Conn, StoreError};
use crate::domain::ids::{CaseId, DeadlineId, JudgmentId, ObligationId};

/// The columns of a version that its live row has too.
macro_rules! columns {
    ($table:ident: $($column:ident),+ $(,)?) => { ($($table::$column,)+) };
}

/// The columns of a deadline's version that a deadline has.
macro_rules! deadline_columns {
    () => {
        columns!(deadline_versions: id, office_id, division_id, officer_id, case_id, request_id, judgment_id, asset_id, key,
            regime, started_on, due_on, due_at, provisional, status, computation, opened_seq, closed_on, created_at, about_id,
            matter_id, duty, imported, lapses_at, alarm_at, breached_at, calendar)
    };
}
pub(super) use {columns, deadline_columns};

/// The columns of an item's version that an item has.
macro_rules! obligation_columns {
    () => {
        columns!(obligation_versions: id, judgment_id, office_id, case_id, debtor_id, creditor_id, mode, kind, amount, paid,
            status, due_on, doc)
    };
}

/// The deadlines of a case at an instant, by key.
pub fn deadlines(
    conn: &mut Conn,
    case: CaseId,
    instant: At,
    after: Option<DeadlineId>,
    limit: i64,
) -> Result<Vec<Deadline>, StoreError> {
    let mut query = deadline_versions::table.into_boxed();
    query = query.filter(deadline_versions::case_id.eq(case)).filter(held!(deadline_versions, instant));
    if let Some(after) = after {
        query = query.filter(deadline_versions::id.gt(after));
    }
    let query = query.order(deadline_versions::id).limit(bounded(limit));
    Ok(query.select(deadline_columns!()).load(conn)?)
}

/// Whose items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemsOf {
    /// A case's.
    Case(CaseId),
    /// A judgment's.
    Judgment(JudgmentId),
}

/// The items of a case or judgment at an instant, by key.
pub fn items(
    conn: &mut Conn,
    of: ItemsOf,
    instant: At,
    after: Option<ObligationId>,
    limit: i64,
) -> Result<Vec<Obligation>, StoreError> {
    let mut query = obligation_versions::table.into_boxed();
    query = match of {
        ItemsOf::Case(id) => query.filter(obligation_versions::case_id.eq(id)),
        ItemsOf::Judgment(id) => query.filter(obligation_versions::judgment_id.eq(id)),
    };
    query = query.filter(held!(obligation_versions, instant));
    if let Some(after) = after {
        query = query.filter(obligation_versions::id.gt(after));
    }
    let query = query.order(obligation_versions::id).limit(bounded(limit));
    Ok(query.select(obligation_columns!()).load(conn)?)
}

/// The notices of a case at an instant, by key.
pub fn notices(
    conn: &mut Conn,
    case: CaseId,
    instant: At,
    after: Option<AnyId>,
    limit: i64,
) -> Result<Vec<Notice>, StoreError> {
    let mut query = notice_versions::table.into_boxed();
    query = query.filter(notice_versions::case_id.eq(case));
    query = query.filter(held!(notice_versions, instant));
    if let Some(after) = after {
        query = query.filter(notice_versions::id.gt(after));
    }
    let query = query.order(notice_versions::id).limit(bounded(limit));
    let query = query
        .select(columns!(notice_versions: id, office_id, case_id, decision_id, addressee_id, channel,
        valid_on, doc, created_at));
    Ok(query.load(conn)?)
}

/// Which rows changed after one moment and until another: those that began or ended then.
macro_rules! changed {
    ($conn:expr, $table:ident::$owner:ident = $id:expr, $key:ident, $span:expr, $limit:expr) => {{
        let (after, until): (At, At) = $span;
        let began = $table::from_at.gt(after).and($table::from_at.le(until));
        let ended = $table::until_at.gt(after).and($table::until_at.le(until));
        let query = $table::table.filter($table::$owner.eq($id)).filter(began.or(ended));
        let query = query.select($table::$key).distinct().order($table::$key);
        query.limit(bounded($limit)).load($conn)?
    }};
}
pub(super) use changed;

/// The items of a case that changed after one moment and until another, by key; also those that came to it or left it.
pub fn changed_items(
    conn: &mut Conn,
    case: CaseId,
    span: (At, At),
    limit: i64,
) -> Result<Vec<ObligationId>, StoreError> {
    Ok(changed!(conn, obligation_versions::case_id = case, id, span, limit))
}

/// The deadlines of a case that changed after one moment and until another, by key.
pub fn changed_deadlines(
    conn: &mut Conn,
    case: CaseId,
    span: (At, At),
    limit: i64,
) -> Result<Vec<DeadlineId>, StoreError> {
    Ok(changed!(conn, deadline_versions::case_id = case, id, span, limit))
}

/// These items as they were at an instant.
pub fn items_by_ids(
    conn: &mut Conn,
    ids: &[ObligationId],
    instant: At,
) -> Result<Vec<Obligation>, StoreError> {
    let query = obligation_versions::table
        .filter(obligation_versions::id.eq_any(ids.iter().copied()))
        .filter(held!(obligation_versions, instant));
    Ok(query.select(obligation_columns!()).load(conn)?)
}

/// These deadlines as they were at an instant.
pub fn deadlines_by_ids(
    conn: &mut Conn,
    ids: &[DeadlineId],
    instant: At,
) -> Result<Vec<Deadline>, StoreError> {
    let query = deadline_versions::table
        .filter(deadline_versions::id.eq_any(ids.iter().copied()))
        .filter(held!(deadline_versions, instant));
    Ok(query.select(deadline_columns!()).load(conn)?)
}
