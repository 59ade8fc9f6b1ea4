//! The store's papers: orders to take in and give out, slips, movements, counts, incidents (ND152 37.3, 38.2; TT04 11). Who may
//! write which of them the lifecycle says.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::{Custody, PaperRef, SealState};
use crate::domain::ids::{DecisionId, UserId};
use crate::text_enum;

text_enum! {
    /// Why something goes in or out.
    pub enum MovementKind {
        /// Taken over where it lies, and left there (ND152 37.2.đ).
        Accept = "accept",
        /// Into the store after it was taken over.
        Entry = "entry",
        /// Back from proceedings, or because it was not dealt with.
        Return = "return",
        /// Out, to be handed over, destroyed, given back, sold.
        Release = "release",
        /// Out for proceedings, for a time.
        Extract = "extract",
        /// To another keeper.
        Transfer = "transfer",
        /// Lost, and written off.
        WriteOff = "write_off",
    }
}

impl MovementKind {
    /// Ordered by an order to take in (lệnh nhập kho); every other by an order to give out.
    pub fn is_entry(self) -> bool {
        matches!(self, MovementKind::Entry | MovementKind::Return)
    }
}

/// So much of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Moved {
    /// The line.
    pub line: u32,
    /// How much, in the line's unit.
    #[schema(value_type = String, example = "1")]
    pub quantity: Decimal,
}

/// The slip of an order to the agency's own store (phiếu nhập kho, phiếu xuất kho), written by the accountant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Slip {
    /// The document.
    pub id: DecisionId,
    /// The accountant.
    pub by: UserId,
    /// The day.
    pub on: NaiveDate,
}

/// An order to the store (lệnh nhập kho, lệnh xuất kho), drafted by the officer and signed by the head.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StoreOrder {
    /// The document.
    pub id: DecisionId,
    /// What is ordered.
    pub kind: MovementKind,
    /// How much of which lines.
    pub lines: Vec<Moved>,
    /// Why.
    pub reason: String,
    /// The hour that the head fixed (ND152 37.3); not before it.
    pub at: Option<DateTime<Utc>>,
    /// The body that receives it or brings it back: no name of a person.
    pub counterpart: Option<String>,
    /// The written request or decision, for proceedings.
    pub request: Option<PaperRef>,
    /// The new keeper.
    pub to: Option<Custody>,
    /// The incident because of which it is written off.
    pub incident: Option<DecisionId>,
    /// Who signed.
    pub signed_by: UserId,
    /// The day.
    pub signed_on: NaiveDate,
    /// The slip, where the agency's own store moves it.
    pub slip: Option<Slip>,
    /// Who carried it out.
    pub done_by: Option<UserId>,
    /// The day.
    pub done_on: Option<NaiveDate>,
    /// The day it was withdrawn.
    pub withdrawn_on: Option<NaiveDate>,
}

impl StoreOrder {
    /// Signed by this user, or booked by this user as the accountant.
    pub fn is_of(&self, user: UserId) -> bool {
        self.signed_by == user || self.slip.as_ref().is_some_and(|slip| slip.by == user)
    }

    /// Neither carried out nor withdrawn.
    pub fn waits(&self) -> bool {
        self.done_on.is_none() && self.withdrawn_on.is_none()
    }
}

/// Something went in or out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Movement {
    /// Why.
    pub kind: MovementKind,
    /// How much of which lines.
    pub lines: Vec<Moved>,
    /// The order; none for what was taken over where it lies.
    pub order: Option<DecisionId>,
    /// Number of the minutes or of the keeper's own slip; the document's identifier where this software made it.
    pub paper: String,
    /// The body that gave or received it: no name of a person.
    pub counterpart: String,
    /// Who recorded it: the storekeeper, or the officer where another keeps it.
    pub by: UserId,
    /// The day.
    pub on: NaiveDate,
}

text_enum! {
    /// What a count is for (TT04 11.4; ND152 38).
    pub enum InventoryPeriod {
        /// Each quarter, in the agency's own store.
        Quarter = "quarter",
        /// Each half-year.
        HalfYear = "half_year",
        /// Each year.
        Year = "year",
        /// When storekeeper, accountant or head hands over.
        Handover = "handover",
        /// For another reason.
        AdHoc = "ad_hoc",
    }
}

impl InventoryPeriod {
    /// The clocks that such a count meets: a longer one is a shorter one too.
    pub fn meets(self) -> &'static [&'static str] {
        match self {
            InventoryPeriod::Quarter => &["ex.review.quarter"],
            InventoryPeriod::HalfYear => &["ex.review.quarter", "ex.review.half"],
            InventoryPeriod::Year => &["ex.review.quarter", "ex.review.half", "ex.review.year"],
            InventoryPeriod::Handover | InventoryPeriod::AdHoc => &[],
        }
    }
}

/// What was counted of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Count {
    /// The line.
    pub line: u32,
    /// How much is there.
    #[schema(value_type = String, example = "1")]
    pub counted: Decimal,
    /// Its seal, for a sealed package.
    #[serde(default)]
    pub seal: Option<SealState>,
    /// Its condition.
    #[validate(length(min = 1, max = 1000))]
    pub condition: String,
}

/// A line whose count or seal is not what the book says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Difference {
    /// The line.
    pub line: u32,
    /// What the book says.
    #[schema(value_type = String)]
    pub book: Decimal,
    /// What was counted.
    #[schema(value_type = String)]
    pub counted: Decimal,
    /// The seal is another than it was.
    pub seal_changed: bool,
}

/// A count (kiểm kê), signed by the one who counted, the accountant and the head.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Inventory {
    /// The minutes.
    pub id: DecisionId,
    /// What it is for.
    pub period: InventoryPeriod,
    /// The day.
    pub on: NaiveDate,
    /// What was counted.
    pub counts: Vec<Count>,
    /// What is not as the book says.
    pub differences: Vec<Difference>,
    /// Who counted.
    pub counted_by: Option<UserId>,
    /// The accountant.
    pub accountant: UserId,
    /// The head, or who signs for him.
    pub signed_by: UserId,
}

text_enum! {
    /// What happened to a line in custody (TT04 11.1; ND152 38.2.b).
    pub enum IncidentKind {
        /// Lost.
        Loss = "loss",
        /// Damaged, or about to be.
        Damage = "damage",
        /// Its seal is another than it was.
        SealChanged = "seal_changed",
    }
}

/// A loss, a damage, a broken seal, reported at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Incident {
    /// The report.
    pub id: DecisionId,
    /// The lines.
    pub lines: Vec<u32>,
    /// What happened.
    pub kind: IncidentKind,
    /// The day it was found.
    pub found_on: NaiveDate,
    /// What was found.
    pub details: String,
    /// The count that showed it.
    pub inventory: Option<DecisionId>,
    /// Who reported it.
    pub by: UserId,
}
