//! The price comes in, or does not (ND152 65.1, 65.5, 65.6).

use super::money::rescinded;
use super::{ExtendPayment, RecordPayment, RescindSale};
use crate::domain::asset::{AssetState, SaleKind};
use crate::domain::case::TermDeposit;
use crate::domain::ids::ReceiptId;
use crate::domain::ledger::Account;
use crate::domain::ledger::entries::{price_paid, saved};
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::asset::{AssetFacts, OnPaper, Work};
use crate::domain::lifecycle::plan::Plan;
use crate::domain::lifecycle::receiving::{enter, take};
use crate::domain::money::Dong;
use crate::domain::payment::{Channel, Receipt, ReceiptKind};
use crate::domain::refusal::{FieldError, Refusal, wrong};

/// In the agency's name, for one month, until the asset can be handed over (ND152 30.7): the price lies in savings then.
pub(in crate::domain::lifecycle::asset) fn deposit(
    facts: &AssetFacts,
    work: &mut Work,
    body: &OnPaper,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    work.asset.money_deposited_on = Some(at.on);
    let paid = work.asset.sale.as_ref().map_or(Dong::ZERO, |sale| sale.paid);
    let amount = paid.min(facts.money.bank);
    if amount.is_zero() {
        return Ok(());
    }
    let matures_on = at.law.deadline("hold_deposit_term", at.on, at.on)?.due_on;
    let entry = saved(Account::Bank, amount, "term deposit");
    plan.entries.push(entry.map_err(|_| wrong("", "amount_out_of_range"))?);
    let asset = Some(work.asset.id);
    work.case(facts).standstill.deposits.push(TermDeposit {
        decision: None,
        asset,
        distribution: None,
        interest: Dong::ZERO,
        freed: Vec::new(),
        amount,
        bank: body.paper.clone(),
        slip: body.paper.clone(),
        from: at.on,
        matures_on,
        drawn_on: None,
    });
    Ok(())
}

/// Into the agency's account, never in cash (ND152 65.1), within the term, never more than the price.
pub(in crate::domain::lifecycle::asset) fn pay(
    work: &mut Work,
    body: &RecordPayment,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let Some(sale) = &mut work.asset.sale else {
        return Err(wrong("", "contradicts"));
    };
    let due = sale.payable.saturating_minus(sale.paid);
    let mut errors = Vec::new();
    if body.channel == Channel::Cash {
        errors.push(FieldError::new("/channel", "G55_NO_CASH"));
    } else if body.bank_reference.is_none() {
        errors.push(FieldError::new("/bank_reference", "required"));
    }
    if body.amount > due || (body.amount.is_zero() && !due.is_zero()) {
        errors.push(FieldError::new("/amount", "amount_out_of_range").with("limit", due.to_string()));
    }
    if at.on > sale.pay_until {
        let code = if sale.by.is_taking() { "G56_TAKER_PAID" } else { "G55_BUYER_PAID" };
        let late = FieldError::new("/effective_on", code).with("date", sale.pay_until.to_string());
        errors.push(late.with("amount", due.to_string()));
    }
    if at.on < sale.on {
        errors.push(FieldError::new("/effective_on", "contradicts"));
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    sale.paid = sale.paid.plus(body.amount).map_err(|_| wrong("/amount", "amount_out_of_range"))?;
    let (by, payer) = (sale.by, sale.taker);
    if sale.paid >= sale.payable {
        paid_in_full(work, at, plan)?;
    }
    if body.amount.is_zero() {
        return Ok(());
    }
    let kind = price_kind(by);
    let receipt = Receipt {
        case: Some(work.asset.case),
        asset: Some(work.asset.id),
        payer,
        bank_reference: body.bank_reference.clone(),
        ..Receipt::new(ReceiptId(at.ids.next()), work.asset.office, kind, body.channel, body.amount, at.on)
    };
    let receivable = work.asset.books.receivable;
    if receivable.is_zero() {
        return take(receipt, "/amount", plan);
    }
    // What was booked as due from the buyer is paid.
    let entry = price_paid(body.channel.account(), body.amount, kind.as_str());
    work.asset.books.receivable = receivable.saturating_minus(body.amount);
    enter(receipt, entry.map_err(|_| wrong("/amount", "amount_out_of_range"))?, plan);
    Ok(())
}

/// What a payment of this sale is on its receipt.
fn price_kind(by: SaleKind) -> ReceiptKind {
    match by {
        SaleKind::Auction => ReceiptKind::AuctionPrice,
        SaleKind::Taking | SaleKind::AgreedTaking => ReceiptKind::TakingPrice,
        SaleKind::Preemption | SaleKind::Direct | SaleKind::Special => ReceiptKind::DirectPrice,
    }
}

/// The days of the handover begin; those of a sale without auction run from the sale already (ND152 67.1).
fn paid_in_full(work: &mut Work, at: &Context<'_>, plan: &mut Plan) -> Result<(), Refusal> {
    let Some(sale) = &mut work.asset.sale else { return Ok(()) };
    let key = match sale.by {
        SaleKind::Auction | SaleKind::Taking | SaleKind::Preemption => "handover.auction",
        SaleKind::AgreedTaking => "handover.agreed",
        SaleKind::Direct | SaleKind::Special => "handover.direct",
    };
    let from = if key == "handover.direct" { sale.on } else { at.on };
    sale.paid_on = Some(at.on);
    sale.hand_over_until = Some(at.law.deadline(key, from, at.on)?.due_on);
    if sale.by != SaleKind::Direct {
        plan.open(at, key, from, None);
    }
    if key == "handover.auction" {
        plan.open(at, "sale.deposit", at.on, None);
    }
    let closes: &[&str] = match sale.by {
        SaleKind::Auction => &["buyer.pay", "buyer.pay.max"],
        SaleKind::Taking | SaleKind::AgreedTaking => &["take.pay"],
        SaleKind::Preemption => &["preempt.pay"],
        SaleKind::Direct | SaleKind::Special => &[],
    };
    closes.iter().for_each(|key| plan.close(key, None));
    work.asset.state = AssetState::Paid;
    Ok(())
}

/// Parties and winner may agree on a longer term, within the law's limit from the sale on (ND152 65.1).
pub(super) fn extend(
    work: &mut Work,
    body: &ExtendPayment,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let Some(sale) = &mut work.asset.sale else { return Ok(()) };
    if sale.by != SaleKind::Auction {
        return Err(wrong("/until", "contradicts"));
    }
    let last = at.law.deadline("buyer.pay.max", sale.on, at.on)?.due_on;
    if at.on > sale.pay_until || body.until <= sale.pay_until || body.until > last {
        let late = FieldError::new("/until", "G55_BUYER_PAID").with("date", last.to_string());
        return Err(late.with("amount", sale.payable.saturating_minus(sale.paid).to_string()).into());
    }
    sale.pay_until = body.until;
    sale.extended = true;
    plan.close("buyer.pay", None);
    plan.open(at, "buyer.pay.max", sale.on, None);
    Ok(())
}

/// The deposit of a winner who accepted the contract and defaulted falls to the agency; it never enters a distribution (ND152 65.5).
pub(super) fn rescind(
    facts: &AssetFacts,
    work: &mut Work,
    body: &RescindSale,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    // Only a winner at auction has paid a deposit; a round before another sale keeps what it lost.
    let at_auction = work.asset.sale.as_ref().is_some_and(|sale| sale.by == SaleKind::Auction);
    if !at_auction && body.forfeited_deposit.is_some() {
        return Err(wrong("/forfeited_deposit", "contradicts"));
    }
    rescinded(facts, work, body.forfeited_deposit, at, plan)?;
    if let Some(round) = work.asset.rounds.last_mut().filter(|_| at_auction) {
        round.forfeited_deposit = body.forfeited_deposit;
    }
    work.asset.state = AssetState::SaleRescinded;
    Ok(())
}
