//! Things of the debtor's that enforcement looks at (tài sản).

use chrono::NaiveDate;
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
    /// What tells the thing from every other.
    pub identifier: Option<String>,
    /// The last day of its certificate, while that matters.
    pub certificate_until: Option<NaiveDate>,
    /// The last day to hand it over, while it is sold and not handed over.
    pub hand_over_until: Option<NaiveDate>,
    /// The day it last moved, while something is still to be done with it.
    pub moved_on: Option<NaiveDate>,
    /// Registered, and no registry has answered.
    pub awaits_registry: bool,
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
    /// On this watch list.
    pub watch: Option<Watch>,
}

/// Where faults show first: each a condition on columns, each with an index of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Watch {
    /// Sold and not handed over.
    NotHandedOver,
    /// The same, the last day past on this one.
    HandoverOverdue(NaiveDate),
    /// The certificate ends by this day, the auction contract unsigned.
    CertificateEnds(NaiveDate),
    /// Has not moved since before this day.
    Idle(NaiveDate),
    /// Registered, without a registry's answer.
    AwaitsRegistry,
}

impl AssetFilter {
    /// Whether a row is one of these: the same conditions as in the list, for rows that stand in no table any more.
    pub fn fits(&self, row: &Asset) -> bool {
        let watched = match self.watch {
            None => true,
            Some(Watch::NotHandedOver) => row.hand_over_until.is_some(),
            Some(Watch::HandoverOverdue(on)) => row.hand_over_until.is_some_and(|until| until < on),
            Some(Watch::CertificateEnds(by)) => row.certificate_until.is_some_and(|until| until <= by),
            Some(Watch::Idle(since)) => row.moved_on.is_some_and(|moved| moved < since),
            Some(Watch::AwaitsRegistry) => row.awaits_registry,
        };
        watched
            && self.case.is_none_or(|case| row.case_id == case)
            && self.state.as_ref().is_none_or(|state| row.state == *state)
            && self.kind.as_ref().is_none_or(|kind| row.kind == *kind)
    }
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
    query = match filter.watch {
        None => query,
        Some(Watch::NotHandedOver) => query.filter(assets::hand_over_until.is_not_null()),
        Some(Watch::HandoverOverdue(on)) => query.filter(assets::hand_over_until.lt(on)),
        Some(Watch::CertificateEnds(by)) => query.filter(assets::certificate_until.le(by)),
        Some(Watch::Idle(since)) => query.filter(assets::moved_on.lt(since)),
        Some(Watch::AwaitsRegistry) => query.filter(assets::awaits_registry.eq(true)),
    };
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
        assets::identifier.eq(&read.identifier),
        assets::certificate_until.eq(read.certificate_until),
        assets::hand_over_until.eq(read.hand_over_until),
        assets::moved_on.eq(read.moved_on),
        assets::awaits_registry.eq(read.awaits_registry),
    );
    let row = assets::table.find(read.id).filter(assets::version.eq(read.version));
    changed_one(diesel::update(row).set(change).execute(conn)?)?;
    Ok(version)
}

/// The documents of all assets of a case: what a decision on the case looks at.
pub fn docs_of_case(conn: &mut Conn, case: CaseId) -> Result<Vec<String>, StoreError> {
    let page = |after: Option<AssetId>| -> Result<Vec<(AssetId, String)>, StoreError> {
        let mut query = assets::table.select((assets::id, assets::doc)).into_boxed();
        query = query.filter(assets::case_id.eq(case));
        if let Some(after) = after {
            query = query.filter(assets::id.gt(after));
        }
        Ok(query.order(assets::id).limit(super::MAX_ROWS).load(conn)?)
    };
    Ok(super::every(page, |(id, _)| *id)?.into_iter().map(|(_, doc)| doc).collect())
}

/// The documents of these assets, by key.
pub fn docs_of(conn: &mut Conn, ids: &[AssetId]) -> Result<Vec<String>, StoreError> {
    let mut docs = Vec::with_capacity(ids.len());
    for batch in ids.chunks(500) {
        let query = assets::table.filter(assets::id.eq_any(batch.iter().copied()));
        docs.extend(query.select(assets::doc).order(assets::id).load::<String>(conn)?);
    }
    Ok(docs)
}

/// The documents of other files of the same thing, wherever they lie: at most a handful are looked at.
pub fn docs_of_thing(conn: &mut Conn, identifier: &str, but: AssetId) -> Result<Vec<String>, StoreError> {
    let query = assets::table.filter(assets::identifier.eq(identifier)).filter(assets::id.ne(but));
    Ok(query.select(assets::doc).order(assets::id).limit(100).load(conn)?)
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
