//! Guards of priority, sale without auction, payment and handover (section 3.3, G41, G55–G60).

use super::{G, Verdict, after, lacks, met, no_hold, unless_overridden};
use crate::domain::asset::SaleKind;
use crate::domain::case::HoldGround;
use crate::domain::lifecycle::asset::facts::AssetFacts;
use crate::domain::lifecycle::case::due;
use crate::domain::lifecycle::{Context, Guard};
use crate::domain::refusal::Unmet;

/// A later round, and long enough before its session (L106 83.1).
pub const LATER_PRIORITY: G = Guard { code: "G41_PREEMPT_LATE", test: later_priority };
/// The sale without auction was made public long enough before (ND152 64.2).
pub const DIRECT_NOTICE: G = Guard { code: "G59_DIRECT_NOTICE", test: direct_notice };
/// Its kind is sold in a way of its own, which was not tried in vain yet (ND152 57.1, 61).
pub const SPECIAL: G = Guard { code: "G-SPECIAL-KIND", test: special };
/// The debtor's days to redeem are over (ND152 65.6).
pub const REDEEM_OVER: G = Guard { code: "G50_REDEEM", test: redeem_over };
/// The debtor has not been told of the taking yet.
pub const TAKING_UNTOLD: G = Guard { code: "G50_TOLD", test: taking_untold };
/// The time to pay is over.
pub const PAY_OVER: G = Guard { code: "G55_PAY_TIME", test: pay_over };
/// Buyer or taker has paid in full (ND152 65.1, 65.6).
pub const PAID: G = Guard { code: "G55_BUYER_PAID", test: paid };
/// A plan of the handover stands.
pub const HANDOVER_PLAN: G = Guard { code: "G-HANDOVER-PLAN", test: handover_plan };
/// No postponement, unless a buyer at auction has paid: his delivery goes on, but not while the auction itself is before the
/// court (L106 46.1.đ, 86.4).
pub const DELIVERY_FREE: G = Guard { code: "G64_NO_HOLD", test: delivery_free };
/// The days to hand it over are past (ND152 67.4).
pub const DELIVERY_LATE: G = Guard { code: "G60_NOT_LATE", test: delivery_late };
/// The proceeds are distributed (L106 54.6).
pub const DISTRIBUTED: G = Guard { code: "G-MONEY-LEFT", test: distributed };
/// Nothing is owed any more.
pub const DEBT_PERFORMED: G = Guard { code: "G61_RELEASE", test: debt_performed };

fn later_priority(facts: &AssetFacts, context: &Context<'_>) -> Verdict {
    let first = facts.asset.rounds.iter().filter(|round| round.failed_on.is_some()).count() == 0;
    let holders = facts.asset.verified.as_ref().is_some_and(|verified| verified.co_owners);
    if first || !holders {
        let required = "a round after a failed session, with a holder of a priority";
        return Err(Unmet::new("G41_PREEMPT_LATE", "none", required).with("date", "-"));
    }
    let session =
        facts.asset.round().filter(|round| round.failed_on.is_none()).and_then(|round| round.session_on);
    let Some(session) = session else { return met("no session set") };
    let latest = due(context, "preempt.later", session)?;
    if context.on <= latest {
        return met(latest);
    }
    let unmet = Unmet::new("G41_PREEMPT_LATE", context.on.to_string(), format!("{latest} or earlier"));
    Err(unmet.with("date", latest.to_string()))
}

fn direct_notice(facts: &AssetFacts, context: &Context<'_>) -> Verdict {
    let latest = due(context, "direct.notice", context.on)?;
    match facts.asset.direct_notice_on {
        Some(day) if day <= latest => met(day),
        other => {
            let found = other.map_or_else(|| "no notice".to_owned(), |day| day.to_string());
            let unmet = Unmet::new("G59_DIRECT_NOTICE", found, format!("{latest} or earlier"));
            Err(unmet.with("date", latest.to_string()).with("list", "notice"))
        }
    }
}

fn special(facts: &AssetFacts, _: &Context<'_>) -> Verdict {
    if facts.asset.kind.has_special_sale() && facts.asset.unsold_on.is_none() {
        return met(facts.asset.kind);
    }
    Err(Unmet::new("G-SPECIAL-KIND", facts.asset.kind.as_str(), "gold, listed securities or digital assets"))
}

fn redeem_over(facts: &AssetFacts, context: &Context<'_>) -> Verdict {
    let told = facts.asset.taking_told_on.is_some();
    after(facts.asset.sale.as_ref().filter(|_| told).map(|sale| sale.pay_until), context, "G50_REDEEM")
}

fn taking_untold(facts: &AssetFacts, _: &Context<'_>) -> Verdict {
    match facts.asset.taking_told_on {
        None => met("not told"),
        Some(day) => Err(Unmet::new("G50_TOLD", day.to_string(), "not told").with("date", day.to_string())),
    }
}

fn pay_over(facts: &AssetFacts, context: &Context<'_>) -> Verdict {
    after(facts.asset.sale.as_ref().map(|sale| sale.pay_until), context, "G55_PAY_TIME")
}

fn paid(facts: &AssetFacts, _: &Context<'_>) -> Verdict {
    match &facts.asset.sale {
        Some(sale) if sale.paid >= sale.payable => met(sale.paid.get()),
        Some(sale) => {
            let found = sale.paid.get().to_string();
            Err(Unmet::new("G55_BUYER_PAID", found, sale.payable.get().to_string())
                .with("amount", sale.payable.saturating_minus(sale.paid).to_string())
                .with("date", sale.pay_until.to_string()))
        }
        None => {
            let unmet = Unmet::new("G55_BUYER_PAID", "no sale", "paid in full");
            Err(unmet.with("amount", "-").with("date", "-"))
        }
    }
}

/// For what is sold at auction or without a movable's ease of handing over: small things go from hand to hand.
fn handover_plan(facts: &AssetFacts, _: &Context<'_>) -> Verdict {
    let needed = facts.asset.kind.is_real_estate();
    let verdict = match &facts.asset.handover_plan {
        Some(plan) => met(plan.planned_on),
        None if !needed => met("movable"),
        None => lacks("G-HANDOVER-PLAN", "plan", "a plan of the handover"),
    };
    unless_overridden(facts, "G-HANDOVER-PLAN", verdict)
}

fn delivery_free(facts: &AssetFacts, context: &Context<'_>) -> Verdict {
    let by_auction = facts.asset.sale.as_ref().is_some_and(|sale| sale.by == SaleKind::Auction);
    match facts.stop() {
        Some(stop) if by_auction && stop.code != HoldGround::AuctionDispute.as_str() => met("protected"),
        _ => no_hold(facts, context),
    }
}

fn delivery_late(facts: &AssetFacts, context: &Context<'_>) -> Verdict {
    after(facts.asset.sale.as_ref().and_then(|sale| sale.hand_over_until), context, "G60_NOT_LATE")
}

fn distributed(facts: &AssetFacts, _: &Context<'_>) -> Verdict {
    if facts.money.undistributed.is_zero() {
        return met(0);
    }
    let left = facts.money.undistributed.to_string();
    Err(Unmet::new("G-MONEY-LEFT", left.clone(), "0").with("amount", left))
}

fn debt_performed(facts: &AssetFacts, _: &Context<'_>) -> Verdict {
    if facts.settled() {
        return met("settled");
    }
    let owed = facts.case.outstanding().to_string();
    Err(Unmet::new("G61_RELEASE", owed.clone(), "0").with("amount", owed))
}
