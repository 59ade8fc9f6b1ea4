//! Guards of the auction (section 3.3, G38–G54) and of the dossier behind it.

use chrono::NaiveDate;

use super::{G, Verdict, after, lacks, met, unless_overridden};
use crate::domain::asset::{Asset, AssetState, PriceBasis, ReviewOutcome};
use crate::domain::lifecycle::asset::facts::AssetFacts;
use crate::domain::lifecycle::asset::lowest_after;
use crate::domain::lifecycle::asset::price::priced;
use crate::domain::lifecycle::case::{due, integer};
use crate::domain::lifecycle::{Context, Guard};
use crate::domain::refusal::Unmet;

/// The certificate is valid on the day of the contract (L106 82.2.b).
pub const CERTIFICATE: G = Guard { code: "G38_CERT_VALID", test: certificate };
/// Decision, minutes, report and certificate speak of one and the same thing.
pub const PAPERS_AGREE: G = Guard { code: "G-VAL-PAPERS", test: papers_agree };
/// The head approved a dossier in which every risk is settled and the handover is sure.
pub const DOSSIER: G = Guard { code: "G-DOSSIER", test: dossier };
/// The procuracy looked at the file, where the kind of case calls for it.
pub const PROCURACY: G = Guard { code: "G-VKS-REVIEW", test: procuracy };
/// The procuracy was not asked yet, or its faults were mended since.
pub const REVIEW_OPEN: G = Guard { code: "G-REVIEW-OPEN", test: review_open };
/// The procuracy was asked and has not answered.
pub const REVIEW_ASKED: G = Guard { code: "G-REVIEW-ASKED", test: review_asked };
/// No selection notice published yet for this round.
pub const NO_SELECTION: G = Guard { code: "G-PUBLISHED", test: no_selection };
/// The selection notice has hung long enough (TT02 4.2; AL16 56.1).
pub const SELECTION_NOTICE: G = Guard { code: "G42_SELECT_NOTICE", test: selection_notice };
/// No organisation chosen yet.
pub const NOT_CHOSEN: G = Guard { code: "G42_CHOSEN", test: not_chosen };
/// An organisation is chosen (L106 83.2.a).
pub const CHOSEN: G = Guard { code: "G42_ORG", test: chosen };
/// The result of the choice is published (TT02 6.1).
pub const RESULT_PUBLISHED: G = Guard { code: "G42_RESULT", test: result_published };
/// No contract was signed in the law's time: the public centre steps in (L106 83.2.a).
pub const CENTRE_DUE: G = Guard { code: "G42_CENTRE", test: centre_due };
/// Posted long enough before the session (AL16 35).
pub const POSTED: G = Guard { code: "G44_NOTICE", test: posted };
/// The session of the running round has failed (L106 83.3).
pub const FAILURE: G = Guard { code: "G46_FAILURE", test: failure };
/// The start price lies above the costs (L106 83.3).
pub const COST_FLOOR: G = Guard { code: "G47_COST_FLOOR", test: cost_floor };
/// The reduced price is at or below the costs (L106 83.3).
pub const FLOOR_REACHED: G = Guard { code: "G47_FLOOR", test: floor_reached };
/// Other people's collateral: the start price lies above secured debt and costs (ND152 55.4, 65.7.a).
pub const SECURED_FLOOR: G = Guard { code: "G48_SECURED_FLOOR", test: secured_floor };
/// The same, no longer (ND152 55.4).
pub const SECURED_FLOOR_REACHED: G = Guard { code: "G48_FLOOR", test: secured_floor_reached };
/// Fewer reductions than open the creditor's option.
pub const BEFORE_OPTION: G = Guard { code: "G49_OFFER", test: before_option };
/// At least two reductions, or a price at or below the costs (L106 83.3).
pub const OPTION: G = Guard { code: "G49_OPTION", test: option };
/// At least a working day before the session opens (L106 83.4).
pub const REDEEM_TIME: G = Guard { code: "G50_REDEEM_TIME", test: redeem_time };
/// No winner has been announced (L106 84.3).
pub const BEFORE_WINNER_GUARD: G = Guard { code: "G52_BEFORE_WINNER", test: before_winner };

/// Whether the price's ground still holds on a day: an agreed, fixed, kept or reduced price has no certificate to expire.
pub fn certificate_holds(asset: &Asset, on: NaiveDate) -> bool {
    let lasting = asset.price_basis != PriceBasis::Valuation || asset.price_kept_on.is_some();
    let valid = priced(&asset.valuations).and_then(|valuation| valuation.valid_until);
    lasting || asset.reductions > 0 || valid.is_some_and(|until| on <= until)
}

fn certificate(facts: &AssetFacts, context: &Context<'_>) -> Verdict {
    let until = priced(&facts.asset.valuations).and_then(|valuation| valuation.valid_until);
    if certificate_holds(&facts.asset, context.on) {
        return met(until.map_or_else(|| facts.asset.price_basis.to_string(), |until| until.to_string()));
    }
    let date = until.map_or_else(|| "-".to_owned(), |until| until.to_string());
    Err(Unmet::new("G38_CERT_VALID", date.clone(), format!("{} or later", context.on)).with("date", date))
}

/// An agreed or fixed price has no report and no certificate to compare.
fn papers_agree(facts: &AssetFacts, _: &Context<'_>) -> Verdict {
    if facts.asset.price_basis != PriceBasis::Valuation {
        return met("no certificate");
    }
    match &facts.asset.reconciliation {
        None => lacks("G-VAL-PAPERS", "compared", "decision, minutes, report and certificate compared"),
        Some(one) if one.differences.is_empty() => met(one.on),
        Some(one) => {
            let names: Vec<&str> = one.differences.iter().map(|subject| subject.as_str()).collect();
            let unmet = Unmet::new("G-VAL-PAPERS", names.join(", "), "no difference");
            Err(unmet.with("list", names.join(", ")))
        }
    }
}

fn dossier(facts: &AssetFacts, _: &Context<'_>) -> Verdict {
    let verdict = match &facts.asset.dossier {
        None => lacks("G-DOSSIER", "approval", "approved by the head"),
        Some(approved) => {
            let dossier = &approved.dossier;
            let mut open: Vec<&str> =
                dossier.risks.iter().filter(|line| !line.settled).map(|line| line.risk.as_str()).collect();
            open.extend((!dossier.deliverable).then_some("deliverable"));
            open.extend((!dossier.papers_complete).then_some("papers_complete"));
            if open.is_empty() {
                met(approved.approved_on)
            } else {
                lacks("G-DOSSIER", &open.join(", "), "every risk settled")
            }
        }
    };
    unless_overridden(facts, "G-DOSSIER", verdict)
}

fn procuracy(facts: &AssetFacts, _: &Context<'_>) -> Verdict {
    let called_for = facts
        .asset
        .dossier
        .as_ref()
        .is_some_and(|approved| approved.dossier.risks.iter().any(|line| line.risk.calls_for_review()));
    let answered = facts.asset.procuracy_review.as_ref().and_then(|review| review.outcome);
    let verdict = match (called_for, answered) {
        (false, _) => met("not called for"),
        (true, Some(ReviewOutcome::Clear)) => met("clear"),
        (true, None) => lacks("G-VKS-REVIEW", "review", "looked at and clear"),
        (true, Some(outcome)) => lacks("G-VKS-REVIEW", outcome.as_str(), "looked at and clear"),
    };
    unless_overridden(facts, "G-VKS-REVIEW", verdict)
}

fn review_open(facts: &AssetFacts, _: &Context<'_>) -> Verdict {
    match &facts.asset.procuracy_review {
        Some(review) if review.answered_on.is_none() => {
            let on = review.asked_on.to_string();
            Err(Unmet::new("G-REVIEW-OPEN", on.clone(), "not asked, or answered").with("date", on))
        }
        _ => met("open"),
    }
}

fn review_asked(facts: &AssetFacts, _: &Context<'_>) -> Verdict {
    match &facts.asset.procuracy_review {
        Some(review) if review.answered_on.is_none() => met(review.asked_on),
        _ => Err(Unmet::new("G-REVIEW-ASKED", "nothing asked", "asked and not answered")),
    }
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
    after(
        facts.asset.selection.as_ref().map(|selection| selection.notice_until),
        context,
        "G42_SELECT_NOTICE",
    )
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

fn result_published(facts: &AssetFacts, _: &Context<'_>) -> Verdict {
    match facts.asset.selection.as_ref().and_then(|selection| selection.result_on) {
        Some(day) => met(day),
        None => Err(Unmet::new("G42_RESULT", "not published", "published on both pages")),
    }
}

/// After the days for the contract, and those that the law gives beyond them (L106 83.2.a).
fn centre_due(facts: &AssetFacts, context: &Context<'_>) -> Verdict {
    let Some(from) = facts.asset.price_final_on else { return after(None, context, "G42_CENTRE") };
    let last = due(context, "auction.contract", from)?;
    after(Some(last), context, "G42_CENTRE")
}

fn posted(facts: &AssetFacts, context: &Context<'_>) -> Verdict {
    let round = facts.asset.round();
    let Some((day, session)) = round.and_then(|round| Some((round.posted_on?, round.session_on?))) else {
        return Err(Unmet::new("G44_NOTICE", "not posted", "posted for the statutory time").with("date", "-"));
    };
    if context.on >= session {
        return met(day);
    }
    let unmet = Unmet::new("G44_NOTICE", context.on.to_string(), format!("the session's day, {session}"));
    Err(unmet.with("date", session.to_string()).not_before(session))
}

fn failure(facts: &AssetFacts, _: &Context<'_>) -> Verdict {
    match facts.asset.round().and_then(|round| round.failed_on) {
        Some(day) => met(day),
        None => Err(Unmet::new("G46_FAILURE", "no failed session in this round", "a notice of failure")),
    }
}

fn cost_floor(facts: &AssetFacts, _: &Context<'_>) -> Verdict {
    let price = facts.start_price();
    if price > facts.asset.costs {
        return met(price.get());
    }
    let costs = facts.asset.costs;
    let unmet = Unmet::new("G47_COST_FLOOR", price.get().to_string(), format!("above {}", costs.get()));
    Err(unmet.with("limit", costs.to_string()))
}

fn floor_reached(facts: &AssetFacts, _: &Context<'_>) -> Verdict {
    if facts.at_cost_floor() {
        return met("at or below the costs");
    }
    let price = facts.start_price().to_string();
    Err(Unmet::new("G47_FLOOR", price.clone(), "at or below the costs").with("amount", price))
}

fn secured_floor(facts: &AssetFacts, _: &Context<'_>) -> Verdict {
    match facts.secured_limit().filter(|_| facts.at_secured_floor()) {
        None => met(facts.start_price().get()),
        Some(limit) => {
            let found = facts.start_price().get().to_string();
            let unmet = Unmet::new("G48_SECURED_FLOOR", found, format!("above {}", limit.get()));
            Err(unmet.with("limit", limit.to_string()))
        }
    }
}

fn secured_floor_reached(facts: &AssetFacts, context: &Context<'_>) -> Verdict {
    // The lowest price of the next round counts where a session has failed: it could not be offered any more.
    let price = if facts.asset.state == AssetState::AuctionFailed {
        lowest_after(facts.start_price(), context).unwrap_or(facts.start_price())
    } else {
        facts.start_price()
    };
    match facts.secured_limit() {
        Some(limit) if price <= limit => met(limit.get()),
        _ => {
            let found = price.get().to_string();
            Err(Unmet::new("G48_FLOOR", found.clone(), "at or below secured debt and costs")
                .with("amount", found))
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
    let required = format!("fewer than {needed}; offer it to the creditor");
    Err(Unmet::new("G49_OFFER", facts.asset.reductions.to_string(), required)
        .with("done", facts.asset.reductions.to_string())
        .with("need", needed.to_string()))
}

fn option(facts: &AssetFacts, context: &Context<'_>) -> Verdict {
    let needed = reductions_needed(context)?;
    if i64::from(facts.asset.reductions) >= needed || facts.at_cost_floor() {
        return met(facts.asset.reductions);
    }
    Err(Unmet::new("G49_OPTION", facts.asset.reductions.to_string(), format!("{needed} or more"))
        .with("done", facts.asset.reductions.to_string())
        .with("need", needed.to_string()))
}

fn redeem_time(facts: &AssetFacts, context: &Context<'_>) -> Verdict {
    let Some(session) = facts.asset.round().and_then(|round| round.session_on) else {
        return met("no session");
    };
    let latest = due(context, "redeem", session)?;
    if context.on <= latest {
        return met(latest);
    }
    let unmet = Unmet::new("G50_REDEEM_TIME", context.on.to_string(), format!("{latest} or earlier"));
    Err(unmet.with("date", latest.to_string()))
}

fn before_winner(facts: &AssetFacts, _: &Context<'_>) -> Verdict {
    match &facts.asset.sale {
        Some(sale) if !sale.by.is_taking() || facts.asset.state == AssetState::Paid => {
            Err(Unmet::new("G52_BEFORE_WINNER", sale.on.to_string(), "no winner yet")
                .with("date", sale.on.to_string()))
        }
        _ => met("none"),
    }
}
