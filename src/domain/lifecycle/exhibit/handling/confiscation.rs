//! Confiscation to the State: the hand-over of things, the receiver who does not come, the refund when it is annulled (L106 57; ND152
//! 39). Confiscated money is money of the case from its transfer on; the case pays it to the budget.

use serde_json::json;

use super::{
    Disposition, Exhibit, ExhibitFacts, HandOverExhibits, Line, ProposeExhibitRefund, RecordReceiverAbsence,
    checked, finish, named_lines, out_as, reached, record,
};
use crate::domain::document::DocumentKind;
use crate::domain::exhibit::{Absence, ExhibitState, LineEnd};
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::disposal::hand_over_errors;
use crate::domain::lifecycle::plan::Plan;
use crate::domain::refusal::{FieldError, Refusal};

pub(super) fn hand_over(
    facts: &ExhibitFacts,
    lot: &mut Exhibit,
    body: &HandOverExhibits,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let mut errors = named_lines(lot, &body.lines, |line| out_as(line, Disposition::Confiscate));
    let decided_on = facts.case.as_ref().map_or(lot.head.received_on, |case| case.decided_on);
    let (notified_on, complete) = (body.notified_on, body.minutes_complete);
    errors.extend(hand_over_errors(body.receiver, notified_on, decided_on, complete, at)?);
    let came_late =
        lot.absences.iter().any(|absence| absence.lines.iter().any(|line| body.lines.contains(line)));
    if came_late && !body.storage_paid {
        errors.push(FieldError::new("/storage_paid", "G-XB-STORAGE"));
    }
    checked(errors)?;
    let content = json!({ "receiver": body.receiver, "name": body.receiver_name, "lines": body.lines });
    record(DocumentKind::ConfiscationHandover, content, at, plan);
    finish(lot, &body.lines, LineEnd::HandedOver, at.on);
    if !lot.open().any(|line| line.disposition == Some(Disposition::Confiscate)) {
        plan.close("confiscate_handover", None);
    }
    Ok(())
}

/// It stays where it is; storage and risk are the receiver's from then on (ND152 39.2).
pub(super) fn absent(
    lot: &mut Exhibit,
    body: &RecordReceiverAbsence,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let due = |line: &Line| {
        let ordered = lot.waiting_orders().filter(|order| order.lines.iter().any(|one| one.line == line.seq));
        ordered.filter_map(|order| order.at).any(|hour| reached(hour, at))
    };
    let waits = |line: &Line| match line.disposition {
        Some(Disposition::Confiscate) if due(line) => Ok(()),
        _ => Err("contradicts"),
    };
    checked(named_lines(lot, &body.lines, waits))?;
    let content = json!({ "lines": body.lines, "minutes": body.minutes, "receiver": "absent" });
    record(DocumentKind::ExhibitMinutes, content, at, plan);
    lot.absences.push(Absence { lines: body.lines.clone(), minutes: body.minutes.clone(), on: at.on });
    Ok(())
}

/// The finance body gives back what it received (L106 57.2).
pub(super) fn refund(
    _: &ExhibitFacts,
    lot: &mut Exhibit,
    body: &ProposeExhibitRefund,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let done = |line: &Line| match line.state {
        ExhibitState::Confiscated if line.ended_on.is_some_and(|on| on <= at.on) => Ok(()),
        _ => Err("contradicts"),
    };
    let mut errors = named_lines(lot, &body.lines, done);
    if body.decided_on > at.on {
        errors.push(FieldError::new("/decided_on", "contradicts"));
    }
    checked(errors)?;
    let content = json!({ "lines": body.lines, "decision": body.decision, "decided_on": body.decided_on,
        "finance_body": body.finance_body });
    record(DocumentKind::RefundFile, content, at, plan);
    finish(lot, &body.lines, LineEnd::Refunded, at.on);
    Ok(())
}
