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
use crate::domain::actor::{Actor, Role};
use crate::domain::ids::{CaseId, JudgmentId, OfficeId, PartyId, UserId};
use crate::domain::judgment::{Judgment, Party};
use crate::domain::lifecycle::plan::Redacts;
use crate::domain::personal::PersonalField;
use crate::store::deadlines::{self, Owner};
use crate::store::parties::{self, PartyVersion};
use crate::store::{At, Conn, MAX_ROWS, StoreError, next_after, until_further_notice};

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
        until_at: until_further_notice(),
    })
}

/// Each personal field of a version: value, salt and digest.
fn cells(version: &mut PartyVersion) -> [(PersonalField, [&mut Option<String>; 3]); 4] {
    let v = version;
    [
        (PersonalField::Name, [&mut v.name, &mut v.name_salt, &mut v.name_digest]),
        (PersonalField::Address, [&mut v.address, &mut v.address_salt, &mut v.address_digest]),
        (
            PersonalField::IdentityNumber,
            [&mut v.identity_number, &mut v.identity_number_salt, &mut v.identity_number_digest],
        ),
        (
            PersonalField::BankAccount,
            [&mut v.bank_account, &mut v.bank_account_salt, &mut v.bank_account_digest],
        ),
    ]
}

/// A version as the checker sees it.
///
/// # Errors
/// When what was taken away cannot be read.
pub fn version(row: &PartyVersion) -> ApiResult<Version> {
    let fields = cells(&mut row.clone()).map(|(field, [value, salt, digest])| {
        let kept = Kept { value: value.take(), salt: salt.take(), digest: digest.take() };
        (field.as_str().to_owned(), kept)
    });
    Ok(Version {
        party: row.party_id.0,
        from: row.from_at.utc().to_rfc3339_opts(chrono::SecondsFormat::Micros, true),
        fields: fields.into(),
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

/// A judgment as it stands while nobody else adds to its history or changes its parties.
pub(super) fn hold(conn: &mut Conn, id: JudgmentId) -> ApiResult<Judgment> {
    value(&deadlines::hold(conn, Owner::Judgment(id))?)
}

/// A party as it stands while its judgment is held: read again, for what was read before may have changed while this waited.
pub(super) fn held(conn: &mut Conn, id: PartyId) -> ApiResult<(parties::Party, Judgment)> {
    let row = |conn: &mut Conn| parties::by_ids(conn, &[id])?.pop().ok_or_else(ApiError::not_found);
    let of = row(conn)?.judgment_id;
    let judgment = hold(conn, of)?;
    Ok((row(conn)?, judgment))
}

/// Blanks fields of a party, in the register and in every version. Tells how many versions held something of them.
fn redact(conn: &mut Conn, id: PartyId, fields: &[PersonalField], number: &str) -> ApiResult<usize> {
    let (row, _) = held(conn, id)?;
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
    for (field, [value, salt, _]) in cells(&mut version) {
        if fields.contains(&field) && value.take().is_some() | salt.take().is_some() {
            redacted.entry(field).or_insert_with(|| number.to_owned());
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
    actor
        .grants
        .iter()
        .any(|grant| grant.office == office && !looks_on.contains(&grant.role) && grant.holds(today))
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
