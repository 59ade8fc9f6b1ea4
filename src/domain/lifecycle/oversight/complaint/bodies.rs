//! The actions of a complaint and their bodies.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::actions;
use crate::domain::ids::DecisionId;
use crate::domain::oversight::Obstacle;
use crate::domain::oversight::complaint::{
    Conclusion, Outcome, PauseGround, RejectionGround, ReviewGround, StopGround,
};

actions! {
    /// Every action of a complaint.
    pub enum ComplaintAction {
        /// The notice of acceptance is drafted.
        ProposeAcceptance(Nothing) = "propose_complaint_acceptance",
        /// CP-02: the head accepts it.
        Accept(Nothing) = "accept_complaint",
        /// The notice of non-acceptance is drafted.
        ProposeRejection(Rejection) = "propose_complaint_rejection",
        /// CP-03: the head does not accept it.
        Reject(Nothing) = "reject_complaint",
        /// The notice that resolving stands still is drafted.
        ProposePause(Standstill) = "propose_resolution_pause",
        /// CP-04: resolving stands still.
        Pause(Nothing) = "pause_resolution",
        /// The notice that resolving goes on is drafted.
        ProposeResumption(Resumption) = "propose_resolution_resumption",
        /// CP-05: resolving goes on.
        Resume(Nothing) = "resume_resolution",
        /// The notice that resolving is stopped is drafted.
        ProposeStop(Stopping) = "propose_resolution_stop",
        /// CP-06: resolving is stopped.
        Stop(Nothing) = "stop_resolution",
        /// CP-07: the term is lengthened.
        Extend(Extension) = "extend_resolution",
        /// The first decision is drafted.
        ProposeDecision(ComplaintDecision) = "propose_complaint_decision",
        /// CP-08: the first decision is signed.
        Decide(Nothing) = "decide_complaint",
        /// CP-08B: the complainant has valid notice of the first decision.
        RecordNotice(FirstNotice) = "record_complaint_notice",
        /// CP-09: the first decision comes into force.
        TakeEffect(Nothing) = "put_decision_in_force",
        /// CP-10: a second complaint comes in.
        ReceiveSecond(SecondComplaint) = "receive_second_complaint",
        /// CP-11: the ministry's body accepts it.
        AcceptSecond(OutsidePaper) = "record_second_acceptance",
        /// CP-11: the ministry's body does not accept it.
        RejectSecond(Rejection) = "record_second_rejection",
        /// CP-04: the second level stands still.
        PauseSecond(Standstill) = "record_second_pause",
        /// CP-05: the second level goes on.
        ResumeSecond(Resumption) = "record_second_resumption",
        /// CP-06: the second level is stopped.
        StopSecond(Stopping) = "record_second_stop",
        /// CP-07: the second level's term is lengthened.
        ExtendSecond(Extension) = "record_second_extension",
        /// CP-12: the second decision.
        DecideSecond(SecondDecision) = "record_second_decision",
        /// CP-13: the minister reviews the decision in force.
        Review(MinisterReview) = "record_minister_review",
        /// CP-14: the result is carried out.
        Execute(CarriedOut) = "record_complaint_execution",
    }
}

/// Nothing beside the action itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[schema(as = ComplaintNothing)]
pub struct Nothing {}

/// Why a complaint is not accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[schema(as = ComplaintRejection)]
pub struct Rejection {
    /// The ground.
    pub ground: RejectionGround,
    /// The reason in words, with what proves it.
    #[validate(length(min = 1, max = 1000))]
    pub reason: String,
}

/// Why resolving stands still.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[schema(as = ComplaintStandstill)]
pub struct Standstill {
    /// The ground.
    pub ground: PauseGround,
    /// What proves it.
    #[validate(length(min = 1, max = 1000))]
    pub proof: String,
}

/// The cause is over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[schema(as = ComplaintResumption)]
pub struct Resumption {
    /// The day the cause ended.
    pub cause_ended_on: NaiveDate,
}

/// Why resolving is stopped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[schema(as = ComplaintStopping)]
pub struct Stopping {
    /// The ground.
    pub ground: StopGround,
    /// What proves it.
    #[validate(length(min = 1, max = 1000))]
    pub proof: String,
}

/// A longer term.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[schema(as = ComplaintExtension)]
pub struct Extension {
    /// By so many days from the end of the term.
    #[validate(range(min = 1, max = 365))]
    pub days: u32,
    /// A complex matter, or a remote area.
    pub cause: ExtensionCause,
    /// In words.
    #[validate(length(min = 1, max = 1000))]
    pub reason: String,
}

crate::text_enum! {
    /// Why a term is lengthened (L106 102.3–102.4).
    pub enum ExtensionCause {
        /// A complex matter.
        Complex = "complex",
        /// A remote area with difficult travel.
        Remote = "remote",
    }
}

/// What a first decision says (L106 107.1): date, parties and the complaint's content stand in the complaint itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ComplaintDecision {
    /// The result of verification.
    #[validate(length(min = 1, max = 4000))]
    pub verification: String,
    /// The day of the dialogue, where one was needed.
    pub dialogue_on: Option<NaiveDate>,
    /// The legal ground.
    #[validate(length(min = 1, max = 2000))]
    pub legal_basis: String,
    /// What the complaint is found to be.
    pub conclusion: Conclusion,
    /// What becomes of the decision or act.
    pub outcome: Outcome,
    /// Compensation and repair of what followed, where there is any.
    #[validate(length(min = 1, max = 2000))]
    pub remedies: Option<String>,
    /// How to complain further, or that this is not possible, and from when it is in force.
    #[validate(length(min = 1, max = 1000))]
    pub guidance: String,
}

/// When the first decision was validly notified.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[schema(as = ComplaintFirstNotice)]
pub struct FirstNotice {
    /// The day of valid notice.
    pub notified_on: NaiveDate,
}

/// A second complaint (L106 96.3, 106.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct SecondComplaint {
    /// Its own date.
    pub lodged_on: NaiveDate,
    /// A copy of the first decision is enclosed.
    pub first_decision_enclosed: bool,
    /// Proven intervals left out of its time limit.
    #[serde(default)]
    #[validate(nested, length(max = 50))]
    pub obstacles: Vec<Obstacle>,
}

/// A paper of the resolving body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct OutsidePaper {
    /// Its number.
    #[validate(length(min = 1, max = 100))]
    pub number: String,
}

/// What the second decision says (L106 107.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct SecondDecision {
    /// Its number.
    #[validate(length(min = 1, max = 100))]
    pub number: String,
    /// The result of verification.
    #[validate(length(min = 1, max = 4000))]
    pub verification: String,
    /// The legal ground.
    #[validate(length(min = 1, max = 2000))]
    pub legal_basis: String,
    /// What the complaint is found to be.
    pub conclusion: Conclusion,
    /// What becomes of the decision or act.
    pub outcome: Outcome,
    /// Whether the first decision is found right.
    pub first_decision_right: bool,
}

/// The minister's decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct MinisterReview {
    /// The point of the law on which it was reviewed.
    pub ground: ReviewGround,
    /// Its number.
    #[validate(length(min = 1, max = 100))]
    pub number: String,
    /// What becomes of the decision or act.
    pub outcome: Outcome,
}

/// The documents that carry a result out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct CarriedOut {
    /// Documents of the case: amendment, recall, annulment, release.
    #[validate(length(max = 100))]
    pub documents: Vec<DecisionId>,
    /// What was done, in words.
    #[validate(length(min = 1, max = 1000))]
    pub report: String,
}

impl ComplaintAction {
    /// Documents of the case that the action names.
    pub fn documents(&self) -> &[DecisionId] {
        match self {
            ComplaintAction::Execute(body) => &body.documents,
            _ => &[],
        }
    }
}
