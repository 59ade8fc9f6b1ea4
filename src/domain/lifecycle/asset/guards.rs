//! The guards of an asset: one function, one condition, one code of section 3.3 of the specification. Numbers come from the law
//! of the act's day.

use chrono::NaiveDate;

use super::facts::AssetFacts;
use crate::domain::asset::{SaleKind, Valuation};
use crate::domain::case::HoldGround;
use crate::domain::lifecycle::case::{due, integer};
use crate::domain::lifecycle::coercion_time;
use crate::domain::lifecycle::{Context, Guard};
use crate::domain::money::Dong;
use crate::domain::refusal::Unmet;

type G = Guard<AssetFacts>;
type Verdict = Result<String, Unmet>;

/// The case is enforceable: ability on record, something owed (L106 72.2).
pub const BASIS: G = Guard { code: "G01_BASIS", test: basis };
/// The voluntary period is over (L106 72.1).
pub const VOLUNTARY: G = Guard { code: "G02_VOLUNTARY", test: voluntary };
/// Ownership verified, the registry answered (L106 37.2, 78.1).
pub const OWNER: G = Guard { code: "G03_OWNER", test: owner };
/// Not on the list of what may never be seized (L106 79).
pub const NOT_EXCLUDED: G = Guard { code: "G04_EXCLUDED", test: not_excluded };
/// The owner is not paid wholly from the State budget (ND152 42.10).
pub const STATE_FUNDED: G = Guard { code: "G-BUDGET", test: state_funded };
/// No other authority's measure (ND152 42.5; L106 46.1.e).
pub const OTHER_AUTHORITY: G = Guard { code: "G14_OTHER_AUTH", test: other_authority };
/// Seizure notices served long enough before (L106 80.2.a).
pub const SEIZURE_NOTICE: G = Guard { code: "G21_RE_NOTICE", test: seizure_notice };
/// Costs notified long enough before (L106 72.7).
pub const COST_NOTICE: G = Guard { code: "G22_COST_NOTICE", test: cost_notice };
/// The day is one on which coercion may be carried out (L106 72.5).
pub const WINDOW: G = Guard { code: "G23_WINDOW", test: window };
/// No postponement in force (L106 46).
pub const NO_HOLD: G = Guard { code: "G64_NO_HOLD", test: no_hold };
/// No postponement, unless a buyer at auction has paid: his delivery goes on, but not while the auction itself is before the
/// court (L106 46.1.đ, 86.4).
pub const DELIVERY_FREE: G = Guard { code: "G64_NO_HOLD", test: delivery_free };
/// Some party still has to receive the result.
pub const RESULT_UNSERVED: G = Guard { code: "G-NOTIFIED", test: result_unserved };
/// No revaluation at a party's request so far (L106 82.2.c).
pub const REVALUED_ONCE: G = Guard { code: "G36_REVAL_ONCE", test: revalued_once };
/// Some party's window is open (L106 82.2.c).
pub const WINDOW_OPEN: G = Guard { code: "G35_REVAL_TIME", test: reval_time };
/// Every party's window is over (L106 82.2.c).
pub const WINDOW_OVER: G = Guard { code: "G35_WINDOW_OPEN", test: window_over };
/// Priority to buy is settled (L106 83.1).
pub const PREEMPTION: G = Guard { code: "G40_PREEMPT", test: preemption };
/// Priority to buy is still to be settled.
pub const PREEMPTION_OPEN: G = Guard { code: "G40_NONE", test: preemption_open };
/// No selection notice published yet for this round.
pub const NO_SELECTION: G = Guard { code: "G-PUBLISHED", test: no_selection };
/// The selection notice has hung long enough (TT02 4.2; AL16 56.1).
pub const SELECTION_NOTICE: G = Guard { code: "G42_SELECT_NOTICE", test: selection_notice };
/// No organisation chosen yet.
pub const NOT_CHOSEN: G = Guard { code: "G42_CHOSEN", test: not_chosen };
/// An organisation is chosen (L106 83.2.a).
pub const CHOSEN: G = Guard { code: "G42_ORG", test: chosen };
/// The certificate is valid on the day of the contract (L106 82.2.b).
pub const CERTIFICATE: G = Guard { code: "G38_CERT_VALID", test: certificate };
/// Posted long enough before the session (AL16 35).
pub const POSTED: G = Guard { code: "G44_NOTICE", test: posted };
/// The session of the running round has failed (L106 83.3).
pub const FAILURE: G = Guard { code: "G46_FAILURE", test: failure };
/// The start price lies above the costs (L106 83.3).
pub const COST_FLOOR: G = Guard { code: "G47_COST_FLOOR", test: cost_floor };
/// The reduced price is at or below the costs (L106 83.3).
pub const FLOOR_REACHED: G = Guard { code: "G47_FLOOR", test: floor_reached };
/// Fewer reductions than open the creditor's option.
pub const BEFORE_OPTION: G = Guard { code: "G49_OFFER", test: before_option };
/// At least two reductions, or a price at or below the costs (L106 83.3).
pub const OPTION: G = Guard { code: "G49_OPTION", test: option };
/// The debtor's days to redeem are over (ND152 65.6).
pub const REDEEM_OVER: G = Guard { code: "G50_REDEEM", test: redeem_over };
/// The time to pay is over.
pub const PAY_OVER: G = Guard { code: "G55_PAY_TIME", test: pay_over };
/// Buyer or taker has paid in full (ND152 65.1, 65.6).
pub const PAID: G = Guard { code: "G55_BUYER_PAID", test: paid };
/// The proceeds are distributed (L106 54.6).
pub const DISTRIBUTED: G = Guard { code: "G-MONEY-LEFT", test: distributed };

fn distributed(facts: &AssetFacts, _: &Context<'_>) -> Verdict {
    if facts.money.undistributed.is_zero() {
        return met(0);
    }
    let left = facts.money.undistributed.to_string();
    Err(Unmet::new("G-MONEY-LEFT", left.clone(), "0").with("amount", left))
}

fn met(value: impl ToString) -> Verdict {
    Ok(value.to_string())
}

fn basis(facts: &AssetFacts, _: &Context<'_>) -> Verdict {
    if facts.case_is_enforceable() && !facts.case.outstanding().is_zero() {
        return met(facts.case.stage);
    }
    let missing = if facts.case_is_enforceable() { "nothing_owed" } else { "ability" };
    Err(Unmet::new("G01_BASIS", facts.case.stage.as_str(), "enforceable or enforcing, with something owed")
        .with("list", missing))
}

fn voluntary(facts: &AssetFacts, context: &Context<'_>) -> Verdict {
    let track = facts.case.debtor(facts.asset.owner);
    match track.and_then(|track| track.voluntary_until) {
        Some(until) if context.on > until => met(until),
        Some(until) => Err(Unmet::new("G02_VOLUNTARY", until.to_string(), format!("before {}", context.on))
            .with("date", until.to_string())
            .not_before_day_after(until)),
        None => Err(Unmet::new(
            "G02_VOLUNTARY",
            "no valid notice to the owner",
            "a voluntary period that has ended",
        )
        .with("date", "-")),
    }
}

fn owner(facts: &AssetFacts, _: &Context<'_>) -> Verdict {
    let missing = match &facts.asset.verified {
        None => "verification",
        Some(verified) if !verified.owned_by_debtor => "owned_by_debtor",
        Some(_) if facts.asset.lacks_registry_answer() => "registry_answer",
        Some(verified) => return met(verified.on),
    };
    let required = "owned by the debtor, registry answered";
    Err(Unmet::new("G03_OWNER", format!("no {missing}"), required).with("list", missing))
}

fn not_excluded(facts: &AssetFacts, _: &Context<'_>) -> Verdict {
    match &facts.asset.excluded {
        None => met("not on the list"),
        Some(entry) => {
            Err(Unmet::new("G04_EXCLUDED", entry.clone(), "not on the list").with("reason", entry.clone()))
        }
    }
}

fn state_funded(facts: &AssetFacts, _: &Context<'_>) -> Verdict {
    match facts.case.debtor(facts.asset.owner) {
        Some(track) if track.budget_funded => {
            Err(Unmet::new("G-BUDGET", "paid from the State budget", "another debtor"))
        }
        _ => met("no"),
    }
}

fn other_authority(facts: &AssetFacts, _: &Context<'_>) -> Verdict {
    match &facts.asset.verified {
        Some(verified) if verified.other_authority => {
            Err(Unmet::new("G14_OTHER_AUTH", "another authority's measure", "no other measure"))
        }
        _ => met("none"),
    }
}

fn seizure_notice(facts: &AssetFacts, context: &Context<'_>) -> Verdict {
    if !facts.asset.kind.is_real_estate() {
        return met("movable");
    }
    ahead(facts, context, facts.asset.notices.seizure_on, "seize.notice.re", "G21_RE_NOTICE")
}

fn cost_notice(facts: &AssetFacts, context: &Context<'_>) -> Verdict {
    ahead(facts, context, facts.asset.notices.costs_on, "cost_notice", "G22_COST_NOTICE")
}

/// A notice that must lie at least so many working days before the act, unless an urgent reason is on record.
fn ahead(
    facts: &AssetFacts,
    context: &Context<'_>,
    served: Option<NaiveDate>,
    key: &'static str,
    code: &'static str,
) -> Verdict {
    if facts.asset.notices.urgent_reason.is_some() {
        return met("urgent reason on record");
    }
    let latest = due(context, key, context.on)?;
    match served {
        Some(day) if day <= latest => met(day),
        Some(day) => Err(Unmet::new(code, day.to_string(), format!("{latest} or earlier"))
            .with("date", latest.to_string())),
        None => {
            Err(Unmet::new(code, "no notice", format!("{latest} or earlier"))
                .with("date", latest.to_string()))
        }
    }
}

fn window(_: &AssetFacts, context: &Context<'_>) -> Verdict {
    coercion_time::day("G23_WINDOW", context)
}

fn no_hold(facts: &AssetFacts, _: &Context<'_>) -> Verdict {
    match facts.case.stop_of_asset(facts.asset.id) {
        None => met("none"),
        Some(stop) => {
            let found = format!("{} since {}", stop.code, stop.from);
            Err(Unmet::new("G64_NO_HOLD", found, "none").with("doc", stop.code))
        }
    }
}

fn delivery_free(facts: &AssetFacts, context: &Context<'_>) -> Verdict {
    let by_auction = facts.asset.sale.as_ref().is_some_and(|sale| sale.by == SaleKind::Auction);
    match facts.case.stop_of_asset(facts.asset.id) {
        Some(stop) if by_auction && stop.code != HoldGround::AuctionDispute.as_str() => met("protected"),
        _ => no_hold(facts, context),
    }
}

fn result_unserved(facts: &AssetFacts, _: &Context<'_>) -> Verdict {
    let waiting = facts.parties().len().saturating_sub(facts.asset.result_notices.len());
    if waiting > 0 {
        return met(waiting);
    }
    Err(Unmet::new("G-NOTIFIED", "every party was notified", "a party who waits for notice"))
}

fn revalued_once(facts: &AssetFacts, _: &Context<'_>) -> Verdict {
    match facts.asset.revaluation_by {
        None => met("none"),
        Some(_) => Err(Unmet::new("G36_REVAL_ONCE", "one at a party's request", "none")),
    }
}

/// A party may ask from its notice to the end of its own window, whatever the others' windows do.
fn reval_time(facts: &AssetFacts, context: &Context<'_>) -> Verdict {
    let last = facts.asset.result_notices.iter().filter_map(|notice| notice.window_until).max();
    match last {
        Some(last) if context.on <= last => met(last),
        Some(last) => Err(Unmet::new("G35_REVAL_TIME", context.on.to_string(), format!("by {last}"))
            .with("date", last.to_string())),
        None => Err(Unmet::new("G35_REVAL_TIME", "nobody received the result", "a party's open window")
            .with("date", "-")),
    }
}

fn window_over(facts: &AssetFacts, context: &Context<'_>) -> Verdict {
    let parties = facts.parties();
    let served = parties
        .iter()
        .filter(|party| facts.asset.result_notices.iter().any(|notice| notice.party == **party))
        .count();
    if served < parties.len() || !facts.creditors_whole {
        return Err(Unmet::new(
            "G35_WINDOW_OPEN",
            format!("{served} of {} parties notified", parties.len()),
            "every party notified",
        )
        .with("date", "-"));
    }
    let last = facts.asset.result_notices.iter().filter_map(|notice| notice.window_until).max();
    match last {
        Some(last) if context.on > last => met(last),
        Some(last) => Err(Unmet::new("G35_WINDOW_OPEN", context.on.to_string(), format!("after {last}"))
            .with("date", last.to_string())
            .not_before_day_after(last)),
        None => Err(Unmet::new("G35_WINDOW_OPEN", "no window", "a window that is over").with("date", "-")),
    }
}

fn needs_preemption(facts: &AssetFacts) -> bool {
    facts.asset.verified.as_ref().is_some_and(|verified| verified.co_owners)
        && facts.asset.preemption_closed_on.is_none()
}

fn preemption(facts: &AssetFacts, _: &Context<'_>) -> Verdict {
    if needs_preemption(facts) {
        return Err(Unmet::new(
            "G40_PREEMPT",
            "co-owners not yet asked",
            "priority offered and over, or waived",
        )
        .with("date", "-"));
    }
    met("settled")
}

fn preemption_open(facts: &AssetFacts, _: &Context<'_>) -> Verdict {
    if needs_preemption(facts) {
        return met("open");
    }
    Err(Unmet::new("G40_NONE", "nobody has a priority", "a priority still to be settled"))
}

fn no_selection(facts: &AssetFacts, _: &Context<'_>) -> Verdict {
    match &facts.asset.selection {
        None => met("none"),
        Some(selection) => {
            let on = selection.published_on.to_string();
            Err(Unmet::new("G-PUBLISHED", on.clone(), "no notice yet").with("date", on))
        }
    }
}

fn selection_notice(facts: &AssetFacts, context: &Context<'_>) -> Verdict {
    match facts.asset.selection.as_ref().map(|selection| selection.notice_until) {
        Some(until) if context.on > until => met(until),
        Some(until) => Err(Unmet::new("G42_SELECT_NOTICE", context.on.to_string(), format!("after {until}"))
            .with("date", until.to_string())
            .not_before_day_after(until)),
        None => Err(Unmet::new("G42_SELECT_NOTICE", "no notice", "a notice that has run").with("date", "-")),
    }
}

fn not_chosen(facts: &AssetFacts, _: &Context<'_>) -> Verdict {
    match facts.asset.selection.as_ref().and_then(|selection| selection.chosen.clone()) {
        None => met("none"),
        Some(name) => Err(Unmet::new("G42_CHOSEN", name, "none chosen yet")),
    }
}

fn chosen(facts: &AssetFacts, _: &Context<'_>) -> Verdict {
    match facts.asset.selection.as_ref().and_then(|selection| selection.chosen.clone()) {
        Some(name) => met(name),
        None => Err(Unmet::new("G42_ORG", "none", "an organisation chosen under the auction law")),
    }
}

/// The valuation whose value is the price: the latest that has one.
pub fn priced(facts: &AssetFacts) -> Option<&Valuation> {
    facts.asset.valuations.iter().rev().find(|valuation| valuation.value.is_some())
}

fn certificate(facts: &AssetFacts, context: &Context<'_>) -> Verdict {
    match priced(facts).and_then(|valuation| valuation.valid_until) {
        // A reduction replaces the certificate's price: its validity counts for the first contract (L106 82.2.b).
        Some(_) if facts.asset.reductions > 0 => met("reduced price"),
        Some(until) if context.on <= until => met(until),
        Some(until) => {
            Err(Unmet::new("G38_CERT_VALID", until.to_string(), format!("{} or later", context.on))
                .with("date", until.to_string()))
        }
        None => Err(Unmet::new("G38_CERT_VALID", "no certificate", "a valid certificate").with("date", "-")),
    }
}

fn posted(facts: &AssetFacts, context: &Context<'_>) -> Verdict {
    let round = facts.asset.rounds.last();
    let Some((day, session)) = round.and_then(|round| Some((round.posted_on?, round.session_on?))) else {
        return Err(Unmet::new("G44_NOTICE", "not posted", "posted for the statutory time").with("date", "-"));
    };
    if context.on >= session {
        return met(day);
    }
    Err(Unmet::new("G44_NOTICE", context.on.to_string(), format!("the session's day, {session}"))
        .not_before(session))
}

fn failure(facts: &AssetFacts, _: &Context<'_>) -> Verdict {
    match facts.asset.rounds.last().and_then(|round| round.failed_on) {
        Some(day) => met(day),
        None => Err(Unmet::new("G46_FAILURE", "no failed session in this round", "a notice of failure")),
    }
}

fn cost_floor(facts: &AssetFacts, _: &Context<'_>) -> Verdict {
    let price = facts.asset.start_price.unwrap_or(Dong::ZERO);
    if price > facts.asset.costs {
        return met(price.get());
    }
    let costs = facts.asset.costs;
    Err(Unmet::new("G47_COST_FLOOR", price.get().to_string(), format!("above {}", costs.get()))
        .with("limit", costs.to_string()))
}

/// The reduced price does not exceed the costs: no further auction, the asset is offered (L106 83.3).
fn floor_reached(facts: &AssetFacts, context: &Context<'_>) -> Verdict {
    match cost_floor(facts, context) {
        Err(_) if facts.asset.reductions > 0 => met("at or below the costs"),
        _ => {
            let price = facts.asset.start_price.unwrap_or(Dong::ZERO).to_string();
            Err(Unmet::new("G47_FLOOR", price.clone(), "at or below the costs").with("amount", price))
        }
    }
}

fn reductions_needed(context: &Context<'_>) -> Result<i64, Unmet> {
    integer(context, "reductions_before_option")
}

fn before_option(facts: &AssetFacts, context: &Context<'_>) -> Verdict {
    let needed = reductions_needed(context)?;
    if i64::from(facts.asset.reductions) < needed {
        return met(facts.asset.reductions);
    }
    Err(Unmet::new(
        "G49_OFFER",
        facts.asset.reductions.to_string(),
        format!("fewer than {needed}; offer it to the creditor"),
    )
    .with("done", facts.asset.reductions.to_string())
    .with("need", needed.to_string()))
}

fn option(facts: &AssetFacts, context: &Context<'_>) -> Verdict {
    let needed = reductions_needed(context)?;
    if i64::from(facts.asset.reductions) >= needed || floor_reached(facts, context).is_ok() {
        return met(facts.asset.reductions);
    }
    Err(Unmet::new("G49_OPTION", facts.asset.reductions.to_string(), format!("{needed} or more"))
        .with("done", facts.asset.reductions.to_string())
        .with("need", needed.to_string()))
}

fn pay_until(facts: &AssetFacts) -> Option<NaiveDate> {
    facts.asset.sale.as_ref().map(|sale| sale.pay_until)
}

fn redeem_over(facts: &AssetFacts, context: &Context<'_>) -> Verdict {
    after(pay_until(facts), context, "G50_REDEEM")
}

fn pay_over(facts: &AssetFacts, context: &Context<'_>) -> Verdict {
    after(pay_until(facts), context, "G55_PAY_TIME")
}

fn after(last: Option<NaiveDate>, context: &Context<'_>, code: &'static str) -> Verdict {
    match last {
        Some(last) if context.on > last => met(last),
        Some(last) => Err(Unmet::new(code, context.on.to_string(), format!("after {last}"))
            .with("date", last.to_string())
            .not_before_day_after(last)),
        None => Err(Unmet::new(code, "no sale or taking", "a term that is over").with("date", "-")),
    }
}

fn paid(facts: &AssetFacts, _: &Context<'_>) -> Verdict {
    match &facts.asset.sale {
        Some(sale) if sale.paid >= sale.payable => met(sale.paid.get()),
        Some(sale) => {
            Err(Unmet::new("G55_BUYER_PAID", sale.paid.get().to_string(), sale.payable.get().to_string())
                .with("amount", sale.payable.saturating_minus(sale.paid).to_string())
                .with("date", sale.pay_until.to_string()))
        }
        None => {
            let unmet = Unmet::new("G55_BUYER_PAID", "no sale", "paid in full");
            Err(unmet.with("amount", "-").with("date", "-"))
        }
    }
}
