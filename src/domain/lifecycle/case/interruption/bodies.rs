//! Postponement and resumption: the actions and what each takes. Bounds are declared here; what the law asks of the content is checked where the
//! action takes effect.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::actions;
use crate::domain::case::HoldGround;
use crate::domain::lifecycle::case::{Nothing, Reason};

actions! {
    /// Postponement and resumption.
    pub enum InterruptionAction {
        /// The postponement is drafted.
        ProposePostponement(ProposePostponement) = "propose_postponement",
        /// T-HO-01: postponed.
        Postpone(Nothing) = "postpone",
        /// The decision to resume is drafted.
        ProposeResumption(Reason) = "propose_resumption",
        /// T-HO-05: resumed.
        Resume(Nothing) = "resume",
    }
}

/// A proposed postponement (L106 46.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ProposePostponement {
    /// The ground.
    pub ground: HoldGround,
    /// The paper that proves it.
    #[validate(length(min = 1, max = 1000))]
    pub proof: String,
    /// The end or review date; needed for an agreement.
    pub until: Option<NaiveDate>,
    /// It harms the State or a third person (bars ground C).
    #[serde(default)]
    pub harms_others: bool,
    /// The debtor has other assets or income (bars ground D).
    #[serde(default)]
    pub other_assets: bool,
}
