//! What the actions of a judgment take.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::actions;
use crate::domain::ids::{DraftId, ObligationId};
use crate::domain::judgment::GroupRule;
use crate::domain::lifecycle::case::Nothing;
use crate::domain::lifecycle::intake::enquiry::{ProposeEnquiry, ProposeReview, RecordAnswer};

actions! {
    /// Every action of a judgment.
    pub enum JudgmentAction {
        /// The proactive decision is drafted.
        ProposeProactiveDecision(ProposeProactive) = "propose_proactive_decision",
        /// T-DE-01: it is signed, and its case opens.
        IssueProactiveDecision(IssueProactive) = "issue_proactive_decision",
        /// The decision on a provisional urgent measure is drafted.
        ProposeProvisionalDecision(ProposeProvisional) = "propose_provisional_decision",
        /// T-DE-08: it is signed at once, and its case opens.
        IssueProvisionalDecision(Nothing) = "issue_provisional_decision",
        /// The question to the issuer is drafted.
        ProposeIssuerRequest(ProposeEnquiry) = "propose_issuer_request",
        /// T-BA-01: the issuer, or the court above, is asked.
        AskIssuer(Nothing) = "ask_issuer",
        /// T-BA-02: the answer, or that its term passed.
        RecordIssuerAnswer(RecordAnswer) = "record_issuer_answer",
        /// The proposal of a review is drafted.
        ProposeCassation(ProposeReview) = "propose_cassation",
        /// T-BA-03: a review by cassation or reopening is proposed.
        SendCassationProposal(Nothing) = "send_cassation_proposal",
    }
}

/// Items for one proactive decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ProposeProactive {
    /// The items; one decision for each debtor unless `rule` names an exception.
    #[validate(length(min = 1, max = 20_000))]
    pub obligations: Vec<ObligationId>,
    /// The grouping rule.
    pub rule: GroupRule,
    /// The article behind GR-H.
    #[validate(length(min = 1, max = 500))]
    pub basis: Option<String>,
}

/// Which draft is signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct IssueProactive {
    /// The draft.
    pub draft: DraftId,
}

/// Items of a provisional urgent measure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ProposeProvisional {
    /// The items, all of list entry PA-E.
    #[validate(length(min = 1, max = 1000))]
    pub obligations: Vec<ObligationId>,
}
