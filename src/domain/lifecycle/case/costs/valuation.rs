//! The cost of a valuation that a party asks for (L106 82.5; ND152 62.2): he advances it, it is paid out of that, and the rest goes back. It
//! stands under the enforcement decision itself, because nothing is coerced yet.

use super::money::{advanced, receipt, unbookable};
use crate::domain::case::{AdvanceSource, Case, CostAdvance, PriceCost};
use crate::domain::claim::Payee;
use crate::domain::ids::PartyId;
use crate::domain::ledger::entries::{cost_borne, cost_paid};
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::case::{CaseFacts, PayPriceChangeValuation, RecordValuationAdvance, wrong};
use crate::domain::lifecycle::plan::Plan;
use crate::domain::money::Dong;
use crate::domain::payment::{Receipt, ReceiptKind};
use crate::domain::refusal::{FieldError, Refusal};

/// What is left of a party's advances on valuations that he asks for.
pub(in crate::domain::lifecycle::case) fn advances_of(case: &Case, party: PartyId) -> Dong {
    let decision = case.enforcement_decision();
    let advances = case.coercion.costs.advances.iter();
    let his = advances.filter(|one| Some(one.decision) == decision && one.party == Some(party));
    Dong::sum(his.map(CostAdvance::open)).unwrap_or(Dong::MAX)
}

pub(in crate::domain::lifecycle::case) fn valuation_advance(
    facts: &CaseFacts,
    case: &mut Case,
    body: &RecordValuationAdvance,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let Some(decision) = case.enforcement_decision() else {
        return Err(wrong("/party", "contradicts"));
    };
    if !facts.parties.contains(&body.party) {
        return Err(wrong("/party", "not_a_party"));
    }
    let receipt = Receipt {
        payer: Some(body.party),
        bank_reference: body.bank_reference.clone(),
        ..receipt(case, ReceiptKind::CostAdvance, body.channel, body.amount, at)
    };
    advanced(case, decision, AdvanceSource::Party, receipt, at, plan)
}

/// On a voucher that is used once; what is left of the advances goes back (L106 53.7).
pub(in crate::domain::lifecycle::case) fn pay_valuation(
    case: &mut Case,
    applicant: PartyId,
    body: &PayPriceChangeValuation,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<PriceCost, Refusal> {
    let costs = &case.coercion.costs;
    let settled = costs.settled().any(|line| line.voucher.as_deref() == Some(body.voucher.as_str()));
    let mut valued = case.price_changes.iter().filter_map(|change| change.cost.as_ref());
    let mut errors = Vec::new();
    if settled || costs.paid_on(&body.voucher).is_some() || valued.any(|cost| cost.voucher == body.voucher) {
        errors.push(FieldError::new("/voucher", "duplicate"));
    }
    let mut left = body.amount;
    let most = advances_of(case, applicant);
    if left.is_zero() || left > most {
        errors.push(FieldError::new("/amount", "M01_BALANCE").with("limit", most.to_string()));
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let bearer = Payee::Party(applicant);
    plan.entries.push(cost_paid(body.channel.account(), left, "valuation").map_err(unbookable)?);
    plan.entries.push(cost_borne(bearer, left, "valuation that a party asked for").map_err(unbookable)?);
    let decision = case.enforcement_decision();
    let advances = case.coercion.costs.advances.iter_mut();
    for advance in advances.filter(|one| Some(one.decision) == decision && one.party == Some(applicant)) {
        let part = advance.open().min(left);
        left = left.saturating_minus(part);
        if !part.is_zero() && advance.refund(part, true, at.on) {
            plan.close("cost.advance_refund", Some(advance.id.0));
        } else if !advance.open().is_zero() && advance.refund_due_since.is_none() {
            advance.refund_due_since = Some(at.on);
            plan.open(at, "cost.advance_refund", at.on, Some(advance.id.0));
        }
    }
    Ok(PriceCost { amount: body.amount, voucher: body.voucher.clone(), on: at.on })
}
