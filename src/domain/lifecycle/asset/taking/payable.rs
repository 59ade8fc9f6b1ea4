//! What a creditor pays in who takes an asset against his claim (L106 86.1; ND152 66). With `V` the value, `C` costs, `R` rent
//! reserve, `X` charges of the transfer, `D` everything owed, `d` his own claim and `s` his share of what is left of the value:
//! `V > D + C + R + X` → `V − d`; `V > C` → `V − s`; else nothing.

use super::CreditorTakes;
use crate::domain::claim::Payee;
use crate::domain::distribution::{Charge, Input, MoneySource, RentReserve, distribute};
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::asset::AssetFacts;
use crate::domain::lifecycle::money::{claims_of, payment_rules, rent_reserve};
use crate::domain::money::Dong;
use crate::domain::refusal::{FieldError, Refusal, wrong};

/// What the taker named in the body pays in for an asset of this value.
pub(super) fn of(
    facts: &AssetFacts,
    body: &CreditorTakes,
    value: Dong,
    at: &Context<'_>,
) -> Result<Dong, Refusal> {
    let mut errors = Vec::new();
    if !facts.creditors.contains(&body.creditor) {
        errors.push(FieldError::new("/creditor", "not_a_party"));
    }
    if (facts.creditors.len() > 1 || !facts.creditors_whole) && !body.others_consent {
        errors.push(FieldError::new("/others_consent", "G57_TAKE_AGREED"));
    }
    if facts.asset.only_home && body.rent_region.is_none() {
        errors.push(FieldError::new("/rent_region", "M09_ONLY_HOME"));
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let costs = facts.asset.costs;
    if value <= costs {
        return Ok(Dong::ZERO);
    }
    let rent = match body.rent_region.filter(|_| facts.asset.only_home) {
        Some(region) => rent_reserve(at.law, at.on, region)?,
        None => Dong::ZERO,
    };
    let own = facts.owed_to(body.creditor);
    let all = Dong::sum([facts.case.outstanding(), costs, rent, body.transfer_charges]);
    let all = all.map_err(|_| wrong("", "amount_out_of_range"))?;
    let set_off = if value > all { own } else { share(facts, body, value, rent, at)? };
    Ok(value.saturating_minus(set_off))
}

/// His share of the value if it were money: the same order and proportion as in every distribution (L106 54).
fn share(
    facts: &AssetFacts,
    body: &CreditorTakes,
    value: Dong,
    rent: Dong,
    at: &Context<'_>,
) -> Result<Dong, Refusal> {
    let charge =
        |amount: Dong, payee: Payee| Charge { id: at.ids.next(), payee, amount, rank: 0, advanced: false };
    let charges = |amount: Dong, payee: Payee| match amount.is_zero() {
        true => Vec::new(),
        false => vec![charge(amount, payee)],
    };
    let secured = facts.items.iter().any(|item| item.secured && item.is_claim());
    let owner = Payee::Party(facts.asset.owner);
    let input = Input {
        source: if secured { MoneySource::SecuredCreditor } else { MoneySource::Coerced },
        gross: value,
        reference_date: facts.seizure().map_or(at.on, |decision| decision.signed_on),
        named_case: None,
        realising_judgment: secured.then_some(facts.case.judgment),
        freed: false,
        rules: payment_rules(at.law, at.on)?,
        set_aside: Vec::new(),
        costs: charges(facts.asset.costs, Payee::Agency),
        rent_reserve: (!rent.is_zero()).then_some(RentReserve { amount: rent, payee: owner }),
        transfer_charges: charges(body.transfer_charges, Payee::State),
        mortgagees: Vec::new(),
        claims: claims_of(&facts.case, &facts.items),
        unrequested: std::collections::BTreeSet::new(),
        rest_to: owner,
    };
    let plan = distribute(&input).map_err(|_| wrong("", "M02_PLAN"))?;
    let his = plan.lines.iter().filter(|line| line.obligation.is_some());
    let his = his.filter(|line| line.payee == Payee::Party(body.creditor));
    Dong::sum(his.map(|line| line.share_dong)).map_err(|_| wrong("", "amount_out_of_range"))
}
