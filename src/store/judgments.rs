//! Judgments and decisions to be enforced (bản án, quyết định).

use chrono::NaiveDate;
use diesel::prelude::*;

use super::rows::{Scope, bounded, changed_one};
use super::schema::judgments;
use super::{At, Conn, StoreError};
use crate::domain::ids::{JudgmentId, OfficeId};

/// A judgment.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = judgments, treat_none_as_default_value = false)]
pub struct Judgment {
    /// Identifier.
    pub id: JudgmentId,
    /// The agency that received it.
    pub office_id: OfficeId,
    /// The division.
    pub division_id: Option<OfficeId>,
    /// Rises by one with each change.
    pub version: i64,
    /// Its number.
    pub number: String,
    /// The court or body.
    pub issuer: String,
    /// The day of pronouncement.
    pub pronounced_on: NaiveDate,
    /// The day of legal effect.
    pub in_force_on: Option<NaiveDate>,
    /// The day it was received.
    pub received_on: Option<NaiveDate>,
    /// State.
    pub state: String,
    /// Everything else, as JSON.
    pub doc: String,
    /// When recorded.
    pub created_at: At,
}

/// Adds a judgment. The same one twice: `Conflict("judgments_identity")`.
pub fn insert(conn: &mut Conn, judgment: &Judgment) -> Result<(), StoreError> {
    diesel::insert_into(judgments::table).values(judgment).execute(conn)?;
    Ok(())
}

/// One judgment of the office and division in scope.
pub fn get(conn: &mut Conn, scope: &Scope, id: JudgmentId) -> Result<Judgment, StoreError> {
    let mut query = judgments::table.select(Judgment::as_select()).into_boxed();
    query = query.filter(judgments::id.eq(id));
    if let Some(office) = scope.office {
        query = query.filter(judgments::office_id.eq(office));
    }
    if let Some(division) = scope.division {
        query = query.filter(judgments::division_id.eq(division));
    }
    Ok(query.first(conn)?)
}

/// The judgments of the office and division in scope, by key.
pub fn list(
    conn: &mut Conn,
    scope: &Scope,
    after: Option<JudgmentId>,
    limit: i64,
) -> Result<Vec<Judgment>, StoreError> {
    let mut query = judgments::table.select(Judgment::as_select()).into_boxed();
    if let Some(office) = scope.office {
        query = query.filter(judgments::office_id.eq(office));
    }
    if let Some(division) = scope.division {
        query = query.filter(judgments::division_id.eq(division));
    }
    if let Some(after) = after {
        query = query.filter(judgments::id.gt(after));
    }
    Ok(query.order(judgments::id).limit(bounded(limit)).load(conn)?)
}

/// The judgments of an office with this number, whichever court gave it.
pub fn by_number(
    conn: &mut Conn,
    office: OfficeId,
    number: &str,
    limit: i64,
) -> Result<Vec<JudgmentId>, StoreError> {
    let query = judgments::table.filter(judgments::office_id.eq(office)).filter(judgments::number.eq(number));
    Ok(query.select(judgments::id).order(judgments::id).limit(bounded(limit)).load(conn)?)
}

/// Writes state, dates and document, if the version is still the one read; gives the new version.
pub fn compare_and_set(conn: &mut Conn, read: &Judgment) -> Result<i64, StoreError> {
    let version = read.version + 1;
    let change = (
        judgments::version.eq(version),
        judgments::division_id.eq(read.division_id),
        judgments::in_force_on.eq(read.in_force_on),
        judgments::received_on.eq(read.received_on),
        judgments::state.eq(&read.state),
        judgments::doc.eq(&read.doc),
    );
    let row = judgments::table.find(read.id).filter(judgments::version.eq(read.version));
    changed_one(diesel::update(row).set(change).execute(conn)?)?;
    Ok(version)
}
