//! What comes from a private enforcement office (văn phòng thi hành án dân sự): a file handed over for coercion, and a request for a
//! security measure (L106 31; ND151 43–44). No personal data.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::ids::{JudgmentId, ObligationId, PartyId};
use super::judgment::Draft;
use super::matter::{Matter, MatterHead};
use super::money::Dong;
use crate::text_enum;

text_enum! {
    /// Where the file of an office stands.
    pub enum OfficeFileState {
        /// Handed over, but not complete.
        Incomplete = "incomplete",
        /// The full file is there: the decision is owed.
        Complete = "complete",
        /// Decided; its case is open.
        Decided = "decided",
    }
}

/// What the office has achieved already; it is recognised (ND151 44.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct OfficeResult {
    /// The item.
    pub obligation: ObligationId,
    /// So much was performed, in đồng.
    pub amount: Dong,
}

/// The file of an office (L106 31.6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OfficeFile {
    /// What every matter has.
    #[serde(flatten)]
    pub head: MatterHead,
    /// Where it stands.
    pub state: OfficeFileState,
    /// The office.
    pub private_office: String,
    /// Number of the office's recalling decision.
    pub recall_number: String,
    /// The judgment.
    pub judgment: JudgmentId,
    /// Who asked for coercion.
    pub requester: PartyId,
    /// The day the contract was liquidated.
    pub liquidated_on: NaiveDate,
    /// Number of the minutes of hand-over.
    pub minutes: String,
    /// The items still to be enforced.
    pub obligations: Vec<ObligationId>,
    /// What the office has achieved.
    pub results: Vec<OfficeResult>,
    /// The day the file became complete: the five working days run from it.
    pub complete_on: Option<NaiveDate>,
    /// Drafts that wait for a signature.
    pub drafts: BTreeMap<String, Draft<serde_json::Value>>,
}

impl Matter for OfficeFile {
    const KIND: &'static str = "office_file";

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

text_enum! {
    /// Where an office's request for a security measure stands.
    pub enum OfficeRequestState {
        /// Received: 24 hours run.
        Received = "received",
        /// An officer is assigned.
        Assigned = "assigned",
        /// The measure was ordered.
        Granted = "granted",
        /// Refused in writing, with reasons.
        Refused = "refused",
    }
}

/// A request of an office for a security measure (ND151 43.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OfficeRequest {
    /// What every matter has.
    #[serde(flatten)]
    pub head: MatterHead,
    /// Where it stands.
    pub state: OfficeRequestState,
    /// The office.
    pub private_office: String,
    /// Number of the office's enforcement decision.
    pub decision_number: String,
    /// The minute it came.
    pub received_at: DateTime<Utc>,
    /// The measure asked for.
    pub measure: String,
    /// Why.
    pub reason: String,
    /// Drafts that wait for a signature.
    pub drafts: BTreeMap<String, Draft<serde_json::Value>>,
    /// The day it was decided.
    pub decided_on: Option<NaiveDate>,
}

impl Matter for OfficeRequest {
    const KIND: &'static str = "office_request";

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
