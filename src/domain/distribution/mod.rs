//! Distribution of one collection (phân phối tiền thi hành án; L106 54): what goes in, what comes out, and
//! the check that a plan must pass. `waterfall` puts the claims in their order, `share` divides a sum. It
//! knows no ledger and no numbers of the law: the order of payment and the uncertain choices come in as
//! [`Rules`].

mod by_hand;
mod explain;
mod share;
mod stated;
#[cfg(test)]
mod tests;
mod waterfall;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::claim::{ClaimKind, Payee, PaymentOrder, RowCode};
use super::ids::{CaseId, JudgmentId, ObligationId};
use super::money::{AmountOutOfRange, Dong};
use crate::text_enum;

pub use by_hand::{HandLine, HandPlan, by_hand};
pub use explain::{Explained, explain};
pub use stated::{
    AlsoDebtor, ByHand, CaseSeen, ChargeKind, ChargeNote, CoOwner, CostPart, DividedShare, GoodsOwner,
    HandEntry, InterestFirst, JointReceiver, MortgageeClaim, NamedDecision, RentAnswer, Stated, Terms,
    TransferCharge, UsedThere, id_of,
};
pub use waterfall::distribute;

text_enum! {
    /// Where the money comes from, which decides who is paid before the rows (L106 54.2–54.5).
    pub enum MoneySource {
        /// The debtor paid of his own will.
        Voluntary = "voluntary",
        /// Taken, or sold, under a coercion decision.
        Coerced = "coerced",
        /// From an asset that the judgment attached, perhaps for one duty.
        JudgedAttachment = "judged_attachment",
        /// From a thing that one party had to pay the others for, taken because he did not (ND152 62.3).
        Divided = "divided",
        /// From a thing pledged or mortgaged to a creditor of the judgment.
        SecuredCreditor = "secured_creditor",
        /// From a thing pledged or mortgaged to somebody who is no creditor of the judgment.
        SecuredNonCreditor = "secured_non_creditor",
        /// Handled for another agency, which shares it out as its own coercion.
        Entrusted = "entrusted",
        /// Collateral of bad debts: another law's order.
        BadDebt = "bad_debt",
        /// Bankruptcy: another law's order.
        Bankruptcy = "bankruptcy",
    }
}

impl MoneySource {
    /// Whether a claim that the asset secures, or a share in it, goes before the rows (L106 54.3; ND152 62.3).
    pub const fn gives_preference(self) -> bool {
        matches!(self, MoneySource::SecuredCreditor | MoneySource::JudgedAttachment | MoneySource::Divided)
    }
}

text_enum! {
    /// When late interest is paid; the law says only that the principal goes first (ND152 29.1).
    pub enum InterestRank {
        /// After the principal of the same row.
        WithinRow = "within_row",
        /// After the principal of every row of the pool.
        AfterAllRows = "after_all_rows",
    }
}

text_enum! {
    /// Where a mortgagee who is no creditor stands; the law says only "before" (L106 54.3).
    pub enum MortgageeRank {
        /// Before everything, costs too.
        Absolute = "absolute",
        /// After the costs.
        AfterCosts = "after_costs",
        /// After costs, rent reserve and transfer charges.
        AfterDeductions = "after_deductions",
    }
}

text_enum! {
    /// Who gets the đồng that are left when shares are rounded down; the law does not say (A-U12).
    pub enum RoundingRule {
        /// One each to the largest fractions; among equal ones to the earlier request.
        LargestRemainder = "largest_remainder",
        /// One each to the earliest requests among those whose share is no whole number.
        EarliestRequest = "earliest_request",
    }
}

text_enum! {
    /// A step of the order in which a collection is used up. The code is also the code of its legal basis.
    pub enum PaymentStep {
        /// What is not the debtor's: a co-owner's share of the price.
        SetAside = "STEP-set-aside",
        /// Costs of enforcement that the debtor bears.
        Costs = "STEP-costs",
        /// Rent money for a debtor who loses his only home.
        RentReserve = "STEP-rent-reserve",
        /// Charges and taxes tied to the transfer of this asset.
        TransferCharges = "STEP-transfer-charges",
        /// A mortgagee who is no creditor.
        Mortgagee = "STEP-mortgagee",
        /// Court fee of the judgment that ordered the realisation.
        CourtFee = "STEP-court-fee",
        /// The creditor whose claim the asset secures.
        Preferred = "STEP-preferred",
        /// Whoever has a share in the thing by the judgment.
        Division = "STEP-division",
        /// Creditors whose request had come by the reference date.
        Pool1 = "STEP-pool-1",
        /// All others, as they stand at payment.
        Pool2 = "STEP-pool-2",
        /// Collateral of a bad debt: the order of the law on credit institutions, entered from its paper.
        BadDebt = "STEP-bad-debt",
        /// Bankruptcy: the order of the court's decision, entered from it.
        Bankruptcy = "STEP-bankruptcy",
        /// What is left.
        Rest = "STEP-rest",
    }
}

text_enum! {
    /// The part of a claim that a line pays.
    pub enum ClaimPart {
        /// Gốc.
        Principal = "principal",
        /// Lãi chậm thi hành án.
        Interest = "interest",
    }
}

/// The choices of the law and of the office, each from dated data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = DistributionRules)]
pub struct Rules {
    /// The rows of the regime.
    pub order: PaymentOrder,
    /// Where interest stands.
    pub interest_rank: InterestRank,
    /// Where a mortgagee who is no creditor stands.
    pub mortgagee_rank: MortgageeRank,
    /// Who gets the đồng left over by rounding.
    pub rounding: RoundingRule,
}

/// A sum that is taken off before the creditors: a cost, a charge, a co-owner's share, a mortgagee's claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = DistributionCharge)]
pub struct Charge {
    /// Its identifier in the file.
    pub id: Uuid,
    /// Who gets it.
    pub payee: Payee,
    /// How much.
    pub amount: Dong,
    /// Lower ranks first; equal ranks share pro rata.
    pub rank: u16,
    /// A cost that was paid already from an advance, which now goes back to the payee.
    pub advanced: bool,
}

/// One claim against the debtor, as it stands at the moment of computation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = DistributionClaim)]
pub struct Claim {
    /// The duty.
    pub obligation: ObligationId,
    /// The enforcement decision under which it is enforced.
    pub case: CaseId,
    /// The judgment that pronounces it.
    pub judgment: JudgmentId,
    /// Its nature, which gives the row.
    pub kind: ClaimKind,
    /// Who gets it.
    pub payee: Payee,
    /// What is still owed.
    pub principal: Dong,
    /// Late interest still owed; never part of the base.
    pub interest: Dong,
    /// The day the request came; for a proactive decision its own day.
    pub requested_on: NaiveDate,
    /// Number of the enforcement decision, for ties.
    pub decision_number: u32,
    /// Set when the asset secures this claim, or the judgment gives it a share in it: the order among such creditors.
    pub preferred_rank: Option<u16>,
}

/// Rent money to be kept back for a debtor whose only home is sold (L106 89.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RentReserve {
    /// The full reserve that the law allows.
    pub amount: Dong,
    /// The debtor.
    pub payee: Payee,
}

/// One collection and everything that bears on who gets it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = DistributionInput)]
pub struct Input {
    /// Where the money comes from.
    pub source: MoneySource,
    /// The money.
    pub gross: Dong,
    /// The day that closes pool 1 (L106 54.2.b; ND152 29.3).
    pub reference_date: NaiveDate,
    /// The decision that a voluntary payer named: pool 1 is then that decision alone.
    pub named_case: Option<CaseId>,
    /// The judgment that ordered the realisation of the asset, whose court fee goes before a preferred
    /// creditor.
    pub realising_judgment: Option<JudgmentId>,
    /// Shares on deposit that are set free: pool 1 is whoever has asked under that judgment (ND152 30.2).
    pub freed: bool,
    /// Rows and choices.
    pub rules: Rules,
    /// What is not the debtor's.
    pub set_aside: Vec<Charge>,
    /// Approved costs that the debtor bears.
    pub costs: Vec<Charge>,
    /// Set when the asset was the debtor's only home.
    pub rent_reserve: Option<RentReserve>,
    /// Charges and taxes of the transfer.
    pub transfer_charges: Vec<Charge>,
    /// Mortgagees who are no creditors; only for [`MoneySource::SecuredNonCreditor`].
    pub mortgagees: Vec<Charge>,
    /// Every claim against the debtor.
    pub claims: Vec<Claim>,
    /// Those among them that nobody has requested yet: their part waits on deposit (ND152 30.2).
    pub unrequested: BTreeSet<ObligationId>,
    /// Who gets the rest: the debtor, or the owner of the collateral.
    pub rest_to: Payee,
}

/// One line of a plan. A line that gets nothing is kept: the plan shows everybody who was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = DistributionLine)]
pub struct Line {
    /// Lines of one stage share; a stage is paid only when every earlier one is full.
    pub stage: u32,
    /// The step.
    pub step: PaymentStep,
    /// The row, inside a pool.
    pub row: Option<RowCode>,
    /// Principal or interest, for a claim.
    pub part: Option<ClaimPart>,
    /// The duty, for a claim.
    pub obligation: Option<ObligationId>,
    /// The enforcement decision, for a claim.
    pub case: Option<CaseId>,
    /// The nature, for a claim.
    pub kind: Option<ClaimKind>,
    /// The charge, for a cost or charge.
    pub charge: Option<Uuid>,
    /// The cost was paid from an advance.
    pub advanced: bool,
    /// Nobody has requested it yet: it is deposited, not paid out (ND152 30.2).
    #[serde(default)]
    pub waits: bool,
    /// Who gets it.
    pub payee: Payee,
    /// What was owed: the base of the share.
    pub claim_dong: Dong,
    /// What the line gets, before the fee.
    pub share_dong: Dong,
    /// The đồng, 0 or 1, that rounding added to the exact share rounded down.
    pub rounding_dong: u8,
}

impl Line {
    /// The code under which the law's data keeps the legal basis of this line.
    pub const fn basis(&self) -> &'static str {
        match self.row {
            Some(row) => row.as_str(),
            None => self.step.as_str(),
        }
    }

    /// Whether the line gets all it was owed.
    pub fn is_full(&self) -> bool {
        self.share_dong == self.claim_dong
    }
}

/// A complete distribution of one collection (bảng phân phối).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = Distribution)]
pub struct Plan {
    /// The money that was distributed.
    pub gross_dong: Dong,
    /// The lines, in the order of payment.
    pub lines: Vec<Line>,
}

impl Plan {
    /// What one step got.
    ///
    /// # Errors
    /// [`AmountOutOfRange`] for a plan that was not made by [`distribute`].
    pub fn step_total(&self, step: PaymentStep) -> Result<Dong, AmountOutOfRange> {
        Dong::sum(self.lines.iter().filter(|line| line.step == step).map(|line| line.share_dong))
    }

    /// The proof that the plan is lawful in itself: nothing lost, nobody above his claim, no later stage
    /// before an earlier.
    ///
    /// # Errors
    /// The first rule that it breaks.
    pub fn check(&self) -> Result<(), DistributionRefusal> {
        if Dong::sum(self.lines.iter().map(|line| line.share_dong))? != self.gross_dong {
            return Err(DistributionRefusal::NotConserved);
        }
        let mut short_at = None;
        for line in &self.lines {
            if line.share_dong > line.claim_dong {
                return Err(DistributionRefusal::AboveClaim);
            }
            if !line.share_dong.is_zero() && short_at.is_some_and(|stage| stage < line.stage) {
                return Err(DistributionRefusal::OutOfOrder);
            }
            if !line.is_full() {
                short_at.get_or_insert(line.stage);
            }
        }
        Ok(())
    }
}

/// Why there is no plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DistributionRefusal {
    /// No money.
    #[error("there is nothing to distribute")]
    NothingToDistribute,
    /// Another law's order, which is entered by hand.
    #[error("money of source {0} follows another law's order")]
    OtherLaw(MoneySource),
    /// The order of payment says nothing of a kind of claim.
    #[error("no row for claims of kind {0}")]
    NoRow(ClaimKind),
    /// The order of payment names a kind twice.
    #[error("claims of kind {0} stand in two rows")]
    TwoRows(ClaimKind),
    /// The same duty to the same payee stands twice in the input.
    #[error("obligation {0} stands twice for one payee")]
    DuplicateClaim(ObligationId),
    /// The same charge stands twice in the input.
    #[error("charge {0} stands twice")]
    DuplicateCharge(Uuid),
    /// A secured creditor is said to be there, but no claim is marked.
    #[error("no claim is marked as secured by the asset")]
    NoPreferredClaim,
    /// A claim is marked as secured, but the source gives no preference.
    #[error("the source of the money gives no claim a preference")]
    PreferredWithoutGround,
    /// Mortgagees and source do not fit together.
    #[error("mortgagees who are no creditors go with that source of money and no other")]
    MortgageeMismatch,
    /// Sums beyond what an amount can hold.
    #[error(transparent)]
    OutOfRange(#[from] AmountOutOfRange),
    /// Lines do not add up to the money.
    #[error("the lines do not add up to the money")]
    NotConserved,
    /// A line gets more than it was owed.
    #[error("a line is above its claim")]
    AboveClaim,
    /// A later stage is paid although an earlier one is not full.
    #[error("a later stage is paid before an earlier one is full")]
    OutOfOrder,
}
