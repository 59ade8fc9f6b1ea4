//! From discovery to the eve of the seizure: the actions and what each takes.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::actions;
use crate::domain::asset::{Findings, Share};
use crate::domain::money::Dong;
use crate::text_enum;

actions! {
    /// Registry, verification, exclusion, shares, claims of third persons, exploitation.
    pub enum DiscoveryAction {
        /// the registry is asked.
        QueryRegistry(QueryRegistry) = "query_registry",
        /// owner, encumbrances and value are recorded.
        RecordVerification(RecordVerification) = "record_verification",
        /// excluded by law.
        ExcludeAsset(ExcludeAsset) = "exclude_asset",
        /// debtor, creditor and co-owners are told to divide the property or to sue.
        AskForShare(OnPaper) = "ask_for_share",
        /// the debtor's share is agreed or decided.
        RecordShare(RecordShare) = "record_share",
        /// a party or the bailiff asks the court for the share.
        ReferShare(ReferShare) = "refer_share",
        /// a third person claims the asset.
        RecordClaim(OnPaper) = "record_claim",
        /// nobody has sued, or the claim is not about ownership.
        DismissClaim(DismissClaim) = "dismiss_claim",
        /// a court or authority has taken the claim up.
        AcceptSuit(OnPaper) = "accept_suit",
        /// the court or authority has decided.
        RecordRuling(RecordRuling) = "record_ruling",
        /// a sham transaction; the creditor is told to sue.
        ReportSham(OnPaper) = "report_sham",
        /// exploited instead of sold.
        DecideExploitation(DecideExploitation) = "decide_exploitation",
        /// A-13C: the contract of exploitation is signed.
        SignExploitation(OnPaper) = "sign_exploitation_contract",
        /// exploitation ends.
        EndExploitation(EndExploitation) = "end_exploitation",
    }
}

/// A question to a registry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct QueryRegistry {
    /// The registry.
    #[validate(length(min = 1, max = 300))]
    pub registry: String,
}

/// What verification found; the answer of the registry is part of it for a registrable asset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RecordVerification {
    /// The day the registry answered.
    pub registry_answered_on: Option<NaiveDate>,
    /// The asset is the debtor's (L106 78.1).
    pub owned_by_debtor: bool,
    /// Others own it too, or have a priority to buy.
    #[serde(default)]
    pub co_owners: bool,
    /// Under another authority's measure (ND152 42.5).
    #[serde(default)]
    pub other_authority: bool,
    /// The officer's estimate, in đồng.
    pub estimated_value: Dong,
    /// Everything else that was looked at.
    #[serde(default)]
    #[validate(nested)]
    pub findings: Findings,
}

/// An exclusion (L106 79).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ExcludeAsset {
    /// The entry of the list, for example `EX-2dd`.
    #[validate(length(min = 4, max = 8))]
    pub entry: String,
}

/// An act that rests on a paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct OnPaper {
    /// The paper, by number and day, or what it says in brief: no name of a person.
    #[validate(length(min = 1, max = 1000))]
    pub paper: String,
}

/// The debtor's share (L106 39.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RecordShare {
    /// The share.
    #[validate(nested)]
    pub share: Share,
    /// The agreement or the court's decision.
    #[validate(length(min = 1, max = 1000))]
    pub paper: String,
}

/// The way to the court for the share (L106 39.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ReferShare {
    /// A party has asked the court itself; else the bailiff does, when the thirty days are over.
    #[serde(default)]
    pub by_party: bool,
    /// The petition.
    #[validate(length(min = 1, max = 1000))]
    pub paper: String,
}

/// A claim that comes to nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct DismissClaim {
    /// It is not about ownership or use: no need to wait for the thirty days.
    #[serde(default)]
    pub not_about_ownership: bool,
    /// The minutes.
    #[validate(length(min = 1, max = 1000))]
    pub paper: String,
}

/// What the court or authority decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RecordRuling {
    /// The judgment or decision.
    #[validate(length(min = 1, max = 1000))]
    pub paper: String,
    /// The asset, or a share in it, is the debtor's.
    pub debtors: bool,
    /// The debtor's share, where it is common.
    #[validate(nested)]
    pub share: Option<Share>,
}

/// Exploitation (L106 77).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct DecideExploitation {
    /// Form, sums and dates.
    #[validate(length(min = 1, max = 2000))]
    pub form: String,
    /// Worth far more than the debt, and fit to be exploited (77.1.a).
    #[serde(default)]
    pub worth_far_more: bool,
    /// The creditor agrees and nobody else is hurt (77.1.b).
    #[serde(default)]
    pub creditor_agrees: bool,
}

/// The end of exploitation (L106 95.4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct EndExploitation {
    /// Why.
    pub ground: ExploitationEnd,
    /// The paper that proves it.
    #[validate(length(min = 1, max = 1000))]
    pub paper: String,
}

text_enum! {
    /// Why exploitation ends.
    pub enum ExploitationEnd {
        /// It yields too little or hinders enforcement (95.4.a).
        Inefficient = "inefficient",
        /// It is not done as it must be (95.4.b).
        NotDone = "not_done",
        /// Debt, fee and costs are paid (95.4.c).
        Paid = "paid",
    }
}
