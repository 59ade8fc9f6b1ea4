//! Money around a sale beside its price: the bid deposit that the auction organisation passes on, the price still due, what is the buyer's
//! again when the sale is undone, and a deposit that is lost (ND152 65.1, 65.4–65.5; J09, J20, J21). A lost deposit never enters a
//! distribution: it leaves the account on which sale money waits in the very act that books it (I31).

use serde_json::json;

use super::{ProposeBuyerRefund, ProposeDepositRemittance, RecordBidDeposit, RecordLostDeposit};
use crate::domain::asset::SaleKind;
use crate::domain::case::CostPayment;
use crate::domain::claim::Payee;
use crate::domain::document::DocumentKind;
use crate::domain::ids::ReceiptId;
use crate::domain::ledger::entries::sale_undone;
use crate::domain::ledger::{Account, Entry, EntryKind, Posting, entries};
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::asset::{AssetFacts, Work};
use crate::domain::lifecycle::money::collection::cost_decisions;
use crate::domain::lifecycle::plan::Plan;
use crate::domain::lifecycle::receiving::take;
use crate::domain::money::Dong;
use crate::domain::payment::{Channel, Receipt, ReceiptKind};
use crate::domain::refusal::{FieldError, Refusal, Unmet, wrong};

fn too_much<E>(_: E) -> Refusal {
    wrong("/amount", "amount_out_of_range")
}

fn receipt(work: &Work, kind: ReceiptKind, amount: Dong, reference: &str, at: &Context<'_>) -> Receipt {
    let id = ReceiptId(at.ids.next());
    Receipt {
        case: Some(work.asset.case),
        asset: Some(work.asset.id),
        bank_reference: Some(reference.to_owned()),
        ..Receipt::new(id, work.asset.office, kind, Channel::Transfer, amount, at.on)
    }
}

/// The organisation passes the winner's deposit on: part of the price is paid by it, the rest stands as due from the buyer.
pub(super) fn bid_deposit(
    work: &mut Work,
    body: &RecordBidDeposit,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let Some(sale) = &mut work.asset.sale else { return Err(wrong("", "contradicts")) };
    let due = sale.payable.saturating_minus(sale.paid);
    let mut errors = Vec::new();
    if sale.by != SaleKind::Auction {
        errors.push(FieldError::new("/amount", "contradicts"));
    }
    if work.asset.books.deposit.is_some() {
        errors.push(FieldError::new("/amount", "duplicate"));
    }
    if body.amount.is_zero() || body.amount >= due {
        errors.push(FieldError::new("/amount", "amount_out_of_range").with("limit", due.to_string()));
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    sale.paid = sale.paid.plus(body.amount).map_err(too_much)?;
    let rest = due.minus(body.amount).map_err(too_much)?;
    work.asset.books.deposit = Some(body.amount);
    work.asset.books.receivable = rest;
    let receipt = receipt(work, ReceiptKind::AuctionPrice, body.amount, &body.bank_reference, at);
    take(receipt, "/amount", plan)?;
    plan.entries.push(entries::price_due(rest, "auction_price").map_err(too_much)?);
    Ok(())
}

/// What is due from the buyer no longer is; what he paid, less a deposit that he loses, is his again, as far as it still waits here.
pub(super) fn undo(facts: &AssetFacts, work: &mut Work, lost: Dong, plan: &mut Plan) -> Result<(), Refusal> {
    let (paid, taker) = work.asset.sale.as_ref().map_or((Dong::ZERO, None), |sale| (sale.paid, sale.taker));
    let receivable = std::mem::take(&mut work.asset.books.receivable);
    if !receivable.is_zero() {
        let posting = Posting::new(Account::SaleMoney, Account::Buyers, receivable).map_err(too_much)?;
        let entry = Entry::new(EntryKind::SaleMoney, "price_no_longer_due", vec![posting], None);
        plan.entries.push(entry.map_err(too_much)?);
    }
    // What was shared out already is with those who got it; what else waits is the price of other things.
    let waits = facts.money.undistributed.saturating_minus(facts.money.provisional);
    let back = paid.saturating_minus(facts.shared).min(waits).saturating_minus(lost);
    let shared = work.asset.books.shared_before.plus(facts.shared).map_err(too_much)?;
    work.asset.books.shared_before = shared;
    work.asset.handed_over_on = None;
    if !back.is_zero() {
        plan.entries.push(sale_undone(taker.map(Payee::Party), back, "sale_undone").map_err(too_much)?);
        work.asset.books.refund_due = work.asset.books.refund_due.plus(back).map_err(too_much)?;
        work.asset.books.refund_to = taker;
    }
    Ok(())
}

/// The winner defaults after he accepted the contract: a deposit that was passed on is the agency's at once (ND152 65.5). One that was not
/// waits for the organisation ([`lost_deposit`]).
pub(super) fn rescinded(
    facts: &AssetFacts,
    work: &mut Work,
    forfeited: Option<Dong>,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let passed_on = work.asset.books.deposit.take();
    if let Some(deposit) = passed_on {
        if forfeited != Some(deposit) {
            let error = FieldError::new("/forfeited_deposit", "contradicts");
            return Err(error.with("limit", deposit.to_string()).into());
        }
        plan.entries.push(entries::deposit_to_agency(deposit, "deposit_forfeited").map_err(too_much)?);
        if let Some(round) = work.asset.rounds.last_mut() {
            round.deposit_taken_on = Some(at.on);
        }
    }
    undo(facts, work, passed_on.unwrap_or_default(), plan)
}

/// A deposit was lost and has not arrived.
pub(super) fn awaited(facts: &AssetFacts, _: &Context<'_>) -> Result<String, Unmet> {
    let lost = |round: &&crate::domain::asset::Round| {
        round.deposit_taken_on.is_none() && round.forfeited_deposit.is_some_and(|sum| !sum.is_zero())
    };
    match facts.asset.rounds.iter().find(lost).and_then(|round| round.forfeited_deposit) {
        Some(amount) => Ok(amount.to_string()),
        None => Err(Unmet::new("G-DEPOSIT-LOST", "none", "a lost deposit that has not arrived")),
    }
}

/// What a lost deposit may cover: costs of this thing that the head settled (L106 53.6), that were paid ahead and its owner still owes.
fn costs_open(facts: &AssetFacts) -> Dong {
    let own = cost_decisions(&facts.case, Some(&facts.asset));
    let costs = &facts.case.coercion.costs;
    let open = costs.open_for(|decision| own.contains(&decision));
    let open = Dong::sum(open.iter().map(|cost| cost.part.amount)).unwrap_or(Dong::MAX);
    open.min(costs.left(facts.asset.owner)).min(facts.money.costs_open)
}

/// It arrives: after the auction's costs to the budget, when it was lost before any contract (AL16 39.6; ND152 65.4); with its interest to
/// the agency, when the winner defaulted on his contract (ND152 65.5).
pub(super) fn lost_deposit(
    facts: &AssetFacts,
    work: &mut Work,
    body: &RecordLostDeposit,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let mut rounds = work.asset.rounds.iter_mut();
    let lost = rounds.find(|round| {
        round.deposit_taken_on.is_none() && round.forfeited_deposit.is_some_and(|sum| !sum.is_zero())
    });
    let Some(round) = lost else { return Err(wrong("/amount", "contradicts")) };
    let (expected, to_budget) = (round.forfeited_deposit.unwrap_or_default(), round.failed_on.is_some());
    let interest = body.interest.unwrap_or_default();
    let mut errors = Vec::new();
    if body.amount != expected {
        errors.push(FieldError::new("/amount", "contradicts").with("limit", expected.to_string()));
    }
    if to_budget && !interest.is_zero() {
        errors.push(FieldError::new("/interest", "contradicts"));
    }
    let most = if to_budget { costs_open(facts).min(expected) } else { Dong::ZERO };
    match body.costs {
        None if !most.is_zero() => {
            errors.push(FieldError::new("/costs", "required").with("limit", most.to_string()));
        }
        Some(costs) if costs > most => {
            errors.push(FieldError::new("/costs", "amount_out_of_range").with("limit", most.to_string()));
        }
        _ => {}
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    round.deposit_taken_on = Some(at.on);
    let whole = body.amount.plus(interest).map_err(too_much)?;
    let receipt = receipt(work, ReceiptKind::ForfeitedDeposit, whole, &body.bank_reference, at);
    take(receipt, "/amount", plan)?;
    const MEMO: &str = "deposit_forfeited";
    let entry = if to_budget {
        let costs = body.costs.unwrap_or_default();
        let rest = whole.saturating_minus(costs);
        if !costs.is_zero() {
            // What the deposit covers nobody owes any more.
            let payment = CostPayment { party: work.asset.owner, amount: costs, on: at.on };
            work.case(facts).coercion.costs.payments.push(payment);
        }
        work.asset.books.budget_due = work.asset.books.budget_due.plus(rest).map_err(too_much)?;
        entries::deposit_to_budget(costs, rest, MEMO)
    } else {
        entries::deposit_to_agency(whole, MEMO)
    };
    plan.entries.push(entry.map_err(too_much)?);
    Ok(())
}

/// Something is owed back to a buyer.
pub(super) fn refund_due(facts: &AssetFacts, _: &Context<'_>) -> Result<String, Unmet> {
    match facts.asset.books.refund_due {
        Dong::ZERO => Err(Unmet::new("G-REFUND-DUE", "0", "a price that is owed back to the buyer")),
        due => Ok(due.to_string()),
    }
}

/// He gets all of it back (J20).
pub(super) fn refund(
    _: &AssetFacts,
    work: &mut Work,
    body: &ProposeBuyerRefund,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let amount = std::mem::take(&mut work.asset.books.refund_due);
    let to = work.asset.books.refund_to.take();
    let content = json!({ "asset": work.asset.name, "amount": amount, "to": to, "out_of": body.out_of });
    work.record(DocumentKind::PaymentOrder, content, at, plan);
    let lies = body.out_of.account();
    let posting = Posting::new(Account::Parties, lies, amount).map(|one| one.of(to.map(Payee::Party)));
    let entry =
        posting.and_then(|one| Entry::new(EntryKind::SaleUndone, &body.bank_reference, vec![one], None));
    plan.entries.push(entry.map_err(too_much)?);
    Ok(())
}

/// Something of a lost deposit is owed to the budget.
pub(super) fn remittance_due(facts: &AssetFacts, _: &Context<'_>) -> Result<String, Unmet> {
    match facts.asset.books.budget_due {
        Dong::ZERO => Err(Unmet::new("G-DEPOSIT-DUE", "0", "a lost deposit that is owed to the budget")),
        due => Ok(due.to_string()),
    }
}

/// It is paid into the budget (J21).
pub(super) fn remit(
    _: &AssetFacts,
    work: &mut Work,
    body: &ProposeDepositRemittance,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let amount = std::mem::take(&mut work.asset.books.budget_due);
    let content =
        json!({ "asset": work.asset.name, "amount": amount, "to": Payee::State, "out_of": body.out_of });
    work.record(DocumentKind::PaymentOrder, content, at, plan);
    let lies = body.out_of.account();
    let entry = entries::paid_out(Account::State, lies, Payee::State, amount, &body.voucher);
    plan.entries.push(entry.map_err(too_much)?);
    Ok(())
}
