//! A lot of exhibits or property in custody (vật chứng, tài sản tạm giữ) that is judged together: where it lies, how it was taken
//! over, every movement of its lines, what became of each (L106 56–60; ND152 37–41). Owners are parties by their identifiers: no
//! personal data here.

mod booked;
mod line;
mod store;

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

pub use booked::Unbooked;
pub use line::*;
pub use store::*;

use super::case::Council;
use super::enquiry::Enquiry;
use super::ids::{CaseId, DecisionId, JudgmentId};
use super::judgment::Draft;
use super::matter::{Matter, MatterHead, Shelf};
use crate::text_enum;

text_enum! {
    /// Where a lot, or one of its lines, stands. In this order: a lot stands where its furthest open line stands.
    pub enum ExhibitState {
        /// Its enforcement decision is there; nobody has compared yet.
        Judged = "judged",
        /// The keeper compares judgment and minutes of seizure.
        Comparing = "comparing",
        /// They differ; the court was asked.
        Mismatch = "mismatch",
        /// Refused at the hand-over until a change or a seal is explained.
        Clarifying = "clarifying",
        /// Hour and place of the hand-over are fixed.
        Scheduled = "scheduled",
        /// Taken over by the agency.
        Accepted = "accepted",
        /// Ordered out, to be dealt with at the hour fixed.
        Releasing = "releasing",
        /// Handed over to the State.
        Confiscated = "confiscated",
        /// Destroyed.
        Destroyed = "destroyed",
        /// Given to whom it belongs.
        Returned = "returned",
        /// Sold, or on its way to be sold for enforcement.
        Sold = "sold",
        /// Given back after its confiscation was annulled.
        Refunded = "refunded",
        /// Over in another way, or in several.
        Closed = "closed",
    }
}

impl ExhibitState {
    /// Nothing more is to be done with it.
    pub fn is_final(self) -> bool {
        self >= ExhibitState::Confiscated
    }

    /// The agency has taken it over and answers for it.
    pub fn is_kept(self) -> bool {
        matches!(self, ExhibitState::Accepted | ExhibitState::Releasing)
    }
}

/// A paper of another body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct PaperRef {
    /// Its number.
    #[validate(length(min = 1, max = 100))]
    pub number: String,
    /// Its day.
    pub on: NaiveDate,
}

/// Hour and place of the hand-over to the agency (ND152 37.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Appointment {
    /// The hour.
    pub at: DateTime<Utc>,
    /// The place.
    pub place: String,
}

/// The receiver of confiscated things did not come at the hour fixed: storage and risk are his from then on (ND152 39.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Absence {
    /// The lines that he left.
    pub lines: Vec<u32>,
    /// Number of the minutes.
    pub minutes: String,
    /// The day.
    pub on: NaiveDate,
}

/// A lot of exhibits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Exhibit {
    /// What every matter has; the case is the enforcement decision under which it is dealt with.
    #[serde(flatten)]
    pub head: MatterHead,
    /// Where it stands.
    pub state: ExhibitState,
    /// The judgment of that case.
    pub judgment: Option<JudgmentId>,
    /// The number of the criminal case: no name of a person.
    pub criminal_case: Option<String>,
    /// The minutes of the first seizure.
    pub seizure: PaperRef,
    /// Its lines.
    pub lines: Vec<Line>,
    /// Hour and place of the hand-over to the agency.
    pub appointment: Option<Appointment>,
    /// What the court was asked when judgment and minutes differed.
    pub enquiries: Vec<Enquiry>,
    /// Orders to the store, signed.
    pub orders: Vec<StoreOrder>,
    /// Everything that went in or out.
    pub movements: Vec<Movement>,
    /// Counts.
    pub inventories: Vec<Inventory>,
    /// Losses, damage, broken seals.
    pub incidents: Vec<Incident>,
    /// Destruction councils, the last one counts.
    pub councils: Vec<Council>,
    /// When the receiver of confiscated things did not come.
    pub absences: Vec<Absence>,
    /// Drafts that wait for a signature.
    pub drafts: BTreeMap<String, Draft<serde_json::Value>>,
    /// The case in whose books its lines stand; none for the office's own file.
    #[serde(default)]
    pub booked_in: Option<CaseId>,
}

impl Exhibit {
    /// A line by its number.
    pub fn line(&self, seq: u32) -> Option<&Line> {
        self.lines.iter().find(|line| line.seq == seq)
    }

    /// The same, to be changed.
    pub fn line_mut(&mut self, seq: u32) -> Option<&mut Line> {
        self.lines.iter_mut().find(|line| line.seq == seq)
    }

    /// Lines of which something is still to be done.
    pub fn open(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(|line| !line.state.is_final())
    }

    /// The order with this identifier.
    pub fn order(&self, id: DecisionId) -> Option<&StoreOrder> {
        self.orders.iter().find(|order| order.id == id)
    }

    /// Orders that were neither carried out nor withdrawn.
    pub fn waiting_orders(&self) -> impl Iterator<Item = &StoreOrder> {
        self.orders.iter().filter(|order| order.waits())
    }

    /// Whether the agency's own storekeeper carries the order out: it moves things of the own store, or into it.
    pub fn is_own_store(&self, order: &StoreOrder) -> bool {
        let own = |custody: &Custody| custody.kind == CustodianKind::OwnStore;
        let from = order.lines.iter().filter_map(|moved| self.line(moved.line));
        order.to.as_ref().is_some_and(own) || from.into_iter().any(|line| own(&line.custody))
    }

    /// The council that still has to work.
    pub fn council(&self) -> Option<&Council> {
        self.councils.iter().rfind(|council| council.done_on.is_none())
    }

    /// Its judgment has not become known (ND152 38.3).
    pub fn is_unknown(&self) -> bool {
        self.head.case.is_none()
    }

    /// The lot stands where its furthest open line stands; once all are over, at their common end.
    pub fn settle(&mut self) {
        let furthest = self.open().map(|line| line.state).max();
        self.state = furthest.unwrap_or_else(|| {
            let first = self.lines.first().map_or(ExhibitState::Closed, |line| line.state);
            let alike = self.lines.iter().all(|line| line.state == first);
            if alike { first } else { ExhibitState::Closed }
        });
    }
}

impl Matter for Exhibit {
    const KIND: &'static str = "exhibit";

    fn head(&self) -> &MatterHead {
        &self.head
    }

    fn head_mut(&mut self) -> &mut MatterHead {
        &mut self.head
    }

    fn state(&self) -> &'static str {
        self.state.as_str()
    }

    fn shelves(&self) -> Option<Vec<Shelf>> {
        let shelf = |line: &Line| Shelf {
            custodian: line.custody.kind.as_str(),
            disposition: line.disposition.map_or("unknown", Disposition::as_str),
        };
        let mut shelves: Vec<Shelf> = self.open().map(shelf).collect();
        shelves.sort_unstable();
        shelves.dedup();
        Some(shelves)
    }
}
