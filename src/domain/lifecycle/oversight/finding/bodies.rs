//! The actions of a finding and their bodies.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::actions;
use crate::domain::ids::{DecisionId, MatterId};
use crate::domain::oversight::finding::FindingEnd;

actions! {
    /// Every action of a finding.
    pub enum FindingAction {
        /// The answer that accepts it is drafted.
        ProposeAcceptance(FindingReply) = "propose_finding_acceptance",
        /// FI-02: it is accepted.
        Accept(SignFindingReply) = "accept_finding",
        /// The answer that explains is drafted.
        ProposeAnswer(FindingReply) = "propose_finding_answer",
        /// FI-03: it is answered with an explanation.
        Answer(SignFindingReply) = "answer_finding",
        /// The answer that disputes it is drafted.
        ProposeDispute(FindingDispute) = "propose_finding_dispute",
        /// FI-04: it is disputed.
        Dispute(SignFindingReply) = "dispute_finding",
        /// FI-05: it is carried out.
        CarryOut(FindingExecution) = "carry_out_finding",
        /// FI-06: the procuracy closes it, or the clerk from the other body's paper.
        Close(CloseFinding) = "close_finding",
        /// FI-07: it is held to, in the same way.
        Maintain(MaintainFinding) = "maintain_finding",
        /// FI-08: a protest or recommendation follows about it.
        Link(LinkAct) = "link_finding_act",
    }
}

/// A signature: the content was drafted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct SignFindingReply {}

/// What the office answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct FindingReply {
    /// The reasons, without a name.
    #[validate(length(min = 1, max = 4000))]
    pub reasons: String,
    /// What the office will do; an acceptance always says it.
    #[validate(length(min = 1, max = 2000))]
    pub measures: Option<String>,
}

/// Why the office holds that nothing is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct FindingDispute {
    /// The reasons, without a name.
    #[validate(length(min = 1, max = 4000))]
    pub reasons: String,
}

/// How it was carried out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct FindingExecution {
    /// Documents of the case.
    #[validate(length(max = 100))]
    pub documents: Vec<DecisionId>,
    /// What was done, in words, without a name.
    #[validate(length(min = 1, max = 2000))]
    pub report: String,
}

/// How it is closed, and by which paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct CloseFinding {
    /// How.
    pub end: FindingEnd,
    /// The number of the paper.
    #[validate(length(min = 1, max = 100))]
    pub number: String,
    /// The date of the paper.
    pub dated_on: NaiveDate,
    /// What it says, without a name.
    #[validate(length(min = 1, max = 2000))]
    pub text: String,
}

/// Why it is held to, and by which paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct MaintainFinding {
    /// The number of the paper.
    #[validate(length(min = 1, max = 100))]
    pub number: String,
    /// The date of the paper.
    pub dated_on: NaiveDate,
    /// The reasons, without a name.
    #[validate(length(min = 1, max = 2000))]
    pub reasons: String,
}

/// The act that follows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct LinkAct {
    /// The protest or recommendation, as it stands in the register.
    pub act: MatterId,
}

impl FindingAction {
    /// Documents of the case that the action names.
    pub fn documents(&self) -> &[DecisionId] {
        match self {
            FindingAction::CarryOut(body) => &body.documents,
            _ => &[],
        }
    }

    /// The act of the procuracy that the action names.
    pub fn act(&self) -> Option<MatterId> {
        match self {
            FindingAction::Link(body) => Some(body.act),
            _ => None,
        }
    }
}
