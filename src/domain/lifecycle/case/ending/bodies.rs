//! Termination, ending and the certificate of results: the actions and what each takes. Bounds are declared here; what the law asks of the content is checked where the
//! action takes effect.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::actions;
use crate::domain::case::TerminationGround;
use crate::domain::lifecycle::case::{Nothing, Reason};

actions! {
    /// Termination, ending and the certificate of results.
    pub enum EndingAction {
        /// The termination is drafted.
        ProposeTermination(ProposeTermination) = "propose_termination",
        /// T-DC-01: terminated.
        Terminate(Nothing) = "terminate",
        /// The closing record is drafted.
        ProposeEnding(Reason) = "propose_ending",
        /// T-KT-01: ended.
        EndCase(Nothing) = "end_case",
        /// The certificate is drafted.
        ProposeConfirmation(Reason) = "propose_confirmation",
        /// T-KT-05: results certified.
        ConfirmResult(Nothing) = "confirm_result",
    }
}

/// A proposed termination (L106 48).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ProposeTermination {
    /// The ground.
    pub ground: TerminationGround,
    /// The paper that proves it.
    #[validate(length(min = 1, max = 1000))]
    pub proof: String,
    /// It harms the State or a third person, or evades the fee (bars ground 4).
    #[serde(default)]
    pub harms_others: bool,
}
