//! The auction: choice of the organisation, contract, announcement, session, reductions, the creditor's option
//! (L106 83–84; ND152 65; auction law).

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde_json::json;

use super::guards::{
    BEFORE_OPTION, CERTIFICATE, CHOSEN, COST_FLOOR, FAILURE, FLOOR_REACHED, NO_HOLD, NO_SELECTION,
    NOT_CHOSEN, OPTION, POSTED, PREEMPTION, REDEEM_OVER, SELECTION_NOTICE,
};
use super::{
    AssetFacts, ChooseAuctionOrganisation, CreditorTakes, DecideReduction, PublishSelectionNotice,
    RecordSale, SignAuctionContract, Work, row,
};
use crate::domain::asset::{AssetState, Round, Sale, SaleKind, Selection};
use crate::domain::document::DocumentKind;
use crate::domain::lifecycle::plan::Plan;
use crate::domain::lifecycle::{Clock, Context, To, Transition};
use crate::domain::money::Dong;
use crate::domain::refusal::wrong;
use crate::domain::refusal::{FieldError, Refusal};

pub(super) const ROWS: &[Transition<AssetFacts>] = &[
    Transition {
        guards: &[NO_SELECTION, NO_HOLD],
        document: Some(DocumentKind::SelectionNotice),
        opens: &[Clock::Effect("al.select_notice")],
        ..row("A-36N", "publish_selection_notice", &["ready_for_auction"], To::Same)
    },
    Transition {
        guards: &[SELECTION_NOTICE, NOT_CHOSEN, NO_HOLD],
        closes: &[Clock::Act("al.select_notice")],
        ..row("A-36O", "choose_auction_organisation", &["ready_for_auction"], To::Same)
    },
    Transition {
        guards: &[SELECTION_NOTICE, CHOSEN, CERTIFICATE, PREEMPTION, COST_FLOOR, NO_HOLD],
        document: Some(DocumentKind::AuctionContract),
        closes: &[Clock::Act("auction.contract")],
        ..row("A-36", "sign_auction_contract", &["ready_for_auction"], To::State("auction_contracted"))
    },
    Transition {
        guards: &[NO_HOLD],
        ..row("A-37", "announce_auction", &["auction_contracted"], To::State("auction_announced"))
    },
    Transition {
        guards: &[POSTED, NO_HOLD],
        opens: &[Clock::Effect("buyer.pay")],
        ..row("A-43", "record_sale", &["auction_announced"], To::State("sold_unpaid"))
    },
    Transition {
        guards: &[POSTED],
        opens: &[Clock::Act("fail.notice"), Clock::Act("reduce.decide")],
        ..row("A-44", "record_failed_auction", &["auction_announced"], To::State("auction_failed"))
    },
    Transition {
        guards: &[FAILURE, BEFORE_OPTION, NO_HOLD],
        document: Some(DocumentKind::ReductionDecision),
        opens: &[Clock::Effect("notify"), Clock::Effect("send_vks")],
        closes: &[Clock::Act("reduce.decide"), Clock::Act("fail.notice")],
        ..row("A-46", "decide_reduction", &["auction_failed"], To::State("ready_for_auction"))
    },
    Transition {
        guards: &[FAILURE, OPTION, COST_FLOOR, NO_HOLD],
        document: Some(DocumentKind::ReductionDecision),
        opens: &[Clock::Effect("notify"), Clock::Effect("send_vks")],
        closes: &[Clock::Act("reduce.decide")],
        ..row("A-53", "decide_reduction", &["creditor_option"], To::State("ready_for_auction"))
    },
    Transition {
        guards: &[FAILURE, OPTION, NO_HOLD],
        closes: &[Clock::Act("fail.notice")],
        ..row("A-47", "offer_to_creditor", &["auction_failed"], To::State("creditor_option"))
    },
    Transition {
        guards: &[FLOOR_REACHED, NO_HOLD],
        ..row("A-76", "offer_to_creditor", &["ready_for_auction"], To::State("creditor_option"))
    },
    Transition {
        guards: &[OPTION, NO_HOLD],
        opens: &[Clock::Effect("take.debtor_redeem")],
        ..row("A-48", "creditor_takes", &["creditor_option"], To::State("take_debtor_notice"))
    },
    Transition {
        guards: &[REDEEM_OVER],
        opens: &[Clock::Effect("take.pay")],
        closes: &[Clock::Act("take.debtor_redeem")],
        ..row("A-50", "call_for_taking_payment", &["take_debtor_notice"], To::State("take_due"))
    },
];

pub(super) fn publish_selection(
    work: &mut Work,
    body: &PublishSelectionNotice,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let until = plan.must_open(at, "al.select_notice", at.on, None)?;
    work.record(DocumentKind::SelectionNotice, json!({ "national_portal": body.national_portal }), at, plan);
    work.asset.selection = Some(Selection {
        published_on: at.on,
        published_at: vec![body.own_page.clone(), body.national_portal.clone()],
        notice_until: until,
        chosen: None,
        chosen_on: None,
    });
    Ok(())
}

pub(super) fn choose(
    work: &mut Work,
    body: &ChooseAuctionOrganisation,
    at: &Context<'_>,
) -> Result<(), Refusal> {
    if !body.scored {
        return Err(wrong("/scored", "G42_ORG"));
    }
    if let Some(selection) = &mut work.asset.selection {
        selection.chosen = Some(body.organisation.clone());
        selection.chosen_on = Some(at.on);
    }
    Ok(())
}

/// Start price as fixed, deposit within the law's bounds, session after the posting and within its term (L106 83.2.a).
pub(super) fn contract(
    work: &mut Work,
    body: &SignAuctionContract,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let fixed = work.asset.start_price.unwrap_or(Dong::ZERO);
    let mut errors = Vec::new();
    if body.start_price != fixed {
        errors.push(FieldError::new("/start_price", "G39_START_PRICE").with("amount", fixed.to_string()));
    }
    let lowest = at.law.rate("al.deposit_rate_min", at.on)?;
    let highest = at.law.rate("al.deposit_rate_max", at.on)?;
    let deposit = Decimal::new(i64::from(body.deposit_permille), 3);
    if deposit < lowest || deposit > highest {
        errors.push(
            FieldError::new("/deposit_permille", "G43_CONTRACT").with("list", format!("{lowest}–{highest}")),
        );
    }
    if !body.pause_and_stop_clauses {
        errors.push(
            FieldError::new("/pause_and_stop_clauses", "G43_CONTRACT").with("list", "pause_and_stop_clauses"),
        );
    }
    let real_estate = work.asset.kind.is_real_estate();
    let last = at.law.deadline(
        if real_estate { "auction.session.re" } else { "auction.session.mv" },
        at.on,
        at.on,
    )?;
    if body.session_on > last.due_on || body.session_on <= at.on {
        let error = FieldError::new("/session_on", "G45_SESSION_DATE").with("date", last.due_on.to_string());
        errors.push(error);
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let chosen =
        work.asset.selection.as_ref().and_then(|selection| selection.chosen.clone()).unwrap_or_default();
    work.record(
        DocumentKind::AuctionContract,
        json!({ "organisation": chosen, "start_price": fixed }),
        at,
        plan,
    );
    work.asset.rounds.push(Round {
        start_price: fixed,
        organisation: chosen,
        contracted_on: at.on,
        deposit_permille: body.deposit_permille,
        posted_on: None,
        session_on: Some(body.session_on),
        failed_on: None,
    });
    work.asset.state = AssetState::AuctionContracted;
    Ok(())
}

/// Posted at least so long before the session (AL16 35.1); a round after the second failure has a shorter time (AL16 53).
pub(super) fn announce(work: &mut Work, at: &Context<'_>) -> Result<(), Refusal> {
    let key = match (work.asset.kind.is_real_estate(), work.asset.reductions >= 2) {
        (true, false) => "al.post_re",
        (true, true) => "al.simplified_post_re",
        (false, false) => "al.post_mv",
        (false, true) => "al.simplified_post_mv",
    };
    let Some(round) = work.asset.rounds.last_mut() else {
        return Ok(());
    };
    let latest = at.law.deadline(key, round.session_on.unwrap_or(at.on), at.on)?.due_on;
    if at.on > latest {
        let late = FieldError::new("/effective_on", "G44_NOTICE").with("date", latest.to_string());
        return Err(Refusal::Content(vec![late.with("list", key)]));
    }
    round.posted_on = Some(at.on);
    work.asset.state = AssetState::AuctionAnnounced;
    Ok(())
}

/// Never below the start price of the running round, even to a single bidder (AL24 49.1).
pub(super) fn sold(
    work: &mut Work,
    body: &RecordSale,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let start = work.asset.rounds.last().map(|round| round.start_price).unwrap_or(Dong::ZERO);
    if body.price < start || body.price.is_zero() {
        return Err(Refusal::Content(vec![
            FieldError::new("/price", "G39_START_PRICE").with("amount", start.to_string()),
        ]));
    }
    let pay_until = plan.must_open(at, "buyer.pay", at.on, None)?;
    work.asset.sale = Some(Sale {
        price: body.price,
        payable: body.price,
        paid: Dong::ZERO,
        by: SaleKind::Auction,
        taker: None,
        on: at.on,
        pay_until,
        paid_on: None,
    });
    work.asset.state = AssetState::SoldUnpaid;
    Ok(())
}

pub(super) fn failed(work: &mut Work, at: &Context<'_>) -> Result<(), Refusal> {
    if let Some(round) = work.asset.rounds.last_mut() {
        round.failed_on = Some(at.on);
    }
    work.asset.state = AssetState::AuctionFailed;
    Ok(())
}

/// At most the legal share below the previous start price, and never up (L106 83.3): `ceil(P · (1 − rate)) ≤ new < P`.
pub(super) fn reduce(
    work: &mut Work,
    body: &DecideReduction,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let previous = work.asset.rounds.last().map(|round| round.start_price).unwrap_or(Dong::ZERO);
    let lowest = lowest_price(previous, at)?;
    if body.new_price < lowest || body.new_price >= previous {
        let error = FieldError::new("/new_price", "G46_REDUCE").with("limit", lowest.to_string());
        return Err(Refusal::Content(vec![error]));
    }
    if work.asset.state == AssetState::CreditorOption && !body.creditor_refused {
        return Err(wrong("/creditor_refused", "G49_REFUSAL"));
    }
    let content = json!({ "from": previous, "to": body.new_price });
    work.issue(DocumentKind::ReductionDecision, content, at, plan);
    work.asset.reductions += 1;
    work.asset.start_price = Some(body.new_price);
    // A new round is a new contract after a new choice; the organisation may be chosen again.
    work.asset.selection = None;
    work.asset.state = AssetState::ReadyForAuction;
    Ok(())
}

fn lowest_price(previous: Dong, at: &Context<'_>) -> Result<Dong, Refusal> {
    let rate = at.law.rate("price.reduction_max_rate", at.on)?;
    let lowest = (Decimal::from(previous.get()) * (Decimal::ONE - rate)).ceil();
    lowest
        .to_i64()
        .and_then(|dong| Dong::new(dong).ok())
        .ok_or_else(|| wrong("/new_price", "amount_out_of_range"))
}

pub(super) fn offer(work: &mut Work) -> Result<(), Refusal> {
    work.asset.state = AssetState::CreditorOption;
    Ok(())
}

/// The debtor is told and has his days to redeem (ND152 65.6); the taker pays the price less his own share (ND152 66).
pub(super) fn takes(
    facts: &AssetFacts,
    work: &mut Work,
    body: &CreditorTakes,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let price = work.asset.start_price.unwrap_or(Dong::ZERO);
    let mut errors = Vec::new();
    if !facts.creditors.contains(&body.creditor) {
        errors.push(FieldError::new("/creditor", "not_a_party"));
    }
    if body.payable > price {
        errors.push(FieldError::new("/payable", "amount_out_of_range").with("limit", price.to_string()));
    }
    if facts.creditors.len() > 1 && !body.others_consent {
        errors.push(FieldError::new("/others_consent", "G57_TAKE_AGREED"));
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let redeem_until = plan.must_open(at, "take.debtor_redeem", at.on, None)?;
    work.asset.sale = Some(Sale {
        price,
        payable: body.payable,
        paid: Dong::ZERO,
        by: SaleKind::Taking,
        taker: Some(body.creditor),
        on: at.on,
        pay_until: redeem_until,
        paid_on: None,
    });
    work.asset.state = AssetState::TakeDebtorNotice;
    Ok(())
}

pub(super) fn call_for_payment(work: &mut Work, at: &Context<'_>, plan: &mut Plan) -> Result<(), Refusal> {
    let pay_until = plan.must_open(at, "take.pay", at.on, None)?;
    if let Some(sale) = &mut work.asset.sale {
        sale.pay_until = pay_until;
    }
    work.asset.state = AssetState::TakeDue;
    Ok(())
}
