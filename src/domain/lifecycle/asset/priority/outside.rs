//! Sales without auction: small and perishable movables, gold, listed securities, digital assets (L106 83.2.b–c; ND152 57.1, 61, 64).

use super::{AskSecuritiesTransfer, SellDirectly, SellSpecially};
use crate::domain::asset::{AssetKind, AssetState, PriceBasis, Sale, SaleKind};
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::asset::price::small_value;
use crate::domain::lifecycle::asset::{AssetFacts, Work};
use crate::domain::lifecycle::plan::Plan;
use crate::domain::money::Dong;
use crate::domain::refusal::{FieldError, Refusal, wrong};

/// Only movables that are perishable or of small value, at no less than the fixed price; several buyers draw lots (ND152 64).
pub(super) fn sell_directly(
    work: &mut Work,
    body: &SellDirectly,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let fixed = work.asset.start_price.unwrap_or(Dong::ZERO);
    let perishable = work.asset.findings().is_some_and(|found| found.perishable);
    let small = match body.region {
        Some(region) => fixed <= small_value(region, at)?,
        None => false,
    };
    let mut errors = Vec::new();
    if work.asset.kind.is_real_estate() || !(perishable || small) {
        errors.push(FieldError::new("/region", "G58_DIRECT"));
    }
    if body.price < fixed || body.price.is_zero() {
        errors.push(FieldError::new("/price", "G39_START_PRICE").with("amount", fixed.to_string()));
    }
    if body.buyers > 1 && !body.by_lot {
        errors.push(FieldError::new("/by_lot", "G59_DIRECT_NOTICE").with("list", "by_lot").with("date", "-"));
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let hand_over = plan.must_open(at, "handover.direct", at.on, None)?;
    work.asset.sale = Some(Sale::new(SaleKind::Direct, body.price, at.on, hand_over));
    work.asset.state = AssetState::DirectSale;
    Ok(())
}

/// The parties have their days to agree on the sale; a proactive case does not wait (ND152 57.1).
pub(super) fn ask_transfer(
    facts: &AssetFacts,
    work: &mut Work,
    body: &AskSecuritiesTransfer,
    at: &Context<'_>,
) -> Result<(), Refusal> {
    if facts.asset.kind != AssetKind::ListedSecurities {
        return Err(wrong("/paper", "G-SPECIAL"));
    }
    let proactive = facts.case.mode == crate::domain::judgment::Mode::Proactive;
    if body.proactive && !proactive {
        return Err(wrong("/proactive", "contradicts"));
    }
    work.asset.transfer_asked_on = Some(at.on);
    Ok(())
}

pub(super) fn arrived(work: &mut Work, at: &Context<'_>) -> Result<(), Refusal> {
    if work.asset.transfer_asked_on.is_none() {
        return Err(wrong("", "G-SPECIAL"));
    }
    work.asset.transferred_in_on = Some(at.on);
    Ok(())
}

/// Gold at the posted buying price of a licensed buyer; listed securities by order matching once they have arrived.
pub(super) fn sell_specially(work: &mut Work, body: &SellSpecially, at: &Context<'_>) -> Result<(), Refusal> {
    let mut errors = Vec::new();
    if body.price.is_zero() {
        errors.push(FieldError::new("/price", "amount_out_of_range"));
    }
    let arrived = work.asset.transferred_in_on.is_some();
    if !body.licensed || (work.asset.kind == AssetKind::ListedSecurities && !arrived) {
        errors.push(FieldError::new("/licensed", "G-SPECIAL"));
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    work.asset.start_price = Some(body.price);
    work.asset.price_basis = PriceBasis::Fixed;
    let pay_until = at.law.deadline("handover.direct", at.on, at.on)?.due_on;
    work.asset.sale = Some(Sale::new(SaleKind::Special, body.price, at.on, pay_until));
    work.asset.state = AssetState::SpecialSale;
    Ok(())
}
