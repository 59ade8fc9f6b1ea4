//! Costs of coercion: the actions and what each takes.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::actions;
use crate::domain::case::{AdvanceSource, ReliefFault, ReliefGround};
use crate::domain::ids::{AdvanceId, DecisionId, PartyId, ReliefId};
use crate::domain::lifecycle::case::Nothing;
use crate::domain::money::Dong;
use crate::domain::payment::Channel;

actions! {
    /// Costs of coercion.
    pub enum CostsAction {
        /// The estimate is drafted.
        ProposeCostEstimate(ProposeCosts) = "propose_cost_estimate",
        /// CO-01: the head approves it.
        ApproveCostEstimate(Nothing) = "approve_cost_estimate",
        /// CO-02: costs are advanced.
        RecordCostAdvance(RecordCostAdvance) = "record_cost_advance",
        /// CO-03: an advance goes back.
        RefundCostAdvance(RefundCostAdvance) = "refund_cost_advance",
        /// The settlement is drafted.
        ProposeCostSettlement(ProposeCosts) = "propose_cost_settlement",
        /// CO-04: the head approves what was really spent.
        ApproveCostSettlement(Nothing) = "approve_cost_settlement",
        /// CO-05: whoever bears costs pays them.
        RecordCostPayment(RecordCostPayment) = "record_cost_payment",
        /// CO-06: a party asks for relief.
        RequestCostRelief(RequestCostRelief) = "request_cost_relief",
        /// The decision on relief is drafted.
        ProposeCostRelief(ProposeCostRelief) = "propose_cost_relief",
        /// CO-07: the head decides.
        DecideCostRelief(Nothing) = "decide_cost_relief",
        /// CO-09: a cost is paid out of an advance.
        PayCost(PayCost) = "pay_cost",
        /// CO-08: the head takes relief back.
        RevokeCostRelief(RevokeCostRelief) = "revoke_cost_relief",
    }
}

/// One cost. Who bears it follows from its kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct CostItem {
    /// Its kind, a key of `cost.bearers`, for example `CK-ALLOWANCE`.
    #[validate(length(min = 4, max = 30))]
    pub kind: String,
    /// The sum, in đồng.
    pub amount: Dong,
    /// The party who bears it: needed for a creditor's; the measure's debtor when a debtor's and absent.
    #[serde(default)]
    pub payer: Option<PartyId>,
    /// A daily rate of ND152 84, a key of `cost.rates`: the sum is rate, people and days multiplied.
    #[serde(default)]
    #[validate(nested)]
    pub rate: Option<DailyRate>,
    /// The contract, invoice or voucher; needed in a settlement (ND152 84.9).
    #[serde(default)]
    #[validate(length(min = 1, max = 200))]
    pub voucher: Option<String>,
}

/// People paid by the day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct DailyRate {
    /// For what.
    #[validate(length(min = 1, max = 40))]
    pub rate: String,
    /// How many people.
    #[validate(range(min = 1, max = 10000))]
    pub people: u32,
    /// How many days.
    #[validate(range(min = 1, max = 366))]
    pub days: u32,
}

/// An estimate, or what was really spent (L106 53.6, 72.7; ND152 86.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ProposeCosts {
    /// The coercion or seizure decision.
    pub decision: DecisionId,
    /// The costs.
    #[validate(length(min = 1, max = 100), nested)]
    pub items: Vec<CostItem>,
    /// Measure, time, place, manner and forces, in brief: no name of a person.
    #[validate(length(min = 1, max = 4000))]
    pub content: String,
}

/// An advance (L106 53.7; ND152 86.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RecordCostAdvance {
    /// The coercion or seizure decision.
    pub decision: DecisionId,
    /// From where.
    pub source: AdvanceSource,
    /// The party who is willing; needed when it comes from one.
    #[serde(default)]
    pub party: Option<PartyId>,
    /// The sum, in đồng.
    pub amount: Dong,
    /// How it came.
    #[serde(default = "by_transfer")]
    pub channel: Channel,
    /// The bank's reference.
    #[serde(default)]
    #[validate(length(min = 1, max = 100))]
    pub bank_reference: Option<String>,
}

fn by_transfer() -> Channel {
    Channel::Transfer
}

/// A cost paid on its voucher, out of what was advanced (L106 53.6; ND152 84.9).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct PayCost {
    /// The coercion or seizure decision.
    pub decision: DecisionId,
    /// Its kind, a key of `cost.bearers`.
    #[validate(length(min = 4, max = 30))]
    pub kind: String,
    /// The sum, in đồng.
    pub amount: Dong,
    /// The contract, invoice or voucher.
    #[validate(length(min = 1, max = 200))]
    pub voucher: String,
    /// Where the money lies.
    pub channel: Channel,
}

/// A refund, at once when there is money (L106 53.7).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RefundCostAdvance {
    /// The advance.
    pub advance: AdvanceId,
    /// The sum, in đồng.
    pub amount: Dong,
}

/// A payment of costs (ND152 85).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RecordCostPayment {
    /// The party.
    pub party: PartyId,
    /// The sum, in đồng.
    pub amount: Dong,
    /// How it came.
    #[serde(default = "by_transfer")]
    pub channel: Channel,
    /// The bank's reference.
    #[serde(default)]
    #[validate(length(min = 1, max = 100))]
    pub bank_reference: Option<String>,
}

/// A request for relief, complete (ND152 87.1–87.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RequestCostRelief {
    /// The party.
    pub party: PartyId,
    /// Why.
    pub ground: ReliefGround,
    /// The party is a natural person: nobody else is relieved.
    pub individual: bool,
    /// The confirmation, papers or medical file that ND152 87.2 asks for.
    #[validate(length(min = 1, max = 1000))]
    pub proof: String,
}

/// What the head is to decide on a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ProposeCostRelief {
    /// The request.
    pub relief: ReliefId,
    /// Granted, or refused.
    pub granted: bool,
    /// Why.
    #[validate(length(min = 1, max = 2000))]
    pub reason: String,
}

/// Relief is taken back (ND152 87.4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RevokeCostRelief {
    /// The relief.
    pub relief: ReliefId,
    /// Why.
    pub fault: ReliefFault,
    /// What shows it.
    #[validate(length(min = 1, max = 2000))]
    pub facts: String,
}
