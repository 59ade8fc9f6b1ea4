//! The fee on a judged thing before it is handed over (TT216 5.1, 5.4.b): reckoned on its value, decided by the head, told in time.

use rust_decimal::Decimal;
use serde_json::json;

use super::{MarketValue, ProposeThingFee, keep, thing};
use crate::domain::case::{Case, Handover};
use crate::domain::document::DocumentKind;
use crate::domain::ids::ObligationId;
use crate::domain::judgment::Obligation;
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::case::payable::decide_on_thing;
use crate::domain::lifecycle::case::{CaseFacts, record, wrong};
use crate::domain::lifecycle::money::nature_of;
use crate::domain::lifecycle::plan::Plan;
use crate::domain::money::Dong;
use crate::domain::refusal::{FieldError, Refusal};

const NOTICE: &str = "fee.notice";

pub(super) fn decide(
    facts: &CaseFacts,
    case: &mut Case,
    body: &ProposeThingFee,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let (item, mut one) = thing(facts, case, body.obligation, at)?;
    if one.fee.is_some() {
        return Err(wrong("/obligation", "duplicate"));
    }
    if body.planned_on < at.on {
        return Err(wrong("/planned_on", "contradicts"));
    }
    // Of what the parties handed over themselves before, the fee is decided apart (TT216 4.4).
    let value = value(item.amount.saturating_minus(item.paid), body.market.as_ref(), at)?;
    let fee = decide_on_thing(facts, case, item, value, at, plan)?;
    if !fee.is_zero() {
        let latest = at.law.deadline(NOTICE, body.planned_on, at.on)?.due_on;
        if latest < at.on {
            let error = FieldError::new("/planned_on", "G-JD-FEE-TOLD");
            return Err(error.with("date", latest.to_string()).into());
        }
        plan.open(at, NOTICE, body.planned_on, Some(body.obligation.0));
    }
    (one.value, one.fee) = (Some(value), Some(fee));
    (one.fee_on, one.fee_of) = (Some(at.on), item.creditor);
    keep(case, one);
    Ok(())
}

/// The value in the judgment; what the thing is worth now where the judgment gives none or is too far from it (TT216 5.4.b).
fn value(judged: Dong, market: Option<&MarketValue>, at: &Context<'_>) -> Result<Dong, Refusal> {
    let Some(market) = market.map(|market| market.amount) else {
        return if judged.is_zero() { Err(wrong("/market", "required")) } else { Ok(judged) };
    };
    if market.is_zero() {
        return Err(wrong("/market/amount", "amount_out_of_range"));
    }
    let most = at.law.rate("fee.revalue_rate", at.on)?;
    let apart = Decimal::from(market.get().abs_diff(judged.get()));
    Ok(if apart > Decimal::from(judged.get()) * most { market } else { judged })
}

pub(super) fn notify(
    facts: &CaseFacts,
    case: &mut Case,
    id: ObligationId,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let (_, mut one) = thing(facts, case, id, at)?;
    let Some(fee) = one.fee else { return Err(wrong("/obligation", "M06_FEE")) };
    if one.fee_told_on.is_some() {
        return Err(wrong("/obligation", "duplicate"));
    }
    if one.fee_on.is_some_and(|decided| at.on < decided) {
        return Err(wrong("/effective_on", "contradicts"));
    }
    let content = json!({ "obligation": id, "value": one.value, "fee": fee });
    record(case, DocumentKind::FeeNotice, content, at, plan);
    plan.close(NOTICE, Some(id.0));
    one.fee_told_on = Some(at.on);
    keep(case, one);
    Ok(())
}

/// What stands against handing it over: no fee decision where a creditor may owe one, or its notice not long enough before.
pub(super) fn open(
    item: &Obligation,
    one: &Handover,
    at: &Context<'_>,
) -> Result<Option<FieldError>, Refusal> {
    let fault = |code| Some(FieldError::new("/obligation", code));
    match one.fee {
        None if item.creditor.is_none() || nature_of(at.law, at.on, item)?.is_some() => Ok(None),
        None => Ok(fault("M06_FEE")),
        Some(fee) if fee.is_zero() => Ok(None),
        Some(_) => {
            let latest = at.law.deadline(NOTICE, at.on, at.on)?.due_on;
            let told = one.fee_told_on.is_some_and(|told| told <= latest);
            Ok(fault("G-JD-FEE-TOLD").filter(|_| !told).map(|error| error.with("date", latest.to_string())))
        }
    }
}
