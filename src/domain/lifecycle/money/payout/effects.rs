//! Paying, and what becomes of a payment that failed, came back or was wrong (ND152 30.5, 30.9; L106 25.8).

use serde_json::json;

use super::{
    ConfirmPayout, FailPayout, FindWrongPayment, OrderAgain, PayAtAgency, PayoutFacts, RecordRecovery,
    ReturnPayout, Work,
};
use crate::domain::case::DepositPlace;
use crate::domain::claim::Payee;
use crate::domain::document::DocumentKind;
use crate::domain::ids::ReceiptId;
use crate::domain::judgment::PartyKind;
use crate::domain::ledger::entries::{banked, drawn, paid_back, paid_out, wrong_payment};
use crate::domain::ledger::{Account, Entry, LedgerRefusal};
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::money::{next_after_payout, remit, reopened};
use crate::domain::lifecycle::plan::{Change, Plan};
use crate::domain::lifecycle::receiving::{CashTaken, on_its_way, take};
use crate::domain::money::Dong;
use crate::domain::payment::{Channel, Failure, PayoutMeans, PayoutState, Receipt, ReceiptKind, Wrong};
use crate::domain::refusal::{FieldError, Refusal, wrong};

pub(super) fn unbookable(_: LedgerRefusal) -> Refusal {
    wrong("", "M01_BALANCE")
}

/// It is paid: its distribution has one less to wait for.
pub(super) fn settled(work: &mut Work, state: PayoutState, at: &Context<'_>) {
    work.payout.state = state;
    work.payout.confirmed_on = Some(at.on);
    if let Some(distribution) = &mut work.distribution {
        *distribution = next_after_payout(distribution);
    }
}

/// It is owed again: its distribution waits for it anew.
pub(super) fn owed_again(work: &mut Work) {
    work.payout.state = PayoutState::Returned;
    work.payout.confirmed_on = None;
    if let Some(distribution) = &mut work.distribution {
        *distribution = reopened(distribution);
    }
}

/// Clocks that run about this payout fall with it.
fn close_clocks(work: &Work, plan: &mut Plan) {
    let id = Some(work.payout.id.0);
    for key in ["return_notice", "unclaimed_money", "forfeit.5y", "forfeit.1y", "fx.convert"] {
        plan.close(key, id);
    }
    if work.payout.account == Account::Fee {
        plan.close(remit::KEY, work.payout.distribution.map(|one| one.0).or(id));
    }
}

pub(super) fn confirm(
    facts: &PayoutFacts,
    work: &mut Work,
    body: &ConfirmPayout,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    work.payout.amount = facts.due();
    let total = work.payout.total();
    let party = matches!(work.payout.payee, Payee::Party(_));
    if !body.cost.is_zero() && (!party || body.cost >= total) {
        let limit = if party { total } else { Dong::ZERO };
        return Err(FieldError::new("/cost", "amount_out_of_range").with("limit", limit.to_string()).into());
    }
    work.payout.bank_reference = Some(body.bank_reference.clone());
    work.payout.transfer_cost = body.cost;
    for part in work.payout.parts() {
        let entry = paid_out(work.payout.account, part.lies, work.payout.payee, part.value, "payout");
        plan.entries.push(by_order(entry.map_err(unbookable)?, work).in_specie(part.specie));
    }
    settled(work, PayoutState::Confirmed, at);
    close_clocks(work, plan);
    Ok(())
}

/// The order to pay is the voucher of what is paid (J16).
fn by_order(entry: Entry, work: &Work) -> Entry {
    match work.payout.payment_order {
        Some(order) => entry.on(order.0),
        None => entry,
    }
}

pub(super) fn pay_at_agency(
    facts: &PayoutFacts,
    work: &mut Work,
    body: &PayAtAgency,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let mut errors = Vec::new();
    let unverified = |pointer: &str| FieldError::new(pointer, "M08_PAYEE").with("count", "1");
    if body.identity.is_none() {
        errors.push(unverified("/identity"));
    }
    match (body.by_agent, &body.authorisation) {
        (true, None) => errors.push(unverified("/authorisation")),
        (true, Some(_)) if body.authorised_until.is_none_or(|until| until < at.on) => {
            errors.push(unverified("/authorised_until"));
        }
        (false, Some(_)) => errors.push(FieldError::new("/authorisation", "contradicts")),
        _ => {}
    }
    let parts = work.payout.parts();
    let in_dong = parts.iter().find(|part| part.specie.is_none()).map_or(Dong::ZERO, |part| part.value);
    let there = match body.out_of {
        Channel::Cash => facts.in_fund,
        Channel::Treasury => facts.at_treasury,
        Channel::Transfer | Channel::Portal => facts.at_bank,
    };
    if there < in_dong {
        errors.push(FieldError::new("/out_of", "M01_BALANCE").with("limit", there.to_string()));
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    if body.out_of != Channel::Cash && !in_dong.is_zero() {
        let entry = banked(body.out_of.account(), Account::Cash, in_dong, "payout");
        plan.entries.push(by_order(entry.map_err(unbookable)?, work));
    }
    for part in parts {
        let out_of = if part.specie.is_some() { part.lies } else { Account::Cash };
        let entry = paid_out(work.payout.account, out_of, work.payout.payee, part.value, "payout");
        plan.entries.push(by_order(entry.map_err(unbookable)?, work).in_specie(part.specie));
    }
    work.payout.bank_reference = Some(body.slip.clone());
    settled(work, PayoutState::Confirmed, at);
    close_clocks(work, plan);
    Ok(())
}

/// The bank did not carry it out: nothing was booked, the money is owed as before.
pub(super) fn fail(
    work: &mut Work,
    body: &FailPayout,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    work.payout.failures.push(Failure { on: at.on, reason: body.reason.clone(), cost: Dong::ZERO });
    work.payout.state = PayoutState::Returned;
    plan.open(at, "return_notice", at.on, Some(work.payout.id.0));
    Ok(())
}

/// The money came back after it had been booked: it is owed again (J16 turned back).
pub(super) fn bring_back(
    work: &mut Work,
    body: &ReturnPayout,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let cost = std::mem::take(&mut work.payout.transfer_cost);
    // What the first transfer cost stays the payee's.
    work.payout.less(cost);
    for part in work.payout.parts() {
        let entry = paid_back(work.payout.account, part.lies, work.payout.payee, part.value, "returned");
        plan.entries.push(entry.map_err(unbookable)?.in_specie(part.specie));
    }
    work.payout.bank_reference = Some(body.bank_reference.clone());
    work.payout.failures.push(Failure { on: at.on, reason: body.reason.clone(), cost });
    owed_again(work);
    plan.open(at, "return_notice", at.on, Some(work.payout.id.0));
    Ok(())
}

/// By transfer only into an account; at the agency only a natural person (ND152 30.5). Savings are drawn first.
pub(super) fn order_again(
    facts: &PayoutFacts,
    work: &mut Work,
    body: &OrderAgain,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let organisation = facts.payee.as_ref().is_none_or(|payee| payee.kind == PartyKind::Organisation);
    let account = facts.payee.as_ref().is_none_or(|payee| payee.has_account);
    let fault = match body.means {
        PayoutMeans::Transfer if !account => Some("M08_PAYEE"),
        PayoutMeans::Agency if organisation => Some("M08_PAYEE"),
        PayoutMeans::Post => Some("contradicts"),
        _ => None,
    };
    if let Some(code) = fault {
        return Err(FieldError::new("/means", code).with("count", "1").into());
    }
    let lay = work.payout.currency_lies();
    work.payout.means = body.means;
    let in_savings = work.payout.deposit.take().is_some_and(|deposit| deposit.place == DepositPlace::Savings);
    for part in work.payout.parts() {
        let entry = match part.specie {
            _ if in_savings => drawn(part.lies, part.value, "payout"),
            // Notes go to the bank for a transfer, or come from there for whoever is paid at the agency.
            Some(_) if part.lies != lay => banked(lay, part.lies, part.value, "payout"),
            _ => continue,
        };
        plan.entries.push(entry.map_err(unbookable)?.in_specie(part.specie));
    }
    close_clocks(work, plan);
    work.payout.absence = None;
    work.payout.ordered_by = Some(at.actor.user);
    work.payout.state = PayoutState::Reordered;
    Ok(())
}

pub(super) fn release(work: &mut Work, at: &Context<'_>, plan: &mut Plan) -> Result<(), Refusal> {
    let content =
        json!({ "payout": work.payout.id, "amount": work.payout.total(), "means": work.payout.means });
    let order = plan.record(at, DocumentKind::PaymentOrder, work.payout.ordered_by, content);
    work.payout.payment_order = Some(order.into());
    work.payout.state = PayoutState::Released;
    Ok(())
}

/// Whoever got what is not his gives it back; it is owed to whom it belongs (J24).
pub(super) fn find_wrong(
    facts: &PayoutFacts,
    work: &mut Work,
    body: &FindWrongPayment,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    if work.payout.account != Account::Parties {
        return Err(wrong("/action", "contradicts"));
    }
    if body.party().is_some() && !facts.named_party {
        return Err(wrong("/owed_to", "not_a_party"));
    }
    let amount = work.payout.total();
    plan.entries.push(wrong_payment(body.owed_to, amount, "wrong payment").map_err(unbookable)?);
    let content = json!({ "payout": work.payout.id, "amount": amount, "owed_to": body.owed_to,
        "reason": body.reason });
    plan.issue(at, DocumentKind::RecoveryDecision, None, content);
    work.payout.wrong.push(Wrong {
        found_on: at.on,
        paid_to: work.payout.payee,
        owed_to: body.owed_to,
        recovered_on: None,
    });
    work.payout.state = PayoutState::Wrong;
    Ok(())
}

pub(super) fn recover(
    facts: &PayoutFacts,
    work: &mut Work,
    body: &RecordRecovery,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let total = work.payout.total();
    if body.amount != total {
        return Err(FieldError::new("/amount", "amount_out_of_range")
            .with("limit", total.to_string())
            .into());
    }
    let payer = match work.payout.payee {
        Payee::Party(party) => Some(party),
        Payee::State | Payee::Agency => None,
    };
    let case = &facts.case;
    let receipt = Receipt {
        case: Some(case.id),
        payer,
        bank_reference: Some(body.bank_reference.clone()),
        ..Receipt::new(
            ReceiptId(at.ids.next()),
            case.office,
            ReceiptKind::RecoveredPayment,
            body.channel,
            total,
            at.on,
        )
    };
    let mut after = case.clone();
    on_its_way(&mut after, &receipt, CashTaken::AT_OFFICE, at, plan)?;
    if after.money != case.money {
        plan.changes.push(Change::Case(Box::new(after)));
    }
    take(receipt, "/amount", plan)?;
    if let Some(found) = work.payout.wrong.last_mut() {
        found.recovered_on = Some(at.on);
        work.payout.payee = found.owed_to;
    }
    owed_again(work);
    back_in_dong(work, at, plan);
    Ok(())
}

/// What comes back is đồng: the currency is to be bought anew (ND152 30.6.b).
pub(super) fn back_in_dong(work: &mut Work, at: &Context<'_>, plan: &mut Plan) {
    (work.payout.in_kind, work.payout.exchange) = (None, None);
    if work.payout.foreign.is_some() && work.payout.dong_agreed.is_none() {
        plan.open(at, "fx.convert", at.on, Some(work.payout.id.0));
    }
}
