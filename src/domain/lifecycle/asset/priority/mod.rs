//! Priority to buy before and between the rounds, and the ways of sale that know no auction (L106 83.1–83.2; ND152 57, 61, 63, 64).

mod bodies;
mod outside;

use chrono::NaiveDate;

pub use bodies::*;

use super::delivery::{ACCOUNTANT, pay};
use super::guards::{
    CERTIFICATE, DIRECT_NOTICE, LATER_PRIORITY, NO_DISPUTE, NO_HOLD, PAY_OVER, PREEMPTION, PREEMPTION_OPEN,
    PRIORITY_OVER, SPECIAL,
};
use super::{AssetFacts, Phase, Work, row};
use crate::domain::asset::{AssetState, PriorityOffer, Sale, SaleKind};
use crate::domain::document::DocumentKind;
use crate::domain::ids::PartyId;
use crate::domain::lifecycle::plan::Plan;
use crate::domain::lifecycle::{Clock, Context, To, Transition};
use crate::domain::money::Dong;
use crate::domain::refusal::{FieldError, Refusal, wrong};

const BEFORE_CONTRACT: &[&str] = &["price_notified", "price_final", "ready_for_auction"];

pub(super) const ROWS: &[Transition<AssetFacts>] = &[
    Transition {
        guards: &[PREEMPTION_OPEN],
        opens: &[Clock::Effect("preempt.re"), Clock::Effect("preempt.mv")],
        closes: &[Clock::Act("preempt.notice")],
        ..row("A-31", "notify_preemption", &["price_final", "preempt_open"], To::State("preempt_open"))
    },
    row("A-31W", "waive_preemption", &["preempt_open"], To::Same),
    Transition {
        guards: &[NO_DISPUTE, NO_HOLD],
        opens: &[Clock::Effect("preempt.pay")],
        closes: &[Clock::Act("preempt.re"), Clock::Act("preempt.mv")],
        ..row("A-32", "accept_preemption", &["preempt_open"], To::State("preempt_due"))
    },
    Transition {
        who: ACCOUNTANT,
        document: Some(DocumentKind::Receipt),
        opens: &[Clock::Effect("handover.auction")],
        closes: &[Clock::Effect("preempt.pay")],
        ..row("A-33", "record_preemption_payment", &["preempt_due"], To::OneOf(&["preempt_due", "paid"]))
    },
    Transition {
        guards: &[PRIORITY_OVER],
        closes: &[Clock::Act("preempt.re"), Clock::Act("preempt.mv")],
        ..row("A-34", "close_preemption", &["preempt_open"], To::State("ready_for_auction"))
    },
    Transition {
        guards: &[PAY_OVER],
        closes: &[Clock::Act("preempt.pay")],
        ..row("A-34L", "lapse_preemption", &["preempt_due"], To::OneOf(RUNNING))
    },
    Transition {
        guards: &[LATER_PRIORITY, NO_DISPUTE, NO_HOLD],
        opens: &[Clock::Effect("preempt.pay")],
        ..row("A-38", "accept_later_preemption", RUNNING, To::State("preempt_due"))
    },
    Transition { guards: &[NO_HOLD], ..row("A-73N", "notify_direct_sale", BEFORE_CONTRACT, To::Same) },
    Transition {
        guards: &[PREEMPTION, DIRECT_NOTICE, CERTIFICATE, NO_DISPUTE, NO_HOLD],
        opens: &[Clock::Effect("handover.direct")],
        closes: &[Clock::Act("direct.sell"), Clock::Act("auction.contract")],
        ..row("A-73", "sell_directly", BEFORE_CONTRACT, To::State("direct_sale"))
    },
    Transition {
        who: ACCOUNTANT,
        document: Some(DocumentKind::Receipt),
        opens: &[Clock::Effect("handover.auction")],
        ..row(
            "A-73P",
            "record_direct_payment",
            &["direct_sale", "special_sale"],
            To::OneOf(&["direct_sale", "special_sale", "paid"]),
        )
    },
    Transition {
        guards: &[SPECIAL, NO_DISPUTE, NO_HOLD],
        opens: &[Clock::Act("sec.transfer")],
        closes: &[Clock::Act("sec.agree")],
        ..row("A-74T", "ask_securities_transfer", &["seized"], To::Same)
    },
    Transition {
        guards: &[SPECIAL],
        opens: &[Clock::Act("sec.sell")],
        closes: &[Clock::Act("sec.transfer")],
        ..row("A-74R", "record_securities_arrival", &["seized"], To::Same)
    },
    Transition {
        guards: &[SPECIAL, NO_DISPUTE, NO_HOLD],
        closes: &[Clock::Act("gold.sell"), Clock::Act("sec.sell"), Clock::Act("valuation.contract")],
        ..row("A-74", "sell_specially", &["seized"], To::State("special_sale"))
    },
    Transition {
        guards: &[SPECIAL],
        closes: &[Clock::Act("gold.sell"), Clock::Act("sec.sell")],
        ..row("A-74U", "record_unsold", &["seized"], To::Same)
    },
];

/// The states between the price and the session.
const RUNNING: &[&str] = &["ready_for_auction", "auction_contracted", "auction_announced"];

impl Phase for PriorityAction {
    fn apply(
        &self,
        facts: &AssetFacts,
        work: &mut Work,
        at: &Context<'_>,
        plan: &mut Plan,
    ) -> Result<(), Refusal> {
        match self {
            PriorityAction::NotifyPreemption(body) => notify(facts, work, body, at, plan),
            PriorityAction::WaivePreemption(body) => waive(work, body, at),
            PriorityAction::AcceptPreemption(body) => accept(work, body, at, plan),
            PriorityAction::RecordPreemptionPayment(body) => pay(work, body, at, plan),
            PriorityAction::ClosePreemption(_) => {
                work.asset.preemption_closed_on = Some(at.on);
                work.asset.state = AssetState::ReadyForAuction;
                Ok(())
            }
            PriorityAction::LapsePreemption(_) => lapse(work, at),
            PriorityAction::AcceptLaterPreemption(body) => accept_later(facts, work, body, at, plan),
            PriorityAction::NotifyDirectSale(_) => {
                work.asset.direct_notice_on = Some(at.on);
                Ok(())
            }
            PriorityAction::SellDirectly(body) => outside::sell_directly(work, body, at, plan),
            PriorityAction::RecordDirectPayment(body) => pay(work, body, at, plan),
            PriorityAction::AskSecuritiesTransfer(body) => outside::ask_transfer(facts, work, body, at),
            PriorityAction::RecordSecuritiesArrival(_) => outside::arrived(work, at),
            PriorityAction::SellSpecially(body) => outside::sell_specially(work, body, at),
            PriorityAction::RecordUnsold(_) => {
                work.asset.unsold_on = Some(at.on);
                Ok(())
            }
        }
    }
}

/// The holders' days depend on the class of the asset (L106 83.1).
fn notify(
    facts: &AssetFacts,
    work: &mut Work,
    body: &Holder,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    if !facts.named_parties.contains(&body.holder) {
        return Err(wrong("/holder", "not_a_party"));
    }
    if work.asset.preemption.offers.iter().any(|offer| offer.holder == body.holder) {
        return Err(wrong("/holder", "duplicate"));
    }
    let key = if work.asset.kind.is_real_estate() { "preempt.re" } else { "preempt.mv" };
    let until = plan.must_open(at, key, at.on, Some(body.holder.0))?;
    work.asset.preemption.offers.push(PriorityOffer {
        holder: body.holder,
        notified_on: at.on,
        until,
        waived_on: None,
    });
    work.asset.state = AssetState::PreemptOpen;
    Ok(())
}

fn offer(work: &mut Work, holder: PartyId) -> Option<&mut PriorityOffer> {
    work.asset.preemption.offers.iter_mut().find(|offer| offer.holder == holder)
}

fn waive(work: &mut Work, body: &Holder, at: &Context<'_>) -> Result<(), Refusal> {
    match offer(work, body.holder) {
        None => Err(wrong("/holder", "not_in_list")),
        Some(offer) if offer.waived_on.is_some() => Err(wrong("/holder", "duplicate")),
        Some(offer) => {
            offer.waived_on = Some(at.on);
            Ok(())
        }
    }
}

/// Within his days; among several the lot decides (L106 83.1). He pays within his days after the period (83.1).
fn accept(
    work: &mut Work,
    body: &AcceptPreemption,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let Some(until) = offer(work, body.holder).filter(|offer| offer.waived_on.is_none()).map(|one| one.until)
    else {
        return Err(wrong("/holder", "not_in_list"));
    };
    if at.on > until {
        return Err(FieldError::new("/holder", "G40_PREEMPT").with("date", until.to_string()).into());
    }
    let pay_until = plan.must_open(at, "preempt.pay", until, None)?;
    buy(work, body, pay_until, AssetState::ReadyForAuction, at)
}

/// Between the rounds: at the round's start price, paid before the days that the law keeps free before the session (L106 83.1).
fn accept_later(
    facts: &AssetFacts,
    work: &mut Work,
    body: &AcceptPreemption,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    if !facts.named_parties.contains(&body.holder) {
        return Err(wrong("/holder", "not_a_party"));
    }
    let pay_until = plan.must_open(at, "preempt.pay", at.on, None)?;
    let session = work.asset.round().filter(|_| work.asset.state != AssetState::ReadyForAuction);
    let latest = match session.and_then(|round| round.session_on) {
        Some(session) => at.law.deadline("preempt.later", session, at.on)?.due_on.min(pay_until),
        None => pay_until,
    };
    let returns_to = work.asset.state;
    buy(work, body, latest, returns_to, at)
}

/// Of common property the holder buys the debtor's part ([U14]).
fn buy(
    work: &mut Work,
    body: &AcceptPreemption,
    pay_until: NaiveDate,
    returns_to: AssetState,
    at: &Context<'_>,
) -> Result<(), Refusal> {
    let whole = work.asset.start_price.unwrap_or(Dong::ZERO);
    let share = work.asset.findings().and_then(|found| found.common).and_then(|common| common.share);
    let price = share.map_or(Some(whole), |share| share.of_price(whole));
    let price = price.ok_or_else(|| wrong("/holder", "amount_out_of_range"))?;
    let preemption = &mut work.asset.preemption;
    preemption.buyer = Some(body.holder);
    preemption.by_lot = body.by_lot;
    work.asset.sale = Some(Sale {
        taker: Some(body.holder),
        returns_to: Some(returns_to),
        ..Sale::new(SaleKind::Preemption, price, at.on, pay_until)
    });
    work.asset.state = AssetState::PreemptDue;
    Ok(())
}

fn lapse(work: &mut Work, at: &Context<'_>) -> Result<(), Refusal> {
    let sale = work.asset.sale.take();
    work.asset.preemption.buyer = None;
    work.asset.preemption_closed_on.get_or_insert(at.on);
    work.asset.state = sale.and_then(|sale| sale.returns_to).unwrap_or(AssetState::ReadyForAuction);
    Ok(())
}
