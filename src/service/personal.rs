//! Personal data of parties as records: each time a party is recorded its values are kept in a version beside fresh salts, and the
//! event says the digests. Blanking comes by a decision only.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::{Value, json};
use thads_verify::personal::{Kept, SaidParty, SaidRedaction, Version, root};

use super::access::{self, Access};
use super::context::Core;
use super::convert::{party_row, text, value};
use super::error::{ApiError, ApiResult};
use crate::domain::actor::{Actor, Role, RoleGrant};
use crate::domain::ids::{CaseId, JudgmentId, OfficeId, PartyId, UserId};
use crate::domain::judgment::Party;
use crate::domain::lifecycle::plan::Redacts;
use crate::domain::personal::PersonalField;
use crate::store::parties::{self, PartyVersion};
use crate::store::{At, Conn, MAX_ROWS, StoreError, next_after};

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
        people.iter().map(|party| to_keep(party, (judgment, office), now)).collect();
    let versions = versions?;
    parties::keep(conn, &versions, now)?;
    said(&versions)
}

fn to_keep(party: &Party, (judgment, office): (JudgmentId, OfficeId), now: At) -> ApiResult<PartyVersion> {
    let kept = |field: PersonalField| {
        if party.redacted.contains_key(&field) {
            return Kept::default();
        }
        Kept::new(field.as_str(), party.personal(field), &rand::random())
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

/// A version as the checker sees it.
///
/// # Errors
/// When what was taken away cannot be read.
pub fn version(row: &PartyVersion) -> ApiResult<Version> {
    let of = |field: &PersonalField| (field.as_str().to_owned(), kept(row, *field));
    Ok(Version {
        party: row.party_id.0,
        from: row.from_at.utc().to_rfc3339_opts(chrono::SecondsFormat::Micros, true),
        fields: PersonalField::ALL.iter().map(of).collect(),
        redacted: value(&row.redacted)?,
    })
}

/// What an event says of parties: every digest, or of many their number and what they all hash to, in the order of their identifiers.
fn said(versions: &[PartyVersion]) -> ApiResult<Value> {
    let said: ApiResult<Vec<SaidParty>> = versions.iter().map(|row| Ok(version(row)?.said())).collect();
    let mut said = said?;
    said.sort_by_key(|one| one.id);
    if said.len() <= WHOLE {
        return serde_json::to_value(&said).map_err(ApiError::internal);
    }
    Ok(json!({ "count": said.len(), "root": root(&said) }))
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
    let fields = redacts.fields.iter().map(|field| field.as_str().to_owned()).collect();
    let said = SaidRedaction { party: redacts.party.0, fields, number: number.to_owned(), versions };
    serde_json::to_value(said).map_err(ApiError::internal)
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

/// Of so many parties the reader's chain says each; of more how many, the first and the last.
const NAMED: usize = 20;

/// Shows parties as a user may see them: whole to those who work on the agency's files, and then each page is an event in the reader's
/// chain before it is answered; masked to those who only look on.
///
/// # Errors
/// The database's failure: what cannot be recorded is not shown.
pub(super) async fn shown(
    core: &Core,
    user: UserId,
    action: &'static str,
    (office, case, judgment): (OfficeId, Option<CaseId>, JudgmentId),
    (works, found): (bool, Vec<Party>),
) -> ApiResult<Vec<Party>> {
    if !works {
        return Ok(found.into_iter().map(Party::masked).collect());
    }
    let sensitive =
        found.iter().filter(|party| party.identity_number.is_some() || party.bank_account.is_some());
    let ids: Vec<PartyId> = sensitive.map(|party| party.id).collect();
    if let (Some(first), Some(last)) = (ids.first(), ids.last()) {
        let mut about = json!({ "judgment": judgment, "count": ids.len() });
        if ids.len() <= NAMED {
            about["parties"] = json!(ids);
        } else {
            about["first"] = json!(first);
            about["last"] = json!(last);
        }
        access::noted(core, user, Access { code: "R-READ", action, office: Some(office), case, about })
            .await?;
    }
    Ok(found)
}

/// Whether somebody works on the files of an agency. Who only looks on sees that there is a value, and not what it is.
pub(super) fn works(actor: &Actor, office: OfficeId, today: NaiveDate) -> bool {
    let looks_on = [Role::Auditor, Role::Prosecutor, Role::Admin, Role::Integrator];
    let holds = |grant: &RoleGrant| grant.from <= today && grant.to.is_none_or(|to| today <= to);
    let works = |grant: &&RoleGrant| grant.office == office && !looks_on.contains(&grant.role);
    actor.grants.iter().filter(works).any(holds)
}

/// Every version of every party of a judgment, page by page of parties, each party with the row as it is now.
///
/// # Errors
/// What the database or `each` refuses.
pub(super) fn every_version<E: From<ApiError> + From<StoreError>>(
    conn: &mut Conn,
    judgment: JudgmentId,
    mut each: impl FnMut(&Party, Vec<Version>) -> Result<(), E>,
) -> Result<(), E> {
    let mut after = None;
    loop {
        let rows = parties::by_judgment(conn, judgment, after, MAX_ROWS)?;
        let ids: Vec<PartyId> = rows.iter().map(|row| row.id).collect();
        let mut versions = parties::versions_of(conn, &ids)?.into_iter().peekable();
        for row in &rows {
            let mut own = Vec::new();
            while let Some(one) = versions.next_if(|one| one.party_id == row.id) {
                own.push(version(&one)?);
            }
            each(&value(&row.doc)?, own)?;
        }
        after = next_after(&rows, |row| row.id);
        if after.is_none() {
            return Ok(());
        }
    }
}
