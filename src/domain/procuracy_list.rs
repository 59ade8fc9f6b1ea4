//! The monthly list of ended cases for the procuracy (danh sách việc thi hành án kết thúc; ND152 32.2). Its receipt there starts the
//! year to protest (L106 112.2). A list is bounded: a busy month makes several, one after the other.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::case::{Case, EndingGround};
use super::document::DocumentKind;
use super::ids::{CaseId, DecisionId};
use super::matter::{Matter, MatterHead};
use crate::text_enum;

text_enum! {
    /// Where a list stands.
    pub enum ListState {
        /// Drafted from the cases that ended in the month.
        Drafted = "drafted",
        /// Sent to the procuracy.
        Sent = "sent",
        /// The procuracy received it.
        Received = "received",
        /// Dropped before it was sent.
        Dropped = "dropped",
    }
}

/// One ended case of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ListedCase {
    /// The case.
    pub case: CaseId,
    /// The enforcement decision's number.
    pub number: String,
    /// The ground on which it ended.
    pub ground: EndingGround,
    /// The day.
    pub ended_on: NaiveDate,
}

impl ListedCase {
    /// The line of an ended case; none for a case that is not ended.
    pub fn of(case: &Case) -> Option<ListedCase> {
        let ended = case.ended.as_ref()?;
        Some(ListedCase {
            case: case.id,
            number: case.number.clone(),
            ground: ended.ground,
            ended_on: ended.on,
        })
    }
}

/// A list of the cases that ended in a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ProcuracyList {
    /// What every matter has.
    #[serde(flatten)]
    pub head: MatterHead,
    /// The last day of the month.
    pub month: NaiveDate,
    /// Where it stands.
    pub state: ListState,
    /// The cases; at most [`ProcuracyList::CASES_MAX`].
    pub cases: Vec<ListedCase>,
    /// The document that was sent.
    pub document: Option<DecisionId>,
    /// The day it was sent.
    pub sent_on: Option<NaiveDate>,
    /// The day it reached the procuracy.
    pub reached_on: Option<NaiveDate>,
}

impl ProcuracyList {
    /// How many cases one list holds: each gets an event of its own when the list is sent, in one transaction.
    pub const CASES_MAX: i64 = 200;
    /// The document that it is.
    pub const DOCUMENT: DocumentKind = DocumentKind::EndedCasesList;
}

impl Matter for ProcuracyList {
    const KIND: &'static str = "procuracy_list";

    fn head(&self) -> &MatterHead {
        &self.head
    }
    fn head_mut(&mut self) -> &mut MatterHead {
        &mut self.head
    }
    fn state(&self) -> &'static str {
        self.state.as_str()
    }
}
