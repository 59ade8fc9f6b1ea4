//! What is owed and to whom, as far as paying out needs it: the kinds of claim, the payees, and the rows of
//! the order of payment. Which kind stands in which row is data of the law; this file knows only the names.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::ids::PartyId;
use crate::text_enum;

text_enum! {
    /// The nature of a claim (khoản phải thi hành), as far as its rank and its fee depend on it.
    pub enum ClaimKind {
        /// Cấp dưỡng.
        Alimony = "alimony",
        /// Tiền lương, tiền công lao động.
        Wages = "wages",
        /// Trợ cấp thôi việc.
        Severance = "severance",
        /// Trợ cấp mất việc làm, mất sức lao động.
        JobLossAllowance = "job_loss_allowance",
        /// Bồi thường thiệt hại về tính mạng, sức khỏe.
        DamagesLifeHealth = "damages_life_health",
        /// Bồi thường tổn thất về tinh thần.
        DamagesMental = "damages_mental",
        /// Án phí, lệ phí Tòa án.
        CourtFee = "court_fee",
        /// Tiền phạt.
        Fine = "fine",
        /// Truy thu vào ngân sách nhà nước.
        BudgetRecovery = "budget_recovery",
        /// Bảo hiểm xã hội.
        SocialInsurance = "social_insurance",
        /// Bảo hiểm y tế.
        HealthInsurance = "health_insurance",
        /// Bảo hiểm thất nghiệp.
        UnemploymentInsurance = "unemployment_insurance",
        /// Nợ thuế.
        TaxArrears = "tax_arrears",
        /// Tịch thu sung quỹ.
        Confiscation = "confiscation",
        /// Every other claim.
        Other = "other",
    }
}

text_enum! {
    /// A row (hàng) of the order of payment. A regime uses as many rows as its law has.
    pub enum RowCode {
        /// Điểm a.
        A = "ROW-a",
        /// Điểm b.
        B = "ROW-b",
        /// Điểm c.
        C = "ROW-c",
        /// Điểm d.
        D = "ROW-d",
        /// Điểm đ.
        Dd = "ROW-dd",
    }
}

/// One row of the order of payment: its code and the kinds of claim that stand in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OrderRow {
    /// The row.
    pub code: RowCode,
    /// The kinds of claim that share in it.
    pub kinds: Vec<ClaimKind>,
}

/// The order of payment (thứ tự thanh toán) of one regime, first row first. Filled from the data of the law.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PaymentOrder {
    /// The rows, in the order in which they are paid.
    pub rows: Vec<OrderRow>,
}

impl PaymentOrder {
    /// The place, counted from zero, of the row in which a kind of claim stands.
    pub fn position(&self, kind: ClaimKind) -> Option<usize> {
        self.rows.iter().position(|row| row.kinds.contains(&kind))
    }

    /// A kind that stands in more than one row, if there is one: then the data is wrong.
    pub fn doubled(&self) -> Option<ClaimKind> {
        let rows_of = |kind: ClaimKind| self.rows.iter().filter(|row| row.kinds.contains(&kind)).count();
        ClaimKind::ALL.iter().copied().find(|kind| rows_of(*kind) > 1)
    }
}

/// Who receives money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", content = "id", rename_all = "snake_case")]
pub enum Payee {
    /// A party: a creditor, the debtor, an owner, a mortgagee, who advanced costs.
    Party(PartyId),
    /// The State budget.
    State,
    /// The agency itself, for what it paid from its own budget.
    Agency,
}

#[cfg(test)]
mod tests {
    use super::{ClaimKind, OrderRow, PaymentOrder, RowCode};

    #[test]
    fn a_kind_in_two_rows_is_found() {
        let row = |code, kinds: &[ClaimKind]| OrderRow { code, kinds: kinds.to_vec() };
        let order = PaymentOrder {
            rows: vec![row(RowCode::A, &[ClaimKind::Wages]), row(RowCode::Dd, &[ClaimKind::Other])],
        };
        assert_eq!(order.position(ClaimKind::Other), Some(1));
        assert_eq!(order.position(ClaimKind::Fine), None);
        assert_eq!(order.doubled(), None);
        let twice = PaymentOrder {
            rows: vec![row(RowCode::A, &[ClaimKind::Wages]), row(RowCode::B, &[ClaimKind::Wages])],
        };
        assert_eq!(twice.doubled(), Some(ClaimKind::Wages));
    }
}
