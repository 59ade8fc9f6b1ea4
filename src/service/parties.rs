//! What becomes known of a party later: the account into which money goes, a successor who takes over. Personal data: the history keeps
//! only that it was recorded and digests of the values, never a value.

use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use validator::Validate;

use super::context::{Core, actor};
use super::convert::{party_row, value};
use super::error::{ApiError, ApiResult};
use super::idempotency::{Answer, Once, idempotent};
use super::intake::{NewParty, find_judgment, party};
use super::personal;
use super::record::{self, History, Recording};
use crate::domain::actor::Role;
use crate::domain::ids::{JudgmentId, PartyId, UserId};
use crate::domain::judgment::{Judgment, Party};
use crate::domain::personal::PersonalField;
use crate::store::{At, Conn, parties};

/// The account into which a payout goes (ND152 30.5).
#[derive(Debug, Clone, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAccount {
    /// Bank and number, as the payee gave it.
    #[validate(length(min = 1, max = 60))]
    #[schema(example = "NH Mẫu 0001112223")]
    pub bank_account: String,
}

/// Records a party's account.
///
/// # Errors
/// 404 for a party of no judgment of the user's office, 403 for anybody but clerk, officer or accountant.
pub async fn set_account(core: &Core, once: Once, id: PartyId, new: NewAccount) -> ApiResult<Answer> {
    let core = core.clone();
    let store = core.store.clone();
    store
        .run_write(move |conn| {
            idempotent(conn, &once, core.clock.now(), |conn| write(conn, &core, once.user, id, &new))
        })
        .await
}

fn write(conn: &mut Conn, core: &Core, user: UserId, id: PartyId, new: &NewAccount) -> ApiResult<Answer> {
    let today = core.clock.today();
    let actor = actor(conn, user)?;
    let found = parties::by_ids(conn, &[id])?.pop().ok_or_else(ApiError::not_found)?;
    let judgment = find_judgment(conn, &actor, today, found.judgment_id)?;
    let may = [Role::IntakeClerk, Role::EnforcementOfficer, Role::ChiefOfficer, Role::Accountant];
    if !may.iter().any(|role| actor.has(*role, judgment.office, None, today)) {
        return Err(ApiError::forbidden());
    }
    let (row, judgment) = personal::held(conn, id)?;
    let mut party: Party = value(&row.doc)?;
    party.bank_account = Some(new.bank_account.clone());
    // What was taken away stays away; this is another value.
    party.redacted.remove(&PersonalField::BankAccount);
    parties::update(conn, &party_row(&party, judgment.id, judgment.office)?)?;
    let at = Recording { law: &core.law, actor: &actor, on: today, now: core.clock.now() };
    note(conn, &at, &judgment, &party, ("D-ACCOUNT", "record_account"))?;
    // Who enters the account sees what was entered; the number was not asked for.
    Answer::ok(&Party { bank_account: party.bank_account.clone(), ..party.masked() })
}

/// Adds a successor to the parties of a judgment (L106 41): rights or duties can pass only to somebody who is on record.
///
/// # Errors
/// 404 for a judgment not in the user's register, 403 for anybody but its clerk or officers.
pub async fn add(core: &Core, once: Once, id: JudgmentId, new: NewParty) -> ApiResult<Answer> {
    let core = core.clone();
    let store = core.store.clone();
    store
        .run_write(move |conn| {
            idempotent(conn, &once, core.clock.now(), |conn| {
                let today = core.clock.today();
                let actor = actor(conn, once.user)?;
                let judgment = find_judgment(conn, &actor, today, id)?;
                let may = [Role::IntakeClerk, Role::EnforcementOfficer, Role::ChiefOfficer];
                if !may.iter().any(|role| actor.has(*role, judgment.office, None, today)) {
                    return Err(ApiError::forbidden());
                }
                let added = party(&new);
                let judgment = personal::hold(conn, id)?;
                parties::insert_many(conn, &[party_row(&added, judgment.id, judgment.office)?])?;
                let at = Recording { law: &core.law, actor: &actor, on: today, now: core.clock.now() };
                note(conn, &at, &judgment, &added, ("D-PARTY", "add_party"))?;
                Answer::created(format!("/api/v1/judgments/{id}"), &json!({ "party": added }))
            })
        })
        .await
}

/// Keeps a party as it is now and says so in the history of its judgment, which is held and does not change itself.
fn note(
    conn: &mut Conn,
    at: &Recording<'_>,
    judgment: &Judgment,
    party: &Party,
    (code, action): (&'static str, &'static str),
) -> ApiResult<()> {
    let said =
        personal::keep(conn, std::slice::from_ref(party), (judgment.id, judgment.office), At::from(at.now))?;
    let (id, office) = (judgment.id.0, judgment.office);
    let history = History { aggregate: "judgment".into(), id, case: None, office, code, action };
    let after = serde_json::to_value(judgment).map_err(ApiError::internal)?;
    let effects = json!({ "party": party.id, "parties": said });
    record::append(conn, at, &history, None, json!([]), effects, after)?;
    Ok(())
}
