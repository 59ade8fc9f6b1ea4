//! What the second level, the minister and the execution bring: papers of other bodies, recorded here, and the documents of the
//! case that carry the result out (L106 96.3, 98, 100.2.b, 106–107).

use super::super::{carried_out_by, term, terms_on, wrong};
use super::effects::{consistent, disproved, extend_level, in_force, not_before_acceptance, resume_level};
use super::guards::{second_key, second_until};
use super::{
    CarriedOut, ComplaintFacts, Extension, MinisterReview, Rejection, Resumption, SecondComplaint,
    SecondDecision, Standstill, Stopping,
};
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::plan::Plan;
use crate::domain::oversight::complaint::{
    Complaint, ComplaintState, Level, Outcome, RejectionGround, Resolution, Review,
};
use crate::domain::oversight::{Term, without_obstacles};
use crate::domain::refusal::{FieldError, Refusal};

/// The second level of a complaint that has one by its state.
fn level(complaint: &mut Complaint) -> Result<&mut Level, Refusal> {
    complaint.second.as_mut().ok_or_else(|| wrong("", "contradicts"))
}

pub(super) fn receive(
    facts: &ComplaintFacts,
    complaint: &mut Complaint,
    body: &SecondComplaint,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let mut errors = Vec::new();
    let notified = complaint.first_notified_on;
    if body.lodged_on > at.on || notified.is_some_and(|notified| body.lodged_on < notified) {
        errors.push(FieldError::new("/lodged_on", "contradicts"));
    }
    if !body.first_decision_enclosed {
        errors.push(FieldError::new("/first_decision_enclosed", "required"));
    }
    errors.extend(super::receive::check_obstacles(&body.obstacles, at.on));
    let terms = terms_on(facts.case.over_on, at.law, at.on);
    if let Some(notified) = notified {
        let plain = at.law.deadline("cmp_second", notified, terms)?;
        let (until, _) = without_obstacles(plain, &body.obstacles, at.law.calendar());
        if body.lodged_on > until {
            errors.push(FieldError::new("/lodged_on", "G-CMP-TIME").with("date", until.to_string()));
        }
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    complaint.second = Some(Level::new(body.lodged_on));
    complaint.state = ComplaintState::Received2;
    term(plan, at, "cmp_accept2", at.on, terms)?;
    Ok(())
}

pub(super) fn accept(
    facts: &ComplaintFacts,
    complaint: &mut Complaint,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let Some(key) = second_key(complaint.object) else { return Err(wrong("", "contradicts")) };
    let terms = terms_on(facts.case.over_on, at.law, at.on);
    not_before_lodged(complaint, at)?;
    let computation = term(plan, at, key, at.on, terms)?;
    let second = level(complaint)?;
    second.accepted_on = Some(at.on);
    second.term = computation.map(|computation| Term::new(key, computation));
    complaint.state = ComplaintState::Accepted2;
    Ok(())
}

/// What is not accepted leaves the first decision as it stood: the time for a second complaint runs, or has run out.
pub(super) fn reject(
    facts: &ComplaintFacts,
    complaint: &mut Complaint,
    body: &Rejection,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    not_before_lodged(complaint, at)?;
    let lodged = complaint.second.as_ref().map(|second| second.lodged_on);
    let until = second_until(facts, at)?;
    let late = lodged.zip(until).is_some_and(|(lodged, until)| lodged > until);
    disproved(body.ground, complaint, late)?;
    if body.ground == RejectionGround::DecisionInForce {
        // The first decision is not in force while a second complaint can be made.
        return Err(FieldError::new("/ground", "G-CMP-GROUND").with("reason", body.ground.as_str()).into());
    }
    level(complaint)?.rejected = Some(body.ground);
    complaint.state = ComplaintState::Decided1;
    if let Some(notified) = complaint.first_notified_on {
        term(plan, at, "cmp_second", notified, terms_on(facts.case.over_on, at.law, at.on))?;
    }
    Ok(())
}

pub(super) fn pause(
    complaint: &mut Complaint,
    body: &Standstill,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let second = level(complaint)?;
    not_before_acceptance(second, at)?;
    second.paused = Some(body.ground);
    super::super::pause(&mut second.term, at, plan);
    complaint.state = ComplaintState::Paused2;
    Ok(())
}

pub(super) fn resume(
    complaint: &mut Complaint,
    body: &Resumption,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let second = level(complaint)?;
    resume_level(second, body, at, plan)?;
    let extended = second.extended_by.is_some();
    complaint.state = if extended { ComplaintState::Extended2 } else { ComplaintState::Accepted2 };
    Ok(())
}

/// The second level ends without a decision: the first decision stands, and nobody complains of it any more.
pub(super) fn stop(
    complaint: &mut Complaint,
    body: &Stopping,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let second = level(complaint)?;
    not_before_acceptance(second, at)?;
    second.stopped = Some(body.ground);
    second.paused = None;
    in_force(complaint, at.on, at, plan);
    Ok(())
}

pub(super) fn extend(
    facts: &ComplaintFacts,
    complaint: &mut Complaint,
    body: &Extension,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let terms = terms_on(facts.case.over_on, at.law, at.on);
    extend_level(level(complaint)?, body, terms, at, plan)?;
    complaint.state = ComplaintState::Extended2;
    Ok(())
}

pub(super) fn decide(
    complaint: &mut Complaint,
    body: &SecondDecision,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let errors = consistent(body.conclusion, body.outcome);
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let second = level(complaint)?;
    not_before_acceptance(second, at)?;
    second.resolution = Some(Resolution {
        on: at.on,
        document: None,
        number: Some(body.number.clone()),
        conclusion: body.conclusion,
        outcome: body.outcome,
    });
    in_force(complaint, at.on, at, plan);
    Ok(())
}

pub(super) fn review(
    complaint: &mut Complaint,
    body: &MinisterReview,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    if complaint.effective_on.is_some_and(|from| at.on < from) {
        return Err(wrong("/effective_on", "contradicts"));
    }
    complaint.review =
        Some(Review { ground: body.ground, number: body.number.clone(), on: at.on, outcome: body.outcome });
    complaint.state = ComplaintState::Reviewed;
    plan.close("cmp_execute", None);
    if body.outcome != Outcome::Keep {
        plan.open(at, "cmp_execute", at.on, None);
    }
    Ok(())
}

/// What was ordered is carried out by documents of the case; what is kept needs none (L106 100.2.b, 107.1.g).
pub(super) fn execute(
    facts: &ComplaintFacts,
    complaint: &mut Complaint,
    body: &CarriedOut,
    at: &Context<'_>,
) -> Result<(), Refusal> {
    let decided = complaint.decided_on();
    if decided.is_some_and(|decided| at.on < decided) {
        return Err(wrong("/effective_on", "contradicts"));
    }
    let kept = complaint.ordered() == Some(Outcome::Keep);
    match (kept, body.documents.is_empty()) {
        (false, true) => return Err(wrong("/documents", "required")),
        (true, false) => return Err(wrong("/documents", "contradicts")),
        _ => carried_out_by(&body.documents, &facts.case, decided, at.on)?,
    }
    complaint.executed_by = body.documents.clone();
    complaint.state = ComplaintState::Executed;
    Ok(())
}

fn not_before_lodged(complaint: &Complaint, at: &Context<'_>) -> Result<(), Refusal> {
    if complaint.second.as_ref().is_some_and(|second| at.on < second.lodged_on) {
        return Err(wrong("/effective_on", "contradicts"));
    }
    Ok(())
}
