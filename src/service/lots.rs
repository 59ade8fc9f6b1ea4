//! Lots: things of one case that are valued, sold and handed over as one.

use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use super::assets::find;
use super::cases;
use super::context::{Core, actor};
use super::convert::values;
use super::error::{ApiError, ApiResult, FieldError};
use super::idempotency::{Answer, Once, idempotent};
use super::record::{self, Recording};
use super::refusals;
use crate::domain::asset::{Asset, AssetState, Findings, LotMember, Verified, kind_of};
use crate::domain::case::Case;
use crate::domain::ids::{AssetId, CaseId, UserId};
use crate::domain::lifecycle::plan::{Change, Plan};
use crate::domain::money::Dong;
use crate::store::{Conn, assets};

/// Several seized things to be sold as one.
#[derive(Debug, Clone, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewLot {
    /// The case.
    pub case: CaseId,
    /// A short description.
    #[validate(length(min = 1, max = 300))]
    #[schema(example = "Dây chuyền sản xuất, 12 máy")]
    pub name: String,
    /// What is in it: seized things of one owner.
    #[validate(length(min = 2, max = 1000))]
    pub assets: Vec<AssetId>,
}

/// A-01L: puts seized things together; from then on the lot is valued and sold, and nothing in it beside the lot.
///
/// # Errors
/// 404, 403 for anybody but the case's officer, or 422 with the wrong fields.
pub async fn form(core: &Core, once: Once, new: NewLot) -> ApiResult<Answer> {
    let core = core.clone();
    let store = core.store.clone();
    store
        .run_write(move |conn| {
            idempotent(conn, &once, core.clock.now(), |conn| insert(conn, &core, once.user, &new))
        })
        .await
}

fn insert(conn: &mut Conn, core: &Core, user: UserId, new: &NewLot) -> ApiResult<Answer> {
    let (today, now) = (core.clock.today(), core.clock.now());
    let actor = actor(conn, user)?;
    let case = cases::find(conn, &actor, today, new.case)?;
    if case.officer != Some(user) {
        return Err(ApiError::forbidden());
    }
    let things: Vec<Asset> = values(&assets::docs_of(conn, &new.assets)?)?;
    let errors = faults(new, &case, &things);
    if !errors.is_empty() {
        return Err(refusals::cited(&core.law, today, errors));
    }
    let members: Vec<LotMember> = things.iter().map(LotMember::of).collect();
    let owner = things.first().map(|thing| thing.owner).ok_or_else(ApiError::not_found)?;
    let mut lot = Asset::record(
        AssetId(Uuid::now_v7()),
        (owner, kind_of(&members), new.name.clone()),
        &case,
        (today, now),
    );
    lot.state = AssetState::Seized;
    lot.seized_on = things.iter().filter_map(|thing| thing.seized_on).max();
    lot.costs = Dong::sum(things.iter().map(|thing| thing.costs)).map_err(ApiError::internal)?;
    lot.verified = Some(together(&things)?);
    lot.members = members;
    let id = lot.id;
    let mut plan = Plan::new("asset", "A-01L", "form_lot", "", Vec::new());
    plan.changes.push(Change::Asset(Box::new(lot)));
    for mut thing in things {
        thing.state = AssetState::InLot;
        thing.lot = Some(id);
        thing.updated_at = now;
        plan.changes.push(Change::Asset(Box::new(thing)));
    }
    let at = Recording { law: &core.law, actor: &actor, on: today, now };
    let recorded = record::write(conn, &at, plan)?;
    let lot = find(conn, &actor, today, id)?;
    let body = json!({ "asset": lot, "happened": recorded });
    Ok(Answer::created(format!("/api/v1/assets/{id}"), &body)?.at_version(lot.version))
}

/// All there, all of this case and one owner, all seized and none valued or in another lot; none sold in a way of its own.
fn faults(new: &NewLot, case: &Case, things: &[Asset]) -> Vec<FieldError> {
    let owner = things.first().map(|thing| thing.owner);
    let fault = |id: &AssetId| match things.iter().find(|thing| thing.id == *id) {
        Some(thing) if thing.case != case.id => Some("not_in_list"),
        Some(thing) if Some(thing.owner) != owner || thing.is_lot() => Some("contradicts"),
        Some(thing) if thing.kind.has_special_sale() && thing.unsold_on.is_none() => Some("G-SPECIAL"),
        Some(thing) if thing.state != AssetState::Seized || !thing.valuations.is_empty() => {
            Some("G-LOT-MEMBER")
        }
        Some(_) => None,
        None => Some("not_in_list"),
    };
    let mut errors = Vec::new();
    for (place, id) in new.assets.iter().enumerate() {
        let twice = new.assets.iter().take(place).any(|before| before == id);
        let fault = if twice { Some("duplicate") } else { fault(id) };
        errors.extend(fault.map(|code| FieldError::new(format!("/assets/{place}"), code)));
    }
    errors
}

/// What was found of the things holds of the lot: whatever burdens one of them burdens it.
fn together(things: &[Asset]) -> ApiResult<Verified> {
    let found: Vec<&Verified> = things.iter().filter_map(|thing| thing.verified.as_ref()).collect();
    let on = found.iter().map(|one| one.on).min().ok_or_else(ApiError::not_found)?;
    let any = |test: fn(&Findings) -> bool| found.iter().any(|one| test(&one.findings));
    let first_condition = found.iter().find_map(|one| one.findings.buyer_condition.clone());
    let value = Dong::sum(found.iter().map(|one| one.estimated_value)).map_err(ApiError::internal)?;
    Ok(Verified {
        owned_by_debtor: found.iter().all(|one| one.owned_by_debtor),
        co_owners: found.iter().any(|one| one.co_owners),
        other_authority: found.iter().any(|one| one.other_authority),
        estimated_value: value,
        on,
        findings: Findings {
            transferable: Some(!any(|one| one.transferable == Some(false))),
            mortgage: found.iter().find_map(|one| one.findings.mortgage.clone()),
            harvest_on: found.iter().filter_map(|one| one.findings.harvest_on).max(),
            early_harvest_agreed: !any(|one| one.harvest_on.is_some() && !one.early_harvest_agreed),
            buyer_condition: first_condition,
            one_bidder_forbidden: any(|one| one.one_bidder_forbidden),
            perishable: any(|one| one.perishable),
            ..Findings::default()
        },
    })
}
