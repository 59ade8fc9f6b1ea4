//! Verification and classification: the actions and what each takes. Bounds are declared here; what the law asks of the content is checked where the
//! action takes effect.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::actions;
use crate::domain::case::NotEnforceableGround;
use crate::domain::lifecycle::case::{Nothing, Reason};
use crate::text_enum;

actions! {
    /// Verification and classification.
    pub enum VerificationAction {
        /// T-VO-02: the voluntary period ended.
        EndVoluntaryPeriod(Nothing) = "end_voluntary_period",
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
    }
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

text_enum! {
    /// What a debtor can perform with (L106 3.6).
    pub enum Means {
        /// Assets on record.
        Assets = "assets",
        /// Income.
        Income = "income",
    }
}
