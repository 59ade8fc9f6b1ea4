//! From the decision to the voluntary period: assignment, file, procuracy, notice: the actions and what each takes. Bounds are declared here; what the law asks of the content is checked where the
//! action takes effect.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::actions;
use crate::domain::case::{Circumstances, NoticeChannel};
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
        /// The publication of the decision is drafted.
        ProposeMediaNotice(DecideMediaNotice) = "propose_media_notice",
        /// T-NO-06: the head decides to publish the enforcement decision.
        DecideMediaNotice(Nothing) = "decide_media_notice",
        /// T-NO-06: it was published twice.
        RecordMediaNotice(RecordMediaNotice) = "record_media_notice",
        /// T-NO-07: papers went abroad.
        SendAbroad(SendAbroad) = "send_abroad",
        /// T-NO-07: the ministry was asked to urge.
        UrgeAbroad(OfDebtor) = "urge_abroad",
        /// T-NO-07: impossibility or failure was reported.
        RecordAbroadFailure(OfDebtor) = "record_abroad_failure",
        /// T-NO-07: notice abroad counts.
        RecordAbroadNotice(RecordAbroadNotice) = "record_abroad_notice",
        /// T-NO-08: the decision went to the head of the prison.
        SendDecisionToPrison(SendDecisionToPrison) = "send_decision_to_prison",
        /// T-NO-08: the prison delivered it.
        RecordPrisonDelivery(RecordPrisonDelivery) = "record_prison_delivery",
        /// T-NO-01: a document was sent off.
        DispatchNotice(DispatchNotice) = "dispatch_notice",
        /// T-NO-10: notice of a document counts.
        RecordValidNotice(RecordValidNotice) = "record_valid_notice",
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
    /// Why a decision may be published instead of handed over (ND152 18.1).
    pub enum MediaGround {
        /// Many parties: the head decides.
        ManyParties = "many_parties",
        /// The law prescribes it.
        Prescribed = "prescribed",
        /// The addressee asks for it and pays.
        AskedAndPaid = "asked_and_paid",
    }
}

/// Publication of the enforcement decision (ND152 18.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct DecideMediaNotice {
    /// Why.
    pub ground: MediaGround,
    /// For whom.
    #[validate(length(min = 1, max = 5000))]
    pub debtors: Vec<PartyId>,
}

/// Two consecutive publications (ND152 18.2); notice counts from the second.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RecordMediaNotice {
    /// The decision to publish.
    pub decision: DecisionId,
    /// The newspaper or station.
    #[validate(length(min = 1, max = 200))]
    pub organ: String,
    /// The first publication. The day of the act is the day of the second.
    pub first_on: NaiveDate,
    /// The next issue of a daily, or the next day's broadcast, followed at once.
    pub consecutive: bool,
}

/// Papers on their way abroad (L106 35.4; ND152 19.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct SendAbroad {
    /// The debtor.
    pub debtor: PartyId,
    /// The ways taken; the first notice also goes digitally once that is announced.
    #[validate(length(min = 1, max = 5))]
    pub channels: Vec<NoticeChannel>,
}

/// A step about one debtor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct OfDebtor {
    /// The debtor.
    pub debtor: PartyId,
    /// The paper, in brief.
    #[validate(length(min = 1, max = 1000))]
    pub paper: String,
}

/// A result from abroad (ND152 19.2–19.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RecordAbroadNotice {
    /// The debtor.
    pub debtor: PartyId,
    /// By which way.
    pub channel: NoticeChannel,
    /// What proves it.
    #[validate(length(min = 1, max = 1000))]
    pub evidence: String,
}

/// The decision and its letter to the head of a prison (ND152 33.1–33.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct SendDecisionToPrison {
    /// The debtor.
    pub debtor: PartyId,
    /// The prison.
    #[validate(length(min = 1, max = 200))]
    pub prison: String,
    /// The letter names the agency's address and account, what is to be paid or received, the rights and the costs.
    pub letter_complete: bool,
}

/// What came back from the prison (ND152 33.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RecordPrisonDelivery {
    /// The debtor.
    pub debtor: PartyId,
    /// The prisoner refused to sign.
    pub refused: bool,
    /// A witness signed the minutes, needed for a refusal.
    #[serde(default)]
    pub witness: bool,
}

/// A document on its way to one addressee.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct DispatchNotice {
    /// The document.
    pub document: DecisionId,
    /// The addressee: a party of the judgment.
    pub addressee: PartyId,
    /// What is known of the addressee.
    pub circumstances: Circumstances,
    /// How it goes.
    pub channel: NoticeChannel,
}

/// Proof that an addressee was notified of a document other than the enforcement decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RecordValidNotice {
    /// The document.
    pub document: DecisionId,
    /// The addressee: a party of the judgment.
    pub addressee: PartyId,
    /// What is known of the addressee.
    pub circumstances: Circumstances,
    /// How it came.
    pub channel: NoticeChannel,
    /// Who took it, for a delivery.
    pub receiver: Option<Receiver>,
    /// Hour and minute, needed for a co-resident (ND152 16.3).
    #[validate(length(max = 5))]
    pub hour: Option<String>,
    /// A witness signed, needed for a refusal and for a posting (ND152 16.6, 17.3).
    #[serde(default)]
    pub witness: bool,
    /// What proves it, in brief.
    #[validate(length(min = 1, max = 1000))]
    pub evidence: String,
    /// Everybody concerned has now been notified of the document (L106 35.1).
    pub completes: bool,
}
