//! Provisional urgent measures: the actions and what each takes.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::actions;
use crate::domain::case::ProvisionalKind;
use crate::domain::ids::{PaperId, PartyId};
use crate::domain::lifecycle::case::Nothing;
use crate::text_enum;

actions! {
    /// Provisional urgent measures.
    pub enum InterimAction {
        /// T-EN-09: what kind of measure it is.
        ClassifyProvisionalMeasure(ClassifyProvisionalMeasure) = "classify_provisional_measure",
        /// T-EN-09: coercion at once.
        CoerceAtOnce(CoerceAtOnce) = "coerce_at_once",
        /// The recall for a changed measure is drafted.
        ProposeMeasureChange(ProposeMeasureChange) = "propose_measure_change",
        /// T-KC-01: the old decision is recalled; its items are free for the new one.
        RecallForChangedMeasure(Nothing) = "recall_for_changed_measure",
        /// T-KC-02: the issuer is informed.
        InformIssuer(InformIssuer) = "inform_issuer",
    }
}

/// The kind of a provisional measure (L106 62.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ClassifyProvisionalMeasure {
    /// The kind.
    pub kind: ProvisionalKind,
}

/// The coercion decision of L106 62.2.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct CoerceAtOnce {
    /// The debtor.
    pub debtor: PartyId,
    /// What is enforced, in words: no personal data.
    #[validate(length(min = 1, max = 2000))]
    pub order: String,
}

/// The issuer changed or supplemented the measure (L106 62.5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ProposeMeasureChange {
    /// The paper on record.
    pub paper: PaperId,
    /// What follows for the old decision in law (L106 52.5).
    #[validate(length(min = 1, max = 2000))]
    pub consequence: String,
}

text_enum! {
    /// Why the issuer is written to (L106 62.4, 62.5).
    pub enum IssuerNotice {
        /// Report with its documents.
        Report = "report",
        /// It cannot be performed.
        NotPerformable = "not_performable",
        /// It was changed after it had been performed, wholly or in part.
        ChangedAfterPerformance = "changed_after_performance",
    }
}

/// A letter to the issuer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct InformIssuer {
    /// Why.
    pub reason: IssuerNotice,
    /// What it says, with the reasons.
    #[validate(length(min = 1, max = 2000))]
    pub content: String,
    /// The paper that changed the measure; needed where it was performed before.
    pub paper: Option<PaperId>,
    /// The parties were told their rights; needed where it was performed before.
    #[serde(default)]
    pub rights_explained: bool,
}
