//! Verification and classification: the actions and what each takes. Bounds are declared here; what the law asks of the content
//! is checked where the action takes effect.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use crate::actions;
use crate::domain::case::{
    AnswerKind, DeclarationOutcome, DelegationSubject, HolderKind, NotEnforceableGround, RecallGround,
    ResultSource, VerificationForm,
};
use crate::domain::ids::{AssetId, DecisionId, ObligationId, PartyId};
use crate::domain::lifecycle::case::{Nothing, Reason};
use crate::text_enum;

actions! {
    /// Verification and classification.
    pub enum VerificationAction {
        /// T-VO-02: the voluntary period ended.
        EndVoluntaryPeriod(Nothing) = "end_voluntary_period",
        /// T-VE-01: verification begins.
        StartVerification(StartVerification) = "start_verification",
        /// T-VE-01: an inquiry to a holder of information.
        SendInquiry(SendInquiry) = "send_inquiry",
        /// T-VE-20: the holder answered or refused.
        RecordInquiryAnswer(RecordInquiryAnswer) = "record_inquiry_answer",
        /// T-VE-02: the debtor is told to declare assets.
        DemandDeclaration(Nothing) = "demand_declaration",
        /// T-VE-02: declared, not declared, or untrue.
        RecordDeclaration(RecordDeclaration) = "record_declaration",
        /// The delegation of a verification is drafted.
        ProposeDelegatedVerification(DelegateVerification) = "propose_delegated_verification",
        /// T-VE-03: another agency is asked to verify.
        DelegateVerification(Nothing) = "delegate_verification",
        /// T-VE-03: that agency received it; its term runs.
        RecordDelegationReceipt(OfDelegation) = "record_delegation_receipt",
        /// T-VE-20: that agency answered.
        RecordDelegationAnswer(DelegationAnswer) = "record_delegation_answer",
        /// T-VE-04: a result, or a protest about one, was handed in.
        ReceiveVerificationResult(ReceiveResult) = "receive_verification_result",
        /// T-VE-05: verified again.
        VerifyAgain(Reverify) = "verify_again",
        /// T-VE-06: có điều kiện thi hành án.
        ConcludeEnforceable(ConcludeEnforceable) = "conclude_enforceable",
        /// T-VE-07: the decision under L106 38.1 is drafted.
        ProposeNotEnforceable(ProposeNotEnforceable) = "propose_not_enforceable",
        /// T-VE-08: chưa có điều kiện thi hành án.
        IssueNotEnforceableDecision(Nothing) = "issue_not_enforceable_decision",
        /// T-VE-09: the debtor is published.
        PublishDebtor(PublishDebtor) = "publish_debtor",
        /// T-VE-10: a change of the published data became known.
        NotePublicationChange(Reason) = "note_publication_change",
        /// T-VE-10: the published data are corrected.
        CorrectPublication(PublishDebtor) = "correct_publication",
        /// T-VE-11: the public notice is taken down.
        RemovePublication(RemovePublication) = "remove_publication",
        /// T-VE-11: the commune took its posting down.
        RecordCommuneRemoval(Nothing) = "record_commune_removal",
        /// T-VE-12: periodic verification.
        VerifyPeriodically(VerifyAgain) = "verify_periodically",
        /// T-VE-12: the head accepts that periodic verifications were late.
        ExcuseLateVerification(Reason) = "excuse_late_verification",
        /// T-VE-13: written information arrived.
        ReceiveNewInformation(ReceiveNewInformation) = "receive_new_information",
        /// T-VE-14: it was verified.
        VerifyNewInformation(VerifyAgain) = "verify_new_information",
        /// The decision to continue is drafted.
        ProposeContinuation(ProposeContinuation) = "propose_continuation",
        /// T-VE-15: able again.
        ContinueEnforcement(Nothing) = "continue_enforcement",
        /// The recall of a wrong decision under L106 38.1 is drafted.
        ProposeNotEnforceableRecall(RecallNotEnforceable) = "propose_not_enforceable_recall",
        /// T-VE-16: it is recalled.
        RecallNotEnforceableDecision(Nothing) = "recall_not_enforceable_decision",
        /// The entry into the separate book is drafted.
        ProposeSeparateBook(Reason) = "propose_separate_book",
        /// T-VE-17: the separate book.
        MoveToSeparateBook(Nothing) = "move_to_separate_book",
        /// The notice returning the request is drafted.
        ProposeReturn(Reason) = "propose_return",
        /// T-VE-18: the request goes back.
        ReturnRequest(Nothing) = "return_request",
        /// T-VE-19: the creditor is asked to hand over the debtor's title papers.
        DemandPapers(DemandPapers) = "demand_papers",
        /// T-VE-19: he did.
        RecordPapersHandedOver(OfAsset) = "record_papers_handed_over",
        /// The return for papers withheld is drafted.
        ProposeReturnForPapers(ReturnForPapers) = "propose_return_for_papers",
        /// T-VE-19: the request goes back, because papers are withheld.
        ReturnForWithheldPapers(Nothing) = "return_for_withheld_papers",
    }
}

/// The beginning of a verification, with the inquiries that go out with it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct StartVerification {
    /// Inquiries sent at once.
    #[serde(default)]
    #[validate(length(max = 50), nested)]
    pub inquiries: Vec<SendInquiry>,
}

/// An inquiry. The day of the act is the day the holder received it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct SendInquiry {
    /// The holder's kind: the term to answer hangs on it.
    pub holder: HolderKind,
    /// About which debtor; all when absent.
    pub debtor: Option<PartyId>,
    /// What is asked (ND152 21.4): no personal data.
    #[validate(length(min = 1, max = 1000))]
    pub asks: String,
    /// The day it was sent, where that is not the day of receipt.
    pub sent_on: Option<NaiveDate>,
}

/// A holder's answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RecordInquiryAnswer {
    /// The inquiry.
    pub inquiry: Uuid,
    /// Answered or refused.
    pub outcome: AnswerKind,
    /// What it says in brief; of a refusal its reasons (ND152 21.6.a).
    #[validate(length(min = 1, max = 2000))]
    pub content: String,
    /// Whether it shows means.
    pub shows_means: Option<bool>,
}

/// What became of the demand to declare.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RecordDeclaration {
    /// The debtor.
    pub debtor: PartyId,
    /// Given, not given, untrue.
    pub outcome: DeclarationOutcome,
}

/// A verification asked of another agency (ND152 21.5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct DelegateVerification {
    /// What is to be verified.
    pub subject: DelegationSubject,
    /// The agency that is asked.
    #[validate(length(min = 1, max = 200))]
    pub agency: String,
    /// The content asked, in writing.
    #[validate(length(min = 1, max = 2000))]
    pub content: String,
}

/// A delegation of verification, by its document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct OfDelegation {
    /// The written delegation.
    pub delegation: DecisionId,
}

/// The other agency's answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct DelegationAnswer {
    /// The written delegation.
    pub delegation: DecisionId,
    /// Whether it shows means.
    pub shows_ability: bool,
    /// Who confirmed the minutes (L106 37.3).
    #[validate(length(min = 1, max = 300))]
    pub confirmed_by: String,
}

/// A result, or a protest about one (L106 37.5, 37.8).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ReceiveResult {
    /// From whom, as a role.
    pub source: ResultSource,
    /// Whether it shows means; needed of everything but a protest.
    pub shows_ability: Option<bool>,
}

text_enum! {
    /// Why it is verified again (L106 37.5).
    pub enum ReverifyReason {
        /// The officer sees need.
        Need = "need",
        /// His result and the creditor's differ.
        Difference = "difference",
        /// A protest about the result.
        Protest = "protest",
        /// The result that was handed in is right, and used (L106 37.5, 37.8).
        ResultUsed = "result_used",
        /// A file of exemption or reduction needs fresh minutes (L106 43.3).
        ExemptionFile = "exemption_file",
    }
}

/// A verification made again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct Reverify {
    /// Why.
    pub reason: ReverifyReason,
    /// The result or protest that it answers; needed for a difference, a protest, a result used.
    pub result: Option<Uuid>,
    /// Whether it showed means.
    pub shows_ability: bool,
    /// Who confirmed the minutes (L106 37.3).
    #[validate(length(min = 1, max = 300))]
    pub confirmed_by: String,
    /// How it was carried out.
    #[serde(default)]
    pub form: VerificationForm,
}

/// The conclusion that the debtor can perform.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ConcludeEnforceable {
    /// What he can perform with.
    pub means: Means,
    /// The item whose thing he, or another, has; with `thing`.
    #[serde(default)]
    pub obligation: Option<ObligationId>,
    /// Who confirmed the minutes (L106 37.3).
    #[validate(length(min = 1, max = 300))]
    pub confirmed_by: String,
    /// Whom it concerns; everybody who is being verified when none is named.
    #[serde(default)]
    #[validate(length(max = 1000))]
    pub debtors: Vec<PartyId>,
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
    /// The debtors whom it covers; all when none is named ([U15]).
    #[serde(default)]
    #[validate(length(max = 1000))]
    pub debtors: Vec<PartyId>,
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

/// The end of a publication (ND152 23.2). The day of the act is the day the commune received the letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RemovePublication {
    /// A letter went to the commune, so that it takes its posting down.
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
    /// How it was carried out.
    #[serde(default)]
    pub form: VerificationForm,
}

/// Written information about the debtor's means (L106 38.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ReceiveNewInformation {
    /// From whom, as a role, for example `creditor`: no name.
    #[validate(length(min = 1, max = 100))]
    pub source: String,
}

/// A proposed decision to continue (L106 38.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ProposeContinuation {
    /// In words, with the papers it rests on.
    #[validate(length(min = 1, max = 2000))]
    pub reason: String,
    /// Who is able again; everybody when none is named.
    #[serde(default)]
    #[validate(length(max = 1000))]
    pub debtors: Vec<PartyId>,
}

/// The recall of a decision under L106 38.1 that was wrong from the start (L106 52.1, 52.5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RecallNotEnforceable {
    /// The ground.
    pub ground: RecallGround,
    /// What was wrong, with the papers it rests on.
    #[validate(length(min = 1, max = 2000))]
    pub reason: String,
    /// What follows in law (L106 52.5).
    #[validate(length(min = 1, max = 2000))]
    pub consequence: String,
}

/// A demand for the debtor's title papers (ND152 42.8).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct DemandPapers {
    /// The creditor who asked for enforcement and holds them.
    pub creditor: PartyId,
    /// The asset.
    pub asset: AssetId,
}

/// An asset of the case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct OfAsset {
    /// The asset.
    pub asset: AssetId,
}

/// The proposed return of a request whose creditor withholds papers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ReturnForPapers {
    /// The asset.
    pub asset: AssetId,
    /// In words, with the papers it rests on.
    #[validate(length(min = 1, max = 2000))]
    pub reason: String,
}

text_enum! {
    /// What a debtor can perform with (L106 3.6).
    pub enum Means {
        /// Assets on record.
        Assets = "assets",
        /// Income.
        Income = "income",
        /// He can do the act himself or through another.
        Act = "act",
        /// The thing that he must hand over is there (L106 3.6, 88).
        Thing = "thing",
    }
}
