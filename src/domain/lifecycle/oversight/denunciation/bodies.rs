//! The actions of a denunciation and their bodies. No body may hold the denouncer's name.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::actions;
use crate::domain::ids::UserId;
use crate::domain::oversight::denunciation::{Complexity, Finding};

actions! {
    /// Every action of a denunciation.
    pub enum DenunciationAction {
        /// The acceptance is drafted.
        ProposeAcceptance(DenunciationReason) = "propose_denunciation_acceptance",
        /// DN-02: the head accepts it.
        Accept(SignDenunciation) = "accept_denunciation",
        /// The refusal is drafted.
        ProposeRefusal(DenunciationReason) = "propose_denunciation_refusal",
        /// DN-03: the head does not accept it.
        Refuse(SignDenunciation) = "refuse_denunciation",
        /// DN-04: it goes to the body that resolves it.
        Forward(DenunciationReason) = "forward_denunciation",
        /// DN-05: the term is lengthened.
        Extend(LongerTerm) = "extend_denunciation_term",
        /// The suspension is drafted.
        ProposeSuspension(DenunciationReason) = "propose_denunciation_suspension",
        /// DN-06: resolving stands still.
        Suspend(SignDenunciation) = "suspend_denunciation",
        /// The resumption is drafted.
        ProposeResumption(DenunciationReason) = "propose_denunciation_resumption",
        /// DN-07: resolving goes on.
        Resume(SignDenunciation) = "resume_denunciation",
        /// The conclusion is drafted.
        ProposeConclusion(DenunciationConclusionBody) = "propose_denunciation_conclusion",
        /// DN-08: it is concluded.
        Conclude(SignDenunciation) = "conclude_denunciation",
        /// The stop is drafted.
        ProposeStop(DenunciationReason) = "propose_denunciation_stop",
        /// DN-09: resolving is stopped.
        Stop(SignDenunciation) = "stop_denunciation",
        /// DN-10: somebody more may see it.
        GrantAccess(AccessOf) = "grant_denunciation_access",
        /// DN-11: somebody may see it no longer.
        WithdrawAccess(AccessOf) = "withdraw_denunciation_access",
    }
}

/// A signature: the content was drafted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct SignDenunciation {}

/// Why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct DenunciationReason {
    /// In words, without the denouncer's name.
    #[validate(length(min = 1, max = 2000))]
    pub reason: String,
}

/// A longer term.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct LongerTerm {
    /// How hard the matter is.
    pub complexity: Complexity,
    /// In words.
    #[validate(length(min = 1, max = 2000))]
    pub reason: String,
}

/// The conclusion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct DenunciationConclusionBody {
    /// Whether what is denounced was found true.
    pub finding: Finding,
    /// What was verified and found, without the denouncer's name.
    #[validate(length(min = 1, max = 4000))]
    pub verification: String,
    /// What follows for whoever was denounced.
    #[validate(length(min = 1, max = 2000))]
    pub measures: Option<String>,
    /// Signs of a crime were found (L106 110.3).
    pub signs_of_crime: bool,
    /// The investigating body to which they were handed.
    #[validate(length(min = 1, max = 300))]
    pub handed_to: Option<String>,
}

/// Whose access.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct AccessOf {
    /// The user.
    pub user: UserId,
}

impl DenunciationAction {
    /// The user whom the action names.
    pub fn user(&self) -> Option<UserId> {
        match self {
            DenunciationAction::GrantAccess(body) | DenunciationAction::WithdrawAccess(body) => {
                Some(body.user)
            }
            _ => None,
        }
    }
}
