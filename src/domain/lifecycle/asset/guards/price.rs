//! Guards of the price (section 3.3, G28–G40).

use super::{G, Verdict, after, lacks, met};
use crate::domain::lifecycle::asset::facts::AssetFacts;
use crate::domain::lifecycle::{Context, Guard};
use crate::domain::refusal::Unmet;

/// Harvest or cycle reached, or the parties agree (L106 81.3).
pub const HARVEST: G = Guard { code: "G28_HARVEST", test: harvest };
/// Other people's goods are removed, priced, or sold together (L106 81.2).
pub const GOODS_SETTLED: G = Guard { code: "G29_FOREIGN_GOODS", test: goods_settled };
/// No valuation contract yet (L106 82.1.a).
pub const NO_CONTRACT_YET: G = Guard { code: "G31_PRICE_AGREED", test: no_contract_yet };
/// The registry knows of the seizure (ND152 42.7, 111.1).
pub const REGISTRY_TOLD: G = Guard { code: "G-REGISTRY-TOLD", test: registry_told };
/// No earlier seizure of the same thing stands before this one.
pub const RANK: G = Guard { code: "G-RANK", test: rank };
/// Its kind has a way of sale of its own that has not been tried (ND152 57.1, 61.1).
pub const NOT_SPECIAL: G = Guard { code: "G-SPECIAL", test: not_special };
/// A firm's price is there.
pub const VALUED: G = Guard { code: "G-VALUED", test: valued };
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
/// Every holder waived or let his days pass (L106 83.1).
pub const PRIORITY_OVER: G = Guard { code: "G40_PREEMPT", test: priority_over };

fn harvest(facts: &AssetFacts, context: &Context<'_>) -> Verdict {
    let Some(found) = facts.asset.findings() else { return met("none") };
    match found.harvest_on.filter(|_| !found.early_harvest_agreed) {
        Some(day) if context.on < day => {
            Err(Unmet::new("G28_HARVEST", context.on.to_string(), format!("{day} or later"))
                .with("date", day.to_string())
                .not_before(day))
        }
        _ => met("reached"),
    }
}

fn goods_settled(facts: &AssetFacts, _: &Context<'_>) -> Verdict {
    match &facts.asset.foreign_goods {
        Some(goods) if goods.settled.is_none() => {
            let until = goods.remove_until;
            let unmet = Unmet::new("G29_FOREIGN_GOODS", "still there", "removed, priced or sold together");
            Err(unmet.with("date", until.to_string()))
        }
        _ => met("settled"),
    }
}

fn no_contract_yet(facts: &AssetFacts, _: &Context<'_>) -> Verdict {
    match facts.asset.valuations.last() {
        None => met("none"),
        Some(valuation) => {
            let on = valuation.contracted_on.to_string();
            Err(Unmet::new("G31_PRICE_AGREED", on.clone(), "no contract yet").with("date", on))
        }
    }
}

fn registry_told(facts: &AssetFacts, _: &Context<'_>) -> Verdict {
    match facts.asset.notices.registry_on {
        Some(day) => met(day),
        None if !facts.asset.kind.is_registrable() || facts.asset.is_lot() => met("not registered"),
        None => lacks("G-REGISTRY-TOLD", "registry_told", "the registry told of the seizure"),
    }
}

fn rank(facts: &AssetFacts, _: &Context<'_>) -> Verdict {
    let own = facts.asset.rank.unwrap_or(1);
    let before = facts.rivals.iter().map(|rival| rival.rank.unwrap_or(1)).filter(|rank| *rank < own).min();
    match before {
        None => met(own),
        Some(rank) => {
            Err(Unmet::new("G-RANK", rank.to_string(), own.to_string()).with("rank", rank.to_string()))
        }
    }
}

fn not_special(facts: &AssetFacts, _: &Context<'_>) -> Verdict {
    if facts.asset.kind.has_special_sale() && facts.asset.unsold_on.is_none() {
        return Err(Unmet::new("G-SPECIAL", facts.asset.kind.as_str(), "sold first in the way of its kind"));
    }
    met(facts.asset.kind)
}

fn valued(facts: &AssetFacts, _: &Context<'_>) -> Verdict {
    match facts.asset.valuations.iter().rev().find_map(|valuation| valuation.certificate.clone()) {
        Some(number) => met(number),
        None => Err(Unmet::new("G-VALUED", "no certificate", "a firm's certificate")),
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
    let notices = &facts.asset.result_notices;
    let served = parties.iter().filter(|party| notices.iter().any(|notice| notice.party == **party)).count();
    if served < parties.len() || !facts.creditors_whole {
        let found = format!("{served} of {} parties notified", parties.len());
        return Err(Unmet::new("G35_WINDOW_OPEN", found, "every party notified").with("date", "-"));
    }
    after(notices.iter().filter_map(|notice| notice.window_until).max(), context, "G35_WINDOW_OPEN")
}

fn needs_preemption(facts: &AssetFacts) -> bool {
    facts.asset.verified.as_ref().is_some_and(|verified| verified.co_owners)
        && facts.asset.preemption_closed_on.is_none()
}

fn preemption(facts: &AssetFacts, _: &Context<'_>) -> Verdict {
    if needs_preemption(facts) {
        let required = "priority offered and over, or waived";
        return Err(Unmet::new("G40_PREEMPT", "co-owners not yet asked", required).with("date", "-"));
    }
    met("settled")
}

fn preemption_open(facts: &AssetFacts, _: &Context<'_>) -> Verdict {
    if needs_preemption(facts) {
        return met("open");
    }
    Err(Unmet::new("G40_NONE", "nobody has a priority", "a priority still to be settled"))
}

fn priority_over(facts: &AssetFacts, context: &Context<'_>) -> Verdict {
    let offers = facts.asset.preemption.offers.iter().filter(|offer| offer.waived_on.is_none());
    match offers.map(|offer| offer.until).max() {
        None if facts.asset.preemption.offers.is_empty() => after(None, context, "G40_PREEMPT"),
        None => met("waived"),
        last => after(last, context, "G40_PREEMPT"),
    }
}
