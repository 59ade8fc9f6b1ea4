//! Termination, ending and the certificate of results (đình chỉ, kết thúc, xác nhận; L106 48, 55; ND152 32).

use serde_json::json;

use super::guards::{ASSETS_FREE, END_ALL, NO_HOLD, NO_MONEY_LEFT};
use super::{
    CaseFacts, OPEN, ProposeTermination, Reason, draft, draft_guards, enter, known_ground, sign, signed,
};
use crate::domain::case::{
    Case, Ending, EndingGround, ReasonDraft, Stage, TerminationDraft, TerminationGround,
};
use crate::domain::document::DocumentKind;
use crate::domain::lifecycle::plan::Plan;
use crate::domain::lifecycle::{Clock, Context, To, Transition, Who};
use crate::domain::refusal::{FieldError, Refusal};

draft_guards!(TERMINATION_DRAFT, TERMINATION_EYES, termination, TerminationDecision);
draft_guards!(ENDING_DRAFT, ENDING_EYES, ending, ClosingRecord);
draft_guards!(CONFIRMATION_DRAFT, CONFIRMATION_EYES, confirmation, Confirmation);

/// The stages from which a performed case ends (T-KT-01).
const ENDABLE: &[&str] = &["voluntary", "verification", "enforceable", "enforcing"];

pub(super) const ROWS: &[Transition<CaseFacts>] = &[
    Transition {
        code: "D-DRAFT",
        action: "propose_termination",
        from: OPEN,
        to: To::Same,
        who: &[Who::AssignedOfficer],
        guards: &[ASSETS_FREE, NO_MONEY_LEFT],
        document: None,
        opens: &[Clock::Act("terminate")],
        closes: &[],
    },
    Transition {
        code: "T-DC-01",
        action: "terminate",
        from: OPEN,
        to: To::State("ended"),
        who: &[Who::Signer],
        guards: &[TERMINATION_DRAFT, TERMINATION_EYES, ASSETS_FREE, NO_MONEY_LEFT],
        document: Some(DocumentKind::TerminationDecision),
        opens: &[Clock::Effect("notify"), Clock::Effect("send_vks"), Clock::Effect("unpublish")],
        closes: &[Clock::Act("*")],
    },
    Transition {
        code: "D-DRAFT",
        action: "propose_ending",
        from: ENDABLE,
        to: To::Same,
        who: &[Who::AssignedOfficer],
        guards: &[END_ALL, NO_MONEY_LEFT],
        document: None,
        opens: &[],
        closes: &[],
    },
    Transition {
        code: "T-KT-01",
        action: "end_case",
        from: ENDABLE,
        to: To::State("ended"),
        who: &[Who::Signer],
        guards: &[ENDING_DRAFT, ENDING_EYES, END_ALL, NO_MONEY_LEFT, NO_HOLD],
        document: Some(DocumentKind::ClosingRecord),
        opens: &[],
        closes: &[Clock::Act("*")],
    },
    Transition {
        code: "D-DRAFT",
        action: "propose_confirmation",
        from: &[],
        to: To::Same,
        who: &[Who::AssignedOfficer],
        guards: &[],
        document: None,
        opens: &[Clock::Act("confirm")],
        closes: &[],
    },
    Transition {
        code: "T-KT-05",
        action: "confirm_result",
        from: &[],
        to: To::Same,
        who: &[Who::Signer],
        guards: &[CONFIRMATION_DRAFT, CONFIRMATION_EYES],
        document: Some(DocumentKind::Confirmation),
        opens: &[],
        closes: &[Clock::Act("confirm")],
    },
];

pub(super) fn propose_termination(
    facts: &CaseFacts,
    case: &mut Case,
    body: &ProposeTermination,
    at: &Context<'_>,
) -> Result<(), Refusal> {
    let mut errors = Vec::new();
    errors.extend(known_ground(body.ground.as_str(), "G-DC-GROUND", at).err());
    if body.ground == TerminationGround::Agreement {
        // DC-4: harms nobody, and costs to date are paid (L106 48.4; ND152 14.5).
        if body.harms_others {
            errors.push(FieldError::new("/harms_others", "G-HO-HARM"));
        }
        if !facts.money.costs_open.is_zero() {
            errors.push(
                FieldError::new("/ground", "G-FEE-PAID").with("amount", facts.money.costs_open.to_string()),
            );
        }
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let content = TerminationDraft { ground: body.ground, proof: body.proof.clone() };
    draft(&mut case.drafts.termination, content, at)
}

pub(super) fn terminate(case: &mut Case, at: &Context<'_>, plan: &mut Plan) -> Result<(), Refusal> {
    let signed = signed(&mut case.drafts.termination)?;
    let content = json!({ "ground": signed.content.ground, "proof": signed.content.proof });
    sign(case, DocumentKind::TerminationDecision, signed.prepared_by, content, at, plan);
    if case.publication.published_on.is_some() && !case.publication.to_remove {
        plan.open(at, "unpublish", at.on, None);
        case.publication.to_remove = true;
    }
    // Measures lapse by themselves with a full termination (L106 95.1); so do postponements.
    for measure in case.measures.iter_mut().filter(|measure| measure.released_on.is_none()) {
        measure.released_on = Some(at.on);
    }
    for hold in case.holds.iter_mut().filter(|hold| hold.resumed_on.is_none()) {
        hold.resumed_on = Some(at.on);
    }
    close(case, EndingGround::Terminated, at);
    Ok(())
}

pub(super) fn propose(case: &mut Case, body: &Reason, at: &Context<'_>) -> Result<(), Refusal> {
    draft(&mut case.drafts.ending, ReasonDraft { reason: body.reason.clone() }, at)
}

/// A closing record, not a decision about enforcement: it reaches the procuracy with the monthly list (ND152 32.2).
pub(super) fn end(case: &mut Case, at: &Context<'_>, plan: &mut Plan) -> Result<(), Refusal> {
    let signed = signed(&mut case.drafts.ending)?;
    let content = json!({ "reason": signed.content.reason });
    record(case, DocumentKind::ClosingRecord, signed.prepared_by, content, at, plan);
    close(case, EndingGround::Performed, at);
    Ok(())
}

pub(super) fn propose_confirmation(case: &mut Case, body: &Reason, at: &Context<'_>) -> Result<(), Refusal> {
    draft(&mut case.drafts.confirmation, ReasonDraft { reason: body.reason.clone() }, at)
}

pub(super) fn confirm(case: &mut Case, at: &Context<'_>, plan: &mut Plan) -> Result<(), Refusal> {
    let signed = signed(&mut case.drafts.confirmation)?;
    let content =
        json!({ "due": case.amount_due, "performed": case.amount_paid, "reason": signed.content.reason });
    record(case, DocumentKind::Confirmation, signed.prepared_by, content, at, plan);
    Ok(())
}

fn record(
    case: &mut Case,
    kind: DocumentKind,
    prepared_by: crate::domain::ids::UserId,
    content: serde_json::Value,
    at: &Context<'_>,
    plan: &mut Plan,
) {
    let id = plan.record(at, kind, Some(prepared_by), content);
    enter(case, kind, id, at);
    if let Some(reference) = case.decision_mut(id) {
        reference.sent_to_procuracy_on = Some(at.on);
    }
}

fn close(case: &mut Case, ground: EndingGround, at: &Context<'_>) {
    case.ended = Some(Ending { ground, on: at.on });
    case.stage = Stage::Ended;
}
