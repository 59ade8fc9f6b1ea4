//! Taking personal values of a party away for good (xóa dữ liệu cá nhân; Luật 91/2025/QH15): decided on paper, signed by another than
//! drafted it. What stays is that there was a value, its digest in the history, and this decision.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::document::DocumentKind;
use super::ids::{DecisionId, JudgmentId, PartyId, UserId};
use super::matter::{Matter, MatterHead};
use super::personal::PersonalField;
use crate::text_enum;

text_enum! {
    /// Where a redaction stands.
    pub enum RedactionState {
        /// Drafted.
        Drafted = "drafted",
        /// Signed: the values are gone.
        Signed = "signed",
        /// Dropped before it was signed.
        Dropped = "dropped",
    }
}

text_enum! {
    /// Why a value is taken away.
    pub enum RedactionGround {
        /// The person asks for it (right to have data deleted).
        Asked = "asked",
        /// The purpose is served and nothing asks to keep it longer.
        PurposeServed = "purpose_served",
        /// It was taken down unlawfully or is another person's.
        Unlawful = "unlawful",
        /// A competent body orders it.
        Ordered = "ordered",
    }
}

/// A redaction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Redaction {
    /// What every matter has.
    #[serde(flatten)]
    pub head: MatterHead,
    /// Where it stands.
    pub state: RedactionState,
    /// The judgment.
    pub judgment: JudgmentId,
    /// The party.
    pub party: PartyId,
    /// Which values.
    pub fields: Vec<PersonalField>,
    /// Why.
    pub ground: RedactionGround,
    /// The article on which it rests, as the decision cites it.
    pub article: String,
    /// The facts, without the values.
    pub reason: String,
    /// Who drafted it.
    pub prepared_by: UserId,
    /// The decision.
    pub document: Option<DecisionId>,
    /// The day it was signed.
    pub signed_on: Option<NaiveDate>,
}

impl Redaction {
    /// The document that it is.
    pub const DOCUMENT: DocumentKind = DocumentKind::RedactionDecision;
}

impl Matter for Redaction {
    const KIND: &'static str = "redaction";

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
