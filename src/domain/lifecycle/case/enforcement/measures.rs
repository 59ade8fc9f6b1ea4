//! Security and coercive measures on a case: ordered, by minutes first, ended (L106 66–72, 95; ND152 42–45). Seizure of a thing
//! has its own gate, the asset's; orders to act have theirs.

use serde_json::json;

use super::bodies::{ApplyMeasure, ExitBan, ReleaseGround, ReleaseMeasures, SecureByMinutes};
use crate::domain::case::{Case, DebtorTrack, Gives, Measure, Stage, UrgentMinutes};
use crate::domain::document::DocumentKind;
use crate::domain::ids::{DecisionId, PartyId};
use crate::domain::law::Regime;
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::case::papers::use_paper;
use crate::domain::lifecycle::case::{CaseFacts, enter, issue, wrong};
use crate::domain::lifecycle::coercion_time::hour;
use crate::domain::lifecycle::plan::{Opened, Plan};
use crate::domain::period::{at_local, compute_at};
use crate::domain::refusal::{FieldError, Refusal};

const EXIT_BAN: &str = "SM-EXIT";
/// Measures that have a gate of their own: the asset's seizure, the orders to act, the provisional measure.
const ELSEWHERE: &[&str] = &["CM-SEIZE", "CM-ACT-DO", "CM-ACT-NOT", "CM-CHILD", "CM-LABOUR", "CM-INTERIM"];

/// Before the voluntary period ends a measure needs its reason (L106 72.1), and so it does while the case is stopped ([U21]).
pub(super) fn secure(
    facts: &CaseFacts,
    case: &mut Case,
    body: &ApplyMeasure,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let until = case.debtor(body.debtor).and_then(|track| track.voluntary_until);
    let period_over = case.provisional_measure || until.is_some_and(|until| at.on > until);
    if !period_over && body.reason.is_none() {
        return Err(wrong("/reason", "G-EARLY"));
    }
    if body.measure == EXIT_BAN {
        return Err(wrong("/measure", "G-EXIT-HEAD"));
    }
    if let Some(stop) = case.stop_of_debtor(body.debtor) {
        if at.law.choice("U21") == Some("no") {
            return Err(FieldError::new("/measure", "G-HOLD").with("doc", stop.code).into());
        }
        if body.reason.is_none() {
            return Err(wrong("/reason", "required"));
        }
    }
    let kind = DocumentKind::SecurityDecision;
    let decision = match body.minutes {
        None => measure(facts, case, body, kind, at, plan)?,
        Some(minutes) => after_minutes(facts, case, body, minutes, at, plan)?,
    };
    // The ten days run from sufficient grounds for coercion; the 2008 law counted from the decision (L106 66.4; L08 67.3).
    let able = case.debtor(body.debtor).is_some_and(able);
    if able || at.law.regime(at.on) == Regime::L2008 {
        plan.open(at, "security_to_coercion", at.on, Some(decision.0));
    }
    Ok(())
}

/// Whether a debtor has been found able to perform.
pub(in crate::domain::lifecycle::case) fn able(track: &DebtorTrack) -> bool {
    track.ended.is_none() && matches!(track.stage, Stage::Enforceable | Stage::Enforcing)
}

/// The decision that follows minutes goes to the procuracy at once (L106 67.4, 69.2).
fn after_minutes(
    facts: &CaseFacts,
    case: &mut Case,
    body: &ApplyMeasure,
    minutes: DecisionId,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<DecisionId, Refusal> {
    checked(facts, case, body, false, at)?;
    let found = case.coercion.minutes.iter().position(|one| one.document == minutes);
    let Some(found) = found.and_then(|place| case.coercion.minutes.get(place)) else {
        return Err(wrong("/minutes", "not_in_list"));
    };
    if found.decision.is_some() {
        return Err(wrong("/minutes", "duplicate"));
    }
    if (found.debtor, found.measure.as_str()) != (body.debtor, body.measure.as_str()) || at.on < found.on {
        return Err(wrong("/minutes", "contradicts"));
    }
    let kind = DocumentKind::SecurityDecision;
    let content = json!({ "measure": body.measure, "debtor": body.debtor, "minutes": minutes });
    let id = plan.record(at, kind, None, content);
    plan.open(at, "notify", at.on, Some(id));
    plan.open(at, "send_vks_freeze", at.on, Some(id));
    plan.close("freeze_decision", Some(minutes.0));
    let decision = enter(case, kind, id, at);
    for one in case.coercion.minutes.iter_mut().filter(|one| one.document == minutes) {
        one.decision = Some(decision);
    }
    push(case, body.debtor, &body.measure, decision, at);
    Ok(decision)
}

/// The 24 hours run from the minute, through nights and holidays (L106 67.4, 69.2).
pub(super) fn by_minutes(
    case: &mut Case,
    body: &SecureByMinutes,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let mut errors = debtor(case, body.debtor, &body.measure);
    let urgent = body.measure.starts_with("SM-FRZ") || body.measure == "SM-HLD";
    if !urgent || at.law.basis(&body.measure, at.on).is_empty() {
        errors.push(FieldError::new("/measure", "not_in_list"));
    }
    let minute = hour(&body.at_hour);
    if minute.is_none() {
        errors.push(FieldError::new("/at_hour", "wrong_type"));
    }
    let start = at_local(at.on, minute.unwrap_or_default());
    if start > at.now {
        errors.push(FieldError::new("/at_hour", "date_in_future"));
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let period = at.law.period("freeze_decision", at.on)?;
    let computation = compute_at(start, period, at.law.calendar());
    let content = json!({ "measure": body.measure, "debtor": body.debtor, "reason": body.reason });
    let id = plan.record(at, DocumentKind::FreezeMinutes, None, content);
    plan.opened.push(Opened { key: "freeze_decision".to_owned(), about: Some(id), computation });
    plan.open(at, "send_vks_freeze", at.on, Some(id));
    let document = enter(case, DocumentKind::FreezeMinutes, id, at);
    case.coercion.minutes.push(UrgentMinutes {
        document,
        debtor: body.debtor,
        measure: body.measure.clone(),
        on: at.on,
        decision: None,
    });
    Ok(())
}

pub(super) fn ban_exit(
    _: &CaseFacts,
    case: &mut Case,
    body: &ExitBan,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let errors = debtor(case, body.debtor, EXIT_BAN);
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let banned = |one: &Measure| one.measure == EXIT_BAN && one.debtor == Some(body.debtor);
    if case.live_measures().any(banned) {
        return Err(wrong("/debtor", "duplicate"));
    }
    let content = json!({ "measure": EXIT_BAN, "debtor": body.debtor, "reason": body.reason });
    let decision = issue(case, DocumentKind::SecurityDecision, content, at, plan);
    push(case, body.debtor, EXIT_BAN, decision, at);
    Ok(())
}

pub(super) fn coerce_early(
    facts: &CaseFacts,
    case: &mut Case,
    body: &ApplyMeasure,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    if body.reason.is_none() {
        return Err(wrong("/reason", "G-EARLY"));
    }
    let decision = measure(facts, case, body, DocumentKind::CoercionDecision, at, plan)?;
    coerced(case, body, decision, at, plan);
    Ok(())
}

pub(super) fn coerce(
    facts: &CaseFacts,
    case: &mut Case,
    body: &ApplyMeasure,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    if let Some(track) = case.debtor(body.debtor) {
        period_over(track, at)?;
        if !able(track) {
            return Err(wrong("/debtor", "G-COERCE-ABLE"));
        }
    }
    let decision = measure(facts, case, body, DocumentKind::CoercionDecision, at, plan)?;
    coerced(case, body, decision, at, plan);
    Ok(())
}

/// This debtor's own voluntary period is over (L106 36.1, 72.1).
pub(in crate::domain::lifecycle::case) fn period_over(
    track: &DebtorTrack,
    at: &Context<'_>,
) -> Result<(), FieldError> {
    match track.voluntary_until {
        Some(until) if at.on > until => Ok(()),
        until => {
            let date = until.map_or_else(|| "-".to_owned(), |until| until.to_string());
            Err(FieldError::new("/debtor", "G-VOL-OVER").with("date", date))
        }
    }
}

/// What was only secured is coerced now; the notice of costs counts back from the day that is planned.
fn coerced(case: &mut Case, body: &ApplyMeasure, decision: DecisionId, at: &Context<'_>, plan: &mut Plan) {
    if let Some(planned_on) = body.planned_on {
        plan.open(at, "cost_notice", planned_on, Some(decision.0));
    }
    let secured = case.live_measures().filter(|one| !one.coercive);
    let theirs = secured.filter(|one| one.debtor.is_none_or(|debtor| debtor == body.debtor));
    let decisions: Vec<DecisionId> = theirs.map(|one| one.decision).collect();
    for decision in decisions {
        plan.close("security_to_coercion", Some(decision.0));
    }
    case.move_tracks(&[body.debtor], Stage::Enforcing);
}

fn measure(
    facts: &CaseFacts,
    case: &mut Case,
    body: &ApplyMeasure,
    kind: DocumentKind,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<DecisionId, Refusal> {
    checked(facts, case, body, kind == DocumentKind::CoercionDecision, at)?;
    let content = json!({ "measure": body.measure, "debtor": body.debtor, "reason": body.reason,
        "proportion_reason": body.proportion_reason });
    let decision = issue(case, kind, content, at, plan);
    push(case, body.debtor, &body.measure, decision, at);
    Ok(decision)
}

fn push(case: &mut Case, debtor: PartyId, measure: &str, decision: DecisionId, at: &Context<'_>) {
    case.measures.push(Measure {
        decision,
        measure: measure.to_owned(),
        coercive: measure.starts_with("CM-"),
        debtor: Some(debtor),
        decided_on: at.on,
        released_on: None,
    });
}

/// Who may be the object of a measure: a debtor of the case, and on property none whom the State budget pays (ND152 42.10).
fn debtor(case: &Case, debtor: PartyId, measure: &str) -> Vec<FieldError> {
    match case.debtor(debtor) {
        None => vec![FieldError::new("/debtor", "not_a_party")],
        Some(track) if track.budget_funded && measure_code::is_on_property(measure) => {
            vec![FieldError::new("/debtor", "G-BUDGET")]
        }
        Some(_) => Vec::new(),
    }
}

/// What a code of a measure tells.
pub(in crate::domain::lifecycle::case) mod measure_code {
    /// The measure lies on property, not on the person or an act (ND152 42.10).
    pub fn is_on_property(measure: &str) -> bool {
        !matches!(measure, "SM-EXIT" | "CM-ACT-DO" | "CM-ACT-NOT" | "CM-CHILD" | "CM-LABOUR")
    }
}

fn checked(
    facts: &CaseFacts,
    case: &Case,
    body: &ApplyMeasure,
    coercive: bool,
    at: &Context<'_>,
) -> Result<(), Refusal> {
    let mut errors = debtor(case, body.debtor, &body.measure);
    let known = !at.law.basis(&body.measure, at.on).is_empty();
    let fits = body.measure.starts_with(if coercive { "CM-" } else { "SM-" });
    if !known || !fits || ELSEWHERE.contains(&body.measure.as_str()) {
        errors.push(FieldError::new("/measure", "not_in_list"));
    }
    if coercive && let Some(stop) = case.stop_of_debtor(body.debtor) {
        errors.push(FieldError::new("/debtor", "G-HOLD").with("doc", stop.code));
    }
    if coercive && body.minutes.is_some() {
        errors.push(FieldError::new("/minutes", "contradicts"));
    }
    if body.planned_on.is_some_and(|planned| planned < at.on || !coercive) {
        errors.push(FieldError::new("/planned_on", "contradicts"));
    }
    // Worth no more than debt and costs, or an exception is named (L106 72.3).
    let limit =
        case.outstanding().plus(facts.money.costs_open).map_err(|_| wrong("", "amount_out_of_range"))?;
    let too_much = body.estimated_value.is_some_and(|value| value > limit);
    if coercive && too_much && body.proportion_reason.is_none() {
        let error = FieldError::new("/proportion_reason", "G05_PROPORTION");
        errors.push(error.with("limit", limit.to_string()));
    }
    if errors.is_empty() { Ok(()) } else { Err(errors.into()) }
}

pub(super) fn release(
    facts: &CaseFacts,
    case: &mut Case,
    body: &ReleaseMeasures,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let bans = |one: &Measure| one.decision == body.decision && one.measure == EXIT_BAN;
    if case.live_measures().any(bans) {
        return Err(wrong("/decision", "G-EXIT-HEAD"));
    }
    end(facts, case, body, at, plan)
}

pub(super) fn lift_exit_ban(
    facts: &CaseFacts,
    case: &mut Case,
    body: &ReleaseMeasures,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let bans = |one: &Measure| one.decision == body.decision && one.measure == EXIT_BAN;
    if !case.live_measures().any(bans) {
        return Err(wrong("/decision", "not_in_list"));
    }
    end(facts, case, body, at, plan)
}

/// Ends the measures of one decision; a debtor against whom nothing coercive is left goes back to "able" (section 9.1).
fn end(
    facts: &CaseFacts,
    case: &mut Case,
    body: &ReleaseMeasures,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let Some(measure) = case.live_measures().find(|one| one.decision == body.decision) else {
        return Err(wrong("/decision", "not_in_list"));
    };
    if at.on < measure.decided_on {
        return Err(wrong("/effective_on", "contradicts"));
    }
    if body.ground == ReleaseGround::Performed {
        // Debt, fee and costs: all of them (L106 95.2–95.3).
        let left = if !case.outstanding().is_zero() || !case.duties.is_empty() {
            Some("outstanding")
        } else {
            (!facts.money.costs_open.is_zero()).then_some("costs")
        };
        if let Some(left) = left {
            return Err(FieldError::new("/ground", "G-RELEASE").with("reason", left).into());
        }
    }
    if let Some(paper) = body.paper {
        use_paper(case, paper, |gives| gives == Gives::EndMeasures, at, plan)?;
    }
    let content = json!({ "decision": body.decision, "ground": body.ground, "proof": body.proof });
    issue(case, DocumentKind::ReleaseDecision, content, at, plan);
    for measure in case.measures.iter_mut().filter(|measure| measure.decision == body.decision) {
        measure.released_on = Some(at.on);
    }
    plan.close("security_to_coercion", Some(body.decision.0));
    back_to_able(facts, case);
    Ok(())
}

fn back_to_able(facts: &CaseFacts, case: &mut Case) {
    let settling = !facts.money.undistributed.is_zero() || !facts.money.unpaid.is_zero();
    if settling || (case.outstanding().is_zero() && case.duties.is_empty()) {
        return;
    }
    let coerced = |party: PartyId| {
        let held = facts.assets.iter().any(|asset| asset.under_seizure && asset.owner == party);
        let theirs = |one: &Measure| one.coercive && one.debtor.is_none_or(|debtor| debtor == party);
        held || case.live_measures().any(theirs)
    };
    let free = case.debtors_in(&[Stage::Enforcing]).map(|track| track.party);
    let free: Vec<PartyId> = free.filter(|party| !coerced(*party)).collect();
    if !free.is_empty() {
        case.move_tracks(&free, Stage::Enforceable);
    }
}
