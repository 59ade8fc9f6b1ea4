//! A verification that another agency asks for (ủy quyền xác minh đến; L106 37.4.d; ND152 21.5): what is asked, and the answer.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::case::Agency;
use super::ids::DecisionId;
use super::judgment::Draft;
use super::matter::{Matter, MatterHead};
use crate::text_enum;

text_enum! {
    /// What is to be verified: the term to answer hangs on it (ND152 21.5).
    pub enum DelegatedAbout {
        /// Property that must be registered.
        Registrable = "registrable",
        /// Anything else.
        Other = "other",
        /// Accounts, or a provisional urgent measure: at once.
        AccountOrMeasure = "account_or_measure",
    }
}

impl DelegatedAbout {
    /// The deadline's key.
    pub const fn clock(self) -> &'static str {
        match self {
            DelegatedAbout::Registrable => "deleg_verify_reg",
            DelegatedAbout::Other => "deleg_verify_other",
            DelegatedAbout::AccountOrMeasure => "deleg_verify_now",
        }
    }
}

text_enum! {
    /// Where it stands.
    pub enum DelegatedState {
        /// Received.
        Received = "received",
        /// Answered.
        Answered = "answered",
    }
}

/// A delegated verification.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct VerificationDelegation {
    /// What every matter has.
    #[serde(flatten)]
    pub head: MatterHead,
    /// Where it stands.
    pub state: DelegatedState,
    /// Who asks.
    pub sender: Agency,
    /// The number of its letter.
    pub letter_number: String,
    /// The letter's day.
    pub letter_on: NaiveDate,
    /// What is to be verified.
    pub about: DelegatedAbout,
    /// The content asked for; without it nothing can be verified (ND152 21.5).
    pub content: String,
    /// A hard case: the longer term holds (ND152 21.5.a).
    pub hard: bool,
    /// Drafts that wait for a signature, by the name of the signed action.
    pub drafts: BTreeMap<String, Draft<serde_json::Value>>,
    /// The day of the minutes.
    pub verified_on: Option<NaiveDate>,
    /// The answer.
    pub answer: Option<DecisionId>,
}

impl Matter for VerificationDelegation {
    const KIND: &'static str = "verification_delegation";

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
