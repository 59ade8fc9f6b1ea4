//! What the steps of a denunciation do (L106 110; ND152 75–76).

use serde_json::json;

use super::super::{pause, paused_before, resume as go_on, term, terms_on, wrong};
use super::{AccessOf, DenunciationConclusionBody, DenunciationFacts, DenunciationReason, LongerTerm};
use crate::domain::document::DocumentKind;
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::plan::{Opened, Plan};
use crate::domain::oversight::Term;
use crate::domain::oversight::denunciation::{
    Complexity, Denunciation, DenunciationResult, DenunciationState, Finding,
};
use crate::domain::refusal::{FieldError, Refusal};

pub(super) fn accept(
    facts: &DenunciationFacts,
    denunciation: &mut Denunciation,
    body: &DenunciationReason,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let computation = term(plan, at, "denounce", at.on, terms_on(facts.over_on, at.law, at.on))?;
    denunciation.accepted_on = Some(at.on);
    denunciation.term = computation.map(|computation| Term::new("denounce", computation));
    denunciation.state = DenunciationState::Accepted;
    decision(body, at, plan);
    Ok(())
}

pub(super) fn refuse(
    _: &DenunciationFacts,
    denunciation: &mut Denunciation,
    body: &DenunciationReason,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    denunciation.state = DenunciationState::NotAccepted;
    decision(body, at, plan);
    Ok(())
}

/// The longer term counts from acceptance like the first (L106 110.2); what stood still in between is added again.
pub(super) fn extend(
    facts: &DenunciationFacts,
    denunciation: &mut Denunciation,
    body: &LongerTerm,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    if denunciation.complexity.is_some_and(|known| body.complexity <= known) {
        return Err(wrong("/complexity", "contradicts"));
    }
    let key = match body.complexity {
        Complexity::Complex => "denounce_extended",
        Complexity::VeryComplex => "denounce_extended_hard",
    };
    let (Some(running), Some(accepted)) = (denunciation.term.take(), denunciation.accepted_on) else {
        return Err(wrong("/complexity", "contradicts"));
    };
    let terms = terms_on(facts.over_on, at.law, at.on);
    let mut computation = at.law.deadline(key, accepted, terms)?;
    let stood_still = running.due_on() - running.reckoning.computation.due_on;
    let due = computation.due_on.checked_add_signed(stood_still).unwrap_or(computation.due_on);
    computation.due_on = at.law.calendar().next_working_day_on_or_after(due);
    plan.close(&running.key, None);
    plan.regime = Some(at.law.regime(terms));
    plan.opened.push(Opened { key: key.to_owned(), about: None, computation: computation.clone() });
    denunciation.term = Some(Term::new(key, computation));
    denunciation.complexity = Some(body.complexity);
    Ok(())
}

pub(super) fn suspend(
    _: &DenunciationFacts,
    denunciation: &mut Denunciation,
    body: &DenunciationReason,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    not_before_acceptance(denunciation, at)?;
    pause(&mut denunciation.term, at, plan);
    denunciation.state = DenunciationState::Suspended;
    decision(body, at, plan);
    Ok(())
}

pub(super) fn resume(
    _: &DenunciationFacts,
    denunciation: &mut Denunciation,
    body: &DenunciationReason,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    paused_before(denunciation.term.as_ref(), at)?;
    go_on(&mut denunciation.term, at, plan);
    denunciation.state = DenunciationState::Accepted;
    decision(body, at, plan);
    Ok(())
}

pub(super) fn conclude(
    _: &DenunciationFacts,
    denunciation: &mut Denunciation,
    body: &DenunciationConclusionBody,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    not_before_acceptance(denunciation, at)?;
    let mut errors = Vec::new();
    match (body.signs_of_crime, &body.handed_to) {
        (true, None) => errors.push(FieldError::new("/handed_to", "required")),
        (false, Some(_)) => errors.push(FieldError::new("/handed_to", "contradicts")),
        _ => {}
    }
    if body.signs_of_crime && body.finding == Finding::False {
        errors.push(FieldError::new("/finding", "contradicts"));
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let content = serde_json::to_value(body).map_err(|_| wrong("", "wrong_type"))?;
    plan.record(at, DocumentKind::DenunciationConclusion, plan.prepared_by, content);
    denunciation.result = Some(DenunciationResult {
        on: at.on,
        finding: body.finding,
        handed_to_investigation: body.signs_of_crime,
    });
    denunciation.state = DenunciationState::Concluded;
    Ok(())
}

pub(super) fn stop(
    _: &DenunciationFacts,
    denunciation: &mut Denunciation,
    body: &DenunciationReason,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    not_before_acceptance(denunciation, at)?;
    denunciation.state = DenunciationState::Stopped;
    decision(body, at, plan);
    Ok(())
}

/// Access is for people of the office, never for the one who is denounced.
pub(super) fn grant(
    facts: &DenunciationFacts,
    denunciation: &mut Denunciation,
    body: &AccessOf,
) -> Result<(), Refusal> {
    if !facts.named_works_here {
        return Err(wrong("/user", "not_in_list"));
    }
    if denunciation.is_against(body.user, facts.named_is_head) {
        return Err(wrong("/user", "contradicts"));
    }
    if !denunciation.access.insert(body.user) {
        return Err(wrong("/user", "duplicate"));
    }
    Ok(())
}

pub(super) fn withdraw(denunciation: &mut Denunciation, body: &AccessOf) -> Result<(), Refusal> {
    if !denunciation.access.remove(&body.user) {
        return Err(wrong("/user", "not_in_list"));
    }
    Ok(())
}

fn not_before_acceptance(denunciation: &Denunciation, at: &Context<'_>) -> Result<(), Refusal> {
    if denunciation.accepted_on.is_some_and(|accepted| at.on < accepted) {
        return Err(wrong("/effective_on", "contradicts"));
    }
    Ok(())
}

fn decision(body: &DenunciationReason, at: &Context<'_>, plan: &mut Plan) {
    plan.record(
        at,
        DocumentKind::DenunciationDecision,
        plan.prepared_by,
        json!({ "reason": body.reason, "decision": plan.action }),
    );
}
