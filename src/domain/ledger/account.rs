//! The accounts of enforcement bookkeeping (tài khoản kế toán nghiệp vụ; TT78). The list is unconfirmed: the
//! circular's own annex was not at hand, so numbers with an underscore are sub-accounts of this software. It
//! knows no entries.

use crate::text_enum;

text_enum! {
    /// An account.
    pub enum Account {
        /// Cash in the fund.
        Cash = "1111",
        /// Deposit at a bank or the Treasury.
        Bank = "1121",
        /// Savings at a bank.
        Savings = "1123",
        /// Costs of sale and coercion, paid and not yet charged to anybody.
        CostsPaid = "1378",
        /// Price still to be paid by a buyer.
        Buyers = "1381",
        /// Payable to parties.
        Parties = "331",
        /// Payable to the State budget.
        State = "333",
        /// Enforcement fee withheld, payable to the State budget.
        Fee = "333_fee",
        /// Money collected and not yet distributed.
        Provisional = "337",
        /// Sale money, not yet distributed.
        SaleMoney = "3376",
        /// Other payables: costs that are owed to third persons.
        OtherPayables = "338",
        /// Advances for costs.
        CostAdvances = "338_adv",
        /// Rent money kept back for the debtor.
        RentReserve = "338_rent",
    }
}

/// The side on which an account stands: its balance may not be on the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
            Account::Bank => "Tiền gửi ngân hàng, kho bạc",
            Account::Savings => "Tiền gửi tiết kiệm",
            Account::CostsPaid => "Chi phí bán tài sản, cưỡng chế tạm chi",
            Account::Buyers => "Phải thu của người mua tài sản",
            Account::Parties => "Phải trả cho đương sự",
            Account::State => "Phải nộp ngân sách nhà nước",
            Account::Fee => "Phí thi hành án phải nộp",
            Account::Provisional => "Tiền thi hành án chờ phân phối",
            Account::SaleMoney => "Tiền bán tài sản chờ phân phối",
            Account::OtherPayables => "Phải trả khác",
            Account::CostAdvances => "Tạm ứng chi phí phải hoàn trả",
            Account::RentReserve => "Tiền thuê nhà trích lại",
        }
    }

    /// The side on which it stands.
    pub const fn side(self) -> Side {
        match self {
            Account::Cash | Account::Bank | Account::Savings | Account::CostsPaid | Account::Buyers => {
                Side::Debit
            }
            _ => Side::Credit,
        }
    }

    /// Whether money lies here.
    pub const fn is_money(self) -> bool {
        matches!(self, Account::Cash | Account::Bank | Account::Savings)
    }

    /// Whether money waits here to be distributed.
    pub const fn is_undistributed(self) -> bool {
        matches!(self, Account::Provisional | Account::SaleMoney)
    }
}
