//! Receipts (biên lai): what money came in, how, from whom, for which time, in which series. A receipt is never changed; a wrong one is
//! cancelled by a paper of its own. It knows no books: where money is booked its kind tells as an account, the ledger does the rest.
//! The name of whoever pays for somebody else is personal data and stands in none of these values.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::ids::{AssetId, CaseId, DecisionId, MatterId, ObligationId, OfficeId, PartyId, ReceiptId};
use super::ledger::{Account, Specie};
use super::money::Dong;
use super::quantity::Quantity;
use crate::text_enum;

text_enum! {
    /// What a receipt is for.
    pub enum ReceiptKind {
        /// R01, R02: the debtor pays of his own will.
        Voluntary = "voluntary_payment",
        /// R03: money held by or found on the debtor (L106 74.2; ND152 44).
        FoundOnDebtor = "found_on_debtor",
        /// R04: a third person hands over what he owes or holds, or pays for the debtor (L106 74.3–74.4; TT04 16.1).
        ThirdParty = "third_party",
        /// R05: deducted from an account, or collected by another coercive measure (L106 73).
        Coerced = "coerced_payment",
        /// R06: deducted from income or from what a business takes in, for one period (L106 74.1, 76, 77).
        Income = "income_deduction",
        /// R07: passed on by a prison (ND152 34).
        Prison = "prison_transfer",
        /// R08: the price of an asset sold at auction, with the bid deposit (ND152 65.1).
        AuctionPrice = "auction_price",
        /// R09: what a creditor pays in who takes an asset.
        TakingPrice = "taking_price",
        /// R09: what a holder of a priority or a direct buyer pays.
        DirectPrice = "direct_price",
        /// R09: the price of what nobody fetched (L106 59.1).
        UnclaimedPrice = "unclaimed_price",
        /// R10: what another agency got for an asset entrusted to it (ND152 27.1).
        EntrustedProceeds = "entrusted_proceeds",
        /// R11: what a credit institution had left over from collateral (ND152 42.5.a).
        CreditSurplus = "credit_surplus",
        /// R12: a bid deposit that does not come back (ND152 65.4–65.5).
        ForfeitedDeposit = "forfeited_deposit",
        /// R13: money taken provisionally (TT04 14.1, 16.3; L106 57.4).
        Provisional = "provisional_money",
        /// R13: provisional money that became official.
        MadeOfficial = "made_official",
        /// R14: an advance on costs, or a cost or fee paid in (ND152 86.1).
        CostAdvance = "cost_advance",
        /// R14: costs paid by whoever bears them (ND152 85).
        CostPayment = "cost_payment",
        /// R14: the enforcement fee, paid in by a creditor (TT216 5.4.b).
        Fee = "fee",
        /// R15: the State's guarantee for a debtor whom its budget pays (ND152 88–94).
        StateGuarantee = "state_guarantee",
        /// R16: interest of a deposit (ND152 30.7–30.8).
        BankInterest = "bank_interest",
        /// R17: given back by the budget (L106 57.4; ND152 41.4).
        BudgetRefund = "budget_refund",
        /// R17: a wrong payment that came back.
        RecoveredPayment = "recovered_payment",
        /// R18: foreign currency, gold, silver, gems that the judgment orders (TT04 17.2).
        Foreign = "foreign_or_precious",
        /// The debtor pays everything to have the asset back (L106 83.4): R01 or R02.
        Redemption = "redemption",
    }
}

text_enum! {
    /// How money moved.
    pub enum Channel {
        /// By transfer to the account at a bank.
        Transfer = "transfer",
        /// By transfer to the account at the Treasury.
        Treasury = "treasury",
        /// Paid electronically, on the national portal.
        Portal = "portal",
        /// In cash, into the agency's fund the same day (TT04 17.1).
        Cash = "cash",
    }
}

impl Channel {
    /// The money account that it moves.
    pub const fn account(self) -> Account {
        match self {
            Channel::Transfer | Channel::Portal => Account::Bank,
            Channel::Treasury => Account::Treasury,
            Channel::Cash => Account::Cash,
        }
    }
}

text_enum! {
    /// The paper behind a receipt (5.2 of the specification; TT04 14, 16).
    pub enum SourceDocument {
        /// Biên lai thu tiền thi hành án.
        Receipt = "bien_lai",
        /// Báo có of bank or Treasury, made into a receipt by the accountant (TT04 16.4).
        CreditAdvice = "bao_co",
        /// Biên bản with the receipt.
        Minutes = "bien_ban",
        /// Phiếu thu or minutes of a prison, with the list of prisoners.
        PrisonList = "phieu_thu_trai_giam",
        /// Báo có with the statement of the agency that sold.
        Statement = "bao_co_bang_ke",
        /// Biên lai tạm thu (C21-THADS).
        ProvisionalReceipt = "bien_lai_tam_thu",
        /// Biên lai tạm thu of the national portal (C21-THADS-DVC).
        PortalReceipt = "bien_lai_tam_thu_dvc",
        /// Trích chuyển từ biên lai tạm thu, signed by the accountant (TT04 16.3).
        Conversion = "trich_chuyen",
        /// Lệnh hoàn trả of the finance body.
        RefundOrder = "lenh_hoan_tra",
    }
}

impl ReceiptKind {
    /// Its number in the list of kinds. A debtor's own payment is R01 in cash and R02 by transfer.
    pub const fn code(self, channel: Channel) -> &'static str {
        match self {
            ReceiptKind::Voluntary | ReceiptKind::Redemption => match channel {
                Channel::Cash => "R01",
                Channel::Transfer | Channel::Treasury | Channel::Portal => "R02",
            },
            ReceiptKind::FoundOnDebtor => "R03",
            ReceiptKind::ThirdParty => "R04",
            ReceiptKind::Coerced => "R05",
            ReceiptKind::Income => "R06",
            ReceiptKind::Prison => "R07",
            ReceiptKind::AuctionPrice => "R08",
            ReceiptKind::TakingPrice | ReceiptKind::DirectPrice | ReceiptKind::UnclaimedPrice => "R09",
            ReceiptKind::EntrustedProceeds => "R10",
            ReceiptKind::CreditSurplus => "R11",
            ReceiptKind::ForfeitedDeposit => "R12",
            ReceiptKind::Provisional | ReceiptKind::MadeOfficial => "R13",
            ReceiptKind::CostAdvance | ReceiptKind::CostPayment | ReceiptKind::Fee => "R14",
            ReceiptKind::StateGuarantee => "R15",
            ReceiptKind::BankInterest => "R16",
            ReceiptKind::BudgetRefund | ReceiptKind::RecoveredPayment => "R17",
            ReceiptKind::Foreign => "R18",
        }
    }

    /// The account on which the money waits until it is decided whose it is.
    pub const fn waits(self) -> Account {
        match self {
            ReceiptKind::AuctionPrice | ReceiptKind::TakingPrice | ReceiptKind::DirectPrice => {
                Account::SaleMoney
            }
            ReceiptKind::ForfeitedDeposit => Account::SaleMoney,
            ReceiptKind::Provisional => Account::Held,
            ReceiptKind::CostAdvance => Account::CostAdvances,
            ReceiptKind::CostPayment => Account::OtherPayables,
            ReceiptKind::Fee => Account::Fee,
            ReceiptKind::RecoveredPayment => Account::OtherReceivables,
            _ => Account::Provisional,
        }
    }

    /// Whether it may be taken in cash. A price goes into the agency's account only (ND152 65.1); what another body passes on
    /// comes by transfer (ND152 30.5).
    pub const fn in_cash(self) -> bool {
        matches!(
            self,
            ReceiptKind::Voluntary
                | ReceiptKind::FoundOnDebtor
                | ReceiptKind::ThirdParty
                | ReceiptKind::Provisional
                | ReceiptKind::MadeOfficial
                | ReceiptKind::CostAdvance
                | ReceiptKind::CostPayment
                | ReceiptKind::Fee
                | ReceiptKind::RecoveredPayment
                | ReceiptKind::Foreign
                | ReceiptKind::Redemption
        )
    }

    /// The paper behind it.
    pub const fn source(self, channel: Channel) -> SourceDocument {
        match self {
            ReceiptKind::FoundOnDebtor | ReceiptKind::Foreign => SourceDocument::Minutes,
            ReceiptKind::Prison => SourceDocument::PrisonList,
            ReceiptKind::EntrustedProceeds => SourceDocument::Statement,
            ReceiptKind::MadeOfficial => SourceDocument::Conversion,
            ReceiptKind::BudgetRefund => SourceDocument::RefundOrder,
            ReceiptKind::Provisional => match channel {
                Channel::Portal => SourceDocument::PortalReceipt,
                Channel::Cash | Channel::Transfer | Channel::Treasury => SourceDocument::ProvisionalReceipt,
            },
            _ => match channel {
                Channel::Cash => SourceDocument::Receipt,
                Channel::Transfer | Channel::Treasury | Channel::Portal => SourceDocument::CreditAdvice,
            },
        }
    }

    /// The series of electronic numbers, a book of `config/reference/numbering.toml`.
    pub const fn series(self, channel: Channel) -> &'static str {
        match (self, self.source(channel)) {
            (ReceiptKind::Fee, _) => "fee_receipts",
            (_, SourceDocument::ProvisionalReceipt) => "provisional_receipts",
            (_, SourceDocument::PortalReceipt) => "portal_receipts",
            _ => "receipts",
        }
    }
}

/// The time for which money was deducted or taken in: one receipt for each (L106 74.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct MoneyPeriod {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
}

impl MoneyPeriod {
    /// Whether some day lies in both.
    pub fn meets(&self, other: &MoneyPeriod) -> bool {
        self.from <= other.to && other.from <= self.to
    }
}

/// Foreign currency, gold, silver or gems as they were taken, and how they were made into đồng (TT78 3.1–3.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct Original {
    /// The item of the judgment that orders it.
    pub obligation: ObligationId,
    /// The currency's code or the metal, as the judgment orders it.
    #[validate(length(min = 1, max = 40))]
    #[schema(example = "USD")]
    pub unit: String,
    /// How much of it.
    pub quantity: Quantity,
    /// Đồng for one unit.
    pub rate: Option<Quantity>,
    /// Whose rate it is: the bank, or the decision that fixes the price.
    #[validate(length(min = 1, max = 200))]
    pub rate_source: Option<String>,
    /// The day of the rate.
    pub rate_on: Option<NaiveDate>,
}

impl Original {
    /// How much of what.
    pub fn specie(&self) -> Specie {
        Specie { unit: self.unit.clone(), quantity: self.quantity }
    }
}

/// A number of a printed book (biên lai giấy; TT04 15.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct PaperNumber {
    /// The announced series.
    #[validate(length(min = 1, max = 20))]
    #[schema(example = "AA/26P")]
    pub series: String,
    /// The number, of at most seven digits.
    #[validate(range(min = 1, max = 9_999_999))]
    pub number: i64,
}

/// That a receipt was cancelled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Cancellation {
    /// The receipt.
    pub receipt: ReceiptId,
    /// The paper that cancels it.
    pub document: DecisionId,
    /// Why.
    pub reason: String,
    /// The day.
    pub on: NaiveDate,
}

/// Money received.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Receipt {
    /// Its identifier.
    pub id: ReceiptId,
    /// The agency.
    pub office: OfficeId,
    /// The case; none for money of which nobody knows yet whose it is.
    pub case: Option<CaseId>,
    /// The held money or the list that it belongs to.
    #[serde(default)]
    pub matter: Option<MatterId>,
    /// The asset whose price it is.
    pub asset: Option<AssetId>,
    /// The series of its number.
    #[serde(default)]
    pub series: String,
    /// Its number: gap-free per office, series and calendar year, or that of a printed book.
    pub number: String,
    /// What it is for.
    pub kind: ReceiptKind,
    /// Its kind's number in the list of kinds.
    #[serde(default)]
    #[schema(example = "R02")]
    pub code: String,
    /// The paper behind it.
    #[serde(default)]
    pub source: Option<SourceDocument>,
    /// How it came.
    pub channel: Channel,
    /// The sum, in đồng.
    pub amount: Dong,
    /// The payer, when a party of the case; with `on_behalf` the one for whom somebody else paid.
    pub payer: Option<PartyId>,
    /// Somebody who is no party paid; his name stands apart.
    #[serde(default)]
    pub on_behalf: bool,
    /// The bank's reference.
    pub bank_reference: Option<String>,
    /// The time for which it is.
    #[serde(default)]
    pub period: Option<MoneyPeriod>,
    /// What was really taken, where not đồng.
    #[serde(default)]
    pub original: Option<Original>,
    /// The decision under which it was collected.
    #[serde(default)]
    pub decision: Option<DecisionId>,
    /// The provisional receipt that it makes official.
    #[serde(default)]
    pub converts: Option<ReceiptId>,
    /// The number of a printed book, where one was written by hand.
    #[serde(default)]
    pub paper: Option<PaperNumber>,
    /// The day it arrived.
    pub received_on: NaiveDate,
    /// The day the agency had it, where it held it before its case was known: late interest ends then, and what came before the enforcement
    /// decision bears no fee (ND152 29.2; L106 53.1).
    #[serde(default)]
    pub there_since: Option<NaiveDate>,
}

impl Receipt {
    /// A receipt of an office that belongs to nothing yet. Its number is given when it is written.
    pub fn new(
        id: ReceiptId,
        office: OfficeId,
        kind: ReceiptKind,
        channel: Channel,
        amount: Dong,
        received_on: NaiveDate,
    ) -> Receipt {
        Receipt {
            id,
            office,
            case: None,
            matter: None,
            asset: None,
            series: kind.series(channel).to_owned(),
            number: String::new(),
            kind,
            code: kind.code(channel).to_owned(),
            source: Some(kind.source(channel)),
            channel,
            amount,
            payer: None,
            on_behalf: false,
            bank_reference: None,
            period: None,
            original: None,
            decision: None,
            converts: None,
            paper: None,
            received_on,
            there_since: None,
        }
    }

    /// The account on which the money lies: foreign notes and metal have one of their own (TT78 3). What was transferred is
    /// credited in đồng.
    pub fn lies(&self) -> Account {
        match (self.channel, &self.original) {
            (Channel::Cash, Some(_)) => Account::CashForeign,
            (channel, _) => channel.account(),
        }
    }

    /// The code under which whoever holds the paper finds it (mã tra cứu).
    pub fn lookup(&self) -> String {
        let whole = self.id.0.simple().to_string().to_uppercase();
        whole.chars().skip(20).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{Channel, ReceiptKind};
    use std::collections::BTreeSet;

    /// Kind, number in the list, debit in cash and by transfer, credit. A dash: not in cash.
    const TABLE: &[(&str, &str, &str, &str, &str)] = &[
        ("voluntary_payment", "R01 R02", "1111", "1121", "337"),
        ("found_on_debtor", "R03 R03", "1111", "1121", "337"),
        ("third_party", "R04 R04", "1111", "1121", "337"),
        ("coerced_payment", "- R05", "-", "1121", "337"),
        ("income_deduction", "- R06", "-", "1121", "337"),
        ("prison_transfer", "- R07", "-", "1121", "337"),
        ("auction_price", "- R08", "-", "1121", "3376"),
        ("taking_price", "- R09", "-", "1121", "3376"),
        ("direct_price", "- R09", "-", "1121", "3376"),
        ("unclaimed_price", "- R09", "-", "1121", "337"),
        ("entrusted_proceeds", "- R10", "-", "1121", "337"),
        ("credit_surplus", "- R11", "-", "1121", "337"),
        ("forfeited_deposit", "- R12", "-", "1121", "3376"),
        ("provisional_money", "R13 R13", "1111", "1121", "337_held"),
        ("made_official", "R13 R13", "1111", "1121", "337"),
        ("cost_advance", "R14 R14", "1111", "1121", "338_adv"),
        ("cost_payment", "R14 R14", "1111", "1121", "338"),
        ("fee", "R14 R14", "1111", "1121", "333_fee"),
        ("state_guarantee", "- R15", "-", "1121", "337"),
        ("bank_interest", "- R16", "-", "1121", "337"),
        ("budget_refund", "- R17", "-", "1121", "337"),
        ("recovered_payment", "R17 R17", "1111", "1121", "138"),
        ("foreign_or_precious", "R18 R18", "1111", "1121", "337"),
        ("redemption", "R01 R02", "1111", "1121", "337"),
    ];

    #[test]
    fn every_kind_has_its_number_and_its_accounts() {
        assert_eq!(TABLE.len(), ReceiptKind::ALL.len());
        let mut numbers = BTreeSet::new();
        for (name, codes, cash, bank, waits) in TABLE {
            let kind: ReceiptKind = name.parse().unwrap();
            let (in_cash, by_bank) = codes.split_once(' ').unwrap();
            assert_eq!(kind.in_cash(), *cash != "-", "{name}");
            if kind.in_cash() {
                assert_eq!(kind.code(Channel::Cash), in_cash, "{name}");
                assert_eq!(Channel::Cash.account().as_str(), *cash, "{name}");
            }
            assert_eq!(kind.code(Channel::Transfer), by_bank, "{name}");
            assert_eq!(Channel::Transfer.account().as_str(), *bank, "{name}");
            assert_eq!(kind.waits().as_str(), *waits, "{name}");
            numbers.extend([in_cash, by_bank].into_iter().filter(|code| *code != "-"));
        }
        let all: BTreeSet<String> = (1..=18).map(|number| format!("R{number:02}")).collect();
        assert_eq!(numbers.into_iter().map(str::to_owned).collect::<BTreeSet<_>>(), all);
        assert_eq!(Channel::Treasury.account().as_str(), "1122");
        assert_eq!(Channel::Portal.account().as_str(), "1121");
    }

    #[test]
    fn each_paper_has_its_series() {
        assert_eq!(ReceiptKind::Voluntary.series(Channel::Cash), "receipts");
        assert_eq!(ReceiptKind::Provisional.series(Channel::Cash), "provisional_receipts");
        assert_eq!(ReceiptKind::Provisional.series(Channel::Portal), "portal_receipts");
        assert_eq!(ReceiptKind::MadeOfficial.series(Channel::Transfer), "receipts");
        assert_eq!(ReceiptKind::Fee.series(Channel::Cash), "fee_receipts");
    }
}
