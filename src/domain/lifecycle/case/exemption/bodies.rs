//! Exemption and reduction: the actions and what each takes. Bounds are declared here; what the law asks of the content is
//! checked where the action takes effect.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::actions;
use crate::domain::case::ExemptionKind;
use crate::domain::ids::{ExemptionId, PartyId};
use crate::domain::lifecycle::case::Nothing;
use crate::domain::money::Dong;
use crate::text_enum;

actions! {
    /// Exemption and reduction.
    pub enum ExemptionAction {
        /// The proposal is drafted.
        ProposeExemption(ProposeExemption) = "propose_exemption",
        /// T-MG-01: the file goes to the court.
        SendExemptionFile(Nothing) = "send_exemption_file",
        /// What the court or the procuracy did with it.
        RecordExemptionPaper(RecordExemptionPaper) = "record_exemption_paper",
        /// T-MG-02: the decision is in effect.
        RecordExemptionEffect(RecordExemptionEffect) = "record_exemption_effect",
        /// The proposal to reopen is drafted.
        ProposeExemptionReopening(ProposeExemptionReopening) = "propose_exemption_reopening",
        /// T-MG-03: hidden assets were found after the decision took effect.
        RequestExemptionReopening(Nothing) = "request_exemption_reopening",
    }
}

/// One of the two conditions of L106 42.1.a, and what proves it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct Condition {
    /// It is met.
    pub met: bool,
    /// What proves it, either way.
    #[validate(length(min = 1, max = 1000))]
    pub proof: String,
}

/// A proposed exemption or reduction (L106 42–43).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ProposeExemption {
    /// The debtor.
    pub debtor: PartyId,
    /// What is asked for.
    pub kind: ExemptionKind,
    /// By how much a reduction is asked; the most the law allows when absent.
    pub amount: Option<Dong>,
    /// The day of the first enforcement decision, when it is not this case's (42.5).
    pub first_decided_on: Option<NaiveDate>,
    /// No assets, or none that may be processed (42.1.a).
    #[validate(nested)]
    pub assets: Option<Condition>,
    /// No income, or no more than the minimum living (42.1.a).
    #[validate(nested)]
    pub income: Option<Condition>,
    /// The lasting hardship or the great merit, and what proves it; for an exemption from the rest (42.3).
    #[validate(length(min = 1, max = 2000))]
    pub hardship: Option<String>,
    /// The written opinion of the procuracy of the same level: its number and day (43).
    #[validate(length(min = 1, max = 300))]
    pub procuracy_opinion: String,
}

text_enum! {
    /// What happened to a proposal (L106 44–45).
    pub enum CourtStep {
        /// The court accepted the file.
        Accepted = "accepted",
        /// It did not, or the proposal was withdrawn.
        Dropped = "dropped",
        /// The court decided.
        Decided = "decided",
        /// The procuracy of the same level received the decision.
        Received = "received",
        /// The upper procuracy received it.
        ReceivedAbove = "received_above",
        /// A protest was lodged.
        Protested = "protested",
        /// The file reached the upper court.
        FileUp = "file_up",
        /// The upper court decided.
        AppealDecided = "appeal_decided",
    }
}

/// A step of the court or the procuracy. The day of the act is the day of the step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RecordExemptionPaper {
    /// The proposal.
    pub exemption: ExemptionId,
    /// What happened.
    pub step: CourtStep,
    /// The paper's number.
    #[validate(length(min = 1, max = 200))]
    pub number: String,
    /// With a decision: by how much the duty falls; zero when it was refused.
    pub granted: Option<Dong>,
}

/// A decision that is in effect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RecordExemptionEffect {
    /// The proposal.
    pub exemption: ExemptionId,
}

/// Hidden or dissipated assets were found (L106 45.5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ProposeExemptionReopening {
    /// The proposal whose decision is in effect.
    pub exemption: ExemptionId,
    /// Whom it goes to: the chief justice or chief procurator who may protest.
    #[validate(length(min = 1, max = 200))]
    pub to: String,
    /// What was found, and what proves it.
    #[validate(length(min = 1, max = 2000))]
    pub evidence: String,
}
