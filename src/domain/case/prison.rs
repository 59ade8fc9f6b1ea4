//! What passes through a prison: who of the parties is there, what was paid in there, what is to be paid out there, and what the
//! prison reports (ND152 33–36). A prison is named as a body; no person is named.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::ids::{HeldId, PartyId, PrisonPaperId};
use crate::domain::money::Dong;
use crate::text_enum;

/// That a party serves a sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Prisoner {
    /// Where.
    pub prison: String,
    /// Since when it is known.
    pub since: NaiveDate,
    /// The end of the sentence, where the paper tells it.
    pub sentence_ends_on: Option<NaiveDate>,
    /// His verification runs by the year (L106 38.3).
    pub yearly: bool,
}

/// Money, things or papers paid in at a prison (ND152 34).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PrisonPayment {
    /// Its identifier.
    pub id: PrisonPaperId,
    /// The debtor who pays, or for whom relatives pay.
    pub debtor: PartyId,
    /// The prison.
    pub prison: String,
    /// The day it was paid in.
    pub collected_on: NaiveDate,
    /// The day its notice came.
    pub reported_on: NaiveDate,
    /// The money, in đồng.
    pub amount: Dong,
    /// Things and papers, in brief.
    pub things: Option<String>,
    /// The prison knows the agency's account already: no answer is owed.
    pub account_known: bool,
    /// The day account and address were told to the prison.
    pub answered_on: Option<NaiveDate>,
    /// The day it arrived at the agency.
    pub transferred_on: Option<NaiveDate>,
}

/// A wish of a creditor in prison to be paid there (ND152 35.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PrisonWish {
    /// Its identifier.
    pub id: PrisonPaperId,
    /// The recipient.
    pub recipient: PartyId,
    /// The prison.
    pub prison: String,
    /// The day the prison's notice came.
    pub reported_on: NaiveDate,
    /// What waits for him in this case, where it is that.
    pub held: Option<HeldId>,
    /// The day it was sent.
    pub sent_on: Option<NaiveDate>,
    /// The day the prison paid it out.
    pub paid_on: Option<NaiveDate>,
}

text_enum! {
    /// What a prison reports (ND152 35.3–36.3).
    pub enum PrisonEvent {
        /// Taken in (36.2).
        TakenIn = "taken_in",
        /// Moved to another prison (36.2).
        Transferred = "transferred",
        /// Released, pardoned, or the sentence suspended (36.3).
        Released = "released",
        /// Died (36.1).
        Died = "died",
        /// Refuses to receive (35.4).
        Refused = "refused",
        /// Lets another receive (35.3).
        Proxy = "proxy",
    }
}

/// A prison's report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PrisonReport {
    /// The party.
    pub party: PartyId,
    /// What happened.
    pub event: PrisonEvent,
    /// The day it happened.
    pub happened_on: NaiveDate,
    /// The day the report came.
    pub reported_on: NaiveDate,
    /// The prison.
    pub prison: String,
    /// What it says, in brief.
    pub content: String,
}

/// What passes through prisons in one case.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Prison {
    /// Paid in there.
    pub payments: Vec<PrisonPayment>,
    /// To be paid out there.
    pub wishes: Vec<PrisonWish>,
    /// Reported from there.
    pub reports: Vec<PrisonReport>,
}
