//! What the acts of a request do, up to its refusal. The enforcement decisions have a file of their own.

use serde_json::json;

use super::RequestFacts;
use super::bodies::{
    LateReason, MarkNotDue, NoteAgreement, ProposeRefusal, ReceiveSupplement, ResumeRequest, RouteLateRequest,
};
use super::guards::{
    COMPETENCE, DUE, NO_REOPEN, NOT_DECIDED, RELATED, RIGHTS, STANDING, in_time, limit, pending,
};
use crate::domain::document::DocumentKind;
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::plan::{Opened, Plan};
use crate::domain::refusal::wrong;
use crate::domain::refusal::{FieldError, Refusal};
use crate::domain::request::{
    Condition, ConditionMet, EarlyAgreement, Exclusion, LateAcceptance, RefusalGround, Request, RequestState,
};

pub(super) fn ask(facts: &RequestFacts, request: &mut Request, at: &Context<'_>, plan: &mut Plan) {
    let missing = facts.request.completeness.missing();
    plan.record(at, DocumentKind::SupplementNotice, None, json!({ "missing": missing }));
    request.state = RequestState::SupplementRequested;
}

pub(super) fn supplement(
    request: &mut Request,
    body: &ReceiveSupplement,
    at: &Context<'_>,
) -> Result<(), Refusal> {
    check_exclusions(&body.exclusions, at)?;
    request.completeness = body.completeness;
    request.exclusions.extend(body.exclusions.iter().cloned());
    if body.ability_proof.is_some() {
        request.ability_proof.clone_from(&body.ability_proof);
    }
    // What was drafted on the old papers is judged anew.
    request.drafts.clear();
    request.state = RequestState::Received;
    Ok(())
}

/// Entered in the register. The days to decide run from the complete set, or from the reception, as U7 says; the other day is
/// shown beside it.
pub(super) fn register(request: &mut Request, at: &Context<'_>, plan: &mut Plan) {
    const KEY: &str = "decision_on_request";
    request.state = RequestState::Registered;
    let (complete, reception) = (at.on, request.reception());
    let (start, other) = match at.law.choice("U7") {
        Some("reception") => (reception, complete),
        _ => (complete, reception),
    };
    plan.open(at, KEY, start, None);
    if let (true, Ok(computation)) = (start != other, at.law.deadline(KEY, other, at.on)) {
        plan.others.push(Opened { key: KEY.to_owned(), about: None, computation });
    }
}

/// An interval has an end after its start and lies in the past.
pub(super) fn check_exclusions(exclusions: &[Exclusion], at: &Context<'_>) -> Result<(), Refusal> {
    let mut errors = Vec::new();
    for (index, exclusion) in exclusions.iter().enumerate() {
        if exclusion.to < exclusion.from {
            errors.push(FieldError::new(format!("/exclusions/{index}/to"), "contradicts"));
        }
        if exclusion.to > at.on {
            errors.push(FieldError::new(format!("/exclusions/{index}/to"), "date_in_future"));
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(errors.into()) }
}

pub(super) fn route_late(
    request: &mut Request,
    body: &RouteLateRequest,
    at: &Context<'_>,
) -> Result<(), Refusal> {
    check_exclusions(&body.exclusions, at)?;
    request.exclusions.extend(body.exclusions.iter().cloned());
    request.drafts.clear();
    request.state = RequestState::LateReview;
    Ok(())
}

pub(super) fn accept_late(
    facts: &RequestFacts,
    request: &mut Request,
    body: &LateReason,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let mut latest = None;
    for item in pending(facts) {
        let one = limit(item, facts, true, at).map_err(|unmet| Refusal::NotAllowed(vec![unmet]))?;
        latest = latest.max(Some(one));
    }
    let (last, days) = latest.ok_or_else(|| wrong("/reason", "contradicts"))?;
    let content = json!({ "accepted": true, "reason": body.reason, "limit": last, "days": days });
    plan.record(at, DocumentKind::LateRequestDecision, plan.prepared_by, content);
    request.late_accepted = Some(LateAcceptance { on: at.on, limit: last, days });
    request.state = RequestState::Registered;
    Ok(())
}

/// Not accepted: the decision, and the refusal for which it is the ground (L106 34.4.d).
pub(super) fn reject_late(
    _: &RequestFacts,
    request: &mut Request,
    body: &LateReason,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let content = json!({ "accepted": false, "reason": body.reason });
    plan.record(at, DocumentKind::LateRequestDecision, plan.prepared_by, content);
    let content = json!({ "grounds": [RefusalGround::TimeBarred], "reason": body.reason });
    plan.record(at, DocumentKind::RefusalNotice, plan.prepared_by, content);
    request.refused = vec![RefusalGround::TimeBarred];
    request.state = RequestState::Refused;
    Ok(())
}

/// A ground must be true, and not be shut: nobody is refused as late while in time, or as decided while undecided (L106 34.4;
/// ND152 9.7).
pub(super) fn refuse(
    facts: &RequestFacts,
    request: &mut Request,
    body: &ProposeRefusal,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let mut errors = Vec::new();
    for (index, ground) in body.grounds.iter().enumerate() {
        let here = || FieldError::new(format!("/grounds/{index}"), "G-REFUSE-GROUND");
        let shut = facts.request.protected.iter().find(|one| one.shuts(*ground));
        if let Some(case) = shut {
            errors.push(here().with("reason", format!("{} {}", ground.as_str(), case.as_str())));
        } else if at.law.basis(ground.as_str(), at.on).is_empty() || !holds(*ground, facts, body, at) {
            errors.push(here().with("reason", ground.as_str()));
        }
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let agency = facts.judgment.competent_agency.as_ref().or(body.competent_agency.as_ref());
    let content = json!({ "grounds": body.grounds, "reason": body.reason, "competent_agency": agency });
    plan.record(at, DocumentKind::RefusalNotice, plan.prepared_by, content);
    request.refused.clone_from(&body.grounds);
    request.state = RequestState::Refused;
    Ok(())
}

/// Whether the ground is a fact.
fn holds(ground: RefusalGround, facts: &RequestFacts, body: &ProposeRefusal, at: &Context<'_>) -> bool {
    match ground {
        RefusalGround::NoRight => {
            (STANDING.test)(facts, at).is_err()
                || (RELATED.test)(facts, at).is_err()
                || (NO_REOPEN.test)(facts, at).is_err()
                || facts.request.other_content.is_some()
        }
        RefusalGround::NothingToEnforce => (RIGHTS.test)(facts, at).is_err(),
        RefusalGround::NotCompetent => {
            (COMPETENCE.test)(facts, at).is_err() || body.competent_agency.is_some()
        }
        // What is claimed goes to the head first (ND152 10.2).
        RefusalGround::TimeBarred => in_time(facts, true, at).is_err(),
        RefusalGround::AlreadyDecided => (NOT_DECIDED.test)(facts, at).is_err(),
    }
}

pub(super) fn mark_not_due(
    facts: &RequestFacts,
    request: &mut Request,
    body: &MarkNotDue,
    at: &Context<'_>,
) -> Result<(), Refusal> {
    let waits = request.condition.as_ref().is_some_and(|condition| condition.met.is_none());
    if body.condition.is_none() && !waits && (DUE.test)(facts, at).is_ok() {
        return Err(wrong("/condition", "required"));
    }
    if let Some(what) = &body.condition {
        request.condition = Some(Condition { what: what.clone(), met: None });
    }
    request.drafts.clear();
    request.state = RequestState::NotDue;
    Ok(())
}

/// The days to decide start anew with the information (L106 34.3); those that were left fall away.
pub(super) fn resume(
    request: &mut Request,
    body: &ResumeRequest,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    match (&mut request.condition, &body.information) {
        (Some(condition), Some(information)) if condition.met.is_none() => {
            condition.met = Some(ConditionMet { on: at.on, information: information.clone() });
        }
        (Some(condition), None) if condition.met.is_none() => return Err(wrong("/information", "required")),
        (_, Some(_)) => return Err(wrong("/information", "contradicts")),
        (_, None) => {}
    }
    plan.cancelled.push("decision_on_request".to_owned());
    request.state = RequestState::Registered;
    Ok(())
}

/// Written, with what the law wants in it, signed by both sides (L106 36.2; ND152 14.1).
pub(super) fn agree(
    facts: &RequestFacts,
    request: &mut Request,
    body: &NoteAgreement,
    at: &Context<'_>,
) -> Result<(), Refusal> {
    let mut errors = Vec::new();
    if body.dated_on > at.on {
        errors.push(FieldError::new("/dated_on", "contradicts"));
    }
    let written = [
        ("place", &body.place),
        ("content", &body.content),
        ("term", &body.term),
        ("on_default", &body.on_default),
        ("fee_and_costs", &body.fee_and_costs),
    ];
    for (name, value) in written {
        if value.as_deref().is_none_or(|value| value.trim().is_empty()) {
            errors.push(FieldError::new(format!("/{name}"), "G-AGR-FORM").with("list", name));
        }
    }
    let side = |of: &dyn Fn(&crate::domain::judgment::Obligation) -> Option<crate::domain::ids::PartyId>| {
        facts.items.iter().filter_map(of).any(|party| body.signed_by.contains(&party))
    };
    if !side(&|item| Some(item.debtor)) || !side(&|item| item.creditor) {
        errors.push(FieldError::new("/signed_by", "G-AGR-FORM").with("list", "signed_by"));
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let paper = body.content.clone().unwrap_or_default();
    request.agreement = Some(EarlyAgreement { dated_on: body.dated_on, paper, before_due: body.before_due });
    Ok(())
}
