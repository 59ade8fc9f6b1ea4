//! A list of payments (bảng kê) from a prison or a bank: one sum that arrived, and the lines that it is made of. Each line is matched to
//! a case, returned to the sender, or kept as held money; nothing of it disappears. No personal data: payers' names stand apart.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::ids::{CaseId, MatterId, PartyId, ReceiptId};
use super::matter::{Matter, MatterHead};
use super::money::Dong;
use super::receipt::{Channel, ReceiptKind};
use crate::text_enum;

text_enum! {
    /// Where a list stands.
    pub enum PaymentListState {
        /// Some line is neither received for a case nor returned nor held.
        Open = "open",
        /// Every line has its end.
        Settled = "settled",
    }
}

text_enum! {
    /// Who sent it.
    pub enum ListSource {
        /// A prison or criminal-enforcement body (ND152 34).
        Prison = "prison",
        /// A bank or the Treasury, for transfers of many payers (TT04 16.4).
        Bank = "bank",
    }
}

impl ListSource {
    /// The kind of receipt that its lines get.
    pub fn kind(self) -> ReceiptKind {
        match self {
            ListSource::Prison => ReceiptKind::Prison,
            ListSource::Bank => ReceiptKind::Voluntary,
        }
    }
}

text_enum! {
    /// Where a line stands.
    pub enum LineState {
        /// Nobody knows yet whose it is.
        Unmatched = "unmatched",
        /// It belongs to a case; no receipt is issued yet.
        Matched = "matched",
        /// Received for its case.
        Received = "received",
        /// Sent back.
        Returned = "returned",
        /// Kept as held money.
        Held = "held",
    }
}

text_enum! {
    /// How a line found its case.
    pub enum MatchedBy {
        /// By the enforcement decision's number.
        CaseNumber = "case_number",
        /// By the judgment's number, and the payer where there are several cases.
        Judgment = "judgment",
        /// By a person, for a reason.
        Hand = "hand",
    }
}

/// A line of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PaymentLine {
    /// Its place, from 1.
    pub line: i32,
    /// Its own key in the sender's paper.
    pub key: String,
    /// The sum, in đồng.
    pub amount: Dong,
    /// The enforcement decision's number, as the sender gives it.
    pub case_number: Option<String>,
    /// The judgment's number, as the sender gives it.
    pub judgment_number: Option<String>,
    /// The day it was paid in there.
    pub paid_on: NaiveDate,
    /// Where it stands.
    pub state: LineState,
    /// The case to which it belongs.
    pub case: Option<CaseId>,
    /// The debtor of the case who paid.
    pub payer: Option<PartyId>,
    /// How that was found.
    pub matched_by: Option<MatchedBy>,
    /// Why a person matched, returned or held it.
    pub reason: Option<String>,
    /// The receipt issued for it.
    pub receipt: Option<ReceiptId>,
    /// The held money that it became.
    pub held: Option<MatterId>,
    /// The day it found its end.
    pub settled_on: Option<NaiveDate>,
}

impl PaymentLine {
    /// It still waits for its end.
    pub fn is_open(&self) -> bool {
        matches!(self.state, LineState::Unmatched | LineState::Matched)
    }
}

/// A list of payments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PaymentList {
    /// What every matter has.
    #[serde(flatten)]
    pub head: MatterHead,
    /// Where it stands.
    pub state: PaymentListState,
    /// Who sent it.
    pub source: ListSource,
    /// The body that sent it: no name of a person.
    pub sender: String,
    /// The number of its paper.
    pub paper: String,
    /// Where the money arrived.
    pub channel: Channel,
    /// The bank's reference of the whole sum.
    pub bank_reference: String,
    /// The whole sum, in đồng.
    pub total: Dong,
    /// The provisional receipt of the whole sum.
    pub receipt: ReceiptId,
    /// Its lines.
    pub lines: Vec<PaymentLine>,
}

impl PaymentList {
    /// The line with this key.
    pub fn line_mut(&mut self, key: &str) -> Option<&mut PaymentLine> {
        self.lines.iter_mut().find(|line| line.key == key)
    }

    /// Settled once every line has its end.
    pub fn settle(&mut self) {
        if !self.lines.iter().any(PaymentLine::is_open) {
            self.state = PaymentListState::Settled;
        }
    }
}

impl Matter for PaymentList {
    const KIND: &'static str = "payment_list";

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
