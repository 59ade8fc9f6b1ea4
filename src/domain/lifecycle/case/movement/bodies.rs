//! Entrustment, asset entrustment, transfer: the actions and what each takes. Bounds are declared here; what the law asks of
//! the content is checked where the action takes effect.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::actions;
use crate::domain::case::{Agency, AssetOutGround, FixedFor, TransferBasis, TransferSide};
use crate::domain::ids::{AssetId, DecisionId, ObligationId, PaperId, PartyId};
use crate::domain::lifecycle::case::Nothing;
use crate::domain::money::Dong;
use crate::text_enum;

actions! {
    /// Entrustment, asset entrustment, transfer.
    pub enum MovementAction {
        /// The entrustment of the whole case is drafted.
        ProposeEntrustment(ProposeEntrustment) = "propose_entrustment",
        /// T-UT-01: entrusted as a whole.
        EntrustCase(Nothing) = "entrust_case",
        /// The entrustment of some items is drafted.
        ProposePartEntrustment(ProposePartEntrustment) = "propose_part_entrustment",
        /// T-UT-02: entrusted in part.
        EntrustPart(Nothing) = "entrust_part",
        /// The further entrustment of a case received is drafted.
        ProposeReEntrustment(ProposeEntrustment) = "propose_re_entrustment",
        /// T-UT-04: entrusted further.
        ReEntrustCase(Nothing) = "re_entrust_case",
        /// T-UT-03, at the sender: the receiver refused and the items are back.
        RecordEntrustmentReturn(RecordEntrustmentReturn) = "record_entrustment_return",
        /// T-UT-05: a later judgment is sent on to the receiver.
        ForwardJudgment(ForwardJudgment) = "forward_judgment",
        /// The entrustment of an asset is drafted.
        ProposeAssetEntrustment(ProposeAssetEntrustment) = "propose_asset_entrustment",
        /// T-XL-01: an asset is entrusted.
        EntrustAsset(Nothing) = "entrust_asset",
        /// The notice to the receiver of an asset is drafted.
        ProposeAssetDirection(ProposeAssetDirection) = "propose_asset_direction",
        /// T-XL-02: the receiver is to pause, go on or stop.
        DirectAssetReceiver(Nothing) = "direct_asset_receiver",
        /// T-CG-01: a creditor died; heirs are looked for.
        AnnounceCreditorDeath(AnnounceCreditorDeath) = "announce_creditor_death",
        /// The transfer is drafted.
        ProposeTransfer(ProposeTransfer) = "propose_transfer",
        /// T-CG-02: rights or duties pass to another person.
        TransferRights(Nothing) = "transfer_rights",
        /// T-CG-03: a debtor died; holder or heirs get thirty days.
        FixTermAfterDeath(FixTermAfterDeath) = "fix_term_after_death",
    }
}

text_enum! {
    /// Why the receiver is the place to enforce (L106 49.1).
    pub enum Place {
        /// The debtor has assets there.
        Assets = "assets",
        /// The debtor works there.
        Work = "work",
        /// The debtor lives there.
        Residence = "residence",
        /// The debtor has its seat there.
        Seat = "seat",
        /// The item's own collateral lies there (49.1.b).
        Collateral = "collateral",
        /// The exhibits to confiscate or destroy lie there (49.1.b).
        Exhibits = "exhibits",
    }
}

/// A place where the debtor has assets, with their estimated value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct Candidate {
    /// The agency of the place.
    pub agency: Agency,
    /// What the assets there are estimated at, in đồng.
    pub estimated: Dong,
}

/// A proposed entrustment of the whole case (L106 49; ND152 26).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ProposeEntrustment {
    /// Who is to receive it.
    pub receiver: Agency,
    /// Why there.
    pub place: Place,
    /// The paper that gives the ground.
    pub paper: PaperId,
    /// What the debtor has there is money, digital assets or other assets in an account (bars the entrustment).
    #[serde(default)]
    pub in_account: bool,
    /// The parties agreed on the receiver (ND152 26.2.a).
    #[serde(default)]
    pub parties_agreed: bool,
    /// The places where the debtor has assets, when there are several (ND152 26.2).
    #[serde(default)]
    #[validate(length(max = 34), nested)]
    pub candidates: Vec<Candidate>,
    /// For a provisional measure: its kind, a code of the law's closed list (ND152 26.7).
    #[validate(length(min = 1, max = 60))]
    pub measure_kind: Option<String>,
    /// What is done, what is under way (ND152 26.3).
    #[validate(length(min = 1, max = 4000))]
    pub progress: String,
    /// Prisons where a party serves a sentence: they are told (ND152 33.4).
    #[serde(default)]
    #[validate(length(max = 100))]
    pub prisons: Vec<String>,
}

/// A proposed entrustment of some items.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ProposePartEntrustment {
    /// The items.
    #[validate(length(min = 1, max = 5000))]
    pub items: Vec<ObligationId>,
    /// To whom and why.
    #[validate(nested)]
    pub entrustment: ProposeEntrustment,
}

/// The receiver refused (ND152 26.5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RecordEntrustmentReturn {
    /// The entrustment decision.
    pub decision: DecisionId,
    /// The items that are back.
    #[validate(length(min = 1, max = 5000))]
    pub items: Vec<ObligationId>,
    /// The receiver's answer, in brief.
    #[validate(length(min = 1, max = 2000))]
    pub answer: String,
}

/// A later judgment about something entrusted (ND152 26.8).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ForwardJudgment {
    /// The entrustment decision.
    pub decision: DecisionId,
    /// The judgment as it was recorded.
    pub paper: PaperId,
}

/// A proposed entrustment of an asset (L106 50; ND152 27.1.a).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ProposeAssetEntrustment {
    /// The ground.
    pub ground: AssetOutGround,
    /// Who is to handle it.
    pub receiver: Agency,
    /// The asset, when it is on record.
    pub asset: Option<AssetId>,
    /// What it is and where.
    #[validate(length(min = 1, max = 2000))]
    pub description: String,
    /// The paper that proves the ground.
    #[validate(length(min = 1, max = 1000))]
    pub proof: String,
    /// Judgment, enforcement decision and other papers are enclosed (ND152 27.1.a).
    pub file_complete: bool,
}

text_enum! {
    /// What the receiver of an asset is told.
    pub enum Direction {
        /// Wait.
        Pause = "pause",
        /// Go on.
        Resume = "resume",
        /// Stop and release.
        Stop = "stop",
    }
}

text_enum! {
    /// Why (ND152 27.1.c).
    pub enum DirectionGround {
        /// Valuation, price or auction show that enough will come in.
        EnoughExpected = "enough_expected",
        /// Enforcement is postponed or suspended here.
        Interrupted = "interrupted",
        /// Enough was collected.
        EnoughCollected = "enough_collected",
        /// Enforcement was terminated.
        Terminated = "terminated",
        /// What stood in the way is over.
        ObstacleGone = "obstacle_gone",
    }
}

/// A notice to the receiver of an asset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ProposeAssetDirection {
    /// The asset-entrustment decision.
    pub decision: DecisionId,
    /// What is to be done.
    pub direction: Direction,
    /// Why.
    pub ground: DirectionGround,
    /// In words.
    #[validate(length(min = 1, max = 2000))]
    pub reason: String,
}

/// A creditor died and the right may pass on (ND152 25.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct AnnounceCreditorDeath {
    /// The creditor.
    pub creditor: PartyId,
    /// An item of his in this case.
    pub item: ObligationId,
    /// The day of death.
    pub died_on: NaiveDate,
    /// The right may pass to heirs.
    pub transferable: bool,
    /// Where on the agency's website.
    #[validate(length(min = 1, max = 500))]
    pub website: String,
    /// Posted at the commune of the last permanent residence, else of the last temporary one.
    pub posted_at_commune: bool,
}

/// An item and who takes it over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct Passing {
    /// The item.
    pub item: ObligationId,
    /// Who takes it over; a party of the judgment.
    pub to: PartyId,
}

/// A proposed transfer (L106 41; ND152 25).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ProposeTransfer {
    /// The paper of succession or agreement.
    pub paper: PaperId,
    /// On what it rests.
    pub basis: TransferBasis,
    /// Right or duty.
    pub side: TransferSide,
    /// Who gives it away.
    pub from: PartyId,
    /// What passes, and to whom.
    #[validate(length(min = 1, max = 5000), nested)]
    pub passing: Vec<Passing>,
    /// An agreement is in writing and signed by both sides (ND152 25.4).
    #[serde(default)]
    pub signed_by_both: bool,
    /// The creditor agrees to another debtor (L106 41.3.b).
    #[serde(default)]
    pub creditor_consents: bool,
}

/// A debtor died: thirty days for whoever holds the thing, or for the heirs (ND152 25.2–25.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct FixTermAfterDeath {
    /// The debtor.
    pub debtor: PartyId,
    /// The day of death.
    pub died_on: NaiveDate,
    /// Who must perform.
    pub whom: FixedFor,
    /// The judgment or deed that divides the estate; needed for heirs.
    pub paper: Option<PaperId>,
    /// The day of the notice.
    pub notified_on: NaiveDate,
}
