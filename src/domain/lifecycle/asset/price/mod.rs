//! The price: agreement, valuation, fixing, notice of the result, one revaluation at a party's request, comparison of the papers
//! (L106 82; ND152 60).

mod bodies;
mod fixing;

use serde_json::json;

pub use bodies::*;
pub(super) use fixing::small_value;

use super::guards::{
    GOODS_SETTLED, HARVEST, NO_CONTRACT_YET, NO_DISPUTE, NO_HOLD, NOT_SPECIAL, RANK, REGISTRY_TOLD,
    RESULT_UNSERVED, REVALUED_ONCE, VALUED, WINDOW_OPEN, WINDOW_OVER,
};
use super::{AssetFacts, Phase, Work, row};
use crate::domain::asset::{
    AssetState, PaperSubject, PriceBasis, Reconciliation, ResultNotice, Valuation, ValuationGround,
};
use crate::domain::document::DocumentKind;
use crate::domain::lifecycle::plan::Plan;
use crate::domain::lifecycle::{Clock, Context, Guard, To, Transition};
use crate::domain::refusal::{FieldError, Refusal, wrong};

/// What must be true before an asset is valued: the row and the gate read the same list.
pub(super) const TO_VALUE: &[Guard<AssetFacts>] =
    &[NOT_SPECIAL, RANK, HARVEST, GOODS_SETTLED, REGISTRY_TOLD, NO_DISPUTE, NO_HOLD];

const PRICED: To = To::OneOf(&["price_final", "ready_for_auction"]);

pub(super) const ROWS: &[Transition<AssetFacts>] = &[
    Transition {
        guards: &[NO_CONTRACT_YET, HARVEST, GOODS_SETTLED, NO_DISPUTE, NO_HOLD],
        opens: &[Clock::Act("auction.contract")],
        closes: &[Clock::Act("valuation.contract")],
        ..row("A-23", "record_agreed_price", &["seized"], PRICED)
    },
    Transition {
        guards: TO_VALUE,
        document: Some(DocumentKind::ValuationContract),
        closes: &[Clock::Act("valuation.contract")],
        ..row("A-24", "sign_valuation_contract", &["seized"], To::State("valuing"))
    },
    Transition {
        guards: &[RANK, HARVEST, GOODS_SETTLED, NO_DISPUTE, NO_HOLD],
        document: Some(DocumentKind::ValuationResultNotice),
        opens: &[Clock::Act("valuation.notify"), Clock::Act("direct.sell")],
        closes: &[Clock::Act("valuation.contract")],
        ..row("A-25", "fix_price", &["seized"], To::State("price_notified"))
    },
    Transition {
        document: Some(DocumentKind::ValuationResultNotice),
        opens: &[Clock::Act("valuation.notify")],
        ..row("A-26", "record_valuation", &["valuing"], To::State("price_notified"))
    },
    Transition {
        guards: &[RESULT_UNSERVED],
        opens: &[Clock::Effect("reval.request")],
        closes: &[Clock::Effect("valuation.notify")],
        ..row("A-26N", "serve_valuation_result", &["price_notified"], To::Same)
    },
    Transition {
        guards: &[VALUED],
        ..row(
            "A-26R",
            "reconcile_papers",
            &["price_notified", "price_final", "preempt_open", "ready_for_auction"],
            To::Same,
        )
    },
    Transition {
        guards: &[WINDOW_OPEN, REVALUED_ONCE],
        opens: &[Clock::Act("reval.start")],
        closes: &[Clock::Act("reval.request")],
        ..row("A-27", "request_revaluation", &["price_notified"], To::State("revaluing"))
    },
    Transition {
        guards: &[VALUED, NO_HOLD],
        opens: &[Clock::Act("reval.start")],
        closes: &[Clock::Act("reval.request"), Clock::Act("auction.contract")],
        ..row(
            "A-28",
            "revalue",
            &["price_notified", "price_final", "preempt_open", "ready_for_auction", "auction_stopped"],
            To::State("revaluing"),
        )
    },
    Transition {
        guards: &[VALUED],
        ..row("A-28K", "keep_price", &["price_final", "preempt_open", "ready_for_auction"], To::Same)
    },
    Transition {
        guards: &[WINDOW_OVER],
        opens: &[Clock::Act("auction.contract")],
        closes: &[Clock::Act("reval.request")],
        ..row("A-29", "close_revaluation_window", &["price_notified"], PRICED)
    },
    Transition {
        document: Some(DocumentKind::ValuationResultNotice),
        opens: &[Clock::Act("auction.contract")],
        closes: &[Clock::Act("reval.start")],
        ..row("A-30", "record_revaluation", &["revaluing"], PRICED)
    },
];

impl Phase for PriceAction {
    fn apply(
        &self,
        facts: &AssetFacts,
        work: &mut Work,
        at: &Context<'_>,
        plan: &mut Plan,
    ) -> Result<(), Refusal> {
        match self {
            PriceAction::RecordAgreedPrice(body) => fixing::agreed(work, body, at, plan),
            PriceAction::SignValuationContract(body) => contract(work, body, at, plan),
            PriceAction::FixPrice(body) => fixing::fix(work, body, at, plan),
            PriceAction::RecordValuation(body) => result(work, body, at, plan),
            PriceAction::ServeValuationResult(body) => serve(facts, work, body, at, plan),
            PriceAction::ReconcilePapers(body) => reconcile(work, body, at),
            PriceAction::RequestRevaluation(body) => request_again(work, body, at, plan),
            PriceAction::Revalue(body) => revalue(work, body, at, plan),
            PriceAction::KeepPrice(_) => {
                work.asset.price_kept_on = Some(at.on);
                Ok(())
            }
            PriceAction::CloseRevaluationWindow(_) => price_is_final(work, at, plan),
            PriceAction::RecordRevaluation(body) => second_result(work, body, at, plan),
        }
    }
}

/// With a priority to buy it is offered first; else the auction is prepared.
pub(super) fn price_is_final(work: &mut Work, at: &Context<'_>, plan: &mut Plan) -> Result<(), Refusal> {
    work.asset.price_final_on = Some(at.on);
    let priority = work.asset.verified.as_ref().is_some_and(|verified| verified.co_owners);
    work.asset.preemption = Default::default();
    work.asset.preemption_closed_on = None;
    work.asset.state = if priority {
        plan.open(at, "preempt.notice", at.on, None);
        AssetState::PriceFinal
    } else {
        AssetState::ReadyForAuction
    };
    Ok(())
}

fn contract(
    work: &mut Work,
    body: &SignValuationContract,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    if !body.firm_eligible {
        return Err(wrong("/firm_eligible", "G32_VALUER"));
    }
    value_by(work, &body.firm, ValuationGround::First, at);
    work.record(DocumentKind::ValuationContract, json!({ "firm": body.firm }), at, plan);
    work.asset.state = AssetState::Valuing;
    Ok(())
}

fn result(work: &mut Work, body: &RecordValuation, at: &Context<'_>, plan: &mut Plan) -> Result<(), Refusal> {
    certificate(work, body, at)?;
    work.record(DocumentKind::ValuationResultNotice, json!({ "value": body.value }), at, plan);
    work.asset.result_notices.clear();
    work.asset.state = AssetState::PriceNotified;
    Ok(())
}

/// Each party's days to ask for another valuation run from its own valid notice (L106 82.2.c).
fn serve(
    facts: &AssetFacts,
    work: &mut Work,
    body: &ServeValuationResult,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    if !facts.parties().contains(&body.party) {
        return Err(wrong("/party", "not_a_party"));
    }
    if facts.asset.result_notices.iter().any(|notice| notice.party == body.party) {
        return Err(wrong("/party", "duplicate"));
    }
    let received = facts.asset.valuations.iter().rev().find_map(|valuation| valuation.received_on);
    if received.is_some_and(|received| at.on < received) {
        return Err(wrong("/effective_on", "contradicts"));
    }
    let until = plan.must_open(at, "reval.request", at.on, Some(body.party.0))?;
    work.asset.result_notices.push(ResultNotice {
        party: body.party,
        received_on: Some(at.on),
        window_until: Some(until),
    });
    if work.asset.result_notices.len() == facts.parties().len() {
        plan.close("valuation.notify", None);
    }
    Ok(())
}

/// The four papers must speak of one and the same thing before it goes to auction.
fn reconcile(work: &mut Work, body: &ReconcilePapers, at: &Context<'_>) -> Result<(), Refusal> {
    let real_estate = work.asset.kind.is_real_estate();
    let needed = PaperSubject::ALL
        .iter()
        .filter(|subject| real_estate || !matches!(subject, PaperSubject::Area | PaperSubject::Parcel));
    let missing: Vec<&str> = needed
        .filter(|subject| !body.lines.iter().any(|line| line.subject == **subject))
        .map(|subject| subject.as_str())
        .collect();
    if !missing.is_empty() {
        return Err(FieldError::new("/lines", "G-VAL-PAPERS").with("list", missing.join(", ")).into());
    }
    let differences = body.lines.iter().filter(|line| !line.agrees()).map(|line| line.subject).collect();
    work.asset.reconciliation = Some(Reconciliation { on: at.on, lines: body.lines.clone(), differences });
    Ok(())
}

fn request_again(
    work: &mut Work,
    body: &RequestRevaluation,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let window = work.asset.result_notices.iter().find(|notice| notice.party == body.party);
    let in_time = window.and_then(|notice| notice.window_until).is_some_and(|until| at.on <= until);
    let mut errors = Vec::new();
    if window.is_none() {
        errors.push(FieldError::new("/party", "not_a_party"));
    } else if !in_time {
        let until = window.and_then(|notice| notice.window_until);
        let date = until.map_or_else(|| "-".to_owned(), |until| until.to_string());
        errors.push(FieldError::new("/party", "G35_REVAL_TIME").with("date", date));
    }
    if !body.advance_paid {
        errors.push(FieldError::new("/advance_paid", "G37_REVAL_ADVANCE"));
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    work.asset.revaluation_by = Some(body.party);
    again(work, &body.firm, ValuationGround::Party, at, plan);
    Ok(())
}

/// The expired certificate counts only before the auction contract (L106 82.2.b).
fn revalue(work: &mut Work, body: &Revalue, at: &Context<'_>, plan: &mut Plan) -> Result<(), Refusal> {
    let mut errors = Vec::new();
    let expired = priced(&work.asset.valuations).and_then(|valuation| valuation.valid_until);
    let expired = expired.is_some_and(|until| at.on > until);
    let given = match body.ground {
        ValuationGround::Violation => true,
        ValuationGround::Expired => expired && work.asset.rounds.is_empty(),
        ValuationGround::First | ValuationGround::Party => false,
    };
    if !given {
        errors.push(FieldError::new("/ground", "G-REVAL-GROUND"));
    }
    if !body.firm_eligible {
        errors.push(FieldError::new("/firm_eligible", "G32_VALUER"));
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    again(work, &body.firm, body.ground, at, plan);
    Ok(())
}

fn again(work: &mut Work, firm: &str, ground: ValuationGround, at: &Context<'_>, plan: &mut Plan) {
    value_by(work, firm, ground, at);
    work.record(DocumentKind::ValuationContract, json!({ "firm": firm, "again": ground }), at, plan);
    // A new price is a new sale: what was prepared for the old one falls away.
    work.asset.reconciliation = None;
    work.asset.dossier = None;
    work.asset.selection = None;
    work.asset.state = AssetState::Revaluing;
}

fn second_result(
    work: &mut Work,
    body: &RecordValuation,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    certificate(work, body, at)?;
    work.record(DocumentKind::ValuationResultNotice, json!({ "value": body.value, "again": true }), at, plan);
    price_is_final(work, at, plan)
}

/// The valuation whose value is the price: the latest that has one.
pub(super) fn priced(valuations: &[Valuation]) -> Option<&Valuation> {
    valuations.iter().rev().find(|valuation| valuation.value.is_some())
}

fn value_by(work: &mut Work, firm: &str, ground: ValuationGround, at: &Context<'_>) {
    work.asset.valuations.push(Valuation {
        firm: firm.to_owned(),
        contracted_on: at.on,
        ground,
        value: None,
        certificate: None,
        valid_until: None,
        received_on: None,
    });
}

fn certificate(work: &mut Work, body: &RecordValuation, at: &Context<'_>) -> Result<(), Refusal> {
    if body.value.is_zero() {
        return Err(wrong("/value", "amount_out_of_range"));
    }
    if body.valid_until < at.on {
        let date = body.valid_until.to_string();
        return Err(FieldError::new("/valid_until", "G38_CERT_VALID").with("date", date).into());
    }
    let costs = work.asset.costs.plus(body.costs).map_err(|_| wrong("/costs", "amount_out_of_range"))?;
    work.asset.costs = costs;
    work.asset.start_price = Some(body.value);
    work.asset.price_basis = PriceBasis::Valuation;
    work.asset.price_kept_on = None;
    // A newly valued thing has not been reduced: the ladder begins again with its price.
    work.asset.reductions = 0;
    if let Some(valuation) = work.asset.valuations.last_mut() {
        valuation.value = Some(body.value);
        valuation.certificate = Some(body.certificate.clone());
        valuation.valid_until = Some(body.valid_until);
        valuation.received_on = Some(at.on);
    }
    Ok(())
}
