//! Coercion with forces: the police are asked, the plan is approved and goes out, their plan comes in, everybody meets (L106 72.6;
//! ND152 42.2–42.3, 46–47). [`plan_gaps`] tells what is missing on a day: coercion on site and assets both ask it.

use chrono::NaiveDate;
use serde_json::json;

use super::{
    BarCoercion, ConsultPolice, PlanStep, ProposeCoercionPlan, RecordPlanStep, RecordPoliceAnswer,
    ReportCoercion, SendCoercionPlan, named,
};
use crate::domain::case::{
    Answerer, BarredDays, Case, CoercionPlan, CoercionReport, Consultation, PoliceAnswer, ReportAbout, Stance,
};
use crate::domain::document::DocumentKind;
use crate::domain::ids::DecisionId;
use crate::domain::lifecycle::case::{CaseFacts, record, wrong};
use crate::domain::lifecycle::plan::Plan;
use crate::domain::lifecycle::{Context, Guard, coercion_time};
use crate::domain::refusal::{FieldError, Refusal, Unmet};

type Verdict = Result<String, Unmet>;

/// What runs between the plan and its day.
const STEPS: [&str; 3] = ["plan.protect", "plan.protect.sent", "plan.meeting"];

/// The police were asked, and nobody has agreed yet.
pub(super) const CONSULTED: Guard<CaseFacts> = Guard { code: "G-CONSULTED", test: consulted };
/// Some plan has gone out.
pub(super) const PLAN_SENT: Guard<CaseFacts> = Guard { code: "G-PLAN", test: plan_sent };

fn consulted(facts: &CaseFacts, _: &Context<'_>) -> Verdict {
    let mut all = facts.case.coercion.consultations.iter();
    match all.find(|one| one.agreed_on().is_none()) {
        Some(consultation) => Ok(consultation.received_on.to_string()),
        None => Err(Unmet::new("G-CONSULTED", "none", "a consultation that waits for an answer")),
    }
}

fn plan_sent(facts: &CaseFacts, _: &Context<'_>) -> Verdict {
    match facts.case.coercion.plans.iter().find_map(|plan| plan.sent_on) {
        Some(sent) => Ok(sent.to_string()),
        None => Err(Unmet::new("G-PLAN", "none", "a plan that went out").with("reason", "plan_unsent")),
    }
}

/// Why forces stay at home on a day: the weeks around Tết, or days that the head has barred (ND152 42.2).
fn barred(case: &Case, day: NaiveDate, at: &Context<'_>) -> Result<Option<&'static str>, Refusal> {
    let flagged = case.coercion.barred.iter().find(|one| one.from <= day && day <= one.until);
    Ok(coercion_time::around_tet(day, at)?.or(flagged.map(|one| one.ground.as_str())))
}

/// What the plan of a coercion or seizure decision still lacks for force to be used on the day of the act (L106 72.6; ND152 42.3,
/// 46–47): codes of `item.…`; nothing when all is there. Days and hours are not looked at.
///
/// # Errors
/// [`Refusal::LawMissing`] where the law of that day does not know a period.
pub fn plan_gaps(case: &Case, decision: DecisionId, at: &Context<'_>) -> Result<Vec<&'static str>, Refusal> {
    let plans = || case.coercion.plans.iter().filter(|plan| plan.decision == decision);
    let Some(plan) = plans().rfind(|plan| plan.planned_on == at.on).or_else(|| plans().next_back()) else {
        return Ok(vec!["no_plan"]);
    };
    let mut gaps = Vec::new();
    if plan.sent_on.is_none() {
        gaps.push("plan_unsent");
    }
    if plan.planned_on != at.on {
        gaps.push("plan_other_day");
    }
    let steps = [
        ("plan.protect.sent", plan.protection_on, "no_protection_plan", "protection_plan_late"),
        ("plan.meeting", plan.meeting_on, "no_meeting", "meeting_late"),
    ];
    for (key, taken, missing, late) in steps {
        let latest = at.law.deadline_if_any(key, at.on, at.on)?.map(|due| due.due_on);
        match taken {
            None => gaps.push(missing),
            Some(day) if latest.is_some_and(|latest| day > latest) => gaps.push(late),
            Some(_) => {}
        }
    }
    let large = |one: &CoercionReport| one.decision == decision && one.about == ReportAbout::LargeCase;
    if plan.large_case && !case.coercion.reports.iter().any(large) {
        gaps.push("not_reported");
    }
    Ok(gaps)
}

/// What stands against using force for a decision on the day of the act: the time at `/with_forces`, the plan at `/plan`.
///
/// # Errors
/// [`Refusal::LawMissing`] where the law of that day does not know a period.
pub fn with_force(case: &Case, decision: DecisionId, at: &Context<'_>) -> Result<Vec<FieldError>, Refusal> {
    let mut errors = Vec::new();
    errors.extend(barred(case, at.on, at)?.map(|why| time("/with_forces", why)));
    let gaps = plan_gaps(case, decision, at)?;
    errors.extend(gaps.into_iter().map(|gap| FieldError::new("/plan", "G-PLAN").with("reason", gap)));
    Ok(errors)
}

fn time(pointer: &str, reason: &str) -> FieldError {
    FieldError::new(pointer, "G-COERCE-TIME").with("reason", reason)
}

/// The three days of the police run from the receipt (ND152 46.3).
pub(super) fn consult(
    case: &mut Case,
    body: &ConsultPolice,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    named(case, body.decision, at)?;
    if body.planned_on < at.on {
        return Err(wrong("/planned_on", "contradicts"));
    }
    let content = json!({ "decision": body.decision, "planned_on": body.planned_on, "place": body.place,
        "summary": body.summary, "asks": body.asks });
    let document = record(case, DocumentKind::CoercionLetter, content, at, plan);
    plan.open(at, "plan.police", at.on, Some(document.0));
    case.coercion.consultations.push(Consultation {
        document,
        decision: body.decision,
        planned_on: body.planned_on,
        received_on: at.on,
        answers: Vec::new(),
        reported_on: None,
    });
    Ok(())
}

/// The commune's police answer or report to the province, which answers; where they differ, the steering committee directs.
pub(super) fn answer(
    case: &mut Case,
    body: &RecordPoliceAnswer,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let mut consultations = case.coercion.consultations.iter_mut();
    let Some(one) = consultations.find(|one| one.document == body.consultation) else {
        return Err(wrong("/consultation", "not_in_list"));
    };
    if one.answer(body.by).is_some() {
        return Err(wrong("/by", "duplicate"));
    }
    let last = one.answers.last().map_or(one.received_on, |answer| answer.on);
    if at.on < last.max(one.reported_on.unwrap_or(last)) {
        return Err(wrong("/effective_on", "contradicts"));
    }
    let in_turn = match body.by {
        Answerer::Commune => one.answers.is_empty(),
        Answerer::Province => one.answer(Answerer::Commune) == Some(Stance::Escalates),
        Answerer::Steering => one.differs() && one.reported_on.is_some(),
    };
    if !in_turn {
        return Err(wrong("/by", "contradicts"));
    }
    if body.stance == Stance::Escalates && body.by != Answerer::Commune {
        return Err(wrong("/stance", "contradicts"));
    }
    one.answers.push(PoliceAnswer { by: body.by, stance: body.stance, on: at.on });
    let about = Some(body.consultation.0);
    match body.by {
        Answerer::Commune => plan.close("plan.police", about),
        Answerer::Province => plan.close("plan.police2", about),
        Answerer::Steering => {}
    }
    match body.stance {
        Stance::Agrees => plan.open(at, "plan.draft", at.on, about),
        Stance::Escalates => plan.open(at, "plan.police2", at.on, about),
        Stance::Differs => {}
    }
    Ok(())
}

pub(super) fn report(
    case: &mut Case,
    body: &ReportCoercion,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    named(case, body.decision, at)?;
    match (body.about, body.consultation) {
        (ReportAbout::Disagreement, None) => return Err(wrong("/consultation", "required")),
        (ReportAbout::Disagreement, Some(id)) => {
            let mut consultations = case.coercion.consultations.iter_mut();
            let found = consultations.find(|one| one.document == id && one.decision == body.decision);
            match found {
                None => return Err(wrong("/consultation", "not_in_list")),
                Some(one) if !one.differs() => return Err(wrong("/consultation", "contradicts")),
                Some(one) => one.reported_on = Some(at.on),
            }
        }
        (ReportAbout::LargeCase, Some(_)) => return Err(wrong("/consultation", "contradicts")),
        (ReportAbout::LargeCase, None) if body.impact.is_none() => return Err(wrong("/impact", "required")),
        (ReportAbout::LargeCase, None) => {}
    }
    let content = json!({ "decision": body.decision, "about": body.about, "impact": body.impact,
        "content": body.content });
    let document = record(case, DocumentKind::CoercionLetter, content, at, plan);
    case.coercion.reports.push(CoercionReport {
        document,
        decision: body.decision,
        about: body.about,
        impact: body.impact.clone(),
        on: at.on,
    });
    Ok(())
}

pub(super) fn bar(case: &mut Case, body: &BarCoercion, at: &Context<'_>) -> Result<(), Refusal> {
    if body.until < body.from || body.until < at.on {
        return Err(wrong("/until", "contradicts"));
    }
    case.coercion.barred.push(BarredDays {
        from: body.from,
        until: body.until,
        ground: body.ground,
        reason: body.reason.clone(),
    });
    Ok(())
}

/// With forces the weeks around Tết are barred, and the days and places of ND152 42.2.
pub(super) fn approve(
    _: &CaseFacts,
    case: &mut Case,
    body: &ProposeCoercionPlan,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    named(case, body.decision, at)?;
    let mut errors: Vec<FieldError> = agreed(case, body, at).into_iter().collect();
    if body.planned_on < at.on {
        errors.push(FieldError::new("/planned_on", "contradicts"));
    }
    errors.extend(barred(case, body.planned_on, at)?.map(|why| time("/planned_on", why)));
    if !at.law.calendar().is_working(body.planned_on) && !case.provisional_measure {
        errors.push(time("/planned_on", &body.planned_on.to_string()));
    }
    for (barring, field) in [(body.policy_day, "policy_day"), (body.grave_effect, "grave_effect")] {
        if barring {
            errors.push(time(&format!("/{field}"), field));
        }
    }
    match (&body.begins_at, &body.ends_at) {
        (Some(begins), Some(ends)) if !case.provisional_measure => {
            let hours = coercion_time::hours("G-COERCE-TIME", begins, ends, at)?;
            let renamed = |error: FieldError| FieldError {
                pointer: error.pointer.replace("began_at", "begins_at").replace("ended_at", "ends_at"),
                ..error
            };
            errors.extend(hours.into_iter().map(renamed));
        }
        (Some(_), None) => errors.push(FieldError::new("/ends_at", "required")),
        (None, Some(_)) => errors.push(FieldError::new("/begins_at", "required")),
        _ => {}
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let content = json!({ "decision": body.decision, "planned_on": body.planned_on, "content": body.content,
        "begins_at": body.begins_at, "ends_at": body.ends_at, "forces": body.forces });
    let document = record(case, DocumentKind::CoercionPlan, content, at, plan);
    let told = case.coercion.cost_notices.iter().any(|notice| notice.decision == body.decision);
    if !told {
        plan.open(at, "cost_notice", body.planned_on, Some(body.decision.0));
    }
    // A later plan of the same decision takes the place of the earlier one.
    for earlier in case.coercion.plans.iter().filter(|plan| plan.decision == body.decision) {
        STEPS.iter().for_each(|key| plan.lapse(key, earlier.document.0));
    }
    case.coercion.plans.push(CoercionPlan {
        document,
        decision: body.decision,
        planned_on: body.planned_on,
        approved_on: at.on,
        consultation: Some(body.consultation),
        forces: body.forces.clone(),
        large_case: body.large_case,
        sent_on: None,
        protection_on: None,
        meeting_on: None,
    });
    Ok(())
}

/// No plan before the police agreed, or the steering committee directed to go on (ND152 46.1, 46.5).
fn agreed(case: &Case, body: &ProposeCoercionPlan, at: &Context<'_>) -> Option<FieldError> {
    let mut of_decision = case.coercion.consultations.iter().filter(|one| one.decision == body.decision);
    let Some(consultation) = of_decision.find(|one| one.document == body.consultation) else {
        return Some(FieldError::new("/consultation", "not_in_list"));
    };
    match consultation.agreed_on() {
        Some(day) if day <= at.on => None,
        Some(_) => Some(FieldError::new("/effective_on", "contradicts")),
        None => Some(FieldError::new("/consultation", "G-PLAN").with("reason", "police_not_agreed")),
    }
}

/// The plan that an act names.
fn of<'a>(case: &'a mut Case, plan: DecisionId, at: &Context<'_>) -> Result<&'a mut CoercionPlan, Refusal> {
    let Some(plan) = case.coercion.plans.iter_mut().find(|one| one.document == plan) else {
        return Err(wrong("/plan", "not_in_list"));
    };
    if at.on < plan.sent_on.unwrap_or(plan.approved_on) {
        return Err(wrong("/effective_on", "contradicts"));
    }
    Ok(plan)
}

/// At once, to all three (L106 72.6); the police have three days for their plan, which is there five days before.
pub(super) fn send(
    case: &mut Case,
    body: &SendCoercionPlan,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let receivers =
        [(body.to_procuracy, "to_procuracy"), (body.to_commune, "to_commune"), (body.to_police, "to_police")];
    let missing = receivers.into_iter().filter(|(sent, _)| !sent);
    let errors: Vec<FieldError> =
        missing.map(|(_, name)| FieldError::new(format!("/{name}"), "required")).collect();
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let sent = of(case, body.plan, at)?;
    if sent.sent_on.is_some() {
        return Err(wrong("/plan", "duplicate"));
    }
    sent.sent_on = Some(at.on);
    let (about, day) = (Some(body.plan.0), sent.planned_on);
    plan.open(at, "plan.protect", at.on, about);
    plan.open(at, "plan.protect.sent", day, about);
    plan.open(at, "plan.meeting", day, about);
    Ok(())
}

pub(super) fn step(
    case: &mut Case,
    body: &RecordPlanStep,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let of_plan = of(case, body.plan, at)?;
    if of_plan.sent_on.is_none() {
        return Err(FieldError::new("/plan", "G-PLAN").with("reason", "plan_unsent").into());
    }
    let about = Some(body.plan.0);
    let taken = match body.step {
        PlanStep::ProtectionPlan => &mut of_plan.protection_on,
        // Both plans are deployed there.
        PlanStep::Meeting if of_plan.protection_on.is_none() => {
            return Err(FieldError::new("/step", "G-PLAN").with("reason", "no_protection_plan").into());
        }
        PlanStep::Meeting => &mut of_plan.meeting_on,
    };
    if taken.is_some() {
        return Err(wrong("/step", "duplicate"));
    }
    *taken = Some(at.on);
    let keys: &[&str] = match body.step {
        PlanStep::ProtectionPlan => &["plan.protect", "plan.protect.sent"],
        PlanStep::Meeting => &["plan.meeting"],
    };
    for key in keys {
        plan.close(key, about);
    }
    Ok(())
}

/// Nothing is coerced under a measure that is over: its plans, consultations and notice of costs are due no more.
pub(in crate::domain::lifecycle::case) fn measure_over(case: &Case, decision: DecisionId, plan: &mut Plan) {
    let coercion = &case.coercion;
    for one in coercion.plans.iter().filter(|one| one.decision == decision) {
        STEPS.iter().for_each(|key| plan.lapse(key, one.document.0));
    }
    for one in coercion.consultations.iter().filter(|one| one.decision == decision) {
        ["plan.police", "plan.police2", "plan.draft"].iter().for_each(|key| plan.lapse(key, one.document.0));
    }
    plan.lapse("cost_notice", decision.0);
}
