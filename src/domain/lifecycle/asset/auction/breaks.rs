//! What comes between contract and session: pause, stop, redemption by the debtor (L106 83.4, 84; ND152 65.6–65.9).

use super::{PauseAuction, StopAuction};
use crate::domain::asset::{AssetState, AuctionBreak, PauseGround, StopGround};
use crate::domain::case::Stage;
use crate::domain::ids::ReceiptId;
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::asset::{AssetFacts, RecordPayment, Work};
use crate::domain::lifecycle::case::arrived;
use crate::domain::lifecycle::plan::Plan;
use crate::domain::lifecycle::receiving::{CashTaken, on_its_way, take};
use crate::domain::payment::{Channel, Receipt, ReceiptKind};
use crate::domain::refusal::{FieldError, Refusal};

/// The officer does not pause on his own: what the system can see of the ground must be there.
pub(super) fn pause(
    facts: &AssetFacts,
    work: &mut Work,
    body: &PauseAuction,
    at: &Context<'_>,
) -> Result<(), Refusal> {
    let stopped = facts.stop().is_some();
    if body.ground == PauseGround::Stopped && !stopped {
        return Err(FieldError::new("/ground", "G53_PAUSE").with("reason", body.ground.as_str()).into());
    }
    work.asset.auction_break = Some(AuctionBreak {
        ground: body.ground.as_str().to_owned(),
        paper: body.paper.clone(),
        on: at.on,
        returns_to: work.asset.state,
    });
    work.asset.state = AssetState::AuctionPaused;
    Ok(())
}

/// A session whose day has passed meanwhile is announced anew.
pub(super) fn go_on(work: &mut Work) -> Result<(), Refusal> {
    let was = work.asset.auction_break.take().map(|one| one.returns_to);
    work.asset.state = was.unwrap_or(AssetState::AuctionContracted);
    Ok(())
}

pub(super) fn stop(
    facts: &AssetFacts,
    work: &mut Work,
    body: &StopAuction,
    at: &Context<'_>,
) -> Result<(), Refusal> {
    if !given(facts, body.ground) {
        return Err(FieldError::new("/ground", "G54_STOP").with("reason", body.ground.as_str()).into());
    }
    if let Some(round) = work.asset.rounds.last_mut() {
        round.stopped_on = Some(at.on);
    }
    work.asset.auction_break = Some(AuctionBreak {
        ground: body.ground.as_str().to_owned(),
        paper: body.paper.clone(),
        on: at.on,
        returns_to: work.asset.state,
    });
    work.asset.state = AssetState::AuctionStopped;
    Ok(())
}

/// Where the system can see whether a ground is there, it must be. Priority, redemption and taking have rows of their own.
fn given(facts: &AssetFacts, ground: StopGround) -> bool {
    match ground {
        StopGround::Terminated => facts.case.stage == Stage::Ended,
        StopGround::SecuredFloor => facts.at_secured_floor(),
        StopGround::CostFloor => facts.at_cost_floor(),
        StopGround::EnoughMoney => facts.money.undistributed >= facts.limit(),
        StopGround::Violation | StopGround::NotSaleable | StopGround::OwnerReturns => true,
        StopGround::Preemption | StopGround::Redeemed | StopGround::Taking => false,
    }
}

/// Everything owed in the case and the costs to date, in one sum (L106 83.4). It waits to be distributed like other money.
pub(super) fn redeem(
    facts: &AssetFacts,
    work: &mut Work,
    body: &RecordPayment,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let owed = facts.limit();
    let mut errors = Vec::new();
    if body.channel != Channel::Cash && body.bank_reference.is_none() {
        errors.push(FieldError::new("/bank_reference", "required"));
    }
    if body.amount < owed {
        errors.push(FieldError::new("/amount", "G51_REDEEM_FULL").with("amount", owed.to_string()));
    }
    let told = work.asset.state == AssetState::TakeDebtorNotice;
    let until =
        work.asset.sale.as_ref().map(|sale| sale.pay_until).filter(|_| work.asset.taking_told_on.is_some());
    if let Some(until) = until.filter(|until| told && at.on > *until) {
        errors.push(FieldError::new("/effective_on", "G50_REDEEM_TIME").with("date", until.to_string()));
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let id = ReceiptId(at.ids.next());
    let receipt = Receipt {
        case: Some(work.asset.case),
        asset: Some(work.asset.id),
        payer: Some(work.asset.owner),
        bank_reference: body.bank_reference.clone(),
        ..Receipt::new(id, work.asset.office, ReceiptKind::Redemption, body.channel, body.amount, at.on)
    };
    let case = work.case(facts);
    on_its_way(case, &receipt, CashTaken::AT_OFFICE, at, plan)?;
    arrived(case, at, plan);
    take(receipt, "/amount", plan)?;
    if let Some(round) = work.asset.rounds.last_mut().filter(|round| round.failed_on.is_none()) {
        round.stopped_on = Some(at.on);
    }
    work.asset.sale = None;
    work.asset.state = AssetState::Redeemed;
    Ok(())
}
