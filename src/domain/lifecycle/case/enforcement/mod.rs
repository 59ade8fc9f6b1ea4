//! Performance, money and measures: what the debtor does of his own will, and what is taken from him (L106 36, 54, 66–72, 95).

mod bodies;

pub use bodies::*;

use serde_json::json;

use super::guards::{
    BUDGET, COERCE, MEASURE_LIVES, NO_HOLD, OWED, PERFORMED, VOL_OVER, VOL_RUNNING, live_measures,
};
use super::{CaseFacts, MEASURABLE, Named, Phase, issue, wrong};
use crate::domain::actor::Role;
use crate::domain::case::{Case, Measure, Stage, Track};
use crate::domain::document::DocumentKind;
use crate::domain::ids::ReceiptId;
use crate::domain::ledger::entries::collected;
use crate::domain::lifecycle::plan::{Performed, Plan};
use crate::domain::lifecycle::{Clock, Context, To, Transition, Who};
use crate::domain::payment::{Channel, Receipt, ReceiptKind};
use crate::domain::refusal::{FieldError, Refusal};

pub(super) const ROWS: &[Transition<CaseFacts>] = &[
    Transition {
        code: "T-VO-01",
        action: "record_performance",
        from: MEASURABLE,
        to: To::Same,
        who: &[Who::AssignedOfficer, Who::Role(Role::Accountant)],
        guards: &[OWED],
        document: None,
        opens: &[],
        closes: &[],
        proposal: None,
    },
    Transition {
        code: "T-VO-01",
        action: "receive_money",
        from: &["decided", "voluntary", "verification", "enforceable", "not_enforceable", "separate_book"],
        to: To::Same,
        who: &[Who::Role(Role::Accountant), Who::AssignedOfficer],
        guards: &[],
        document: Some(DocumentKind::Receipt),
        opens: &[Clock::Act("payout"), Clock::Effect("confiscated_cash")],
        closes: &[],
        proposal: None,
    },
    Transition {
        code: "T-EN-07",
        action: "receive_money",
        from: &["enforcing"],
        to: To::Same,
        who: &[Who::Role(Role::Accountant), Who::AssignedOfficer],
        guards: &[],
        document: Some(DocumentKind::Receipt),
        opens: &[Clock::Act("payout"), Clock::Effect("confiscated_cash")],
        closes: &[],
        proposal: None,
    },
    Transition {
        code: "T-VO-03",
        action: "record_full_performance",
        from: &["voluntary"],
        to: To::State("enforcing"),
        who: &[Who::AssignedOfficer],
        guards: &[PERFORMED],
        document: None,
        opens: &[],
        closes: &[Clock::Act("voluntary")],
        proposal: None,
    },
    Transition {
        code: "T-VO-04",
        action: "apply_security_measure",
        from: MEASURABLE,
        to: To::Same,
        who: &[Who::AssignedOfficer],
        guards: &[BUDGET, COERCE],
        document: Some(DocumentKind::SecurityDecision),
        opens: &[Clock::Effect("notify"), Clock::Effect("send_vks")],
        closes: &[],
        proposal: None,
    },
    Transition {
        code: "T-VO-05",
        action: "coerce_early",
        from: &["voluntary"],
        to: To::State("enforcing"),
        who: &[Who::AssignedOfficer],
        guards: &[VOL_RUNNING, COERCE, BUDGET, NO_HOLD],
        document: Some(DocumentKind::CoercionDecision),
        opens: &[Clock::Effect("notify"), Clock::Effect("send_vks")],
        closes: &[],
        proposal: None,
    },
    Transition {
        code: "T-EN-01",
        action: "issue_coercion_decision",
        from: &["enforceable", "enforcing"],
        to: To::State("enforcing"),
        who: &[Who::AssignedOfficer],
        guards: &[VOL_OVER, COERCE, BUDGET, NO_HOLD],
        document: Some(DocumentKind::CoercionDecision),
        opens: &[Clock::Effect("notify"), Clock::Effect("send_vks")],
        closes: &[],
        proposal: None,
    },
    Transition {
        code: "T-EN-03",
        action: "release_measures",
        from: MEASURABLE,
        to: To::Same,
        who: &[Who::AssignedOfficer],
        guards: &[MEASURE_LIVES],
        document: Some(DocumentKind::ReleaseDecision),
        opens: &[Clock::Effect("notify"), Clock::Effect("send_vks")],
        closes: &[],
        proposal: None,
    },
];

impl Phase for EnforcementAction {
    fn named(&self) -> Named {
        match self {
            EnforcementAction::RecordPerformance(body) => {
                Named { items: vec![body.obligation], ..Named::default() }
            }
            _ => Named::default(),
        }
    }

    fn apply(
        &self,
        facts: &CaseFacts,
        case: &mut Case,
        at: &Context<'_>,
        plan: &mut Plan,
    ) -> Result<(), Refusal> {
        match self {
            EnforcementAction::RecordPerformance(body) => performance(facts, case, body, plan),
            EnforcementAction::ReceiveMoney(body) => receive_money(case, body, at, plan),
            EnforcementAction::RecordFullPerformance(_) => full_performance(case),
            EnforcementAction::ApplySecurityMeasure(body) => secure(case, body, at, plan),
            EnforcementAction::CoerceEarly(body) => coerce_early(case, body, at, plan),
            EnforcementAction::IssueCoercionDecision(body) => coerce(case, body, at, plan),
            EnforcementAction::ReleaseMeasures(body) => release(facts, case, body, at, plan),
        }
    }
}

fn performance(
    facts: &CaseFacts,
    case: &mut Case,
    body: &RecordPerformance,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let Some(item) = facts.items.iter().find(|item| item.id == body.obligation && item.case == Some(case.id))
    else {
        return Err(wrong("/obligation", "not_in_list"));
    };
    let owed = item.amount.saturating_minus(item.paid);
    if body.amount.is_zero() || body.amount > owed {
        return Err(Refusal::Content(vec![
            FieldError::new("/amount", "amount_out_of_range").with("limit", owed.to_string()),
        ]));
    }
    case.amount_paid =
        case.amount_paid.plus(body.amount).map_err(|_| wrong("/amount", "amount_out_of_range"))?;
    plan.performed.push(Performed { obligation: item.id, amount: body.amount });
    Ok(())
}

/// Money in: receipt, ledger entry, ten days to pay it on (L106 54.6). The price of an asset is recorded on the asset.
fn receive_money(
    case: &mut Case,
    body: &ReceiveMoney,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let mut errors = Vec::new();
    if !matches!(body.kind, ReceiptKind::Voluntary | ReceiptKind::Coerced) {
        errors.push(FieldError::new("/kind", "contradicts"));
    }
    if body.amount.is_zero() {
        errors.push(FieldError::new("/amount", "amount_out_of_range"));
    }
    if body.channel == Channel::Transfer && body.bank_reference.is_none() {
        errors.push(FieldError::new("/bank_reference", "required"));
    }
    if body.payer.is_some_and(|payer| case.debtor(payer).is_none()) {
        errors.push(FieldError::new("/payer", "not_a_party"));
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let into = body.channel.account();
    let entry = collected(into, body.amount, body.kind.as_str())
        .map_err(|_| wrong("/amount", "amount_out_of_range"))?;
    plan.entries.push(entry);
    if case.track == Track::Confiscate {
        // Confiscated money goes to the budget within seven days of its receipt (ND152 39.4).
        plan.open(at, "confiscated_cash", at.on, None);
    }
    plan.receipts.push(Receipt {
        id: ReceiptId(at.ids.next()),
        office: case.office,
        case: case.id,
        asset: None,
        number: String::new(),
        kind: body.kind,
        channel: body.channel,
        amount: body.amount,
        payer: body.payer,
        bank_reference: body.bank_reference.clone(),
        received_on: at.on,
    });
    Ok(())
}

fn full_performance(case: &mut Case) -> Result<(), Refusal> {
    case.move_tracks_from(&[Stage::Voluntary], Stage::Enforcing);
    Ok(())
}

/// Before the voluntary period ends a measure needs its reason (L106 72.1).
fn secure(case: &mut Case, body: &ApplyMeasure, at: &Context<'_>, plan: &mut Plan) -> Result<(), Refusal> {
    let until = case.debtor(body.debtor).and_then(|track| track.voluntary_until);
    let period_over = until.is_some_and(|until| at.on > until);
    if !period_over && body.reason.is_none() {
        return Err(wrong("/reason", "G-EARLY"));
    }
    measure(case, body, DocumentKind::SecurityDecision, false, at, plan)
}

fn coerce_early(
    case: &mut Case,
    body: &ApplyMeasure,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    if body.reason.is_none() {
        return Err(wrong("/reason", "G-EARLY"));
    }
    measure(case, body, DocumentKind::CoercionDecision, true, at, plan)?;
    case.move_tracks(&[body.debtor], Stage::Enforcing);
    Ok(())
}

fn coerce(case: &mut Case, body: &ApplyMeasure, at: &Context<'_>, plan: &mut Plan) -> Result<(), Refusal> {
    if body.measure == "CM-SEIZE" {
        // A seizure has its own gate: the asset's seizure decision (L106 78–80).
        return Err(wrong("/measure", "not_in_list"));
    }
    match case.debtor(body.debtor).and_then(|track| track.voluntary_until) {
        Some(until) if at.on > until => {}
        until => {
            let date = until.map_or_else(|| "-".to_owned(), |until| until.to_string());
            return Err(FieldError::new("/debtor", "G-VOL-OVER").with("date", date).into());
        }
    }
    measure(case, body, DocumentKind::CoercionDecision, true, at, plan)?;
    case.move_tracks(&[body.debtor], Stage::Enforcing);
    Ok(())
}

fn measure(
    case: &mut Case,
    body: &ApplyMeasure,
    kind: DocumentKind,
    coercive: bool,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    match case.debtor(body.debtor) {
        None => return Err(wrong("/debtor", "not_a_party")),
        Some(track) if track.budget_funded => return Err(wrong("/debtor", "G-BUDGET")),
        Some(_) => {}
    }
    if at.law.basis(&body.measure, at.on).is_empty() || body.measure.starts_with("CM-") != coercive {
        return Err(wrong("/measure", "not_in_list"));
    }
    let content = json!({ "measure": body.measure, "debtor": body.debtor, "reason": body.reason });
    let decision = issue(case, kind, content, at, plan);
    case.measures.push(Measure {
        decision,
        measure: body.measure.clone(),
        coercive,
        decided_on: at.on,
        released_on: None,
    });
    Ok(())
}

fn release(
    facts: &CaseFacts,
    case: &mut Case,
    body: &ReleaseMeasures,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    if !live_measures(facts).any(|measure| measure.decision == body.decision) {
        return Err(wrong("/decision", "not_in_list"));
    }
    if body.ground == ReleaseGround::Performed && !case.outstanding().is_zero() {
        return Err(FieldError::new("/ground", "G-RELEASE").with("reason", "outstanding").into());
    }
    let content = json!({ "decision": body.decision, "ground": body.ground, "proof": body.proof });
    issue(case, DocumentKind::ReleaseDecision, content, at, plan);
    for measure in case.measures.iter_mut().filter(|measure| measure.decision == body.decision) {
        measure.released_on = Some(at.on);
    }
    Ok(())
}
