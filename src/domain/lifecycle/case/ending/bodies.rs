//! Termination, ending, certificate and archive: the actions and what each takes. Bounds are declared here; what the law asks of
//! the content is checked where the action takes effect.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::actions;
use crate::domain::case::Scope;
use crate::domain::ids::{ObligationId, PaperId, PartyId};
use crate::domain::lifecycle::case::{Nothing, Reason};
use crate::domain::money::Dong;
use crate::text_enum;

actions! {
    /// Termination, ending, certificate, archive.
    pub enum EndingAction {
        /// The termination is drafted.
        ProposeTermination(ProposeTermination) = "propose_termination",
        /// T-DC-01: terminated as a whole.
        Terminate(Nothing) = "terminate",
        /// The termination of a part is drafted.
        ProposePartialTermination(ProposePartialTermination) = "propose_partial_termination",
        /// T-DC-02: terminated in part.
        TerminatePart(Nothing) = "terminate_part",
        /// The recall of a termination is drafted.
        ProposeTerminationRecall(ProposeTerminationRecall) = "propose_termination_recall",
        /// T-DC-03: the termination is recalled, enforcement goes on.
        RecallTermination(Nothing) = "recall_termination",
        /// The termination after an annulment is drafted.
        ProposeAnnulmentTermination(ProposeAnnulmentTermination) = "propose_annulment_termination",
        /// T-GT-02: the review annulled the judgment, wholly or in part.
        TerminateAnnulled(Nothing) = "terminate_annulled",
        /// The closing record is drafted.
        ProposeEnding(Reason) = "propose_ending",
        /// T-KT-01: everything is performed.
        EndCase(Nothing) = "end_case",
        /// The closing record of a served decision is drafted.
        ProposeServedEnding(ProposeServedEnding) = "propose_served_ending",
        /// T-KT-02: serving it was all there was to do.
        EndServed(Nothing) = "end_served",
        /// The closing record on another ground is drafted.
        ProposeLegalEnding(ProposeLegalEnding) = "propose_legal_ending",
        /// T-KT-03: ended on another ground of the closed list.
        EndByLaw(Nothing) = "end_by_law",
        /// The certificate is drafted.
        ProposeConfirmation(ProposeConfirmation) = "propose_confirmation",
        /// T-KT-05: results certified.
        ConfirmResult(Nothing) = "confirm_result",
        /// The archive record is drafted.
        ProposeArchiving(Reason) = "propose_archiving",
        /// T-KT-06: filed away.
        Archive(Nothing) = "archive",
    }
}

/// A termination of the whole case (L106 48, 62.6); the paper gives the ground.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ProposeTermination {
    /// The recorded paper.
    pub paper: PaperId,
    /// What the ground asks beside it.
    #[serde(default)]
    #[validate(nested)]
    pub conditions: TerminationConditions,
}

/// What the grounds of termination ask beside their paper.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate, ToSchema)]
pub struct TerminationConditions {
    /// It harms the State or a third person, or evades the fee (bars ground 4).
    #[serde(default)]
    pub harms_others: bool,
    /// The buyer or taker of an asset that is not handed over yet consents (ND152 14.2; ground 4).
    #[serde(default)]
    pub buyer_consents: bool,
    /// The duty is not inheritable or passes to nobody, whatever was left (ground 2).
    #[serde(default)]
    pub duty_passes_to_nobody: bool,
    /// The day on which the decision to exempt or reduce took effect (ground 5).
    #[serde(default)]
    pub in_effect_on: Option<NaiveDate>,
}

/// So much less of one item is owed: a reduction (ground 5), or the named share of a joint debtor (ND152 28.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ItemCut {
    /// The item.
    pub item: ObligationId,
    /// By how much, in đồng.
    pub amount: Dong,
}

/// A termination of a part (L106 48).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ProposePartialTermination {
    /// The recorded paper.
    pub paper: PaperId,
    /// The items and debtors for which nothing more is enforced.
    #[serde(default)]
    #[validate(nested)]
    pub scope: Scope,
    /// Items of which less is owed.
    #[serde(default)]
    #[validate(nested, length(max = 1000))]
    pub cuts: Vec<ItemCut>,
    /// What the ground asks beside its paper.
    #[serde(default)]
    #[validate(nested)]
    pub conditions: TerminationConditions,
}

/// The recall of a termination: the court ended the bankruptcy procedure (L106 64.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ProposeTerminationRecall {
    /// The court's recorded decision.
    pub paper: PaperId,
    /// A decision to continue beside the recall; the recall alone is enough (U45).
    #[serde(default)]
    pub continue_decision: bool,
    /// In words.
    #[validate(length(min = 1, max = 2000))]
    pub reason: String,
}

/// A termination because a review annulled the judgment (L106 63.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ProposeAnnulmentTermination {
    /// The recorded review decision.
    pub paper: PaperId,
    /// The annulled part that is not performed; the whole case when nothing is named.
    #[serde(default)]
    #[validate(nested)]
    pub scope: Scope,
}

text_enum! {
    /// What a case that ends with its service was about (ND152 32.1.a).
    pub enum ServedSubject {
        /// A judgment that only lifts an earlier measure.
        LiftsMeasure = "lifts_measure",
        /// A provisional urgent measure.
        ProvisionalMeasure = "provisional_measure",
    }
}

/// The end of a case that only had to be served (ND152 32.1.a).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ProposeServedEnding {
    /// What it was about.
    pub subject: ServedSubject,
    /// The measure is one that must be enforced by coercion (L106 62.2).
    #[serde(default)]
    pub needs_coercion: bool,
    /// The day on which the bodies and persons concerned had it.
    pub bodies_served_on: NaiveDate,
    /// The day on which the issuer had it.
    pub issuer_served_on: NaiveDate,
    /// In words.
    #[validate(length(min = 1, max = 2000))]
    pub reason: String,
}

text_enum! {
    /// The article under which prosecution was proposed.
    pub enum ProposedUnder {
        /// To do something (L106 91).
        A91 = "91",
        /// Not to do something (L106 92).
        A92 = "92",
        /// To hand over a minor (L106 93).
        A93 = "93",
        /// To take an employee back (L106 94).
        A94 = "94",
    }
}

/// The end on ground END-B, C, DD or E (ND152 32.1); the paper gives the ground.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ProposeLegalEnding {
    /// The recorded paper.
    pub paper: PaperId,
    /// Under which article prosecution was proposed; needed for END-E.
    pub proposed_under: Option<ProposedUnder>,
    /// In words.
    #[validate(length(min = 1, max = 2000))]
    pub reason: String,
}

text_enum! {
    /// How much a certificate covers (ND152 32.3).
    pub enum CertifiedExtent {
        /// The whole.
        Whole = "whole",
        /// A part.
        Part = "part",
        /// One instalment of a periodic duty.
        Instalment = "instalment",
    }
}

/// A certificate of results (ND152 32.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ProposeConfirmation {
    /// The party who asks, or whose relative asks.
    pub requester: PartyId,
    /// What a relative is to the party, for example `spouse`; absent when the party asks.
    #[validate(length(min = 1, max = 60))]
    pub relation: Option<String>,
    /// How much it covers; the whole unless told.
    pub extent: Option<CertifiedExtent>,
    /// In words.
    #[validate(length(min = 1, max = 2000))]
    pub reason: String,
}
