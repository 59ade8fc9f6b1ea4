//! What the actions of a request take.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::actions;
use crate::domain::ids::{ObligationId, PartyId};
use crate::domain::judgment::GroupRule;
use crate::domain::lifecycle::case::Nothing;
use crate::domain::money::Dong;
use crate::domain::request::{Completeness, Exclusion, RefusalGround};

actions! {
    /// Every action of a request.
    pub enum RequestAction {
        /// T-IN-03: the requester is told what is missing.
        AskToSupplement(Nothing) = "ask_to_supplement",
        /// T-IN-04: the missing parts arrive.
        ReceiveSupplement(ReceiveSupplement) = "receive_supplement",
        /// T-IN-05: entered in the register.
        RegisterRequest(Nothing) = "register_request",
        /// The refusal is drafted.
        ProposeRefusal(ProposeRefusal) = "propose_refusal",
        /// T-IN-06: refused.
        RefuseRequest(Nothing) = "refuse_request",
        /// T-IN-07: a late request goes to the head.
        RouteLateRequest(RouteLateRequest) = "route_late_request",
        /// The acceptance of a late request is drafted.
        ProposeLateAcceptance(LateReason) = "propose_late_acceptance",
        /// T-IN-08: it is accepted.
        AcceptLateRequest(Nothing) = "accept_late_request",
        /// The rejection of a late request is drafted.
        ProposeLateRejection(LateReason) = "propose_late_rejection",
        /// T-IN-09: it is not accepted, and the request refused.
        RejectLateRequest(Nothing) = "reject_late_request",
        /// T-IN-10: it waits for a due date or a condition.
        MarkNotDue(MarkNotDue) = "mark_not_due",
        /// T-IN-11: the date or the condition has come.
        ResumeRequest(ResumeRequest) = "resume_request",
        /// T-IN-12: taken back.
        WithdrawRequest(WithdrawRequest) = "withdraw_request",
        /// T-IN-13: the parties agreed before the decision.
        NoteAgreement(NoteAgreement) = "note_agreement",
        /// The enforcement decision is drafted.
        ProposeDecisionOnRequest(ProposeOnRequest) = "propose_decision_on_request",
        /// T-DE-02: it is signed, and its case opens.
        IssueDecisionOnRequest(Nothing) = "issue_decision_on_request",
        /// The decision on a renewed request is drafted.
        ProposeRenewedDecision(ProposeOnRequest) = "propose_renewed_decision",
        /// T-DE-03: it is signed, and a case linked to the earlier one opens.
        IssueRenewedDecision(Nothing) = "issue_renewed_decision",
        /// The decision on a payment after the time-bar is drafted.
        ProposeLatePaymentDecision(Nothing) = "propose_late_payment_decision",
        /// T-DE-07: it is signed, for the sum paid only.
        IssueLatePaymentDecision(Nothing) = "issue_late_payment_decision",
    }
}

/// What the requester sent in addition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ReceiveSupplement {
    /// What is there now.
    pub completeness: Completeness,
    /// Intervals that are said not to count toward the time-bar (ND152 3).
    #[serde(default)]
    #[validate(length(max = 50))]
    pub exclusions: Vec<Exclusion>,
    /// With a renewed request: what proves that the debtor can perform (ND152 22.2).
    #[validate(length(min = 1, max = 2000))]
    pub ability_proof: Option<String>,
}

/// Grounds of a refusal (L106 34.4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ProposeRefusal {
    /// One or more.
    #[validate(length(min = 1, max = 5))]
    pub grounds: Vec<RefusalGround>,
    /// In words.
    #[validate(length(min = 1, max = 2000))]
    pub reason: String,
    /// The agency to turn to, with RF-C, unless the register of judgments names it.
    #[validate(length(min = 1, max = 300))]
    pub competent_agency: Option<String>,
}

/// A late request: same form as a request, with reasons and proof (ND152 10.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RouteLateRequest {
    /// The intervals claimed, beside those of the request.
    #[serde(default)]
    #[validate(length(max = 50))]
    pub exclusions: Vec<Exclusion>,
}

/// Why a late request is accepted, or is not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct LateReason {
    /// In words.
    #[validate(length(min = 1, max = 2000))]
    pub reason: String,
}

/// What the request waits for: a due date of its items, unless a condition is named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct MarkNotDue {
    /// The condition on which the law makes enforcement depend (L106 34.3).
    #[validate(length(min = 1, max = 2000))]
    pub condition: Option<String>,
}

/// What ends the waiting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ResumeRequest {
    /// The information that the condition is met, where the request waits for one.
    #[validate(length(min = 1, max = 2000))]
    pub information: Option<String>,
}

/// The requester's own paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct WithdrawRequest {
    /// The paper.
    #[validate(length(min = 1, max = 2000))]
    pub paper: String,
}

/// A written agreement made before the decision (L106 36.2; ND152 14.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct NoteAgreement {
    /// Its date.
    pub dated_on: NaiveDate,
    /// Where it was made.
    #[validate(length(max = 300))]
    pub place: Option<String>,
    /// What is performed.
    #[validate(length(max = 5000))]
    pub content: Option<String>,
    /// By when.
    #[validate(length(max = 500))]
    pub term: Option<String>,
    /// What follows when it is not kept.
    #[validate(length(max = 2000))]
    pub on_default: Option<String>,
    /// Who bears fee and costs.
    #[validate(length(max = 500))]
    pub fee_and_costs: Option<String>,
    /// Who signed.
    #[validate(length(max = 1000))]
    pub signed_by: Vec<PartyId>,
    /// A duty is performed before its due date, or in one payment.
    #[serde(default)]
    pub before_due: bool,
}

/// Items for one decision on request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ProposeOnRequest {
    /// Items of the request; one decision for each debtor unless `rule` names an exception.
    #[validate(length(min = 1, max = 20_000))]
    pub obligations: Vec<ObligationId>,
    /// The grouping rule.
    pub rule: GroupRule,
    /// What the joint debtor pays of his own accord, with GR-G only, in đồng.
    #[serde(default)]
    pub paid: Option<Dong>,
    /// Where and how to pay.
    #[validate(length(min = 1, max = 1000))]
    pub payment_instructions: Option<String>,
}
