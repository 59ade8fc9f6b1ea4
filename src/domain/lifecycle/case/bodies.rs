//! The bodies of a case's actions: what the API takes, what the OpenAPI document shows. Bounds are declared here; what the law
//! asks of the content is checked where the action takes effect.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::actions;
use crate::domain::case::{NotEnforceableGround, PostponementGround, TerminationGround};
use crate::domain::ids::{DecisionId, ObligationId, OfficeId, PartyId, UserId};
use crate::domain::money::Dong;
use crate::domain::payment::{Channel, ReceiptKind};
use crate::text_enum;

actions! {
    /// Every action of a case. The date of the act, `effective_on`, stands beside it in the request.
    pub enum CaseAction {
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
        /// T-VO-01: the debtor performed directly.
        RecordPerformance(RecordPerformance) = "record_performance",
        /// T-VO-01, T-EN-07: money came in.
        ReceiveMoney(ReceiveMoney) = "receive_money",
        /// T-VO-02: the voluntary period ended.
        EndVoluntaryPeriod(Nothing) = "end_voluntary_period",
        /// T-VO-03: fully performed within the period.
        RecordFullPerformance(Nothing) = "record_full_performance",
        /// T-VO-04: a security measure.
        ApplySecurityMeasure(ApplyMeasure) = "apply_security_measure",
        /// T-VO-05: coercion before the period ends, for a recorded reason.
        CoerceEarly(ApplyMeasure) = "coerce_early",
        /// T-VE-01: verification begins.
        StartVerification(Nothing) = "start_verification",
        /// T-VE-02: the debtor is told to declare assets.
        DemandDeclaration(Nothing) = "demand_declaration",
        /// T-VE-06: có điều kiện thi hành án.
        ConcludeEnforceable(ConcludeEnforceable) = "conclude_enforceable",
        /// T-VE-07: the decision under L106 38.1 is drafted.
        ProposeNotEnforceable(ProposeNotEnforceable) = "propose_not_enforceable",
        /// T-VE-08: chưa có điều kiện thi hành án.
        IssueNotEnforceableDecision(Nothing) = "issue_not_enforceable_decision",
        /// T-VE-09: the debtor is published.
        PublishDebtor(PublishDebtor) = "publish_debtor",
        /// T-VE-12: periodic verification.
        VerifyPeriodically(VerifyAgain) = "verify_periodically",
        /// T-VE-13: written information arrived.
        ReceiveNewInformation(ReceiveNewInformation) = "receive_new_information",
        /// T-VE-14: it was verified.
        VerifyNewInformation(VerifyAgain) = "verify_new_information",
        /// The decision to continue is drafted.
        ProposeContinuation(Reason) = "propose_continuation",
        /// T-VE-15: able again.
        ContinueEnforcement(Nothing) = "continue_enforcement",
        /// The entry into the separate book is drafted.
        ProposeSeparateBook(Reason) = "propose_separate_book",
        /// T-VE-17: the separate book.
        MoveToSeparateBook(Nothing) = "move_to_separate_book",
        /// The notice returning the request is drafted.
        ProposeReturn(Reason) = "propose_return",
        /// T-VE-18: the request goes back.
        ReturnRequest(Nothing) = "return_request",
        /// T-EN-01: a coercion decision.
        IssueCoercionDecision(ApplyMeasure) = "issue_coercion_decision",
        /// T-EN-03: measures are released.
        ReleaseMeasures(ReleaseMeasures) = "release_measures",
        /// The postponement is drafted.
        ProposePostponement(ProposePostponement) = "propose_postponement",
        /// T-HO-01: postponed.
        Postpone(Nothing) = "postpone",
        /// The decision to resume is drafted.
        ProposeResumption(Reason) = "propose_resumption",
        /// T-HO-05: resumed.
        Resume(Nothing) = "resume",
        /// The termination is drafted.
        ProposeTermination(ProposeTermination) = "propose_termination",
        /// T-DC-01: terminated.
        Terminate(Nothing) = "terminate",
        /// The closing record is drafted.
        ProposeEnding(Reason) = "propose_ending",
        /// T-KT-01: ended.
        EndCase(Nothing) = "end_case",
        /// The certificate is drafted.
        ProposeConfirmation(Reason) = "propose_confirmation",
        /// T-KT-05: results certified.
        ConfirmResult(Nothing) = "confirm_result",
    }
}

/// An action that needs nothing beyond its name and date; what it signs was drafted before.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct Nothing {}

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

/// Direct performance between the parties.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RecordPerformance {
    /// The item.
    pub obligation: ObligationId,
    /// The sum, in đồng.
    pub amount: Dong,
    /// The paper that proves it.
    #[validate(length(min = 1, max = 1000))]
    pub evidence: String,
}

/// Money received for the case. The price of an asset is recorded on the asset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ReceiveMoney {
    /// Voluntary or collected by coercion.
    pub kind: ReceiptKind,
    /// How it came.
    pub channel: Channel,
    /// The sum, in đồng.
    pub amount: Dong,
    /// The payer, when a party.
    pub payer: Option<PartyId>,
    /// The bank's reference, for a transfer.
    #[validate(length(min = 1, max = 100))]
    pub bank_reference: Option<String>,
}

/// A measure against a debtor's property.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ApplyMeasure {
    /// The debtor.
    pub debtor: PartyId,
    /// The measure's code, for example `CM-ACC` (deduction from account) or `SM-FRZ-ACC` (freeze of account).
    #[validate(length(min = 4, max = 20))]
    pub measure: String,
    /// Dissipation, destruction or evasion must be stopped: needed before the voluntary period ends (L106 72.1).
    #[validate(length(min = 1, max = 2000))]
    pub reason: Option<String>,
}

/// The conclusion that the debtor can perform.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ConcludeEnforceable {
    /// What he can perform with.
    pub means: Means,
    /// Who confirmed the minutes (L106 37.3).
    #[validate(length(min = 1, max = 300))]
    pub confirmed_by: String,
}

text_enum! {
    /// What a debtor can perform with (L106 3.6).
    pub enum Means {
        /// Assets on record.
        Assets = "assets",
        /// Income.
        Income = "income",
    }
}

/// A proposed decision under L106 38.1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ProposeNotEnforceable {
    /// The ground.
    pub ground: NotEnforceableGround,
    /// The paper that proves it.
    #[validate(length(min = 1, max = 1000))]
    pub proof: String,
    /// The day the ground arose.
    pub ground_on: NaiveDate,
    /// Verification found no other income or assets: needed for grounds B, E, G, H.
    pub no_other_assets: bool,
    /// Who confirmed the minutes (L106 37.3).
    #[validate(length(min = 1, max = 300))]
    pub confirmed_by: String,
    /// Serving a sentence with two years or more left, or new address unknown (L106 38.3).
    #[serde(default)]
    pub yearly: bool,
}

/// Publication of the debtor (ND152 23.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct PublishDebtor {
    /// Address of the portal entry.
    #[validate(length(min = 1, max = 500))]
    pub portal_entry: String,
    /// The decision went to the commune for posting.
    pub sent_to_commune: bool,
}

/// A further verification.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct VerifyAgain {
    /// Whether it showed means.
    pub shows_ability: bool,
    /// Who confirmed the minutes (L106 37.3).
    #[validate(length(min = 1, max = 300))]
    pub confirmed_by: String,
}

/// Written information about the debtor's means (L106 38.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ReceiveNewInformation {
    /// From whom, as a role, for example `creditor`: no name.
    #[validate(length(min = 1, max = 100))]
    pub source: String,
}

/// A draft that needs nothing but its reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct Reason {
    /// In words, with the papers it rests on.
    #[validate(length(min = 1, max = 2000))]
    pub reason: String,
}

/// End of measures (L106 95.2–95.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ReleaseMeasures {
    /// The decision that ordered the measure.
    pub decision: DecisionId,
    /// The ground.
    pub ground: ReleaseGround,
    /// The paper that proves it.
    #[validate(length(min = 1, max = 1000))]
    pub proof: String,
}

text_enum! {
    /// Why a measure ends (L106 95.2–95.3).
    pub enum ReleaseGround {
        /// Debt, fee and costs are all paid.
        Performed = "performed",
        /// The parties agree, against no one's right.
        Agreed = "agreed",
        /// The property is not the debtor's.
        NotDebtors = "not_debtors",
    }
}

/// A proposed postponement (L106 46.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ProposePostponement {
    /// The ground.
    pub ground: PostponementGround,
    /// The paper that proves it.
    #[validate(length(min = 1, max = 1000))]
    pub proof: String,
    /// The end or review date; needed for an agreement.
    pub until: Option<NaiveDate>,
    /// It harms the State or a third person (bars ground C).
    #[serde(default)]
    pub harms_others: bool,
    /// The debtor has other assets or income (bars ground D).
    #[serde(default)]
    pub other_assets: bool,
}

/// A proposed termination (L106 48).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ProposeTermination {
    /// The ground.
    pub ground: TerminationGround,
    /// The paper that proves it.
    #[validate(length(min = 1, max = 1000))]
    pub proof: String,
    /// It harms the State or a third person, or evades the fee (bars ground 4).
    #[serde(default)]
    pub harms_others: bool,
}
