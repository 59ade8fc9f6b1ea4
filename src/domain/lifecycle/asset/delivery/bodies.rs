//! Payment, handover and the end of an asset file: the actions and what each takes.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::actions;
use crate::domain::ids::DecisionId;
use crate::domain::lifecycle::asset::OnPaper;
use crate::domain::lifecycle::case::{BankPlace, Nothing};
use crate::domain::money::Dong;
use crate::domain::payment::Channel;
use crate::text_enum;

actions! {
    /// Payment, handover, title, cancellation, release.
    pub enum DeliveryAction {
        /// the buyer pays.
        RecordBuyerPayment(RecordPayment) = "record_buyer_payment",
        /// A-56D: the auction organisation passes the bid deposit on.
        RecordBidDeposit(RecordBidDeposit) = "record_bid_deposit",
        /// A-57D: a lost bid deposit arrives.
        RecordLostDeposit(RecordLostDeposit) = "record_lost_deposit",
        /// The payment of a lost deposit into the budget is drafted.
        ProposeDepositRemittance(ProposeDepositRemittance) = "propose_deposit_remittance",
        /// A-57R: paid into the budget.
        RemitDeposit(Nothing) = "remit_deposit",
        /// The refund to the buyer is drafted.
        ProposeBuyerRefund(ProposeBuyerRefund) = "propose_buyer_refund",
        /// A-61R: refunded.
        RefundBuyer(Nothing) = "refund_buyer",
        /// A-56X: parties and winner agree on a longer term.
        ExtendPayment(ExtendPayment) = "extend_payment",
        /// the buyer did not pay.
        RescindSale(RescindSale) = "rescind_sale",
        /// the price goes into a term deposit.
        DepositSaleMoney(OnPaper) = "deposit_sale_money",
        /// A-59P: the handover is planned.
        RecordHandoverPlan(RecordHandoverPlan) = "record_handover_plan",
        /// handed over.
        HandOver(HandOver) = "hand_over",
        /// the buyer rescinds, because it was not delivered.
        BuyerRescinds(OnPaper) = "buyer_rescinds",
        /// the title file is given.
        GiveTitleFile(GiveTitleFile) = "give_title_file",
        /// proceeds distributed.
        CloseAsset(Nothing) = "close_asset",
        /// somebody has occupied it again.
        RecordReoccupation(OnPaper) = "record_reoccupation",
        /// the auction's result is cancelled.
        CancelResult(CancelResult) = "cancel_result",
        /// it is handled again.
        ResumeHandling(OnPaper) = "resume_handling",
        /// released.
        ReleaseSeizure(ReleaseSeizure) = "release_seizure",
        /// the owner of goods sold as unclaimed fetches them.
        ReturnToOwner(ReturnToOwner) = "return_to_owner",
    }
}

/// Payment of a price.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RecordPayment {
    /// The sum, in đồng.
    pub amount: Dong,
    /// How it came: a price only into the agency's account (ND152 65.1).
    pub channel: Channel,
    /// The bank's reference.
    #[validate(length(min = 1, max = 100))]
    pub bank_reference: Option<String>,
}

/// A bid deposit that the auction organisation passes on (J09).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RecordBidDeposit {
    /// The sum, in đồng: less than what is still due.
    pub amount: Dong,
    /// The bank's reference.
    #[validate(length(min = 1, max = 100))]
    pub bank_reference: String,
}

/// A lost bid deposit that arrives (J21).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RecordLostDeposit {
    /// The deposit, in đồng, as it was recorded when it was lost.
    pub amount: Dong,
    /// Its interest, where a winner defaulted on his contract, in đồng (ND152 65.5).
    #[serde(default)]
    pub interest: Option<Dong>,
    /// What of it covers costs of the auction that were settled and paid ahead, in đồng (ND152 65.4); needed where there are such.
    #[serde(default)]
    pub costs: Option<Dong>,
    /// The bank's reference.
    #[validate(length(min = 1, max = 100))]
    pub bank_reference: String,
}

/// The payment of a lost deposit into the budget.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ProposeDepositRemittance {
    /// From which account.
    pub out_of: BankPlace,
    /// The Treasury's voucher.
    #[validate(length(min = 1, max = 100))]
    pub voucher: String,
}

/// The refund of what the buyer of an undone sale paid (J20).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ProposeBuyerRefund {
    /// From which account.
    pub out_of: BankPlace,
    /// The bank's reference.
    #[validate(length(min = 1, max = 100))]
    pub bank_reference: String,
}

/// A longer term to pay (ND152 65.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ExtendPayment {
    /// The new last day.
    pub until: NaiveDate,
    /// Parties and winner agree, by this paper.
    #[validate(length(min = 1, max = 1000))]
    pub paper: String,
}

/// The end of an unpaid sale (ND152 65.1, 65.5).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate, ToSchema)]
#[serde(default)]
pub struct RescindSale {
    /// The winner's deposit, which falls to the agency, in đồng.
    pub forfeited_deposit: Option<Dong>,
}

/// How it will be handed over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RecordHandoverPlan {
    /// The day planned.
    pub planned_on: NaiveDate,
    /// Who does what, where; no name of a person.
    #[validate(length(min = 1, max = 2000))]
    pub content: String,
    /// What stands in the way, when something does.
    #[validate(length(min = 1, max = 1000))]
    pub obstacle: Option<String>,
}

/// A handover (L106 86).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct HandOver {
    /// The asset is free of occupants.
    pub vacant: bool,
    /// Buyer or taker was present and signed.
    pub receiver_present: bool,
    /// Forced, against whoever holds it (L106 86.5): the coercion decision under which the forces come.
    #[serde(default)]
    pub forced_under: Option<DecisionId>,
}

/// The title file (ND152 69.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct GiveTitleFile {
    /// Every paper of the list is in it.
    pub complete: bool,
    /// The certificate could not be recovered: the issuer is asked to revoke it (ND152 69.2).
    #[serde(default)]
    pub revocation_asked: bool,
}

text_enum! {
    /// Why an auction's result is cancelled (L106 85; AL16 72).
    pub enum CancellationGround {
        /// Parties, winner and organisation agree.
        Agreed = "agreed",
        /// A court declares the contract void.
        Void = "void",
        /// The service contract is ended for a grave fault.
        ContractEnded = "contract_ended",
        /// Collusion or another grave violation.
        Collusion = "collusion",
    }
}

/// A cancelled result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct CancelResult {
    /// The ground.
    pub ground: CancellationGround,
    /// The decision, judgment or agreement.
    #[validate(length(max = 1000))]
    pub paper: String,
}

/// A release (L106 95.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ReleaseSeizure {
    /// The ground.
    pub ground: SeizureReleaseGround,
    /// The paper that proves it.
    #[validate(length(min = 1, max = 1000))]
    pub proof: String,
}

text_enum! {
    /// Why a seizure ends.
    pub enum SeizureReleaseGround {
        /// Debt, fee and costs are all settled.
        Performed = "performed",
        /// The parties agree, against no one's right.
        Agreed = "agreed",
        /// The property is not the debtor's.
        NotDebtors = "not_debtors",
        /// The case is being terminated (L106 95.1).
        Termination = "termination",
    }
}

/// Goods that are fetched in time (ND152 65.8.b).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ReturnToOwner {
    /// Minutes of the return.
    #[validate(length(min = 1, max = 1000))]
    pub paper: String,
    /// All costs incurred are paid.
    pub costs_paid: bool,
}
