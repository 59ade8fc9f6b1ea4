//! Personal data of parties as records: each time a party is recorded its values are kept in a version beside fresh salts, and the
//! event says the digests. Blanking comes by a decision only.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use thads_verify::merkle::{Frontier, leaf_hash};
use thads_verify::note::hex;

use super::access::{self, Access};
use super::context::Core;
use super::convert::{party_row, text, value};
use super::error::{ApiError, ApiResult};

use crate::domain::ids::{CaseId, JudgmentId, OfficeId, PartyId, UserId};
use crate::domain::judgment::Party;
use crate::domain::lifecycle::plan::Redacts;
use crate::domain::personal::{Fit, Kept, PartyDigests, PersonalField, check};
use crate::store::parties::{self, PartyVersion};
use crate::store::{At, Conn};

/// Of so many parties an event says every digest.
const WHOLE: usize = 200;

/// Keeps parties as they are now and gives what the event says of them.
///
/// # Errors
/// Whatever the database refuses.
pub(super) fn keep(
    conn: &mut Conn,
    people: &[Party],
    (judgment, office): (JudgmentId, OfficeId),
    now: At,
) -> ApiResult<Value> {
    let versions: ApiResult<Vec<PartyVersion>> =
        people.iter().map(|party| version(party, (judgment, office), now)).collect();
    let versions = versions?;
    parties::keep(conn, &versions, now)?;
    said(&versions)
}

/// What many parties hash to together: the root of the tree (RFC 6962) over their leaves, so that one of them can be proven without the
/// others.
fn root(said: &[PartyDigests]) -> String {
    let mut tree = Frontier::default();
    for one in said {
        tree.push(leaf_hash(&one.leaf()), |_, _, _| {});
    }
    hex(&tree.root())
}

fn version(party: &Party, (judgment, office): (JudgmentId, OfficeId), now: At) -> ApiResult<PartyVersion> {
    let kept = |field: PersonalField| {
        if party.redacted.contains_key(&field) {
            return Kept::default();
        }
        Kept::new(field, party.personal(field), &rand::random())
    };
    let (name, address) = (kept(PersonalField::Name), kept(PersonalField::Address));
    let (identity, account) = (kept(PersonalField::IdentityNumber), kept(PersonalField::BankAccount));
    Ok(PartyVersion {
        party_id: party.id,
        judgment_id: judgment,
        office_id: office,
        kind: party.kind.as_str().to_owned(),
        budget_funded: party.budget_funded,
        name: name.value,
        name_salt: name.salt,
        name_digest: name.digest,
        address: address.value,
        address_salt: address.salt,
        address_digest: address.digest,
        identity_number: identity.value,
        identity_number_salt: identity.salt,
        identity_number_digest: identity.digest,
        bank_account: account.value,
        bank_account_salt: account.salt,
        bank_account_digest: account.digest,
        redacted: text(&party.redacted)?,
        from_at: now,
        until_at: PartyVersion::still_holds(),
    })
}

/// A field of a version.
fn kept(version: &PartyVersion, field: PersonalField) -> Kept {
    let (value, salt, digest) = match field {
        PersonalField::Name => (&version.name, &version.name_salt, &version.name_digest),
        PersonalField::Address => (&version.address, &version.address_salt, &version.address_digest),
        PersonalField::IdentityNumber => {
            (&version.identity_number, &version.identity_number_salt, &version.identity_number_digest)
        }
        PersonalField::BankAccount => {
            (&version.bank_account, &version.bank_account_salt, &version.bank_account_digest)
        }
    };
    Kept { value: value.clone(), salt: salt.clone(), digest: digest.clone() }
}

pub(super) fn digests(version: &PartyVersion) -> PartyDigests {
    let of = |field: &PersonalField| Some((*field, kept(version, *field).digest?));
    PartyDigests { id: version.party_id, digests: PersonalField::ALL.iter().filter_map(of).collect() }
}

/// What an event says of parties: every digest, or of many their number and what they all hash to, in the order of their identifiers.
fn said(versions: &[PartyVersion]) -> ApiResult<Value> {
    let mut said: Vec<PartyDigests> = versions.iter().map(digests).collect();
    said.sort_by_key(|one| one.id);
    if said.len() <= WHOLE {
        return serde_json::to_value(&said).map_err(ApiError::internal);
    }
    Ok(json!({ "count": said.len(), "root": root(&said) }))
}

/// Whether each personal field of each version of a party is what the history commits to.
///
/// # Errors
/// The database's failure.
pub fn fits(conn: &mut Conn, id: PartyId) -> ApiResult<Vec<BTreeMap<PersonalField, Fit>>> {
    let of = |(_, version): &(i64, PartyVersion)| -> ApiResult<_> {
        let redacted: BTreeMap<PersonalField, String> = value(&version.redacted)?;
        let fit = |field: &PersonalField| {
            (*field, check(*field, &kept(version, *field), redacted.contains_key(field)))
        };
        Ok(PersonalField::ALL.iter().map(fit).collect())
    };
    parties::versions(conn, id)?.iter().map(of).collect()
}

/// The parties of a judgment at an instant. What was blanked since is not there to be shown, and says so.
pub(super) fn known(
    conn: &mut Conn,
    judgment: JudgmentId,
    instant: At,
    after: Option<PartyId>,
    limit: i64,
) -> ApiResult<Vec<Party>> {
    parties::known(conn, judgment, instant, after, limit)?.into_iter().map(party).collect()
}

pub(super) fn party(version: PartyVersion) -> ApiResult<Party> {
    let mut party = Party {
        id: version.party_id,
        kind: version.kind.parse().map_err(ApiError::internal)?,
        name: version.name.unwrap_or_default(),
        address: version.address,
        identity_number: version.identity_number,
        bank_account: version.bank_account,
        budget_funded: version.budget_funded,
        redacted: BTreeMap::new(),
    };
    let redacted: BTreeMap<PersonalField, String> = value(&version.redacted)?;
    for (field, number) in redacted {
        party.redact(field, &number);
    }
    Ok(party)
}

/// Takes values away in the name of a numbered decision, and gives what its event says of it.
///
/// # Errors
/// When the decision has no number; whatever the database refuses.
pub(super) fn carry_out(conn: &mut Conn, redacts: &Redacts, number: Option<&str>) -> ApiResult<Value> {
    let number = number.ok_or_else(|| ApiError::internal("a redaction without its decision"))?;
    let versions = redact(conn, redacts.party, &redacts.fields, number)?;
    Ok(json!({ "party": redacts.party, "fields": redacts.fields, "versions": versions }))
}

/// Blanks fields of a party, in the register and in every version. Tells how many versions held something of them.
fn redact(conn: &mut Conn, id: PartyId, fields: &[PersonalField], number: &str) -> ApiResult<usize> {
    let row = parties::by_ids(conn, &[id])?.pop().ok_or_else(ApiError::not_found)?;
    let mut current: Party = value(&row.doc)?;
    for field in fields {
        current.redact(*field, number);
    }
    parties::update(conn, &party_row(&current, row.judgment_id, row.office_id)?)?;
    let mut touched = 0;
    for (place, version) in parties::versions(conn, id)? {
        let left = blanked(version.clone(), fields, number)?;
        if left != version {
            parties::blank(conn, place, &left)?;
            touched += 1;
        }
    }
    Ok(touched)
}

fn blanked(mut version: PartyVersion, fields: &[PersonalField], number: &str) -> ApiResult<PartyVersion> {
    let mut redacted: BTreeMap<PersonalField, String> = value(&version.redacted)?;
    for field in fields {
        let (value, salt) = match field {
            PersonalField::Name => (&mut version.name, &mut version.name_salt),
            PersonalField::Address => (&mut version.address, &mut version.address_salt),
            PersonalField::IdentityNumber => {
                (&mut version.identity_number, &mut version.identity_number_salt)
            }
            PersonalField::BankAccount => (&mut version.bank_account, &mut version.bank_account_salt),
        };
        if value.take().is_some() | salt.take().is_some() {
            redacted.entry(*field).or_insert_with(|| number.to_owned());
        }
    }
    version.redacted = text(&redacted)?;
    Ok(version)
}

/// Records that identity numbers or accounts were shown; nothing where none was among what was shown.
///
/// # Errors
/// The database's failure: what cannot be recorded is not shown.
pub(super) async fn note_shown(
    core: &Core,
    user: UserId,
    action: &'static str,
    (office, case, judgment): (OfficeId, Option<CaseId>, JudgmentId),
    shown: &[Party],
) -> ApiResult<()> {
    let sensitive =
        shown.iter().filter(|party| party.identity_number.is_some() || party.bank_account.is_some());
    let parties: Vec<PartyId> = sensitive.map(|party| party.id).collect();
    if parties.is_empty() {
        return Ok(());
    }
    let about = json!({ "judgment": judgment, "parties": parties });
    access::noted(core, user, Access { code: "R-READ", action, office: Some(office), case, about }).await
}
