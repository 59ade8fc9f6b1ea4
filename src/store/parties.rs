//! The persons and organisations of a judgment (đương sự). Their names and documents are personal data.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::past::changed;
use super::rows::{bounded, changed_one, insert_rows};
use super::schema::parties;
use super::schema_past::party_versions;
use super::versions::{end_versions, held};
use super::{At, Conn, StoreError};
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

/// A version of a party: each personal value beside its salt and the digest that the history holds.
#[derive(Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = party_versions, treat_none_as_default_value = false)]
pub struct PartyVersion {
    /// The party.
    pub party_id: PartyId,
    /// The judgment.
    pub judgment_id: JudgmentId,
    /// The agency.
    pub office_id: OfficeId,
    /// `person` or `organisation`.
    pub kind: String,
    /// Paid wholly from the State budget.
    pub budget_funded: bool,
    /// Name.
    pub name: Option<String>,
    /// Its salt.
    pub name_salt: Option<String>,
    /// Its digest.
    pub name_digest: Option<String>,
    /// Address.
    pub address: Option<String>,
    /// Its salt.
    pub address_salt: Option<String>,
    /// Its digest.
    pub address_digest: Option<String>,
    /// Identification number.
    pub identity_number: Option<String>,
    /// Its salt.
    pub identity_number_salt: Option<String>,
    /// Its digest.
    pub identity_number_digest: Option<String>,
    /// Account.
    pub bank_account: Option<String>,
    /// Its salt.
    pub bank_account_salt: Option<String>,
    /// Its digest.
    pub bank_account_digest: Option<String>,
    /// Which fields were blanked by which decision, as JSON.
    pub redacted: String,
    /// From when on it was known.
    pub from_at: At,
    /// Until just before when.
    pub until_at: At,
}

impl std::fmt::Debug for PartyVersion {
    /// Only the identifier: the rest must not reach a log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PartyVersion").field("party_id", &self.party_id).finish_non_exhaustive()
    }
}

/// Adds versions and ends those before them.
pub fn keep(conn: &mut Conn, versions: &[PartyVersion], now: At) -> Result<(), StoreError> {
    let ids: Vec<PartyId> = versions.iter().map(|version| version.party_id).collect();
    end_versions!(conn, party_versions::party_id, ids, now);
    insert_rows!(conn, party_versions::table, versions);
    Ok(())
}

/// The parties of a judgment at an instant, by key.
pub fn known(
    conn: &mut Conn,
    judgment: JudgmentId,
    instant: At,
    after: Option<PartyId>,
    limit: i64,
) -> Result<Vec<PartyVersion>, StoreError> {
    let mut query = party_versions::table.select(PartyVersion::as_select()).into_boxed();
    query = query.filter(party_versions::judgment_id.eq(judgment));
    query = query.filter(held!(party_versions, instant));
    if let Some(after) = after {
        query = query.filter(party_versions::party_id.gt(after));
    }
    Ok(query.order(party_versions::party_id).limit(bounded(limit)).load(conn)?)
}

/// The parties of a judgment that changed after one moment and until another, by key.
pub fn changed(
    conn: &mut Conn,
    judgment: JudgmentId,
    span: (At, At),
    limit: i64,
) -> Result<Vec<PartyId>, StoreError> {
    Ok(changed!(conn, party_versions::judgment_id = judgment, party_id, span, limit))
}

/// These parties as they were at an instant.
pub fn known_by_ids(conn: &mut Conn, ids: &[PartyId], instant: At) -> Result<Vec<PartyVersion>, StoreError> {
    let query = party_versions::table
        .filter(party_versions::party_id.eq_any(ids.iter().copied()))
        .filter(held!(party_versions, instant));
    Ok(query.select(PartyVersion::as_select()).load(conn)?)
}

/// Every version of a party with its place, oldest first.
pub fn versions(conn: &mut Conn, id: PartyId) -> Result<Vec<(i64, PartyVersion)>, StoreError> {
    let query = party_versions::table.filter(party_versions::party_id.eq(id));
    let query = query.select((party_versions::place, PartyVersion::as_select()));
    Ok(query.order(party_versions::place).load(conn)?)
}

/// Every version of these parties, by party, the oldest first.
pub fn versions_of(conn: &mut Conn, ids: &[PartyId]) -> Result<Vec<PartyVersion>, StoreError> {
    let query = party_versions::table.filter(party_versions::party_id.eq_any(ids.iter().copied()));
    let query = query.select(PartyVersion::as_select());
    Ok(query.order((party_versions::party_id, party_versions::place)).load(conn)?)
}

/// Writes what is left of a version after some of its values and salts were blanked.
pub fn blank(conn: &mut Conn, place: i64, left: &PartyVersion) -> Result<(), StoreError> {
    let change = (
        party_versions::name.eq(&left.name),
        party_versions::name_salt.eq(&left.name_salt),
        party_versions::address.eq(&left.address),
        party_versions::address_salt.eq(&left.address_salt),
        party_versions::identity_number.eq(&left.identity_number),
        party_versions::identity_number_salt.eq(&left.identity_number_salt),
        party_versions::bank_account.eq(&left.bank_account),
        party_versions::bank_account_salt.eq(&left.bank_account_salt),
        party_versions::redacted.eq(&left.redacted),
    );
    changed_one(diesel::update(party_versions::table.find(place)).set(change).execute(conn)?)
}
