//! Requests for enforcement (yêu cầu thi hành án).

use chrono::NaiveDate;
use diesel::prelude::*;

use super::rows::{Scope, bounded, changed_one};
use super::schema::requests;
use super::{At, Conn, StoreError};
use crate::domain::ids::{CaseId, JudgmentId, OfficeId, RequestId};

/// A request.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = requests, treat_none_as_default_value = false)]
pub struct Request {
    /// Identifier.
    pub id: RequestId,
    /// The agency.
    pub office_id: OfficeId,
    /// The division.
    pub division_id: Option<OfficeId>,
    /// The judgment.
    pub judgment_id: JudgmentId,
    /// Rises by one with each change.
    pub version: i64,
    /// State.
    pub state: String,
    /// The day of the request.
    pub requested_on: NaiveDate,
    /// The case that came of it.
    pub case_id: Option<CaseId>,
    /// Everything else, as JSON.
    pub doc: String,
    /// When recorded.
    pub created_at: At,
}

/// Adds a request.
pub fn insert(conn: &mut Conn, request: &Request) -> Result<(), StoreError> {
    diesel::insert_into(requests::table).values(request).execute(conn)?;
    Ok(())
}

/// One request of the office and division in scope.
pub fn get(conn: &mut Conn, scope: &Scope, id: RequestId) -> Result<Request, StoreError> {
    let mut query = requests::table.select(Request::as_select()).into_boxed();
    query = query.filter(requests::id.eq(id));
    if let Some(office) = scope.office {
        query = query.filter(requests::office_id.eq(office));
    }
    if let Some(division) = scope.division {
        query = query.filter(requests::division_id.eq(division));
    }
    Ok(query.first(conn)?)
}

/// The documents of these requests of an agency.
pub fn docs_of(conn: &mut Conn, office: OfficeId, ids: &[RequestId]) -> Result<Vec<String>, StoreError> {
    let mut docs = Vec::with_capacity(ids.len());
    for batch in ids.chunks(500) {
        let query = requests::table.filter(requests::id.eq_any(batch.iter().copied()));
        let query = query.filter(requests::office_id.eq(office)).select(requests::doc);
        docs.extend(query.load::<String>(conn)?);
    }
    Ok(docs)
}

/// Which requests to list.
#[derive(Debug, Clone, Default)]
pub struct RequestFilter {
    /// In this state.
    pub state: Option<String>,
    /// Of this judgment.
    pub judgment: Option<JudgmentId>,
}

/// The requests of the office and division in scope, by key.
pub fn list(
    conn: &mut Conn,
    scope: &Scope,
    filter: &RequestFilter,
    after: Option<RequestId>,
    limit: i64,
) -> Result<Vec<Request>, StoreError> {
    let mut query = requests::table.select(Request::as_select()).into_boxed();
    if let Some(office) = scope.office {
        query = query.filter(requests::office_id.eq(office));
    }
    if let Some(division) = scope.division {
        query = query.filter(requests::division_id.eq(division));
    }
    if let Some(state) = &filter.state {
        query = query.filter(requests::state.eq(state));
    }
    if let Some(judgment) = filter.judgment {
        query = query.filter(requests::judgment_id.eq(judgment));
    }
    if let Some(after) = after {
        query = query.filter(requests::id.gt(after));
    }
    Ok(query.order(requests::id).limit(bounded(limit)).load(conn)?)
}

/// Writes division, state, case and document, if the version is still the one read; gives the new version.
pub fn compare_and_set(conn: &mut Conn, read: &Request) -> Result<i64, StoreError> {
    let version = read.version + 1;
    let change = (
        requests::version.eq(version),
        requests::division_id.eq(read.division_id),
        requests::state.eq(&read.state),
        requests::case_id.eq(read.case_id),
        requests::doc.eq(&read.doc),
    );
    let row = requests::table.find(read.id).filter(requests::version.eq(read.version));
    changed_one(diesel::update(row).set(change).execute(conn)?)?;
    Ok(version)
}
