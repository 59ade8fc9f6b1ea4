//! What becomes of decisions – amended, recalled, annulled (L106 52) – and of those who decide: the officer replaced (ND152 13), the
//! issuer of the judgment asked (L106 13.3, 22.2).

mod bodies;
mod issuer;
mod officer;

pub use bodies::*;

use serde_json::json;

use super::guards::NO_MONEY_LEFT;
use super::{CaseFacts, Named, OPEN, Phase, issue, propose, sign, wrong};
use crate::domain::case::{Case, DecisionChange, DecisionFate, RemovalReason};
use crate::domain::document::DocumentKind;
use crate::domain::ids::DecisionId;
use crate::domain::judgment::ObligationStatus;
use crate::domain::lifecycle::plan::{ItemChange, Plan};
use crate::domain::lifecycle::{Clock, Context, Proposal, To, Transition, Who};
use crate::domain::refusal::{FieldError, Refusal};

const SIGNER: &[Who] = &[Who::Signer];
const OFFICER: &[Who] = &[Who::AssignedOfficer];
const SERVED: &[Clock] = &[Clock::Effect("notify"), Clock::Effect("send_vks")];

/// Every row of the phase.
pub(super) const ROWS: &[&[Transition<CaseFacts>]] = &[officer::ROWS, FATES, issuer::ROWS];

const FATES: &[Transition<CaseFacts>] = &[
    Transition {
        document: Some(DocumentKind::AmendingDecision),
        proposal: Some(Proposal::by("propose_amendment", OFFICER)),
        opens: SERVED,
        ..Transition::row("T-DE-14", "amend_decision", &[], To::Same, SIGNER)
    },
    Transition {
        document: Some(DocumentKind::RecallingDecision),
        proposal: Some(Proposal::by("propose_recall", OFFICER)),
        opens: SERVED,
        ..Transition::row("T-DE-15", "recall_decision", OPEN, To::Same, SIGNER)
    },
    Transition {
        guards: &[NO_MONEY_LEFT],
        document: Some(DocumentKind::RecallingDecision),
        proposal: Some(Proposal::by("propose_whole_recall", OFFICER)),
        opens: SERVED,
        closes: &[Clock::Act("*")],
        ..Transition::row("T-DE-16", "recall_enforcement_decision", OPEN, To::State("removed"), SIGNER)
    },
    Transition {
        guards: &[],
        document: Some(DocumentKind::AnnullingDecision),
        proposal: Some(Proposal::by("propose_annulment", OFFICER)),
        opens: SERVED,
        ..Transition::row("T-DE-17", "annul_decision", &[], To::OneOf(&["removed"]), SIGNER)
    },
];

impl Phase for DecisionsAction {
    fn named(&self) -> Named {
        match self {
            DecisionsAction::RequestReplacement(body) => {
                Named { parties: vec![body.party], ..Named::default() }
            }
            DecisionsAction::ReplaceOfficer(body) => {
                Named { assignee: Some(body.officer), ..Named::default() }
            }
            DecisionsAction::ReassignOfficer(body) => {
                Named { assignee: Some(body.officer), ..Named::default() }
            }
            DecisionsAction::ProposeWholeRecall(body) => {
                Named { items: body.items.clone(), ..Named::default() }
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
        use DecisionsAction as A;
        match self {
            A::RequestReplacement(body) => officer::request(facts, case, body, at, plan),
            A::ReplaceOfficer(body) => officer::replace(facts, case, body, at, plan),
            A::RefuseReplacement(body) => officer::refuse(case, body, at, plan),
            A::ReassignOfficer(body) => officer::reassign(facts, case, body, at, plan),
            A::ProposeAmendment(body) => propose("amend_decision", amend, body, facts, case, at),
            A::AmendDecision(_) => sign("amend_decision", amend, facts, case, at, plan),
            A::ProposeRecall(body) => propose("recall_decision", recall, body, facts, case, at),
            A::RecallDecision(_) => sign("recall_decision", recall, facts, case, at, plan),
            A::ProposeWholeRecall(body) => {
                propose("recall_enforcement_decision", recall_whole, body, facts, case, at)
            }
            A::RecallEnforcementDecision(_) => {
                sign("recall_enforcement_decision", recall_whole, facts, case, at, plan)
            }
            A::ProposeAnnulment(body) => propose("annul_decision", annul, body, facts, case, at),
            A::AnnulDecision(_) => sign("annul_decision", annul, facts, case, at, plan),
            A::ProposeIssuerQuestion(body) => propose("ask_issuer", issuer::ask, body, facts, case, at),
            A::AskIssuer(_) => sign("ask_issuer", issuer::ask, facts, case, at, plan),
            A::RecordIssuerAnswer(body) => issuer::answer(case, body, at, plan),
            A::ProposeCassation(body) => {
                propose("request_cassation", issuer::cassation, body, facts, case, at)
            }
            A::RequestCassation(_) => sign("request_cassation", issuer::cassation, facts, case, at, plan),
        }
    }
}

/// A decision that stands: of this case, signed before, neither recalled nor annulled.
fn standing(case: &Case, decision: DecisionId, at: &Context<'_>) -> Vec<FieldError> {
    let mut errors = Vec::new();
    match case.decisions.iter().find(|one| one.id == decision) {
        None => errors.push(FieldError::new("/decision", "not_in_list")),
        Some(one) if at.on < one.signed_on => errors.push(FieldError::new("/effective_on", "contradicts")),
        Some(_) => {}
    }
    let gone =
        case.record.changes.iter().any(|one| one.decision == decision && one.fate != DecisionFate::Amended);
    if gone {
        errors.push(FieldError::new("/decision", "duplicate"));
    }
    errors
}

/// The legal consequence is part of every such decision (L106 52.5).
fn consequence(text: &str, code: &'static str) -> Option<FieldError> {
    text.trim().is_empty().then(|| FieldError::new("/consequence", code))
}

fn change(
    case: &mut Case,
    decision: DecisionId,
    fate: DecisionFate,
    by: DecisionId,
    what: &str,
    at: &Context<'_>,
) {
    let consequence = what.to_owned();
    case.record.changes.push(DecisionChange { decision, fate, by, on: at.on, consequence });
}

fn amend(
    _: &CaseFacts,
    case: &mut Case,
    body: &ChangeDecision,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let mut errors = standing(case, body.decision, at);
    errors.extend(consequence(&body.consequence, "G-AMEND"));
    if !body.substance_stays {
        errors.push(FieldError::new("/substance_stays", "G-AMEND"));
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let content =
        json!({ "decision": body.decision, "content": body.content, "consequence": body.consequence });
    let by = issue(case, DocumentKind::AmendingDecision, content, at, plan);
    change(case, body.decision, DecisionFate::Amended, by, &body.consequence, at);
    Ok(())
}

/// The enforcement decision, and those whose recall moves the case, have acts of their own.
fn recall(
    _: &CaseFacts,
    case: &mut Case,
    body: &RecallDecision,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let mut errors = standing(case, body.decision, at);
    errors.extend(consequence(&body.consequence, "G-RECALL"));
    let own_act = [DocumentKind::NotEnforceableDecision, DocumentKind::TerminationDecision];
    let kind = case.decisions.iter().find(|one| one.id == body.decision).map(|one| one.kind);
    if case.decisions.first().is_some_and(|first| first.id == body.decision)
        || kind.is_some_and(|kind| own_act.contains(&kind))
    {
        errors.push(FieldError::new("/decision", "contradicts"));
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let content = json!({ "decision": body.decision, "ground": body.ground, "proof": body.proof,
        "consequence": body.consequence });
    let by = issue(case, DocumentKind::RecallingDecision, content, at, plan);
    change(case, body.decision, DecisionFate::Recalled, by, &body.consequence, at);
    // A measure whose decision is gone is gone too.
    for measure in case.measures.iter_mut().filter(|one| one.decision == body.decision) {
        measure.released_on = measure.released_on.or(Some(at.on));
    }
    Ok(())
}

fn recall_whole(
    facts: &CaseFacts,
    case: &mut Case,
    body: &RecallWhole,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let mut errors: Vec<_> = consequence(&body.consequence, "G-RECALL").into_iter().collect();
    for (place, id) in body.items.iter().enumerate() {
        match facts.items.iter().find(|item| item.id == *id && item.case == Some(case.id)) {
            None => errors.push(FieldError::new(format!("/items/{place}"), "not_in_list")),
            // What was performed stays performed: it is not decided anew.
            Some(item) => plan.items.push(ItemChange {
                leaves_case: true,
                ..ItemChange::status(
                    item.id,
                    if item.paid.is_zero() { ObligationStatus::Open } else { item.status },
                )
            }),
        }
    }
    let Some(first) = case.decisions.first().map(|one| one.id) else {
        return Err(wrong("/decision", "not_in_list"));
    };
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let content = json!({ "ground": body.ground, "proof": body.proof, "consequence": body.consequence });
    let by = issue(case, DocumentKind::RecallingDecision, content, at, plan);
    change(case, first, DecisionFate::Recalled, by, &body.consequence, at);
    case.remove(RemovalReason::Recalled, at.on);
    Ok(())
}

/// Of the enforcement decision: the case leaves the book. Of any other: the case stands where it stood.
fn annul(
    facts: &CaseFacts,
    case: &mut Case,
    body: &AnnulDecision,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let mut errors = standing(case, body.decision, at);
    errors.extend(consequence(&body.consequence, "G-ANNUL"));
    let whole = case.decisions.first().is_some_and(|first| first.id == body.decision);
    let left = facts.money.undistributed.get().saturating_add(facts.money.unpaid.get());
    if whole && left != 0 {
        errors.push(FieldError::new("/decision", "G-MONEY-LEFT").with("amount", left.to_string()));
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let content = json!({ "decision": body.decision, "by": body.by, "proof": body.proof,
        "consequence": body.consequence });
    let by = issue(case, DocumentKind::AnnullingDecision, content, at, plan);
    change(case, body.decision, DecisionFate::Annulled, by, &body.consequence, at);
    for measure in case.measures.iter_mut().filter(|one| one.decision == body.decision) {
        measure.released_on = measure.released_on.or(Some(at.on));
    }
    if whole {
        case.remove(RemovalReason::Annulled, at.on);
        plan.close("*", None);
    }
    Ok(())
}
