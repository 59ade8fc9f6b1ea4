//! Performance, money and measures: the actions and what each takes. Bounds are declared here; what the law asks of the content
//! is checked where the action takes effect.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::actions;
use crate::domain::ids::{DecisionId, ObligationId, PaperId, PartyId};
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
        /// T-VO-10: a freeze or custody by minutes, before its decision.
        SecureByMinutes(SecureByMinutes) = "secure_by_minutes",
        /// The suspension of exit is drafted.
        ProposeExitBan(ExitBan) = "propose_exit_ban",
        /// T-VO-04: the head suspends exit.
        ImposeExitBan(Nothing) = "impose_exit_ban",
        /// T-VO-05: coercion before the period ends, for a recorded reason.
        CoerceEarly(ApplyMeasure) = "coerce_early",
        /// T-EN-01: a coercion decision.
        IssueCoercionDecision(ApplyMeasure) = "issue_coercion_decision",
        /// T-EN-03: measures are released.
        ReleaseMeasures(ReleaseMeasures) = "release_measures",
        /// The end of a suspension of exit is drafted.
        ProposeExitBanRelease(ReleaseMeasures) = "propose_exit_ban_release",
        /// T-EN-03: the head ends it and writes to the immigration body.
        LiftExitBan(Nothing) = "lift_exit_ban",
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
    /// The minutes by which it was taken before (L106 67.4, 69.2).
    #[serde(default)]
    pub minutes: Option<DecisionId>,
    /// What is taken is worth about so much, in đồng.
    #[serde(default)]
    pub estimated_value: Option<Dong>,
    /// Why it may be worth more than debt and costs (L106 72.3).
    #[serde(default)]
    #[validate(length(min = 1, max = 1000))]
    pub proportion_reason: Option<String>,
    /// The day on which it will be carried out on site: the notice of costs counts back from it (L106 72.7).
    #[serde(default)]
    pub planned_on: Option<NaiveDate>,
}

/// A freeze or custody that cannot wait for its decision (L106 67.4, 69.2). The 24 hours run from the minute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct SecureByMinutes {
    /// The debtor.
    pub debtor: PartyId,
    /// The measure's code: a freeze or custody.
    #[validate(length(min = 4, max = 20))]
    pub measure: String,
    /// The hour of the minutes, for example `14:30`.
    #[validate(length(min = 5, max = 5))]
    pub at_hour: String,
    /// Why it could not wait.
    #[validate(length(min = 1, max = 2000))]
    pub reason: String,
}

/// A suspension of exit (L106 66.1.d, 70), which the head decides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ExitBan {
    /// The debtor.
    pub debtor: PartyId,
    /// Why it is needed.
    #[validate(length(min = 1, max = 2000))]
    pub reason: String,
}

/// End of measures (L106 95.2–95.4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ReleaseMeasures {
    /// The decision that ordered the measure.
    pub decision: DecisionId,
    /// The ground.
    pub ground: ReleaseGround,
    /// The paper that proves it.
    #[validate(length(min = 1, max = 1000))]
    pub proof: String,
    /// The paper on record that gives the ground: its three working days are met.
    #[serde(default)]
    pub paper: Option<PaperId>,
}

text_enum! {
    /// Why a measure ends (L106 95.2–95.4).
    pub enum ReleaseGround {
        /// Debt, fee and costs are all paid.
        Performed = "performed",
        /// The parties agree, against no one's right.
        Agreed = "agreed",
        /// The property is not the debtor's.
        NotDebtors = "not_debtors",
        /// Whoever asked for it withdraws (95.2).
        Withdrawn = "withdrawn",
        /// Exploitation does not yield or hinders enforcement, or was not done as required (95.4).
        ExploitationFailed = "exploitation_failed",
        /// Another ground of law.
        OtherLaw = "other_law",
    }
}
