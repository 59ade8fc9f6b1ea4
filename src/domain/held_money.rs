//! Money that the agency holds and cannot ascribe to a case: sent by a prison without a judgment or receiver that could be found, or
//! collected provisionally before any judgment came (L106 57.4; ND152 34.4). No personal data.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::ids::{MatterId, ReceiptId};
use super::judgment::Draft;
use super::matter::{Matter, MatterHead};
use super::money::Dong;
use super::payment::Channel;
use crate::text_enum;

text_enum! {
    /// Where held money came from, and what became of it.
    pub enum HeldMoneyState {
        /// From a prison; judgment or receiver unknown (ND152 34.4).
        Prison = "prison",
        /// Provisionally collected, no judgment yet (L106 57.4).
        Provisional = "provisional",
        /// Found to belong to a case.
        Attributed = "attributed",
        /// Prison money paid into the budget.
        PrisonForfeited = "prison_forfeited",
        /// Provisional money paid into the budget.
        ProvisionalForfeited = "provisional_forfeited",
        /// Given back by the budget after that.
        Refunded = "refunded",
        /// Taken by mistake: its receipt was cancelled.
        Cancelled = "cancelled",
    }
}

text_enum! {
    /// Where held money came from.
    pub enum HeldMoneySource {
        /// From a prison.
        Prison = "prison",
        /// Provisionally collected.
        Provisional = "provisional",
    }
}

impl HeldMoneySource {
    /// The period before it falls to the budget, by its key.
    pub fn clock(self) -> &'static str {
        match self {
            HeldMoneySource::Prison => "prison_unknown_5y",
            HeldMoneySource::Provisional => "provisional_money",
        }
    }

    /// The state in which it begins.
    pub fn state(self) -> HeldMoneyState {
        match self {
            HeldMoneySource::Prison => HeldMoneyState::Prison,
            HeldMoneySource::Provisional => HeldMoneyState::Provisional,
        }
    }
}

/// Held money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct HeldMoney {
    /// What every matter has.
    #[serde(flatten)]
    pub head: MatterHead,
    /// Where it stands.
    pub state: HeldMoneyState,
    /// Where it came from.
    pub source: HeldMoneySource,
    /// The body that sent it: no name of a person.
    pub sender: String,
    /// The paper with which it came.
    pub paper: String,
    /// The sum, in đồng.
    pub amount: Dong,
    /// Where it lies.
    pub channel: Channel,
    /// The provisional receipt; none for money that was held before receipts were written for it.
    #[serde(default)]
    pub receipt: Option<ReceiptId>,
    /// Cash that is not in the fund yet (TT04 17.1).
    #[serde(default)]
    pub cash_out: bool,
    /// The list of payments whose line it was.
    #[serde(default)]
    pub list: Option<MatterId>,
    /// After this day it falls to the budget.
    pub forfeit_after: NaiveDate,
    /// Drafts that wait for a signature.
    pub drafts: BTreeMap<String, Draft<serde_json::Value>>,
    /// The day it fell to the budget.
    pub forfeited_on: Option<NaiveDate>,
    /// The day it was ascribed to a case or refunded.
    pub settled_on: Option<NaiveDate>,
}

impl Matter for HeldMoney {
    const KIND: &'static str = "held_money";

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
