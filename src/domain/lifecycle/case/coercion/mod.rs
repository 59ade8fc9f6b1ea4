//! Coercion on site: its costs, its plan where forces are called out, its hours and its minutes (L106 72.5–72.7; ND152 42.2,
//! 46, 47). When it may be done is asked of the code that assets ask too.

mod bodies;

pub use bodies::*;

use serde_json::json;

use super::guards::{NO_HOLD, due};
use super::{CaseFacts, Phase, propose, record, sign, wrong};
use crate::domain::case::{Case, CoercionPlan, CostNotice, Measure, SiteCoercion, UnusualHours};
use crate::domain::document::DocumentKind;
use crate::domain::ids::DecisionId;
use crate::domain::lifecycle::plan::Plan;
use crate::domain::lifecycle::{Clock, Context, Guard, Proposal, To, Transition, Who, coercion_time};
use crate::domain::refusal::{FieldError, Refusal, Unmet};

type G = Guard<CaseFacts>;
type Verdict = Result<String, Unmet>;

/// A coercion decision is in force.
const COERCION_LIVES: G = Guard { code: "G-COERCION-LIVES", test: coercion_lives };
/// The day is one on which coercion may be carried out (L106 72.5).
const COERCE_TIME: G = Guard { code: "G-COERCE-TIME", test: coerce_time };
/// Costs were notified long enough before, or it must be done at once (L106 72.7).
const COST_NOTICE: G = Guard { code: "G-COST-NOTICE", test: cost_notice };
/// Some approved plan has not gone out.
const PLAN_UNSENT: G = Guard { code: "G-PLAN", test: plan_unsent };
/// The case enforces a provisional urgent measure (L106 62).
pub(super) const PROVISIONAL: G = Guard { code: "G-KCTT", test: provisional };

const OFFICER: &[Who] = &[Who::AssignedOfficer];
const ENFORCING: &[&str] = &["enforcing"];

pub(super) const ROWS: &[Transition<CaseFacts>] = &[
    Transition {
        guards: &[COERCION_LIVES],
        document: Some(DocumentKind::CostNotice),
        closes: &[Clock::Effect("cost_notice")],
        ..Transition::row("T-EN-10", "notify_costs", ENFORCING, To::Same, OFFICER)
    },
    Transition {
        guards: &[COERCION_LIVES, NO_HOLD],
        document: Some(DocumentKind::CoercionPlan),
        proposal: Some(Proposal::by("propose_coercion_plan", OFFICER)),
        opens: &[Clock::Effect("cost_notice")],
        ..Transition::row("T-EN-02", "approve_coercion_plan", ENFORCING, To::Same, &[Who::Signer])
    },
    Transition {
        guards: &[PLAN_UNSENT],
        ..Transition::row("T-EN-02", "send_coercion_plan", ENFORCING, To::Same, OFFICER)
    },
    Transition {
        guards: &[PROVISIONAL, COERCION_LIVES],
        ..Transition::row("T-EN-02", "allow_unusual_hours", ENFORCING, To::Same, &[Who::Signer])
    },
    Transition {
        guards: &[COERCION_LIVES, COERCE_TIME, COST_NOTICE, NO_HOLD],
        document: Some(DocumentKind::CoercionMinutes),
        ..Transition::row("T-EN-02", "carry_out_coercion", ENFORCING, To::Same, OFFICER)
    },
];

/// The coercion decisions in force; a seizure is carried out on its asset.
fn live(case: &Case) -> impl Iterator<Item = &Measure> {
    case.live_measures().filter(|one| one.coercive && one.measure != "CM-SEIZE")
}

fn coercion_lives(facts: &CaseFacts, _: &Context<'_>) -> Verdict {
    match live(&facts.case).next() {
        Some(measure) => Ok(measure.measure.clone()),
        None => Err(Unmet::new("G-COERCION-LIVES", "none", "a coercion decision in force")),
    }
}

/// No exception is made in the law for a provisional measure; the head may make one ([U27]).
fn any_hour(case: &Case, at: &Context<'_>) -> bool {
    let allowed = || case.coercion.unusual_hours.iter().any(|one| one.on == at.on);
    case.provisional_measure && (at.law.choice("U27") == Some("free") || allowed())
}

fn coerce_time(facts: &CaseFacts, context: &Context<'_>) -> Verdict {
    if any_hour(&facts.case, context) {
        return Ok("allowed for a provisional measure".to_owned());
    }
    coercion_time::day("G-COERCE-TIME", context)
}

fn timely(notice: &CostNotice, latest: chrono::NaiveDate) -> bool {
    notice.urgent_reason.is_some() || notice.on <= latest
}

fn cost_notice(facts: &CaseFacts, context: &Context<'_>) -> Verdict {
    let latest = due(context, "cost_notice", context.on)?;
    let notices = &facts.case.coercion.cost_notices;
    let served = |one: &&Measure| {
        notices.iter().any(|notice| notice.decision == one.decision && timely(notice, latest))
    };
    match live(&facts.case).find(served) {
        Some(measure) => Ok(measure.measure.clone()),
        None => {
            let found = notices.last().map_or_else(|| "no notice".to_owned(), |last| last.on.to_string());
            let unmet = Unmet::new("G-COST-NOTICE", found, format!("{latest} or earlier"));
            Err(unmet.with("date", latest.to_string()))
        }
    }
}

fn plan_unsent(facts: &CaseFacts, _: &Context<'_>) -> Verdict {
    match facts.case.coercion.plans.iter().find(|plan| plan.sent_on.is_none()) {
        Some(plan) => Ok(plan.planned_on.to_string()),
        None => {
            Err(Unmet::new("G-PLAN", "none", "an approved plan not yet sent").with("reason", "plan_sent"))
        }
    }
}

fn provisional(facts: &CaseFacts, _: &Context<'_>) -> Verdict {
    if facts.case.provisional_measure {
        return Ok("provisional measure".to_owned());
    }
    Err(Unmet::new("G-KCTT", "another judgment or decision", "a provisional urgent measure"))
}

impl Phase for CoercionAction {
    fn apply(
        &self,
        facts: &CaseFacts,
        case: &mut Case,
        at: &Context<'_>,
        plan: &mut Plan,
    ) -> Result<(), Refusal> {
        match self {
            CoercionAction::NotifyCosts(body) => notify_costs(case, body, at, plan),
            CoercionAction::ProposeCoercionPlan(body) => {
                propose("approve_coercion_plan", approve, body, facts, case, at)
            }
            CoercionAction::ApproveCoercionPlan(_) => {
                sign("approve_coercion_plan", approve, facts, case, at, plan)
            }
            CoercionAction::SendCoercionPlan(body) => send(case, body, at),
            CoercionAction::AllowUnusualHours(body) => allow(case, body, at),
            CoercionAction::CarryOutCoercion(body) => carry_out(case, body, at, plan),
        }
    }
}

/// The live coercion decision that an act names.
fn named<'a>(case: &'a Case, decision: DecisionId, at: &Context<'_>) -> Result<&'a Measure, Refusal> {
    let Some(measure) = live(case).find(|one| one.decision == decision) else {
        return Err(wrong("/decision", "not_in_list"));
    };
    if at.on < measure.decided_on {
        return Err(wrong("/effective_on", "contradicts"));
    }
    if let Some(stop) = measure.debtor.and_then(|debtor| case.stop_of_debtor(debtor)) {
        return Err(FieldError::new("/decision", "G-HOLD").with("doc", stop.code).into());
    }
    Ok(measure)
}

fn notify_costs(
    case: &mut Case,
    body: &NotifyCosts,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    named(case, body.decision, at)?;
    let content = json!({ "decision": body.decision, "estimate": body.estimate });
    record(case, DocumentKind::CostNotice, content, at, plan);
    plan.close("cost_notice", Some(body.decision.0));
    case.coercion.cost_notices.push(CostNotice {
        decision: body.decision,
        estimate: body.estimate,
        on: at.on,
        urgent_reason: body.urgent_reason.clone(),
    });
    Ok(())
}

/// With forces the weeks around Tết are barred, and the days and places of ND152 42.2.
fn approve(
    _: &CaseFacts,
    case: &mut Case,
    body: &ProposeCoercionPlan,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    named(case, body.decision, at)?;
    let mut errors = Vec::new();
    if body.planned_on < at.on {
        errors.push(FieldError::new("/planned_on", "contradicts"));
    }
    if body.agreed_on > at.on {
        errors.push(FieldError::new("/agreed_on", "contradicts"));
    }
    errors.extend(coercion_time::around_tet(body.planned_on, at)?.map(|why| barred("/planned_on", why)));
    if !at.law.calendar().is_working(body.planned_on) && !case.provisional_measure {
        errors.push(
            FieldError::new("/planned_on", "G-COERCE-TIME").with("reason", body.planned_on.to_string()),
        );
    }
    for (barring, field) in [(body.policy_day, "policy_day"), (body.grave_effect, "grave_effect")] {
        if barring {
            errors.push(barred(&format!("/{field}"), field));
        }
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let content =
        json!({ "decision": body.decision, "planned_on": body.planned_on, "content": body.content });
    let document = record(case, DocumentKind::CoercionPlan, content, at, plan);
    let told = case.coercion.cost_notices.iter().any(|notice| notice.decision == body.decision);
    if !told {
        plan.open(at, "cost_notice", body.planned_on, Some(body.decision.0));
    }
    case.coercion.plans.push(CoercionPlan {
        document,
        decision: body.decision,
        planned_on: body.planned_on,
        approved_on: at.on,
        sent_on: None,
    });
    Ok(())
}

fn barred(pointer: &str, reason: &str) -> FieldError {
    FieldError::new(pointer, "G-COERCE-TIME").with("reason", reason)
}

/// At once, to all three (L106 72.6).
fn send(case: &mut Case, body: &SendCoercionPlan, at: &Context<'_>) -> Result<(), Refusal> {
    let receivers =
        [(body.to_procuracy, "to_procuracy"), (body.to_commune, "to_commune"), (body.to_police, "to_police")];
    let missing = receivers.into_iter().filter(|(sent, _)| !sent);
    let errors: Vec<FieldError> =
        missing.map(|(_, name)| FieldError::new(format!("/{name}"), "required")).collect();
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let Some(plan) = case.coercion.plans.iter_mut().find(|plan| plan.document == body.plan) else {
        return Err(wrong("/plan", "not_in_list"));
    };
    if plan.sent_on.is_some() {
        return Err(wrong("/plan", "duplicate"));
    }
    if at.on < plan.approved_on {
        return Err(wrong("/effective_on", "contradicts"));
    }
    plan.sent_on = Some(at.on);
    Ok(())
}

fn allow(case: &mut Case, body: &AllowUnusualHours, at: &Context<'_>) -> Result<(), Refusal> {
    if body.day < at.on {
        return Err(wrong("/day", "contradicts"));
    }
    case.coercion.unusual_hours.push(UnusualHours { on: body.day, reason: body.reason.clone() });
    Ok(())
}

fn carry_out(
    case: &mut Case,
    body: &CarryOutCoercion,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    named(case, body.decision, at)?;
    let mut errors = coercion_time::hours("G-COERCE-TIME", &body.began_at, &body.ended_at, at)?;
    if any_hour(case, at) {
        errors.retain(|error| error.code != "G-COERCE-TIME");
    }
    let latest = at.law.deadline("cost_notice", at.on, at.on)?.due_on;
    let mut notices = case.coercion.cost_notices.iter();
    if !notices.any(|notice| notice.decision == body.decision && timely(notice, latest)) {
        errors.push(FieldError::new("/decision", "G-COST-NOTICE").with("date", latest.to_string()));
    }
    if body.with_forces {
        errors.extend(forces(case, body, at)?);
    } else if body.plan.is_some() {
        errors.push(FieldError::new("/plan", "contradicts"));
    }
    if !body.minutes_complete {
        errors.push(FieldError::new("/minutes_complete", "G26_MINUTES").with("list", "minutes_complete"));
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let content = json!({ "decision": body.decision, "began_at": body.began_at, "ended_at": body.ended_at,
        "with_forces": body.with_forces });
    record(case, DocumentKind::CoercionMinutes, content, at, plan);
    case.coercion.on_site.push(SiteCoercion {
        decision: body.decision,
        on: at.on,
        with_forces: body.with_forces,
    });
    Ok(())
}

/// Forces come out on an approved plan that went to all who must know it, on its day, and not around Tết.
fn forces(case: &Case, body: &CarryOutCoercion, at: &Context<'_>) -> Result<Vec<FieldError>, Refusal> {
    let mut errors = Vec::new();
    errors.extend(coercion_time::around_tet(at.on, at)?.map(|why| barred("/with_forces", why)));
    let of_decision = |one: &&CoercionPlan| one.decision == body.decision && Some(one.document) == body.plan;
    let lacks = match case.coercion.plans.iter().find(of_decision) {
        None => Some("no_plan"),
        Some(plan) if plan.sent_on.is_none() => Some("plan_unsent"),
        Some(plan) if plan.planned_on != at.on => Some("plan_other_day"),
        Some(_) => None,
    };
    errors.extend(lacks.map(|reason| FieldError::new("/plan", "G-PLAN").with("reason", reason)));
    Ok(errors)
}
