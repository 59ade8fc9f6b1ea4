//! Payment, handover and the end of an asset file (L106 83, 86, 95; ND152 65–67).

use serde_json::json;

use super::guards::{DELIVERY_FREE, DISTRIBUTED, PAID, PAY_OVER};
use super::{AssetFacts, HandOver, RecordPayment, ReleaseSeizure, SeizureReleaseGround, Work, row};
use crate::domain::actor::Role;
use crate::domain::asset::{AssetState, SaleKind};
use crate::domain::document::DocumentKind;
use crate::domain::ids::ReceiptId;
use crate::domain::ledger::entries::sale_money;
use crate::domain::lifecycle::plan::Plan;
use crate::domain::lifecycle::{Clock, Context, To, Transition, Who};
use crate::domain::payment::{Channel, Receipt, ReceiptKind};
use crate::domain::refusal::wrong;
use crate::domain::refusal::{FieldError, Refusal};

const ACCOUNTANT: &[Who] = &[Who::Role(Role::Accountant)];

pub(super) const ROWS: &[Transition<AssetFacts>] = &[
    Transition {
        who: ACCOUNTANT,
        document: Some(DocumentKind::Receipt),
        opens: &[Clock::Effect("handover.auction")],
        closes: &[Clock::Effect("buyer.pay")],
        ..row("A-56", "record_buyer_payment", &["sold_unpaid"], To::OneOf(&["sold_unpaid", "paid"]))
    },
    Transition {
        who: ACCOUNTANT,
        document: Some(DocumentKind::Receipt),
        opens: &[Clock::Effect("handover.auction")],
        closes: &[Clock::Effect("take.pay")],
        ..row("A-51", "record_taking_payment", &["take_due"], To::OneOf(&["take_due", "paid"]))
    },
    Transition {
        guards: &[PAY_OVER],
        closes: &[Clock::Act("take.pay")],
        ..row("A-52", "lapse_taking", &["take_due"], To::State("creditor_option"))
    },
    Transition {
        guards: &[PAY_OVER],
        closes: &[Clock::Act("buyer.pay")],
        ..row("A-57", "rescind_sale", &["sold_unpaid"], To::State("sale_rescinded"))
    },
    Transition {
        guards: &[PAID, DELIVERY_FREE],
        document: Some(DocumentKind::HandoverDecision),
        opens: &[
            Clock::Act("title.file"),
            Clock::Act("payout"),
            Clock::Effect("notify"),
            Clock::Effect("send_vks"),
        ],
        closes: &[Clock::Act("handover.auction")],
        ..row("A-59", "hand_over", &["paid"], To::State("handed_over"))
    },
    Transition {
        guards: &[DISTRIBUTED],
        closes: &[Clock::Act("title.file")],
        ..row("A-63", "close_asset", &["handed_over"], To::State("closed"))
    },
    Transition {
        document: Some(DocumentKind::ReleaseDecision),
        opens: &[Clock::Effect("notify"), Clock::Effect("send_vks")],
        closes: &[Clock::Act("*")],
        ..row(
            "A-67",
            "release_seizure",
            &[
                "seizure_decided",
                "seized",
                "valuing",
                "price_notified",
                "revaluing",
                "ready_for_auction",
                "auction_contracted",
                "auction_announced",
                "auction_failed",
                "creditor_option",
                "sale_rescinded",
            ],
            To::State("released"),
        )
    },
];

/// Into the agency's account, never in cash (ND152 65.1), within the term, never more than the price.
pub(super) fn pay(
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
        let late =
            FieldError::new("/effective_on", "G55_BUYER_PAID").with("date", sale.pay_until.to_string());
        errors.push(late.with("amount", due.to_string()));
    }
    if at.on < sale.on {
        errors.push(FieldError::new("/effective_on", "contradicts"));
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    sale.paid = sale.paid.plus(body.amount).map_err(|_| wrong("/amount", "amount_out_of_range"))?;
    let taking = sale.by == SaleKind::Taking;
    let kind = if taking { ReceiptKind::TakingPrice } else { ReceiptKind::AuctionPrice };
    let payer = sale.taker;
    let whole = sale.paid >= sale.payable;
    if whole {
        sale.paid_on = Some(at.on);
        work.asset.state = AssetState::Paid;
        plan.open(at, "handover.auction", at.on, None);
        plan.close(if taking { "take.pay" } else { "buyer.pay" }, None);
    }
    if body.amount.is_zero() {
        return Ok(());
    }
    let entry = sale_money(body.channel.account(), body.amount, kind.as_str())
        .map_err(|_| wrong("/amount", "amount_out_of_range"))?;
    plan.entries.push(entry);
    plan.receipts.push(Receipt {
        id: ReceiptId(at.ids.next()),
        office: work.asset.office,
        case: work.asset.case,
        asset: Some(work.asset.id),
        number: String::new(),
        kind,
        channel: body.channel,
        amount: body.amount,
        payer,
        bank_reference: body.bank_reference.clone(),
        received_on: at.on,
    });
    Ok(())
}

pub(super) fn lapse(work: &mut Work) -> Result<(), Refusal> {
    work.asset.sale = None;
    work.asset.state = AssetState::CreditorOption;
    Ok(())
}

pub(super) fn rescind(work: &mut Work) -> Result<(), Refusal> {
    work.asset.state = AssetState::SaleRescinded;
    Ok(())
}

pub(super) fn hand_over(
    facts: &AssetFacts,
    work: &mut Work,
    body: &HandOver,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let mut errors = Vec::new();
    if !body.vacant {
        errors.push(FieldError::new("/vacant", "G60_HANDOVER").with("list", "vacant"));
    }
    if !body.receiver_present {
        errors.push(FieldError::new("/receiver_present", "G60_HANDOVER").with("list", "receiver_present"));
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let content = json!({ "asset": work.asset.name });
    work.issue(DocumentKind::HandoverDecision, content, at, plan);
    // The seizure has done its work when the asset leaves the debtor.
    let mut case = facts.case.clone();
    end_seizure(facts, &mut case, at);
    work.case = Some(Box::new(case));
    work.asset.handed_over_on = Some(at.on);
    work.asset.state = AssetState::HandedOver;
    Ok(())
}

pub(super) fn close(work: &mut Work) -> Result<(), Refusal> {
    work.asset.state = AssetState::Closed;
    Ok(())
}

/// A release by performance needs debt and costs settled (L106 95.3.b); any release ends the seizure in the case.
pub(super) fn release(
    facts: &AssetFacts,
    work: &mut Work,
    body: &ReleaseSeizure,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    if body.ground == SeizureReleaseGround::Performed && !facts.case.outstanding().is_zero() {
        let owed = facts.case.outstanding().to_string();
        return Err(Refusal::Content(vec![FieldError::new("/ground", "G61_RELEASE").with("amount", owed)]));
    }
    let content = json!({ "ground": body.ground, "proof": body.proof });
    work.issue(DocumentKind::ReleaseDecision, content, at, plan);
    let mut case = facts.case.clone();
    end_seizure(facts, &mut case, at);
    work.case = Some(Box::new(case));
    work.asset.state = AssetState::Released;
    Ok(())
}

fn end_seizure(facts: &AssetFacts, case: &mut crate::domain::case::Case, at: &Context<'_>) {
    let ordered = |id| facts.asset.decisions.iter().any(|decision| decision.id == id);
    for measure in case.measures.iter_mut().filter(|measure| ordered(measure.decision)) {
        measure.released_on.get_or_insert(at.on);
    }
}
