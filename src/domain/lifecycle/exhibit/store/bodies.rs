//! Orders to the store, slips, movements, counts, incidents: the actions and what each takes.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::actions;
use crate::domain::exhibit::{Count, Custody, IncidentKind, InventoryPeriod, Moved, MovementKind, PaperRef};
use crate::domain::ids::{DecisionId, UserId};
use crate::domain::lifecycle::case::Nothing;

actions! {
    /// What the store does with a lot.
    pub enum StoreAction {
        /// XB-12: the order to take in is drafted.
        ProposeEntry(ProposeStoreEntry) = "propose_store_entry",
        /// XB-12: ordered in (lệnh nhập kho).
        OrderEntry(Nothing) = "order_store_entry",
        /// XB-13: the order to give out is drafted.
        ProposeExit(ProposeStoreExit) = "propose_store_exit",
        /// XB-13: ordered out (lệnh xuất kho).
        OrderExit(Nothing) = "order_store_exit",
        /// XB-14: the accountant writes the slip.
        IssueSlip(IssueStoreSlip) = "issue_store_slip",
        /// XB-15: the storekeeper carries the order out.
        CarryOut(CarryOutStoreOrder) = "carry_out_store_order",
        /// XB-16: another keeper carried the order out.
        RecordKeeperMovement(RecordKeeperMovement) = "record_keeper_movement",
        /// XB-17: the order is withdrawn.
        Withdraw(WithdrawStoreOrder) = "withdraw_store_order",
        /// XB-18: counted; the minutes are drafted.
        ProposeInventory(ProposeInventory) = "propose_inventory",
        /// XB-18: the minutes of the count are signed.
        SignInventory(Nothing) = "sign_inventory",
        /// XB-19: a loss, a damage, a broken seal is reported.
        ReportIncident(ReportExhibitIncident) = "report_exhibit_incident",
    }
}

/// A proposed order to take in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ProposeStoreEntry {
    /// `entry` after a hand-over, `return` from proceedings or from a release that came to nothing.
    pub kind: MovementKind,
    /// How much of which lines.
    #[validate(nested, length(min = 1, max = 500))]
    pub lines: Vec<Moved>,
    /// Why.
    #[validate(length(min = 1, max = 1000))]
    pub reason: String,
    /// The body that brings it: no name of a person.
    #[validate(length(min = 1, max = 200))]
    pub counterpart: String,
}

/// A proposed order to give out (ND152 37.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ProposeStoreExit {
    /// `release` to be dealt with, `extract` for proceedings, `transfer` to another keeper, `write_off` of what is lost.
    pub kind: MovementKind,
    /// How much of which lines; a release and a transfer take whole lines.
    #[validate(nested, length(min = 1, max = 500))]
    pub lines: Vec<Moved>,
    /// Why.
    #[validate(length(min = 1, max = 1000))]
    pub reason: String,
    /// The body that receives it: no name of a person.
    #[validate(length(min = 1, max = 200))]
    pub counterpart: String,
    /// For a release, the hour fixed, of which keeper and receiver are told.
    pub at: Option<DateTime<Utc>>,
    /// For proceedings, the written request or decision.
    #[validate(nested)]
    pub request: Option<PaperRef>,
    /// For a transfer, the new keeper.
    #[validate(nested)]
    pub to: Option<Custody>,
    /// For a write-off, the report of the loss.
    pub incident: Option<DecisionId>,
}

/// The slip of an order (C04, C05).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct IssueStoreSlip {
    /// The order.
    pub order: DecisionId,
}

/// An order that the storekeeper carries out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct CarryOutStoreOrder {
    /// The order.
    pub order: DecisionId,
    /// Number of the minutes that both sides signed.
    #[validate(length(min = 1, max = 100))]
    pub minutes: String,
}

/// An order that another keeper carried out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RecordKeeperMovement {
    /// The order.
    pub order: DecisionId,
    /// Number of the keeper's slip.
    #[validate(length(min = 1, max = 100))]
    pub slip: String,
}

/// An order that is not carried out any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct WithdrawStoreOrder {
    /// The order.
    pub order: DecisionId,
    /// Why.
    #[validate(length(min = 1, max = 1000))]
    pub reason: String,
}

/// A count (TT04 11.4; ND152 38.1.e, 38.2.c).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ProposeInventory {
    /// What it is for.
    pub period: InventoryPeriod,
    /// What was counted: but for a count for another reason, every line of which something is there.
    #[validate(nested, length(min = 1, max = 500))]
    pub counts: Vec<Count>,
    /// The accountant who signs with the one who counted.
    pub accountant: UserId,
}

/// A loss, a damage, a broken seal (TT04 11.1; ND152 38.2.b).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ReportExhibitIncident {
    /// The lines.
    #[validate(length(min = 1, max = 500))]
    pub lines: Vec<u32>,
    /// What happened.
    pub kind: IncidentKind,
    /// The day it was found.
    pub found_on: NaiveDate,
    /// What was found: no name of a person.
    #[validate(length(min = 1, max = 2000))]
    pub details: String,
    /// The count that showed it.
    pub inventory: Option<DecisionId>,
}
