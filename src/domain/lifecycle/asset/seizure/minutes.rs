//! The minutes of a seizure or of taking an attachment over: hours, those present, custody (L106 40.1, 60.2, 72.5, 80.1).

use super::{CarryOutSeizure, TakeOverAttachment};
use crate::domain::asset::{AssetKind, AssetState, Custody, CustodyForm};
use crate::domain::case::{Measure, Stage};
use crate::domain::document::DocumentKind;
use crate::domain::ids::DecisionId;
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::asset::{AssetFacts, Work};
use crate::domain::lifecycle::case::with_force;
use crate::domain::lifecycle::coercion_time;
use crate::domain::lifecycle::plan::Plan;
use crate::domain::refusal::{FieldError, Refusal, wrong};

/// Coercion only by day (L106 72.5); the hours of the night are law data.
pub(super) fn carry_out(
    facts: &AssetFacts,
    work: &mut Work,
    body: &CarryOutSeizure,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let mut errors = coercion_time::hours("G23_WINDOW", &body.began_at, &body.ended_at, at)?;
    let mut lacks = |field: &str, code: &'static str| {
        errors.push(FieldError::new(format!("/{field}"), code).with("list", field));
    };
    if !body.commune_present {
        lacks("commune_present", "G25_ATTENDANCE");
    }
    if facts.asset.kind.is_real_estate() && !body.land_body_present {
        lacks("land_body_present", "G25_ATTENDANCE");
    }
    if !body.minutes_complete {
        lacks("minutes_complete", "G26_MINUTES");
    }
    if facts.asset.kind.is_registrable() && !body.papers_demanded {
        lacks("papers_demanded", "G26_MINUTES");
    }
    errors.extend(custody_errors(facts.asset.kind, &body.custody, "/custody"));
    if let Some(decision) = facts.seizure().filter(|_| body.with_forces) {
        errors.extend(forces(facts, decision.id, "/with_forces", at)?);
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    if body.papers_demanded {
        work.asset.papers.demanded_on.push(at.on);
    }
    seized(work, &body.custody, body.costs, at, plan)
}

/// Forces come out on an approved plan, its protection plan in hand, not around Tết (L106 72.6; ND152 42.2, 46, 47): the same rules
/// as for every coercion, under the codes of the asset.
pub(in crate::domain::lifecycle::asset) fn forces(
    facts: &AssetFacts,
    decision: DecisionId,
    pointer: &str,
    at: &Context<'_>,
) -> Result<Vec<FieldError>, Refusal> {
    let own = |error: FieldError| {
        let code = if error.code == "G-PLAN" { "G24_PLAN" } else { "G23_WINDOW" };
        FieldError { pointer: pointer.to_owned(), code, ..error }
    };
    Ok(with_force(&facts.case, decision, at)?.into_iter().map(own).collect())
}

/// The attachment is the judgment's: no decision of the agency's is needed (L106 72.4, 78.2).
pub(super) fn take_over(
    facts: &AssetFacts,
    work: &mut Work,
    body: &TakeOverAttachment,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let mut errors = custody_errors(facts.asset.kind, &body.custody, "/custody");
    if !body.as_described && body.explanation.is_none() {
        errors.push(FieldError::new("/explanation", "G30_STATE_MATCH"));
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let content = serde_json::json!({ "asset": facts.asset.name, "explanation": body.explanation });
    let minutes = work.record(DocumentKind::CoercionMinutes, content, at, plan);
    let case = work.case(facts);
    case.move_tracks(&[facts.asset.owner], Stage::Enforcing);
    case.measures.push(Measure {
        decision: minutes,
        measure: "CM-SEIZE".to_owned(),
        coercive: true,
        debtor: Some(facts.asset.owner),
        decided_on: at.on,
        released_on: None,
    });
    seized(work, &body.custody, body.costs, at, plan)
}

fn seized(
    work: &mut Work,
    custody: &Custody,
    costs: crate::domain::money::Dong,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    work.asset.costs = work.asset.costs.plus(costs).map_err(|_| wrong("/costs", "amount_out_of_range"))?;
    work.asset.custody = Some(custody.clone());
    work.asset.seized_on = Some(at.on);
    work.asset.state = AssetState::Seized;
    if work.asset.kind == AssetKind::Gold {
        plan.open(at, "gold.sell", at.on, None);
    }
    Ok(())
}

/// Custody as L106 40.1 has it.
pub(super) fn check_custody(kind: AssetKind, custody: &Custody, at: &str) -> Result<(), Refusal> {
    let errors = custody_errors(kind, custody, at);
    if errors.is_empty() { Ok(()) } else { Err(errors.into()) }
}

/// Valuables to the Treasury; nobody keeps a thing where he does not live or where it would spoil; minutes are signed.
fn custody_errors(kind: AssetKind, custody: &Custody, at: &str) -> Vec<FieldError> {
    let faults = [
        (kind.belongs_in_treasury() != (custody.form == CustodyForm::Treasury), "form"),
        (custody.form == CustodyForm::Holder && !custody.holder_is_local, "holder_is_local"),
        (!custody.conditions_met, "conditions_met"),
        (!custody.minutes_signed, "minutes_signed"),
    ];
    let faults = faults.into_iter().filter(|(fault, _)| *fault);
    faults
        .map(|(_, field)| FieldError::new(format!("{at}/{field}"), "G27_CUSTODY").with("list", field))
        .collect()
}
