//! What the acts on held money do: with the money, and in the books of the office and of the case that it goes to.

use serde_json::json;

use super::{BankHeldCash, CancelHeldReceipt, HeldMoneyFacts, ProposeMoneyForfeiture, ProposeMoneyRefund};
use crate::domain::case::Case;
use crate::domain::claim::Payee;
use crate::domain::document::DocumentKind;
use crate::domain::held_money::{HeldMoney, HeldMoneySource, HeldMoneyState};
use crate::domain::ids::{CaseId, DecisionId, ReceiptId};
use crate::domain::ledger::{Account, Entry, EntryKind, LedgerRefusal, Posting, entries};
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::case::arrived;
use crate::domain::lifecycle::drafts::take_up;
use crate::domain::lifecycle::plan::{Change, Plan};
use crate::domain::lifecycle::receiving::{CASH_CLOCKS, enter, leaves_office, take};
use crate::domain::payment::{Channel, Receipt, ReceiptKind};
use crate::domain::refusal::{FieldError, Refusal, wrong};

/// The sum becomes money of the case, waiting there to be distributed or returned: it leaves the office's books and comes into the
/// case's, with an official receipt for the provisional one (TT04 16.3; J03).
pub(super) fn into_case(
    facts: &HeldMoneyFacts,
    money: &mut HeldMoney,
    id: CaseId,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let mut case = checked(facts)?.clone();
    money.head.case = Some(id);
    // What this act has booked so far is the office's, though the money names its case from now on.
    let own = std::mem::take(&mut plan.entries);
    plan.office_entries.extend(own);
    if money.receipt.is_some() {
        let left = leaves_office(money.channel, money.amount, "made_official");
        plan.office_entries.extend(left.map_err(|_| wrong("/case", "amount_out_of_range"))?);
    }
    let receipt = Receipt {
        case: Some(case.id),
        matter: Some(money.head.id),
        bank_reference: Some(money.paper.clone()),
        converts: money.receipt,
        there_since: Some(money.head.received_on),
        ..Receipt::new(
            ReceiptId(at.ids.next()),
            case.office,
            ReceiptKind::MadeOfficial,
            money.channel,
            money.amount,
            at.on,
        )
    };
    let mut there = Plan::new("case", plan.code, plan.action, case.stage.as_str(), Vec::new());
    take(receipt, "/case", &mut there)?;
    arrived(&mut case, at, &mut there);
    there.changes.push(Change::Case(Box::new(case)));
    plan.also.push(there);
    Ok(())
}

fn checked(facts: &HeldMoneyFacts) -> Result<&Case, Refusal> {
    match facts.case.as_deref() {
        None => Err(wrong("/case", "not_in_list")),
        Some(case) if case.office != facts.money.head.office => Err(wrong("/case", "not_in_list")),
        Some(case) if case.stage.is_final() => Err(wrong("/case", "contradicts")),
        Some(case) => Ok(case),
    }
}

/// Owed to the budget and paid into it by one voucher (J19).
pub(super) fn forfeit(money: &mut HeldMoney, at: &Context<'_>, plan: &mut Plan) -> Result<(), Refusal> {
    let body: ProposeMoneyForfeiture = take_up(&mut money.drafts, "forfeit_money", at, plan)?;
    let content = json!({ "amount": money.amount, "searches": body.searches, "voucher": body.voucher });
    plan.record(at, DocumentKind::ForfeitureDecision, plan.prepared_by, content);
    if money.receipt.is_some() {
        plan.entries.extend(to_budget(money).map_err(|_| wrong("/draft", "amount_out_of_range"))?);
    }
    money.forfeited_on = Some(at.on);
    money.state = match money.source {
        HeldMoneySource::Prison => HeldMoneyState::PrisonForfeited,
        HeldMoneySource::Provisional => HeldMoneyState::ProvisionalForfeited,
    };
    Ok(())
}

fn to_budget(money: &HeldMoney) -> Result<[Entry; 2], LedgerRefusal> {
    const MEMO: &str = "held_money_forfeited";
    let (amount, lies) = (money.amount, money.channel.account());
    let owed = Posting::new(Account::Held, Account::State, amount)?.of(Some(Payee::State));
    let owed = Entry::new(EntryKind::Forfeited, MEMO, vec![owed], None)?;
    Ok([owed, entries::paid_out(Account::State, lies, Payee::State, amount, MEMO)?])
}

/// Provisional money comes back only to be enforced: its judgment has come (L106 57.4).
pub(super) fn check_refund(facts: &HeldMoneyFacts, body: &ProposeMoneyRefund) -> Result<(), Refusal> {
    match (facts.money.source, body.case) {
        (HeldMoneySource::Provisional, None) => Err(FieldError::new("/case", "required").into()),
        (_, None) => Ok(()),
        (_, Some(_)) => checked(facts).map(|_| ()),
    }
}

/// The budget pays it back by transfer, with a receipt; it goes on into the case, or to its receiver at once (J19).
pub(super) fn refund(
    facts: &HeldMoneyFacts,
    money: &mut HeldMoney,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let body: ProposeMoneyRefund = take_up(&mut money.drafts, "refund_money", at, plan)?;
    check_refund(facts, &body)?;
    let too_much = |_| wrong("/draft", "amount_out_of_range");
    money.channel = Channel::Transfer;
    let receipt = Receipt {
        matter: Some(money.head.id),
        bank_reference: Some(body.refund_order.clone()),
        ..Receipt::new(
            ReceiptId(at.ids.next()),
            money.head.office,
            ReceiptKind::BudgetRefund,
            money.channel,
            money.amount,
            at.on,
        )
    };
    money.receipt = Some(receipt.id);
    let back = Posting::new(money.channel.account(), Account::Held, money.amount).map_err(too_much)?;
    let back = Entry::new(EntryKind::Forfeited, "held_money_refunded", vec![back], None).map_err(too_much)?;
    enter(receipt, back, plan);
    match body.case {
        Some(case) => into_case(facts, money, case, at, plan)?,
        None => {
            let paid =
                Posting::new(Account::Held, money.channel.account(), money.amount).map_err(too_much)?;
            let paid = Entry::new(EntryKind::ProvisionalIn, "held_money_returned", vec![paid], None);
            plan.entries.push(paid.map_err(too_much)?);
        }
    }
    let content =
        json!({ "amount": money.amount, "proof": body.proof, "order": body.refund_order, "case": body.case });
    plan.record(at, DocumentKind::RefundFile, plan.prepared_by, content);
    money.state = HeldMoneyState::Refunded;
    money.settled_on = Some(at.on);
    Ok(())
}

/// The cashier has its cash.
pub(super) fn hand_in(money: &mut HeldMoney, plan: &mut Plan) {
    money.cash_out = false;
    CASH_CLOCKS.iter().for_each(|key| plan.close(key, None));
}

/// All of it goes to the account, in one paper (J04).
pub(super) fn bank(money: &mut HeldMoney, body: &BankHeldCash, plan: &mut Plan) -> Result<(), Refusal> {
    let into = body.into.account();
    if money.receipt.is_some() {
        let entry = entries::banked(Account::Cash, into, money.amount, &body.paper);
        plan.entries.push(entry.map_err(|_| wrong("/into", "contradicts"))?);
    }
    money.channel = if into == Account::Treasury { Channel::Treasury } else { Channel::Transfer };
    hand_in(money, plan);
    Ok(())
}

/// There is a receipt, and its money is where it came to.
pub(super) fn check_cancellation(facts: &HeldMoneyFacts, at: &Context<'_>) -> Result<(), Refusal> {
    let Some(brief) = &facts.receipt else { return Err(wrong("/receipt", "not_in_list")) };
    let mut errors = brief.faults(at);
    // One line of a list has no receipt of its own: it goes back, it is not cancelled.
    let own = brief.receipt.matter == Some(facts.money.head.id);
    if !own || brief.receipt.channel.account() != facts.money.channel.account() {
        errors.push(FieldError::new("/receipt", "contradicts"));
    }
    if errors.is_empty() { Ok(()) } else { Err(errors.into()) }
}

pub(super) fn cancel(
    facts: &HeldMoneyFacts,
    money: &mut HeldMoney,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let body: CancelHeldReceipt = take_up(&mut money.drafts, "cancel_receipt", at, plan)?;
    check_cancellation(facts, at)?;
    let Some(brief) = &facts.receipt else { return Err(wrong("/receipt", "not_in_list")) };
    let content = json!({ "receipt": brief.receipt.id, "number": brief.receipt.number,
        "amount": money.amount, "reason": body.reason });
    let document = plan.record(at, DocumentKind::ReceiptCancellation, plan.prepared_by, content);
    brief.reverse(&body.reason, DecisionId(document), at, plan)?;
    plan.cancelled.push(money.source.clock().to_owned());
    money.cash_out = false;
    money.state = HeldMoneyState::Cancelled;
    money.settled_on = Some(at.on);
    Ok(())
}
