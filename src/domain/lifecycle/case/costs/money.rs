//! Money of costs: advances received and given back, costs paid out of them, costs paid in by whoever bears them, what the State bears
//! in the end. Every đồng of it goes through the ledger (L106 53.6–53.7; ND152 85–86).

use super::{PayCost, RecordCostAdvance, RecordCostPayment, RefundCostAdvance, about};
use crate::domain::case::{AdvanceSource, Case, CostAdvance, CostPayment, CostSpent};
use crate::domain::claim::Payee;
use crate::domain::ids::{AdvanceId, DecisionId, PayoutId, ReceiptId};
use crate::domain::ledger::entries::{cost_borne, cost_paid, cost_recovered, cost_taken_in, paid_out};
use crate::domain::ledger::{Account, LedgerRefusal};
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::case::{CaseFacts, wrong};
use crate::domain::lifecycle::plan::Plan;
use crate::domain::lifecycle::receiving::{CashTaken, on_its_way, take};
use crate::domain::money::Dong;
use crate::domain::payment::{Channel, Payout, PayoutState, Receipt, ReceiptKind};
use crate::domain::refusal::{FieldError, Refusal};

pub(super) fn unbookable(_: LedgerRefusal) -> Refusal {
    wrong("/amount", "amount_out_of_range")
}

/// The receipt of money that comes in for costs.
pub(super) fn receipt(
    case: &Case,
    kind: ReceiptKind,
    channel: Channel,
    amount: Dong,
    at: &Context<'_>,
) -> Receipt {
    let id = ReceiptId(at.ids.next());
    Receipt { case: Some(case.id), ..Receipt::new(id, case.office, kind, channel, amount, at.on) }
}

/// On a voucher that is used once, and no more than is left of the advances for this decision (TT78 7.1.b; J08).
pub(super) fn spend(
    case: &mut Case,
    body: &PayCost,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    about(case, body.decision, at)?;
    let costs = &case.coercion.costs;
    let mut errors = Vec::new();
    if at.law.table("cost.bearers", at.on)?.get(&body.kind).is_none() {
        errors.push(FieldError::new("/kind", "not_in_list"));
    }
    let used = costs.settled().any(|line| line.voucher.as_deref() == Some(body.voucher.as_str()));
    if used || costs.paid_on(&body.voucher).is_some() {
        errors.push(FieldError::new("/voucher", "duplicate"));
    }
    let left = costs.unspent(body.decision);
    if body.amount.is_zero() || body.amount > left {
        errors.push(FieldError::new("/amount", "M01_BALANCE").with("limit", left.to_string()));
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    plan.entries.push(cost_paid(body.channel.account(), body.amount, "cost").map_err(unbookable)?);
    case.coercion.costs.spent.push(CostSpent {
        decision: body.decision,
        kind: body.kind.clone(),
        amount: body.amount,
        voucher: body.voucher.clone(),
        on: at.on,
    });
    Ok(())
}

/// What the State bears of costs paid ahead under each decision uses up the agency's own advance for it (L106 53.5).
pub(super) fn state_bears(
    facts: &CaseFacts,
    case: &mut Case,
    parts: impl IntoIterator<Item = (DecisionId, Dong)>,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let mut borne = Dong::ZERO;
    for (decision, amount) in parts {
        let mut left = amount.min(facts.money.costs_open.saturating_minus(borne));
        let advances = case.coercion.costs.advances.iter_mut();
        for advance in advances.filter(|one| one.source == AdvanceSource::Budget && one.decision == decision)
        {
            let part = advance.open().min(left);
            if part.is_zero() {
                continue;
            }
            left = left.saturating_minus(part);
            borne = borne.plus(part).map_err(|_| wrong("/amount", "amount_out_of_range"))?;
            if advance.refund(part, true, at.on) {
                plan.close("cost.advance_refund", Some(advance.id.0));
            }
        }
    }
    if !borne.is_zero() {
        plan.entries.push(cost_borne(Payee::Agency, borne, "costs of the State").map_err(unbookable)?);
    }
    Ok(())
}

/// From the budget allotted to the agency, or from a party who is willing; no more than was estimated (ND152 86.1–86.2). What the State
/// bears of costs that a party's advance paid comes from that budget too, beside the estimate: so the party can be refunded (L106 53.5).
pub(super) fn advance(
    facts: &CaseFacts,
    case: &mut Case,
    body: &RecordCostAdvance,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    about(case, body.decision, at)?;
    let costs = &case.coercion.costs;
    let Some(estimate) = costs.estimate(body.decision) else {
        return Err(wrong("/decision", "G-COST-EST"));
    };
    let mut errors = Vec::new();
    if at.on < estimate.approved_on {
        errors.push(FieldError::new("/effective_on", "contradicts"));
    }
    match (body.source, body.party) {
        (AdvanceSource::Party, None) => errors.push(FieldError::new("/party", "required")),
        (AdvanceSource::Budget, Some(_)) => errors.push(FieldError::new("/party", "contradicts")),
        (AdvanceSource::Party, Some(party)) if !facts.parties.contains(&party) => {
            errors.push(FieldError::new("/party", "not_a_party"));
        }
        _ => {}
    }
    let of_state = match body.source {
        AdvanceSource::Budget => facts.money.costs_open.saturating_minus(costs.still_ahead()),
        AdvanceSource::Party => Dong::ZERO,
    };
    let most = estimate.total.saturating_minus(costs.advanced(body.decision));
    let most = most.plus(of_state).map_err(|_| wrong("/amount", "amount_out_of_range"))?;
    if body.amount.is_zero() || body.amount > most {
        errors.push(FieldError::new("/amount", "amount_out_of_range").with("limit", most.to_string()));
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let receipt = Receipt {
        payer: body.party,
        bank_reference: body.bank_reference.clone(),
        ..receipt(case, ReceiptKind::CostAdvance, body.channel, body.amount, at)
    };
    advanced(case, body.decision, body.source, receipt, at, plan)?;
    state_bears(facts, case, [(body.decision, of_state)], at, plan)
}

/// Enters an advance with its receipt.
pub(super) fn advanced(
    case: &mut Case,
    decision: DecisionId,
    source: AdvanceSource,
    receipt: Receipt,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    case.coercion.costs.advances.push(CostAdvance {
        id: AdvanceId(at.ids.next()),
        decision,
        source,
        party: receipt.payer,
        amount: receipt.amount,
        on: at.on,
        refunded: Dong::ZERO,
        cleared: Dong::ZERO,
        refunded_on: None,
        refund_due_since: None,
        receipt: Some(receipt.id),
    });
    on_its_way(case, &receipt, CashTaken::AT_OFFICE, at, plan)?;
    take(receipt, "/amount", plan)
}

/// An advance whose receipt is cancelled never was, as long as nothing of it was spent or went back. Whether there was such a one.
pub(in crate::domain::lifecycle::case) fn forget_advance(
    case: &mut Case,
    receipt: ReceiptId,
    plan: &mut Plan,
) -> bool {
    let costs = &mut case.coercion.costs;
    let of_receipt = costs.advances.iter().position(|one| one.receipt == Some(receipt));
    let whole = |advance: &CostAdvance| {
        advance.open() == advance.amount && costs.unspent(advance.decision) >= advance.amount
    };
    let Some(place) = of_receipt.filter(|place| costs.advances.get(*place).is_some_and(whole)) else {
        return false;
    };
    let advance = costs.advances.remove(place);
    plan.lapse("cost.advance_refund", advance.id.0);
    true
}

pub(super) fn refund(
    case: &mut Case,
    body: &RefundCostAdvance,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let mut advances = case.coercion.costs.advances.iter_mut();
    let Some(advance) = advances.find(|one| one.id == body.advance) else {
        return Err(wrong("/advance", "not_in_list"));
    };
    if at.on < advance.on {
        return Err(wrong("/effective_on", "contradicts"));
    }
    let open = advance.open();
    if body.amount.is_zero() || body.amount > open {
        return Err(FieldError::new("/amount", "amount_out_of_range").with("limit", open.to_string()).into());
    }
    let payee = advance.party.map_or(Payee::Agency, Payee::Party);
    let entry = paid_out(Account::CostAdvances, Account::Bank, payee, body.amount, "cost advance");
    plan.entries.push(entry.map_err(unbookable)?);
    if advance.refund(body.amount, false, at.on) {
        plan.close("cost.advance_refund", Some(body.advance.0));
    }
    Ok(())
}

pub(super) fn pay(
    facts: &CaseFacts,
    case: &mut Case,
    body: &RecordCostPayment,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    if !facts.parties.contains(&body.party) {
        return Err(wrong("/party", "not_a_party"));
    }
    let left = case.coercion.costs.left(body.party);
    if body.amount.is_zero() || body.amount > left {
        return Err(FieldError::new("/amount", "amount_out_of_range").with("limit", left.to_string()).into());
    }
    let payment = CostPayment { party: body.party, amount: body.amount, on: at.on };
    case.coercion.costs.payments.push(payment);
    // What was paid ahead is recovered first; the rest is owed on to whom it is due.
    let receipt = Receipt {
        payer: Some(body.party),
        bank_reference: body.bank_reference.clone(),
        ..receipt(case, ReceiptKind::CostPayment, body.channel, body.amount, at)
    };
    on_its_way(case, &receipt, CashTaken::AT_OFFICE, at, plan)?;
    let (into, payer) = (body.channel.account(), Payee::Party(body.party));
    let recovered = body.amount.min(facts.money.costs_open);
    let rest = body.amount.saturating_minus(recovered);
    if !recovered.is_zero() {
        let entry = cost_recovered(into, payer, recovered, "costs").map_err(unbookable)?;
        plan.entries.push(entry.on(receipt.id.0));
    }
    if !rest.is_zero() {
        let entry = cost_taken_in(into, payer, rest, "costs").map_err(unbookable)?;
        plan.entries.push(entry.on(receipt.id.0));
        let id = PayoutId(at.ids.next());
        let mut order = Payout::order(id, case, Payee::Agency, Account::OtherPayables, rest, at.on);
        order.state = PayoutState::Reordered;
        order.ordered_by = Some(at.actor.user);
        plan.payouts.push(order);
    }
    plan.receipts.push(receipt);
    Ok(())
}
