//! Another officer: on a party's request, with its answer in days (ND152 13), or by the head's own motion (L106 22.2.l). Running
//! clocks go on; the new officer takes the file over.

use serde_json::json;

use super::{ReassignOfficer, RefuseReplacement, ReplaceOfficer, RequestReplacement, SIGNER};
use crate::domain::actor::Role;
use crate::domain::case::{Case, ReplacementRequest};
use crate::domain::document::DocumentKind;
use crate::domain::ids::{OfficeId, UserId};
use crate::domain::lifecycle::case::guards::REPLACEMENT_ASKED;
use crate::domain::lifecycle::case::{CaseFacts, OPEN, record, wrong};
use crate::domain::lifecycle::plan::Plan;
use crate::domain::lifecycle::{Clock, Context, To, Transition, Who};
use crate::domain::refusal::{FieldError, Refusal};

pub(super) const ROWS: &[Transition<CaseFacts>] = &[
    Transition {
        opens: &[Clock::Effect("replace_officer")],
        ..Transition::row(
            "T-DE-19",
            "request_replacement",
            OPEN,
            To::Same,
            &[Who::Role(Role::IntakeClerk), Who::AssignedOfficer],
        )
    },
    Transition {
        guards: &[REPLACEMENT_ASKED],
        document: Some(DocumentKind::Assignment),
        opens: &[Clock::Act("open_file")],
        closes: &[Clock::Effect("replace_officer")],
        ..Transition::row("T-DE-11", "replace_officer", OPEN, To::Same, SIGNER)
    },
    Transition {
        guards: &[REPLACEMENT_ASKED],
        document: Some(DocumentKind::ReplacementRefusal),
        closes: &[Clock::Effect("replace_officer")],
        ..Transition::row("T-DE-12", "refuse_replacement", OPEN, To::Same, SIGNER)
    },
    Transition {
        document: Some(DocumentKind::Assignment),
        opens: &[Clock::Act("open_file")],
        ..Transition::row("T-DE-13", "reassign_officer", OPEN, To::Same, SIGNER)
    },
];

pub(super) fn request(
    facts: &CaseFacts,
    case: &mut Case,
    body: &RequestReplacement,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    if !facts.parties.contains(&body.party) {
        return Err(wrong("/party", "not_a_party"));
    }
    if case.officer.is_none() {
        return Err(wrong("/party", "contradicts"));
    }
    let id = at.ids.next();
    case.record.replacements.push(ReplacementRequest {
        id,
        party: body.party,
        ground: body.ground,
        received_on: at.on,
        answered_on: None,
        replaced: None,
    });
    plan.open(at, "replace_officer", at.on, Some(id));
    Ok(())
}

/// Answers a request that waits for its answer.
fn answer(
    case: &mut Case,
    request: uuid::Uuid,
    replaced: bool,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let Some(found) = case.record.replacements.iter_mut().find(|one| one.id == request) else {
        return Err(wrong("/request", "not_in_list"));
    };
    if found.answered_on.is_some() {
        return Err(wrong("/request", "duplicate"));
    }
    if at.on < found.received_on {
        return Err(wrong("/effective_on", "contradicts"));
    }
    found.answered_on = Some(at.on);
    found.replaced = Some(replaced);
    plan.close("replace_officer", Some(request));
    Ok(())
}

/// A new officer with an officer's role, free of conflict, and not the old one.
fn hand_over(
    facts: &CaseFacts,
    case: &mut Case,
    division: Option<OfficeId>,
    officer: UserId,
    no_conflict: bool,
) -> Result<(), Refusal> {
    let mut errors = Vec::new();
    if !facts.assignee_is_officer {
        errors.push(FieldError::new("/officer", "G-OFFICER").with("reason", "no_officer_role"));
    }
    if !no_conflict {
        errors.push(FieldError::new("/no_conflict", "G-OFFICER").with("reason", "conflict_of_interest"));
    }
    if case.officer == Some(officer) {
        errors.push(FieldError::new("/officer", "duplicate"));
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    case.division = division;
    case.officer = Some(officer);
    case.file_opened_on = None;
    Ok(())
}

pub(super) fn replace(
    facts: &CaseFacts,
    case: &mut Case,
    body: &ReplaceOfficer,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    hand_over(facts, case, body.division, body.officer, body.no_conflict)?;
    answer(case, body.request, true, at, plan)?;
    record(
        case,
        DocumentKind::Assignment,
        json!({ "officer": body.officer, "request": body.request }),
        at,
        plan,
    );
    Ok(())
}

pub(super) fn refuse(
    case: &mut Case,
    body: &RefuseReplacement,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    answer(case, body.request, false, at, plan)?;
    let content = json!({ "request": body.request, "reasons": body.reasons });
    record(case, DocumentKind::ReplacementRefusal, content, at, plan);
    Ok(())
}

pub(super) fn reassign(
    facts: &CaseFacts,
    case: &mut Case,
    body: &ReassignOfficer,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    if case.officer.is_some() && !body.handover_minutes {
        return Err(wrong("/handover_minutes", "required"));
    }
    hand_over(facts, case, body.division, body.officer, body.no_conflict)?;
    record(
        case,
        DocumentKind::Assignment,
        json!({ "officer": body.officer, "reason": body.reason }),
        at,
        plan,
    );
    Ok(())
}
