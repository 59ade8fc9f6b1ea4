//! Fee decisions outside a distribution: on what the parties handed over directly (TT216 4.4) or a judged thing (TT216 5.4.b), corrections
//! of what was decided wrongly (TT216 5.5), and fees that are paid in because nothing could be kept back.

use serde_json::json;

use super::{ProposeFeeCorrection, ProposeFeeDecision, RecordFeePayment};
use crate::domain::case::Case;
use crate::domain::claim::Payee;
use crate::domain::document::DocumentKind;
use crate::domain::fee::{Factor, FeeInput, FeeReliefGround, Relief};
use crate::domain::fee_account::{DirectPart, FeeAccount};
use crate::domain::ids::{PartyId, PayoutId, ReceiptId};
use crate::domain::judgment::Obligation;
use crate::domain::ledger::Account;
use crate::domain::ledger::entries::fee_refunded;
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::case::{CaseFacts, record, wrong};
use crate::domain::lifecycle::money::{
    Bears, asked_by_debtor, direct_factor, fee_scale, nature_of, note_received, open_remittance,
};
use crate::domain::lifecycle::plan::Plan;
use crate::domain::lifecycle::receiving::{CashTaken, on_its_way, take};
use crate::domain::money::{AmountOutOfRange, Dong};
use crate::domain::payment::{Channel, Payout, PayoutState, Receipt, ReceiptKind};
use crate::domain::refusal::{FieldError, Refusal};

fn beyond(_: AmountOutOfRange) -> Refusal {
    wrong("/amount", "amount_out_of_range")
}

fn account(facts: &CaseFacts, case: &Case, creditor: PartyId) -> Result<FeeAccount, Refusal> {
    if !facts.parties.contains(&creditor) {
        return Err(wrong("/creditor", "not_a_party"));
    }
    Ok(known(facts, case, creditor))
}

fn known(facts: &CaseFacts, case: &Case, creditor: PartyId) -> FeeAccount {
    let mut accounts = facts.fees.iter();
    let known = accounts.find(|account| (account.case, account.party) == (case.id, creditor)).cloned();
    known.unwrap_or_else(|| FeeAccount::new(case.office, case.id, creditor))
}

/// Notes what a creditor received directly from the debtor: the fee on it is decided later. One third, as long as no coercion was
/// carried out; none for the voluntary period and for what bears none by its nature (TT216 4.4, 6).
pub(in crate::domain::lifecycle::case) fn note_direct(
    facts: &CaseFacts,
    case: &Case,
    item: &Obligation,
    amount: Dong,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let coerced = case.measures.iter().any(|measure| measure.coercive);
    let factor = if coerced { Factor::WHOLE } else { direct_factor(at.law, at.on)? };
    note_received(&facts.fees, case, item, amount, factor, at, plan)
}

/// A set-off by the agency: the fee on what it gives each creditor is still due (ND152 31.1).
pub(in crate::domain::lifecycle::case) fn note_set_off(
    facts: &CaseFacts,
    of: &Case,
    item: &Obligation,
    amount: Dong,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    note_received(&facts.fees, of, item, amount, Factor::WHOLE, at, plan)
}

pub(super) fn decide(
    facts: &CaseFacts,
    case: &mut Case,
    body: &ProposeFeeDecision,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let mut account = account(facts, case, body.creditor)?;
    let parts = std::mem::take(&mut account.direct);
    if parts.is_empty() {
        return Err(FieldError::new("/creditor", "G-FEE-DIRECT").into());
    }
    decide_on(facts, case, account, parts, "/creditor", at, plan).map(|_| ())
}

/// The whole fee on a judged thing, decided before the agency hands it over (TT216 4.5, 5.4.b).
pub(in crate::domain::lifecycle::case) fn decide_on_thing(
    facts: &CaseFacts,
    case: &mut Case,
    item: &Obligation,
    value: Dong,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<Dong, Refusal> {
    let Some(creditor) = item.creditor else { return Err(wrong("/obligation", "contradicts")) };
    let no_fee = nature_of(at.law, at.on, item)?;
    let part = DirectPart { obligation: item.id, on: at.on, amount: value, factor: Factor::WHOLE, no_fee };
    let account = known(facts, case, creditor);
    decide_on(facts, case, account, vec![part], "/obligation", at, plan)
}

/// Decides the fee on what one creditor received, or is to receive, in kind; gives what it comes to.
fn decide_on(
    facts: &CaseFacts,
    case: &mut Case,
    mut account: FeeAccount,
    received: Vec<DirectPart>,
    pointer: &str,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<Dong, Refusal> {
    let asked = if facts.requested_by_debtor { asked_by_debtor(at.law, case) } else { Bears::Fee };
    let by_request = match asked {
        Bears::Fee => None,
        Bears::None(reason) => Some(reason),
        // Who pays is ruled first (L106 53.1 against TT216 2).
        Bears::Open if received.iter().all(|part| part.no_fee.is_some()) => None,
        Bears::Open => return Err(FieldError::new(pointer, "M06_FEE").into()),
    };
    let before = account.due;
    let reliefs = case.fees.reliefs_of(account.party, None);
    let mut parts = Vec::new();
    for mut part in received {
        part.no_fee = part.no_fee.or(by_request);
        if part.no_fee.is_some() {
            parts.push(json!({ "part": part, "fee": Dong::ZERO }));
            continue;
        }
        let (scale, _) = fee_scale(at.law, part.on)?;
        let input = FeeInput {
            received_before: account.received,
            received_now: part.amount,
            carried: Dong::ZERO,
            factor: part.factor,
            reliefs: reliefs.clone(),
            no_fee: None,
        };
        let fee = scale.assess(&input).map_err(|_| wrong(pointer, "amount_out_of_range"))?;
        account.received = account.received.plus(part.amount).map_err(beyond)?;
        account.due = account.due.plus(fee.fee_dong).map_err(beyond)?;
        parts.push(json!({ "part": part, "fee": fee.fee_dong, "relief": fee.relief }));
        if let Some(used) = fee.relief {
            use_up(case, account.party, used, at);
        }
    }
    let content = json!({ "creditor": account.party, "direct": parts, "due": account.due,
        "to_collect": account.carried() });
    record(case, DocumentKind::FeeDecision, content, at, plan);
    let fee = account.due.saturating_minus(before);
    plan.fees.push(account);
    Ok(fee)
}

fn use_up(case: &mut Case, party: PartyId, used: Relief, at: &Context<'_>) {
    let held =
        case.fees.reliefs.iter_mut().find(|one| {
            one.holds_for(party, None) && (one.ground, one.percent) == (used.ground, used.percent)
        });
    if let Some(relief) = held {
        relief.used_on = Some(at.on);
    }
}

/// Reckoned anew on what was really received: what was taken too much is owed to the creditor again, what was too little is kept back
/// from what comes next or paid in (TT216 5.5).
pub(super) fn correct(
    facts: &CaseFacts,
    case: &mut Case,
    body: &ProposeFeeCorrection,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let mut account = account(facts, case, body.creditor)?;
    if body.threshold_on > at.on {
        return Err(wrong("/threshold_on", "date_in_future"));
    }
    let (scale, _) = fee_scale(at.law, body.threshold_on)?;
    let input = FeeInput {
        received_before: Dong::ZERO,
        received_now: body.received,
        carried: Dong::ZERO,
        factor: Factor::WHOLE,
        reliefs: vec![Relief { ground: FeeReliefGround::PoorHousehold, percent: body.percent }],
        no_fee: body.no_fee,
    };
    let right = scale.assess(&input).map_err(|_| wrong("/received", "amount_out_of_range"))?.fee_dong;
    if (right, body.received) == (account.due, account.received) {
        return Err(wrong("/received", "duplicate"));
    }
    let refund = account.collected.saturating_minus(right);
    if !refund.is_zero() {
        give_back(facts, body, refund, plan)?;
        let (id, payee) = (PayoutId(at.ids.next()), Payee::Party(body.creditor));
        let mut payout = Payout::order(id, case, payee, Account::Parties, refund, at.on);
        // The correction is signed by the head; who releases the order is not who drafted it.
        payout.state = PayoutState::Reordered;
        payout.ordered_by = plan.prepared_by;
        plan.payouts.push(payout);
        account.collected = right;
    }
    let content = json!({ "creditor": body.creditor, "corrects": { "received": account.received, "due": account.due },
        "received": body.received, "due": right, "no_fee": body.no_fee, "refund": refund,
        "refund_order": body.refund_order, "reason": body.reason });
    record(case, DocumentKind::FeeDecision, content, at, plan);
    for thing in case.coercion.handovers.iter_mut().filter(|thing| thing.fee_of == Some(body.creditor)) {
        if thing.ended_on.is_none() {
            // What he does not have yet he has not received.
            thing.forget_fee();
        }
    }
    account.received = body.received;
    account.due = right;
    plan.fees.push(account);
    Ok(())
}

/// Out of the fees that lie here; those that were remitted come back from the budget by its order first.
fn give_back(
    facts: &CaseFacts,
    body: &ProposeFeeCorrection,
    refund: Dong,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let remitted = refund.saturating_minus(facts.money.fee);
    if remitted.is_zero() == body.refund_order.is_some() {
        let code = if remitted.is_zero() { "contradicts" } else { "required" };
        return Err(FieldError::new("/refund_order", code).into());
    }
    let entries = fee_refunded(Payee::Party(body.creditor), refund, remitted, "fee correction");
    plan.entries.extend(entries.map_err(|_| wrong("/received", "amount_out_of_range"))?);
    Ok(())
}

pub(super) fn pay(
    facts: &CaseFacts,
    case: &mut Case,
    body: &RecordFeePayment,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let mut account = account(facts, case, body.creditor)?;
    let mut errors = Vec::new();
    let left = account.carried();
    if body.amount.is_zero() || body.amount > left {
        errors.push(FieldError::new("/amount", "amount_out_of_range").with("limit", left.to_string()));
    }
    let cash = body.channel == Channel::Cash;
    if cash == body.bank_reference.is_some() {
        let code = if cash { "contradicts" } else { "required" };
        errors.push(FieldError::new("/bank_reference", code));
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    account.collected = account.collected.plus(body.amount).map_err(beyond)?;
    let id = ReceiptId(at.ids.next());
    let receipt = Receipt {
        case: Some(case.id),
        payer: Some(body.creditor),
        bank_reference: body.bank_reference.clone(),
        ..Receipt::new(id, case.office, ReceiptKind::Fee, body.channel, body.amount, at.on)
    };
    on_its_way(case, &receipt, CashTaken::AT_OFFICE, at, plan)?;
    take(receipt, "/amount", plan)?;
    let order = PayoutId(at.ids.next());
    open_remittance(at, order.0, plan)?;
    let mut order = Payout::order(order, case, Payee::State, Account::Fee, body.amount, at.on);
    order.state = PayoutState::Reordered;
    order.ordered_by = Some(at.actor.user);
    plan.payouts.push(order);
    plan.fees.push(account);
    Ok(())
}
