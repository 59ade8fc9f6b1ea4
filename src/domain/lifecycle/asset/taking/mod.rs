//! After a failed session: reduction, the creditor's option, taking, return to the debtor (L106 83.3, 86.1; ND152 55.4, 65.6,
//! 65.7, 66).

mod bodies;
mod payable;

use serde_json::json;

pub use bodies::*;

use super::auction::SESSION;
use super::delivery::{ACCOUNTANT, pay};
use super::guards::{
    BEFORE_OPTION, BEFORE_WINNER_GUARD, COST_FLOOR, DEBT_PERFORMED, FAILURE, FLOOR_REACHED, NO_DISPUTE,
    NO_HOLD, OPTION, PAY_OVER, REDEEM_OVER, SECURED_FLOOR_REACHED, TAKING_UNTOLD,
};
use super::{AssetFacts, BEFORE_WINNER, Phase, Work, lowest_after, row};
use crate::domain::asset::{AssetState, Sale, SaleKind};
use crate::domain::document::DocumentKind;
use crate::domain::lifecycle::plan::Plan;
use crate::domain::lifecycle::{Clock, Context, To, Transition};
use crate::domain::money::Dong;
use crate::domain::refusal::{FieldError, Refusal, wrong};

pub(super) const ROWS: &[Transition<AssetFacts>] = &[
    Transition {
        guards: &[FAILURE, BEFORE_OPTION, NO_DISPUTE, NO_HOLD],
        document: Some(DocumentKind::ReductionDecision),
        opens: &[Clock::Effect("notify"), Clock::Effect("send_vks")],
        closes: &[Clock::Act("reduce.decide"), Clock::Act("fail.notice")],
        ..row("A-46", "decide_reduction", &["auction_failed"], To::State("ready_for_auction"))
    },
    Transition {
        guards: &[FAILURE, OPTION, COST_FLOOR, NO_DISPUTE, NO_HOLD],
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
        guards: &[OPTION, NO_DISPUTE, NO_HOLD],
        opens: &[Clock::Act("take.notify_debtor")],
        ..row("A-48", "creditor_takes", &["creditor_option"], To::State("take_debtor_notice"))
    },
    Transition {
        guards: &[TAKING_UNTOLD],
        opens: &[Clock::Effect("take.debtor_redeem")],
        closes: &[Clock::Act("take.notify_debtor")],
        ..row("A-48N", "tell_debtor_of_taking", &["take_debtor_notice"], To::Same)
    },
    Transition {
        guards: &[REDEEM_OVER],
        opens: &[Clock::Effect("take.pay")],
        closes: &[Clock::Act("take.debtor_redeem")],
        ..row("A-50", "call_for_taking_payment", &["take_debtor_notice"], To::State("take_due"))
    },
    Transition {
        who: ACCOUNTANT,
        document: Some(DocumentKind::Receipt),
        opens: &[Clock::Effect("handover.auction"), Clock::Effect("handover.agreed")],
        closes: &[Clock::Effect("take.pay")],
        ..row("A-51", "record_taking_payment", &["take_due"], To::OneOf(&["take_due", "paid"]))
    },
    Transition {
        guards: &[PAY_OVER],
        closes: &[Clock::Act("take.pay")],
        ..row("A-52", "lapse_taking", &["take_due"], To::OneOf(BEFORE_WINNER))
    },
    Transition {
        guards: &[FLOOR_REACHED, NO_HOLD],
        document: Some(DocumentKind::HandoverDecision),
        opens: &[Clock::Effect("notify"), Clock::Effect("send_vks")],
        closes: &[Clock::Act("reduce.decide")],
        ..row("A-54", "return_restricted", &["creditor_option"], To::State("returned_restricted"))
    },
    Transition {
        guards: &[SECURED_FLOOR_REACHED],
        document: Some(DocumentKind::ReleaseDecision),
        opens: &[Clock::Effect("notify"), Clock::Effect("send_vks")],
        closes: &[Clock::Act("*")],
        ..row(
            "A-55",
            "revoke_seizure",
            &["ready_for_auction", "auction_failed", "auction_stopped", "creditor_option"],
            To::State("seizure_revoked"),
        )
    },
    Transition {
        guards: &[DEBT_PERFORMED],
        document: Some(DocumentKind::ReleaseDecision),
        opens: &[Clock::Effect("notify"), Clock::Effect("send_vks")],
        ..row("A-70", "lift_restriction", &["returned_restricted"], To::State("released"))
    },
    Transition {
        guards: &[BEFORE_WINNER_GUARD, NO_DISPUTE, NO_HOLD],
        opens: &[Clock::Effect("take.pay")],
        closes: SESSION,
        ..row("A-72", "agree_taking", AGREEABLE, To::State("take_due"))
    },
];

/// From the seizure to the creditor's option, before a winner (row 72).
const AGREEABLE: &[&str] = &[
    "seized",
    "price_notified",
    "price_final",
    "preempt_open",
    "ready_for_auction",
    "auction_contracted",
    "auction_announced",
    "auction_failed",
    "auction_stopped",
    "creditor_option",
];

impl Phase for TakingAction {
    fn apply(
        &self,
        facts: &AssetFacts,
        work: &mut Work,
        at: &Context<'_>,
        plan: &mut Plan,
    ) -> Result<(), Refusal> {
        match self {
            TakingAction::DecideReduction(body) => reduce(facts, work, body, at, plan),
            TakingAction::OfferToCreditor(_) => {
                work.asset.state = AssetState::CreditorOption;
                Ok(())
            }
            TakingAction::CreditorTakes(body) => takes(facts, work, body, at),
            TakingAction::TellDebtorOfTaking(_) => tell_debtor(work, at, plan),
            TakingAction::CallForTakingPayment(_) => call_for_payment(work, at, plan),
            TakingAction::RecordTakingPayment(body) => pay(work, body, at, plan),
            TakingAction::LapseTaking(_) => lapse(work),
            TakingAction::ReturnRestricted(body) => {
                let content = json!({ "asset": work.asset.name, "paper": body.paper, "restricted": true });
                work.issue(DocumentKind::HandoverDecision, content, at, plan);
                work.end_seizure(facts, at);
                work.asset.state = AssetState::ReturnedRestricted;
                Ok(())
            }
            TakingAction::RevokeSeizure(body) => {
                end(facts, work, &body.paper, AssetState::SeizureRevoked, at, plan)
            }
            TakingAction::LiftRestriction(body) => {
                end(facts, work, &body.paper, AssetState::Released, at, plan)
            }
            TakingAction::AgreeTaking(body) => agree(facts, work, body, at, plan),
        }
    }
}

fn end(
    facts: &AssetFacts,
    work: &mut Work,
    paper: &str,
    state: AssetState,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let content = json!({ "paper": paper, "state": state });
    work.issue(DocumentKind::ReleaseDecision, content, at, plan);
    work.end_seizure(facts, at);
    work.asset.state = state;
    Ok(())
}

/// At most the legal share below the previous start price, and never up (L106 83.3): `ceil(P · (1 − rate)) ≤ new < P`. Collateral of
/// a creditor outside the case is never reduced to what it secures and costs (ND152 55.4): its seizure is recalled.
fn reduce(
    facts: &AssetFacts,
    work: &mut Work,
    body: &DecideReduction,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let previous = work.asset.round().map(|round| round.start_price).unwrap_or(Dong::ZERO);
    let lowest = lowest_after(previous, at)?;
    let mut errors = Vec::new();
    if body.new_price < lowest || body.new_price >= previous {
        errors.push(FieldError::new("/new_price", "G46_REDUCE").with("limit", lowest.to_string()));
    }
    if facts.secured_limit().is_some_and(|limit| body.new_price <= limit) {
        let limit = facts.secured_limit().unwrap_or_default().to_string();
        errors.push(FieldError::new("/new_price", "G48_SECURED_FLOOR").with("limit", limit));
    }
    if work.asset.state == AssetState::CreditorOption && !body.creditor_refused {
        errors.push(FieldError::new("/creditor_refused", "G49_REFUSAL"));
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let content = json!({ "from": previous, "to": body.new_price });
    work.issue(DocumentKind::ReductionDecision, content, at, plan);
    work.asset.reductions += 1;
    work.asset.start_price = Some(body.new_price);
    work.asset.price_final_on = Some(at.on);
    // A new round is a new contract after a new choice; the organisation may be chosen again.
    work.asset.selection = None;
    work.asset.state = AssetState::ReadyForAuction;
    Ok(())
}

/// The debtor is told next and has his days to redeem (ND152 65.6).
fn takes(facts: &AssetFacts, work: &mut Work, body: &CreditorTakes, at: &Context<'_>) -> Result<(), Refusal> {
    let price = work.asset.start_price.unwrap_or(Dong::ZERO);
    let payable = payable::of(facts, body, price, at)?;
    work.asset.sale = Some(Sale {
        payable,
        taker: Some(body.creditor),
        ..Sale::new(SaleKind::Taking, price, at.on, at.on)
    });
    work.asset.taking_told_on = None;
    work.asset.state = AssetState::TakeDebtorNotice;
    Ok(())
}

fn tell_debtor(work: &mut Work, at: &Context<'_>, plan: &mut Plan) -> Result<(), Refusal> {
    let redeem_until = plan.must_open(at, "take.debtor_redeem", at.on, None)?;
    if let Some(sale) = &mut work.asset.sale {
        sale.pay_until = redeem_until;
    }
    work.asset.taking_told_on = Some(at.on);
    Ok(())
}

fn call_for_payment(work: &mut Work, at: &Context<'_>, plan: &mut Plan) -> Result<(), Refusal> {
    let pay_until = plan.must_open(at, "take.pay", at.on, None)?;
    if let Some(sale) = &mut work.asset.sale {
        sale.pay_until = pay_until;
    }
    work.asset.state = AssetState::TakeDue;
    Ok(())
}

/// The option is still there after a taking of 83.3; an agreement leaves the asset where it stood.
fn lapse(work: &mut Work) -> Result<(), Refusal> {
    let sale = work.asset.sale.take();
    work.asset.state = sale.and_then(|sale| sale.returns_to).unwrap_or(AssetState::CreditorOption);
    Ok(())
}

/// At any time before a winner; a running auction stops (L106 86.1; ND152 65.8.d).
fn agree(
    facts: &AssetFacts,
    work: &mut Work,
    body: &AgreeTaking,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    if body.price.is_zero() {
        return Err(wrong("/price", "amount_out_of_range"));
    }
    let payable = payable::of(facts, &body.terms, body.price, at)?;
    let pay_until = plan.must_open(at, "take.pay", at.on, None)?;
    work.record(
        DocumentKind::AgreementMinutes,
        json!({ "price": body.price, "paper": body.paper }),
        at,
        plan,
    );
    let running = matches!(work.asset.state, AssetState::AuctionContracted | AssetState::AuctionAnnounced);
    if let Some(round) = work.asset.rounds.last_mut().filter(|_| running) {
        round.stopped_on = Some(at.on);
    }
    let stood = if running { AssetState::AuctionStopped } else { work.asset.state };
    work.asset.sale = Some(Sale {
        payable,
        taker: Some(body.terms.creditor),
        returns_to: Some(stood),
        ..Sale::new(SaleKind::AgreedTaking, body.price, at.on, pay_until)
    });
    work.asset.state = AssetState::TakeDue;
    Ok(())
}
