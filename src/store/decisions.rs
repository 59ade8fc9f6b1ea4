//! Signed documents and their numbers.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::cases::require;
use super::rows::{Scope, bounded, insert_rows};
use super::schema::decisions;
use super::{At, Conn, StoreError};
use crate::domain::ids::{AssetId, CaseId, DecisionId, DelegationId, MatterId, OfficeId, RequestId, UserId};

/// A signed document.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = decisions, treat_none_as_default_value = false)]
pub struct Decision {
    /// Identifier.
    pub id: DecisionId,
    /// The agency.
    pub office_id: OfficeId,
    /// The case.
    pub case_id: Option<CaseId>,
    /// The request.
    pub request_id: Option<RequestId>,
    /// The asset.
    pub asset_id: Option<AssetId>,
    /// Kind of document.
    pub kind: String,
    /// The book its number is of.
    pub book: String,
    /// The year of the book.
    pub year: i32,
    /// The number.
    pub number: i64,
    /// The number as it is written.
    pub full_number: String,
    /// The day of signing.
    pub signed_on: NaiveDate,
    /// Who signed.
    pub signer_id: UserId,
    /// Under which delegation.
    pub delegation_id: Option<DelegationId>,
    /// Who prepared it.
    pub preparer_id: Option<UserId>,
    /// Its content, as JSON.
    pub content: String,
    /// When recorded.
    pub created_at: At,
    /// The matter.
    pub matter_id: Option<MatterId>,
}

/// Adds a signed document. A number taken: `Conflict("decisions_number")`.
pub fn insert(conn: &mut Conn, decision: &Decision) -> Result<(), StoreError> {
    insert_many(conn, std::slice::from_ref(decision))
}

/// Adds signed documents, in batches.
pub fn insert_many(conn: &mut Conn, added: &[Decision]) -> Result<(), StoreError> {
    insert_rows!(conn, decisions::table, added);
    Ok(())
}

/// One document; of a case in scope, where it belongs to a case, else of the office.
pub fn get(conn: &mut Conn, scope: &Scope, id: DecisionId) -> Result<Decision, StoreError> {
    let found = decisions::table.find(id).select(Decision::as_select()).first(conn)?;
    require(conn, scope, found.office_id, found.case_id)?;
    Ok(found)
}

/// The documents of a case, by key; those recorded by an instant, where it is given.
pub fn by_case(
    conn: &mut Conn,
    case: CaseId,
    as_of: Option<At>,
    after: Option<DecisionId>,
    limit: i64,
) -> Result<Vec<Decision>, StoreError> {
    let mut query = decisions::table.select(Decision::as_select()).into_boxed();
    query = query.filter(decisions::case_id.eq(case));
    if let Some(instant) = as_of {
        query = query.filter(decisions::created_at.le(instant));
    }
    if let Some(after) = after {
        query = query.filter(decisions::id.gt(after));
    }
    Ok(query.order(decisions::id).limit(bounded(limit)).load(conn)?)
}

/// The day on which the first document of these kinds was signed in a case.
pub fn first_signed(
    conn: &mut Conn,
    case: CaseId,
    kinds: &[&str],
) -> Result<Option<chrono::NaiveDate>, StoreError> {
    let query = decisions::table.filter(decisions::case_id.eq(case));
    let query = query.filter(decisions::kind.eq_any(kinds.iter().copied())).select(decisions::signed_on);
    Ok(query.order(decisions::signed_on).first(conn).optional()?)
}

/// The document of these kinds that was signed last in a case: the one that is in force.
pub fn find_live(conn: &mut Conn, case: CaseId, kinds: &[&str]) -> Result<Option<Decision>, StoreError> {
    let query = decisions::table.filter(decisions::case_id.eq(case));
    let query = query.filter(decisions::kind.eq_any(kinds.iter().copied())).select(Decision::as_select());
    Ok(query.order((decisions::signed_on.desc(), decisions::id.desc())).first(conn).optional()?)
}

/// The documents of a kind at an agency, by key; the index is there for `override_decision`.
pub fn of_kind(
    conn: &mut Conn,
    scope: &Scope,
    kind: &str,
    after: Option<DecisionId>,
    limit: i64,
) -> Result<Vec<Decision>, StoreError> {
    let mut query = decisions::table.select(Decision::as_select()).into_boxed();
    query = query.filter(decisions::kind.eq(kind.to_owned()));
    if let Some(office) = scope.office {
        query = query.filter(decisions::office_id.eq(office));
    }
    if let Some(after) = after {
        query = query.filter(decisions::id.gt(after));
    }
    Ok(query.order(decisions::id).limit(bounded(limit)).load(conn)?)
}
