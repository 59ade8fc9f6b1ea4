//! What happens with a measure beside its decision: the actions and what each takes.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::actions;
use crate::domain::case::{HeldThing, MeasureOutcome, Recipient, TakenBy};
use crate::domain::ids::{DecisionId, PartyId};
use crate::domain::money::Dong;

actions! {
    /// Demands before a measure, its delivery, what comes of it, things held.
    pub enum ExecutionAction {
        /// MX-01: the decision, or the end of the measure, reaches somebody who must know it.
        DeliverMeasure(DeliverMeasure) = "deliver_measure",
        /// MX-02: whoever carries it out reports.
        RecordMeasureResult(RecordMeasureResult) = "record_measure_result",
        /// MX-03: whoever holds money is told to hand it over.
        DemandFromHolder(DemandFromHolder) = "demand_from_holder",
        /// MX-04: whoever has property in hand already is written to.
        WriteToOtherHandler(WriteToOtherHandler) = "write_to_other_handler",
        /// MX-04: the property was handled; what is left comes in.
        RecordOtherHandling(RecordOtherHandling) = "record_other_handling",
        /// MX-05: the minutes of custody.
        RecordThingsHeld(RecordThingsHeld) = "record_things_held",
        /// MX-05: the recipient of things held is told to fetch them.
        NotifyThingsReturn(NotifyThingsReturn) = "notify_things_return",
        /// MX-05: things held are returned.
        ReturnThingsHeld(ReturnThingsHeld) = "return_things_held",
        /// MX-06: an attempt to persuade.
        RecordPersuasion(RecordPersuasion) = "record_persuasion",
    }
}

/// The decision, or the end of the measure, reaches somebody on the day of the act (L106 35.2; ND152 42.7).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct DeliverMeasure {
    /// The decision that ordered the measure.
    pub decision: DecisionId,
    /// As what.
    pub to: Recipient,
    /// The body's name.
    #[validate(length(min = 1, max = 300))]
    pub name: String,
    /// The hour, for example `14:30`: a keeper's 24 hours run from it.
    #[serde(default)]
    #[validate(length(min = 5, max = 5))]
    pub at_hour: Option<String>,
    /// Refused, or nobody there to take it (ND152 43.3).
    #[serde(default)]
    pub refused: bool,
    /// Minutes with a witness; needed when refused.
    #[serde(default)]
    pub witness: bool,
    /// Posted at its seat; needed when refused.
    #[serde(default)]
    pub posted: bool,
    /// Judgment and enforcement decision went with it; needed for income (ND152 51.3).
    #[serde(default)]
    pub with_judgment: bool,
    /// The first day of the nearest pay period not yet paid; needed for income (ND152 51.4).
    #[serde(default)]
    pub pay_period_on: Option<NaiveDate>,
}

/// A report on the measure (ND152 43.2, 51.4, 57.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RecordMeasureResult {
    /// The decision that ordered the measure.
    pub decision: DecisionId,
    /// What came of it.
    pub outcome: MeasureOutcome,
    /// What was frozen, deducted or collected, in đồng.
    #[serde(default)]
    pub amount: Option<Dong>,
    /// In brief; needed when it cannot go on.
    #[serde(default)]
    #[validate(length(min = 1, max = 1000))]
    pub note: Option<String>,
}

/// Money is demanded, by letter or minutes, with a term (L106 74.3–74.4, 75; ND152 50.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct DemandFromHolder {
    /// The debtor.
    pub debtor: PartyId,
    /// What may follow: `CM-CASH-3P` or `CM-CASH-JD`; `CM-PAPER` asks the competent body to transfer the value of a paper that was
    /// not handed over.
    #[validate(length(min = 4, max = 20))]
    pub measure: String,
    /// Whoever holds the money, as a body or a role: no name of a person.
    #[validate(length(min = 1, max = 300))]
    pub holder: String,
    /// What shows it.
    #[validate(length(min = 1, max = 1000))]
    pub facts: String,
    /// The sum, in đồng.
    pub amount: Dong,
    /// The last day to hand it over.
    pub until: NaiveDate,
    /// The day the other judgment took effect; needed for `CM-CASH-JD`.
    #[serde(default)]
    pub in_force_on: Option<NaiveDate>,
    /// Another agency enforces that judgment: it is told and asked to act (L106 74.4).
    #[serde(default)]
    pub other_agency: bool,
}

/// A letter about the debtor's duty (ND152 42.5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct WriteToOtherHandler {
    /// The debtor.
    pub debtor: PartyId,
    /// Who has it in hand.
    pub by: TakenBy,
    /// The body's name.
    #[validate(length(min = 1, max = 300))]
    pub name: String,
    /// The property.
    #[validate(length(min = 1, max = 1000))]
    pub property: String,
}

/// The property was handled; a credit institution passes on what is left within 24 hours (ND152 42.5.a).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RecordOtherHandling {
    /// The letter.
    pub letter: DecisionId,
    /// The day it was handled.
    pub handled_on: NaiveDate,
    /// What came in, in đồng; not yet when absent.
    #[serde(default)]
    pub surplus: Option<Dong>,
}

/// The minutes of custody (ND152 44.1–44.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RecordThingsHeld {
    /// The decision that ordered custody.
    pub decision: DecisionId,
    /// What was held.
    #[validate(length(min = 1, max = 200), nested)]
    pub things: Vec<HeldThing>,
    /// Whoever had it signed.
    pub signed_by_holder: bool,
    /// A witness signed; needed where the holder did not (ND152 44.4).
    #[serde(default)]
    pub witness: bool,
}

/// The recipient is told (L106 95.6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct NotifyThingsReturn {
    /// The decision that ordered custody.
    pub decision: DecisionId,
}

/// Things held are returned (ND152 44.3, 73).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ReturnThingsHeld {
    /// The decision that ordered custody.
    pub decision: DecisionId,
    /// The recipient showed who he is, or a valid authorisation.
    pub identity_shown: bool,
    /// He checked the things before whoever kept them.
    pub checked: bool,
    /// Minutes were made and signed.
    pub minutes: bool,
}

/// An attempt to persuade.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RecordPersuasion {
    /// The debtor.
    pub debtor: PartyId,
    /// With whom, as bodies or roles.
    #[validate(length(min = 1, max = 500))]
    pub with: String,
    /// What came of it.
    #[validate(length(min = 1, max = 2000))]
    pub result: String,
}
