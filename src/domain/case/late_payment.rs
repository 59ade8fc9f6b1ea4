//! A sum that was paid after the time-bar: told to the creditor, who has a year to collect it (ND152 10.3).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::ids::PartyId;

/// The notice to a creditor, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LatePaymentNotice {
    /// The creditor.
    pub creditor: PartyId,
    /// The day of valid notice.
    pub notified_on: NaiveDate,
    /// The last day to collect.
    pub until: NaiveDate,
    /// What became of it, and when.
    pub closed: Option<LatePaymentClosed>,
}

/// What became of a sum paid after the time-bar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LatePaymentClosed {
    /// The outcome's code.
    pub outcome: String,
    /// The day.
    pub on: NaiveDate,
    /// The paper.
    pub evidence: String,
}
