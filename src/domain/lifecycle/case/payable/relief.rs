//! Exemption from and reduction of the fee (TT216 7), decided by the head within five working days of a full file; and his ruling who
//! pays where the debtor had asked for enforcement.

use rust_decimal::{Decimal, prelude::ToPrimitive};
use serde_json::json;

use super::{ProposeFeeRelief, ProposeFeeRuling, RequestFeeRelief};
use crate::domain::case::{Case, FeeRelief, FeeRuling};
use crate::domain::document::DocumentKind;
use crate::domain::fee::FeeReliefGround;
use crate::domain::ids::ReliefId;
use crate::domain::law::Regime;
use crate::domain::lifecycle::case::{CaseFacts, record, wrong};
use crate::domain::lifecycle::plan::Plan;
use crate::domain::lifecycle::{Context, Guard};
use crate::domain::refusal::{FieldError, Refusal, Unmet};

/// Some application waits for its decision.
pub(super) const ASKED: Guard<CaseFacts> = Guard {
    code: "G-FEE-RELIEF",
    test: |facts, _| match facts.case.fees.reliefs.iter().find(|one| one.is_open()) {
        Some(relief) => Ok(relief.applied_on.to_string()),
        None => Err(Unmet::new("G-FEE-RELIEF", "none", "an application that waits for its decision")),
    },
};

/// The debtor had asked for enforcement, under the law that does not say who pays.
pub(super) const BY_DEBTOR: Guard<CaseFacts> = Guard {
    code: "G-FEE-DEBTOR",
    test: |facts, at| {
        let asked = facts.requested_by_debtor;
        if asked && at.law.regime(facts.case.decided_on) != Regime::L2008 {
            return Ok("asked for by the debtor".to_owned());
        }
        Err(Unmet::new("G-FEE-DEBTOR", "not asked for by the debtor", "a decision that the debtor asked for"))
    },
};

/// Grounds that rest on an asset which the creditor verified.
fn rests_on_asset(ground: FeeReliefGround) -> bool {
    matches!(
        ground,
        FeeReliefGround::CreditorFound
            | FeeReliefGround::VerifiedNoForce
            | FeeReliefGround::VerifiedWithForce
    )
}

pub(super) fn request(
    facts: &CaseFacts,
    case: &mut Case,
    body: &RequestFeeRelief,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let mut errors = Vec::new();
    if !facts.parties.contains(&body.party) || case.debtor(body.party).is_some() {
        errors.push(FieldError::new("/party", "not_a_party"));
    }
    match (rests_on_asset(body.ground), body.asset) {
        (true, None) => errors.push(FieldError::new("/asset", "required")),
        (false, Some(_)) => errors.push(FieldError::new("/asset", "contradicts")),
        (true, Some(asset)) if !facts.assets.iter().any(|one| one.id == asset) => {
            errors.push(FieldError::new("/asset", "not_in_list"));
        }
        _ => {}
    }
    // Information after the decision that enforcement was not possible: there must have been one (TT216 7.1.c; L106 38.1).
    let impossible =
        case.decisions.iter().any(|decision| decision.kind == DocumentKind::NotEnforceableDecision);
    if body.ground == FeeReliefGround::CreditorFound && !impossible {
        errors.push(FieldError::new("/ground", "contradicts"));
    }
    let same =
        |one: &FeeRelief| one.party == body.party && one.ground == body.ground && one.asset == body.asset;
    let stands = |one: &FeeRelief| one.is_open() || one.holds_for(one.party, one.asset);
    if case.fees.reliefs.iter().any(|one| same(one) && stands(one)) {
        errors.push(FieldError::new("/party", "duplicate"));
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let id = ReliefId(at.ids.next());
    plan.open(at, "fee.decide_exempt", at.on, Some(id.0));
    case.fees.reliefs.push(FeeRelief {
        id,
        party: body.party,
        ground: body.ground,
        asset: body.asset,
        applied_on: at.on,
        decision: None,
        decided_on: None,
        percent: 0,
        used_on: None,
    });
    Ok(())
}

/// Hundredths that a ground takes off: fixed by the law, but for the poor household, where the head says how much up to a limit.
fn percent(body: &ProposeFeeRelief, ground: FeeReliefGround, at: &Context<'_>) -> Result<u8, Refusal> {
    let by_law = |key: &str| -> Result<u8, Refusal> {
        let rate = at.law.rate(key, at.on)?;
        let hundredths = rate.checked_mul(Decimal::from(100)).and_then(|rate| rate.to_u8());
        hundredths.ok_or_else(|| Refusal::LawMissing(format!("{key}: cannot be read")))
    };
    let fixed = match ground {
        FeeReliefGround::Merit | FeeReliefGround::Hardship | FeeReliefGround::CreditorFound => 100,
        FeeReliefGround::VerifiedNoForce => by_law("fee.reduction.verified_asset")?,
        FeeReliefGround::VerifiedWithForce => by_law("fee.reduction.verified_asset_force")?,
        FeeReliefGround::PoorHousehold => {
            let most = by_law("fee.reduction.poor_max")?;
            return match body.percent {
                None => Err(wrong("/percent", "required")),
                Some(percent) if percent > most => Err(FieldError::new("/percent", "amount_out_of_range")
                    .with("limit", most.to_string())
                    .into()),
                Some(percent) => Ok(percent),
            };
        }
    };
    if body.percent.is_some_and(|percent| percent != fixed) {
        return Err(wrong("/percent", "contradicts"));
    }
    Ok(fixed)
}

pub(super) fn decide(
    _: &CaseFacts,
    case: &mut Case,
    body: &ProposeFeeRelief,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let Some(place) = case.fees.reliefs.iter().position(|one| one.id == body.relief) else {
        return Err(wrong("/relief", "not_in_list"));
    };
    let relief = &case.fees.reliefs[place];
    if !relief.is_open() {
        return Err(wrong("/relief", "duplicate"));
    }
    if at.on < relief.applied_on {
        return Err(wrong("/effective_on", "contradicts"));
    }
    let percent = if body.granted { percent(body, relief.ground, at)? } else { 0 };
    let content = json!({ "relief": body.relief, "creditor": relief.party, "ground": relief.ground,
        "percent": percent, "reason": body.reason });
    let decision = record(case, DocumentKind::FeeReliefDecision, content, at, plan);
    plan.close("fee.decide_exempt", Some(body.relief.0));
    let relief = &mut case.fees.reliefs[place];
    relief.decision = Some(decision);
    relief.decided_on = Some(at.on);
    relief.percent = percent;
    Ok(())
}

pub(super) fn rule(
    _: &CaseFacts,
    case: &mut Case,
    body: &ProposeFeeRuling,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    if case.fees.ruling.is_some() {
        return Err(wrong("/creditors_pay", "duplicate"));
    }
    let content = json!({ "creditors_pay": body.creditors_pay, "reason": body.reason });
    let decision = record(case, DocumentKind::FeeDecision, content, at, plan);
    case.fees.ruling = Some(FeeRuling { creditors_pay: body.creditors_pay, decision, on: at.on });
    Ok(())
}
