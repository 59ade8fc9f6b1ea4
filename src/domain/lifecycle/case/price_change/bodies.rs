//! Division with a changed price: the actions and what each takes.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::actions;
use crate::domain::case::Delay;
use crate::domain::ids::{AssetId, ObligationId, PartyId, PriceChangeId};
use crate::domain::money::Dong;
use crate::domain::payment::Channel;

actions! {
    /// Division with a changed price (L106 82.5; ND152 62).
    pub enum PriceChangeAction {
        /// PC-01: whoever will ask advances the valuation's cost.
        RecordValuationAdvance(RecordValuationAdvance) = "record_valuation_advance",
        /// PC-02: a party asks that the thing be valued anew.
        RequestPriceChange(RequestPriceChange) = "request_price_change",
        /// PC-03: the valuation begins.
        StartPriceChangeValuation(StartPriceChangeValuation) = "start_price_change_valuation",
        /// PC-04: its result arrives.
        RecordPriceChangeValue(RecordPriceChangeValue) = "record_price_change_value",
        /// PC-05: its cost is paid out of the advance.
        PayPriceChangeValuation(PayPriceChangeValuation) = "pay_price_change_valuation",
        /// PC-06: the taker is told to pay the new sums.
        DemandPricePayment(OnPriceChange) = "demand_price_payment",
        /// PC-07: everything demanded is there.
        ClosePricePayment(OnPriceChange) = "close_price_payment",
        /// PC-08: it is not: the thing itself is to be taken.
        TakeDividedThing(TakeDividedThing) = "take_divided_thing",
    }
}

/// An advance on the cost of a valuation (L106 82.5; ND152 62.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RecordValuationAdvance {
    /// The party who will ask.
    pub party: PartyId,
    /// The sum, in đồng.
    pub amount: Dong,
    /// How it came.
    pub channel: Channel,
    /// The bank's reference.
    #[serde(default)]
    #[validate(length(min = 1, max = 100))]
    pub bank_reference: Option<String>,
}

/// A written request with its proof (L106 82.5; ND152 62.1–62.2). The day of the act is the day of receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RequestPriceChange {
    /// The item that names the thing: it is handed to the taker, or he keeps it.
    pub thing: ObligationId,
    /// The items of this case by which the taker pays the others.
    #[validate(length(min = 1, max = 100))]
    pub payments: Vec<ObligationId>,
    /// The party who asks.
    pub applicant: PartyId,
    /// The thing's value in the judgment, in đồng.
    pub judged_value: Dong,
    /// Its value now, as the applicant says, in đồng.
    pub claimed_value: Dong,
    /// What shows the move: the State's price frame, common market prices or actual transfers there.
    #[validate(length(min = 1, max = 2000))]
    pub proof: String,
    /// Why enforcement dragged on; needed where the law of the day asks for it.
    #[serde(default)]
    #[validate(nested)]
    pub delay: Option<Delay>,
}

/// The valuation contract (L106 82.1; ND152 60.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct StartPriceChangeValuation {
    /// The request.
    pub change: PriceChangeId,
    /// The firm.
    #[validate(length(min = 1, max = 300))]
    pub firm: String,
    /// The firm is on the published list, and neither suspended nor withdrawn (ND152 60.2).
    pub firm_eligible: bool,
}

/// A valuation certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RecordPriceChangeValue {
    /// The request.
    pub change: PriceChangeId,
    /// The value, in đồng.
    pub value: Dong,
    /// The certificate's number.
    #[validate(length(min = 1, max = 100))]
    pub certificate: String,
    /// The day for which it was valued.
    pub valued_on: NaiveDate,
}

/// The cost of the valuation, which whoever asked bears (ND152 62.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct PayPriceChangeValuation {
    /// The request.
    pub change: PriceChangeId,
    /// The sum, in đồng.
    pub amount: Dong,
    /// The contract, invoice or voucher.
    #[validate(length(min = 1, max = 200))]
    pub voucher: String,
    /// Where the money lies.
    pub channel: Channel,
}

/// An act on a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct OnPriceChange {
    /// The request.
    pub change: PriceChangeId,
}

/// The thing that is to be seized and sold (ND152 62.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct TakeDividedThing {
    /// The request.
    pub change: PriceChangeId,
    /// The thing's file in this case; it is the taker's.
    pub asset: AssetId,
}
