//! Payees who do not come: notice, post, deposit, interest, forfeiture after the law's years, refund by the budget (L106 59.1; ND152
//! 30.5, 41.2, 41.4).

use serde_json::json;

use super::effects::{back_in_dong, owed_again, settled, unbookable};
use super::{
    ConfirmPayout, DepositPayout, FailPayout, NotifyPayee, PayoutFacts, PostPayout, ProposePayoutForfeiture,
    ProposePayoutRefund, RecordDepositInterest, Work,
};
use crate::domain::case::{Deposit, DepositPlace};
use crate::domain::document::DocumentKind;
use crate::domain::ids::DecisionId;
use crate::domain::ledger::Account;
use crate::domain::ledger::entries::{
    budget_refund, forfeited, interest as savings_interest, paid_out, post_delivered,
    post_returned as came_back, posted, saved,
};
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::plan::Plan;
use crate::domain::money::Dong;
use crate::domain::payment::{Absence, Failure, PayoutState};
use crate::domain::refusal::{FieldError, Refusal, wrong};

pub(super) fn notify(
    work: &mut Work,
    body: &NotifyPayee,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let id = work.payout.id.0;
    let collect_until = plan.must_open(at, "unclaimed_money", at.on, Some(id))?;
    plan.close("return_notice", Some(id));
    let content = json!({ "payout": id, "amount": work.payout.total(), "place": body.place,
        "collect_until": collect_until });
    plan.record(at, DocumentKind::CollectionNotice, None, content);
    work.payout.absence = Some(Absence { notified_on: at.on, collect_until });
    work.payout.state = PayoutState::Notified;
    Ok(())
}

/// Wages of the region of the agency's seat, so many times.
fn wages(region: u8, times: i64, at: &Context<'_>) -> Result<Dong, Refusal> {
    let wage = at.law.dong(&format!("min_wage.{region}"), at.on)?;
    let limit = wage.get().checked_mul(times).and_then(|limit| Dong::new(limit).ok());
    limit.ok_or_else(|| wrong("/wage_region", "amount_out_of_range"))
}

/// Below one month's wage, to an address that is clear (ND152 30.5; J17).
pub(super) fn post(
    work: &mut Work,
    body: &PostPayout,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let mut errors = Vec::new();
    let multiple = at.law.integer("payout.post_multiple", at.on)?;
    let limit = wages(body.wage_region, multiple, at)?;
    let refused = |pointer: &str| {
        FieldError::new(pointer, "M10_POST").with("amount", limit.to_string()).with("date", "-")
    };
    if work.payout.total() >= limit {
        errors.push(refused("/wage_region"));
    }
    if !body.address_clear {
        errors.push(refused("/address_clear"));
    }
    if work.payout.account != Account::Parties || work.payout.foreign.is_some() {
        errors.push(FieldError::new("/action", "contradicts"));
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let total = work.payout.total();
    plan.entries.push(posted(Account::Bank, work.payout.payee, total, "post").map_err(unbookable)?);
    plan.close("unclaimed_money", Some(work.payout.id.0));
    let content = json!({ "payout": work.payout.id, "amount": total, "slip": body.slip });
    plan.record(at, DocumentKind::PaymentOrder, None, content);
    work.payout.bank_reference = Some(body.slip.clone());
    work.payout.state = PayoutState::Posted;
    Ok(())
}

pub(super) fn confirm_post(
    work: &mut Work,
    body: &ConfirmPayout,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    if !body.cost.is_zero() {
        return Err(wrong("/cost", "contradicts"));
    }
    let total = work.payout.total();
    plan.entries.push(post_delivered(work.payout.payee, total, "post").map_err(unbookable)?);
    work.payout.bank_reference = Some(body.bank_reference.clone());
    settled(work, PayoutState::Confirmed, at);
    Ok(())
}

pub(super) fn post_returned(
    work: &mut Work,
    body: &FailPayout,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let total = work.payout.total();
    let entry = came_back(Account::Bank, false, work.payout.payee, total, "post");
    plan.entries.push(entry.map_err(unbookable)?);
    work.payout.failures.push(Failure { on: at.on, reason: body.reason.clone(), cost: Dong::ZERO });
    work.payout.state = PayoutState::Notified;
    Ok(())
}

/// Above so many wages into demand savings, up to that onto the account (ND152 41.2; J18). Then the law's years run.
pub(super) fn deposit(
    facts: &PayoutFacts,
    work: &mut Work,
    body: &DepositPayout,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    if work.payout.account != Account::Parties {
        return Err(wrong("/action", "contradicts"));
    }
    let total = work.payout.total();
    let limit = wages(body.wage_region, at.law.integer("deposit.savings_multiple", at.on)?, at)?;
    let wanted = if total > limit { DepositPlace::Savings } else { DepositPlace::Account };
    if body.place != wanted {
        return Err(FieldError::new("/place", "G-RT-PLACE").with("amount", limit.to_string()).into());
    }
    let parts = work.payout.parts();
    for part in parts.into_iter().filter(|_| body.place == DepositPlace::Savings) {
        let entry = saved(part.lies, part.value, "deposit").map_err(unbookable)?;
        plan.entries.push(entry.in_specie(part.specie));
    }
    let id = work.payout.id.0;
    // Collected only after the five years, it has one year from the notice (L106 59.1).
    let five = at.law.deadline("forfeit.5y", facts.in_force_on, at.on)?.due_on;
    let notified = work.payout.absence.as_ref().map_or(at.on, |absence| absence.notified_on);
    let late = work.payout.ordered_on > five;
    let (key, start) = if late { ("forfeit.1y", notified) } else { ("forfeit.5y", facts.in_force_on) };
    let forfeit_after = plan.must_open(at, key, start, Some(id))?;
    plan.close("unclaimed_money", Some(id));
    let content = json!({ "payout": id, "place": body.place, "amount": total, "slip": body.slip });
    plan.record(at, DocumentKind::DepositNotice, None, content);
    work.payout.deposit = Some(Deposit { place: body.place, on: at.on, forfeit_after, key: key.to_owned() });
    work.payout.state = PayoutState::Deposited;
    Ok(())
}

/// Interest of unclaimed money is its owner's (L106 59.1).
pub(super) fn interest(
    work: &mut Work,
    body: &RecordDepositInterest,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let in_savings =
        work.payout.deposit.as_ref().is_some_and(|deposit| deposit.place == DepositPlace::Savings);
    if !in_savings {
        return Err(wrong("/amount", "contradicts"));
    }
    let grown =
        work.payout.interest.plus(body.amount).and_then(|sum| sum.plus(work.payout.amount).map(|_| sum));
    work.payout.interest = grown.map_err(|_| wrong("/amount", "amount_out_of_range"))?;
    let entry = savings_interest(Some(work.payout.payee), body.amount, "deposit interest");
    plan.entries.push(entry.map_err(|_| wrong("/amount", "amount_out_of_range"))?);
    Ok(())
}

pub(super) fn forfeit(
    _: &PayoutFacts,
    work: &mut Work,
    body: &ProposePayoutForfeiture,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    use crate::domain::claim::Payee;
    let total = work.payout.total();
    let in_savings =
        work.payout.deposit.as_ref().is_some_and(|deposit| deposit.place == DepositPlace::Savings);
    plan.entries.push(forfeited(work.payout.payee, total, "forfeiture").map_err(unbookable)?);
    for part in work.payout.parts() {
        let from = if in_savings { Account::Savings } else { part.lies };
        let entry = paid_out(Account::State, from, Payee::State, part.value, "forfeiture");
        plan.entries.push(entry.map_err(unbookable)?.in_specie(part.specie));
    }
    let content = json!({ "payout": work.payout.id, "amount": total, "voucher": body.voucher });
    let decision = plan.issue(at, DocumentKind::ForfeitureDecision, plan.prepared_by, content);
    if let Some(deposit) = &work.payout.deposit {
        plan.close(&deposit.key, Some(work.payout.id.0));
    }
    work.payout.forfeiture = Some(DecisionId(decision));
    settled(work, PayoutState::Forfeited, at);
    Ok(())
}

/// The refund names the forfeiture that it undoes (ND152 41.4); what comes back is owed to the payee again.
pub(super) fn refund(
    _: &PayoutFacts,
    work: &mut Work,
    body: &ProposePayoutRefund,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let Some(forfeiture) = work.payout.forfeiture.take() else {
        return Err(wrong("/action", "contradicts"));
    };
    let total = work.payout.total();
    let entry = budget_refund(Account::Bank, work.payout.payee, total, "refund");
    plan.entries.push(entry.map_err(unbookable)?);
    let content = json!({ "payout": work.payout.id, "forfeiture": forfeiture, "ground": body.ground,
        "proof": body.proof, "order": body.refund_order, "amount": total });
    plan.record(at, DocumentKind::RefundFile, plan.prepared_by, content);
    work.payout.refunds.push(forfeiture);
    work.payout.deposit = None;
    owed_again(work);
    back_in_dong(work, at, plan);
    Ok(())
}
