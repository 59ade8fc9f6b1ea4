//! From the decision to the voluntary period: assignment, file, procuracy, notice: the actions and what each takes. Bounds are declared here; what the law asks of the content is checked where the
//! action takes effect.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::actions;
use crate::domain::ids::{DecisionId, OfficeId, PartyId, UserId};
use crate::domain::lifecycle::case::Nothing;
use crate::text_enum;

actions! {
    /// From the decision to the voluntary period: assignment, file, procuracy, notice.
    pub enum NoticeAction {
        /// T-DE-09: the head assigns division and officer.
        AssignOfficer(AssignOfficer) = "assign_officer",
        /// T-DE-10: the officer opens the file.
        OpenFile(Nothing) = "open_file",
        /// T-DE-18: a decision goes to the procuracy.
        SendToProcuracy(SendToProcuracy) = "send_to_procuracy",
        /// T-NO-02: the enforcement decision was handed over.
        RecordDirectNotice(RecordDirectNotice) = "record_direct_notice",
        /// T-NO-03: delivery failed, with minutes and a witness.
        RecordFailedDelivery(RecordFailedDelivery) = "record_failed_delivery",
        /// T-NO-04: the decision was posted.
        PostNotice(PostNotice) = "post_notice",
        /// T-NO-05: the posting was taken down.
        TakeDownPosting(TakeDownPosting) = "take_down_posting",
    }
}

/// Assignment of division and officer (L106 22.2, 32.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct AssignOfficer {
    /// The division that will handle it.
    pub division: Option<OfficeId>,
    /// An enforcement officer of the office.
    pub officer: UserId,
    /// The officer is no relative of a party (L106 16.2.d).
    pub no_conflict: bool,
}

/// Transmission of a decision to the procuracy (L106 35.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct SendToProcuracy {
    /// The decision.
    pub decision: DecisionId,
}

/// Delivery of the enforcement decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RecordDirectNotice {
    /// The debtor.
    pub debtor: PartyId,
    /// How.
    pub channel: NoticeChannel,
    /// Who took it.
    pub receiver: Receiver,
    /// Hour and minute, needed for a co-resident (ND152 16.3).
    #[validate(length(max = 5))]
    pub hour: Option<String>,
    /// A witness signed, needed for a refusal (ND152 16.6).
    pub witness: bool,
}

/// A delivery that failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RecordFailedDelivery {
    /// The debtor.
    pub debtor: PartyId,
    /// Why.
    #[validate(length(min = 1, max = 1000))]
    pub reason: String,
    /// A witness signed the minutes (ND152 16.3).
    pub witness: bool,
}

/// A posting (ND152 17).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct PostNotice {
    /// The debtor.
    pub debtor: PartyId,
    /// At the commune's People's Committee or hamlet house.
    pub at_commune: bool,
    /// At the last residence or seat, where there is one.
    pub at_residence: bool,
    /// A witness signed.
    pub witness: bool,
}

/// Taking a posting down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct TakeDownPosting {
    /// The debtor.
    pub debtor: PartyId,
}

text_enum! {
    /// Who took the document (ND152 16.3–16.6).
    pub enum Receiver {
        /// The addressee.
        Addressee = "addressee",
        /// A capable co-resident, who undertakes to hand it over.
        CoResident = "co_resident",
        /// The addressee refused before a witness: valid at once.
        RefusedBeforeWitness = "refused_before_witness",
        /// An organisation's representative.
        Organisation = "organisation",
    }
}

text_enum! {
    /// How the decision was carried to the addressee.
    pub enum NoticeChannel {
        /// Physical delivery.
        Physical = "physical",
        /// Digital only: never enough for an enforcement decision (ND152 16.1.b).
        Digital = "digital",
    }
}
