//! The persons and organisations of a judgment (đương sự). Their names and documents are personal data.

use diesel::prelude::*;

use super::rows::{bounded, changed_one, insert_rows};
use super::schema::parties;
use super::{Conn, StoreError};
use crate::domain::ids::{JudgmentId, OfficeId, PartyId};

/// A party.
#[derive(Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = parties, treat_none_as_default_value = false)]
pub struct Party {
    /// Identifier.
    pub id: PartyId,
    /// The judgment.
    pub judgment_id: JudgmentId,
    /// The agency.
    pub office_id: OfficeId,
    /// `person`, `organisation` or `state`.
    pub kind: String,
    /// Name.
    pub name: String,
    /// Address, identity number, account, …, as JSON.
    pub doc: String,
}

impl std::fmt::Debug for Party {
    /// Only the identifier: the rest must not reach a log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Party").field("id", &self.id).finish_non_exhaustive()
    }
}

/// Adds parties.
pub fn insert_many(conn: &mut Conn, added: &[Party]) -> Result<(), StoreError> {
    insert_rows!(conn, parties::table, added);
    Ok(())
}

/// The parties of a judgment, by key.
pub fn by_judgment(
    conn: &mut Conn,
    judgment: JudgmentId,
    after: Option<PartyId>,
    limit: i64,
) -> Result<Vec<Party>, StoreError> {
    let mut query = parties::table.select(Party::as_select()).into_boxed();
    query = query.filter(parties::judgment_id.eq(judgment));
    if let Some(after) = after {
        query = query.filter(parties::id.gt(after));
    }
    Ok(query.order(parties::id).limit(bounded(limit)).load(conn)?)
}

/// Parties by their identifiers, in the order of the key.
pub fn by_ids(conn: &mut Conn, ids: &[PartyId]) -> Result<Vec<Party>, StoreError> {
    let mut found = Vec::with_capacity(ids.len());
    for batch in ids.chunks(500) {
        let query = parties::table.filter(parties::id.eq_any(batch.iter().copied()));
        found.extend(query.select(Party::as_select()).load(conn)?);
    }
    found.sort_by_key(|party| party.id);
    Ok(found)
}

/// Those of these parties who are parties of the judgment.
pub fn of_judgment(conn: &mut Conn, judgment: JudgmentId, ids: &[PartyId]) -> Result<Vec<Party>, StoreError> {
    let mut found = by_ids(conn, ids)?;
    found.retain(|party| party.judgment_id == judgment);
    Ok(found)
}

/// Writes a party's name and document.
pub fn update(conn: &mut Conn, party: &Party) -> Result<(), StoreError> {
    let change = (parties::name.eq(&party.name), parties::doc.eq(&party.doc));
    changed_one(diesel::update(parties::table.find(party.id)).set(change).execute(conn)?)
}
