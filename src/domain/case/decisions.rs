//! What becomes of a signed decision, and of those who may sign: amended, recalled, annulled (L106 52); the officer replaced on a
//! party's request (ND152 13); the issuer asked to explain its judgment (L106 13.3, 22.2.d).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::domain::ids::{DecisionId, PartyId};
use crate::text_enum;

text_enum! {
    /// How a decision ceased to stand as it was signed.
    pub enum DecisionFate {
        /// Amended or supplemented: the substance stays (L106 52.2).
        Amended = "amended",
        /// Recalled by its issuer (L106 52.1).
        Recalled = "recalled",
        /// Annulled by the issuer's superior or the resolver of a complaint (L106 52.4).
        Annulled = "annulled",
    }
}

/// What a later decision did to an earlier one. Issued decisions are never changed; later ones point to them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DecisionChange {
    /// The earlier decision.
    pub decision: DecisionId,
    /// What happened to it.
    pub fate: DecisionFate,
    /// The later decision.
    pub by: DecisionId,
    /// The day.
    pub on: NaiveDate,
    /// What follows in law (L106 52.5).
    pub consequence: String,
}

text_enum! {
    /// Why a party may ask for another officer (ND152 13.1; L106 6.1.g).
    pub enum ReplacementGround {
        /// Reason to hold that the officer does what L106 16.2 forbids.
        ForbiddenActs = "forbidden_acts",
        /// The officer protected a party's rights or was a witness in the case.
        FormerRole = "former_role",
    }
}

/// A party's request for another officer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReplacementRequest {
    /// Its identifier.
    pub id: Uuid,
    /// Who asks.
    pub party: PartyId,
    /// On which ground.
    pub ground: ReplacementGround,
    /// The day of receipt.
    pub received_on: NaiveDate,
    /// The day of the answer.
    pub answered_on: Option<NaiveDate>,
    /// Whether the officer was replaced.
    pub replaced: Option<bool>,
}

/// A question to the issuer of the judgment (L106 13.3, 22.2.d).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct IssuerQuestion {
    /// The document that asks.
    pub document: DecisionId,
    /// The day.
    pub asked_on: NaiveDate,
    /// Complex: the longer term (L106 13.3).
    pub complex: bool,
    /// The last day for the answer.
    pub answer_until: NaiveDate,
    /// The day the answer came, or its term was found to have passed.
    pub closed_on: Option<NaiveDate>,
    /// Whether it was answered.
    pub answered: Option<bool>,
}

/// Everything of this kind in a case.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct DecisionRecord {
    /// What later decisions did to earlier ones.
    pub changes: Vec<DecisionChange>,
    /// Requests for another officer.
    pub replacements: Vec<ReplacementRequest>,
    /// Questions to the issuer.
    pub questions: Vec<IssuerQuestion>,
    /// Proposals of cassation or reopening (L106 22.2.đ).
    pub cassation_proposed_on: Vec<NaiveDate>,
}
