//! Performance, money and measures: the actions and what each takes. Bounds are declared here; what the law asks of the content is checked where the
//! action takes effect.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::actions;
use crate::domain::ids::{DecisionId, ObligationId, PartyId};
use crate::domain::lifecycle::case::Nothing;
use crate::domain::money::Dong;
use crate::domain::payment::{Channel, ReceiptKind};
use crate::text_enum;

actions! {
    /// Performance, money and measures.
    pub enum EnforcementAction {
        /// T-VO-01: the debtor performed directly.
        RecordPerformance(RecordPerformance) = "record_performance",
        /// T-VO-01, T-EN-07: money came in.
        ReceiveMoney(ReceiveMoney) = "receive_money",
        /// T-VO-03: fully performed within the period.
        RecordFullPerformance(Nothing) = "record_full_performance",
        /// T-VO-04: a security measure.
        ApplySecurityMeasure(ApplyMeasure) = "apply_security_measure",
        /// T-VO-05: coercion before the period ends, for a recorded reason.
        CoerceEarly(ApplyMeasure) = "coerce_early",
        /// T-EN-01: a coercion decision.
        IssueCoercionDecision(ApplyMeasure) = "issue_coercion_decision",
        /// T-EN-03: measures are released.
        ReleaseMeasures(ReleaseMeasures) = "release_measures",
    }
}

/// Direct performance between the parties.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RecordPerformance {
    /// The item.
    pub obligation: ObligationId,
    /// The sum, in đồng.
    pub amount: Dong,
    /// The paper that proves it.
    #[validate(length(min = 1, max = 1000))]
    pub evidence: String,
}

/// Money received for the case. The price of an asset is recorded on the asset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ReceiveMoney {
    /// Voluntary or collected by coercion.
    pub kind: ReceiptKind,
    /// How it came.
    pub channel: Channel,
    /// The sum, in đồng.
    pub amount: Dong,
    /// The payer, when a party.
    pub payer: Option<PartyId>,
    /// The bank's reference, for a transfer.
    #[validate(length(min = 1, max = 100))]
    pub bank_reference: Option<String>,
}

/// A measure against a debtor's property.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ApplyMeasure {
    /// The debtor.
    pub debtor: PartyId,
    /// The measure's code, for example `CM-ACC` (deduction from account) or `SM-FRZ-ACC` (freeze of account).
    #[validate(length(min = 4, max = 20))]
    pub measure: String,
    /// Dissipation, destruction or evasion must be stopped: needed before the voluntary period ends (L106 72.1).
    #[validate(length(min = 1, max = 2000))]
    pub reason: Option<String>,
}

/// End of measures (L106 95.2–95.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ReleaseMeasures {
    /// The decision that ordered the measure.
    pub decision: DecisionId,
    /// The ground.
    pub ground: ReleaseGround,
    /// The paper that proves it.
    #[validate(length(min = 1, max = 1000))]
    pub proof: String,
}

text_enum! {
    /// Why a measure ends (L106 95.2–95.3).
    pub enum ReleaseGround {
        /// Debt, fee and costs are all paid.
        Performed = "performed",
        /// The parties agree, against no one's right.
        Agreed = "agreed",
        /// The property is not the debtor's.
        NotDebtors = "not_debtors",
    }
}
