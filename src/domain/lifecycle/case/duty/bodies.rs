//! Duties to act: the actions and what each takes.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::actions;
use crate::domain::case::Referral;
use crate::domain::ids::{DecisionId, ObligationId};
use crate::domain::money::Dong;

actions! {
    /// Duties to act, to refrain, to hand over a person, to take a worker back.
    pub enum DutyAction {
        /// T-EN-04: coercion to act.
        OrderDuty(OrderDuty) = "order_duty",
        /// T-EN-04: the debtor has valid notice of it; his term runs.
        RecordOrderNotice(OfOrder) = "record_order_notice",
        /// T-EN-05: another does it at the debtor's cost.
        SubstitutePerformance(SubstitutePerformance) = "substitute_performance",
        /// T-EN-06: prosecution or discipline is proposed.
        ReferDisobedience(ReferDisobedience) = "refer_disobedience",
        /// T-VO-01: it was done.
        RecordActPerformed(RecordActPerformed) = "record_act_performed",
    }
}

/// A coercion decision on a duty to act (L106 91–94). The kind is the item's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct OrderDuty {
    /// The item.
    pub obligation: ObligationId,
    /// What is to be done or left undone: no personal data.
    #[validate(length(min = 1, max = 2000))]
    pub order: String,
    /// Another can do it in the debtor's place (L106 91.2.a).
    #[serde(default)]
    pub substitutable: bool,
    /// The former state is to be restored (L106 92).
    #[serde(default)]
    pub restoration: bool,
    /// The commune and others have tried to persuade (L106 93.1): needed before a person is to be handed over.
    #[serde(default)]
    pub persuaded: bool,
}

/// An order, by its decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct OfOrder {
    /// The coercion decision.
    pub decision: DecisionId,
}

/// Performance by another (L106 91.2.a).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct SubstitutePerformance {
    /// The coercion decision.
    pub decision: DecisionId,
    /// What will be done, by what kind of performer: no name of a person.
    #[validate(length(min = 1, max = 1000))]
    pub assignment: String,
    /// The cost, which the debtor bears, in đồng.
    pub estimate: Dong,
}

/// What follows when the debtor does not obey (L106 91.2.b, 92, 93, 94).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ReferDisobedience {
    /// The coercion decision.
    pub decision: DecisionId,
    /// Prosecution or discipline.
    pub referral: Referral,
    /// What happened, with its papers: no name of a person.
    #[validate(length(min = 1, max = 2000))]
    pub facts: String,
}

/// A duty to act was performed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RecordActPerformed {
    /// The item.
    pub obligation: ObligationId,
    /// The paper that proves it.
    #[validate(length(min = 1, max = 1000))]
    pub evidence: String,
}
