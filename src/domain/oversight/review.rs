//! The procuracy's remarks beside a signed document (phiếu kiểm sát): the five headings, the verdicts, the remark that stands under
//! each heading. What the records say under a heading is [`crate::domain::review`]'s concern.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::domain::ids::UserId;
use crate::domain::matter::{Matter, MatterHead};
use crate::text_enum;

text_enum! {
    /// A heading of the review of a decision.
    pub enum ReviewHeading {
        /// Thời hạn: what had to be done by when.
        Deadlines = "deadlines",
        /// Căn cứ: on what facts and articles.
        Basis = "basis",
        /// Thẩm quyền: who signed, who prepared.
        Authority = "authority",
        /// Hình thức: number, date, kind, whom it went to.
        Form = "form",
        /// Nội dung: what it says.
        Content = "content",
    }
}

text_enum! {
    /// What is said of a point, by the records or by the reviewer.
    pub enum ReviewVerdict {
        /// In order.
        InOrder = "in_order",
        /// Against a rule.
        Breach = "breach",
        /// The records cannot tell.
        Unknown = "unknown",
    }
}

text_enum! {
    /// Whether anything has been remarked.
    pub enum ReviewState {
        /// Nobody has remarked anything yet.
        Unremarked = "unremarked",
        /// There are remarks.
        Remarked = "remarked",
    }
}

/// A remark of the procuracy. It is never edited: a later one under the same heading takes its place, and the earlier one stays in
/// the history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReviewRemark {
    /// Identifier.
    pub id: Uuid,
    /// Under which heading.
    pub heading: ReviewHeading,
    /// What the reviewer holds.
    pub verdict: ReviewVerdict,
    /// The remark: no name of a person.
    pub text: String,
    /// Who made it.
    pub by: UserId,
    /// The day.
    pub on: NaiveDate,
    /// The how-manieth under this heading, from 1.
    pub number: u32,
    /// The one whose place it takes.
    pub supersedes: Option<Uuid>,
}

/// What the procuracy remarked on one document. It bears the document's own identifier, so there is one for each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DecisionReview {
    /// Identifier, office, case; received on the day of signing.
    #[serde(flatten)]
    pub head: MatterHead,
    /// Whether anything has been remarked.
    pub state: ReviewState,
    /// The remark that stands under each heading.
    pub remarks: Vec<ReviewRemark>,
}

impl DecisionReview {
    /// The remark that stands under a heading.
    pub fn standing(&self, heading: ReviewHeading) -> Option<&ReviewRemark> {
        self.remarks.iter().find(|remark| remark.heading == heading)
    }
}

impl Matter for DecisionReview {
    const KIND: &'static str = "review";

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
