//! What comes after a case was opened and belongs to its opening: another level of alimony, the facts of a case
//! taken over.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::actions;
use crate::domain::ids::{ObligationId, PartyId};
use crate::domain::lifecycle::case::Nothing;

actions! {
    /// What belongs to the opening of a case and comes later.
    pub enum SequelAction {
        /// The decision at the new level of alimony is drafted.
        ProposeNewAlimonyLevel(ProposeNewAlimonyLevel) = "propose_new_alimony_level",
        /// T-DE-20: the old decision is recalled, the new case opens.
        DecideNewAlimonyLevel(Nothing) = "decide_new_alimony_level",
        /// T-IMPORT-R: what was missing of a case taken over.
        CompleteImport(CompleteImport) = "complete_import",
    }
}

/// A new judgment changed the level of alimony (ND152 11.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ProposeNewAlimonyLevel {
    /// Alimony items of the new judgment.
    #[validate(length(min = 1, max = 5000))]
    pub obligations: Vec<ObligationId>,
    /// Items of this case that fell due before the change and stay owed.
    #[serde(default)]
    #[validate(length(max = 5000))]
    pub arrears: Vec<ObligationId>,
    /// From this day the new level holds, by the new judgment.
    pub from: NaiveDate,
    /// What the recall means for what was done (L106 52.5).
    #[validate(length(min = 1, max = 2000))]
    pub consequence: String,
}

/// Facts that were missing when the case was taken over. What is not told stays missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct CompleteImport {
    /// The day of the decision that the debtor cannot perform.
    pub not_enforceable_on: Option<NaiveDate>,
    /// The day of the last verification.
    pub last_verified_on: Option<NaiveDate>,
    /// The day of the request.
    pub requested_on: Option<NaiveDate>,
    /// The day of the first enforcement decision (L106 42.5).
    pub first_decision_on: Option<NaiveDate>,
    /// The first day of the interruptions whose day is missing.
    pub hold_from: Option<NaiveDate>,
    /// Valid notice to debtors.
    #[serde(default)]
    #[validate(length(max = 1000))]
    pub notices: Vec<NoticeGiven>,
}

/// A debtor's valid notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NoticeGiven {
    /// The debtor.
    pub debtor: PartyId,
    /// The day.
    pub on: NaiveDate,
}
