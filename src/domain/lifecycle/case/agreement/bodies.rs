//! Agreements and set-off: the actions and what each takes.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use crate::actions;
use crate::domain::case::AgreementFault;
use crate::domain::ids::{CaseId, ObligationId, PartyId};
use crate::domain::money::Dong;

actions! {
    /// Agreements and set-off.
    pub enum AgreementAction {
        /// T-VO-06: the agreement is recognised.
        RecogniseAgreement(RecogniseAgreement) = "recognise_agreement",
        /// T-VO-07: it is not.
        RefuseAgreement(RefuseAgreement) = "refuse_agreement",
        /// T-VO-06: it was performed.
        RecordAgreementPerformed(OfAgreement) = "record_agreement_performed",
        /// T-VO-08: it was broken; enforcement goes on.
        RecordAgreementDefault(AgreementDefault) = "record_agreement_default",
        /// T-VO-09: mutual duties are set off.
        SetOff(SetOff) = "set_off",
    }
}

/// A written agreement on performance (L106 36.2; ND152 14.2). What it must contain is answered point by point.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RecogniseAgreement {
    /// The day the parties made it.
    pub made_on: NaiveDate,
    /// The last day to perform as agreed.
    pub perform_until: NaiveDate,
    /// Who agreed; on both sides.
    #[validate(length(min = 2, max = 1000))]
    pub parties: Vec<PartyId>,
    /// In writing, with time and place.
    pub written: bool,
    /// What is to be done.
    #[validate(length(min = 1, max = 2000))]
    pub content: String,
    /// What follows from default.
    pub says_consequences: bool,
    /// Who bears fee and costs.
    pub says_fee_and_costs: bool,
    /// Signatures or fingerprints of all.
    pub signed: bool,
    /// Whoever else has rights or duties in it took part (ND152 14.2).
    pub related_took_part: bool,
    /// It brings the whole or a part to its end.
    #[serde(default)]
    pub terminates: bool,
    /// The buyer or taker of an asset not yet handed over consents; needed when it terminates (ND152 14.2).
    #[serde(default)]
    pub buyer_consents: bool,
    /// What the officer found against it.
    #[serde(default)]
    #[validate(length(max = 10))]
    pub faults: Vec<AgreementFault>,
}

/// The refusal to recognise or to witness an agreement (ND152 14.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RefuseAgreement {
    /// The day the parties made it.
    pub made_on: NaiveDate,
    /// Why.
    #[validate(length(min = 1, max = 10))]
    pub faults: Vec<AgreementFault>,
    /// In words.
    #[validate(length(min = 1, max = 2000))]
    pub reason: String,
}

/// An agreement of the case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct OfAgreement {
    /// The agreement.
    pub agreement: Uuid,
}

/// A party says that the agreement was not kept (ND152 14.4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct AgreementDefault {
    /// The agreement.
    pub agreement: Uuid,
    /// The party who proposes to go on.
    pub proposed_by: PartyId,
    /// What was performed under it, and what not.
    #[validate(length(min = 1, max = 2000))]
    pub performed: String,
}

/// The set-off of mutual duties (ND152 31): two sums, owed by each side to the other, enforced by this agency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct SetOff {
    /// The item of this case.
    pub obligation: ObligationId,
    /// The item that stands against it.
    pub counter: ObligationId,
    /// The case that enforces it, where that is another one.
    pub counter_case: Option<CaseId>,
    /// The sum set off on both sides, in đồng.
    pub amount: Dong,
    /// The officer has compared the persons: needed where the items are of two judgments.
    #[serde(default)]
    pub same_persons: bool,
    /// It would harm the State, or a right that a judgment gives to a third person (ND152 31.2).
    #[serde(default)]
    pub harms_others: bool,
    /// One of the duties is in dispute (BLDS 379).
    #[serde(default)]
    pub disputed: bool,
}
