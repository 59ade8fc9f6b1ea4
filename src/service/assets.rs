//! Assets: recording one, the facts for a decision, and what is read of them.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use super::acts::{Asked, Board};
use super::cases;
use super::context::{Core, actor};
use super::convert::value;
use super::error::{ApiError, ApiResult, FieldError};
use super::idempotency::{Answer, Once, idempotent};
use super::record::{self, Recording};
use super::{refusals, scope};
use crate::domain::actor::Actor;
use crate::domain::asset::{Asset, AssetKind, AssetState, SeizureNotices};
use crate::domain::case::Stage;
use crate::domain::ids::{AssetId, CaseId, PartyId, UserId};
use crate::domain::lifecycle::asset::{AssetAction, AssetFacts, AssetLifecycle};
use crate::domain::lifecycle::plan::{Change, Plan};
use crate::domain::money::Dong;
use crate::domain::refusal;
use crate::store::{Conn, assets};

impl Board for AssetLifecycle {
    fn load(conn: &mut Conn, asked: &Asked<'_, AssetAction>) -> ApiResult<AssetFacts> {
        let asset = find(conn, asked.actor, asked.today, AssetId(asked.id))?;
        let case = cases::find(conn, asked.actor, asked.today, asset.case)?;
        let (creditors, creditors_whole) = cases::creditors(conn, case.id, AssetFacts::PARTIES_MAX)?;
        let money = cases::money(conn, case.id)?;
        Ok(AssetFacts { asset, case, creditors, money, creditors_whole })
    }

    fn version(facts: &AssetFacts) -> i64 {
        facts.asset.version
    }

    fn parse(name: &str, body: Value) -> Option<Result<AssetAction, Vec<refusal::FieldError>>> {
        AssetAction::parse(name, body)
    }

    fn names() -> &'static [(&'static str, &'static str)] {
        AssetAction::NAMES
    }
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
    let asset = fresh(new, &case, on, now);
    let id = asset.id;
    let mut plan = Plan::new("asset", "A-01", "record_asset", "", Vec::new());
    plan.changes.push(Change::Asset(Box::new(asset)));
    let at = Recording { law: &core.law, actor: &actor, on, now };
    let recorded = record::write(conn, &at, plan)?;
    let asset = find(conn, &actor, today, id)?;
    let body = json!({ "asset": asset, "happened": recorded });
    Ok(Answer::created(format!("/api/v1/assets/{id}"), &body)?.at_version(asset.version))
}

fn fresh(new: &NewAsset, case: &crate::domain::case::Case, on: NaiveDate, now: DateTime<Utc>) -> Asset {
    Asset {
        id: AssetId(Uuid::now_v7()),
        version: 0,
        office: case.office,
        case: case.id,
        owner: new.owner,
        kind: new.kind,
        name: new.name.clone(),
        state: AssetState::Identified,
        recorded_on: on,
        excluded: None,
        only_home: new.only_home,
        queries: Vec::new(),
        verified: None,
        notices: SeizureNotices::default(),
        seized_on: None,
        valuations: Vec::new(),
        result_notices: Vec::new(),
        revaluation_by: None,
        preemption_closed_on: None,
        start_price: None,
        selection: None,
        rounds: Vec::new(),
        reductions: 0,
        costs: Dong::ZERO,
        sale: None,
        handed_over_on: None,
        updated_at: now,
        decisions: Vec::new(),
    }
}

/// An asset as the API shows it, now or as it was known at an instant.
///
/// # Errors
/// 404 when it is not the user's to know of, or was not recorded yet.
pub async fn get(core: &Core, user: UserId, id: AssetId, as_of: Option<DateTime<Utc>>) -> ApiResult<Asset> {
    let clock = core.clock.clone();
    core.store
        .run_read(move |conn| {
            let actor = actor(conn, user)?;
            let asset = find(conn, &actor, clock.today(), id)?;
            match as_of {
                None => Ok(asset),
                Some(instant) => cases::past(conn, id.0, instant),
            }
        })
        .await
}

/// The assets of a case, by identifier.
///
/// # Errors
/// 404 when the case is not the user's to know of.
pub async fn list(
    core: &Core,
    user: UserId,
    case: CaseId,
    after: Option<AssetId>,
    limit: i64,
) -> ApiResult<Vec<Asset>> {
    let clock = core.clock.clone();
    core.store
        .run_read(move |conn| {
            let actor = actor(conn, user)?;
            cases::find(conn, &actor, clock.today(), case)?;
            assets::page_of_case(conn, case, after, limit)?.iter().map(|doc| value(doc)).collect()
        })
        .await
}
