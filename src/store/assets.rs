//! Things of the debtor's that enforcement looks at (tài sản).

use diesel::prelude::*;

use super::cases::require;
use super::rows::{Scope, bounded, changed_one};
use super::schema::{assets, cases};
use super::{At, Conn, StoreError};
use crate::domain::ids::{AssetId, CaseId, OfficeId};

/// An asset.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = assets, treat_none_as_default_value = false)]
pub struct Asset {
    /// Identifier.
    pub id: AssetId,
    /// The agency.
    pub office_id: OfficeId,
    /// The case.
    pub case_id: CaseId,
    /// Rises by one with each change.
    pub version: i64,
    /// State.
    pub state: String,
    /// Kind.
    pub kind: String,
    /// What it is.
    pub name: String,
    /// Everything else, as JSON.
    pub doc: String,
    /// When recorded.
    pub created_at: At,
}

/// What a case needs to know of its assets.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = assets)]
pub struct AssetBrief {
    /// Identifier.
    pub id: AssetId,
    /// State.
    pub state: String,
    /// Kind.
    pub kind: String,
    /// What it is.
    pub name: String,
    /// Version.
    pub version: i64,
}

/// Adds an asset.
pub fn insert(conn: &mut Conn, asset: &Asset) -> Result<(), StoreError> {
    diesel::insert_into(assets::table).values(asset).execute(conn)?;
    Ok(())
}

/// One asset of a case in scope.
pub fn get(conn: &mut Conn, scope: &Scope, id: AssetId) -> Result<Asset, StoreError> {
    let found = assets::table.find(id).select(Asset::as_select()).first(conn)?;
    require(conn, scope, found.office_id, Some(found.case_id))?;
    Ok(found)
}

/// The assets of a case, by key.
pub fn by_case(
    conn: &mut Conn,
    case: CaseId,
    after: Option<AssetId>,
    limit: i64,
) -> Result<Vec<AssetBrief>, StoreError> {
    let mut query = assets::table.select(AssetBrief::as_select()).into_boxed();
    query = query.filter(assets::case_id.eq(case));
    if let Some(after) = after {
        query = query.filter(assets::id.gt(after));
    }
    Ok(query.order(assets::id).limit(bounded(limit)).load(conn)?)
}

/// Which assets to list.
#[derive(Debug, Clone, Default)]
pub struct AssetFilter {
    /// Of this case.
    pub case: Option<CaseId>,
    /// In this state.
    pub state: Option<String>,
    /// Of this kind.
    pub kind: Option<String>,
}

/// The assets of the cases in scope, by key.
pub fn list(
    conn: &mut Conn,
    scope: &Scope,
    filter: &AssetFilter,
    after: Option<AssetId>,
    limit: i64,
) -> Result<Vec<Asset>, StoreError> {
    let of_case = cases::table.on(cases::id.eq(assets::case_id));
    let mut query = assets::table.inner_join(of_case).select(Asset::as_select()).into_boxed();
    if let Some(office) = scope.office {
        query = query.filter(assets::office_id.eq(office));
    }
    if let Some(division) = scope.division {
        query = query.filter(cases::division_id.eq(division));
    }
    if let Some(officer) = scope.officer {
        query = query.filter(cases::officer_id.eq(officer));
    }
    if let Some(case) = filter.case {
        query = query.filter(assets::case_id.eq(case));
    }
    if let Some(state) = &filter.state {
        query = query.filter(assets::state.eq(state));
    }
    if let Some(kind) = &filter.kind {
        query = query.filter(assets::kind.eq(kind));
    }
    if let Some(after) = after {
        query = query.filter(assets::id.gt(after));
    }
    Ok(query.order(assets::id).limit(bounded(limit)).load(conn)?)
}

/// Writes state, name and document, if the version is still the one read; gives the new version.
pub fn compare_and_set(conn: &mut Conn, read: &Asset) -> Result<i64, StoreError> {
    let version = read.version + 1;
    let change = (
        assets::version.eq(version),
        assets::state.eq(&read.state),
        assets::name.eq(&read.name),
        assets::doc.eq(&read.doc),
    );
    let row = assets::table.find(read.id).filter(assets::version.eq(read.version));
    changed_one(diesel::update(row).set(change).execute(conn)?)?;
    Ok(version)
}

/// The documents of a case's assets, at most [`MAX_ROWS`](super::MAX_ROWS): what a decision on the case looks at.
pub fn docs_of_case(conn: &mut Conn, case: CaseId) -> Result<Vec<String>, StoreError> {
    page_of_case(conn, case, None, super::MAX_ROWS)
}

/// The documents of a case's assets, by key.
pub fn page_of_case(
    conn: &mut Conn,
    case: CaseId,
    after: Option<AssetId>,
    limit: i64,
) -> Result<Vec<String>, StoreError> {
    let mut query = assets::table.select(assets::doc).into_boxed();
    query = query.filter(assets::case_id.eq(case));
    if let Some(after) = after {
        query = query.filter(assets::id.gt(after));
    }
    Ok(query.order(assets::id).limit(bounded(limit)).load(conn)?)
}
