//! What an agency asks of the body that issued a judgment (L106 22.2.d, 13.3), or proposes to whoever may protest (22.2.đ): the
//! question, its term, the answer. It hangs on a judgment or on a case and knows neither.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::ids::DecisionId;
use crate::text_enum;

text_enum! {
    /// What is asked of whom.
    pub enum EnquiryKind {
        /// The issuer is asked to correct, supplement or explain.
        Issuer = "issuer",
        /// The court directly above is asked, after the issuer's answer was unclear or never came.
        CourtAbove = "court_above",
        /// A review by cassation or reopening is proposed.
        Cassation = "cassation",
    }
}

/// A question or proposal in writing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Enquiry {
    /// The paper that asks: its number stands in the register of documents.
    pub id: DecisionId,
    /// What is asked of whom.
    pub kind: EnquiryKind,
    /// The unclear point, the error, or the ground of review.
    pub point: String,
    /// The matter is complex: the longer term (L106 13.3).
    pub complex: bool,
    /// The day the body received it: its term runs from here.
    pub asked_on: NaiveDate,
    /// The last day for the answer, where the law of that day sets one.
    pub due_on: Option<NaiveDate>,
    /// What came of it.
    pub outcome: Option<EnquiryOutcome>,
}

/// What came of an enquiry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct EnquiryOutcome {
    /// The day of the answer, or the day on which the lapse was recorded.
    pub on: NaiveDate,
    /// The answer in brief; absent when the term passed without one.
    pub answer: Option<String>,
    /// The answer leaves the point unclear, or cannot be enforced.
    pub unclear: bool,
}

impl Enquiry {
    /// The law's key of its term; none for a proposal of review, whose term stands in procedural law (U19).
    pub fn clock(kind: EnquiryKind, complex: bool) -> Option<&'static str> {
        match (kind, complex) {
            (EnquiryKind::Cassation, _) => None,
            (_, false) => Some("court_explains"),
            (_, true) => Some("court_explains_complex"),
        }
    }
}
