//! Prisons: the actions and what each takes.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::actions;
use crate::domain::case::PrisonEvent;
use crate::domain::ids::{HeldId, PartyId, PrisonPaperId};
use crate::domain::money::Dong;
use crate::domain::payment::Channel;

actions! {
    /// What passes through prisons.
    pub enum PrisonAction {
        /// T-PN-01: a prison reports a voluntary payment.
        RecordPrisonPayment(RecordPrisonPayment) = "record_prison_payment",
        /// T-PN-01: account and address are told to the prison.
        AnswerPrison(AnswerPrison) = "answer_prison",
        /// T-PN-01: what was paid in there arrives.
        RecordPrisonTransfer(RecordPrisonTransfer) = "record_prison_transfer",
        /// T-PN-03: a creditor in prison wishes to be paid there.
        RecordPrisonerWish(RecordPrisonerWish) = "record_prisoner_wish",
        /// T-PN-03: it is sent to the prison.
        SendToPrison(SendToPrison) = "send_to_prison",
        /// T-PN-03: the prison has paid it out.
        RecordPrisonPayout(RecordPrisonPayout) = "record_prison_payout",
        /// T-PN-04: a prison's report about a party.
        RecordPrisonReport(RecordPrisonReport) = "record_prison_report",
    }
}

/// A voluntary payment at a prison (ND152 34.1–34.2). The day of the act is the day its notice came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RecordPrisonPayment {
    /// The debtor who pays, or for whom relatives pay.
    pub debtor: PartyId,
    /// The prison.
    #[validate(length(min = 1, max = 200))]
    pub prison: String,
    /// The day it was paid in.
    pub collected_on: NaiveDate,
    /// The money, in đồng; zero for things and papers alone.
    pub amount: Dong,
    /// Things and papers, in brief.
    #[validate(length(min = 1, max = 1000))]
    pub things: Option<String>,
    /// The minutes, or the receipt, are enclosed.
    pub minutes_enclosed: bool,
    /// The prison has the enforcement decision, and with it the agency's account (ND152 33.2): no answer is owed.
    pub account_known: bool,
}

/// The answer to the prison (ND152 34.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct AnswerPrison {
    /// The payment.
    pub payment: PrisonPaperId,
    /// Number of the letter with account and address.
    #[validate(length(min = 1, max = 100))]
    pub letter: String,
}

/// What was paid in at the prison arrives (ND152 34.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RecordPrisonTransfer {
    /// The payment.
    pub payment: PrisonPaperId,
    /// The sum that arrived, in đồng.
    pub amount: Dong,
    /// The bank's reference, where money came.
    #[validate(length(min = 1, max = 100))]
    pub bank_reference: Option<String>,
    /// The list of payers, or the minutes, are enclosed.
    pub list_enclosed: bool,
}

/// A creditor's wish to be paid at the prison (ND152 35.2). The day of the act is the day the prison's notice came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RecordPrisonerWish {
    /// The recipient.
    pub recipient: PartyId,
    /// The prison.
    #[validate(length(min = 1, max = 200))]
    pub prison: String,
    /// What waits for him in this case, where it is that; else it is paid by order.
    pub held: Option<HeldId>,
}

/// Sending to the prison (ND152 35.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct SendToPrison {
    /// The wish.
    pub wish: PrisonPaperId,
    /// How money that waits is sent.
    pub channel: Option<Channel>,
    /// The bank's reference, the payment order, or the minutes of delivery.
    #[validate(length(min = 1, max = 100))]
    pub reference: String,
}

/// The prison has paid out (ND152 35.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RecordPrisonPayout {
    /// The wish.
    pub wish: PrisonPaperId,
    /// The day it was paid out.
    pub paid_on: NaiveDate,
    /// The prison's minutes are there.
    pub minutes_enclosed: bool,
}

/// A prison's report (ND152 35.3–36.3). The day of the act is the day it came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RecordPrisonReport {
    /// The party.
    pub party: PartyId,
    /// What happened.
    pub event: PrisonEvent,
    /// The day it happened.
    pub happened_on: NaiveDate,
    /// The prison; the new one after a move.
    #[validate(length(min = 1, max = 200))]
    pub prison: String,
    /// The end of the sentence, where the report tells it.
    pub sentence_ends_on: Option<NaiveDate>,
    /// What it says, in brief: no name of a person.
    #[validate(length(min = 1, max = 2000))]
    pub content: String,
}
