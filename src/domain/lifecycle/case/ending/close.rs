//! The end of a case (kết thúc; L106 55; ND152 32): performed, served, or on another ground of the closed list; the certificate
//! of results; the archive.

use chrono::{Datelike, NaiveDate};
use serde_json::json;

use super::guards::ending;
use super::{ProposeConfirmation, ProposeLegalEnding, ProposeServedEnding, ProposedUnder, ServedSubject};
use crate::domain::case::{Case, EndingGround, Stage};
use crate::domain::document::DocumentKind;
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::case::papers::take_paper;
use crate::domain::lifecycle::case::{CaseFacts, Reason, known_ground, record};
use crate::domain::lifecycle::plan::Plan;
use crate::domain::refusal::{FieldError, Refusal};

/// Ends the case; from the end of the month the office owes the procuracy its list (ND152 32.2).
pub(in crate::domain::lifecycle::case) fn end(
    case: &mut Case,
    ground: EndingGround,
    at: &Context<'_>,
    plan: &mut Plan,
) {
    case.end(ground, at.on);
    plan.open(at, "vks_monthly", month_end(at.on), None);
}

/// The last day of the month.
pub(crate) fn month_end(day: NaiveDate) -> NaiveDate {
    let next = day.with_day(1).and_then(|first| first.checked_add_months(chrono::Months::new(1)));
    next.and_then(|first| first.pred_opt()).unwrap_or(day)
}

/// The public notice about the debtor must come down (ND152 23.2).
pub(super) fn take_down(case: &mut Case, at: &Context<'_>, plan: &mut Plan) {
    if case.publication.published_on.is_some() && !case.publication.to_remove {
        plan.open(at, "unpublish", at.on, None);
        case.publication.to_remove = true;
    }
}

/// A closing record, not a decision about enforcement: it reaches the procuracy with the monthly list (ND152 32.2).
pub(super) fn performed(
    _: &CaseFacts,
    case: &mut Case,
    body: &Reason,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    record(case, DocumentKind::ClosingRecord, json!({ "reason": body.reason }), at, plan);
    take_down(case, at, plan);
    end(case, EndingGround::Performed, at, plan);
    Ok(())
}

/// T-KT-02: there was nothing to enforce beyond making it known (ND152 32.1.a).
pub(super) fn served(
    _: &CaseFacts,
    case: &mut Case,
    body: &ProposeServedEnding,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let mut errors = Vec::new();
    errors.extend(on_ground(EndingGround::Served, "/subject", at));
    let provisional = body.subject == ServedSubject::ProvisionalMeasure;
    if provisional != case.provisional_measure {
        errors.push(FieldError::new("/subject", "contradicts"));
    }
    if body.needs_coercion {
        errors.push(FieldError::new("/needs_coercion", "G-KCTT-PASSIVE"));
    }
    for (day, at_field) in
        [(body.bodies_served_on, "/bodies_served_on"), (body.issuer_served_on, "/issuer_served_on")]
    {
        if day > at.on || day < case.decided_on {
            errors.push(FieldError::new(at_field, "contradicts"));
        }
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let content = json!({ "subject": body.subject, "bodies_served_on": body.bodies_served_on,
        "issuer_served_on": body.issuer_served_on, "reason": body.reason });
    record(case, DocumentKind::ClosingRecord, content, at, plan);
    take_down(case, at, plan);
    end(case, EndingGround::Served, at, plan);
    Ok(())
}

/// T-KT-03: the other grounds of the closed list, each on its paper (ND152 32.1.b, c, đ, e).
pub(super) fn by_law(
    _: &CaseFacts,
    case: &mut Case,
    body: &ProposeLegalEnding,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let mut errors = Vec::new();
    let paper = take_paper(case, body.paper, |gives| ending(gives).is_some(), at, plan, &mut errors);
    let found = paper.as_ref().and_then(|paper| Some((paper, ending(paper.gives)?)));
    let Some((paper, ground)) = found else { return Err(errors.into()) };
    errors.extend(on_ground(ground, "/paper", at));
    match (ground, body.proposed_under) {
        (EndingGround::Prosecuted, None) => errors.push(FieldError::new("/proposed_under", "required")),
        // Prosecution proposed under 93 or 94 does not end the case (ND152 32.1.e).
        (EndingGround::Prosecuted, Some(ProposedUnder::A93 | ProposedUnder::A94)) => {
            errors.push(FieldError::new("/proposed_under", "G-END-ART"));
        }
        (EndingGround::Prosecuted, Some(_)) | (_, None) => {}
        (_, Some(_)) => errors.push(FieldError::new("/proposed_under", "contradicts")),
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let content = json!({ "ground": ground, "paper": paper.content, "proposed_under": body.proposed_under,
        "reason": body.reason });
    record(case, DocumentKind::ClosingRecord, content, at, plan);
    take_down(case, at, plan);
    end(case, ground, at, plan);
    Ok(())
}

/// A ground that the law of that day does not know is no ground.
fn on_ground(ground: EndingGround, pointer: &str, at: &Context<'_>) -> Option<FieldError> {
    let unknown = known_ground(ground.as_str(), "G-END-GROUND", at).err()?;
    Some(FieldError { pointer: pointer.to_owned(), ..unknown })
}

/// Only a party or a relative of one may ask; the duty and the result so far are certified (ND152 32.3).
pub(super) fn confirm(
    facts: &CaseFacts,
    case: &mut Case,
    body: &ProposeConfirmation,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    if !facts.parties.contains(&body.requester) {
        return Err(FieldError::new("/requester", "not_a_party").into());
    }
    let content = json!({
        "requester": body.requester, "relation": body.relation, "extent": body.extent,
        "decision": case.number, "due": case.amount_due, "performed": case.amount_paid,
        "stage": case.stage, "ended": case.ended, "reason": body.reason,
    });
    record(case, DocumentKind::Confirmation, content, at, plan);
    Ok(())
}

/// T-KT-06: money and file are reconciled (ND152 12.2).
pub(super) fn archive(
    _: &CaseFacts,
    case: &mut Case,
    body: &Reason,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let gone = case.ended.as_ref().map(|ended| ended.on).or(case.removed.as_ref().map(|gone| gone.on));
    if gone.is_some_and(|gone| at.on < gone) {
        return Err(FieldError::new("/effective_on", "contradicts").into());
    }
    record(case, DocumentKind::ArchiveRecord, json!({ "reason": body.reason }), at, plan);
    case.stage = Stage::Archived;
    Ok(())
}
