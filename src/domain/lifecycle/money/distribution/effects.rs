//! What approving and ordering a distribution change: the entries, what each item has received, in this case and in the others
//! that share, costs and advances that are settled, and an order for each payee.
//!
//! Everything is booked on the file of the case that took the money in: its receipts and its payments meet there. A creditor of
//! another case is paid from there too; his own case has the event, and his item what he received.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use super::{DistributionFacts, OrderPayouts};
use crate::domain::case::{Case, CostRecovery, TermDeposit};
use crate::domain::claim::Payee;
use crate::domain::distribution::{ChargeNote, ClaimPart, CostPart, PaymentStep, Plan as Shares};
use crate::domain::document::DocumentKind;
use crate::domain::ids::{CaseId, DistributionId, ObligationId, PayoutId};
use crate::domain::judgment::ObligationStatus;
use crate::domain::ledger::entries::{
    collected, distributed, fees_withheld, payable_account, saved, transferred,
};
use crate::domain::ledger::{Account, LedgerRefusal};
use crate::domain::lifecycle::case::{PAY_ON, arrived, record};
use crate::domain::lifecycle::money::fee_decisions::{decide_fees, use_reliefs};
use crate::domain::lifecycle::plan::{Change, ItemChange, Performed, Plan};
use crate::domain::lifecycle::{Context, Seen};
use crate::domain::money::{AmountOutOfRange, Dong};
use crate::domain::payment::{Channel, Distribution, DistributionState, Payout, PayoutMeans};
use crate::domain::refusal::{FieldError, Refusal, Unmet, wrong};

/// Books the shares and the fees; the debtor's debt falls by the gross share, the fee is the creditor's (TT216 5.4.a).
pub(super) fn approve(
    facts: &DistributionFacts,
    distribution: &mut Distribution,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let waiting = if distribution.asset.is_some() { Account::SaleMoney } else { Account::Provisional };
    let shares =
        Shares { gross_dong: distribution.amount, lines: facts.lines.iter().map(|line| line.line).collect() };
    plan.entries.extend(distributed(&shares, waiting, "distribution").map_err(unbookable)?);
    let fees = facts.lines.iter().map(|line| (line.line.payee, line.fee));
    plan.entries.extend(fees_withheld(fees, "fee").map_err(unbookable)?);
    let preparer = Some(distribution.prepared_by);
    let content = json!({ "amount": distribution.amount, "lines": distribution.lines_digest });
    plan.record(at, DocumentKind::DistributionPlan, preparer, content);
    decide_fees(distribution, &facts.lines, preparer, at, plan)?;
    let mut case = facts.case.clone();
    use_reliefs(&mut case, distribution, &facts.lines, at);
    for (of, got) in received(facts) {
        if of == Some(case.id) {
            got.enter(&mut case, distribution, plan)?;
        } else if let Some(other) = facts.case_of(of) {
            plan.also.push(share_of_other(facts, distribution, other, got, at)?);
        }
    }
    divided(facts, &mut case, at, plan)?;
    recover(facts, &mut case, at, plan);
    plan.changes.push(Change::Case(Box::new(case)));
    distribution.approved_by = Some(at.actor.user);
    distribution.state = DistributionState::Approved;
    Ok(())
}

/// What the items of one case get. Late interest is no part of what was pronounced.
#[derive(Default)]
struct Received {
    principal: Vec<Performed>,
    interest: Vec<Performed>,
    bearing: BTreeSet<ObligationId>,
}

impl Received {
    /// Enters it in the case and in the plan that changes the case.
    fn enter(self, case: &mut Case, distribution: &Distribution, plan: &mut Plan) -> Result<(), Refusal> {
        let principal = Dong::sum(self.principal.iter().map(|one| one.amount)).map_err(beyond)?;
        case.amount_paid = case.amount_paid.plus(principal).map_err(beyond)?;
        plan.performed = self.principal;
        plan.interest_paid = self.interest;
        plan.bearing = self.bearing.into_iter().collect();
        plan.arrived.clone_from(&distribution.arrived);
        Ok(())
    }
}

/// What each item gets, by its case. Money that waits for a request performs nothing yet.
fn received(facts: &DistributionFacts) -> BTreeMap<Option<CaseId>, Received> {
    let mut by_case: BTreeMap<Option<CaseId>, Received> = BTreeMap::new();
    let mut first = interest_first(facts);
    let paid = facts.lines.iter().filter(|line| !line.line.share_dong.is_zero() && !line.line.waits);
    for line in paid {
        let (Some(obligation), share) = (line.line.obligation, line.line.share_dong) else { continue };
        let received = by_case.entry(line.line.case).or_default();
        // The lines share among creditors; between creditor and debtor the agreed order holds (ND152 29.1).
        let interest = match (first.get_mut(&obligation), line.line.part) {
            (Some(left), _) => {
                let part = share.min(*left);
                *left = left.saturating_minus(part);
                part
            }
            (None, Some(ClaimPart::Interest)) => share,
            (None, _) => Dong::ZERO,
        };
        let principal = share.saturating_minus(interest);
        for (list, amount) in [(&mut received.principal, principal), (&mut received.interest, interest)] {
            if !amount.is_zero() {
                list.push(Performed { obligation, amount });
            }
        }
        if line.bears_interest {
            received.bearing.insert(obligation);
        }
    }
    by_case
}

/// The interest due on items on which it goes before the principal.
fn interest_first(facts: &DistributionFacts) -> BTreeMap<ObligationId, Dong> {
    let stated = facts.distribution.terms.iter().flat_map(|terms| &terms.stated.interest_first);
    let items: BTreeSet<ObligationId> = stated.map(|first| first.obligation).collect();
    let due = facts.lines.iter().filter(|line| line.line.part == Some(ClaimPart::Interest));
    let due = due.filter_map(|line| Some((line.line.obligation?, line.line.claim_dong)));
    due.filter(|(item, _)| items.contains(item)).collect()
}

/// The event of another case of the debtor whose creditors share.
fn share_of_other(
    facts: &DistributionFacts,
    distribution: &Distribution,
    other: &Case,
    got: Received,
    at: &Context<'_>,
) -> Result<Plan, Refusal> {
    let mut case = other.clone();
    let seen = Seen { code: "M-APPROVE", value: distribution.id.to_string() };
    let mut plan = Plan::new("case", "M-APPROVE", "approve_distribution", other.stage.as_str(), vec![seen]);
    got.enter(&mut case, distribution, &mut plan)?;
    use_reliefs(&mut case, distribution, &facts.lines, at);
    plan.changes.push(Change::Case(Box::new(case)));
    Ok(plan)
}

/// The judged division is done with the price of the thing: each share is what it brought, no more and no less (ND152 62.3).
fn divided(
    facts: &DistributionFacts,
    case: &mut Case,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let terms = facts.distribution.terms.as_ref();
    for share in terms.iter().flat_map(|terms| &terms.divided) {
        let mut lines = facts.lines.iter().map(|line| line.line);
        let line = lines
            .find(|line| line.step == PaymentStep::Division && line.obligation == Some(share.obligation));
        let (claim, got) = line.map(|line| (line.claim_dong, line.share_dong)).unwrap_or_default();
        let status = if got == claim { ObligationStatus::Done } else { ObligationStatus::Partial };
        let change = ItemChange {
            raised_by: Some(claim.saturating_minus(share.owed)).filter(|by| !by.is_zero()),
            reduced_by: Some(share.owed.saturating_minus(claim)).filter(|by| !by.is_zero()),
            ..ItemChange::status(share.obligation, status)
        };
        case.amount_due = change.applied_to(case.amount_due).map_err(beyond)?;
        plan.items.push(change);
        let payments = case.price_changes.iter_mut().flat_map(|change| &mut change.payments);
        for payment in payments.filter(|payment| payment.obligation == share.obligation) {
            payment.shared_on = payment.shared_on.or(payment.demanded.and(Some(at.on)));
        }
    }
    Ok(())
}

/// Costs that were taken off are no longer owed; advances that went back are closed.
fn recover(facts: &DistributionFacts, case: &mut Case, at: &Context<'_>, plan: &mut Plan) {
    let notes: &[ChargeNote] = facts.distribution.terms.as_ref().map_or(&[], |terms| &terms.charges);
    for note in notes.iter().filter(|note| !note.costs.is_empty()) {
        let Some(line) = facts.lines.iter().find(|line| line.line.charge == Some(note.id)) else { continue };
        let mut left = line.line.share_dong;
        for part in &note.costs {
            let amount = left.min(part.amount);
            left = left.saturating_minus(amount);
            if !amount.is_zero() {
                let part = CostPart { amount, ..*part };
                case.coercion.costs.recovered.push(CostRecovery {
                    distribution: facts.distribution.id,
                    part,
                    on: at.on,
                });
            }
        }
        let advance = case.coercion.costs.advances.iter_mut().find(|one| Some(one.id) == note.advance);
        if let Some(advance) = advance
            && advance.refund(line.line.share_dong, line.line.advanced, at.on)
        {
            plan.close("cost.advance_refund", Some(advance.id.0));
        }
    }
}

/// Out of which account, to whom, and the currency in which the judgment orders it, if one.
type Paid = (Account, Payee, Option<String>);

/// What each payee gets net of the fee, and what the budget gets of fees, by ledger account. What is ordered in a currency is paid apart
/// from đồng and from other currencies (ND152 30.6).
fn payable(facts: &DistributionFacts) -> Result<BTreeMap<Paid, Dong>, Refusal> {
    let mut sums: BTreeMap<Paid, Dong> = BTreeMap::new();
    let mut add = |paid: Paid, amount: Dong| -> Result<(), Refusal> {
        let sum = sums.entry(paid).or_insert(Dong::ZERO);
        *sum = sum.plus(amount).map_err(beyond)?;
        Ok(())
    };
    for line in facts.lines.iter().filter(|line| !line.line.waits) {
        let net = line.line.share_dong.saturating_minus(line.fee);
        let party = matches!(line.line.payee, Payee::Party(_));
        let currency = line.foreign.clone().filter(|_| party);
        add((payable_account(&line.line), line.line.payee, currency), net)?;
        add((Account::Fee, Payee::State, None), line.fee)?;
    }
    sums.retain(|_, amount| !amount.is_zero());
    Ok(sums)
}

/// An order for each payee; what waits for a request goes into a deposit of one month (ND152 30.2).
pub(super) fn order(
    facts: &DistributionFacts,
    distribution: &mut Distribution,
    body: &OrderPayouts,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let sums = payable(facts)?;
    check_order(&sums, body)?;
    let mut collected = facts.collected.clone();
    let mut passed: BTreeMap<CaseId, Dong> = BTreeMap::new();
    for ((account, payee, currency), amount) in sums {
        let amount = match used_there(facts, account, payee) {
            Some(other) => amount.saturating_minus(pass_on(other, payee, amount, &mut passed, plan)?),
            None => amount,
        };
        if amount.is_zero() {
            continue;
        }
        let mut payout = Payout::order(PayoutId(at.ids.next()), &facts.case, payee, account, amount, at.on);
        payout.distribution = Some(distribution.id);
        if let Payee::Party(party) = payee {
            payout.means =
                if facts.accounts.contains(&party) { PayoutMeans::Transfer } else { PayoutMeans::Agency };
        }
        payout.foreign = currency;
        let in_kind = payout.foreign.as_ref().and_then(|currency| collected.get_mut(currency));
        let in_kind = in_kind.map_or(Dong::ZERO, |held| {
            let part = held.value.min(amount);
            held.value = held.value.saturating_minus(part);
            part
        });
        if payout.foreign.is_some() && in_kind < amount {
            // Only what came in đồng is to be changed (ND152 30.6.b).
            let came = distribution.arrived.last().map_or(at.on, |last| last.on);
            plan.open(at, "fx.convert", came, Some(payout.id.0));
        }
        plan.payouts.push(payout);
    }
    arrive(facts, distribution.id, &passed, at, plan)?;
    keep(facts, distribution, body, at, plan)?;
    distribution.payouts_open = u32::try_from(plan.payouts.len()).unwrap_or(u32::MAX);
    distribution.ordered_by = Some(at.actor.user);
    distribution.state = DistributionState::Ordered;
    Ok(())
}

/// What waits for a request goes into a deposit of one month; its creditors are to be told of their right, and when it has run out the
/// money is to be paid on (ND152 30.2).
fn keep(
    facts: &DistributionFacts,
    distribution: &Distribution,
    body: &OrderPayouts,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let waits = facts.lines.iter().filter(|line| line.line.waits).map(|line| line.line.share_dong);
    let amount = Dong::sum(waits).map_err(beyond)?;
    let place = match (&body.deposit, amount.is_zero()) {
        (None, true) => return Ok(()),
        (Some(_), true) => return Err(wrong("/deposit", "contradicts")),
        (None, false) => return Err(wrong("/deposit", "required")),
        (Some(place), false) => place,
    };
    let matures_on = at.law.deadline("hold_deposit_term", at.on, at.on)?.due_on;
    let entry = saved(Account::Bank, amount, "deposit for creditors who have not requested");
    plan.entries.push(entry.map_err(unbookable)?);
    let mut case = facts.case.clone();
    case.standstill.deposits.push(TermDeposit {
        decision: None,
        asset: distribution.asset,
        distribution: Some(distribution.id),
        interest: Dong::ZERO,
        freed: Vec::new(),
        amount,
        bank: place.bank.clone(),
        slip: place.slip.clone(),
        from: at.on,
        matures_on,
        drawn_on: None,
    });
    let ask_until = distribution.terms.as_ref().and_then(|terms| terms.ask_until);
    let content = json!({ "distribution": distribution.id, "amount": amount, "bank": place.bank, "slip": place.slip,
        "ask_until": ask_until });
    let notice = record(&mut case, DocumentKind::RequestRightNotice, content, at, plan);
    plan.open(at, "notify", at.on, Some(notice.0));
    if let Some(last) = ask_until {
        plan.open(at, PAY_ON, last, Some(distribution.id.0));
    }
    plan.changes.push(Change::Case(Box::new(case)));
    Ok(())
}

/// The case in which a recipient owes and in which his money is used (L106 59.5).
fn used_there(facts: &DistributionFacts, account: Account, payee: Payee) -> Option<&Case> {
    let Payee::Party(party) = payee else { return None };
    let uses = &facts.distribution.terms.as_ref()?.stated.uses;
    let used = uses.iter().find(|used| used.payee == party && account == Account::Parties)?;
    facts.case_of(Some(used.case))
}

const PASSED_ON: &str = "money of a recipient who owes in another case";

/// As much as is owed there still, by all such recipients together, leaves this file's books.
fn pass_on(
    other: &Case,
    payee: Payee,
    amount: Dong,
    passed: &mut BTreeMap<CaseId, Dong>,
    plan: &mut Plan,
) -> Result<Dong, Refusal> {
    let before = passed.entry(other.id).or_default();
    let amount = amount.min(other.outstanding().saturating_minus(*before));
    if other.stage.is_final() || amount.is_zero() {
        return Ok(Dong::ZERO);
    }
    *before = before.plus(amount).map_err(beyond)?;
    let leaves = transferred(Account::Parties, Account::Bank, Some(payee), amount, PASSED_ON);
    plan.entries.push(leaves.map_err(unbookable)?);
    Ok(amount)
}

/// What was passed on waits in each other case's books for a distribution of its own.
fn arrive(
    facts: &DistributionFacts,
    distribution: DistributionId,
    passed: &BTreeMap<CaseId, Dong>,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    for (case, amount) in passed.iter().filter(|(_, amount)| !amount.is_zero()) {
        let Some(other) = facts.case_of(Some(*case)) else { continue };
        let seen = Seen { code: "M-ORDER", value: distribution.to_string() };
        let mut there = Plan::new("case", "M-ORDER", "order_payouts", other.stage.as_str(), vec![seen]);
        there.entries.push(collected(Account::Bank, *amount, PASSED_ON).map_err(unbookable)?);
        let mut other = other.clone();
        arrived(&mut other, at, &mut there);
        there.changes.push(Change::Case(Box::new(other)));
        plan.also.push(there);
    }
    Ok(())
}

fn check_order(sums: &BTreeMap<Paid, Dong>, body: &OrderPayouts) -> Result<(), Refusal> {
    let mut errors = Vec::new();
    if body.means == Channel::Cash {
        errors.push(FieldError::new("/means", "M-TRANSFER"));
    }
    for (index, payment) in body.payments.iter().enumerate() {
        let owed =
            sums.iter().filter(|((_, payee, _), _)| *payee == payment.payee).map(|(_, amount)| *amount);
        let owed = Dong::sum(owed).map_err(beyond)?;
        if owed.is_zero() {
            errors.push(FieldError::new(format!("/payments/{index}/payee"), "not_a_party"));
        } else if payment.amount != owed {
            // More than is there is refused (TT78 7.1.b); less would leave a plan half carried out.
            let error = FieldError::new(format!("/payments/{index}/amount"), "M01_BALANCE");
            errors.push(error.with("limit", owed.to_string()));
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(errors.into()) }
}

fn beyond(_: AmountOutOfRange) -> Refusal {
    wrong("", "amount_out_of_range")
}

fn unbookable(refusal: LedgerRefusal) -> Refusal {
    Refusal::NotAllowed(vec![Unmet::new("M02_PLAN", refusal.to_string(), "lines that can be booked")])
}
