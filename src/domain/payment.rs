//! Money on its way through the agency: distribution plans and payouts as records with a life of their own; receipts stand in
//! `receipt`. How a sum is shared stands in `distribution`, how it is booked in `ledger`.

use chrono::NaiveDate;
use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::claim::Payee;
use super::distribution::{Line, Terms};
use super::ids::{AssetId, CaseId, DecisionId, DistributionId, OfficeId, PayoutId, UserId};
use super::judgment::Drafts;
use super::ledger::{Account, Specie};
use super::money::Dong;
use super::quantity::Quantity;
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
    /// The order to pay by which its payouts were released.
    #[serde(default)]
    pub payment_order: Option<DecisionId>,
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
    /// When the money came that is shared: late interest ends with each of these days (ND152 29.2).
    #[serde(default)]
    pub arrived: Vec<Arrived>,
}

fn first_edition() -> u32 {
    1
}

/// Money that came on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Arrived {
    /// The day; for the price of an asset the day of its delivery.
    pub on: NaiveDate,
    /// How much of it, in đồng.
    pub amount: Dong,
}

impl Arrived {
    /// The part of a sum that came with this money, when all of it came with all of that money; rounded down.
    pub fn part_of(&self, sum: Dong, all: &[Arrived]) -> Dong {
        let whole: i128 = all.iter().map(|one| i128::from(one.amount.get())).sum();
        if whole == 0 {
            return Dong::ZERO;
        }
        let part = i128::from(sum.get()) * i128::from(self.amount.get()) / whole;
        i64::try_from(part).ok().and_then(|part| Dong::new(part).ok()).unwrap_or_default()
    }
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
    /// The part of the share that bears a fee, in đồng.
    #[serde(default)]
    pub fee_base: Dong,
    /// Nobody can say yet whether a fee is due: the head rules on it (L106 53.1).
    #[serde(default)]
    pub fee_open: bool,
    /// The judgment orders late interest on the item.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub bears_interest: bool,
    /// The currency that the judgment orders.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub foreign: Option<String>,
    /// How the fee of this creditor under this decision was reckoned; on his first line.
    #[serde(default)]
    pub assessed: Option<Box<super::fee_account::Assessed>>,
}

impl FeeLine {
    /// A line on which no fee is reckoned yet.
    pub fn new(line: Line) -> FeeLine {
        FeeLine {
            line,
            fee: Dong::ZERO,
            no_fee: None,
            fee_base: Dong::ZERO,
            fee_open: false,
            bears_interest: false,
            foreign: None,
            assessed: None,
        }
    }
}

text_enum! {
    /// Where a payout stands.
    pub enum PayoutState {
        /// Prepared by the accountant.
        Ordered = "ordered",
        /// Approved by the head.
        Released = "released",
        /// The bank confirmed it, or the payee has it.
        Confirmed = "confirmed",
        /// Not carried out, or come back: owed again.
        Returned = "returned",
        /// Ordered anew; another person releases it.
        Reordered = "reordered",
        /// The payee is told to collect.
        Notified = "notified",
        /// On its way by post.
        Posted = "posted",
        /// Deposited unclaimed.
        Deposited = "deposited",
        /// Forfeited to the budget.
        Forfeited = "forfeited",
        /// Paid wrongly; to be recovered.
        Wrong = "wrong",
    }
}

text_enum! {
    /// How a payee is paid (ND152 30.5).
    #[derive(Default)]
    pub enum PayoutMeans {
        /// By transfer: the rule.
        #[default]
        Transfer = "transfer",
        /// At the agency, a natural person who gave no account.
        Agency = "agency",
        /// By post.
        Post = "post",
    }
}

/// A payment that was not carried out, or came back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = PayoutFailure)]
pub struct Failure {
    /// The day.
    pub on: NaiveDate,
    /// Why.
    pub reason: String,
    /// What the transfer had cost, in đồng: it stays the payee's (ND152 30.9).
    #[serde(default)]
    pub cost: Dong,
}

/// A payee who was told to collect (L106 59.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = PayoutAbsence)]
pub struct Absence {
    /// The day of the notice.
    pub notified_on: NaiveDate,
    /// The last day to collect.
    pub collect_until: NaiveDate,
}

/// A wrong payment (L106 25.8).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = WrongPayment)]
pub struct Wrong {
    /// The day it was found.
    pub found_on: NaiveDate,
    /// Who got it.
    pub paid_to: Payee,
    /// To whom it is owed.
    pub owed_to: Payee,
    /// The day it was recovered.
    pub recovered_on: Option<NaiveDate>,
}

/// Collected currency that is paid to its payee as it was taken (ND152 30.6.a).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = CurrencyInKind)]
pub struct InKind {
    /// As the judgment orders it.
    pub currency: String,
    /// How much.
    #[schema(value_type = String, example = "1000.50")]
    pub amount: Decimal,
    /// For how much of the sum it stands: its value in the books, in đồng.
    pub value: Dong,
    /// The day it was set aside.
    pub set_aside_on: NaiveDate,
}

/// Currency that a bank sold for a payee (ND152 30.6.b), or bought so that what is due in đồng can be paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = CurrencyBought)]
pub struct Exchange {
    /// ISO 4217.
    pub currency: String,
    /// How much.
    #[schema(value_type = String, example = "1000.50")]
    pub amount: Decimal,
    /// Đồng for one unit.
    #[schema(value_type = String, example = "25400")]
    pub rate: Decimal,
    /// Whose selling rate.
    pub rate_source: String,
    /// The day of the rate.
    pub rate_on: NaiveDate,
    /// The day it was bought, or sold.
    pub bought_on: NaiveDate,
}

/// A part of a payout: where it lies, its value, and of which currency that is the value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its account.
    pub lies: Account,
    /// In đồng.
    pub value: Dong,
    /// The currency.
    pub specie: Option<Specie>,
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
    /// The distribution it carries out; none for a fee that is given back.
    pub distribution: Option<DistributionId>,
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
    /// How.
    #[serde(default)]
    pub means: PayoutMeans,
    /// Who ordered it anew.
    #[serde(default)]
    pub ordered_by: Option<UserId>,
    /// The order to pay by which it was released: the voucher of what is booked.
    #[serde(default)]
    pub payment_order: Option<DecisionId>,
    /// What the transfer cost: taken from what the payee gets (ND152 30.9).
    #[serde(default)]
    pub transfer_cost: Dong,
    /// Interest of its deposit, paid with it (L106 59.1).
    #[serde(default)]
    pub interest: Dong,
    /// Times it was not carried out or came back.
    #[serde(default)]
    pub failures: Vec<Failure>,
    /// The notice to collect that stands.
    #[serde(default)]
    pub absence: Option<Absence>,
    /// Where it is deposited.
    #[serde(default)]
    pub deposit: Option<super::case::Deposit>,
    /// The decision that forfeited it.
    #[serde(default)]
    pub forfeiture: Option<DecisionId>,
    /// Forfeitures that the budget gave back.
    #[serde(default)]
    pub refunds: Vec<DecisionId>,
    /// Wrong payments.
    #[serde(default)]
    pub wrong: Vec<Wrong>,
    /// The currency that the judgment orders.
    #[serde(default)]
    pub foreign: Option<String>,
    /// The collected currency that is paid as it is.
    #[serde(default)]
    pub in_kind: Option<InKind>,
    /// The currency that was bought.
    #[serde(default)]
    pub exchange: Option<Exchange>,
    /// Collected currency that was sold so that it can be paid in đồng.
    #[serde(default)]
    pub sold: Vec<Exchange>,
    /// The parties' paper that đồng is paid.
    #[serde(default)]
    pub dong_agreed: Option<String>,
    /// Drafts that wait for a signature.
    #[serde(default)]
    #[schema(value_type = Object)]
    pub drafts: Drafts,
}

impl Payout {
    /// An order to pay, nothing of it done yet.
    pub fn order(
        id: PayoutId,
        case: &super::case::Case,
        payee: Payee,
        account: Account,
        amount: Dong,
        on: NaiveDate,
    ) -> Payout {
        Payout {
            id,
            version: 1,
            office: case.office,
            division: case.division,
            officer: case.officer,
            case: case.id,
            distribution: None,
            payee,
            account,
            amount,
            state: PayoutState::Ordered,
            ordered_on: on,
            bank_reference: None,
            confirmed_on: None,
            means: PayoutMeans::Transfer,
            ordered_by: None,
            payment_order: None,
            transfer_cost: Dong::ZERO,
            interest: Dong::ZERO,
            failures: Vec::new(),
            absence: None,
            deposit: None,
            forfeiture: None,
            refunds: Vec::new(),
            wrong: Vec::new(),
            foreign: None,
            in_kind: None,
            exchange: None,
            sold: Vec::new(),
            dong_agreed: None,
            drafts: Drafts::new(),
        }
    }

    /// What leaves the agency: the sum, and the interest of its deposit.
    pub fn total(&self) -> Dong {
        self.amount.plus(self.interest).unwrap_or(Dong::MAX)
    }

    /// Where currency lies that is set aside for it (ND152 30.6): with the fund for whoever comes, with the bank for a transfer.
    pub fn currency_lies(&self) -> Account {
        match self.means {
            PayoutMeans::Agency => Account::CurrencyDue,
            PayoutMeans::Transfer | PayoutMeans::Post => Account::CurrencyAtBank,
        }
    }

    /// What is not paid in collected currency, its interest apart.
    pub fn rest(&self) -> Dong {
        self.amount.saturating_minus(self.in_kind.as_ref().map_or(Dong::ZERO, |kind| kind.value))
    }

    /// Nothing of it is to be turned into the currency any more: what is left buys less than a hundredth.
    pub fn is_exchanged(&self) -> bool {
        let below = |kind: &InKind| {
            let hundredths = Decimal::from(self.rest().get()) * kind.amount * Decimal::ONE_HUNDRED;
            hundredths < Decimal::from(kind.value.get())
        };
        self.exchange.is_some() || self.in_kind.as_ref().is_some_and(below)
    }

    /// What it is made of: collected currency, currency that was bought, đồng.
    pub fn parts(&self) -> Vec<Part> {
        let specie = |currency: &str, amount: Decimal| {
            let quantity = Quantity::try_from(amount).ok()?;
            Some(Specie { unit: currency.to_owned(), quantity })
        };
        let lies = self.currency_lies();
        let kind = self.in_kind.as_ref();
        let kind =
            kind.map(|kind| Part { lies, value: kind.value, specie: specie(&kind.currency, kind.amount) });
        let value = self.rest().plus(self.interest).unwrap_or(Dong::MAX);
        let rest = match &self.exchange {
            Some(bought) => Part { lies, value, specie: specie(&bought.currency, bought.amount) },
            None => Part { lies: Account::Bank, value, specie: None },
        };
        kind.into_iter().chain([rest]).filter(|part| !part.value.is_zero()).collect()
    }

    /// A transfer cost this much, and that is gone (ND152 30.9): from the đồng first, from the currency what is beyond them.
    pub fn less(&mut self, cost: Dong) {
        let scaled = |amount: Decimal, from: Dong, to: Dong| {
            let part = (amount * Decimal::from(to.get())).checked_div(Decimal::from(from.get()));
            part.unwrap_or_default().round_dp_with_strategy(2, RoundingStrategy::ToZero)
        };
        let before = self.rest();
        self.amount = self.amount.saturating_minus(cost);
        let after = self.rest();
        if let Some(bought) = &mut self.exchange {
            bought.amount = scaled(bought.amount, before, after);
        }
        if let Some(kind) = self.in_kind.as_mut().filter(|kind| kind.value > self.amount) {
            kind.amount = scaled(kind.amount, kind.value, self.amount);
            kind.value = self.amount;
        }
    }

    /// A payout is released together with its distribution, without a write of its own: there may be tens of thousands.
    pub fn follow(&mut self, distribution: &Distribution) {
        let released =
            matches!(distribution.state, DistributionState::Released | DistributionState::Executed);
        if released && self.state == PayoutState::Ordered {
            self.state = PayoutState::Released;
            self.payment_order = distribution.payment_order;
        }
    }
}
