//! The actions of a protest or recommendation and their bodies.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::actions;
use crate::domain::ids::DecisionId;
use crate::domain::oversight::procuracy::ProcuracyAnswer;

actions! {
    /// Every action of an act of the procuracy.
    pub enum ProcuracyAction {
        /// The reply that accepts it is drafted.
        ProposeAgreement(Reply) = "propose_procuracy_agreement",
        /// PR-02: the reply accepts it.
        Agree(SignReply) = "agree_with_procuracy",
        /// PR-03, PR-08: it is carried out.
        Execute(ProcuracyExecution) = "record_procuracy_execution",
        /// The request to reconsider is drafted.
        ProposeReconsideration(Reply) = "propose_reconsideration",
        /// PR-04: the procuracy is asked to reconsider.
        Reconsider(SignReply) = "ask_reconsideration",
        /// PR-05: the procuracy withdraws or maintains its protest.
        Answer(AnswerOfProcuracy) = "record_procuracy_answer",
        /// The later reply that accepts it is drafted.
        ProposeLateAgreement(Reply) = "propose_late_agreement",
        /// PR-06: the head accepts it after all.
        AgreeAfterAll(SignReply) = "agree_after_all",
        /// The report to the ministry's body is drafted.
        ProposeReport(Reply) = "propose_report_up",
        /// PR-07: the report goes up.
        Report(SignReply) = "report_protest_up",
        /// PR-08: the ministry's body answers.
        UpperAnswer(AnswerFromAbove) = "record_upper_answer",
        /// PR-09: the Supreme Procurator asks the minister.
        MinisterRequest(RequestToMinister) = "record_minister_request",
        /// PR-09: the minister answers.
        MinisterAnswer(AnswerFromAbove) = "record_minister_answer",
        /// The reply that declines a recommendation is drafted.
        ProposeDecline(Reply) = "propose_recommendation_refusal",
        /// PR-10: the recommendation is declined.
        Decline(SignReply) = "decline_recommendation",
    }
}

/// A signature: the content was drafted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct SignReply {}

/// What the office writes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[schema(as = ProcuracyReplyBody)]
pub struct Reply {
    /// The reasons.
    #[validate(length(min = 1, max = 4000))]
    pub reasons: String,
}

/// What the procuracy answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct AnswerOfProcuracy {
    /// Withdrawn or maintained.
    pub answer: ProcuracyAnswer,
    /// The number of its paper.
    #[validate(length(min = 1, max = 100))]
    pub number: String,
    /// The date of its paper.
    pub dated_on: NaiveDate,
}

/// What the ministry's body or the minister answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct AnswerFromAbove {
    /// Whether the protest is upheld.
    pub upholds: bool,
    /// The number of the paper.
    #[validate(length(min = 1, max = 100))]
    pub number: String,
    /// The date of the paper.
    pub dated_on: NaiveDate,
}

/// What the Supreme Procurator asks of the minister.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RequestToMinister {
    /// The number of the paper.
    #[validate(length(min = 1, max = 100))]
    pub number: String,
    /// The date of the paper.
    pub dated_on: NaiveDate,
}

/// The documents that carry it out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ProcuracyExecution {
    /// Documents of the case.
    #[validate(length(max = 100))]
    pub documents: Vec<DecisionId>,
    /// What was done, in words.
    #[validate(length(min = 1, max = 1000))]
    pub report: String,
}

impl ProcuracyAction {
    /// Documents of the case that the action names.
    pub fn documents(&self) -> &[DecisionId] {
        match self {
            ProcuracyAction::Execute(body) => &body.documents,
            _ => &[],
        }
    }
}
