//! What the court and the procuracy did with a proposal, and what its decision does to the items once it is in effect (L106
//! 44–45). A cut item owes so much less; late interest on the cut falls away (L106 42.4).

use serde_json::json;

use super::{
    CaseFacts, CourtStep, ProposeExemptionReopening, RecordExemptionEffect, RecordExemptionPaper, left_of,
    record, to_the_budget,
};
use crate::domain::case::{Case, Exemption, Gives, Paper, Ruling};
use crate::domain::document::DocumentKind;
use crate::domain::ids::{ExemptionId, PaperId};
use crate::domain::judgment::ObligationStatus;
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::case::wrong;
use crate::domain::lifecycle::plan::{ItemChange, Plan};
use crate::domain::money::Dong;
use crate::domain::refusal::{FieldError, Refusal};

fn named(case: &mut Case, id: ExemptionId) -> Result<&mut Exemption, Refusal> {
    case.exemptions
        .iter_mut()
        .find(|exemption| exemption.id == id)
        .ok_or_else(|| wrong("/exemption", "not_in_list"))
}

/// Whether the step may follow what is on record.
fn follows(exemption: &Exemption, step: CourtStep, at: &Context<'_>) -> bool {
    let undecided = exemption.decided.is_none();
    let last = [
        Some(exemption.proposed_on),
        exemption.accepted_on,
        exemption.decided.as_ref().map(|ruling| ruling.on),
        exemption.protested_on,
        exemption.file_up_on,
    ];
    let open =
        exemption.appeal.is_none() && exemption.in_effect_on.is_none() && exemption.dropped_on.is_none();
    let in_time = exemption.last_protest_day().is_none_or(|until| at.on <= until);
    let fits = match step {
        CourtStep::Accepted => exemption.accepted_on.is_none(),
        CourtStep::Dropped => undecided,
        CourtStep::Decided => undecided && exemption.accepted_on.is_some(),
        CourtStep::Received => !undecided && exemption.received_on.is_none(),
        CourtStep::ReceivedAbove => !undecided && exemption.received_above_on.is_none(),
        CourtStep::Protested => !undecided && exemption.protested_on.is_none() && in_time,
        CourtStep::FileUp => exemption.protested_on.is_some() && exemption.file_up_on.is_none(),
        CourtStep::AppealDecided => exemption.file_up_on.is_some(),
    };
    open && fits && last.into_iter().flatten().all(|before| before <= at.on)
}

/// A step of the court or the procuracy: it must follow what is on record.
pub(super) fn step(
    case: &mut Case,
    body: &RecordExemptionPaper,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let exemption = named(case, body.exemption)?;
    let mut errors = Vec::new();
    if !follows(exemption, body.step, at) {
        errors.push(FieldError::new("/step", "contradicts"));
    }
    let rules = matches!(body.step, CourtStep::Decided | CourtStep::AppealDecided);
    match body.granted {
        None if rules => errors.push(FieldError::new("/granted", "required")),
        Some(_) if !rules => errors.push(FieldError::new("/granted", "contradicts")),
        Some(granted) if granted > exemption.remaining => {
            errors.push(FieldError::new("/granted", "amount_out_of_range"));
        }
        _ => {}
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    advance(exemption, body, at, plan)
}

/// Notes the step; it closes one clock of the law and opens the next.
fn advance(
    exemption: &mut Exemption,
    body: &RecordExemptionPaper,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let about = Some(exemption.id.0);
    let granted = body.granted.unwrap_or(Dong::ZERO);
    let ruling = Ruling { on: at.on, number: body.number.clone(), granted };
    match body.step {
        CourtStep::Accepted => {
            exemption.accepted_on = Some(at.on);
            plan.close("exempt_accept", about);
            plan.open(at, "exempt_hearing", at.on, about);
        }
        CourtStep::Dropped => {
            exemption.dropped_on = Some(at.on);
            plan.close("exempt_accept", about);
            plan.close("exempt_hearing", about);
        }
        CourtStep::Decided => {
            exemption.decided = Some(ruling);
            plan.close("exempt_hearing", about);
            plan.open(at, "exempt_send", at.on, about);
        }
        CourtStep::Received => {
            exemption.received_on = Some(at.on);
            plan.close("exempt_send", about);
            let until = plan.must_open(at, "exempt_protest", at.on, about)?;
            exemption.protest_until = Some(until);
        }
        CourtStep::ReceivedAbove => {
            exemption.received_above_on = Some(at.on);
            let until = plan.must_open(at, "exempt_protest_upper", at.on, about)?;
            exemption.protest_above_until = Some(until);
        }
        CourtStep::Protested => {
            exemption.protested_on = Some(at.on);
            plan.close("exempt_protest", about);
            plan.close("exempt_protest_upper", about);
            plan.open(at, "exempt_fileup", at.on, about);
        }
        CourtStep::FileUp => {
            exemption.file_up_on = Some(at.on);
            plan.close("exempt_fileup", about);
            plan.open(at, "exempt_appeal", at.on, about);
        }
        CourtStep::AppealDecided => {
            exemption.appeal = Some(ruling);
            plan.close("exempt_appeal", about);
        }
    }
    Ok(())
}

/// T-MG-02: the items owe less from now on; the paper lets the termination of the cut follow (L106 48.5).
pub(super) fn take_effect(
    facts: &CaseFacts,
    case: &mut Case,
    body: &RecordExemptionEffect,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let exemption = named(case, body.exemption)?;
    let granted = exemption.ruling().map_or(Dong::ZERO, |ruling| ruling.granted);
    if exemption.in_effect_on.is_some() || !exemption.takes_effect(at.on) || granted.is_zero() {
        let until = exemption.last_protest_day().map_or("-".to_owned(), |until| until.to_string());
        return Err(FieldError::new("/exemption", "G-DC-EFFECT").with("date", until).into());
    }
    let mut rest = granted;
    for item in to_the_budget(facts, exemption.debtor).filter(|item| exemption.items.contains(&item.id)) {
        let left = left_of(item);
        let cut = left.min(rest);
        if cut.is_zero() {
            continue;
        }
        rest = rest.saturating_minus(cut);
        let status = if cut == left { ObligationStatus::Exempted } else { ObligationStatus::Reduced };
        plan.items.push(ItemChange { reduced_by: Some(cut), ..ItemChange::status(item.id, status) });
    }
    let paper = Paper {
        id: PaperId(at.ids.next()),
        gives: Gives::Exempted,
        ends: None,
        dated_on: exemption.ruling().map_or(at.on, |ruling| ruling.on),
        received_on: at.on,
        source: "court".to_owned(),
        content: exemption.ruling().map(|ruling| ruling.number.clone()).unwrap_or_default(),
        used_on: None,
    };
    exemption.in_effect_on = Some(at.on);
    exemption.paper = Some(paper.id);
    exemption.interest_falls_away = true;
    for key in ["exempt_protest", "exempt_protest_upper"] {
        plan.close(key, Some(exemption.id.0));
    }
    if let Some(key) = paper.gives.clock() {
        plan.open(at, key, at.on, Some(paper.id.0));
    }
    // What was performed meanwhile cannot be cut any more.
    case.amount_due = case.amount_due.saturating_minus(granted.saturating_minus(rest));
    case.papers.push(paper);
    Ok(())
}

/// T-MG-03: assets were hidden or dissipated; whoever may protest is asked to reopen (L106 45.5).
pub(super) fn reopen(
    _: &CaseFacts,
    case: &mut Case,
    body: &ProposeExemptionReopening,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let exemption = named(case, body.exemption)?;
    let in_effect = exemption.in_effect_on.is_some_and(|since| since <= at.on);
    if !in_effect {
        return Err(wrong("/exemption", "G-MG-GRANTED"));
    }
    let content = json!({ "to": body.to, "evidence": body.evidence, "exemption": exemption.proposal });
    record(case, DocumentKind::ReopeningProposal, content, at, plan);
    Ok(())
}
