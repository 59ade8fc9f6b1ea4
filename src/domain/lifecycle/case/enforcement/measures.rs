//! Security and coercive measures on a case: ordered, or by minutes first (L106 66–72; ND152 42–45). Seizure of a thing has its
//! own gate, the asset's; orders to act have theirs.

use serde_json::json;

use super::bodies::{ApplyMeasure, ExitBan, SecureByMinutes};
use super::content;
use crate::domain::case::{Case, DebtorTrack, Measure, MeasureContent, MeasureTerms, Stage, UrgentMinutes};
use crate::domain::document::DocumentKind;
use crate::domain::ids::{DecisionId, PartyId};
use crate::domain::law::Regime;
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::case::execution::custody;
use crate::domain::lifecycle::case::handover;
use crate::domain::lifecycle::case::{CaseFacts, enter, issue, wrong};
use crate::domain::lifecycle::coercion_time;
use crate::domain::lifecycle::plan::Plan;
use crate::domain::money::Dong;
use crate::domain::refusal::{FieldError, Refusal};

pub(super) const EXIT_BAN: &str = "SM-EXIT";
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
    let amount = checked(facts, case, body, false, at)?;
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
    let things = found.things.clone();
    let id = plan.record(at, kind, None, told(body, amount));
    plan.open(at, "notify", at.on, Some(id));
    plan.open(at, "send_vks_freeze", at.on, Some(id));
    plan.close("freeze_decision", Some(minutes.0));
    let decision = enter(case, kind, id, at);
    for one in case.coercion.minutes.iter_mut().filter(|one| one.document == minutes) {
        one.decision = Some(decision);
    }
    push(case, body.debtor, &body.measure, decision, at);
    case.coercion.terms.push(MeasureTerms { things, ..terms(body, decision, amount) });
    Ok(decision)
}

/// The 24 hours run from the minute, through nights and holidays (L106 67.4, 69.2).
pub(super) fn by_minutes(
    case: &mut Case,
    body: &SecureByMinutes,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let mut errors = on_debtor(case, body.debtor, &body.measure);
    let urgent = body.measure.starts_with("SM-FRZ") || body.measure == "SM-HLD";
    if !urgent || at.law.basis(&body.measure, at.on).is_empty() {
        errors.push(FieldError::new("/measure", "not_in_list"));
    }
    if body.measure == "SM-HLD" {
        errors.extend(custody::minutes(&body.things, body.signed_by_holder, body.witness));
    } else if !body.things.is_empty() {
        errors.push(FieldError::new("/things", "contradicts"));
    }
    let minute = coercion_time::minute("/at_hour", &body.at_hour, at);
    errors.extend(minute.as_ref().err().cloned());
    let Some(start) = minute.ok().filter(|_| errors.is_empty()) else { return Err(errors.into()) };
    let content = json!({ "measure": body.measure, "debtor": body.debtor, "reason": body.reason,
        "things": body.things });
    let id = plan.record(at, DocumentKind::FreezeMinutes, None, content);
    plan.open_at(at, "freeze_decision", start, Some(id));
    plan.open(at, "send_vks_freeze", at.on, Some(id));
    let document = enter(case, DocumentKind::FreezeMinutes, id, at);
    case.coercion.minutes.push(UrgentMinutes {
        document,
        debtor: body.debtor,
        measure: body.measure.clone(),
        on: at.on,
        things: body.things.clone(),
        decision: None,
    });
    Ok(())
}

/// Of an organisation the ban lies on whoever represents it by law (ND152 45.2); what stands against it bars it (L106 70.1).
pub(super) fn ban_exit(
    facts: &CaseFacts,
    case: &mut Case,
    body: &ExitBan,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let mut errors = on_debtor(case, body.debtor, EXIT_BAN);
    errors.extend(requester(facts, body.requested_by));
    if let Some(bar) = body.bar {
        errors.push(FieldError::new("/bar", "G-EXIT-BAR").with("reason", bar.as_str()));
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let banned = |one: &Measure| one.measure == EXIT_BAN && one.debtor == Some(body.debtor);
    if case.live_measures().any(banned) {
        return Err(wrong("/debtor", "duplicate"));
    }
    let content = json!({ "measure": EXIT_BAN, "debtor": body.debtor, "reason": body.reason,
        "representative": body.representative });
    let decision = issue(case, DocumentKind::SecurityDecision, content, at, plan);
    push(case, body.debtor, EXIT_BAN, decision, at);
    let terms = MeasureTerms { requested_by: body.requested_by, ..MeasureTerms::new(decision) };
    case.coercion.terms.push(terms);
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
    if let Some(MeasureContent::Thing(order)) = &body.content {
        handover::ordered(case, order, decision, at, plan);
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
    let amount = checked(facts, case, body, kind == DocumentKind::CoercionDecision, at)?;
    let decision = issue(case, kind, told(body, amount), at, plan);
    push(case, body.debtor, &body.measure, decision, at);
    case.coercion.terms.push(terms(body, decision, amount));
    Ok(decision)
}

/// What the decision says.
fn told(body: &ApplyMeasure, amount: Option<Dong>) -> serde_json::Value {
    json!({ "measure": body.measure, "debtor": body.debtor, "reason": body.reason, "minutes": body.minutes,
        "proportion_reason": body.proportion_reason, "content": body.content, "amount": amount,
        "target": body.target })
}

fn terms(body: &ApplyMeasure, decision: DecisionId, amount: Option<Dong>) -> MeasureTerms {
    MeasureTerms {
        content: body.content.clone(),
        amount,
        requested_by: body.requested_by,
        target: body.target.clone(),
        ..MeasureTerms::new(decision)
    }
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
pub(in crate::domain::lifecycle::case) fn on_debtor(
    case: &Case,
    debtor: PartyId,
    measure: &str,
) -> Vec<FieldError> {
    match case.debtor(debtor) {
        None => vec![FieldError::new("/debtor", "not_a_party")],
        Some(track) if track.budget_funded && measure_code::is_on_property(measure) => {
            vec![FieldError::new("/debtor", "G-BUDGET")]
        }
        Some(_) => Vec::new(),
    }
}

/// Whoever asked for a measure is a party: he answers for it (L106 66.3).
fn requester(facts: &CaseFacts, party: Option<PartyId>) -> Option<FieldError> {
    let stranger = party.is_some_and(|party| !facts.parties.contains(&party));
    stranger.then(|| FieldError::new("/requested_by", "not_a_party"))
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
) -> Result<Option<Dong>, Refusal> {
    let mut errors = on_debtor(case, body.debtor, &body.measure);
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
    errors.extend(requester(facts, body.requested_by));
    errors.extend(body.target.iter().flat_map(|target| content::target(facts, target)));
    if body.taken_by.is_some() {
        // Whoever has it in hand is written to instead (ND152 42.5).
        errors.push(FieldError::new("/taken_by", "G-TAKEN"));
    }
    // Worth no more than debt and costs, or an exception is named (L106 72.3).
    let limit = content::limit(facts, case)?;
    let too_much = body.estimated_value.is_some_and(|value| value > limit);
    if coercive && too_much && body.proportion_reason.is_none() {
        let error = FieldError::new("/proportion_reason", "G05_PROPORTION");
        errors.push(error.with("limit", limit.to_string()));
    }
    let (faults, amount) = content::check(facts, case, body, at)?;
    errors.extend(faults);
    if errors.is_empty() { Ok(amount) } else { Err(errors.into()) }
}
