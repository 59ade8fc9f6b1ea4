//! Interest asked for, fees, the time to pay out: the actions and what each takes.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::actions;
use crate::domain::case::PayoutDelayGround;
use crate::domain::fee::{FeeReliefGround, NoFee};
use crate::domain::ids::{AssetId, DistributionId, ObligationId, PartyId, ReliefId};
use crate::domain::lifecycle::case::Nothing;
use crate::domain::money::Dong;
use crate::domain::payment::Channel;

actions! {
    /// Interest asked for, fees, the time to pay out.
    pub enum PayableAction {
        /// MI-01: a creditor asks for late interest.
        AskLateInterest(AskLateInterest) = "ask_late_interest",
        /// MF-01: a creditor applies for relief from the fee.
        RequestFeeRelief(RequestFeeRelief) = "request_fee_relief",
        /// The decision on relief is drafted.
        ProposeFeeRelief(ProposeFeeRelief) = "propose_fee_relief",
        /// MF-02: the head decides.
        DecideFeeRelief(Nothing) = "decide_fee_relief",
        /// The ruling who pays the fee is drafted.
        ProposeFeeRuling(ProposeFeeRuling) = "propose_fee_ruling",
        /// MF-03: the head rules, where the debtor had asked for enforcement.
        RuleOnFee(Nothing) = "rule_on_fee",
        /// A fee decision on what was handed over directly is drafted.
        ProposeFeeDecision(ProposeFeeDecision) = "propose_fee_decision",
        /// MF-04: the head decides it.
        DecideFee(Nothing) = "decide_fee",
        /// The correction of a fee is drafted.
        ProposeFeeCorrection(ProposeFeeCorrection) = "propose_fee_correction",
        /// MF-05: the head corrects it: refunded, or the rest collected.
        CorrectFee(Nothing) = "correct_fee",
        /// MF-06: a creditor pays a fee that could not be kept back.
        RecordFeePayment(RecordFeePayment) = "record_fee_payment",
        /// MP-01: the time to pay out is extended.
        ExtendPayout(ExtendPayout) = "extend_payout",
        /// MP-02: the ground of the extension has ended.
        EndPayoutExtension(Nothing) = "end_payout_extension",
        /// MP-03: a term deposit is drawn, with its interest.
        DrawDeposit(DrawDeposit) = "draw_deposit",
        /// MP-04: the deposit of shares that wait for a request runs another month.
        RenewShares(RenewShares) = "renew_shares",
        /// MP-05: shares that waited for a request are to be distributed.
        FreeShares(FreeShares) = "free_shares",
    }
}

/// A creditor asks for late interest that the judgment orders (ND152 29.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct AskLateInterest {
    /// The item.
    pub obligation: ObligationId,
    /// The paper in which he asks.
    #[validate(length(min = 1, max = 200))]
    pub paper: String,
}

/// An application with all its papers (TT216 7.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RequestFeeRelief {
    /// The creditor.
    pub party: PartyId,
    /// Why.
    pub ground: FeeReliefGround,
    /// The asset that the creditor verified; needed for the grounds that rest on that.
    #[serde(default)]
    pub asset: Option<AssetId>,
    /// The certificate, papers or medical file.
    #[validate(length(min = 1, max = 1000))]
    pub proof: String,
}

/// What the head is to decide on an application (TT216 7.4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ProposeFeeRelief {
    /// The application.
    pub relief: ReliefId,
    /// Granted, or refused.
    pub granted: bool,
    /// Hundredths that fall away, for a poor household: the law fixes only the most (TT216 7.2.a).
    #[validate(range(min = 1, max = 100))]
    #[serde(default)]
    pub percent: Option<u8>,
    /// Why.
    #[validate(length(min = 1, max = 2000))]
    pub reason: String,
}

/// Whether creditors pay the fee where the debtor had asked for enforcement (L106 53.1; TT216 2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ProposeFeeRuling {
    /// The creditors pay it on what they receive.
    pub creditors_pay: bool,
    /// Why.
    #[validate(length(min = 1, max = 2000))]
    pub reason: String,
}

/// The fee on what was handed over directly between the parties (TT216 4.4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ProposeFeeDecision {
    /// The creditor who received it.
    pub creditor: PartyId,
}

/// What is right instead of what was decided (TT216 5.5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ProposeFeeCorrection {
    /// The creditor.
    pub creditor: PartyId,
    /// What he has really received so far that bears a fee, in đồng; a judged thing only once it was handed over.
    pub received: Dong,
    /// The day whose base salary gives the threshold.
    pub threshold_on: NaiveDate,
    /// Hundredths that fall away by a relief that was overlooked.
    #[serde(default)]
    #[validate(range(max = 100))]
    pub percent: u8,
    /// Why there is no fee at all.
    #[serde(default)]
    pub no_fee: Option<NoFee>,
    /// The order by which the budget gives back a fee that was remitted.
    #[serde(default)]
    #[validate(length(min = 1, max = 200))]
    pub refund_order: Option<String>,
    /// What was wrong.
    #[validate(length(min = 1, max = 2000))]
    pub reason: String,
}

/// A fee paid in (TT216 5.4.b, 5.5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RecordFeePayment {
    /// The creditor.
    pub creditor: PartyId,
    /// The sum, in đồng.
    pub amount: Dong,
    /// How it came.
    pub channel: Channel,
    /// The bank's reference; needed for a transfer.
    #[serde(default)]
    #[validate(length(min = 1, max = 100))]
    pub bank_reference: Option<String>,
}

/// Why money is paid out later (ND152 30.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ExtendPayout {
    /// The ground.
    pub ground: PayoutDelayGround,
    /// The paper, event or assets that it rests on.
    #[validate(length(min = 1, max = 1000))]
    pub facts: String,
}

/// Money on term deposit comes back (ND152 30.7–30.8).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct DrawDeposit {
    /// Its slip or paper.
    #[validate(length(min = 1, max = 1000))]
    pub slip: String,
    /// All interest, in đồng.
    pub interest: Dong,
    /// The part of it that is the buyer's or taker's: outside the time to deliver, or of a sale that was cancelled. Only of sale money.
    #[serde(default)]
    pub of_buyer: Dong,
    /// The bank's reference.
    #[validate(length(min = 1, max = 100))]
    pub bank_reference: String,
}

/// Another month for shares that wait for a request (ND152 30.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RenewShares {
    /// The distribution that kept them.
    pub distribution: DistributionId,
    /// Interest of the term that is over, in đồng: it lies with them from now on.
    pub interest: Dong,
    /// The new slip, or the old one's renewal.
    #[validate(length(min = 1, max = 200))]
    pub slip: String,
}

/// Shares that are to be distributed: the one of a creditor who has asked in time, or those whose time to ask has run out (ND152 30.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct FreeShares {
    /// The distribution that kept them.
    pub distribution: DistributionId,
    /// The item of the creditor who has asked; all whose time to ask has run out when absent.
    #[serde(default)]
    pub obligation: Option<ObligationId>,
    /// What the bank pays on what is drawn, beside interest recorded before, in đồng.
    pub interest: Dong,
    /// The bank's reference.
    #[validate(length(min = 1, max = 100))]
    pub bank_reference: String,
}
