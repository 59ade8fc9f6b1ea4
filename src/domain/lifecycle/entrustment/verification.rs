//! The lifecycle of a delegated verification: an officer verifies, the head answers within the term of its kind (ND152 21.5).

use chrono::NaiveDate;
use serde_json::json;

use super::{ProposeVerificationAnswer, VerificationDelegationAction};
use crate::domain::delegated_verification::{DelegatedAbout, DelegatedState, VerificationDelegation};
use crate::domain::document::DocumentKind;
use crate::domain::ids::{DecisionId, DraftId, OfficeId, UserId};
use crate::domain::lifecycle::drafts::{lay_down, take_up, waiting};
use crate::domain::lifecycle::plan::Plan;
use crate::domain::lifecycle::{
    Clock, Context, Guard, Lifecycle, Proposal, Subject, To, Transition, Who, assemble,
};
use crate::domain::refusal::{FieldError, Refusal, Unmet};

/// What the guards look at.
#[derive(Debug, Clone)]
pub struct VerificationDelegationFacts {
    /// The delegation.
    pub delegation: VerificationDelegation,
    /// The user whom the action names holds an officer's role at the office on that day.
    pub assignee_is_officer: bool,
}

impl Subject for VerificationDelegationFacts {
    fn state(&self) -> &'static str {
        self.delegation.state.as_str()
    }
    fn is_final(&self) -> bool {
        self.delegation.state == DelegatedState::Answered
    }
    fn office(&self) -> OfficeId {
        self.delegation.head.office
    }
    fn division(&self) -> Option<OfficeId> {
        self.delegation.head.division
    }
    fn officer(&self) -> Option<UserId> {
        self.delegation.head.officer
    }
    fn began_on(&self) -> NaiveDate {
        self.delegation.head.received_on
    }
    fn draft(&self, action: &str) -> Option<(DraftId, UserId)> {
        waiting(&self.delegation.drafts, action)
    }
}

/// Only registrable property has the longer term, and once (ND152 21.5.a).
const MAY_EXTEND: Guard<VerificationDelegationFacts> = Guard {
    code: "G-VE-HARD",
    test: |facts, _| {
        let delegation = &facts.delegation;
        if delegation.about == DelegatedAbout::Registrable && !delegation.hard {
            return Ok(delegation.about.to_string());
        }
        let found = if delegation.hard { "extended already" } else { delegation.about.as_str() };
        Err(Unmet::new("G-VE-HARD", found, "registrable property, not yet extended"))
    },
};

const ANSWER: &[Clock] = &[
    Clock::Act("deleg_verify_reg"),
    Clock::Act("deleg_verify_reg_hard"),
    Clock::Act("deleg_verify_other"),
    Clock::Act("deleg_verify_now"),
];
const RECEIVED: &[&str] = &["received"];

const ROWS: &[Transition<VerificationDelegationFacts>] = &[
    Transition {
        document: Some(DocumentKind::Assignment),
        ..Transition::row("T-DE-09", "assign_delegated_verification", RECEIVED, To::Same, &[Who::Signer])
    },
    Transition {
        guards: &[MAY_EXTEND],
        opens: &[Clock::Effect("deleg_verify_reg_hard")],
        closes: &[Clock::Act("deleg_verify_reg")],
        ..Transition::row(
            "T-VE-21",
            "extend_delegated_verification",
            RECEIVED,
            To::Same,
            &[Who::AssignedOfficer],
        )
    },
    Transition {
        document: Some(DocumentKind::VerificationAnswer),
        proposal: Some(Proposal::by("propose_verification_answer", &[Who::AssignedOfficer])),
        closes: ANSWER,
        ..Transition::row("T-VE-21", "answer_verification", RECEIVED, To::State("answered"), &[Who::Signer])
    },
];

static TABLE: std::sync::LazyLock<Vec<Transition<VerificationDelegationFacts>>> =
    std::sync::LazyLock::new(|| assemble(&[ROWS]));

/// The lifecycle of delegated verifications.
pub struct VerificationDelegationLifecycle;

impl Lifecycle for VerificationDelegationLifecycle {
    const NAME: &'static str = "verification_delegation";
    type Facts = VerificationDelegationFacts;
    type Action = VerificationDelegationAction;

    fn table() -> &'static [Transition<VerificationDelegationFacts>] {
        &TABLE
    }

    fn states() -> Vec<&'static str> {
        DelegatedState::ALL.iter().map(|state| state.as_str()).collect()
    }

    fn name(action: &VerificationDelegationAction) -> &'static str {
        action.name()
    }

    fn apply(
        facts: &VerificationDelegationFacts,
        action: &VerificationDelegationAction,
        at: &Context<'_>,
        plan: &mut Plan,
    ) -> Result<(), Refusal> {
        use VerificationDelegationAction as Do;
        let mut file = facts.delegation.clone();
        match action {
            Do::AssignDelegatedVerification(body) => {
                if !facts.assignee_is_officer {
                    return Err(FieldError::new("/officer", "G-OFFICER").into());
                }
                file.head.officer = Some(body.officer);
                file.head.division = body.division;
                plan.record(at, DocumentKind::Assignment, None, json!({ "officer": body.officer }));
            }
            Do::ExtendDelegatedVerification(_) => {
                file.hard = true;
                // The longer term runs from the receipt too.
                plan.open(at, "deleg_verify_reg_hard", file.head.received_on, None);
            }
            Do::ProposeVerificationAnswer(body) => {
                check(&file, body, at)?;
                lay_down(&mut file.drafts, "answer_verification", body, at)?;
            }
            Do::AnswerVerification(_) => answer(&mut file, at, plan)?,
        }
        plan.change_matter(&file)
    }
}

/// Minutes lie between the receipt and the answer.
fn check(
    file: &VerificationDelegation,
    body: &ProposeVerificationAnswer,
    at: &Context<'_>,
) -> Result<(), Refusal> {
    if body.verified_on < file.head.received_on || body.verified_on > at.on {
        return Err(FieldError::new("/verified_on", "contradicts").into());
    }
    Ok(())
}

fn answer(file: &mut VerificationDelegation, at: &Context<'_>, plan: &mut Plan) -> Result<(), Refusal> {
    let body: ProposeVerificationAnswer = take_up(&mut file.drafts, "answer_verification", at, plan)?;
    check(file, &body, at)?;
    let content = json!({
        "to": file.sender, "verified_on": body.verified_on, "confirmed_by": body.confirmed_by,
        "findings": body.findings,
    });
    let document = plan.record(at, DocumentKind::VerificationAnswer, plan.prepared_by, content);
    file.verified_on = Some(body.verified_on);
    file.answer = Some(DecisionId(document));
    file.state = DelegatedState::Answered;
    Ok(())
}
