//! Performance, money and measures: the actions and what each takes. Bounds are declared here; what the law asks of the content
//! is checked where the action takes effect.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::actions;
use crate::domain::case::{HeldThing, MeasureContent, TakenBy, Target};
use crate::domain::ids::{DecisionId, ObligationId, PaperId, PartyId};
use crate::domain::lifecycle::case::Nothing;
use crate::domain::money::Dong;
use crate::text_enum;

actions! {
    /// Performance, money and measures.
    pub enum EnforcementAction {
        /// T-VO-01: the debtor performed directly.
        RecordPerformance(RecordPerformance) = "record_performance",
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
    /// What the decision says by its kind; needed for freezes, stops, custody, and whatever takes money, papers or income.
    #[serde(default)]
    #[validate(nested)]
    pub content: Option<MeasureContent>,
    /// The party who asked for it in writing; of the officer's own motion when absent (L106 66.2–66.3).
    #[serde(default)]
    pub requested_by: Option<PartyId>,
    /// Against another than the debtor (L106 4.2, 25.8; ND152 42.6).
    #[serde(default)]
    #[validate(nested)]
    pub target: Option<Target>,
    /// Somebody has it in hand already: then no measure is taken (ND152 42.5).
    #[serde(default)]
    pub taken_by: Option<TakenBy>,
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
    /// What was held; needed for custody (ND152 44.2).
    #[serde(default)]
    #[validate(length(max = 200), nested)]
    pub things: Vec<HeldThing>,
    /// Whoever had it signed the minutes.
    #[serde(default)]
    pub signed_by_holder: bool,
    /// A witness signed; needed where the holder did not (ND152 44.4).
    #[serde(default)]
    pub witness: bool,
}

/// A suspension of exit (L106 66.1.d, 70), which the head decides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ExitBan {
    /// The debtor.
    pub debtor: PartyId,
    /// Why it is needed.
    #[validate(length(min = 1, max = 2000))]
    pub reason: String,
    /// The debtor is an organisation: it lies on whoever represents it by law (ND152 45.2).
    #[serde(default)]
    pub representative: bool,
    /// The party who asked for it.
    #[serde(default)]
    pub requested_by: Option<PartyId>,
    /// What was found to stand against it: then it is not imposed (L106 70.1; ND152 45.1).
    #[serde(default)]
    pub bar: Option<ExitBar>,
}

text_enum! {
    /// What bars a suspension of exit or lifts it (L106 70.1; ND152 45.1–45.2).
    pub enum ExitBar {
        /// Enough property, handed over, and an agent appointed.
        PropertyAndAgent = "XC-A",
        /// The duty was transferred.
        Transferred = "XC-B",
        /// Extradition.
        Extradition = "XC-C",
        /// The law on exit and entry exempts from it (45.1.a).
        Exempt = "XC-D",
        /// A foreigner of a lesser crime, gravely ill or without means here, with a confirmed undertaking (45.1.b).
        Undertaking = "XC-DD",
        /// The police or a mission asks for it in a listed case (45.1.c).
        Requested = "XC-E",
        /// Another person represents the organisation now (45.2).
        OtherRepresentative = "XC-G",
        /// Its ground is gone (45.2).
        GroundGone = "XC-H",
    }
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
    /// What lifts a suspension of exit.
    #[serde(default)]
    pub exit_bar: Option<ExitBar>,
    /// It would break the law, harm the State or a third person, or evade the fee (L106 95.3).
    #[serde(default)]
    pub harms_others: bool,
    /// The request for the measure was wrong: its author answers for it (L106 66.3).
    #[serde(default)]
    pub wrong_request: bool,
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
        /// The suspension of exit may not stand (70.1; ND152 45.2).
        ExitBarred = "exit_barred",
        /// Another ground of law.
        OtherLaw = "other_law",
    }
}
