//! What the head's acts on a complaint do: acceptance, pause, stop, a longer term, the first decision and its coming into force
//! (L106 97, 102, 104–105, 107).

use chrono::NaiveDate;
use serde_json::json;

use super::super::{paused_before, term, terms_on, wrong};
use super::guards::{first_key, limit, second_until};
use super::{
    ComplaintDecision, ComplaintFacts, Extension, FirstNotice, Nothing, Rejection, Resumption, Standstill,
    Stopping,
};
use crate::domain::document::DocumentKind;
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::plan::{Opened, Plan};
use crate::domain::oversight::Term;
use crate::domain::oversight::complaint::{
    Complaint, ComplaintState, Conclusion, Level, Outcome, RejectionGround, Resolution,
};
use crate::domain::period::compute;
use crate::domain::refusal::{FieldError, Refusal};

pub(super) fn accept(
    facts: &ComplaintFacts,
    complaint: &mut Complaint,
    _: &Nothing,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let terms = terms_on(facts.case.over_on, at.law, at.on);
    let key = first_key(complaint.object);
    let computation = term(plan, at, key, at.on, terms)?;
    complaint.first.accepted_on = Some(at.on);
    complaint.first.term = computation.map(|computation| Term::new(key, computation));
    complaint.state = ComplaintState::Accepted;
    notice(at, plan, json!({ "accepted": true }));
    Ok(())
}

/// A ground that the record itself disproves is no ground.
pub(super) fn disproved(
    ground: RejectionGround,
    complaint: &Complaint,
    out_of_time: bool,
) -> Result<(), Refusal> {
    let contradicts = match ground {
        RejectionGround::NotConcerned => complaint.is_concerned(),
        RejectionGround::OutOfTime => !out_of_time,
        _ => false,
    };
    if contradicts {
        return Err(FieldError::new("/ground", "G-CMP-GROUND").with("reason", ground.as_str()).into());
    }
    Ok(())
}

pub(super) fn reject(
    facts: &ComplaintFacts,
    complaint: &mut Complaint,
    body: &Rejection,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let late = complaint.first.lodged_on > limit(complaint, facts.case.over_on, at)?;
    disproved(body.ground, complaint, late)?;
    complaint.first.rejected = Some(body.ground);
    complaint.state = ComplaintState::Rejected;
    notice(at, plan, json!({ "ground": body.ground, "reason": body.reason }));
    Ok(())
}

pub(super) fn pause(
    _: &ComplaintFacts,
    complaint: &mut Complaint,
    body: &Standstill,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    not_before_acceptance(&complaint.first, at)?;
    complaint.first.paused = Some(body.ground);
    super::super::pause(&mut complaint.first.term, at, plan);
    complaint.state = ComplaintState::Paused;
    notice(at, plan, json!({ "ground": body.ground, "proof": body.proof }));
    Ok(())
}

pub(super) fn resume(
    _: &ComplaintFacts,
    complaint: &mut Complaint,
    body: &Resumption,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    resume_level(&mut complaint.first, body, at, plan)?;
    complaint.state = match complaint.first.extended_by {
        Some(_) => ComplaintState::Extended,
        None => ComplaintState::Accepted,
    };
    notice(at, plan, json!({ "cause_ended_on": body.cause_ended_on }));
    Ok(())
}

/// A level goes on: after its pause began, and not before its cause ended.
pub(super) fn resume_level(
    level: &mut Level,
    body: &Resumption,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    paused_before(level.term.as_ref(), at)?;
    let pause = level.term.as_ref().and_then(|term| term.reckoning.pauses.last());
    let ended = body.cause_ended_on;
    if ended > at.on || pause.is_some_and(|pause| ended < pause.from) {
        return Err(wrong("/cause_ended_on", "contradicts"));
    }
    level.paused = None;
    super::super::resume(&mut level.term, at, plan);
    Ok(())
}

pub(super) fn stop(
    _: &ComplaintFacts,
    complaint: &mut Complaint,
    body: &Stopping,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    not_before_acceptance(&complaint.first, at)?;
    complaint.first.stopped = Some(body.ground);
    complaint.first.paused = None;
    complaint.state = ComplaintState::Stopped;
    notice(at, plan, json!({ "ground": body.ground, "proof": body.proof }));
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
    extend_level(&mut complaint.first, body, terms, at, plan)?;
    complaint.state = ComplaintState::Extended;
    Ok(())
}

/// A longer term runs on from the last day of the one before, by no more than the law allows (L106 102.3–102.4).
pub(super) fn extend_level(
    level: &mut Level,
    body: &Extension,
    terms: NaiveDate,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    not_before_acceptance(level, at)?;
    let Some(running) = level.term.take() else { return Err(wrong("/days", "contradicts")) };
    let mut longer = at.law.period("cmp_extension", terms)?.clone();
    if body.days > longer.value {
        let error = FieldError::new("/days", "G-CMP-EXTENSION").with("n", longer.value.to_string());
        return Err(error.into());
    }
    longer.value = body.days;
    let computation = compute(running.due_on(), &longer, at.law.calendar());
    plan.close(&running.key, None);
    plan.regime = Some(at.law.regime(terms));
    plan.opened.push(Opened {
        key: "cmp_extension".to_owned(),
        about: None,
        computation: computation.clone(),
    });
    level.extended_by = Some(body.days);
    level.term = Some(Term::new("cmp_extension", computation));
    Ok(())
}

pub(super) fn decide(
    _: &ComplaintFacts,
    complaint: &mut Complaint,
    body: &ComplaintDecision,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    not_before_acceptance(&complaint.first, at)?;
    let mut errors = consistent(body.conclusion, body.outcome);
    let accepted = complaint.first.accepted_on;
    if body.dialogue_on.is_some_and(|on| on > at.on || accepted.is_some_and(|accepted| on < accepted)) {
        errors.push(FieldError::new("/dialogue_on", "contradicts"));
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let content = serde_json::to_value(body).map_err(|_| wrong("", "wrong_type"))?;
    let document = plan.record(at, DocumentKind::ComplaintDecision, plan.prepared_by, content);
    complaint.first.resolution = Some(Resolution {
        on: at.on,
        document: Some(document),
        number: None,
        conclusion: body.conclusion,
        outcome: body.outcome,
    });
    complaint.state = ComplaintState::Decided1;
    Ok(())
}

/// A complaint that is wholly wrong leaves the act as it is; one that is wholly right does not.
pub(super) fn consistent(conclusion: Conclusion, outcome: Outcome) -> Vec<FieldError> {
    let kept = outcome == Outcome::Keep;
    let fits = match conclusion {
        Conclusion::Right => !kept,
        Conclusion::Wrong => kept,
        Conclusion::PartlyRight => true,
    };
    if fits { Vec::new() } else { vec![FieldError::new("/outcome", "contradicts")] }
}

pub(super) fn notify(
    facts: &ComplaintFacts,
    complaint: &mut Complaint,
    body: &FirstNotice,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let decided = complaint.first.resolution.as_ref().map(|one| one.on);
    if body.notified_on > at.on || decided.is_some_and(|decided| body.notified_on < decided) {
        return Err(wrong("/notified_on", "contradicts"));
    }
    complaint.first_notified_on = Some(body.notified_on);
    if super::guards::second_key(complaint.object).is_some() {
        let terms = terms_on(facts.case.over_on, at.law, at.on);
        term(plan, at, "cmp_second", body.notified_on, terms)?;
    }
    Ok(())
}

pub(super) fn take_effect(
    facts: &ComplaintFacts,
    complaint: &mut Complaint,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let decided = complaint.first.resolution.as_ref().map(|one| one.on);
    let from = match (second_until(facts, at)?, super::guards::second_key(complaint.object)) {
        (Some(until), Some(_)) => until.succ_opt(),
        _ => decided,
    };
    in_force(complaint, from.unwrap_or(at.on), at, plan);
    Ok(())
}

/// A decision is in force: where it orders something, that must be done.
pub(super) fn in_force(complaint: &mut Complaint, from: NaiveDate, at: &Context<'_>, plan: &mut Plan) {
    complaint.effective_on = Some(from);
    complaint.state = ComplaintState::Effective;
    if complaint.ordered().is_some_and(|outcome| outcome != Outcome::Keep) {
        plan.open(at, "cmp_execute", from.max(at.on), None);
    }
}

pub(super) fn not_before_acceptance(level: &Level, at: &Context<'_>) -> Result<(), Refusal> {
    if level.accepted_on.is_some_and(|accepted| at.on < accepted) {
        return Err(wrong("/effective_on", "contradicts"));
    }
    Ok(())
}

fn notice(at: &Context<'_>, plan: &mut Plan, content: serde_json::Value) {
    plan.record(at, DocumentKind::ComplaintNotice, plan.prepared_by, content);
}
