//! While a debtor waits for means: periodic verification, new information, the two-year rule with separate book and return,
//! the return for papers withheld (L106 38.2–38.4; ND152 22, 42.8).

use serde_json::json;

use super::bodies::{DemandPapers, OfAsset, ReceiveNewInformation, ReturnForPapers, VerifyAgain};
use super::classify::interval;
use super::inquiries::again;
use crate::domain::case::{
    Case, EndingGround, LateExcuse, NewInformation, PaperDemand, Stage, VerificationKind,
};
use crate::domain::document::DocumentKind;
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::case::ending::end_on;
use crate::domain::lifecycle::case::{CaseFacts, Reason, issue, record, wrong};
use crate::domain::lifecycle::plan::Plan;
use crate::domain::refusal::{FieldError, Refusal};

pub(super) fn periodic(
    case: &mut Case,
    body: &VerifyAgain,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    again(case, VerificationKind::Periodic, body, at)?;
    // The engine closes the interval that ran; the next one starts today (L106 38.3).
    plan.open(at, interval(case), at.on, None);
    Ok(())
}

pub(super) fn excuse(case: &mut Case, body: &Reason, at: &Context<'_>) -> Result<(), Refusal> {
    case.checks.late_excused = Some(LateExcuse { on: at.on, reason: body.reason.clone() });
    Ok(())
}

pub(super) fn new_information(
    case: &mut Case,
    body: &ReceiveNewInformation,
    at: &Context<'_>,
) -> Result<(), Refusal> {
    case.new_information.push(NewInformation {
        received_on: at.on,
        source: body.source.clone(),
        verified_on: None,
        shows_ability: None,
    });
    Ok(())
}

pub(super) fn verify_information(
    case: &mut Case,
    body: &VerifyAgain,
    at: &Context<'_>,
) -> Result<(), Refusal> {
    if let Some(info) = case.new_information.iter_mut().find(|info| info.verified_on.is_none()) {
        if at.on < info.received_on {
            return Err(wrong("/effective_on", "contradicts"));
        }
        info.verified_on = Some(at.on);
        info.shows_ability = Some(body.shows_ability);
    }
    again(case, VerificationKind::NewInformation, body, at)
}

/// An entry in a book, not a decision: nothing is served or sent (ND152 22.1).
pub(super) fn separate_book(
    _: &CaseFacts,
    case: &mut Case,
    body: &Reason,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    record(case, DocumentKind::SeparateBookEntry, json!({ "reason": body.reason }), at, plan);
    case.move_tracks_from(&[Stage::NotEnforceable], Stage::SeparateBook);
    Ok(())
}

pub(super) fn return_request(
    _: &CaseFacts,
    case: &mut Case,
    body: &Reason,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    issue(case, DocumentKind::ReturnNotice, json!({ "reason": body.reason }), at, plan);
    end_on(case, EndingGround::RequestReturned, at, plan);
    Ok(())
}

/// Before coercion (ND152 42.8): an asset under seizure is past that.
pub(super) fn demand(
    facts: &CaseFacts,
    case: &mut Case,
    body: &DemandPapers,
    at: &Context<'_>,
) -> Result<(), Refusal> {
    let mut errors = Vec::new();
    if !facts.parties.contains(&body.creditor) || case.debtor(body.creditor).is_some() {
        errors.push(FieldError::new("/creditor", "not_a_party"));
    }
    match facts.assets.iter().find(|asset| asset.id == body.asset) {
        None => errors.push(FieldError::new("/asset", "not_in_list")),
        Some(asset) if asset.under_seizure => errors.push(FieldError::new("/asset", "contradicts")),
        Some(_) => {}
    }
    let mut demands = case.checks.paper_demands.iter();
    if demands.any(|demand| demand.asset == body.asset && demand.on >= at.on) {
        // A second demand is one that came after the first.
        errors.push(FieldError::new("/effective_on", "duplicate"));
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    case.checks.paper_demands.push(PaperDemand {
        creditor: body.creditor,
        asset: body.asset,
        on: at.on,
        handed_over_on: None,
    });
    Ok(())
}

pub(super) fn papers_handed_over(case: &mut Case, body: &OfAsset, at: &Context<'_>) -> Result<(), Refusal> {
    let open = |demand: &&mut PaperDemand| demand.asset == body.asset && demand.handed_over_on.is_none();
    let open: Vec<&mut PaperDemand> = case.checks.paper_demands.iter_mut().filter(open).collect();
    if open.is_empty() {
        return Err(wrong("/asset", "not_in_list"));
    }
    if open.iter().any(|demand| at.on < demand.on) {
        return Err(wrong("/effective_on", "contradicts"));
    }
    for demand in open {
        demand.handed_over_on = Some(at.on);
    }
    Ok(())
}

pub(super) fn return_for_papers(
    facts: &CaseFacts,
    case: &mut Case,
    body: &ReturnForPapers,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let need = at.law.integer("paper_demands_min", at.on)?;
    let done = case.checks.demands_for(body.asset);
    let coerced = facts.assets.iter().any(|asset| asset.id == body.asset && asset.under_seizure);
    if coerced || !i64::try_from(done).is_ok_and(|done| done >= need) {
        let error = FieldError::new("/asset", "G-PAPERS2").with("done", done.to_string());
        return Err(error.with("need", need.to_string()).into());
    }
    let content = json!({ "asset": body.asset, "reason": body.reason });
    issue(case, DocumentKind::ReturnNotice, content, at, plan);
    end_on(case, EndingGround::RequestReturned, at, plan);
    Ok(())
}
