//! Receipts: the actions and what each takes.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::actions;
use crate::domain::ids::{DecisionId, PartyId, ReceiptId};
use crate::domain::lifecycle::case::Nothing;
use crate::domain::lifecycle::receiving::CashTaken;
use crate::domain::money::Dong;
use crate::domain::receipt::{Channel, MoneyPeriod, Original, PaperNumber, ReceiptKind};
use crate::text_enum;

actions! {
    /// Money that comes in, cash on its way to fund and bank, receipts cancelled.
    pub enum ReceiptsAction {
        /// T-VO-01, T-EN-07: money in.
        ReceiveMoney(ReceiveMoney) = "receive_money",
        /// RC-01: cash reaches the fund.
        HandInCash(HandInCash) = "hand_in_cash",
        /// RC-02: cash of the fund goes to the bank or the Treasury.
        BankCash(BankCash) = "bank_cash",
        /// RC-03: cash is drawn for the fund.
        DrawCash(DrawCash) = "draw_cash",
        /// The cancellation of a receipt is drafted.
        ProposeReceiptCancellation(ProposeReceiptCancellation) = "propose_receipt_cancellation",
        /// RC-04: the receipt is cancelled, its money reversed.
        CancelReceipt(Nothing) = "cancel_receipt",
    }
}

/// Money received for the case. The price of an asset is recorded on the asset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ReceiveMoney {
    /// What it is.
    pub kind: ReceiptKind,
    /// How it came.
    pub channel: Channel,
    /// The sum, in đồng.
    pub amount: Dong,
    /// The payer, when a party; the one for whom it is paid, when somebody else pays.
    pub payer: Option<PartyId>,
    /// The name of somebody who pays for him, or of a third person who owes or holds it (TT04 16.1). Kept apart from the history.
    #[serde(default)]
    #[validate(length(min = 1, max = 200))]
    pub paid_by: Option<String>,
    /// The bank's reference, for everything but cash.
    #[validate(length(min = 1, max = 100))]
    pub bank_reference: Option<String>,
    /// The time for which it was deducted or taken in.
    #[serde(default)]
    #[validate(nested)]
    pub period: Option<MoneyPeriod>,
    /// The decision on the measure under which it was collected.
    #[serde(default)]
    pub decision: Option<DecisionId>,
    /// What was really taken, where it was not đồng.
    #[serde(default)]
    #[validate(nested)]
    pub original: Option<Original>,
    /// The number of a printed receipt that was written by hand.
    #[serde(default)]
    #[validate(nested)]
    pub paper: Option<PaperNumber>,
    /// Where cash was taken; at the office unless told.
    #[serde(default)]
    #[validate(nested)]
    pub cash: Option<CashTaken>,
}

/// Cash reaches the fund: the cashier has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct HandInCash {
    /// The receipts whose cash it is.
    #[validate(length(min = 1, max = 200))]
    pub receipts: Vec<ReceiptId>,
}

text_enum! {
    /// Where money lies outside the fund.
    pub enum BankPlace {
        /// The account at a commercial bank.
        Bank = "bank",
        /// The account at the Treasury.
        Treasury = "treasury",
    }
}

/// Cash of the fund is paid into an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct BankCash {
    /// The sum, in đồng.
    pub amount: Dong,
    /// Where.
    pub into: BankPlace,
    /// The paying-in slip (giấy nộp tiền).
    #[validate(length(min = 1, max = 100))]
    pub paper: String,
    /// Receipts whose cash went there without lying in the fund first.
    #[serde(default)]
    #[validate(length(max = 200))]
    pub receipts: Vec<ReceiptId>,
}

/// Cash is drawn from an account into the fund.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct DrawCash {
    /// The sum, in đồng.
    pub amount: Dong,
    /// From where.
    pub out_of: BankPlace,
    /// The cheque (séc).
    #[validate(length(min = 1, max = 100))]
    pub paper: String,
}

/// A wrong receipt is taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ProposeReceiptCancellation {
    /// The receipt.
    pub receipt: ReceiptId,
    /// Why: no name of a person.
    #[validate(length(min = 1, max = 1000))]
    pub reason: String,
}
