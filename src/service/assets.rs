//! Assets: recording one, the facts for a decision, and what is read of them.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use super::acts::{Asked, Board};
use super::context::{Core, actor};
use super::convert::{obligation, value, values};
use super::error::{ApiError, ApiResult, FieldError};
use super::idempotency::{Answer, Once, idempotent};
use super::record::{self, Recording};
use super::{cases, collections, fees, past, refusals, scope};
use crate::domain::actor::Actor;
use crate::domain::asset::{Asset, AssetKind, AssetState};
use crate::domain::case::Stage;
use crate::domain::ids::{AssetId, CaseId, PartyId, UserId};
use crate::domain::lifecycle::asset::{AssetAction, AssetFacts, AssetLifecycle, GroupMember, Rival};
use crate::domain::lifecycle::plan::{Change, Plan};
use crate::domain::money::Dong;
use crate::domain::refusal;
use crate::store::{Conn, assets, obligations, parties};

impl Board for AssetLifecycle {
    fn load(conn: &mut Conn, asked: &Asked<'_, AssetAction>) -> ApiResult<AssetFacts> {
        let asset = find(conn, asked.actor, asked.today, AssetId(asked.id))?;
        let case = cases::find(conn, asked.actor, asked.today, asset.case)?;
        let (creditors, creditors_whole) = cases::creditors(conn, case.id, AssetFacts::PARTIES_MAX)?;
        let money = cases::money(conn, case.id)?;
        let shared = match asked.action.is_some_and(AssetAction::undoes_sale) {
            true => collections::shared(conn, &asset)?,
            false => Dong::ZERO,
        };
        let members = members(conn, &asset)?;
        let rivals = rivals(conn, &asset)?;
        let group = group(conn, &asset)?;
        let named: Vec<PartyId> = asked.action.and_then(AssetAction::named_party).into_iter().collect();
        let parties = parties::of_judgment(conn, case.judgment, &named)?;
        let items = match asked.action.is_some_and(AssetAction::weighs_claims) {
            true => obligations::all_by_case(conn, case.id)?
                .into_iter()
                .map(obligation)
                .collect::<ApiResult<_>>()?,
            false => Vec::new(),
        };
        let taker = asset.sale.as_ref().filter(|sale| sale.by.is_taking()).and_then(|sale| sale.taker);
        let taker: Vec<PartyId> = taker.into_iter().collect();
        Ok(AssetFacts {
            fees: fees::accounts_of(conn, case.id, &taker)?,
            asset,
            case,
            creditors,
            money,
            creditors_whole,
            members,
            rivals,
            group,
            named_parties: parties.into_iter().map(|row| row.id).collect(),
            items,
            shared,
        })
    }

    fn version(facts: &AssetFacts) -> i64 {
        facts.asset.version
    }

    fn parse(name: &str, body: Value) -> Option<Result<AssetAction, Vec<refusal::FieldError>>> {
        AssetAction::parse(name, body)
    }

    fn names() -> &'static [(&'static str, &'static str)] {
        AssetAction::names()
    }
}

/// The files of what is in a lot.
fn members(conn: &mut Conn, asset: &Asset) -> ApiResult<Vec<Asset>> {
    let ids: Vec<AssetId> = asset.members.iter().map(|member| member.asset).collect();
    values(&assets::docs_of(conn, &ids)?)
}

/// Other files that have the same thing under seizure, at whichever agency: only their place in the order is looked at.
fn rivals(conn: &mut Conn, asset: &Asset) -> ApiResult<Vec<Rival>> {
    let Some(identifier) = &asset.identifier else { return Ok(Vec::new()) };
    let others: Vec<Asset> = values(&assets::docs_of_thing(conn, identifier, asset.id)?)?;
    Ok(others
        .iter()
        .filter(|other| other.is_under_seizure())
        .map(|other| Rival { rank: other.rank })
        .collect())
}

/// The other assets of the case that secure the same contract.
fn group(conn: &mut Conn, asset: &Asset) -> ApiResult<Vec<GroupMember>> {
    let Some(own) = asset.security_contract.as_ref().filter(|_| asset.state == AssetState::Verified) else {
        return Ok(Vec::new());
    };
    let others: Vec<Asset> = values(&assets::docs_of_case(conn, asset.case)?)?;
    let same = others
        .into_iter()
        .filter(|other| other.id != asset.id && other.security_contract.as_ref() == Some(own));
    let behind = |state| matches!(state, AssetState::Identified | AssetState::Verifying);
    Ok(same.map(|other| GroupMember { ready: !behind(other.state), name: other.name }).collect())
}

/// An asset of a case that the actor may see.
pub(super) fn find(conn: &mut Conn, actor: &Actor, today: NaiveDate, id: AssetId) -> ApiResult<Asset> {
    let row = scope::find(actor, today, |scope| assets::get(conn, scope, id))?;
    value(&row.doc)
}

/// A thing of the debtor's to be looked at.
#[derive(Debug, Clone, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAsset {
    /// The case.
    pub case: CaseId,
    /// The debtor who owns it.
    pub owner: PartyId,
    /// Its class.
    pub kind: AssetKind,
    /// A short description.
    #[validate(length(min = 1, max = 300))]
    #[schema(example = "Nhà và đất thửa 12, tờ bản đồ 5")]
    pub name: String,
    /// Declared and proven as the debtor's only home (L106 78.3.b).
    #[serde(default)]
    pub only_home: bool,
    /// What tells it from every other thing: number of the certificate, plate, account.
    #[validate(length(min = 1, max = 100))]
    #[schema(example = "BX 123456")]
    pub identifier: Option<String>,
    /// The judgment itself attaches it (L106 60, 78.2).
    #[serde(default)]
    pub judged: bool,
    /// The security contract that it secures, as far as known.
    #[validate(length(min = 1, max = 100))]
    pub security_contract: Option<String>,
    /// The day it became known; today when absent.
    pub effective_on: Option<NaiveDate>,
}

/// records an asset of an open case; only its officer does.
///
/// # Errors
/// 404, 403, or 422 with the wrong fields.
pub async fn add(core: &Core, once: Once, new: NewAsset) -> ApiResult<Answer> {
    let core = core.clone();
    let store = core.store.clone();
    store
        .run_write(move |conn| {
            idempotent(conn, &once, core.clock.now(), |conn| insert(conn, &core, once.user, &new))
        })
        .await
}

fn insert(conn: &mut Conn, core: &Core, user: UserId, new: &NewAsset) -> ApiResult<Answer> {
    let today = core.clock.today();
    let now = core.clock.now();
    let actor = actor(conn, user)?;
    let case = cases::find(conn, &actor, today, new.case)?;
    if case.officer != Some(user) {
        return Err(ApiError::forbidden());
    }
    let on = new.effective_on.unwrap_or(today);
    let mut errors = Vec::new();
    if on > today {
        errors.push(FieldError::new("/effective_on", "date_in_future"));
    } else if on < case.decided_on {
        errors.push(FieldError::new("/effective_on", "contradicts"));
    }
    if case.debtor(new.owner).is_none() {
        errors.push(FieldError::new("/owner", "not_a_party"));
    }
    if case.stage == Stage::Ended {
        errors.push(FieldError::new("/case", "G-FINAL").with("state", case.stage));
    }
    if !errors.is_empty() {
        return Err(refusals::cited(&core.law, on, errors));
    }
    let asset = Asset {
        judged: new.judged,
        ..Asset::record(AssetId(Uuid::now_v7()), (new.owner, new.kind, new.name.clone()), &case, (on, now))
    };
    let identifier = new.identifier.as_deref().map(same_thing);
    let security_contract = new.security_contract.clone();
    let asset = Asset { only_home: new.only_home, identifier, security_contract, ..asset };
    let id = asset.id;
    let mut plan = Plan::new("asset", "A-01", "record_asset", "", Vec::new());
    plan.changes.push(Change::Asset(Box::new(asset)));
    let at = Recording { law: &core.law, actor: &actor, on, now };
    let recorded = record::write(conn, &at, plan)?;
    let asset = find(conn, &actor, today, id)?;
    let body = json!({ "asset": asset, "happened": recorded });
    Ok(Answer::created(format!("/api/v1/assets/{id}"), &body)?.at_version(asset.version))
}

/// An identifier as it is compared: without spaces, points and dashes, in capitals.
fn same_thing(given: &str) -> String {
    given.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}

/// An asset as the API shows it, now or as it was known at an instant.
///
/// # Errors
/// 404 when it is not the user's to know of, or was not recorded yet.
pub async fn get(core: &Core, user: UserId, id: AssetId, as_of: Option<DateTime<Utc>>) -> ApiResult<Asset> {
    let (clock, at) = (core.clock.clone(), past::instant(core, as_of)?);
    core.store
        .run_read(move |conn| {
            let actor = actor(conn, user)?;
            let asset = find(conn, &actor, clock.today(), id)?;
            match at {
                None => Ok(asset),
                Some(at) => past::state(conn, id.0, at),
            }
        })
        .await
}

/// The assets of a case, by identifier, now or as they were known at an instant.
///
/// # Errors
/// 404 when the case is not the user's to know of.
pub async fn list(
    core: &Core,
    user: UserId,
    case: CaseId,
    as_of: Option<DateTime<Utc>>,
    after: Option<AssetId>,
    limit: i64,
) -> ApiResult<Vec<Asset>> {
    let (clock, at) = (core.clock.clone(), past::instant(core, as_of)?);
    core.store
        .run_read(move |conn| {
            let actor = actor(conn, user)?;
            cases::find(conn, &actor, clock.today(), case)?;
            if let Some(at) = at {
                return past::of_case(conn, case, ("asset", at), after.map(|id| id.0), limit);
            }
            values(&assets::page_of_case(conn, case, after, limit)?)
        })
        .await
}
