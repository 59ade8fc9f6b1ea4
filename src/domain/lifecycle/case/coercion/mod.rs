//! Coercion on site: the notice of its costs, its hours and its minutes, and leave for unusual ones (L106 72.5–72.7; ND152 42.2). The
//! plan with forces stands beside. When it may be done is asked of the code that assets ask too.

mod bodies;
mod police;

pub use bodies::*;
pub(super) use police::measure_over;
pub use police::{plan_gaps, with_force};

use serde_json::json;

use super::guards::{NO_HOLD, due};
use super::{CaseFacts, MEASURABLE, Phase, propose, record, sign, wrong};
use crate::domain::actor::Role;
use crate::domain::case::{Case, CostNotice, Measure, Recipient, SiteCoercion, UnusualHours};
use crate::domain::document::DocumentKind;
use crate::domain::ids::DecisionId;
use crate::domain::lifecycle::plan::Plan;
use crate::domain::lifecycle::{Clock, Context, Guard, Proposal, To, Transition, Who, coercion_time};
use crate::domain::refusal::{FieldError, Refusal, Unmet};

type G = Guard<CaseFacts>;
type Verdict = Result<String, Unmet>;

/// A coercion decision is in force; a seizure is one.
pub(super) const COERCION_LIVES: G = Guard { code: "G-COERCION-LIVES", test: coercion_lives };
/// One in force that is carried out on the case, not on an asset.
const ON_SITE_LIVES: G = Guard { code: "G-COERCION-LIVES", test: on_site_lives };
/// Some estimate is approved (ND152 86.2).
const ESTIMATED: G = Guard { code: "G-COST-EST", test: estimated };
/// The day is one on which coercion may be carried out (L106 72.5).
const COERCE_TIME: G = Guard { code: "G-COERCE-TIME", test: coerce_time };
/// Costs were notified long enough before, or it must be done at once (L106 72.7).
const COST_NOTICE: G = Guard { code: "G-COST-NOTICE", test: cost_notice };
/// Some approved plan has not gone out.
const PLAN_UNSENT: G = Guard { code: "G-PLAN", test: plan_unsent };
/// The case enforces a provisional urgent measure (L106 62).
pub(super) const PROVISIONAL: G = Guard { code: "G-KCTT", test: provisional };

const OFFICER: &[Who] = &[Who::AssignedOfficer];
const CLERKS: &[Who] = &[Who::AssignedOfficer, Who::Role(Role::IntakeClerk)];
const ENFORCING: &[&str] = &["enforcing"];

/// What runs between the plan and its day.
const STEP_CLOCKS: &[Clock] =
    &[Clock::Effect("plan.protect"), Clock::Effect("plan.protect.sent"), Clock::Effect("plan.meeting")];

pub(super) const ROWS: &[Transition<CaseFacts>] = &[
    Transition {
        guards: &[COERCION_LIVES, NO_HOLD],
        document: Some(DocumentKind::CoercionLetter),
        opens: &[Clock::Effect("plan.police")],
        ..Transition::row("PL-01", "consult_police", ENFORCING, To::Same, OFFICER)
    },
    Transition {
        guards: &[police::CONSULTED],
        opens: &[Clock::Effect("plan.police2"), Clock::Effect("plan.draft")],
        closes: &[Clock::Effect("plan.police"), Clock::Effect("plan.police2")],
        ..Transition::row("PL-02", "record_police_answer", ENFORCING, To::Same, CLERKS)
    },
    Transition {
        guards: &[COERCION_LIVES],
        document: Some(DocumentKind::CoercionLetter),
        ..Transition::row("PL-03", "report_coercion", ENFORCING, To::Same, &[Who::Signer])
    },
    Transition::row("PL-04", "bar_coercion", MEASURABLE, To::Same, &[Who::Signer]),
    Transition {
        guards: &[police::PLAN_SENT],
        closes: STEP_CLOCKS,
        ..Transition::row("PL-05", "record_plan_step", ENFORCING, To::Same, CLERKS)
    },
    Transition {
        guards: &[COERCION_LIVES, ESTIMATED],
        document: Some(DocumentKind::CostNotice),
        closes: &[Clock::Effect("cost_notice")],
        ..Transition::row("T-EN-10", "notify_costs", ENFORCING, To::Same, OFFICER)
    },
    Transition {
        guards: &[COERCION_LIVES, NO_HOLD],
        document: Some(DocumentKind::CoercionPlan),
        proposal: Some(Proposal::by("propose_coercion_plan", OFFICER)),
        opens: &[Clock::Effect("cost_notice")],
        closes: &[Clock::Effect("plan.draft")],
        ..Transition::row("T-EN-02", "approve_coercion_plan", ENFORCING, To::Same, &[Who::Signer])
    },
    Transition {
        guards: &[PLAN_UNSENT],
        opens: STEP_CLOCKS,
        ..Transition::row("T-EN-02", "send_coercion_plan", ENFORCING, To::Same, OFFICER)
    },
    Transition {
        guards: &[PROVISIONAL, ON_SITE_LIVES],
        ..Transition::row("T-EN-02", "allow_unusual_hours", ENFORCING, To::Same, &[Who::Signer])
    },
    Transition {
        guards: &[ON_SITE_LIVES, COERCE_TIME, COST_NOTICE, NO_HOLD],
        document: Some(DocumentKind::CoercionMinutes),
        ..Transition::row("T-EN-02", "carry_out_coercion", ENFORCING, To::Same, OFFICER)
    },
];

/// The coercion decisions in force.
fn live(case: &Case) -> impl Iterator<Item = &Measure> {
    case.live_measures().filter(|one| one.coercive)
}

/// Those of them that are carried out here: a seizure is carried out on its asset.
fn on_site(case: &Case) -> impl Iterator<Item = &Measure> {
    live(case).filter(|one| one.measure != "CM-SEIZE")
}

fn lives(mut found: impl Iterator<Item = String>) -> Verdict {
    let unmet = || Unmet::new("G-COERCION-LIVES", "none", "a coercion decision in force");
    found.next().ok_or_else(unmet)
}

fn coercion_lives(facts: &CaseFacts, _: &Context<'_>) -> Verdict {
    lives(live(&facts.case).map(|one| one.measure.clone()))
}

fn on_site_lives(facts: &CaseFacts, _: &Context<'_>) -> Verdict {
    lives(on_site(&facts.case).map(|one| one.measure.clone()))
}

pub(super) fn estimated(facts: &CaseFacts, _: &Context<'_>) -> Verdict {
    match facts.case.coercion.costs.estimates.last() {
        Some(sheet) => Ok(sheet.total.get().to_string()),
        None => Err(Unmet::new("G-COST-EST", "none", "an estimate of costs that the head approved")),
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
    match on_site(&facts.case).find(served) {
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
            CoercionAction::ConsultPolice(body) => police::consult(case, body, at, plan),
            CoercionAction::RecordPoliceAnswer(body) => police::answer(case, body, at, plan),
            CoercionAction::ReportCoercion(body) => police::report(case, body, at, plan),
            CoercionAction::BarCoercion(body) => police::bar(case, body, at),
            CoercionAction::ProposeCoercionPlan(body) => {
                propose("approve_coercion_plan", police::approve, body, facts, case, at)?;
                plan.close("plan.draft", Some(body.consultation.0));
                Ok(())
            }
            CoercionAction::ApproveCoercionPlan(_) => {
                sign("approve_coercion_plan", police::approve, facts, case, at, plan)
            }
            CoercionAction::SendCoercionPlan(body) => police::send(case, body, at, plan),
            CoercionAction::RecordPlanStep(body) => police::step(case, body, at, plan),
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
    let Some(sheet) = case.coercion.costs.estimate(body.decision) else {
        return Err(wrong("/decision", "G-COST-EST"));
    };
    let estimate = sheet.total;
    let content = json!({ "decision": body.decision, "estimate": estimate });
    record(case, DocumentKind::CostNotice, content, at, plan);
    plan.close("cost_notice", Some(body.decision.0));
    case.coercion.cost_notices.push(CostNotice {
        decision: body.decision,
        estimate,
        on: at.on,
        urgent_reason: body.urgent_reason.clone(),
    });
    Ok(())
}

fn allow(case: &mut Case, body: &AllowUnusualHours, at: &Context<'_>) -> Result<(), Refusal> {
    if body.day < at.on {
        return Err(wrong("/day", "contradicts"));
    }
    case.coercion.unusual_hours.push(UnusualHours { on: body.day, reason: body.reason.clone() });
    Ok(())
}

/// Who must know of a coercion decision before it is carried out on site and does not yet: the procuracy and the commune of the
/// place (L106 35.2; ND152 42.7.b).
fn untold(case: &Case, decision: DecisionId) -> Vec<&'static str> {
    let mut decisions = case.decisions.iter().filter(|one| one.id == decision);
    let procuracy = decisions.any(|one| one.sent_to_procuracy_on.is_some());
    let terms = case.coercion.terms_of(decision);
    let commune = terms.is_some_and(|terms| terms.deliveries.iter().any(|one| one.to == Recipient::Commune));
    let told = [(procuracy, "procuracy"), (commune, "commune")];
    told.into_iter().filter(|(told, _)| !told).map(|(_, name)| name).collect()
}

fn carry_out(
    case: &mut Case,
    body: &CarryOutCoercion,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    if named(case, body.decision, at)?.measure == "CM-SEIZE" {
        return Err(wrong("/decision", "contradicts"));
    }
    let mut errors = coercion_time::hours("G-COERCE-TIME", &body.began_at, &body.ended_at, at)?;
    if any_hour(case, at) {
        errors.retain(|error| error.code != "G-COERCE-TIME");
    }
    let latest = at.law.deadline("cost_notice", at.on, at.on)?.due_on;
    let mut notices = case.coercion.cost_notices.iter();
    if !notices.any(|notice| notice.decision == body.decision && timely(notice, latest)) {
        errors.push(FieldError::new("/decision", "G-COST-NOTICE").with("date", latest.to_string()));
    }
    let untold = if case.provisional_measure { Vec::new() } else { untold(case, body.decision) };
    if !untold.is_empty() {
        errors.push(FieldError::new("/decision", "G-TOLD").with("list", untold.join(", ")));
    }
    if body.with_forces {
        errors.extend(with_force(case, body.decision, at)?);
        let mut plans = case.coercion.plans.iter().filter(|plan| plan.decision == body.decision);
        if !plans.any(|plan| Some(plan.document) == body.plan)
            && errors.iter().all(|one| one.code != "G-PLAN")
        {
            errors.push(FieldError::new("/plan", "G-PLAN").with("reason", "no_plan"));
        }
        if !body.police_present {
            errors.push(FieldError::new("/police_present", "G-PLAN").with("reason", "police_absent"));
        }
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
        "with_forces": body.with_forces, "stopped": body.stopped });
    record(case, DocumentKind::CoercionMinutes, content, at, plan);
    case.coercion.on_site.push(SiteCoercion {
        decision: body.decision,
        on: at.on,
        with_forces: body.with_forces,
        stopped: body.stopped,
    });
    Ok(())
}
