//! The seizure and what follows it on the spot: the actions and what each takes.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::actions;
use crate::domain::asset::{Custody, GoodsEnd, ProportionException};
use crate::domain::lifecycle::case::Nothing;
use crate::domain::money::Dong;

actions! {
    /// Decision, notices, minutes, custody, papers, other people's goods.
    pub enum SeizureAction {
        /// A-15E: dissipation, destruction or evasion must be stopped.
        RecordEvasion(RecordEvasion) = "record_evasion",
        /// the seizure decision.
        IssueSeizureDecision(IssueSeizureDecision) = "issue_seizure_decision",
        /// the mortgagee is told.
        TellMortgagee(Nothing) = "tell_mortgagee",
        /// A-17N: notices of seizure and costs.
        ServeSeizureNotices(ServeSeizureNotices) = "serve_seizure_notices",
        /// the seizure is carried out.
        CarryOutSeizure(CarryOutSeizure) = "carry_out_seizure",
        /// what the judgment attaches is taken over.
        TakeOverAttachment(TakeOverAttachment) = "take_over_attachment",
        /// something attached to it is seized with it.
        SeizeSupplement(SeizeSupplement) = "seize_supplement",
        /// title papers are asked for.
        DemandPapers(DemandPapers) = "demand_title_papers",
        /// A-20R: they came, or cannot be had.
        ReceivePapers(ReceivePapers) = "receive_title_papers",
        /// A-20N: the registry is told of the seizure.
        NotifyRegistry(Nothing) = "notify_registry",
        /// A-67N: the registry is told that the seizure is over.
        NotifyRegistryRelease(Nothing) = "notify_registry_release",
        /// others must remove their goods.
        OrderRemoval(Nothing) = "order_removal",
        /// A-21S: what became of their goods.
        SettleGoods(SettleGoods) = "settle_goods",
        /// A-22W: storage costs more than the thing; the debtor may keep it himself.
        OfferSelfCustody(Nothing) = "offer_self_custody",
        /// somebody else keeps it.
        ChangeCustody(Custody) = "change_custody",
        /// A-18L: a lot is taken apart before it is valued.
        DissolveLot(Nothing) = "dissolve_lot",
    }
}

/// Why it cannot wait (L106 72.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RecordEvasion {
    /// What the debtor does or is about to do.
    #[validate(length(min = 1, max = 2000))]
    pub reason: String,
    /// The evidence.
    #[validate(length(min = 1, max = 1000))]
    pub evidence: String,
}

/// A seizure decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct IssueSeizureDecision {
    /// Which exception allows an asset worth more than debt and costs (L106 72.3); needed where it is.
    pub proportion_exception: Option<ProportionException>,
    /// Only the debtor's part of common property that can be divided (L106 39.2).
    #[serde(default)]
    pub debtors_part_only: bool,
    /// The place among several seizures of one thing; needed where another file has it under seizure.
    #[validate(range(min = 2, max = 99))]
    pub rank: Option<u32>,
}

/// Notices before a seizure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ServeSeizureNotices {
    /// Parties, procuracy, land body and commune were told (L106 80.2.a).
    pub seizure: bool,
    /// The parties were told of the estimated costs (L106 72.7).
    pub costs: bool,
    /// Dissipation, destruction or evasion must be stopped: lifts the waits.
    #[validate(length(min = 1, max = 2000))]
    pub urgent_reason: Option<String>,
}

/// The minutes of a seizure (L106 80.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct CarryOutSeizure {
    /// The hour it began, `HH:MM`.
    #[validate(length(equal = 5))]
    pub began_at: String,
    /// The hour it ended, `HH:MM`.
    #[validate(length(equal = 5))]
    pub ended_at: String,
    /// Commune authority, or representative of village or quarter, was present.
    pub commune_present: bool,
    /// The land body was present (real estate).
    #[serde(default)]
    pub land_body_present: bool,
    /// The minutes carry what L106 80.1 asks and every signature.
    pub minutes_complete: bool,
    /// Who keeps the asset (L106 40.1).
    #[validate(nested)]
    pub custody: Custody,
    /// The title papers were asked for on the spot (registrable assets).
    #[serde(default)]
    pub papers_demanded: bool,
    /// Forces were called out: a plan must stand behind it (L106 72.6).
    #[serde(default)]
    pub with_forces: bool,
    /// Costs of the seizure, in đồng.
    #[serde(default)]
    pub costs: Dong,
}

/// What the judgment attaches is taken over as it is (L106 60, 78.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct TakeOverAttachment {
    /// It is as the minutes or decision of the attachment say.
    pub as_described: bool,
    /// The explanation of the body that attached it, where it is not (L106 60.2).
    #[validate(length(min = 1, max = 1000))]
    pub explanation: Option<String>,
    /// Who keeps it.
    #[validate(nested)]
    pub custody: Custody,
    /// Costs, in đồng.
    #[serde(default)]
    pub costs: Dong,
}

/// Something further, attached to the seized asset (L106 80.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct SeizeSupplement {
    /// What it is.
    #[validate(length(min = 1, max = 300))]
    pub name: String,
}

/// A demand for title papers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct DemandPapers {
    /// The creditor who asks for enforcement holds them (ND152 42.8).
    #[serde(default)]
    pub held_by_creditor: bool,
}

/// What became of the title papers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ReceivePapers {
    /// They cannot be recovered (ND152 69.2).
    #[serde(default)]
    pub unrecoverable: bool,
}

/// What became of other people's goods (L106 81.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct SettleGoods {
    /// The outcome.
    pub end: GoodsEnd,
}
