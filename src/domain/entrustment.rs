//! An entrustment received from another agency (ủy thác thi hành án, ủy thác xử lý tài sản đến): what came, what became of it. The
//! first kind leads to a case, the second stays a file of its own (L106 49.2, 50.3; ND152 26–27).

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::case::Agency;
use super::ids::{CaseId, DecisionId, JudgmentId, ObligationId};
use super::judgment::Draft;
use super::matter::{Matter, MatterHead};
use super::money::Dong;
use crate::text_enum;

text_enum! {
    /// What was entrusted.
    pub enum EntrustmentKind {
        /// The enforcement, wholly or of some items (L106 49).
        Enforcement = "enforcement",
        /// The handling of an asset (L106 50).
        Asset = "asset",
    }
}

text_enum! {
    /// Where an entrustment received stands.
    pub enum EntrustmentState {
        /// Entered in the register.
        Received = "received",
        /// Some of its items have a decision.
        PartDecided = "part_decided",
        /// Every item has its decision: cases go on from here.
        Decided = "decided",
        /// An asset entrustment entered in the register.
        AssetReceived = "asset_received",
        /// The asset is being handled.
        AssetHandling = "asset_handling",
        /// On the sender's notice nothing is done for now.
        AssetPaused = "asset_paused",
        /// On the sender's notice the handling ended.
        AssetStopped = "asset_stopped",
        /// Money and result went to the sender.
        AssetClosed = "asset_closed",
        /// Refused for an error of content or competence.
        Refused = "refused",
    }
}

impl EntrustmentState {
    /// Nothing more happens to it here.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Decided | Self::AssetStopped | Self::AssetClosed | Self::Refused)
    }
}

/// What came with the decision (ND152 26.3, 27.1.a).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
pub struct EntrustmentFile {
    /// The entrustment decision.
    pub decision: bool,
    /// The judgment.
    pub judgment: bool,
    /// The sender's enforcement decision; needed for an asset.
    #[serde(default)]
    pub enforcement_decision: bool,
    /// Minutes of seizure or custody, when there are any.
    #[serde(default)]
    pub minutes: bool,
}

impl EntrustmentFile {
    /// What is missing, as codes.
    pub fn missing(&self, kind: EntrustmentKind) -> Vec<&'static str> {
        let asset = kind == EntrustmentKind::Asset;
        [
            (self.decision, "decision"),
            (self.judgment, "judgment"),
            (self.enforcement_decision || !asset, "enforcement_decision"),
        ]
        .into_iter()
        .filter_map(|(there, name)| (!there).then_some(name))
        .collect()
    }
}

text_enum! {
    /// What is sent to the agency that entrusted an asset (ND152 27.1.d).
    pub enum ReportKind {
        /// The decision to handle the asset.
        Decision = "decision",
        /// The result of the valuation, or the price.
        Valuation = "valuation",
        /// The time of the auction.
        AuctionTime = "auction_time",
        /// The result.
        Result = "result",
    }
}

/// A letter to the sender.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Report {
    /// What about.
    pub kind: ReportKind,
    /// The document.
    pub document: DecisionId,
    /// The day.
    pub on: NaiveDate,
}

/// The money of an asset, gone to the sender (ND152 27.1.b).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Remittance {
    /// What came in, in đồng.
    pub proceeds: Dong,
    /// Costs kept back, in đồng.
    pub costs: Dong,
    /// What went to the sender, in đồng.
    pub remitted: Dong,
    /// The day.
    pub on: NaiveDate,
}

/// An entrustment received.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Entrustment {
    /// What every matter has.
    #[serde(flatten)]
    pub head: MatterHead,
    /// What was entrusted.
    pub kind: EntrustmentKind,
    /// Where it stands.
    pub state: EntrustmentState,
    /// Who entrusted it.
    pub sender: Agency,
    /// The number of the sender's decision.
    pub decision_number: String,
    /// Its day.
    pub decision_on: NaiveDate,
    /// The sender's document, when the sender works with this system.
    pub sent: Option<DecisionId>,
    /// The sender's first enforcement decision (L106 42.5).
    pub first_decided_on: Option<NaiveDate>,
    /// It is about a provisional urgent measure (L106 62).
    pub provisional_measure: bool,
    /// The judgment, in this agency's register.
    pub judgment: JudgmentId,
    /// The items entrusted.
    pub obligations: Vec<ObligationId>,
    /// The asset, for an asset entrustment.
    pub asset: Option<String>,
    /// What came with it.
    pub file: EntrustmentFile,
    /// Drafts that wait for a signature, by the name of the signed action.
    pub drafts: BTreeMap<String, Draft<serde_json::Value>>,
    /// Cases that were opened on it.
    pub cases: Vec<CaseId>,
    /// Letters to the sender.
    pub reports: Vec<Report>,
    /// The day the asset was handed over.
    pub handed_over_on: Option<NaiveDate>,
    /// The money.
    pub remittance: Option<Remittance>,
    /// Costs to be paid by the sender after a stop, in đồng (ND152 27.1.c).
    pub costs_to_claim: Option<Dong>,
}

impl Matter for Entrustment {
    const KIND: &'static str = "entrustment";

    fn head(&self) -> &MatterHead {
        &self.head
    }
    fn head_mut(&mut self) -> &mut MatterHead {
        &mut self.head
    }
    fn state(&self) -> &'static str {
        self.state.as_str()
    }
}
