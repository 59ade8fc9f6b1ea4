//! What nobody collects: the decision to destroy, forfeiture to the budget, set-off of late payments, damaged currency, and the
//! refund after forfeiture (L106 59; ND152 10.3, 41.4–41.5).

use serde_json::json;

use super::bodies::{
    NamedHeld, NotifyLatePayment, ProposeCurrencyHandover, ProposeDestruction, ProposeLateSettlement,
    ProposeRefund,
};
use super::guards::{refundable, unsold};
use super::returning::finish;
use super::{
    account_of, item, lies, must_be_over, paid_all, payee, perform, unbookable, undistributed, waiting,
};
use crate::domain::case::{Case, HeldEnd, HeldKind, LatePayment};
use crate::domain::claim::Payee;
use crate::domain::document::DocumentKind;
use crate::domain::ledger::Account;
use crate::domain::ledger::entries::{budget_refund, forfeited, paid_out, set_aside};
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::case::{CaseFacts, issue, record, wrong};
use crate::domain::lifecycle::plan::Plan;
use crate::domain::money::Dong;
use crate::domain::refusal::{FieldError, Refusal};

const MEMO: &str = "forfeiture";

/// The owner is told and may still come before it is destroyed (ND152 41.5).
pub(super) fn decide_destruction(
    _: &CaseFacts,
    case: &mut Case,
    body: &ProposeDestruction,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let held = waiting(case, body.held, at)?.clone();
    if !unsold(&held) {
        return Err(wrong("/held", "contradicts"));
    }
    must_be_over(at, "G-RT-GOODS", held.collect_until)?;
    let content = json!({ "what": held.description, "reason": body.reason });
    let decision = issue(case, DocumentKind::DestructionDecision, content, at, plan);
    if let Some(key) = held.kind.clock() {
        plan.close(key, Some(held.id.0));
    }
    if let Some(found) = case.special.find_mut(held.id) {
        found.destruction = Some(decision);
    }
    Ok(())
}

pub(super) fn forfeit(
    facts: &CaseFacts,
    case: &mut Case,
    body: &NamedHeld,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let held = waiting(case, body.held, at)?.clone();
    must_be_over(at, "G-RT-FORFEIT", held.deposit.as_ref().map(|deposit| deposit.forfeit_after))?;
    if !held.money.is_zero() {
        let from = account_of(&held, Account::Bank);
        lies(facts, from, held.money).map_err(|error| FieldError { pointer: "/held".to_owned(), ..error })?;
        plan.entries.push(forfeited(payee(&held), held.money, MEMO).map_err(unbookable)?);
        plan.entries
            .push(paid_out(Account::State, from, Payee::State, held.money, MEMO).map_err(unbookable)?);
    }
    let content = json!({ "amount": held.money, "recipient": held.recipient });
    issue(case, DocumentKind::ForfeitureDecision, content, at, plan);
    finish(facts, case, &held, HeldEnd::Forfeited, at, plan)
}

pub(super) fn notify_late(
    facts: &CaseFacts,
    case: &mut Case,
    body: &NotifyLatePayment,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let open = case.special.late_payments.iter().filter(|late| late.settled_on.is_none());
    let promised = Dong::sum(open.clone().map(|late| late.amount)).unwrap_or(facts.money.provisional);
    let free = facts.money.provisional.saturating_minus(promised);
    let mut errors = Vec::new();
    if !facts.parties.contains(&body.creditor) {
        errors.push(FieldError::new("/creditor", "not_a_party"));
    } else if open.clone().any(|late| late.creditor == body.creditor) {
        errors.push(FieldError::new("/creditor", "duplicate"));
    }
    if body.amount.is_zero() || body.amount > free {
        errors.push(FieldError::new("/amount", "amount_out_of_range").with("limit", free.to_string()));
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let collect_until = plan.must_open(at, "late_paid_unclaimed", at.on, Some(body.creditor.0))?;
    let content = json!({ "creditor": body.creditor, "amount": body.amount });
    record(case, DocumentKind::CollectionNotice, content, at, plan);
    case.special.late_payments.push(LatePayment {
        creditor: body.creditor,
        amount: body.amount,
        notified_on: at.on,
        collect_until,
        settled_on: None,
    });
    Ok(())
}

pub(super) fn settle_late(
    facts: &CaseFacts,
    case: &mut Case,
    body: &ProposeLateSettlement,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    item(facts, case, body.obligation, "/obligation")?;
    let open = case.special.late_payments.iter_mut().filter(|late| late.settled_on.is_none());
    let Some(late) = open.into_iter().find(|late| late.creditor == body.creditor) else {
        return Err(wrong("/creditor", "not_in_list"));
    };
    let mut errors = Vec::new();
    if at.on <= late.collect_until {
        let date = late.collect_until.to_string();
        errors.push(FieldError::new("/creditor", "G-RT-LATE").with("date", date));
    }
    if body.set_off > late.amount {
        let limit = late.amount.to_string();
        errors.push(FieldError::new("/set_off", "amount_out_of_range").with("limit", limit));
    }
    if body.set_off.is_zero() != body.set_off_decision.is_none() {
        let code = if body.set_off.is_zero() { "contradicts" } else { "required" };
        errors.push(FieldError::new("/set_off_decision", code));
    }
    errors.extend(lies(facts, body.channel.account(), late.amount).err());
    errors.extend(undistributed(facts, "/creditor", late.amount).err());
    if !errors.is_empty() {
        return Err(errors.into());
    }
    late.settled_on = Some(at.on);
    let (amount, rest) = (late.amount, late.amount.saturating_minus(body.set_off));
    let (from, party) = (body.channel.account(), Payee::Party(body.creditor));
    paid_all(facts, amount, plan);
    plan.entries.push(set_aside(party, amount, MEMO).map_err(unbookable)?);
    if !body.set_off.is_zero() {
        // It is money of the case in which the creditor owes, from here on.
        let entry = paid_out(Account::Parties, from, party, body.set_off, "set-off");
        plan.entries.push(entry.map_err(unbookable)?);
    }
    if !rest.is_zero() {
        plan.entries.push(forfeited(party, rest, MEMO).map_err(unbookable)?);
        plan.entries.push(paid_out(Account::State, from, Payee::State, rest, MEMO).map_err(unbookable)?);
    }
    plan.close("late_paid_unclaimed", Some(body.creditor.0));
    let content = json!({ "amount": amount, "set_off": body.set_off, "under": body.set_off_decision });
    issue(case, DocumentKind::ForfeitureDecision, content, at, plan);
    perform(facts, case, Some(body.obligation), Some(amount), plan)
}

pub(super) fn currency(
    facts: &CaseFacts,
    case: &mut Case,
    body: &ProposeCurrencyHandover,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let held = waiting(case, body.held, at)?.clone();
    if held.kind != HeldKind::DamagedCurrency || held.exchange_asked_on.is_some() {
        return Err(wrong("/held", "contradicts"));
    }
    if body.refused_on < held.notified_on || body.refused_on > at.on {
        return Err(wrong("/refused_on", "contradicts"));
    }
    let content = json!({ "letter": body.letter, "refused_on": body.refused_on,
        "exchange": body.fault_of_procedure_bodies });
    record(case, DocumentKind::CurrencyLetter, content, at, plan);
    if body.fault_of_procedure_bodies {
        if let Some(found) = case.special.find_mut(held.id) {
            found.exchange_asked_on = Some(at.on);
        }
        return Ok(());
    }
    finish(facts, case, &held, HeldEnd::StateBank, at, plan)
}

pub(super) fn refund(
    _: &CaseFacts,
    case: &mut Case,
    body: &ProposeRefund,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let Some(held) = case.special.find(body.held).filter(|held| refundable(held)).cloned() else {
        return Err(wrong("/held", "not_in_list"));
    };
    if held.ended_on.is_some_and(|ended| at.on < ended) {
        return Err(wrong("/effective_on", "contradicts"));
    }
    if !held.money.is_zero() {
        let refunded = budget_refund(Account::Bank, payee(&held), held.money, "refund");
        plan.entries.push(refunded.map_err(unbookable)?);
        let paid = paid_out(Account::Parties, Account::Bank, payee(&held), held.money, "refund");
        plan.entries.push(paid.map_err(unbookable)?);
    }
    let content = json!({ "ground": body.ground, "proof": body.proof, "order": body.refund_order,
        "amount": held.money });
    record(case, DocumentKind::RefundFile, content, at, plan);
    if let Some(found) = case.special.find_mut(held.id) {
        found.refunded_on = Some(at.on);
    }
    Ok(())
}
