//! Money on its way through the agency: distribution plans and payouts as records with a life of their own; receipts stand in
//! `receipt`. How a sum is shared stands in `distribution`, how it is booked in `ledger`.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::claim::Payee;
use super::distribution::{Line, Terms};
use super::ids::{AssetId, CaseId, DistributionId, OfficeId, PayoutId, UserId};
use super::ledger::Account;
use super::money::Dong;
pub use super::receipt::{Channel, Receipt, ReceiptKind};
use crate::text_enum;

text_enum! {
    /// Where a distribution stands.
    pub enum DistributionState {
        /// Computed; nothing is booked.
        Computed = "computed",
        /// Approved by the head and booked.
        Approved = "approved",
        /// Payment orders prepared.
        Ordered = "ordered",
        /// Payment orders approved and sent to the bank.
        Released = "released",
        /// Every payee is paid.
        Executed = "executed",
        /// Dropped before approval.
        Cancelled = "cancelled",
    }
}

/// A distribution plan (bảng phân phối). Its lines stand apart: there may be tens of thousands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Distribution {
    /// Its identifier.
    pub id: DistributionId,
    /// Grows by one with each change.
    pub version: i64,
    /// The agency.
    pub office: OfficeId,
    /// The division of the case.
    pub division: Option<OfficeId>,
    /// The case's officer.
    pub officer: Option<UserId>,
    /// The case.
    pub case: CaseId,
    /// The asset whose price is shared.
    pub asset: Option<AssetId>,
    /// Where it stands.
    pub state: DistributionState,
    /// The sum shared, in đồng.
    pub amount: Dong,
    /// Fees withheld, in đồng.
    pub fees: Dong,
    /// Who computed it.
    pub prepared_by: UserId,
    /// The day.
    pub prepared_on: NaiveDate,
    /// The case's version at that moment: a later change of the case makes the plan stale.
    pub case_version: i64,
    /// Who approved it.
    pub approved_by: Option<UserId>,
    /// Who prepared the payment orders.
    pub ordered_by: Option<UserId>,
    /// How many lines it has.
    pub line_count: u32,
    /// SHA-256 over the lines, so that the history commits to each of them.
    pub lines_digest: String,
    /// Payouts not yet confirmed by the bank.
    pub payouts_open: u32,
    /// Which computation of this money it is, from 1.
    #[serde(default = "first_edition")]
    pub edition: u32,
    /// The computation before it.
    #[serde(default)]
    pub replaces: Option<DistributionId>,
    /// The computation that took its place.
    #[serde(default)]
    pub replaced_by: Option<DistributionId>,
    /// Under which terms it was computed; absent for the oldest.
    #[serde(default)]
    pub terms: Option<Terms>,
}

fn first_edition() -> u32 {
    1
}

/// A line of a distribution with what it means for the payee.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FeeLine {
    /// The line as distributed.
    #[serde(flatten)]
    pub line: Line,
    /// The enforcement fee withheld, in đồng.
    pub fee: Dong,
    /// Why there is none, where there is none.
    pub no_fee: Option<super::fee::NoFee>,
}

text_enum! {
    /// Where a payout stands.
    pub enum PayoutState {
        /// Prepared by the accountant.
        Ordered = "ordered",
        /// Approved by the head.
        Released = "released",
        /// The bank confirmed it.
        Confirmed = "confirmed",
    }
}

/// An order to pay one payee.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Payout {
    /// Its identifier.
    pub id: PayoutId,
    /// Grows by one with each change.
    pub version: i64,
    /// The agency.
    pub office: OfficeId,
    /// The division of the case.
    pub division: Option<OfficeId>,
    /// The case's officer.
    pub officer: Option<UserId>,
    /// The case.
    pub case: CaseId,
    /// The distribution it carries out.
    pub distribution: DistributionId,
    /// Who gets it.
    pub payee: Payee,
    /// The account debited in the ledger.
    pub account: Account,
    /// The sum, in đồng.
    pub amount: Dong,
    /// Where it stands.
    pub state: PayoutState,
    /// The day it was prepared.
    pub ordered_on: NaiveDate,
    /// The bank's reference.
    pub bank_reference: Option<String>,
    /// The day the bank confirmed.
    pub confirmed_on: Option<NaiveDate>,
}

impl Payout {
    /// A payout is released together with its distribution, without a write of its own: there may be tens of thousands.
    pub fn follow(&mut self, distribution: &Distribution) {
        let released =
            matches!(distribution.state, DistributionState::Released | DistributionState::Executed);
        if released && self.state == PayoutState::Ordered {
            self.state = PayoutState::Released;
        }
    }
}
