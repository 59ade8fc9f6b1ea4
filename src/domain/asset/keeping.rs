//! How an asset is held while it is enforced upon: notices before the seizure, custody, title papers, other people's goods,
//! claims of third persons (L106 39, 40, 80, 81).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::AssetState;
use crate::text_enum;

/// The notices that must precede a seizure.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct SeizureNotices {
    /// Parties, procuracy, land body, commune told of the seizure (L106 80.2.a).
    pub seizure_on: Option<NaiveDate>,
    /// Parties told of the estimated costs (L106 72.7).
    pub costs_on: Option<NaiveDate>,
    /// Dissipation or evasion must be stopped: recorded reason that lifts both waits.
    pub urgent_reason: Option<String>,
    /// The registry told of the seizure (ND152 42.7, 111.1).
    pub registry_on: Option<NaiveDate>,
    /// The registry told that the seizure is over, and its restriction with it (ND152 42.7.c).
    #[serde(default)]
    pub registry_release_on: Option<NaiveDate>,
}

text_enum! {
    /// Who keeps a seized asset (L106 40.1).
    pub enum CustodyForm {
        /// Whoever holds it now (40.1.a).
        Holder = "holder",
        /// The State Treasury (40.1.b).
        Treasury = "treasury",
        /// A suitable person or organisation, paid, by contract (40.1.c).
        Contract = "contract",
        /// The agency (40.1.d).
        Agency = "agency",
        /// The commune, where the others fail (40.1.đ).
        Commune = "commune",
    }
}

/// Custody of a seized asset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct Custody {
    /// Who keeps it.
    pub form: CustodyForm,
    /// The place.
    #[validate(length(min = 1, max = 300))]
    pub place: String,
    /// The place has the conditions that this kind of thing needs.
    pub conditions_met: bool,
    /// A holder who keeps it lives where it lies.
    #[serde(default)]
    pub holder_is_local: bool,
    /// Minutes of custody are signed (ND152 24.4).
    pub minutes_signed: bool,
}

/// Title papers: who holds them, when they were asked for, when they came (L106 80.2; ND152 22.2, 42.8).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Papers {
    /// The creditor who asks for enforcement holds them (ND152 42.8).
    pub held_by_creditor: bool,
    /// The days they were asked for.
    pub demanded_on: Vec<NaiveDate>,
    /// The day they came.
    pub received_on: Option<NaiveDate>,
    /// They cannot be recovered: the issuer is asked to revoke them (ND152 69.2).
    pub unrecoverable: bool,
}

/// Goods of others on the seized property (L106 81.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ForeignGoods {
    /// The day their owners were told to remove them.
    pub told_on: NaiveDate,
    /// The last day to remove them.
    pub remove_until: NaiveDate,
    /// How it ended: removed, or priced to be sold, or inseparable and sold together.
    pub settled: Option<GoodsEnd>,
}

text_enum! {
    /// What became of other people's goods.
    pub enum GoodsEnd {
        /// Removed.
        Removed = "removed",
        /// Not removed in time: priced and sold.
        Priced = "priced",
        /// Cannot be separated: sold together.
        Together = "together",
    }
}

text_enum! {
    /// What a third person, a co-owner or the bailiff wants a court or authority to settle.
    pub enum DisputeKind {
        /// The debtor's share in common property (L106 39.1).
        Share = "share",
        /// Ownership or use (L106 39.3).
        Ownership = "ownership",
        /// A sham transaction (L106 39.4).
        Sham = "sham",
    }
}

/// A claim that stops the way to the sale, and where the asset stood before it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Dispute {
    /// What it is about.
    pub kind: DisputeKind,
    /// The day those concerned were told that they may sue or ask.
    pub told_on: NaiveDate,
    /// The last day to sue or ask; none where a court has it already.
    pub wait_until: Option<NaiveDate>,
    /// The court's or authority's paper by which it took the matter up.
    pub accepted: Option<String>,
    /// Where the asset stood.
    pub returns_to: AssetState,
    /// How it ended.
    pub outcome: Option<String>,
}

/// Something that was found attached to the seized asset and seized with it (L106 80.3; ND152 54.6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Supplement {
    /// What it is.
    pub name: String,
    /// The day.
    pub on: NaiveDate,
}
