//! Enforcement cases: one enforcement decision each (L106 3.8). Every read is scoped.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::conn::MultiBackend;
use super::rows::{Scope, bounded, changed_one};
use super::schema::{cases, obligations};
use super::{At, Conn, StoreError};
use crate::domain::ids::{CaseId, JudgmentId, OfficeId, PartyId, RequestId, UserId};
use crate::domain::money::Dong;

/// A case.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = cases, treat_none_as_default_value = false)]
pub struct Case {
    /// Identifier.
    pub id: CaseId,
    /// The agency.
    pub office_id: OfficeId,
    /// The division.
    pub division_id: Option<OfficeId>,
    /// The officer (chấp hành viên) it is assigned to.
    pub officer_id: Option<UserId>,
    /// The judgment.
    pub judgment_id: JudgmentId,
    /// The request it came of.
    pub request_id: Option<RequestId>,
    /// Number in the case book.
    pub number: String,
    /// `proactive` or `on_request`.
    pub mode: String,
    /// Stage.
    pub stage: String,
    /// Interrupted: postponed or suspended.
    pub held: bool,
    /// The day of the enforcement decision.
    pub decided_on: NaiveDate,
    /// To be enforced.
    pub amount_due: Dong,
    /// Enforced so far.
    pub amount_paid: Dong,
    /// Rises by one with each change.
    pub version: i64,
    /// Everything else, as JSON.
    pub doc: String,
    /// When recorded.
    pub created_at: At,
    /// When last changed.
    pub updated_at: At,
}

/// Adds a case. A number taken: `Conflict("cases_number")`.
pub fn insert(conn: &mut Conn, case: &Case) -> Result<(), StoreError> {
    diesel::insert_into(cases::table).values(case).execute(conn)?;
    Ok(())
}

/// One case in scope.
pub fn get(conn: &mut Conn, scope: &Scope, id: CaseId) -> Result<Case, StoreError> {
    let query = within(scope).select(Case::as_select());
    Ok(query.filter(cases::id.eq(id)).first(conn)?)
}

/// The documents of cases of an agency, by key.
pub fn docs_of(conn: &mut Conn, office: OfficeId, ids: &[CaseId]) -> Result<Vec<String>, StoreError> {
    let mut docs = Vec::with_capacity(ids.len());
    for batch in ids.chunks(500) {
        let query = cases::table.filter(cases::id.eq_any(batch.iter().copied()));
        let query = query.filter(cases::office_id.eq(office)).select((cases::id, cases::doc));
        docs.extend(query.load::<(CaseId, String)>(conn)?);
    }
    docs.sort_unstable();
    Ok(docs.into_iter().map(|(_, doc)| doc).collect())
}

/// Versions and stages of cases of an agency, by key.
pub fn heads_of(
    conn: &mut Conn,
    office: OfficeId,
    ids: &[CaseId],
) -> Result<Vec<(CaseId, i64, String)>, StoreError> {
    let mut heads = Vec::with_capacity(ids.len());
    for batch in ids.chunks(500) {
        let query = cases::table.filter(cases::id.eq_any(batch.iter().copied()));
        let query =
            query.filter(cases::office_id.eq(office)).select((cases::id, cases::version, cases::stage));
        heads.extend(query.load::<(CaseId, i64, String)>(conn)?);
    }
    heads.sort_unstable();
    Ok(heads)
}

/// Whether a case is in scope.
pub fn visible(conn: &mut Conn, scope: &Scope, id: CaseId) -> Result<bool, StoreError> {
    let query = within(scope).select(cases::id).filter(cases::id.eq(id));
    Ok(query.first::<CaseId>(conn).optional()?.is_some())
}

/// The division and the officer of a case.
pub fn assigned(conn: &mut Conn, id: CaseId) -> Result<(Option<OfficeId>, Option<UserId>), StoreError> {
    Ok(cases::table.find(id).select((cases::division_id, cases::officer_id)).first(conn)?)
}

/// Whether something of an office, and of a case where it has one, is in scope; [`StoreError::NotFound`] where it is not.
pub(super) fn require(
    conn: &mut Conn,
    scope: &Scope,
    office: OfficeId,
    case: Option<CaseId>,
) -> Result<(), StoreError> {
    let here = scope.office.is_none_or(|own| own == office);
    let narrow = scope.division.is_some() || scope.officer.is_some();
    let seen = match case {
        Some(case) if here && narrow => visible(conn, scope, case)?,
        _ => here,
    };
    if seen { Ok(()) } else { Err(StoreError::NotFound) }
}

/// Which cases to list.
#[derive(Debug, Clone, Default)]
pub struct CaseFilter {
    /// In this stage.
    pub stage: Option<String>,
    /// Assigned to this officer.
    pub officer: Option<UserId>,
    /// Of this division.
    pub division: Option<OfficeId>,
    /// Of this judgment.
    pub judgment: Option<JudgmentId>,
    /// In which this party owes something.
    pub debtor: Option<PartyId>,
    /// With this number.
    pub number: Option<String>,
    /// Interrupted or not.
    pub held: Option<bool>,
}

/// A case without its document: a list does not read what it does not show.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = cases)]
pub struct CaseHead {
    /// Identifier.
    pub id: CaseId,
    /// Number in the case book.
    pub number: String,
    /// `proactive` or `on_request`.
    pub mode: String,
    /// Stage.
    pub stage: String,
    /// Interrupted.
    pub held: bool,
    /// The day of the enforcement decision.
    pub decided_on: NaiveDate,
    /// The division.
    pub division_id: Option<OfficeId>,
    /// The officer.
    pub officer_id: Option<UserId>,
    /// To be enforced.
    pub amount_due: Dong,
    /// Enforced so far.
    pub amount_paid: Dong,
    /// The version.
    pub version: i64,
}

/// The cases in scope, by key.
pub fn list(
    conn: &mut Conn,
    scope: &Scope,
    filter: &CaseFilter,
    after: Option<CaseId>,
    limit: i64,
) -> Result<Vec<CaseHead>, StoreError> {
    let mut query = filtered(scope, filter);
    if let Some(after) = after {
        query = query.filter(cases::id.gt(after));
    }
    let query = query.select(CaseHead::as_select());
    Ok(query.order(cases::id).limit(bounded(limit)).load(conn)?)
}

/// How many cases in scope the filter leaves. Reads them all: only when asked for.
pub fn count(conn: &mut Conn, scope: &Scope, filter: &CaseFilter) -> Result<i64, StoreError> {
    Ok(filtered(scope, filter).count().get_result(conn)?)
}

type Boxed = cases::BoxedQuery<'static, MultiBackend>;

/// The cases in scope.
fn within(scope: &Scope) -> Boxed {
    let mut query = cases::table.into_boxed();
    if let Some(office) = scope.office {
        query = query.filter(cases::office_id.eq(office));
    }
    if let Some(division) = scope.division {
        query = query.filter(cases::division_id.eq(division));
    }
    if let Some(officer) = scope.officer {
        query = query.filter(cases::officer_id.eq(officer));
    }
    query
}

fn filtered(scope: &Scope, filter: &CaseFilter) -> Boxed {
    let mut query = within(scope);
    if let Some(stage) = &filter.stage {
        query = query.filter(cases::stage.eq(stage.clone()));
    }
    if let Some(officer) = filter.officer {
        query = query.filter(cases::officer_id.eq(officer));
    }
    if let Some(division) = filter.division {
        query = query.filter(cases::division_id.eq(division));
    }
    if let Some(judgment) = filter.judgment {
        query = query.filter(cases::judgment_id.eq(judgment));
    }
    if let Some(debtor) = filter.debtor {
        let owing = obligations::table
            .filter(obligations::debtor_id.eq(debtor))
            .filter(obligations::case_id.is_not_null())
            .select(obligations::case_id.assume_not_null());
        query = query.filter(cases::id.eq_any(owing));
    }
    if let Some(number) = &filter.number {
        query = query.filter(cases::number.eq(number.clone()));
    }
    if let Some(held) = filter.held {
        query = query.filter(cases::held.eq(held));
    }
    query
}

/// Writes division, officer, stage, interruption, amounts, document and time of change, if the version is still the one
/// read; gives the new version.
pub fn compare_and_set(conn: &mut Conn, read: &Case) -> Result<i64, StoreError> {
    let version = read.version + 1;
    let change = (
        cases::version.eq(version),
        cases::division_id.eq(read.division_id),
        cases::officer_id.eq(read.officer_id),
        cases::stage.eq(&read.stage),
        cases::held.eq(read.held),
        cases::amount_due.eq(read.amount_due),
        cases::amount_paid.eq(read.amount_paid),
        cases::doc.eq(&read.doc),
        cases::updated_at.eq(read.updated_at),
    );
    let row = cases::table.find(read.id).filter(cases::version.eq(read.version));
    changed_one(diesel::update(row).set(change).execute(conn)?)?;
    Ok(version)
}
