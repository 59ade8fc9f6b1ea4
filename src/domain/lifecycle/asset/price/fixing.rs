//! A price without a firm: agreed by the parties, or fixed by the bailiff or a council (L106 82.1; ND152 60.1, 60.3–60.5).

use serde_json::json;

use super::{FixPrice, PriceCouncil, RecordAgreedPrice, price_is_final};
use crate::domain::asset::{AssetState, FixingGround, PriceBasis};
use crate::domain::document::DocumentKind;
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::asset::Work;
use crate::domain::lifecycle::plan::Plan;
use crate::domain::money::Dong;
use crate::domain::refusal::{FieldError, Refusal, wrong};

pub(super) fn agreed(
    work: &mut Work,
    body: &RecordAgreedPrice,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let mut errors = Vec::new();
    if body.value.is_zero() {
        errors.push(FieldError::new("/value", "amount_out_of_range"));
    }
    if !body.all_agree {
        errors.push(FieldError::new("/all_agree", "G31_PRICE_AGREED").with("date", "-"));
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let content = json!({ "value": body.value, "paper": body.paper });
    work.record(DocumentKind::AgreementMinutes, content, at, plan);
    set(work, body.value, PriceBasis::Agreed);
    price_is_final(work, at, plan)
}

pub(super) fn fix(
    work: &mut Work,
    body: &FixPrice,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let mut errors = ground(work, body, at)?;
    if body.value.is_zero() {
        errors.push(FieldError::new("/value", "amount_out_of_range"));
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let content = json!({ "value": body.value, "ground": body.ground, "council": body.council });
    work.record(DocumentKind::ValuationResultNotice, content, at, plan);
    set(work, body.value, PriceBasis::Fixed);
    work.asset.result_notices.clear();
    work.asset.state = AssetState::PriceNotified;
    Ok(())
}

fn set(work: &mut Work, value: Dong, basis: PriceBasis) {
    work.asset.start_price = Some(value);
    work.asset.price_basis = basis;
    work.asset.reductions = 0;
}

/// What each ground asks for.
fn ground(work: &Work, body: &FixPrice, at: &Context<'_>) -> Result<Vec<FieldError>, Refusal> {
    let not_given = || FieldError::new("/ground", "G33_SELF_PRICE").with("reason", body.ground.as_str());
    let mut errors = Vec::new();
    match body.ground {
        FixingGround::Perishable => {
            let perishable = work.asset.findings().is_some_and(|found| found.perishable);
            errors.extend((!perishable).then(not_given));
        }
        FixingGround::SmallValue => match body.region {
            None => errors.push(FieldError::new("/region", "required")),
            Some(region) => {
                let limit = small_value(region, at)?;
                let above = body.value > limit;
                errors.extend(above.then(|| not_given().with("limit", limit.to_string())));
            }
        },
        FixingGround::NoFirm => match &body.council {
            None => errors.push(FieldError::new("/council", "G34_COUNCIL").with("list", "council")),
            Some(council) => errors.extend(council_errors(council, at)?),
        },
    }
    Ok(errors)
}

/// So many monthly minimum wages of the region of the agency's seat (ND152 60.5).
pub(in crate::domain::lifecycle::asset) fn small_value(
    region: u8,
    at: &Context<'_>,
) -> Result<Dong, Refusal> {
    let wage = at.law.dong(&format!("min_wage.{region}"), at.on)?;
    let times = at.law.integer("small_value.wages", at.on)?;
    let limit = wage.get().checked_mul(times).and_then(|dong| Dong::new(dong).ok());
    limit.ok_or_else(|| wrong("/value", "amount_out_of_range"))
}

/// Large enough, the bailiff chairs, more than half agree, the chair decides a tie (ND152 60.3).
fn council_errors(council: &PriceCouncil, at: &Context<'_>) -> Result<Vec<FieldError>, Refusal> {
    let least = at.law.integer("price.council_min", at.on)?;
    let twice = u16::from(council.votes_for) * 2;
    let members = u16::from(council.members);
    let majority = twice > members || (twice == members && council.chair_for);
    let faults = [
        (i64::from(members) < least, "members"),
        (!council.officer_chairs, "officer_chairs"),
        (!majority || council.votes_for > council.members, "votes_for"),
        (!council.minutes_complete, "minutes_complete"),
    ];
    let faults = faults.into_iter().filter(|(fault, _)| *fault);
    Ok(faults
        .map(|(_, field)| FieldError::new(format!("/council/{field}"), "G34_COUNCIL").with("list", field))
        .collect())
}
