//! Entrustments and delegated verifications received: the actions and what each takes.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::actions;
use crate::domain::entrustment::{EntrustmentFile, ReportKind};
use crate::domain::ids::{ObligationId, OfficeId, UserId};
use crate::domain::judgment::GroupRule;
use crate::domain::lifecycle::case::{Direction, Nothing, Reason};
use crate::domain::money::Dong;
use crate::text_enum;

actions! {
    /// Every action of an entrustment received.
    pub enum EntrustmentAction {
        /// T-IN-14: what was missing of the file arrived.
        CompleteEntrustmentFile(CompleteEntrustmentFile) = "complete_entrustment_file",
        /// The enforcement decision is drafted.
        ProposeEntrustedDecision(ProposeEntrustedDecision) = "propose_entrusted_decision",
        /// T-DE-04: it is signed, and its case opens.
        IssueEntrustedDecision(Nothing) = "issue_entrusted_decision",
        /// The refusal is drafted.
        ProposeEntrustmentRefusal(ProposeEntrustmentRefusal) = "propose_entrustment_refusal",
        /// T-UT-03: refused for an error.
        RefuseEntrustment(Nothing) = "refuse_entrustment",
        /// The decision to handle the asset is drafted.
        ProposeEntrustedAssetDecision(Reason) = "propose_entrusted_asset_decision",
        /// T-DE-05: the asset is handled here.
        IssueEntrustedAssetDecision(Nothing) = "issue_entrusted_asset_decision",
        /// T-DE-09: an officer for the file.
        AssignEntrustedFile(AssignFile) = "assign_entrusted_file",
        /// T-XL-04: decision, valuation, auction time or result go to the sender.
        ReportToSender(ReportToSender) = "report_to_sender",
        /// T-XL-04: paused, resumed or stopped on the sender's notice.
        FollowSender(FollowSender) = "follow_sender",
        /// T-XL-03: the asset was handed over.
        HandOverEntrustedAsset(HandOverEntrustedAsset) = "hand_over_entrusted_asset",
        /// T-XL-03: money and result go to the sender.
        RemitEntrustedMoney(RemitEntrustedMoney) = "remit_entrusted_money",
    }
}

actions! {
    /// Every action of a delegated verification.
    pub enum VerificationDelegationAction {
        /// T-DE-09: an officer for it.
        AssignDelegatedVerification(AssignFile) = "assign_delegated_verification",
        /// T-VE-21: a hard case, with the longer term.
        ExtendDelegatedVerification(Reason) = "extend_delegated_verification",
        /// The answer is drafted on the officer's minutes.
        ProposeVerificationAnswer(ProposeVerificationAnswer) = "propose_verification_answer",
        /// T-VE-21: answered.
        AnswerVerification(Nothing) = "answer_verification",
    }
}

/// What is there now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct CompleteEntrustmentFile {
    /// The file as it is now.
    pub file: EntrustmentFile,
}

/// Items for one enforcement decision on an entrustment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ProposeEntrustedDecision {
    /// The items; one decision for each debtor unless `rule` names an exception.
    #[validate(length(min = 1, max = 20_000))]
    pub obligations: Vec<ObligationId>,
    /// The grouping rule.
    pub rule: GroupRule,
}

text_enum! {
    /// What the receiver says against an entrustment; only an error bears a refusal (ND152 26.5, 27.2).
    pub enum RefusalCause {
        /// An error of content.
        ContentError = "content_error",
        /// An error about the receiver's competence.
        CompetenceError = "competence_error",
        /// Nothing to enforce on is found here: then Article 38, or a further entrustment (ND152 26.4).
        NothingHere = "nothing_here",
        /// Anything else.
        Other = "other",
    }
}

/// A proposed refusal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ProposeEntrustmentRefusal {
    /// Why.
    pub cause: RefusalCause,
    /// In words.
    #[validate(length(min = 1, max = 2000))]
    pub reason: String,
}

/// An officer for a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct AssignFile {
    /// The officer.
    pub officer: UserId,
    /// The division.
    pub division: Option<OfficeId>,
}

/// A letter to the sender (ND152 27.1.d).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ReportToSender {
    /// What about.
    pub kind: ReportKind,
    /// What it says.
    #[validate(length(min = 1, max = 4000))]
    pub content: String,
}

/// A notice of the sender (ND152 27.1.c).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct FollowSender {
    /// What it orders.
    pub direction: Direction,
    /// Its number.
    #[validate(length(min = 1, max = 100))]
    pub notice: String,
    /// Its day.
    pub dated_on: NaiveDate,
    /// With a stop: costs so far, which the sender pays, in đồng.
    pub costs: Option<Dong>,
}

text_enum! {
    /// Who takes an asset (ND152 27.1.b).
    pub enum Taker {
        /// Whoever bought it.
        Buyer = "buyer",
        /// A creditor, in place of money.
        Creditor = "creditor",
    }
}

/// The asset went to whoever bought or took it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct HandOverEntrustedAsset {
    /// Who took it.
    pub taken_by: Taker,
    /// The minutes.
    #[validate(length(min = 1, max = 500))]
    pub minutes: String,
}

/// Money to the sender (ND152 27.1.b).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RemitEntrustedMoney {
    /// What came in, in đồng.
    pub proceeds: Dong,
    /// Costs of enforcement kept back, in đồng.
    pub costs: Dong,
    /// The bank's reference.
    #[validate(length(min = 1, max = 100))]
    pub reference: String,
}

/// The answer to a delegated verification.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ProposeVerificationAnswer {
    /// The day of the minutes.
    pub verified_on: NaiveDate,
    /// Who confirmed them (L106 37.3).
    #[validate(length(min = 1, max = 300))]
    pub confirmed_by: String,
    /// What was found, or why it could not be verified.
    #[validate(length(min = 1, max = 4000))]
    pub findings: String,
}
