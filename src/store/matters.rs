//! Matters beside the cases: complaints, protests, entrustments received, files of an office. Every read is scoped; a confidential
//! matter is read only where the caller says that it may be.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::rows::{Scope, bounded, changed_one};
use super::schema::{exhibit_shelves, matters};
use super::{At, Conn, StoreError};
use crate::domain::ids::{CaseId, MatterId, OfficeId, UserId};

/// A matter.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = matters, treat_none_as_default_value = false)]
pub struct Matter {
    /// Identifier.
    pub id: MatterId,
    /// The agency.
    pub office_id: OfficeId,
    /// The division.
    pub division_id: Option<OfficeId>,
    /// Who handles it.
    pub officer_id: Option<UserId>,
    /// The case that it is about.
    pub case_id: Option<CaseId>,
    /// `complaint`, `entrustment`, …
    pub kind: String,
    /// State.
    pub state: String,
    /// Shown to those who resolve it only (L106 108.2.b).
    pub confidential: bool,
    /// The day it came in.
    pub received_on: NaiveDate,
    /// Rises by one with each change.
    pub version: i64,
    /// Everything else, as JSON.
    pub doc: String,
    /// When recorded.
    pub created_at: At,
    /// When last changed.
    pub updated_at: At,
}

/// Adds a matter.
pub fn insert(conn: &mut Conn, matter: &Matter) -> Result<(), StoreError> {
    diesel::insert_into(matters::table).values(matter).execute(conn)?;
    Ok(())
}

/// One matter of this kind in scope.
pub fn get(conn: &mut Conn, scope: &Scope, kind: &str, id: MatterId) -> Result<Matter, StoreError> {
    let mut query = matters::table.select(Matter::as_select()).into_boxed();
    query = query.filter(matters::id.eq(id)).filter(matters::kind.eq(kind));
    if let Some(office) = scope.office {
        query = query.filter(matters::office_id.eq(office));
    }
    if let Some(division) = scope.division {
        query = query.filter(matters::division_id.eq(division));
    }
    Ok(query.first(conn)?)
}

/// Those matters of a kind that an office has among these.
pub fn by_ids(
    conn: &mut Conn,
    office: OfficeId,
    kind: &str,
    ids: &[MatterId],
) -> Result<Vec<Matter>, StoreError> {
    let mut found = Vec::new();
    for batch in ids.chunks(500) {
        let query = matters::table.filter(matters::id.eq_any(batch.iter().copied()));
        let query = query.filter(matters::office_id.eq(office)).filter(matters::kind.eq(kind.to_owned()));
        found.extend(query.select(Matter::as_select()).load(conn)?);
    }
    Ok(found)
}

/// What kind a matter is of.
pub fn kind(conn: &mut Conn, id: MatterId) -> Result<String, StoreError> {
    Ok(matters::table.find(id).select(matters::kind).first(conn)?)
}

/// Which matters to list.
#[derive(Debug, Clone, Default)]
pub struct MatterFilter {
    /// In this state.
    pub state: Option<String>,
    /// About this case.
    pub case: Option<CaseId>,
    /// Handled by this user.
    pub officer: Option<UserId>,
    /// Confidential ones too.
    pub confidential: bool,
    /// With something open that lies with such a keeper.
    pub custodian: Option<String>,
    /// With something open that awaits such an end; that lies with such a keeper too, where both are asked for.
    pub disposition: Option<String>,
}

/// The matters of a kind in scope, by key.
pub fn list(
    conn: &mut Conn,
    scope: &Scope,
    kind: &str,
    filter: &MatterFilter,
    after: Option<MatterId>,
    limit: i64,
) -> Result<Vec<Matter>, StoreError> {
    let mut query = matters::table.select(Matter::as_select()).into_boxed();
    query = query.filter(matters::kind.eq(kind.to_owned()));
    if let Some(office) = scope.office {
        query = query.filter(matters::office_id.eq(office));
    }
    if let Some(division) = scope.division {
        query = query.filter(matters::division_id.eq(division));
    }
    if let Some(state) = &filter.state {
        query = query.filter(matters::state.eq(state));
    }
    if let Some(case) = filter.case {
        query = query.filter(matters::case_id.eq(case));
    }
    if let Some(officer) = filter.officer {
        query = query.filter(matters::officer_id.eq(officer));
    }
    let (custodian, disposition) = (filter.custodian.clone(), filter.disposition.clone());
    let there = exhibit_shelves::table.select(exhibit_shelves::matter_id);
    query = match (custodian, disposition) {
        (None, None) => query,
        (Some(custodian), None) => {
            query.filter(matters::id.eq_any(there.filter(exhibit_shelves::custodian.eq(custodian))))
        }
        (None, Some(disposition)) => {
            query.filter(matters::id.eq_any(there.filter(exhibit_shelves::disposition.eq(disposition))))
        }
        (Some(custodian), Some(disposition)) => query.filter(
            matters::id.eq_any(
                there
                    .filter(exhibit_shelves::custodian.eq(custodian))
                    .filter(exhibit_shelves::disposition.eq(disposition)),
            ),
        ),
    };
    if !filter.confidential {
        query = query.filter(matters::confidential.eq(false));
    }
    if let Some(after) = after {
        query = query.filter(matters::id.gt(after));
    }
    Ok(query.order(matters::id).limit(bounded(limit)).load(conn)?)
}

/// Writes everything that changes, if the version is still the one read.
pub fn compare_and_set(conn: &mut Conn, read: &Matter) -> Result<(), StoreError> {
    let change = (
        matters::version.eq(read.version + 1),
        matters::division_id.eq(read.division_id),
        matters::officer_id.eq(read.officer_id),
        matters::case_id.eq(read.case_id),
        matters::state.eq(&read.state),
        matters::doc.eq(&read.doc),
        matters::updated_at.eq(read.updated_at),
    );
    let row = matters::table.find(read.id).filter(matters::version.eq(read.version));
    changed_one(diesel::update(row).set(change).execute(conn)?)
}
