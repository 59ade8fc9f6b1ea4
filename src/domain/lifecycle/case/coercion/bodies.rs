//! Coercion on site: the actions and what each takes.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::actions;
use crate::domain::case::{Answerer, BarGround, Force, ReportAbout, Stance, StopReason};
use crate::domain::ids::DecisionId;
use crate::domain::lifecycle::case::Nothing;
use crate::text_enum;

actions! {
    /// Coercion on site and its forces.
    pub enum CoercionAction {
        /// T-EN-10: the parties are told what it will cost.
        NotifyCosts(NotifyCosts) = "notify_costs",
        /// PL-01: the police of the commune are asked before the plan.
        ConsultPolice(ConsultPolice) = "consult_police",
        /// PL-02: police or steering committee answer.
        RecordPoliceAnswer(RecordPoliceAnswer) = "record_police_answer",
        /// PL-03: the head reports before coercion.
        ReportCoercion(ReportCoercion) = "report_coercion",
        /// PL-04: the head bars days for forces.
        BarCoercion(BarCoercion) = "bar_coercion",
        /// The plan with forces is drafted.
        ProposeCoercionPlan(ProposeCoercionPlan) = "propose_coercion_plan",
        /// T-EN-02: the head approves it.
        ApproveCoercionPlan(Nothing) = "approve_coercion_plan",
        /// T-EN-02: it goes to procuracy, commune and police.
        SendCoercionPlan(SendCoercionPlan) = "send_coercion_plan",
        /// PL-05: the protection plan came in, the deployment meeting was held.
        RecordPlanStep(RecordPlanStep) = "record_plan_step",
        /// T-EN-02: the head allows a barred hour or day for a provisional measure.
        AllowUnusualHours(AllowUnusualHours) = "allow_unusual_hours",
        /// T-EN-02: carried out on site.
        CarryOutCoercion(CarryOutCoercion) = "carry_out_coercion",
    }
}

/// The approved estimate is notified to the parties (L106 72.7).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct NotifyCosts {
    /// The coercion decision.
    pub decision: DecisionId,
    /// Why coercion must follow at once; lifts the wait.
    #[validate(length(min = 1, max = 1000))]
    pub urgent_reason: Option<String>,
}

/// What ND152 46.2 asks goes to the police of the commune, who receive it on the day of the act (ND152 46.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ConsultPolice {
    /// The coercion or seizure decision.
    pub decision: DecisionId,
    /// The day for which coercion is meant.
    pub planned_on: NaiveDate,
    /// The place.
    #[validate(length(min = 1, max = 500))]
    pub place: String,
    /// The matter, its risks and what was enforced so far: no name of a person.
    #[validate(length(min = 1, max = 4000))]
    pub summary: String,
    /// What the police are asked for: people, equipment, and the money for it.
    #[validate(length(min = 1, max = 4000))]
    pub asks: String,
}

/// An answer to the consultation, or the report to the province (ND152 46.3–46.4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RecordPoliceAnswer {
    /// The consultation.
    pub consultation: DecisionId,
    /// By whom.
    pub by: Answerer,
    /// What.
    pub stance: Stance,
}

/// A report of the head (ND152 42.3, 46.4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ReportCoercion {
    /// The coercion or seizure decision.
    pub decision: DecisionId,
    /// Why.
    pub about: ReportAbout,
    /// The consultation on which the police differ.
    #[serde(default)]
    pub consultation: Option<DecisionId>,
    /// What coercion will do to security and life there; needed for a large case.
    #[serde(default)]
    #[validate(length(min = 1, max = 4000))]
    pub impact: Option<String>,
    /// What is reported.
    #[validate(length(min = 1, max = 4000))]
    pub content: String,
}

/// Days on which forces stay at home (ND152 42.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct BarCoercion {
    /// The first.
    pub from: NaiveDate,
    /// The last.
    pub until: NaiveDate,
    /// Why.
    pub ground: BarGround,
    /// What shows it.
    #[validate(length(min = 1, max = 2000))]
    pub reason: String,
}

/// A plan of coercion with forces (L106 72.6; ND152 46).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ProposeCoercionPlan {
    /// The coercion or seizure decision.
    pub decision: DecisionId,
    /// The day.
    pub planned_on: NaiveDate,
    /// The place, its forces and its tasks, in brief: no name of a person.
    #[validate(length(min = 1, max = 4000))]
    pub content: String,
    /// The consultation in which the police agreed, or the steering committee directed to go on (ND152 46.1–46.5).
    pub consultation: DecisionId,
    /// The hour at which it is to begin.
    #[serde(default)]
    #[validate(length(min = 5, max = 5))]
    pub begins_at: Option<String>,
    /// The hour at which it is to end.
    #[serde(default)]
    #[validate(length(min = 5, max = 5))]
    pub ends_at: Option<String>,
    /// Who takes part.
    #[serde(default)]
    #[validate(length(max = 20), nested)]
    pub forces: Vec<Force>,
    /// A large or complex case that affects security there: the head reports before (ND152 42.3).
    #[serde(default)]
    pub large_case: bool,
    /// The day is a traditional one of policy beneficiaries, and the debtor is one (ND152 42.2).
    #[serde(default)]
    pub policy_day: bool,
    /// It would gravely affect security, order or custom there (ND152 42.2).
    #[serde(default)]
    pub grave_effect: bool,
}

/// The plan goes out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct SendCoercionPlan {
    /// The plan.
    pub plan: DecisionId,
    /// To the procuracy.
    pub to_procuracy: bool,
    /// To the commune People's Committee.
    pub to_commune: bool,
    /// To the police.
    pub to_police: bool,
}

text_enum! {
    /// A step between the plan and its day.
    pub enum PlanStep {
        /// The approved protection plan of the police came in (ND152 46.6).
        ProtectionPlan = "protection_plan",
        /// Everybody met to deploy both plans (ND152 47.3).
        Meeting = "meeting",
    }
}

/// A step was taken on the day of the act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RecordPlanStep {
    /// The plan.
    pub plan: DecisionId,
    /// Which step.
    pub step: PlanStep,
}

/// The head's leave for one day ([U27]).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct AllowUnusualHours {
    /// For this day.
    pub day: NaiveDate,
    /// Why.
    #[validate(length(min = 1, max = 2000))]
    pub reason: String,
}

/// The minutes of a coercion on site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct CarryOutCoercion {
    /// The coercion decision.
    pub decision: DecisionId,
    /// The hour it began, for example `08:00`.
    #[validate(length(min = 5, max = 5))]
    pub began_at: String,
    /// The hour it ended.
    #[validate(length(min = 5, max = 5))]
    pub ended_at: String,
    /// Forces were called out.
    pub with_forces: bool,
    /// The plan; needed with forces.
    pub plan: Option<DecisionId>,
    /// The minutes name everybody present and are signed by all who must.
    pub minutes_complete: bool,
    /// Police were there from beginning to end; needed with forces (ND152 47.4).
    #[serde(default)]
    pub police_present: bool,
    /// Why it was broken off; carried out to the end when absent.
    #[serde(default)]
    pub stopped: Option<StopReason>,
}
