//! Distribution plans (bảng phân phối tiền) and their lines.

use diesel::prelude::*;

use super::cases::require;
use super::rows::{Scope, bounded, changed_one, insert_rows};
use super::schema::{distribution_lines, distributions};
use super::{At, Conn, StoreError};
use crate::domain::ids::{CaseId, DistributionId, ObligationId, OfficeId, PartyId, UserId};
use crate::domain::money::Dong;

/// A plan.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = distributions, treat_none_as_default_value = false)]
pub struct Distribution {
    /// Identifier.
    pub id: DistributionId,
    /// The agency.
    pub office_id: OfficeId,
    /// The case.
    pub case_id: CaseId,
    /// Rises by one with each change.
    pub version: i64,
    /// State.
    pub state: String,
    /// What is distributed.
    pub amount: Dong,
    /// Who prepared it.
    pub prepared_by: UserId,
    /// Who approved it.
    pub approved_by: Option<UserId>,
    /// The case's version that it was computed from.
    pub case_version: i64,
    /// Everything else, as JSON.
    pub doc: String,
    /// When recorded.
    pub created_at: At,
}

/// One line of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = distribution_lines, treat_none_as_default_value = false)]
pub struct DistributionLine {
    /// The plan.
    pub distribution_id: DistributionId,
    /// Its place, from 1.
    pub line: i32,
    /// The step of the payment order.
    pub step: String,
    /// The rank within it.
    pub row: String,
    /// Which obligation.
    pub obligation_id: Option<ObligationId>,
    /// Who is paid; nobody means the State.
    pub payee_id: Option<PartyId>,
    /// What was claimed.
    pub claim: Dong,
    /// What falls to it.
    pub share: Dong,
    /// The fee kept of it.
    pub fee: Dong,
    /// The whole line, as JSON.
    pub doc: String,
}

/// Adds a plan with its lines.
pub fn insert(
    conn: &mut Conn,
    distribution: &Distribution,
    lines: &[DistributionLine],
) -> Result<(), StoreError> {
    diesel::insert_into(distributions::table).values(distribution).execute(conn)?;
    insert_rows!(conn, distribution_lines::table, lines);
    Ok(())
}

/// One plan of a case in scope.
pub fn get(conn: &mut Conn, scope: &Scope, id: DistributionId) -> Result<Distribution, StoreError> {
    let found = distributions::table.find(id).select(Distribution::as_select()).first(conn)?;
    require(conn, scope, found.office_id, Some(found.case_id))?;
    Ok(found)
}

/// The lines of a plan from a place on.
pub fn lines(
    conn: &mut Conn,
    id: DistributionId,
    after_line: i32,
    limit: i64,
) -> Result<Vec<DistributionLine>, StoreError> {
    let query = distribution_lines::table.filter(distribution_lines::distribution_id.eq(id));
    let query = query.filter(distribution_lines::line.gt(after_line)).select(DistributionLine::as_select());
    Ok(query.order(distribution_lines::line).limit(bounded(limit)).load(conn)?)
}

/// Every line of a plan, however many. Read in pages.
pub fn all_lines(conn: &mut Conn, id: DistributionId) -> Result<Vec<DistributionLine>, StoreError> {
    super::every(|after| lines(conn, id, after.unwrap_or(0), super::MAX_ROWS), |line| line.line)
}

/// The plans of a case, by key.
pub fn by_case(
    conn: &mut Conn,
    case: CaseId,
    after: Option<DistributionId>,
    limit: i64,
) -> Result<Vec<Distribution>, StoreError> {
    let mut query = distributions::table.select(Distribution::as_select()).into_boxed();
    query = query.filter(distributions::case_id.eq(case));
    if let Some(after) = after {
        query = query.filter(distributions::id.gt(after));
    }
    Ok(query.order(distributions::id).limit(bounded(limit)).load(conn)?)
}

/// Writes state, approval and document, if the version is still the one read; gives the new version.
pub fn compare_and_set(conn: &mut Conn, read: &Distribution) -> Result<i64, StoreError> {
    let version = read.version + 1;
    let change = (
        distributions::version.eq(version),
        distributions::state.eq(&read.state),
        distributions::approved_by.eq(read.approved_by),
        distributions::doc.eq(&read.doc),
    );
    let row = distributions::table.find(read.id).filter(distributions::version.eq(read.version));
    changed_one(diesel::update(row).set(change).execute(conn)?)?;
    Ok(version)
}
