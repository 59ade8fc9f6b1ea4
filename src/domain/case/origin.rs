//! What a case came of, when it is not simply a first decision on its items: an earlier case, a matter, a payment.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::ids::{CaseId, MatterId};
use crate::text_enum;

text_enum! {
    /// What a case came of.
    pub enum OriginKind {
        /// A renewed request after its return (L106 34.2; ND152 22.2).
        Renewed = "renewed",
        /// A new judgment changed the level of alimony (ND152 11.2).
        NewAlimonyLevel = "new_alimony_level",
        /// A voluntary payment after the time-bar (ND152 10.3).
        LatePayment = "late_payment",
        /// A joint debtor's own voluntary payment (ND152 11.1.b).
        JointPayment = "joint_payment",
        /// Entrusted by another agency (L106 49).
        EntrustedIn = "entrusted_in",
        /// Handed over by an office (L106 31.6).
        FromOffice = "from_office",
    }
}

/// What a case came of, and where that is found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Origin {
    /// What it was.
    pub kind: OriginKind,
    /// The earlier case.
    pub case: Option<CaseId>,
    /// The matter beside the cases.
    pub matter: Option<MatterId>,
}
