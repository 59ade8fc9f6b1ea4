//! What is asked and decided about the enforcement fee of a case (TT216 7; L106 53.1), and about the time in which money is paid out
//! (ND152 30.3–30.4). What each creditor has received and owes stands apart: there may be tens of thousands.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::fee::{FeeReliefGround, Relief};
use crate::domain::ids::{AssetId, DecisionId, PartyId, ReliefId};
use crate::text_enum;

/// An application for exemption from or reduction of the fee, and what became of it (TT216 7).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = FeeReliefApplication)]
pub struct FeeRelief {
    /// Its identifier: the clock is about it.
    pub id: ReliefId,
    /// The creditor.
    pub party: PartyId,
    /// Why.
    pub ground: FeeReliefGround,
    /// The asset that the creditor verified: only the fee on its money is reduced (TT216 7.1.c, 7.2.b–c).
    pub asset: Option<AssetId>,
    /// The day application and papers were complete.
    pub applied_on: NaiveDate,
    /// The decision.
    pub decision: Option<DecisionId>,
    /// Its day.
    pub decided_on: Option<NaiveDate>,
    /// Hundredths that fall away; none when it was refused.
    pub percent: u8,
    /// The day of the fee decision that it reduced: it counts once (TT216 7.4), for people of merit always (TT216 7.3).
    pub used_on: Option<NaiveDate>,
}

impl FeeRelief {
    /// Nobody has decided on it.
    pub fn is_open(&self) -> bool {
        self.decided_on.is_none()
    }

    /// It reduces the next fee on money of this asset, or on money of no asset.
    pub fn holds_for(&self, party: PartyId, asset: Option<AssetId>) -> bool {
        let unused = self.used_on.is_none() || self.ground == FeeReliefGround::Merit;
        self.party == party && self.percent > 0 && unused && (self.asset.is_none() || self.asset == asset)
    }
}

/// The head's ruling whether a fee is due where the debtor had asked for enforcement: L106 53.1 has whoever asked pay, TT216 2 whoever
/// receives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FeeRuling {
    /// The creditors pay it on what they receive; nobody pays when not.
    pub creditors_pay: bool,
    /// The decision.
    pub decision: DecisionId,
    /// The day.
    pub on: NaiveDate,
}

text_enum! {
    /// Why money is paid out later (ND152 30.3).
    pub enum PayoutDelayGround {
        /// Many creditors, little money, other assets are being realised.
        ManyCreditors = "PX-A",
        /// A competent body demands it.
        Demand = "PX-B",
        /// A complaint, denunciation, protest or petition about the money or the asset.
        Complaint = "PX-C",
        /// A state of emergency.
        Emergency = "PX-D",
    }
}

/// A delay of the payout (ND152 30.3–30.4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PayoutDelay {
    /// Why.
    pub ground: PayoutDelayGround,
    /// Since when.
    pub from: NaiveDate,
    /// The last day, where the law fixes one.
    pub until: Option<NaiveDate>,
    /// The day the ground ended.
    pub ended_on: Option<NaiveDate>,
}

/// The fees of a case.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Fees {
    /// Applications for relief.
    pub reliefs: Vec<FeeRelief>,
    /// Who pays where the debtor had asked for enforcement.
    pub ruling: Option<FeeRuling>,
    /// Delays of payouts.
    pub delays: Vec<PayoutDelay>,
}

impl Fees {
    /// What reduces the next fee of a creditor on money of this asset, or of none. They do not add up.
    pub fn reliefs_of(&self, party: PartyId, asset: Option<AssetId>) -> Vec<Relief> {
        let held = self.reliefs.iter().filter(|one| one.holds_for(party, asset));
        held.map(|one| Relief { ground: one.ground, percent: one.percent }).collect()
    }

    /// The delay that lasts.
    pub fn delay(&self) -> Option<&PayoutDelay> {
        self.delays.iter().find(|delay| delay.ended_on.is_none())
    }
}
