//! The persons and organisations of a judgment (đương sự). Their names and documents are personal data.

use std::collections::BTreeMap;

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
    /// The identity number without blanks: by it one person is found in several judgments.
    pub identity: Option<String>,
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

/// The entries of one person or organisation at an agency: those with the same identity number, or this one alone.
pub fn same_person(conn: &mut Conn, office: OfficeId, party: PartyId) -> Result<Vec<PartyId>, StoreError> {
    let found = parties::table.find(party).select((parties::kind, parties::identity));
    let found: Option<(String, Option<String>)> = found.first(conn).optional()?;
    let Some((kind, Some(identity))) = found else { return Ok(vec![party]) };
    let same = parties::table
        .filter(parties::office_id.eq(office))
        .filter(parties::identity.eq(identity))
        .filter(parties::kind.eq(kind));
    Ok(same.select(parties::id).order(parties::id).limit(super::MAX_ROWS).load(conn)?)
}

/// Those of a judgment's parties who have the same identity number as a debtor of the agency: each with that debtor's entry.
pub fn same_as_debtors(
    conn: &mut Conn,
    office: OfficeId,
    judgment: JudgmentId,
) -> Result<Vec<(PartyId, PartyId)>, StoreError> {
    let own =
        parties::table.filter(parties::judgment_id.eq(judgment)).filter(parties::identity.is_not_null());
    let own: Vec<(PartyId, Option<String>)> = own.select((parties::id, parties::identity)).load(conn)?;
    let mut by_identity: BTreeMap<String, Vec<PartyId>> = BTreeMap::new();
    for (party, identity) in own {
        by_identity.entry(identity.unwrap_or_default()).or_default().push(party);
    }
    let identities: Vec<&String> = by_identity.keys().collect();
    let mut same = Vec::new();
    for batch in identities.chunks(500) {
        let found = parties::table
            .filter(parties::office_id.eq(office))
            .filter(parties::identity.eq_any(batch.iter().copied()))
            .filter(parties::judgment_id.ne(judgment));
        let found: Vec<(PartyId, Option<String>)> =
            found.select((parties::id, parties::identity)).load(conn)?;
        for (other, identity) in found {
            let own = identity.and_then(|identity| by_identity.get(&identity));
            same.extend(own.into_iter().flatten().map(|party| (*party, other)));
        }
    }
    Ok(same)
}

/// Writes a party's name and document.
pub fn update(conn: &mut Conn, party: &Party) -> Result<(), StoreError> {
    let change =
        (parties::name.eq(&party.name), parties::doc.eq(&party.doc), parties::identity.eq(&party.identity));
    changed_one(diesel::update(parties::table.find(party.id)).set(change).execute(conn)?)
}
