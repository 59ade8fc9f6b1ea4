//! Priority to buy, and sales without auction: the actions and what each takes.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::actions;
use crate::domain::ids::PartyId;
use crate::domain::lifecycle::asset::{OnPaper, RecordPayment};
use crate::domain::lifecycle::case::Nothing;
use crate::domain::money::Dong;

actions! {
    /// Priority to buy, direct sale, sale in the way of the asset's kind.
    pub enum PriorityAction {
        /// a holder of a priority received the offer.
        NotifyPreemption(Holder) = "notify_preemption",
        /// A-31W: a holder waives in writing.
        WaivePreemption(Holder) = "waive_preemption",
        /// a holder buys.
        AcceptPreemption(AcceptPreemption) = "accept_preemption",
        /// the holder pays.
        RecordPreemptionPayment(RecordPayment) = "record_preemption_payment",
        /// priority was offered and not used.
        ClosePreemption(Nothing) = "close_preemption",
        /// A-34L: the holder did not pay.
        LapsePreemption(Nothing) = "lapse_preemption",
        /// a holder buys before a later session.
        AcceptLaterPreemption(AcceptPreemption) = "accept_later_preemption",
        /// A-73N: the sale without auction is made public.
        NotifyDirectSale(OnPaper) = "notify_direct_sale",
        /// sold without auction.
        SellDirectly(SellDirectly) = "sell_directly",
        /// A-73P, A-74P: the buyer pays.
        RecordDirectPayment(RecordPayment) = "record_direct_payment",
        /// A-74T: the depository is asked to transfer the securities.
        AskSecuritiesTransfer(AskSecuritiesTransfer) = "ask_securities_transfer",
        /// A-74R: the securities have arrived.
        RecordSecuritiesArrival(Nothing) = "record_securities_arrival",
        /// sold in the way of its kind.
        SellSpecially(SellSpecially) = "sell_specially",
        /// A-74U: not sold so; the ordinary way is open.
        RecordUnsold(OnPaper) = "record_unsold",
    }
}

/// A holder of a priority to buy (L106 83.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct Holder {
    /// The holder, a party of the judgment.
    pub holder: PartyId,
}

/// A holder who buys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct AcceptPreemption {
    /// The holder.
    pub holder: PartyId,
    /// Drawn by lot among several who could not agree (L106 83.1).
    #[serde(default)]
    pub by_lot: bool,
}

/// A sale without auction (ND152 64).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct SellDirectly {
    /// The price, in đồng: no less than the one fixed.
    pub price: Dong,
    /// How many wanted it.
    #[validate(range(min = 1, max = 100_000))]
    pub buyers: u32,
    /// Drawn by lot among them.
    #[serde(default)]
    pub by_lot: bool,
    /// The wage region of the agency's seat: small value is measured by it (ND152 60.5).
    #[validate(range(min = 1, max = 4))]
    pub region: Option<u8>,
}

/// A letter to the depository (ND152 57.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct AskSecuritiesTransfer {
    /// The case is proactive: nobody need be waited for.
    #[serde(default)]
    pub proactive: bool,
    /// The parties agreed on the sale, or let their days pass.
    #[validate(length(min = 1, max = 1000))]
    pub paper: String,
}

/// A sale in the way of the asset's kind (ND152 57.1, 61).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct SellSpecially {
    /// The price, in đồng.
    pub price: Dong,
    /// Print of the posted buying price, or confirmation of the order matched.
    #[validate(length(min = 1, max = 1000))]
    pub evidence: String,
    /// The buyer is licensed for this kind of thing (gold), or the order went through a member of the exchange.
    pub licensed: bool,
}
