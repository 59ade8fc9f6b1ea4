//! The price: valuation, notice of the result, one revaluation at a party's request, priority to buy (L106 82–83; ND152 60, 63).

use serde_json::json;

use super::guards::{NO_HOLD, PREEMPTION_OPEN, RESULT_UNSERVED, REVALUED_ONCE, WINDOW_OPEN, WINDOW_OVER};
use super::{
    AssetFacts, ClosePreemption, RecordValuation, RequestRevaluation, ServeValuationResult,
    SignValuationContract, Work, row,
};
use crate::domain::asset::{AssetState, ResultNotice, Valuation};
use crate::domain::document::DocumentKind;
use crate::domain::lifecycle::plan::Plan;
use crate::domain::lifecycle::{Clock, Context, To, Transition};
use crate::domain::refusal::wrong;
use crate::domain::refusal::{FieldError, Refusal};

pub(super) const ROWS: &[Transition<AssetFacts>] = &[
    Transition {
        guards: &[NO_HOLD],
        document: Some(DocumentKind::ValuationContract),
        closes: &[Clock::Act("valuation.contract")],
        ..row("A-24", "sign_valuation_contract", &["seized"], To::State("valuing"))
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
        guards: &[WINDOW_OPEN, REVALUED_ONCE],
        opens: &[Clock::Act("reval.start")],
        closes: &[Clock::Act("reval.request")],
        ..row("A-27", "request_revaluation", &["price_notified"], To::State("revaluing"))
    },
    Transition {
        guards: &[WINDOW_OVER],
        opens: &[Clock::Act("auction.contract")],
        closes: &[Clock::Act("reval.request")],
        ..row("A-29", "close_revaluation_window", &["price_notified"], To::State("ready_for_auction"))
    },
    Transition {
        document: Some(DocumentKind::ValuationResultNotice),
        opens: &[Clock::Act("auction.contract")],
        closes: &[Clock::Act("reval.start")],
        ..row("A-30", "record_revaluation", &["revaluing"], To::State("ready_for_auction"))
    },
    Transition {
        guards: &[PREEMPTION_OPEN],
        ..row("A-34", "close_preemption", &["ready_for_auction"], To::Same)
    },
];

pub(super) fn contract(
    work: &mut Work,
    body: &SignValuationContract,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    if !body.firm_eligible {
        return Err(wrong("/firm_eligible", "G32_VALUER"));
    }
    value_by(work, &body.firm, at);
    work.record(DocumentKind::ValuationContract, json!({ "firm": body.firm }), at, plan);
    work.asset.state = AssetState::Valuing;
    Ok(())
}

pub(super) fn result(
    work: &mut Work,
    body: &RecordValuation,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    certificate(work, body, at)?;
    work.record(DocumentKind::ValuationResultNotice, json!({ "value": body.value }), at, plan);
    work.asset.result_notices.clear();
    work.asset.state = AssetState::PriceNotified;
    Ok(())
}

/// Each party's days to ask for another valuation run from its own valid notice (L106 82.2.c).
pub(super) fn serve(
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
    let received = priced_on(facts);
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

fn priced_on(facts: &AssetFacts) -> Option<chrono::NaiveDate> {
    super::guards::priced(facts).and_then(|valuation| valuation.received_on)
}

pub(super) fn request_again(
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
    value_by(work, &body.firm, at);
    work.record(DocumentKind::ValuationContract, json!({ "firm": body.firm, "again": true }), at, plan);
    work.asset.state = AssetState::Revaluing;
    Ok(())
}

pub(super) fn close_window(work: &mut Work) -> Result<(), Refusal> {
    work.asset.state = AssetState::ReadyForAuction;
    Ok(())
}

pub(super) fn second_result(
    work: &mut Work,
    body: &RecordValuation,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    certificate(work, body, at)?;
    work.record(DocumentKind::ValuationResultNotice, json!({ "value": body.value, "again": true }), at, plan);
    work.asset.state = AssetState::ReadyForAuction;
    Ok(())
}

/// The holders' days depend on the class of the asset (L106 83.1).
pub(super) fn close_preemption(
    work: &mut Work,
    body: &ClosePreemption,
    at: &Context<'_>,
) -> Result<(), Refusal> {
    if body.notified_on > at.on {
        return Err(wrong("/notified_on", "date_in_future"));
    }
    let key = if work.asset.kind.is_real_estate() { "preempt.re" } else { "preempt.mv" };
    let until = at.law.deadline(key, body.notified_on, at.on)?.due_on;
    if !body.waived && at.on <= until {
        return Err(Refusal::Content(vec![
            FieldError::new("/notified_on", "G40_PREEMPT").with("date", until.to_string()),
        ]));
    }
    work.asset.preemption_closed_on = Some(at.on);
    Ok(())
}

fn value_by(work: &mut Work, firm: &str, at: &Context<'_>) {
    work.asset.valuations.push(Valuation {
        firm: firm.to_owned(),
        contracted_on: at.on,
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
    if let Some(valuation) = work.asset.valuations.last_mut() {
        valuation.value = Some(body.value);
        valuation.certificate = Some(body.certificate.clone());
        valuation.valid_until = Some(body.valid_until);
        valuation.received_on = Some(at.on);
    }
    Ok(())
}
