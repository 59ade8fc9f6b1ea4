//! Termination, ending and the certificate of results (đình chỉ, kết thúc, xác nhận; L106 48, 55; ND152 32).

mod bodies;

pub use bodies::*;

use serde_json::json;

use super::guards::{ASSETS_FREE, END_ALL, NO_HOLD, NO_MONEY_LEFT};
use super::{CaseFacts, OPEN, Phase, Reason, issue, known_ground, propose, record, sign};
use crate::domain::case::{Case, EndingGround, TerminationGround};
use crate::domain::document::DocumentKind;
use crate::domain::lifecycle::plan::Plan;
use crate::domain::lifecycle::{Clock, Context, Proposal, To, Transition, Who};
use crate::domain::refusal::{FieldError, Refusal};

/// The stages from which a performed case ends (T-KT-01).
const ENDABLE: &[&str] = &["voluntary", "verification", "enforceable", "enforcing"];
const OFFICER: &[Who] = &[Who::AssignedOfficer];

pub(super) const ROWS: &[Transition<CaseFacts>] = &[
    Transition {
        guards: &[ASSETS_FREE, NO_MONEY_LEFT],
        document: Some(DocumentKind::TerminationDecision),
        proposal: Some(Proposal::by("propose_termination", OFFICER)),
        opens: &[Clock::Effect("notify"), Clock::Effect("send_vks"), Clock::Effect("unpublish")],
        closes: &[Clock::Act("*")],
        ..Transition::row("T-DC-01", "terminate", OPEN, To::State("ended"), &[Who::Signer])
    },
    Transition {
        guards: &[END_ALL, NO_MONEY_LEFT, NO_HOLD],
        document: Some(DocumentKind::ClosingRecord),
        proposal: Some(Proposal::by("propose_ending", OFFICER)),
        closes: &[Clock::Act("*")],
        ..Transition::row("T-KT-01", "end_case", ENDABLE, To::State("ended"), &[Who::Signer])
    },
    Transition {
        document: Some(DocumentKind::Confirmation),
        proposal: Some(Proposal {
            opens: &[Clock::Act("confirm")],
            ..Proposal::by("propose_confirmation", OFFICER)
        }),
        closes: &[Clock::Act("confirm")],
        ..Transition::row("T-KT-05", "confirm_result", &[], To::Same, &[Who::Signer])
    },
];

impl Phase for EndingAction {
    fn apply(
        &self,
        facts: &CaseFacts,
        case: &mut Case,
        at: &Context<'_>,
        plan: &mut Plan,
    ) -> Result<(), Refusal> {
        match self {
            EndingAction::ProposeTermination(body) => propose("terminate", terminate, body, facts, case, at),
            EndingAction::Terminate(_) => sign("terminate", terminate, facts, case, at, plan),
            EndingAction::ProposeEnding(body) => propose("end_case", end, body, facts, case, at),
            EndingAction::EndCase(_) => sign("end_case", end, facts, case, at, plan),
            EndingAction::ProposeConfirmation(body) => {
                propose("confirm_result", confirm, body, facts, case, at)
            }
            EndingAction::ConfirmResult(_) => sign("confirm_result", confirm, facts, case, at, plan),
        }
    }
}

fn terminate(
    facts: &CaseFacts,
    case: &mut Case,
    body: &ProposeTermination,
    at: &Context<'_>,
    plan: &mut Plan,
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
    let content = json!({ "ground": body.ground, "proof": body.proof });
    issue(case, DocumentKind::TerminationDecision, content, at, plan);
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
    case.end(EndingGround::Terminated, at.on);
    Ok(())
}

/// A closing record, not a decision about enforcement: it reaches the procuracy with the monthly list (ND152 32.2).
fn end(
    _: &CaseFacts,
    case: &mut Case,
    body: &Reason,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    record(case, DocumentKind::ClosingRecord, json!({ "reason": body.reason }), at, plan);
    case.end(EndingGround::Performed, at.on);
    Ok(())
}

fn confirm(
    _: &CaseFacts,
    case: &mut Case,
    body: &Reason,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let content = json!({ "due": case.amount_due, "performed": case.amount_paid, "reason": body.reason });
    record(case, DocumentKind::Confirmation, content, at, plan);
    Ok(())
}
