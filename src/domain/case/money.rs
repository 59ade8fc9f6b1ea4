//! What a case remembers of the money that came in, beside its books: cash that is not in the fund yet, and the periods for which
//! something was deducted already.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::ids::{PartyId, ReceiptId};
use crate::domain::money::Dong;
use crate::domain::receipt::MoneyPeriod;

/// Cash that whoever took it still has (TT04 17.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CashOut {
    /// Its receipt.
    pub receipt: ReceiptId,
    /// The sum, in đồng.
    pub amount: Dong,
    /// The day it was taken.
    pub taken_on: NaiveDate,
    /// It is not đồng; the sum is its value.
    #[serde(default)]
    pub foreign: bool,
}

/// A period for which money was deducted: one receipt for each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PaidPeriod {
    /// Its receipt.
    pub receipt: ReceiptId,
    /// Whose income or business it was.
    pub debtor: PartyId,
    /// The period.
    pub period: MoneyPeriod,
}

/// What a case remembers of money that came in.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct CaseMoney {
    /// Cash that is not in the fund yet.
    pub cash_out: Vec<CashOut>,
    /// Periods for which something was deducted.
    pub periods: Vec<PaidPeriod>,
}
