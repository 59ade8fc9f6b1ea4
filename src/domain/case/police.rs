//! Coercion with forces (L106 72.6; ND152 42.2–42.3, 46–47): what was agreed with the police, the plan and its steps, reports that
//! precede it, days that the head bars. No names of persons.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::domain::ids::DecisionId;
use crate::text_enum;

text_enum! {
    /// Who answers a consultation (ND152 46.3–46.4).
    pub enum Answerer {
        /// The police of the commune.
        Commune = "commune",
        /// The police of the province, to whom the commune's reported.
        Province = "province",
        /// The head of the provincial steering committee; of a military agency the commander.
        Steering = "steering",
    }
}

text_enum! {
    /// What the answer is.
    pub enum Stance {
        /// Agrees; of the steering committee: directs to go on.
        Agrees = "agrees",
        /// Has another opinion; of the steering committee: directs not to.
        Differs = "differs",
        /// Reports to the province, the matter being complex or over several communes.
        Escalates = "escalates",
    }
}

/// An answer to a consultation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PoliceAnswer {
    /// By whom.
    pub by: Answerer,
    /// What.
    pub stance: Stance,
    /// The day.
    pub on: NaiveDate,
}

/// The police were asked before the plan (ND152 46.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Consultation {
    /// The letter: the clocks are about it.
    pub document: DecisionId,
    /// The coercion or seizure decision.
    pub decision: DecisionId,
    /// The day for which coercion is meant.
    pub planned_on: NaiveDate,
    /// The day the police of the commune received it.
    pub received_on: NaiveDate,
    /// Answers.
    pub answers: Vec<PoliceAnswer>,
    /// The day the head reported a difference of opinion (ND152 46.4).
    pub reported_on: Option<NaiveDate>,
}

impl Consultation {
    /// What this one answered.
    pub fn answer(&self, by: Answerer) -> Option<Stance> {
        self.answers.iter().find(|answer| answer.by == by).map(|answer| answer.stance)
    }

    /// The day the police agreed, or the steering committee directed to go on: the plan may be drafted (ND152 46.5).
    pub fn agreed_on(&self) -> Option<NaiveDate> {
        let last = self.answers.last().filter(|answer| answer.stance == Stance::Agrees);
        last.map(|answer| answer.on)
    }

    /// The police are of another opinion, and nobody has directed yet.
    pub fn differs(&self) -> bool {
        let police = |answer: &&PoliceAnswer| answer.by != Answerer::Steering;
        self.answers.last().filter(police).is_some_and(|answer| answer.stance == Stance::Differs)
    }
}

text_enum! {
    /// A force that takes part.
    pub enum ForceKind {
        /// Officers and others of the agency.
        Agency = "agency",
        /// Police.
        Police = "police",
        /// Militia.
        Militia = "militia",
        /// Commune, quarter, village.
        Commune = "commune",
        /// Procuracy.
        Procuracy = "procuracy",
        /// Medical help.
        Medical = "medical",
        /// Fire and rescue.
        Fire = "fire",
        /// Others.
        Other = "other",
    }
}

/// How many take part (ND152 86.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct Force {
    /// Which force.
    pub kind: ForceKind,
    /// How many people.
    #[validate(range(min = 1, max = 10000))]
    pub people: u32,
}

/// A plan of coercion with forces, approved by the head (L106 72.6; ND152 46).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CoercionPlan {
    /// The plan.
    pub document: DecisionId,
    /// The coercion or seizure decision that it carries out.
    pub decision: DecisionId,
    /// The day for which it is meant.
    pub planned_on: NaiveDate,
    /// The day it was approved.
    pub approved_on: NaiveDate,
    /// The consultation on which it rests; not recorded for the oldest.
    #[serde(default)]
    pub consultation: Option<DecisionId>,
    /// Who takes part.
    #[serde(default)]
    pub forces: Vec<Force>,
    /// A large or complex case that affects security there: it is reported before (ND152 42.3).
    #[serde(default)]
    pub large_case: bool,
    /// The day it went to procuracy, commune and police (L106 72.6).
    pub sent_on: Option<NaiveDate>,
    /// The day the approved protection plan of the police came in (ND152 46.6).
    #[serde(default)]
    pub protection_on: Option<NaiveDate>,
    /// The day of the deployment meeting (ND152 47.3).
    #[serde(default)]
    pub meeting_on: Option<NaiveDate>,
}

text_enum! {
    /// Why the head reports before coercion.
    pub enum ReportAbout {
        /// The police are of another opinion: to the head of the steering committee (ND152 46.4).
        Disagreement = "disagreement",
        /// A large or complex case: to the provincial Chairman (ND152 42.3).
        LargeCase = "large_case",
    }
}

/// A report of the head before coercion; that of a military agency goes to its commander.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CoercionReport {
    /// The letter.
    pub document: DecisionId,
    /// The coercion or seizure decision.
    pub decision: DecisionId,
    /// Why.
    pub about: ReportAbout,
    /// What coercion will do to security and life there.
    pub impact: Option<String>,
    /// The day.
    pub on: NaiveDate,
}

text_enum! {
    /// Why forces stay at home (ND152 42.2).
    pub enum BarGround {
        /// A traditional day of policy beneficiaries, the debtor being one.
        PolicyDay = "policy_day",
        /// It would gravely affect security, order or custom there.
        GraveEffect = "grave_effect",
    }
}

/// Days on which the head bars coercion with forces.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BarredDays {
    /// The first.
    pub from: NaiveDate,
    /// The last.
    pub until: NaiveDate,
    /// Why.
    pub ground: BarGround,
    /// What shows it.
    pub reason: String,
}
