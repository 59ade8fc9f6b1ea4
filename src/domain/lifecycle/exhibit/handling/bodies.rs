//! Confiscation, destruction, return, enforcement: the actions and what each takes. What is the same act on a case has the same name.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::actions;
use crate::domain::ids::AssetId;
use crate::domain::lifecycle::case::{
    ConfiscationReceiver, DestructionForm, Nothing, ProposeDestructionCouncil,
};
use crate::domain::money::Dong;
use crate::domain::payment::Channel;

actions! {
    /// What becomes of the lines of a lot.
    pub enum HandlingAction {
        /// XB-20: confiscated things are handed over.
        HandOver(HandOverExhibits) = "hand_over_confiscated",
        /// XB-21: their receiver did not come at the hour fixed.
        RecordAbsence(RecordReceiverAbsence) = "record_receiver_absence",
        /// XB-22: the refund of a confiscation is drafted.
        ProposeRefund(ProposeExhibitRefund) = "propose_confiscation_refund",
        /// XB-22: refunded after the confiscation was annulled.
        Refund(Nothing) = "refund_confiscation",
        /// XB-23: the council is drafted.
        ProposeCouncil(ProposeDestructionCouncil) = "propose_destruction_council",
        /// XB-23: the council is set up.
        SetUpCouncil(Nothing) = "set_up_destruction_council",
        /// XB-24: destroyed.
        Destroy(DestroyExhibits) = "destroy_items",
        /// XB-25: the owner is told to collect.
        NotifyOwner(NotifyExhibitOwner) = "notify_recipient",
        /// XB-26: the owner collects.
        GiveBack(ReturnExhibits) = "return_to_recipient",
        /// XB-27: an unclaimed thing is sold.
        SellUnclaimed(SellUnclaimedExhibit) = "sell_unclaimed_goods",
        /// XB-28: the decision to destroy what is unclaimed or ruined is drafted.
        ProposeDestruction(ProposeExhibitDestruction) = "propose_destruction",
        /// XB-28: decided to destroy it.
        DecideDestruction(Nothing) = "decide_destruction",
        /// XB-29: unclaimed papers go to the body that issued them.
        SendPapers(SendExhibitPapers) = "send_papers_to_issuer",
        /// XB-30: enforced upon as an asset of the case.
        Enforce(EnforceExhibits) = "enforce_exhibits",
        /// XB-31: what was held as security goes back to the debtor.
        GiveSecurityBack(GiveSecurityBack) = "return_security",
        /// XB-32: the settlement of what has no judgment after five years is drafted.
        ProposeUnknownSale(ProposeUnknownSale) = "propose_unknown_sale",
        /// XB-32: sold, the price paid into the budget.
        SettleUnknown(Nothing) = "settle_unknown_exhibits",
    }
}

/// The hand-over of confiscated lines (L106 57.1; ND152 39).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct HandOverExhibits {
    /// The lines.
    #[validate(length(min = 1, max = 500))]
    pub lines: Vec<u32>,
    /// What kind of body receives them.
    pub receiver: ConfiscationReceiver,
    /// Which one.
    #[validate(length(min = 1, max = 200))]
    pub receiver_name: String,
    /// The day it was notified.
    pub notified_on: NaiveDate,
    /// Decision and judgment are enclosed, the minutes signed and sealed by both (ND152 39.3).
    pub minutes_complete: bool,
    /// A receiver who came late has paid for the storage (ND152 39.2).
    #[serde(default)]
    pub storage_paid: bool,
}

/// The receiver did not come at the hour fixed (ND152 39.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RecordReceiverAbsence {
    /// The lines.
    #[validate(length(min = 1, max = 500))]
    pub lines: Vec<u32>,
    /// Number of the minutes.
    #[validate(length(min = 1, max = 100))]
    pub minutes: String,
}

/// A refund after the confiscation was annulled (L106 57.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ProposeExhibitRefund {
    /// The lines.
    #[validate(length(min = 1, max = 500))]
    pub lines: Vec<u32>,
    /// The decision that annulled the confiscation.
    #[validate(length(min = 1, max = 200))]
    pub decision: String,
    /// Its day.
    pub decided_on: NaiveDate,
    /// The finance body with which it is refunded.
    #[validate(length(min = 1, max = 200))]
    pub finance_body: String,
}

/// A destruction with its minutes (ND152 40).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct DestroyExhibits {
    /// The lines destroyed.
    #[validate(length(min = 1, max = 500))]
    pub lines: Vec<u32>,
    /// How.
    pub form: DestructionForm,
    /// Their condition, as the minutes say.
    #[validate(length(min = 1, max = 2000))]
    pub condition: String,
    /// The firm with the equipment, where that is needed.
    #[validate(length(min = 1, max = 200))]
    pub contractor: Option<String>,
    /// What it cost, in đồng.
    pub cost: Option<Dong>,
    /// Members in favour.
    #[validate(range(max = 50))]
    pub votes_for: u8,
    /// The chair is in favour: it decides a tie.
    pub chair_in_favour: bool,
    /// Every member signed the minutes.
    pub minutes_signed: bool,
    /// The owner was told of the decision to destroy what he did not collect (ND152 41.5).
    #[serde(default)]
    pub owners_told: bool,
}

/// The notice to the owner to collect (L106 59.1–59.2; ND152 41.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct NotifyExhibitOwner {
    /// The lines, all of one owner.
    #[validate(length(min = 1, max = 500))]
    pub lines: Vec<u32>,
    /// Time and place.
    #[validate(length(min = 1, max = 500))]
    pub place: String,
    /// The owner owes money himself and does not pay: then it is enforced upon (L106 59.5).
    pub recipient_owes_money: bool,
}

/// What the owner collects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ReturnExhibits {
    /// The lines.
    #[validate(length(min = 1, max = 500))]
    pub lines: Vec<u32>,
    /// Officer and recipient signed the minutes (ND152 41.1).
    pub minutes_signed: bool,
    /// Costs of keeping and handling that the recipient bears are paid (ND152 41.5).
    pub costs_paid: bool,
}

/// The sale of an unclaimed thing, after its valuation: the price, less the costs, becomes money of the case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct SellUnclaimedExhibit {
    /// The line.
    pub line: u32,
    /// The valuation certificate.
    #[validate(length(min = 1, max = 200))]
    pub valuation: String,
    /// The value, in đồng.
    pub value: Dong,
    /// The price, in đồng.
    pub price: Dong,
    /// Costs of keeping and selling, taken off the price, in đồng.
    pub costs: Dong,
    /// How the price came.
    pub channel: Channel,
    /// The bank's reference, for a transfer.
    #[validate(length(min = 1, max = 100))]
    pub bank_reference: Option<String>,
}

/// A proposed decision to destroy what nobody collected, or what has no judgment after five years (L106 59.2; ND152 38.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ProposeExhibitDestruction {
    /// The lines.
    #[validate(length(min = 1, max = 500))]
    pub lines: Vec<u32>,
    /// It could not be sold, is spoiled, or has no use any more.
    #[validate(length(min = 1, max = 1000))]
    pub reason: String,
    /// The list of exhibits without a judgment on which it stands.
    #[validate(length(min = 1, max = 100))]
    pub list: Option<String>,
}

/// Papers sent to the body that issued them (L106 59.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct SendExhibitPapers {
    /// The lines.
    #[validate(length(min = 1, max = 500))]
    pub lines: Vec<u32>,
    /// The body.
    #[validate(length(min = 1, max = 200))]
    pub issuer: String,
    /// Number of the letter.
    #[validate(length(min = 1, max = 100))]
    pub letter: String,
}

/// What was kept as security, or would go to somebody who owes, is valued and sold as an asset of the case (L106 59.5, 60).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct EnforceExhibits {
    /// The lines.
    #[validate(length(min = 1, max = 500))]
    pub lines: Vec<u32>,
    /// The asset of the case that they are from now on.
    pub asset: AssetId,
    /// Which duty of the owner is enforced, with the papers.
    #[validate(length(min = 1, max = 1000))]
    pub reason: String,
}

/// Security that goes back (ND152 41.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct GiveSecurityBack {
    /// The lines.
    #[validate(length(min = 1, max = 500))]
    pub lines: Vec<u32>,
    /// No creditor requested enforcement in time.
    pub no_request: bool,
    /// Why, with the papers.
    #[validate(length(min = 1, max = 1000))]
    pub reason: String,
}

/// The sale of what has no judgment after five years (ND152 38.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ProposeUnknownSale {
    /// The lines.
    #[validate(length(min = 1, max = 500))]
    pub lines: Vec<u32>,
    /// The list on which they stand.
    #[validate(length(min = 1, max = 100))]
    pub list: String,
    /// The valuation certificate.
    #[validate(length(min = 1, max = 200))]
    pub valuation: String,
    /// The price, in đồng.
    pub price: Dong,
    /// The Treasury's voucher for its payment into the budget.
    #[validate(length(min = 1, max = 100))]
    pub voucher: String,
}
