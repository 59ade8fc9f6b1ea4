//! How a case moves: between agencies (ủy thác, L106 49–50) and between people (chuyển giao quyền, nghĩa vụ, L106 41). What is
//! kept here is who has what now and by which document; names of people stand in the register of parties.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Case, DebtorTrack, TrackEnd};
use crate::domain::ids::{AssetId, DecisionId, MatterId, ObligationId, OfficeId, PaperId, PartyId};
use crate::text_enum;

/// An agency: an office of this system, or one known by its code only.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Agency {
    /// An office of this system.
    Office(OfficeId),
    /// A code of the register of agencies.
    Code(String),
}

/// Everything about a case's movement; empty for most.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
pub struct Movement {
    /// How it came here, when by entrustment.
    #[serde(default)]
    pub entrusted_in: Option<EntrustedIn>,
    /// What was entrusted to other agencies.
    #[serde(default)]
    pub entrusted_out: Vec<EntrustedOut>,
    /// Assets that other agencies handle.
    #[serde(default)]
    pub assets_out: Vec<AssetOut>,
    /// Notices that look for a creditor's heirs.
    #[serde(default)]
    pub heir_notices: Vec<HeirNotice>,
    /// Periods fixed after a debtor's death.
    #[serde(default)]
    pub fixed_terms: Vec<FixedTerm>,
    /// Transfers of rights and duties.
    #[serde(default)]
    pub transfers: Vec<Transfer>,
}

/// A case that another agency entrusted (L106 49.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct EntrustedIn {
    /// The entrustment as it was received.
    pub matter: MatterId,
    /// Who entrusted it.
    pub sender: Agency,
    /// The sender's first enforcement decision: exemption counts its years from it (L106 42.5).
    pub first_decided_on: Option<NaiveDate>,
}

/// An entrustment to another agency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct EntrustedOut {
    /// The entrustment decision.
    pub decision: DecisionId,
    /// The document that recalls the enforcement decision, wholly or for these items (L106 49.2, 52.1.d).
    pub recall: DecisionId,
    /// Who receives it.
    pub receiver: Agency,
    /// The items; none named when it is the whole case.
    pub items: Vec<ObligationId>,
    /// How many items went.
    pub count: usize,
    /// The paper that gave the ground.
    pub paper: PaperId,
    /// The day.
    pub on: NaiveDate,
    /// Prisons that were told (ND152 33.4).
    pub prisons: Vec<String>,
    /// The day it came back: the receiver refused (ND152 26.5).
    #[serde(default)]
    pub returned_on: Option<NaiveDate>,
}

text_enum! {
    /// What the receiver of an asset entrustment is to do.
    pub enum AssetOutState {
        /// Handle the asset.
        Handling = "handling",
        /// Wait (ND152 27.1.c).
        Paused = "paused",
        /// Stop and release (ND152 27.1.c).
        Stopped = "stopped",
    }
}

text_enum! {
    /// A ground to entrust an asset (L106 50).
    pub enum AssetOutGround {
        /// The judgment attaches, freezes or deals with assets in several provinces (50.1).
        Judgment = "judgment_names_assets",
        /// A joint duty, and the assets here are not enough (50.2).
        JointInsufficient = "joint_local_assets_insufficient",
        /// A joint duty, and all assets here are in litigation (50.2).
        JointLitigation = "joint_local_assets_in_litigation",
    }
}

/// An asset that another agency handles; this one stays responsible for the case (ND152 27.1.c).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AssetOut {
    /// The decision.
    pub decision: DecisionId,
    /// The ground.
    pub ground: AssetOutGround,
    /// Who handles it.
    pub receiver: Agency,
    /// The asset, when it is on record here.
    pub asset: Option<AssetId>,
    /// The day.
    pub on: NaiveDate,
    /// What the receiver is to do.
    pub state: AssetOutState,
    /// Since when.
    pub since: NaiveDate,
}

/// A notice that a creditor died and that heirs are looked for (ND152 25.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct HeirNotice {
    /// The creditor.
    pub creditor: PartyId,
    /// The day of the notice.
    pub on: NaiveDate,
    /// The last day on which proof of heirs is awaited.
    pub until: NaiveDate,
    /// The day the heirs took over.
    pub transferred_on: Option<NaiveDate>,
}

text_enum! {
    /// Who is given thirty days after a debtor's death.
    pub enum FixedFor {
        /// Whoever holds the thing to be returned (ND152 25.2).
        Holder = "holder",
        /// The heirs among whom the estate was divided (ND152 25.3).
        Heirs = "heirs",
    }
}

impl FixedFor {
    /// The deadline's key.
    pub const fn clock(self) -> &'static str {
        match self {
            FixedFor::Holder => "holder_30",
            FixedFor::Heirs => "heirs_30",
        }
    }
}

/// A period fixed after a debtor's death.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FixedTerm {
    /// The debtor who died.
    pub debtor: PartyId,
    /// Who must perform.
    pub whom: FixedFor,
    /// The day of the notice.
    pub on: NaiveDate,
    /// Its last day.
    pub until: NaiveDate,
}

text_enum! {
    /// On what a transfer of rights or duties rests (L106 41).
    pub enum TransferBasis {
        /// Merger, consolidation, division, dissolution, conversion of an organisation (41.1).
        Reorganisation = "reorganisation",
        /// As the bankruptcy decision says (41.1.đ).
        BankruptcyDecision = "bankruptcy_decision",
        /// Agreement (41.3).
        Agreement = "agreement",
        /// Inheritance (41.2; ND152 25.1).
        Inheritance = "inheritance",
    }
}

text_enum! {
    /// Which side passes.
    pub enum TransferSide {
        /// The creditor's right.
        Right = "right",
        /// The debtor's duty.
        Duty = "duty",
    }
}

/// A transfer of rights or duties.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Transfer {
    /// The decision.
    pub decision: DecisionId,
    /// On what it rests.
    pub basis: TransferBasis,
    /// Which side.
    pub side: TransferSide,
    /// From whom.
    pub from: PartyId,
    /// To whom.
    pub to: Vec<PartyId>,
    /// How many items.
    pub count: usize,
    /// The day.
    pub on: NaiveDate,
}

impl Case {
    /// Ends the tracks of these debtors; the case then stands where its furthest living track stands.
    pub fn leave_tracks(&mut self, debtors: &[PartyId], how: TrackEnd) {
        for track in self.debtors.iter_mut().filter(|track| debtors.contains(&track.party)) {
            track.ended = track.ended.or(Some(how));
        }
        let living = self.debtors.iter().filter(|track| track.ended.is_none());
        if let Some(stage) = living.map(|track| track.stage).max_by_key(|stage| stage.rank()) {
            self.stage = stage;
        }
    }

    /// A successor steps in where his predecessor stands: notice, periods and stage go on for him (L106 41.1, 41.4). Whoever
    /// is a debtor of the case already keeps his own track.
    pub fn succeed(&mut self, from: PartyId, to: PartyId, budget_funded: bool) {
        if let Some(own) = self.debtor_mut(to) {
            own.ended = None;
        } else if let Some(before) = self.debtor(from).cloned() {
            self.debtors.push(DebtorTrack { party: to, ended: None, budget_funded, ..before });
        }
    }

    /// Something of the case is with another agency.
    pub fn is_entrusted_out(&self) -> bool {
        self.movement.entrusted_out.iter().any(|out| out.returned_on.is_none())
    }
}
