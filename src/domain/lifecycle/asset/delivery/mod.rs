//! Payment, handover and the end of an asset file (L106 83, 85, 86, 95; ND152 65–69).

mod bodies;
mod handover;
mod money;
mod payment;

use serde_json::json;

pub use bodies::*;

use super::guards::{
    BEFORE_WINNER_GUARD, DELIVERY_FREE, DELIVERY_LATE, DISTRIBUTED, HANDOVER_PLAN, NO_DISPUTE, NO_HOLD, PAID,
    PAY_OVER,
};
use super::{AssetFacts, Phase, Work, row, unsold};
use crate::domain::actor::Role;
use crate::domain::asset::{AssetState, HandoverPlan};
use crate::domain::document::DocumentKind;
use crate::domain::lifecycle::drafts::{propose, sign};
use crate::domain::lifecycle::plan::Plan;
use crate::domain::lifecycle::{Clock, Context, Guard, Proposal, To, Transition, Who};
use crate::domain::refusal::{FieldError, Refusal, wrong};

pub(super) use payment::pay;

const SIGNER: &[Who] = &[Who::Signer];
/// Money is booked by the accountant.
pub(super) const ACCOUNTANT: &[Who] = &[Who::Role(Role::Accountant)];

/// A lost deposit has not arrived (ND152 65.4–65.5).
const DEPOSIT_LOST: Guard<AssetFacts> = Guard { code: "G-DEPOSIT-LOST", test: money::awaited };
/// A lost deposit is owed to the budget (ND152 65.4).
const DEPOSIT_DUE: Guard<AssetFacts> = Guard { code: "G-DEPOSIT-DUE", test: money::remittance_due };
/// A price is owed back to its buyer.
const REFUND_DUE: Guard<AssetFacts> = Guard { code: "G-REFUND-DUE", test: money::refund_due };

/// What must be true before it is handed over: the row and the gate read the same list.
pub(super) const TO_HAND_OVER: &[Guard<AssetFacts>] = &[PAID, HANDOVER_PLAN, DELIVERY_FREE];

pub(super) const ROWS: &[Transition<AssetFacts>] = &[
    Transition {
        who: ACCOUNTANT,
        document: Some(DocumentKind::Receipt),
        opens: &[Clock::Effect("handover.auction"), Clock::Effect("sale.deposit")],
        closes: &[Clock::Effect("buyer.pay")],
        ..row("A-56", "record_buyer_payment", &["sold_unpaid"], To::OneOf(&["sold_unpaid", "paid"]))
    },
    Transition {
        who: ACCOUNTANT,
        document: Some(DocumentKind::Receipt),
        ..row("A-56D", "record_bid_deposit", &["sold_unpaid"], To::Same)
    },
    Transition {
        who: ACCOUNTANT,
        guards: &[DEPOSIT_LOST],
        document: Some(DocumentKind::Receipt),
        ..row("A-57D", "record_lost_deposit", &[], To::Same)
    },
    Transition {
        who: SIGNER,
        guards: &[DEPOSIT_DUE],
        document: Some(DocumentKind::PaymentOrder),
        proposal: Some(Proposal::by("propose_deposit_remittance", ACCOUNTANT)),
        ..row("A-57R", "remit_deposit", &[], To::Same)
    },
    Transition {
        who: SIGNER,
        guards: &[REFUND_DUE],
        document: Some(DocumentKind::PaymentOrder),
        proposal: Some(Proposal::by("propose_buyer_refund", ACCOUNTANT)),
        ..row("A-61R", "refund_buyer", &[], To::Same)
    },
    Transition {
        opens: &[Clock::Effect("buyer.pay.max")],
        ..row("A-56X", "extend_payment", &["sold_unpaid"], To::Same)
    },
    Transition {
        guards: &[PAY_OVER],
        closes: &[Clock::Act("buyer.pay"), Clock::Act("buyer.pay.max")],
        ..row(
            "A-57",
            "rescind_sale",
            &["sold_unpaid", "direct_sale", "special_sale"],
            To::State("sale_rescinded"),
        )
    },
    Transition {
        closes: &[Clock::Act("sale.deposit")],
        ..row("A-58", "deposit_sale_money", &["paid"], To::Same)
    },
    row("A-59P", "record_handover_plan", &["sold_unpaid", "direct_sale", "special_sale", "paid"], To::Same),
    Transition {
        guards: TO_HAND_OVER,
        document: Some(DocumentKind::HandoverDecision),
        opens: &[
            Clock::Act("title.file"),
            Clock::Act("payout"),
            Clock::Effect("notify"),
            Clock::Effect("send_vks"),
        ],
        closes: &[
            Clock::Act("handover.auction"),
            Clock::Act("handover.direct"),
            Clock::Act("handover.agreed"),
            Clock::Act("sale.deposit"),
        ],
        ..row("A-59", "hand_over", &["paid"], To::State("handed_over"))
    },
    Transition {
        guards: &[DELIVERY_LATE],
        closes: &[Clock::Act("handover.auction"), Clock::Act("sale.deposit")],
        ..row("A-61", "buyer_rescinds", &["paid"], To::State("sale_rescinded"))
    },
    Transition {
        opens: &[Clock::Effect("title.revoke")],
        closes: &[Clock::Act("title.file")],
        ..row("A-62", "give_title_file", &["handed_over"], To::State("registered"))
    },
    Transition {
        guards: &[DISTRIBUTED],
        closes: &[Clock::Act("title.file"), Clock::Act("title.revoke")],
        ..row("A-63", "close_asset", &["handed_over", "registered"], To::State("closed"))
    },
    row("A-64", "record_reoccupation", &["handed_over", "registered"], To::Same),
    Transition {
        closes: &[Clock::Act("*")],
        ..row("A-65", "cancel_result", &["sold_unpaid", "paid", "handed_over"], To::State("result_cancelled"))
    },
    Transition {
        guards: &[NO_DISPUTE, NO_HOLD],
        opens: &[Clock::Effect("auction.contract"), Clock::Effect("valuation.contract")],
        ..row(
            "A-66",
            "resume_handling",
            &["result_cancelled", "sale_rescinded", "auction_stopped"],
            To::OneOf(&["seized", "ready_for_auction"]),
        )
    },
    Transition {
        document: Some(DocumentKind::ReleaseDecision),
        opens: &[Clock::Effect("notify"), Clock::Effect("send_vks")],
        closes: &[Clock::Act("*")],
        ..row("A-67", "release_seizure", RELEASABLE, To::State("released"))
    },
    Transition {
        guards: &[BEFORE_WINNER_GUARD],
        closes: &[Clock::Act("*")],
        ..row("A-75", "return_to_owner", RELEASABLE, To::State("released"))
    },
];

/// From the decision until somebody has bought it.
const RELEASABLE: &[&str] = unsold!("sale_rescinded", "result_cancelled", "redeemed");

impl Phase for DeliveryAction {
    fn apply(
        &self,
        facts: &AssetFacts,
        work: &mut Work,
        at: &Context<'_>,
        plan: &mut Plan,
    ) -> Result<(), Refusal> {
        match self {
            DeliveryAction::RecordBuyerPayment(body) => pay(work, body, at, plan),
            DeliveryAction::ExtendPayment(body) => payment::extend(work, body, at, plan),
            DeliveryAction::RescindSale(body) => payment::rescind(facts, work, body, at, plan),
            DeliveryAction::RecordBidDeposit(body) => money::bid_deposit(work, body, at, plan),
            DeliveryAction::RecordLostDeposit(body) => money::lost_deposit(facts, work, body, at, plan),
            DeliveryAction::ProposeDepositRemittance(body) => {
                propose("remit_deposit", money::remit, body, facts, work, at)
            }
            DeliveryAction::RemitDeposit(_) => sign("remit_deposit", money::remit, facts, work, at, plan),
            DeliveryAction::ProposeBuyerRefund(body) => {
                propose("refund_buyer", money::refund, body, facts, work, at)
            }
            DeliveryAction::RefundBuyer(_) => sign("refund_buyer", money::refund, facts, work, at, plan),
            DeliveryAction::DepositSaleMoney(body) => payment::deposit(facts, work, body, at, plan),
            DeliveryAction::RecordHandoverPlan(body) => {
                if body.planned_on < at.on {
                    return Err(wrong("/planned_on", "contradicts"));
                }
                work.asset.handover_plan = Some(HandoverPlan {
                    planned_on: body.planned_on,
                    content: body.content.clone(),
                    obstacle: body.obstacle.clone(),
                });
                Ok(())
            }
            DeliveryAction::HandOver(body) => handover::hand_over(facts, work, body, at, plan),
            DeliveryAction::BuyerRescinds(_) => {
                money::undo(facts, work, crate::domain::money::Dong::ZERO, plan)?;
                work.asset.books.deposit = None;
                work.asset.state = AssetState::SaleRescinded;
                Ok(())
            }
            DeliveryAction::GiveTitleFile(body) => title_file(work, body, at, plan),
            DeliveryAction::CloseAsset(_) => {
                work.asset.state = AssetState::Closed;
                Ok(())
            }
            // Later trouble is not the agency's to deliver again (ND152 67.2): it stays on record.
            DeliveryAction::RecordReoccupation(_) => Ok(()),
            DeliveryAction::CancelResult(body) => cancel(facts, work, body, plan),
            DeliveryAction::ResumeHandling(_) => resume(work, at, plan),
            DeliveryAction::ReleaseSeizure(body) => release(facts, work, body, at, plan),
            DeliveryAction::ReturnToOwner(body) => {
                if !body.costs_paid {
                    let costs = facts.asset.costs.to_string();
                    return Err(FieldError::new("/costs_paid", "G61_RELEASE").with("amount", costs).into());
                }
                work.end_seizure(facts, at);
                work.asset.state = AssetState::Released;
                Ok(())
            }
        }
    }
}

fn title_file(
    work: &mut Work,
    body: &GiveTitleFile,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    if !body.complete {
        return Err(FieldError::new("/complete", "G60_HANDOVER").with("list", "complete").into());
    }
    if body.revocation_asked {
        plan.open(at, "title.revoke", at.on, None);
    }
    work.asset.title_file_on = Some(at.on);
    work.asset.state = AssetState::Registered;
    Ok(())
}

/// Each ground rests on its paper (AL16 72). What was paid waits for whoever it belongs to.
fn cancel(facts: &AssetFacts, work: &mut Work, body: &CancelResult, plan: &mut Plan) -> Result<(), Refusal> {
    let at_auction =
        work.asset.sale.as_ref().is_some_and(|sale| sale.by == crate::domain::asset::SaleKind::Auction);
    if body.paper.trim().is_empty() || !at_auction {
        return Err(FieldError::new("/paper", "G65_CANCEL").with("reason", body.ground.as_str()).into());
    }
    money::undo(facts, work, crate::domain::money::Dong::ZERO, plan)?;
    work.asset.books.deposit = None;
    work.asset.state = AssetState::ResultCancelled;
    Ok(())
}

/// At the same start price while the certificate was valid or the price was kept; else it is valued anew ([U6]).
fn resume(work: &mut Work, at: &Context<'_>, plan: &mut Plan) -> Result<(), Refusal> {
    work.asset.sale = None;
    work.asset.selection = None;
    work.asset.auction_break = None;
    let priced = work.asset.start_price.is_some() && super::guards::certificate_holds(&work.asset, at.on);
    if priced {
        work.asset.price_final_on = Some(at.on);
        plan.open(at, "auction.contract", at.on, None);
        work.asset.state = AssetState::ReadyForAuction;
    } else {
        work.asset.reconciliation = None;
        plan.open(at, "valuation.contract", at.on, None);
        work.asset.state = AssetState::Seized;
    }
    Ok(())
}

/// A release by performance needs debt, fee and costs settled (L106 95.3.b), or money for all of it in hand; any release ends the
/// seizure in the case.
fn release(
    facts: &AssetFacts,
    work: &mut Work,
    body: &ReleaseSeizure,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    if body.ground == SeizureReleaseGround::Performed && !facts.settled() {
        let owed = facts.case.outstanding().to_string();
        return Err(FieldError::new("/ground", "G61_RELEASE").with("amount", owed).into());
    }
    let content = json!({ "ground": body.ground, "proof": body.proof });
    work.issue(DocumentKind::ReleaseDecision, content, at, plan);
    work.end_seizure(facts, at);
    work.asset.state = AssetState::Released;
    Ok(())
}
