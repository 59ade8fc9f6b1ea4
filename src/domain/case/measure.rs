//! What stands behind the decision on a measure: whom it may hit beside the debtor, to whom it went and what came of it, demands
//! before it, things held under it (L106 66–77; ND152 42–52). No names of persons.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::measure_content::MeasureContent;
use crate::domain::ids::{DecisionId, PartyId};
use crate::domain::money::Dong;
use crate::text_enum;

text_enum! {
    /// Against whose property a measure may go beside the debtor's own (L106 4.2, 25.8; ND152 42.6).
    pub enum TargetGround {
        /// A member of a household business, a household or a cooperative group.
        Member = "TG-A",
        /// The owner of a private enterprise.
        Owner = "TG-B",
        /// A partner of a partnership.
        Partner = "TG-C",
        /// A dependent unit of an enterprise.
        Unit = "TG-D",
        /// The common property of a community.
        Community = "TG-DD",
        /// Whoever obstructs, or holds, possesses or uses the property.
        Obstructs = "TG-E",
        /// Whoever must give back what was wrongly paid.
        WronglyPaid = "TG-G",
    }
}

/// Another than the debtor who must bear the measure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct Target {
    /// Why.
    pub ground: TargetGround,
    /// The person, when a party or related person of the judgment.
    #[serde(default)]
    pub party: Option<PartyId>,
    /// What shows it: no name of a person.
    #[validate(length(min = 1, max = 1000))]
    pub facts: String,
    /// The common property does not suffice; needed for members of a household or group.
    #[serde(default)]
    pub common_insufficient: bool,
    /// The cooperation contract or other law provides otherwise.
    #[serde(default)]
    pub otherwise_provided: bool,
}

text_enum! {
    /// Who has taken a thing into hand already (ND152 42.5).
    pub enum TakenBy {
        /// A credit institution seizes or handles it under its own law.
        CreditInstitution = "credit_institution",
        /// Another authority coerces on it.
        OtherAuthority = "other_authority",
    }
}

/// A letter to whoever has the property in hand (ND152 42.5), and what came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OtherHandling {
    /// The letter.
    pub document: DecisionId,
    /// The debtor.
    pub debtor: PartyId,
    /// Who.
    pub by: TakenBy,
    /// The body's name.
    pub name: String,
    /// The property.
    pub property: String,
    /// The day of the letter.
    pub on: NaiveDate,
    /// The day it was handled.
    pub handled_on: Option<NaiveDate>,
    /// What was passed on, in đồng.
    pub surplus: Option<Dong>,
}

text_enum! {
    /// Who must know of a measure (L106 35.2; ND152 42.7); the procuracy has a list of its own.
    pub enum Recipient {
        /// Whoever must carry it out: keeper, payer, depository, immigration body.
        Executor = "executor",
        /// The commune People's Committee of the place.
        Commune = "commune",
        /// The registry of the property.
        Registry = "registry",
        /// The registry of security interests.
        SecurityRegistry = "security_registry",
        /// Others concerned.
        Other = "other",
    }
}

/// The decision reached somebody who must know it; with a registry it stands until it is told of the end (L106 95; ND152 111.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Delivery {
    /// As what.
    pub to: Recipient,
    /// The body's name.
    pub name: String,
    /// The day.
    pub on: NaiveDate,
    /// Refused or nobody there: minutes with a witness, and a posting at its seat (ND152 43.3).
    pub refused: bool,
    /// The day the measure ended, and the restriction with it.
    pub ended_on: Option<NaiveDate>,
    /// The day it was told of the end.
    pub end_told_on: Option<NaiveDate>,
}

text_enum! {
    /// What whoever carries a measure out reports.
    pub enum MeasureOutcome {
        /// Done as decided.
        Done = "done",
        /// Less was there.
        Part = "part",
        /// Nothing was there.
        None = "none",
        /// It cannot go on: the debtor left, died, lost the income (ND152 51.4).
        Stopped = "stopped",
    }
}

/// A report on a measure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MeasureResult {
    /// The day it came in.
    pub on: NaiveDate,
    /// What.
    pub outcome: MeasureOutcome,
    /// What was frozen, deducted or collected, in đồng.
    pub amount: Option<Dong>,
    /// In brief.
    pub note: Option<String>,
}

text_enum! {
    /// A kind of thing held (ND152 44.2).
    pub enum ThingKind {
        /// Papers.
        Papers = "papers",
        /// A movable.
        Movable = "movable",
        /// Cash in đồng.
        Cash = "cash",
        /// Foreign cash.
        ForeignCash = "foreign_cash",
        /// Precious metal or stones.
        Precious = "precious",
    }
}

text_enum! {
    /// Before whom precious things were sealed (ND152 44.2).
    pub enum SealedBefore {
        /// Whoever had them.
        Holder = "holder",
        /// A relative.
        Relative = "relative",
    }
}

/// Notes of one denomination.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct NoteCount {
    /// The denomination, in the currency's own unit.
    #[validate(range(min = 1))]
    pub denomination: u32,
    /// How many.
    #[validate(range(min = 1))]
    pub count: u32,
}

/// A thing in the minutes of custody (ND152 44.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct HeldThing {
    /// Its kind.
    pub kind: ThingKind,
    /// What it is, with its features.
    #[validate(length(min = 1, max = 1000))]
    pub description: String,
    /// Number, weight, size.
    #[validate(length(min = 1, max = 200))]
    pub quantity: String,
    /// Notes by denomination; for cash.
    #[serde(default)]
    #[validate(length(max = 50), nested)]
    pub notes: Vec<NoteCount>,
    /// Whose money; for foreign cash.
    #[serde(default)]
    #[validate(length(min = 1, max = 50))]
    pub currency: Option<String>,
    /// Before whom it was sealed; for precious things.
    #[serde(default)]
    pub sealed_before: Option<SealedBefore>,
}

/// A demand to hand money over, before anything is decided (L106 74.3–74.4, 75; ND152 50.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct HolderDemand {
    /// The letter or minutes.
    pub document: DecisionId,
    /// The debtor.
    pub debtor: PartyId,
    /// The measure that may follow.
    pub measure: String,
    /// Whoever holds the money, as a body or a role.
    pub holder: String,
    /// The sum, in đồng.
    pub amount: Dong,
    /// The last day to obey.
    pub until: NaiveDate,
    /// Another agency enforces the judgment under which it is owed: it was asked to act (L106 74.4).
    pub other_agency: bool,
}

/// An attempt to persuade, before or beside coercion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Persuasion {
    /// The debtor.
    pub debtor: PartyId,
    /// The day.
    pub on: NaiveDate,
    /// With whom, as bodies or roles.
    pub with: String,
    /// What came of it.
    pub result: String,
}

/// What stands behind a measure's decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MeasureTerms {
    /// The decision.
    pub decision: DecisionId,
    /// What it says; none for kinds that have records of their own, and for the oldest.
    #[serde(default)]
    pub content: Option<MeasureContent>,
    /// The sum for which it was ordered, in đồng: debt and costs of that day, or what is taken.
    #[serde(default)]
    pub amount: Option<Dong>,
    /// The party who asked for it and answers for a wrong request (L106 66.3).
    #[serde(default)]
    pub requested_by: Option<PartyId>,
    /// The request was found wrong: its author pays the real costs and the damage (L106 66.3; ND152 82.3).
    #[serde(default)]
    pub wrong_request: bool,
    /// Against another than the debtor.
    #[serde(default)]
    pub target: Option<Target>,
    /// Who was told.
    #[serde(default)]
    pub deliveries: Vec<Delivery>,
    /// What was reported.
    #[serde(default)]
    pub results: Vec<MeasureResult>,
    /// What was held, by the minutes.
    #[serde(default)]
    pub things: Vec<HeldThing>,
    /// The day the recipient of things held was told to fetch them.
    #[serde(default)]
    pub return_told_on: Option<NaiveDate>,
    /// The day they were returned.
    #[serde(default)]
    pub returned_on: Option<NaiveDate>,
}

impl MeasureTerms {
    /// Of a decision of which nothing else is recorded.
    pub fn new(decision: DecisionId) -> MeasureTerms {
        MeasureTerms {
            decision,
            content: None,
            amount: None,
            requested_by: None,
            wrong_request: false,
            target: None,
            deliveries: Vec::new(),
            results: Vec::new(),
            things: Vec::new(),
            return_told_on: None,
            returned_on: None,
        }
    }
}
