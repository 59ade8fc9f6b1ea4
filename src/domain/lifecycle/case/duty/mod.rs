//! Duties to act, not to act, to hand over a person, to take a worker back (L106 91–94): the order, its term, performance by
//! another, and what is proposed when it is not obeyed. The State hands nobody over by force.

mod bodies;

pub use bodies::*;

use serde_json::json;

use super::enforcement::{able, period_over};
use super::guards::{NO_HOLD, VOL_OVER};
use super::{CaseFacts, MEASURABLE, Named, Phase, issue, record, wrong};
use crate::domain::case::{Case, DutyOrder, Measure, Referral, Stage};
use crate::domain::document::DocumentKind;
use crate::domain::ids::{DecisionId, ObligationId};
use crate::domain::judgment::{DutyKind, Obligation, ObligationStatus};
use crate::domain::lifecycle::plan::{ItemChange, Plan};
use crate::domain::lifecycle::{Clock, Context, Guard, To, Transition, Who};
use crate::domain::refusal::{FieldError, Refusal, Unmet};

type G = Guard<CaseFacts>;
type Verdict = Result<String, Unmet>;

/// Some duty to act is not performed.
const DUTY_OPEN: G = Guard { code: "G-DUTY-OPEN", test: duty_open };
/// Some order has not been notified.
const ORDER_UNKNOWN: G = Guard { code: "G-ORDER", test: order_unknown };
/// Some order's term is over and it is not obeyed (L106 91.2, 93.2, 94; 92: restoration).
const TERM: G = Guard { code: "G-TERM", test: term };

const OFFICER: &[Who] = &[Who::AssignedOfficer];
const ENFORCING: &[&str] = &["enforcing"];

pub(super) const ROWS: &[Transition<CaseFacts>] = &[
    Transition {
        guards: &[VOL_OVER, DUTY_OPEN, NO_HOLD],
        document: Some(DocumentKind::CoercionDecision),
        opens: &[Clock::Effect("notify"), Clock::Effect("send_vks")],
        ..Transition::row(
            "T-EN-04",
            "order_duty",
            &["enforceable", "enforcing"],
            To::State("enforcing"),
            OFFICER,
        )
    },
    Transition {
        guards: &[ORDER_UNKNOWN],
        opens: &[Clock::Effect("perform_act"), Clock::Effect("perform_act_worker")],
        closes: &[Clock::Effect("notify")],
        ..Transition::row("T-EN-04", "record_order_notice", ENFORCING, To::Same, OFFICER)
    },
    Transition {
        guards: &[TERM, NO_HOLD],
        document: Some(DocumentKind::SubstituteAssignment),
        closes: &[Clock::Effect("perform_act")],
        ..Transition::row("T-EN-05", "substitute_performance", ENFORCING, To::Same, OFFICER)
    },
    Transition {
        guards: &[TERM, NO_HOLD],
        document: Some(DocumentKind::ReferralProposal),
        closes: &[Clock::Effect("perform_act"), Clock::Effect("perform_act_worker")],
        ..Transition::row("T-EN-06", "refer_disobedience", ENFORCING, To::Same, OFFICER)
    },
    Transition {
        guards: &[DUTY_OPEN],
        opens: &[Clock::Effect("unpublish")],
        closes: &[Clock::Effect("perform_act"), Clock::Effect("perform_act_worker")],
        ..Transition::row("T-VO-01", "record_act_performed", MEASURABLE, To::Same, OFFICER)
    },
];

fn duty_open(facts: &CaseFacts, _: &Context<'_>) -> Verdict {
    match facts.case.duties.len() {
        0 => Err(Unmet::new("G-DUTY-OPEN", "none", "a duty to act that is not performed")),
        count => Ok(count.to_string()),
    }
}

fn order_unknown(facts: &CaseFacts, _: &Context<'_>) -> Verdict {
    match facts.case.coercion.open_orders().find(|order| order.notified_on.is_none()) {
        Some(order) => Ok(order.kind.to_string()),
        None => Err(Unmet::new("G-ORDER", "every order was notified", "an order not yet notified")),
    }
}

fn term(facts: &CaseFacts, context: &Context<'_>) -> Verdict {
    let orders = || facts.case.coercion.open_orders();
    if let Some(order) = orders().find(|order| order.term_over(context.on)) {
        return Ok(order.perform_until.or(order.notified_on).unwrap_or(context.on).to_string());
    }
    let unmet = |found: &str| Unmet::new("G-TERM", found, format!("over before {}", context.on));
    match orders().filter_map(|order| order.perform_until).min() {
        Some(until) => {
            Err(unmet(&until.to_string()).with("date", until.to_string()).not_before_day_after(until))
        }
        None => Err(unmet("no order whose term runs").with("date", "-")),
    }
}

impl Phase for DutyAction {
    fn named(&self) -> Named {
        let items = match self {
            DutyAction::OrderDuty(body) => vec![body.obligation],
            DutyAction::RecordActPerformed(body) => vec![body.obligation],
            _ => Vec::new(),
        };
        Named { items, ..Named::default() }
    }

    fn apply(
        &self,
        facts: &CaseFacts,
        case: &mut Case,
        at: &Context<'_>,
        plan: &mut Plan,
    ) -> Result<(), Refusal> {
        match self {
            DutyAction::OrderDuty(body) => order(facts, case, body, at, plan),
            DutyAction::RecordOrderNotice(body) => order_notified(case, body.decision, at, plan),
            DutyAction::SubstitutePerformance(body) => substitute(case, body, at, plan),
            DutyAction::ReferDisobedience(body) => refer(case, body, at, plan),
            DutyAction::RecordActPerformed(body) => performed(facts, case, body, at, plan),
        }
    }
}

/// The duty that an act names: of this case, to act, not yet performed.
fn duty(facts: &CaseFacts, id: ObligationId) -> Result<(&Obligation, DutyKind), Refusal> {
    let case = &facts.case;
    let Some(item) = facts.items.iter().find(|item| item.id == id && item.case == Some(case.id)) else {
        return Err(wrong("/obligation", "not_in_list"));
    };
    match item.duty {
        Some(kind) if case.duties.contains(&id) => Ok((item, kind)),
        Some(_) => Err(wrong("/obligation", "duplicate")),
        None => Err(wrong("/obligation", "G-DUTY")),
    }
}

/// The coercive measure of a kind of duty (L106 71.6); a right to visit is enforced as an act ([U26]).
fn measure_of(kind: DutyKind) -> &'static str {
    match kind {
        DutyKind::Act | DutyKind::Visit => "CM-ACT-DO",
        DutyKind::Omission => "CM-ACT-NOT",
        DutyKind::Child => "CM-CHILD",
        DutyKind::Worker => "CM-LABOUR",
    }
}

fn order(
    facts: &CaseFacts,
    case: &mut Case,
    body: &OrderDuty,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let (item, kind) = duty(facts, body.obligation)?;
    let mut errors = contents(item, kind, body);
    if kind == DutyKind::Visit && at.law.choice("U26") == Some("own_track") {
        errors.push(FieldError::new("/obligation", "G-DUTY"));
    }
    let stop = case.stop_of_item(item.id).or_else(|| case.stop_of_debtor(item.debtor));
    if let Some(stop) = stop {
        errors.push(FieldError::new("/obligation", "G-HOLD").with("doc", stop.code));
    }
    match case.debtor(item.debtor) {
        None => errors.push(FieldError::new("/obligation", "not_a_party")),
        Some(track) => {
            let early = period_over(track, at).err();
            errors.extend(early.map(|error| FieldError { pointer: "/obligation".to_owned(), ..error }));
            if !able(track) {
                errors.push(FieldError::new("/obligation", "G-COERCE-ABLE"));
            }
        }
    }
    if case.coercion.open_orders().any(|order| order.obligation == item.id) {
        errors.push(FieldError::new("/obligation", "duplicate"));
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let measure = measure_of(kind);
    let content = json!({ "measure": measure, "obligation": item.id, "order": body.order,
        "restoration": body.restoration });
    let decision = issue(case, DocumentKind::CoercionDecision, content, at, plan);
    case.measures.push(Measure {
        decision,
        measure: measure.to_owned(),
        coercive: true,
        debtor: Some(item.debtor),
        decided_on: at.on,
        released_on: None,
    });
    case.coercion.orders.push(DutyOrder {
        decision,
        obligation: item.id,
        debtor: item.debtor,
        kind,
        substitutable: body.substitutable,
        restoration: body.restoration,
        notified_on: None,
        perform_until: None,
        substituted_on: None,
        referral: None,
        referred_on: None,
        performed_on: None,
    });
    case.move_tracks(&[item.debtor], Stage::Enforcing);
    Ok(())
}

/// What the kind of duty allows in the order.
fn contents(item: &Obligation, kind: DutyKind, body: &OrderDuty) -> Vec<FieldError> {
    let mut errors = Vec::new();
    // What is tied to the person nobody else can do (L106 91.2).
    if body.substitutable && (kind != DutyKind::Act || item.personal) {
        errors.push(FieldError::new("/substitutable", "contradicts"));
    }
    if body.restoration && kind != DutyKind::Omission {
        errors.push(FieldError::new("/restoration", "contradicts"));
    }
    if kind == DutyKind::Child && !body.persuaded {
        errors.push(FieldError::new("/persuaded", "G-PERSUADE"));
    }
    errors
}

/// The term to perform runs from valid notice (L106 91.1, 93.1, 94); not to do something has none (L106 92).
pub(super) fn order_notified(
    case: &mut Case,
    decision: DecisionId,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let order = open_order(case, decision, at)?;
    if order.notified_on.is_some() {
        return Err(wrong("/decision", "duplicate"));
    }
    order.notified_on = Some(at.on);
    let key = term_key(order.kind);
    if let Some(key) = key {
        order.perform_until = Some(plan.must_open(at, key, at.on, Some(decision.0))?);
    }
    plan.close("notify", Some(decision.0));
    Ok(())
}

fn term_key(kind: DutyKind) -> Option<&'static str> {
    match kind {
        DutyKind::Act | DutyKind::Visit | DutyKind::Child => Some("perform_act"),
        DutyKind::Worker => Some("perform_act_worker"),
        DutyKind::Omission => None,
    }
}

/// The order that an act names, not yet performed, and not before its decision.
fn open_order<'a>(
    case: &'a mut Case,
    decision: DecisionId,
    at: &Context<'_>,
) -> Result<&'a mut DutyOrder, Refusal> {
    let signed = case.decisions.iter().find(|one| one.id == decision).map(|one| one.signed_on);
    let Some(order) = case.coercion.orders.iter_mut().find(|order| order.decision == decision) else {
        return Err(wrong("/decision", "not_in_list"));
    };
    if order.performed_on.is_some() {
        return Err(wrong("/decision", "duplicate"));
    }
    if signed.is_some_and(|signed| at.on < signed) {
        return Err(wrong("/effective_on", "contradicts"));
    }
    Ok(order)
}

/// The order's own term; the guard has seen some order's.
fn over(order: &DutyOrder, at: &Context<'_>) -> Result<(), Refusal> {
    if order.term_over(at.on) {
        return Ok(());
    }
    let date = order.perform_until.map_or_else(|| "-".to_owned(), |until| until.to_string());
    Err(FieldError::new("/decision", "G-TERM").with("date", date).into())
}

fn substitute(
    case: &mut Case,
    body: &SubstitutePerformance,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let order = open_order(case, body.decision, at)?;
    over(order, at)?;
    if !order.substitutable {
        return Err(wrong("/decision", "contradicts"));
    }
    if order.substituted_on.is_some() {
        return Err(wrong("/decision", "duplicate"));
    }
    order.substituted_on = Some(at.on);
    plan.close("perform_act", Some(body.decision.0));
    let content =
        json!({ "decision": body.decision, "assignment": body.assignment, "estimate": body.estimate });
    record(case, DocumentKind::SubstituteAssignment, content, at, plan);
    Ok(())
}

/// What another can do is done by another; discipline is for whoever does not take a worker back (L106 91.2, 94).
fn refer(
    case: &mut Case,
    body: &ReferDisobedience,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let order = open_order(case, body.decision, at)?;
    over(order, at)?;
    if order.substitutable && order.substituted_on.is_none() {
        return Err(wrong("/decision", "contradicts"));
    }
    if body.referral == Referral::Discipline && order.kind != DutyKind::Worker {
        return Err(wrong("/referral", "contradicts"));
    }
    if order.referral == Some(body.referral) {
        return Err(wrong("/referral", "duplicate"));
    }
    order.referral = Some(body.referral);
    order.referred_on = Some(at.on);
    if let Some(key) = term_key(order.kind) {
        plan.close(key, Some(body.decision.0));
    }
    let content = json!({ "decision": body.decision, "referral": body.referral, "facts": body.facts });
    record(case, DocumentKind::ReferralProposal, content, at, plan);
    Ok(())
}

/// What was ordered and is done needs no measure any more.
fn performed(
    facts: &CaseFacts,
    case: &mut Case,
    body: &RecordActPerformed,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let (item, kind) = duty(facts, body.obligation)?;
    plan.items.push(ItemChange::status(item.id, ObligationStatus::Done));
    case.duties.retain(|id| *id != item.id);
    let orders = case.coercion.orders.iter_mut();
    for order in orders.filter(|order| order.obligation == item.id && order.performed_on.is_none()) {
        order.performed_on = Some(at.on);
        if let Some(key) = term_key(kind) {
            plan.close(key, Some(order.decision.0));
        }
        for measure in case.measures.iter_mut().filter(|measure| measure.decision == order.decision) {
            measure.released_on = measure.released_on.or(Some(at.on));
        }
    }
    super::enforcement::unpublish_performed(case, at, plan);
    Ok(())
}
