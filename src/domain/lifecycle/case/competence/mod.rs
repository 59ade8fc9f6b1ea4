//! Two decisions on one content, by the agency and by a private office: the later one is recalled, or the ministry decides who is
//! competent (T-VP-03; L106 31.1; ND151 40).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use validator::Validate;

use super::guards::{ASSETS_FREE, NO_MONEY_LEFT};
use super::{CaseFacts, Nothing, OPEN, Phase, issue, propose, record, sign};
use crate::actions;
use crate::domain::actor::Role;
use crate::domain::case::{Case, CompetenceDispute, RemovalReason};
use crate::domain::document::DocumentKind;
use crate::domain::lifecycle::plan::Plan;
use crate::domain::lifecycle::{Clock, Context, Guard, Proposal, To, Transition, Who};
use crate::domain::refusal::{FieldError, Refusal, Unmet};

actions! {
    /// Competence disputed with a private office.
    pub enum CompetenceAction {
        /// T-VP-03: the recall of the later decision is drafted.
        ProposeDuplicateRecall(OtherDecision) = "propose_duplicate_recall",
        /// T-VP-03: this decision is the later one, and recalled.
        RecallDuplicate(Nothing) = "recall_duplicate",
        /// T-VP-03: the proposal to the ministry is drafted.
        ProposeCompetenceProposal(OtherDecision) = "propose_competence_proposal",
        /// T-VP-03: the ministry is asked who is competent.
        SubmitCompetenceProposal(Nothing) = "submit_competence_proposal",
        /// T-VP-03: the ministry has answered.
        RecordMinistryAnswer(RecordMinistryAnswer) = "record_ministry_answer",
    }
}

/// The office's decision on the same content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct OtherDecision {
    /// The office.
    #[validate(length(min = 1, max = 200))]
    pub private_office: String,
    /// Its number.
    #[validate(length(min = 1, max = 100))]
    pub number: String,
    /// Its day.
    pub decided_on: NaiveDate,
    /// What both are about, compared.
    #[validate(length(min = 1, max = 2000))]
    pub comparison: String,
}

/// The ministry's answer (ND151 40.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RecordMinistryAnswer {
    /// Its number.
    #[validate(length(min = 1, max = 100))]
    pub number: String,
    /// This agency enforces.
    pub ours: bool,
}

const OFFICER: &[Who] = &[Who::AssignedOfficer];

/// No dispute waits for the ministry.
const UNDISPUTED: Guard<CaseFacts> = Guard {
    code: "G-VP-DISPUTE",
    test: |facts, _| match waiting(&facts.case) {
        None => Ok("none".to_owned()),
        Some(dispute) => {
            let since = dispute.proposed_on.to_string();
            Err(Unmet::new("G-VP-DISPUTE", since.clone(), "no proposal that waits").with("date", since))
        }
    },
};
/// A dispute waits for the ministry.
const DISPUTED: Guard<CaseFacts> = Guard {
    code: "G-VP-ANSWER",
    test: |facts, _| match waiting(&facts.case) {
        Some(dispute) => Ok(dispute.proposed_on.to_string()),
        None => Err(Unmet::new("G-VP-ANSWER", "none", "a proposal that waits for the ministry's answer")),
    },
};

fn waiting(case: &Case) -> Option<&CompetenceDispute> {
    case.special.disputes.iter().find(|dispute| dispute.answered_on.is_none())
}

pub(super) const ROWS: &[Transition<CaseFacts>] = &[
    Transition {
        guards: &[UNDISPUTED, ASSETS_FREE, NO_MONEY_LEFT],
        document: Some(DocumentKind::DuplicateRecall),
        proposal: Some(Proposal::by("propose_duplicate_recall", OFFICER)),
        opens: &[Clock::Effect("notify"), Clock::Effect("send_vks")],
        closes: &[Clock::Act("*")],
        ..Transition::row("T-VP-03", "recall_duplicate", OPEN, To::State("removed"), &[Who::Signer])
    },
    Transition {
        guards: &[UNDISPUTED],
        document: Some(DocumentKind::CompetenceProposal),
        proposal: Some(Proposal::by("propose_competence_proposal", OFFICER)),
        opens: &[Clock::Act("competence_dispute")],
        ..Transition::row("T-VP-03", "submit_competence_proposal", OPEN, To::Same, &[Who::Signer])
    },
    Transition {
        guards: &[DISPUTED],
        closes: &[Clock::Act("competence_dispute")],
        ..Transition::row(
            "T-VP-03",
            "record_ministry_answer",
            OPEN,
            To::Same,
            &[Who::Role(Role::IntakeClerk), Who::AssignedOfficer],
        )
    },
];

impl Phase for CompetenceAction {
    fn apply(
        &self,
        facts: &CaseFacts,
        case: &mut Case,
        at: &Context<'_>,
        plan: &mut Plan,
    ) -> Result<(), Refusal> {
        match self {
            CompetenceAction::ProposeDuplicateRecall(body) => {
                propose("recall_duplicate", recall, body, facts, case, at)
            }
            CompetenceAction::RecallDuplicate(_) => sign("recall_duplicate", recall, facts, case, at, plan),
            CompetenceAction::ProposeCompetenceProposal(body) => {
                propose("submit_competence_proposal", submit, body, facts, case, at)
            }
            CompetenceAction::SubmitCompetenceProposal(_) => {
                sign("submit_competence_proposal", submit, facts, case, at, plan)
            }
            CompetenceAction::RecordMinistryAnswer(body) => {
                for dispute in case.special.disputes.iter_mut().filter(|one| one.answered_on.is_none()) {
                    if at.on < dispute.proposed_on {
                        return Err(FieldError::new("/effective_on", "contradicts").into());
                    }
                    dispute.answered_on = Some(at.on);
                    dispute.ours = Some(body.ours);
                }
                Ok(())
            }
        }
    }
}

/// The later decision is recalled (L106 31.1), or the one that the ministry found not competent. The items stay taken: the other
/// decision enforces them.
fn recall(
    _: &CaseFacts,
    case: &mut Case,
    body: &OtherDecision,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    if body.decided_on > at.on {
        return Err(FieldError::new("/decided_on", "contradicts").into());
    }
    let answer = case.special.disputes.iter().rev().find_map(|dispute| dispute.ours);
    let ours_is_later = body.decided_on < case.decided_on;
    if answer == Some(true) || (answer.is_none() && !ours_is_later) {
        let date = case.decided_on.to_string();
        return Err(FieldError::new("/decided_on", "G-VP-LATER").with("date", date).into());
    }
    let content = json!({ "office": body.private_office, "number": body.number,
        "decided_on": body.decided_on, "comparison": body.comparison });
    issue(case, DocumentKind::DuplicateRecall, content, at, plan);
    for measure in case.measures.iter_mut().filter(|measure| measure.released_on.is_none()) {
        measure.released_on = Some(at.on);
    }
    for hold in case.holds.iter_mut().filter(|hold| hold.resumed_on.is_none()) {
        hold.resumed_on = Some(at.on);
    }
    case.remove(RemovalReason::Recalled, at.on);
    Ok(())
}

fn submit(
    _: &CaseFacts,
    case: &mut Case,
    body: &OtherDecision,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    if body.decided_on > at.on {
        return Err(FieldError::new("/decided_on", "contradicts").into());
    }
    let content = json!({ "office": body.private_office, "number": body.number,
        "decided_on": body.decided_on, "comparison": body.comparison });
    record(case, DocumentKind::CompetenceProposal, content, at, plan);
    case.special.disputes.push(CompetenceDispute {
        other_number: body.number.clone(),
        proposed_on: at.on,
        answered_on: None,
        ours: None,
    });
    Ok(())
}
