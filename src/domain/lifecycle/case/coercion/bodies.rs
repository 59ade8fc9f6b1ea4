//! Coercion on site: the actions and what each takes.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::actions;
use crate::domain::ids::DecisionId;
use crate::domain::lifecycle::case::Nothing;
use crate::domain::money::Dong;

actions! {
    /// Coercion on site, its costs and its forces.
    pub enum CoercionAction {
        /// T-EN-10: the parties are told what it will cost.
        NotifyCosts(NotifyCosts) = "notify_costs",
        /// The plan with forces is drafted.
        ProposeCoercionPlan(ProposeCoercionPlan) = "propose_coercion_plan",
        /// T-EN-02: the head approves it.
        ApproveCoercionPlan(Nothing) = "approve_coercion_plan",
        /// T-EN-02: it goes to procuracy, commune and police.
        SendCoercionPlan(SendCoercionPlan) = "send_coercion_plan",
        /// T-EN-02: the head allows a barred hour or day for a provisional measure.
        AllowUnusualHours(AllowUnusualHours) = "allow_unusual_hours",
        /// T-EN-02: carried out on site.
        CarryOutCoercion(CarryOutCoercion) = "carry_out_coercion",
    }
}

/// The estimate of the costs (L106 72.7).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct NotifyCosts {
    /// The coercion decision.
    pub decision: DecisionId,
    /// The estimate, in đồng.
    pub estimate: Dong,
    /// Why coercion must follow at once; lifts the wait.
    #[validate(length(min = 1, max = 1000))]
    pub urgent_reason: Option<String>,
}

/// A plan of coercion with forces (L106 72.6; ND152 46).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ProposeCoercionPlan {
    /// The coercion decision.
    pub decision: DecisionId,
    /// The day.
    pub planned_on: NaiveDate,
    /// The place, its forces and its tasks, in brief: no name of a person.
    #[validate(length(min = 1, max = 4000))]
    pub content: String,
    /// The day on which the police of the commune agreed, or the steering board directed (ND152 46.1–46.5).
    pub agreed_on: NaiveDate,
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
}
