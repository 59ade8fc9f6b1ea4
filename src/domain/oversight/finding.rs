//! A finding of oversight (sai phạm, tồn tại được phát hiện): what was found in which decision, against which article, and what the
//! office answered and did. It comes from a remark on the review sheet, with an act of the procuracy, or from another paper.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::review::ReviewHeading;
use crate::domain::ids::{DecisionId, MatterId, UserId};
use crate::domain::judgment::Drafts;
use crate::domain::matter::{Matter, MatterHead};
use crate::text_enum;

text_enum! {
    /// Where a finding stands.
    pub enum FindingState {
        /// Raised; the office owes an answer.
        Raised = "raised",
        /// Answered with an explanation, perhaps with a promise.
        Answered = "answered",
        /// Accepted: it must be carried out.
        Accepted = "accepted",
        /// The office holds that nothing is wrong.
        Disputed = "disputed",
        /// Carried out, as the office reports.
        CarriedOut = "carried_out",
        /// Closed by whoever oversees.
        Closed = "closed",
    }
}

text_enum! {
    /// Where a finding comes from.
    pub enum FindingSource {
        /// A remark on the review sheet.
        Remark = "remark",
        /// A protest or recommendation (L106 112).
        ProcuracyAct = "procuracy_act",
        /// Kết luận kiểm sát trực tiếp.
        DirectSupervision = "direct_supervision",
        /// Thanh tra, kiểm tra.
        Inspection = "inspection",
        /// Kiểm toán.
        Audit = "audit",
    }
}

text_enum! {
    /// How a finding was closed.
    pub enum FindingEnd {
        /// What was wrong is put right.
        Remedied = "remedied",
        /// The explanation is accepted.
        Explained = "explained",
        /// Withdrawn.
        Withdrawn = "withdrawn",
    }
}

/// A step in the life of a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FindingStep {
    /// The action.
    pub action: String,
    /// The day.
    pub on: NaiveDate,
    /// Who recorded or signed it.
    pub by: UserId,
    /// What was said or done: no name of a person.
    pub text: String,
    /// The number of the other body's paper.
    pub number: Option<String>,
}

/// A finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OversightFinding {
    /// Identifier, office, case, day of reception.
    #[serde(flatten)]
    pub head: MatterHead,
    /// Where it stands.
    pub state: FindingState,
    /// Where it comes from.
    pub source: FindingSource,
    /// The number of the paper that it stands in.
    pub number: Option<String>,
    /// The day of that paper or remark.
    pub dated_on: NaiveDate,
    /// The decision, where it is about one.
    pub decision: Option<DecisionId>,
    /// The heading.
    pub heading: Option<ReviewHeading>,
    /// The remark from which it was made.
    pub remark: Option<Uuid>,
    /// The protest or recommendation with which it came.
    pub act: Option<MatterId>,
    /// What was found: no name of a person.
    pub found: String,
    /// The article that it goes against, as the paper quotes it.
    pub article: String,
    /// What is asked for.
    pub asks: Option<String>,
    /// The last day to answer; of the act with which it came, where there is one.
    pub answer_until: Option<NaiveDate>,
    /// The last day to carry it out.
    pub carry_out_until: Option<NaiveDate>,
    /// What the office said that it would do.
    pub promised: Option<String>,
    /// The documents that carry it out.
    pub carried_out_by: Vec<DecisionId>,
    /// How it was closed.
    pub end: Option<FindingEnd>,
    /// What was said and done, oldest first.
    pub steps: Vec<FindingStep>,
    /// Drafts that wait for a signature.
    #[schema(value_type = Object)]
    pub drafts: Drafts,
}

impl Matter for OversightFinding {
    const KIND: &'static str = "finding";

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
