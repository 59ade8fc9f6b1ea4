//! The accounts of enforcement bookkeeping (tài khoản kế toán nghiệp vụ; TT78). Number, name, validity and status stand in
//! `config/reference/accounts.toml`, because the circular's own annex is not confirmed; here stands what the entries depend on: on
//! which side an account stands, and whether money lies on it. It knows no entries.

use crate::text_enum;

text_enum! {
    /// An account. A number with an underscore is a sub-account of this software (TT78 10.4.b).
    pub enum Account {
        /// Cash in the fund, đồng.
        Cash = "1111",
        /// Cash in the fund, foreign currency by its value in đồng.
        CashForeign = "1112",
        /// Currency in the fund that is set aside for its payee, by its value in đồng.
        CurrencyDue = "1112_due",
        /// Deposit at a bank.
        Bank = "1121",
        /// Currency at a bank that is set aside for its payee, by its value in đồng.
        CurrencyAtBank = "1121_fx",
        /// Deposit at the Treasury.
        Treasury = "1122",
        /// Savings at a bank.
        Savings = "1123",
        /// Assets held.
        Assets = "1141",
        /// Exhibits held.
        Exhibits = "1142",
        /// Assets and exhibits sent for sale.
        ForSale = "1143",
        /// Costs of sale and coercion, paid and not yet charged to anybody.
        CostsPaid = "1378",
        /// Other receivables: money on its way by post, wrong payments to be recovered.
        OtherReceivables = "138",
        /// Price still to be paid by a buyer.
        Buyers = "1381",
        /// Payable to parties.
        Parties = "331",
        /// Payable to the State budget.
        State = "333",
        /// Enforcement fee withheld, payable to the State budget.
        Fee = "333_fee",
        /// Money collected under a decision and not yet distributed.
        Provisional = "337",
        /// Sale money, not yet distributed.
        SaleMoney = "3376",
        /// Money taken provisionally (tạm thu): no decision says yet whose it is, so no distribution shares it.
        Held = "337_held",
        /// Other payables: costs that are owed to third persons, post that came back.
        OtherPayables = "338",
        /// Advances for costs.
        CostAdvances = "338_adv",
        /// Money that is the agency's own: a bid deposit forfeited by a winner who defaulted.
        AgencyMoney = "338_agency",
        /// Rent money kept back for the debtor.
        RentReserve = "338_rent",
        /// Counter-account of assets held.
        AssetsOwed = "366",
        /// Off the balance: things held that have no price yet, at their conventional price.
        Unpriced = "off_114",
        /// The other side of what stands off the balance, so that single entry is written like every other posting.
        OffBalance = "off",
    }
}

/// The side on which an account stands: its balance may not be on the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = AccountSide)]
pub enum Side {
    /// What the agency has or is owed.
    Debit,
    /// What the agency owes.
    Credit,
}

impl Account {
    /// The name in the books.
    pub const fn label(self) -> &'static str {
        match self {
            Account::Cash => "Tiền mặt tại quỹ",
            Account::CashForeign => "Ngoại tệ tại quỹ",
            Account::CurrencyDue => "Ngoại tệ tại quỹ chờ trả",
            Account::Bank => "Tiền gửi ngân hàng",
            Account::CurrencyAtBank => "Ngoại tệ gửi ngân hàng chờ trả",
            Account::Treasury => "Tiền gửi kho bạc",
            Account::Savings => "Tiền gửi tiết kiệm",
            Account::Assets => "Tài sản đang giữ",
            Account::Exhibits => "Vật chứng, tài sản tạm giữ",
            Account::ForSale => "Tài sản, vật chứng gửi bán",
            Account::CostsPaid => "Chi phí bán tài sản, cưỡng chế tạm chi",
            Account::OtherReceivables => "Phải thu khác",
            Account::Buyers => "Phải thu của người mua tài sản",
            Account::Parties => "Phải trả cho đương sự",
            Account::State => "Phải nộp ngân sách nhà nước",
            Account::Fee => "Phí thi hành án phải nộp",
            Account::Provisional => "Tiền thi hành án chờ phân phối",
            Account::SaleMoney => "Tiền bán tài sản chờ phân phối",
            Account::Held => "Tiền tạm thu",
            Account::OtherPayables => "Phải trả khác",
            Account::CostAdvances => "Tạm ứng chi phí phải hoàn trả",
            Account::AgencyMoney => "Tiền đặt trước thuộc về cơ quan thi hành án",
            Account::RentReserve => "Tiền thuê nhà trích lại",
            Account::AssetsOwed => "Nguồn tài sản, vật chứng đang giữ",
            Account::Unpriced => "Tài sản, vật chứng chưa định giá (ngoài bảng)",
            Account::OffBalance => "Đối ứng ngoài bảng",
        }
    }

    /// The side on which it stands.
    pub const fn side(self) -> Side {
        match self {
            Account::Cash
            | Account::CashForeign
            | Account::CurrencyDue
            | Account::Bank
            | Account::CurrencyAtBank
            | Account::Treasury
            | Account::Savings
            | Account::Assets
            | Account::Exhibits
            | Account::ForSale
            | Account::CostsPaid
            | Account::OtherReceivables
            | Account::Buyers
            | Account::Unpriced => Side::Debit,
            Account::Parties
            | Account::State
            | Account::Fee
            | Account::Provisional
            | Account::SaleMoney
            | Account::Held
            | Account::OtherPayables
            | Account::CostAdvances
            | Account::AgencyMoney
            | Account::RentReserve
            | Account::AssetsOwed
            | Account::OffBalance => Side::Credit,
        }
    }

    /// Whether money lies here.
    pub const fn is_money(self) -> bool {
        matches!(
            self,
            Account::Cash
                | Account::CashForeign
                | Account::CurrencyDue
                | Account::Bank
                | Account::CurrencyAtBank
                | Account::Treasury
                | Account::Savings
        )
    }

    /// Where what is not đồng lies in the fund: collected, or set aside for its payee.
    pub const FOREIGN_FUND: [Account; 2] = [Account::CashForeign, Account::CurrencyDue];

    /// Whether money waits here to be distributed.
    pub const fn is_undistributed(self) -> bool {
        matches!(self, Account::Provisional | Account::SaleMoney)
    }

    /// Whether money stands here that is somebody's and still to be paid to him.
    pub const fn is_owed(self) -> bool {
        matches!(
            self,
            Account::Parties
                | Account::State
                | Account::Fee
                | Account::Held
                | Account::OtherPayables
                | Account::RentReserve
        )
    }

    /// Whether things, not money, stand here by their value.
    pub const fn is_things(self) -> bool {
        matches!(self, Account::Assets | Account::Exhibits | Account::ForSale)
    }

    /// Whether it stands off the balance (TT78 10.3: single entry).
    pub const fn is_off_balance(self) -> bool {
        matches!(self, Account::Unpriced | Account::OffBalance)
    }
}
